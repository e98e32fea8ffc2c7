//! Slack: slash commands and events (Slack, "Verifying requests", "Slash commands", "Events API").

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::Heard;
use crate::domain::ids::Secret;
use crate::domain::question::{Question, Revoked};
use crate::domain::vendor::Platform;
use crate::inbound::signature::{hex_bytes, mac, same};
use crate::inbound::{Hook, SignatureFault};

/// Slack's own advice: older requests may be replayed ones.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    challenge: String,
    #[serde(default)]
    team_id: Option<String>,
    #[serde(default)]
    enterprise_id: Option<String>,
    #[serde(default)]
    event_id: String,
    #[serde(default)]
    event_time: i64,
    #[serde(default)]
    event: Option<Event>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    subtype: Option<String>,
    #[serde(default)]
    channel_type: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    bot_id: Option<String>,
    #[serde(default)]
    tokens: Option<Tokens>,
}

#[derive(Default, Deserialize)]
struct Tokens {
    #[serde(default)]
    bot: Vec<String>,
}

/// Verifies and reads a request of Slack's.
///
/// # Errors
/// Why it is not believed.
pub fn slack(
    signing_secret: &Secret,
    hook: Hook<'_>,
    now: Timestamp,
) -> Result<Heard, SignatureFault> {
    check(signing_secret, hook, now)?;
    if hook.is_form() {
        return Ok(command(hook.body, now));
    }
    let envelope: Option<Envelope> = serde_json::from_slice(hook.body).ok();
    Ok(envelope.map_or(Heard::Unreadable, |envelope| event(envelope, now)))
}

fn check(secret: &Secret, hook: Hook<'_>, now: Timestamp) -> Result<(), SignatureFault> {
    let header = |name| hook.header(name).ok_or(SignatureFault::Missing);
    let sent = header("x-slack-request-timestamp")?;
    let given = header("x-slack-signature")?.strip_prefix("v0=");
    let given = given.and_then(hex_bytes).ok_or(SignatureFault::Malformed)?;
    let seconds: i64 = sent.parse().map_err(|_| SignatureFault::Malformed)?;
    let sent_at = Timestamp::from_second(seconds).map_err(|_| SignatureFault::Malformed)?;
    let parts = [b"v0:".as_slice(), sent.as_bytes(), b":", hook.body];
    if !same(&mac(secret.expose().as_bytes(), &parts), &given) {
        return Err(SignatureFault::Mismatch);
    }
    if now.duration_since(sent_at).abs() > TOLERANCE {
        return Err(SignatureFault::Stale);
    }
    Ok(())
}

fn command(body: &[u8], now: Timestamp) -> Heard {
    let field = |name: &str| {
        let found = url::form_urlencoded::parse(body).find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
    };
    if field("ssl_check").is_some() {
        return Heard::Nothing;
    }
    let (Some(user), Some(command)) = (field("user_id"), field("command")) else {
        return Heard::Unreadable;
    };
    let workspaces: Vec<_> =
        [field("team_id"), field("enterprise_id")].into_iter().flatten().collect();
    let answer_to = field("response_url");
    // A command has no id but what it may be answered with, once.
    let id = field("trigger_id").or_else(|| answer_to.clone());
    let (Some(id), false) = (id, workspaces.is_empty()) else { return Heard::Unreadable };
    Heard::Question(Box::new(Question {
        platform: Platform::Slack,
        workspaces,
        user,
        text: field("text").unwrap_or_default(),
        command: Some(command),
        answer_to: answer_to.map(Secret::new),
        id,
        asked_at: now,
    }))
}

fn event(envelope: Envelope, now: Timestamp) -> Heard {
    match (&*envelope.kind, envelope.event) {
        ("url_verification", _) => Heard::Challenge(envelope.challenge),
        ("event_callback", Some(event)) => {
            let workspaces: Vec<_> =
                [envelope.team_id, envelope.enterprise_id].into_iter().flatten().collect();
            let at = Timestamp::from_second(envelope.event_time).unwrap_or(now);
            happened(event, workspaces, envelope.event_id, at)
        }
        ("event_callback", None) => Heard::Unreadable,
        _ => Heard::Nothing,
    }
}

