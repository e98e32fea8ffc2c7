//! What was recorded and written down of online meetings.
//!
//! Source: Graph, `callRecording` and `callTranscript`: list, get and content. That content comes at once,
//! and in parts to whoever asks for them, is unconfirmed; so is that meetings which stand in nobody's
//! calendar may have any.

use http::{StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::held::Held;
use super::odata::{self, Sizes};
use super::operation::FileKind;
use super::refusal::Refusal;
use super::user::User;
use super::{GRAPH, Outcome, json_response};
use crate::sim::range::{cut, ranged};
use crate::sim::zoom::content::{content, transcript};
use crate::sim::{Call, StateError, state};

const FIELDS: [&str; 5] = ["meeting_id", "id", "size", "created", "end"];
const SIZES: Sizes = Sizes { usual: 100, most: 100 };

/// A recording or a transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallFile {
    /// The online meeting, by id.
    pub meeting_id: String,
    /// The vendor's id.
    pub id: String,
    /// In bytes.
    pub size: u64,
    /// When it began.
    pub created: Timestamp,
    /// When it ended; else when it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

/// The files that somebody puts in.
pub fn read(field: &str, value: &Value) -> Result<Vec<CallFile>, StateError> {
    state::items(field, value, &FIELDS)
}

/// `GET …/onlineMeetings/{id}/recordings` → 200.
pub fn list(held: &Held, call: &Call, user: &User, kind: FileKind, meeting: &str) -> Outcome {
    odata::only(call, &["$top", "$skiptoken"])?;
    held.check_organised(user, meeting)?;
    let of = held.call_files(kind).iter().filter(|file| file.meeting_id == meeting);
    let shown: Vec<Value> = of.map(|file| file.shown(call, user, kind)).collect();
    Ok(json_response(StatusCode::OK, &odata::page(call, &shown, &SIZES)?))
}

/// `GET …/onlineMeetings/{id}/recordings/{id}` → 200.
pub fn get(held: &Held, call: &Call, user: &User, named: (FileKind, &str, &str)) -> Outcome {
    let mut shown = found(held, user, named)?.shown(call, user, named.0);
    shown["@odata.context"] = json!(odata::context(call));
    Ok(json_response(StatusCode::OK, &shown))
}

/// `GET …/onlineMeetings/{id}/recordings/{id}/content` → 200 with the bytes, or 206 with some.
pub fn bytes(held: &Held, call: &Call, user: &User, named: (FileKind, &str, &str)) -> Outcome {
    let file = found(held, user, named)?;
    if named.0 == FileKind::Transcript && !wants_text(call) {
        let message = "The format text/vtt is expected, in $format or Accept.";
        return Err(Refusal::Query(message.into()));
    }
    let (headers, size) = (&call.headers, file.size);
    Ok(match named.0 {
        FileKind::Recording => {
            ranged(headers, size, "video/mp4", |range| content(named.1, named.2, range))
        }
        FileKind::Transcript => {
            ranged(headers, size, "text/vtt", |range| cut(&transcript(size), range))
        }
    })
}

fn wants_text(call: &Call) -> bool {
    let accepted = call.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    call.query.get("$format").or(accepted) == Some("text/vtt")
}

fn found<'h>(
    held: &'h Held,
    user: &User,
    (kind, meeting, id): (FileKind, &str, &str),
) -> Result<&'h CallFile, Refusal> {
    held.check_organised(user, meeting)?;
    let is_it = |file: &&CallFile| file.meeting_id == meeting && file.id == id;
    held.call_files(kind).iter().find(is_it).ok_or(Refusal::UnknownMeeting)
}

impl CallFile {
    fn shown(&self, call: &Call, user: &User, kind: FileKind) -> Value {
        let (list, link) = match kind {
            FileKind::Recording => ("recordings", "recordingContentUrl"),
            FileKind::Transcript => ("transcripts", "transcriptContentUrl"),
        };
        let base = call.base() + GRAPH;
        let (meeting, id) = (&self.meeting_id, &self.id);
        let address = format!("{base}/users/{}/onlineMeetings/{meeting}/{list}/{id}", user.id);
        let mut shown = json!({
            "id": id,
            "meetingId": meeting,
            "callId": null,
            "contentCorrelationId": null,
            "createdDateTime": self.created,
            "endDateTime": self.end.unwrap_or(self.created),
            "meetingOrganizer": {
                "user": { "id": user.id, "displayName": user.display_name() },
            },
        });
        shown[link] = json!(format!("{address}/content"));
        shown
    }
}
