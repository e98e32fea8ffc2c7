//! Why a call has no good answer, and how that is told.

use convoke::app::connect::ConnectFault;
use convoke::app::consent::NoConsent;
use convoke::clock::NoEntropy;
use convoke::config::ConfigError;
use convoke::domain::fault::{Fault, Reason};
use convoke::domain::problem::FieldErrors;
use convoke::domain::vendor::Vendor;
use convoke::lambda::http::{Answer, Problem};
use convoke::providers::ProviderFault;
use http::{HeaderValue, StatusCode, header};

/// What a handler returns.
pub type Outcome = Result<Answer, Refusal>;

/// Why a call has no good answer.
#[derive(Debug)]
pub enum Refusal {
    /// The caller can do something about it.
    Problem(Problem),
    /// The address knows only these methods, separated by commas.
    MethodNotAllowed(String),
    /// Ours, or a provider's.
    Fault(Fault),
}

impl Refusal {
    /// A problem from its status, stable code and sentence.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self::Problem(Problem::new(status, code, detail))
    }

    /// 404 for whatever is not there, or not this caller's.
    pub fn not_found(what: &str) -> Self {
        Self::Problem(Problem::not_found(what))
    }

    /// 409: right, but not as things stand.
    pub fn conflict(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 422 for one bad field.
    pub fn field(field: &str, code: &str, detail: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, code, detail);
        errors.into()
    }

    /// As an answer. A fault's cause goes into the log, where it is handled once; the caller learns
    /// what to do.
    pub fn answer(&self) -> Answer {
        match self {
            Self::Problem(problem) => problem.answer(),
            Self::MethodNotAllowed(allowed) => method_not_allowed(allowed),
            Self::Fault(fault) => problem_of(fault).answer(),
        }
    }
}

fn method_not_allowed(allowed: &str) -> Answer {
    let detail = format!("use one of {allowed}");
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail);
    let mut answer = problem.answer();
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}

fn problem_of(fault: &Fault) -> Problem {
    let because = |status, reason: &Reason| Problem::new(status, &*reason.code, &*reason.detail);
    match fault {
        Fault::Retry { cause, .. } => {
            tracing::warn!(cause, "a call could not be answered");
            Problem::unavailable()
        }
        Fault::Park { reason, .. } => because(StatusCode::SERVICE_UNAVAILABLE, reason),
        Fault::Blocked(block) => because(StatusCode::CONFLICT, &block.reason),
        Fault::Rejected(reason) => because(StatusCode::CONFLICT, reason),
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<FieldErrors> for Refusal {
    fn from(errors: FieldErrors) -> Self {
        Self::Problem(errors.into())
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ConfigError> for Refusal {
    fn from(error: ConfigError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<NoEntropy> for Refusal {
    fn from(error: NoEntropy) -> Self {
        Self::Fault(error.into())
    }
}

impl From<ConnectFault> for Refusal {
    fn from(fault: ConnectFault) -> Self {
        match fault {
            ConnectFault::NotConnected => Self::not_found("connection"),
            ConnectFault::Disabled => {
                Self::conflict("connection_disabled", "the connection is switched off; enable it")
            }
            ConnectFault::Provider(fault) => fault.into(),
            ConnectFault::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<NoConsent> for Refusal {
    fn from(why: NoConsent) -> Self {
        match why {
            NoConsent::NotAvailable => {
                let detail = "nobody is asked for consent there, or this deployment has no \
                              application there: put it into the secret provider-apps";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "provider_not_available", detail)
            }
            NoConsent::FeatureDisabled => feature_disabled(),
            NoConsent::UnknownPerson => Self::not_found("person"),
            NoConsent::AppNotInstalled => {
                let detail = "ask IT to install the app in Zoom's marketplace for all users of the \
                              account, then say so with PUT …/apps/zoom {\"installed\": \"all_users\"}";
                Self::conflict("app_not_installed", detail)
            }
            NoConsent::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<ProviderFault> for Refusal {
    fn from(fault: ProviderFault) -> Self {
        match fault {
            ProviderFault::Passing { cause, .. } | ProviderFault::Uncertain { cause, .. } => {
                tracing::warn!(cause, "a provider did not answer a call");
                let detail = "the provider does not answer; try again in a moment";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "provider_unavailable", detail)
            }
            ProviderFault::Quota { until, reason } => Self::Fault(Fault::Park { until, reason }),
            ProviderFault::TokenRefused => {
                Self::conflict("needs_reauth", "the provider refuses the token; connect once more")
            }
            ProviderFault::Gone => Self::not_found("meeting"),
            ProviderFault::Connection { state, reason } => Self::conflict(state.name(), reason),
            ProviderFault::Host(reason) | ProviderFault::Refused(reason) => {
                Self::Fault(Fault::Rejected(reason))
            }
        }
    }
}

/// 409: the tenant has switched the provider off (requirement P02).
pub fn feature_disabled() -> Refusal {
    let detail = "the provider is switched off for this tenant: set its module to true";
    Refusal::conflict("feature_disabled", detail)
}

/// 422: this deployment has no adapter for the provider.
pub fn provider_not_available() -> Refusal {
    let names: Vec<_> = Vendor::all().map(Vendor::name).collect();
    let detail = format!("this deployment connects to {}", names.join(", "));
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "provider_not_available", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn the_cause_of_a_fault_of_ours_is_not_told() {
        let answer = Refusal::Fault(Fault::retry(1, "Query: AccessDenied on table x")).answer();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(!answer.body().contains("table"), "{}", answer.body());
    }

    #[test]
    fn a_known_address_names_its_methods() {
        let answer = Refusal::MethodNotAllowed("GET, PUT".to_owned()).answer();
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.headers()[header::ALLOW], "GET, PUT");
    }

    #[test]
    fn providers_faults_keep_their_codes() {
        let reason = Reason::new("daily_quota", "wait");
        let quota = ProviderFault::Quota { until: Timestamp::UNIX_EPOCH, reason };
        let answer = Refusal::from(quota).answer();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.body().contains("daily_quota"));
        assert_eq!(Refusal::from(ConnectFault::NotConnected).answer().status(), 404);
    }
}
