//! The address that chat platforms send slash commands and messages to the bot to.

use convoke::app::App;
use convoke::app::ask::Incoming;
use convoke::domain::vendor::Platform;
use convoke::lambda::chat::taken;
use convoke::lambda::http::{Answer, Problem};
use convoke::lambda::telemetry;
use lambda_http::{Request, RequestExt as _};
use tracing::Instrument as _;

/// Takes in what a platform sends and answers it.
pub async fn handle(app: &App, request: &Request) -> Answer {
    let parameters = request.path_parameters();
    let platform = parameters.first("platform").and_then(Platform::from_name);
    let Some(platform) = platform else { return Problem::not_found("chat platform").answer() };
    let id = request.lambda_context_ref().map(|context| context.request_id.clone());
    let trace = id.unwrap_or_default();
    let (headers, body) = (request.headers(), request.body().as_ref());
    let incoming = Incoming { platform, headers, body, trace: &trace };
    taken(app, incoming).instrument(telemetry::work(&trace)).await
}
