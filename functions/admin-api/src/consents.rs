//! Consents: sending somebody to a provider, and for whom a provider has the application.

use convoke::app::{configure, consent};
use convoke::domain::config::Whose;
use convoke::domain::settings::AppBody;
use convoke::store::SettingItem;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, stored};
use crate::connections::{ConnectionView, whose};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// Where to send a browser.
#[derive(Serialize, ToSchema)]
pub struct ConsentView {
    /// The provider's page. It works for ten minutes, and leads back here.
    url: String,
}

/// `POST …/connections/{provider}/authorize`, and a person's.
pub async fn authorize(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let url = consent::begin(call.app, &config, whose(call), call.caller.name()).await?;
    Ok(ok(&ConsentView { url }))
}

/// `GET …/people/{p}/connections`.
pub async fn of_person(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let person = call.param("p");
    if !config.people.contains_key(person) {
        return Err(Refusal::not_found("person"));
    }
    let own = config.personal.iter().filter(|((_, id), _)| id == person);
    call.query.page(own.map(|((provider, _), connection)| {
        let whose = Whose::persons(provider, person);
        (provider.clone(), ConnectionView::new(&config, whose, connection))
    }))
}

/// `GET …/apps/zoom`.
pub async fn get_app(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Ok(ok(&AppBody { installed: config.zoom_app }))
}

/// `PUT …/apps/zoom`.
pub async fn put_app(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let body: AppBody = call.body()?;
    let item = SettingItem::App("zoom".to_owned(), body.clone());
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    Ok(stored(false, &body))
}
