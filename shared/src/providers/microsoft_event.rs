//! Teams meetings as events of their hosts' calendars (Graph: `event`), by a company's own application.
//!
//! The events have no attendees: Graph would invite each of them by a mail of its own, and the guests
//! have ours already, with a calendar file in it.

use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::microsoft_answer::{Duplicate, duplicate, gone_with_host, no_teams};
use super::microsoft_body::{part, replaced};
use super::microsoft_graph::{Graph, VENDOR, read};
use super::wire::{LOST_SETTLES, is_link, segment, uncertain};
use super::{Access, At, Made, ProviderFault};
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::Reason;
use crate::domain::ids::{HostLink, is_external_id};
use crate::domain::meeting::Attempt;
use crate::domain::settings::Mailbox;

/// Microsoft Teams among the providers of online meetings (Graph: `onlineMeetingProviderType`).
const TEAMS: &str = "teamsForBusiness";
/// On both sides of a start, what a search looks at.
const AROUND: SignedDuration = SignedDuration::from_mins(1);

/// The calendars of a company's people.
pub(super) struct Events<'a> {
    pub graph: &'a Graph,
    pub access: &'a Access,
}

/// What is read of an event; each question names what it needs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    id: String,
    #[serde(default)]
    transaction_id: Option<String>,
    #[serde(default)]
    is_cancelled: bool,
    #[serde(default)]
    online_meeting: Option<OnlineMeeting>,
    #[serde(default)]
    body: Option<Body>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnlineMeeting {
    #[serde(default)]
    join_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    content_type: String,
    content: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    #[serde(default)]
    user_purpose: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Calendar {
    #[serde(default)]
    allowed_online_meeting_providers: Vec<String>,
}

impl Events<'_> {
    pub async fn create(
        &self,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        let path = format!("/users/{}/events", segment(&meeting.host));
        let body = whole(meeting, &attempt.id);
        let answer = self.graph.ask(self.access, &Method::POST, &path, Some(&body)).await?;
        if let Some(duplicate) = duplicate(&answer) {
            return self.made_before(duplicate, attempt).await;
        }
        let event: Event = read(&self.graph.checked(answer)?).map_err(|_| uncertain(VENDOR))?;
        if event.link().is_none() {
            return Err(self.useless(At { host: &meeting.host, id: &event.id }).await);
        }
        event.made().ok_or_else(|| uncertain(VENDOR))
    }

    /// The same creation has come through before, and was asked for once more on its way. As long as
    /// nobody sees what it made, it counts as not seen.
    async fn made_before(
        &self,
        duplicate: Duplicate,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        let found = match &duplicate.id {
            Some(id) => {
                let at = At { host: &attempt.host, id };
                self.event(at, "id,transactionId,isCancelled,onlineMeeting").await.map(Some)
            }
            None => self.made_by(attempt).await,
        };
        let event = found.ok().flatten().filter(|event| event.is_of(attempt));
        let made = event.filter(|event| event.link().is_some()).and_then(Event::made);
        made.ok_or_else(|| uncertain(VENDOR))
    }

    /// An event by which nobody can join must not stay in the calendar. If it can't be removed now,
    /// whoever looks for the attempt finds it, and it is removed then.
    async fn useless(&self, at: At<'_>) -> ProviderFault {
        match self.delete(at).await {
            Ok(()) | Err(ProviderFault::Gone) => self.why_no_link(at.host).await,
            Err(_) => ProviderFault::Uncertain {
                settles_in: LOST_SETTLES,
                cause: "an event without a link could not be removed".to_owned(),
            },
        }
    }

    /// Whether Teams is off or the mailbox is one that can't host (requirement P21). Where that can't
    /// be looked up, the words for the one mention the other.
    async fn why_no_link(&self, host: &str) -> ProviderFault {
        match self.mailbox_kind(host).await {
            Ok(Mailbox::Shared | Mailbox::Room) => ProviderFault::Host(Reason::new(
                "shared_mailbox_cannot_host",
                "the host's mailbox belongs to a team or a room, which can attend but not host: choose \
                 a host with a mailbox of their own",
            )),
            Ok(Mailbox::User) | Err(_) => no_teams(),
        }
    }

    /// What stands in the body beside our part is not ours: without the details of its meeting, which
    /// Teams has put there, an event is no Teams meeting any longer (Graph, update an event). So the
    /// body is read first, and only our part of it is replaced.
    pub async fn update(&self, at: At<'_>, meeting: &WantedMeeting) -> Result<(), ProviderFault> {
        let now = self.event(at, "id,isCancelled,onlineMeeting,body").await;
        let now = now.map_err(gone_with_host)?;
        if now.is_cancelled {
            return Err(ProviderFault::Gone);
        }
        let mut change = changeable(meeting);
        if let Some(body) = now.body_with(&part(&meeting.agenda)) {
            change["body"] = html(&body);
        }
        let answer = self.graph.call(self.access, Method::PATCH, &path(at), Some(&change)).await;
        answer.map(drop).map_err(gone_with_host)
    }

    pub async fn delete(&self, at: At<'_>) -> Result<(), ProviderFault> {
        let answer = self.graph.call(self.access, Method::DELETE, &path(at), None).await;
        answer.map(drop).map_err(gone_with_host)
    }

    /// What is found without a link is of no use to anybody, and is told as such.
    pub async fn find(&self, attempt: &Attempt) -> Result<Option<Made>, ProviderFault> {
        Ok(self.made_by(attempt).await?.and_then(Event::made))
    }

    /// Events can't be searched by `transactionId`, so those around the start are looked at.
    async fn made_by(&self, attempt: &Attempt) -> Result<Option<Event>, ProviderFault> {
        let (from, until) = window(attempt.start);
        let path = format!(
            "/users/{}/calendarView?startDateTime={from}Z&endDateTime={until}Z\
             &$select=id,transactionId,isCancelled,onlineMeeting&$top=100",
            segment(&attempt.host)
        );
        let events: Vec<Event> = self.graph.list(self.access, &path).await?;
        Ok(events.into_iter().find(|event| event.is_of(attempt)))
    }

    pub async fn host_link(&self, at: At<'_>) -> Result<HostLink, ProviderFault> {
        let event = self.event(at, "id,onlineMeeting").await?;
        event.link().map(HostLink::new).ok_or_else(no_host_link)
    }

    async fn event(&self, at: At<'_>, fields: &str) -> Result<Event, ProviderFault> {
        let path = format!("{}?$select={fields}", path(at));
        read(&self.graph.call(self.access, Method::GET, &path, None).await?)
    }

    pub async fn mailbox_kind(&self, host: &str) -> Result<Mailbox, ProviderFault> {
        let path = format!("/users/{}/mailboxSettings?$select=userPurpose", segment(host));
        let settings: Settings =
            read(&self.graph.call(self.access, Method::GET, &path, None).await?)?;
        Ok(match settings.user_purpose.as_deref() {
            Some("shared") => Mailbox::Shared,
            Some("room" | "equipment") => Mailbox::Room,
            // `linked` is a person's whose account is in another directory.
            _ => Mailbox::User,
        })
    }

    pub async fn allow_teams(&self, host: &str) -> Result<bool, ProviderFault> {
        let path =
            format!("/users/{}/calendar?$select=allowedOnlineMeetingProviders", segment(host));
        let calendar: Calendar =
            read(&self.graph.call(self.access, Method::GET, &path, None).await?)?;
        Ok(calendar.allowed_online_meeting_providers.iter().any(|name| name == TEAMS))
    }
}

