//! The entry of a session in its host's calendar, where the company keeps an Exchange server of its own:
//! what it should say, and what is known of the one that stands there.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::config::TenantConfig;
use super::desire::occasion;
use super::event::{Event, EventKind, Party};
use super::fault::Reason;
use super::ids::{SessionKey, digest, fold_email};
use super::language::Language;
use super::meeting::{Lease, LiveMeeting, Session};
use super::session::SessionContent;
use super::settings::CalendarKind;
use super::template::{self, Values, one_line};
use super::vendor::Vendor;

/// An entry as it should stand in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedEntry {
    /// Whose calendar, by mail address.
    pub mailbox: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Where people meet: the link.
    pub location: String,
    /// Begin.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
}

impl WantedEntry {
    /// Digest of everything that a change can change.
    #[must_use]
    pub fn digest(&self) -> String {
        let times = [self.start.to_string(), self.end.to_string()];
        digest(&["entry", &self.subject, &self.body, &self.location, &times[0], &times[1]])
    }

    /// Whether it is meant for this calendar.
    #[must_use]
    pub fn is_in(&self, mailbox: &str) -> bool {
        fold_email(&self.mailbox) == fold_email(mailbox)
    }
}

/// Whether an event may change a calendar entry. Decided from memory, so it costs whoever has no
/// Exchange server nothing.
#[must_use]
pub fn concerns(config: &TenantConfig, event: &Event) -> bool {
    config.tenant.calendar.kind == CalendarKind::Ews
        && config.connections.contains_key(Vendor::Exchange.name())
        && !config.is_switched_off(Vendor::Exchange.name())
        && event.kind != EventKind::Blocked
}

/// The entry that a session should have: of the meeting as people were last told of it, in the calendar
/// of its host, if the company calendar knows the host. `None` when it should have none.
#[must_use]
pub fn wanted(session: &Session, config: &TenantConfig) -> Option<WantedEntry> {
    let (told, live) = (session.announced.as_ref()?, session.live.as_ref()?);
    let content = session.wanted.as_ref()?;
    let host = told.host.as_ref()?;
    let person = config.people.get(&host.id).filter(|person| person.calendar_synced)?;
    let mailbox = person.emails.first().map(|email| email.trim()).filter(|it| !it.is_empty())?;
    let (start, end) = told.time.unwrap_or((content.start, content.end));
    Some(WantedEntry {
        mailbox: mailbox.to_owned(),
        subject: subject(content, config),
        body: body(live, host, config),
        location: one_line(&live.join_url),
        start,
        end,
    })
}

/// The topic where the service has one of its own, else the title, else what there is.
fn subject(content: &SessionContent, config: &TenantConfig) -> String {
    let occasion = occasion(content, config);
    let service = occasion.service.as_ref().and_then(|id| config.services.get(id));
    let topic = service.and_then(|service| service.topic.as_deref());
    let topic = topic.and_then(|it| template::topic(it, &Values::of_session(&occasion)).ok());
    let names = [topic.unwrap_or_default(), occasion.title, occasion.service_name];
    let name = names.into_iter().map(|name| one_line(&name).trim().to_owned());
    name.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| occasion.tenant_name.clone())
}

/// How to join, in the host's language.
fn body(live: &LiveMeeting, host: &Party, config: &TenantConfig) -> String {
    let language = Language::of(host.locale.as_ref().unwrap_or(&config.tenant.locale));
    let words = language.invitation();
    let mut lines = vec![format!("{}{}", words.join, one_line(&live.join_url))];
    if !live.password.is_empty() {
        lines.push(format!("{}{}", words.password, one_line(&live.password)));
    }
    lines.join("\n")
}

/// By what a session's entry in this calendar is found again. Whoever makes it twice marks it alike.
#[must_use]
pub fn mark(key: &SessionKey, mailbox: &str) -> String {
    let mailbox = fold_email(mailbox);
    digest(&["entry", &key.tenant, &key.source, &key.external_id, &mailbox])
}

