//! What the Zoom account decides: credentials, scopes, the app's activation, passcode rules, users.
//! Each test changes the simulated account, so each has a stack of its own.

use std::time::Duration;

use convoke_local::blueprint::Blueprint;
use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::live::{Client, run, start, text};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A stack of the test's own with a tenant that is set up.
async fn own(tenant: &str) -> (Stack, Client) {
    let stack = start(StackOptions::default()).await;
    let client = Client::of(&stack, tenant);
    client.set_up().await;
    (stack, client)
}

async fn account(client: &Client, change: Value) {
    client.put_state("zoom", &json!({"account": change})).await;
}

/// The account's scopes without those that `lacking` names.
async fn scopes_without(client: &Client, lacking: &[&str]) -> Vec<String> {
    let state = client.state("zoom").await;
    let scopes = state["account"]["scopes"].as_array().unwrap();
    scopes.iter().map(text).filter(|scope| !lacking.contains(&scope.as_str())).collect()
}

async fn verify(client: &Client) -> Value {
    client.ok("POST", "/connections/zoom/verify", Value::Null).await
}

/// A12, A15: each missing scope is named; the account-wide forms do as well; `user:write:user` is
/// only recommended; with all of them the connection is active, and since when.
#[test]
fn verifying_names_the_missing_scopes() {
    run(async {
        let (stack, client) = own("a12").await;
        let all = scopes_without(&client, &[]).await;
        let lacking = scopes_without(&client, &["meeting:delete:meeting"]).await;
        account(&client, json!({"scopes": lacking})).await;
        let verified = verify(&client).await;
        assert_eq!(verified["state"], "missing_scopes");
        assert_eq!(verified["missing_scopes"], json!(["meeting:delete:meeting"]));
        assert!(text(&verified["reason"]).contains("meeting:delete:meeting"));
        assert_eq!(client.get("/connections/zoom").await["state"], "missing_scopes");

        account(&client, json!({"scopes": ["meeting:read:meeting"]})).await;
        let missing = verify(&client).await["missing_scopes"].clone();
        assert_eq!(
            missing,
            json!([
                "meeting:write:meeting",
                "meeting:update:meeting",
                "meeting:delete:meeting",
                "user:read:user",
                "user:read:list_users"
            ])
        );

        let admin: Vec<_> = all
            .iter()
            .filter(|scope| *scope != "user:write:user")
            .map(|scope| format!("{scope}:admin"))
            .collect();
        account(&client, json!({"scopes": admin})).await;
        let before = Timestamp::now();
        let verified = verify(&client).await;
        assert_eq!(
            (&verified["state"], &verified["missing_scopes"]),
            (&json!("active"), &json!([]))
        );
        assert_eq!(verified["recommended_scopes"], json!(["user:write:user"]));
        let shown = client.get("/connections/zoom").await;
        let last_ok: Timestamp = text(&shown["last_ok"]).parse().unwrap();
        assert!(last_ok >= before, "{last_ok}");
        stack.stop().await.unwrap();
    });
}

