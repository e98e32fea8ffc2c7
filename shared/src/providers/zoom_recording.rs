//! Zoom's cloud recordings: what there is of a meeting, and taking it away. The bytes are fetched by
//! whoever keeps them. Source: Zoom API reference, cloud recording.

use http::Method;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::wire::{self, is_link, segment};
use super::zoom::{VENDOR, Zoom, id, read};
use super::{Access, ProviderFault};
use crate::domain::fault::Reason;
use crate::domain::ids::Secret;

/// How long the download token that is asked for lives, in seconds. Zoom gives up to 604,800.
const TOKEN_S: u32 = 86_400;

/// One file of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedFile {
    /// Zoom's id; captions and time lines have none.
    pub id: Option<String>,
    /// Such as `MP4`, `M4A` or `TRANSCRIPT`.
    pub kind: String,
    /// In bytes; not told of captions and time lines.
    pub size: Option<u64>,
    /// Where it is fetched, with the recording's token or an access token as `Bearer`. The answer may be
    /// a redirect to another origin, which must not see the token.
    pub url: String,
    /// Such as `MP4` or `VTT`.
    pub extension: Option<String>,
    /// Such as `shared_screen_with_speaker_view`.
    pub recording_type: Option<String>,
    /// `completed`, or `processing` while it can't be fetched yet.
    pub status: Option<String>,
}

/// What was recorded of one instance of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Names the instance.
    pub uuid: String,
    /// The meeting's number.
    pub meeting_id: String,
    /// The meeting's title.
    pub topic: String,
    /// When the instance began.
    pub start: Option<Timestamp>,
    /// What can be fetched.
    pub files: Vec<RecordedFile>,
    /// Opens all of them for a day.
    pub download_token: Option<Secret>,
}

/// What Zoom says of a meeting's transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedText {
    /// Where it is fetched with an access token; none as long as it is withheld.
    pub url: Option<String>,
    /// Why it can't be fetched, such as `NOT_READY` or `DELETED_OR_TRASHED`.
    pub withheld: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Into Zoom's trash, from which people can take it back for a while.
    Trash,
    /// For good.
    ForGood,
}

/// Everything is optional: Zoom's own samples differ from its schemas.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    uuid: Option<String>,
    id: Value,
    topic: Option<String>,
    start_time: Value,
    recording_files: Option<Vec<File>>,
    download_access_token: Option<Secret>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct File {
    id: Value,
    #[serde(rename = "file_type")]
    kind: Option<String>,
    #[serde(rename = "file_size")]
    size: Value,
    download_url: Option<String>,
    #[serde(rename = "file_extension")]
    extension: Option<String>,
    recording_type: Option<String>,
    status: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TextAnswer {
    can_download: Option<bool>,
    download_url: Option<String>,
    download_restriction_reason: Option<String>,
    transcript_created_time: Value,
}

/// `200` with a refusal in it: "You do not have the right permissions."
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: i64,
}

