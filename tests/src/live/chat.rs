//! What tests of chats need: a Slack workspace or a Teams directory of their own, what was said there, and
//! the voices of people who ask.

use convoke::domain::business::BusinessEvent;
use convoke::queue::Envelope;
use convoke_local::sim::{slack, teams};
use convoke_local::stack::Stack;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};

use super::{Answer, Client, answer, text};

/// The simulated Slack is one workspace, so one test at a time has it.
static SLACK: Mutex<()> = Mutex::const_new(());
/// And the simulated Teams one directory.
static TEAMS: Mutex<()> = Mutex::const_new(());
/// As the simulator signs.
const SIGNING_SECRET: &str = "slack-signing-secret-demo";
/// The service address that activities name.
const SERVICE: &str = "https://smba.example/emea/";

/// The simulated Slack, all for one test: a workspace that nobody has connected, with three people and four
/// channels, in which nothing was said.
pub async fn slack_of(client: &Client) -> MutexGuard<'static, ()> {
    let guard = SLACK.lock().await;
    let team = format!("T{}", client.tenant.to_uppercase());
    let state = json!({
        "team_id": team, "enterprise": null, "rotation": false, "revoked": false,
        "consent": {}, "messages": [],
        "scopes": ["chat:write", "chat:write.public", "im:write", "users:read", "users:read.email",
                   "commands"],
        "users": [
            {"id": "U1", "email": "aino@demo.example", "deleted": false, "bot": false},
            {"id": "U2", "email": "matti@demo.example", "deleted": false, "bot": false},
            {"id": "U3", "email": "liisa@demo.example", "deleted": false, "bot": false},
        ],
        "channels": [
            {"id": "C1", "name": "general", "private": false, "bot_in": false},
            {"id": "C2", "name": "announcements", "private": false, "bot_in": true},
            {"id": "C3", "name": "secret", "private": true, "bot_in": false},
            {"id": "C9", "name": "last", "private": false, "bot_in": true},
        ],
    });
    client.put_state("slack", &state).await;
    client.clear_faults("slack").await;
    guard
}

/// The simulated Teams, all for one test. Its directory is the simulator's own, so whoever has it lets it go
/// by leaving the tenant connected: the next test takes a new directory's id.
pub async fn teams_of(client: &Client, n: u32) -> MutexGuard<'static, ()> {
    let guard = TEAMS.lock().await;
    let directory = format!("6f0c2f5a-0000-4000-8000-{n:012x}");
    let state = json!({"team_id": directory, "consent": {}, "messages": []});
    client.put_state("teams", &state).await;
    client.clear_faults("teams").await;
    guard
}

impl Client {
    /// A tenant of the perks product: people `aino` and `matti`, who are in the simulated workspaces, a
    /// source `booking` of kind standard, and nothing subscribed.
    pub async fn perks(&self) {
        let tenant = json!({
            "name": "Hoitola Aalto", "locale": "en", "time_zone": "Europe/Helsinki",
            "contact": {"name": "Liisa", "email": format!("liisa@{}.example", self.tenant)},
        });
        self.ok("PUT", "", tenant).await;
        for (id, name) in [("aino", "Aino Koskinen"), ("matti", "Matti Virtanen")] {
            let person = json!({"name": name, "emails": [format!("{id}@demo.example")]});
            self.ok("PUT", &format!("/people/{id}"), person).await;
        }
        let source = json!({"kind": "standard", "secret": super::STANDARD_SECRET});
        self.ok("PUT", "/sources/booking", source).await;
        self.ok("PUT", "/event-types/all.told", json!({"visibility": "public"})).await;
        let last = json!({"kind": "channel", "provider": "slack", "channel": "C9"});
        let body = json!({"event": "all.told", "destination": last});
        self.ok("PUT", "/subscriptions/last", body).await;
        self.settings_are_known().await;
    }

    /// Waits until an event that is posted now has been told, and so those before it, or nearly: what one of
    /// them says too much shows at the latest when the next test of a count comes.
    pub async fn rest_of_events(&self) {
        let before = self.said("slack", "C9").await.len();
        let id = Timestamp::now().as_nanosecond().to_string();
        self.happen("all.told", json!({"id": id, "title": id})).await;
        self.said_times("slack", "C9", before + 1).await;
    }

    /// An address of the simulators.
    #[must_use]
    pub fn sim_url(&self, path: &str) -> String {
        format!("{}{path}", self.sim)
    }

    /// Lets the application into the platform, by the browser.
    pub async fn connect_chat(&self, platform: &str) -> Answer {
        let begun =
            self.ok("POST", &format!("/connections/{platform}/authorize"), Value::Null).await;
        let page = self.browse(&text(&begun["url"])).await;
        assert_eq!(page.status, 302, "{page:?}");
        self.browse(page.headers["location"].to_str().unwrap()).await
    }

    /// Posts a business event with a token.
    pub async fn happen(&self, kind: &str, data: Value) -> Answer {
        self.call("POST", "/events", Some(&json!({"type": kind, "data": data}))).await
    }

    /// How much was said at a platform altogether.
    pub async fn said_in_all(&self, platform: &str) -> usize {
        self.state(platform).await["messages"].as_array().unwrap().len()
    }

    /// An announcement as it lies in the queue of events.
    #[must_use]
    pub fn announcement(&self, n: usize) -> String {
        let given = format!("n{n}");
        let event = BusinessEvent {
            id: BusinessEvent::id_of(&self.tenant, "perk.added", &given),
            tenant: self.tenant.clone(),
            kind: "perk.added".to_owned(),
            at: Timestamp::now(),
            subject: None,
            data: [("name".to_owned(), format!("Perk {n}"))].into(),
        };
        serde_json::to_string(&Envelope::new("crowd", event)).unwrap()
    }

