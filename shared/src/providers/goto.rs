//! GoTo Meeting: meetings of an organiser who let the application in. Everything here follows the
//! GoToMeeting API reference unless a comment says otherwise.

use bytes::Bytes;
use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::goto_answer::fault;
use super::measured::Measured;
use super::wire::{is_link, other_means, segment};
use super::{
    Access, Account, At, Grant, Made, Means, MeetingProvider, ProviderFault, ProviderUser, wire,
};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::Reason;
use crate::domain::ids::HostLink;
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;
use crate::transport::Transport;

/// As people know it.
pub(super) const VENDOR: &str = "GoTo Meeting";
/// Characters of a subject.
const SUBJECT_MAX: usize = 100;

/// GoTo's meetings.
#[derive(Debug)]
pub struct Goto {
    way: Measured,
    urls: ProviderUrls,
}

/// The answer to a creation, the only one with the guests' link.
#[derive(Deserialize)]
struct Created {
    meetingid: Value,
    #[serde(rename = "joinURL", default)]
    join_url: String,
}

/// A line of an organiser's list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    meeting_id: Value,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    start_time: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Started {
    #[serde(rename = "hostURL", default)]
    host_url: String,
}

impl Goto {
    /// GoTo at these addresses.
    #[must_use]
    pub const fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        Self { way: Measured::new(ProviderName::Goto.name(), transport, clock), urls }
    }

    async fn call(
        &self,
        access: &Access,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        let Means::Grant(token) = &access.means else { return Err(other_means(VENDOR)) };
        let url = format!("{}{path}", self.urls.api);
        let answer = self.way.ask(token, &method, &url, body).await?;
        if answer.status().is_success() { Ok(answer) } else { Err(fault(&answer)) }
    }

    /// The organiser's meetings that may still be attended.
    async fn upcoming(&self, access: &Access) -> Result<Vec<Listed>, ProviderFault> {
        wire::read(VENDOR, &self.call(access, Method::GET, "/upcomingMeetings", None).await?)
    }
}

impl MeetingProvider for Goto {
    async fn create(
        &self,
        access: &Access,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        let body = whole(meeting, &subject(&meeting.topic, &attempt.mark));
        let answer = self.call(access, Method::POST, "/meetings", Some(&body)).await?;
        let created: Result<Vec<Created>, _> = wire::read(VENDOR, &answer);
        let made = created.ok().and_then(|list| list.into_iter().next()).and_then(made);
        made.ok_or_else(|| wire::uncertain(VENDOR))
    }

    /// `PUT` replaces the whole meeting. The mark of its creation stays in its subject, so that who
    /// looks for the creation still finds it.
    async fn update(
        &self,
        access: &Access,
        at: At<'_>,
        meeting: &WantedMeeting,
    ) -> Result<(), ProviderFault> {
        let listed = self.upcoming(access).await?;
        let now = listed.iter().find(|listed| id(&listed.meeting_id).as_deref() == Some(at.id));
        let mark = now.and_then(|listed| mark(&listed.subject)).unwrap_or_default();
        let body = whole(meeting, &subject(&meeting.topic, mark));
        let path = format!("/meetings/{}", segment(at.id));
        self.call(access, Method::PUT, &path, Some(&body)).await.map(drop)
    }

    async fn delete(&self, access: &Access, at: At<'_>) -> Result<(), ProviderFault> {
        let path = format!("/meetings/{}", segment(at.id));
        self.call(access, Method::DELETE, &path, None).await.map(drop)
    }

