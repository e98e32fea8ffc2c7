//! Events in the hosts' calendars, by the company's own application.

use convoke::app::connect;
use convoke::app::way::access;
use convoke::domain::config::ConnectionState;
use convoke::domain::settings::ProviderName;
use convoke::providers::{Adapter, Microsoft, ProviderFault};

use super::*;

/// P03, P04, P20: an interview by Teams becomes an event of its host's calendar without a sign-in of
/// anybody's; it is moved in place with its link, and goes with the interview. Only our own mails invite.
#[tokio::test]
async fn an_interview_stands_in_its_hosts_calendar() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "Bring <your> papers & a smile\nThanks")).await;
    run.work().await;
    let made = event(&run.world);
    let live = ready(&run.world).await;
    assert_eq!(made["calendar"], AINO);
    assert_eq!(made["subject"], "Interview, Maija");
    assert_eq!((&made["start"], &made["end"]), (&json!(START), &json!("2026-12-01T08:45:00Z")));
    assert_eq!((&made["id"], &made["join_url"]), (&json!(live.id), &json!(live.join_url)));
    assert_eq!(made["attendees"], json!([]));
    let body = made["body"].as_str().unwrap();
    assert!(body.contains("Bring &lt;your&gt; papers &amp; a smile<br>Thanks"), "{body}");
    let mail = &run.world.mails_to(GUEST)[0];
    assert!(mail["text"].as_str().unwrap().contains(&live.join_url), "{mail:#}");
    let host = &run.world.mails_to(AINO)[0];
    assert!(host["text"].as_str().unwrap().contains(&live.join_url), "{host:#}");

    tell(&run.world, 2, interview(AINO, LATER, "Bring nothing")).await;
    run.work().await;
    let moved = event(&run.world);
    assert_eq!(moved["start"], LATER);
    assert_eq!((&moved["id"], &moved["join_url"]), (&made["id"], &made["join_url"]));
    let blob = |body: &Value| {
        let (_, blob) = body.as_str().unwrap().split_once("</div>").unwrap();
        blob.to_owned()
    };
    assert_eq!(blob(&moved["body"]), blob(&made["body"]), "what Teams wrote stays as it was");
    let body = moved["body"].as_str().unwrap();
    assert!(body.contains("Bring nothing") && !body.contains("papers"), "{body}");

    cancel(&run.world, 3).await;
    run.work().await;
    assert_eq!(events(&run.world), [json!(null); 0]);
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
    assert_eq!(run.world.state("microsoft")["notified"], json!([]), "Microsoft tells nobody");
    assert_eq!(run.world.mails_to(GUEST).len(), 3);
}

/// What the host has written into the event is the host's.
#[tokio::test]
async fn a_move_leaves_the_hosts_own_words() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "Old")).await;
    run.work().await;
    let mut made = event(&run.world);
    let body = made["body"].as_str().unwrap().replace("<div", "<p>My notes</p><div");
    made["body"] = json!(body);
    arrange(&run.world, &json!({ "events": [made] }));
    tell(&run.world, 2, interview(AINO, LATER, "New")).await;
    run.work().await;
    let moved = event(&run.world);
    assert_eq!(moved["start"], LATER);
    assert_eq!(moved["body"], json!(body.replace("Old", "New")));
    assert_eq!(moved["join_url"], json!(ready(&run.world).await.join_url));
}

#[tokio::test]
async fn a_change_of_host_takes_another_event() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    let first = event(&run.world);
    tell(&run.world, 2, interview("matti", START, "")).await;
    run.work().await;
    let second = event(&run.world);
    assert_eq!(second["calendar"], MATTI);
    assert_ne!(second["join_url"], first["join_url"]);
    assert_eq!(ready(&run.world).await.host, MATTI);
}

/// Whoever deletes the event in Outlook does not stop the interview; and what has gone need not be deleted.
#[tokio::test]
async fn an_event_that_is_gone_is_made_anew_or_stays_gone() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    let first = event(&run.world);
    arrange(&run.world, &json!({ "events": [] }));
    tell(&run.world, 2, interview(AINO, LATER, "")).await;
    run.work_for(SHORT_MS).await;
    let second = event(&run.world);
    assert_ne!(second["id"], first["id"]);
    assert_eq!(ready(&run.world).await.join_url, second["join_url"].as_str().unwrap());
    arrange(&run.world, &json!({ "events": [] }));
    cancel(&run.world, 3).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

/// With the host's account, everything in its calendar is gone.
#[tokio::test]
async fn a_host_who_has_left_holds_up_no_cancellation() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(MATTI, START, "")).await;
    run.work().await;
    ready(&run.world).await;
    let mut users = run.world.state("microsoft")["users"].clone();
    users.as_array_mut().unwrap().retain(|user| user["email"] != MATTI);
    arrange(&run.world, &json!({ "users": users, "events": [] }));
    cancel(&run.world, 2).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

