//! Workers that are killed at every exchange of a recording's way, before its effect and after it, and whose message
//! comes again, or never.

use std::collections::BTreeSet;
use std::time::Instant;

use convoke::domain::onboarding::recording::FileState;
use convoke_local::simulation::Mishap;

use super::deadly::{any, is_piece};
use super::scene::{DAY_MS, GUEST, Given, HOUR_MS, LONG, NEA, OLLI, SHORT, Scene};

async fn scene(size: u64) -> Scene {
    Scene::new(&Given { size, ..Given::default() }).await
}

/// What must hold at the end, whatever was killed.
async fn check(scene: &Scene, size: u64, place: &str) {
    scene.is_whole(size, place).await;
    assert_eq!(scene.told(OLLI), 0, "{place}: who was not there is told nothing");
    let asked = scene.let_in();
    assert!(!asked.iter().any(|it| it == GUEST || it == OLLI), "{place}: {asked:?}");
    assert!(!scene.world().has_messages(), "{place}: nothing is left");
}

/// What came of a run.
struct Run {
    exchanges: usize,
    /// At what it went wrong.
    hit: String,
    /// How often the new colleague was told.
    told: usize,
    place: String,
}

/// One run of everything that follows from Zoom's message, in which this goes wrong.
async fn run(mishap: Option<(usize, Mishap)>) -> Run {
    let mut scene = scene(SHORT).await;
    let before = scene.simulation.exchanges();
    if let Some((n, mishap)) = mishap {
        scene.simulation.plan(before + n, mishap);
    }
    scene.tell_of_film().await;
    scene.pass(2 * HOUR_MS).await;
    let exchanges = scene.simulation.exchanges() - before;
    let hit = scene.simulation.hits().last().map(|hit| hit.exchange.clone()).unwrap_or_default();
    let place = format!("{mishap:?} at {hit}");
    check(&scene, SHORT, &place).await;
    let told = scene.told(NEA);
    // What is waited for is waited for to the end, whoever died meanwhile.
    assert_eq!(scene.text().await.state, FileState::Expected, "{place}");
    scene.pass(DAY_MS).await;
    assert_eq!(scene.text().await.state, FileState::Unavailable, "{place}");
    Run { exchanges, hit, told, place }
}

/// At every exchange each of these goes wrong once.
async fn at_every_exchange(mishaps: [Mishap; 2]) {
    let begun = Instant::now();
    let all = run(None).await.exchanges;
    assert!(all > 30, "{all} exchanges");
    let (mut mails, mut doubled) = (BTreeSet::new(), 0);
    for mishap in mishaps {
        for n in 0..all {
            let Run { hit, told, place, .. } = run(Some((n, mishap))).await;
            if hit.contains("/v2/email") {
                mails.insert(n);
            }
            let is_unknown = mails.contains(&n) || n > 0 && mails.contains(&(n - 1));
            assert!(told == 1 || told == 2 && is_unknown, "{place}: told {told} times");
            doubled += usize::from(told == 2);
        }
    }
    assert_eq!(mails.len(), 1, "one mail leaves");
    let (runs, took) = (all * mishaps.len(), begun.elapsed());
    println!("{mishaps:?}: {runs} runs of {all} exchanges, {doubled} mails too many, {took:?}");
}

/// B10, B11, B31, B32: every function on the way is killed at each of its exchanges, before its effect and after it. The
/// recording lies there once, everybody who may see it can, and is told once; only where nobody can know whether a mail
/// has left may it leave twice (requirement G25).
#[tokio::test]
async fn whatever_is_killed_there_is_one_file_and_one_message() {
    at_every_exchange([Mishap::CrashBefore, Mishap::CrashAfter]).await;
}

/// B10, B11, B31, B32: the same where at each exchange the answer is lost, or the request.
#[tokio::test]
async fn whatever_is_lost_there_is_one_file_and_one_message() {
    at_every_exchange([Mishap::Lost, Mishap::Refused]).await;
}

/// B10: a worker is killed at each piece of a film of several, before it is held and after it. Whoever comes next goes
/// on where Drive says, and reads only what is missing.
#[tokio::test]
async fn killed_at_any_piece_it_goes_on_from_there() {
    for at in 1..=4 {
        for is_after in [false, true] {
            let mut scene = scene(LONG).await;
            scene.tell_of_film().await;
            let messages = scene.taken_out();
            let [message] = &messages[..] else { panic!("{messages:?}") };
            let place = format!("piece {at}, after: {is_after}");
            assert!(!scene.dying(message, is_piece, (at, is_after)).await, "{place}");
            let world = scene.world();
            world.sims.clear_requests(None);
            // The message is lost with the worker: the clock alone knows.
            scene.pass(2 * HOUR_MS).await;
            check(&scene, LONG, &place).await;
            assert_eq!(scene.told(NEA), 1, "{place}");
            let sent = scene.world().sims.requests(Some("drive"));
            let sent = sent.iter().filter(|it| it.method == "PUT" && it.body["bytes"].is_u64());
            let expected = 4 - at + usize::from(!is_after);
            assert_eq!(sent.count(), expected, "{place}: nothing is sent twice");
        }
    }
}

/// B10: the worker dies at any exchange after the file is known and its message is lost with it: the clock's pointer was
/// written before, so nothing else is needed.
#[tokio::test]
async fn a_lost_message_loses_no_recording() {
    let mut seen = 0;
    for is_after in [false, true] {
        for n in 1.. {
            let mut scene = scene(SHORT).await;
            scene.tell_of_film().await;
            let messages = scene.taken_out();
            let lived = scene.dying(&messages[0], any, (n, is_after)).await;
            if lived {
                break;
            }
            if scene.files().await.is_empty() {
                // Nobody knows of it yet, so Zoom's message is what it hangs on.
                continue;
            }
            let place = format!("exchange {n}, after: {is_after}");
            scene.pass(3 * HOUR_MS).await;
            check(&scene, SHORT, &place).await;
            assert_eq!(scene.told(NEA), 1, "{place}");
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} places");
}
