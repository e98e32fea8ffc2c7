//! The framework: recorder, faults, state calls, really dropped connections, saving.

pub mod browser;
pub mod published;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Dropped, Simulators, lock, serve};

/// All simulators on a clock that the test moves.
pub struct Bench {
    /// What is tested.
    pub sims: Simulators,
    now: Arc<Mutex<Timestamp>>,
}

impl Bench {
    /// It is 2026-11-02 at 08:00 UTC.
    pub fn new() -> Self {
        let start: Timestamp = "2026-11-02T08:00:00Z".parse().unwrap();
        let now = Arc::new(Mutex::new(start));
        let clock = Arc::clone(&now);
        Self { sims: Simulators::new(Arc::new(move || *lock(&clock)), 7), now }
    }

    /// The time it is.
    pub fn now(&self) -> Timestamp {
        *lock(&self.now)
    }

    /// Moves the clock.
    pub fn pass(&self, seconds: i64) {
        let mut now = lock(&self.now);
        *now += seconds.seconds();
    }

    /// A call with a JSON body (none for null) and headers.
    pub async fn try_call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Result<(StatusCode, Value, Response<Bytes>), Dropped> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let bytes = match body {
            Value::Null => Bytes::new(),
            body => {
                request = request.header("content-type", "application/json");
                Bytes::from(body.to_string())
            }
        };
        let response = self.sims.call(request.body(bytes).unwrap()).await?;
        let shown = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
        Ok((response.status(), shown, response))
    }

    /// A call without headers that is answered.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let (status, shown, _) = self.try_call(method, path, &[], &body).await.unwrap();
        (status.as_u16(), shown)
    }

    /// Changes what Zoom holds.
    #[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
    pub fn put_zoom(&self, state: Value) {
        self.sims.merge_state("zoom", &state).unwrap();
    }
}

fn basic() -> (&'static str, &'static str) {
    ("authorization", "Basic Y2xpZW50LWRlbW86c2VjcmV0LWRlbW8=")
}

const TOKEN: &str = "/zoom/oauth/token?grant_type=account_credentials&account_id=acc-demo";

async fn token_call(bench: &Bench) -> Result<StatusCode, Dropped> {
    let (status, ..) = bench.try_call("POST", TOKEN, &[basic()], &Value::Null).await?;
    Ok(status)
}

#[tokio::test]
async fn requests_are_recorded_without_secrets_and_can_be_emptied() {
    let bench = Bench::new();
    token_call(&bench).await.unwrap();
    bench.pass(1);
    bench.call("POST", "/zoom/v2/users/u-aino/meetings?a=1&b=2&b=3", json!({"topic": "x"})).await;

    let (status, seen) = bench.call("GET", "/_sim/requests?provider=zoom", Value::Null).await;
    assert_eq!(status, 200);
    let (first, second) = (&seen["items"][0], &seen["items"][1]);
    assert_eq!(first["path"], "/oauth/token");
    assert_eq!(first["query"]["grant_type"], "account_credentials");
    assert_eq!(first["headers"]["authorization"], "Basic");
    assert_eq!((&first["status"], &first["at"]), (&json!(200), &json!("2026-11-02T08:00:00Z")));
    assert_eq!(second["path"], "/users/u-aino/meetings");
    assert_eq!(second["method"], "POST");
    assert_eq!(second["query"], json!({"a": "1", "b": ["2", "3"]}));
    assert_eq!(second["body"], json!({"topic": "x"}));
    assert_eq!(second["status"], 401);

    let (status, none) = bench.call("GET", "/_sim/requests?provider=mail", Value::Null).await;
    assert_eq!((status, none), (200, json!({"items": []})));
    assert_eq!(bench.call("DELETE", "/_sim/requests", Value::Null).await.0, 204);
    assert!(bench.sims.requests(None).is_empty());
}

#[tokio::test]
async fn only_the_newest_ten_thousand_requests_are_kept() {
    let bench = Bench::new();
    for n in 0..10_001 {
        bench.call("GET", &format!("/zoom/v2/x/{n}"), Value::Null).await;
    }
    let kept = bench.sims.requests(Some("zoom"));
    assert_eq!(kept.len(), 10_000);
    assert_eq!((kept[0].path.as_str(), kept[0].status), ("/x/1", Some(404)));
}

#[tokio::test]
async fn unknown_providers_and_fields_are_named() {
    let bench = Bench::new();
    let fault = |field: &str, value: Value| {
        let mut fault = json!({"provider": "zoom", "status": 500});
        fault[field] = value;
        fault
    };
    let cases = [
        ("GET", "/_sim/requests?provider=nobody", Value::Null, "provider"),
        ("GET", "/_sim/requests?limit=3", Value::Null, "limit"),
        ("PUT", "/_sim/state", json!({}), "provider"),
        ("PUT", "/_sim/state?provider=zoom", json!({"sessions": []}), "sessions"),
        ("PUT", "/_sim/state?provider=zoom", json!({"users": [{"ids": 1}]}), "users[0].ids"),
        ("PUT", "/_sim/state?provider=mail", json!({"mails": 3}), "mails"),
        ("POST", "/_sim/faults", json!({"status": 500}), "provider"),
        ("POST", "/_sim/faults", fault("provider", json!("nobody")), "provider"),
        ("POST", "/_sim/faults", fault("after", json!(true)), "after"),
        ("POST", "/_sim/faults", fault("times", json!(0)), "times"),
        ("POST", "/_sim/faults", fault("status", json!("500")), "status"),
        ("POST", "/_sim/faults", fault("path", json!("users")), "path"),
        ("POST", "/_sim/faults", json!({"provider": "zoom"}), "status"),
    ];
    for (method, path, body, field) in cases {
        let (status, problem) = bench.call(method, path, body.clone()).await;
        assert_eq!(status, 422, "{method} {path} {body}");
        assert_eq!(problem["errors"][0]["field"], field, "{method} {path} {body}");
    }
    assert_eq!(bench.call("GET", "/nobody/x", Value::Null).await.0, 404);
    assert_eq!(bench.call("PATCH", "/_sim/state", Value::Null).await.0, 405);
}

