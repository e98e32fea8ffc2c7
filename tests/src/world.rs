//! A world in one process.

mod wires;

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsEvent, SqsMessage};
use bytes::Bytes;
use convoke::app::{self, App};
use convoke::clock::{Clock, Entropy};
use convoke::config::Config;
use convoke::domain::config::{Connection, ConnectionState};
use convoke::domain::ids::Secret;
use convoke::lambda::batch;
use convoke::queue::Queue;
use convoke::transport::{BoxFuture, Transport};
use convoke::vault::Place;
use convoke::wire;
use convoke_local::aws::{Aws, Clock as AwsClock, QueueSpec, ReceivedMessage, Ses, TableSpec};
use convoke_local::sim::Simulators;
use jiff::Timestamp;
use serde_json::{Value, json};

use wires::Wires;
pub use wires::{Hit, Mishap, Mishaps, Seen};

/// Where the world begins.
const BEGIN: &str = "2026-11-30T08:00:00Z";
/// More steps than any test needs; one that needs more goes round in circles.
const STEPS: usize = 2_000;

/// AWS, the vendors and one app, under one clock.
pub struct World {
    /// The embedded AWS.
    pub aws: Aws,
    /// The vendors.
    pub sims: Simulators,
    /// The functions' app; what a test does with it never goes wrong.
    pub app: Arc<App>,
    /// What goes wrong in the functions, and what was seen of it.
    pub mishaps: Mishaps,
    /// The process in which the functions run; another one after each crash.
    process: Mutex<Arc<App>>,
    config: Config,
    entropy: Entropy,
    /// The most messages of one invocation.
    batch: AtomicU8,
    now: Arc<AtomicI64>,
}

struct Inbox(Simulators);

impl Ses for Inbox {
    fn send(&self, parts: http::request::Parts, body: Bytes) -> BoxFuture<http::Response<Bytes>> {
        let sims = self.0.clone();
        Box::pin(async move {
            let lost = || http::Response::builder().status(599).body(Bytes::new()).unwrap();
            sims.send(parts, body).await.unwrap_or_else(|_| lost())
        })
    }
}

impl World {
    /// An empty world.
    pub async fn new() -> Self {
        let now = Arc::new(AtomicI64::new(BEGIN.parse::<Timestamp>().unwrap().as_millisecond()));
        let sims = Simulators::new(Arc::new(reading(&now)), 7);
        let aws = Aws::simulated(&AwsClock::new(reading(&now)), 7).unwrap();
        let aws = aws.with_ses(Arc::new(Inbox(sims.clone())));
        aws.set_base_url("http://aws.test");
        let variables = provision(&aws, &sims).await;
        let config = Config::read(&|name| variables.get(name).cloned()).unwrap();
        let mishaps = Mishaps::default();
        let entropy = counted_entropy();
        let wires = Wires { aws: aws.clone(), sims: sims.clone(), mishaps: mishaps.clone() };
        let app = Arc::new(wire(&config, wires, &now, &entropy));
        let process = Mutex::new(Arc::clone(&app));
        Self { aws, sims, app, mishaps, process, config, entropy, batch: AtomicU8::new(10), now }
    }

    /// From now on each invocation has one message, so that a crash hits one piece of work.
    pub fn one_by_one(&self) {
        self.batch.store(1, Ordering::Relaxed);
    }

    /// The world's time.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).unwrap();
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    /// Works until every queue is empty of what is visible.
    pub async fn work(&self) {
        self.work_any().await;
    }

    /// The same; `false` when nothing was visible to begin with.
    async fn work_any(&self) -> bool {
        for done in 0..STEPS {
            if !self.step().await {
                return done > 0;
            }
        }
        panic!("the queues do not empty");
    }

    /// Works, letting time pass while messages wait, for at most `time`.
    pub async fn work_for(&self, time: Duration) {
        let end = self.now() + time;
        loop {
            self.work().await;
            let waits = ["sessions", "events", "deliveries"].into_iter().any(|queue| {
                let depth = self.aws.depth(&format!("convoke-{queue}")).unwrap();
                depth.in_flight + depth.delayed > 0
            });
            if !waits || self.now() >= end {
                return;
            }
            self.pass(Duration::from_secs(1));
        }
    }

    /// Works, letting time pass and the clock tick every minute, until nothing is in a queue and
    /// nothing is due; for at most `time`. `false` when something still waits then.
    pub async fn settle(&self, time: Duration) -> bool {
        let end = self.now() + time;
        let mut idle = 1;
        loop {
            // The longer nothing happens, the longer the steps.
            idle = if self.work_any().await { 1 } else { (idle * 2).min(15) };
            if self.now() >= end {
                return false;
            }
            let minute = 60 - self.now().as_second().rem_euclid(60);
            let pass = if self.has_messages() {
                minute.min(idle)
            } else if self.has_due().await {
                minute
            } else {
                return true;
            };
            self.pass(Duration::from_secs(u64::try_from(pass).unwrap()));
            if self.now().as_second() % 60 == 0 {
                self.tick().await;
            }
        }
    }

