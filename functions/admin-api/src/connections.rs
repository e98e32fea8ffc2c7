//! Connections: a tenant's credentials at a provider, and who is who there.

use convoke::app::{configure, connect};
use convoke::domain::config::{Connection, ConnectionState, Sealed, TenantConfig};
use convoke::domain::fault::HealKey;
use convoke::domain::ids::Secret;
use convoke::domain::problem::FieldErrors;
use convoke::domain::settings::{Checked, MASK, ProviderName};
use convoke::store::SettingItem;
use convoke::vault::Place;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal, provider_not_available};

/// The only kind of credentials that Zoom's adapter takes.
const KIND: &str = "s2s";
/// The longest value that is kept of the credentials, in characters.
const LONGEST: usize = 500;

/// Credentials as they are saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionBody {
    /// `s2s`, a server-to-server app.
    #[serde(default)]
    #[schema(required = true)]
    kind: String,
    /// The account id of the app.
    #[serde(default)]
    #[schema(required = true)]
    account_id: String,
    /// The client id of the app.
    #[serde(default)]
    #[schema(required = true)]
    client_id: String,
    /// The client secret of the app.
    #[serde(default)]
    #[schema(required = true)]
    client_secret: String,
    /// On unless switched off.
    #[serde(default = "yes")]
    enabled: bool,
}

const fn yes() -> bool {
    true
}

/// A connection as it is shown.
#[derive(Serialize, ToSchema)]
pub struct ConnectionView {
    /// The provider.
    provider: String,
    /// Whose it is: `tenant`.
    owner: String,
    /// The kind of credentials.
    kind: String,
    /// The account id of the app.
    account_id: String,
    /// The client id of the app.
    client_id: String,
    /// Always masked.
    client_secret: String,
    /// The administrator's switch.
    enabled: bool,
    /// What is known of it.
    state: ConnectionState,
    /// The scopes granted last.
    scopes: Vec<String>,
    /// Name of the token with which the credentials were given; `null` for the operator.
    authorised_by: Option<String>,
    /// When the provider last accepted the credentials.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_ok: Option<Timestamp>,
    /// Why it is not `active`.
    reason: Option<String>,
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
    fn new(provider: &str, connection: &Connection) -> Self {
        Self {
            provider: provider.to_owned(),
            owner: "tenant".to_owned(),
            kind: KIND.to_owned(),
            account_id: connection.account_id.clone(),
            client_id: connection.client_id.clone(),
            client_secret: MASK.to_owned(),
            enabled: connection.enabled,
            state: connection.visible_state(),
            scopes: connection.scopes.clone(),
            authorised_by: connection.authorised_by.clone(),
            last_ok: connection.last_ok,
            reason: connection.reason.clone(),
        }
    }
}

impl Checked for ConnectionBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        match self.kind.as_str() {
            KIND => {}
            "" => errors.add("kind", "required", "use s2s"),
            _ => errors.add("kind", "kind_unknown", "use s2s"),
        }
        for (field, value) in [
            ("account_id", &self.account_id),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
        ] {
            let value = value.trim();
            let detail = "copy it from the app's credentials at the provider";
            errors.require(!value.is_empty(), field, "required", detail);
            let fits = value.chars().count() <= LONGEST && !value.chars().any(char::is_control);
            errors.require(fits, field, "invalid", detail);
        }
        if self.client_secret.trim() == MASK {
            errors.add("client_secret", "secret_masked", "give the secret itself");
        }
        errors.into_result()
    }
}

/// `GET …/connections`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let view = |(provider, connection): (&String, &Connection)| {
        (provider.clone(), ConnectionView::new(provider, connection))
    };
    call.query.page(config.connections.iter().map(view))
}

/// `PUT …/connections/{provider}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, provider) = (call.config().await?, call.param("provider"));
    if !ProviderName::from_name(provider).is_some_and(ProviderName::is_available) {
        return Err(provider_not_available());
    }
    let body: ConnectionBody = call.checked()?;
    let before = config.connections.get(provider);
    let kept = match before {
        Some(before) if is_same(call, provider, before, &body).await => Some(before.clone()),
        _ => None,
    };
    let mut connection = match kept {
        // Sealed anew all the same: that is how an older key of the ring falls out of use.
        Some(kept) => Connection { client_secret: seal(call, provider, &body).await?, ..kept },
        None => new_connection(call, provider, &body).await?,
    };
    connection.enabled = body.enabled;
    save(call, provider, connection.clone()).await?;
    Ok(stored(before.is_none(), &ConnectionView::new(provider, &connection)))
}

/// Whether these are the credentials that are kept; then what is known of them holds on.
async fn is_same(
    call: &Call<'_>,
    provider: &str,
    before: &Connection,
    body: &ConnectionBody,
) -> bool {
    if before.account_id != body.account_id.trim() || before.client_id != body.client_id.trim() {
        return false;
    }
    let access = connect::access(call.app, call.tenant(), provider, before).await;
    access.is_ok_and(|access| access.client_secret.expose() == body.client_secret.trim())
}