/// The event is made and the answer lost: it is found by its transaction and not made twice.
#[tokio::test]
async fn a_lost_answer_of_a_creation_makes_no_second_event() {
    let mut run = company(CalendarKind::Graph).await;
    fault(&run.world, "POST", EVENTS, &json!({ "after_effect": true }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work_for(SHORT_MS).await;
    let made = event(&run.world);
    assert_eq!(ready(&run.world).await.id, made["id"].as_str().unwrap());
    assert_eq!(calls(&run.world, "POST", "/events"), 1);
    assert_eq!(run.world.mails_to(GUEST).len(), 1);
}

/// Lost answers of changes and deletions are followed by the same once more, which does no harm.
#[tokio::test]
async fn lost_answers_of_changes_and_deletions_do_no_harm() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "Old")).await;
    run.work().await;
    let made = event(&run.world);
    fault(&run.world, "PATCH", "/users/*/events/*", &json!({ "after_effect": true }));
    tell(&run.world, 2, interview(AINO, LATER, "New")).await;
    run.work_for(SHORT_MS).await;
    let moved = event(&run.world);
    assert_eq!((&moved["start"], &moved["join_url"]), (&json!(LATER), &made["join_url"]));
    assert_eq!(moved["body"].as_str().unwrap().matches("New").count(), 1);
    fault(&run.world, "DELETE", "/users/*/events/*", &json!({ "after_effect": true }));
    cancel(&run.world, 3).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(events(&run.world).len(), 0);
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
}

/// Nobody knows what a server that failed has done: the calendar is looked at until it must show, and
/// then there is one event.
#[tokio::test]
async fn a_storm_of_failures_ends_in_one_event() {
    let mut run = company(CalendarKind::Graph).await;
    fault(&run.world, "POST", EVENTS, &json!({ "status": 503, "times": 2 }));
    fault(&run.world, "POST", EVENTS, &json!({ "status": 504, "times": 2 }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.settle(3 * HOUR_MS).await;
    event(&run.world);
    ready(&run.world).await;
    assert_eq!(run.world.mails_to(GUEST).len(), 1);
}

/// A limit passes by itself, as soon as Graph says or, where it says a long time, from the table.
#[tokio::test]
async fn limits_pass() {
    for seconds in ["2.5", "1800"] {
        let mut run = company(CalendarKind::Graph).await;
        let how = json!({ "status": 429, "headers": { "retry-after": seconds } });
        fault(&run.world, "POST", EVENTS, &how);
        tell(&run.world, 1, interview(AINO, START, "")).await;
        run.settle(3 * HOUR_MS).await;
        event(&run.world);
        ready(&run.world).await;
        assert_eq!(calls(&run.world, "POST", "/events"), 2, "{seconds}");
    }
}

/// The application as an administrator tries it, and whom it can see: whoever is switched on and has a
/// mailbox.
#[tokio::test]
async fn the_application_is_verified_and_lists_people() {
    let run = company(CalendarKind::Graph).await;
    let world = &run.world;
    let verified = connect::verify(&world.app, T, Whose::tenants("microsoft")).await.unwrap();
    assert_eq!(verified.state, ConnectionState::Active);
    let users = connect::users(&world.app, T, "microsoft").await.unwrap();
    let mut emails: Vec<_> = users.iter().map(|user| &*user.email).collect();
    emails.sort_unstable();
    assert_eq!(emails, [AINO, "liisa@demo.example", MATTI]);
    arrange(world, &json!({ "app": { "permissions": ["Calendars.ReadWrite"] } }));
    let verified = connect::verify(&world.app, T, Whose::tenants("microsoft")).await.unwrap();
    assert_eq!(verified.state, ConnectionState::InsufficientScope);
    assert!(verified.reason.unwrap().contains("User.Read.All"));
    arrange(world, &json!({ "app": { "secret_expired": true } }));
    let verified = connect::verify(&world.app, T, Whose::tenants("microsoft")).await.unwrap();
    assert_eq!(verified.state, ConnectionState::InvalidCredentials);
}

/// P21: what a mailbox is for, and whether its calendar takes Teams meetings, is told by Microsoft.
#[tokio::test]
async fn mailboxes_and_calendars_tell_what_they_can() {
    let run = company(CalendarKind::Graph).await;
    let world = &run.world;
    let config = world.app.configs.of(T, Fresh::Now).await.unwrap();
    let whose = Whose::tenants("microsoft");
    let connection = config.connection(whose).unwrap();
    let access = access(&world.app, T, whose, connection, None).await.unwrap();
    let teams = microsoft(world);
    for (host, kind) in [
        (AINO, Mailbox::User),
        ("rekry@demo.example", Mailbox::Shared),
        ("neuvotteluhuone@demo.example", Mailbox::Room),
    ] {
        assert_eq!(teams.mailbox_kind(&access, host).await, Ok(kind), "{host}");
        assert_eq!(teams.modes(&access, host).await, Ok(kind == Mailbox::User), "{host}");
    }
    for (host, code) in
        [("vuokra@demo.example", "mailbox_not_enabled"), ("nobody@demo.example", "host_not_found")]
    {
        let fault = teams.mailbox_kind(&access, host).await.unwrap_err();
        let ProviderFault::Host(reason) = fault else { panic!("{fault:?}") };
        assert_eq!(reason.code, code, "{host}");
    }
    arrange(world, &json!({ "teams_enabled": false }));
    assert_eq!(teams.modes(&access, AINO).await, Ok(false));
}

fn microsoft(world: &World) -> &Microsoft {
    match world.app.providers.named(ProviderName::Microsoft) {
        Adapter::Microsoft(teams) => teams,
        other => panic!("{other:?}"),
    }
}
