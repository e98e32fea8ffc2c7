//! What must hold after every single step, watched from outside: whoever writes owns the lease, every
//! meeting is known to its session, and nothing is told before it is true.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use convoke::domain::event::{Event, EventKind};
use convoke::domain::meeting::{LiveMeeting, Session};
use convoke::queue::{Envelope, EventMessage};
use http::Method;
use serde_json::Value;

use super::gate::{Asked, WorkerId};
use super::time::Time;
use super::venue::{Standing, Venue};
use super::world::{TABLE, queue_name};
use crate::aws::Aws;
use crate::sim::Simulators;

/// What must stand in clear in no item and no message: applications' secrets at providers, the beginning
/// of every token that Zoom gives, a line of the service account's key, links that make whoever has them
/// the host, the hook's secret, and what seals the others.
pub const CANARIES: [&str; 7] = [
    "secret-demo",
    "eyJzdiI6IjAwMDAwMiJ9",
    "m5LO1f/4W7T2pcRzV1bgSrOzgGEukExB4da6e5V+NZ8X5Nwzxpi1Lsp26Dase2UR",
    "zak=",
    "/host?token=",
    "c2ltdWxhdGVkIGJ1dCBub3Qgc2hvcnQgYXQgYWxs",
    "0123456789abcdef0123456789abcdef",
];

/// A meeting as it stood at the provider at some time: its link and its start.
pub type Stood = (String, String);

