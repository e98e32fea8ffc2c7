//! What must be true at the end of a run, whatever went wrong in it.

use std::collections::BTreeMap;

use convoke::domain::meeting::Session;
use serde_json::Value;

use super::case::Case;
use super::cast::{GUEST, HOSTS, SLOTS, Slot, TOPIC, Wanted, key};
use super::conductor::Simulation;
use super::mishap::Hit;
use super::step::session_id;
use super::venue::{Standing, Venue};
use super::world::{QUEUES, TABLE, World, queue_name};

impl Simulation {
    /// Everything that is not as it must be.
    pub(super) async fn broken(&self, case: &Case) -> Vec<String> {
        let world = &self.world;
        let mut broken = world.watch.broken();
        let id = session_id(self.number);
        let session = world.app.store.session(&key(&id)).await.ok().flatten();
        broken.extend(at_rest(world, session.as_ref()));
        let held = case.venue.holds(&world.sims, session.as_ref());
        let is_missing = case.may_be_missing && held.is_empty();
        let wanted = case.wanted.filter(|_| !is_missing);
        broken.extend(meetings(&held, case.venue, session.as_ref(), wanted));
        broken.extend(told_by_others(world, case.venue));
        broken.extend(events(world, session.as_ref()));
        let inbox = Inbox::of(world);
        broken.extend(inbox.last_mails(wanted));
        broken.extend(inbox.every_mail(world));
        let unknown = self.hits.iter().any(Hit::leaves_a_mail_unknown);
        if !unknown && !world.watch.left_a_mail_unknown() {
            broken.extend(inbox.doubles());
        }
        broken
    }
}

/// Nothing is left to do, and nobody waits.
fn at_rest(world: &World, session: Option<&Session>) -> Vec<String> {
    let mut broken = Vec::new();
    for queue in QUEUES {
        for (name, why) in [(queue_name(queue), "wait"), (queue_name(queue) + "-dead", "are dead")]
        {
            let depth = world.aws.depth(&name).unwrap_or_default();
            let count = depth.visible + depth.in_flight + depth.delayed;
            if count > 0 {
                broken.push(format!("{count} messages {why} in {name}"));
            }
        }
    }
    if let Some(due) = world.aws.peek_first(TABLE, "_clock#due") {
        broken.push(format!("still due: {due}"));
    }
    match session {
        Some(session) if !session.is_settled() || session.waits_for.is_some() => {
            broken.push(format!("the session is not settled: {session:?}"));
        }
        Some(_) => {}
        None => broken.push("there is no session".to_owned()),
    }
    broken
}

/// The venue holds what is wanted and nothing else, and the session knows it.
fn meetings(
    meetings: &[Standing],
    venue: Venue,
    session: Option<&Session>,
    wanted: Wanted,
) -> Vec<String> {
    let held: Vec<_> = meetings.iter().map(|it| (&*it.start, &*it.host)).collect();
    let expected: Vec<_> =
        wanted.iter().map(|(slot, host)| (slot.start, venue.name_of(*host))).collect();
    if held != expected {
        return vec![format!("the provider holds {held:?} instead of {expected:?}")];
    }
    let mut broken = Vec::new();
    let known = session.and_then(|session| session.live.as_ref()).map(|live| &live.join_url);
    let link = meetings.first().map(|meeting| &meeting.link);
    if known != link {
        broken.push(format!("the session knows {known:?}, not {link:?}"));
    }
    if let Some(other) = meetings.iter().find(|meeting| !meeting.topic.starts_with(TOPIC)) {
        broken.push(format!("the meeting is called {:?}", other.topic));
    }
    broken
}

/// People hear of their meetings from nobody else.
fn told_by_others(world: &World, venue: Venue) -> Option<String> {
    let mails = venue.mails(&world.sims);
    (mails > 0).then(|| format!("the provider itself sent {mails} mails"))
}

