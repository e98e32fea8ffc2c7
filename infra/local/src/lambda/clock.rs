//! The schedule: once a minute EventBridge invokes a function and does not repeat what failed.

use bytes::Bytes;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::{ACCOUNT, InvokeError, Lambda, REGION, ids};

const MINUTE_S: i64 = 60;

/// Invokes a function as its schedule does at the instant `at`, and waits for its end. The event
/// tells whole seconds.
///
/// # Errors
/// See [`InvokeError`].
pub async fn tick(lambda: &Lambda, function: &str, at: Timestamp) -> Result<Bytes, InvokeError> {
    lambda.invoke(function, event(function, at)).await
}

/// A schedule that runs. It fires no more once it is dropped.
#[must_use = "it fires no more once it is dropped"]
pub struct Clockwork {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Clockwork {
    /// Fires no more, and waits for invocations in flight.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        // A schedule that panicked has nothing in flight.
        let _ = self.task.await;
    }
}

/// Invokes the function at the beginning of every minute, whether or not the last invocation has
/// ended.
pub fn every_minute(lambda: Lambda, function: String) -> Clockwork {
    let (stop, mut stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        let mut in_flight = JoinSet::new();
        tokio::select! {
            biased;
            // An error means that the schedule was dropped.
            _ = stopped.wait_for(|stopped| *stopped) => {}
            () = keep_firing(&lambda, &function, &mut in_flight) => {}
        }
        while in_flight.join_next().await.is_some() {}
    });
    Clockwork { stop, task }
}

async fn keep_firing(lambda: &Lambda, function: &str, in_flight: &mut JoinSet<()>) {
    let mut last = None;
    loop {
        let at = next_minute(Timestamp::now(), last);
        let wait = at.duration_since(Timestamp::now());
        tokio::time::sleep(wait.try_into().unwrap_or_default()).await;
        last = Some(at);
        while in_flight.try_join_next().is_some() {}
        let (lambda, function) = (lambda.clone(), function.to_owned());
        in_flight.spawn(async move {
            // Lambda has logged a failure; the next minute sees what this one should have seen.
            let _ = tick(&lambda, &function, at).await;
        });
    }
}

/// The beginning of the minute after `now`, and not the one that `last` was, should a timer have
/// rung too early.
fn next_minute(now: Timestamp, last: Option<Timestamp>) -> Timestamp {
    let into = now.as_second().rem_euclid(MINUTE_S);
    let until = SignedDuration::from_secs(MINUTE_S - into)
        - SignedDuration::from_nanos(i64::from(now.subsec_nanosecond()));
    let next = now.saturating_add(until).unwrap_or(Timestamp::MAX);
    if Some(next) == last {
        return next.saturating_add(SignedDuration::from_secs(MINUTE_S)).unwrap_or(Timestamp::MAX);
    }
    next
}

/// EventBridge: the event of a rule that runs on a schedule.
fn event(function: &str, at: Timestamp) -> Bytes {
    let time = at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    json!({
        "version": "0",
        "id": ids::uuid(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": time,
        "region": REGION,
        "resources": [format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{function}")],
        "detail": {},
    })
    .to_string()
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_minute_begins_after_now_and_after_the_last_one() {
        let next = at("2026-03-01T10:05:00Z");
        assert_eq!(next_minute(at("2026-03-01T10:04:00Z"), None), next);
        assert_eq!(next_minute(at("2026-03-01T10:04:00.001Z"), None), next);
        assert_eq!(next_minute(at("2026-03-01T10:04:59.999999999Z"), None), next);
        let later = at("2026-03-01T10:06:00Z");
        assert_eq!(next_minute(at("2026-03-01T10:04:59.9999Z"), Some(next)), later);
        assert_eq!(next_minute(at("2026-03-01T10:05:00Z"), Some(next)), later);
    }

    #[test]
    fn the_event_is_eventbridges() {
        let event = event("clock", at("2026-03-01T10:05:00.25Z"));
        let event: serde_json::Value = serde_json::from_slice(&event).unwrap();
        assert_eq!(event["time"], "2026-03-01T10:05:00Z");
        assert_eq!(event["detail-type"], "Scheduled Event");
        assert_eq!(event["source"], "aws.events");
        assert_eq!(event["resources"][0], "arn:aws:events:us-east-1:123456789012:rule/clock");
    }
}
