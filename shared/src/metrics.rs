//! Metrics: what is counted and measured, each with its unit and its dimensions. They leave as log
//! lines in the embedded metric format (`lambda::telemetry`), so that counting costs no request.
//!
//! A dimension has few values, because each combination is a metric of its own that CloudWatch prices:
//! provider, operation, code, reason, state, queue; never a tenant, a person or an id.

use jiff::SignedDuration;

/// The target of the events that are metrics.
pub const TARGET: &str = "convoke::metric";
/// The namespace that they have in CloudWatch.
pub const NAMESPACE: &str = "Convoke";

/// Meetings that were made, changed or removed at a provider.
pub fn meeting(provider: &str, change: &'static str) {
    tracing::info!(target: TARGET, metric = "Meetings", unit = "Count", value = 1, provider, change);
}

/// Sessions that began to wait for a person to act.
pub fn blocked(reason: &str) {
    tracing::info!(target: TARGET, metric = "Blocked", unit = "Count", value = 1, reason);
}

/// Deliveries that came to this state.
pub fn delivery(state: &str) {
    tracing::info!(target: TARGET, metric = "Deliveries", unit = "Count", value = 1, state);
}

/// How long a provider took to answer, or not to.
pub fn provider_latency(provider: &str, took: SignedDuration) {
    let value = milliseconds(took);
    let unit = "Milliseconds";
    tracing::info!(target: TARGET, metric = "ProviderLatency", unit, value, provider);
}

/// A call that a provider did not answer with success: its status, or `lost` and `not_sent`.
pub fn provider_fault(provider: &str, code: &str) {
    let unit = "Count";
    tracing::info!(target: TARGET, metric = "ProviderFaults", unit, value = 1, provider, code);
}

/// How much of a provider's daily quota is left, where it tells.
pub fn provider_quota_left(provider: &str, percent: u64) {
    let (unit, value) = ("Percent", percent);
    tracing::info!(target: TARGET, metric = "ProviderQuotaLeft", unit, value, provider);
}

/// How long a message had waited in its queue, from when it was sent until its work was done.
pub fn age(queue: &str, age: SignedDuration) {
    let value = milliseconds(age);
    tracing::info!(target: TARGET, metric = "WorkAge", unit = "Milliseconds", value, queue);
}

/// A machine's clock may be set back; nothing lasts less than no time.
fn milliseconds(took: SignedDuration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or_default()
}
