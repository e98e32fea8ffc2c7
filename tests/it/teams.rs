//! Microsoft Teams, both ways: events in the hosts' calendars by the company's application, and meetings
//! of their own by people who signed in.

mod alone;
mod calendars;
mod refusals;

use bytes::Bytes;
use convoke::app::configs::Fresh;
use convoke::app::configure;
use convoke::app::consent::{self, End, Returned};
use convoke::domain::config::{Connection, Credentials, Whose};
use convoke::domain::ids::{Secret, SessionKey};
use convoke::domain::meeting::{LiveMeeting, MeetingState, Session};
use convoke::domain::session::{
    Attendee, Change, Mode, Role, SessionContent, SessionFact, SessionKind,
};
use convoke::domain::settings::{Calendar, CalendarKind, Mailbox, Person, Tenant};
use convoke::queue::{Envelope, SessionMessage};
use convoke::store::SettingItem;
use convoke::vault::Place;
use convoke_local::simulation::{Simulation, World};
use convoke_tests::live::parameter;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const T: &str = "aalto";
const AINO: &str = "aino@demo.example";
const MATTI: &str = "matti@demo.example";
const GUEST: &str = "maija@guest.example";
const START: &str = "2026-12-01T08:00:00Z";
const LATER: &str = "2026-12-02T09:00:00Z";
const HOUR_MS: i64 = 60 * 60_000;
const SHORT_MS: i64 = 10 * 60_000;
/// The path of a creation in a calendar, and of one by a person.
const EVENTS: &str = "/users/*/events";
const CREATE_OR_GET: &str = "/me/onlineMeetings/createOrGet";

/// A tenant whose company calendar is of this kind, with two people in it and the company's own
/// application at Microsoft.
async fn company(kind: CalendarKind) -> Simulation {
    let world = World::new(17).await.unwrap();
    put(&world, tenant(kind)).await;
    for (id, email) in [("aino", AINO), ("matti", MATTI)] {
        put(&world, person(id, email, Mailbox::User)).await;
    }
    for (id, subscription) in
        convoke::domain::profile::named("booking-video").unwrap().subscriptions
    {
        put(&world, SettingItem::Subscription(id, subscription)).await;
    }
    let connection = application(&world).await;
    put(&world, SettingItem::Connection("microsoft".to_owned(), None, connection)).await;
    Simulation::new(world)
}

async fn put(world: &World, item: SettingItem) {
    configure::put(&world.app, T, &item, &[]).await.unwrap();
}

fn tenant(kind: CalendarKind) -> SettingItem {
    SettingItem::Tenant(Tenant {
        name: "Hoitola Aalto".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        locale: "en".to_owned(),
        calendar: Calendar { kind },
        ..Tenant::default()
    })
}

fn person(id: &str, email: &str, mailbox: Mailbox) -> SettingItem {
    let person = Person {
        name: id.to_owned(),
        emails: vec![email.to_owned()],
        mailbox,
        calendar_synced: true,
        ..Person::default()
    };
    SettingItem::Person(id.to_owned(), person)
}

/// The simulated application's own credentials, sealed for the tenant.
async fn application(world: &World) -> Connection {
    let app = world.state("microsoft")["app"].clone();
    let text = |name: &str| app[name].as_str().unwrap().to_owned();
    let place = Place { tenant: T, item: "connection#microsoft", field: "client_secret" };
    let secret = Secret::new(text("client_secret"));
    let by = Credentials::App {
        tenant_id: text("tenant_id"),
        client_id: text("client_id"),
        client_secret: world.app.vault.seal(place, &secret).await.unwrap(),
    };
    Connection::new(by, "c1".to_owned(), None)
}

