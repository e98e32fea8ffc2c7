//! The hook's address and its answers.

use convoke::app::App;
use convoke::app::receive::{Incoming, MAX_BODY, Received, receive};
use convoke::lambda::http::{Answer, Problem, json_answer};
use convoke::lambda::telemetry;
use http::StatusCode;
use lambda_http::{Request, RequestExt as _};
use serde_json::json;
use tracing::Instrument as _;

/// Takes a sender's message in and answers it.
pub async fn handle(app: &App, request: &Request) -> Answer {
    let parameters = request.path_parameters();
    let (Some(tenant), Some(source)) = (parameters.first("tenant"), parameters.first("source"))
    else {
        return Problem::not_found("hook").answer();
    };
    let trace = trace(request);
    let incoming = Incoming {
        tenant,
        source,
        headers: request.headers(),
        body: request.body().as_ref(),
        trace: &trace,
    };
    take_in(app, incoming).instrument(telemetry::work(&trace)).await
}

async fn take_in(app: &App, incoming: Incoming<'_>) -> Answer {
    let Incoming { tenant, source, .. } = incoming;
    match receive(app, incoming).await {
        Ok(received) => {
            tracing::info!(tenant, source, outcome = outcome(&received), "received");
            answer(received)
        }
        Err(fault) => {
            tracing::error!(tenant, source, ?fault, "not received");
            Problem::unavailable().answer()
        }
    }
}

/// The request's own id follows the work from here to the mail.
fn trace(request: &Request) -> String {
    let id = request.lambda_context_ref().map(|context| context.request_id.clone());
    id.unwrap_or_default()
}

const fn outcome(received: &Received) -> &'static str {
    match received {
        Received::Queued => "queued",
        Received::Ignored(_) => "ignored",
        Received::Kept { .. } => "kept",
        Received::Unknown => "unknown",
        Received::Unsigned(_) => "unsigned",
        Received::NotJson => "not_json",
        Received::TooLarge => "too_large",
    }
}

fn answer(received: Received) -> Answer {
    match received {
        Received::Queued => json_answer(StatusCode::OK, &json!({"status": "queued"})),
        Received::Ignored(reason) => {
            json_answer(StatusCode::OK, &json!({"status": "ignored", "reason": reason}))
        }
        Received::Kept { code, detail, errors, speaks_ours: true } => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Problem::new(status, code, detail).with_errors(errors).answer()
        }
        Received::Kept { code, detail, .. } => {
            let body = json!({"status": "kept", "code": code, "reason": detail});
            json_answer(StatusCode::OK, &body)
        }
        Received::Unknown => Problem::not_found("hook").answer(),
        Received::Unsigned(fault) => {
            Problem::new(StatusCode::UNAUTHORIZED, fault.code(), fault.detail()).answer()
        }
        Received::NotJson => {
            let detail = "the body is not JSON";
            Problem::new(StatusCode::BAD_REQUEST, "not_json", detail).answer()
        }
        Received::TooLarge => {
            let detail = format!("a body may have at most {MAX_BODY} bytes");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail).answer()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vendors disable a hook that answers with errors, so only our own senders hear of them.
    #[test]
    fn an_untranslatable_message_is_refused_only_to_who_speaks_our_format() {
        let kept = |speaks_ours| Received::Kept {
            code: "end_before_start".to_owned(),
            detail: "x".to_owned(),
            errors: Vec::new(),
            speaks_ours,
        };
        assert_eq!(answer(kept(true)).status(), 422);
        assert_eq!(answer(kept(false)).status(), 200);
    }

    #[test]
    fn refusals_have_their_status() {
        assert_eq!(answer(Received::Unknown).status(), 404);
        assert_eq!(answer(Received::NotJson).status(), 400);
        assert_eq!(answer(Received::TooLarge).status(), 413);
    }
}
