//! Connections as they are shown: without their secrets.

use std::collections::BTreeMap;

use convoke::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use convoke::domain::settings::MASK;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A connection as it is shown.
#[derive(Serialize, ToSchema)]
pub struct ConnectionView {
    /// The provider.
    provider: String,
    /// Whose it is: `tenant` or `person`.
    owner: String,
    /// The person whose own it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// The kind of credentials: `s2s`, `service_account`, `app`, `ews` or `oauth`.
    kind: String,
    /// The account at Zoom, or the id of who let the application in.
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    /// The directory at Microsoft.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<String>,
    /// The client id of the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    /// Always masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    /// The key file of a service account, always masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// The channels of workflows, their addresses always masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    channels: Option<BTreeMap<String, String>>,
    /// Where the Exchange server answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The service account at the Exchange server.
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<String>,
    /// The service account's password, always masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    /// Whose calendar is asked for when the connection is tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    mailbox: Option<String>,
    /// The applicant system's token, always masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The address of the account that let the application in, or of the service account.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// The administrator's switch.
    enabled: bool,
    /// What is known of it.
    state: ConnectionState,
    /// The scopes granted last.
    scopes: Vec<String>,
    /// Name of the token with which the credentials were given, or the address of who let the
    /// application in; `null` for the operator.
    authorised_by: Option<String>,
    /// When the provider last accepted the credentials.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_ok: Option<Timestamp>,
    /// Why it is not `active`.
    reason: Option<String>,
    /// What may end it: `authoriser_leaving` when whoever made it leaves the company, or has left.
    warnings: Vec<String>,
}

impl ConnectionView {
    /// A connection without its secrets.
    pub fn new(config: &TenantConfig, whose: Whose<'_>, connection: &Connection) -> Self {
        let mut view = Self {
            provider: whose.provider.to_owned(),
            owner: whose.person.map_or("tenant", |_| "person").to_owned(),
            person: whose.person.map(str::to_owned),
            kind: connection.by.kind().to_owned(),
            account_id: None,
            tenant_id: None,
            client_id: None,
            client_secret: None,
            key: None,
            channels: None,
            url: None,
            login: None,
            password: None,
            mailbox: None,
            token: None,
            email: None,
            enabled: connection.enabled,
            state: connection.visible_state(),
            scopes: connection.scopes.clone(),
            authorised_by: connection.authorised_by.clone(),
            last_ok: connection.last_ok,
            reason: connection.reason.clone(),
            warnings: warnings(config, connection),
        };
        view.show(&connection.by);
        view
    }

    fn show(&mut self, by: &Credentials) {
        let mask = || Some(MASK.to_owned());
        match by.clone() {
            Credentials::S2s { account_id, client_id, .. } => {
                self.account_id = Some(account_id);
                self.client_id = Some(client_id);
                self.client_secret = mask();
            }
            Credentials::App { tenant_id, client_id, .. } => {
                self.tenant_id = Some(tenant_id);
                self.client_id = Some(client_id);
                self.client_secret = mask();
            }
            Credentials::ServiceAccount { client_email, .. } => {
                self.email = Some(client_email);
                self.key = mask();
            }
            Credentials::Workflow { names, .. } => {
                self.channels =
                    Some(names.into_iter().map(|name| (name, MASK.to_owned())).collect());
            }
            Credentials::Directory { tenant_id } => self.tenant_id = Some(tenant_id),
            Credentials::Ews { url, login, mailbox, .. } => {
                self.url = Some(url);
                self.login = Some(login);
                self.password = mask();
                self.mailbox = mailbox;
            }
            Credentials::Token { .. } => self.token = mask(),
            Credentials::Oauth { account_id, email } => {
                self.account_id = Some(account_id);
                self.email = Some(email);
            }
        }
    }
}

fn warnings(config: &TenantConfig, connection: &Connection) -> Vec<String> {
    let leaving = config.authoriser_is_leaving(connection);
    leaving.then(|| "authoriser_leaving".to_owned()).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::config::Sealed;

    /// A09: the secret never comes back. A16: a switch that is off shows, and the rest stays.
    #[test]
    fn a_connection_is_shown_without_its_secret() {
        let by = Credentials::S2s {
            account_id: "acc".to_owned(),
            client_id: "cid".to_owned(),
            client_secret: Sealed { key: "k1".to_owned(), text: "sealed text".to_owned() },
        };
        let connection = Connection {
            enabled: false,
            state: ConnectionState::Active,
            ..Connection::new(by, "1".to_owned(), None)
        };
        let config = TenantConfig::empty("t", Timestamp::UNIX_EPOCH);
        let view = ConnectionView::new(&config, Whose::tenants("zoom"), &connection);
        let json = serde_json::to_string(&view).unwrap();
        assert!(
            json.contains(MASK) && json.contains(r#""state":"disabled""#) && json.contains("acc")
        );
        assert!(!json.contains("sealed text"), "{json}");
    }
}
