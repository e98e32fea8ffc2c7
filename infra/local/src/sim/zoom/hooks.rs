//! What Zoom sends to an app's event address, and how it signs that.
//!
//! Source: Zoom's webhooks of August 2026 and its webhook sample. Messages are made from what the
//! simulator holds and change nothing of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use convoke::domain::ids::hex;
use jiff::{Timestamp, ToSpan};
use ring::hmac;
use serde::Deserialize;
use serde_json::{Value, json};

use super::held::Held;
use super::meeting::Meeting;
use super::recorded::{Recorded, total};
use super::recording::RecordingFile;
use super::ticket::{Opens, Ticket};
use crate::sim::state::{self, flexible_id};
use crate::sim::{Hook, StateError};

const FIELDS: [&str; 5] = ["event", "meeting_id", "uuid", "user_id", "plain_token"];
/// Seconds that a download token lives (Zoom webhooks: `download_token`).
const TOKEN_S: i64 = 24 * 3600;

/// What is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    event: Event,
    #[serde(default)]
    meeting_id: Option<Number>,
    #[serde(default)]
    uuid: Option<String>,
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    plain_token: Option<String>,
}

/// A meeting's number, written as a number or as text.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Number(#[serde(deserialize_with = "flexible_id")] i64);

/// The events that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Event {
    #[serde(rename = "meeting.started")]
    MeetingStarted,
    #[serde(rename = "meeting.ended")]
    MeetingEnded,
    #[serde(rename = "recording.completed")]
    RecordingCompleted,
    #[serde(rename = "recording.transcript_completed")]
    TranscriptCompleted,
    #[serde(rename = "app_deauthorized")]
    AppDeauthorized,
    #[serde(rename = "endpoint.url_validation")]
    UrlValidation,
}

/// The headers of a message with this raw body, signed at this time with the app's secret token.
#[must_use]
pub fn headers(secret: &str, body: &str, at: Timestamp) -> BTreeMap<&'static str, String> {
    let timestamp = at.as_second().to_string();
    BTreeMap::from([
        ("content-type", "application/json; charset=utf-8".to_owned()),
        ("x-zm-signature", signature(secret, &timestamp, body.as_bytes())),
        ("x-zm-request-timestamp", timestamp),
    ])
}

/// `v0=` and the hexadecimal HMAC over the timestamp (seconds) and the raw body.
#[must_use]
pub fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("v0:{timestamp}:").as_bytes());
    context.update(body);
    format!("v0={}", hex(context.sign().as_ref()))
}

/// A signed message about what is held.
pub(super) fn made(
    held: &mut Held,
    wanted: &Value,
    base: &str,
    at: Timestamp,
) -> Result<Hook, StateError> {
    state::object("", wanted, &FIELDS)?;
    let wanted: Wanted = serde_json::from_value(wanted.clone())
        .map_err(|error| StateError::invalid("event", error.to_string()))?;
    let body = raw(&match wanted.event {
        Event::MeetingStarted | Event::MeetingEnded => meeting(held, &wanted, at)?,
        Event::RecordingCompleted | Event::TranscriptCompleted => {
            recording(held, &wanted, base, at)?
        }
        Event::AppDeauthorized => deauthorized(held, &wanted, at),
        Event::UrlValidation => validation(held, &wanted, at),
    });
    Ok(Hook { headers: headers(&held.account.secret_token, &body, at), body })
}

fn meeting(held: &Held, wanted: &Wanted, at: Timestamp) -> Result<Value, StateError> {
    let meeting = meeting_of(held, wanted)?;
    let uuid = wanted.uuid.as_ref().unwrap_or(&meeting.uuid);
    let host = held.users.iter().find(|user| user.id == meeting.host_id);
    let mut object = json!({
        // A text here, a number in the events of recordings.
        "id": meeting.id.to_string(),
        "uuid": uuid,
        "host_id": meeting.host_id,
        "host_email": host.map_or("", |host| &host.email),
        "topic": meeting.topic,
        "type": meeting.kind,
        "start_time": whole_seconds(at),
        "timezone": meeting.timezone,
        "duration": meeting.duration,
    });
    let event = if wanted.event == Event::MeetingEnded {
        let began = meeting.start_time.filter(|start| *start < at);
        let planned = at - i64::from(meeting.duration).minutes();
        object["start_time"] = json!(whole_seconds(began.unwrap_or(planned)));
        object["end_time"] = json!(whole_seconds(at));
        "meeting.ended"
    } else {
        "meeting.started"
    };
    let payload = json!({ "account_id": held.account.id, "object": object });
    Ok(json!({ "event": event, "event_ts": at.as_millisecond(), "payload": payload }))
}