async fn new_connection(
    call: &Call<'_>,
    provider: &str,
    body: &ConnectionBody,
) -> Result<Connection, Refusal> {
    Ok(Connection {
        account_id: body.account_id.trim().to_owned(),
        client_id: body.client_id.trim().to_owned(),
        client_secret: seal(call, provider, body).await?,
        credentials: call.app.entropy.name()?,
        enabled: body.enabled,
        state: ConnectionState::Unverified,
        reason: None,
        scopes: Vec::new(),
        last_ok: None,
        authorised_by: call.caller.name().map(str::to_owned),
    })
}

async fn seal(call: &Call<'_>, provider: &str, body: &ConnectionBody) -> Result<Sealed, Refusal> {
    let item = format!("connection#{provider}");
    let place = Place { tenant: call.tenant(), item: &item, field: "client_secret" };
    let secret = Secret::new(body.client_secret.trim());
    Ok(call.app.vault.seal(place, &secret).await?)
}

async fn save(call: &Call<'_>, provider: &str, connection: Connection) -> Result<(), Refusal> {
    let item = SettingItem::Connection(provider.to_owned(), connection);
    let heals = [HealKey::connection(provider)];
    Ok(configure::put(call.app, call.tenant(), &item, &heals).await?)
}

fn known<'a>(config: &'a TenantConfig, provider: &str) -> Result<&'a Connection, Refusal> {
    config.connections.get(provider).ok_or_else(|| Refusal::not_found("connection"))
}

/// `GET …/connections/{provider}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, provider) = (call.config().await?, call.param("provider"));
    Ok(ok(&ConnectionView::new(provider, known(&config, provider)?)))
}

/// `DELETE …/connections/{provider}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, provider) = (call.config().await?, call.param("provider"));
    known(&config, provider)?;
    configure::delete(call.app, call.tenant(), &format!("connection#{provider}")).await?;
    Ok(gone())
}

/// `POST …/connections/{provider}/verify`.
pub async fn verify(call: &Call<'_>) -> Outcome {
    call.config().await?;
    Ok(ok(&connect::verify(call.app, call.tenant(), call.param("provider")).await?))
}

/// `POST …/connections/{provider}/enable`.
pub async fn enable(call: &Call<'_>) -> Outcome {
    switch(call, true).await
}

/// `POST …/connections/{provider}/disable`.
pub async fn disable(call: &Call<'_>) -> Outcome {
    switch(call, false).await
}

async fn switch(call: &Call<'_>, enabled: bool) -> Outcome {
    let (config, provider) = (call.config().await?, call.param("provider"));
    let connection = Connection { enabled, ..known(&config, provider)?.clone() };
    save(call, provider, connection.clone()).await?;
    Ok(ok(&ConnectionView::new(provider, &connection)))
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

    fn errors(body: &str) -> Vec<(String, String)> {
        let body: ConnectionBody = serde_json::from_str(body).unwrap();
        let errors = body.check().err().unwrap_or_default();
        errors.0.into_iter().map(|error| (error.field, error.code)).collect()
    }

    /// A17: all three are mandatory, and each that is missing is named at once.
    #[test]
    fn each_missing_credential_is_named() {
        let missing = errors(r#"{"kind":"s2s","client_id":"  "}"#);
        let names: Vec<&str> = missing.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(names, ["account_id", "client_id", "client_secret"]);
        assert!(missing.iter().all(|(_, code)| code == "required"));
        let whole = r#"{"kind":"s2s","account_id":" a ","client_id":"b","client_secret":"c"}"#;
        assert_eq!(errors(whole), []);
    }

    #[test]
    fn other_kinds_and_the_mask_are_refused() {
        let body = r#"{"kind":"oauth","account_id":"a","client_id":"b","client_secret":"•••"}"#;
        let codes: Vec<String> = errors(body).into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["kind_unknown", "secret_masked"]);
    }

    /// A09: the secret never comes back. A16: a switch that is off shows, and the rest stays.
    #[test]
    fn a_connection_is_shown_without_its_secret() {
        let connection = Connection {
            account_id: "acc".to_owned(),
            client_id: "cid".to_owned(),
            client_secret: Sealed { key: "k1".to_owned(), text: "sealed text".to_owned() },
            credentials: "1".to_owned(),
            enabled: false,
            state: ConnectionState::Active,
            reason: None,
            scopes: Vec::new(),
            last_ok: None,
            authorised_by: None,
        };
        let json = serde_json::to_string(&ConnectionView::new("zoom", &connection)).unwrap();
        assert!(
            json.contains(MASK) && json.contains(r#""state":"disabled""#) && json.contains("acc")
        );
        assert!(!json.contains("sealed text"), "{json}");
    }
}
