//! Users, their mailboxes and what their calendars can do.

use serde_json::{Value, json};

use super::{AINO, MATTI, ROOM, SHARED, api, application, person, put};
use crate::sim::tests::Bench;

/// All users, page by page.
async fn pages(bench: &Bench, token: &str, first: &str) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let (status, body) = api(bench, token, "GET", &path, Value::Null).await;
        assert_eq!(status, 200, "{body}");
        pages.push(body["value"].as_array().unwrap().clone());
        let link = body["@odata.nextLink"].as_str();
        next = link.map(|link| link.split_once("/microsoft/v1.0").unwrap().1.to_owned());
    }
    pages
}

#[tokio::test]
async fn users_come_in_pages_whose_next_address_is_in_the_answer() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let select = "$select=id,mail,userPrincipalName,accountEnabled,userType";
    let all = pages(&bench, &token, &format!("/users?{select}&$top=3")).await;
    assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
    let expected = json!({
        "id": AINO, "mail": "aino@demo.example", "userPrincipalName": "aino@demo.example",
        "accountEnabled": true, "userType": "Member",
    });
    assert_eq!(all[0][0], expected);
    let enabled: Vec<bool> =
        all.concat().iter().map(|user| user["accountEnabled"].as_bool().unwrap()).collect();
    assert_eq!(enabled, [true, true, true, false, false, false, true]);
    assert_eq!(all[2][0]["mail"], Value::Null, "whoever has no mailbox has no mail");
    let (_, usual) = api(&bench, &token, "GET", "/users", Value::Null).await;
    assert_eq!(usual["value"].as_array().unwrap().len(), 7);
    assert_eq!(usual["value"][0].get("accountEnabled"), None, "only when asked for");
}

#[tokio::test]
async fn query_options_are_checked() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for query in [
        "$top=0",
        "$top=1000",
        "$top=x",
        "$select=id,nonsense",
        "$skiptoken=x",
        "$skip=1",
        "$expand=manager",
        "$filter=displayName%20eq%20'Aino'",
        "$filter=mail%20eq%20aino",
        "$filter=startswith(mail,'a')",
    ] {
        let (status, body) =
            api(&bench, &token, "GET", &format!("/users?{query}"), Value::Null).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!("BadRequest")), "{query}");
    }
    let path = "/users?$filter=mail%20eq%20'Matti@demo.example'";
    let (_, found) = api(&bench, &token, "GET", path, Value::Null).await;
    assert_eq!(
        (&found["value"][0]["id"], found["value"].as_array().unwrap().len()),
        (&json!(MATTI), 1)
    );
}

/// The name to sign in with is not the address, though it mostly looks like it.
#[tokio::test]
async fn a_user_is_found_by_id_or_sign_in_name_and_not_by_address() {
    let bench = Bench::new();
    let users = json!([{"id": AINO, "email": "aino@demo.example", "upn": "av1@demo.example"}]);
    put(&bench, json!({"users": users}));
    let token = application(&bench).await;
    for name in [AINO, "av1@demo.example", "AV1%40demo.example"] {
        let (status, body) =
            api(&bench, &token, "GET", &format!("/users/{name}"), Value::Null).await;
        assert_eq!((status, &body["mail"]), (200, &json!("aino@demo.example")), "{name}");
    }
    for (path, code) in [
        ("/users/aino@demo.example", "Request_ResourceNotFound"),
        ("/users/aino@demo.example/calendar", "ErrorInvalidUser"),
    ] {
        let (status, body) = api(&bench, &token, "GET", path, Value::Null).await;
        assert_eq!((status, &body["error"]["code"]), (404, &json!(code)));
    }
    let aino = person(&bench, "aino").await;
    let (_, me) = api(&bench, &aino, "GET", "/me?$select=id,displayName", Value::Null).await;
    assert_eq!(
        (&me["id"], &me["displayName"], me.get("mail")),
        (&json!(AINO), &json!("Aino"), None)
    );
}

/// P21: whether a mailbox is a person's can be seen.
#[tokio::test]
async fn a_mailbox_says_what_it_is_for() {
    let bench = Bench::new();
    let token = application(&bench).await;
    for (user, purpose) in [(AINO, "user"), (SHARED, "shared"), (ROOM, "room")] {
        let path = format!("/users/{user}/mailboxSettings?$select=userPurpose");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!((status, &body["userPurpose"]), (200, &json!(purpose)));
    }
    for path in ["mailboxSettings", "calendar", "events"] {
        let path = format!("/users/vuokra@demo.example/{path}");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        assert_eq!((status, &body["error"]["code"]), (404, &json!("MailboxNotEnabledForRESTAPI")));
    }
}

/// P18: whether Teams meetings can be had can be seen at a calendar.
#[tokio::test]
async fn a_calendar_says_which_meetings_it_can_have() {
    let bench = Bench::new();
    let token = application(&bench).await;
    let teams = (json!(["teamsForBusiness"]), json!("teamsForBusiness"));
    let none = (json!([]), json!("unknown"));
    for (enabled, user, expected) in
        [(true, AINO, &teams), (true, SHARED, &none), (true, ROOM, &none), (false, AINO, &none)]
    {
        put(&bench, json!({"teams_enabled": enabled}));
        let path = format!("/users/{user}/calendar");
        let (status, body) = api(&bench, &token, "GET", &path, Value::Null).await;
        let shown = (
            body["allowedOnlineMeetingProviders"].clone(),
            body["defaultOnlineMeetingProvider"].clone(),
        );
        assert_eq!((status, &shown), (200, expected), "{enabled} {user}");
    }
}