/// Signs somebody in at Microsoft and lets the deployment's application in.
async fn sign_in(world: &World, person: &str) {
    let whose = Whose::persons("microsoft", person);
    let config = world.app.configs.of(T, Fresh::Now).await.unwrap();
    let url = consent::begin(&world.app, &config, whose, None).await.unwrap();
    let request = http::Request::get(url).body(Bytes::new()).unwrap();
    let page = world.sims.call(request).await.unwrap();
    let back = page.headers()["location"].to_str().unwrap();
    let returned = Returned {
        state: parameter(back, "state"),
        code: Some(Secret::new(parameter(back, "code"))),
        ..Returned::default()
    };
    let landing = consent::finish(&world.app, "microsoft", &returned).await.unwrap();
    assert_eq!(landing.end, End::Connected, "{back}");
}

fn interview(host: &str, start: &str, note: &str) -> SessionContent {
    let start: Timestamp = start.parse().unwrap();
    SessionContent {
        kind: SessionKind::Interview,
        title: "Interview, Maija".to_owned(),
        start,
        end: start + SignedDuration::from_mins(45),
        time_zone: "Europe/Helsinki".to_owned(),
        service: None,
        host: Some(host.to_owned()),
        attendees: vec![Attendee {
            name: "Maija".to_owned(),
            email: GUEST.to_owned(),
            role: Role::Candidate,
            locale: None,
        }],
        mode: Some(Mode::MsTeams),
        candidate: None,
        record: None,
        fields: std::iter::once(("note".to_owned(), note.to_owned())).collect(),
    }
}

fn key() -> SessionKey {
    SessionKey::new(T, "ats", "i1")
}

async fn tell(world: &World, version: u64, content: SessionContent) {
    send(world, version, Change::Upserted(Box::new(content))).await;
}

async fn cancel(world: &World, version: u64) {
    send(world, version, Change::Cancelled).await;
}

async fn send(world: &World, version: u64, change: Change) {
    let fact = SessionFact { key: key(), version, change, follows: None };
    let queue = world.app.sessions().unwrap();
    queue.send(T, &Envelope::new("trace", SessionMessage::Fact(fact))).await.unwrap();
}

async fn session(world: &World) -> Session {
    world.app.store.session(&key()).await.unwrap().unwrap()
}

/// The session's meeting, which it must have as wanted.
async fn ready(world: &World) -> LiveMeeting {
    let session = session(world).await;
    assert_eq!(session.state, MeetingState::Ready, "{session:#?}");
    session.live.unwrap()
}

/// The code of what the session waits for.
async fn blocked(world: &World) -> String {
    let session = session(world).await;
    assert_eq!(session.state, MeetingState::Blocked, "{session:#?}");
    session.reason.unwrap().code
}

/// The events that stand in anybody's calendar.
fn events(world: &World) -> Vec<Value> {
    let all = world.state("microsoft")["events"].as_array().cloned().unwrap();
    all.into_iter().filter(|event| event["status"] == "confirmed").collect()
}

/// The only event.
fn event(world: &World) -> Value {
    let events = events(world);
    assert_eq!(events.len(), 1, "{events:#?}");
    events[0].clone()
}

/// The meetings on their own.
fn meetings(world: &World) -> Vec<Value> {
    world.state("microsoft")["meetings"].as_array().cloned().unwrap()
}

/// The only meeting on its own.
fn meeting(world: &World) -> Value {
    let meetings = meetings(world);
    assert_eq!(meetings.len(), 1, "{meetings:#?}");
    meetings[0].clone()
}

fn arrange(world: &World, state: &Value) {
    world.sims.merge_state("microsoft", state).unwrap();
}

/// Makes the next calls of this method and path go wrong.
fn fault(world: &World, method: &str, path: &str, how: &Value) {
    let mut fault = json!({"provider": "microsoft", "method": method, "path": path});
    for (name, value) in how.as_object().unwrap() {
        fault[name] = value.clone();
    }
    world.sims.inject(serde_json::from_value(fault).unwrap()).unwrap();
}

/// How many calls Microsoft received with this method and path ending.
fn calls(world: &World, method: &str, ending: &str) -> usize {
    let received = world.sims.requests(Some("microsoft"));
    received.iter().filter(|it| it.method == method && it.path.ends_with(ending)).count()
}
