//! What goes wrong at Google, and how it ends in one event or in a word to whoever can mend it.

use convoke::app::connect;
use convoke::domain::config::Whose;
use serde_json::json;

use super::scene::{
    AINO, EVENT, EVENTS, START, T, asked, blocked, change, company, events, fault, inserts,
    interview, later, ready, session, tell,
};

const HALF_AN_HOUR_MS: i64 = 1_800_000;

/// The event was made and its answer was lost: it is found by the id that follows from the attempt.
#[tokio::test]
async fn a_lost_answer_ends_with_one_event() {
    let mut run = company().await;
    fault(&run.world, "POST", EVENTS, &json!({"after_effect": true}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    ready(&run.world).await;
    assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 1));
}

/// Google fails without an effect, or says so of an id that nobody sees: one event in the end.
#[tokio::test]
async fn failures_that_may_have_had_an_effect_end_with_one_event() {
    for status in [503, 500, 409] {
        let mut run = company().await;
        fault(&run.world, "POST", EVENTS, &json!({"status": status}));
        tell(&run.world, 1, interview("aino", START)).await;
        assert!(run.settle(HALF_AN_HOUR_MS).await, "{status}: {:#?}", session(&run.world).await);
        ready(&run.world).await;
        assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 2), "{status}");
    }
}

/// The conference comes a moment after its event: a second look is enough, and nobody waits.
#[tokio::test]
async fn a_conference_that_comes_later_is_waited_for() {
    let mut run = company().await;
    change(&run.world, &json!({"conference": "pending"}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    ready(&run.world).await;
    assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 1));
}

/// It takes longer than anybody looks at once, or the looks fail: the message comes again, and finds the
/// one event.
#[tokio::test]
async fn a_conference_that_takes_its_time_is_found() {
    let pending = json!({
        "kind": "calendar#event", "status": "confirmed",
        "conferenceData": {"createRequest": {"status": {"statusCode": "pending"}}},
    });
    for look in [
        json!({"times": 5, "status": 200, "body": pending}),
        json!({"times": 5, "status": 503}),
        json!({"times": 5, "status": 403}),
    ] {
        let mut run = company().await;
        change(&run.world, &json!({"conference": "pending"}));
        fault(&run.world, "GET", EVENT, &look);
        tell(&run.world, 1, interview("aino", START)).await;
        assert!(run.settle(HALF_AN_HOUR_MS).await, "{:#?}", session(&run.world).await);
        ready(&run.world).await;
        assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 1), "{look}");
        assert!(session(&run.world).await.is_settled());
    }
}

/// A conference that never comes is given up with its event, and another attempt makes the meeting.
#[tokio::test]
async fn a_conference_that_never_comes_is_given_up() {
    let mut run = company().await;
    let pending = json!({
        "kind": "calendar#event",
        "conferenceData": {"createRequest": {"status": {"statusCode": "pending"}}},
    });
    change(&run.world, &json!({"conference": "pending"}));
    let look = json!({"times": 200, "status": 200, "body": pending});
    fault(&run.world, "GET", EVENT, &look);
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    change(&run.world, &json!({"conference": "at_once"}));
    run.settle(HALF_AN_HOUR_MS).await;
    ready(&run.world).await;
    assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 2));
    assert!(session(&run.world).await.is_settled());
}

/// P07: without Meet in the admin console there is no meeting and no event either, whichever way Google
/// says it; once it is switched on, the meeting is made without another word from the sender.
#[tokio::test]
async fn meet_that_is_switched_off_is_a_matter_for_the_admin_console() {
    for (off, on) in [
        (json!({"meet_enabled": false}), json!({"meet_enabled": true})),
        (json!({"conference": "failure"}), json!({"conference": "at_once"})),
    ] {
        let mut run = company().await;
        change(&run.world, &off);
        tell(&run.world, 1, interview("aino", START)).await;
        run.work().await;
        assert_eq!(blocked(&run.world).await, "meet_disabled_in_admin_console");
        assert_eq!(events(&run.world).len(), 0, "no event stays behind");
        change(&run.world, &on);
        later(&mut run, 2).await;
        ready(&run.world).await;
        assert_eq!(events(&run.world).len(), 1);
    }
}

/// The event without a conference can't be removed at once: it is found and removed later, and not
/// taken for a meeting.
#[tokio::test]
async fn an_event_without_a_conference_is_removed_in_the_end() {
    for status in [503, 403] {
        let mut run = company().await;
        change(&run.world, &json!({"conference": "failure"}));
        fault(&run.world, "DELETE", EVENT, &json!({"times": 3, "status": status}));
        tell(&run.world, 1, interview("aino", START)).await;
        run.settle(HALF_AN_HOUR_MS).await;
        assert_eq!(blocked(&run.world).await, "meet_disabled_in_admin_console");
        assert_eq!(events(&run.world).len(), 0, "{status}");
        let session = session(&run.world).await;
        assert!(session.to_delete.is_empty() && session.attempts.is_empty(), "{session:#?}");
    }
}

