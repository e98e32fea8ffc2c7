//! The session as the table holds it: what is wanted, what is, and what lies between the two.

mod attempt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::config::Whose;
use super::event::{EventKind, MeetingFacts, Party};
use super::fault::{Block, Reason};
use super::ids::{SessionKey, fold_email};
use super::session::{Attendee, Change, FactOrder, SessionContent, SessionFact};

pub use attempt::Attempt;

/// How many lines of a session's history are kept; the oldest go first.
const TIMELINE: usize = 24;

/// A session with its meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Which session.
    pub key: SessionKey,
    /// Counts writes; every conditional write names the revision it has seen.
    pub rev: u64,
    /// The order of the latest fact.
    pub order: FactOrder,
    /// The version of the latest fact, as its sender counts.
    pub version: u64,
    /// Whether the latest fact is that it does not take place.
    pub cancelled: bool,
    /// What the latest fact that had a content said. Missing when only a cancellation was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<SessionContent>,
    /// The session this one turned out to be (a sender's later id for a moved booking).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_of: Option<String>,
    /// The order of the fact that *is* was last made equal to; behind `order` while work is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<FactOrder>,
    /// Who works on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// The live meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<LiveMeeting>,
    /// Creations that may have had their effect, though nobody has seen the answer.
    #[serde(default)]
    pub attempts: Vec<Attempt>,
    /// Meetings that must go.
    #[serde(default)]
    pub to_delete: Vec<Doomed>,
    /// Where the meeting stands.
    #[serde(default)]
    pub state: MeetingState,
    /// Why it stands there, where that needs saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What is waited for, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<Block>,
    /// The number of events so far.
    #[serde(default)]
    pub seq: u32,
    /// What people were last told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Announced>,
    /// Events not known to be sent, with the message whose work made them.
    #[serde(default)]
    pub unsent: Vec<Unsent>,
    /// The messages that began work here and did not see it to its end: they come again. Whoever does
    /// may be a late copy of a message that was deleted long ago and never comes again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returning: Vec<String>,
    /// Things that went otherwise than asked, though well.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// What happened, oldest first.
    #[serde(default)]
    pub timeline: Vec<Moment>,
}

/// The right to work on a session, until it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Unique to one worker's one try.
    pub owner: String,
    /// The end, in whole milliseconds as a number, so that a condition can compare it. Later than
    /// the owner can possibly live.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub until: Timestamp,
}

impl Lease {
    /// The lease of one try of the work that a message asks for.
    #[must_use]
    pub fn of(message: &str, name: &str, until: Timestamp) -> Self {
        Self { owner: format!("{message}:{name}"), until }
    }

    /// The message whose work it is for.
    #[must_use]
    pub fn message(&self) -> &str {
        self.owner.rsplit_once(':').map_or(&*self.owner, |(message, _)| message)
    }
}

/// A meeting as the provider has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveMeeting {
    /// The provider.
    pub provider: String,
    /// The person whose own connection it is made with; `None` for the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The provider's id of the hosting user.
    pub host: String,
    /// The provider's id; opaque.
    pub id: String,
    /// Where guests join.
    pub join_url: String,
    /// The passcode; empty when there is none.
    pub password: String,
    /// Digest of what was asked of the provider when it was last made equal; empty when unknown.
    pub applied: String,
    /// Whether it was to be recorded, and the provider said that it will not be (requirement B09).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unrecorded: bool,
}

impl LiveMeeting {
    /// Whose connection it was made with.
    #[must_use]
    pub fn whose(&self) -> Whose<'_> {
        Whose { provider: &self.provider, person: self.by.as_deref() }
    }

    /// The meeting as messages carry it.
    #[must_use]
    pub fn facts(&self) -> MeetingFacts {
        MeetingFacts {
            provider: self.provider.clone(),
            by: self.by.clone(),
            id: self.id.clone(),
            host: self.host.clone(),
            join_url: self.join_url.clone(),
            password: self.password.clone(),
        }
    }

    /// The meeting as one that must go.
    #[must_use]
    pub fn doomed(&self) -> Doomed {
        Doomed {
            provider: self.provider.clone(),
            by: self.by.clone(),
            host: self.host.clone(),
            id: self.id.clone(),
        }
    }
}

/// A meeting that must go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doomed {
    /// The provider, whose connection of this tenant or person made it.
    pub provider: String,
    /// The person whose own connection it is made with; `None` for the tenant's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The provider's id of the hosting user.
    #[serde(default)]
    pub host: String,
    /// The provider's id.
    pub id: String,
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    /// The session needs none.
    #[default]
    NotWanted,
    /// A person must act first.
    Blocked,
    /// It will be made.
    Wanted,
    /// It exists as wanted.
    Ready,
    /// It must go, and has not gone yet.
    Deleting,
    /// It has gone.
    Deleted,
    /// It can't be.
    Failed,
}

