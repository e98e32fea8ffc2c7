//! The scenes of the sweep: a tenant that is set up, and what happens to one booking of it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use convoke::app::configs::Fresh;
use convoke::app::configure;
use convoke::domain::config::{Link, LinkOrigin};
use convoke::domain::fault::HealKey;
use convoke::domain::ids::SessionKey;
use convoke::domain::session::{Attendee, Change, Role, SessionContent, SessionFact, SessionKind};
use convoke::domain::settings::{Password, Person, Service, Tenant, Video};
use convoke::queue::{Envelope, SessionMessage};
use convoke::store::SettingItem;
use convoke_tests::world::World;
use jiff::Timestamp;
use serde_json::{Value, json};

pub const TENANT: &str = "aalto";
pub const GUEST: &str = "matti@customer.example";
/// The two hosts: the person, the mail address and the user at Zoom.
pub const AINO: Host = Host { person: "aino", email: "aino@demo.example", user: "u-aino" };
pub const OTHER: Host = Host { person: "matti", email: "matti@demo.example", user: "u-matti" };

/// A person who may host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    pub person: &'static str,
    pub email: &'static str,
    pub user: &'static str,
}

/// When a booking takes place, and how mails say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub start: &'static str,
    pub said: &'static str,
}

pub const FIRST: Slot = Slot { start: "2026-12-01T08:00:00Z", said: "at 10:00" };
pub const SECOND: Slot = Slot { start: "2026-12-02T09:00:00Z", said: "at 11:00" };
pub const THIRD: Slot = Slot { start: "2026-12-03T12:00:00Z", said: "at 14:00" };

/// What the last fact wants: a slot and a host, or nothing.
pub type Wanted = Option<(Slot, Host)>;

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// The sender says that it takes place.
    Book(u64, Slot, Host),
    /// The sender says that it does not.
    Cancel(u64),
    /// The functions do what they can do now.
    Work,
    /// Aino loses her user at Zoom, and a minute later everybody knows.
    Unmap,
    /// Aino gets her user back, through the functions' process.
    Map,
    /// The service's video is switched off, and a minute later everybody knows.
    SwitchOff,
}

/// A scene.
#[derive(Clone, Debug)]
pub struct Scene {
    pub name: &'static str,
    pub steps: Vec<Step>,
    pub wanted: Wanted,
    /// Whether the service gives meetings a password of ours.
    pub password: bool,
    /// Seconds after which Zoom's lists show a new meeting.
    pub list_lag_s: u32,
    /// Whether video is switched off in the course of it, so that a meeting may come too late.
    pub may_be_late: bool,
}

impl Scene {
    pub fn new(name: &'static str, steps: &[Step], wanted: Wanted) -> Self {
        let may_be_late = steps.iter().any(|step| matches!(step, Step::SwitchOff));
        let (steps, password, list_lag_s) = (steps.to_vec(), true, 5);
        Self { name, steps, wanted, password, list_lag_s, may_be_late }
    }

    pub fn without_password(self, name: &'static str) -> Self {
        Self { name, password: false, ..self }
    }

    /// A world in which the scene can be played.
    pub async fn set(&self) -> World {
        let world = World::new().await;
        world.one_by_one();
        furnish(&world, self.password).await;
        let state = json!({"account": {"list_lag_s": self.list_lag_s}});
        world.sims.merge_state("zoom", &state).unwrap();
        world
    }

    /// Plays the scene.
    pub async fn play(&self, world: &World) {
        for step in &self.steps {
            perform(world, step).await;
        }
    }
}

/// The tenant's settings as the table has them, once they have been written; by whether there is a
/// password. Writing them anew for each of thousands of worlds takes longer than most scenes.
static WRITTEN: Mutex<BTreeMap<bool, Value>> = Mutex::new(BTreeMap::new());

async fn furnish(world: &World, password: bool) {
    let written = WRITTEN.lock().unwrap().get(&password).cloned();
    if let Some(items) = written {
        for chunk in items.as_array().unwrap().chunks(25) {
            let puts: Vec<_> =
                chunk.iter().map(|item| json!({"PutRequest": {"Item": item}})).collect();
            table(world, "BatchWriteItem", json!({"RequestItems": {"convoke": puts}})).await;
        }
        return;
    }
    for item in settings(password) {
        put(world, item).await;
    }
    put(world, SettingItem::Connection("zoom".to_owned(), world.zoom_connection(TENANT).await))
        .await;
    for host in [AINO, OTHER] {
        put(world, person(host)).await;
        put(world, link(host)).await;
    }
    let query = json!({
        "TableName": "convoke",
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": format!("{TENANT}#config")}},
    });
    let mut answer = table(world, "Query", query).await;
    WRITTEN.lock().unwrap().insert(password, answer["Items"].take());
}

