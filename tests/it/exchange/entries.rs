//! The entry follows its session.

use convoke::domain::settings::Service;

use super::*;

/// P04, P17: an interview stands in its host's calendar with the link, in the host's language; it moves
/// with it and goes with it, and Exchange mails nobody, because our own mails invite.
#[tokio::test]
async fn an_interview_stands_in_its_hosts_calendar() {
    let mut run = company().await;
    tell(&run.world, 1, AINO, START).await;
    run.work().await;
    let made = entry(&run.world);
    let session = run.world.app.store.session(&key()).await.unwrap().unwrap();
    let link = session.live.unwrap().join_url;
    assert_eq!(made["calendar"], AINO);
    assert_eq!(made["subject"], "Interview, <Maija> & co");
    assert_eq!((&made["start"], &made["end"]), (&json!(START), &json!("2026-12-01T08:45:00Z")));
    assert_eq!(made["location"], json!(link));
    assert_eq!(made["attendees"], json!([]));
    let body = made["body"].as_str().unwrap();
    let words = convoke::domain::language::Language::Finnish.invitation();
    assert_eq!(body, format!("{}{link}", words.join));
    assert_eq!(standing(&run.world).await, (EntryState::Made, None));

    tell(&run.world, 2, AINO, LATER).await;
    run.work().await;
    let moved = entry(&run.world);
    assert_eq!((&moved["start"], &moved["id"]), (&json!(LATER), &made["id"]));

    cancel(&run.world, 3).await;
    run.work().await;
    assert_eq!(entries(&run.world), [json!(null); 0]);
    assert_eq!(standing(&run.world).await, (EntryState::Removed, None));
    assert_eq!(run.world.state("ews")["notified"], json!([]), "Exchange tells nobody");
    assert!(record(&run.world).await.is_settled());
}

/// Another host gets the entry, and it goes from the calendar of the one before.
#[tokio::test]
async fn a_change_of_host_takes_the_entry_along() {
    let mut run = company().await;
    tell(&run.world, 1, "aino", START).await;
    run.work().await;
    tell(&run.world, 2, "matti", START).await;
    run.work().await;
    assert_eq!(entry(&run.world)["calendar"], MATTI);
    assert_eq!(record(&run.world).await.live.unwrap().mailbox, MATTI);
}

/// A booking of a service is called what the service's topic says.
#[tokio::test]
async fn a_topic_of_the_service_is_the_subject() {
    let mut run = company().await;
    let service: Service = serde_json::from_value(json!({
        "name": "First visit", "topic": "{service_name} / {customer_name}",
        "video": {"enabled": true, "provider": "jitsi"}}))
    .unwrap();
    put(&run.world, SettingItem::Service("101".to_owned(), service)).await;
    let content = SessionContent {
        kind: SessionKind::Booking,
        service: Some("101".to_owned()),
        mode: None,
        ..interview("aino", START)
    };
    send(&run.world, 1, Change::Upserted(Box::new(content))).await;
    run.work().await;
    let subject = entry(&run.world)["subject"].clone();
    assert!(subject.as_str().unwrap().starts_with("First visit / "), "{subject}");
}

/// P09: whom the calendar does not know has no entry there; whoever is not known any more loses it with
/// the next change.
#[tokio::test]
async fn only_people_whom_the_calendar_knows_get_entries() {
    let mut run = company().await;
    tell(&run.world, 1, "aino", START).await;
    run.work().await;
    entry(&run.world);
    let SettingItem::Person(id, aino) = person("aino", AINO) else { unreachable!() };
    let unknown = Person { calendar_synced: false, ..aino };
    put(&run.world, SettingItem::Person(id, unknown)).await;
    run.world.time().pass_ms(2 * 60_000);
    let content = SessionContent { kind: SessionKind::Booking, ..interview("aino", LATER) };
    send(&run.world, 2, Change::Upserted(Box::new(content))).await;
    run.work().await;
    assert_eq!(entries(&run.world), [json!(null); 0]);
}

/// Whoever has another calendar, or no connection to the server, pays for none of this.
#[tokio::test]
async fn without_an_exchange_server_nothing_is_asked_or_written() {
    for kind in [CalendarKind::None, CalendarKind::Google, CalendarKind::Ews] {
        let mut run = company().await;
        put(&run.world, tenant(kind)).await;
        if kind == CalendarKind::Ews {
            configure::delete(&run.world.app, T, "connection#exchange").await.unwrap();
        }
        let content = SessionContent { kind: SessionKind::Booking, ..interview("aino", START) };
        send(&run.world, 1, Change::Upserted(Box::new(content))).await;
        run.work().await;
        assert!(run.world.app.store.session(&key()).await.unwrap().unwrap().live.is_some());
        assert_eq!(run.world.app.store.entry(&key()).await.unwrap(), None, "{kind:?}");
        assert_eq!(calls(&run.world), 0, "{kind:?}");
    }
}

/// Whoever deletes the entry in Outlook does not stop the interview: its next change enters it anew; and
/// what has gone need not be taken away.
#[tokio::test]
async fn an_entry_that_is_gone_is_made_anew_or_stays_gone() {
    let mut run = company().await;
    tell(&run.world, 1, "aino", START).await;
    run.work().await;
    arrange(&run.world, &json!({ "events": [] }));
    tell(&run.world, 2, "aino", LATER).await;
    run.work().await;
    assert_eq!(entry(&run.world)["start"], LATER);
    arrange(&run.world, &json!({ "events": [] }));
    cancel(&run.world, 3).await;
    run.work().await;
    assert_eq!(standing(&run.world).await, (EntryState::Removed, None));
}

/// What is over is left as it stood.
#[tokio::test]
async fn an_entry_of_the_past_is_left_alone() {
    let mut run = company().await;
    tell(&run.world, 1, "aino", START).await;
    run.work().await;
    let made = entry(&run.world);
    let asked = calls(&run.world);
    run.world.time().pass_ms(60 * DAY_MS);
    cancel(&run.world, 2).await;
    run.work().await;
    assert_eq!(entry(&run.world), made);
    assert_eq!(calls(&run.world), asked);
}