    /// Whether a queue holds anything that will come (again).
    pub fn has_messages(&self) -> bool {
        ["sessions", "events", "deliveries"].into_iter().any(|queue| {
            let depth = self.aws.depth(&format!("convoke-{queue}")).unwrap();
            depth.visible + depth.in_flight + depth.delayed > 0
        })
    }

    /// Whether the clock has anything to wake some day.
    async fn has_due(&self) -> bool {
        !self.app.store.due("2030-01-01T00:00:00Z".parse().unwrap(), 1).await.unwrap().is_empty()
    }

    /// One tick of the clock, in the functions' process.
    pub async fn tick(&self) {
        let app = self.process();
        self.mishaps.ticking(true);
        let _ = self.invoke(app::tick::tick(&app, self.now(), "tick")).await;
        self.mishaps.ticking(false);
    }

    /// The process in which the functions run now.
    pub fn process(&self) -> Arc<App> {
        Arc::clone(&self.process.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs something in the functions' process, where it may crash; `None` when it did.
    pub async fn invoke<T>(&self, invocation: impl Future<Output = T>) -> Option<T> {
        let end = self.mishaps.until_crash(invocation).await;
        if end.is_none() {
            let wires = Wires {
                aws: self.aws.clone(),
                sims: self.sims.clone(),
                mishaps: self.mishaps.clone(),
            };
            let app = wire(&self.config, wires, &self.now, &self.entropy);
            *self.process.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(app);
        }
        end
    }

    /// One batch of each queue; `false` when there was none.
    async fn step(&self) -> bool {
        let app = self.process();
        let sessions = self.batch("sessions");
        let events = self.batch("events");
        let deliveries = self.batch("deliveries");
        let any = !(sessions.is_empty() && events.is_empty() && deliveries.is_empty());
        self.run("sessions", &app.sessions().unwrap(), sessions, app::meet::handle).await;
        self.run("events", &app.events().unwrap(), events, app::fan_out::handle).await;
        self.run("deliveries", &app.deliveries().unwrap(), deliveries, app::deliver::handle).await;
        any
    }

    fn batch(&self, queue: &str) -> Vec<ReceivedMessage> {
        let most = self.batch.load(Ordering::Relaxed);
        self.aws.receive(&format!("convoke-{queue}"), most, None).unwrap()
    }

    /// Up to two messages of the sessions queue, each in an invocation of its own, with their
    /// exchanges in an order that `seed` decides. `false` when there was none.
    pub async fn race(&self, seed: u64) -> bool {
        let (app, queue) = (self.process(), self.process().sessions().unwrap());
        let one = self.aws.receive("convoke-sessions", 1, None).unwrap();
        let other = self.aws.receive("convoke-sessions", 1, None).unwrap();
        let any = !one.is_empty();
        self.mishaps.yielding(true);
        let run = |messages| {
            let (app, queue) = (Arc::clone(&app), queue.clone());
            async move { self.run_in(&app, "sessions", &queue, messages, app::meet::handle).await }
        };
        wires::in_turns(run(one), run(other), seed).await;
        self.mishaps.yielding(false);
        any
    }

    async fn run<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
        queue: &Queue,
        messages: Vec<ReceivedMessage>,
        verb: impl AsyncFn(&App, &T, &app::Context) -> Result<(), convoke::domain::fault::Fault>,
    ) {
        let app = self.process();
        let _ = self.invoke(self.run_in(&app, name, queue, messages, verb)).await;
    }

    async fn run_in<T: serde::de::DeserializeOwned>(
        &self,
        app: &App,
        name: &str,
        queue: &Queue,
        messages: Vec<ReceivedMessage>,
        verb: impl AsyncFn(&App, &T, &app::Context) -> Result<(), convoke::domain::fault::Fault>,
    ) {
        if messages.is_empty() {
            return;
        }
        let mut event = SqsEvent::default();
        event.records = messages.iter().map(record).collect();
        let response = batch::handle(app, queue, event, verb).await;
        let failed: Vec<_> =
            response.batch_item_failures.iter().map(|it| it.item_identifier.clone()).collect();
        let done: Vec<_> = messages
            .iter()
            .filter(|message| !failed.contains(&message.message_id))
            .map(|message| message.receipt_handle.clone())
            .collect();
        self.aws.delete(&format!("convoke-{name}"), &done).unwrap();
    }

    /// The simulated Zoom's own credentials as a tenant's connection, sealed for that tenant.
    pub async fn zoom_connection(&self, tenant: &str) -> Connection {
        let place = Place { tenant, item: "connection#zoom", field: "client_secret" };
        let secret = Secret::new("secret-demo");
        Connection {
            account_id: "acc-demo".to_owned(),
            client_id: "client-demo".to_owned(),
            client_secret: self.app.vault.seal(place, &secret).await.unwrap(),
            credentials: "c1".to_owned(),
            enabled: true,
            state: ConnectionState::Unverified,
            reason: None,
            scopes: Vec::new(),
            last_ok: None,
            authorised_by: None,
        }
    }

    /// What a simulator holds.
    pub fn state(&self, provider: &str) -> Value {
        self.sims.state(provider).unwrap()
    }

    /// The live meetings at Zoom.
    pub fn meetings(&self) -> Vec<Value> {
        self.state("zoom")["meetings"].as_array().unwrap().clone()
    }

    /// The mails to an address.
    pub fn mails_to(&self, address: &str) -> Vec<Value> {
        let mails = self.state("mail")["mails"].as_array().unwrap().clone();
        let is_to = |mail: &Value| mail["to"].as_array().unwrap().iter().any(|to| to == address);
        mails.into_iter().filter(is_to).collect()
    }

    /// How many calls a simulator received with this method and path ending.
    pub fn calls(&self, method: &str, ending: &str) -> usize {
        let received = self.sims.requests(Some("zoom"));
        let received = serde_json::to_value(received).unwrap();
        received
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["method"] == method && it["path"].as_str().unwrap().ends_with(ending))
            .count()
    }

