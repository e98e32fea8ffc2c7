//! Connections: a company's credentials at a provider, people's own, and who is who there.

use convoke::app::{configure, connect, consent, way};
use convoke::domain::config::{
    Connection, ConnectionState, Credentials, Sealed, TenantConfig, Whose,
};
use convoke::domain::ids::Secret;
use convoke::domain::settings::{MASK, ProviderName};
use convoke::domain::vendor::Vendor;
use convoke::store::SettingItem;
use convoke::vault::Place;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::credentials::{ConnectionBody, Given};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal, feature_disabled, provider_not_available};

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

/// A user of the provider's account.
#[derive(Serialize, ToSchema)]
pub struct UserView {
    /// The provider's id.
    id: String,
    /// Mail address.
    email: String,
    /// Name as shown there.
    name: String,
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
            url: None,
            login: None,
            password: None,
            mailbox: None,
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
            Credentials::Ews { url, login, mailbox, .. } => {
                self.url = Some(url);
                self.login = Some(login);
                self.password = mask();
                self.mailbox = mailbox;
            }
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

/// `GET …/connections`: the tenant's, then people's.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let tenants = config.connections.iter().map(|(provider, connection)| {
        (provider.clone(), ConnectionView::new(&config, Whose::tenants(provider), connection))
    });
    let peoples = config.personal.iter().map(|((provider, person), connection)| {
        let view = ConnectionView::new(&config, Whose::persons(provider, person), connection);
        // Behind every provider's name, as no id begins with this character.
        (format!("~{provider}#{person}"), view)
    });
    call.query.page(tenants.chain(peoples))
}

/// The provider that the address names, if this deployment has an adapter for it.
pub fn available(call: &Call<'_>) -> Result<ProviderName, Refusal> {
    ProviderName::from_name(call.param("provider")).ok_or_else(provider_not_available)
}

/// The vendor that the address names, if companies can give credentials for it here.
fn configurable(call: &Call<'_>) -> Result<Vendor, Refusal> {
    match Vendor::from_name(call.param("provider")) {
        Some(vendor @ (Vendor::Meetings(_) | Vendor::Exchange)) => Ok(vendor),
        Some(Vendor::Chat(_)) | None => Err(provider_not_available()),
    }
}

/// `PUT …/connections/{provider}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let name = configurable(call)?;
    if config.is_switched_off(name.name()) {
        return Err(feature_disabled());
    }
    let body: ConnectionBody = call.body()?;
    let given = body.given(name, call.app.config.private_addresses)?;
    let whose = Whose::tenants(name.name());
    let before = config.connection(whose);
    let by = sealed(call, whose, &given).await?;
    let mut connection = match before {
        // Sealed anew all the same: that is how an older key of the ring falls out of use.
        Some(before) if is_same(call, whose, before, &given).await => {
            Connection { by, ..before.clone() }
        }
        _ => {
            let author = call.caller.name().map(str::to_owned);
            Connection::new(by, call.app.entropy.name()?, author)
        }
    };
    connection.enabled = body.enabled.0;
    save(call, &config, whose, connection.clone()).await?;
    Ok(stored(before.is_none(), &ConnectionView::new(&config, whose, &connection)))
}

/// Whether these are the credentials that are kept; then what is known of them holds on.
async fn is_same(call: &Call<'_>, whose: Whose<'_>, before: &Connection, given: &Given) -> bool {
    let names = match (&before.by, given) {
        (
            Credentials::S2s { account_id, client_id, .. },
            Given::S2s { account_id: account, client_id: client, .. },
        )
        | (
            Credentials::App { tenant_id: account_id, client_id, .. },
            Given::App { tenant_id: account, client_id: client, .. },
        ) => account_id == account && client_id == client,
        (
            Credentials::ServiceAccount { client_email, .. },
            Given::ServiceAccount { client_email: email, .. },
        ) => client_email == email,
        (
            Credentials::Ews { url, login, mailbox, .. },
            Given::Ews { url: address, login: account, mailbox: asked, .. },
        ) => url == address && login == account && mailbox == asked,
        _ => false,
    };
    names && kept_secret(call, whose, before).await.is_some_and(|it| it.expose() == given.secret())
}

async fn kept_secret(call: &Call<'_>, whose: Whose<'_>, connection: &Connection) -> Option<Secret> {
    way::secret(call.app, call.tenant(), whose, connection).await.ok()?
}

