//! Zoom: meetings of a tenant's own account (server-to-server), or of a person who let the application
//! in. Everything here follows the Zoom API reference (meetings and users) unless a comment says
//! otherwise.

use bytes::Bytes;
use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::measured::Measured;
use super::tokens::{Token, Tokens};
use super::wire::{is_link, other_means, segment};
use super::zoom_answer::{fault, is_token_refused, may_be_stale};
use super::zoom_token::fetch;
use super::{
    Access, Account, Application, At, Grant, Made, Means, MeetingProvider, ProviderFault,
    ProviderUser, wire,
};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::Reason;
use crate::domain::ids::{HostLink, Secret, is_external_id};
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;
use crate::transport::Transport;

/// The most pages of a list that are read; 300 meetings or 300 users each.
const PAGES: usize = 40;
/// How far Zoom's clock may be behind ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// Recorded into Zoom's cloud.
const CLOUD: &str = "cloud";
/// As people know it.
pub(super) const VENDOR: &str = "Zoom";

/// Zoom's meetings.
#[derive(Debug)]
pub struct Zoom {
    way: Measured,
    urls: ProviderUrls,
    clock: Clock,
    tokens: Tokens,
}

#[derive(Deserialize)]
struct Meeting {
    /// Up to 11 digits today; text in some answers, so both are read.
    id: Value,
    #[serde(default)]
    join_url: String,
    #[serde(default)]
    start_url: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    agenda: String,
    #[serde(default)]
    settings: Settings,
}

#[derive(Default, Deserialize)]
struct Settings {
    #[serde(default)]
    auto_recording: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    id: Value,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    start_time: Option<Timestamp>,
    #[serde(default)]
    created_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct MeetingPage {
    #[serde(default)]
    meetings: Vec<Listed>,
    #[serde(default)]
    next_page_token: String,
}

#[derive(Deserialize)]
struct UserPage {
    #[serde(default)]
    users: Vec<User>,
    #[serde(default)]
    next_page_token: String,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    status: String,
}

impl Zoom {
    /// Zoom at these addresses.
    #[must_use]
    pub fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        let way = Measured::new(ProviderName::Zoom.name(), transport, clock.clone());
        Self { way, urls, clock, tokens: Tokens::default() }
    }

