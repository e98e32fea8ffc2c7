//! Possible duplicates: noticed, decided, never merged.

use convoke_tests::live::boards::applicant;
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{BEFORE, NINE};

async fn two(client: &Client, [first, second]: [(&str, &str); 2]) -> Value {
    let same = json!({"氏名": "高橋健", "メールアドレス": format!("ken@{}.example", client.tenant), "電話番号": "080-3333-4444"});
    let other = json!({"氏名": "髙橋　健", "メールアドレス": format!(" KEN@{}.example", client.tenant), "電話番号": "+81 80 3333 4444"});
    client.board("ambi", &[applicant(&format!("{}-a", client.tenant), BEFORE, same)]).await;
    client.board("wantedly", &[applicant(&format!("{}-w", client.tenant), BEFORE, other)]).await;
    client.account("a", "ambi", json!({"times": [first.0]})).await;
    client.account("w", "wantedly", json!({"times": [second.0]})).await;
    client.imported("a", first.1).await;
    let run = client.imported("w", second.1).await;
    assert_eq!(run["counts"]["duplicates"], 1, "{run:#}");
    client.get("/duplicates").await["items"][0].clone()
}

/// H52, H53, H54: one person at two boards is noticed on both applications with reasons; closing ends the later one and
/// keeps it; a decision stays.
#[test]
fn one_person_at_two_boards_is_noticed_and_closed() {
    run(async {
        let client = Client::new("h53").await;
        client.importing().await;
        let times = [("14:00", "2026-12-05T05:00:00Z"), ("14:30", "2026-12-05T05:30:00Z")];
        let pair = two(&client, times).await;
        let reasons: Vec<_> = pair["reasons"].as_array().unwrap().iter().map(text).collect();
        for reason in ["email", "phone", "name"] {
            assert!(reasons.contains(&reason.to_owned()), "{reasons:?}");
        }
        for id in ["h53-a", "h53-w"] {
            let row = client.application(id, |it| it["possible_duplicate"] == true).await;
            assert_eq!(row["duplicates"].as_array().unwrap().len(), 1);
        }
        assert_eq!(client.registered("h53-w").await.len(), 1, "both were registered");
        let id = text(&pair["id"]);
        let closed = client.ok("POST", &format!("/duplicates/{id}/close"), Value::Null).await;
        assert_eq!(closed["state"], "closed_as_duplicate");
        let later = client.application("h53-w", |it| it["state"] == "closed").await;
        assert_eq!(later["status"], "重複応募として終了");
        client.application("h53-a", |it| it["state"] == "unrouted").await;
        assert_eq!(client.get("/duplicates").await["items"], json!([]));
        let other = client.call("POST", &format!("/duplicates/{id}/dismiss"), None).await;
        assert_eq!((other.status, &other.body["code"]), (409, &json!("already_decided")));
    });
}

/// H54: two persons after all: the pair is never shown again, whatever is imported later.
#[test]
fn a_dismissed_pair_is_never_shown_again() {
    run(async {
        let client = Client::new("h54").await;
        client.importing().await;
        let times = [("15:00", "2026-12-05T06:00:00Z"), ("15:30", "2026-12-05T06:30:00Z")];
        let id = text(&two(&client, times).await["id"]);
        client.ok("POST", &format!("/duplicates/{id}/dismiss"), Value::Null).await;
        client.imported("w", "2026-12-06T06:30:00Z").await;
        assert_eq!(client.get("/duplicates").await["items"], json!([]));
        client.application("h54-w", |it| it["possible_duplicate"] == false).await;
    });
}

/// H52: whoever came to the applicant system by another way before is noticed as well.
#[test]
fn who_came_otherwise_is_noticed() {
    run(async {
        let client = Client::new("h52").await;
        client.importing().await;
        let state = client.state("hrmos").await;
        let mut all = state["applications"].as_array().cloned().unwrap_or_default();
        all.push(json!({"medium": "直接応募", "route": "自社サイト", "name": "先着花子",
                        "email": "Hanako@h52.example"}));
        client.put_state("hrmos", &json!({"applications": all})).await;
        let row = json!({"氏名": "先着花子", "メールアドレス": "hanako@h52.example"});
        client.board("paiza", &[applicant("h52-1", BEFORE, row)]).await;
        client.account("a", "paiza", json!({})).await;
        let run = client.imported("a", NINE).await;
        assert_eq!(run["counts"]["duplicates"], 1, "{run:#}");
        let pairs = client.get("/duplicates").await;
        let pair = &pairs["items"][0];
        assert_eq!(pair["reasons"], json!(["email"]), "{pairs:#}");
        let is_there = |side: &str| text(&pair[side]).starts_with("ats:");
        assert!(is_there("a") || is_there("b"), "{pair:#}");
        let id = text(&pair["id"]);
        client.ok("POST", &format!("/duplicates/{id}/close"), Value::Null).await;
        client.application("h52-1", |it| it["state"] == "closed").await;
    });
}
