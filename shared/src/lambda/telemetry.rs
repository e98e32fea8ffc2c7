//! Logs: one JSON object a line on standard output, which Lambda hands to CloudWatch. Lines carry
//! ids, codes and counts; nothing that a person wrote and nothing secret is ever an argument.

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts logging. CloudWatch adds the time.
pub fn start() {
    let lines = fmt::layer().json().flatten_event(true).without_time().with_current_span(false);
    let registry = tracing_subscriber::registry().with(lines).with(LevelFilter::INFO);
    // Only fails when logging was started before, which is as good.
    let _ = registry.try_init();
}
