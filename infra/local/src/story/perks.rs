//! Perks in the chat: an administrator lets the application into Slack, points reach the person they are for,
//! a new perk is announced, and somebody asks how much is left.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::bodies::standard_headers;
use super::client::Client;
use super::{Stage, StoryFault, expect, say};
use crate::sim::slack::sign;

/// The story's tenant.
const TENANT: &str = "corte-verde";
/// What the story's perks system signs with.
const HOOK_SECRET: &str = "whsec_Y29ydGUtdmVyZGUtZGVtby1zZWNyZXQtMDAwMDAx";
const EMPLOYEE: &str = "aino@demo.example";
/// The employee and the channel in the simulated workspace.
const ACCOUNT: &str = "U0DEMO00001";
const CHANNEL: &str = "C0DEMO00002";

struct Play<'a> {
    client: Client<'a>,
    sims: &'a str,
    /// Tells this run's events from those of earlier ones.
    run: i64,
}

/// Plays the story.
pub(super) async fn play(stage: &Stage) -> Result<(), StoryFault> {
    let client = Client::new(stage)?;
    let run = Timestamp::now().as_millisecond();
    let play = Play { client, sims: &stage.sims, run };
    say("\n  Perks in the chat");
    say("  -----------------");
    play.set_up().await?;
    play.points().await?;
    play.announcement().await?;
    play.question().await
}

impl Play<'_> {
    async fn set_up(&self) -> Result<(), StoryFault> {
        let tenant = json!({
            "name": "Corte Verde", "time_zone": "Europe/Rome", "locale": "it",
            "profile": "perks-chat",
            "contact": {"name": "HR", "email": "hr@corte-verde.example"}
        });
        self.client.put(&path(""), &tenant).await?;
        let person = json!({"name": "Aino Koskinen", "emails": [EMPLOYEE], "locale": "it"});
        self.client.put(&path("/people/aino"), &person).await?;
        let source = json!({"kind": "standard", "secret": HOOK_SECRET});
        self.client.put(&path("/sources/perks"), &source).await?;
        let news = json!({"event": "perk.added", "destination":
            {"kind": "channel", "provider": "slack", "channel": CHANNEL}});
        self.client.put(&path("/subscriptions/news"), &news).await?;
        let begun = self.client.post(&path("/connections/slack/authorize")).await?;
        let consented = self.client.browse(&text(&begun["url"])).await?.location;
        let back = consented.ok_or_else(|| StoryFault::new("Slack's page led nowhere"))?;
        let page = self.client.browse(&back).await?;
        expect(page.status == 200, || format!("the landing page answered {}", page.status))?;
        say("  set up     tenant, perks system's hook, who is told of what");
        say("  connected  an administrator let the application into the Slack workspace");
        let report = self.client.post(&path("/links/slack/sync")).await?;
        let matched = report["matched"].as_array().is_some_and(|all| all.contains(&json!("aino")));
        expect(matched, || format!("nobody was matched: {report}"))?;
        say("  matched    people by exactly their mail addresses");
        Ok(())
    }

    async fn points(&self) -> Result<(), StoryFault> {
        let points = json!({
            "id": format!("grant-{}", self.run), "subject": {"email": EMPLOYEE},
            "amount": 50, "unit": "punti", "balance": 120,
        });
        // Twice, as senders do.
        self.tell("wallet.funded", &points).await?;
        self.tell("wallet.funded", &points).await?;
        let told = self.told(&json!([ACCOUNT]), "50 punti").await?;
        say("  points     50 points for one employee, sent twice: one private message in Slack");
        for line in told.lines() {
            say(format!("               {line}"));
        }
        Ok(())
    }

    async fn announcement(&self) -> Result<(), StoryFault> {
        let name = format!("Corso di yoga {}", self.run % 1_000);
        let perk = json!({"id": format!("perk-{}", self.run), "name": name});
        self.tell("perk.added", &perk).await?;
        self.told(&json!("all"), &name).await?;
        say("  announced  a new perk: one post in the channel, and no mail to anybody");
        Ok(())
    }

    async fn question(&self) -> Result<(), StoryFault> {
        let answer = json!({"url": format!("{}/balance", self.sims)});
        self.client.put(&path("/answers/balance"), &answer).await?;
        // A number that no earlier run has told.
        let amount = 100 + self.run % 900;
        let balances = json!({
            "balances": {EMPLOYEE: {"amount": amount, "unit": "punti"}}, "signing_secret": null
        });
        self.client.put_state("balance", &balances).await?;
        self.ask("balance").await?;
        let wanted = format!("{amount} punti");
        let said = self.told(&json!([ACCOUNT]), &wanted).await?;
        say("  asked      /perks balance: acknowledged at once, answered to who asked alone");
        say(format!("               {said}"));
        Ok(())
    }

    /// A slash command, signed as Slack signs.
    async fn ask(&self, what: &str) -> Result<(), StoryFault> {
        let slack = self.client.state("slack").await?;
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("team_id", &text(&slack["team_id"]))
            .append_pair("user_id", ACCOUNT)
            .append_pair("command", "/perks")
            .append_pair("text", what)
            .append_pair("response_url", &format!("{}/slack/response/{ACCOUNT}", self.sims))
            .append_pair("trigger_id", &self.run.to_string())
            .finish();
        let at = Timestamp::now().as_second();
        let signature = sign(&text(&slack["signing_secret"]), at, body.as_bytes());
        let headers = [
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("x-slack-request-timestamp", at.to_string()),
            ("x-slack-signature", signature),
        ];
        let answer = self.client.hook("/v1/chat/slack", &headers, &body).await?;
        expect(answer.status == 200, || format!("the command was answered {}", answer.status))
    }

    async fn tell(&self, kind: &str, data: &Value) -> Result<(), StoryFault> {
        let now = Timestamp::now();
        let body = json!({"type": kind, "timestamp": now.to_string(), "data": data}).to_string();
        let headers = standard_headers(HOOK_SECRET, now, &body);
        let path = format!("/v1/hooks/{TENANT}/perks");
        let answer = self.client.hook(&path, &headers, &body).await?;
        let queued = answer.status == 200 && answer.body["status"] == "queued";
        expect(queued, || format!("the hook answered {}: {}", answer.status, answer.body))
    }

    /// The latest message that only these can see and that holds this.
    async fn told(&self, visible_to: &Value, holds: &str) -> Result<String, StoryFault> {
        self.client
            .until(&format!("a message with {holds}"), async || {
                let state = self.client.state("slack").await?;
                let all = state["messages"].as_array().cloned().unwrap_or_default();
                let found = all.iter().rev().find(|message| {
                    message["visible_to"] == *visible_to && text(&message["text"]).contains(holds)
                });
                Ok(found.map(|message| text(&message["text"])))
            })
            .await
    }
}

fn path(rest: &str) -> String {
    format!("/v1/tenants/{TENANT}{rest}")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
