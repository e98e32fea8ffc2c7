//! Everything around the functions, in one process: AWS embedded, the vendors simulated, one tenant
//! that is set up, all under one virtual time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use convoke::app::{App, configure};
use convoke::config::Config;
use convoke::store::SettingItem;
use convoke::transport::{BoxFuture, Transport};
use convoke::wire;
use serde_json::{Value, json};

use super::cast::{BEGIN, TENANT};
use super::error::SimulationError;
use super::gate::{Gate, Line};
use super::time::{Time, seeded_entropy};
use super::watch::Watch;
use crate::aws::{Aws, Clock as AwsClock, QueueSpec, Right, Ses, TableSpec, answer_lost};
use crate::blueprint::Blueprint;
use crate::sim::Simulators;
use crate::stack::rights;

/// Where the embedded AWS is reached.
pub(super) const AWS_HOST: &str = "aws.test";
/// The table. The template's own names, because the roles are the template's, too.
pub const TABLE: &str = "convoke-table";
/// The queues that functions work off, in the order of the pipeline.
pub const QUEUES: [&str; 5] = ["sessions", "recordings", "events", "deliveries", "imports"];
/// How long a received message stays invisible: six times the functions' time-out.
pub(super) const VISIBILITY_S: u32 = 180;
/// How often a message is received before it counts as dead.
const RECEIVES: u32 = 8;

/// AWS, the vendors and the functions' wiring, under one time.
pub struct World {
    /// The embedded AWS.
    pub aws: Aws,
    /// The vendors.
    pub sims: Simulators,
    /// An app to look and to set up with: what it does never goes wrong and is not counted as the
    /// functions' doing.
    pub app: Arc<App>,
    pub(super) time: Time,
    pub(super) gate: Gate,
    pub(super) watch: Watch,
    config: Config,
    seed: u64,
}

/// SES, with the mail inbox behind it.
struct Inbox(Simulators);

impl Ses for Inbox {
    fn send(&self, parts: http::request::Parts, body: Bytes) -> BoxFuture<http::Response<Bytes>> {
        let sims = self.0.clone();
        Box::pin(async move {
            sims.send(parts, body).await.unwrap_or_else(|_| {
                let mut lost = http::Response::new(Bytes::new());
                *lost.status_mut() = answer_lost();
                lost
            })
        })
    }
}

/// The full name of a queue.
pub(super) fn queue_name(queue: &str) -> String {
    format!("convoke-{queue}")
}

impl World {
    /// An empty world, all of whose chance comes from `seed`.
    ///
    /// # Errors
    /// When a part does not start, which no input causes.
    pub async fn new(seed: u64) -> Result<Self, SimulationError> {
        Self::keeping(seed, 60).await
    }

