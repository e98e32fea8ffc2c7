//! The booking path through the verbs, under a clock of our own.

use std::time::Duration;

use convoke::app::configure;
use convoke::domain::config::{Link, LinkOrigin};
use convoke::domain::fault::HealKey;
use convoke::domain::ids::SessionKey;
use convoke::domain::meeting::{MeetingState, Session};
use convoke::domain::session::{Attendee, Change, Role, SessionContent, SessionFact};
use convoke::domain::settings::{Person, Service, Tenant, Video};
use convoke::queue::{Envelope, SessionMessage};
use convoke::store::SettingItem;
use convoke_tests::world::World;
use jiff::Timestamp;
use serde_json::json;

const T: &str = "aalto";
const GUEST: &str = "matti@customer.example";
const HOST: &str = "aino@demo.example";

async fn world() -> World {
    let world = World::new().await;
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
    put(SettingItem::Connection("zoom".to_owned(), world.zoom_connection(T).await)).await;
    link(&world, "aino", "u-aino").await;
    world
}

async fn link(world: &World, person: &str, user: &str) {
    let link = Link { external_id: user.to_owned(), origin: LinkOrigin::Manual };
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

async fn session(world: &World) -> Session {
    world.app.store.session(&key()).await.unwrap().unwrap()
}

const START: &str = "2026-12-01T08:00:00Z";

/// A02, A05, A06, A26, A27: one meeting is made, moved with its link kept, and deleted; the right
/// people are told each time.
#[tokio::test]
async fn a_booking_is_made_moved_and_cancelled() {
    let world = world().await;
    tell(&world, upsert(1, content(START))).await;
    world.work().await;
    let made = world.meetings();
    assert_eq!(made.len(), 1, "{:?}", session(&world).await);
    assert_eq!(made[0]["host_id"], "u-aino");
    assert_eq!(made[0]["duration"], 45);
    assert_eq!(made[0]["timezone"], "Europe/Helsinki");
    assert_eq!(made[0]["topic"], "First visit");
    assert_eq!(made[0]["agenda"], "My back hurts");
    let join = made[0]["join_url"].as_str().unwrap();
    let guest = &world.mails_to(GUEST)[0];
    assert!(guest["text"].as_str().unwrap().contains(join));
    let host = &world.mails_to(HOST)[0];
    assert!(host["text"].as_str().unwrap().contains("zak="), "{}", host["text"]);
    assert!(!guest["text"].as_str().unwrap().contains("zak="));

    tell(&world, upsert(2, content("2026-12-02T09:00:00Z"))).await;
    world.work().await;
    let moved = world.meetings();
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0]["id"], made[0]["id"]);
    assert_eq!(moved[0]["join_url"], made[0]["join_url"]);
    assert_eq!(world.mails_to(GUEST).len(), 2);

    tell(&world, cancel(3)).await;
    world.work().await;
    assert_eq!(world.meetings().len(), 0);
    assert_eq!(world.mails_to(GUEST).len(), 3);
    assert_eq!(world.mails_to(HOST).len(), 3);
    assert_eq!(session(&world).await.state, MeetingState::Deleted);
}

/// A06: what comes late changes nothing.
#[tokio::test]
async fn an_older_booking_after_its_cancellation_creates_nothing() {
    let world = world().await;
    tell(&world, cancel(5)).await;
    world.work().await;
    tell(&world, upsert(4, content(START))).await;
    world.work().await;
    assert_eq!(world.meetings().len(), 0);
    assert_eq!(world.calls("POST", "/meetings"), 0);
    tell(&world, upsert(6, content(START))).await;
    world.work().await;
    assert_eq!(world.meetings().len(), 1, "a newer version revives");
}

/// A repeated fact makes no call to the provider and sends no second mail.
#[tokio::test]
async fn a_duplicate_makes_no_call() {
    let world = world().await;
    for _ in 0..3 {
        tell(&world, upsert(1, content(START))).await;
        world.work().await;
    }
    assert_eq!(world.calls("POST", "/meetings"), 1);
    assert_eq!(world.calls("GET", "/meetings"), 0, "nothing is looked for either");
    assert_eq!(world.mails_to(GUEST).len(), 1);
}

