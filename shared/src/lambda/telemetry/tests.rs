//! What the lines look like.

use std::io;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use tracing::Instrument as _;

use super::*;

/// Keeps what is written.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn subscriber(&self) -> impl Subscriber + Send + Sync + use<> {
        let kept = self.clone();
        let clock = Clock::new(|| "2026-11-25T10:00:00.123Z".parse().unwrap());
        lines(clock, move || kept.clone())
    }

    fn lines(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that `act` writes.
fn written(act: impl FnOnce()) -> Vec<Value> {
    let kept = Kept::default();
    tracing::subscriber::with_default(kept.subscriber(), act);
    kept.lines()
}

#[test]
fn every_line_within_a_piece_of_work_carries_its_trace() {
    let lines = written(|| {
        tracing::info!("before");
        work("t-1").in_scope(|| {
            tracing::info!(tenant = "aalto", count = 2, is_ours = true, "within");
            tracing::warn_span!("inner", other = "x").in_scope(|| tracing::warn!("deeper"));
            work("t-2").in_scope(|| tracing::error!(cause = ?Some(1), "of another"));
            metrics::meeting("zoom", "created");
        });
    });
    let traces: Vec<_> = lines.iter().map(|line| line["trace"].as_str()).collect();
    assert_eq!(traces, [None, Some("t-1"), Some("t-1"), Some("t-2"), Some("t-1")]);
    let within = &lines[1];
    assert_eq!((&within["level"], &within["message"]), (&json!("INFO"), &json!("within")));
    assert_eq!((&within["tenant"], &within["count"]), (&json!("aalto"), &json!(2)));
    assert_eq!((&within["is_ours"], &lines[3]["cause"]), (&json!(true), &json!("Some(1)")));
}

/// Work that is done at the same time does not get the other's trace.
#[tokio::test]
async fn traces_of_concurrent_work_stay_apart() {
    let kept = Kept::default();
    let guard = tracing::subscriber::set_default(kept.subscriber());
    let one = |trace: &'static str| {
        async move {
            tokio::task::yield_now().await;
            tracing::info!(its = trace, "done");
        }
        .instrument(work(trace))
    };
    futures_util::future::join_all([one("t-1"), one("t-2"), one("t-3")]).await;
    drop(guard);
    let lines = kept.lines();
    assert_eq!(lines.len(), 3);
    for line in lines {
        assert_eq!(line["its"], line["trace"]);
    }
}

/// CloudWatch's embedded metric format: the metric's value is a field of the root, and so is each
/// dimension; what is no dimension makes no metric of its own.
#[test]
fn metrics_are_lines_that_cloudwatch_counts() {
    let lines = written(|| {
        work("t-1").in_scope(|| metrics::provider_fault("zoom", "429"));
        metrics::provider_latency("zoom", SignedDuration::from_millis(321));
        metrics::age("convoke-sessions", SignedDuration::from_secs(-1));
    });
    let directive = json!([{
        "Namespace": "Convoke",
        "Dimensions": [["provider", "code"]],
        "Metrics": [{ "Name": "ProviderFaults", "Unit": "Count" }],
    }]);
    assert_eq!(
        lines[0],
        json!({
            "_aws": { "Timestamp": 1_795_600_800_123_i64, "CloudWatchMetrics": directive },
            "ProviderFaults": 1, "provider": "zoom", "code": "429", "trace": "t-1",
        })
    );
    assert_eq!(lines[1]["ProviderLatency"], 321);
    assert_eq!(lines[2]["WorkAge"], 0, "a clock that was set back makes no negative age");
}