fn happened(event: Event, workspaces: Vec<String>, id: String, at: Timestamp) -> Heard {
    let is_ended = event.kind == "app_uninstalled"
        // Tokens of single people are of no use here.
        || event.kind == "tokens_revoked" && event.tokens.is_some_and(|it| !it.bot.is_empty());
    if is_ended {
        let platform = Platform::Slack;
        return Heard::Revoked(Revoked { platform, revoked_in: workspaces, what: event.kind, at });
    }
    let is_private = event.kind == "message" && event.channel_type.as_deref() == Some("im");
    let is_asked = event.kind == "app_mention" || is_private;
    // What bots say, we among them, and what was edited or deleted, asks for nothing.
    let is_from_person = event.bot_id.is_none() && event.subtype.is_none();
    match (is_asked && is_from_person, event.user, event.text) {
        (true, Some(user), Some(text)) if !id.is_empty() => Heard::Question(Box::new(Question {
            platform: Platform::Slack,
            workspaces,
            user,
            text,
            command: None,
            answer_to: None,
            id,
            asked_at: at,
        })),
        _ => Heard::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderMap;

    const AT: i64 = 1_700_000_000;

    fn ask(
        body: &str,
        form: bool,
        change: impl Fn(&mut HeaderMap),
    ) -> Result<Heard, SignatureFault> {
        let secret = Secret::new("8f742231b10e8888abcd99yyyzzz85a5");
        let tag = mac(
            secret.expose().as_bytes(),
            &[b"v0:", AT.to_string().as_bytes(), b":", body.as_bytes()],
        );
        let mut headers = HeaderMap::new();
        let signature = format!("v0={}", crate::domain::ids::hex(tag.as_ref()));
        headers.insert("x-slack-signature", signature.parse().unwrap());
        headers.insert("x-slack-request-timestamp", AT.to_string().parse().unwrap());
        let kind = if form { "application/x-www-form-urlencoded" } else { "application/json" };
        headers.insert("content-type", kind.parse().unwrap());
        change(&mut headers);
        let hook = Hook { headers: &headers, body: body.as_bytes() };
        slack(&secret, hook, Timestamp::from_second(AT + 60).unwrap())
    }

    const COMMAND: &str = "team_id=T1&user_id=U1&command=%2Fperks&text=balance&trigger_id=1.2\
                           &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1";

    /// G27: a command is believed by its signature and its age, over the raw bytes.
    #[test]
    fn a_command_is_believed_by_its_signature() {
        let Ok(Heard::Question(question)) = ask(COMMAND, true, |_| {}) else { panic!() };
        assert_eq!((&*question.user, &*question.text), ("U1", "balance"));
        assert_eq!(question.answer_to.unwrap().expose(), "https://hooks.slack.com/commands/1");
        let set = |name: &'static str, value: &'static str| {
            move |headers: &mut HeaderMap| {
                headers.insert(name, value.parse().unwrap());
            }
        };
        let wrong = "v0=0000000000000000000000000000000000000000000000000000000000000000";
        let fault = |change: &dyn Fn(&mut HeaderMap)| ask(COMMAND, true, change).unwrap_err();
        assert_eq!(fault(&set("x-slack-signature", wrong)), SignatureFault::Mismatch);
        assert_eq!(fault(&set("x-slack-signature", "v0=+0")), SignatureFault::Malformed);
        assert_eq!(
            fault(&set("x-slack-request-timestamp", "1699999000")),
            SignatureFault::Mismatch
        );
        let gone = |headers: &mut HeaderMap| {
            headers.remove("x-slack-signature");
        };
        assert_eq!(fault(&gone), SignatureFault::Missing);
    }

    /// G37: both events of a removal, in any order, say that the application is out.
    #[test]
    fn a_removal_is_heard_and_a_persons_token_is_not() {
        let of = |event: &str| {
            let body = format!(
                r#"{{"type":"event_callback","team_id":"T1","event_id":"Ev1","event_time":5,"event":{event}}}"#
            );
            ask(&body, false, |_| {}).unwrap()
        };
        let revoked = of(r#"{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["U9"]}}"#);
        assert!(matches!(revoked, Heard::Revoked(it) if it.revoked_in == ["T1"]));
        assert!(matches!(of(r#"{"type":"app_uninstalled"}"#), Heard::Revoked(_)));
        let persons = of(r#"{"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}}"#);
        assert_eq!(persons, Heard::Nothing);
    }

    /// G28: messages to the bot are questions, and nothing that a bot says is.
    #[test]
    fn only_people_ask() {
        let of = |event: &str| {
            let body = format!(
                r#"{{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{event}}}"#
            );
            ask(&body, false, |_| {}).unwrap()
        };
        let mention = r#"{"type":"app_mention","user":"U1","text":"<@B> Quanti punti ho?"}"#;
        assert!(matches!(of(mention), Heard::Question(_)));
        let private = r#"{"type":"message","channel_type":"im","user":"U1","text":"saldo"}"#;
        assert!(matches!(of(private), Heard::Question(_)));
        for nothing in [
            r#"{"type":"message","channel_type":"channel","user":"U1","text":"saldo"}"#,
            r#"{"type":"message","channel_type":"im","bot_id":"B1","user":"U1","text":"saldo"}"#,
            r#"{"type":"message","channel_type":"im","subtype":"message_changed"}"#,
            r#"{"type":"reaction_added","user":"U1"}"#,
        ] {
            assert_eq!(of(nothing), Heard::Nothing, "{nothing}");
        }
        let challenge = ask(r#"{"type":"url_verification","challenge":"c"}"#, false, |_| {});
        assert_eq!(challenge, Ok(Heard::Challenge("c".to_owned())));
    }
}