impl Event {
    /// Where guests join.
    fn link(&self) -> Option<&str> {
        let link = self.online_meeting.as_ref()?.join_url.as_deref()?;
        is_link(link).then_some(link)
    }

    fn is_of(&self, attempt: &Attempt) -> bool {
        !self.is_cancelled && self.transaction_id.as_ref() == Some(&attempt.id)
    }

    /// As it is told, with or without a link.
    fn made(self) -> Option<Made> {
        let join_url = self.link().unwrap_or_default().to_owned();
        is_external_id(&self.id).then(|| Made {
            id: self.id,
            join_url,
            password: String::new(),
            unrecorded: false,
        })
    }

    /// The body with our part as it should be; `None` where it has to stay as it is.
    fn body_with(&self, ours: &str) -> Option<String> {
        let body = self.body.as_ref().filter(|it| it.content_type.eq_ignore_ascii_case("html"))?;
        replaced(&body.content, ours, self.link())
    }
}

/// The meeting has no start link.
pub(super) fn no_host_link() -> ProviderFault {
    let detail = "Microsoft gives no link for the meeting";
    ProviderFault::Refused(Reason::new("no_host_link", detail))
}

/// When a meeting ends.
pub(super) fn end(start: Timestamp, minutes: i64) -> Timestamp {
    start.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(start)
}

fn path(at: At<'_>) -> String {
    format!("/users/{}/events/{}", segment(at.host), segment(at.id))
}

/// A repeated creation is known by its `transactionId`.
fn whole(meeting: &WantedMeeting, transaction: &str) -> Value {
    let mut event = changeable(meeting);
    event["body"] = html(&part(&meeting.agenda));
    event["isOnlineMeeting"] = json!(true);
    event["onlineMeetingProvider"] = json!(TEAMS);
    event["transactionId"] = json!(transaction);
    event
}

/// What both creating and updating say. The times are in UTC: a local one would be ambiguous in the
/// hour that a zone repeats.
fn changeable(meeting: &WantedMeeting) -> Value {
    let at = |at: Timestamp| json!({ "dateTime": civil(at), "timeZone": "UTC" });
    json!({
        "subject": meeting.topic,
        "start": at(meeting.start),
        "end": at(end(meeting.start, meeting.duration_min)),
    })
}

fn html(content: &str) -> Value {
    json!({ "contentType": "html", "content": content })
}

/// The time in UTC, without an offset: the zone stands beside it (Graph: `dateTimeTimeZone`).
fn civil(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// From when to when events are looked at.
fn window(start: Timestamp) -> (String, String) {
    let from = start.checked_sub(AROUND).unwrap_or(start);
    let until = start.checked_add(AROUND).unwrap_or(start);
    (civil(from), civil(until))
}
