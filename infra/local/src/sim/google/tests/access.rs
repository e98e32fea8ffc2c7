//! Who may call, and what.

use serde_json::{Value, json};

use super::{
    CALENDAR, EVENTS, PRIMARY, api, at, connect, granted, insert, interview, offline, refused,
    token, why,
};
use crate::sim::tests::Bench;

#[tokio::test]
async fn a_token_that_is_missing_unknown_or_old_is_401() {
    let bench = Bench::new();
    let path = format!("/google{PRIMARY}");
    let answer = bench.call("GET", &path, Value::Null).await;
    assert_eq!(why(answer), refused(401, "global", "required"));
    let token = token(&bench, "aino").await;
    let answer = api(&bench, "nonsense", "GET", PRIMARY, Value::Null).await;
    assert_eq!(answer.1["error"]["errors"][0]["location"], "Authorization");
    assert_eq!(why(answer), refused(401, "global", "authError"));
    assert_eq!(api(&bench, &token, "GET", PRIMARY, Value::Null).await.0, 200);
    bench.pass(3599);
    let answer = api(&bench, &token, "GET", PRIMARY, Value::Null).await;
    assert_eq!(why(answer), refused(401, "global", "authError"));
}

#[tokio::test]
async fn whoever_is_gone_has_no_token() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    bench.sims.merge_state("google", &json!({"users": []})).unwrap();
    let answer = api(&bench, &aino, "GET", PRIMARY, Value::Null).await;
    assert_eq!(why(answer), refused(401, "global", "authError"));
}

/// A scope opens what it names and nothing beside it: events do not say what their calendar allows.
#[tokio::test]
async fn each_operation_wants_a_scope_of_its_own() {
    let bench = Bench::new();
    let scope = |name: &str| format!("https://www.googleapis.com/auth/{name}");
    for (granted_scope, method, path, expected) in [
        (CALENDAR.to_owned(), "POST", PRIMARY, 200),
        (EVENTS.to_owned(), "POST", PRIMARY, 200),
        (scope("calendar.events.owned"), "POST", PRIMARY, 200),
        (scope("calendar.events.readonly"), "GET", PRIMARY, 200),
        (scope("calendar.events.readonly"), "POST", PRIMARY, 403),
        (scope("calendar.readonly"), "POST", PRIMARY, 403),
        (scope("calendar.readonly"), "GET", "/calendar/v3/calendars/primary", 200),
        (EVENTS.to_owned(), "GET", "/calendar/v3/calendars/primary", 403),
        (EVENTS.to_owned(), "GET", "/calendar/v3/users/me/calendarList", 403),
        (scope("calendar.calendarlist"), "GET", "/calendar/v3/users/me/calendarList", 200),
        (scope("calendar.calendarlist"), "GET", "/calendar/v3/calendars/primary", 403),
        (CALENDAR.to_owned(), "GET", "/oauth2/v2/userinfo", 403),
        ("email".to_owned(), "GET", "/oauth2/v2/userinfo", 200),
        ("openid".to_owned(), "GET", PRIMARY, 403),
    ] {
        let token = granted(&bench, "aino", &granted_scope).await;
        let body = if method == "POST" { interview() } else { Value::Null };
        let answer = api(&bench, &token, method, path, body).await;
        assert_eq!(answer.0, expected, "{granted_scope} {method} {path}");
        if expected == 403 {
            assert_eq!(why(answer), refused(403, "global", "insufficientPermissions"));
        }
    }
}

#[tokio::test]
async fn the_primary_calendar_is_the_callers_and_no_other_can_be_seen() {
    let bench = Bench::new();
    let (aino, matti) = (token(&bench, "aino").await, token(&bench, "matti").await);
    let event = insert(&bench, &aino, "", interview()).await;
    assert_eq!(event["organizer"], json!({"email": "aino@demo.example", "self": true}));
    let own = at(&event).replace("primary", "Aino%40demo.example");
    assert_eq!(api(&bench, &aino, "GET", &own, Value::Null).await.1["id"], event["id"]);
    for calendar in ["aino@demo.example", "neukkari@demo.example", "nobody@demo.example"] {
        let events = PRIMARY.replace("primary", calendar);
        for (method, path, body) in [
            ("GET", at(&event).replace("primary", calendar), Value::Null),
            ("PATCH", at(&event).replace("primary", calendar), json!({})),
            ("DELETE", at(&event).replace("primary", calendar), Value::Null),
            ("GET", events.clone(), Value::Null),
            ("POST", events.clone(), interview()),
        ] {
            let answer = api(&bench, &matti, method, &path, body).await;
            assert_eq!(why(answer), refused(404, "global", "notFound"), "{method} {path}");
        }
    }
    let answer = api(&bench, &matti, "GET", &at(&event), Value::Null).await;
    assert_eq!(why(answer), refused(404, "global", "notFound"), "not on his own");
}

/// Somebody whose calendar is not there can't organise.
#[tokio::test]
async fn a_person_without_the_calendar_service_signs_in_but_has_no_events() {
    let bench = Bench::new();
    let tokens = connect(&bench, &offline("eero")).await;
    let eero = tokens["access_token"].as_str().unwrap();
    let answer = api(&bench, eero, "POST", PRIMARY, interview()).await;
    assert_eq!(why(answer), refused(403, "calendar", "notACalendarUser"));
    let (status, who) = api(&bench, eero, "GET", "/oauth2/v2/userinfo", Value::Null).await;
    assert_eq!((status, &who["email"]), (200, &json!("eero@demo.example")));
}

#[tokio::test]
async fn an_address_that_is_not_there_is_404() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (method, path) in [
        ("PUT", PRIMARY),
        ("GET", "/calendar/v3/calendars"),
        ("GET", "/oauth2/v1/userinfo"),
        ("POST", "/oauth2/v2/userinfo"),
    ] {
        let answer = api(&bench, &aino, method, path, Value::Null).await;
        assert_eq!(why(answer), refused(404, "global", "notFound"), "{method} {path}");
    }
    assert_eq!(bench.call("GET", "/google/drive/v3/files", Value::Null).await.0, 404);
}

#[tokio::test]
async fn calls_are_recorded_by_their_path_and_can_be_made_to_fail() {
    let bench = Bench::new();
    let aino = token(&bench, "aino").await;
    for (status, domain, reason) in [
        (403, "usageLimits", "rateLimitExceeded"),
        (429, "usageLimits", "rateLimitExceeded"),
        (500, "global", "backendError"),
        (503, "global", "backendError"),
        (401, "global", "authError"),
        (400, "global", "badRequest"),
    ] {
        let fault = json!({"provider": "google", "path": "/calendar/v3/calendars/*/events",
                           "status": status});
        assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
        let answer = api(&bench, &aino, "POST", PRIMARY, interview()).await;
        assert_eq!(why(answer), refused(status, domain, reason));
    }
    assert_eq!(bench.sims.state("google").unwrap()["events"], json!([]), "without effect");
    insert(&bench, &aino, "", interview()).await;
    let seen = bench.sims.requests(Some("google"));
    assert_eq!((seen[0].path.as_str(), seen[1].path.as_str()), ("/token", PRIMARY));
}

#[test]
fn the_environment_points_at_the_simulator() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    for (name, path) in [("API", ""), ("TOKEN", "/token"), ("AUTHORIZE", "/o/oauth2/v2/auth")] {
        let expected =
            (format!("CONVOKE_GOOGLE_{name}_URL"), format!("http://127.0.0.1:9100/google{path}"));
        assert!(env.contains(&expected), "{expected:?}");
    }
}
