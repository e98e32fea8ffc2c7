//! A company's own Exchange server, as its connection leads there: opened, tried, and asked what a
//! mailbox is. Its address is the tenant's, so nothing goes there but through the guard.

use super::{App, way};
use crate::domain::config::{ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::fault::Reason;
use crate::domain::vendor::Vendor;
use crate::providers::ews::{Ews, MailboxKind, Server};
use crate::providers::{Grant, ProviderFault};

/// The tenant's connection to its Exchange server.
pub const WHOSE: Whose<'static> = Whose::tenants(Vendor::Exchange.name());

/// Whether this connection leads to an Exchange server.
#[must_use]
pub fn is_meant(whose: Whose<'_>) -> bool {
    whose.provider == WHOSE.provider
}

/// The server, its password opened, whether the connection is switched on or not.
///
/// # Errors
/// [`ProviderFault::Connection`] when there is none, [`ProviderFault::Passing`] when its password
/// can't be opened now.
pub async fn server(app: &App, config: &TenantConfig) -> Result<Ews, ProviderFault> {
    let connection = config.connection(WHOSE).ok_or_else(not_connected)?;
    let Credentials::Ews { url, login, .. } = &connection.by else { return Err(not_connected()) };
    let password = way::secret(app, &config.id, WHOSE, connection).await?;
    let password = password.ok_or_else(not_connected)?;
    let server = Server { url: url.clone(), login: login.clone(), password };
    Ok(Ews::new(&app.guarded, app.clock.clone(), server))
}

fn not_connected() -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::Disabled,
        reason: "save the connection exchange with the server's address and a service account"
            .to_owned(),
    }
}

/// Tries the connection: asks for somebody's calendar.
///
/// # Errors
/// What is in the way; [`ProviderFault::Host`] when there is nobody whose calendar could be asked for,
/// or the mailbox itself is what is wrong.
pub async fn verify(app: &App, config: &TenantConfig) -> Result<Grant, ProviderFault> {
    let server = server(app, config).await?;
    let mailbox = mailbox(config).ok_or_else(|| {
        let detail = "give the connection a mailbox to ask for, or save a person whom the company \
                      calendar knows";
        ProviderFault::Host(Reason::new("mailbox_missing", detail))
    })?;
    server.verify(mailbox).await?;
    Ok(Grant { scopes: None })
}

/// Whose calendar is asked for when the connection is tried.
fn mailbox(config: &TenantConfig) -> Option<&str> {
    let given = config.connection(WHOSE).and_then(|connection| match &connection.by {
        Credentials::Ews { mailbox, .. } => mailbox.as_deref(),
        _ => None,
    });
    let mut synced = config.people.values().filter(|person| person.calendar_synced);
    let first = synced.find_map(|person| person.emails.first());
    given.or_else(|| first.map(String::as_str)).map(str::trim)
}

/// What stands in the way of this address as a host's, as far as the company's Exchange tells
/// (requirements P21 and P22); `None` also where there is no server to ask, or it gives no answer now. A
/// shared mailbox looks like a person's there, so the tenant's own word on it counts as before.
pub async fn may_not_host(app: &App, config: &TenantConfig, address: &str) -> Option<Reason> {
    let is_on = config.connection(WHOSE).is_some_and(|it| it.enabled && it.state.may_work());
    if !is_on || config.calendar_provider() != Some(WHOSE.provider) {
        return None;
    }
    let server = server(app, config).await.ok()?;
    judged(server.mailbox_kind(address.trim()).await.ok()?)
}

fn judged(kind: MailboxKind) -> Option<Reason> {
    match kind {
        MailboxKind::Mailbox => None,
        MailboxKind::Room | MailboxKind::Group => Some(Reason::new(
            "shared_mailbox_cannot_host",
            "by Exchange's directory the address belongs to a room or a group, which can attend but \
             not host: choose a host with a mailbox of their own",
        )),
        MailboxKind::Contact | MailboxKind::Other | MailboxKind::Nobody => Some(Reason::new(
            "organizer_not_synchronized",
            "Exchange's directory knows no mailbox with the person's address: correct it here or \
             there",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P21, P22: what can attend and not host is told from who has no mailbox at all.
    #[test]
    fn what_the_directory_says_decides_who_may_host() {
        let code = |kind| judged(kind).map(|reason| reason.code);
        assert_eq!(code(MailboxKind::Mailbox), None);
        assert_eq!(code(MailboxKind::Room).as_deref(), Some("shared_mailbox_cannot_host"));
        assert_eq!(code(MailboxKind::Group).as_deref(), Some("shared_mailbox_cannot_host"));
        assert_eq!(code(MailboxKind::Nobody).as_deref(), Some("organizer_not_synchronized"));
    }
}
