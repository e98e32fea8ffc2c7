//! API calls with a user's own token.

use serde_json::{Value, json};

use super::{access, api, booking, connect, create, token};
use crate::sim::tests::Bench;

#[tokio::test]
async fn me_is_the_user_who_let_the_app_in() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-matti").await;
    let call = async |method: &str, path: &str, body: Value| {
        api(&bench, access(&tokens), method, path, body).await
    };
    let (status, user) = call("GET", "/users/me", Value::Null).await;
    assert_eq!((status, &user["id"]), (200, &json!("u-matti")));
    assert_eq!(
        (&user["email"], &user["account_id"]),
        (&json!("matti@demo.example"), &json!("acc-demo"))
    );
    let (status, meeting) = call("POST", "/users/me/meetings", booking()).await;
    assert_eq!((status, &meeting["host_id"]), (201, &json!("u-matti")));
    for name in ["me", "u-matti", "Matti@demo.example"] {
        let (status, list) = call("GET", &format!("/users/{name}/meetings"), Value::Null).await;
        assert_eq!((status, &list["meetings"][0]["id"]), (200, &meeting["id"]), "{name}");
    }
    let path = format!("/meetings/{}", meeting["id"]);
    assert_eq!(call("GET", &path, Value::Null).await.0, 200);
    assert_eq!(call("PATCH", &path, json!({"topic": "Muutettu"})).await.0, 204);
    assert_eq!(call("DELETE", &path, Value::Null).await.0, 204);
    let (status, body) = call("DELETE", &path, Value::Null).await;
    assert_eq!((status, &body["code"]), (404, &json!(3001)), "gone is gone");
}

#[tokio::test]
async fn there_is_no_me_for_the_accounts_own_app() {
    let bench = Bench::new();
    let own = token(&bench).await;
    let (status, body) = api(&bench, &own, "GET", "/users/me", Value::Null).await;
    assert_eq!((status, &body["code"]), (404, &json!(1001)));
}

#[tokio::test]
async fn other_users_and_their_meetings_are_out_of_reach() {
    let bench = Bench::new();
    let own = token(&bench).await;
    let (_, others) = create(&bench, &own, booking()).await;
    let tokens = connect(&bench, "u-matti").await;
    bench.put_zoom(json!({"oauth_app": {"scopes": [
        "meeting:write:meeting", "meeting:update:meeting", "meeting:delete:meeting",
        "meeting:read:meeting", "meeting:read:list_meetings", "user:read:user",
        "meeting:update:status",
    ]}}));
    let wider = connect(&bench, "u-matti").await;
    assert_ne!(access(&tokens), access(&wider));
    let meeting = format!("/meetings/{}", others["id"]);
    let status = format!("{meeting}/status");
    for (method, path, body, code) in [
        ("GET", "/users/u-aino", Value::Null, 1010),
        ("GET", "/users/nobody", Value::Null, 1010),
        ("GET", "/users/aino@demo.example/meetings", Value::Null, 1010),
        ("POST", "/users/u-aino/meetings", booking(), 1010),
        ("GET", meeting.as_str(), Value::Null, 3003),
        ("PATCH", meeting.as_str(), json!({"topic": "x"}), 3003),
        ("DELETE", meeting.as_str(), Value::Null, 3003),
        ("PUT", status.as_str(), json!({"action": "end"}), 3003),
        ("GET", "/meetings/123", Value::Null, 3001),
    ] {
        let (_, body) = api(&bench, access(&wider), method, path, body).await;
        assert_eq!(body["code"], code, "{method} {path}: {body}");
    }
    assert_eq!(api(&bench, &own, "DELETE", &meeting, Value::Null).await.0, 204);
    let recover = json!({"action": "recover"});
    let (_, body) = api(&bench, access(&wider), "PUT", &status, recover.clone()).await;
    assert_eq!(body["code"], 3003, "also when it was deleted");
}

#[tokio::test]
async fn nobody_schedules_for_another_with_his_own_token() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-matti").await;
    let mut wanted = booking();
    wanted["schedule_for"] = json!("u-aino");
    let (status, body) =
        api(&bench, access(&tokens), "POST", "/users/me/meetings", wanted.clone()).await;
    assert_eq!((status, &body["code"]), (400, &json!(3000)));
    assert_eq!(body["message"], "You cannot schedule a meeting for u-aino.");
    wanted["schedule_for"] = json!("matti@demo.example");
    let (status, _) = api(&bench, access(&tokens), "POST", "/users/me/meetings", wanted).await;
    assert_eq!(status, 201);
}

#[tokio::test]
async fn each_operation_needs_its_scope_without_admin() {
    let bench = Bench::new();
    bench.put_zoom(json!({"oauth_app": {"scopes": ["user:read:user", "user:read:list_users"]}}));
    let tokens = connect(&bench, "u-aino").await;
    assert_eq!(api(&bench, access(&tokens), "GET", "/users/me", Value::Null).await.0, 200);
    let (status, body) =
        api(&bench, access(&tokens), "POST", "/users/me/meetings", booking()).await;
    assert_eq!((status, &body["code"]), (400, &json!(4711)));
    let (status, body) = api(&bench, access(&tokens), "GET", "/users", Value::Null).await;
    assert_eq!((status, &body["code"]), (400, &json!(4711)), "the list has an admin scope only");
    bench.put_zoom(json!({"oauth_app": {"scopes": ["meeting:write:meeting"]}}));
    let (_, body) = api(&bench, access(&tokens), "GET", "/users/me", Value::Null).await;
    assert_eq!(body["code"], 4711, "a scope taken from the app is gone at once");
}

#[tokio::test]
async fn a_user_who_may_no_longer_sign_in_has_no_access() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-aino").await;
    let aino =
        |status: &str| json!([{"id": "u-aino", "email": "a@demo.example", "status": status}]);
    for (users, status, code) in
        [(aino("inactive"), 400, 1010), (aino("pending"), 400, 1120), (json!([]), 404, 1001)]
    {
        bench.put_zoom(json!({"users": users}));
        let (given, body) = api(&bench, access(&tokens), "GET", "/users/me", Value::Null).await;
        assert_eq!((given, &body["code"]), (status, &json!(code)), "{body}");
    }
    bench.put_zoom(json!({"users": aino("active")}));
    assert_eq!(api(&bench, access(&tokens), "GET", "/users/me", Value::Null).await.0, 200);
}

#[tokio::test]
async fn a_token_ends_after_an_hour_and_with_its_app() {
    let bench = Bench::new();
    let tokens = connect(&bench, "u-aino").await;
    for off in [json!({"approved": false}), json!({"active": false})] {
        bench.put_zoom(json!({"oauth_app": off}));
        let (status, body) = api(&bench, access(&tokens), "GET", "/users/me", Value::Null).await;
        assert_eq!((status, &body["code"]), (401, &json!(124)));
        bench.put_zoom(json!({"oauth_app": null}));
    }
    bench.pass(3600);
    let (status, body) = api(&bench, access(&tokens), "GET", "/users/me", Value::Null).await;
    assert_eq!((status, body["message"].as_str()), (401, Some("Access token is expired.")));
    let own = token(&bench).await;
    assert_eq!(api(&bench, &own, "GET", "/users/u-aino", Value::Null).await.0, 200);
}