/// The meeting with this number, else the one whose instance has this uuid.
fn meeting_of<'h>(held: &'h Held, wanted: &Wanted) -> Result<&'h Meeting, StateError> {
    let mut all = held.meetings.values().chain(&held.deleted);
    let found = match (wanted.meeting_id, &wanted.uuid) {
        (Some(Number(id)), _) => all.find(|meeting| meeting.id == id),
        (None, Some(uuid)) => all.find(|meeting| meeting.uuid == *uuid),
        (None, None) => None,
    };
    found.ok_or_else(|| StateError::invalid("meeting_id", "there is no such meeting"))
}

fn recording(held: &Held, wanted: &Wanted, base: &str, at: Timestamp) -> Result<Value, StateError> {
    let (event, opens) = if wanted.event == Event::TranscriptCompleted {
        ("recording.transcript_completed", Opens::Transcript)
    } else {
        ("recording.completed", Opens::Recording)
    };
    let recorded = recorded_of(held, wanted)?;
    let files: Vec<_> = recorded.files().into_iter().filter(|file| opens.is_for(file)).collect();
    if files.is_empty() {
        return Err(StateError::invalid("uuid", format!("no file is there for {event}")));
    }
    let exp = at.as_second() + TOKEN_S;
    let ticket = Ticket { mid: recorded.uuid().to_owned(), opens, exp };
    Ok(json!({
        "event": event,
        "event_ts": at.as_millisecond(),
        "payload": {
            "account_id": held.account.id,
            "object": object(&recorded, &files, &held.account.id, base),
        },
        // Beside the payload, not in it.
        "download_token": ticket.sealed(&held.account),
    }))
}

fn recorded_of<'h>(held: &'h Held, wanted: &Wanted) -> Result<Recorded<'h>, StateError> {
    let of_uuid = |it: &Recorded<'_>| wanted.uuid.as_deref().is_none_or(|uuid| uuid == it.uuid());
    let of_meeting =
        |it: &Recorded<'_>| wanted.meeting_id.is_none_or(|id| id.0 == it.recording.meeting_id);
    let is_named = wanted.uuid.is_some() || wanted.meeting_id.is_some();
    let found = held.all_recorded().filter(|it| is_named && of_uuid(it) && of_meeting(it));
    let latest = found.max_by_key(Recorded::start);
    latest.ok_or_else(|| StateError::invalid("uuid", "there is no such recording"))
}

fn object(recorded: &Recorded<'_>, files: &[&RecordingFile], account: &str, base: &str) -> Value {
    let download = format!("{base}/zoom/rec/webhook_download");
    json!({
        "id": recorded.recording.meeting_id,
        "uuid": recorded.uuid(),
        "host_id": recorded.host_id(),
        "account_id": account,
        "topic": recorded.topic(),
        "type": recorded.kind(),
        "start_time": recorded.start(),
        "timezone": recorded.timezone(),
        "host_email": recorded.host_email(),
        "duration": recorded.duration(),
        "password": recorded.password(),
        "share_url": recorded.share_url(),
        "total_size": total(files),
        "recording_count": files.len(),
        "recording_files": recorded.shown_files(files, &download),
    })
}

/// Its time is in the payload and written otherwise than everywhere else.
fn deauthorized(held: &Held, wanted: &Wanted, at: Timestamp) -> Value {
    let user = wanted.user_id.as_deref().or(held.users.first().map(|user| &*user.id));
    let user = user.unwrap_or_default();
    let client = &held.oauth_app.client_id;
    let signed = hmac::Key::new(hmac::HMAC_SHA256, held.oauth_app.client_secret.as_bytes());
    json!({
        "event": "app_deauthorized",
        "payload": {
            "account_id": held.account.id,
            "user_id": user,
            "signature": hex(hmac::sign(&signed, user.as_bytes()).as_ref()),
            "deauthorization_time": whole_seconds(at),
            "client_id": client,
            "event_ts": at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        },
    })
}

fn validation(held: &mut Held, wanted: &Wanted, at: Timestamp) -> Value {
    let token = wanted.plain_token.clone().unwrap_or_else(|| held.entropy.opaque(22));
    json!({
        "payload": { "plainToken": token },
        "event_ts": at.as_millisecond(),
        "event": "endpoint.url_validation",
    })
}

/// As it goes over the wire: what takes two UTF-16 units is escaped, everything else is not.
fn raw(body: &Value) -> String {
    let mut text = String::new();
    for c in body.to_string().chars() {
        if c.len_utf16() == 1 {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
