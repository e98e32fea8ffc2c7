//! Settings kept for a minute, as they are in a deployment: what is changed is acted upon at once
//! wherever something is missing, and nobody is refused by settings from before.

use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::hooks::standard_signature;
use convoke_tests::live::{Client, STANDARD_SECRET, run, start, text};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A stack whose functions keep settings for a minute, each in one process.
async fn own(tenant: &str) -> (Stack, Client) {
    let kept = ("CONVOKE_CONFIG_TTL_S".to_owned(), "60".to_owned());
    let environment = std::iter::once(kept).collect();
    let stack =
        start(StackOptions { environment, concurrency: 1, ..StackOptions::default() }).await;
    let client = Client::of(&stack, tenant);
    let body = json!({"name": "Aalto", "time_zone": "Europe/Helsinki", "profile": "booking-video"});
    client.ok("PUT", "", body).await;
    let source = json!({"kind": "standard", "secret": STANDARD_SECRET});
    client.ok("PUT", "/sources/booking", source).await;
    (stack, client)
}

async fn heal(client: &Client, id: &str) {
    let service = json!({"name": "First visit", "video": {"enabled": true, "provider": "zoom"}});
    client.ok("PUT", "/services/101", service).await;
    client.session(id, |session| session["meeting"]["reason"] == "not_connected").await;
    client.connect().await;
    client.session(id, |session| session["meeting"]["reason"] == "host_not_mapped").await;
    let host = json!({"name": "Aino", "emails": [client.host()]});
    client.ok("PUT", "/people/aino", host).await;
    client.ok("PUT", "/people/aino/links/zoom", json!({"external_id": client.user})).await;
}

/// A22, A27: every function has read the settings before the first of them is put right; each heals at
/// once all the same, and the host's mail has its start link.
#[test]
fn healing_does_not_wait_for_kept_settings() {
    run(async {
        let (stack, client) = own("kept").await;
        let desk = "desk@kept.example";
        let notice = json!({"event": "meeting.blocked", "destination":
            {"kind": "email", "to": "address", "address": desk}});
        client.ok("PUT", "/subscriptions/notice", notice).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.session("b1", |session| session["meeting"]["reason"] == "service_unknown").await;
        // With this mail the last of the functions has read the settings as they are now.
        client.mails(desk, 1).await;
        heal(&client, "b1").await;
        let session = client.meeting_in("b1", "ready").await;
        let guest = &client.mails(&client.guest(), 1).await[0];
        assert!(text(&guest["text"]).contains(session["meeting"]["join_url"].as_str().unwrap()));
        let host = &client.mails(&client.host(), 1).await[0];
        assert!(text(&host["text"]).contains("zak="), "{}", host["text"]);
        stack.stop().await.unwrap();
    });
}

/// A source that was added, and a secret that was replaced, work at once; the replaced one does not.
#[test]
fn hooks_do_not_wait_for_kept_settings() {
    run(async {
        let (stack, client) = own("kept-hooks").await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let source = json!({"kind": "standard", "secret": STANDARD_SECRET});
        client.ok("PUT", "/sources/more", source).await;
        let body = json!({"type": "session.upserted", "data": client.booking("b2", 1)}).to_string();
        client
            .until("the new source is known", async || {
                client.tell_raw("more", body.as_bytes()).await.status == 200
            })
            .await;
        let replaced = "whsec_OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=";
        let source = json!({"kind": "standard", "secret": replaced});
        client.ok("PUT", "/sources/booking", source).await;
        client
            .until("the new secret is known", async || {
                let now = Timestamp::now().as_second();
                let signature = standard_signature(replaced, "msg_1", now, body.as_bytes());
                let headers = [
                    ("webhook-id", "msg_1".to_owned()),
                    ("webhook-timestamp", now.to_string()),
                    ("webhook-signature", signature),
                ];
                client.hook("booking", &headers, body.as_bytes()).await.status == 200
            })
            .await;
        assert_eq!(client.tell_raw("booking", body.as_bytes()).await.status, 401);
        assert_eq!(client.call("GET", "/rejected", None).await.body["items"], Value::Array(vec![]));
        stack.stop().await.unwrap();
    });
}