/// The last event was told: whoever subscribed knows how things are. Earlier ones may have been
/// overtaken before they were told.
fn events(world: &World, session: Option<&Session>) -> Vec<String> {
    let Some(session) = session.filter(|session| session.seq > 0) else { return Vec::new() };
    let seq = session.seq;
    let is_told = world.watch.was_told(&session.key.external_id, seq);
    if is_told { Vec::new() } else { vec![format!("event {seq}, the last one, was never told")] }
}

/// One mail, as far as the truths go.
struct Mail {
    /// The number of the event in its calendar part.
    sequence: Option<u32>,
    subject: String,
    text: String,
}

impl Mail {
    fn of(mail: &Value) -> Self {
        let text = |name: &str| mail[name].as_str().unwrap_or_default().to_owned();
        let mut parts = mail["attachments"].as_array().into_iter().flatten();
        let calendar = parts.find_map(|part| part["text"].as_str()).unwrap_or_default();
        let line = calendar.lines().find_map(|line| line.strip_prefix("SEQUENCE:"));
        Self {
            sequence: line.and_then(|number| number.trim().parse().ok()),
            subject: text("subject"),
            text: text("text"),
        }
    }

    fn cancels(&self) -> bool {
        self.subject.starts_with("Cancelled")
    }

    fn slot(&self) -> Option<Slot> {
        SLOTS.into_iter().find(|slot| self.subject.contains(slot.said))
    }
}

/// Everybody's mails, in the order of the events that they tell.
struct Inbox(BTreeMap<&'static str, Vec<Mail>>);

impl Inbox {
    fn of(world: &World) -> Self {
        let addresses = [GUEST].into_iter().chain(HOSTS.map(|host| host.email));
        let mails = addresses.map(|address| {
            let mut mails: Vec<_> = world.mails_to(address).iter().map(Mail::of).collect();
            mails.sort_by_key(|mail| mail.sequence);
            (address, mails)
        });
        Self(mails.collect())
    }

    /// Everybody's last mail tells how things ended.
    fn last_mails(&self, wanted: Wanted) -> Vec<String> {
        let mut broken = Vec::new();
        for (address, mails) in &self.0 {
            let expected = wanted.filter(|(_, host)| *address == GUEST || *address == host.email);
            let is_right = match (expected, mails.last()) {
                (None, None) => true,
                (Some(_), None) => false,
                (None, Some(last)) => last.cancels(),
                (Some((slot, _)), Some(last)) => !last.cancels() && last.slot() == Some(slot),
            };
            if !is_right {
                let subjects: Vec<_> = mails.iter().map(|mail| &mail.subject).collect();
                broken.push(format!("{address} was told {subjects:?}"));
            }
        }
        broken
    }

    /// A mail with a link speaks of a meeting that stood at the provider just so; a cancellation of
    /// what its reader was told, or of what stood.
    fn every_mail(&self, world: &World) -> Vec<String> {
        let stood = world.watch.stood();
        let mut broken = Vec::new();
        for (address, mails) in &self.0 {
            let mut told: Option<Slot> = None;
            for mail in mails {
                let Some(slot) = mail.slot() else {
                    broken.push(format!("{address} got a mail of no slot: {}", mail.subject));
                    continue;
                };
                let stood = |link: Option<&str>| {
                    let has = |text: &str| link.is_none_or(|mail| mail.contains(text));
                    stood.iter().any(|(link, start)| start == slot.start && has(link))
                };
                if mail.cancels() {
                    if told.take() != Some(slot) && !stood(None) {
                        broken.push(format!("{address}: a cancellation of what never stood"));
                    }
                    continue;
                }
                told = Some(slot);
                let link = (*address == GUEST).then_some(mail.text.as_str());
                if !stood(link) {
                    broken
                        .push(format!("{address} was told of what never stood: {}", mail.subject));
                }
            }
        }
        broken
    }

    /// Nobody gets one message twice.
    fn doubles(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (address, mails) in &self.0 {
            let twice = mails.windows(2).filter(|pair| pair[0].sequence == pair[1].sequence);
            broken.extend(twice.map(|pair| format!("{address} got {:?} twice", pair[0].sequence)));
        }
        broken
    }
}