/// What is known of a session's entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRecord {
    /// Counts writes; the last write of a piece of work names the revision that it began with.
    pub rev: u64,
    /// The revision of the session that the entry was last worked on for. Whoever has read an older one
    /// gets no lease, so what was known later is never undone.
    pub seen: u64,
    /// Who works on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// The entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<LiveEntry>,
    /// Creations that may have had their effect, though nobody has seen the answer.
    #[serde(default)]
    pub attempts: Vec<EntryAttempt>,
    /// Entries that must go.
    #[serde(default)]
    pub to_cancel: Vec<LiveEntry>,
    /// Whether somebody may have asked for a change without a word, or wants it looked at once more.
    #[serde(default)]
    pub doubted: bool,
    /// Whether the clock, or a change of the connection, is waited for.
    #[serde(default)]
    pub waits: bool,
    /// Where it stands.
    #[serde(default)]
    pub state: EntryState,
    /// Why it stands there, where that needs saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// An entry as it stands in a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEntry {
    /// Whose calendar, by mail address.
    pub mailbox: String,
    /// Exchange's id of it.
    pub id: String,
    /// In which state it was last seen.
    pub change_key: String,
    /// When it ends; what is over is left alone.
    pub ends: Timestamp,
    /// Digest of what was last applied; empty when unknown.
    pub applied: String,
}

/// A creation that may have had its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryAttempt {
    /// The lease under which it was begun.
    pub owner: String,
    /// In whose calendar.
    pub mailbox: String,
    /// From then on an effect is visible, or will never be.
    pub settles: Timestamp,
    /// When the entry ends.
    pub ends: Timestamp,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// It will be looked at again by itself.
    #[default]
    Waiting,
    /// It stands in the calendar as wanted.
    Made,
    /// There is none, and none is wanted.
    Removed,
    /// It can't be until a person acts.
    Failed,
}

impl EntryRecord {
    /// The same in the hands of whoever has just taken the lease for this revision of the session.
    /// Somebody who held one and did not give it back may have asked for anything.
    #[must_use]
    pub fn taken(mut self, lease: Lease, seen: u64, attempt: Option<EntryAttempt>) -> Self {
        let left = self.lease.replace(lease).is_some();
        if let Some(live) = self.live.as_mut().filter(|_| left || self.doubted) {
            live.applied.clear();
        }
        self.doubted = false;
        self.rev += 1;
        self.seen = seen;
        self.attempts.extend(attempt);
        self
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.lease.is_none()
            && self.attempts.is_empty()
            && self.to_cancel.is_empty()
            && !self.doubted
            && !self.waits
    }

    /// The live entry, from now on one that must go.
    pub fn doom(&mut self) {
        self.to_cancel.extend(self.live.take());
    }

    /// Every entry that it names.
    #[must_use]
    pub fn known(&self) -> Vec<LiveEntry> {
        self.live.iter().chain(&self.to_cancel).cloned().collect()
    }

    /// Forgets what is over by now: nobody needs it changed.
    pub fn forget_past(&mut self, now: Timestamp) {
        self.attempts.retain(|attempt| attempt.ends > now);
        self.to_cancel.retain(|entry| entry.ends > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(id: &str, ends: Timestamp) -> LiveEntry {
        LiveEntry {
            mailbox: "a@x.example".to_owned(),
            id: id.to_owned(),
            change_key: "k".to_owned(),
            ends,
            applied: "d".to_owned(),
        }
    }

    /// Whoever takes over from the dead believes nothing of what was applied last.
    #[test]
    fn a_lease_that_was_not_given_back_leaves_doubts() {
        let lease = |name| Lease::of("m", name, Timestamp::UNIX_EPOCH);
        let record = EntryRecord {
            live: Some(live("1", Timestamp::UNIX_EPOCH)),
            lease: Some(lease("a")),
            ..EntryRecord::default()
        };
        let taken = record.taken(lease("b"), 4, None);
        assert_eq!(taken.live.as_ref().map(|live| &*live.applied), Some(""));
        assert_eq!((taken.rev, taken.seen, taken.is_settled()), (1, 4, false));
        let given_back = EntryRecord { lease: None, ..taken };
        assert!(given_back.is_settled());
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let now = Timestamp::from_second(100).unwrap();
        let later = Some(live("1", Timestamp::from_second(101).unwrap()));
        let mut record = EntryRecord { live: later, ..EntryRecord::default() };
        record.doom();
        record.to_cancel.push(live("2", now));
        record.forget_past(now);
        assert_eq!(record.to_cancel.iter().map(|it| &*it.id).collect::<Vec<_>>(), ["1"]);
    }

    /// The mark follows from the session and the calendar alone.
    #[test]
    fn a_mark_is_the_same_however_an_address_is_written() {
        let key = SessionKey::new("t", "s", "1");
        assert_eq!(mark(&key, "A@x.example"), mark(&key, " a@x.example"));
        assert_ne!(mark(&key, "a@x.example"), mark(&key, "b@x.example"));
    }
}