    /// Only the answer to a creation has the guests' link, so what is found comes without one.
    async fn find(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> Result<Option<Made>, ProviderFault> {
        let listed = self.upcoming(access).await?;
        let is_ours = |listed: &&Listed| {
            mark(&listed.subject) == Some(&attempt.mark)
                && listed.start_time.is_some_and(|at| at.as_second() == attempt.start.as_second())
        };
        let found = listed.iter().find(is_ours).and_then(|listed| id(&listed.meeting_id));
        Ok(found.map(|id| Made {
            id,
            join_url: String::new(),
            password: String::new(),
            unrecorded: false,
        }))
    }

    async fn host_link(&self, access: &Access, at: At<'_>) -> Result<HostLink, ProviderFault> {
        let path = format!("/meetings/{}/start", segment(at.id));
        let started: Started =
            wire::read(VENDOR, &self.call(access, Method::GET, &path, None).await?)?;
        if is_link(&started.host_url) {
            return Ok(HostLink::new(started.host_url));
        }
        let detail = "GoTo Meeting gives no start link for the meeting";
        Err(ProviderFault::Refused(Reason::new("no_host_link", detail)))
    }
}

impl Account for Goto {
    /// Each organiser lets the application in on their own; nobody is picked from a list.
    async fn users(&self, _: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        Ok(Vec::new())
    }

    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        self.upcoming(access).await?;
        Ok(Grant::default())
    }
}

/// All seven fields are required, of a change as well, and their names have no capital letters.
/// `timezonekey` is deprecated and must be empty.
fn whole(meeting: &WantedMeeting, subject: &str) -> Value {
    let length = SignedDuration::from_mins(meeting.duration_min);
    let end = meeting.start.checked_add(length).unwrap_or(meeting.start);
    json!({
        "subject": subject,
        "starttime": seconds(meeting.start),
        "endtime": seconds(end),
        "passwordrequired": false,
        "conferencecallinfo": "Hybrid",
        "timezonekey": "",
        "meetingtype": "scheduled",
    })
}

fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The topic without what a subject can't hold, and behind it the mark of its creation: nothing else
/// that is ours comes back in the organiser's list.
fn subject(topic: &str, mark: &str) -> String {
    let mark = if mark.is_empty() { String::new() } else { format!(" [{mark}]") };
    let room = SUBJECT_MAX - mark.chars().count();
    let topic: String =
        topic.chars().filter(|c| !matches!(c, '<' | '>') && !c.is_control()).take(room).collect();
    let topic = topic.trim();
    if topic.is_empty() { format!("Meeting{mark}") } else { format!("{topic}{mark}") }
}

/// The mark at a subject's end.
fn mark(subject: &str) -> Option<&str> {
    subject.strip_suffix(']')?.rsplit_once(" [").map(|(_, mark)| mark)
}

fn made(created: Created) -> Option<Made> {
    let id = id(&created.meetingid)?;
    is_link(&created.join_url).then(|| Made {
        id,
        join_url: created.join_url,
        password: String::new(),
        unrecorded: false,
    })
}

/// Nine digits, as a number in some answers and as text in others.
fn id(id: &Value) -> Option<String> {
    let id = match id {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_u64()?.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!id.is_empty() && id.len() <= 20 && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mark of a creation is found again behind any topic, and the subject is one that GoTo takes.
    #[test]
    fn a_subject_holds_its_mark_and_what_goto_takes() {
        for topic in ["Interview", "", " <b>x</b>\n", &"ä".repeat(300), "a [b]"] {
            let subject = subject(topic, "1a2b3c4d");
            assert_eq!(mark(&subject), Some("1a2b3c4d"), "{subject}");
            assert!((1..=SUBJECT_MAX).contains(&subject.chars().count()));
            assert!(!subject.contains(['<', '>', '\n']));
        }
        assert_eq!(mark("Interview"), None);
    }

    #[test]
    fn ids_are_digits_in_either_form() {
        assert_eq!(id(&json!(123_456_789)).as_deref(), Some("123456789"));
        assert_eq!(id(&json!("123456789")).as_deref(), Some("123456789"));
        for bad in [json!("12/../3"), json!(""), json!(-1), json!(null), json!([1])] {
            assert_eq!(id(&bad), None, "{bad}");
        }
    }
}
