//! The admin API: what administrators configure, how sessions stand, and the host's permanent link.
//! One table of routes drives both what is answered and the `OpenAPI` document.

mod answers;
mod auth;
mod body;
mod call;
mod collect;
mod connections;
mod connectors;
mod consents;
mod credentials;
mod deliveries;
mod events;
mod host;
mod imports;
mod invitations;
mod onboarding;
mod openapi;
mod overview;
mod people;
mod query;
mod refusal;
mod rejected;
mod routes;
mod sample;
mod services;
mod sessions;
mod sources;
mod subscriptions;
mod table;
mod templates;
mod tenant;
mod tokens;

use convoke::app::App;
use convoke::lambda::http::Answer;
use convoke::lambda::telemetry;
use http::Request;
use tracing::Instrument as _;

use call::Call;
use refusal::{Outcome, Refusal};
use routes::{Found, Needs, Route, routes};

/// Answers a request.
pub async fn handle(app: &App, request: &Request<impl AsRef<[u8]> + Sync>) -> Answer {
    let trace = app.entropy.name().map(|name| format!("admin-{name}")).unwrap_or_default();
    let answering = async {
        match answer(app, request, &trace).await {
            Ok(answer) => answer,
            Err(refusal) => refusal.answer(),
        }
    };
    answering.instrument(telemetry::work(&trace)).await
}

/// First the address, then who calls, then what: nobody without a token learns more than that an
/// address exists.
async fn answer(app: &App, request: &Request<impl AsRef<[u8]> + Sync>, trace: &str) -> Outcome {
    let (route, params) = match routes().find(request.method(), request.uri().path()) {
        Found::Route(route, params) => (route, params),
        Found::Methods(allowed) => return Err(Refusal::MethodNotAllowed(allowed)),
        Found::Nothing => return Err(Refusal::not_found("address")),
    };
    let caller = match route.needs {
        Needs::Nothing => auth::Caller::Anybody,
        _ => auth::caller(app, request.headers()).await?,
    };
    auth::allow(&caller, route.needs, params.get("t"))?;
    params.check()?;
    run(route, &Call::new(app, caller, params, request, trace)).await
}

async fn run(route: &Route, call: &Call<'_>) -> Outcome {
    match route.handler {
        Some(handler) => handler(call).await,
        None => Err(Refusal::not_found("address")),
    }
}
