//! The perks product end to end: business events reach Slack, Teams, mailboxes and webhooks, privately or
//! in a channel.

mod answers;
mod crowd;
mod documented;
mod killed;
mod mapping;
mod teams;
mod troubles;

use convoke_tests::live::chat::slack_of;
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

/// Points for somebody.
pub(crate) fn points(id: &str, email: &str, amount: u32) -> Value {
    json!({"id": id, "subject": {"email": email}, "amount": amount, "unit": "punti", "balance": 120})
}

/// A subscription of the tenant's.
pub(crate) async fn subscribe(client: &Client, id: &str, event: &str, destination: Value) {
    let body = json!({"event": event, "destination": destination});
    client.ok("PUT", &format!("/subscriptions/{id}"), body).await;
    client.settings_are_known().await;
}

pub(crate) fn dm() -> Value {
    json!({"kind": "dm", "provider": "slack", "to": "subject"})
}

pub(crate) fn channel(id: &str) -> Value {
    json!({"kind": "channel", "provider": "slack", "channel": id})
}

/// A tenant that has connected Slack.
pub(crate) async fn connected(client: &Client) {
    client.perks().await;
    let page = client.connect_chat("slack").await;
    assert_eq!(page.status, 200, "{page:?}");
    client.settings_are_known().await;
}

/// G01, G02, G09, G10, G11, G12, G14: connected by the browser with exactly the scopes; then points reach
/// the person they are for, and the message holds the number.
#[test]
fn points_reach_the_person_they_are_for() {
    run(async {
        let client = Client::new("g14").await;
        let _slack = slack_of(&client).await;
        client.perks().await;
        let begun = client.ok("POST", "/connections/slack/authorize", Value::Null).await;
        let url = url::Url::parse(&text(&begun["url"])).unwrap();
        let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        let scopes = "chat:write,chat:write.public,im:write,users:read,users:read.email,commands";
        assert_eq!(query["scope"], scopes);
        let again = client.ok("POST", "/connections/slack/authorize", Value::Null).await;
        assert_ne!(begun["url"], again["url"], "each state is its own");
        let page = client.browse(&text(&begun["url"])).await;
        let back = page.headers["location"].to_str().unwrap().to_owned();
        assert_eq!(client.browse(&back).await.status, 200);
        assert_eq!(client.browse(&back).await.status, 400, "a code works once");
        let connection = client.get("/connections/slack").await;
        assert_eq!(connection["state"], "active", "{connection:#}");
        assert_eq!(connection["account_id"], "TG14");
        assert!(
            text(&connection["authorised_by"]).contains('@') || connection["email"].is_string()
        );
        subscribe(&client, "points", "wallet.funded", dm()).await;
        let answer = client.happen("wallet.funded", points("w1", "AINO@demo.example", 50)).await;
        assert_eq!((answer.status, &answer.body["status"]), (202, &json!("queued")), "{answer:?}");
        let said = client.said_times("slack", "U1", 1).await;
        assert!(text(&said[0]["text"]).contains("50 punti"), "{said:#?}");
        assert!(said[0]["blocks"].is_array(), "{said:#?}");
        // Once more by the signed hook: the same event is the same event.
        client.tell("wallet.funded", &points("w1", "aino@demo.example", 50)).await;
        client.tell("wallet.funded", &points("w2", "matti@demo.example", 20)).await;
        client.said_times("slack", "U2", 1).await;
        assert_eq!(client.said("slack", "U1").await.len(), 1, "a repetition says nothing twice");
    });
}

