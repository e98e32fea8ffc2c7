//! The booking path through the verbs, under a clock of our own.

use std::time::Duration;

use convoke::app::{Context, configure, meet};
use convoke::domain::config::{Link, LinkOrigin};
use convoke::domain::fault::HealKey;
use convoke::domain::ids::SessionKey;
use convoke::domain::meeting::{Lease, MeetingState, Session};
use convoke::domain::session::{Attendee, Change, Role, SessionContent, SessionFact};
use convoke::domain::settings::{Person, Service, Tenant, Video};
use convoke::queue::{Envelope, SessionMessage};
use convoke::store::{Due, SettingItem};
use convoke_local::simulation::{Simulation, World};
use jiff::Timestamp;
use serde_json::json;

const T: &str = "aalto";
const GUEST: &str = "matti@customer.example";
const HOST: &str = "aino@demo.example";

async fn world() -> Simulation {
    let world = World::new(7).await.unwrap();
    let app = &world.app;
    let put = async |item: SettingItem| configure::put(app, T, &item, &[]).await.unwrap();
    put(SettingItem::Tenant(Tenant {
        name: "Hoitola Aalto".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        locale: "en".to_owned(),
        ..Tenant::default()
    }))
    .await;
    for (id, subscription) in
        convoke::domain::profile::named("booking-video").unwrap().subscriptions
    {
        put(SettingItem::Subscription(id, subscription)).await;
    }
    put(SettingItem::Person(
        "aino".to_owned(),
        Person {
            name: "Aino Koskinen".to_owned(),
            emails: vec![HOST.to_owned()],
            ..Person::default()
        },
    ))
    .await;
    let video = Video { enabled: true, ..Video::default() };
    let service = Service { name: "First visit".to_owned(), video, ..Service::default() };
    put(SettingItem::Service("101".to_owned(), service)).await;
    put(SettingItem::Connection("zoom".to_owned(), None, world.zoom_connection(T).await.unwrap()))
        .await;
    link(&world, "aino", "u-aino").await;
    Simulation::new(world)
}

async fn link(world: &World, person: &str, user: &str) {
    let link =
        Link { external_id: user.to_owned(), origin: LinkOrigin::Manual, by: None, at: None };
    let item = SettingItem::Link("zoom".to_owned(), person.to_owned(), link);
    configure::put(&world.app, T, &item, &[HealKey::host(person)]).await.unwrap();
}

fn content(start: &str) -> SessionContent {
    let start: Timestamp = start.parse().unwrap();
    SessionContent {
        kind: convoke::domain::session::SessionKind::Booking,
        title: "First visit, Matti".to_owned(),
        start,
        end: start + Duration::from_secs(45 * 60),
        time_zone: "Europe/Helsinki".to_owned(),
        service: Some("101".to_owned()),
        host: Some(HOST.to_owned()),
        attendees: vec![Attendee {
            name: "Matti Virtanen".to_owned(),
            email: GUEST.to_owned(),
            role: Role::Customer,
            locale: None,
        }],
        mode: None,
        candidate: None,
        record: None,
        fields: std::iter::once(("note".to_owned(), "My back hurts".to_owned())).collect(),
    }
}

fn upsert(version: u64, content: SessionContent) -> SessionFact {
    let change = Change::Upserted(Box::new(content));
    SessionFact { key: key(), version, change, follows: None }
}

fn cancel(version: u64) -> SessionFact {
    SessionFact { key: key(), version, change: Change::Cancelled, follows: None }
}

fn key() -> SessionKey {
    SessionKey::new(T, "booking", "b1")
}

async fn tell(world: &World, fact: SessionFact) {
    let queue = world.app.sessions().unwrap();
    queue.send(T, &Envelope::new("trace", SessionMessage::Fact(fact))).await.unwrap();
}

/// Makes the next calls fail; the body of the contract's `POST /_sim/faults`.
fn fault(world: &World, fault: serde_json::Value) {
    world.sims.inject(serde_json::from_value(fault).unwrap()).unwrap();
}

async fn session(world: &World) -> Session {
    world.app.store.session(&key()).await.unwrap().unwrap()
}

const START: &str = "2026-12-01T08:00:00Z";

/// A02, A05, A06, A26, A27: one meeting is made, moved with its link kept, and deleted; the right
/// people are told each time.
#[tokio::test]
async fn a_booking_is_made_moved_and_cancelled() {
    let mut run = world().await;
    tell(&run.world, upsert(1, content(START))).await;
    run.work().await;
    let made = run.world.meetings();
    assert_eq!(made.len(), 1, "{:?}", session(&run.world).await);
    assert_eq!(made[0]["host_id"], "u-aino");
    assert_eq!(made[0]["duration"], 45);
    assert_eq!(made[0]["timezone"], "Europe/Helsinki");
    assert_eq!(made[0]["topic"], "First visit");
    assert_eq!(made[0]["agenda"], "My back hurts");
    let join = made[0]["join_url"].as_str().unwrap();
    let guest = &run.world.mails_to(GUEST)[0];
    assert!(guest["text"].as_str().unwrap().contains(join));
    let host = &run.world.mails_to(HOST)[0];
    assert!(host["text"].as_str().unwrap().contains("zak="), "{}", host["text"]);
    assert!(!guest["text"].as_str().unwrap().contains("zak="));

    tell(&run.world, upsert(2, content("2026-12-02T09:00:00Z"))).await;
    run.work().await;
    let moved = run.world.meetings();
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0]["id"], made[0]["id"]);
    assert_eq!(moved[0]["join_url"], made[0]["join_url"]);
    assert_eq!(run.world.mails_to(GUEST).len(), 2);

    tell(&run.world, cancel(3)).await;
    run.work().await;
    assert_eq!(run.world.meetings().len(), 0);
    assert_eq!(run.world.mails_to(GUEST).len(), 3);
    assert_eq!(run.world.mails_to(HOST).len(), 3);
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

