//! The service account: acting for people, and what it may not in its own name.

use serde_json::{Value, json};

use super::{CALENDAR, EVENTS, PRIMARY, api, assert, claims, insert, interview, refused, signed};
use super::{token, why, with_meet};
use crate::sim::google::key::ServiceKey;
use crate::sim::tests::Bench;

fn header() -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": ServiceKey::demo().private_key_id})
}

async fn ask(bench: &Bench, claims: &Value) -> (u16, Value) {
    assert(bench, &signed(&header(), claims)).await
}

/// Nobody consents, and the event is the person's.
#[tokio::test]
async fn it_acts_for_a_person_on_the_persons_own_calendar() {
    let bench = Bench::new();
    let (status, tokens) = ask(&bench, &claims(&bench, "matti")).await;
    assert_eq!((status, &tokens["expires_in"]), (200, &json!(3599)));
    assert_eq!((&tokens["token_type"], tokens.get("refresh_token")), (&json!("Bearer"), None));
    let token = tokens["access_token"].as_str().unwrap();
    let event = insert(&bench, token, "?conferenceDataVersion=1", with_meet("r1")).await;
    assert_eq!(event["organizer"]["email"], "matti@demo.example");
    assert!(event["hangoutLink"].is_string());
    let held = bench.sims.state("google").unwrap();
    assert_eq!(held["events"][0]["calendar"], "matti@demo.example");
}

#[tokio::test]
async fn each_claim_is_checked() {
    let bench = Bench::new();
    let now = bench.now().as_second();
    for (name, value, error, description) in [
        ("iss", json!("other@x.example"), "invalid_grant", "Invalid grant: account not found"),
        ("aud", json!("https://accounts.google.com"), "invalid_grant", "Invalid JWT: Failed aud"),
        ("aud", json!("http://127.0.0.1:9100/zoom/token"), "invalid_grant", "Invalid JWT: Failed"),
        ("exp", json!(now), "invalid_grant", "Invalid JWT: Token must be a short-lived"),
        ("exp", json!(now + 3601), "invalid_grant", "Invalid JWT: Token must be a short-lived"),
        ("iat", json!(now + 61), "invalid_grant", "Invalid JWT: Token must be a short-lived"),
        ("iat", json!(now - 1), "invalid_grant", "Invalid JWT: Token must be a short-lived"),
        ("scope", json!(""), "invalid_scope", "Invalid OAuth scope"),
        ("scope", json!("calendar"), "invalid_scope", "Invalid OAuth scope"),
        ("sub", json!("nobody@demo.example"), "invalid_grant", "Invalid email or User ID"),
        ("sub", json!("rekry@demo.example"), "invalid_grant", "Invalid email or User ID"),
        ("sub", json!("neukkari@demo.example"), "invalid_grant", "Invalid email or User ID"),
        ("exp", json!("soon"), "invalid_request", "Bad Request"),
    ] {
        let mut claims = claims(&bench, "aino");
        claims[name] = value;
        let (status, body) = ask(&bench, &claims).await;
        assert_eq!((status, &body["error"]), (400, &json!(error)), "{claims}");
        let given = body["error_description"].as_str().unwrap();
        assert!(given.starts_with(description), "{given}");
    }
    let mut here = claims(&bench, "aino");
    here["aud"] = json!("http://127.0.0.1:9100/google/token");
    assert_eq!(ask(&bench, &here).await.0, 200, "the address it is called at will do");
}

#[tokio::test]
async fn only_what_its_own_key_has_signed_counts() {
    let bench = Bench::new();
    let claims = claims(&bench, "aino");
    let good = signed(&header(), &claims);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let another = signed(&header(), &json!({})).rsplit_once('.').unwrap().1.to_owned();
    let unsigned = signed(&json!({"alg": "none"}), &claims);
    let hmac = signed(&json!({"alg": "HS256"}), &claims);
    let other_kid = signed(&json!({"alg": "RS256", "kid": "other"}), &claims);
    let swapped = format!("{message}.{another}");
    for bad in [swapped, unsigned, hmac, other_kid, format!("{message}.")] {
        let (status, body) = assert(&bench, &bad).await;
        let expected = json!({"error": "invalid_grant",
                              "error_description": "Invalid JWT Signature."});
        assert_eq!((status, body), (400, expected), "{bad}");
    }
    for broken in [message, signature, "", "a.b.c"] {
        assert_eq!(assert(&bench, broken).await.1["error"], "invalid_request", "{broken}");
    }
    assert_eq!(assert(&bench, &good).await.0, 200);
}

