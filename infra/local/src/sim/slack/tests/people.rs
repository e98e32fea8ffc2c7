//! The people of the workspace.

use serde_json::json;

use super::{AINO, BOT, EERO, SCOPES, api, get, refused, token};
use crate::sim::tests::Bench;

#[tokio::test]
async fn the_list_has_everybody_and_comes_in_pages() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let all = get(&bench, &token, "users.list").await;
    assert_eq!(all["members"].as_array().unwrap().len(), 6);
    assert_eq!(all["response_metadata"]["next_cursor"], "");
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = get(&bench, &token, &format!("users.list?limit=4&cursor={cursor}")).await;
        seen.extend(page["members"].as_array().unwrap().iter().map(|one| one["id"].clone()));
        let next = page["response_metadata"]["next_cursor"].as_str().unwrap();
        cursor = next.replace('=', "%3D");
        if next.is_empty() {
            break;
        }
    }
    assert_eq!((seen.len(), &seen[0], &seen[5]), (6, &json!(AINO), &json!(BOT)));
    for (query, error) in [
        ("limit=x", "invalid_limit"),
        ("limit=1001", "invalid_limit"),
        ("cursor=x", "invalid_cursor"),
        ("cursor=bmV4dDpVMA==", "invalid_cursor"),
    ] {
        let body = get(&bench, &token, &format!("users.list?{query}")).await;
        assert_eq!(body, refused(error), "{query}");
    }
}

#[tokio::test]
async fn the_list_says_who_is_gone_a_guest_or_a_bot() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let all = get(&bench, &token, "users.list").await;
    let member = |index: usize| all["members"][index].clone();
    let aino = member(0);
    assert_eq!(aino["profile"]["email"], "aino@demo.example");
    assert_eq!((&aino["tz"], &aino["tz_offset"]), (&json!("Europe/Helsinki"), &json!(7_200)));
    assert_eq!((&aino["is_restricted"], &aino["is_bot"]), (&json!(false), &json!(false)));
    assert_eq!((&member(3)["id"], &member(3)["deleted"]), (&json!(EERO), &json!(true)));
    assert_eq!(member(4)["is_restricted"], true);
    assert_eq!((&member(5)["is_bot"], member(5)["profile"].get("email")), (&json!(true), None));
}

#[tokio::test]
async fn addresses_need_a_scope_of_their_own() {
    let bench = Bench::new();
    let token = token(&bench, "users:read").await;
    let all = get(&bench, &token, "users.list").await;
    assert_eq!(all["members"][0]["profile"].get("email"), None);
    let one = get(&bench, &token, &format!("users.info?user={AINO}")).await;
    assert_eq!((&one["user"]["id"], one["user"]["profile"].get("email")), (&json!(AINO), None));
}

#[tokio::test]
async fn somebody_is_found_by_address_or_id_and_json_is_not_read() {
    let bench = Bench::new();
    let token = token(&bench, SCOPES).await;
    let found = get(&bench, &token, "users.lookupByEmail?email=AINO%40demo.example").await;
    assert_eq!(found["user"]["id"], AINO);
    let gone = get(&bench, &token, "users.lookupByEmail?email=eero@demo.example").await;
    assert_eq!((&gone["user"]["id"], &gone["user"]["deleted"]), (&json!(EERO), &json!(true)));
    let nobody = get(&bench, &token, "users.lookupByEmail?email=x@demo.example").await;
    assert_eq!(nobody, refused("users_not_found"));
    let in_json = json!({"email": "aino@demo.example"});
    let unread = api(&bench, &token, "users.lookupByEmail", in_json).await;
    assert_eq!(unread, refused("users_not_found"));
    let unread = api(&bench, &token, "users.info", json!({"user": AINO})).await;
    assert_eq!(unread, refused("user_not_found"));
}
