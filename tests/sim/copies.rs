//! A late copy of a message that was deleted long ago takes over from a dead worker and does its work,
//! but never comes again: whoever does come again tells what it could not tell any more.

use std::collections::BTreeMap;

use convoke::domain::session::{Attendee, Change, Role, SessionContent, SessionFact, SessionKind};
use convoke::queue::{Envelope, SessionMessage};
use convoke_local::aws::ReceivedMessage;
use convoke_local::simulation::{AINO, GUEST, HOSTS, SERVICE, TENANT, World, key, runtime};
use convoke_tests::deadly::{Death, Fate, sync};
use jiff::{SignedDuration, Timestamp};

const QUEUE: &str = "convoke-sessions";
const EVENTS: &str = "convoke-events";
/// Longer than a lease, shorter than a message stays invisible.
const LEASE_MS: i64 = 61_000;

fn content(start: &str) -> SessionContent {
    let start: Timestamp = start.parse().unwrap();
    SessionContent {
        kind: SessionKind::Booking,
        title: "First visit".to_owned(),
        start,
        end: start + SignedDuration::from_mins(45),
        time_zone: "Europe/Helsinki".to_owned(),
        service: Some(SERVICE.to_owned()),
        host: Some(HOSTS[0].email.to_owned()),
        attendees: vec![Attendee {
            name: "Matti".to_owned(),
            email: GUEST.to_owned(),
            role: Role::Customer,
            locale: None,
        }],
        mode: None,
        candidate: None,
        record: None,
        fields: BTreeMap::default(),
    }
}

/// Puts a fact into the queue and takes its message out.
async fn received(world: &World, version: u64, start: &str) -> ReceivedMessage {
    let change = Change::Upserted(Box::new(content(start)));
    let fact = SessionFact { key: key("s1"), version, change, follows: None };
    let envelope = Envelope::new("trace", SessionMessage::Fact(fact));
    world.app.sessions().unwrap().send(TENANT, &envelope).await.unwrap();
    world.aws.receive(QUEUE, 1, None).unwrap().remove(0)
}

fn done(world: &World, message: &ReceivedMessage) {
    world.aws.delete(QUEUE, &[&message.receipt_handle]).unwrap();
}

fn lives(_: &str, _: &str) -> Option<Death> {
    None
}

fn dies_before_it_asks_zoom(asked: &str, _: &str) -> Option<Death> {
    (asked == "PATCH").then_some(Death::Before)
}

fn dies_once_it_has_written(asked: &str, body: &str) -> Option<Death> {
    (asked == "PutItem" && !body.contains("\"lease\"")).then_some(Death::After)
}

fn dies_before_it_tells(asked: &str, _: &str) -> Option<Death> {
    asked.starts_with("SendMessage").then_some(Death::Before)
}

/// How many events were told after a copy of the first message took over from the second one's worker
/// and ended like this, and the second one came again.
async fn told_after(copy_ends: Fate) -> usize {
    let world = World::new(7).await.unwrap();
    world.furnish(true).await.unwrap();
    let first = received(&world, 1, "2026-12-01T08:00:00Z").await;
    assert!(sync(&world, std::slice::from_ref(&first), lives).await.is_some());
    done(&world, &first);
    let before = world.aws.depth(EVENTS).unwrap().visible;
    let second = received(&world, 2, "2026-12-02T08:00:00Z").await;
    let batch = std::slice::from_ref(&second);
    assert!(sync(&world, batch, dies_before_it_asks_zoom).await.is_none());
    world.time().pass_ms(LEASE_MS);
    assert!(sync(&world, &[first], copy_ends).await.is_none(), "the copy takes over, and dies");
    world.time().pass_ms(LEASE_MS);
    assert!(sync(&world, batch, lives).await.unwrap().batch_item_failures.is_empty());
    let session = world.app.store.session(&key("s1")).await.unwrap().unwrap();
    assert!(session.is_settled() && session.returning.is_empty(), "{session:?}");
    world.aws.depth(EVENTS).unwrap().visible - before
}

/// Design §3 (7): whatever is true is told, also where the one whose work made it true never comes again.
#[test]
fn what_a_copy_could_not_tell_is_told_by_who_comes_again() {
    runtime().unwrap().block_on(async {
        assert_eq!(AINO.email, HOSTS[0].email);
        assert_eq!(told_after(dies_once_it_has_written).await, 1);
        assert_eq!(told_after(dies_before_it_tells).await, 1);
    });
}