    /// Makes the next calls fail; the contract's `POST /_sim/faults` body.
    pub async fn fault(&self, fault: Value) {
        let request = http::Request::post("http://sim.test/_sim/faults")
            .header("content-type", "application/json")
            .body(Bytes::from(fault.to_string()))
            .unwrap();
        let answer = self.sims.call(request).await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }
}

fn reading(now: &Arc<AtomicI64>) -> impl Fn() -> Timestamp + Send + Sync + Clone + 'static {
    let now = Arc::clone(now);
    move || Timestamp::from_millisecond(now.load(Ordering::Relaxed)).unwrap()
}

fn wire(config: &Config, wires: Wires, now: &Arc<AtomicI64>, entropy: &Entropy) -> App {
    let clock = Clock::new(reading(now));
    wire::app(config.clone(), Transport::new(wires), clock, entropy.clone()).unwrap()
}

fn record(message: &ReceivedMessage) -> SqsMessage {
    let mut record = SqsMessage::default();
    record.message_id = Some(message.message_id.clone());
    record.receipt_handle = Some(message.receipt_handle.clone());
    record.body = Some(message.body.clone());
    record.attributes = message.attributes.clone().into_iter().collect();
    record
}

async fn provision(aws: &Aws, sims: &Simulators) -> BTreeMap<String, String> {
    aws.create_table(&TableSpec::single("convoke")).await.unwrap();
    let mut variables: BTreeMap<String, String> = sims.env("http://sim.test").into_iter().collect();
    for queue in ["sessions", "events", "deliveries"] {
        let dead = format!("convoke-{queue}-dead");
        let keep = 14 * 86_400;
        let spec = |name: &str, dead_letter| QueueSpec {
            name: name.to_owned(),
            visibility_s: 180,
            retention_s: keep,
            dead_letter,
        };
        aws.create_queue(&spec(&dead, None)).unwrap();
        let url = aws.create_queue(&spec(&format!("convoke-{queue}"), Some((dead, 8)))).unwrap();
        variables.insert(format!("CONVOKE_{}_QUEUE_URL", queue.to_uppercase()), url);
    }
    let ring = json!({"current": "k1", "k1": "0123456789abcdef0123456789abcdef"});
    aws.put_secret("convoke/keyring", &ring).await.unwrap();
    aws.put_secret("convoke/operator", &json!({"token": "operator"})).await.unwrap();
    for (name, value) in [
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_ENDPOINT_URL", "http://aws.test"),
        ("CONVOKE_TABLE", "convoke"),
        ("CONVOKE_KEYRING_SECRET", "convoke/keyring"),
        ("CONVOKE_OPERATOR_SECRET", "convoke/operator"),
        ("CONVOKE_MAIL_FROM", "meetings@convoke.example"),
        ("CONVOKE_PUBLIC_URL", "http://api.test"),
    ] {
        variables.insert(name.to_owned(), value.to_owned());
    }
    variables
}

/// Different bytes each time, the same ones each run.
fn counted_entropy() -> Entropy {
    let counter = AtomicU64::new(0);
    Entropy::new(move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let n = counter.fetch_add(1, Ordering::Relaxed);
            let digest = ring::digest::digest(&ring::digest::SHA256, &n.to_be_bytes());
            chunk.copy_from_slice(&digest.as_ref()[..chunk.len()]);
        }
        true
    })
}
