//! What those who call with a signature of their own are answered: chat platforms, and providers that tell of meetings.

use http::StatusCode;

use super::http::{Answer, Problem, answer};
use crate::app::ask::Taken;
use crate::domain::fault::Fault;

const TEXT: &str = "text/plain; charset=utf-8";

/// The answer to `who` of what became of a call. An empty answer shows nothing to whoever asked at a chat. Zoom takes
/// 200 and 204 for taken in, and tries three more times after anything else (Zoom, "Using webhooks").
pub(super) fn answered(who: &'static str, taken: Result<Taken, Fault>) -> Answer {
    match taken {
        Ok(taken) => {
            tracing::info!(who, outcome = outcome(&taken), "heard");
            said(taken)
        }
        Err(fault) => {
            tracing::error!(who, ?fault, "not heard");
            Problem::unavailable().answer()
        }
    }
}

const fn outcome(taken: &Taken) -> &'static str {
    match taken {
        Taken::Done => "done",
        Taken::Challenge(_) | Taken::Json(_) => "challenge",
        Taken::Unknown => "unknown",
        Taken::Unsigned(_) => "unsigned",
        Taken::Unreadable => "unreadable",
        Taken::TooLarge(_) => "too_large",
    }
}

fn said(taken: Taken) -> Answer {
    match taken {
        Taken::Done => answer(StatusCode::OK, TEXT, String::new()),
        Taken::Challenge(text) => answer(StatusCode::OK, TEXT, text),
        Taken::Json(json) => answer(StatusCode::OK, "application/json", json),
        Taken::Unknown => Problem::not_found("application at this platform").answer(),
        Taken::Unsigned(fault) => {
            Problem::new(StatusCode::UNAUTHORIZED, fault.code(), fault.detail()).answer()
        }
        Taken::Unreadable => {
            let detail = "the body is not what whoever signed it documents";
            Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail).answer()
        }
        Taken::TooLarge(most) => {
            let detail = format!("a body may have at most {most} bytes");
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
        let taken = said(Taken::Done);
        assert_eq!((taken.status(), &**taken.body()), (StatusCode::OK, ""));
        let challenge = r#"{"plainToken":"p","encryptedToken":"e"}"#;
        let tried = said(Taken::Json(challenge.to_owned()));
        assert_eq!((tried.status(), &**tried.body()), (StatusCode::OK, challenge));
        assert_eq!(tried.headers()["content-type"], "application/json");
    }

    #[test]
    fn a_refusal_says_what_is_wrong_by_its_code() {
        for (refused, status, code) in [
            (Taken::Unknown, 404, "application_at_this_platform_not_found"),
            (Taken::Unreadable, 400, "unreadable"),
            (Taken::TooLarge(9), 413, "body_too_large"),
        ] {
            let answer = said(refused);
            assert_eq!(answer.status().as_u16(), status);
            let body: Value = serde_json::from_str(answer.body()).unwrap();
            assert_eq!((&body["code"], &body["status"]), (&json!(code), &json!(status)));
        }
    }
}
