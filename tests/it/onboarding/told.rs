//! What Zoom tells of itself: how it is answered, what is believed, and that somebody removed the application.

use std::time::{Duration, Instant};

use convoke::domain::ids::hex;
use convoke_local::aws::Service;
use convoke_local::stack::{Messages, StackOptions};
use convoke_tests::live::{Client, parameter, run, start, text};
use jiff::Timestamp;
use ring::hmac;
use serde_json::{Value, json};

use crate::consents::interviewing;

/// How long Zoom waits for an answer.
const ZOOM_WAITS: Duration = Duration::from_secs(3);

/// Zoom tries the address, and wants its token back with the MAC of it.
#[test]
fn the_address_is_validated() {
    run(async {
        let client = Client::new("zoom-validation").await;
        let wanted =
            json!({"event": "endpoint.url_validation", "plain_token": "q9ibPhGeRZ6ayx5WTrXjRw"});
        let answer = client.zoom_tells(wanted).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let secret = text(&client.state("zoom").await["account"]["secret_token"]);
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let mac = hex(hmac::sign(&key, b"q9ibPhGeRZ6ayx5WTrXjRw").as_ref());
        let expected = json!({"plainToken": "q9ibPhGeRZ6ayx5WTrXjRw", "encryptedToken": mac});
        assert_eq!(answer.body, expected);
    });
}

/// Only what Zoom signed is believed, for as long as it tries again with the same time; what is signed and no JSON
/// is refused, and what concerns nobody here is taken.
#[test]
fn only_what_zoom_signed_lately_is_believed() {
    run(async {
        let client = Client::new("zoom-signature").await;
        let body = r#"{"event":"meeting.sharing_started","event_ts":1,"payload":{}}"#;
        let status = async |body: &str, headers: &[(String, String)]| {
            client.zoom_event(body, headers).await.status
        };
        let now = Timestamp::now();
        let minutes_ago =
            async |ago: u64| client.zoom_signed(body, now - Duration::from_secs(ago * 60)).await;
        for (ago, expected) in [(0, 200), (85, 200), (89, 200), (92, 401)] {
            assert_eq!(status(body, &minutes_ago(ago).await).await, expected, "{ago} minutes ago");
        }
        let signed = minutes_ago(0).await;
        assert_eq!(status(&format!("{body} "), &signed).await, 401, "another body");
        assert_eq!(status(body, &[]).await, 401, "no signature");
        let with = |name: &str, value: &str| {
            let mut headers = signed.clone();
            headers.iter_mut().find(|it| it.0 == name).unwrap().1 = value.to_owned();
            headers
        };
        let later = (now.as_second() + 1).to_string();
        assert_eq!(status(body, &with("x-zm-request-timestamp", &later)).await, 401);
        assert_eq!(status(body, &with("x-zm-request-timestamp", "soon")).await, 401);
        assert_eq!(status(body, &with("x-zm-signature", "v0=00")).await, 401);
        let ahead = client.zoom_signed(body, now + Duration::from_mins(10)).await;
        assert_eq!(status(body, &ahead).await, 401, "from the future");
        let signed = client.zoom_signed("no json", now).await;
        assert_eq!(status("no json", &signed).await, 400);
        let none = json!({"event": "meeting.ended", "event_ts": 1, "payload":
                          {"account_id": "acc-nobody", "object": {"id": "1", "uuid": "x=="}}});
        let signed = client.zoom_signed(&none.to_string(), now).await;
        assert_eq!(status(&none.to_string(), &signed).await, 200, "a meeting of nobody's");
    });
}

/// A webhook is queued and answered before Zoom gives up, with a process that has to start; the table is not
/// touched by it.
#[test]
fn a_webhook_is_answered_at_once_and_asks_nothing_of_the_table() {
    run(async {
        let options =
            StackOptions { messages: Messages::Left, ticks: false, ..StackOptions::default() };
        let stack = start(options).await;
        let client = Client::of(&stack, "zoom-quick");
        let ended = json!({"event": "meeting.ended", "event_ts": 1, "payload":
                           {"account_id": "acc-demo", "object": {"id": "81", "uuid": "x=="}}});
        let ended = ended.to_string();
        let headers = client.zoom_signed(&ended, Timestamp::now()).await;
        let before = stack.aws().usage();
        for n in 0..3 {
            let begun = Instant::now();
            let answer = client.zoom_event(&ended, &headers).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            assert!(begun.elapsed() < ZOOM_WAITS, "{n}: {:?}", begun.elapsed());
        }
        let asked = &stack.aws().usage() - &before;
        let of_table = asked.calls.iter().filter(|call| call.service == Service::DynamoDb);
        assert_eq!(of_table.count(), 0, "{asked:#?}");
        assert_eq!(stack.aws().depth("convoke-sessions").unwrap().visible, 3);
    });
}

/// Connects a person to Zoom as this user.
async fn consent(client: &Client, person: &str) {
    let path = format!("/people/{person}/connections/zoom/authorize");
    let begun = client.ok("POST", &path, Value::Null).await;
    assert!(!parameter(&text(&begun["url"]), "login_hint").is_empty(), "{begun:#}");
    let page = client.browse(&text(&begun["url"])).await;
    assert_eq!(page.status, 302, "{page:?}");
    let back = page.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(client.browse(&back).await.status, 200);
}

/// Somebody removes the application at Zoom: their own connection goes, and nobody else's.
#[test]
fn whoever_removes_the_application_is_connected_no_longer() {
    run(async {
        let client = interviewing("zoom-removed").await;
        let users = [Client::free_user(), Client::free_user()];
        for (person, user) in ["rita", "sami"].iter().zip(&users) {
            let email = format!("{}@users.example", user.replace('-', ""));
            let body = json!({"name": person, "emails": [email], "calendar_synced": true});
            client.ok("PUT", &format!("/people/{person}"), body).await;
        }
        client.settings_are_known().await;
        let state = async |person: &str| {
            let path = format!("/people/{person}/connections/zoom");
            let answer = client.call("GET", &path, None).await;
            (answer.status, text(&answer.body["state"]))
        };
        for person in ["rita", "sami"] {
            consent(&client, person).await;
            assert_eq!(state(person).await, (200, "active".to_owned()));
        }
        // Zoom's times are whole seconds, and what was consented to since stays.
        client.settings_are_known().await;
        let told = client.zoom_tells(json!({"event": "app_deauthorized", "user_id": users[0]}));
        let told = told.await;
        assert_eq!(told.status, 200, "{told:?}");
        client.until("it is gone", async || state("rita").await.0 == 404).await;
        assert_eq!(state("sami").await, (200, "active".to_owned()));
    });
}