/// The lower bound of design §4: two writes and no read of the table for a booking.
#[tokio::test]
async fn a_booking_costs_two_writes_and_no_read() {
    let world = world().await;
    tell(&world, upsert(1, content("2026-12-05T08:00:00Z"))).await;
    world.work().await;
    for (version, fact) in [(2, upsert(2, content(START))), (3, cancel(3))] {
        let before = world.aws.usage();
        tell(&world, fact).await;
        world.work().await;
        let spent = &world.aws.usage() - &before;
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
    let world = world().await;
    configure::delete(&world.app, T, "link#zoom#aino").await.unwrap();
    world.pass(Duration::from_secs(120));
    tell(&world, upsert(1, content(START))).await;
    world.work().await;
    let blocked = session(&world).await;
    assert_eq!(blocked.state, MeetingState::Blocked);
    assert_eq!(blocked.reason.unwrap().code, "host_not_mapped");
    link(&world, "aino", "u-aino").await;
    // The session names its host by mail address; that is what the person's keys hold.
    let config = world.app.configs.of(T, convoke::app::configs::Fresh::Now).await.unwrap();
    for key in configure::host_keys(&config, "aino") {
        configure::scan(&world.app, T, &key, "test").await.unwrap();
    }
    world.work().await;
    assert_eq!(session(&world).await.state, MeetingState::Ready);
    assert_eq!(world.meetings().len(), 1);
    assert!(
        world.app.store.due("2027-01-01T00:00:00Z".parse().unwrap(), 10).await.unwrap().is_empty()
    );
}

/// A creation whose answer is lost is looked for and found; nobody waits and nothing is made twice.
#[tokio::test]
async fn a_lost_answer_is_found_again() {
    let world = world().await;
    world
        .fault(json!({"provider": "zoom", "method": "POST", "path": "/users/*/meetings",
                      "times": 1, "after_effect": true}))
        .await;
    tell(&world, upsert(1, content(START))).await;
    world.work_for(Duration::from_secs(300)).await;
    assert_eq!(world.meetings().len(), 1);
    assert_eq!(world.calls("POST", "/meetings"), 1);
    assert_eq!(session(&world).await.state, MeetingState::Ready);
    assert_eq!(world.mails_to(GUEST).len(), 1);
}

/// The same without a password of ours: the reference in the agenda tells the meeting apart.
#[tokio::test]
async fn a_lost_answer_is_found_again_without_a_password() {
    let world = world().await;
    let video = Video { enabled: true, ..Video::default() };
    let password = convoke::domain::settings::Password { random: false };
    let service = Service { name: "First visit".to_owned(), video, password, ..Service::default() };
    let item = SettingItem::Service("101".to_owned(), service);
    configure::put(&world.app, T, &item, &[]).await.unwrap();
    world
        .fault(json!({"provider": "zoom", "method": "POST", "path": "/users/*/meetings",
                      "times": 1, "after_effect": true}))
        .await;
    tell(&world, upsert(1, content(START))).await;
    world.work_for(Duration::from_secs(300)).await;
    assert_eq!(world.meetings().len(), 1);
    assert_eq!(session(&world).await.state, MeetingState::Ready);
}

/// A storm of refusals ends in one meeting.
#[tokio::test]
async fn a_storm_passes() {
    let world = world().await;
    world
        .fault(json!({"provider": "zoom", "method": "POST", "path": "/users/*/meetings",
                      "times": 7, "status": 503}))
        .await;
    tell(&world, upsert(1, content(START))).await;
    for _ in 0..30 {
        world.work_for(Duration::from_secs(60)).await;
        world.pass(Duration::from_secs(60));
        convoke::app::tick::tick(&world.app, world.now(), "tick").await.unwrap();
    }
    world.work().await;
    assert_eq!(world.meetings().len(), 1);
    assert_eq!(session(&world).await.state, MeetingState::Ready);
    assert_eq!(world.aws.depth("convoke-sessions-dead").unwrap().visible, 0);
}

/// Another host: a new meeting first, then the old one goes; the former host is told.
#[tokio::test]
async fn a_change_of_host_replaces_the_meeting() {
    let world = world().await;
    let other = Person {
        name: "Matti Meikäläinen".to_owned(),
        emails: vec!["matti@demo.example".to_owned()],
        ..Person::default()
    };
    let item = SettingItem::Person("matti".to_owned(), other);
    configure::put(&world.app, T, &item, &[]).await.unwrap();
    link(&world, "matti", "u-matti").await;
    tell(&world, upsert(1, content(START))).await;
    world.work().await;
    let first = world.meetings();
    tell(&world, upsert(2, SessionContent { host: Some("matti".to_owned()), ..content(START) }))
        .await;
    world.work().await;
    let second = world.meetings();
    assert_eq!(second.len(), 1);
    assert_eq!(second[0]["host_id"], "u-matti");
    assert_ne!(second[0]["id"], first[0]["id"]);
    assert_eq!(world.mails_to(HOST).len(), 2, "ready, then no longer the host");
    assert_eq!(world.mails_to("matti@demo.example").len(), 1);
    assert_eq!(world.mails_to(GUEST).len(), 2);
}

/// A06: a deletion that Zoom refuses for now is not given up; the clock comes again for it.
#[tokio::test]
async fn a_refused_deletion_is_tried_again() {
    let world = world().await;
    tell(&world, upsert(1, content(START))).await;
    world.work().await;
    world
        .fault(json!({"provider": "zoom", "method": "DELETE", "path": "/meetings/*", "times": 1,
                      "status": 400, "body": {"code": 3002, "message": "The meeting is in progress."}}))
        .await;
    tell(&world, cancel(2)).await;
    world.work().await;
    let waiting = session(&world).await;
    assert_eq!((waiting.state, waiting.to_delete.len()), (MeetingState::Deleting, 1));
    assert_eq!(world.mails_to(GUEST).len(), 2, "people are told at once");
    world.pass(Duration::from_secs(2 * 3600));
    convoke::app::tick::tick(&world.app, world.now(), "tick").await.unwrap();
    world.work().await;
    assert_eq!(world.meetings().len(), 0);
    assert_eq!(session(&world).await.state, MeetingState::Deleted);
}
