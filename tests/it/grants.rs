//! What people granted stays alive: one worker at a time renews it, whatever the provider makes of
//! refresh tokens, and what is lost is said to be lost.

use std::sync::Arc;

use bytes::Bytes;
use convoke::app::configs::Fresh;
use convoke::app::consent::{self, End, Returned};
use convoke::app::{App, configure, grants};
use convoke::domain::config::{ConnectionState, Whose};
use convoke::domain::ids::Secret;
use convoke::domain::settings::{AppBody, Installation, Person, Tenant};
use convoke::providers::ProviderFault;
use convoke::store::SettingItem;
use convoke_local::sim::Fault;
use convoke_local::simulation::World;
use convoke_tests::live::parameter;
use serde_json::{Value, json};

const T: &str = "aalto";
const HOST: &str = "aino@demo.example";
/// Later than 80 % of an hour, and before its end.
const LATE_MS: i64 = 50 * 60_000;
const HOUR_MS: i64 = 60 * 60_000;

fn of(provider: &str) -> Whose<'_> {
    Whose::persons(provider, "aino")
}

async fn world() -> World {
    let world = World::new(11).await.unwrap();
    let person = Person {
        name: "Aino Koskinen".to_owned(),
        emails: vec![HOST.to_owned()],
        ..Person::default()
    };
    for item in [
        SettingItem::Tenant(Tenant { name: "Hoitola Aalto".to_owned(), ..Tenant::default() }),
        SettingItem::Person("aino".to_owned(), person),
        SettingItem::App("zoom".to_owned(), AppBody { installed: Installation::AllUsers }),
    ] {
        configure::put(&world.app, T, &item, &[]).await.unwrap();
    }
    world
}

/// What the provider's page sends the browser back with.
async fn consented(world: &World, provider: &str) -> Returned {
    let config = world.app.configs.of(T, Fresh::Now).await.unwrap();
    let url = consent::begin(&world.app, &config, of(provider), None).await.unwrap();
    let request = http::Request::get(url).body(Bytes::new()).unwrap();
    let page = world.sims.call(request).await.unwrap();
    let back = page.headers()["location"].to_str().unwrap();
    let code = parameter(back, "code");
    assert!(!code.is_empty(), "{back}");
    Returned {
        state: parameter(back, "state"),
        code: Some(Secret::new(code)),
        ..Returned::default()
    }
}

/// Somebody connects an account of their own.
pub async fn connect(world: &World, provider: &str) {
    let returned = consented(world, provider).await;
    let landing = consent::finish(&world.app, provider, &returned).await.unwrap();
    assert_eq!(landing.end, End::Connected);
}

async fn token(app: &App, provider: &str) -> Result<Secret, ProviderFault> {
    let config = app.configs.of(T, Fresh::Now).await.unwrap();
    let connection = config.connection(of(provider)).unwrap();
    grants::token(app, T, of(provider), connection, None).await
}

fn refreshes(world: &World, provider: &str) -> usize {
    let is_refresh = |call: &convoke_local::sim::Received| {
        let call = serde_json::to_value(call).unwrap();
        let body = call["body"].as_str().unwrap_or_default().to_owned();
        body.contains("grant_type=refresh_token")
    };
    world.sims.requests(Some(provider)).iter().filter(|call| is_refresh(call)).count()
}

/// Fifty workers need a fresh token at the same moment. Exactly one of them asks Zoom, which kills the
/// whole grant when it sees a refresh token twice; all of them get on.
#[test]
fn fifty_workers_cause_one_refresh() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    runtime.block_on(async {
        let world = Arc::new(world().await);
        connect(&world, "zoom").await;
        world.time().pass_ms(HOUR_MS);
        let mut waiting: Vec<_> =
            (0..50).map(|n| world.process("meeting-sync", n).unwrap()).collect();
        let mut tokens = Vec::new();
        let mut rounds = 0;
        while !waiting.is_empty() {
            rounds += 1;
            assert!(rounds <= 10, "{} workers never got a token", waiting.len());
            let ask = |app: Arc<App>| async move { (token(&app, "zoom").await, app) };
            let asked: Vec<_> = waiting.drain(..).map(|app| tokio::spawn(ask(app))).collect();
            for answer in asked {
                match answer.await.unwrap() {
                    (Ok(token), _) => tokens.push(token),
                    (Err(ProviderFault::Passing { .. }), app) => waiting.push(app),
                    (Err(other), _) => panic!("{other:?}"),
                }
            }
        }
        assert_eq!(refreshes(&world, "zoom"), 1);
        assert!(tokens.iter().all(|token| *token == tokens[0]));
        println!("50 workers, {rounds} rounds, 1 refresh");
    });
}

