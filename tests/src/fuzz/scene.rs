//! A company with everything that a booking needs, in a world of its own.

use std::cell::OnceCell;
use std::future::Future;

use convoke::app::configure;
use convoke::domain::config::{Link, LinkOrigin, Source};
use convoke::domain::ids::Secret;
use convoke::domain::settings::{Person, Service, Tenant, Video};
use convoke::inbound::SenderKind;
use convoke::store::SettingItem;
use convoke::vault::Place;
use http::Request;
use lambda_http::{Body, RequestExt as _};
use tokio::runtime::{Builder, Runtime};

use super::senders;
use crate::live::{CALCOM_SECRET, STANDARD_SECRET};
use convoke_local::simulation::{Simulation, World};

/// The tenant.
pub(super) const T: &str = "demo";
/// The source that speaks our format.
pub(super) const SOURCE: &str = "standard";
/// The host's address.
pub(super) const HOST: &str = "aino@demo.example";
/// A booking of the tenant's, as its sender tells of it.
pub(super) const BOOKING: &str = r#"{"type":"session.upserted","timestamp":"2026-11-30T08:00:00Z",
    "data":{"external_id":"b1","version":1,"title":"First visit","start":"2026-12-01T08:00:00Z",
    "end":"2026-12-01T08:45:00Z","time_zone":"Europe/Helsinki","service":"101",
    "host":"aino@demo.example","attendees":[{"name":"Matti","email":"matti@customer.example"}]}}"#;

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_time().build().unwrap();
    static SHARED: OnceCell<World> = const { OnceCell::new() };
}

/// Runs to the end.
pub(super) fn run<T>(work: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| runtime.block_on(work))
}

/// Runs in a new world.
pub(super) fn in_world(work: impl AsyncFnOnce(&World)) {
    run(async { work(&world().await).await });
}

/// Runs in a new world in which the functions can be at work.
pub(super) fn in_simulation(work: impl AsyncFnOnce(&mut Simulation)) {
    run(async { work(&mut Simulation::new(world().await)).await });
}

/// Runs in a world that is made once for each thread; for what changes nothing in it. It has a
/// session with a meeting.
pub(super) fn in_shared_world(work: impl AsyncFnOnce(&World)) {
    SHARED.with(|shared| {
        let world = shared.get_or_init(|| {
            run(async {
                let world = world().await;
                assert_eq!(tell(&world, SOURCE, BOOKING.as_bytes()).await.status(), 200);
                let mut simulation = Simulation::new(world);
                simulation.work().await;
                let world = simulation.world;
                assert_eq!(world.meetings().len(), 1);
                assert_eq!(tell(&world, SOURCE, b"{}").await.status(), 422);
                world
            })
        });
        run(work(world));
    });
}

async fn world() -> World {
    let world = World::new(7).await.unwrap();
    let tenant = Tenant {
        name: "Demo Oy".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        locale: "en".to_owned(),
        ..Tenant::default()
    };
    let aino = Person {
        name: "Aino Koskinen".to_owned(),
        emails: vec![HOST.to_owned()],
        ..Person::default()
    };
    let video = Video { enabled: true, ..Video::default() };
    let service = Service { name: "First visit".to_owned(), video, ..Service::default() };
    let link =
        Link { external_id: "u-aino".to_owned(), origin: LinkOrigin::Manual, by: None, at: None };
    put(&world, SettingItem::Tenant(tenant)).await;
    let profile = convoke::domain::profile::named("booking-video").unwrap();
    for (id, subscription) in profile.subscriptions {
        put(&world, SettingItem::Subscription(id, subscription)).await;
    }
    put(&world, SettingItem::Person("aino".to_owned(), aino)).await;
    put(&world, SettingItem::Service("101".to_owned(), service)).await;
    put(
        &world,
        SettingItem::Connection("zoom".to_owned(), None, world.zoom_connection(T).await.unwrap()),
    )
    .await;
    put(&world, SettingItem::Link("zoom".to_owned(), "aino".to_owned(), link)).await;
    for (kind, secret) in
        [(SenderKind::Standard, STANDARD_SECRET), (SenderKind::Calcom, CALCOM_SECRET)]
    {
        put(&world, source(&world, kind, secret).await).await;
    }
    world
}

async fn put(world: &World, item: SettingItem) {
    configure::put(&world.app, T, &item, &[]).await.unwrap();
}

/// A source that is called as its kind is.
async fn source(world: &World, kind: SenderKind, secret: &str) -> SettingItem {
    let item = format!("source#{}", kind.name());
    let place = Place { tenant: T, item: &item, field: "secret" };
    let secret = world.app.vault.seal(place, &Secret::new(secret)).await.unwrap();
    SettingItem::Source(kind.name().to_owned(), Source { kind: kind.name().to_owned(), secret })
}

/// Tells the hook of a source, rightly signed, and gives its answer.
pub(super) async fn tell(world: &World, source: &str, body: &[u8]) -> http::Response<String> {
    let kind: SenderKind = source.parse().unwrap();
    let mut request = Request::new(Body::Binary(body.to_vec()));
    *request.headers_mut() = senders::signed(kind, body, world.time().now().as_second());
    let parameters = [("tenant", vec![T.to_owned()]), ("source", vec![source.to_owned()])];
    let parameters: std::collections::HashMap<_, _> =
        parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let request = request.with_path_parameters(parameters);
    inbound_webhook::handle(&world.app, &request).await
}

/// Calls the admin API as the operator.
pub(super) async fn call(
    world: &World,
    method: &str,
    path: &str,
) -> Option<http::Response<String>> {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("authorization", "Bearer operator").body(Vec::<u8>::new()).ok()?;
    Some(admin_api::handle(&world.app, &request).await)
}
