//! Applicants from job boards: a recruiter's team connects its applicant system and a board, the clock comes to nine
//! o'clock, and the applicants are where they belong. Whoever applied twice is noticed; one mail tells of it.

use jiff::{Span, Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::client::Client;
use super::{Stage, StoryFault, expect, say};

/// The story's tenant.
const TENANT: &str = "aoyama";
const RECRUITER: &str = "saiyo@aoyama.example";
/// The simulated applicant system's token.
const TOKEN: &str = "hrmos-demo-token";
const ZONE: &str = "Asia/Tokyo";

struct Play<'a> {
    client: Client<'a>,
    /// Tells this run's applicants from those of earlier ones.
    run: i64,
    /// Nine o'clock in Tokyo, the next time it comes.
    nine: Timestamp,
}

/// Plays the story.
pub(super) async fn play(stage: &Stage) -> Result<(), StoryFault> {
    let run = Timestamp::now().as_millisecond();
    let play = Play { client: Client::new(stage)?, run, nine: nine()? };
    say("\n  Applicants from job boards");
    say("  --------------------------");
    play.set_up().await?;
    play.scheduled().await?;
    play.pushed().await?;
    play.told().await
}

/// The next time that it is nine in Tokyo.
fn nine() -> Result<Timestamp, StoryFault> {
    let fault = |error: jiff::Error| StoryFault::new(error.to_string());
    let now = Timestamp::now().in_tz(ZONE).map_err(fault)?;
    let days: Span = if now.hour() < 9 { 0.days() } else { 1.day() };
    let day = now.date().checked_add(days).map_err(fault)?;
    let nine = day.at(9, 0, 0, 0).in_tz(ZONE).map_err(fault)?;
    Ok(nine.timestamp())
}

