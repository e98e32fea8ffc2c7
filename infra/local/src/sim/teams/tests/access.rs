//! Tokens: who gives which, and what each opens.

use serde_json::{Value, json};

use super::{
    APP_ID, BOT_SCOPE, CUSTOMER, GRAPH_SCOPE, HOME, api, ask_token, bot_token, code, consent,
    graph_token, opening, put, refused,
};
use crate::sim::tests::Bench;

#[tokio::test]
async fn each_directory_gives_tokens_for_what_is_its_own() {
    let bench = Bench::new();
    let asked = async |tenant: &str, scope: &str| {
        let (status, body) = ask_token(&bench, tenant, scope).await;
        (status, body["error_codes"][0].as_u64().unwrap_or_default())
    };
    assert_eq!(asked(CUSTOMER, GRAPH_SCOPE).await, (401, 7_000_229), "nobody has consented");
    consent(&bench, "organizations", "").await.unwrap();
    for (tenant, scope, expected) in [
        (CUSTOMER, GRAPH_SCOPE, (200, 0)),
        (HOME, BOT_SCOPE, (200, 0)),
        ("botframework.com", BOT_SCOPE, (200, 0)),
        (CUSTOMER, BOT_SCOPE, (400, 500_011)),
        (HOME, GRAPH_SCOPE, (400, 700_016)),
        ("botframework.com", GRAPH_SCOPE, (400, 700_016)),
        ("common", GRAPH_SCOPE, (400, 50_059)),
        ("nobody.example", GRAPH_SCOPE, (400, 90_002)),
        (CUSTOMER, "https://graph.microsoft.com/User.Read.All", (400, 1_002_012)),
        (CUSTOMER, "", (400, 900_144)),
    ] {
        assert_eq!(asked(tenant, scope).await, expected, "{tenant} {scope}");
    }
    put(&bench, json!({"admin_consent": false}));
    assert_eq!(asked(CUSTOMER, GRAPH_SCOPE).await, (401, 7_000_229), "it was taken back");
}

#[tokio::test]
async fn the_app_proves_itself() {
    let bench = Bench::new();
    let scope = format!("scope={BOT_SCOPE}");
    let good = format!("client_id={APP_ID}&client_secret=teams-secret-demo");
    for (form, expected) in [
        (format!("grant_type=client_credentials&{good}&{scope}"), (200, 0)),
        (format!("grant_type=authorization_code&{good}&{scope}"), (400, 70_003)),
        (format!("{good}&{scope}"), (400, 900_144)),
        (
            format!("grant_type=client_credentials&client_id={APP_ID}&client_secret=x&{scope}"),
            (401, 7_000_215),
        ),
        (format!("grant_type=client_credentials&client_id={APP_ID}&{scope}"), (401, 7_000_218)),
        ("grant_type=client_credentials&client_id=x&client_secret=x".to_owned(), (400, 700_016)),
    ] {
        let path = format!("/teams/{HOME}/oauth2/v2.0/token");
        let (status, body) = bench.post_form(&path, "a:b", &form).await;
        let number = body["error_codes"][0].as_u64().unwrap_or_default();
        assert_eq!((status, number), expected, "{form}");
    }
}

#[tokio::test]
async fn a_token_for_graph_does_not_open_the_connector_nor_the_other_way_round() {
    let bench = Bench::new();
    let (graph, bot) = (graph_token(&bench).await, bot_token(&bench).await);
    let users =
        async |token: &str| code(api(&bench, token, "GET", "/v1.0/users", Value::Null).await);
    let open = async |token: &str| {
        let body = opening(super::AINO);
        code(api(&bench, token, "POST", "/bot/v3/conversations", body).await)
    };
    assert_eq!(users(&graph).await, refused(200, ""));
    assert_eq!(open(&bot).await, refused(201, ""));
    assert_eq!(users(&bot).await, refused(401, "InvalidAuthenticationToken"));
    assert_eq!(open(&graph).await, refused(401, "Unauthorized"));
    for token in ["", "nonsense"] {
        assert_eq!(users(token).await, refused(401, "InvalidAuthenticationToken"));
        assert_eq!(open(token).await, refused(401, "Unauthorized"));
    }
    bench.pass(3_599);
    assert_eq!(users(&graph).await, refused(401, "InvalidAuthenticationToken"));
    assert_eq!(open(&bot).await, refused(401, "Unauthorized"));
}

#[tokio::test]
async fn addresses_that_are_not_there() {
    let bench = Bench::new();
    let (graph, bot) = (graph_token(&bench).await, bot_token(&bench).await);
    let get =
        async |token: &str, path: &str| code(api(&bench, token, "GET", path, Value::Null).await);
    assert_eq!(get(&graph, "/v1.0/teams").await, refused(400, "BadRequest"));
    assert_eq!(get(&bot, "/bot/v3/botstate").await, refused(404, "NotFound"));
    assert_eq!(get(&bot, "/bot/v3/conversations").await, refused(405, "MethodNotAllowed"));
    assert_eq!(get("", "/bot/.well-known/other").await, refused(404, "NotFound"));
}
