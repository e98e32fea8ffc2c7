//! What tests look at and upset besides the API: the simulators, the clock, the queues.

use std::time::Duration;

use convoke_local::stack::Stack;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Client, answer, text};

impl Client {
    /// A call without a token.
    pub async fn anonymous(&self, method: &str, path: &str) -> Answer {
        answer(self.http.request(method.parse().unwrap(), self.url(path))).await
    }

    /// A call with any bytes as its body.
    pub async fn send(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let request = self.http.request(method.parse().unwrap(), self.url(path));
        let request = request.bearer_auth(&self.token).header("content-type", "application/json");
        answer(request.body(body)).await
    }

    /// Every entry of a list, page by page; `path` has parameters already.
    pub async fn pages(&self, path: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut page = self.get(path).await;
        loop {
            all.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { return all };
            assert!(all.len() < 1_000, "the pages do not end");
            page = self.get(&format!("{path}&cursor={next}")).await;
        }
    }

    /// A GET of any address, without a token: what a browser does with a link.
    pub async fn open(&self, url: &str) -> Answer {
        answer(self.http.get(url)).await
    }

    /// Puts users into the simulated account, besides those that are there.
    pub async fn add_users(&self, count: usize) {
        let mut users = self.state("zoom").await["users"].as_array().unwrap().clone();
        users.extend((0..count).map(|n| {
            json!({"id": format!("u-{n}"), "email": format!("u{n}@users.example"),
                   "status": "active", "type": 2})
        }));
        self.put_state("zoom", &json!({"users": users})).await;
    }

    /// Makes calls to Zoom fail: what goes beyond method and path is in `fault`.
    pub async fn zoom_fault(&self, method: &str, path: &str, fault: Value) {
        let mut whole = json!({"provider": "zoom", "method": method, "path": path});
        whole.as_object_mut().unwrap().extend(fault.as_object().unwrap().clone());
        self.fault(&whole).await;
    }

    /// Makes creations for this client's Zoom user fail.
    pub async fn create_fault(&self, fault: Value) {
        self.zoom_fault("POST", &self.meetings_path(), fault).await;
    }

    /// Where meetings of this client's Zoom user are made.
    #[must_use]
    pub fn meetings_path(&self) -> String {
        format!("/users/{}/meetings", self.user)
    }

    /// Takes back the faults that wait.
    pub async fn clear_faults(&self, provider: &str) {
        let url = format!("{}/_sim/faults?provider={provider}", self.sim);
        answer(self.http.delete(url)).await;
    }

    /// The calls that Zoom received with this method and path.
    pub async fn zoom_calls(&self, method: &str, path: &str) -> Vec<Value> {
        let mut calls = self.requests("zoom").await;
        calls.retain(|call| call["method"] == method && call["path"] == path);
        calls
    }

    /// The creations that Zoom was asked for this client's user.
    pub async fn creates(&self) -> Vec<Value> {
        self.zoom_calls("POST", &self.meetings_path()).await
    }

    /// The live meetings of this client's Zoom user.
    pub async fn meetings(&self) -> Vec<Value> {
        let state = self.state("zoom").await;
        let meetings = state["meetings"].as_array().unwrap();
        meetings.iter().filter(|meeting| meeting["host_id"] == *self.user).cloned().collect()
    }

    /// Deletes a meeting at Zoom itself, as somebody in its web page would.
    pub async fn delete_at_zoom(&self, id: &Value) {
        let token = format!("{}/zoom/oauth/token", self.sim);
        let token = self.http.post(token).basic_auth("client-demo", Some("secret-demo"));
        let form = "grant_type=account_credentials&account_id=acc-demo";
        let token = token.header("content-type", "application/x-www-form-urlencoded").body(form);
        let token = answer(token).await.body["access_token"].as_str().unwrap().to_owned();
        let meeting = format!("{}/zoom/v2/meetings/{}", self.sim, text(id));
        let deleted = answer(self.http.delete(meeting).bearer_auth(token)).await;
        assert_eq!(deleted.status, 204, "{deleted:?}");
    }

    /// Fires the clock with this instant.
    pub async fn tick(&self, at: Timestamp) {
        self.ok("POST", "/_local/tick", json!({"at": at.to_string()})).await;
    }

    /// Puts any text on a queue, past everything that checks what is put there.
    pub async fn enqueue(&self, stack: &Stack, queue: &str, body: &str) {
        let url = stack.aws().queue_url(queue);
        let message = json!({"QueueUrl": url, "MessageBody": body});
        let request = self.http.post(&stack.addresses().aws);
        let request = request
            .header("x-amz-target", "AmazonSQS.SendMessage")
            .header("content-type", "application/x-amz-json-1.0");
        let sent = answer(request.body(message.to_string())).await;
        assert_eq!(sent.status, 200, "{sent:?}");
    }

    /// The session of source `booking` once it has this many deliveries and all were sent.
    pub async fn told(&self, id: &str, count: usize) -> Value {
        self.told_of("booking", id, count).await
    }

    /// The same for any source.
    pub async fn told_of(&self, source: &str, id: &str, count: usize) -> Value {
        self.session_of(source, id, |session| {
            let deliveries = session["deliveries"].as_array().unwrap();
            deliveries.len() == count && deliveries.iter().all(|it| it["state"] == "sent")
        })
        .await
    }

    /// Until the functions have read every setting that was saved before; the stack keeps settings
    /// for a second.
    pub async fn settings_are_known(&self) {
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
}
