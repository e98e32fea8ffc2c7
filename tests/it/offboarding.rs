//! Somebody who made one of the company's connections leaves the company.

use convoke_tests::live::Client;
use serde_json::{Value, json};

/// A company whose connection to Zoom was made with the token of somebody who is one of its people.
async fn company(name: &str) -> Client {
    let client = Client::new(name).await;
    client.set_up().await;
    let tenant = json!({"name": "Hoitola Aalto", "time_zone": "Europe/Helsinki", "locale": "en",
                        "profile": "booking-video",
                        "contact": {"name": "HR", "email": contact(&client)}});
    client.ok("PUT", "", tenant).await;
    client.ok("PUT", "/people/boss", boss(&client, "active")).await;
    let asked = json!({"name": address(&client), "scopes": ["admin"]});
    let issued = client.ok("POST", "/tokens", asked).await;
    let zoom = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
                      "client_secret": "secret-demo"});
    client.ok("DELETE", "/connections/zoom", Value::Null).await;
    let as_boss = client.with_token(issued["token"].as_str().unwrap());
    as_boss.ok("PUT", "/connections/zoom", zoom).await;
    client
}

fn address(client: &Client) -> String {
    format!("boss@{}.example", client.tenant)
}

fn contact(client: &Client) -> String {
    format!("hr@{}.example", client.tenant)
}

fn boss(client: &Client, employment: &str) -> Value {
    json!({"name": "Boss", "emails": [address(client)], "employment": employment})
}

async fn warnings(client: &Client) -> Value {
    let all = client.get("/connections").await;
    let one = client.get("/connections/zoom").await["warnings"].clone();
    assert_eq!(all["items"][0]["warnings"], one);
    one
}

/// G39: a connection that was made by somebody who is leaving says so, and the contact is told once; it is
/// taken back with the person's word, and goes when somebody else connects.
#[test]
fn a_connection_of_somebody_who_leaves_is_told_once() {
    convoke_tests::live::run(async {
        let client = company("leaving").await;
        assert_eq!(warnings(&client).await, json!([]));
        let mut fact = boss(&client, "leaving");
        fact["id"] = json!("boss");
        assert_eq!(client.tell("person.changed", &fact).await.status, 200);
        let told = client.mails(&contact(&client), 1).await;
        assert!(told[0]["subject"].as_str().unwrap().contains("Zoom"), "{told:#?}");
        client
            .until("it shows", async || warnings(&client).await == json!(["authoriser_leaving"]))
            .await;
        client.ok("PUT", "/people/boss", boss(&client, "left")).await;
        client.ok("PUT", "/people/boss", boss(&client, "active")).await;
        assert_eq!(warnings(&client).await, json!([]));

        client.ok("DELETE", "/people/boss", Value::Null).await;
        assert_eq!(
            warnings(&client).await,
            json!(["authoriser_leaving"]),
            "removed without a word"
        );
        client.ok("DELETE", "/connections/zoom", Value::Null).await;
        client.connect().await;
        assert_eq!(warnings(&client).await, json!([]));
        assert_eq!(client.mails(&contact(&client), 1).await.len(), 1, "told once");
    });
}

#[test]
fn an_unknown_employment_is_refused() {
    convoke_tests::live::run(async {
        let client = Client::new("employment").await;
        client.set_up().await;
        let mut person = boss(&client, "on-holiday");
        let answer = client.call("PUT", "/people/boss", Some(&person)).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        person["id"] = json!("boss");
        assert_eq!(client.tell("person.changed", &person).await.status, 422);
    });
}
