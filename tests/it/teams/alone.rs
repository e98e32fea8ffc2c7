//! Meetings of their own, by people who signed in: the company's calendar is an Exchange server of its own.

use super::*;

/// P03, P17: what needs nobody's sign-in with Microsoft's calendar waits for the host's with an Exchange
/// server, and goes on by itself.
#[tokio::test]
async fn the_kind_of_calendar_decides_who_signs_in() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    assert_eq!(ready(&run.world).await.by, None);

    let mut run = company(CalendarKind::Ews).await;
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "host_not_authenticated");
    assert_eq!(run.world.sims.requests(Some("microsoft")).len(), 0);
    sign_in(&run.world, "aino").await;
    run.work_for(SHORT_MS).await;
    let live = ready(&run.world).await;
    let made = meeting(&run.world);
    assert_eq!(live.by.as_deref(), Some("aino"));
    assert_eq!((&made["id"], &made["join_url"]), (&json!(live.id), &json!(live.join_url)));
    assert_eq!(events(&run.world).len(), 0, "it stands in no calendar of Microsoft's");
}

/// A company whose host has signed in, with the interview made.
async fn made() -> (Simulation, Value) {
    let mut run = company(CalendarKind::Ews).await;
    sign_in(&run.world, "aino").await;
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    let made = meeting(&run.world);
    (run, made)
}

#[tokio::test]
async fn a_meeting_is_made_moved_and_deleted() {
    let (mut run, made) = made().await;
    assert_eq!(made["subject"], "Interview, Maija");
    assert_eq!((&made["start"], &made["end"]), (&json!(START), &json!("2026-12-01T08:45:00Z")));
    let link = made["join_url"].as_str().unwrap();
    for address in [GUEST, AINO] {
        let mail = &run.world.mails_to(address)[0];
        assert!(mail["text"].as_str().unwrap().contains(link), "{address}");
    }
    tell(&run.world, 2, interview(AINO, LATER, "")).await;
    run.work().await;
    let moved = meeting(&run.world);
    assert_eq!((&moved["id"], &moved["join_url"]), (&made["id"], &made["join_url"]));
    assert_eq!((&moved["start"], &moved["end"]), (&json!(LATER), &json!("2026-12-02T09:45:00Z")));
    cancel(&run.world, 3).await;
    run.work().await;
    assert_eq!(meetings(&run.world).len(), 0);
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

#[tokio::test]
async fn a_change_of_host_takes_a_meeting_of_the_other_account() {
    let (mut run, first) = made().await;
    sign_in(&run.world, "matti").await;
    tell(&run.world, 2, interview("matti", START, "")).await;
    run.work().await;
    let second = meeting(&run.world);
    assert_ne!(second["user"], first["user"]);
    assert_eq!(ready(&run.world).await.by.as_deref(), Some("matti"));
}

#[tokio::test]
async fn a_meeting_that_is_gone_is_made_anew_or_stays_gone() {
    let (mut run, first) = made().await;
    arrange(&run.world, &json!({ "meetings": [] }));
    tell(&run.world, 2, interview(AINO, LATER, "")).await;
    run.work_for(SHORT_MS).await;
    let second = meeting(&run.world);
    assert_ne!(second["join_url"], first["join_url"]);
    assert_eq!(ready(&run.world).await.join_url, second["join_url"].as_str().unwrap());
    arrange(&run.world, &json!({ "meetings": [] }));
    cancel(&run.world, 3).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

/// The meeting is made and the answer lost: asking for the same once more brings the same.
#[tokio::test]
async fn a_lost_answer_of_a_creation_makes_no_second_meeting() {
    let mut run = company(CalendarKind::Ews).await;
    sign_in(&run.world, "aino").await;
    fault(&run.world, "POST", CREATE_OR_GET, &json!({ "after_effect": true }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work_for(SHORT_MS).await;
    let made = meeting(&run.world);
    assert_eq!(ready(&run.world).await.id, made["id"].as_str().unwrap());
    assert_eq!(run.world.mails_to(GUEST).len(), 1);
}

/// A creation that came to nothing is made up for by looking for it, as it was asked for, to the minute.
#[tokio::test]
async fn looking_for_a_creation_that_failed_makes_it() {
    let mut run = company(CalendarKind::Ews).await;
    sign_in(&run.world, "aino").await;
    fault(&run.world, "POST", CREATE_OR_GET, &json!({ "status": 503 }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work_for(SHORT_MS).await;
    let made = meeting(&run.world);
    assert_eq!(ready(&run.world).await.id, made["id"].as_str().unwrap());
    assert_eq!((&made["start"], &made["end"]), (&json!(START), &json!("2026-12-01T08:45:00Z")));
    assert_eq!(calls(&run.world, "POST", "/createOrGet"), 2);
}

/// What was looked for and is not needed any longer goes.
#[tokio::test]
async fn a_meeting_that_is_found_too_late_is_deleted() {
    let mut run = company(CalendarKind::Ews).await;
    sign_in(&run.world, "aino").await;
    fault(&run.world, "POST", CREATE_OR_GET, &json!({ "status": 503, "times": 2 }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    cancel(&run.world, 2).await;
    run.settle(3 * HOUR_MS).await;
    assert_eq!(meetings(&run.world).len(), 0);
    let session = session(&run.world).await;
    assert!(session.is_settled(), "{session:#?}");
    assert_eq!(run.world.mails_to(GUEST).len(), 0, "nobody had heard of it");
}

/// A token that was refused is renewed once, and a sign-in that was taken back is asked for again.
#[tokio::test]
async fn a_refused_token_is_renewed_and_a_lost_sign_in_is_said() {
    let (mut run, _) = made().await;
    fault(&run.world, "PATCH", "/me/onlineMeetings/*", &json!({ "status": 401 }));
    tell(&run.world, 2, interview(AINO, LATER, "")).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(meeting(&run.world)["start"], LATER);
    arrange(&run.world, &json!({ "grants": [] }));
    run.world.time().pass_ms(2 * HOUR_MS);
    tell(&run.world, 3, interview(AINO, START, "")).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(blocked(&run.world).await, "needs_reauth");
    sign_in(&run.world, "aino").await;
    run.work_for(SHORT_MS).await;
    assert_eq!(meeting(&run.world)["start"], START);
}
