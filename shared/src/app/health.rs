//! The health of connections: tried once a day, and told to the company's contact when one that worked
//! has ended, because whoever let the application in may be the last to notice.

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::configs::Fresh;
use super::post::post;
use super::{connect, reseal};
use crate::domain::config::{ConnectionState, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::ids::digest;
use crate::domain::language::Language;
use crate::domain::mail::{self, MailParts};
use crate::domain::settings::Contact;
use crate::domain::template::{Message, Part, one_line};
use crate::domain::vendor::Vendor;
use crate::queue::{Envelope, Notice, Tells};
use crate::store::ConnectionNews;

/// How long a claim holds: longer than the function can run.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);
/// Longer than it is remembered.
const FOR_GOOD: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Tries every connection of a tenant that is switched on and worked; whoever must act is told.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer. A provider that does not answer now is asked tomorrow.
pub async fn probe(app: &App, tenant: &str, trace: &str) -> Result<(), Fault> {
    let Some(config) = app.configs.get(tenant, Fresh::Now).await? else { return Ok(()) };
    reseal::all(app, &config).await?;
    let tenants = config.connections.keys().map(|provider| Whose::tenants(provider));
    let own = config.personal.keys().map(|(provider, person)| Whose::persons(provider, person));
    for whose in tenants.chain(own) {
        let worked = config.connection(whose).is_some_and(|it| it.enabled && it.state.may_work());
        if !worked {
            continue;
        }
        match connect::verify(app, tenant, whose).await {
            Ok(verified) => has_become(app, &config, whose, verified.state, trace).await?,
            Err(connect::ConnectFault::Fault(fault)) => return Err(fault),
            Err(fault) => tracing::info!(tenant, whose.provider, ?fault, "not tried today"),
        }
    }
    Ok(())
}

/// A connection that worked by these settings is in this state from now on.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn has_become(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
    state: ConnectionState,
    trace: &str,
) -> Result<(), Fault> {
    let Some(marks) = ended(config, whose, state) else { return Ok(()) };
    let marks = marks.each_ref().map(String::as_str);
    tell(app, config, whose, Tells::NeedsReauth, &marks, trace).await
}

/// The same where mails are sent anyway: it is told at once.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn has_become_here(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
    state: ConnectionState,
) -> Result<(), Fault> {
    let Some(marks) = ended(config, whose, state) else { return Ok(()) };
    let marks = marks.each_ref().map(String::as_str);
    send(app, &notice(config, whose, Tells::NeedsReauth, &marks)).await
}

/// What tells the end of a connection that worked from its other ends; `None` when it is none.
fn ended(config: &TenantConfig, whose: Whose<'_>, state: ConnectionState) -> Option<[String; 2]> {
    let before = config.connection(whose)?;
    let has_ended = before.state.may_work() && !state.may_work();
    let since = before.last_ok.map(|at| at.to_string()).unwrap_or_default();
    has_ended.then(|| [before.credentials.clone(), since])
}

/// Notes what a provider says of a connection that work was done with, and tells whoever must act.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn note(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
    (state, reason): (ConnectionState, &str),
    trace: &str,
) -> Result<(), Fault> {
    let Some(connection) = config.connection(whose) else { return Ok(()) };
    let news =
        ConnectionNews { state, reason: Some(reason.to_owned()), scopes: None, last_ok: None };
    if app.store.note_connection(&config.id, whose, connection, &news).await? {
        has_become(app, config, whose, state, trace).await?;
    }
    Ok(())
}

/// Sends news of a connection on its way to the contact; `mark` tells it from other news of its kind.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn tell(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
    tells: Tells,
    mark: &[&str],
    trace: &str,
) -> Result<(), Fault> {
    if config.tenant.contact.is_none() {
        return Ok(());
    }
    let notice = notice(config, whose, tells, mark);
    app.deliveries()?.send(&config.id, &Envelope::new(trace, notice)).await
}