impl Zoom {
    /// What was recorded of an instance, by its uuid, or of the latest instance, by the meeting's number;
    /// none when Zoom knows of no recording, which is also so while it is being made.
    ///
    /// # Errors
    /// A [`ProviderFault`]; never that it is gone.
    pub async fn recordings(
        &self,
        access: &Access,
        uuid_or_id: &str,
    ) -> Result<Option<Recorded>, ProviderFault> {
        let path = format!(
            "/meetings/{}/recordings?include_fields=download_access_token&ttl={TOKEN_S}",
            path_id(uuid_or_id)
        );
        match self.call(access, Method::GET, &path, None).await {
            Ok(answer) => recorded(&answer).map(Some),
            Err(ProviderFault::Gone) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The transcript of an instance; named as in [`Self::recordings`]. None when there is none.
    ///
    /// # Errors
    /// A [`ProviderFault`]; never that it is gone.
    pub async fn transcript(
        &self,
        access: &Access,
        uuid_or_id: &str,
    ) -> Result<Option<RecordedText>, ProviderFault> {
        let path = format!("/meetings/{}/transcript", path_id(uuid_or_id));
        match self.call(access, Method::GET, &path, None).await {
            Ok(answer) => read::<TextAnswer>(&answer).map(|text| Some(text.into())),
            Err(ProviderFault::Gone) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Takes a file away. One that is not there any more is as good as taken away.
    ///
    /// # Errors
    /// A [`ProviderFault`]; that it is passing while the recording is not complete yet.
    pub async fn delete_recording(
        &self,
        access: &Access,
        uuid_or_id: &str,
        file_id: &str,
        removal: Removal,
    ) -> Result<(), ProviderFault> {
        let action = match removal {
            Removal::Trash => "trash",
            Removal::ForGood => "delete",
        };
        let (meeting, file) = (path_id(uuid_or_id), segment(file_id));
        let path = format!("/meetings/{meeting}/recordings/{file}?action={action}");
        match self.call(access, Method::DELETE, &path, None).await {
            Ok(_) | Err(ProviderFault::Gone) => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}

/// An instance's uuid, or a meeting's number, as a part of an address. Zoom API: a uuid that begins with
/// `/` or contains `//` is encoded twice.
#[must_use]
pub fn path_id(uuid: &str) -> String {
    let once = segment(uuid);
    if uuid.starts_with('/') || uuid.contains("//") { segment(&once) } else { once }
}

fn recorded(answer: &http::Response<bytes::Bytes>) -> Result<Recorded, ProviderFault> {
    let told: Answer = read(answer)?;
    let Some(uuid) = told.uuid.filter(|uuid| !uuid.is_empty()) else {
        return Err(unnamed(answer));
    };
    Ok(Recorded {
        uuid,
        meeting_id: id(&told.id).unwrap_or_default(),
        topic: told.topic.unwrap_or_default(),
        start: time(&told.start_time),
        files: told.recording_files.into_iter().flatten().filter_map(File::kept).collect(),
        download_token: told.download_access_token,
    })
}

/// Why an answer tells of no instance.
fn unnamed(answer: &http::Response<bytes::Bytes>) -> ProviderFault {
    let refusal: Refusal = serde_json::from_slice(answer.body()).unwrap_or_default();
    if refusal.code != 200 {
        return wire::unreadable(VENDOR);
    }
    let detail = "Zoom does not let this app see the recordings: give the role that authorised it \
                  the right to view recording content";
    ProviderFault::Refused(Reason::new("recordings_not_permitted", detail))
}

impl File {
    /// One that can be fetched over the web; files on a company's own servers have no address.
    fn kept(self) -> Option<RecordedFile> {
        Some(RecordedFile {
            url: self.download_url.filter(|url| is_link(url))?,
            id: id(&self.id).filter(|id| !id.is_empty()),
            kind: self.kind.unwrap_or_default(),
            size: size(&self.size),
            extension: self.extension,
            recording_type: self.recording_type,
            status: self.status,
        })
    }
}

impl From<TextAnswer> for RecordedText {
    fn from(told: TextAnswer) -> Self {
        let open = told.can_download.unwrap_or(true);
        Self {
            url: told.download_url.filter(|url| open && is_link(url)),
            withheld: told.download_restriction_reason.filter(|reason| !reason.is_empty()),
            created: time(&told.transcript_created_time),
        }
    }
}

/// Bytes, as a number or as text.
fn size(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::*;

    fn answer(body: &Value) -> http::Response<Bytes> {
        http::Response::new(Bytes::from(body.to_string()))
    }

    #[test]
    fn awkward_uuids_are_encoded_twice_and_only_they() {
        for (uuid, path) in [
            ("84123456789", "84123456789"),
            ("ab+c/d==", "ab%2Bc%2Fd%3D%3D"),
            ("/abc==", "%252Fabc%253D%253D"),
            ("ab//c==", "ab%252F%252Fc%253D%253D"),
            ("abc/", "abc%2F"),
        ] {
            assert_eq!(path_id(uuid), path, "{uuid}");
        }
    }

    #[test]
    fn what_zoom_leaves_out_or_writes_otherwise_is_read() {
        let told = recorded(&answer(&json!({
            "uuid": "u==", "id": "81234567890", "start_time": "2026-11-02T08:00:00.0000000+02:00",
            "host_id": 7, "colour": {},
            "recording_files": [
                {"file_type": "TIMELINE", "download_url": "https://zoom.example/a"},
                {"file_type": "MP4", "file_path": "/own/server.mp4"},
                {"id": "f", "file_type": "NEW", "file_size": "12", "status": "processing",
                 "download_url": "https://zoom.example/b", "recording_type": "x(CC)"},
            ],
        })))
        .unwrap();
        assert_eq!((&*told.meeting_id, &*told.topic), ("81234567890", ""));
        assert_eq!(told.start, "2026-11-02T06:00:00Z".parse().ok());
        assert_eq!((told.files.len(), told.download_token), (2, None));
        assert_eq!((&told.files[0].id, told.files[0].size), (&None, None));
        assert_eq!((told.files[1].id.as_deref(), told.files[1].size), (Some("f"), Some(12)));
        assert_eq!(told.files[1].status.as_deref(), Some("processing"));
        let number = recorded(&answer(&json!({"uuid": "u==", "id": 81_234_567_890_i64}))).unwrap();
        assert_eq!((&*number.meeting_id, number.files), ("81234567890", Vec::new()));
    }

    #[test]
    fn a_refusal_that_comes_as_a_success_is_one() {
        let refused = recorded(&answer(&json!({"code": 200, "message": "no"}))).unwrap_err();
        let ProviderFault::Refused(reason) = refused else { panic!("{refused:?}") };
        assert_eq!(reason.code, "recordings_not_permitted");
        let odd = recorded(&answer(&json!({"id": 1}))).unwrap_err();
        assert!(matches!(odd, ProviderFault::Passing { .. }), "{odd:?}");
    }

    #[test]
    fn a_transcript_that_is_withheld_has_no_address() {
        let told = |body: Value| RecordedText::from(read::<TextAnswer>(&answer(&body)).unwrap());
        let url = "https://zoom.example/t";
        let open = told(json!({"can_download": true, "download_url": url,
            "transcript_created_time": "2026-11-02T08:00:00Z", "download_restriction_reason": null}));
        assert_eq!((open.url.as_deref(), open.withheld), (Some(url), None));
        let held = told(json!({"can_download": false, "download_url": url,
            "download_restriction_reason": "NOT_READY"}));
        assert_eq!((held.url, held.withheld.as_deref()), (None, Some("NOT_READY")));
    }
}
