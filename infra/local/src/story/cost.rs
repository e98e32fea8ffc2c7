//! What a step of a story cost, as counted at the AWS endpoint.

use std::time::{Duration, Instant};

use super::{StoryFault, say};
use crate::aws::{Aws, Caller, Service, Usage};

/// The queues that work passes through.
const QUEUES: [&str; 5] = [
    "convoke-sessions",
    "convoke-recordings",
    "convoke-events",
    "convoke-deliveries",
    "convoke-imports",
];
/// How long they may take to empty.
const PATIENCE: Duration = Duration::from_secs(30);

/// Counts from here on, where somebody counts.
pub(super) struct Meter(Option<Counter>);

struct Counter {
    aws: Aws,
    before: Usage,
}

impl Meter {
    pub fn start(aws: Option<&Aws>) -> Self {
        Self(aws.map(|aws| Counter { aws: aws.clone(), before: aws.usage() }))
    }

    /// Stops counting; what was counted is printed when the step has been told.
    pub async fn stop(self) -> Result<Cost, StoryFault> {
        match self.0 {
            Some(counter) => Ok(Cost(Some(counter.line().await?))),
            None => Ok(Cost(None)),
        }
    }
}

/// What a step cost, if somebody counted.
pub(super) struct Cost(Option<String>);

impl Cost {
    pub fn tell(&self) {
        if let Some(line) = &self.0 {
            say(format!("  cost       {line}"));
        }
    }
}

impl Counter {
    /// What the functions asked of AWS since the start, in one line, once no message is left that
    /// could add to it.
    async fn line(&self) -> Result<String, StoryFault> {
        let begun = Instant::now();
        while QUEUES.iter().any(|queue| self.is_busy(queue)) {
            if begun.elapsed() > PATIENCE {
                return Err(StoryFault::new("the queues do not empty"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(self.spent())
    }

    fn is_busy(&self, queue: &str) -> bool {
        self.aws.depth(queue).is_ok_and(|depth| depth.visible + depth.in_flight + depth.delayed > 0)
    }

    fn spent(&self) -> String {
        let spent = &self.aws.usage() - &self.before;
        let ours: Vec<_> = spent
            .calls
            .iter()
            .filter(|call| call.caller == Caller::Functions && call.count > 0)
            .collect();
        let count = |service: Service| -> u64 {
            ours.iter().filter(|call| call.service == service).map(|call| call.count).sum()
        };
        let writes: f64 = ours.iter().map(|call| call.cost.write_units).sum();
        let reads: f64 = ours.iter().map(|call| call.cost.read_units).sum();
        let calls: Vec<_> =
            ours.iter().map(|call| format!("{} {}", call.count, call.operation)).collect();
        format!(
            "{} AWS requests ({}); {writes} write and {reads} read units; {} mails",
            count(Service::DynamoDb)
                + count(Service::Sqs)
                + count(Service::SecretsManager)
                + count(Service::Ses),
            calls.join(", "),
            count(Service::Ses),
        )
    }
}