fn notice(config: &TenantConfig, whose: Whose<'_>, tells: Tells, mark: &[&str]) -> Notice {
    let item = whose.item();
    let parts = [&["notice", &config.id, &item, tells.name()], mark].concat();
    Notice {
        tenant: config.id.clone(),
        provider: whose.provider.to_owned(),
        person: whose.person.map(str::to_owned),
        tells,
        id: digest(&parts),
    }
}

/// Mails news of a connection, unless it was mailed.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn send(app: &App, notice: &Notice) -> Result<(), Fault> {
    let now = app.clock.now();
    let until = now + CLAIM;
    if !app.store.claim_notice(&notice.tenant, &notice.id, (now, until)).await? {
        return Ok(());
    }
    let config = app.configs.of(&notice.tenant, Fresh::Now).await?;
    let Some(contact) = &config.tenant.contact else { return Ok(()) };
    let told = post(app, &compose(app, &config, contact, notice)?).await;
    let until = if told.is_ok() { now + FOR_GOOD } else { now };
    app.store.hold_notice(&notice.tenant, &notice.id, until).await?;
    match told {
        Ok(_) => Ok(()),
        Err(Fault::Rejected(reason)) => {
            tracing::warn!(tenant = notice.tenant, code = reason.code, "a notice can't be mailed");
            Ok(())
        }
        Err(fault) => Err(fault),
    }
}

fn compose(
    app: &App,
    config: &TenantConfig,
    contact: &Contact,
    notice: &Notice,
) -> Result<MailParts, Fault> {
    let language = Language::of(&config.tenant.locale);
    let message = message(language, config, notice);
    let from = app.config.mail_from.get()?.to_owned();
    Ok(MailParts {
        to: (contact.name.clone(), contact.email.trim().to_owned()),
        copies: mail::Copies::default(),
        reply_to: None,
        date: app.clock.now().max(Timestamp::UNIX_EPOCH),
        html: mail::html_of(&message, language.tag()),
        subject: message.subject,
        text: message.text,
        calendar: None,
        message_id: mail::message_id(&notice.id, &from),
        from,
        from_name: config.tenant.name.clone(),
    })
}

fn message(language: Language, config: &TenantConfig, notice: &Notice) -> Message {
    let notices = language.notices();
    let words = match notice.tells {
        Tells::NeedsReauth => notices.needs_reauth,
        Tells::Connected => notices.connected,
        Tells::AuthoriserLeaving => notices.authoriser_leaving,
    };
    let person = notice.person.as_ref().and_then(|id| config.people.get(id));
    let name = person.map_or(&config.tenant.name, |person| &person.name);
    let provider = Vendor::from_name(&notice.provider).map(Vendor::title);
    let put = |text: &str| {
        // The name last: what somebody is called is not read for short codes.
        let with_provider = text.replace("{provider}", provider.unwrap_or(&notice.provider));
        with_provider.replace("{person_name}", name)
    };
    let text = put(words.body) + "\n";
    let subject = one_line(&put(words.subject)).trim().to_owned();
    Message { subject, parts: vec![Part { text: text.clone(), code: None }], text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    /// G37, P28: in each language the mail says who and where, and no code is left in it.
    #[test]
    fn a_notice_names_the_person_and_the_provider() {
        let config = sample::config();
        for language in Language::ALL {
            for tells in [Tells::NeedsReauth, Tells::Connected, Tells::AuthoriserLeaving] {
                let notice = Notice {
                    tenant: config.id.clone(),
                    provider: "goto".to_owned(),
                    person: Some("aino".to_owned()),
                    tells,
                    id: "n1".to_owned(),
                };
                let message = message(language, &config, &notice);
                for text in [&message.subject, &message.text] {
                    assert!(
                        text.contains("Aino Koskinen") && text.contains("GoToMeeting"),
                        "{text}"
                    );
                    assert!(!text.contains(['{', '}']), "{text}");
                }
            }
        }
    }
}
