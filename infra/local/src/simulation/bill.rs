//! The bill: what each kind of work asks of AWS and of providers, counted function by function with warm
//! processes, and what that costs.

use serde::Deserialize;

use super::cast::{AINO, FIRST, Fact, OTHER, SECOND};
use super::conductor::Simulation;
use super::error::SimulationError;
use super::step::Step;
use super::worker::Role;
use super::world::World;
use crate::aws::{Caller, Service, Usage};

/// For how many seconds the functions keep settings in memory, as deployed.
const KEPT_S: i64 = 60;
/// How many bookings come at once in the batched row.
const BATCH: u32 = 10;

/// Prices in dollars for a million of each; see `infra/prices.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is explained where it stands")]
pub struct Prices {
    pub region: String,
    pub as_of: String,
    pub dynamodb_write_units_million: f64,
    pub dynamodb_read_units_million: f64,
    pub sqs_requests_million: f64,
    pub sqs_fair_requests_million: f64,
    pub lambda_requests_million: f64,
    pub http_api_requests_million: f64,
    pub secrets_calls_million: f64,
    pub mails_million: f64,
}

impl Prices {
    /// The prices in this repository.
    ///
    /// # Errors
    /// When the file is not as it should be.
    pub fn published() -> Result<Self, SimulationError> {
        serde_yaml_ng::from_str(include_str!("../../../prices.yaml"))
            .map_err(|error| SimulationError::Impossible(format!("infra/prices.yaml: {error}")))
    }
}

/// What was asked for in the course of some work.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    /// Sends to SQS, as requests.
    pub sends: u64,
    /// What queues are asked otherwise by a function: giving messages back.
    pub other_queue: u64,
    /// Writes of the table.
    pub writes: u64,
    /// Reads of the table.
    pub reads: u64,
    /// Secrets read.
    pub secrets: u64,
    /// Mails sent.
    pub mails: u64,
    /// Calls to the provider of meetings.
    pub provider: u64,
    /// Write units consumed.
    pub write_units: f64,
    /// Read units consumed.
    pub read_units: f64,
    /// What Lambda asks of the queues to feed the function: receiving and deleting.
    pub polls: u64,
    /// Invocations.
    pub invocations: u64,
}

impl Counted {
    /// Requests that the function makes to AWS.
    #[must_use]
    pub const fn requests(&self) -> u64 {
        self.sends + self.other_queue + self.writes + self.reads + self.secrets + self.mails
    }

    fn of(usage: &Usage, provider: usize, invocations: u64) -> Self {
        let mut counted = Self {
            provider: u64::try_from(provider).unwrap_or_default(),
            invocations,
            ..Self::default()
        };
        for call in &usage.calls {
            let count = call.count;
            match (call.caller, call.service, &*call.operation) {
                (Caller::Setup, ..) => {}
                (Caller::Poller, ..) => counted.polls += count,
                (_, Service::Sqs, operation) if operation.starts_with("SendMessage") => {
                    counted.sends += count;
                }
                (_, Service::Sqs, _) => counted.other_queue += count,
                (_, Service::SecretsManager, _) => counted.secrets += count,
                (_, Service::Ses, _) => counted.mails += call.cost.mails,
                (_, Service::DynamoDb, "GetItem" | "Query" | "BatchGetItem" | "Scan") => {
                    counted.reads += count;
                }
                (_, Service::DynamoDb, _) => counted.writes += count,
            }
            counted.write_units += call.cost.write_units;
            counted.read_units += call.cost.read_units;
        }
        counted
    }

    fn add(&mut self, other: &Self) {
        self.sends += other.sends;
        self.other_queue += other.other_queue;
        self.writes += other.writes;
        self.reads += other.reads;
        self.secrets += other.secrets;
        self.mails += other.mails;
        self.provider += other.provider;
        self.write_units += other.write_units;
        self.read_units += other.read_units;
        self.polls += other.polls;
        self.invocations += other.invocations;
    }
}

/// One kind of work.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub work: &'static str,
    /// How often it was done while it was counted.
    pub times: u32,
    /// What each function asked, by the function's name, in the order of the pipeline.
    pub functions: Vec<(&'static str, Counted)>,
}

impl Row {
    /// All functions together.
    #[must_use]
    pub fn total(&self) -> Counted {
        let mut total = Counted::default();
        self.functions.iter().for_each(|(_, counted)| total.add(counted));
        total
    }

