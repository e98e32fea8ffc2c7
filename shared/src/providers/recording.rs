//! What is kept of meetings at vendors that keep it where their documents are.

use jiff::Timestamp;

/// What a file of a meeting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingFileKind {
    /// What was seen and heard.
    Recording,
    /// What was said, as text.
    Transcript,
}

/// Where a file's content is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At Google Drive, under this file's or document's id.
    Drive(String),
    /// At this address, with an access token of the vendor's.
    Url(String),
}

/// A recording or a transcript of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingFile {
    /// The vendor's id; opaque.
    pub id: String,
    /// What it holds.
    pub kind: MeetingFileKind,
    /// In bytes, where the vendor tells.
    pub size: Option<u64>,
    /// Where it is, once that is known.
    pub place: Option<Place>,
    /// Whether it can be fetched now.
    pub ready: bool,
    /// When it began.
    pub start: Option<Timestamp>,
}
