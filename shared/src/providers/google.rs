//! Google Meet: a link is born with an event in the host's calendar, made by a company's service account
//! that acts for the host, or by the host who let the application in. Everything here follows Google's
//! reference of the Calendar API v3 unless a comment says otherwise.
//!
//! A calendar is always `primary`: the token decides whose. Convoke's guests are not the event's, so that
//! Google asks each of them at the door to be let in by the host, unless the company's settings of Meet
//! say otherwise.

use bytes::Bytes;
use http::{Method, StatusCode};
use jiff::SignedDuration;
use serde_json::Value;

use super::google_answer::{About, fault, no_meet, uncertain};
use super::google_event::{self as event, MEET, Meet, made, meet};
use super::google_token::{Asked, CALENDARS, EVENTS, fetch};
use super::measured::Measured;
use super::tokens::{Token, Tokens};
use super::wire::{other_means, segment};
use super::{
    Access, Account, At, Grant, Made, Means, MeetingProvider, ProviderFault, ProviderUser, wire,
};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::Reason;
use crate::domain::ids::{HostLink, Secret};
use crate::domain::meeting::Attempt;
use crate::domain::settings::ProviderName;
use crate::transport::Transport;

/// As people know it.
pub(super) const VENDOR: &str = "Google";
/// The calendar of whoever the token is for.
const CALENDAR: &str = "/calendar/v3/calendars/primary";
/// Without the version Google drops what is said of the conference without a word. Nobody is told by
/// Google: the people of a session are told by Convoke.
const QUIETLY: &str = "conferenceDataVersion=1&sendUpdates=none";
/// How often a conference that is still being made is looked at before whoever waits comes again.
const LOOKS: usize = 2;
/// How soon it is looked at again then. Google names no time; it takes seconds at most.
const NEXT_LOOK: SignedDuration = SignedDuration::from_secs(2);
/// From then on a conference that is still being made is given up, with its event.
const LONGEST_MAKING: SignedDuration = SignedDuration::from_mins(10);

/// Google's events with Meet.
#[derive(Debug)]
pub struct Google {
    way: Measured,
    urls: ProviderUrls,
    clock: Clock,
    tokens: Tokens,
}