    /// What one function asked; nothing if it had nothing to do.
    #[must_use]
    pub fn of(&self, function: &str) -> Counted {
        let found = self.functions.iter().find(|(name, _)| *name == function);
        found.map(|(_, counted)| *counted).unwrap_or_default()
    }

    /// Dollars for a million times this work: without mails and Lambda's time; and the mails.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    pub fn dollars(&self, prices: &Prices) -> (f64, f64) {
        let total = self.total();
        let queue = prices.sqs_requests_million + prices.sqs_fair_requests_million;
        let hooks = self.of(Role::Receive.name()).invocations;
        let sum = (total.sends + total.other_queue + total.polls) as f64 * queue
            + total.write_units * prices.dynamodb_write_units_million
            + total.read_units * prices.dynamodb_read_units_million
            + total.secrets as f64 * prices.secrets_calls_million
            + total.invocations as f64 * prices.lambda_requests_million
            + hooks as f64 * prices.http_api_requests_million;
        let times = f64::from(self.times.max(1));
        (sum / times, total.mails as f64 * prices.mails_million / times)
    }
}

/// Does each kind of work once with warm processes, and counts.
///
/// # Errors
/// When the world can't be set up.
pub async fn bill() -> Result<Vec<Row>, SimulationError> {
    let world = World::keeping(7, u32::try_from(KEPT_S).unwrap_or(60)).await?;
    world.furnish(true).await?;
    let mut simulation = Simulation::new(world);
    let first = Fact::book(1, FIRST, AINO);
    // Once for nothing, so that every process is warm.
    simulation.count("warm", 1, &[Step::Tell(first)]).await;
    simulation.number += 1;
    let moved = Fact::book(2, SECOND, AINO);
    let mut rows = vec![
        simulation.count("booking created", 1, &[Step::Tell(first)]).await,
        simulation.count("the same received again", 1, &[Step::Tell(first)]).await,
        simulation.count("booking moved", 1, &[Step::Tell(moved)]).await,
        simulation.count("booking cancelled", 1, &[Step::Tell(Fact::cancel(3))]).await,
    ];
    // Everybody gets to know that Aino has no user any more, by somebody else's booking.
    simulation.number += 1;
    simulation.world.impose(Step::Unmap(AINO), 0, simulation.terms).await;
    let others = Fact::book(1, FIRST, OTHER);
    simulation.count("warm", 1, &[Step::Pass(KEPT_S + 1), Step::Tell(others)]).await;
    simulation.number += 1;
    rows.push(simulation.count("booking blocked", 1, &[Step::Tell(first)]).await);
    rows.push(simulation.count("and healed by mapping its host", 1, &[Step::Map(AINO)]).await);
    rows.push(simulation.ten_at_once().await);
    match simulation.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(rows),
    }
}

impl Simulation {
    /// Ten bookings wait for each invocation.
    async fn ten_at_once(&mut self) -> Row {
        self.adversary.batch = 10;
        let mut row =
            Row { work: "booking created, ten at once", times: BATCH, functions: Vec::new() };
        let mut hooks = Counted::default();
        for _ in 0..BATCH {
            self.number += 1;
            let before = self.before();
            self.perform(Step::Tell(Fact::book(1, FIRST, AINO))).await;
            hooks.add(&self.since(&before));
        }
        row.functions.push((Role::Receive.name(), hooks));
        self.count_fed(&mut row).await;
        row
    }

    async fn count(&mut self, work: &'static str, times: u32, steps: &[Step]) -> Row {
        let mut row = Row { work, times, functions: Vec::new() };
        for step in steps {
            let before = self.before();
            self.perform(*step).await;
            let role = if matches!(step, Step::Map(_)) { Role::Admin } else { Role::Receive };
            row.functions.push((role.name(), self.since(&before)));
        }
        self.count_fed(&mut row).await;
        row
    }

    /// Works the queues off, one function after the other.
    async fn count_fed(&mut self, row: &mut Row) {
        for role in Role::FED {
            let before = self.before();
            while self.advance(&[role]).await {}
            let counted = self.since(&before);
            if counted != Counted::default() {
                row.functions.push((role.name(), counted));
            }
        }
    }

    fn before(&self) -> (Usage, usize, u32) {
        let provider = self.world.sims.requests(Some("zoom")).len();
        (self.world.aws.usage(), provider, self.begun())
    }

    fn since(&self, before: &(Usage, usize, u32)) -> Counted {
        let usage = &self.world.aws.usage() - &before.0;
        let provider = self.world.sims.requests(Some("zoom")).len() - before.1;
        Counted::of(&usage, provider, u64::from(self.begun() - before.2))
    }
}
