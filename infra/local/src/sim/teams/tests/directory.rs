//! People, and the app installed for them.

use serde_json::{Value, json};

use super::{
    AINO, CATALOGUE, CUSTOMER, EERO, MATTI, api, ask_token, code, graph_token, put, refused,
};
use crate::sim::tests::Bench;

async fn get(bench: &Bench, token: &str, path: &str) -> (u16, Value) {
    api(bench, token, "GET", &format!("/v1.0{path}"), Value::Null).await
}

#[tokio::test]
async fn people_come_in_pages_and_those_who_are_gone_do_not() {
    let bench = Bench::new();
    let token = graph_token(&bench).await;
    let mut path = "/users?$select=id,mail,userPrincipalName&$top=3".to_owned();
    let mut seen = Vec::new();
    loop {
        let (status, page) = get(&bench, &token, &path).await;
        assert_eq!(status, 200, "{page}");
        seen.extend(page["value"].as_array().unwrap().clone());
        let Some(next) = page["@odata.nextLink"].as_str() else { break };
        path = next.strip_prefix("http://localhost/teams/v1.0").unwrap().to_owned();
    }
    assert_eq!(seen.len(), 4);
    let aino = json!({"id": AINO, "mail": "aino@demo.example",
                      "userPrincipalName": "aino@demo.onmicrosoft.example"});
    assert_eq!(seen[0], aino);
    assert_eq!(seen[3]["mail"], Value::Null, "not everybody has an address");
    assert!(seen.iter().all(|one| one["id"] != EERO));
}

#[tokio::test]
async fn somebody_is_found_by_id_by_sign_in_name_or_by_a_filter() {
    let bench = Bench::new();
    let token = graph_token(&bench).await;
    for name in [AINO, "aino@demo.onmicrosoft.example"] {
        let (status, body) = get(&bench, &token, &format!("/users/{name}")).await;
        assert_eq!(
            (status, &body["id"], &body["displayName"]),
            (200, &json!(AINO), &json!("Aino"))
        );
    }
    for name in ["aino@demo.example", EERO] {
        let answer = code(get(&bench, &token, &format!("/users/{name}")).await);
        assert_eq!(answer, refused(404, "Request_ResourceNotFound"), "{name}");
    }
    let filter = "/users?$filter=mail%20eq%20'MATTI%40demo.example'";
    let (_, found) = get(&bench, &token, filter).await;
    assert_eq!(
        (found["value"].as_array().unwrap().len(), &found["value"][0]["id"]),
        (1, &json!(MATTI))
    );
    let bad = code(get(&bench, &token, "/users?$filter=mail%20like%20'x'").await);
    assert_eq!(bad, refused(400, "BadRequest"));
}

#[tokio::test]
async fn a_permission_that_is_missing_is_refused() {
    let bench = Bench::new();
    put(&bench, json!({"scopes": []}));
    let token = graph_token(&bench).await;
    let users = code(get(&bench, &token, "/users").await);
    assert_eq!(users, refused(403, "Authorization_RequestDenied"));
    assert_eq!(install(&bench, &token, MATTI, CATALOGUE).await, refused(403, "Forbidden"));
    put(&bench, json!({"scopes": ["User.ReadBasic.All"]}));
    assert_eq!(get(&bench, &token, "/users").await.0, 403, "only the next token has it");
    let next = ask_token(&bench, CUSTOMER, super::GRAPH_SCOPE).await.1["access_token"].clone();
    assert_eq!(get(&bench, next.as_str().unwrap(), "/users").await.0, 200);
}

async fn install(bench: &Bench, token: &str, user: &str, app: &str) -> (u16, String) {
    let path = format!("/v1.0/users/{user}/teamwork/installedApps");
    code(api(bench, token, "POST", &path, json!({"teamsApp@odata.bind": app})).await)
}

#[tokio::test]
async fn the_app_is_installed_for_a_person_once() {
    let bench = Bench::new();
    let token = graph_token(&bench).await;
    assert_eq!(install(&bench, &token, MATTI, CATALOGUE).await, refused(201, ""));
    let installs = bench.sims.state("teams").unwrap()["installs"].clone();
    assert_eq!((&installs[0], &installs[2]), (&json!(AINO), &json!(MATTI)));
    put(&bench, json!({"policies": {"blocked_for": ["a1b2c3d4-0000-4000-8000-000000000003"]}}));
    let other = CATALOGUE.replace("b1c2", "ffff");
    for (user, app, expected) in [
        (MATTI, CATALOGUE, refused(409, "Conflict")),
        ("liisa@demo.onmicrosoft.example", CATALOGUE, refused(403, "Forbidden")),
        (EERO, CATALOGUE, refused(404, "Request_ResourceNotFound")),
        (MATTI, other.as_str(), refused(404, "NotFound")),
        (MATTI, "b1c2d3e4-5f60-4718-8293-a4b5c6d7e8f9", refused(404, "NotFound")),
    ] {
        assert_eq!(install(&bench, &token, user, app).await, expected, "{user} {app}");
    }
    let path = format!("/v1.0/users/{MATTI}/teamwork/installedApps");
    let nothing = code(api(&bench, &token, "POST", &path, json!({})).await);
    assert_eq!(nothing, refused(400, "BadRequest"));
}