/// G03, G08: only an administrator says who is told of what; the catalogue has both platforms.
#[test]
fn only_administrators_subscribe() {
    run(async {
        let client = Client::new("g03").await;
        client.perks().await;
        let token = json!({"name": "perks", "scopes": ["events"]});
        let token = text(&client.ok("POST", "/tokens", token).await["token"]);
        let perks = client.with_token(&token);
        let body = json!({"event": "perk.added", "destination": channel("C1")});
        let refused = perks.call("PUT", "/subscriptions/news", Some(&body)).await;
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!("scope_missing")));
        let answer = perks.happen("perk.added", json!({"id": "1", "name": "Yoga"})).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        let catalogue = client.get("/connectors").await;
        let groups = catalogue["categories"].as_array().unwrap();
        let group = groups.iter().find(|it| it["id"] == "communication").unwrap();
        for id in ["slack", "teams"] {
            let found =
                group["items"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap();
            assert_eq!(found["available"], true, "{group:#}");
        }
    });
}

/// G04, G15: a module that is off takes nothing, and says so; a redemption that failed is no news.
#[test]
fn what_is_no_news_is_told_to_nobody() {
    run(async {
        let client = Client::new("g04").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        subscribe(&client, "perks", "perk.redeemed", dm()).await;
        let redeemed = |id: &str, status: &str| {
            json!({"id": id, "subject": {"email": "aino@demo.example"}, "name": "Sauna",
                   "amount": 10, "unit": "punti", "balance": 40, "status": status})
        };
        let failed = client.happen("perk.redeemed", redeemed("1", "failed")).await;
        assert_eq!((failed.status, &failed.body["status"]), (202, &json!("ignored")));
        client.happen("perk.redeemed", redeemed("2", "success")).await;
        let said = client.said_times("slack", "U1", 1).await;
        assert!(text(&said[0]["text"]).contains("Sauna"), "{said:#?}");
        let off = json!({"name": "Aalto", "modules": {"perks": false}});
        client.ok("PUT", "", off).await;
        client.settings_are_known().await;
        let off = client.happen("perk.redeemed", redeemed("3", "success")).await;
        assert_eq!((off.status, &off.body["status"]), (202, &json!("ignored")), "{off:?}");
        assert_eq!(off.body["reason"], "module_inactive");
        let hook = client.tell("perk.redeemed", &redeemed("4", "success")).await;
        assert_eq!((hook.status, &hook.body["reason"]), (200, &json!("module_inactive")));
        assert_eq!(client.said("slack", "U1").await.len(), 1);
    });
}

/// G16: one warning for each crossing, whatever is repeated, and armed again by filling up.
#[test]
fn a_low_balance_is_told_once_for_each_crossing() {
    run(async {
        let client = Client::new("g16").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        subscribe(&client, "low", "wallet.low_balance", dm()).await;
        let mut n = 0;
        let mut low = |balance: u32| {
            n += 1;
            json!({"id": format!("l{n}"), "subject": {"email": "aino@demo.example"},
                   "balance": balance, "threshold": 10, "unit": "punti"})
        };
        let refill =
            json!({"id": "f1", "subject": {"person": "aino"}, "amount": 42, "balance": 50});
        for (data, kind, told) in [
            (low(11), "wallet.low_balance", 0),
            (low(9), "wallet.low_balance", 1),
            (low(8), "wallet.low_balance", 1),
            (refill, "wallet.funded", 1),
            (low(9), "wallet.low_balance", 2),
        ] {
            client.happen(kind, data.clone()).await;
            client.tell(kind, &data).await;
            client.said_times("slack", "U1", told).await;
        }
        client.rest_of_events().await;
        assert_eq!(client.said("slack", "U1").await.len(), 2);
    });
}

