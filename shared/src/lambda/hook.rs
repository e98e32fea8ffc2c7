//! What a provider that tells of meetings is answered.

use http::{HeaderMap, StatusCode};

use super::http::{Answer, Problem, answer};
use crate::app::App;
use crate::app::hear::{MAX_BODY, Taken, take};

/// Takes what Zoom tells in and answers it.
pub async fn taken(app: &App, headers: &HeaderMap, body: &[u8], trace: &str) -> Answer {
    match take(app, headers, body, trace).await {
        Ok(taken) => {
            tracing::info!(provider = "zoom", outcome = outcome(&taken), "heard");
            answered(taken)
        }
        Err(fault) => {
            tracing::error!(provider = "zoom", ?fault, "not heard");
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

/// Zoom takes 200 and 204 for taken in, and tries three more times after anything else (Zoom, "Using webhooks").
fn answered(taken: Taken) -> Answer {
    match taken {
        Taken::Done => answer(StatusCode::OK, "text/plain; charset=utf-8", String::new()),
        Taken::Challenge(json) => answer(StatusCode::OK, "application/json", json),
        Taken::Unknown => Problem::not_found("application at this platform").answer(),
        Taken::Unsigned(fault) => {
            Problem::new(StatusCode::UNAUTHORIZED, fault.code(), fault.detail()).answer()
        }
        Taken::Unreadable => {
            let detail = "the body is not what this provider documents";
            Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail).answer()
        }
        Taken::TooLarge => {
            let detail = format!("a body may have at most {MAX_BODY} bytes");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail).answer()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_provider_hears_what_became_of_its_message() {
        let taken = answered(Taken::Done);
        assert_eq!((taken.status(), &**taken.body()), (StatusCode::OK, ""));
        let challenge = r#"{"plainToken":"p","encryptedToken":"e"}"#;
        let tried = answered(Taken::Challenge(challenge.to_owned()));
        assert_eq!((tried.status(), &**tried.body()), (StatusCode::OK, challenge));
        assert_eq!(tried.headers()["content-type"], "application/json");
    }

    #[test]
    fn a_refusal_says_what_is_wrong_by_its_code() {
        for (refused, status, code) in [
            (Taken::Unknown, 404, "application_at_this_platform_not_found"),
            (Taken::Unreadable, 400, "unreadable"),
            (Taken::TooLarge, 413, "body_too_large"),
        ] {
            let answer = answered(refused);
            assert_eq!(answer.status().as_u16(), status);
            let body: Value = serde_json::from_str(answer.body()).unwrap();
            assert_eq!((&body["code"], &body["status"]), (&json!(code), &json!(status)));
        }
    }
}
