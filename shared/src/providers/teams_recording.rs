//! What Teams recorded and wrote down of meetings (Graph: `callRecording`, `callTranscript`). An
//! application may read it with permissions of its own and where Teams' access policy lets it, a person
//! of his own meetings.

use http::Method;
use jiff::Timestamp;
use serde::Deserialize;

use super::microsoft::Microsoft;
use super::microsoft_answer::NO_TEAMS;
use super::microsoft_graph::{Graph, VENDOR, read};
use super::recording::{MeetingFile, MeetingFileKind, Place};
use super::wire::{other_means, segment};
use super::{Access, Means, ProviderFault};
use crate::domain::config::ConnectionState;

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CallFile {
    id: String,
    #[serde(default)]
    created_date_time: Option<Timestamp>,
}

impl Microsoft {
    /// What was recorded of the meeting with this link, which `host` organises: the object id or the
    /// address of a user of the directory. Graph tells of a recording once it can be fetched, and not how
    /// large it is. None of a meeting that Graph does not know.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn recordings(
        &self,
        access: &Access,
        host: &str,
        join_url: &str,
    ) -> Result<Vec<MeetingFile>, ProviderFault> {
        self.files(access, host, join_url, MeetingFileKind::Recording).await
    }

    /// What was written down; else as [`Self::recordings`]. The addresses ask for `text/vtt`.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn transcripts(
        &self,
        access: &Access,
        host: &str,
        join_url: &str,
    ) -> Result<Vec<MeetingFile>, ProviderFault> {
        self.files(access, host, join_url, MeetingFileKind::Transcript).await
    }

    async fn files(
        &self,
        access: &Access,
        host: &str,
        join_url: &str,
        kind: MeetingFileKind,
    ) -> Result<Vec<MeetingFile>, ProviderFault> {
        let graph = self.graph();
        let owner = owner(graph, access, host).await?;
        // A quote in a text is written twice (OData 4.01, URL conventions).
        let filter = format!("JoinWebUrl eq '{}'", join_url.replace('\'', "''"));
        let found = format!("{owner}/onlineMeetings?$filter={}", segment(&filter));
        let found: Vec<Named> =
            graph.list(access, &found).await.map_err(|it| permission(it, kind))?;
        let Some(meeting) = found.into_iter().next() else { return Ok(Vec::new()) };
        let list = match kind {
            MeetingFileKind::Recording => "recordings",
            MeetingFileKind::Transcript => "transcripts",
        };
        let path = format!("{owner}/onlineMeetings/{}/{list}", segment(&meeting.id));
        let files: Vec<CallFile> =
            graph.list(access, &path).await.map_err(|it| permission(it, kind))?;
        Ok(files.into_iter().map(|file| file.told(kind, &graph.address(&path))).collect())
    }
}

/// The path of a user. Online meetings are found by object ids alone (Graph, get `onlineMeeting`).
async fn owner(graph: &Graph, access: &Access, host: &str) -> Result<String, ProviderFault> {
    match &access.means {
        Means::Grant(_) => Ok("/me".to_owned()),
        Means::Application(_) if !host.contains('@') => Ok(format!("/users/{}", segment(host))),
        Means::Application(_) => {
            let path = format!("/users/{}?$select=id", segment(host));
            let user: Named = read(&graph.call(access, Method::GET, &path, None).await?)?;
            Ok(format!("/users/{}", segment(&user.id)))
        }
        Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
    }
}

/// What Graph forbids here is not what it forbids whoever makes meetings: the meeting is there.
fn permission(fault: ProviderFault, kind: MeetingFileKind) -> ProviderFault {
    let name = match kind {
        MeetingFileKind::Recording => "OnlineMeetingRecording.Read.All",
        MeetingFileKind::Transcript => "OnlineMeetingTranscript.Read.All",
    };
    match fault {
        ProviderFault::Host(reason) if reason.code == NO_TEAMS => ProviderFault::Connection {
            state: ConnectionState::InsufficientScope,
            reason: format!(
                "Microsoft does not show what was kept of meetings: the application needs \
                 OnlineMeetings.Read.All and {name} with admin consent, and its people Teams"
            ),
        },
        other => other,
    }
}

impl CallFile {
    /// The address is made here and not taken from the answer: it will be told a token.
    fn told(self, kind: MeetingFileKind, list: &str) -> MeetingFile {
        let format = match kind {
            MeetingFileKind::Recording => "",
            MeetingFileKind::Transcript => "?$format=text/vtt",
        };
        let content = format!("{list}/{}/content{format}", segment(&self.id));
        MeetingFile {
            id: self.id,
            kind,
            size: None,
            place: Some(Place::Url(content)),
            ready: true,
            start: self.created_date_time,
        }
    }
}
