//! What chat platforms are answered.

use http::StatusCode;

use super::http::{Answer, Problem, answer};
use crate::app::App;
use crate::app::ask::{Incoming, MAX_BODY, Taken, take};

/// Takes a platform's request in and answers it. An empty answer shows nothing to whoever asked; what there
/// is to say comes by itself.
pub async fn taken(app: &App, incoming: Incoming<'_>) -> Answer {
    let platform = incoming.platform.name();
    match take(app, incoming).await {
        Ok(taken) => {
            tracing::info!(platform, outcome = outcome(&taken), "heard");
            answered(taken)
        }
        Err(fault) => {
            tracing::error!(platform, ?fault, "not heard");
            Problem::unavailable().answer()
        }
    }
}

const fn outcome(taken: &Taken) -> &'static str {
    match taken {
        Taken::Done => "done",
        Taken::Challenge(_) => "challenge",
        Taken::Unknown => "unknown",
        Taken::Unsigned(_) => "unsigned",
        Taken::Unreadable => "unreadable",
        Taken::TooLarge => "too_large",
    }
}

fn answered(taken: Taken) -> Answer {
    match taken {
        Taken::Done => answer(StatusCode::OK, "text/plain; charset=utf-8", String::new()),
        Taken::Challenge(text) => answer(StatusCode::OK, "text/plain; charset=utf-8", text),
        Taken::Unknown => Problem::not_found("application at this platform").answer(),
        Taken::Unsigned(fault) => {
            Problem::new(StatusCode::UNAUTHORIZED, fault.code(), fault.detail()).answer()
        }
        Taken::Unreadable => {
            let detail = "the body is not what this platform documents";
            Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail).answer()
        }
        Taken::TooLarge => {
            let detail = format!("a body may have at most {MAX_BODY} bytes");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail).answer()
        }
    }
}
