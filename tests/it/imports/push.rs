//! Boards that push.

use convoke_tests::live::{Answer, Client, run, text};
use serde_json::{Value, json};

async fn push_token(client: &Client, account: &str) -> Client {
    let body = json!({"name": "youtrust", "scopes": ["push"], "account": account});
    client.with_token(&text(&client.ok("POST", "/tokens", body).await["token"]))
}

async fn push(client: &Client, body: &Value) -> Answer {
    client.call("POST", "/v1/push/youtrust", Some(body)).await
}

fn scout(id: &str) -> Value {
    json!({"external_id": id, "kind": "scout_first_reply", "name": "即時花子",
           "email": format!("{id}@push.example"), "accepted_at": "2026-12-05T03:00:00Z"})
}

/// H06, H38, H40, H41, H65: a pushed applicant is at the applicant system at once, without a position at first; a
/// second message makes no other application, and the position that comes later routes it.
#[test]
fn a_pushed_applicant_arrives_at_once() {
    run(async {
        let client = Client::new("h06").await;
        client.importing().await;
        let rule = json!({"source_format": "HRMOS応募情報フォーマット", "position_name": "広報", "job": "pr"});
        client.ok("PUT", "/routing-rules/pr", rule).await;
        client.ok("PUT", "/import-accounts/y", json!({"medium": "YOUTRUST"})).await;
        client.ok("PUT", "/import-accounts/other", json!({"medium": "YOUTRUST"})).await;
        let board = push_token(&client, "y").await;
        let answer = push(&board, &scout("h06-1")).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        let row = client.application("h06-1", |it| !it["delivered_at"].is_null()).await;
        assert_eq!(
            (&row["state"], &row["route"]),
            (&json!("unrouted"), &json!("YOUTRUST (スカウト)"))
        );
        assert_eq!(
            (&row["account"], &row["applied_at"]),
            (&json!("y"), &json!("2026-12-05T03:00:00Z"))
        );
        push(&board, &scout("h06-1")).await;
        let mut named = scout("h06-1");
        named["position_name"] = json!("広報");
        push(&board, &named).await;
        client.application("h06-1", |it| it["job"] == "pr" && it["state"] == "delivered").await;
        client
            .until("the applicant system knows the job", async || {
                client.registered("h06-1").await.first().is_some_and(|it| it["job"] == "pr")
            })
            .await;
        assert_eq!(client.registered("h06-1").await.len(), 1);
        let all = client.applications("").await;
        assert_eq!(all.iter().filter(|it| it["external_id"] == "h06-1").count(), 1);
    });
}

/// H21, H38: a token is good for its own account alone; a switched-off one takes nothing (reading R5); bad bodies
/// are refused whole.
#[test]
fn a_push_token_is_for_one_account() {
    run(async {
        let client = Client::new("h38").await;
        client.importing().await;
        client.ok("PUT", "/import-accounts/y", json!({"medium": "youtrust"})).await;
        client.account("ambi", "ambi", json!({})).await;
        let elsewhere = push_token(&client, "ambi").await;
        assert_eq!(push(&elsewhere, &scout("h38-1")).await.status, 403);
        let reader = json!({"name": "r", "scopes": ["read"]});
        let reader = client.with_token(&text(&client.ok("POST", "/tokens", reader).await["token"]));
        assert_eq!(push(&reader, &scout("h38-1")).await.status, 403);
        let board = push_token(&client, "y").await;
        let other = board.call("POST", "/v1/push/ambi", Some(&scout("h38-1"))).await;
        assert_eq!((other.status, &other.body["code"]), (409, &json!("medium_polls")));
        let bad = push(&board, &json!({"kind": "application", "name": ""})).await;
        let fields: Vec<_> =
            bad.body["errors"].as_array().unwrap().iter().map(|it| text(&it["field"])).collect();
        assert_eq!((bad.status, fields), (422, vec!["external_id".to_owned(), "name".to_owned()]));
        client
            .ok("PUT", "/import-accounts/y", json!({"medium": "youtrust", "enabled": false}))
            .await;
        let off = push(&board, &scout("h38-1")).await;
        assert_eq!((off.status, &off.body["code"]), (409, &json!("account_disabled")));
        client.call("DELETE", "/import-accounts/y?confirm=true", None).await;
        assert_eq!(push(&board, &scout("h38-1")).await.status, 401, "its tokens are gone with it");
        assert!(client.applications("").await.is_empty());
    });
}

/// H13, H15, H16, H17, H39: a token is fetched by a one-time link and never mailed; a temporary one is good for nothing
/// but being exchanged; the old one ends with that.
#[test]
fn a_token_is_fetched_once_and_a_temporary_one_is_exchanged() {
    run(async {
        let client = Client::new("h15").await;
        client.importing().await;
        let address = "admin@h15.example";
        let body =
            json!({"name": "first", "scopes": ["admin"], "must_rotate": true, "mail_to": address});
        let answer = client.call("POST", "/tokens", Some(&body)).await;
        assert_eq!((answer.status, answer.body.get("token")), (202, None));
        let mails = client.mails(address, 1).await;
        let told = text(&mails[0]["text"]);
        assert!(!told.contains("cvk_"), "{told}");
        let link =
            told.split_whitespace().find(|word| word.contains("/v1/collect/")).unwrap().to_owned();
        let path = &link[link.find("/v1/").unwrap()..];
        let looked = client.call("GET", path, None).await;
        assert_eq!(looked.status, 200, "looking does not use it up");
        assert!(!text(&looked.body).contains("cvk_"));
        let page = text(&client.call("POST", path, None).await.body);
        let token = page[page.find("cvk_").unwrap()..].split('<').next().unwrap().to_owned();
        assert_eq!(client.call("POST", path, None).await.status, 410, "once");
        let temporary = client.with_token(&token);
        for (method, path) in [("GET", "/import-accounts"), ("GET", "/tokens"), ("GET", "")] {
            let refused = temporary.call(method, path, None).await;
            assert_eq!((refused.status, &refused.body["code"]), (403, &json!("must_rotate")));
        }
        let own = temporary.ok("POST", "/tokens/rotate", Value::Null).await;
        let own = client.with_token(&text(&own["token"]));
        own.get("/import-accounts").await;
        assert_eq!(temporary.call("POST", "/tokens/rotate", None).await.status, 401);
        let shown = own.get("/tokens").await;
        assert!(!shown.to_string().contains("cvk_"), "only prefixes are shown");
        let prefix = text(&shown["items"][0]["prefix"]);
        own.call("DELETE", &format!("/tokens/{prefix}"), None).await;
        assert_eq!(own.call("GET", "/tokens", None).await.status, 401, "revoked");
    });
}
