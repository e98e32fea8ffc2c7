//! Every worker killed at every point: before and after each exchange that it makes for a booking that
//! is made, moved, cancelled or given to another host. What comes again makes it as if nothing had been.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use convoke_local::gates::{Exchange, Gates, Kill, Side};
use convoke_local::lambda::InvokeError;
use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::live::{Books, Client, SEND_EMAIL, alone, dead_letters, rest, run, start, text};
use jiff::Timestamp;
use serde_json::{Value, json};

/// How long everything may take to come to rest: a claim of a delivery lasts a minute.
const PATIENCE: Duration = Duration::from_secs(150);
/// When moved bookings take place.
const MOVED: [(&str, &str); 2] =
    [("start", "2031-02-03T09:00:00Z"), ("end", "2031-02-03T10:30:00Z")];

/// A stack on which a killed process's message soon comes again, one booking to an invocation.
pub(super) fn options() -> StackOptions {
    // On a slow machine settings kept for a second would be read again at any exchange.
    let variables = [("CONVOKE_LEASE_S", "15"), ("CONVOKE_CONFIG_TTL_S", "60")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    StackOptions {
        environment: variables.into(),
        ticks: false,
        concurrency: 3,
        batch_size: Some(1),
        visibility_s: Some(8),
        gated: true,
        ..StackOptions::default()
    }
}

pub(super) fn gates(stack: &Stack) -> &Gates {
    stack.gates().unwrap()
}

/// What happens to a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Create,
    Move,
    Cancel,
    Replace,
}

const ACTS: [Act; 4] = [Act::Create, Act::Move, Act::Cancel, Act::Replace];

impl Act {
    const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Move => "move",
            Self::Cancel => "cancel",
            Self::Replace => "replace",
        }
    }

    /// What the sender says, for the booking at the `n`th host.
    fn tells(self, client: &Client, id: &str, n: usize) -> (&'static str, Value) {
        match self {
            Self::Create => ("session.upserted", client.booking_at(id, 1, n)),
            Self::Move => {
                let mut booking = client.booking_at(id, 2, n);
                for (field, at) in MOVED {
                    booking[field] = json!(at);
                }
                ("session.upserted", booking)
            }
            Self::Cancel => ("session.cancelled", json!({"external_id": id, "version": 2})),
            Self::Replace => ("session.upserted", client.booking_at(id, 2, n + 1)),
        }
    }

    /// How many deliveries there are in the end: two for each thing told, and one for a former host.
    const fn deliveries(self) -> usize {
        match self {
            Self::Create => 2,
            Self::Move | Self::Cancel => 4,
            Self::Replace => 5,
        }
    }
}

/// Whose invocation is hit.
struct Worker {
    name: &'static str,
    function: &'static str,
    /// What tells its messages from others of the same booking.
    about: &'static str,
}

impl Worker {
    /// How much more some of its invocations ask: a delivery that is late, whether it has been
    /// overtaken; a message that comes again on a slow machine, for the lease.
    fn more(&self) -> usize {
        usize::from(matches!(self.function, "notification-deliver" | "meeting-sync"))
    }
}

