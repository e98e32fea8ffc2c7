//! What people ask in chats.

use convoke_tests::live::chat::slack_of;
use convoke_tests::live::{Client, run, text};
use serde_json::json;

use super::connected;

/// G27, G29, G30, G31: a slash command is acknowledged at once and answered to who asked alone, with the
/// number as it is at that moment.
#[test]
fn a_balance_is_told_to_who_asked_and_read_at_that_moment() {
    run(async {
        let client = Client::new("g27").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        let made = client.balance_source().await;
        let secret = text(&made["signing_secret"]);
        assert!(secret.starts_with("whsec_"), "shown once: {made:#}");
        client.settings_are_known().await;
        for (n, amount) in [(1, 120), (2, 80)] {
            let balances = json!({"aino@demo.example": {"amount": amount, "unit": "punti"}});
            let state = json!({"balances": balances, "signing_secret": secret});
            client.put_state("balance", &state).await;
            let begun = std::time::Instant::now();
            let answer = client.command("U1", "balance").await;
            assert_eq!((answer.status, &answer.body), (200, &json!("")), "{answer:?}");
            assert!(begun.elapsed().as_secs() < 3, "Slack waits no longer");
            let said = client.said_times("slack", "U1", n).await;
            assert!(text(&said[n - 1]["text"]).contains(&format!("{amount} punti")), "{said:#?}");
        }
        let all = client.state("slack").await;
        let public = all["messages"].as_array().unwrap().iter().any(|it| it["visible_to"] == "all");
        assert!(!public, "nobody else reads it: {all:#}");
        let posts = client.requests("slack").await;
        let whispers = posts.iter().filter(|it| text(&it["path"]).starts_with("/response/"));
        assert!(whispers.into_iter().all(|it| it["body"]["response_type"] == "ephemeral"));
    });
}

/// G27, G29: what is not signed is not heard; a source that is down is said to be down, and no old number
/// is told; a stranger gets none.
#[test]
fn no_number_where_none_is_known() {
    run(async {
        let client = Client::new("g29").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        let body = "team_id=TG29&user_id=U1&command=%2Fperks&text=balance&trigger_id=1";
        let form = "application/x-www-form-urlencoded";
        let forged = client.slack("/v1/chat/slack", form, body, "another secret").await;
        assert_eq!((forged.status, &forged.body["code"]), (401, &json!("signature_mismatch")));
        client.command("U1", "balance").await;
        let said = client.said_times("slack", "U1", 1).await;
        assert!(text(&said[0]["text"]).contains("Hoitola Aalto"), "not set up: {said:#?}");
        let secret = client.balance_source().await["signing_secret"].clone();
        client.settings_are_known().await;
        let balances = json!({"aino@demo.example": {"amount": 120, "unit": "punti"},
                              "liisa@demo.example": {"amount": 9, "unit": "punti"}});
        let state = json!({"balances": balances, "signing_secret": secret});
        client.put_state("balance", &state).await;
        client.command("U1", "balance").await;
        let said = client.said_times("slack", "U1", 2).await;
        assert!(text(&said[1]["text"]).contains("120"), "{said:#?}");
        let down = json!({"provider": "balance", "method": "GET", "path": "/", "times": 1,
                          "status": 500});
        client.fault(&down).await;
        client.command("U1", "saldo").await;
        let said = client.said_times("slack", "U1", 3).await;
        assert!(!text(&said[2]["text"]).contains("120"), "an old number: {said:#?}");
        // Liisa is in the workspace and in the source, but nobody here knows her.
        client.command("U3", "balance").await;
        let said = client.said_times("slack", "U3", 1).await;
        assert!(!text(&said[0]["text"]).contains('9'), "{said:#?}");
        // Whom somebody has mapped to another account is not the one with the same address.
        client.ok("PUT", "/people/matti/links/slack", json!({"external_id": "U3"})).await;
        client.settings_are_known().await;
        let balances = json!({"matti@demo.example": {"amount": 77, "unit": "punti"}});
        client.put_state("balance", &json!({"balances": balances})).await;
        client.command("U2", "balance").await;
        let said = client.said_times("slack", "U2", 1).await;
        assert!(!text(&said[0]["text"]).contains("77"), "{said:#?}");
        client.command("U3", "balance").await;
        let said = client.said_times("slack", "U3", 2).await;
        assert!(text(&said[1]["text"]).contains("77"), "{said:#?}");
    });
}

/// G28: questions in words, to the bot, privately answered; what it does not understand gets help.
#[test]
fn the_bot_is_asked_in_words() {
    run(async {
        let client = Client::new("g28").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        let secret = client.balance_source().await["signing_secret"].clone();
        client.settings_are_known().await;
        let balances = json!({"aino@demo.example": {"amount": 120, "unit": "punti"}});
        let state = json!({"balances": balances, "signing_secret": secret});
        client.put_state("balance", &state).await;
        let mention = json!({"type": "app_mention", "user": "U1", "channel": "C2",
                             "text": "<@UB> Quanti punti ho?"});
        assert_eq!(client.slack_event(mention).await.status, 200);
        let said = client.said_times("slack", "U1", 1).await;
        assert!(text(&said[0]["text"]).contains("120 punti"), "{said:#?}");
        assert!(
            text(&said[0]["text"]).contains("saldo"),
            "in the language of the question: {said:#?}"
        );
        let other = json!({"type": "message", "channel_type": "im", "user": "U1", "channel": "D1",
                           "text": "What is the weather like?"});
        client.slack_event(other).await;
        let said = client.said_times("slack", "U1", 2).await;
        assert!(text(&said[1]["text"]).contains("balance"), "help: {said:#?}");
        assert!(client.said("slack", "C2").await.is_empty(), "nothing in the channel");
    });
}

/// G29, G30: where the address that came with the command can't be reached, the bot answers, and who asked
/// still reads it alone.
#[test]
fn an_address_that_cannot_be_reached_costs_nobody_the_answer() {
    run(async {
        let client = Client::new("g29c").await;
        let _slack = slack_of(&client).await;
        connected(&client).await;
        let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        for nowhere in [format!("http://{closed}/commands/1"), "no address".to_owned()] {
            let before = client.said("slack", "U1").await.len();
            let heard = client.command_answered_at("U1", "help", &nowhere).await;
            assert_eq!(heard.status, 200, "{heard:?}");
            let said = client.said_times("slack", "U1", before + 1).await;
            assert!(text(&said[before]["text"]).contains("/perks"), "{said:#?}");
        }
    });
}