/// The credentials as the table keeps them.
async fn sealed(call: &Call<'_>, whose: Whose<'_>, given: &Given) -> Result<Credentials, Refusal> {
    Ok(match given {
        Given::S2s { account_id, client_id, client_secret } => Credentials::S2s {
            account_id: account_id.clone(),
            client_id: client_id.clone(),
            client_secret: seal(call, whose, "client_secret", client_secret).await?,
        },
        Given::App { tenant_id, client_id, client_secret } => Credentials::App {
            tenant_id: tenant_id.clone(),
            client_id: client_id.clone(),
            client_secret: seal(call, whose, "client_secret", client_secret).await?,
        },
        Given::ServiceAccount { client_email, key } => Credentials::ServiceAccount {
            client_email: client_email.clone(),
            key: seal(call, whose, "key", key).await?,
        },
        Given::Ews { url, login, password, mailbox } => Credentials::Ews {
            url: url.clone(),
            login: login.clone(),
            password: seal(call, whose, "password", password).await?,
            mailbox: mailbox.clone(),
        },
    })
}

async fn seal(
    call: &Call<'_>,
    whose: Whose<'_>,
    field: &str,
    secret: &str,
) -> Result<Sealed, Refusal> {
    let place = Place { tenant: call.tenant(), item: &whose.item(), field };
    Ok(call.app.vault.seal(place, &Secret::new(secret)).await?)
}

async fn save(
    call: &Call<'_>,
    config: &TenantConfig,
    whose: Whose<'_>,
    connection: Connection,
) -> Result<(), Refusal> {
    let person = whose.person.map(str::to_owned);
    let item = SettingItem::Connection(whose.provider.to_owned(), person, connection);
    let heals = configure::connection_keys(config, whose);
    Ok(configure::put(call.app, call.tenant(), &item, &heals).await?)
}

/// Whose connection the address names: a person's where it names one.
pub fn whose<'c>(call: &'c Call<'_>) -> Whose<'c> {
    let person = Some(call.param("p")).filter(|person| !person.is_empty());
    Whose { provider: call.param("provider"), person }
}

fn known<'a>(config: &'a TenantConfig, whose: Whose<'_>) -> Result<&'a Connection, Refusal> {
    config.connection(whose).ok_or_else(|| Refusal::not_found("connection"))
}

/// `GET …/connections/{provider}`, and a person's.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, whose) = (call.config().await?, whose(call));
    Ok(ok(&ConnectionView::new(&config, whose, known(&config, whose)?)))
}

/// `DELETE …/connections/{provider}`, and a person's.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, whose) = (call.config().await?, whose(call));
    known(&config, whose)?;
    consent::disconnect(call.app, call.tenant(), whose).await?;
    Ok(gone())
}

/// `POST …/connections/{provider}/verify`, and a person's.
pub async fn verify(call: &Call<'_>) -> Outcome {
    call.config().await?;
    Ok(ok(&connect::verify(call.app, call.tenant(), whose(call)).await?))
}

/// `POST …/connections/{provider}/enable`, and a person's.
pub async fn enable(call: &Call<'_>) -> Outcome {
    switch(call, true).await
}

/// `POST …/connections/{provider}/disable`, and a person's.
pub async fn disable(call: &Call<'_>) -> Outcome {
    switch(call, false).await
}

async fn switch(call: &Call<'_>, enabled: bool) -> Outcome {
    let (config, whose) = (call.config().await?, whose(call));
    let connection = Connection { enabled, ..known(&config, whose)?.clone() };
    save(call, &config, whose, connection.clone()).await?;
    Ok(ok(&ConnectionView::new(&config, whose, &connection)))
}

/// `GET …/providers/{provider}/users`.
pub async fn users(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let users = connect::users(call.app, call.tenant(), call.param("provider")).await?;
    let view = |user: convoke::providers::ProviderUser| UserView {
        id: user.id,
        email: user.email,
        name: user.name,
    };
    Ok(ok(&crate::query::List { items: users.into_iter().map(view).collect(), next: None }))
}

/// `POST …/links/{provider}/sync`.
pub async fn sync(call: &Call<'_>) -> Outcome {
    call.config().await?;
    Ok(ok(&connect::match_people(call.app, call.tenant(), call.param("provider")).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

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