    /// The same where the functions keep settings in memory for so many seconds.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub async fn keeping(seed: u64, settings_s: u32) -> Result<Self, SimulationError> {
        let begin = BEGIN.parse().unwrap_or_default();
        let time = Time::beginning(begin);
        let sims = Simulators::new(Arc::new(time.reading()), seed);
        let aws = Aws::simulated(&AwsClock::new(time.reading()), seed)?;
        let aws = aws.with_ses(Arc::new(Inbox(sims.clone())));
        aws.set_base_url(&format!("http://{AWS_HOST}"));
        aws.allow(template_rights());
        let mut variables = provision(&aws, &sims).await?;
        variables.insert("CONVOKE_CONFIG_TTL_S".to_owned(), settings_s.to_string());
        let config = Config::read(&|name| variables.get(name).cloned())?;
        let gate = Gate::default();
        let watch = Watch::new(aws.clone(), sims.clone(), time.clone());
        let line =
            Line { aws: aws.clone(), sims: sims.clone(), gate: gate.clone(), watch: watch.clone() };
        let app = wired(&config, line, &time, seed)?;
        Ok(Self { aws, sims, app: Arc::new(app), time, gate, watch, config, seed })
    }

    /// The time.
    #[must_use]
    pub const fn time(&self) -> &Time {
        &self.time
    }

    /// A new process of a function: nothing in memory, nothing connected.
    ///
    /// # Errors
    /// When it can't be wired.
    pub fn process(&self, function: &str, number: u64) -> Result<Arc<App>, SimulationError> {
        let line = Line {
            aws: self.aws.clone(),
            sims: self.sims.clone(),
            gate: self.gate.clone(),
            watch: self.watch.clone(),
        };
        let seed = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number + 1);
        let mut config = self.config.clone();
        function.clone_into(&mut config.aws.access_key_id);
        Ok(Arc::new(wired(&config, line, &self.time, seed)?))
    }

    /// A new process of a function whose way out goes through `wrap`: for whoever wants to decide what
    /// becomes of each exchange.
    ///
    /// # Errors
    /// When it can't be wired.
    pub fn process_through(
        &self,
        function: &str,
        number: u64,
        wrap: impl FnOnce(Transport) -> Transport,
    ) -> Result<Arc<App>, SimulationError> {
        let line = Line {
            aws: self.aws.clone(),
            sims: self.sims.clone(),
            gate: self.gate.clone(),
            watch: self.watch.clone(),
        };
        let mut config = self.config.clone();
        function.clone_into(&mut config.aws.access_key_id);
        let entropy = seeded_entropy(self.seed.wrapping_add(number.wrapping_mul(7_919)));
        let transport = wrap(Transport::new(line));
        Ok(Arc::new(wire::app(config, transport, self.time.clock(), entropy)?))
    }

    /// Writes a setting, past the functions.
    ///
    /// # Errors
    /// When the table refuses it.
    pub async fn put(&self, item: SettingItem) -> Result<(), SimulationError> {
        Ok(configure::put(&self.app, TENANT, &item, &[]).await?)
    }

    /// What a simulator holds.
    #[must_use]
    pub fn state(&self, provider: &str) -> Value {
        self.sims.state(provider).unwrap_or_default()
    }

    /// The live meetings at Zoom.
    #[must_use]
    pub fn meetings(&self) -> Vec<Value> {
        self.state("zoom")["meetings"].as_array().cloned().unwrap_or_default()
    }

    /// The mails to an address, in the order in which they came.
    #[must_use]
    pub fn mails_to(&self, address: &str) -> Vec<Value> {
        let mails = self.state("mail")["mails"].as_array().cloned().unwrap_or_default();
        let is_to =
            |mail: &Value| mail["to"].as_array().is_some_and(|all| all.contains(&json!(address)));
        mails.into_iter().filter(is_to).collect()
    }

    /// Whether a queue holds anything that will come (again).
    #[must_use]
    pub fn has_messages(&self) -> bool {
        QUEUES.into_iter().any(|queue| {
            let depth = self.aws.depth(&queue_name(queue)).unwrap_or_default();
            depth.visible + depth.in_flight + depth.delayed > 0
        })
    }

    /// How many calls Zoom received with this method and path ending.
    #[must_use]
    pub fn calls(&self, method: &str, ending: &str) -> usize {
        let received = self.sims.requests(Some("zoom"));
        received.iter().filter(|it| it.method == method && it.path.ends_with(ending)).count()
    }
}

/// What the deployed functions may do; the template is read once.
fn template_rights() -> Arc<BTreeSet<Right>> {
    static RIGHTS: OnceLock<Arc<BTreeSet<Right>>> = OnceLock::new();
    let read = || Blueprint::load().map(|blueprint| rights(&blueprint)).unwrap_or_default();
    Arc::clone(RIGHTS.get_or_init(|| Arc::new(read())))
}

fn wired(config: &Config, line: Line, time: &Time, seed: u64) -> Result<App, SimulationError> {
    let entropy = seeded_entropy(seed);
    Ok(wire::app(config.clone(), Transport::new(line), time.clock(), entropy)?)
}

async fn provision(
    aws: &Aws,
    sims: &Simulators,
) -> Result<BTreeMap<String, String>, SimulationError> {
    aws.create_table(&TableSpec::single(TABLE)).await?;
    let mut variables: BTreeMap<String, String> = sims.env("http://sim.test").into_iter().collect();
    for queue in QUEUES {
        let dead = format!("{}-dead", queue_name(queue));
        aws.create_queue(&queue_spec(&dead, None))?;
        let url = aws.create_queue(&queue_spec(&queue_name(queue), Some((dead, RECEIVES))))?;
        variables.insert(format!("CONVOKE_{}_QUEUE_URL", queue.to_uppercase()), url);
    }
    let ring = json!({"current": "k1", "k1": "0123456789abcdef0123456789abcdef"});
    aws.put_secret("convoke/keyring", &ring).await?;
    aws.put_secret("convoke/operator", &json!({"token": "operator"})).await?;
    aws.put_secret("convoke/provider-apps", &sims.applications()).await?;
    let aws_url = format!("http://{AWS_HOST}");
    for (name, value) in [
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_ENDPOINT_URL", &*aws_url),
        ("CONVOKE_TABLE", TABLE),
        ("CONVOKE_KEYRING_SECRET", "convoke/keyring"),
        ("CONVOKE_OPERATOR_SECRET", "convoke/operator"),
        ("CONVOKE_APPS_SECRET", "convoke/provider-apps"),
        ("CONVOKE_MAIL_FROM", "meetings@convoke.example"),
        ("CONVOKE_PUBLIC_URL", "https://hub.example"),
    ] {
        variables.insert(name.to_owned(), value.to_owned());
    }
    Ok(variables)
}

fn queue_spec(name: &str, dead_letter: Option<(String, u32)>) -> QueueSpec {
    let retention_s = 14 * 86_400;
    QueueSpec { name: name.to_owned(), visibility_s: VISIBILITY_S, retention_s, dead_letter }
}