    /// One call. A refused token had no effect: an application's is fetched anew, once; a person's is
    /// renewed by whoever keeps it.
    pub(super) async fn call(
        &self,
        access: &Access,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        match &access.means {
            Means::Application(app) => {
                let token = self.token(access, app, None).await?.secret;
                let answer = self.ask(&token, &method, path, body).await?;
                if !may_be_stale(&answer) {
                    return self.checked(answer);
                }
                let token = self.token(access, app, Some(&token)).await?.secret;
                let answer = self.ask(&token, &method, path, body).await?;
                self.checked(answer)
            }
            Means::Grant(token) => {
                let answer = self.ask(token, &method, path, body).await?;
                if is_token_refused(&answer) {
                    return Err(ProviderFault::TokenRefused);
                }
                self.checked(answer)
            }
            Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    async fn token(
        &self,
        access: &Access,
        app: &Application,
        spent: Option<&Secret>,
    ) -> Result<Token, ProviderFault> {
        let now = self.clock.now();
        let fetched = fetch(&self.way, &self.urls.token, app, now);
        self.tokens.get(&access.credentials, now, spent, fetched).await
    }

    async fn ask(
        &self,
        token: &Secret,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        self.way.ask(token, method, &format!("{}{path}", self.urls.api), body).await
    }

    fn checked(
        &self,
        answer: http::Response<Bytes>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        if answer.status().is_success() {
            return Ok(answer);
        }
        Err(fault(&answer, self.clock.now()))
    }

    async fn meeting(&self, access: &Access, id: &str) -> Result<Meeting, ProviderFault> {
        let path = format!("/meetings/{}", segment(id));
        read(&self.call(access, Method::GET, &path, None).await?)
    }

    /// The host's upcoming meetings that an attempt may have made.
    async fn candidates(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> Result<Vec<String>, ProviderFault> {
        let base =
            format!("/users/{}/meetings?type=upcoming&page_size=300", segment(&attempt.host));
        let mut found = Vec::new();
        let mut path = base.clone();
        for _ in 0..PAGES {
            let page: MeetingPage = read(&self.call(access, Method::GET, &path, None).await?)?;
            found.extend(
                page.meetings.iter().filter(|it| may_be(it, attempt)).filter_map(|it| id(&it.id)),
            );
            if page.next_page_token.is_empty() {
                break;
            }
            path = format!("{base}&next_page_token={}", segment(&page.next_page_token));
        }
        Ok(found)
    }
}

impl MeetingProvider for Zoom {
    async fn create(
        &self,
        access: &Access,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        let path = format!("/users/{}/meetings", segment(&meeting.host));
        let mut body = changeable(meeting);
        body["type"] = json!(2);
        match &attempt.password {
            Some(password) => body["password"] = json!(password),
            None => body["agenda"] = json!(marked(&meeting.agenda, &attempt.mark)),
        }
        let answer = self.call(access, Method::POST, &path, Some(&body)).await?;
        let answered: Result<Meeting, _> = read(&answer);
        let unrecorded = answered.as_ref().is_ok_and(|it| is_unrecorded(it, meeting));
        let made = answered.and_then(made).map_err(|_| wire::uncertain(VENDOR))?;
        Ok(Made { unrecorded, ..made })
    }

    async fn update(
        &self,
        access: &Access,
        at: At<'_>,
        meeting: &WantedMeeting,
    ) -> Result<(), ProviderFault> {
        let path = format!("/meetings/{}", segment(at.id));
        self.call(access, Method::PATCH, &path, Some(&changeable(meeting))).await?;
        Ok(())
    }

    async fn delete(&self, access: &Access, at: At<'_>) -> Result<(), ProviderFault> {
        let path = format!("/meetings/{}", segment(at.id));
        self.call(access, Method::DELETE, &path, None).await?;
        Ok(())
    }

    async fn find(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> Result<Option<Made>, ProviderFault> {
        for id in self.candidates(access, attempt).await? {
            match self.meeting(access, &id).await {
                Ok(meeting) if is_made_by(&meeting, attempt) => return made(meeting).map(Some),
                Ok(_) | Err(ProviderFault::Gone) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(None)
    }

    async fn host_link(&self, access: &Access, at: At<'_>) -> Result<HostLink, ProviderFault> {
        let meeting = self.meeting(access, at.id).await?;
        if meeting.start_url.is_empty() {
            let detail = "Zoom gives no start link for the meeting";
            return Err(ProviderFault::Refused(Reason::new("no_host_link", detail)));
        }
        Ok(HostLink::new(meeting.start_url))
    }
}

impl Account for Zoom {
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        let base = "/users?status=active&page_size=300";
        let mut users = Vec::new();
        let mut path = base.to_owned();
        for _ in 0..PAGES {
            let page: UserPage = read(&self.call(access, Method::GET, &path, None).await?)?;
            users.extend(page.users.into_iter().filter(User::is_active).map(ProviderUser::from));
            if page.next_page_token.is_empty() {
                break;
            }
            path = format!("{base}&next_page_token={}", segment(&page.next_page_token));
        }
        Ok(users)
    }

    /// An application shows what it is granted with a new token; a person's token by what it opens.
    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        let Means::Application(app) = &access.means else {
            self.call(access, Method::GET, "/users/me", None).await?;
            return Ok(Grant::default());
        };
        let fetched = fetch(&self.way, &self.urls.token, app, self.clock.now());
        let token = self.tokens.renew(&access.credentials, fetched).await?;
        Ok(Grant { scopes: Some(token.scopes) })
    }
}

/// A meeting that can be told of and changed again: one without an id or a link is none.
fn made(meeting: Meeting) -> Result<Made, ProviderFault> {
    let id = id(&meeting.id)
        .filter(|_| is_link(&meeting.join_url))
        .ok_or_else(|| wire::unreadable(VENDOR))?;
    Ok(Made { id, join_url: meeting.join_url, password: meeting.password, unrecorded: false })
}

impl User {
    /// The list is asked for active users; one that says otherwise is left out all the same, and so
    /// is one that nobody could be linked to.
    fn is_active(&self) -> bool {
        !self.id.is_empty() && (self.status.is_empty() || self.status == "active")
    }
}

impl From<User> for ProviderUser {
    fn from(user: User) -> Self {
        Self { id: user.id, email: user.email, name: user.display_name }
    }
}

/// What both creating and updating say. The start is in UTC: a local time would be ambiguous in the
/// hour that a zone repeats.
fn changeable(meeting: &WantedMeeting) -> Value {
    let mut body = json!({
        "topic": meeting.topic,
        "agenda": meeting.agenda,
        "start_time": seconds(meeting.start),
        "duration": meeting.duration_min,
        "timezone": meeting.time_zone,
    });
    // Nothing is said where nobody asks; nor ever of the chat, which stays as the account has it.
    if let Some(record) = meeting.record {
        let how = if record { CLOUD } else { "none" };
        body["settings"] = json!({"auto_recording": how});
    }
    body
}

/// A host without the licence, or an account with recording switched off, gets no recording, and no refusal either:
/// only the answer shows it.
fn is_unrecorded(answered: &Meeting, wanted: &WantedMeeting) -> bool {
    wanted.record == Some(true)
        && answered.settings.auto_recording.as_deref().is_some_and(|how| how != CLOUD)
}

/// `yyyy-MM-ddTHH:mm:ssZ`, without fractions, as Zoom wants it.
fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Without a password of ours, a short reference opens the agenda, so that a meeting can be told
/// from another one with the same topic and start. The agenda is cut to what Zoom takes.
fn marked(agenda: &str, mark: &str) -> String {
    format!("[{mark}] {agenda}").chars().take(2000).collect()
}

/// Topic and start must agree, and the meeting must not be older than the attempt.
fn may_be(listed: &Listed, attempt: &Attempt) -> bool {
    let earliest = attempt.begun.checked_sub(SKEW).unwrap_or(attempt.begun);
    let same_start =
        listed.start_time.is_some_and(|at| at.as_second() == attempt.start.as_second());
    let new_enough = listed.created_at.is_none_or(|at| at >= earliest);
    listed.topic == attempt.topic && same_start && new_enough
}

fn is_made_by(meeting: &Meeting, attempt: &Attempt) -> bool {
    match &attempt.password {
        Some(password) => meeting.password == *password,
        None => meeting.agenda.starts_with(&format!("[{}]", attempt.mark)),
    }
}

/// The id as text; `None` for what can't be one.
pub(super) fn id(id: &Value) -> Option<String> {
    match id {
        Value::String(text) => Some(text.clone()).filter(|text| is_external_id(text)),
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) fn read<T: for<'de> Deserialize<'de>>(
    answer: &http::Response<Bytes>,
) -> Result<T, ProviderFault> {
    wire::read(VENDOR, answer)
}
