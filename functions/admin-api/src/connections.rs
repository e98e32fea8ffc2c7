//! Connections: a company's credentials at a provider, people's own, and who is who there.

mod view;

use convoke::app::{configure, connect, consent, copy_recording, import, way};
use convoke::domain::config::{Connection, Credentials, Sealed, TenantConfig, Whose};
use convoke::domain::ids::Secret;
use convoke::domain::vendor::{Platform, Vendor};
use convoke::store::SettingItem;
use convoke::vault::Place;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::credentials::{ConnectionBody, Given};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal, feature_disabled, provider_not_available};

pub use view::ConnectionView;

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
pub fn available(call: &Call<'_>) -> Result<Vendor, Refusal> {
    Vendor::from_name(call.param("provider")).ok_or_else(provider_not_available)
}

/// The vendor that the address names, if companies can give credentials for it here.
fn configurable(call: &Call<'_>) -> Result<Vendor, Refusal> {
    let vendor = available(call)?;
    if vendor == Vendor::Chat(Platform::Slack) {
        let detail =
            "an administrator connects Slack in the browser: POST …/connections/slack/authorize";
        return Err(Refusal::field("kind", "kind_unknown", detail));
    }
    Ok(vendor)
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
    if matches!(name, Vendor::Hrmos | Vendor::Drive) && connection.enabled {
        // What is wrong shows at once, and not with the first applicants or recordings.
        connection = tried(call, whose, connection).await?;
    }
    Ok(stored(before.is_none(), &ConnectionView::new(&config, whose, &connection)))
}

/// The connection after a try; as it was, where the other side does not answer now.
async fn tried(
    call: &Call<'_>,
    whose: Whose<'_>,
    connection: Connection,
) -> Result<Connection, Refusal> {
    if let Err(fault) = connect::verify(call.app, call.tenant(), whose).await {
        tracing::info!(?fault, "a connection could not be tried when it was saved");
    }
    let config = call.config().await?;
    Ok(config.connection(whose).cloned().unwrap_or(connection))
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
            Credentials::ServiceAccount { client_email, folder, .. },
            Given::ServiceAccount { client_email: email, folder: wanted, .. },
        ) => client_email == email && folder == wanted,
        (
            Credentials::Ews { url, login, mailbox, .. },
            Given::Ews { url: address, login: account, mailbox: asked, .. },
        ) => url == address && login == account && mailbox == asked,
        (Credentials::Token { .. }, Given::Token { .. }) => true,
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
        Given::Workflow { channels, .. } => Credentials::Workflow {
            names: channels.keys().cloned().collect(),
            channels: seal(call, whose, "channels", given.secret()).await?,
        },
        Given::ServiceAccount { client_email, key, folder } => Credentials::ServiceAccount {
            client_email: client_email.clone(),
            folder: folder.clone(),
            key: seal(call, whose, "key", key).await?,
        },
        Given::Ews { url, login, password, mailbox } => Credentials::Ews {
            url: url.clone(),
            login: login.clone(),
            password: seal(call, whose, "password", password).await?,
            mailbox: mailbox.clone(),
        },
        Given::Token { token } => {
            Credentials::Token { token: seal(call, whose, "token", token).await? }
        }
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
    let works = enabled_and_may_work(&item);
    configure::put(call.app, call.tenant(), &item, &heals).await?;
    if works {
        resume(call, whose).await?;
    }
    Ok(())
}

/// What waited for the connection goes on.
async fn resume(call: &Call<'_>, whose: Whose<'_>) -> Result<(), Refusal> {
    if import::is_meant(whose) {
        import::wake(call.app, call.tenant(), call.trace).await?;
    }
    if copy_recording::is_meant(whose) {
        copy_recording::wake_all(call.app, call.tenant(), call.trace).await?;
    }
    Ok(consent::workspace::release(call.app, call.tenant(), whose, call.trace).await?)
}

fn enabled_and_may_work(item: &SettingItem) -> bool {
    match item {
        SettingItem::Connection(_, _, connection) => connection.visible_state().may_work(),
        _ => false,
    }
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
    let verified = connect::verify(call.app, call.tenant(), whose(call)).await?;
    if verified.state.may_work() {
        resume(call, whose(call)).await?;
    }
    Ok(ok(&verified))
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
    Ok(ok(
        &connect::match_people(call.app, call.tenant(), call.param("provider"), call.trace).await?
    ))
}
