//! A run that is killed at every exchange that it makes, before its effect and after it, and is then repeated: whoever
//! applied is registered once, every count is right, and one mail tells of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use convoke::app::import::{self, account};
use convoke::app::{App, Context, configure};
use convoke::domain::config::{Connection, Credentials, Whose};
use convoke::domain::ids::Secret;
use convoke::domain::import::account::AccountBody;
use convoke::domain::import::run::{RunOrder, RunState, Slot};
use convoke::domain::import::settings::Recipients;
use convoke::domain::settings::Tenant;
use convoke::queue::ImportMessage;
use convoke::store::{ImportSetting, SettingItem};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use convoke::vault::Place;
use convoke_local::simulation::{Simulation, World};
use convoke_tests::live::boards::{ATS_TOKEN, applicant};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Notify;

pub(super) const T: &str = "aalto";
const RECRUITER: &str = "saiyo@aalto.example";
/// Ten minutes: longer than any lease.
const PASSED_MS: i64 = 600_000;

/// A way out on which the process dies at one exchange.
struct Deadly {
    way: Transport,
    left: AtomicUsize,
    is_after: bool,
    died: Arc<Notify>,
}

impl Exchange for Deadly {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let is_last = self.left.fetch_sub(1, Ordering::SeqCst) == 1;
        let (way, died, is_after) = (self.way.clone(), Arc::clone(&self.died), self.is_after);
        Box::pin(async move {
            if !is_last {
                return way.send(request).await;
            }
            if is_after {
                drop(way.send(request).await);
            }
            died.notify_one();
            std::future::pending().await
        })
    }
}

/// Three applicants, of whom two are one person, so that pairs are made, too.
async fn world() -> World {
    let row = |id: &str, email: &str| {
        (id.to_owned(), json!({"氏名": "山田太郎", "メールアドレス": email}))
    };
    let rows = [row("1", "a@x.example"), row("2", "a@x.example"), row("3", "c@x.example")];
    world_with(&rows).await
}

/// A tenant that imports, with these applicants at its board.
pub(super) async fn world_with(rows: &[(String, Value)]) -> World {
    let world = World::new(11).await.unwrap();
    let app = &world.app;
    let tenant =
        Tenant { name: "アールト".to_owned(), locale: "ja".to_owned(), ..Tenant::default() };
    configure::put(app, T, &SettingItem::Tenant(tenant), &[]).await.unwrap();
    connect(app).await;
    let recipients = Recipients { to: vec![RECRUITER.to_owned()], ..Recipients::default() };
    let setting = ImportSetting::Recipients(&Recipients { send_zero_result: true, ..recipients });
    app.store.put_import_setting(T, &setting).await.unwrap();
    let body: AccountBody = serde_json::from_value(json!({
        "medium": "ambi", "login": "a", "password": "right", "times": ["09:00"], "time_zone": "Asia/Tokyo",
    }))
    .unwrap();
    let config = app.configs.get(T, convoke::app::configs::Fresh::Now).await.unwrap().unwrap();
    account::save(app, &config, "a", &body, false).await.unwrap();
    let now = app.clock.now().to_string();
    let applicants: Vec<_> = rows
        .iter()
        .map(|(id, fields)| {
            let mut one = applicant(id, &now, fields.clone());
            one["medium"] = json!("ambi");
            one["login"] = json!("a");
            one
        })
        .collect();
    let state = json!({
        "accounts": [{"medium": "ambi", "login": "a", "password": "right"}],
        "applicants": applicants,
    });
    world.sims.merge_state("media", &state).unwrap();
    world
}

async fn connect(app: &App) {
    let whose = Whose::tenants("hrmos");
    let place = Place { tenant: T, item: &whose.item(), field: "token" };
    let token = app.vault.seal(place, &Secret::new(ATS_TOKEN)).await.unwrap();
    let connection = Connection::new(Credentials::Token { token }, "1".to_owned(), None);
    let item = SettingItem::Connection("hrmos".to_owned(), None, connection);
    configure::put(app, T, &item, &[]).await.unwrap();
}

