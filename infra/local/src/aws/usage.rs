//! Counting what was asked of AWS: by caller, service and operation, in the units that are billed.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::{AddAssign, Sub};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::locked;

/// Who made a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caller {
    /// Everything that comes through the router or `Aws::call`: the deployed code.
    Functions,
    /// The queue side of Lambda, which the deployed code never sees but which is billed too.
    Poller,
    /// Making tables, queues and secrets before anything runs.
    Setup,
}

/// An AWS service of the local stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Amazon DynamoDB.
    DynamoDb,
    /// Amazon Simple Queue Service.
    Sqs,
    /// AWS Secrets Manager.
    SecretsManager,
    /// Amazon Simple Email Service, version 2 of its API.
    Ses,
}

/// What one call costs beyond being one request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// DynamoDB read capacity units.
    pub read_units: f64,
    /// DynamoDB write capacity units, indexes included.
    pub write_units: f64,
    /// SQS requests as billed: one for each 64 KiB or part of it.
    pub chunks: u64,
    /// Mails as SES bills them: one for each recipient.
    pub mails: u64,
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.read_units += other.read_units;
        self.write_units += other.write_units;
        self.chunks += other.chunks;
        self.mails += other.mails;
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), |mut total, cost| {
            total += cost;
            total
        })
    }
}

/// One call that was answered, as an observer sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// Who asked.
    pub caller: Caller,
    /// Which service was asked.
    pub service: Service,
    /// The operation as AWS names it, such as `UpdateItem`.
    pub operation: String,
    /// The table, queue or secret it was about, where the request named one.
    pub resource: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What it cost.
    pub cost: Cost,
}

impl Call {
    /// Whether AWS refused the call or failed to perform it.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.status >= 400
    }
}

/// The calls of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallCount {
    /// Who asked.
    pub caller: Caller,
    /// Which service was asked.
    pub service: Service,
    /// The operation as AWS names it.
    pub operation: String,
    /// How many calls were made, failed ones included.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
    /// What they cost together.
    #[serde(flatten)]
    pub cost: Cost,
}

/// What was asked of AWS since an instant. The difference of two is what was asked between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// When counting began.
    pub since: Timestamp,
    /// One entry for each caller, service and operation, in that order.
    pub calls: Vec<CallCount>,
}

impl Usage {
    /// How often `caller` asked for `operation`, in calls.
    #[must_use]
    pub fn count(&self, caller: Caller, operation: &str) -> u64 {
        self.matching(caller, operation).map(|call| call.count).sum()
    }

    /// What `caller`'s calls to `operation` cost together.
    #[must_use]
    pub fn cost(&self, caller: Caller, operation: &str) -> Cost {
        self.matching(caller, operation).map(|call| call.cost).sum()
    }

    fn matching<'a>(
        &'a self,
        caller: Caller,
        operation: &'a str,
    ) -> impl Iterator<Item = &'a CallCount> {
        self.calls.iter().filter(move |call| call.caller == caller && call.operation == operation)
    }
}

impl Sub for &Usage {
    type Output = Usage;

    /// What was asked after `earlier` and up to `self`; kinds that did not move are left out.
    fn sub(self, earlier: &Usage) -> Usage {
        let calls = self.calls.iter().map(|call| less(call, earlier)).filter(|call| call.count > 0);
        Usage { since: self.since, calls: calls.collect() }
    }
}

fn less(call: &CallCount, earlier: &Usage) -> CallCount {
    let mut rest = call.clone();
    let before = earlier.calls.iter().find(|before| {
        (before.caller, before.service, before.operation.as_str())
            == (call.caller, call.service, call.operation.as_str())
    });
    if let Some(before) = before {
        rest.count = rest.count.saturating_sub(before.count);
        rest.failed = rest.failed.saturating_sub(before.failed);
        rest.cost.read_units -= before.cost.read_units;
        rest.cost.write_units -= before.cost.write_units;
        rest.cost.chunks = rest.cost.chunks.saturating_sub(before.cost.chunks);
        rest.cost.mails = rest.cost.mails.saturating_sub(before.cost.mails);
    }
    rest
}

/// Someone who is told of every call just before its answer goes out.
pub type Observer = Arc<dyn Fn(&Call) + Send + Sync>;

#[derive(Default)]
struct Tally {
    count: u64,
    failed: u64,
    cost: Cost,
}

/// The running count, and who watches it.
pub(super) struct Ledger {
    since: Timestamp,
    counts: Mutex<BTreeMap<(Caller, Service, String), Tally>>,
    observers: Mutex<Vec<Observer>>,
}

impl Ledger {
    /// An empty ledger that counts from `since`.
    pub(super) fn new(since: Timestamp) -> Self {
        let (counts, observers) = (Mutex::default(), Mutex::default());
        Self { since, counts, observers }
    }

    /// Adds an observer for all later calls.
    pub(super) fn observe(&self, observer: Observer) {
        locked(&self.observers).push(observer);
    }

    /// Counts a call and tells the observers, who may call back into AWS.
    pub(super) fn record(&self, call: &Call) {
        let key = (call.caller, call.service, call.operation.clone());
        {
            let mut counts = locked(&self.counts);
            let tally = counts.entry(key).or_default();
            tally.count += 1;
            tally.failed += u64::from(call.failed());
            tally.cost += call.cost;
        }
        let observers = locked(&self.observers).clone();
        for observer in &observers {
            observer(call);
        }
    }

    /// The count so far.
    pub(super) fn usage(&self) -> Usage {
        let counts = locked(&self.counts);
        let calls = counts.iter().map(|((caller, service, operation), tally)| CallCount {
            caller: *caller,
            service: *service,
            operation: operation.clone(),
            count: tally.count,
            failed: tally.failed,
            cost: tally.cost,
        });
        Usage { since: self.since, calls: calls.collect() }
    }
}