impl Play<'_> {
    fn login(&self) -> String {
        format!("saiyo-{}", self.run)
    }

    async fn set_up(&self) -> Result<(), StoryFault> {
        let tenant = json!({
            "name": "株式会社青山", "time_zone": ZONE, "locale": "ja", "profile": "applicant-import",
            "contact": {"name": "採用担当", "email": RECRUITER}
        });
        self.client.put(&path(""), &tenant).await?;
        self.client.put(&path("/connections/hrmos"), &json!({"token": TOKEN})).await?;
        let recipients = json!({"to": [RECRUITER], "cc": ["saiyo-team@aoyama.example"]});
        self.client.put(&path("/result-recipients"), &recipients).await?;
        let rule = json!({"source_format": "HRMOS応募情報フォーマット", "position_name": "法人営業",
                          "job": "sales-tokyo", "priority": 1});
        self.client.put(&path("/routing-rules/sales"), &rule).await?;
        self.applicants().await?;
        let account = json!({"medium": "AMBI", "login": self.login(), "password": "right", "enabled": true,
                             "times": ["09:00"], "time_zone": ZONE});
        let saved = self.client.put(&path(&self.account()), &account).await?;
        say(format!("  set up     {}: asked every day at 09:00, {ZONE}", text(&saved["label"])));
        self.client.post(&path(&format!("{}/check-login", self.account()))).await?;
        self.until_account("login_state", "verified").await?;
        say("  checked    the board accepts the login, the applicant system the token");
        Ok(())
    }

    fn account(&self) -> String {
        format!("/import-accounts/ambi-{}", self.run)
    }

    /// Puts three applications onto the simulated board: two are one person's, by name, address and number.
    async fn applicants(&self) -> Result<(), StoryFault> {
        let state = self.client.state("media").await?;
        let list = |key: &str| state[key].as_array().cloned().unwrap_or_default();
        let (mut accounts, mut all) = (list("accounts"), list("applicants"));
        accounts.push(json!({"medium": "ambi", "login": self.login(), "password": "right"}));
        let mine = format!("taro-{}@applicant.example", self.run);
        let rows = [
            ("1", "山田太郎", mine.as_str(), "090-1234-5678", "法人営業", "1"),
            ("2", "山田　太郎", mine.as_str(), "+81 90 1234 5678", "経理", "0"),
            ("3", "髙橋花子", "hanako@applicant.example", "", "法人営業", "0"),
        ];
        for (n, name, email, phone, position, way) in rows {
            all.push(json!({
                "medium": "ambi", "login": self.login(), "id": format!("{}-{n}", self.run),
                "applied_at": Timestamp::now().to_string(),
                "fields": {"氏名": name, "メールアドレス": email, "電話番号": phone,
                           "ポジション名": position, "エントリー経路": way},
            }));
        }
        self.client.put_state("media", &json!({"accounts": accounts, "applicants": all})).await
    }

    async fn until_account(&self, field: &str, value: &str) -> Result<(), StoryFault> {
        self.client
            .until(&format!("{field} {value}"), async || {
                let account = self.client.get(&path(&self.account())).await?.body;
                Ok((account[field] == value).then_some(()))
            })
            .await
    }

    async fn scheduled(&self) -> Result<(), StoryFault> {
        self.client.tick(self.nine).await?;
        let slot = self.nine.to_string();
        let list = path(&format!("/runs?account=ambi-{}", self.run));
        let run = self
            .client
            .until("the run of nine o'clock", async || {
                let runs = self.client.get(&list).await?.body;
                let items = runs["items"].as_array().cloned().unwrap_or_default();
                Ok(items
                    .into_iter()
                    .find(|run| run["slot"] == *slot && run["state"] == "succeeded"))
            })
            .await?;
        let counts = &run["counts"];
        expect(counts["new"] == 3 && counts["delivered"] == 3, || format!("the run: {run}"))?;
        // The same tick again, as EventBridge may do.
        self.client.tick(self.nine).await?;
        let registered = self.registered(&format!("{}-", self.run)).await?;
        expect(registered.len() == 3, || format!("{} were registered", registered.len()))?;
        say(
            "  nine       the clock ticks, twice: one run, three applications, each registered once",
        );
        for row in &registered {
            let job = row["job"].as_str().unwrap_or("(holding area)");
            say(format!("               {}  →  {job}", text(&row["route"])));
        }
        let pairs = self.client.get(&path("/duplicates?limit=200")).await?.body;
        let pairs = pairs["items"].as_array().cloned().unwrap_or_default();
        let pair = pairs.iter().find(|pair| pair["reasons"].to_string().contains("phone"));
        let reasons = pair.map(|pair| pair["reasons"].to_string()).unwrap_or_default();
        expect(pair.is_some(), || format!("no pair was noticed: {pairs:?}"))?;
        say(format!(
            "  noticed    two of them may be one person, by {reasons}; nobody was dropped"
        ));
        Ok(())
    }

    async fn pushed(&self) -> Result<(), StoryFault> {
        let account = format!("youtrust-{}", self.run);
        self.client
            .put(&path(&format!("/import-accounts/{account}")), &json!({"medium": "YOUTRUST"}))
            .await?;
        let body = json!({"name": "YOUTRUST", "scopes": ["push"], "account": account});
        let token = text(&self.client.post_body(&path("/tokens"), &body).await?["token"]);
        let id = format!("y-{}", self.run);
        let applicant = json!({"external_id": id, "kind": "scout_first_reply", "name": "即時返信",
                               "email": "reply@applicant.example"});
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("authorization", format!("Bearer {token}")),
        ];
        let answer =
            self.client.hook("/v1/push/youtrust", &headers, &applicant.to_string()).await?;
        expect(answer.status == 202, || format!("the push was answered {}", answer.status))?;
        self.client
            .until("the pushed applicant", async || {
                let found = self.registered(&id).await?;
                Ok((!found.is_empty()).then_some(()))
            })
            .await?;
        say("  pushed     a reply to a scout at YOUTRUST: at the applicant system within moments");
        Ok(())
    }

    async fn registered(&self, prefix: &str) -> Result<Vec<Value>, StoryFault> {
        let state = self.client.state("hrmos").await?;
        let all = state["applications"].as_array().cloned().unwrap_or_default();
        Ok(all.into_iter().filter(|it| text(&it["external_id"]).starts_with(prefix)).collect())
    }

    async fn told(&self) -> Result<(), StoryFault> {
        let saved = self.client.get(&path(&self.account())).await?.body;
        let label = text(&saved["label"]);
        let mail = self
            .client
            .until("the mail about the run", async || {
                let state = self.client.state("mail").await?;
                let mails = state["mails"].as_array().cloned().unwrap_or_default();
                let about = mails.into_iter().rev().find(|mail| {
                    mail["to"].to_string().contains(RECRUITER)
                        && text(&mail["text"]).contains(&label)
                });
                Ok(about)
            })
            .await?;
        say(format!(
            "  told       one mail to {RECRUITER} and the team: {}",
            text(&mail["subject"])
        ));
        for line in text(&mail["text"]).lines().filter(|line| !line.trim().is_empty()) {
            say(format!("               {line}"));
        }
        Ok(())
    }
}

fn path(rest: &str) -> String {
    format!("/v1/tenants/{TENANT}{rest}")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
