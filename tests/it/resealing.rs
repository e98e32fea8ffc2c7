//! A key of the ring falls out of use: what lies sealed under it is sealed anew by the daily look at the
//! connections, and then the key can go.

use convoke::app::configs::Fresh;
use convoke::app::receive::{Incoming, Received, receive};
use convoke::app::{configure, connect, reseal, tick};
use convoke::domain::config::{
    Connection, ConnectionState, Credentials, Source, TenantConfig, Whose,
};
use convoke::domain::ids::Secret;
use convoke::domain::settings::{Calendar, CalendarKind, Person, Tenant};
use convoke::store::SettingItem;
use convoke::vault::Place;
use convoke_local::simulation::{Simulation, World};
use convoke_tests::hooks::standard_signature;
use convoke_tests::live::STANDARD_SECRET;
use serde_json::{Value, json};

const T: &str = "aalto";
const DAY_MS: i64 = 24 * 60 * 60_000;
/// Longer than a process keeps the ring in memory.
const RING_MS: i64 = 6 * 60_000;
const K1: &str = "0123456789abcdef0123456789abcdef";
const K2: &str = "fedcba9876543210fedcba9876543210";

async fn put(world: &World, item: SettingItem) {
    configure::put(&world.app, T, &item, &[]).await.unwrap();
}

async fn sealed(
    world: &World,
    item: &str,
    field: &str,
    text: &str,
) -> convoke::domain::config::Sealed {
    let place = Place { tenant: T, item, field };
    world.app.vault.seal(place, &Secret::new(text)).await.unwrap()
}

/// A tenant with a static secret of each kind that is kept in the settings.
async fn company() -> Simulation {
    let world = World::new(29).await.unwrap();
    let calendar = Calendar { kind: CalendarKind::Ews };
    put(
        &world,
        SettingItem::Tenant(Tenant { name: "A".to_owned(), calendar, ..Tenant::default() }),
    )
    .await;
    let aino = Person {
        name: "Aino".to_owned(),
        emails: vec!["aino@demo.example".to_owned()],
        calendar_synced: true,
        ..Person::default()
    };
    put(&world, SettingItem::Person("aino".to_owned(), aino)).await;
    let text = |state: &Value, name: &str| state[name].as_str().unwrap().to_owned();
    let service = world.state("ews")["service"].clone();
    let password = text(&service, "password");
    let exchange = Credentials::Ews {
        url: "https://sim.test/ews/EWS/Exchange.asmx".to_owned(),
        login: text(&service, "login"),
        password: sealed(&world, "connection#exchange", "password", &password).await,
        mailbox: None,
    };
    let app = world.state("microsoft")["app"].clone();
    let secret = text(&app, "client_secret");
    let microsoft = Credentials::App {
        tenant_id: text(&app, "tenant_id"),
        client_id: text(&app, "client_id"),
        client_secret: sealed(&world, "connection#microsoft", "client_secret", &secret).await,
    };
    // Switched off: nobody tries it, and it must open all the same once it is switched on.
    let key = sealed(&world, "connection#google", "key", "{}").await;
    let google =
        Credentials::ServiceAccount { client_email: "s@x.example".to_owned(), key, folder: None };
    for (name, by, enabled) in
        [("exchange", exchange, true), ("microsoft", microsoft, true), ("google", google, false)]
    {
        let connection = Connection { enabled, ..Connection::new(by, "c1".to_owned(), None) };
        put(&world, SettingItem::Connection(name.to_owned(), None, connection)).await;
    }
    let secret = sealed(&world, "source#booking", "secret", STANDARD_SECRET).await;
    let source = Source { kind: "standard".to_owned(), secret };
    put(&world, SettingItem::Source("booking".to_owned(), source)).await;
    Simulation::new(world)
}

async fn set_ring(world: &World, ring: Value) {
    world.aws.put_secret("convoke/keyring", &ring).await.unwrap();
    world.time().pass_ms(RING_MS);
}

async fn config(world: &World) -> std::sync::Arc<TenantConfig> {
    world.app.configs.of(T, Fresh::Now).await.unwrap()
}