#[tokio::test]
async fn a_status_refuses_before_any_effect_and_only_so_many_times() {
    let bench = Bench::new();
    let fault = json!({
        "provider": "zoom", "method": "post", "path": "/oauth/*", "times": 2, "status": 429,
        "headers": {"retry-after": 3}, "body": {"code": 1},
    });
    assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
    let (status, body, response) =
        bench.try_call("POST", TOKEN, &[basic()], &Value::Null).await.unwrap();
    assert_eq!((status.as_u16(), &body["code"]), (429, &json!(1)));
    assert_eq!(response.headers()["retry-after"], "3");
    let (_, pending) = bench.call("GET", "/_sim/faults", Value::Null).await;
    assert_eq!(pending["items"][0]["times"], 1);
    assert_eq!(token_call(&bench).await, Ok(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(token_call(&bench).await, Ok(StatusCode::OK));
    let statuses: Vec<_> = bench.sims.requests(None).iter().map(|item| item.status).collect();
    assert_eq!(statuses, [Some(429), Some(429), Some(200)]);
}

#[tokio::test]
async fn faults_wait_for_their_path_and_can_be_cleared() {
    let bench = Bench::new();
    let fault = json!({"provider": "zoom", "path": "/users/*/meetings", "status": 503});
    bench.call("POST", "/_sim/faults", fault).await;
    assert_eq!(token_call(&bench).await, Ok(StatusCode::OK));
    let (other, _) = bench.call("GET", "/zoom/v2/users/a%40b.example", Value::Null).await;
    assert_eq!(other, 401);
    assert_eq!(bench.call("DELETE", "/_sim/faults", Value::Null).await.0, 204);
    assert!(bench.sims.faults(None).is_empty());
    let exact = json!({"provider": "zoom", "path": "/users/a@b.example", "status": 503});
    bench.call("POST", "/_sim/faults", exact).await;
    let (hit, body) = bench.call("GET", "/zoom/v2/users/a%40b.example", Value::Null).await;
    assert_eq!((hit, body["code"].as_u64()), (503, Some(503)));
}

#[tokio::test(start_paused = true)]
async fn a_delay_performs_at_once_and_holds_the_answer() {
    let bench = Bench::new();
    let fault = json!({"provider": "zoom", "delay_ms": 20_000});
    bench.call("POST", "/_sim/faults", fault).await;
    let before = tokio::time::Instant::now();
    let held = tokio::time::timeout(std::time::Duration::from_secs(5), token_call(&bench)).await;
    assert!(held.is_err(), "the answer is held");
    assert_eq!(bench.sims.requests(None)[0].status, Some(200), "and the call was performed");
    bench.call("POST", "/_sim/faults", json!({"provider": "zoom", "delay_ms": 20_000})).await;
    assert_eq!(token_call(&bench).await, Ok(StatusCode::OK));
    assert_eq!(before.elapsed().as_secs(), 25);
}

#[tokio::test]
async fn after_effect_performs_and_answers_nothing() {
    let bench = Bench::new();
    let fault = json!({"provider": "zoom", "after_effect": true});
    bench.call("POST", "/_sim/faults", fault).await;
    assert_eq!(token_call(&bench).await, Err(Dropped));
    assert_eq!(bench.sims.requests(None)[0].status, Some(200));
}

async fn exchange(address: std::net::SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_dropped_connection_is_really_dropped_on_the_wire() {
    let bench = Bench::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(serve(listener, bench.sims.router()));
    bench.call("POST", "/_sim/faults", json!({"provider": "zoom", "after_effect": true})).await;

    let request = format!(
        "POST {TOKEN} HTTP/1.1\r\nhost: {address}\r\n{}: {}\r\nconnection: close\r\n\r\n",
        basic().0,
        basic().1
    );
    assert_eq!(exchange(address, &request).await, "", "not one byte comes back");
    let answered = exchange(address, &request).await;
    assert!(answered.starts_with("HTTP/1.1 200 OK\r\n"), "{answered}");
    assert!(answered.contains(&format!("\"api_url\":\"http://{address}/zoom\"")), "{answered}");
    assert_eq!(bench.sims.requests(None).len(), 2, "both were performed");
    server.abort();
}

#[tokio::test]
async fn state_survives_saving_and_goes_on_with_new_ids() {
    let dir = std::env::temp_dir().join(format!("convoke-sims-{}", std::process::id()));
    let bench = Bench::new();
    let token = super::zoom::tests::token(&bench).await;
    let (_, first) = super::zoom::tests::create(&bench, &token, json!({"topic": "kept"})).await;
    bench.sims.save(&dir).unwrap();

    let restarted = Bench::new();
    restarted.sims.load(&dir).unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    assert_eq!(restarted.sims.state("zoom"), bench.sims.state("zoom"));
    let (status, second) =
        super::zoom::tests::create(&restarted, &token, json!({"topic": "new"})).await;
    assert_eq!(status, 201, "the token is still good");
    assert_ne!(first["id"], second["id"]);
    restarted.sims.load(&dir).unwrap();
}

#[test]
fn the_environment_points_at_the_simulators() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100/");
    let value = |name: &str| env.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(value("CONVOKE_ZOOM_API_URL"), Some("http://127.0.0.1:9100/zoom/v2"));
    assert_eq!(value("CONVOKE_ZOOM_TOKEN_URL"), Some("http://127.0.0.1:9100/zoom/oauth/token"));
}
