//! Who is who in a workspace.

use convoke_tests::live::chat::slack_of;
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{connected, dm, points, subscribe};

async fn sync(client: &Client) -> Value {
    client.ok("POST", "/links/slack/sync", Value::Null).await
}

/// G20, G21, G22, G23, G24, G36: addresses are compared but for case and blanks, and no further; both sides
/// that found nobody are told; a choice by hand outranks and survives, with who made it and when.
#[test]
fn people_are_matched_by_exact_addresses_and_by_hand() {
    run(async {
        let client = Client::new("g23").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        let users = json!([
            {"id": "U1", "email": "Aino@Demo.example", "deleted": false, "bot": false},
            {"id": "U2", "email": "m.virtanen@demo.example", "deleted": false, "bot": false},
            {"id": "U3", "email": "liisa+news@demo.example", "deleted": false, "bot": false},
            {"id": "U4", "email": "eero@demo.example", "deleted": true, "bot": false},
            {"id": "U5", "email": "bot@demo.example", "deleted": false, "bot": true},
        ]);
        client.put_state("slack", &json!({"users": users})).await;
        for (id, email) in [("liisa", "liisa@demo.example"), ("eero", "eero@demo.example")] {
            let person = json!({"name": id, "emails": [email]});
            client.ok("PUT", &format!("/people/{id}"), person).await;
        }
        let report = sync(&client).await;
        assert_eq!(report["matched"], json!(["aino"]), "{report:#}");
        assert_eq!(report["unmatched"]["ours"], json!(["eero", "liisa", "matti"]), "{report:#}");
        let theirs = json!(["m.virtanen@demo.example", "liisa+news@demo.example"]);
        assert_eq!(report["unmatched"]["theirs"], theirs, "{report:#}");
        assert_eq!(sync(&client).await, report, "twice is once");
        client.ok("PUT", "/people/matti/links/slack", json!({"external_id": "U2"})).await;
        let report = sync(&client).await;
        let pair = report["pairs"].as_array().unwrap().iter().find(|it| it["person"] == "matti");
        let pair = pair.unwrap_or_else(|| panic!("{report:#}"));
        assert_eq!(pair["emails"], json!(["matti@demo.example"]));
        assert_eq!(pair["their_email"], "m.virtanen@demo.example", "side by side");
        assert_eq!(pair["origin"], "manual");
        let link = client.get("/people/matti/links/slack").await;
        assert_eq!(link["by"], "operator");
        assert!(link["at"].is_string(), "{link:#}");
        subscribe(&client, "points", "wallet.funded", dm()).await;
        client.happen("wallet.funded", points("1", "matti@demo.example", 5)).await;
        client.said_times("slack", "U2", 1).await;
        client.ok("DELETE", "/people/matti/links/slack", Value::Null).await;
        assert_eq!(sync(&client).await["matched"], json!(["aino"]));
    });
}

/// G21, G36: whoever gets a new address is found by it, and no longer by the old one.
#[test]
fn a_changed_address_is_matched_anew() {
    run(async {
        let client = Client::new("g36").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        assert_eq!(sync(&client).await["matched"], json!(["aino", "matti"]));
        let fact = json!({"id": "matti", "name": "Matti", "emails": ["liisa@demo.example"]});
        client.tell("person.changed", &fact).await;
        client
            .until("the new address", async || {
                client.get("/people/matti").await["emails"] == json!(["liisa@demo.example"])
            })
            .await;
        client.settings_are_known().await;
        subscribe(&client, "points", "wallet.funded", dm()).await;
        let data = json!({"id": "1", "subject": {"person": "matti"}, "amount": 5, "unit": "p"});
        client.happen("wallet.funded", data).await;
        client.said_times("slack", "U3", 1).await;
        assert!(client.said("slack", "U2").await.is_empty(), "not to the old account");
        let report = sync(&client).await;
        let pair = &report["pairs"].as_array().unwrap()[1];
        assert_eq!((&pair["person"], &pair["external_id"]), (&json!("matti"), &json!("U3")));
    });
}

/// G20, G35: somebody whom nobody there is: the message says so, the person is on the list of unmatched, and
/// it goes out by itself once somebody maps the person.
#[test]
fn a_message_for_nobody_waits_for_the_mapping() {
    run(async {
        let client = Client::new("g35").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        subscribe(&client, "points", "wallet.funded", dm()).await;
        let person = json!({"name": "Eero", "emails": ["eero@elsewhere.example"]});
        client.ok("PUT", "/people/eero", person).await;
        client.settings_are_known().await;
        client.happen("wallet.funded", points("1", "eero@elsewhere.example", 7)).await;
        client.until("it failed", async || !client.deliveries("failed").await.is_empty()).await;
        let failed = client.deliveries("failed").await;
        assert_eq!(failed[0]["reason"], "user_not_found", "{failed:#?}");
        assert!(text(&failed[0]["detail"]).contains("map"), "{failed:#?}");
        let report = sync(&client).await;
        assert!(report["unmatched"]["ours"].as_array().unwrap().contains(&json!("eero")));
        client.ok("PUT", "/people/eero/links/slack", json!({"external_id": "U3"})).await;
        let said = client.said_times("slack", "U3", 1).await;
        assert!(text(&said[0]["text"]).contains('7'), "{said:#?}");
        assert!(client.deliveries("failed").await.is_empty());
    });
}
