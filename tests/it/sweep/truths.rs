//! What must be true after a scene, whatever went wrong in it.

use std::collections::{BTreeMap, BTreeSet};

use convoke_tests::world::{Hit, Mishap, World};
use serde_json::Value;

use super::scene::{AINO, FIRST, GUEST, OTHER, SECOND, Scene, Slot, THIRD, Wanted, key};

/// Everything that is not as it must be.
pub async fn broken(world: &World, scene: &Scene) -> Vec<String> {
    let mut broken = at_rest(world).await;
    // What was not made before it was switched off is not made.
    let is_late = scene.may_be_late && world.mishaps.seen().is_empty();
    let wanted = scene.wanted.filter(|_| !is_late);
    broken.extend(meetings(world, wanted));
    broken.extend(last_mails(world, wanted));
    broken.extend(every_mail(world));
    if !may_double(&world.mishaps.hits()) {
        broken.extend(doubles(world));
    }
    broken
}

/// Nothing is left to do, and nobody waits.
async fn at_rest(world: &World) -> Vec<String> {
    let mut broken = Vec::new();
    for queue in ["sessions", "events", "deliveries"] {
        let dead = world.aws.depth(&format!("convoke-{queue}-dead")).unwrap();
        if dead.visible > 0 {
            broken.push(format!("{} dead letters of {queue}", dead.visible));
        }
    }
    if world.has_messages() {
        broken.push("messages still wait".to_owned());
    }
    let far = "2030-01-01T00:00:00Z".parse().unwrap();
    for due in world.app.store.due(far, 10).await.unwrap() {
        broken.push(format!("still due: {due:?}"));
    }
    match world.app.store.session(&key()).await.unwrap() {
        Some(session) if !session.is_settled() || session.waits_for.is_some() => {
            broken.push(format!("the session is not settled: {session:?}"));
        }
        Some(_) => {}
        None => broken.push("there is no session".to_owned()),
    }
    broken
}

/// Zoom holds what is wanted and nothing else.
fn meetings(world: &World, wanted: Wanted) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let held: Vec<_> =
        world.meetings().iter().map(|it| (text(&it["start_time"]), text(&it["host_id"]))).collect();
    let expected: Vec<_> =
        wanted.iter().map(|(slot, host)| (slot.start.to_owned(), host.user.to_owned())).collect();
    if held == expected {
        return Vec::new();
    }
    vec![format!("Zoom holds {held:?} instead of {expected:?}")]
}

fn text_of<'a>(mail: &'a Value, field: &str) -> &'a str {
    mail[field].as_str().unwrap_or_default()
}

fn is_cancellation(mail: &Value) -> bool {
    text_of(mail, "subject").starts_with("Cancelled")
}

fn says(mail: &Value, slot: Slot) -> bool {
    text_of(mail, "subject").contains(slot.said)
}

/// Everybody's last mail tells how things ended.
fn last_mails(world: &World, wanted: Wanted) -> Vec<String> {
    let mut broken = Vec::new();
    for address in [GUEST, AINO.email, OTHER.email] {
        let mails = world.mails_to(address);
        let expected = wanted.filter(|(_, host)| address == GUEST || address == host.email);
        let is_right = match (expected, mails.last()) {
            (None, None) => true,
            (Some(_), None) => false,
            (None, Some(last)) => is_cancellation(last),
            (Some((slot, _)), Some(last)) => !is_cancellation(last) && says(last, slot),
        };
        if !is_right {
            let subjects: Vec<_> = mails.iter().map(|mail| text_of(mail, "subject")).collect();
            broken.push(format!("{address} was told {subjects:?}"));
        }
    }
    broken
}

/// A mail with a link speaks of a meeting that stood at Zoom just so; a cancellation of what its
/// reader was told, or of what stood.
fn every_mail(world: &World) -> Vec<String> {
    let seen = world.mishaps.seen();
    let slots = [FIRST, SECOND, THIRD];
    let mut broken = Vec::new();
    for address in [GUEST, AINO.email, OTHER.email] {
        let mut told: Option<Slot> = None;
        for mail in world.mails_to(address) {
            let slot = slots.into_iter().find(|slot| says(&mail, *slot));
            let Some(slot) = slot else {
                broken.push(format!("{address} got a mail of no slot"));
                continue;
            };
            if is_cancellation(&mail) {
                let stood = seen.iter().any(|(_, start)| start == slot.start);
                if told.take() != Some(slot) && !stood {
                    broken.push(format!("{address}: a cancellation of what never stood"));
                }
                continue;
            }
            told = Some(slot);
            let stood = seen.iter().any(|(link, start)| {
                start == slot.start
                    && (address != GUEST || text_of(&mail, "text").contains(link.as_str()))
            });
            if !stood {
                broken.push(format!("{address} was told of what never stood: {}", mail["subject"]));
            }
        }
    }
    broken
}

/// A mail may come twice when nobody can know whether it left.
fn may_double(hits: &[Hit]) -> bool {
    let is_mail = |name: &str| name.contains("/v2/email");
    hits.iter().any(|hit| match hit.mishap {
        Mishap::CrashBefore => is_mail(&hit.previous),
        Mishap::CrashAfter | Mishap::Lost => is_mail(&hit.exchange),
        Mishap::Refused => false,
    })
}

/// Nobody gets one message twice: address and number of the event in the calendar part.
fn doubles(world: &World) -> Vec<String> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for address in BTreeSet::from([GUEST, AINO.email, OTHER.email]) {
        for mail in world.mails_to(address) {
            let parts = mail["attachments"].as_array().unwrap().clone();
            let calendar = parts.iter().find_map(|part| part["text"].as_str().map(str::to_owned));
            let calendar = calendar.unwrap_or_default();
            let number = calendar.lines().find(|line| line.starts_with("SEQUENCE"));
            let number = number.unwrap_or_default().to_owned();
            *counts.entry((address.to_owned(), number)).or_default() += 1;
        }
    }
    let twice = counts.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|((address, number), _)| format!("{address} got {number} twice")).collect()
}