/// Under which keys the tenant's secrets lie.
async fn keys(world: &World) -> Vec<String> {
    let config = config(world).await;
    let connections = config.connections.values().filter_map(|it| it.by.sealed());
    let connections = connections.map(|(_, sealed)| sealed.key.clone());
    let sources = config.sources.values().map(|source| source.secret.key.clone());
    connections.chain(sources).collect()
}

async fn is_heard(world: &World) -> bool {
    let now = world.app.clock.now();
    let data = json!({"external_id": "x", "version": 1});
    let body = json!({"type": "session.cancelled", "timestamp": now.to_string(), "data": data});
    let body = body.to_string();
    let seconds = now.as_second();
    let signature = standard_signature(STANDARD_SECRET, "msg_1", seconds, body.as_bytes());
    let mut headers = http::HeaderMap::new();
    let mut header = |name: &'static str, value: &str| {
        headers.insert(name, value.parse().unwrap());
    };
    header("content-type", "application/json");
    header("webhook-id", "msg_1");
    header("webhook-timestamp", &seconds.to_string());
    header("webhook-signature", &signature);
    let incoming = Incoming {
        tenant: T,
        source: "booking",
        headers: &headers,
        body: body.as_bytes(),
        trace: "t",
    };
    matches!(receive(&world.app, incoming).await, Ok(Received::Queued))
}

/// Issue 5, 2: two keys are live at a time, and what is used is sealed anew under the newer; a day later the
/// older one goes, and everything still opens.
#[tokio::test]
async fn after_a_day_the_older_key_is_needed_no_more() {
    let mut run = company().await;
    assert_eq!(keys(&run.world).await, ["k1"; 4]);
    set_ring(&run.world, json!({"current": "k2", "k1": K1, "k2": K2})).await;
    assert!(is_heard(&run.world).await, "two keys are live");
    run.world.time().pass_ms(DAY_MS + RING_MS);
    tick::tick(&run.world.app, run.world.app.clock.now(), "t").await.unwrap();
    run.work().await;
    assert_eq!(keys(&run.world).await, ["k2"; 4]);

    set_ring(&run.world, json!({"current": "k2", "k2": K2})).await;
    for name in ["exchange", "microsoft"] {
        let verified = connect::verify(&run.world.app, T, Whose::tenants(name)).await.unwrap();
        assert_eq!(verified.state, ConnectionState::Active, "{name}: {verified:?}");
    }
    assert!(is_heard(&run.world).await);
}

/// It is no change of the settings: their version stays, and what somebody has put there meanwhile, too.
#[tokio::test]
async fn sealing_anew_changes_nothing_else() {
    let run = company().await;
    set_ring(&run.world, json!({"current": "k2", "k1": K1, "k2": K2})).await;
    let before = config(&run.world).await;
    let other =
        sealed(&run.world, "source#booking", "secret", "another-secret-of-the-sender").await;
    let source = Source { kind: "calcom".to_owned(), secret: other.clone() };
    put(&run.world, SettingItem::Source("booking".to_owned(), source)).await;
    let version = config(&run.world).await.version;
    reseal::all(&run.world.app, &before).await.unwrap();
    let after = config(&run.world).await;
    assert_eq!(after.version, version);
    assert_eq!(after.sources["booking"].secret, other, "newer than what was read");
    assert_eq!(keys(&run.world).await, ["k2"; 4]);
    let state = |config: &TenantConfig| config.connections["exchange"].state;
    assert_eq!(state(&after), state(&before));
}

/// A secret whose key is gone already holds up nobody else's.
#[tokio::test]
async fn a_secret_that_does_not_open_is_left_alone() {
    let run = company().await;
    let mut lost = config(&run.world).await.sources["booking"].clone();
    lost.secret.key = "k0".to_owned();
    put(&run.world, SettingItem::Source("a".to_owned(), lost)).await;
    set_ring(&run.world, json!({"current": "k2", "k1": K1, "k2": K2})).await;
    let config = config(&run.world).await;
    reseal::all(&run.world.app, &config).await.unwrap();
    assert_eq!(keys(&run.world).await, ["k2", "k2", "k2", "k0", "k2"]);
}
