//! Two hundred bookings through a stack that keeps killing its processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use convoke_local::lambda::Lambda;
use convoke_local::stack::StackOptions;
use convoke_tests::live::{Books, Client, alone, dead_letters, run, start};
use serde_json::{Value, json};

use super::killed::{gates, options};

const BOOKINGS: usize = 200;
/// Which processes die follows from it, as far as the order of events does.
const SEED: u64 = 19;
/// One exchange of so many is its process's last.
const ONE_IN: u32 = 120;
/// The pause between two kills that come from outside.
const PAUSE: Duration = Duration::from_millis(900);
/// How long the killing may go on after the last booking was told.
const LONGEST: Duration = Duration::from_secs(20);
/// A mail's claim lasts a minute, and may lapse twice.
const PATIENCE: Duration = Duration::from_secs(140);

const FUNCTIONS: [&str; 4] =
    ["inbound-webhook", "meeting-sync", "notification-fanout", "notification-deliver"];

/// Kills whole functions, one after the other, until it is told to stop.
async fn keep_killing(lambda: Lambda, stop: Arc<AtomicBool>, killed: Arc<AtomicUsize>) {
    let mut random = SEED;
    while !stop.load(Ordering::SeqCst) {
        tokio::time::sleep(PAUSE).await;
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let function = FUNCTIONS[usize::try_from(random >> 62).unwrap()];
        killed.fetch_add(lambda.kill(function), Ordering::SeqCst);
    }
}

fn id(n: usize) -> String {
    format!("many-{n:03}")
}

fn moved(client: &Client, n: usize) -> Value {
    let mut booking = client.booking_at(&id(n), 2, n);
    booking["start"] = json!("2031-02-03T09:00:00Z");
    booking["end"] = json!("2031-02-03T10:30:00Z");
    booking
}

/// All bookings, then a third moved and a third cancelled, in whatever order they get through.
async fn tell_all(client: &Client) {
    let all = (0..BOOKINGS).map(|n| ("session.upserted", client.booking_at(&id(n), 1, n)));
    client.insist_on(all.collect()).await;
    let changes = (0..BOOKINGS).filter_map(|n| match n % 3 {
        1 => Some(("session.upserted", moved(client, n))),
        2 => Some(("session.cancelled", json!({"external_id": id(n), "version": 2}))),
        _ => None,
    });
    client.insist_on(changes.collect()).await;
}

/// Two hundred bookings, a third moved, a third cancelled, while processes die all the time: in the end
/// each has the meeting that it wants, and whoever must know has been told.
#[test]
fn two_hundred_bookings_get_through_a_stack_that_keeps_killing() {
    run(async {
        let _alone = alone().await;
        let options = StackOptions { batch_size: Some(4), concurrency: 2, ..options() };
        let stack = start(options).await;
        let client = Client::of(&stack, "many");
        client.set_up_crowd().await;
        let begun = Instant::now();
        gates(&stack).kill_by_chance(SEED, ONE_IN);
        let stop = Arc::new(AtomicBool::new(false));
        let from_outside = Arc::new(AtomicUsize::new(0));
        let killer = keep_killing(stack.lambda().clone(), stop.clone(), from_outside.clone());
        let killer = tokio::spawn(killer);
        tell_all(&client).await;
        let told = begun.elapsed();
        let queue = || stack.aws().depth("convoke-sessions").unwrap();
        while begun.elapsed() < told + LONGEST && queue().visible + queue().in_flight > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        gates(&stack).relent();
        stop.store(true, Ordering::SeqCst);
        killer.await.unwrap();
        let killing = begun.elapsed();
        client.settle(&stack, PATIENCE).await;
        let books = Books::of(&stack).await;
        books.balance();
        assert_eq!(books.sessions.len(), BOOKINGS);
        let counts = (0..BOOKINGS).map(|n| as_wanted(&books, &client, n)).collect::<Vec<_>>();
        let doubled = books.doubled_only_where_a_claim_lapsed();
        assert_eq!(dead_letters(&stack), [0; 5]);
        let exchanges = gates(&stack).exchanges();
        let at_exchanges = exchanges.iter().filter(|it| it.killed.is_some()).count();
        let outside = from_outside.load(Ordering::SeqCst);
        assert!(at_exchanges >= 10 && outside >= 10, "{at_exchanges} and {outside} killed");
        println!(
            "{BOOKINGS} bookings: {} as they were, {} moved, {} cancelled; {} live meetings; {} mails, \
             {doubled} of them twice; {at_exchanges} processes killed at one of {} exchanges, {outside} \
             from outside; told after {told:?}, killing for {killing:?}, all after {:?}",
            counts.iter().filter(|what| **what == 0).count(),
            counts.iter().filter(|what| **what == 1).count(),
            counts.iter().filter(|what| **what == 2).count(),
            books.meetings.len(),
            books.mails.len(),
            exchanges.len(),
            begun.elapsed()
        );
        stack.stop().await.unwrap();
    });
}

/// What became of a booking is what was wanted; which sort it is of.
fn as_wanted(books: &Books, client: &Client, n: usize) -> usize {
    let id = id(n);
    let session = &books.sessions[&id];
    let told = books.last_told(session, &client.guest_of(&id));
    if n % 3 == 2 {
        assert!(session.live.is_none() && session.cancelled, "{id}");
        // Who was never told of a meeting need not hear that there is none.
        assert!(told.is_none_or(|told| told.method == "CANCEL"), "{id}: {told:?}");
        return 2;
    }
    assert_eq!(told.unwrap().sequence + 1, session.seq, "{id}: the guest knows the latest");
    let meeting = &books.meetings[&session.live.as_ref().unwrap().id];
    assert_eq!(meeting["host_id"], json!(format!("u-{}", n % 12)), "{id}");
    assert_eq!(n % 3 == 1, meeting["start_time"] == "2031-02-03T09:00:00Z", "{id}");
    n % 3
}