/// G13, G17, G18, G19, G25, G26: types are data; private ones go to no channel; an announcement is one post
/// in each channel, to nobody privately, and no mail.
#[test]
fn announcements_go_to_channels_and_private_news_does_not() {
    run(async {
        let client = Client::new("g18").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        let refuse = async |event: &str, code: &str| {
            let body = json!({"event": event, "destination": channel("C1")});
            let refused = client.call("PUT", "/subscriptions/x", Some(&body)).await;
            assert_eq!(refused.status, 422, "{refused:?}");
            assert_eq!(refused.body["errors"][0]["code"], code, "{refused:?}");
        };
        refuse("wallet.low_balance", "private_event").await;
        refuse("invoice.paid", "event_type_unknown").await;
        client.ok("PUT", "/event-types/invoice.paid", json!({"visibility": "private"})).await;
        refuse("invoice.paid", "private_event").await;
        let body = json!({"event": "invoice.paid", "destination": channel("C1"), "override": true});
        client.ok("PUT", "/subscriptions/invoices", body).await;
        let template = json!({"audience": "attendee", "channel": "chat", "subject": "Paid",
                              "body": "Invoice {data.number} was paid by {data.by.name}."});
        client.ok("PUT", "/templates/invoice.paid", template).await;
        let news = json!({"kind": "channel", "provider": "slack", "channel": ["C1", "C2"]});
        subscribe(&client, "news", "perk.added", news).await;
        subscribe(&client, "awards", "award.*", channel("C2")).await;
        let mails = client.state("mail").await["mails"].as_array().unwrap().len();
        for (id, name) in [("p1", "Yoga"), ("p2", "Sauna"), ("p1", "Yoga")] {
            client.happen("perk.added", json!({"id": id, "name": name})).await;
        }
        client.happen("award.team", json!({"id": "a1", "title": "Best team"})).await;
        let paid = json!({"id": "i1", "number": 7, "by": {"name": "Ada"}});
        client.happen("invoice.paid", paid).await;
        client.happen("wallet.funded", points("w1", "aino@demo.example", 50)).await;
        let general = client.said_times("slack", "C1", 3).await;
        let said: Vec<_> = general.iter().map(|it| text(&it["text"])).collect();
        assert!(said.iter().any(|it| it.contains("Invoice 7 was paid by Ada.")), "{said:#?}");
        client.said_times("slack", "C2", 3).await;
        client.rest_of_events().await;
        assert_eq!(client.said("slack", "C1").await.len(), 3);
        assert_eq!(client.said("slack", "C2").await.len(), 3);
        for person in ["U1", "U2", "U3"] {
            assert!(client.said("slack", person).await.is_empty(), "nobody asked for that");
        }
        let now = client.state("mail").await["mails"].as_array().unwrap().len();
        assert_eq!(now, mails, "no mail");
    });
}

/// One engine for all: the same event by mail and by a signed call to the company's own address.
#[test]
fn the_same_event_goes_by_mail_and_webhook() {
    run(async {
        let client = Client::new("g01c").await;
        client.perks().await;
        let person = json!({"name": "Ada", "emails": ["ada@g01c.example"], "locale": "it"});
        client.ok("PUT", "/people/ada", person).await;
        let mail = json!({"kind": "email", "to": "subject"});
        subscribe(&client, "mail", "wallet.funded", mail).await;
        let hook = json!({"kind": "webhook", "address": client.sim_url("/nowhere/hook")});
        let body = json!({"event": "wallet.funded", "destination": hook});
        let made = client.ok("PUT", "/subscriptions/hook", body).await;
        assert!(text(&made["signing_secret"]).starts_with("whsec_"), "shown once: {made:#}");
        let again = client.get("/subscriptions/hook").await;
        assert!(again.get("signing_secret").is_none(), "{again:#}");
        client.settings_are_known().await;
        let data = json!({"id": "1", "subject": {"person": "ada"}, "amount": 50, "unit": "punti"});
        client.happen("wallet.funded", data).await;
        let mails = client.mails("ada@g01c.example", 1).await;
        assert!(text(&mails[0]["text"]).contains("50 punti"), "{mails:#?}");
        // Nothing answers there, and that shows at the subscription.
        let fault = async || client.get("/subscriptions/hook").await["fault"].clone();
        client.until("a fault", async || !fault().await.is_null()).await;
        assert_eq!(fault().await["code"], "webhook_refused");
    });
}
