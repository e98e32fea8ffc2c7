//! The address that vendors tell of themselves at: that an application was removed, that somebody writes to
//! the bot. Who has no such address yet is told so.

use convoke::app::App;
use convoke::app::ask::Incoming;
use convoke::domain::vendor::Platform;
use convoke::lambda::chat::taken;
use convoke::lambda::http::{Answer, Problem};
use convoke::lambda::telemetry;
use lambda_http::{Request, RequestExt as _};
use tracing::Instrument as _;

/// Takes in what a vendor sends and answers it.
pub async fn handle(app: &App, request: &Request) -> Answer {
    let parameters = request.path_parameters();
    // Teams sends all it has to the bot's own address.
    if parameters.first("provider") != Some(Platform::Slack.name()) {
        return Problem::not_found("provider").answer();
    }
    let id = request.lambda_context_ref().map(|context| context.request_id.clone());
    let trace = id.unwrap_or_default();
    let (headers, body) = (request.headers(), request.body().as_ref());
    let incoming = Incoming { platform: Platform::Slack, headers, body, trace: &trace };
    taken(app, incoming).instrument(telemetry::work(&trace)).await
}