/// A06: what comes late changes nothing.
#[tokio::test]
async fn an_older_booking_after_its_cancellation_creates_nothing() {
    let mut run = world().await;
    tell(&run.world, cancel(5)).await;
    run.work().await;
    tell(&run.world, upsert(4, content(START))).await;
    run.work().await;
    assert_eq!(run.world.meetings().len(), 0);
    assert_eq!(run.world.calls("POST", "/meetings"), 0);
    tell(&run.world, upsert(6, content(START))).await;
    run.work().await;
    assert_eq!(run.world.meetings().len(), 1, "a newer version revives");
}

/// A repeated fact makes no call to the provider and sends no second mail.
#[tokio::test]
async fn a_duplicate_makes_no_call() {
    let mut run = world().await;
    for _ in 0..3 {
        tell(&run.world, upsert(1, content(START))).await;
        run.work().await;
    }
    assert_eq!(run.world.calls("POST", "/meetings"), 1);
    assert_eq!(run.world.calls("GET", "/meetings"), 0, "nothing is looked for either");
    assert_eq!(run.world.mails_to(GUEST).len(), 1);
}

/// The lower bound of design §4: two writes and no read of the table for a booking.
#[tokio::test]
async fn a_booking_costs_two_writes_and_no_read() {
    let mut run = world().await;
    tell(&run.world, upsert(1, content("2026-12-05T08:00:00Z"))).await;
    run.work().await;
    for (version, fact) in [(2, upsert(2, content(START))), (3, cancel(3))] {
        let before = run.world.aws.usage();
        tell(&run.world, fact).await;
        run.work().await;
        let spent = &run.world.aws.usage() - &before;
        let functions = convoke_local::aws::Caller::Functions;
        assert_eq!(spent.count(functions, "Query"), 0, "version {version}");
        assert_eq!(spent.count(functions, "GetItem"), 0, "version {version}");
        assert_eq!(spent.count(functions, "PutItem"), 1, "version {version}");
        // One write takes the lease; each of the two deliveries is claimed and recorded.
        assert_eq!(spent.count(functions, "UpdateItem"), 1 + 4, "version {version}");
    }
}

/// A22: an unmapped host blocks, and mapping heals without another message.
#[tokio::test]
async fn a_block_heals_when_the_host_is_mapped() {
    let mut run = world().await;
    configure::delete(&run.world.app, T, "link#zoom#aino").await.unwrap();
    run.world.time().pass_ms(120_000);
    tell(&run.world, upsert(1, content(START))).await;
    run.work().await;
    let blocked = session(&run.world).await;
    assert_eq!(blocked.state, MeetingState::Blocked);
    assert_eq!(blocked.reason.unwrap().code, "host_not_mapped");
    link(&run.world, "aino", "u-aino").await;
    // The session names its host by mail address; that is what the person's keys hold.
    let config = run.world.app.configs.of(T, convoke::app::configs::Fresh::Now).await.unwrap();
    for key in configure::host_keys(&config, "aino") {
        configure::scan(&run.world.app, T, &key, "test").await.unwrap();
    }
    run.work().await;
    assert_eq!(session(&run.world).await.state, MeetingState::Ready);
    assert_eq!(run.world.meetings().len(), 1);
    let due = run.world.app.store.due("2027-01-01T00:00:00Z".parse().unwrap(), 10).await.unwrap();
    // The daily look at the connections waits for no session.
    assert!(due.iter().all(|due| matches!(due, Due::Probe { .. })), "{due:?}");
}

/// A creation whose answer is lost is looked for and found; nobody waits and nothing is made twice.
#[tokio::test]
async fn a_lost_answer_is_found_again() {
    let mut run = world().await;
    fault(
        &run.world,
        json!({"provider": "zoom", "method": "POST", "path": "/users/*/meetings",
                      "times": 1, "after_effect": true}),
    );
    tell(&run.world, upsert(1, content(START))).await;
    run.work_for(300_000).await;
    assert_eq!(run.world.meetings().len(), 1);
    assert_eq!(run.world.calls("POST", "/meetings"), 1);
    assert_eq!(session(&run.world).await.state, MeetingState::Ready);
    assert_eq!(run.world.mails_to(GUEST).len(), 1);
}