/// Near the token's end one worker renews it, and nobody else waits for that.
#[tokio::test]
async fn a_token_that_still_works_is_used_while_another_is_fetched() {
    let world = world().await;
    connect(&world, "zoom").await;
    let old = token(&world.app, "zoom").await.unwrap();
    world.time().pass_ms(LATE_MS);
    let renewed = token(&world.process("meeting-sync", 1).unwrap(), "zoom").await.unwrap();
    assert!(renewed != old && refreshes(&world, "zoom") == 1);
}

/// The rotation of refresh tokens, by vendor: each is renewed many times in a row, also from another
/// process, and none is lost (facts, section 9).
#[tokio::test]
async fn each_vendors_refresh_tokens_are_renewed_its_own_way() {
    let world = world().await;
    for provider in ["zoom", "goto"] {
        connect(&world, provider).await;
        for n in 1..=40 {
            world.time().pass_ms(HOUR_MS);
            let app = world.process("meeting-sync", n).unwrap();
            token(&app, provider).await.unwrap_or_else(|fault| panic!("{provider} {n}: {fault:?}"));
        }
        assert_eq!(refreshes(&world, provider), 40, "{provider}");
    }
}

/// A worker dies between the provider's answer and our write. Where refresh tokens work once, that is
/// the end of the connection, and it says so; elsewhere nobody notices.
#[tokio::test]
async fn a_lost_answer_is_survived_or_said() {
    for (provider, survives) in [("zoom", false), ("goto", true)] {
        let world = world().await;
        connect(&world, provider).await;
        world.time().pass_ms(HOUR_MS);
        let fault: Fault = serde_json::from_value(json!({
            "provider": provider, "method": "POST", "path": "/oauth/token", "times": 1,
            "after_effect": true,
        }))
        .unwrap();
        world.sims.inject(fault).unwrap();
        let lost = token(&world.app, provider).await;
        assert!(matches!(lost, Err(ProviderFault::Passing { .. })), "{lost:?}");
        match token(&world.app, provider).await {
            Ok(_) => assert!(survives, "{provider}"),
            Err(ProviderFault::Connection { state, .. }) => {
                assert_eq!((survives, state), (false, ConnectionState::NeedsReauth), "{provider}");
            }
            Err(other) => panic!("{provider}: {other:?}"),
        }
    }
}

/// P27: too late is too late, whatever the code is still worth at the provider.
#[tokio::test]
async fn a_consent_ends_after_ten_minutes() {
    let world = world().await;
    let returned = consented(&world, "goto").await;
    world.time().pass_ms(10 * 60_000);
    let landing = consent::finish(&world.app, "goto", &returned).await.unwrap();
    assert_eq!(landing.end, End::Expired);
    let again = consent::finish(&world.app, "goto", &returned).await.unwrap();
    assert_eq!(again.end, End::Unknown);
    let config = world.app.configs.of(T, Fresh::Now).await.unwrap();
    assert!(config.personal.is_empty());
    assert!(world.app.store.grant(T, of("goto")).await.unwrap().is_none());
}

/// The table holds nothing that opens anything: neither tokens nor verifiers nor codes.
#[tokio::test]
async fn nothing_in_the_table_opens_anything() {
    let world = world().await;
    consented(&world, "zoom").await;
    connect(&world, "zoom").await;
    let access = token(&world.app, "zoom").await.unwrap();
    let items: Vec<Value> = [format!("{T}#grants"), format!("{T}#consents"), format!("{T}#config")]
        .iter()
        .flat_map(|partition| world.aws.peek(convoke_local::simulation::TABLE, partition))
        .collect();
    assert!(items.len() >= 5, "{items:#?}");
    assert!(!serde_json::to_string(&items).unwrap().contains(access.expose()));
}