/// A scope that another would include must be allowed all the same.
#[tokio::test]
async fn an_administrator_allows_scopes_one_by_one() {
    let bench = Bench::new();
    let mut claims = claims(&bench, "aino");
    let denied = "Client is unauthorized to retrieve access tokens using this method, or client \
                  not authorized for any of the scopes requested.";
    let denied = (401, json!({"error": "unauthorized_client", "error_description": denied}));
    let readonly = format!("{EVENTS}.readonly");
    for (scope, is_allowed) in [
        (CALENDAR.to_owned(), true),
        (format!("{CALENDAR} {EVENTS}"), true),
        (readonly.clone(), false),
        (format!("{CALENDAR} {readonly}"), false),
    ] {
        claims["scope"] = json!(scope);
        let answer = ask(&bench, &claims).await;
        if is_allowed { assert_eq!(answer.0, 200) } else { assert_eq!(answer, denied) }
    }
    let allow = |scopes: Value| json!({"delegation": {"scopes": scopes}});
    bench.sims.merge_state("google", &allow(json!([readonly]))).unwrap();
    claims["scope"] = json!(readonly);
    assert_eq!(ask(&bench, &claims).await.0, 200);
    bench.sims.merge_state("google", &json!({"delegation": null})).unwrap();
    assert_eq!(ask(&bench, &claims).await, denied);
}

#[tokio::test]
async fn in_its_own_name_it_invites_nobody_and_has_no_meet() {
    let bench = Bench::new();
    let mut claims = claims(&bench, "aino");
    claims.as_object_mut().unwrap().remove("sub");
    let (status, tokens) = ask(&bench, &claims).await;
    assert_eq!(status, 200, "{tokens}");
    let own = tokens["access_token"].as_str().unwrap();
    let answer = api(&bench, own, "POST", PRIMARY, interview()).await;
    assert_eq!(why(answer), refused(403, "calendar", "forbiddenForServiceAccounts"));
    let mut alone = with_meet("r1");
    alone.as_object_mut().unwrap().remove("attendees");
    let path = format!("{PRIMARY}?conferenceDataVersion=1");
    let answer = api(&bench, own, "POST", &path, alone.clone()).await;
    assert_eq!(answer.1["error"]["message"], "Invalid conference type value.");
    assert_eq!(why(answer), refused(400, "global", "invalid"));
    let event = insert(&bench, own, "", alone).await;
    assert_eq!(event["organizer"]["email"], ServiceKey::demo().client_email);
    let (_, calendar) =
        api(&bench, own, "GET", "/calendar/v3/calendars/primary", Value::Null).await;
    let allowed = &calendar["conferenceProperties"]["allowedConferenceSolutionTypes"];
    assert_eq!(allowed, &json!([]));
}

#[tokio::test]
async fn a_key_that_was_deleted_opens_nothing_more() {
    let bench = Bench::new();
    let before = token(&bench, "aino").await;
    bench.sims.merge_state("google", &json!({"service_account_key": null})).unwrap();
    let (status, body) = ask(&bench, &claims(&bench, "aino")).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    let answer = api(&bench, &before, "GET", PRIMARY, Value::Null).await;
    assert_eq!(answer.0, 200, "a token that was given lives out its hour");
    let mut key = json!(ServiceKey::demo());
    key["private_key_id"] = json!("another");
    bench.sims.merge_state("google", &json!({"service_account_key": key})).unwrap();
    assert_eq!(ask(&bench, &claims(&bench, "aino")).await.1["error"], "invalid_grant");
}
