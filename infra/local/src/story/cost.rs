//! What a step of a story cost, as counted at the AWS endpoint.

use crate::aws::{Aws, Caller, Service, Usage};

/// Counts from here on.
pub(super) struct Meter {
    aws: Aws,
    before: Usage,
}

impl Meter {
    pub fn start(aws: &Aws) -> Self {
        Self { aws: aws.clone(), before: aws.usage() }
    }

    /// What the functions asked of AWS since the start, in one line.
    pub fn line(&self) -> String {
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