const WORKERS: [Worker; 5] = [
    Worker { name: "inbound", function: "inbound-webhook", about: "" },
    Worker { name: "sync", function: "meeting-sync", about: "" },
    Worker { name: "fanout", function: "notification-fanout", about: "" },
    Worker { name: "host", function: "notification-deliver", about: r#"audience\":\"host"# },
    Worker { name: "guest", function: "notification-deliver", about: r#"audience\":\"attendee"# },
];

/// One point, with a booking of its own.
struct Point {
    act: Act,
    worker: &'static Worker,
    exchange: usize,
    side: Side,
    /// The host of its booking.
    n: usize,
    /// The number of its kill.
    plan: Option<usize>,
}

impl Point {
    fn id(&self) -> String {
        let side = if self.side == Side::Before { "before" } else { "after" };
        format!("{}-{}-{:02}-{side}", self.worker.name, self.act.name(), self.exchange)
    }

    fn kill(&self) -> Kill {
        Kill {
            function: self.worker.function.to_owned(),
            about: vec![self.id(), self.worker.about.to_owned()],
            exchange: self.exchange,
            side: self.side,
        }
    }
}

/// How many exchanges a new process makes for each act, seen at bookings that nobody harms.
async fn lengths(client: &Client, stack: &Stack) -> BTreeMap<(&'static str, &'static str), usize> {
    let mut lengths = BTreeMap::new();
    for act in ACTS {
        let id = format!("probe-{}", act.name());
        if act != Act::Create {
            let (kind, booking) = Act::Create.tells(client, &id, 0);
            client.insist(kind, &booking).await;
            rest(stack, PATIENCE).await;
        }
        for worker in &WORKERS {
            let (function, about) = (worker.function.to_owned(), vec![id.clone()]);
            gates(stack).kill(Kill { function, about, exchange: usize::MAX, side: Side::Before });
        }
        let before = gates(stack).exchanges().len();
        let (kind, booking) = act.tells(client, &id, 0);
        client.insist(kind, &booking).await;
        rest(stack, PATIENCE).await;
        let exchanges = &gates(stack).exchanges()[before..];
        for worker in &WORKERS {
            let asked = asked_by(exchanges, worker);
            println!("{} {}: {}", act.name(), worker.name, asked.join(", "));
            lengths.insert((act.name(), worker.name), asked.len());
        }
    }
    lengths
}

/// What one process asked. For hosts' mails more is asked than for guests'.
fn asked_by(exchanges: &[Exchange], worker: &Worker) -> Vec<String> {
    let function = worker.function;
    let mut by_process: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for exchange in exchanges.iter().filter(|it| it.function == function) {
        by_process.entry(exchange.pid).or_default().push(exchange.what.clone());
    }
    let all = by_process.into_values();
    let asked =
        if worker.name == "guest" { all.min_by_key(Vec::len) } else { all.max_by_key(Vec::len) };
    asked.unwrap_or_default()
}

/// A point on either side of every exchange, and one that must never come.
async fn points(client: &Client, stack: &Stack) -> Vec<Point> {
    let lengths = lengths(client, stack).await;
    let mut points = Vec::new();
    for act in ACTS {
        for worker in &WORKERS {
            let last = lengths[&(act.name(), worker.name)] + worker.more();
            for exchange in 0..=last {
                let sides = if exchange < last {
                    &[Side::Before, Side::After][..]
                } else {
                    &[Side::Before]
                };
                for side in sides {
                    let n = points.len();
                    points.push(Point { act, worker, exchange, side: *side, n, plan: None });
                }
            }
        }
    }
    points
}

/// Every worker dies at every one of its exchanges, and every booking ends as it is wanted.
#[test]
fn every_worker_killed_at_every_point_leaves_everything_as_wanted() {
    run(async {
        let _alone = alone().await;
        let begun = Instant::now();
        let stack = start(options()).await;
        let client = Client::of(&stack, "points");
        client.set_up_crowd().await;
        let mut points = points(&client, &stack).await;
        let made = points.iter().filter(|point| point.act != Act::Create);
        let made = made.map(|point| Act::Create.tells(&client, &point.id(), point.n)).collect();
        client.insist_on(made).await;
        rest(&stack, PATIENCE).await;
        println!("{} bookings made after {:?}", points.len(), begun.elapsed());
        for point in &mut points {
            point.plan = Some(gates(&stack).kill(point.kill()));
        }
        let acts = points.iter().map(|point| point.act.tells(&client, &point.id(), point.n));
        client.insist_on(acts.collect()).await;
        client.settle(&stack, PATIENCE).await;
        let books = Books::of(&stack).await;
        books.balance();
        for point in &points {
            as_wanted(&books, &client, point);
        }
        let killed = coverage(&stack, &points);
        let doubled = only_in_the_window(&stack, &books, &points);
        assert_eq!(dead_letters(&stack), [0; 5]);
        println!(
            "{killed} points killed, {} bookings, {doubled} mails doubled, {:?}",
            books.sessions.len(),
            begun.elapsed()
        );
        stack.stop().await.unwrap();
    });
}

/// The meeting at Zoom is what the booking became, and whoever must know has been told.
fn as_wanted(books: &Books, client: &Client, point: &Point) {
    let id = point.id();
    let session = &books.sessions[&id];
    let told = books.last_told(session, &client.guest_of(&id)).unwrap();
    assert_eq!(books.deliveries[&id].len(), point.act.deliveries(), "{id}: {session:#?}");
    assert_eq!(told.sequence + 1, session.seq, "{id}: the guest knows the latest");
    if point.act == Act::Cancel {
        assert!(session.live.is_none(), "{id}");
        assert_eq!(told.method, "CANCEL", "{id}");
        return;
    }
    let meeting = &books.meetings[&session.live.as_ref().unwrap().id];
    let host = if point.act == Act::Replace { point.n + 1 } else { point.n } % 12;
    assert_eq!(meeting["host_id"], json!(format!("u-{host}")), "{id}");
    assert_eq!(told.method, "REQUEST", "{id}");
    if point.act == Act::Move {
        assert_eq!(meeting["start_time"], MOVED[0].1, "{id}");
    }
}

/// All points up to the one that nobody reached were reached: how many.
fn coverage(stack: &Stack, points: &[Point]) -> usize {
    let mut reached: BTreeMap<String, Vec<(usize, Side, String)>> = BTreeMap::new();
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    let mut last_of: BTreeMap<String, u32> = BTreeMap::new();
    for point in points {
        let group = format!("{} {}", point.act.name(), point.worker.name);
        match gates(stack).came(point.plan.unwrap()) {
            Some(at) => {
                last_of.insert(group.clone(), at.pid);
                reached.entry(group).or_default().push((point.exchange, point.side, at.what));
            }
            None => {
                let first = missed.entry(group).or_insert(point.exchange);
                *first = (*first).min(point.exchange);
            }
        }
    }
    for (group, kills) in &reached {
        let end = missed.get(group);
        let whats: Vec<_> = kills.iter().map(|(_, _, what)| what.as_str()).collect();
        println!("{group}: {}", whats.join(", "));
        let last = kills.iter().map(|(exchange, ..)| *exchange).max();
        let all = gates(stack).exchanges();
        let asked: Vec<_> = all.iter().filter(|it| it.pid == last_of[group]).collect();
        assert!(end.is_some(), "{group}: there may be more points than these: {asked:#?}");
        let more = WORKERS.iter().find(|it| group.ends_with(it.name)).map_or(0, Worker::more);
        assert!(last < end.map(|end| end + more), "{group}: a point in between was missed");
    }
    assert_eq!(reached.len(), ACTS.len() * WORKERS.len(), "each worker at each act");
    reached.values().map(Vec::len).sum()
}

/// Mails came twice only where a process died between SES's acceptance and our record of it.
fn only_in_the_window(stack: &Stack, books: &Books, points: &[Point]) -> usize {
    let exchanges = gates(stack).exchanges();
    let in_the_window = |point: &&Point| {
        let came = point.plan.and_then(|plan| gates(stack).came(plan));
        came.is_some_and(|came| {
            let performed = exchanges.iter().rev().find(|it| it.pid == came.pid && it.performed);
            performed.is_some_and(|last| last.what == SEND_EMAIL)
        })
    };
    let may: BTreeSet<_> = points.iter().filter(in_the_window).map(Point::id).collect();
    let doubled = books.doubled();
    for (id, mail) in &doubled {
        assert!(may.contains(id), "{id}: doubled outside the window: {mail:?}");
    }
    doubled.len()
}

/// The clock dies at every one of its exchanges; the next tick makes up for it.
#[test]
fn the_clock_killed_at_every_point_wakes_what_is_due_all_the_same() {
    run(async {
        let _alone = alone().await;
        let begun = Instant::now();
        let stack = start(options()).await;
        let client = Client::of(&stack, "clock-points");
        client.set_up_crowd().await;
        let mut killed = Vec::new();
        let mut n = 0;
        'points: loop {
            for side in [Side::Before, Side::After] {
                let Some(what) = tick_killed_at(&client, &stack, n, side).await else {
                    break 'points;
                };
                killed.push(format!("{side:?} {what}"));
            }
            n += 1;
        }
        println!("{} points of the clock killed, {:?}", killed.len(), begun.elapsed());
        println!("{}", killed.join(", "));
        assert!(n >= 3, "{killed:?}");
        let books = Books::of(&stack).await;
        books.balance();
        assert!(books.sessions.values().all(|session| session.live.is_some()));
        assert!(books.doubled().is_empty());
        assert_eq!(dead_letters(&stack), [0; 5]);
        stack.stop().await.unwrap();
    });
}

/// Parks a booking until Zoom's day ends, and kills the clock that would wake it; what it was asked
/// for then, if it came so far. However it ends, the booking is woken, at the latest an hour later.
async fn tick_killed_at(client: &Client, stack: &Stack, n: usize, side: Side) -> Option<String> {
    let id = format!("due-{n}-{side:?}");
    let until = Timestamp::from_second(Timestamp::now().as_second() + 6 * 3600).unwrap();
    let headers = json!({"x-ratelimit-type": "Daily-limit", "retry-after": until.to_string()});
    let body = json!({"code": 429, "message":
        "You have reached the maximum daily rate limit for this API. Try again later."});
    let path = "/users/*/meetings";
    let fault = json!({"status": 429, "headers": headers, "body": body});
    client.zoom_fault("POST", path, fault).await;
    client.insist("session.upserted", &client.booking_at(&id, 1, n)).await;
    client.session(&id, |it| it["meeting"]["reason"] == "daily_limit").await;
    rest(stack, PATIENCE).await;
    let (function, about) = ("clock".to_owned(), Vec::new());
    let plan = gates(stack).kill(Kill { function, about, exchange: n, side });
    let ticked = stack.tick(until).await;
    let came = gates(stack).came(plan);
    gates(stack).relent();
    assert_eq!(ticked.is_err(), came.is_some());
    if came.is_some() {
        assert_eq!(ticked, Err(InvokeError::Crashed));
        stack.tick(until + Duration::from_hours(2)).await.unwrap();
    }
    let session = client.told(&id, 2).await;
    assert!(client.meeting(&session["meeting"]["id"]).await.is_some(), "{}", text(&session));
    rest(stack, PATIENCE).await;
    came.map(|exchange| exchange.what)
}
