//! Reading Slack's refusals: which of its words means what for the work (Slack API reference, errors of
//! `chat.postMessage`, `users.lookupByEmail` and of every method).

use bytes::Bytes;
use http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;

use super::wire::{LOST_SETTLES, told};
use super::{ProviderFault, Target};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// How long to wait where Slack does not say.
const USUAL_WAIT: SignedDuration = SignedDuration::from_secs(1);
/// No limit of Slack's lasts longer.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(5);

/// What Slack said instead of doing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    error: String,
    needed: Option<String>,
    after: Option<SignedDuration>,
}

#[derive(Default, Deserialize)]
struct Body {
    ok: Option<bool>,
    #[serde(default)]
    error: String,
    #[serde(default)]
    needed: Option<String>,
}

/// How long to wait, when Slack did not act because it was asked too fast.
pub(super) fn throttled(answer: &http::Response<Bytes>) -> Option<SignedDuration> {
    let refused = Refused::of(answer)?;
    let is_it = answer.status() == StatusCode::TOO_MANY_REQUESTS || refused.is_throttled();
    is_it.then(|| refused.after.unwrap_or(USUAL_WAIT))
}

impl Refused {
    /// `None` when Slack did what it was asked.
    pub fn of(answer: &http::Response<Bytes>) -> Option<Self> {
        let body: Option<Body> = serde_json::from_slice(answer.body()).ok();
        let ok =
            answer.status().is_success() && body.as_ref().is_some_and(|it| it.ok == Some(true));
        if ok {
            return None;
        }
        let body = body.unwrap_or_default();
        let error = match answer.status() {
            StatusCode::TOO_MANY_REQUESTS => "ratelimited".to_owned(),
            status if body.error.is_empty() => format!("http_{}", status.as_u16()),
            _ => body.error,
        };
        Some(Self { error, needed: body.needed, after: retry_after(answer) })
    }

    /// Whether nobody there has the address.
    pub fn is_nobody(&self) -> bool {
        matches!(&*self.error, "users_not_found" | "user_not_found" | "user_not_visible")
    }

    fn is_throttled(&self) -> bool {
        matches!(&*self.error, "ratelimited" | "rate_limited" | "message_limit_exceeded")
    }
}

fn retry_after(answer: &http::Response<Bytes>) -> Option<SignedDuration> {
    let seconds: i64 = answer.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    let wait = SignedDuration::from_secs(seconds);
    Some(wait.clamp(USUAL_WAIT, LONGEST_WAIT))
}

/// What a refusal means. `to` names whom a message was for.
pub(super) fn fault(refused: &Refused, to: Option<Target<'_>>) -> ProviderFault {
    let is_channel = matches!(to, Some(Target::Channel(_)));
    match &*refused.error {
        "not_authed" | "invalid_auth" | "token_expired" | "token_revoked" | "account_inactive" => {
            ProviderFault::TokenRefused
        }
        "missing_scope" => missing_scope(refused),
        "org_login_required"
        | "ekm_access_denied"
        | "team_access_not_granted"
        | "access_denied"
        | "not_allowed_token_type"
        | "no_permission" => connection(
            ConnectionState::BlockedByAdmin,
            "the workspace's administrator forbids it to the app: ask for it in Slack's settings",
        ),
        "channel_not_found" if is_channel => refusal(
            "bot_not_in_channel",
            "the channel is private and the bot is not in it, or there is no such channel: invite the \
             bot in the channel's settings (Integrations, Add apps), or correct the channel's id",
        ),
        "not_in_channel" => refusal(
            "needs_public_scope_or_invite",
            "needs chat:write.public or invite: authorise Slack once more and allow posting to public \
             channels, or invite the bot to the channel",
        ),
        "is_archived" => {
            refusal("channel_archived", "the channel is archived: choose another, or reopen it")
        }
        "restricted_action"
        | "restricted_action_read_only_channel"
        | "restricted_action_thread_only_channel"
        | "restricted_action_non_threadable_channel" => {
            refusal("posting_restricted", "the workspace lets only some people post there")
        }
        "channel_not_found" | "user_not_found" | "users_not_found" | "user_not_visible" => {
            refusal("user_not_found", "nobody there is this person: map the person to an account")
        }
        "user_disabled" | "user_deactivated" => {
            refusal("user_deactivated", "the account is switched off at Slack")
        }
        "cannot_dm_bot" => refusal("user_is_bot", "the account is a bot: map the person anew"),
        "msg_too_long" | "msg_blocks_too_long" => refusal(
            "message_too_long",
            "the message is longer than Slack takes: shorten the template",
        ),
        "no_text" | "invalid_blocks" | "invalid_blocks_format" | "too_many_attachments" => {
            refusal("message_invalid", "Slack does not take this message: look at the template")
        }
        "ratelimited" | "rate_limited" | "message_limit_exceeded" => ProviderFault::Passing {
            after: refused.after.unwrap_or(USUAL_WAIT),
            cause: "Slack: asked too fast".to_owned(),
        },
        "team_added_to_org" | "service_unavailable" => ProviderFault::Passing {
            after: SignedDuration::from_secs(30),
            cause: format!("Slack: {}", told(&refused.error)),
        },
        error if may_have_acted(error) => ProviderFault::Uncertain {
            settles_in: LOST_SETTLES,
            cause: format!("Slack: {}", told(error)),
        },
        error => refusal("provider_refused", &format!("Slack refuses it ({})", told(error))),
    }
}

