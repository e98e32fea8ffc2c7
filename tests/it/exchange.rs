//! A company's own Exchange server: its connection, and the entries in its people's calendars beside the
//! meetings of their sessions.

mod connection;
mod disorder;
mod entries;
mod killed;
mod troubles;

use convoke::app::configure;
use convoke::domain::config::{Connection, Credentials};
use convoke::domain::entry::{EntryRecord, EntryState};
use convoke::domain::ids::{Secret, SessionKey};
use convoke::domain::session::{
    Attendee, Change, Mode, Role, SessionContent, SessionFact, SessionKind,
};
use convoke::domain::settings::{Calendar, CalendarKind, Contact, Person, Tenant};
use convoke::queue::{Envelope, SessionMessage};
use convoke::store::SettingItem;
use convoke::vault::Place;
use convoke_local::simulation::{Simulation, World};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const T: &str = "aalto";
const AINO: &str = "aino@demo.example";
const MATTI: &str = "matti@demo.example";
const GUEST: &str = "maija@guest.example";
const HR: &str = "hr@aalto.example";
const START: &str = "2026-12-01T08:00:00Z";
const LATER: &str = "2026-12-02T09:00:00Z";
const URL: &str = "https://sim.test/ews/EWS/Exchange.asmx";
const HOUR_MS: i64 = 60 * 60_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Every call of EWS goes there.
const PATH: &str = "/EWS/Exchange.asmx";

/// A tenant with an Exchange server of its own, whose two people have calendars there.
async fn company() -> Simulation {
    let world = World::new(23).await.unwrap();
    put(&world, tenant(CalendarKind::Ews)).await;
    put(&world, person("aino", AINO)).await;
    put(&world, person("matti", MATTI)).await;
    for (id, subscription) in
        convoke::domain::profile::named("booking-video").unwrap().subscriptions
    {
        put(&world, SettingItem::Subscription(id, subscription)).await;
    }
    let connection = connection(&world).await;
    put(&world, SettingItem::Connection("exchange".to_owned(), None, connection)).await;
    Simulation::new(world)
}

async fn put(world: &World, item: SettingItem) {
    configure::put(&world.app, T, &item, &[]).await.unwrap();
}

fn tenant(kind: CalendarKind) -> SettingItem {
    let contact = Contact { name: "HR".to_owned(), email: HR.to_owned() };
    SettingItem::Tenant(Tenant {
        name: "Hoitola Aalto".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        locale: "fi".to_owned(),
        calendar: Calendar { kind },
        contact: Some(contact),
        ..Tenant::default()
    })
}

fn person(id: &str, email: &str) -> SettingItem {
    let person = Person {
        name: id.to_owned(),
        emails: vec![email.to_owned()],
        calendar_synced: true,
        ..Person::default()
    };
    SettingItem::Person(id.to_owned(), person)
}

/// The simulated server's service account, its password sealed for the tenant.
async fn connection(world: &World) -> Connection {
    let service = world.state("ews")["service"].clone();
    let text = |name: &str| service[name].as_str().unwrap().to_owned();
    let place = Place { tenant: T, item: "connection#exchange", field: "password" };
    let by = Credentials::Ews {
        url: URL.to_owned(),
        login: text("login"),
        password: world.app.vault.seal(place, &Secret::new(text("password"))).await.unwrap(),
        mailbox: None,
    };
    Connection::new(by, "c1".to_owned(), None)
}

fn interview(host: &str, start: &str) -> SessionContent {
    let start: Timestamp = start.parse().unwrap();
    SessionContent {
        kind: SessionKind::Interview,
        title: "Interview, <Maija> & co".to_owned(),
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
        mode: Some(Mode::Jitsi),
        candidate: None,
        record: None,
        fields: std::collections::BTreeMap::new(),
    }
}

fn key() -> SessionKey {
    SessionKey::new(T, "ats", "i1")
}

async fn tell(world: &World, version: u64, host: &str, start: &str) {
    send(world, version, Change::Upserted(Box::new(interview(host, start)))).await;
}

async fn cancel(world: &World, version: u64) {
    send(world, version, Change::Cancelled).await;
}

async fn send(world: &World, version: u64, change: Change) {
    let fact = SessionFact { key: key(), version, change, follows: None };
    let queue = world.app.sessions().unwrap();
    queue.send(T, &Envelope::new("trace", SessionMessage::Fact(fact))).await.unwrap();
}

async fn record(world: &World) -> EntryRecord {
    world.app.store.entry(&key()).await.unwrap().expect("the session has no entry")
}

/// Where the entry stands, and why.
async fn standing(world: &World) -> (EntryState, Option<String>) {
    let record = record(world).await;
    (record.state, record.reason.map(|reason| reason.code))
}

/// The entries that stand in anybody's calendar.
fn entries(world: &World) -> Vec<Value> {
    let all = world.state("ews")["events"].as_array().cloned().unwrap();
    all.into_iter().filter(|event| event["status"] == "confirmed").collect()
}

/// The only entry.
fn entry(world: &World) -> Value {
    let entries = entries(world);
    assert_eq!(entries.len(), 1, "{entries:#?}");
    entries[0].clone()
}

fn arrange(world: &World, state: &Value) {
    world.sims.merge_state("ews", state).unwrap();
}

/// Makes the next calls go wrong.
fn fault(world: &World, how: &Value) {
    let mut fault = json!({"provider": "ews", "method": "POST", "path": PATH});
    for (name, value) in how.as_object().unwrap() {
        fault[name] = value.clone();
    }
    world.sims.inject(serde_json::from_value(fault).unwrap()).unwrap();
}

/// How many calls the server received.
fn calls(world: &World) -> usize {
    world.sims.requests(Some("ews")).len()
}