/// The same without a password of ours: the reference in the agenda tells the meeting apart.
#[tokio::test]
async fn a_lost_answer_is_found_again_without_a_password() {
    let mut run = world().await;
    let video = Video { enabled: true, ..Video::default() };
    let password = convoke::domain::settings::Password { random: false };
    let service = Service { name: "First visit".to_owned(), video, password, ..Service::default() };
    let item = SettingItem::Service("101".to_owned(), service);
    configure::put(&run.world.app, T, &item, &[]).await.unwrap();
    fault(
        &run.world,
        json!({"provider": "zoom", "method": "POST", "path": "/users/*/meetings",
                      "times": 1, "after_effect": true}),
    );
    tell(&run.world, upsert(1, content(START))).await;
    run.work_for(300_000).await;
    assert_eq!(run.world.meetings().len(), 1);
    assert_eq!(session(&run.world).await.state, MeetingState::Ready);
}

/// A storm of refusals ends in one meeting.
#[tokio::test]
async fn a_storm_passes() {
    let mut run = world().await;
    fault(
        &run.world,
        json!({"provider": "zoom", "method": "POST", "path": "/users/*/meetings",
                      "times": 7, "status": 503}),
    );
    tell(&run.world, upsert(1, content(START))).await;
    for _ in 0..30 {
        run.work_for(60_000).await;
        run.world.time().pass_ms(60_000);
        convoke::app::tick::tick(&run.world.app, run.world.time().now(), "tick").await.unwrap();
    }
    run.work().await;
    assert_eq!(run.world.meetings().len(), 1);
    assert_eq!(session(&run.world).await.state, MeetingState::Ready);
    assert_eq!(run.world.aws.depth("convoke-sessions-dead").unwrap().visible, 0);
}

/// Another host: a new meeting first, then the old one goes; the former host is told.
#[tokio::test]
async fn a_change_of_host_replaces_the_meeting() {
    let mut run = world().await;
    let other = Person {
        name: "Matti Meikäläinen".to_owned(),
        emails: vec!["matti@demo.example".to_owned()],
        ..Person::default()
    };
    let item = SettingItem::Person("matti".to_owned(), other);
    configure::put(&run.world.app, T, &item, &[]).await.unwrap();
    link(&run.world, "matti", "u-matti").await;
    tell(&run.world, upsert(1, content(START))).await;
    run.work().await;
    let first = run.world.meetings();
    tell(
        &run.world,
        upsert(2, SessionContent { host: Some("matti".to_owned()), ..content(START) }),
    )
    .await;
    run.work().await;
    let second = run.world.meetings();
    assert_eq!(second.len(), 1);
    assert_eq!(second[0]["host_id"], "u-matti");
    assert_ne!(second[0]["id"], first[0]["id"]);
    assert_eq!(run.world.mails_to(HOST).len(), 2, "ready, then no longer the host");
    assert_eq!(run.world.mails_to("matti@demo.example").len(), 1);
    assert_eq!(run.world.mails_to(GUEST).len(), 2);
}

/// A06: a deletion that Zoom refuses for now is not given up; the clock comes again for it.
#[tokio::test]
async fn a_refused_deletion_is_tried_again() {
    let mut run = world().await;
    tell(&run.world, upsert(1, content(START))).await;
    run.work().await;
    fault(
        &run.world,
        json!({"provider": "zoom", "method": "DELETE", "path": "/meetings/*", "times": 1,
                      "status": 400, "body": {"code": 3002, "message": "The meeting is in progress."}}),
    );
    tell(&run.world, cancel(2)).await;
    run.work().await;
    let waiting = session(&run.world).await;
    assert_eq!((waiting.state, waiting.to_delete.len()), (MeetingState::Deleting, 1));
    assert_eq!(run.world.mails_to(GUEST).len(), 2, "people are told at once");
    run.world.time().pass_ms(2 * 3600 * 1000);
    convoke::app::tick::tick(&run.world.app, run.world.time().now(), "tick").await.unwrap();
    run.work().await;
    assert_eq!(run.world.meetings().len(), 0);
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

/// A worker dies with the lease just when the queue is about to give the message up: the session waits
/// in the table, and the clock brings it back.
#[tokio::test]
async fn the_last_reception_under_a_dead_workers_lease_is_not_lost() {
    let mut run = world().await;
    let fact = upsert(1, content(START));
    let until = run.world.time().now() + Duration::from_secs(60);
    let lease = Lease { owner: "dead".to_owned(), until };
    run.world.app.store.take(&fact, &lease, None, run.world.time().now()).await.unwrap();
    let context = Context {
        message_id: "m8".to_owned(),
        received: 8,
        sent_at: run.world.time().now(),
        trace: "trace".to_owned(),
    };
    let message = SessionMessage::Fact(fact);
    meet::handle(&run.world.app, &message, &context).await.unwrap();
    run.world.time().pass_ms(120_000);
    convoke::app::tick::tick(&run.world.app, run.world.time().now(), "tick").await.unwrap();
    run.work().await;
    assert!(session(&run.world).await.is_settled());
    assert_eq!(run.world.meetings().len(), 1);
}
