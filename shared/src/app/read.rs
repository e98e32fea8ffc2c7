//! Reading: how a session stands, what a tenant's set-up still lacks, and whether the parts answer.

mod entry;
mod imports;
mod interviews;
mod onboarding;
mod readiness;
mod view;

use futures_util::future::join_all;
use serde::Serialize;
use utoipa::ToSchema;

use super::{App, connect, exchange, way};
use crate::config::Setting;
use crate::domain::config::{TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;
use crate::domain::session::Mode;
use crate::domain::settings::{Mailbox, ProviderName};
use crate::providers::{Adapter, Grant, ProviderFault};
use crate::store::PairState;
use crate::vault::Place;

pub use entry::EntryView;
pub use readiness::{CalendarStanding, Readiness, Step, StepState, readiness};
pub use view::{
    AttendeeView, DeliveryView, MeetingView, MomentView, SessionState, SessionSummary, SessionView,
    delivery_id, delivery_of, delivery_view, session_summary, session_view,
};

/// So many pairs are looked at for one that nobody has decided.
const MOST_PAIRS: i32 = 100;
/// About how many people the company's Exchange server is asked at once.
const MOST_ASKED: usize = 10;

/// Whether the parts that work depends on answer now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Diagnostics {
    /// One for each part.
    pub checks: Vec<Check>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// Which part.
    pub name: String,
    /// Whether it answers as it should.
    pub ok: bool,
    /// What was seen, or what to do.
    pub detail: String,
}

impl Check {
    fn new(name: &str, found: Result<String, String>) -> Self {
        let (ok, detail) = match found {
            Ok(detail) => (true, detail),
            Err(detail) => (false, detail),
        };
        Self { name: name.to_owned(), ok, detail }
    }
}

/// How far a tenant's set-up has come, with what only Google knows: whether its people may use Meet.
pub async fn readiness_now(app: &App, config: &TenantConfig) -> Readiness {
    if imports::imports(config)
        && let Ok(ready) = of_imports(app, config).await
    {
        return ready;
    }
    let mut ready = readiness(config);
    let meet = Mode::GoogleMeet.name();
    if ready.modes.iter().any(|mode| mode == meet) && !may_use_meet(app, config).await {
        ready.modes.retain(|mode| mode != meet);
        ready.steps.push(Step {
            id: "meet_disabled_in_admin_console".to_owned(),
            state: StepState::Todo,
            proof: "switch Google Meet on for whoever hosts, in the Google admin console"
                .to_owned(),
        });
    }
    ready.steps.extend(mailboxes(app, config).await);
    ready
}

async fn of_imports(app: &App, config: &TenantConfig) -> Result<Readiness, Fault> {
    let settings = app.store.import_config(&config.id).await?;
    let page = app.store.pairs(&config.id, None, MOST_PAIRS).await?;
    let undecided = page.items.iter().any(|pair| pair.state == PairState::Suspected);
    let steps = imports::steps(config, &settings, undecided);
    let next = steps.iter().find(|step| step.state != StepState::Done).map(|step| step.id.clone());
    Ok(Readiness { steps, next, ..readiness(config) })
}

/// The people whose address is no mailbox of their own by the company's Exchange server, which readiness
/// alone can't know. So many are asked about as can be answered while somebody waits.
async fn mailboxes(app: &App, config: &TenantConfig) -> Option<Step> {
    let hosts = config.people.iter().filter(|(_, it)| it.calendar_synced);
    let hosts = hosts.filter(|(_, it)| it.mailbox == Mailbox::User).take(MOST_ASKED);
    let asked = hosts.map(async |(id, person)| {
        let barred = exchange::may_not_host(app, config, person.emails.first()?).await?;
        Some(format!("{id} ({})", barred.code))
    });
    let barred: Vec<_> = join_all(asked).await.into_iter().flatten().collect();
    (!barred.is_empty()).then(|| Step {
        id: "mailboxes".to_owned(),
        state: StepState::Todo,
        proof: format!(
            "these people can't host by Exchange's directory: {}; correct the addresses, or save the \
             people with the mailbox that it is",
            barred.join(", ")
        ),
    })
}

/// Asks with the first person whom the calendar knows. Only a plain no counts: whoever may not ask, or
/// gets no answer now, finds out with the first meeting.
async fn may_use_meet(app: &App, config: &TenantConfig) -> bool {
    let Adapter::Google(google) = app.providers.named(ProviderName::Google) else { return true };
    let whose = Whose::tenants(ProviderName::Google.name());
    let known = config.people.values().find(|person| person.calendar_synced);
    let email = known.and_then(|person| person.emails.first());
    let (Some(connection), Some(email)) = (config.connection(whose), email) else { return true };
    let Ok(access) = way::access(app, &config.id, whose, connection, None).await else {
        return true;
    };
    google.has_meet(&access, email.trim()).await != Ok(false)
}

/// Tries every part. Nothing is changed by it.
pub async fn diagnostics(app: &App, config: &TenantConfig) -> Diagnostics {
    let mut checks = vec![
        Check::new("table", Ok(format!("the settings were read at version {}", config.version))),
        Check::new("key_ring", key_ring(app, &config.id).await),
        Check::new("mail_sender", address(&app.config.mail_from)),
        Check::new("public_url", address(&app.config.public_url)),
        Check::new("sessions_queue", address(&app.config.sessions_queue)),
        Check::new("deliveries_queue", address(&app.config.deliveries_queue)),
    ];
    for provider in config.connections.keys() {
        let name = format!("connection.{provider}");
        checks.push(Check::new(&name, token(app, config, Whose::tenants(provider)).await));
    }
    checks.extend(onboarding::checks(app, config).await);
    Diagnostics { checks }
}

fn address(setting: &Setting) -> Result<String, String> {
    setting.get().map(str::to_owned).map_err(|error| error.to_string())
}

/// Seals a text and opens it again.
async fn key_ring(app: &App, tenant: &str) -> Result<String, String> {
    let place = Place { tenant, item: "diagnostics", field: "key_ring" };
    let text = Secret::new("diagnostics");
    let round_trip = async {
        let sealed = app.vault.seal(place, &text).await?;
        app.vault.open(place, &sealed).await
    };
    match round_trip.await {
        Ok(opened) if opened == text => Ok("sealing and opening work".to_owned()),
        _ => {
            Err("the key ring can't be used; see the secret's form in the set-up guide".to_owned())
        }
    }
}

async fn token(app: &App, config: &TenantConfig, whose: Whose<'_>) -> Result<String, String> {
    if config.connection(whose).is_some_and(|connection| !connection.enabled) {
        return Err("switched off here; not tried".to_owned());
    }
    let provider = whose.provider;
    match connect::tried(app, config, whose).await {
        Ok(Grant { scopes: Some(scopes) }) => {
            Ok(format!("a token with {} scopes was granted", scopes.len()))
        }
        Ok(Grant { scopes: None }) => Ok(format!("{provider} accepts the credentials")),
        Err(ProviderFault::Connection { reason, .. }) => Err(reason),
        Err(ProviderFault::Host(reason) | ProviderFault::Refused(reason)) => Err(reason.detail),
        Err(ProviderFault::Quota { reason, .. }) => Err(reason.detail),
        Err(
            ProviderFault::Passing { .. }
            | ProviderFault::Uncertain { .. }
            | ProviderFault::TokenRefused,
        ) => Err(format!("{provider} does not answer now; try again in a moment")),
        Err(ProviderFault::Gone) => Err("the provider knows the account no longer".to_owned()),
    }
}