/// A run by hand, of this name.
pub(super) fn order(app: &App, name: &str) -> ImportMessage {
    let at = Timestamp::from_second(app.clock.now().as_second()).unwrap();
    let (tenant, account) = (T.to_owned(), "a".to_owned());
    ImportMessage::Run(RunOrder {
        tenant,
        account,
        slot: Slot::Manual(name.to_owned()),
        scheduled_for: at,
    })
}

pub(super) fn context(app: &App, received: u32) -> Context {
    let sent_at = app.clock.now();
    Context { message_id: "m".to_owned(), received, sent_at, trace: "t".to_owned() }
}

/// Whether the process lived to its end.
async fn lived(world: &World, order: &ImportMessage, n: usize, is_after: bool) -> bool {
    let died = Arc::new(Notify::new());
    let deadly = |way| {
        let (left, died) = (AtomicUsize::new(n), Arc::clone(&died));
        Transport::new(Deadly { way, left, is_after, died })
    };
    let app = world.process_through("scheduled-import", 1, deadly).unwrap();
    let context = context(&app, 1);
    tokio::select! {
        biased;
        ended = import::handle(&app, order, &context) => { ended.unwrap(); true }
        () = died.notified() => false,
    }
}

/// H51, H30: see above.
#[tokio::test]
async fn a_run_killed_anywhere_registers_each_applicant_once() {
    for is_after in [false, true] {
        for n in 1.. {
            let world = world().await;
            let order = order(&world.app, "1");
            let has_lived = lived(&world, &order, n, is_after).await;
            let place = format!("exchange {n}, after: {is_after}");
            if !has_lived {
                repeated(&world, &order, &place).await;
            }
            check(world, &place).await;
            if has_lived {
                assert!(n > 20, "a run makes more than {n} exchanges");
                break;
            }
        }
    }
}

/// The message comes again until its work is done.
async fn repeated(world: &World, order: &ImportMessage, place: &str) {
    for received in 2.. {
        world.time().pass_ms(PASSED_MS);
        let app = world.process("scheduled-import", received.into()).unwrap();
        match import::handle(&app, order, &context(&app, received)).await {
            Ok(()) => return,
            Err(fault) => assert!(received < 5, "{place}: {fault:?}"),
        }
    }
}

async fn check(world: World, place: &str) {
    let mut simulation = Simulation::new(world);
    simulation.work_for(PASSED_MS).await;
    let world = &simulation.world;
    let app = &world.app;
    let registered = world.state("hrmos")["applications"].as_array().cloned().unwrap_or_default();
    let mut ids: Vec<Value> = registered.iter().map(|it| it["external_id"].clone()).collect();
    ids.sort_by_key(ToString::to_string);
    assert_eq!(ids, ["1", "2", "3"], "{place}");
    let runs = app.store.runs_of(T, "a", None, 10).await.unwrap().items;
    let [run] = &runs[..] else { panic!("{place}: {runs:?}") };
    assert_eq!(run.state, RunState::Succeeded, "{place}: {run:?}");
    let counts = run.counts;
    assert_eq!(
        (counts.seen, counts.new, counts.known, counts.delivered),
        (3, 3, 0, 3),
        "{place}: {run:?}"
    );
    let kept = app.store.applications(T, None, 10).await.unwrap().items;
    assert!(kept.iter().all(|it| it.compared && it.is_delivered()), "{place}");
    let pairs = app.store.pairs(T, None, 10).await.unwrap().items;
    assert_eq!(pairs.len(), 3, "{place}: all three have one name: {pairs:?}");
    assert_eq!(world.mails_to(RECRUITER).len(), 1, "{place}");
    assert!(app.store.undelivered(T, "", 10).await.unwrap().is_empty(), "{place}");
}
