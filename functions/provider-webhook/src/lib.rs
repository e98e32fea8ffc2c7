//! The address that vendors tell of themselves at: that an application was removed, that somebody writes to
//! the bot, that a meeting is over or has been recorded. Who has no such address yet is told so.

use convoke::app::App;
use convoke::app::ask::Incoming;
use convoke::domain::settings::ProviderName;
use convoke::domain::vendor::Platform;
use convoke::lambda::http::{Answer, Problem};
use convoke::lambda::{chat, hook, telemetry};
use lambda_http::{Request, RequestExt as _};
use tracing::Instrument as _;

/// Takes in what a vendor sends and answers it.
pub async fn handle(app: &App, request: &Request) -> Answer {
    let id = request.lambda_context_ref().map(|context| context.request_id.clone());
    let trace = id.unwrap_or_default();
    heard(app, request, &trace).instrument(telemetry::work(&trace)).await
}

async fn heard(app: &App, request: &Request, trace: &str) -> Answer {
    let parameters = request.path_parameters();
    let provider = parameters.first("provider").unwrap_or_default();
    let (headers, body) = (request.headers(), request.body().as_ref());
    if provider == ProviderName::Zoom.name() {
        return hook::taken(app, headers, body, trace).await;
    }
    // Teams sends all it has to the bot's own address.
    if provider == Platform::Slack.name() {
        let incoming = Incoming { platform: Platform::Slack, headers, body, trace };
        return chat::taken(app, incoming).await;
    }
    Problem::not_found("provider").answer()
}