/// Limits come as 403 as well as 429: certainly without an effect, so that nothing is looked for.
#[tokio::test]
async fn limits_pass_without_a_look() {
    for status in [403, 429] {
        let mut run = company().await;
        fault(&run.world, "POST", EVENTS, &json!({"times": 3, "status": status}));
        tell(&run.world, 1, interview("aino", START)).await;
        assert!(run.settle(HALF_AN_HOUR_MS).await);
        ready(&run.world).await;
        assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 4), "{status}");
        let attempts: Vec<_> = session(&run.world).await.attempts;
        assert!(attempts.is_empty());
    }
}

/// What a calendar may take in all is used up: the session waits in the table, and the clock goes on.
#[tokio::test]
async fn a_calendars_limit_is_waited_out() {
    let mut run = company().await;
    let error = json!({"domain": "usageLimits", "reason": "quotaExceeded", "message": "limit"});
    let body = json!({"error": {"errors": [error], "code": 403}});
    fault(&run.world, "POST", EVENTS, &json!({"status": 403, "body": body}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    assert_eq!(session(&run.world).await.waits_for.unwrap().reason.code, "daily_limit");
    later(&mut run, 1).await;
    ready(&run.world).await;
    assert_eq!(inserts(&run.world), 2);
}

/// P10, P21: who can't host is told apart, each by what there is to do; for a team's mailbox Google is
/// not even asked.
#[tokio::test]
async fn who_can_not_host_is_told_why() {
    for (host, reason, asked_google) in [
        ("rekry", "shared_mailbox_cannot_host", false),
        ("nobody", "host_not_found", true),
        ("eero", "host_not_licensed", true),
    ] {
        let mut run = company().await;
        tell(&run.world, 1, interview(host, START)).await;
        run.work().await;
        assert_eq!(blocked(&run.world).await, reason, "{host}");
        assert_eq!(!run.world.sims.requests(Some("google")).is_empty(), asked_google, "{host}");
        assert_eq!(events(&run.world).len(), 0);
        tell(&run.world, 2, interview("aino", START)).await;
        run.work().await;
        assert_eq!(events(&run.world)[0]["calendar"], AINO, "another host heals");
    }
}

/// An account that no administrator lets act for people says whom to ask for what; when that is done and
/// the connection verified, the meeting is made.
#[tokio::test]
async fn a_missing_delegation_is_told_and_heals() {
    let mut run = company().await;
    let allowed = run.world.state("google")["delegation"].clone();
    change(&run.world, &json!({"delegation": null}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "insufficient_scope");
    let detail = session(&run.world).await.reason.unwrap().detail;
    let number = run.world.state("google")["service_account_key"]["client_id"].clone();
    assert!(detail.contains(number.as_str().unwrap()), "{detail}");
    assert!(detail.contains("https://www.googleapis.com/auth/calendar.events"), "{detail}");
    change(&run.world, &json!({"delegation": allowed}));
    connect::verify(&run.world.app, T, Whose::tenants("google")).await.unwrap();
    run.work().await;
    ready(&run.world).await;
}

/// A token of the account that Google refuses is fetched anew, once; when that is refused as well, or
/// the key is, the connection says so.
#[tokio::test]
async fn a_refused_token_is_fetched_anew_once() {
    let mut run = company().await;
    fault(&run.world, "POST", EVENTS, &json!({"status": 401}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    ready(&run.world).await;
    assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 2));

    let mut run = company().await;
    fault(&run.world, "POST", EVENTS, &json!({"times": 2, "status": 401}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "invalid_credentials");
    assert_eq!(inserts(&run.world), 2);

    let mut run = company().await;
    change(&run.world, &json!({"service_account_key": null}));
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    assert_eq!(
        (blocked(&run.world).await.as_str(), inserts(&run.world)),
        ("invalid_credentials", 0)
    );
}

/// One token serves a person's whole hour, and nobody else's.
#[tokio::test]
async fn each_person_has_a_token_that_is_kept() {
    let mut run = company().await;
    for (version, host) in [(1, "aino"), (2, "aino"), (3, "matti"), (4, "aino")] {
        let start = format!("2026-12-0{version}T08:00:00Z");
        tell(&run.world, version, interview(host, &start)).await;
        run.work().await;
    }
    // Each of two functions has its own: one makes meetings, the other asks for the host's link.
    let tokens = asked(&run.world, "POST", "/token").len();
    assert!((2..=4).contains(&tokens), "{tokens} tokens");
}