/// Slack says of these that part of the work may have been done.
fn may_have_acted(error: &str) -> bool {
    matches!(error, "fatal_error" | "internal_error" | "request_timeout")
        || error.starts_with("http_5")
}

fn missing_scope(refused: &Refused) -> ProviderFault {
    let needed = refused.needed.as_deref().map_or("a scope".to_owned(), told);
    ProviderFault::Connection {
        state: ConnectionState::InsufficientScope,
        reason: format!(
            "Slack has not granted {needed}: authorise it once more and allow all of it"
        ),
    }
}

fn connection(state: ConnectionState, reason: &str) -> ProviderFault {
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn refusal(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Refused(Reason::new(code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(error: &str) -> Refused {
        let body = serde_json::json!({"ok": false, "error": error}).to_string();
        Refused::of(&http::Response::new(Bytes::from(body))).unwrap()
    }

    fn code(error: &str, to: Target<'_>) -> String {
        match fault(&said(error), Some(to)) {
            ProviderFault::Refused(reason) => reason.code,
            other => format!("{other:?}"),
        }
    }

    /// G32, G34, G35: what looks alike at Slack is told apart by whom the message was for.
    #[test]
    fn each_refusal_says_what_to_do() {
        let (channel, user) = (Target::Channel("C1"), Target::User("U1"));
        assert_eq!(code("channel_not_found", channel), "bot_not_in_channel");
        assert_eq!(code("channel_not_found", user), "user_not_found");
        assert_eq!(code("not_in_channel", channel), "needs_public_scope_or_invite");
        assert_eq!(code("users_not_found", user), "user_not_found");
        assert_eq!(code("is_archived", channel), "channel_archived");
        assert_eq!(code("msg_too_long", channel), "message_too_long");
        assert_eq!(code("user_disabled", user), "user_deactivated");
        assert_eq!(code("something_new", channel), "provider_refused");
    }

    /// G37: a token that does not open anything any more.
    #[test]
    fn refused_tokens_are_asked_for_anew() {
        for error in ["invalid_auth", "token_revoked", "account_inactive", "token_expired"] {
            assert_eq!(fault(&said(error), None), ProviderFault::TokenRefused, "{error}");
        }
    }

    #[test]
    fn only_what_may_have_acted_is_uncertain() {
        for error in ["fatal_error", "internal_error"] {
            assert!(matches!(fault(&said(error), None), ProviderFault::Uncertain { .. }));
        }
        let passing = fault(&said("service_unavailable"), None);
        assert!(matches!(passing, ProviderFault::Passing { .. }));
        let failed = http::Response::builder().status(502).body(Bytes::new()).unwrap();
        let fault = fault(&Refused::of(&failed).unwrap(), None);
        assert!(matches!(fault, ProviderFault::Uncertain { .. }), "{fault:?}");
    }

    #[test]
    fn the_wait_is_slack_s_own() {
        let answer = http::Response::builder()
            .status(429)
            .header("retry-after", "7")
            .body(Bytes::from(r#"{"ok":false,"error":"ratelimited"}"#))
            .unwrap();
        assert_eq!(throttled(&answer), Some(SignedDuration::from_secs(7)));
        let fine = http::Response::new(Bytes::from(r#"{"ok":true}"#));
        assert_eq!(throttled(&fine), None);
        assert!(Refused::of(&fine).is_none());
    }
}
