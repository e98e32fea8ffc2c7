//! One stack of real processes for the whole test run, and a client for it. Tests share it, each with
//! a tenant of its own; whoever kills or restarts things starts a stack of its own.

pub mod boards;
mod books;
pub mod chat;
mod crowd;
mod look;
pub mod onboarding;
pub mod recordings;

use std::future::Future;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use convoke_local::options::LOCAL_TOKEN;
use convoke_local::stack::{Stack, StackOptions};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

pub use books::{Books, Mail, QUEUES, SEND_EMAIL, dead_letters, rest};

use crate::hooks::{calcom_signature, standard_signature};

/// How long anything may take; a test that needs longer has found something.
const PATIENCE: Duration = Duration::from_secs(90);
/// The secret of every test's `standard` source.
pub const STANDARD_SECRET: &str = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
/// The secret of every test's `calcom` source.
pub const CALCOM_SECRET: &str = "a-secret-of-the-test";

/// The runtime outlives every test, because the stack's tasks live on it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
});
static STACK: OnceCell<Stack> = OnceCell::const_new();
/// How many Zoom users there are beyond the simulator's own; see [`Client::apart`].
const USERS: usize = 120;
/// Which of them is free.
static NEXT_USER: AtomicUsize = AtomicUsize::new(0);

/// Runs a test on the shared runtime.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    RUNTIME.block_on(test)
}

/// Only one test at a time puts the whole machine under load, so that none waits for another's work.
pub async fn alone() -> tokio::sync::MutexGuard<'static, ()> {
    static LOAD: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    LOAD.lock().await
}

/// The shared stack.
pub async fn stack() -> &'static Stack {
    let begin = || async {
        let stack = start(StackOptions::default()).await;
        Client::of(&stack, "users").add_users(USERS).await;
        stack
    };
    STACK.get_or_init(begin).await
}

/// A stack of the test's own.
pub async fn start(options: StackOptions) -> Stack {
    Stack::start(options).await.unwrap_or_else(|e| panic!("the stack does not start: {e}"))
}

/// A parameter behind the question mark of an address.
#[must_use]
pub fn parameter(url: &str, name: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    let found = url.query_pairs().find(|(given, _)| given == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, by lower-case name.
    pub headers: http::HeaderMap,
    /// The body, as JSON if it is JSON, else as text.
    pub body: Value,
}

/// A client for one tenant of one stack.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    api: String,
    sim: String,
    token: String,
    /// The tenant.
    pub tenant: String,
    /// The Zoom user that [`Client::set_up`] makes the host.
    pub user: String,
}

impl Client {
    /// A client for a tenant with this name, on the shared stack.
    pub async fn new(tenant: &str) -> Self {
        Self::of(stack().await, tenant)
    }

    /// The same with a Zoom user that no other test uses, so that faults and the limit of changes a
    /// day stay its own.
    pub async fn apart(tenant: &str) -> Self {
        let client = Self::new(tenant).await;
        Self { user: Self::free_user(), ..client }
    }

    /// A Zoom user of the shared stack that no other test uses.
    #[must_use]
    pub fn free_user() -> String {
        let n = NEXT_USER.fetch_add(1, Ordering::Relaxed);
        assert!(n < USERS, "more users are needed");
        format!("u-{n}")
    }

    /// A client for a tenant of any stack.
    #[must_use]
    pub fn of(stack: &Stack, tenant: &str) -> Self {
        let http = convoke_local::http_client(PATIENCE).unwrap();
        let addresses = stack.addresses();
        Self {
            http,
            api: addresses.api.clone(),
            sim: addresses.sim.clone(),
            token: LOCAL_TOKEN.to_owned(),
            tenant: tenant.to_owned(),
            user: "u-aino".to_owned(),
        }
    }

    /// The same client with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    /// A call of the API below the tenant (`/people/p1`), or anywhere (`/v1/media`).
    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let url = self.url(path);
        let mut request = self.http.request(method.parse().unwrap(), url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        answer(request).await
    }

    fn url(&self, path: &str) -> String {
        let whole =
            ["/v1/", "/host/", "/connect/", "/_"].iter().any(|start| path.starts_with(start));
        let base = if whole { String::new() } else { format!("/v1/tenants/{}", self.tenant) };
        format!("{}{base}{path}", self.api)
    }

