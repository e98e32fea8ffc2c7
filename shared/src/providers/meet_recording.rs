//! What Google Meet recorded and wrote down. The files themselves are at Drive. Source: Google's reference
//! of the Meet API v2.

use bytes::Bytes;
use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::google::{Google, VENDOR};
use super::google_token::Asked;
use super::recording::{MeetingFile, MeetingFileKind, Place};
use super::wire::{self, failed, segment, told};
use super::{Access, ProviderFault};
use crate::clock::Clock;
use crate::config::{ProviderUrls, Vendors};
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;
use crate::domain::ids::Secret;
use crate::transport::Transport;

/// The smallest that shows conferences whose spaces were not made through Meet's API.
const SCOPE: &str = "https://www.googleapis.com/auth/meetings.space.readonly";
/// The smallest that opens the files themselves, which lie in the host's drive (Google's description of Drive v3,
/// scopes of `files.get` and `files.export`).
const FILES: &str = "https://www.googleapis.com/auth/drive.meet.readonly";
/// The most pages of a list that are read, 100 items each.
const PAGES: usize = 40;

/// The conferences that were held in Google Meet.
#[derive(Debug)]
pub struct MeetRecords {
    google: Google,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Page {
    conference_records: Vec<Item>,
    recordings: Vec<Item>,
    transcripts: Vec<Item>,
    next_page_token: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Item {
    name: String,
    state: String,
    start_time: Value,
    drive_destination: Option<Destination>,
    docs_destination: Option<Destination>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Destination {
    #[serde(alias = "document")]
    file: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    error: Refusal,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    status: String,
    details: Vec<Detail>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detail {
    reason: String,
}

impl MeetRecords {
    /// Meet at these addresses.
    #[must_use]
    pub fn new(transport: Transport, vendors: &Vendors, clock: Clock) -> Self {
        let urls = ProviderUrls { api: vendors.meet.clone(), ..vendors.google.clone() };
        Self { google: Google::new(transport, urls, clock) }
    }

    /// What was recorded in all conferences with this meeting code that the host may see, the newest
    /// conference first. Google forgets a conference 30 days after its end.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn recordings(
        &self,
        access: &Access,
        host: &str,
        meeting_code: &str,
    ) -> Result<Vec<MeetingFile>, ProviderFault> {
        self.files(access, host, meeting_code, MeetingFileKind::Recording).await
    }

    /// What was written down; else as [`Self::recordings`].
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn transcripts(
        &self,
        access: &Access,
        host: &str,
        meeting_code: &str,
    ) -> Result<Vec<MeetingFile>, ProviderFault> {
        self.files(access, host, meeting_code, MeetingFileKind::Transcript).await
    }

    /// A token for reading a host's files piece by piece, which whoever reads does themselves.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn bearer(&self, access: &Access, host: &str) -> Result<Secret, ProviderFault> {
        self.google.bearer(access, Asked { subject: host, scope: FILES }).await
    }

    async fn files(
        &self,
        access: &Access,
        host: &str,
        meeting_code: &str,
        kind: MeetingFileKind,
    ) -> Result<Vec<MeetingFile>, ProviderFault> {
        // A code has letters and dashes alone; a quote would end the text of the filter.
        let code: String = meeting_code.chars().filter(|c| *c != '"' && *c != '\\').collect();
        let filter = segment(&format!("space.meeting_code=\"{code}\""));
        let path = format!("/v2/conferenceRecords?filter={filter}&pageSize=100");
        let mut files = Vec::new();
        for conference in self.list(access, host, &path, |page| page.conference_records).await? {
            let (path, take): (_, fn(Page) -> Vec<Item>) = match kind {
                MeetingFileKind::Recording => ("recordings", |page| page.recordings),
                MeetingFileKind::Transcript => ("transcripts", |page| page.transcripts),
            };
            let path = format!("/v2/{}/{path}?pageSize=100", resource(&conference.name));
            let items = self.list(access, host, &path, take).await?;
            files.extend(items.into_iter().map(|item| item.file(kind)));
        }
        Ok(files)
    }

    /// All pages of a list.
    async fn list(
        &self,
        access: &Access,
        host: &str,
        base: &str,
        take: fn(Page) -> Vec<Item>,
    ) -> Result<Vec<Item>, ProviderFault> {
        let asked = Asked { subject: host, scope: SCOPE };
        let (mut items, mut path) = (Vec::new(), base.to_owned());
        for _ in 0..PAGES {
            let answer = self.google.call(access, asked, Method::GET, &path, None).await?;
            if !answer.status().is_success() {
                return Err(fault(&answer));
            }
            let mut page: Page = wire::read(VENDOR, &answer)?;
            let next = std::mem::take(&mut page.next_page_token);
            items.extend(take(page));
            if next.is_empty() {
                break;
            }
            path = format!("{base}&pageToken={}", segment(&next));
        }
        Ok(items)
    }
}

impl Item {
    fn file(self, kind: MeetingFileKind) -> MeetingFile {
        let destination = match kind {
            MeetingFileKind::Recording => self.drive_destination,
            MeetingFileKind::Transcript => self.docs_destination,
        };
        let place = destination.filter(|it| !it.file.is_empty()).map(|it| Place::Drive(it.file));
        MeetingFile {
            id: self.name,
            kind,
            size: None,
            ready: self.state == "FILE_GENERATED" && place.is_some(),
            place,
            start: self.start_time.as_str().and_then(|text| text.parse::<Timestamp>().ok()),
        }
    }
}

/// A resource's name as a part of an address: its slashes stay.
fn resource(name: &str) -> String {
    name.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// What an unsuccessful answer means (Google API design guide, errors). Every call only asks.
fn fault(answer: &http::Response<Bytes>) -> ProviderFault {
    let status = answer.status();
    let Body { error } = serde_json::from_slice(answer.body()).unwrap_or_default();
    let reason = error.details.into_iter().map(|it| it.reason).find(|it| !it.is_empty());
    let reason = reason.unwrap_or_default();
    match (status.as_u16(), reason.as_str()) {
        (500.., _) => failed(VENDOR, status),
        (429, _) => ProviderFault::Passing {
            after: SignedDuration::from_secs(30),
            cause: "Google's limit for Meet".to_owned(),
        },
        (404, _) => ProviderFault::Gone,
        (401, _) => connection(
            ConnectionState::InvalidCredentials,
            "Google refuses a fresh token: verify the connection".to_owned(),
        ),
        (403, "SERVICE_DISABLED") => connection(
            ConnectionState::AppNotActivated,
            "the Meet API is off: enable it in the project at the Google Cloud console".to_owned(),
        ),
        (403, _) => connection(
            ConnectionState::InsufficientScope,
            format!("Google does not show recordings of Meet: allow the scope {SCOPE}"),
        ),
        (status, _) => {
            let said = told(&error.status);
            let detail = format!("Google refuses the request (HTTP {status}, {said})");
            ProviderFault::Refused(Reason::new("provider_refused", detail))
        }
    }
}

const fn connection(state: ConnectionState, reason: String) -> ProviderFault {
    ProviderFault::Connection { state, reason }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(status: u16, reason: &str) -> ProviderFault {
        let body = json!({"error": {"code": status, "status": "S", "details": [
            {"@type": "x"}, {"reason": reason},
        ]}});
        let answer = http::Response::builder().status(status);
        fault(&answer.body(Bytes::from(body.to_string())).unwrap())
    }

    #[test]
    fn each_refusal_has_its_meaning() {
        let state = |status, reason| match said(status, reason) {
            ProviderFault::Connection { state, .. } => state,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            state(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
            ConnectionState::InsufficientScope
        );
        assert_eq!(state(403, "SERVICE_DISABLED"), ConnectionState::AppNotActivated);
        assert_eq!(state(401, ""), ConnectionState::InvalidCredentials);
        assert_eq!(said(404, ""), ProviderFault::Gone);
        assert!(matches!(said(429, ""), ProviderFault::Passing { .. }));
        assert!(matches!(said(400, ""), ProviderFault::Refused(_)));
        assert!(matches!(said(503, ""), ProviderFault::Uncertain { .. }));
    }

    #[test]
    fn a_file_is_ready_when_it_is_generated_and_somewhere() {
        let file = |value: Value| {
            let item: Item = serde_json::from_value(value).unwrap();
            item.file(MeetingFileKind::Transcript)
        };
        let there = file(json!({"name": "n", "state": "FILE_GENERATED", "later": 1,
            "docsDestination": {"document": "d", "exportUri": "x"}}));
        assert_eq!((there.ready, there.place), (true, Some(Place::Drive("d".into()))));
        assert!(!file(json!({"name": "n", "state": "FILE_GENERATED"})).ready);
        let ended = file(json!({"state": "ENDED", "docsDestination": {"document": "d"}}));
        assert!(!ended.ready);
        assert_eq!(resource("conferenceRecords/a b?"), "conferenceRecords/a%20b%3F");
    }
}
