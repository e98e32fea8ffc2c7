//! Teams meetings on their own (Graph: `onlineMeeting`), by a person who let the application in. They
//! stand in no calendar, and nobody is invited by Microsoft.

use http::Method;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::microsoft_answer::gone_with_host;
use super::microsoft_event::{end, no_host_link};
use super::microsoft_graph::{Graph, VENDOR, read};
use super::wire::{is_link, segment, uncertain};
use super::{Access, At, Made, ProviderFault};
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::{HostLink, is_external_id};
use crate::domain::meeting::Attempt;

/// The person's meetings.
const MEETINGS: &str = "/me/onlineMeetings";

/// A person's meetings.
pub(super) struct Meetings<'a> {
    pub graph: &'a Graph,
    pub access: &'a Access,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meeting {
    id: String,
    #[serde(default)]
    join_web_url: String,
}

impl Meetings<'_> {
    pub async fn create(
        &self,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        let what = changeable(&meeting.topic, meeting.start, meeting.duration_min);
        let answer = self.create_or_get(what, attempt).await?;
        answer.ok_or_else(|| uncertain(VENDOR))
    }

    /// Graph lists no meetings, but it gives the one that an attempt made to whoever names the attempt,
    /// and makes it if there is none. So what comes back is the attempt's in either case, also if
    /// the lost request should still be on its way: that one then finds this meeting. If it turns out
    /// that nobody needs the meeting, it is deleted like any other that was found.
    ///
    /// What has begun Graph may refuse to make; then there is none.
    pub async fn find(&self, attempt: &Attempt) -> Result<Option<Made>, ProviderFault> {
        let what = changeable(&attempt.topic, attempt.start, attempt.duration_min);
        match self.create_or_get(what, attempt).await {
            Err(ProviderFault::Refused(_)) if attempt.start <= self.graph.now() => Ok(None),
            Ok(Some(made)) => Ok(Some(made)),
            Ok(None) => Err(uncertain(VENDOR)),
            Err(fault) => Err(fault),
        }
    }

    /// The meeting of this attempt, new (201) or as it was (200). `None` when the answer can't be read.
    async fn create_or_get(
        &self,
        mut what: Value,
        attempt: &Attempt,
    ) -> Result<Option<Made>, ProviderFault> {
        what["externalId"] = json!(attempt.id);
        let path = format!("{MEETINGS}/createOrGet");
        let answer = self.graph.call(self.access, Method::POST, &path, Some(&what)).await?;
        Ok(read::<Meeting>(&answer).ok().and_then(made))
    }

    pub async fn update(&self, at: At<'_>, meeting: &WantedMeeting) -> Result<(), ProviderFault> {
        let change = changeable(&meeting.topic, meeting.start, meeting.duration_min);
        let answer = self.graph.call(self.access, Method::PATCH, &path(at), Some(&change)).await;
        answer.map(drop).map_err(gone_with_host)
    }

    pub async fn delete(&self, at: At<'_>) -> Result<(), ProviderFault> {
        let answer = self.graph.call(self.access, Method::DELETE, &path(at), None).await;
        answer.map(drop).map_err(gone_with_host)
    }

    pub async fn host_link(&self, at: At<'_>) -> Result<HostLink, ProviderFault> {
        let meeting: Meeting =
            read(&self.graph.call(self.access, Method::GET, &path(at), None).await?)?;
        if is_link(&meeting.join_web_url) {
            return Ok(HostLink::new(meeting.join_web_url));
        }
        Err(no_host_link())
    }
}

fn path(at: At<'_>) -> String {
    format!("{MEETINGS}/{}", segment(at.id))
}

/// Times are in UTC, which `createOrGet` insists on.
fn changeable(topic: &str, start: Timestamp, minutes: i64) -> Value {
    json!({
        "subject": topic,
        "startDateTime": seconds(start),
        "endDateTime": seconds(end(start, minutes)),
    })
}

fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A meeting that can be told of and changed again: one without an id or a link is none.
fn made(meeting: Meeting) -> Option<Made> {
    let is_whole = is_external_id(&meeting.id) && is_link(&meeting.join_web_url);
    is_whole.then(|| Made {
        id: meeting.id,
        join_url: meeting.join_web_url,
        password: String::new(),
        unrecorded: false,
    })
}
