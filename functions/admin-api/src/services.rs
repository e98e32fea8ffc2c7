//! Services.

use convoke::app::configure;
use convoke::domain::fault::HealKey;
use convoke::domain::settings::Service;
use convoke::store::SettingItem;

use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// `GET …/services`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.query.page_with_ids(&call.config().await?.services)
}

/// `PUT …/services/{s}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("s"));
    let service: Service = call.checked()?;
    let item = SettingItem::Service(id.to_owned(), service.clone());
    configure::put(call.app, call.tenant(), &item, &[HealKey::service(id)]).await?;
    Ok(stored(!config.services.contains_key(id), &service))
}

/// `GET …/services/{s}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let service = config.services.get(call.param("s"));
    Ok(ok(service.ok_or_else(|| Refusal::not_found("service"))?))
}

/// `DELETE …/services/{s}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("s"));
    if !config.services.contains_key(id) {
        return Err(Refusal::not_found("service"));
    }
    configure::delete(call.app, call.tenant(), &format!("service#{id}")).await?;
    Ok(gone())
}
