//! What a function may weigh and work, mostly as a ratio to hello.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::measure::{Effort, Measured};

const MILLION: f64 = 1_000_000.0;

/// One limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Budget {
    /// Megabytes of the zip.
    Zip,
    /// Instructions to start, in those of hello's start.
    Start,
    /// Millions of instructions for the first event, with its first calls over TLS.
    First,
    /// Millions of instructions for start and first event together: what is put off is not saved.
    Cold,
    /// Millions of instructions for a later event.
    Warm,
    /// The most memory held, in that of hello.
    Memory,
    /// Files opened at start that are no libraries and that hello does not open: certificates,
    /// credentials, time zones.
    Files,
}

/// What kind of function it is, for what it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answers over HTTP and only puts work into a queue.
    Enqueues,
    /// Answers over HTTP.
    Answers,
    /// Works off events.
    Works,
}

/// A budget, held against what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whose.
    pub function: String,
    /// Which.
    pub budget: Budget,
    /// What it takes, in the budget's unit.
    pub measured: f64,
    /// What it may take.
    pub limit: f64,
}

impl Kind {
    /// The kind of a function of this repository.
    pub fn of(function: &str) -> Self {
        match function {
            "inbound-webhook" | "chat-command" | "provider-webhook" => Self::Enqueues,
            "admin-api" | "oauth-callback" => Self::Answers,
            _ => Self::Works,
        }
    }

    const fn zip_mb(self) -> f64 {
        match self {
            Self::Enqueues | Self::Answers => 1.6,
            Self::Works => 2.3,
        }
    }

    const fn starts(self) -> f64 {
        match self {
            Self::Enqueues => 2.0,
            Self::Answers | Self::Works => 5.0,
        }
    }
}

/// Half a million for each call of AWS.
const CALL: f64 = 0.5;
/// A quarter for the event itself.
const EVENT: f64 = 0.25;
/// The first call over TLS of a host, its handshake and the client that makes it.
const FIRST_CALL: f64 = 6.0;
/// What the start may take on top of that, whatever was put off from it.
const START: f64 = 2.0;

/// All budgets of a function, held against what was measured.
pub fn verdicts(function: &Measured, hello: &Measured) -> Vec<Verdict> {
    let kind = Kind::of(&function.name);
    let own = function.opened.iter().filter(|file| !hello.opened.contains(file)).count();
    let first = millions(function.first.instructions);
    let start = millions(function.start);
    let limit = first_limit(function.first);
    let verdict = |budget, measured, limit| Verdict {
        function: function.name.clone(),
        budget,
        measured,
        limit,
    };
    vec![
        verdict(Budget::Zip, millions(function.weight.zip), kind.zip_mb()),
        verdict(Budget::Start, ratio(function.start, hello.start), kind.starts()),
        verdict(Budget::First, first, limit),
        verdict(Budget::Cold, start + first, START + limit),
        verdict(Budget::Warm, millions(function.warm.instructions), warm_limit(function.warm)),
        verdict(Budget::Memory, ratio(function.peak_kb, hello.peak_kb), 3.5),
        verdict(Budget::Files, count(own), 0.0),
    ]
}

/// The first call of each host is a first one; what follows it may take what a warm event may. AWS is
/// one host here, each of its services one of its own in a deployment.
fn first_limit(effort: Effort) -> f64 {
    let hosts = [effort.aws_calls, effort.vendor_calls].into_iter().filter(|calls| *calls > 0);
    let further = effort.aws_calls.saturating_sub(1);
    FIRST_CALL * count(hosts.count()) + CALL * count_of(further) + EVENT
}

fn warm_limit(effort: Effort) -> f64 {
    CALL * count_of(effort.aws_calls) + EVENT
}

/// How often `whole` holds `part`.
pub fn ratio(whole: u64, part: u64) -> f64 {
    count_of(whole) / count_of(part.max(1))
}

/// In millions.
pub fn millions(number: u64) -> f64 {
    count_of(number) / MILLION
}

#[expect(clippy::cast_precision_loss, reason = "nothing here has more than fifty bits")]
fn count_of(number: u64) -> f64 {
    number as f64
}

fn count(number: usize) -> f64 {
    count_of(number.try_into().unwrap_or(u64::MAX))
}

impl Verdict {
    /// Whether the budget is met.
    pub fn holds(&self) -> bool {
        self.measured <= self.limit
    }

    /// Whether it is met by more than two runs differ.
    pub fn holds_clearly(&self) -> bool {
        self.measured <= self.limit * 0.98
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zip => "zip, MB",
            Self::Start => "start, of hello's",
            Self::First => "first event, M instructions",
            Self::Cold => "start and first event, M instructions",
            Self::Warm => "warm event, M instructions",
            Self::Memory => "peak memory, of hello's",
            Self::Files => "files at start beyond hello's",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { function, budget, measured, limit } = self;
        write!(f, "{function}: {budget}: {measured:.2}, may be {limit:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effort(aws_calls: u64, vendor_calls: u64) -> Effort {
        Effort { instructions: 0, aws_calls, vendor_calls }
    }

    fn is(limit: f64, expected: f64) {
        assert!((limit - expected).abs() < 1e-9, "{limit} is not {expected}");
    }

    #[test]
    fn a_first_event_may_take_its_first_calls_and_what_a_warm_one_may_for_the_rest() {
        is(first_limit(effort(1, 0)), 6.25);
        is(first_limit(effort(3, 0)), 7.25);
        is(first_limit(effort(5, 2)), 14.25);
        is(warm_limit(effort(3, 1)), 1.75);
    }

    #[test]
    fn a_budget_is_met_up_to_its_limit() {
        let verdict = |measured| Verdict {
            function: "clock".to_owned(),
            budget: Budget::Zip,
            measured,
            limit: 2.3,
        };
        assert!(verdict(2.3).holds());
        assert!(!verdict(2.301).holds());
        assert_eq!(verdict(2.4).to_string(), "clock: zip, MB: 2.40, may be 2.30");
    }
}
