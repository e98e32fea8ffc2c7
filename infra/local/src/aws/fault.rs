//! Faults that a test asks for: calls that are refused, slow, or performed without an answer.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::locked;
use super::usage::Service;

/// How a call is to go wrong.
///
/// With a `status` the call is refused before it has any effect, unless `after_effect` is set:
/// then it is performed and its answer is lost. With neither it is performed and answered, only
/// late by `delay_ms`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fault {
    /// The HTTP status of the refusal.
    pub status: Option<u16>,
    /// The error's name as AWS gives it, such as `ThrottlingException`.
    pub code: String,
    /// Whether the call is performed and its answer then lost with the connection.
    pub after_effect: bool,
    /// How long the answer is held back, in milliseconds.
    pub delay_ms: u64,
}

impl Fault {
    /// A throttled call: refused with 400 and `ThrottlingException`, which is how the JSON
    /// protocols of AWS say it.
    #[must_use]
    pub fn throttled() -> Self {
        Self { status: Some(400), code: "ThrottlingException".to_owned(), ..Self::default() }
    }

    /// A refusal before any effect, with this status and error name.
    #[must_use]
    pub fn refused(status: u16, code: &str) -> Self {
        Self { status: Some(status), code: code.to_owned(), ..Self::default() }
    }

    /// A call that is performed and whose answer never arrives.
    #[must_use]
    pub fn answer_lost() -> Self {
        Self { after_effect: true, ..Self::default() }
    }

    /// The status to refuse with, if the call is to have no effect.
    pub(super) fn refusal(&self) -> Option<u16> {
        self.status.filter(|_| !self.after_effect)
    }
}

struct Planned {
    service: Service,
    operation: String,
    times: u32,
    fault: Fault,
}

/// The faults still to come, in the order in which they were asked for.
#[derive(Default)]
pub(super) struct FaultPlan(Mutex<Vec<Planned>>);

impl FaultPlan {
    /// Plans `fault` for the next `times` calls of `operation` (`*` for any of the service).
    pub(super) fn add(&self, service: Service, operation: &str, times: u32, fault: Fault) {
        let operation = operation.to_owned();
        locked(&self.0).push(Planned { service, operation, times, fault });
    }

    /// Forgets all faults.
    pub(super) fn clear(&self) {
        locked(&self.0).clear();
    }

    /// The fault for the call that is being made now, used up once.
    pub(super) fn take(&self, service: Service, operation: &str) -> Option<Fault> {
        let mut planned = locked(&self.0);
        planned.retain(|plan| plan.times > 0);
        let plan = planned.iter_mut().find(|plan| {
            plan.service == service && (plan.operation == "*" || plan.operation == operation)
        })?;
        plan.times -= 1;
        Some(plan.fault.clone())
    }
}
