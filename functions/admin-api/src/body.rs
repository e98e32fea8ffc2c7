//! From bytes to a checked body, or to a refusal that names the field.

use convoke::app::receive::MAX_BODY;
use convoke::domain::settings::Checked;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::refusal::Refusal;

/// The most characters of a field's path that are told.
const MAX_PATH: usize = 200;
/// The most characters that are told of what is wrong with it.
const MAX_DETAIL: usize = 500;

/// Reads a body and checks every field of it.
pub fn checked<T: DeserializeOwned + Checked>(bytes: &[u8]) -> Result<T, Refusal> {
    let body: T = read(bytes)?;
    body.check()?;
    Ok(body)
}

/// Reads a body.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if bytes.len() > MAX_BODY {
        let detail = format!("send at most {MAX_BODY} bytes");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail));
    }
    let bad = |code, detail: &str| Refusal::new(StatusCode::BAD_REQUEST, code, detail);
    if bytes.is_empty() {
        return Err(bad("body_missing", "send a JSON object"));
    }
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|_| bad("not_json", "the body is not JSON in UTF-8"))?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        refused(&path, &message)
    })
}

/// A bad field. Path and detail may repeat what was sent, which may be of any length.
fn field(path: &str, code: &str, detail: &str) -> Refusal {
    let cut = |text: &str, most| text.chars().take(most).collect::<String>();
    Refusal::field(&cut(path, MAX_PATH), code, cut(detail, MAX_DETAIL))
}

/// serde tells what is wrong in words alone; these are its own, stable since its first release.
fn refused(path: &str, message: &str) -> Refusal {
    let path = if path == "." { "" } else { path };
    if let Some(name) = quoted(message, "missing field `") {
        return field(&below(path, name), "required", "this field must be given");
    }
    if let Some(name) = quoted(message, "unknown field `") {
        let detail = message.split_once(", ").map_or("there is no such field", |(_, rest)| rest);
        return field(&below(path, name), "unknown_field", detail);
    }
    field(if path.is_empty() { "body" } else { path }, "invalid", message)
}

fn quoted<'a>(message: &'a str, before: &str) -> Option<&'a str> {
    message.strip_prefix(before)?.split_once('`').map(|(name, _)| name)
}

/// The path of a field; the path of an unknown one already ends with its name.
fn below(path: &str, name: &str) -> String {
    let is_whole = path == name || path.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    match path {
        "" => name.to_owned(),
        _ if is_whole => path.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::settings::{Person, Service, Subscription, TemplateBody, Tenant};

    fn refusal<T: DeserializeOwned + Checked>(body: &str) -> (u16, Value) {
        let Err(refusal) = checked::<T>(body.as_bytes()) else { panic!("accepted: {body}") };
        let answer = refusal.answer();
        (answer.status().as_u16(), serde_json::from_str(answer.body()).unwrap())
    }

    fn error<T: DeserializeOwned + Checked>(body: &str) -> (String, String) {
        let (status, body) = refusal::<T>(body);
        assert_eq!(status, 422, "{body}");
        let text = |name: &str| body["errors"][0][name].as_str().unwrap_or_default().to_owned();
        (text("field"), text("code"))
    }

    fn pair(field: &str, code: &str) -> (String, String) {
        (field.to_owned(), code.to_owned())
    }

    #[test]
    fn unknown_missing_and_invalid_fields_are_named_with_their_path() {
        assert_eq!(error::<Tenant>(r#"{"name":"x","nmae":1}"#), pair("nmae", "unknown_field"));
        assert_eq!(error::<Person>("{}"), pair("name", "required"));
        let nested = r#"{"name":"x","video":{"enabld":true}}"#;
        assert_eq!(error::<Service>(nested), pair("video.enabld", "unknown_field"));
        let missing = r#"{"event":"meeting.ready","destination":{}}"#;
        assert_eq!(error::<Subscription>(missing), pair("destination.kind", "required"));
        let wrong = r#"{"name":"x","video":{"provider":"skype"}}"#;
        assert_eq!(error::<Service>(wrong), pair("video.provider", "invalid"));
        let wrong = r#"{"name":"x","emails":["a@b.example",7]}"#;
        assert_eq!(error::<Person>(wrong), pair("emails[1]", "invalid"));
        assert_eq!(error::<Person>("[]").0, "body");
    }

    #[test]
    fn a_refusal_is_short_whatever_was_sent() {
        let long = "n".repeat(9_000);
        for body in [format!(r#"{{"name":"x","{long}":1}}"#), format!(r#"{{"name":["{long}"]}}"#)] {
            let (status, answer) = refusal::<Person>(&body);
            assert_eq!(status, 422);
            assert!(answer.to_string().len() < 2_000, "{answer}");
        }
        assert_eq!(error::<Person>(&format!(r#"{{"{long}":1}}"#)).1, "unknown_field");
    }

    /// A19: an unknown short code is refused when it is saved. A27: so is a host's code for guests.
    #[test]
    fn templates_are_checked_when_they_are_saved() {
        let unknown = r#"{"audience":"attendee","subject":"s","body":"{foo}"}"#;
        assert_eq!(error::<TemplateBody>(unknown), pair("body", "unknown_shortcode"));
        let host = r#"{"audience":"attendee","subject":"s","body":"{zoom_meeting_url_host}"}"#;
        assert_eq!(error::<TemplateBody>(host), pair("body", "host_code_in_guest_template"));
    }

    #[test]
    fn what_is_not_json_or_too_large_is_not_looked_at() {
        for (body, status, code) in [
            (String::new(), 400, "body_missing"),
            ("{".to_owned(), 400, "not_json"),
            ("{} x".to_owned(), 400, "not_json"),
            (" ".repeat(MAX_BODY + 1), 413, "body_too_large"),
        ] {
            let (got, problem) = refusal::<Tenant>(&body);
            assert_eq!((got, problem["code"].as_str()), (status, Some(code)));
        }
    }
}
