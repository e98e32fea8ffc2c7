//! Reading the Bot Framework's refusals: which of its codes means what for the work (Bot Framework REST
//! reference, error codes; Teams, "Status codes from bot conversational APIs").

use bytes::Bytes;
use http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;

use super::wire::{failed, told};
use super::{ProviderFault, Target};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// How long to wait where Microsoft does not say.
const USUAL_WAIT: SignedDuration = SignedDuration::from_secs(2);
/// The longest wait that is believed.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(5);

#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: Inner,
}

#[derive(Default, Deserialize)]
struct Inner {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

fn inner(answer: &http::Response<Bytes>) -> Inner {
    serde_json::from_slice::<Refusal>(answer.body()).unwrap_or_default().error
}

/// Whether the bot is not known where it was to speak, so that nothing was said.
pub(super) fn is_not_installed(answer: &http::Response<Bytes>) -> bool {
    answer.status() == StatusCode::FORBIDDEN
        && matches!(
            &*inner(answer).code,
            "BotNotInConversationRoster" | "ForbiddenOperationException" | "Forbidden"
        )
}

/// How long to wait, when nothing was done because it was asked too fast. Microsoft also says 412 for it.
pub(super) fn throttled(answer: &http::Response<Bytes>) -> Option<SignedDuration> {
    let is_it =
        matches!(answer.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::PRECONDITION_FAILED);
    let header = answer.headers().get("retry-after").and_then(|it| it.to_str().ok());
    // May have a fraction.
    let seconds = header.and_then(|text| text.trim().parse::<f64>().ok());
    let wait = seconds.and_then(|it| SignedDuration::try_from_secs_f64(it.ceil()).ok());
    is_it.then(|| wait.unwrap_or(USUAL_WAIT).clamp(SignedDuration::from_secs(1), LONGEST_WAIT))
}

/// What an unsuccessful answer means. `to` names whom a message was for.
pub(super) fn fault(answer: &http::Response<Bytes>, to: Target<'_>) -> ProviderFault {
    let refusal = inner(answer);
    let is_channel = matches!(to, Target::Channel(_));
    match (answer.status(), &*refusal.code) {
        (status, _) if status.is_server_error() => failed("Teams", status),
        (StatusCode::UNAUTHORIZED, _) => ProviderFault::Connection {
            state: ConnectionState::InvalidCredentials,
            reason: "Microsoft refuses the bot's fresh token: look at the bot's registration"
                .to_owned(),
        },
        (StatusCode::FORBIDDEN, _) if speaks_of_private(&refusal) => refused(
            "private_channel_unsupported",
            "bots cannot post to private channels of Teams: choose a standard channel",
        ),
        (StatusCode::FORBIDDEN, "MessageWritesBlocked") => refused(
            "bot_blocked",
            "the person has blocked the bot, or its app is switched off for the person",
        ),
        (StatusCode::FORBIDDEN, _) if is_channel => refused(
            "bot_not_in_channel",
            "the bot is not in the channel's team: add the app to the team (Manage team, Apps)",
        ),
        (StatusCode::FORBIDDEN, _) => refused(
            "bot_not_installed",
            "the app is not installed for the person: install it for everybody in Teams' admin centre",
        ),
        (StatusCode::NOT_FOUND, _) if is_channel => refused(
            "channel_not_found",
            "Teams has no such channel: copy the channel's id anew (19:…@thread.tacv2)",
        ),
        (StatusCode::NOT_FOUND, _) => {
            refused("user_not_found", "nobody there is this person: map the person to an account")
        }
        (StatusCode::PAYLOAD_TOO_LARGE, _) | (_, "MessageSizeTooBig") => refused(
            "message_too_long",
            "the message is longer than Teams takes: shorten the template",
        ),
        (status, code) => refused(
            "provider_refused",
            &format!("Teams refuses it ({} {})", status.as_u16(), told(code)),
        ),
    }
}

fn speaks_of_private(refusal: &Inner) -> bool {
    refusal.message.to_lowercase().contains("private channel")
}

fn refused(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Refused(Reason::new(code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, code: &str, message: &str) -> http::Response<Bytes> {
        let body = serde_json::json!({"error": {"code": code, "message": message}}).to_string();
        http::Response::builder().status(status).body(Bytes::from(body)).unwrap()
    }

    fn code(answer: &http::Response<Bytes>, to: Target<'_>) -> String {
        match fault(answer, to) {
            ProviderFault::Refused(reason) => reason.code,
            other => format!("{other:?}"),
        }
    }

    /// G32: what a person has to do depends on where the message was to go.
    #[test]
    fn each_refusal_says_what_to_do() {
        let (channel, user) = (Target::Channel("19:a@thread.tacv2"), Target::User("u"));
        let roster = said(403, "BotNotInConversationRoster", "The bot is not part of it");
        assert_eq!(code(&roster, channel), "bot_not_in_channel");
        assert_eq!(code(&roster, user), "bot_not_installed");
        assert!(is_not_installed(&roster));
        let private = said(403, "Forbidden", "Bots can't post to a private channel");
        assert_eq!(code(&private, channel), "private_channel_unsupported");
        let gone = said(404, "ConversationNotFound", "");
        assert_eq!(code(&gone, channel), "channel_not_found");
        assert_eq!(code(&gone, user), "user_not_found");
        assert_eq!(code(&said(413, "MessageSizeTooBig", ""), channel), "message_too_long");
        assert!(matches!(fault(&said(502, "", ""), user), ProviderFault::Uncertain { .. }));
    }

    #[test]
    fn the_wait_is_microsofts_own_and_may_have_a_fraction() {
        let mut answer = said(429, "TooManyRequests", "");
        assert_eq!(throttled(&answer), Some(USUAL_WAIT));
        answer.headers_mut().insert("retry-after", "2.128".parse().unwrap());
        assert_eq!(throttled(&answer), Some(SignedDuration::from_secs(3)));
        assert_eq!(throttled(&said(403, "Forbidden", "")), None);
    }
}
