//! To a person or a channel of a chat platform.

use super::words::words;
use super::{Sending, Stop, workflow};
use crate::app::configs::Fresh;
use crate::app::way::Way;
use crate::domain::business::Subject;
use crate::domain::config::{Credentials, TenantConfig, Whose};
use crate::domain::fault::{Fault, Reason};
use crate::domain::vendor::Platform;
use crate::providers::{ChatAdapter, ProviderFault, Target};

pub(super) async fn to_person(
    sending: &Sending<'_>,
    config: &TenantConfig,
    platform: Platform,
    who: &Subject,
) -> Result<String, Stop> {
    let way = match Way::chat(sending.app, config, platform) {
        Ok(way) => way,
        Err(fault) => return Err(sending.platform_fault(config, platform, fault.into()).await),
    };
    let account = match found(sending, &way, config, platform, who).await? {
        Ok(Some(account)) => account,
        Ok(None) => return Err(nobody(platform)),
        Err(fault) => return Err(without_effect(sending, config, platform, fault).await),
    };
    let text = words(sending.app, config, sending.dispatch).await?;
    match way.post(Target::User(&account), &text).await {
        Ok(id) => Ok(id),
        Err(fault) => Err(sending.platform_fault(config, platform, fault).await),
    }
}

pub(super) async fn to_channel(
    sending: &Sending<'_>,
    config: &TenantConfig,
    platform: Platform,
    channel: &str,
) -> Result<String, Stop> {
    let way = match Way::chat(sending.app, config, platform) {
        Ok(way) => way,
        Err(fault) => return Err(sending.platform_fault(config, platform, fault.into()).await),
    };
    let text = words(sending.app, config, sending.dispatch).await?;
    let connection = config.connection(Whose::tenants(platform.name()));
    let posted = match connection.map(|it| &it.by) {
        Some(Credentials::Workflow { channels, .. }) => {
            workflow::post(sending.app, config, (channels, channel), &text).await
        }
        _ => way.post(Target::Channel(channel), &text).await,
    };
    match posted {
        Ok(id) => Ok(id),
        Err(fault) => Err(sending.platform_fault(config, platform, fault).await),
    }
}

/// The account, looked for once more with the settings as they are now before anybody counts as unknown:
/// somebody may have been mapped a moment ago.
async fn found(
    sending: &Sending<'_>,
    way: &Way<'_, ChatAdapter<'_>>,
    config: &TenantConfig,
    platform: Platform,
    who: &Subject,
) -> Result<Result<Option<String>, ProviderFault>, Stop> {
    let kept = account(way, config, platform, who).await;
    if !matches!(kept, Ok(None)) {
        return Ok(kept);
    }
    let fresh = sending.app.configs.of(&config.id, Fresh::Now).await?;
    if fresh.version == config.version {
        return Ok(Ok(None));
    }
    Ok(account(way, &fresh, platform, who).await)
}

/// Looking somebody up posts nothing, so what is lost is simply asked again.
async fn without_effect(
    sending: &Sending<'_>,
    config: &TenantConfig,
    platform: Platform,
    fault: ProviderFault,
) -> Stop {
    match fault {
        ProviderFault::Uncertain { cause, .. } => Stop::Fault(Fault::retry(2, cause)),
        other => sending.platform_fault(config, platform, other.into()).await,
    }
}

/// The account of somebody at a platform: as mapped, else whoever has exactly one of the person's
/// addresses there at this moment.
pub(in crate::app) async fn account(
    way: &Way<'_, ChatAdapter<'_>>,
    config: &TenantConfig,
    platform: Platform,
    who: &Subject,
) -> Result<Option<String>, ProviderFault> {
    let (Subject::Person(reference) | Subject::Email(reference)) = who;
    let person = config.person(reference).ok();
    if let Some((id, _)) = person
        && let Some(link) = config.link(platform.name(), id)
    {
        return Ok(Some(link.external_id.clone()));
    }
    let own = person.map(|(_, person)| person.emails.clone()).unwrap_or_default();
    let given = match who {
        Subject::Email(email) => Some(email.clone()),
        Subject::Person(_) => None,
    };
    for email in own.into_iter().chain(given) {
        if let Some(user) = way.find_user(&email).await? {
            return Ok(Some(user.id));
        }
    }
    Ok(None)
}

fn nobody(platform: Platform) -> Stop {
    let detail = format!(
        "nobody at {} has this person's mail address: make the addresses equal, or map the person by \
         hand; the message goes out then",
        platform.title()
    );
    Stop::Fault(Fault::Rejected(Reason::new("user_not_found", detail)))
}
