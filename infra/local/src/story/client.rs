//! A plain HTTP client, as any outsider has.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Inbox, Stage, StoryFault, expect, inbox};

/// How long a step may take before the story counts as failed.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A client of the API and of the simulators.
pub(super) struct Client<'a> {
    http: reqwest::Client,
    stage: &'a Stage,
}

/// An answer: its status, where it leads, and its JSON, if it is JSON.
pub(super) struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: Value,
}

impl<'a> Client<'a> {
    pub fn new(stage: &'a Stage) -> Result<Self, StoryFault> {
        let http = crate::http_client(PATIENCE)
            .map_err(|e| StoryFault::new(format!("no HTTP client: {e}")))?;
        Ok(Self { http, stage })
    }

    /// A settings call, which must succeed.
    pub async fn put(&self, path: &str, body: &Value) -> Result<Value, StoryFault> {
        self.settled(self.http.put(self.api(path)), path, Some(body)).await
    }

    /// A call without a body, which must succeed.
    pub async fn post(&self, path: &str) -> Result<Value, StoryFault> {
        self.settled(self.http.post(self.api(path)), path, None).await
    }

    /// A call with a body, which must succeed.
    pub async fn post_body(&self, path: &str, body: &Value) -> Result<Value, StoryFault> {
        self.settled(self.http.post(self.api(path)), path, Some(body)).await
    }

    /// Fires the clock as of an instant, as `EventBridge` would.
    pub async fn tick(&self, at: jiff::Timestamp) -> Result<(), StoryFault> {
        let body = json!({"at": at.to_string()});
        self.post_body("/_local/tick", &body).await.map(drop)
    }

    /// What the API says.
    pub async fn get(&self, path: &str) -> Result<Answer, StoryFault> {
        let request = self.http.get(self.api(path)).bearer_auth(&self.stage.operator_token);
        answer(request, path).await
    }

    /// A removal, which must succeed.
    pub async fn delete(&self, path: &str) -> Result<Value, StoryFault> {
        self.settled(self.http.delete(self.api(path)), path, None).await
    }

    /// A sender's message with the headers that sign it.
    pub async fn hook(
        &self,
        path: &str,
        headers: &[(&str, String)],
        body: &str,
    ) -> Result<Answer, StoryFault> {
        let mut request = self.http.post(self.api(path));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        answer(request.body(body.to_owned()), path).await
    }

    /// Has a simulated vendor make a message, and posts it as it was signed.
    pub async fn relay(&self, path: &str, wanted: &Value) -> Result<Answer, StoryFault> {
        let url = format!("{}/_sim/hooks", self.stage.sims);
        let request = self.http.post(&url).header("content-type", "application/json");
        let made = answer(request.body(wanted.to_string()), &url).await?;
        expect(made.status == 200, || format!("{wanted} can't be made: {}", made.body))?;
        let headers = made.body["headers"].as_object().into_iter().flatten();
        let headers = headers.filter_map(|(name, it)| Some((&**name, it.as_str()?.to_owned())));
        let headers: Vec<_> = headers.collect();
        self.hook(path, &headers, made.body["body"].as_str().unwrap_or_default()).await
    }

    /// What a browser sees at a whole address, without following where it leads.
    pub async fn browse(&self, url: &str) -> Result<Answer, StoryFault> {
        answer(self.http.get(url), url).await
    }

    /// What a simulator holds.
    pub async fn state(&self, provider: &str) -> Result<Value, StoryFault> {
        self.page(&format!("{}/_sim/state?provider={provider}", self.stage.sims)).await
    }

    /// Changes what a simulator holds, by top-level key.
    pub async fn put_state(&self, provider: &str, state: &Value) -> Result<(), StoryFault> {
        let url = format!("{}/_sim/state?provider={provider}", self.stage.sims);
        let request = self.http.put(&url).header("content-type", "application/json");
        let answer = answer(request.body(state.to_string()), &url).await?;
        expect(answer.status < 300, || format!("the simulator answered {}", answer.status))
    }

    /// Every mail sent so far, oldest first.
    pub async fn mails(&self) -> Result<Vec<Value>, StoryFault> {
        match &self.stage.inbox {
            Inbox::Simulated => Ok(inbox::simulated(self.state("mail").await?)),
            Inbox::Emulated(url) => Ok(inbox::emulated(&self.page(url).await?)),
        }
    }

    /// The location that a link redirects to, as a browser finds it; `None` for any other answer.
    pub async fn redirect(&self, path: &str) -> Result<Option<String>, StoryFault> {
        let answer = self.browse(&self.api(path)).await?;
        Ok(answer.location.filter(|_| answer.status == 302))
    }

    async fn page(&self, url: &str) -> Result<Value, StoryFault> {
        Ok(answer(self.http.get(url), url).await?.body)
    }

    /// Looks until `found` finds what the story waits for.
    pub async fn until<T>(
        &self,
        what: &str,
        found: impl AsyncFn() -> Result<Option<T>, StoryFault>,
    ) -> Result<T, StoryFault> {
        let begun = Instant::now();
        loop {
            if let Some(found) = found().await? {
                return Ok(found);
            }
            if begun.elapsed() > PATIENCE {
                return Err(StoryFault::new(format!("{what} did not happen within a minute")));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn api(&self, path: &str) -> String {
        format!("{}{path}", self.stage.api)
    }

    async fn settled(
        &self,
        request: reqwest::RequestBuilder,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, StoryFault> {
        let mut request = request.bearer_auth(&self.stage.operator_token);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = answer(request, path).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.body);
        }
        Err(StoryFault::new(format!("{path} answered {}: {}", answer.status, answer.body)))
    }
}

async fn answer(request: reqwest::RequestBuilder, path: &str) -> Result<Answer, StoryFault> {
    let failed = |e: reqwest::Error| StoryFault::new(format!("{path} does not answer: {e}"));
    let response = request.send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let location = response.headers().get("location").and_then(|it| it.to_str().ok());
    let location = location.map(str::to_owned);
    let text = response.text().await.map_err(failed)?;
    Ok(Answer { status, location, body: serde_json::from_str(&text).unwrap_or(json!(text)) })
}
