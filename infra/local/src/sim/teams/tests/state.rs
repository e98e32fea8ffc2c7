//! What outsiders see and put into the simulated Teams.

use serde_json::{Value, json};

use super::{
    AINO, APP_ID, CUSTOMER, HOME, api, bot_token, channel, consent, messages, opening, send, text,
};
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=teams";
const TEAM: &str = "7e6d5c4b-0000-4000-8000-000000000001";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, mut state) = bench.call("GET", PATH, Value::Null).await;
    assert_eq!(status, 200);
    let key = state["bot_signing_key"].take();
    assert!(key.as_str().unwrap().starts_with("-----BEGIN PRIVATE KEY-----"));
    let person = |number: u8, name: &str, deleted: bool| {
        json!({"id": format!("a1b2c3d4-0000-4000-8000-0000000000{number:02}"),
               "email": format!("{name}@demo.example"), "deleted": deleted, "bot": false})
    };
    let mut vuokra = person(7, "vuokra", false);
    vuokra["email"] = Value::Null;
    vuokra["name"] = json!("Vuokra");
    let place = |number: u8, name: &str, private: bool, bot_in: bool| {
        json!({"id": channel(number), "name": name, "private": private, "bot_in": bot_in,
               "team": TEAM})
    };
    let expected = json!({
        "team_id": CUSTOMER, "signing_secret": null, "rotation": false,
        "users": [
            person(1, "aino", false), person(2, "matti", false), person(3, "liisa", false),
            person(4, "eero", true), vuokra,
        ],
        "channels": [
            place(1, "Yleinen", false, false), place(2, "Tiedotteet", false, true),
            place(3, "Rekrytointi", true, true), place(4, "Johtoryhma", true, false),
        ],
        "messages": [],
        "scopes": ["User.Read.All", "TeamsAppInstallation.ReadWriteSelfForUser.All"],
        "app": {"client_id": APP_ID, "client_secret": "teams-secret-demo", "tenant_id": HOME},
        "app_catalog_id": "b1c2d3e4-5f60-4718-8293-a4b5c6d7e8f9",
        "admin_consent": false, "installs": [AINO, TEAM], "policies": {"blocked_for": []},
        "workflows": [
            {"id": "f1e2d3c4b5a6", "sig": "workflow-sig-demo", "channel": channel(2)},
        ],
        "bot_signing_key": null, "consent": {},
    });
    assert_eq!(state, expected);
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    consent(&bench, CUSTOMER, "").await.unwrap();
    send(&bench, &token, &channel(2), text("x")).await;
    let (_, chat) = api(&bench, &token, "POST", "/bot/v3/conversations", opening(AINO)).await;
    send(&bench, &token, chat["id"].as_str().unwrap(), text("x")).await;
    assert_eq!(messages(&bench).len(), 2);
    let before = bench.sims.state("teams").unwrap();
    assert_eq!(bench.call("PUT", PATH, before.clone()).await, (200, before));
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("teams").unwrap();
    for (field, value) in [
        ("sessions", json!([])),
        ("team_id", json!("a team")),
        ("app_catalog_id", json!(7)),
        ("rotation", json!("yes")),
        ("scopes", json!("User.Read.All")),
        ("installs", json!({})),
        ("users[0].id", json!([{"id": "aino@demo.example"}])),
        ("users[0].tz", json!([{"id": AINO, "tz": "x"}])),
        ("channels[0].id", json!([{"id": "a/b", "name": "general"}])),
        ("messages[0]", json!([{"channel": "x"}])),
        ("workflows[0]", json!([{"id": "x"}])),
        ("policies.banned", json!({"banned": []})),
        ("consent.who", json!({"who": "x"})),
        ("app.id", json!({"id": "x"})),
        ("bot_signing_key", json!("-----BEGIN PRIVATE KEY-----")),
    ] {
        let mut change = json!({"admin_consent": true, "signing_secret": "x"});
        change[field.split(['[', '.']).next().unwrap()] = value;
        let error = bench.sims.merge_state("teams", &change).unwrap_err();
        assert_eq!(error.field, field);
        assert_eq!(bench.sims.state("teams").unwrap(), before, "{field}");
    }
}

#[tokio::test]
async fn a_restart_keeps_tokens_and_the_order_of_messages() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    let (_, first) = send(&bench, &token, &channel(2), text("x")).await;
    let restarted = Bench::new();
    restarted.sims.restore("teams", bench.sims.snapshot("teams").unwrap()).unwrap();
    let (status, second) = send(&restarted, &token, &channel(2), text("y")).await;
    assert_eq!(status, 201);
    assert!(second["id"].as_str() > first["id"].as_str(), "{second}");
    assert!(restarted.sims.restore("teams", json!({})).is_err());
}

#[test]
fn the_deployment_gets_the_app() {
    let sims = Bench::new().sims;
    let (applications, state) = (sims.applications(), sims.state("teams").unwrap());
    let expected = json!({"client_id": APP_ID, "client_secret": "teams-secret-demo",
            "catalog_id": state["app_catalog_id"]});
    assert_eq!(applications["teams"], expected);
}

#[test]
fn the_environment_points_at_it() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    let value = |name: &str| env.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let base = "http://127.0.0.1:9100/teams";
    for (name, path) in [
        ("CONVOKE_TEAMS_API_URL", "/v1.0"),
        ("CONVOKE_TEAMS_BOT_URL", "/bot"),
        ("CONVOKE_TEAMS_TOKEN_URL", "/{tenant}/oauth2/v2.0/token"),
        ("CONVOKE_TEAMS_AUTHORIZE_URL", "/{tenant}/v2.0/adminconsent"),
        ("CONVOKE_TEAMS_KEYS_URL", "/bot/.well-known/openidconfiguration"),
    ] {
        assert_eq!(value(name), Some(format!("{base}{path}").as_str()));
    }
}

#[tokio::test]
async fn calls_are_recorded_below_each_service() {
    let bench = Bench::new();
    let token = bot_token(&bench).await;
    send(&bench, &token, &channel(2), text("x")).await;
    api(&bench, &token, "GET", "/v1.0/users", Value::Null).await;
    let paths: Vec<_> = bench.sims.requests(Some("teams")).into_iter().map(|r| r.path).collect();
    let sent = format!("/v3/conversations/{}/activities", channel(2).replace('@', "%40"));
    assert_eq!(paths, ["/botframework.com/oauth2/v2.0/token", &sent, "/users"]);
}
