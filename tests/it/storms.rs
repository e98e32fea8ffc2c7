//! Storms: vendors and AWS in trouble while many bookings come, many tenants at once, one booking told
//! again and again; and messages that nobody can work off, beside good ones.

use std::time::{Duration, Instant};

use convoke_local::aws::{Fault, Service};
use convoke_local::gates::{Kill, Side};
use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::live::{Books, Client, QUEUES, alone, dead_letters, rest, run, start};
use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::killed::{gates, options};

const PATIENCE: Duration = Duration::from_secs(150);
/// How many bookings come while the weather is bad.
const BOOKINGS: usize = 60;

async fn own(tenant: &str) -> (Stack, Client) {
    let environment = options().environment;
    let stack = start(StackOptions { environment, ticks: false, ..StackOptions::default() }).await;
    let client = Client::of(&stack, tenant);
    client.set_up_crowd().await;
    (stack, client)
}

fn bookings(client: &Client, count: usize) -> Vec<(&'static str, Value)> {
    let id = |n| format!("{}-{n:03}", client.tenant);
    (0..count).map(|n| ("session.upserted", client.booking_at(&id(n), 1, n))).collect()
}

/// Ticks until every session has its meeting and all is quiet.
async fn weather(client: &Client, stack: &Stack, count: usize) -> Books {
    let begun = Instant::now();
    loop {
        rest(stack, PATIENCE).await;
        let books = Books::of(stack).await;
        let is_well = books.sessions.values().all(|session| session.live.is_some());
        let sent = |it: &Value| it["state"] == "sent";
        if is_well && books.sessions.len() == count && books.deliveries.values().flatten().all(sent)
        {
            return books;
        }
        assert!(begun.elapsed() < PATIENCE, "{} of {count} sessions", books.sessions.len());
        client.tick(Timestamp::now() + Duration::from_mins(20)).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// As many meetings as bookings, two mails for each, nothing given up; how many mails came twice.
fn one_each(stack: &Stack, books: &Books, count: usize) -> usize {
    books.balance();
    assert_eq!((books.meetings.len(), books.mails.len()), (count, 2 * count));
    assert_eq!(dead_letters(stack), [0; 5]);
    books.doubled_only_where_a_claim_lapsed()
}

/// Zoom refuses, limits, is slow and loses answers while sixty bookings come.
#[test]
fn a_storm_at_zoom_leaves_one_meeting_for_each_booking() {
    run(async {
        let _alone = alone().await;
        let (stack, client) = own("gale").await;
        let begun = Instant::now();
        let path = "/users/*/meetings";
        let qps = json!({"times": 30, "status": 429, "headers": {"x-ratelimit-type": "QPS"}});
        for fault in [
            json!({"times": 30, "status": 503}),
            qps,
            json!({"times": 10, "delay_ms": 1_500}),
            json!({"times": 10, "after_effect": true}),
            json!({"times": 10, "status": 500}),
        ] {
            client.zoom_fault("POST", path, fault).await;
        }
        client.insist_on(bookings(&client, BOOKINGS)).await;
        let books = weather(&client, &stack, BOOKINGS).await;
        assert_eq!(one_each(&stack, &books, BOOKINGS), 0);
        let asked = client.requests("zoom").await;
        let creates =
            asked.iter().filter(|it| it["method"] == "POST" && it["path"] != "/oauth/token");
        println!(
            "{BOOKINGS} bookings, {} creations asked for, {:?}",
            creates.count(),
            begun.elapsed()
        );
        stack.stop().await.unwrap();
    });
}

/// DynamoDB and SQS throttle, fail and lose answers while sixty bookings come.
#[test]
fn a_storm_at_aws_leaves_one_meeting_for_each_booking() {
    run(async {
        let _alone = alone().await;
        // A message that could not even be handed back comes when the queue's time-out ends.
        let options = StackOptions { batch_size: None, gated: false, ..options() };
        let stack = start(options).await;
        let client = Client::of(&stack, "hail");
        client.set_up_crowd().await;
        let begun = Instant::now();
        let storm = || {
            for operation in ["Query", "UpdateItem", "PutItem"] {
                stack.aws().fail_next(Service::DynamoDb, operation, 15, Fault::throttled());
                stack.aws().fail_next(Service::DynamoDb, operation, 5, Fault::answer_lost());
            }
            for operation in ["SendMessage", "SendMessageBatch", "ChangeMessageVisibility"] {
                let refused = Fault::refused(503, "ServiceUnavailable");
                stack.aws().fail_next(Service::Sqs, operation, 8, refused);
                stack.aws().fail_next(Service::Sqs, operation, 4, Fault::answer_lost());
            }
        };
        let mut all = bookings(&client, BOOKINGS);
        let second = all.split_off(BOOKINGS / 2);
        for half in [all, second] {
            storm();
            client.insist_on(half).await;
        }
        let told = begun.elapsed();
        stack.aws().clear_faults();
        let books = weather(&client, &stack, BOOKINGS).await;
        let doubled = one_each(&stack, &books, BOOKINGS);
        println!(
            "{BOOKINGS} bookings told after {told:?}, {doubled} mails doubled, {:?}",
            begun.elapsed()
        );
        stack.stop().await.unwrap();
    });
}

/// Twenty tenants at once: each gets its own, and only that.
#[test]
fn many_tenants_at_once_get_each_its_own() {
    const TENANTS: usize = 20;
    const EACH: usize = 6;
    run(async {
        let _alone = alone().await;
        let stack = start(StackOptions { ticks: false, ..StackOptions::default() }).await;
        Client::of(&stack, "users").add_users(TENANTS).await;
        let begun = Instant::now();
        let tenants: Vec<_> = (0..TENANTS)
            .map(|n| Client::of(&stack, &format!("crowd-{n:02}")).with_user(&format!("u-{n}")))
            .collect();
        for tenant in &tenants {
            tenant.set_up().await;
        }
        let ready = begun.elapsed();
        join_all(tenants.iter().map(async |tenant| {
            for n in 0..EACH {
                let id = format!("{}-{n}", tenant.tenant);
                tenant.insist("session.upserted", &tenant.booking(&id, 1)).await;
            }
        }))
        .await;
        let books = weather(&tenants[0], &stack, TENANTS * EACH).await;
        assert_eq!(one_each(&stack, &books, TENANTS * EACH), 0);
        for tenant in &tenants {
            assert_eq!(tenant.meetings().await.len(), EACH, "{}", tenant.tenant);
            let to_guest = books.mails.keys().filter(|mail| mail.to == tenant.guest()).count();
            let to_host = books.mails.keys().filter(|mail| mail.to == tenant.host()).count();
            assert_eq!((to_guest, to_host), (EACH, EACH), "{}", tenant.tenant);
        }
        println!("{TENANTS} tenants ready after {ready:?}, their bookings {:?}", begun.elapsed());
        stack.stop().await.unwrap();
    });
}

/// A sender that repeats itself three hundred times within seconds: one meeting, one mail to each.
#[test]
fn three_hundred_duplicates_make_one_meeting_and_one_mail_each() {
    run(async {
        let _alone = alone().await;
        let (stack, client) = own("echo").await;
        let begun = Instant::now();
        let booking = client.booking_at("echo-1", 1, 0);
        client.insist_on(vec![("session.upserted", booking); 300]).await;
        let books = weather(&client, &stack, 1).await;
        assert_eq!(one_each(&stack, &books, 1), 0);
        let asked = client.zoom_calls("POST", "/users/u-0/meetings").await;
        assert_eq!(asked.len(), 1, "asked for once");
        println!("300 duplicates, {:?}", begun.elapsed());
        stack.stop().await.unwrap();
    });
}

/// Messages that can't be read, in each queue beside good ones: the good ones pass, the others end
/// where people look.
#[test]
fn poison_in_any_queue_holds_nobody_up() {
    run(async {
        let _alone = alone().await;
        let (stack, client) = own("bane").await;
        let begun = Instant::now();
        for queue in QUEUES {
            for poison in
                ["not even JSON", r#"{"v":1,"trace":"t","message":{"kind":"no such"}}"#, "{}"]
            {
                client.enqueue(&stack, queue, poison).await;
            }
        }
        client.insist_on(bookings(&client, 20)).await;
        client.until("all is given up", async || dead_letters(&stack) == [3; 5]).await;
        rest(&stack, PATIENCE).await;
        let books = Books::of(&stack).await;
        books.balance();
        assert_eq!((books.meetings.len(), books.mails.len()), (20, 40));
        assert!(books.doubled().is_empty());
        println!("9 poisoned messages, 20 bookings, {:?}", begun.elapsed());
        stack.stop().await.unwrap();
    });
}

/// A message that kills its process each time is given up after its receptions, and the others pass.
/// Each comes in an invocation of its own here; what shares one is played in virtual time, by the
/// simulation's tests.
#[test]
fn a_message_that_kills_its_process_each_time_is_given_up_alone() {
    run(async {
        let _alone = alone().await;
        let stack = start(StackOptions { visibility_s: Some(2), ..options() }).await;
        let client = Client::of(&stack, "venom");
        client.set_up_crowd().await;
        let begun = Instant::now();
        for _ in 0..20 {
            let (function, about) = ("meeting-sync".to_owned(), vec!["venom-bad".to_owned()]);
            gates(&stack).kill(Kill { function, about, exchange: 0, side: Side::Before });
        }
        let mut all = bookings(&client, 20);
        all.insert(5, ("session.upserted", client.booking_at("venom-bad", 1, 5)));
        client.insist_on(all).await;
        rest(&stack, PATIENCE).await;
        let books = Books::of(&stack).await;
        books.balance();
        assert_eq!((books.meetings.len(), books.mails.len()), (20, 40));
        assert_eq!(dead_letters(&stack), [1, 0, 0, 0, 0]);
        println!("1 message killed its process each time, {:?}", begun.elapsed());
        stack.stop().await.unwrap();
    });
}
