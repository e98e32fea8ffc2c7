//! Faults that the simulation has found, each kept as the schedule that shows it.

use convoke_local::simulation::{
    AINO, Adversary, Fact, Mishap, OTHER, SECOND, Schedule, THIRD, cases, create,
};

use super::{at_once, play};

/// A case with a mishap at the first exchange whose name begins so, counted from an exchange on.
fn planned(case: &str, from: usize, exchange: &str, mishap: Mishap) {
    let case = cases().into_iter().find(|it| it.name == case).unwrap();
    first(from, exchange, |at| Schedule::with(case.clone(), &[(at, mishap)]));
}

fn first(from: usize, exchange: &str, plan: impl Fn(usize) -> Schedule) {
    let found = (from..from + 200).find(|at| {
        let played = play(&plan(*at));
        let hit = played.hits.first().unwrap_or_else(|| panic!("nobody asks {exchange}"));
        hit.exchange.starts_with(exchange)
    });
    assert!(found.is_some());
}

/// A worker that stood still sent its deletion after the session had been booked again: the meeting that
/// was wanted again was gone, and nobody knew.
#[test]
fn a_late_deletion_of_a_meeting_that_is_wanted_again() {
    planned("create, cancel, create again", 22, "DELETE /zoom", Mishap::FreezeBefore);
}

/// The same with a change: the provider kept the older time.
#[test]
fn a_late_change_after_a_later_one() {
    planned("move, then move again", 22, "PATCH /zoom", Mishap::FreezeBefore);
}

/// A worker that stood still with a refusal in its hands noted it after the connection had been verified
/// again: the connection looked dead, and the session waited for ever.
#[test]
fn an_old_refusal_after_the_connection_was_verified() {
    let case = "the connection dies before a move";
    planned(case, 22, "POST /zoom/oauth/token", Mishap::FreezeAfter);
}

/// A worker died between its last write and its event, and a copy of its message came that counted as
/// received for the first time: the event was never told.
#[test]
fn a_copy_of_a_message_whose_worker_died_before_it_told() {
    let adversary = Adversary { exchange_ms: 5, twice: 1000, ..Adversary::default() };
    first(0, "PutItem", |at| Schedule {
        mishaps: vec![(at, Mishap::CrashAfter)],
        seed: Some(5),
        adversary,
        ..Schedule::calm(create())
    });
}

/// A worker was overtaken while it wrote its next attempt down, and created under it without having
/// written it: had it died then, nobody would have looked for the meeting.
#[test]
fn a_creation_under_an_attempt_that_was_not_written() {
    let facts =
        [Fact::book(3, SECOND, AINO), Fact::book(2, SECOND, AINO), Fact::book(1, THIRD, OTHER)];
    for seed in 0..80 {
        play(&at_once(&facts, seed));
    }
}

/// The answer to a change was lost, and then the session was moved back: it looked as if nothing had to be
/// done, and the provider kept the time in between.
#[test]
fn a_lost_change_before_it_is_moved_back() {
    planned("move there and back", 22, "PATCH /zoom", Mishap::Lost);
}

/// A worker died after its change, or its deletion, and the next fact wanted what the item still said was
/// there: nothing was done.
#[test]
fn what_a_dead_worker_did_is_not_known() {
    planned("move there and back", 22, "PATCH /zoom", Mishap::CrashAfter);
    planned("cancel, then the same again", 22, "DELETE /zoom", Mishap::CrashAfter);
}
