//! Conferences that were held, as they are put in: with what was recorded and written down of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sim::{StateError, state};

const FIELDS: [&str; 8] =
    ["id", "meeting_code", "start", "end", "host", "space", "recordings", "transcripts"];
const RECORDING_FIELDS: [&str; 6] = ["id", "state", "file", "size", "start", "end"];
const TRANSCRIPT_FIELDS: [&str; 6] = ["id", "state", "document", "start", "end", "entries"];
const ENTRY_FIELDS: [&str; 6] = ["id", "participant", "text", "language", "start", "end"];

/// A conference.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldConference {
    /// Names it.
    pub id: String,
    /// Such as `abc-mnop-xyz`, which may belong to another space a year later.
    pub meeting_code: String,
    /// When it began.
    pub start: Timestamp,
    /// When it ended; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
    /// The address of whoever it belongs to; else everybody may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The space it was held in; else one by the meeting code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
    /// What was recorded.
    #[serde(default)]
    pub recordings: Vec<Recording>,
    /// What was written down.
    #[serde(default)]
    pub transcripts: Vec<Transcript>,
}

/// How far a recording or a transcript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Making {
    /// It goes on.
    Started,
    /// It has ended, and its file is not there yet.
    Ended,
    /// Its file is there.
    FileGenerated,
}

/// A recording.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Names it within its conference.
    pub id: String,
    /// How far it is.
    pub state: Making,
    /// The id of its file at Drive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its bytes; else a few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Else the conference's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// Else the conference's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

/// A transcript.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// Names it within its conference.
    pub id: String,
    /// How far it is.
    pub state: Making,
    /// The id of its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Else the conference's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// Else the conference's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
    /// What was said, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// What one person said.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Names it within its transcript.
    pub id: String,
    /// Who spoke; a number within the conference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participant: Option<String>,
    /// What was said.
    pub text: String,
    /// In which language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Else the transcript's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// Else the transcript's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

impl HeldConference {
    /// The space's resource name.
    pub fn space(&self) -> String {
        let id = self.space.clone().unwrap_or_else(|| self.meeting_code.replace('-', ""));
        format!("spaces/{id}")
    }

    /// The conference's resource name.
    pub fn name(&self) -> String {
        format!("conferenceRecords/{}", self.id)
    }
}

/// The conferences that somebody puts in.
pub fn read(value: &Value) -> Result<Vec<HeldConference>, StateError> {
    for (index, conference) in value.as_array().into_iter().flatten().enumerate() {
        let at = |name: &str| format!("conferences[{index}].{name}");
        if let Some(value) = conference.get("recordings") {
            state::items::<Recording>(&at("recordings"), value, &RECORDING_FIELDS)?;
        }
        let Some(value) = conference.get("transcripts") else { continue };
        for (number, transcript) in value.as_array().into_iter().flatten().enumerate() {
            if let Some(value) = transcript.get("entries") {
                let field = format!("{}[{number}].entries", at("transcripts"));
                state::items::<Entry>(&field, value, &ENTRY_FIELDS)?;
            }
        }
        state::items::<Transcript>(&at("transcripts"), value, &TRANSCRIPT_FIELDS)?;
    }
    state::items("conferences", value, &FIELDS)
}