    /// Puts messages of the tenant into a queue, ten to a request, as the functions do.
    pub async fn enqueue_all(&self, stack: &Stack, queue: &str, bodies: &[String]) {
        let url = stack.aws().queue_url(queue);
        for batch in bodies.chunks(10) {
            let entry = |(n, body): (usize, &String)| json!({"Id": n.to_string(), "MessageBody": body, "MessageGroupId": self.tenant});
            let entries: Vec<_> = batch.iter().enumerate().map(entry).collect();
            let message = json!({"QueueUrl": url, "Entries": entries});
            let request = self
                .http
                .post(&stack.addresses().aws)
                .header("x-amz-target", "AmazonSQS.SendMessageBatch")
                .header("content-type", "application/x-amz-json-1.0");
            let sent = answer(request.body(message.to_string())).await;
            assert_eq!(sent.status, 200, "{sent:?}");
        }
    }

    /// What was said at a platform, by channel or by who alone can see it.
    pub async fn said(&self, platform: &str, place: &str) -> Vec<Value> {
        let state = self.state(platform).await;
        let all = state["messages"].as_array().unwrap();
        let is_there = |it: &&Value| it["channel"] == place || it["visible_to"] == json!([place]);
        all.iter().filter(is_there).cloned().collect()
    }

    /// The same once there are at least so many.
    pub async fn said_times(&self, platform: &str, place: &str, count: usize) -> Vec<Value> {
        let what = format!("{count} messages in {place}");
        self.until(&what, async || self.said(platform, place).await.len() >= count).await;
        self.said(platform, place).await
    }

    /// A slash command of somebody in the simulated workspace.
    pub async fn command(&self, user: &str, asked: &str) -> Answer {
        let answer_to = format!("{}/slack/response/{user}", self.sim);
        self.command_answered_at(user, asked, &answer_to).await
    }

    /// The same with the address that late answers go to.
    pub async fn command_answered_at(&self, user: &str, asked: &str, answer_to: &str) -> Answer {
        let team = self.state("slack").await["team_id"].as_str().unwrap().to_owned();
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("team_id", &team)
            .append_pair("user_id", user)
            .append_pair("command", "/perks")
            .append_pair("text", asked)
            .append_pair("response_url", answer_to)
            .append_pair("trigger_id", &format!("{user}.{}", Timestamp::now().as_nanosecond()))
            .finish();
        self.slack("/v1/chat/slack", "application/x-www-form-urlencoded", &body, SIGNING_SECRET)
            .await
    }

    /// Anything that Slack would send, signed with this secret.
    pub async fn slack(&self, path: &str, kind: &str, body: &str, secret: &str) -> Answer {
        let at = Timestamp::now().as_second();
        let signature = slack::sign(secret, at, body.as_bytes());
        let request = self
            .http
            .post(self.url(path))
            .header("content-type", kind)
            .header("x-slack-request-timestamp", at.to_string())
            .header("x-slack-signature", signature);
        answer(request.body(body.to_owned())).await
    }

    /// An event of Slack's, rightly signed.
    pub async fn slack_event(&self, event: Value) -> Answer {
        let team = self.state("slack").await["team_id"].clone();
        let id = format!("Ev{}", Timestamp::now().as_nanosecond());
        let body = json!({
            "type": "event_callback", "team_id": team, "event_id": id,
            "event_time": Timestamp::now().as_second(), "event": event,
        });
        let (path, kind) = ("/v1/providers/slack/events", "application/json");
        self.slack(path, kind, &body.to_string(), SIGNING_SECRET).await
    }

    /// A message of somebody to the bot in Teams, signed as the connector signs.
    pub async fn teams_message(&self, user: &str, asked: &str) -> Answer {
        let state = self.state("teams").await;
        let (key, app) = (text(&state["bot_signing_key"]), text(&state["app"]["client_id"]));
        let token = teams::bot_token(&key, &app, SERVICE, Timestamp::now()).unwrap();
        self.teams_activity(user, asked, &token, SERVICE).await
    }

    /// The same with any token and service address.
    pub async fn teams_activity(
        &self,
        user: &str,
        asked: &str,
        token: &str,
        service: &str,
    ) -> Answer {
        let state = self.state("teams").await;
        let body = json!({
            "type": "message", "id": format!("{}", Timestamp::now().as_nanosecond()),
            "channelId": "msteams", "serviceUrl": service, "text": asked,
            "from": {"id": format!("29:{user}"), "aadObjectId": user},
            "conversation": {"id": "a:1", "conversationType": "personal"},
            "channelData": {"tenant": {"id": state["team_id"]}},
        });
        let request = self.http.post(self.url("/v1/chat/teams")).bearer_auth(token);
        let request = request.header("content-type", "application/json");
        answer(request.body(body.to_string())).await
    }

    /// Forgets what a simulator received.
    pub async fn clear_requests(&self, provider: &str) {
        let url = format!("{}/_sim/requests?provider={provider}", self.sim);
        answer(self.http.delete(url)).await;
    }

    /// Points the tenant's balance at the simulated source.
    pub async fn balance_source(&self) -> Value {
        let body = json!({"url": format!("{}/balance", self.sim)});
        self.ok("PUT", "/answers/balance", body).await
    }

    /// The tenant's failed or waiting deliveries.
    pub async fn deliveries(&self, state: &str) -> Vec<Value> {
        let all = self.get(&format!("/deliveries?state={state}")).await;
        all["items"].as_array().unwrap().clone()
    }
}