    /// A call that must succeed.
    pub async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let body = (!body.is_null()).then_some(&body);
        let answer = self.call(method, path, body).await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {answer:?}");
        answer.body
    }

    /// What stands there.
    pub async fn get(&self, path: &str) -> Value {
        self.ok("GET", path, Value::Null).await
    }

    /// Sets up a tenant as for the booking product: Zoom connected and verified, the service `101`
    /// with video, the person `aino` linked to [`Client::user`], the sources `booking` (standard) and
    /// `cal`.
    pub async fn set_up(&self) {
        let tenant = json!({"name": "Hoitola Aalto", "time_zone": "Europe/Helsinki",
                            "locale": "en", "profile": "booking-video"});
        self.ok("PUT", "", tenant).await;
        self.connect().await;
        self.furnish().await;
    }

    /// The same as [`Client::set_up`] without tenant and connection.
    pub async fn furnish(&self) {
        let service =
            json!({"name": "First visit", "video": {"enabled": true, "provider": "zoom"}});
        self.ok("PUT", "/services/101", service).await;
        let host = json!({"name": "Aino Koskinen", "emails": [self.host()]});
        self.ok("PUT", "/people/aino", host).await;
        self.ok("PUT", "/people/aino/links/zoom", json!({"external_id": self.user})).await;
        let source = json!({"kind": "standard", "secret": STANDARD_SECRET});
        self.ok("PUT", "/sources/booking", source).await;
        let source = json!({"kind": "calcom", "secret": CALCOM_SECRET});
        self.ok("PUT", "/sources/cal", source).await;
    }

    /// Connects Zoom and verifies.
    pub async fn connect(&self) {
        let zoom = json!({"kind": "s2s", "account_id": "acc-demo",
                          "client_id": "client-demo", "client_secret": "secret-demo"});
        self.ok("PUT", "/connections/zoom", zoom).await;
        let verified = self.ok("POST", "/connections/zoom/verify", Value::Null).await;
        assert_eq!(verified["state"], "active", "{verified}");
    }

    /// The host's mail address; the tenant is in it, so that mails of two tests can be told apart.
    #[must_use]
    pub fn host(&self) -> String {
        format!("aino@{}.example", self.tenant)
    }

    /// The guest's mail address.
    #[must_use]
    pub fn guest(&self) -> String {
        format!("matti@{}.example", self.tenant)
    }

    /// The `data` of a booking in two days.
    #[must_use]
    pub fn booking(&self, id: &str, version: u64) -> Value {
        let start = Timestamp::now() + Duration::from_hours(48);
        let start = Timestamp::from_second(start.as_second() / 3600 * 3600).unwrap();
        json!({
            "external_id": id, "version": version, "kind": "booking", "title": "First visit",
            "start": start.to_string(), "end": (start + Duration::from_mins(45)).to_string(),
            "time_zone": "Europe/Helsinki", "service": "101", "host": "aino",
            "attendees": [{"name": "Matti Virtanen", "email": self.guest(), "role": "customer"}],
            "fields": {"note": "My back hurts"},
        })
    }

    /// Posts a signed message of kind `standard`.
    pub async fn tell(&self, kind: &str, data: &Value) -> Answer {
        let body = json!({"type": kind, "timestamp": Timestamp::now().to_string(), "data": data});
        self.tell_raw("booking", body.to_string().as_bytes()).await
    }

    /// Posts any bytes to a source of kind `standard`, rightly signed.
    pub async fn tell_raw(&self, source: &str, body: &[u8]) -> Answer {
        let now = Timestamp::now().as_second();
        let signature = standard_signature(STANDARD_SECRET, "msg_1", now, body);
        let headers = [
            ("webhook-id", "msg_1".to_owned()),
            ("webhook-timestamp", now.to_string()),
            ("webhook-signature", signature),
        ];
        self.hook(source, &headers, body).await
    }

    /// Posts a signed Cal.com message.
    pub async fn tell_calcom(&self, body: &Value) -> Answer {
        let body = body.to_string();
        let signature = calcom_signature(CALCOM_SECRET, body.as_bytes());
        self.hook("cal", &[("x-cal-signature-256", signature)], body.as_bytes()).await
    }

    /// Posts to a hook with these headers.
    pub async fn hook(&self, source: &str, headers: &[(&str, String)], body: &[u8]) -> Answer {
        let url = format!("{}/v1/hooks/{}/{source}", self.api, self.tenant);
        let mut all = http::HeaderMap::new();
        all.insert("content-type", http::HeaderValue::from_static("application/json"));
        for (name, value) in headers {
            let name = http::HeaderName::try_from(*name).unwrap();
            all.insert(name, http::HeaderValue::try_from(value).unwrap());
        }
        answer(self.http.post(url).headers(all).body(body.to_vec())).await
    }

    /// What a browser without a token sees at a whole address; redirects are not followed.
    pub async fn browse(&self, url: &str) -> Answer {
        answer(self.http.get(url)).await
    }

    /// The session of source `booking`, once `holds` holds of it.
    pub async fn session(&self, id: &str, holds: impl Fn(&Value) -> bool) -> Value {
        self.session_of("booking", id, holds).await
    }

    /// The session of any source, once `holds` holds of it.
    pub async fn session_of(
        &self,
        source: &str,
        id: &str,
        holds: impl Fn(&Value) -> bool,
    ) -> Value {
        let path = format!("/sessions/{source}/{id}");
        let mut last = Value::Null;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let answer = self.call("GET", &path, None).await;
            if answer.status == 200 && holds(&answer.body) {
                return answer.body;
            }
            last = answer.body;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the session {id} never came to be as expected: {last:#}");
    }

    /// The session once its meeting is in a state.
    pub async fn meeting_in(&self, id: &str, state: &str) -> Value {
        self.session(id, |session| session["meeting"]["state"] == state).await
    }

    /// What a simulator holds.
    pub async fn state(&self, provider: &str) -> Value {
        let url = format!("{}/_sim/state?provider={provider}", self.sim);
        answer(self.http.get(url)).await.body
    }

    /// Changes what a simulator holds, by top-level key.
    pub async fn put_state(&self, provider: &str, state: &Value) {
        let url = format!("{}/_sim/state?provider={provider}", self.sim);
        let request = self.http.put(url).header("content-type", "application/json");
        let answer = answer(request.body(state.to_string())).await;
        assert!((200..300).contains(&answer.status), "{answer:?}");
    }

    /// Makes the next matching calls to a simulator fail.
    pub async fn fault(&self, fault: &Value) {
        let url = format!("{}/_sim/faults", self.sim);
        let request = self.http.post(url).header("content-type", "application/json");
        let answer = answer(request.body(fault.to_string())).await;
        assert!((200..300).contains(&answer.status), "{answer:?}");
    }

    /// The address of a path at the simulators.
    #[must_use]
    pub fn simulator(&self, path: &str) -> String {
        format!("{}{path}", self.sim)
    }

    /// What a simulator received.
    pub async fn requests(&self, provider: &str) -> Vec<Value> {
        let url = format!("{}/_sim/requests?provider={provider}", self.sim);
        answer(self.http.get(url)).await.body["items"].as_array().unwrap().clone()
    }

    /// The live Zoom meeting with this id.
    pub async fn meeting(&self, id: &Value) -> Option<Value> {
        let state = self.state("zoom").await;
        let id = text(id);
        let meetings = state["meetings"].as_array().unwrap();
        meetings.iter().find(|meeting| text(&meeting["id"]) == id).cloned()
    }

    /// The mails to an address, once there are at least `count`.
    pub async fn mails(&self, to: &str, count: usize) -> Vec<Value> {
        let begun = Instant::now();
        loop {
            let state = self.state("mail").await;
            let all = state["mails"].as_array().unwrap();
            let is_to = |mail: &&Value| mail["to"].as_array().unwrap().iter().any(|it| it == to);
            let found: Vec<_> = all.iter().filter(is_to).cloned().collect();
            if found.len() >= count {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "{} of {count} mails to {to}", found.len());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let begun = Instant::now();
        while !holds().await {
            assert!(begun.elapsed() < PATIENCE, "never: {what}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.unwrap();
    Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(json!(text)) }
}

/// A JSON value as text, whether it is a text or a number.
#[must_use]
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