/// A call to the table past the functions.
async fn table(world: &World, operation: &str, body: Value) -> Value {
    let request = http::Request::post("http://aws.test/")
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .body(body.to_string().into())
        .unwrap();
    let answer = world.aws.call(request).await;
    assert!(answer.status().is_success(), "{answer:?}");
    serde_json::from_slice(answer.body()).unwrap()
}

async fn perform(world: &World, step: &Step) {
    match step {
        Step::Book(version, slot, host) => tell(world, book(*version, *slot, *host)).await,
        Step::Cancel(version) => tell(world, cancel(*version)).await,
        Step::Work => world.work().await,
        Step::Unmap => {
            configure::delete(&world.app, TENANT, "link#zoom#aino").await.unwrap();
            world.pass(Duration::from_secs(61));
        }
        Step::Map => map(world).await,
        Step::SwitchOff => {
            put(world, service(false, true)).await;
            world.pass(Duration::from_secs(61));
        }
    }
}

/// As the API does it; whoever asked asks again unless it was done.
async fn map(world: &World) {
    for _ in 0..3 {
        let process = world.process();
        let config = world.app.configs.of(TENANT, Fresh::Now).await.unwrap();
        if config.link("zoom", AINO.person).is_some() {
            return;
        }
        let keys: Vec<HealKey> = configure::host_keys(&config, AINO.person);
        let item = link(AINO);
        let _ = world.invoke(configure::put(&process, TENANT, &item, &keys)).await;
    }
}

pub async fn tell(world: &World, fact: SessionFact) {
    let queue = world.app.sessions().unwrap();
    queue.send(TENANT, &Envelope::new("trace", SessionMessage::Fact(fact))).await.unwrap();
}

async fn put(world: &World, item: SettingItem) {
    configure::put(&world.app, TENANT, &item, &[]).await.unwrap();
}

fn settings(password: bool) -> Vec<SettingItem> {
    let tenant = Tenant {
        name: "Hoitola Aalto".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        locale: "en".to_owned(),
        ..Tenant::default()
    };
    let profile = convoke::domain::profile::named("booking-video").unwrap();
    let subscriptions =
        profile.subscriptions.into_iter().map(|(id, it)| SettingItem::Subscription(id, it));
    let mut settings = vec![SettingItem::Tenant(tenant), service(true, password)];
    settings.extend(subscriptions);
    settings
}

fn service(enabled: bool, password: bool) -> SettingItem {
    let video = Video { enabled, ..Video::default() };
    let password = Password { random: password };
    let service = Service { name: "First visit".to_owned(), video, password, ..Service::default() };
    SettingItem::Service("101".to_owned(), service)
}

fn person(host: Host) -> SettingItem {
    let person = Person {
        name: host.person.to_owned(),
        emails: vec![host.email.to_owned()],
        ..Person::default()
    };
    SettingItem::Person(host.person.to_owned(), person)
}

fn link(host: Host) -> SettingItem {
    let link = Link { external_id: host.user.to_owned(), origin: LinkOrigin::Manual };
    SettingItem::Link("zoom".to_owned(), host.person.to_owned(), link)
}

pub fn key() -> SessionKey {
    SessionKey::new(TENANT, "booking", "b1")
}

pub fn cancel(version: u64) -> SessionFact {
    SessionFact { key: key(), version, change: Change::Cancelled, follows: None }
}

pub fn book(version: u64, slot: Slot, host: Host) -> SessionFact {
    let start: Timestamp = slot.start.parse().unwrap();
    let guest = Attendee {
        name: "Matti Virtanen".to_owned(),
        email: GUEST.to_owned(),
        role: Role::Customer,
        locale: None,
    };
    let content = SessionContent {
        kind: SessionKind::Booking,
        title: "First visit, Matti".to_owned(),
        start,
        end: start + Duration::from_secs(45 * 60),
        time_zone: "Europe/Helsinki".to_owned(),
        service: Some("101".to_owned()),
        host: Some(host.email.to_owned()),
        attendees: vec![guest],
        mode: None,
        candidate: None,
        fields: std::iter::once(("note".to_owned(), "My back hurts".to_owned())).collect(),
    };
    let change = Change::Upserted(Box::new(content));
    SessionFact { key: key(), version, change, follows: None }
}