/// What people were last told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// Digest of everything a recipient would see.
    pub digest: String,
    /// The same but for who attends, where those who attend anyway need not hear who else does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub core: String,
    /// Who was told as the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Party>,
    /// Who was told as a guest.
    #[serde(default)]
    pub attendees: Vec<Attendee>,
    /// From when to when they were told that it takes place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<(Timestamp, Timestamp)>,
}

/// An event not known to be sent. Its facts are not kept: when it is sent again, it tells how things
/// are by then, which is what people want to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// The message whose work made it; when that message comes again, it sends it again.
    pub maker: String,
    /// Other messages that come again, and then send it again: those whose work was taken over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The event's number.
    pub seq: u32,
    /// What happened.
    pub kind: EventKind,
    /// When it became true.
    pub at: Timestamp,
    /// The host that was told of the meeting before, when it was somebody else, or when nobody hosts
    /// it any longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_host: Option<Party>,
    /// Guests that were told of the meeting before and don't attend any longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_attendees: Vec<Attendee>,
    /// Guests that attend from now on, where those who did before need not hear of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_new: Option<Vec<Attendee>>,
    /// When it would have taken place, as they were told; for a deletion, whose readers may never
    /// have heard of a change that came just before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_time: Option<(Timestamp, Timestamp)>,
}

/// A line of a session's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// What, `snake_case`.
    pub what: String,
    /// More of it, for people.
    pub detail: String,
}

impl Session {
    /// Takes somebody out of what was said of a meeting, by their addresses, folded; whoever is to hear that one that
    /// has not begun by now does not take place is still told so. Whether they were in it.
    pub fn forget(&mut self, emails: &[String], now: Timestamp) -> bool {
        let stays = |it: &Attendee| !emails.contains(&fold_email(&it.email));
        let begun = self.wanted.as_ref().is_none_or(|content| content.start <= now);
        let wanted = self.wanted.iter_mut().map(|content| &mut content.attendees);
        let announced = self.announced.iter_mut().filter(|_| begun);
        let mut found = false;
        for attendees in wanted.chain(announced.map(|announced| &mut announced.attendees)) {
            found |= !attendees.iter().all(stays);
            attendees.retain(stays);
        }
        found
    }

    /// Notes that a message comes again.
    pub fn expect_again(&mut self, message: &str) {
        if !self.returning.iter().any(|known| known == message) {
            self.returning.push(message.to_owned());
        }
    }

    /// Changes hands. Whoever held a lease and did not give it back is dead: its message comes again, and
    /// what it did last nobody knows.
    pub fn take_from_the_dead(&mut self, lease: Lease) {
        if let Some(left) = self.lease.replace(lease) {
            self.expect_again(left.message());
            self.doubt_live();
        }
    }

    /// Somebody may have changed or deleted the meeting without a word. Making it equal once more does no
    /// harm.
    pub fn doubt_live(&mut self) {
        if let Some(live) = &mut self.live {
            live.applied.clear();
        }
    }

    /// A session of which nothing is known yet.
    #[must_use]
    pub fn new(key: SessionKey, order: FactOrder) -> Self {
        Self {
            key,
            rev: 0,
            order,
            version: 0,
            cancelled: false,
            wanted: None,
            alias_of: None,
            done: None,
            lease: None,
            live: None,
            attempts: Vec::new(),
            to_delete: Vec::new(),
            state: MeetingState::NotWanted,
            reason: None,
            waits_for: None,
            seq: 0,
            announced: None,
            unsent: Vec::new(),
            returning: Vec::new(),
            warnings: Vec::new(),
            timeline: Vec::new(),
        }
    }

    /// Believes a fact, leaving everything but what is wanted as it is.
    pub fn record(&mut self, fact: &SessionFact) {
        self.order = fact.order();
        self.version = fact.version;
        match &fact.change {
            Change::Upserted(content) => {
                self.cancelled = false;
                self.wanted = Some((**content).clone());
            }
            Change::Cancelled => self.cancelled = true,
        }
    }

    /// Whether *is* equals *wanted* and nothing is left to do.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.done.as_ref() == Some(&self.order)
            && self.lease.is_none()
            && self.attempts.is_empty()
            && self.to_delete.is_empty()
    }

    /// Whether somebody else may be working on it.
    #[must_use]
    pub fn is_held(&self, now: Timestamp) -> bool {
        self.lease.as_ref().is_some_and(|lease| lease.until > now)
    }

    /// Whether the item holds this meeting, as the live one or as one that must go.
    #[must_use]
    pub fn knows(&self, meeting: &Doomed) -> bool {
        self.live.as_ref().is_some_and(|live| live.doomed() == *meeting)
            || self.to_delete.contains(meeting)
    }

    /// Adds a line to the history.
    pub fn note(&mut self, at: Timestamp, what: &str, detail: impl Into<String>) {
        let moment = Moment { at, what: what.to_owned(), detail: detail.into() };
        self.timeline.push(moment);
        let surplus = self.timeline.len().saturating_sub(TIMELINE);
        self.timeline.drain(..surplus);
    }
}