/// A13: a scope that is missing when it is needed is a person's matter: the connection says so, the
/// change is tried once and not again and again, and restoring the scope and verifying heals.
#[test]
fn a_scope_that_is_missing_in_use_is_not_tried_for_ever() {
    run(async {
        let (stack, client) = own("a13").await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.meeting_in("b1", "ready").await;
        let path = format!("/meetings/{}", text(&session["meeting"]["id"]));
        let all = scopes_without(&client, &[]).await;
        let lacking = scopes_without(&client, &["meeting:update:meeting"]).await;
        account(&client, json!({"scopes": lacking})).await;
        let mut moved = client.booking("b1", 2);
        moved["end"] = json!("2031-02-03T10:30:00Z");
        moved["start"] = json!("2031-02-03T09:00:00Z");
        client.tell("session.upserted", &moved).await;
        let blocked = client
            .session("b1", |session| session["meeting"]["reason"] == "insufficient_scope")
            .await;
        assert!(text(&blocked["meeting"]["detail"]).contains("meeting:update:meeting"));
        let shown = client.get("/connections/zoom").await;
        assert_eq!(shown["state"], "insufficient_scope");
        assert!(text(&shown["reason"]).contains("meeting:update:meeting"), "{shown}");
        let tries = client.zoom_calls("PATCH", &path).await.len();
        assert!(tries <= 2, "once, and once with a fresh token: {tries}");
        // The clock looks at it again and finds the same; so does another booking.
        client.settings_are_known().await;
        client.tick(Timestamp::now() + Duration::from_secs(3 * 3600)).await;
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        client.meeting_in("b2", "blocked").await;
        assert_eq!(client.zoom_calls("PATCH", &path).await.len(), tries);
        assert_eq!(client.creates().await.len(), 1);

        account(&client, json!({"scopes": all})).await;
        assert_eq!(verify(&client).await["state"], "active");
        client.meeting_in("b2", "ready").await;
        let healed = client
            .session("b1", |it| {
                it["meeting"]["state"] == "ready" && it["meeting"]["reason"].is_null()
            })
            .await;
        assert_eq!(healed["meeting"]["id"], session["meeting"]["id"]);
        let meeting = client.meeting(&healed["meeting"]["id"]).await.unwrap();
        assert_eq!(meeting["start_time"], "2031-02-03T09:00:00Z");
        stack.stop().await.unwrap();
    });
}

/// A14: a wrong secret and an app that is not activated are told apart, when verifying and in use,
/// and both heal.
#[test]
fn a_wrong_secret_is_not_a_sleeping_app() {
    run(async {
        let (stack, client) = own("a14").await;
        account(&client, json!({"app_active": false})).await;
        let asleep = verify(&client).await;
        assert_eq!(asleep["state"], "app_not_activated", "{asleep}");
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let blocked = client.meeting_in("b1", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "app_not_activated");
        account(&client, json!({"app_active": true})).await;
        assert_eq!(verify(&client).await["state"], "active");
        client.meeting_in("b1", "ready").await;

        let wrong = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
                           "client_secret": "not-the-secret"});
        client.ok("PUT", "/connections/zoom", wrong).await;
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        let blocked = client.meeting_in("b2", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "invalid_credentials");
        let refused = verify(&client).await;
        assert_eq!(refused["state"], "invalid_credentials", "{refused}");
        assert_ne!(refused["reason"], asleep["reason"]);
        client.connect().await;
        client.meeting_in("b2", "ready").await;
        stack.stop().await.unwrap();
    });
}

/// A21: with the random password off none is asked for; the one that the account's rules add is kept,
/// shown and mailed.
#[test]
fn a_password_that_the_account_adds_is_used() {
    run(async {
        let (stack, client) = own("a21").await;
        account(&client, json!({"passcode_policy": {"required": true, "min_length": 8}})).await;
        let service = json!({"name": "First visit", "password": {"random": false},
                             "video": {"enabled": true, "provider": "zoom"}});
        client.ok("PUT", "/services/101", service).await;
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.told("b1", 2).await;
        assert_eq!(client.creates().await[0]["body"].get("password"), None, "none is asked for");
        let meeting = client.meeting(&session["meeting"]["id"]).await.unwrap();
        let password = text(&meeting["password"]);
        assert!(password.len() >= 8, "{meeting}");
        assert_eq!(session["meeting"]["password"], *password);
        for address in [client.guest(), client.host()] {
            let mail = &client.mails(&address, 1).await[0];
            assert!(text(&mail["text"]).contains(&password), "{}", mail["text"]);
        }
        stack.stop().await.unwrap();
    });
}

/// A20, reading R12: eight digits that the account's rules refuse are a person's matter, neither
/// weakened nor strengthened in silence; switching the random password off heals.
#[test]
fn a_password_that_the_account_refuses_is_told() {
    run(async {
        let (stack, client) = own("r12").await;
        account(&client, json!({"passcode_policy": {"require_letters": true}})).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let blocked = client.meeting_in("b1", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "passcode_policy");
        assert_eq!(client.creates().await.len(), 1, "tried once as told");
        let service = json!({"name": "First visit", "password": {"random": false},
                             "video": {"enabled": true, "provider": "zoom"}});
        client.ok("PUT", "/services/101", service).await;
        let healed = client.meeting_in("b1", "ready").await;
        assert!(text(&healed["meeting"]["password"]).chars().any(char::is_alphabetic));
        stack.stop().await.unwrap();
    });
}