impl Google {
    /// Google at these addresses.
    #[must_use]
    pub fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        let way = Measured::new(ProviderName::Google.name(), transport, clock.clone());
        Self { way, urls, clock, tokens: Tokens::default() }
    }

    /// Whether events of this host may have Meet: where the company's administrator has switched it off,
    /// it is not among the calendar's kinds of conference (requirements P07 and P18). This asks for a
    /// scope that the work itself does without, and that people are not asked for when they let the
    /// application in.
    ///
    /// # Errors
    /// [`ProviderFault::Connection`] with `insufficient_scope` when the scope is not granted; else as
    /// everywhere.
    pub async fn has_meet(&self, access: &Access, host: &str) -> Result<bool, ProviderFault> {
        let asked = Asked { subject: host, scope: CALENDARS };
        let answer = self.call(access, asked, Method::GET, CALENDAR, None).await?;
        let calendar: Value = wire::read(VENDOR, &self.checked(answer, About::Calendar)?)?;
        let kinds = calendar.pointer("/conferenceProperties/allowedConferenceSolutionTypes");
        Ok(kinds.and_then(Value::as_array).into_iter().flatten().any(|kind| kind == MEET))
    }

    /// One call, answered by anything but a refused token. A refused one had no effect: the service
    /// account's is fetched anew, once; a person's is renewed by whoever keeps it.
    pub(super) async fn call(
        &self,
        access: &Access,
        asked: Asked<'_>,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        match &access.means {
            Means::ServiceAccount(key) => {
                let token = self.token(access, key, asked, None).await?.secret;
                let answer = self.ask(&token, &method, path, body).await?;
                if answer.status() != StatusCode::UNAUTHORIZED {
                    return Ok(answer);
                }
                let token = self.token(access, key, asked, Some(&token)).await?.secret;
                self.ask(&token, &method, path, body).await
            }
            Means::Grant(token) => {
                let answer = self.ask(token, &method, path, body).await?;
                if answer.status() == StatusCode::UNAUTHORIZED {
                    return Err(ProviderFault::TokenRefused);
                }
                Ok(answer)
            }
            Means::Application(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    /// What opens one person's things.
    pub(super) async fn bearer(
        &self,
        access: &Access,
        asked: Asked<'_>,
    ) -> Result<Secret, ProviderFault> {
        match &access.means {
            Means::ServiceAccount(key) => Ok(self.token(access, key, asked, None).await?.secret),
            Means::Grant(token) => Ok(token.clone()),
            Means::Application(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    /// Each person and each scope has a token of its own.
    async fn token(
        &self,
        access: &Access,
        key: &Secret,
        asked: Asked<'_>,
        spent: Option<&Secret>,
    ) -> Result<Token, ProviderFault> {
        let now = self.clock.now();
        let kept_as = format!("{} {} {}", access.credentials, asked.scope, asked.subject);
        let fetched = fetch(&self.way, &self.urls.token, key, asked, now);
        self.tokens.get(&kept_as, now, spent, fetched).await
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
        about: About,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        if answer.status().is_success() {
            return Ok(answer);
        }
        Err(fault(&answer, about, self.clock.now()))
    }

    /// One event, or a change of it.
    async fn event(
        &self,
        access: &Access,
        at: At<'_>,
        method: Method,
        query: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        let path = format!("{CALENDAR}/events/{}{query}", segment(at.id));
        let answer = self.call(access, events_of(at.host), method, &path, body).await?;
        self.checked(answer, About::Event)
    }

    /// Where the conference of an event stands now.
    async fn look(&self, access: &Access, at: At<'_>) -> Result<Meet, ProviderFault> {
        meet(&self.event(access, at, Method::GET, "", None).await?)
    }

    /// The meeting of an event that was made, as soon as it can be told of. What has no conference is
    /// removed at once: nobody needs an event without one.
    async fn made(
        &self,
        access: &Access,
        at: At<'_>,
        mut stands: Meet,
    ) -> Result<Made, ProviderFault> {
        for _ in 0..LOOKS {
            if stands == Meet::Pending {
                stands = self.look(access, at).await.map_err(uncertain)?;
            }
        }
        match stands {
            Meet::Ready(link) => Ok(made(at.id, link)),
            Meet::Pending => Err(uncertain(in_the_making())),
            Meet::Missing => {
                gone_is_fine(self.delete(access, at).await).map_err(uncertain)?;
                Err(no_meet())
            }
            // Its id can't be used again, so that only another attempt can make the meeting.
            Meet::Cancelled => Err(ProviderFault::Passing {
                after: SignedDuration::from_secs(1),
                cause: "the event was deleted while it was made".to_owned(),
            }),
        }
    }
}

impl MeetingProvider for Google {
    /// The event's id follows from the attempt. If it is taken, an earlier request of the same attempt
    /// has come through, and the event is ours.
    async fn create(
        &self,
        access: &Access,
        meeting: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Made, ProviderFault> {
        let id = event::id(attempt);
        let at = At { host: &meeting.host, id: &id };
        let path = format!("{CALENDAR}/events?{QUIETLY}");
        let body = event::new(meeting, attempt);
        let asked = events_of(at.host);
        let answer = self.call(access, asked, Method::POST, &path, Some(&body)).await?;
        let stands = if answer.status() == StatusCode::CONFLICT {
            self.look(access, at).await
        } else {
            meet(&self.checked(answer, About::Calendar)?)
        };
        self.made(access, at, stands.map_err(uncertain)?).await
    }

    /// A change of a deleted event is answered like any other, and the event stays deleted.
    async fn update(
        &self,
        access: &Access,
        at: At<'_>,
        meeting: &WantedMeeting,
    ) -> Result<(), ProviderFault> {
        let body = event::changeable(meeting);
        let query = format!("?{QUIETLY}");
        let answer = self.event(access, at, Method::PATCH, &query, Some(&body)).await?;
        match meet(&answer)? {
            Meet::Cancelled => Err(ProviderFault::Gone),
            Meet::Ready(_) | Meet::Pending | Meet::Missing => Ok(()),
        }
    }

    /// With a person whom the company's Google does not know any more, everything is gone that the
    /// person hosted.
    async fn delete(&self, access: &Access, at: At<'_>) -> Result<(), ProviderFault> {
        match self.event(access, at, Method::DELETE, "?sendUpdates=none", None).await {
            Ok(_) => Ok(()),
            Err(ProviderFault::Host(reason)) if reason.code == "host_not_found" => {
                Err(ProviderFault::Gone)
            }
            Err(fault) => Err(fault),
        }
    }

    /// An event whose conference is still being made is waited for, though not for ever; one that has
    /// none comes without a link, so that it is removed.
    async fn find(
        &self,
        access: &Access,
        attempt: &Attempt,
    ) -> Result<Option<Made>, ProviderFault> {
        let id = event::id(attempt);
        let stands = match self.look(access, At { host: &attempt.host, id: &id }).await {
            Err(ProviderFault::Gone) => return Ok(None),
            answer => answer?,
        };
        let age = self.clock.now().duration_since(attempt.begun);
        match stands {
            Meet::Ready(link) => Ok(Some(made(&id, link))),
            Meet::Pending if age < LONGEST_MAKING => Err(in_the_making()),
            Meet::Pending | Meet::Missing => Ok(Some(made(&id, String::new()))),
            Meet::Cancelled => Ok(None),
        }
    }

    /// Whoever is signed in as the event's organiser hosts, so that the host enters by the guests' link.
    async fn host_link(&self, access: &Access, at: At<'_>) -> Result<HostLink, ProviderFault> {
        match self.look(access, at).await? {
            Meet::Ready(link) => Ok(HostLink::new(link)),
            Meet::Cancelled => Err(ProviderFault::Gone),
            Meet::Pending => Err(in_the_making()),
            Meet::Missing => {
                let detail = "Google gives no link for the meeting any more";
                Err(ProviderFault::Refused(Reason::new("no_host_link", detail)))
            }
        }
    }
}

impl Account for Google {
    /// Hosts are named by the mail addresses of the company's calendar, so that nobody is picked from a
    /// list; a list would want one more scope, and an administrator's.
    async fn users(&self, _: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        Ok(Vec::new())
    }

    /// A person's token is tried on the person's events. A service account can't be tried on anybody's,
    /// because nobody is named here: a token in its own name proves that the account and its key are
    /// alive and that Google knows the scope, but not that an administrator lets it act for people.
    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        let asked = events_of("");
        if let Means::ServiceAccount(key) = &access.means {
            fetch(&self.way, &self.urls.token, key, asked, self.clock.now()).await?;
            return Ok(Grant::default());
        }
        let path = format!("{CALENDAR}/events?maxResults=1");
        let answer = self.call(access, asked, Method::GET, &path, None).await?;
        self.checked(answer, About::Calendar)?;
        Ok(Grant::default())
    }
}

/// A token that opens the events of this person.
const fn events_of(host: &str) -> Asked<'_> {
    Asked { subject: host, scope: EVENTS }
}

fn in_the_making() -> ProviderFault {
    let cause = "Google is still making the conference".to_owned();
    ProviderFault::Passing { after: NEXT_LOOK, cause }
}

fn gone_is_fine(deleted: Result<(), ProviderFault>) -> Result<(), ProviderFault> {
    match deleted {
        Err(ProviderFault::Gone) => Ok(()),
        other => other,
    }
}
