//! The same in Teams: a bot that an administrator lets in, or a workflow's address for a channel.

use convoke_tests::live::chat::teams_of;
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{points, subscribe};

const AINO: &str = "a1b2c3d4-0000-4000-8000-000000000001";

fn dm() -> Value {
    json!({"kind": "dm", "provider": "teams"})
}

fn channel(id: &str) -> Value {
    json!({"kind": "channel", "provider": "teams", "channel": id})
}

async fn person(client: &Client, name: &str) -> String {
    let state = client.state("teams").await;
    let users = state["users"].as_array().unwrap();
    let found = users.iter().find(|it| text(&it["email"]).starts_with(name));
    text(&found.unwrap_or_else(|| panic!("{state:#}"))["id"])
}

/// G01, G10, G28: let in by an administrator, told privately, also whoever has not met the bot yet; asked in
/// words, answered privately.
#[test]
fn teams_is_told_and_answers() {
    run(async {
        let client = Client::new("g28t").await;
        let _teams = teams_of(&client, 1).await;
        client.perks().await;
        let begun = client.ok("POST", "/connections/teams/authorize", Value::Null).await;
        assert!(text(&begun["url"]).contains("/adminconsent?"), "{begun}");
        let page = client.connect_chat("teams").await;
        assert_eq!(page.status, 200, "{page:?}");
        let connection = client.get("/connections/teams").await;
        assert_eq!(
            (&connection["state"], &connection["kind"]),
            (&json!("active"), &json!("admin_consent"))
        );
        subscribe(&client, "points", "wallet.funded", dm()).await;
        let (aino, matti) = (person(&client, "aino").await, person(&client, "matti").await);
        assert_eq!(aino, AINO);
        for email in ["aino@demo.example", "matti@demo.example"] {
            client.happen("wallet.funded", points(email, email, 50)).await;
        }
        for user in [&aino, &matti] {
            let said = client.said_times("teams", user, 1).await;
            assert!(text(&said[0]["text"]).contains("50 punti"), "{said:#?}");
            assert!(said[0]["card"].is_object(), "{said:#?}");
        }
        let secret = client.balance_source().await["signing_secret"].clone();
        client.settings_are_known().await;
        let balances = json!({"aino@demo.example": {"amount": 120, "unit": "punti"}});
        client.put_state("balance", &json!({"balances": balances, "signing_secret": secret})).await;
        assert_eq!(client.teams_message(&aino, "Quanti punti ho?").await.status, 200);
        let said = client.said_times("teams", &aino, 2).await;
        assert!(text(&said[1]["text"]).contains("120 punti"), "{said:#?}");
    });
}

/// G32, G33: a team that the bot is not in, and a private channel, are told apart.
#[test]
fn channels_of_teams_say_what_they_lack() {
    run(async {
        let client = Client::new("g32t").await;
        let _teams = teams_of(&client, 2).await;
        client.perks().await;
        assert_eq!(client.connect_chat("teams").await.status, 200);
        let state = client.state("teams").await;
        let id = |private: bool, bot_in: bool| {
            let all = state["channels"].as_array().unwrap().iter();
            let mut fits = all.filter(|it| it["private"] == private && it["bot_in"] == bot_in);
            text(&fits.next().unwrap_or_else(|| panic!("{state:#}"))["id"])
        };
        for (name, at) in
            [("in", id(false, true)), ("out", id(false, false)), ("private", id(true, true))]
        {
            subscribe(&client, name, "perk.added", channel(&at)).await;
        }
        client.happen("perk.added", json!({"id": "p1", "name": "Yoga"})).await;
        let said = client.said_times("teams", &id(false, true), 1).await;
        assert!(text(&said[0]["text"]).contains("Yoga"), "{said:#?}");
        for (name, code) in
            [("out", "bot_not_in_channel"), ("private", "private_channel_unsupported")]
        {
            let path = format!("/subscriptions/{name}");
            let fault = async || client.get(&path).await["fault"].clone();
            client.until("a fault", async || !fault().await.is_null()).await;
            assert_eq!(fault().await["code"], code, "{:#}", fault().await);
        }
    });
}

/// G27: an activity that the connector did not sign, for another bot, or that names another address than its
/// token, is not heard.
#[test]
fn forged_activities_are_not_heard() {
    run(async {
        let client = Client::new("g27t").await;
        let _teams = teams_of(&client, 3).await;
        let state = client.state("teams").await;
        let (key, app) = (text(&state["bot_signing_key"]), text(&state["app"]["client_id"]));
        let now = jiff::Timestamp::now();
        let (one, other) = ("https://smba.example/emea/", "https://evil.example/");
        let token = |app: &str, service: &str, at| {
            convoke_local::sim::teams::bot_token(&key, app, service, at).unwrap()
        };
        let good = token(&app, one, now);
        let status = async |token: &str, service: &str| {
            client.teams_activity(AINO, "balance", token, service).await.status
        };
        assert_eq!(status(&good, one).await, 200);
        assert_eq!(status(&good, other).await, 401, "another address");
        assert_eq!(status(&token("another-bot", one, now), one).await, 401);
        let old = now - std::time::Duration::from_hours(3);
        assert_eq!(status(&token(&app, one, old), one).await, 401, "an old token");
        let mut bent = good.clone();
        bent.replace_range(
            good.len() - 6..good.len() - 5,
            if good.ends_with('A') { "B" } else { "A" },
        );
        let is_other = bent != good;
        assert!(!is_other || status(&bent, one).await == 401, "a bent signature");
        assert_eq!(client.anonymous("POST", "/v1/chat/teams").await.status, 401);
        assert_eq!(client.anonymous("POST", "/v1/chat/irc").await.status, 404);
    });
}

/// A workflow's address is the simple way to a channel, and never shown again.
#[test]
fn a_workflow_posts_to_its_channel() {
    run(async {
        let client = Client::new("g01w").await;
        let _teams = teams_of(&client, 4).await;
        client.perks().await;
        let state = client.state("teams").await;
        let workflow = &state["workflows"][0];
        let url =
            format!("/teams/workflows/{}?sig={}", text(&workflow["id"]), text(&workflow["sig"]));
        let channels = json!({"news": client.sim_url(&url)});
        let body = json!({"kind": "workflow", "channels": channels});
        let shown = client.ok("PUT", "/connections/teams", body).await;
        assert_eq!(shown["channels"], json!({"news": "•••"}), "{shown:#}");
        subscribe(&client, "news", "perk.added", channel("news")).await;
        subscribe(&client, "gone", "perk.added", channel("no-such")).await;
        client.happen("perk.added", json!({"id": "p1", "name": "Yoga"})).await;
        let said = client.said_times("teams", &text(&workflow["channel"]), 1).await;
        assert!(text(&said[0]["text"]).contains("Yoga"), "{said:#?}");
        let fault = async || client.get("/subscriptions/gone").await["fault"].clone();
        client.until("a fault", async || !fault().await.is_null()).await;
        assert_eq!(fault().await["code"], "channel_not_found");
    });
}
