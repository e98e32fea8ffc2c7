//! The tick, at the instant that the event names and not at the one it arrives.

use convoke::app::App;
use convoke::app::tick::tick;
use convoke::lambda::telemetry;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;
use serde_json::{Value, json};
use tracing::Instrument as _;

/// What is read of EventBridge's scheduled event.
#[derive(Debug, Deserialize)]
pub struct Scheduled {
    /// The instant of the schedule, whole seconds.
    pub time: Timestamp,
}

/// Wakes what is due.
///
/// # Errors
/// When AWS doesn't answer; the next minute goes on.
pub async fn handle(app: &App, event: LambdaEvent<Scheduled>) -> Result<Value, Error> {
    let trace = &event.context.request_id;
    wake(app, event.payload.time, trace).instrument(telemetry::work(trace)).await
}

async fn wake(app: &App, now: Timestamp, trace: &str) -> Result<Value, Error> {
    match tick(app, now, trace).await {
        Ok(ticked) => {
            if ticked.woken + ticked.started > 0 {
                tracing::info!(woken = ticked.woken, started = ticked.started, "ticked");
            }
            Ok(json!({"woken": ticked.woken, "started": ticked.started}))
        }
        Err(fault) => {
            tracing::error!(?fault, "the tick failed");
            Err("the tick failed".into())
        }
    }
}
