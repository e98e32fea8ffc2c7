//! Real processes, killed at any exchange with AWS while they make an entry.

use std::time::Duration;

use convoke_local::gates::{Kill, Side};
use convoke_tests::live::{Client, STANDARD_SECRET, alone, dead_letters, rest, run, start};

use super::*;
use crate::killed::{gates, options};

/// More exchanges with AWS than a new process needs for an entry.
const EXCHANGES: usize = 8;
const PATIENCE: Duration = Duration::from_secs(150);

async fn set_up(client: &Client) {
    let tenant = json!({"name": "Hoitola Aalto", "time_zone": "Europe/Helsinki", "locale": "en",
                        "calendar": {"kind": "ews"}});
    client.ok("PUT", "", tenant).await;
    let exchange = json!({"kind": "ews", "url": client.simulator("/ews/EWS/Exchange.asmx"),
                          "login": r"DEMO\convoke", "password": "ews-secret-demo"});
    client.ok("PUT", "/connections/exchange", exchange).await;
    let aino = json!({"name": "Aino", "emails": [AINO], "calendar_synced": true});
    client.ok("PUT", "/people/aino", aino).await;
    let source = json!({"kind": "standard", "secret": STANDARD_SECRET});
    client.ok("PUT", "/sources/booking", source).await;
}

fn interview(client: &Client, id: &str) -> Value {
    let mut booking = client.booking(id, 1);
    booking["mode"] = json!("jitsi");
    booking["title"] = json!(id);
    booking.as_object_mut().unwrap().remove("service");
    booking
}

/// A process dies before or after each of its exchanges with AWS, so also between Exchange's answer and the
/// write that records it: each interview has exactly one entry in the end.
#[test]
fn a_process_killed_at_any_point_leaves_one_entry() {
    run(async {
        let _alone = alone().await;
        let stack = start(options()).await;
        let client = Client::of(&stack, "entries");
        set_up(&client).await;
        let mut plans = Vec::new();
        for exchange in 0..EXCHANGES {
            for side in [Side::Before, Side::After] {
                let id = format!("entry-{exchange}-{side:?}");
                let about =
                    vec![format!(r#"\"external_id\":\"{id}\""#), r#"{\"entry\":"#.to_owned()];
                let function = "notification-deliver".to_owned();
                plans.push((id, gates(&stack).kill(Kill { function, about, exchange, side })));
            }
        }
        for (id, _) in &plans {
            client.insist("session.upserted", &interview(&client, id)).await;
        }
        // A worker that died with the lease leaves a creation open for a minute after it.
        rest(&stack, PATIENCE).await;
        for (id, _) in &plans {
            client.session(id, |it| it["calendar_entry"]["state"] == "made").await;
        }
        let events = client.state("ews").await["events"].as_array().unwrap().clone();
        let came = plans.iter().filter_map(|(_, plan)| gates(&stack).came(*plan));
        let whats: Vec<_> = came.map(|exchange| exchange.what).collect();
        for (id, _) in &plans {
            let entries = events.iter().filter(|it| it["subject"] == *id);
            let standing = entries.filter(|it| it["status"] == "confirmed").count();
            assert_eq!(standing, 1, "{id}: {events:#?}");
        }
        println!("killed at {}", whats.join(", "));
        assert!(whats.len() >= 8 && whats.iter().any(|what| what.contains("PutItem")), "{whats:?}");
        assert_eq!(dead_letters(&stack), [0; 5]);
        stack.stop().await.unwrap();
    });
}
