//! Cloud recordings as they are held and put in.

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content;
use crate::sim::state::flexible_id;
use crate::sim::{StateError, state};

const FIELDS: [&str; 6] = ["meeting_id", "uuid", "host_id", "topic", "start_time", "files"];
const FILE_FIELDS: [&str; 6] =
    ["id", "file_type", "size", "recording_type", "status", "trashed_at"];

/// What Zoom calls each kind of file, with the extension, the recording type and the media type it
/// usually has (Zoom API: `file_type`, `file_extension`, `recording_type`).
const KINDS: [(&str, &str, &str, &str); 10] = [
    ("MP4", "MP4", "shared_screen_with_speaker_view", "video/mp4"),
    ("M4A", "M4A", "audio_only", "audio/mp4"),
    ("TRANSCRIPT", "VTT", "audio_transcript", "text/vtt"),
    ("CC", "VTT", "closed_caption", "text/vtt"),
    ("CHAT", "TXT", "chat_file", "text/plain"),
    ("CHAT_MESSAGE", "JSON", "chat_file", "application/json"),
    ("TIMELINE", "JSON", "timeline", "application/json"),
    ("SUMMARY", "JSON", "summary", "application/json"),
    ("CSV", "CSV", "poll", "text/csv"),
    ("TB", "JPG", "thumbnail", "image/jpeg"),
];

/// The cloud recordings of one instance of a meeting.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// The meeting's number.
    #[serde(deserialize_with = "flexible_id")]
    pub meeting_id: i64,
    /// Names the instance.
    #[serde(default)]
    pub uuid: String,
    /// The user who hosted it; else the meeting's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_id: Option<String>,
    /// The title; else the meeting's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// When the instance began; else the meeting's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// What was recorded.
    #[serde(default)]
    pub files: Vec<RecordingFile>,
}

/// One file of a recording.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingFile {
    /// The vendor's id.
    pub id: String,
    /// Such as `MP4` or `TRANSCRIPT`.
    pub file_type: String,
    /// In bytes.
    pub size: u64,
    /// Else what the kind of file usually has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_type: Option<String>,
    /// Else it is completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Progress>,
    /// When it was moved to the trash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trashed_at: Option<Timestamp>,
}

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Still being made.
    Processing,
    /// There.
    Completed,
}

impl RecordingFile {
    /// Whether it is the text of what was said.
    pub fn is_transcript(&self) -> bool {
        self.file_type == "TRANSCRIPT"
    }

    /// Whether it is still being made.
    pub fn is_processing(&self) -> bool {
        self.status == Some(Progress::Processing)
    }

    /// Whether it can be had.
    pub fn is_there(&self) -> bool {
        !self.is_processing() && self.trashed_at.is_none()
    }

    /// Zoom API: captions and time lines are told of without an id and without what belongs to one.
    pub fn is_nameless(&self) -> bool {
        matches!(&*self.file_type, "CC" | "TIMELINE")
    }

    /// As in `file_extension`.
    pub fn extension(&self) -> &str {
        self.kind().map_or(&self.file_type, |(_, extension, ..)| extension)
    }

    /// As in `recording_type`.
    pub fn recording_type(&self) -> &str {
        let usual = self.kind().map_or("shared_screen", |(_, _, usual, _)| usual);
        self.recording_type.as_deref().unwrap_or(usual)
    }

    /// As in `Content-Type`.
    pub fn media_type(&self) -> &'static str {
        self.kind().map_or("application/octet-stream", |(.., media)| media)
    }

    /// What is in it, from one byte to before another.
    pub fn content(&self, uuid: &str, range: std::ops::Range<u64>) -> Bytes {
        if !self.is_transcript() {
            return content::content(uuid, &self.id, range);
        }
        let text = content::transcript(self.size);
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
        text.slice(place(range.start)..place(range.end))
    }

    fn kind(&self) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
        KINDS.into_iter().find(|(name, ..)| *name == self.file_type)
    }
}

/// The recordings that somebody puts in.
pub fn read(value: &Value) -> Result<Vec<Recording>, StateError> {
    for (index, recording) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(files) = recording.get("files") {
            let field = format!("recordings[{index}].files");
            state::items::<RecordingFile>(&field, files, &FILE_FIELDS)?;
        }
    }
    state::items("recordings", value, &FIELDS)
}