/// Watches a run. Clones share what they saw.
#[derive(Clone)]
pub(super) struct Watch {
    aws: Aws,
    sims: Simulators,
    time: Time,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that was seen")]
struct Seen {
    venue: Venue,
    /// Every token that a vendor has given, which nobody may see.
    tokens: BTreeSet<String>,
    sessions: BTreeMap<String, Session>,
    /// Which worker a lease was given to.
    owners: BTreeMap<String, WorkerId>,
    /// Deliveries that a worker has claimed and not sent.
    claims: BTreeMap<WorkerId, u32>,
    /// Mails that a worker has sent and not recorded.
    unrecorded: BTreeMap<WorkerId, u32>,
    /// Which deliveries a worker has recorded as sent.
    recorded: BTreeSet<(WorkerId, String, String)>,
    /// Whether a worker was stopped between a mail and its record, so that it may come again.
    unknown: bool,
    stood: BTreeSet<Stood>,
    /// Links that a session's item has held as live.
    durable: BTreeSet<String>,
    told: BTreeSet<(String, u32)>,
    broken: Vec<String>,
    /// From the first worker on that stood still, what a late one does is judged at the end only.
    frozen: bool,
    /// Whether nothing is looked at.
    rests: bool,
    /// Whether anything was ever put where the clock looks.
    due: bool,
}

impl Watch {
    pub fn new(aws: Aws, sims: Simulators, time: Time) -> Self {
        Self { aws, sims, time, seen: Arc::default() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was broken until now.
    pub fn broken(&self) -> Vec<String> {
        self.seen().broken.clone()
    }

    /// Every meeting that ever stood at the provider.
    pub fn stood(&self) -> BTreeSet<Stood> {
        self.seen().stood.clone()
    }

    /// Whether a session's event of this number was told.
    pub fn was_told(&self, external_id: &str, seq: u32) -> bool {
        self.seen().told.contains(&(external_id.to_owned(), seq))
    }

    pub fn freeze(&self) {
        self.seen().frozen = true;
    }

    /// A worker is gone: what it had sent and not recorded, nobody knows of.
    pub fn forget(&self, worker: WorkerId) {
        let mut seen = self.seen();
        let open = seen.unrecorded.remove(&worker).unwrap_or_default();
        seen.unknown |= open > 0;
    }

    /// Whether the clock may find anything.
    pub fn may_be_due(&self) -> bool {
        self.seen().due
    }

    /// Whether a worker was stopped between a mail and its record.
    pub fn left_a_mail_unknown(&self) -> bool {
        self.seen().unknown
    }

    /// A new story begins, at this venue: what was seen of the last one is forgotten, but for what must
    /// stay hidden.
    pub fn begin(&self, venue: Venue) {
        let mut seen = self.seen();
        let tokens = std::mem::take(&mut seen.tokens);
        *seen = Seen { venue, tokens, ..Seen::default() };
    }

    /// Tokens that must stand in clear nowhere from now on.
    pub fn hide(&self, tokens: impl IntoIterator<Item = String>) {
        self.seen().tokens.extend(tokens);
    }

    /// Looks at nothing from now on, for a measurement of the pipeline alone.
    pub fn rest(&self) {
        self.seen().rests = true;
    }

    /// Looks at what an exchange of a worker did.
    pub fn after(&self, worker: WorkerId, asked: &Asked, answer: &http::Response<Bytes>) {
        if !answer.status().is_success() || self.seen().rests {
            return;
        }
        let operation = asked.target.split('.').next_back().unwrap_or_default();
        self.search(operation, &asked.body);
        match operation {
            "PutItem" | "UpdateItem" | "DeleteItem" => self.wrote(worker, operation, &asked.body),
            "SendMessage" | "SendMessageBatch" => self.sent(&asked.body),
            "" if asked.path.contains("/v2/email") => self.mailed(worker),
            "" if asked.path.ends_with("/token") => self.hide(given(answer.body())),
            "" if asked.method != Method::GET => self.account_for_meetings(),
            _ => {}
        }
    }

    /// Looks for secrets in what goes to the table and to the queues.
    fn search(&self, operation: &str, body: &[u8]) {
        if operation.is_empty() || operation == "GetSecretValue" {
            return;
        }
        let has = |canary: &&&str| memchr::memmem::find(body, canary.as_bytes()).is_some();
        for canary in CANARIES.iter().filter(has) {
            self.complain(&format!("{operation} has {canary} in clear"));
        }
        let is_token = |token: &String| memchr::memmem::find(body, token.as_bytes()).is_some();
        let shows_token = self.seen().tokens.iter().any(is_token);
        if shows_token {
            self.complain(&format!("{operation} has a token in clear"));
        }
    }

    fn complain(&self, text: &str) {
        let at = self.time.now();
        let mut seen = self.seen();
        if seen.broken.len() < 20 {
            seen.broken.push(format!("{at}: {text}"));
        }
    }

    fn wrote(&self, worker: WorkerId, operation: &str, body: &[u8]) {
        let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
        let keys = if operation == "PutItem" { &body["Item"] } else { &body["Key"] };
        let text = |name: &str| keys[name]["S"].as_str().unwrap_or_default().to_owned();
        let (pk, sk) = (text("pk"), text("sk"));
        if sk == "session" {
            let item = body.get_mut("Item").map(Value::take);
            let item = item.or_else(|| self.aws.peek_item(TABLE, &pk, "session"));
            self.session_written(worker, &pk, item.unwrap_or_default());
        } else if ["#waiting#", "#parked#"].iter().any(|kind| pk.contains(kind))
            || ["#heal", "#entries"].iter().any(|kind| pk.ends_with(kind))
        {
            self.seen().due = true;
        } else if sk.starts_with("delivery#") && operation == "UpdateItem" {
            let claims = body["UpdateExpression"].as_str().unwrap_or_default();
            let mut seen = self.seen();
            // A record whose answer is lost is written once more, and still is one record.
            if claims.contains("claimed_until = ") {
                *seen.claims.entry(worker).or_default() += 1;
            } else if claims.contains("message_id = ")
                && seen.recorded.insert((worker, pk, sk))
                && let Some(open) = seen.unrecorded.get_mut(&worker)
            {
                *open = open.saturating_sub(1);
            }
        }
    }

    fn session_written(&self, worker: WorkerId, pk: &str, item: Value) {
        let Some(after) = session(item) else {
            return self.complain(&format!("{pk} can't be read"));
        };
        let before = self.seen().sessions.insert(pk.to_owned(), after.clone());
        if after.alias_of.is_none() {
            for complaint in self.judge(worker, before.as_ref(), &after) {
                self.complain(&complaint);
            }
        }
        let mut seen = self.seen();
        seen.durable.extend(after.live.iter().map(|live| live.join_url.clone()));
        // Where nothing is held, a meeting stands as soon as its session says so, whenever that is.
        if !seen.venue.holds_meetings()
            && let (Some(live), Some(wanted)) = (&after.live, &after.wanted)
        {
            seen.stood.insert((live.join_url.clone(), wanted.start.to_string()));
        }
        drop(seen);
        self.account_for_meetings();
    }

    /// What is wrong with a write of a session.
    fn judge(&self, worker: WorkerId, before: Option<&Session>, after: &Session) -> Vec<String> {
        let mut wrong = Vec::new();
        let rev = before.map_or(0, |before| before.rev);
        if after.rev != rev + 1 {
            wrong.push(format!("revision {} follows {rev}", after.rev));
        }
        let taken = after.lease.as_ref().filter(|lease| {
            before
                .and_then(|before| before.lease.as_ref())
                .is_none_or(|old| old.owner != lease.owner)
        });
        let Some(before) = before else {
            if let Some(lease) = taken {
                self.seen().owners.insert(lease.owner.clone(), worker);
            }
            return wrong;
        };
        if after.order < before.order {
            wrong.push("an older fact has replaced a newer one".to_owned());
        }
        if after.seq < before.seq {
            wrong.push("the events' number went back".to_owned());
        }
        let now = self.time.now();
        let old = before.lease.as_ref();
        if let Some(lease) = taken {
            if before.is_held(now) {
                wrong.push("a lease was taken that somebody holds".to_owned());
            }
            self.seen().owners.insert(lease.owner.clone(), worker);
        } else if old.is_none_or(|lease| self.seen().owners.get(&lease.owner) != Some(&worker))
            && is_more_than_recorded(before, after)
        {
            wrong.push("a worker without the lease wrote what is".to_owned());
        }
        wrong
    }

    /// Every meeting at the provider is the session's live one, one to be deleted, or one that an open
    /// attempt will find: none is ever unknown.
    fn account_for_meetings(&self) {
        let mut seen = self.seen();
        let venue = seen.venue;
        for meeting in venue.standing(&self.sims) {
            let is_known = seen.sessions.values().any(|session| knows(session, venue, &meeting));
            if !is_known && !seen.frozen {
                let (at, id) = (self.time.now(), &meeting.id);
                seen.broken.push(format!("{at}: meeting {id} is known to no session"));
            }
            if !meeting.link.is_empty() {
                seen.stood.insert((meeting.link, meeting.start));
            }
        }
    }

    fn sent(&self, body: &[u8]) {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        if !body["QueueUrl"].as_str().is_some_and(|url| url.ends_with(&queue_name("events"))) {
            return;
        }
        let single = body["MessageBody"].as_str().into_iter();
        let entries = body["Entries"].as_array().into_iter().flatten();
        let several = entries.filter_map(|entry| entry["MessageBody"].as_str());
        for text in single.chain(several) {
            match serde_json::from_str::<Envelope<EventMessage>>(text) {
                Ok(Envelope { message: EventMessage::Session(event), .. }) => {
                    self.event_sent(&event);
                }
                // Business events come from their senders; no session's truth hangs on them.
                Ok(_) => {}
                Err(error) => self.complain(&format!("an event can't be read: {error}")),
            }
        }
    }

    /// An event is told only of what the table holds, or has held, and under its own id.
    fn event_sent(&self, event: &Event) {
        if event.id != Event::id_of(&event.key, event.seq) {
            self.complain(&format!("event {} has a foreign id", event.seq));
        }
        let mut seen = self.seen();
        let session = seen.sessions.values().find(|session| session.key == event.key);
        let is_durable = session.is_some_and(|session| session.seq >= event.seq);
        let speaks = matches!(event.kind, EventKind::Ready | EventKind::Changed);
        let meeting = event.meeting.as_ref().filter(|_| speaks);
        let is_held = meeting.is_none_or(|meeting| seen.durable.contains(&meeting.join_url));
        seen.told.insert((event.key.external_id.clone(), event.seq));
        drop(seen);
        if !is_durable || !is_held {
            self.complain(&format!("event {} was told before it was true", event.seq));
        }
    }

    fn mailed(&self, worker: WorkerId) {
        let mut seen = self.seen();
        *seen.unrecorded.entry(worker).or_default() += 1;
        let claims = seen.claims.entry(worker).or_default();
        match claims.checked_sub(1) {
            Some(left) => *claims = left,
            None => seen.broken.push("a mail was sent that nobody had claimed".to_owned()),
        }
    }
}

fn session(item: Value) -> Option<Session> {
    let item: serde_dynamo::Item = serde_json::from_value(item).ok()?;
    serde_dynamo::from_item(item).ok()
}

/// Whether a write changed more than what is wanted: whoever holds no lease may record a fact, put a
/// meeting of its own on the list of those that must go, and say that the live one has to be made equal
/// once more.
fn is_more_than_recorded(before: &Session, after: &Session) -> bool {
    let is_doubted =
        after.done.is_none() && after.live.as_ref().is_some_and(|live| live.applied.is_empty());
    let live = |session: &Session| session.live.as_ref().map(LiveMeeting::doomed);
    live(before) != live(after)
        || !is_doubted && (before.live != after.live || before.done != after.done)
        || before.attempts != after.attempts
        || before.seq != after.seq
        || before.announced != after.announced
        || before.lease != after.lease
        || !before.to_delete.iter().all(|doomed| after.to_delete.contains(doomed))
}

fn knows(session: &Session, venue: Venue, meeting: &Standing) -> bool {
    session.live.as_ref().is_some_and(|live| live.id == meeting.id)
        || session.to_delete.iter().any(|doomed| doomed.id == meeting.id)
        || session.attempts.iter().any(|attempt| venue.is_of(meeting, attempt))
}

/// The tokens in an answer of a vendor's.
fn given(answer: &[u8]) -> Vec<String> {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let names = ["access_token", "refresh_token"];
    names.iter().filter_map(|name| answer[*name].as_str()).map(str::to_owned).collect()
}
