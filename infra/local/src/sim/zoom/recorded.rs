//! A recording together with the meeting and the host it is of: how it is found and shown.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::account::User;
use super::held::Held;
use super::meeting::Meeting;
use super::recording::{Recording, RecordingFile};
use super::refusal::Refusal;
use crate::sim::call::decode;

const WEB: &str = "https://us05web.zoom.example";
/// What Zoom tells of a file with an id alone.
const NAMED_ONLY: [&str; 5] = ["id", "status", "file_size", "recording_type", "play_url"];

/// A recording with what is known of it elsewhere.
#[derive(Clone, Copy)]
pub struct Recorded<'h> {
    /// The recording.
    pub recording: &'h Recording,
    meeting: Option<&'h Meeting>,
    host: Option<&'h User>,
}

impl Held {
    /// A recording of this account.
    pub fn recorded<'h>(&'h self, recording: &'h Recording) -> Recorded<'h> {
        let meeting = self.any_meeting(recording.meeting_id);
        let host = recording.host_id.as_ref().or(meeting.map(|meeting| &meeting.host_id));
        let host = host.and_then(|id| self.users.iter().find(|user| user.id == *id));
        Recorded { recording, meeting, host }
    }

    /// All recordings of this account.
    pub fn all_recorded(&self) -> impl Iterator<Item = Recorded<'_>> {
        self.recordings.iter().map(|recording| self.recorded(recording))
    }

    /// The recording at an address: of the instance with this uuid, or of the latest instance of the
    /// meeting with this number. `id` comes decoded once.
    pub fn recording_at(&self, id: &str) -> Result<Recorded<'_>, Refusal> {
        if let Ok(number) = id.parse::<i64>() {
            let instances = self.all_recorded().filter(|it| it.recording.meeting_id == number);
            return instances.max_by_key(Recorded::start).ok_or(Refusal::NoRecording);
        }
        let uuid = uuid_at(id).ok_or_else(|| Refusal::UnknownMeeting(id.to_owned()))?;
        if let Some(recording) = self.recordings.iter().find(|it| it.uuid == uuid) {
            return Ok(self.recorded(recording));
        }
        let is_known = self.meetings.values().any(|meeting| meeting.uuid == uuid);
        Err(if is_known { Refusal::NoRecording } else { Refusal::UnknownMeeting(uuid) })
    }

    /// Who hosted what was recorded at an address.
    pub fn host_of_recorded(&self, id: &str) -> Option<String> {
        self.recording_at(id).ok().map(|it| it.host_id().to_owned())
    }

    fn any_meeting(&self, id: i64) -> Option<&Meeting> {
        let deleted = || self.deleted.iter().find(|meeting| meeting.id == id);
        self.meetings.get(&id).or_else(deleted)
    }
}

/// The uuid in an address. Zoom API: one that begins with `/` or contains `//` must be encoded twice;
/// the others may be.
fn uuid_at(id: &str) -> Option<String> {
    let needs_two = |uuid: &str| uuid.starts_with('/') || uuid.contains("//");
    (!needs_two(id)).then(|| decode(id))
}

impl<'h> Recorded<'h> {
    /// The instance's uuid.
    pub fn uuid(&self) -> &'h str {
        &self.recording.uuid
    }

    /// The host's id, as far as it is known.
    pub fn host_id(&self) -> &'h str {
        let given = self.recording.host_id.as_ref().or(self.meeting.map(|it| &it.host_id));
        given.map_or("", String::as_str)
    }

    /// The host's address, as far as it is known.
    pub fn host_email(&self) -> &'h str {
        self.host.map_or("", |host| &host.email)
    }

    /// The title.
    pub fn topic(&self) -> &'h str {
        let given = self.recording.topic.as_ref().or(self.meeting.map(|it| &it.topic));
        given.map_or("Zoom Meeting", String::as_str)
    }

    /// When the instance began.
    pub fn start(&self) -> Timestamp {
        let planned = self.meeting.map(|it| it.start_time.unwrap_or(it.created_at));
        self.recording.start_time.or(planned).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Minutes.
    pub fn duration(&self) -> u16 {
        self.meeting.map_or(60, |meeting| meeting.duration)
    }

    /// The meeting's kind.
    pub fn kind(&self) -> u8 {
        self.meeting.map_or(2, |meeting| meeting.kind)
    }

    /// The meeting's passcode.
    pub fn password(&self) -> &'h str {
        self.meeting.map_or("", |meeting| &meeting.password)
    }

    /// The meeting's time zone.
    pub fn timezone(&self) -> &'h str {
        self.meeting.map_or("UTC", |meeting| &meeting.timezone)
    }

    /// Whether the instance still goes on.
    pub fn is_live(&self) -> bool {
        let is_it = |meeting: &&Meeting| meeting.uuid == self.recording.uuid;
        self.meeting.filter(is_it).is_some_and(|it| it.status == super::meeting::Progress::Started)
    }

    /// The files that can be had.
    pub fn files(&self) -> Vec<&'h RecordingFile> {
        self.recording.files.iter().filter(|file| file.is_there()).collect()
    }

    /// Where people look at it.
    pub fn share_url(&self) -> String {
        format!("{WEB}/rec/share/{}", opaque(self.uuid(), ""))
    }

    /// With these files, as the API shows it. Addresses begin with `base`.
    pub fn shown(&self, files: &[&RecordingFile], account: &str, base: &str) -> Value {
        let download = format!("{base}/rec/download");
        json!({
            "uuid": self.uuid(),
            "id": self.recording.meeting_id,
            "account_id": account,
            "host_id": self.host_id(),
            "topic": self.topic(),
            // A text here and a number in hooks (Zoom API and webhooks).
            "type": self.kind().to_string(),
            "start_time": self.start(),
            "duration": self.duration(),
            "total_size": total(files),
            "recording_count": files.len(),
            "recording_files": self.shown_files(files, &download),
        })
    }

    /// These files, to be fetched below an address.
    pub fn shown_files(&self, files: &[&RecordingFile], download: &str) -> Value {
        files.iter().map(|file| self.file(file, download)).collect()
    }

    fn file(&self, file: &RecordingFile, download: &str) -> Value {
        let opaque = opaque(self.uuid(), &file.id);
        let end = self.start() + i64::from(self.duration()).minutes();
        let mut shown = json!({
            "id": file.id,
            "meeting_id": self.uuid(),
            "recording_start": self.start(),
            "recording_end": end,
            "file_type": file.file_type,
            "file_extension": file.extension(),
            "file_size": file.size,
            "play_url": format!("{WEB}/rec/play/{opaque}"),
            "download_url": format!("{download}/{opaque}"),
            "status": "completed",
            "recording_type": file.recording_type(),
        });
        if let Some(at) = file.trashed_at {
            shown["deleted_time"] = json!(at);
        }
        if let Value::Object(fields) = &mut shown
            && file.is_nameless()
        {
            fields.retain(|name, _| !NAMED_ONLY.contains(&name.as_str()));
        }
        shown
    }
}

/// Bytes of all of them.
pub fn total(files: &[&RecordingFile]) -> u64 {
    files.iter().map(|file| file.size).sum()
}

/// A file's name in addresses.
pub fn opaque(uuid: &str, file_id: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{uuid}\n{file_id}"))
}

/// The recording's uuid and the file's id in an address.
pub fn named(opaque: &str) -> Option<(String, String)> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(opaque).ok()?).ok()?;
    let (uuid, file_id) = text.split_once('\n')?;
    Some((uuid.to_owned(), file_id.to_owned()))
}
