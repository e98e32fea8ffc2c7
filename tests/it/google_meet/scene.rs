//! A company with Google's calendar, its people, and what it has of Google.

use std::time::Duration;

use convoke::app::{configure, tick};
use convoke::domain::config::{Connection, Credentials};
use convoke::domain::ids::{Secret, SessionKey};
use convoke::domain::meeting::{MeetingState, Session};
use convoke::domain::session::{
    Attendee, Change, Mode, Role, SessionContent, SessionFact, SessionKind,
};
use convoke::domain::settings::{Calendar, CalendarKind, Mailbox, Person, Tenant};
use convoke::queue::{Envelope, SessionMessage};
use convoke::store::SettingItem;
use convoke::vault::Place;
use convoke_local::sim::Received;
use convoke_local::simulation::{Simulation, World};
use jiff::Timestamp;
use serde_json::{Value, json};

pub const T: &str = "aalto";
pub const AINO: &str = "aino@demo.example";
pub const MATTI: &str = "matti@demo.example";
pub const GUEST: &str = "candidate@customer.example";
pub const START: &str = "2026-12-01T08:00:00Z";
/// Where events are made.
pub const EVENTS: &str = "/calendar/v3/calendars/primary/events";
/// One of them.
pub const EVENT: &str = "/calendar/v3/calendars/primary/events/*";

/// Two people whom the company calendar knows, a team's mailbox, and a service account that acts for
/// them. Nobody has connected anything.
pub async fn company() -> Simulation {
    let world = people().await;
    let item = SettingItem::Connection("google".to_owned(), None, account(&world).await);
    put(&world, item).await;
    Simulation::new(world)
}

/// The same without a service account.
pub async fn people() -> World {
    let world = World::new(23).await.unwrap();
    put(
        &world,
        SettingItem::Tenant(Tenant {
            name: "Hoitola Aalto".to_owned(),
            time_zone: "Europe/Helsinki".to_owned(),
            locale: "en".to_owned(),
            calendar: Calendar { kind: CalendarKind::Google },
            ..Tenant::default()
        }),
    )
    .await;
    for (id, rule) in convoke::domain::profile::named("booking-video").unwrap().subscriptions {
        put(&world, SettingItem::Subscription(id, rule)).await;
    }
    for (id, mailbox) in [
        ("aino", Mailbox::User),
        ("matti", Mailbox::User),
        ("eero", Mailbox::User),
        ("nobody", Mailbox::User),
        ("rekry", Mailbox::Shared),
    ] {
        let person = Person {
            name: id.to_owned(),
            emails: vec![format!("{id}@demo.example")],
            mailbox,
            calendar_synced: true,
            ..Person::default()
        };
        put(&world, SettingItem::Person(id.to_owned(), person)).await;
    }
    world
}

async fn put(world: &World, item: SettingItem) {
    configure::put(&world.app, T, &item, &[]).await.unwrap();
}

/// The key file of the simulated Google's service account.
pub fn key(world: &World) -> Secret {
    Secret::new(world.state("google")["service_account_key"].to_string())
}

async fn account(world: &World) -> Connection {
    let place = Place { tenant: T, item: "connection#google", field: "key" };
    let by = Credentials::ServiceAccount {
        client_email: "hub@convoke-demo.iam.gserviceaccount.com".to_owned(),
        key: world.app.vault.seal(place, &key(world)).await.unwrap(),
        folder: None,
    };
    Connection::new(by, "c1".to_owned(), None)
}

/// An interview by Google Meet.
pub fn interview(host: &str, start: &str) -> SessionContent {
    let start: Timestamp = start.parse().unwrap();
    SessionContent {
        kind: SessionKind::Interview,
        title: "Interview with Matti".to_owned(),
        start,
        end: start + Duration::from_secs(45 * 60),
        time_zone: "Europe/Helsinki".to_owned(),
        service: None,
        host: Some(host.to_owned()),
        attendees: vec![Attendee {
            name: "Matti Virtanen".to_owned(),
            email: GUEST.to_owned(),
            role: Role::Candidate,
            locale: None,
        }],
        mode: Some(Mode::GoogleMeet),
        candidate: Some(json!({"id": "c-1"})),
        record: None,
        fields: std::iter::once(("note".to_owned(), "Bring the portfolio".to_owned())).collect(),
    }
}

fn session_key() -> SessionKey {
    SessionKey::new(T, "hiring", "i1")
}

/// The sender says how the interview is to be.
pub async fn tell(world: &World, version: u64, content: SessionContent) {
    send(world, version, Change::Upserted(Box::new(content))).await;
}

/// The sender says that it is off.
pub async fn cancel(world: &World, version: u64) {
    send(world, version, Change::Cancelled).await;
}

async fn send(world: &World, version: u64, change: Change) {
    let fact = SessionFact { key: session_key(), version, change, follows: None };
    let queue = world.app.sessions().unwrap();
    queue.send(T, &Envelope::new("trace", SessionMessage::Fact(fact))).await.unwrap();
}

pub async fn session(world: &World) -> Session {
    world.app.store.session(&session_key()).await.unwrap().unwrap()
}

/// Fails unless the meeting is ready; gives its link.
pub async fn ready(world: &World) -> String {
    let session = session(world).await;
    assert_eq!(session.state, MeetingState::Ready, "{session:#?}");
    session.live.unwrap().join_url
}

/// Fails unless the session is blocked; gives the reason's code.
pub async fn blocked(world: &World) -> String {
    let session = session(world).await;
    assert_eq!(session.state, MeetingState::Blocked, "{session:#?}");
    session.reason.unwrap().code
}

/// Makes the next calls fail; the body of the contract's `POST /_sim/faults`.
pub fn fault(world: &World, method: &str, path: &str, more: &Value) {
    let mut fault = json!({"provider": "google", "method": method, "path": path});
    for (name, value) in more.as_object().unwrap() {
        fault[name] = value.clone();
    }
    world.sims.inject(serde_json::from_value(fault).unwrap()).unwrap();
}

/// Somebody at Google changes something.
pub fn change(world: &World, state: &Value) {
    world.sims.merge_state("google", state).unwrap();
}

/// The events at Google that take place.
pub fn events(world: &World) -> Vec<Value> {
    let events = world.state("google")["events"].as_array().cloned().unwrap();
    events.into_iter().filter(|event| event["status"] != "cancelled").collect()
}

/// What Google was asked with this method at a path that ends like this.
pub fn asked(world: &World, method: &str, ending: &str) -> Vec<Received> {
    let received = world.sims.requests(Some("google"));
    let is_it = |it: &Received| it.method == method && it.path.ends_with(ending);
    received.into_iter().filter(is_it).collect()
}

/// How many events Google was asked to make.
pub fn inserts(world: &World) -> usize {
    asked(world, "POST", "/events").len()
}

/// Some hours later the clock looks at what waits.
pub async fn later(run: &mut Simulation, hours: i64) {
    run.world.time().pass_ms(hours * 3_600_000);
    tick::tick(&run.world.app, run.world.time().now(), "tick").await.unwrap();
    run.work().await;
}
