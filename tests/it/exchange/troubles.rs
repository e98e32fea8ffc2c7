//! When Exchange does not do what it is asked.

use convoke::app::connect;
use convoke::app::exchange::WHOSE;
use convoke::domain::config::ConnectionState;
use convoke::store::SettingItem as Item;

use super::*;

/// Far enough for the daily look to come before.
const FAR: &str = "2026-12-20T08:00:00Z";
/// The time that a passing fault may take.
const WHILE_MS: i64 = 10 * 60_000;

/// The entry is made and the answer lost: it is found by its mark and not made twice.
#[tokio::test]
async fn a_lost_answer_leads_to_one_entry() {
    let mut run = company().await;
    fault(&run.world, &json!({"after_effect": true}));
    tell(&run.world, 1, "aino", START).await;
    run.work_for(WHILE_MS).await;
    assert_eq!(entry(&run.world)["calendar"], AINO);
    assert_eq!(standing(&run.world).await, (EntryState::Made, None));
}

/// A server that is down for a while is asked again by the queue, and then by the clock.
#[tokio::test]
async fn a_server_that_is_down_is_asked_again() {
    let mut run = company().await;
    fault(&run.world, &json!({"status": 503, "times": 8}));
    tell(&run.world, 1, "aino", START).await;
    run.work().await;
    assert_eq!(standing(&run.world).await.0, EntryState::Waiting);
    run.settle(6 * HOUR_MS).await;
    entry(&run.world);
    assert_eq!(standing(&run.world).await, (EntryState::Made, None));
    assert!(record(&run.world).await.is_settled());
}

/// P06, G37: a password that is refused is noted at the connection and told to the contact once, however many
/// sessions find out; nothing is asked until it is mended, and then every entry is made by itself.
#[tokio::test]
async fn a_refused_password_is_told_once_and_heals() {
    let mut run = company().await;
    let service = run.world.state("ews")["service"].clone();
    let mut other = service.clone();
    other["password"] = json!("another");
    arrange(&run.world, &json!({ "service": other }));
    tell(&run.world, 1, "aino", START).await;
    run.work().await;
    assert_eq!(
        standing(&run.world).await,
        (EntryState::Waiting, Some("invalid_credentials".to_owned()))
    );
    tell(&run.world, 2, "matti", LATER).await;
    run.work_for(WHILE_MS).await;
    let told = run.world.mails_to(HR);
    let about: Vec<_> =
        told.iter().filter(|mail| mail["subject"].as_str().unwrap().contains("Exchange")).collect();
    assert_eq!(about.len(), 1, "{told:#?}");
    let asked = calls(&run.world);
    run.settle(3 * HOUR_MS).await;
    assert_eq!(calls(&run.world), asked, "a refused password is not tried again");

    arrange(&run.world, &json!({ "service": service }));
    let verified = connect::verify(&run.world.app, T, WHOSE).await.unwrap();
    assert_eq!(verified.state, ConnectionState::Active);
    run.work_for(WHILE_MS).await;
    assert_eq!(entry(&run.world)["calendar"], MATTI);
    assert_eq!(standing(&run.world).await, (EntryState::Made, None));
}

/// A connection that is switched off stops new work; switched on, what waited is done.
#[tokio::test]
async fn a_connection_that_is_off_is_left_alone() {
    let mut run = company().await;
    let on = connection(&run.world).await;
    let off = Connection { enabled: false, ..on.clone() };
    put(&run.world, Item::Connection("exchange".to_owned(), None, off)).await;
    let content = SessionContent { kind: SessionKind::Booking, ..interview("aino", START) };
    send(&run.world, 1, Change::Upserted(Box::new(content))).await;
    run.work().await;
    assert_eq!(
        standing(&run.world).await,
        (EntryState::Waiting, Some("connection_disabled".to_owned()))
    );
    assert_eq!(calls(&run.world), 0);
    let config = run.world.app.configs.of(T, convoke::app::configs::Fresh::Now).await.unwrap();
    let heals = configure::connection_keys(&config, WHOSE);
    let item = Item::Connection("exchange".to_owned(), None, on);
    configure::put(&run.world.app, T, &item, &heals).await.unwrap();
    run.work_for(WHILE_MS).await;
    entry(&run.world);
}

/// P21: a host without a mailbox has no entry, and the session says why; it is looked at again each day. A
/// former host's mailbox that is gone holds up nobody.
#[tokio::test]
async fn a_mailbox_that_is_not_there_is_named() {
    let mut run = company().await;
    put(&run.world, person("veera", "veera@demo.example")).await;
    tell(&run.world, 1, "veera", FAR).await;
    run.work().await;
    assert_eq!(
        standing(&run.world).await,
        (EntryState::Failed, Some("mailbox_not_found".to_owned()))
    );
    let mut users = run.world.state("ews")["users"].clone();
    let all = users.as_array_mut().unwrap();
    all.push(json!({"id": "veera", "email": "veera@demo.example"}));
    arrange(&run.world, &json!({ "users": users }));
    run.settle(26 * HOUR_MS).await;
    assert_eq!(entry(&run.world)["calendar"], "veera@demo.example");

    let mut users = run.world.state("ews")["users"].clone();
    users.as_array_mut().unwrap().retain(|user| user["id"] != "veera");
    arrange(&run.world, &json!({ "events": [] }));
    arrange(&run.world, &json!({ "users": users }));
    tell(&run.world, 2, "matti", FAR).await;
    run.work().await;
    assert_eq!(entry(&run.world)["calendar"], MATTI);
    assert_eq!(standing(&run.world).await, (EntryState::Made, None));
}

/// G37: the daily look at the connections includes the server, so a password that has ended is noticed before
/// a session needs it.
#[tokio::test]
async fn the_daily_look_includes_the_server() {
    let mut run = company().await;
    let mut service = run.world.state("ews")["service"].clone();
    service["password"] = json!("another");
    arrange(&run.world, &json!({ "service": service }));
    run.world.time().pass_ms(DAY_MS + HOUR_MS);
    let now = run.world.app.clock.now();
    convoke::app::tick::tick(&run.world.app, now, "t").await.unwrap();
    run.work().await;
    let config = run.world.app.configs.of(T, convoke::app::configs::Fresh::Now).await.unwrap();
    assert_eq!(config.connections["exchange"].state, ConnectionState::InvalidCredentials);
    assert_eq!(run.world.mails_to(HR).len(), 1);
    assert!(!config.has_active_calendar(), "P06: interviews wait for it");
}
