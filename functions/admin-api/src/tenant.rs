//! The tenant itself.

use convoke::app::configs::Fresh;
use convoke::app::{configure, copy_recording};
use convoke::domain::config::TenantConfig;
use convoke::domain::fault::HealKey;
use convoke::domain::profile;
use convoke::domain::settings::Tenant;
use convoke::domain::vendor::Vendor;
use convoke::store::SettingItem;

use crate::auth::Caller;
use crate::call::{Call, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// `PUT /v1/tenants/{t}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let before = call.app.configs.get(call.tenant(), Fresh::Now).await?;
    if before.is_none() && call.caller != Caller::Operator {
        return Err(Refusal::not_found("tenant"));
    }
    let tenant: Tenant = call.checked()?;
    let profile_before = before.as_ref().and_then(|config| config.tenant.profile.as_ref());
    if tenant.profile.as_ref() != profile_before {
        let known = |id: &String| {
            before.as_ref().is_some_and(|config| config.subscriptions.contains_key(id))
        };
        seed(call, tenant.profile.as_deref(), known).await?;
    }
    // Another company calendar may ask for less than the one before.
    let calendar = before.as_ref().map(|config| &config.tenant.calendar);
    let mut heals =
        if calendar == Some(&tenant.calendar) { vec![] } else { vec![HealKey::calendar()] };
    heals.extend(switched_on(before.as_deref(), &tenant));
    configure::put(call.app, call.tenant(), &SettingItem::Tenant(tenant.clone()), &heals).await?;
    // Who may see what was recorded, and for how long it is kept, holds for what is there already.
    if before.as_ref().is_some_and(|before| before.tenant.privacy != tenant.privacy) {
        copy_recording::wake_all(call.app, call.tenant(), call.trace).await?;
    }
    Ok(stored(before.is_none(), &tenant))
}

/// What waits for the parts that are off until now.
fn switched_on(before: Option<&TenantConfig>, tenant: &Tenant) -> Vec<HealKey> {
    let was_off = |name: &str| before.is_some_and(|config| config.is_switched_off(name));
    let is_on = |name: &str| tenant.modules.get(name) != Some(&false);
    let names = Vendor::all().map(Vendor::name);
    names.filter(|name| was_off(name) && is_on(name)).map(HealKey::connection).collect()
}

/// Saves what the product begins with, before the tenant says that it has the product: if this is
/// cut short, the next try begins again.
async fn seed(
    call: &Call<'_>,
    profile: Option<&str>,
    known: impl Fn(&String) -> bool,
) -> Result<(), Refusal> {
    let Some(profile) = profile.and_then(profile::named) else { return Ok(()) };
    for (id, subscription) in profile.subscriptions {
        if !known(&id) {
            let item = SettingItem::Subscription(id, subscription);
            configure::put(call.app, call.tenant(), &item, &[]).await?;
        }
    }
    Ok(())
}

/// `GET /v1/tenants/{t}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    Ok(ok(&call.config().await?.tenant))
}
