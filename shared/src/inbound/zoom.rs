//! Zoom's own webhooks: `v0=` HMAC-SHA256 of `v0:{timestamp}:{raw body}` under the app's secret token (Zoom, "Using
//! webhooks"). They are read leniently, because Zoom breaks its own schemas: an id is text in one event and a
//! number in the next, and files of some types lack most of their fields.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::signature::{hex_bytes, mac, same};
use super::{Hook, SignatureFault};
use crate::domain::ids::{Secret, hex, is_external_id};
use crate::domain::onboarding::recording::FileKind;
use crate::domain::onboarding::told::{Deauthorised, FileTold, MeetingTold, Phase};

/// Zoom tries again after 5, 25 and 85 minutes and keeps the timestamp of the first time (Zoom, "Webhook delays").
const OLDEST: SignedDuration = SignedDuration::from_mins(90);
/// How far its clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// The provider's name.
const ZOOM: &str = "zoom";

/// What Zoom says.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It tries the address and wants this JSON back.
    Challenge(String),
    /// A meeting began or ended.
    Meeting(MeetingTold),
    /// Files are there.
    Files(Vec<FileTold>),
    /// Somebody has removed the application.
    Deauthorised(Deauthorised),
    /// Nothing that concerns us.
    Ignored,
    /// Not what Zoom documents.
    Unreadable,
}

/// Verifies and reads a webhook of Zoom's. Any of the secrets may have signed it.
///
/// # Errors
/// Why it is not believed.
pub fn zoom(secrets: &[Secret], hook: Hook<'_>, now: Timestamp) -> Result<Heard, SignatureFault> {
    let secret = check(secrets, hook, now)?;
    let Ok(body) = serde_json::from_slice::<Value>(hook.body) else { return Ok(Heard::Unreadable) };
    Ok(heard(secret, &body, now))
}

fn check<'a>(
    secrets: &'a [Secret],
    hook: Hook<'_>,
    now: Timestamp,
) -> Result<&'a Secret, SignatureFault> {
    let header = |name| hook.header(name).ok_or(SignatureFault::Missing);
    let sent = header("x-zm-request-timestamp")?;
    let given = header("x-zm-signature")?.strip_prefix("v0=");
    let given = given.and_then(hex_bytes).ok_or(SignatureFault::Malformed)?;
    let sent_at = sent.parse().ok().and_then(|at| Timestamp::from_second(at).ok());
    let sent_at = sent_at.ok_or(SignatureFault::Malformed)?;
    let parts = [b"v0:".as_slice(), sent.as_bytes(), b":", hook.body];
    let signed = |secret: &&Secret| same(&mac(secret.expose().as_bytes(), &parts), &given);
    let secret = secrets.iter().find(signed).ok_or(SignatureFault::Mismatch)?;
    let age = now.duration_since(sent_at);
    if age > OLDEST || age < -AHEAD {
        return Err(SignatureFault::Stale);
    }
    Ok(secret)
}

fn heard(secret: &Secret, body: &Value, now: Timestamp) -> Heard {
    let event = body["event"].as_str().unwrap_or_default();
    let at = instant(&body["event_ts"]).unwrap_or(now);
    match event {
        "endpoint.url_validation" => challenge(secret, body),
        "meeting.started" => meeting(body, Phase::Started, at),
        "meeting.ended" => meeting(body, Phase::Ended, at),
        "recording.completed" | "recording.transcript_completed" => files(body, at),
        "app_deauthorized" => deauthorised(body, at, now),
        "" => Heard::Unreadable,
        _ => Heard::Ignored,
    }
}

fn challenge(secret: &Secret, body: &Value) -> Heard {
    let Some(plain) = body["payload"]["plainToken"].as_str() else { return Heard::Unreadable };
    let encrypted = hex(mac(secret.expose().as_bytes(), &[plain.as_bytes()]).as_ref());
    Heard::Challenge(json!({"plainToken": plain, "encryptedToken": encrypted}).to_string())
}

fn meeting(body: &Value, phase: Phase, at: Timestamp) -> Heard {
    let object = &body["payload"]["object"];
    let Some(meeting) = id(&object["id"]) else { return Heard::Unreadable };
    let account = account(body);
    Heard::Meeting(MeetingTold { provider: ZOOM.to_owned(), account, meeting, phase, at })
}

fn files(body: &Value, at: Timestamp) -> Heard {
    let object = &body["payload"]["object"];
    let (Some(meeting), Some(instance)) = (id(&object["id"]), id(&object["uuid"])) else {
        return Heard::Unreadable;
    };
    let held_at = instant(&object["start_time"]).unwrap_or(at);
    // It stands beside the payload and not in it, whatever one would expect.
    let token = [&body["download_token"], &body["payload"]["download_token"]];
    let token = token.into_iter().find_map(Value::as_str).map(Secret::new);
    let whole = |file: &Value| {
        let (what, ending) = kind(file)?;
        let id = id(&file["id"])?;
        let url = file["download_url"].as_str().filter(|url| is_zooms(url))?;
        Some(FileTold {
            provider: ZOOM.to_owned(),
            account: account(body),
            meeting: meeting.clone(),
            instance: instance.clone(),
            // There is one transcript for each occasion, which is waited for before its id is known.
            file: if what == FileKind::Transcript { String::new() } else { id },
            what,
            ending: ending.to_owned(),
            size: file["file_size"].as_u64().filter(|size| *size > 0),
            url: url.to_owned(),
            token: token.clone(),
            held_at,
        })
    };
    let Some(all) = object["recording_files"].as_array() else { return Heard::Unreadable };
    let found: Vec<_> = all.iter().filter_map(whole).collect();
    if found.is_empty() { Heard::Ignored } else { Heard::Files(found) }
}

/// What is kept: what was seen, heard and said. Timelines, captions and summaries are Zoom's own.
fn kind(file: &Value) -> Option<(FileKind, &'static str)> {
    match file["file_type"].as_str()? {
        "MP4" => Some((FileKind::Recording, "mp4")),
        "M4A" => Some((FileKind::Recording, "m4a")),
        "TRANSCRIPT" => Some((FileKind::Transcript, "vtt")),
        _ => None,
    }
}

/// A time that is longer ago than Zoom goes on trying is not that of the removal.
fn deauthorised(body: &Value, at: Timestamp, now: Timestamp) -> Heard {
    let payload = &body["payload"];
    let Some(user) = id(&payload["user_id"]) else { return Heard::Unreadable };
    let said = [instant(&payload["deauthorization_time"]), Some(at)];
    let mut recent = said.into_iter().flatten().filter(|at| now.duration_since(*at) <= OLDEST);
    let at = recent.next().unwrap_or(now);
    Heard::Deauthorised(Deauthorised {
        provider: ZOOM.to_owned(),
        account: account(body),
        user,
        at,
    })
}

fn account(body: &Value) -> String {
    id(&body["payload"]["account_id"]).unwrap_or_default()
}

/// An id as text, whichever way it is written; `None` for what can't be one.
fn id(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| is_external_id(text))
}

/// Milliseconds as a number or as text, or a date.
fn instant(value: &Value) -> Option<Timestamp> {
    let text = value.as_str();
    let number = value.as_i64().or_else(|| text?.parse().ok());
    match number {
        Some(milliseconds) => Timestamp::from_millisecond(milliseconds).ok(),
        None => text?.parse().ok(),
    }
}

/// A link that can be fetched. Whether the token may go there is decided where it is.
fn is_zooms(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.len() <= 4_096
}

#[cfg(test)]
mod tests;