/// A23: the pick list is read through all pages, and holds active users only.
#[test]
fn the_pick_list_holds_every_active_user() {
    run(async {
        let (stack, client) = own("a23").await;
        client.add_users(650).await;
        let state = client.state("zoom").await;
        let users = state["users"].as_array().unwrap();
        let active: Vec<_> = users
            .iter()
            .filter(|user| user["status"] == "active")
            .map(|it| text(&it["id"]))
            .collect();
        assert!(active.len() < users.len(), "the simulated account has an inactive user");
        let listed = client.get("/providers/zoom/users").await;
        let mut ids: Vec<_> =
            listed["items"].as_array().unwrap().iter().map(|user| text(&user["id"])).collect();
        assert_eq!(ids.len(), active.len());
        ids.sort();
        let mut active = active;
        active.sort();
        assert_eq!(ids, active);
        let pages = client.zoom_calls("GET", "/users").await;
        let followed = pages.iter().filter(|page| page["query"].get("next_page_token").is_some());
        assert_eq!(followed.count(), pages.len() - 1, "one call without a page token, then on");
        assert!(pages.len() >= 3, "{}", pages.len());

        let liisa = json!({"name": "Liisa", "emails": [" U7@users.example"]});
        client.ok("PUT", "/people/liisa", liisa).await;
        let matched = client.ok("POST", "/links/zoom/sync", Value::Null).await;
        assert!(matched["matched"].as_array().unwrap().contains(&json!("liisa")), "{matched}");
        let link = client.get("/people/liisa/links/zoom").await;
        assert_eq!((&link["external_id"], &link["origin"]), (&json!("u-7"), &json!("auto")));
        stack.stop().await.unwrap();
    });
}

/// Contract: where meetings can't be listed, a creation whose answer was lost is not repeated but
/// waits for a person; with the scope it turns out to be made, and is the only one.
#[test]
fn a_creation_that_cant_be_looked_up_waits() {
    run(async {
        let (stack, client) = own("unlisted").await;
        let all = scopes_without(&client, &[]).await;
        let lacking = scopes_without(&client, &["meeting:read:list_meetings"]).await;
        account(&client, json!({"scopes": lacking})).await;
        client.create_fault(json!({"after_effect": true})).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let blocked = client.meeting_in("b1", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "cannot_verify_create");
        account(&client, json!({"scopes": all})).await;
        verify(&client).await;
        client.meeting_in("b1", "ready").await;
        assert_eq!((client.creates().await.len(), client.meetings().await.len()), (1, 1));
        stack.stop().await.unwrap();
    });
}

/// Saving the credentials that are kept leaves what is known of them and seals them anew: that is how an
/// older key of the ring falls out of use.
#[test]
fn the_same_credentials_are_sealed_anew_when_they_are_saved_again() {
    run(async {
        let (stack, client) = own("resealed").await;
        let table = Blueprint::load().unwrap().table.name;
        let kept = || {
            let partition = "resealed#config";
            let item = stack.aws().peek_item(&table, partition, "connection#zoom").unwrap();
            item["body"]["M"].clone()
        };
        let before = kept();
        let zoom = json!({"kind": "s2s", "account_id": "acc-demo",
                          "client_id": "client-demo", "client_secret": "secret-demo"});
        client.ok("PUT", "/connections/zoom", zoom).await;
        let after = kept();
        let secret = |item: &Value| item["by"]["M"]["client_secret"].clone();
        assert!(secret(&after).is_object());
        assert_ne!(secret(&after), secret(&before));
        assert_eq!(after["credentials"], before["credentials"]);
        assert_eq!(after["state"]["S"], "active");
        stack.stop().await.unwrap();
    });
}
