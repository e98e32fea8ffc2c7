//! One trace from the webhook to the mail, and metrics on the way (README, "Logs and metrics").

use std::path::Path;

use convoke_local::stack::StackOptions;
use convoke_tests::live::{Client, run, start};
use serde_json::{Value, json};

/// The functions that a booking passes.
const WAY: [&str; 4] =
    ["inbound-webhook", "meeting-sync", "notification-fanout", "notification-deliver"];

/// The lines that a function wrote itself: Lambda's own are no JSON.
fn lines(data: &Path, function: &str) -> Vec<Value> {
    let path = data.join(format!("logs/{function}.log"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The sum of a metric's values in these lines, where the dimensions are these.
fn sum(lines: &[Value], metric: &str, dimensions: &Value) -> u64 {
    let fits = |line: &&Value| {
        dimensions.as_object().unwrap().iter().all(|(name, value)| line[name] == *value)
    };
    lines.iter().filter(fits).filter_map(|line| line[metric].as_u64()).sum()
}

#[test]
fn one_trace_leads_from_the_webhook_to_the_mail() {
    run(async {
        let data = std::env::temp_dir().join(format!("convoke-trail-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        let options = StackOptions { data: Some(data.clone()), ..StackOptions::default() };
        let stack = start(options).await;
        let client = Client::of(&stack, "trail");
        client.set_up().await;
        client.create_fault(json!({"status": 503})).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.told("b1", 2).await;
        stack.stop().await.unwrap();

        let of = |function: &str| lines(&data, function);
        let received: Vec<_> =
            of("inbound-webhook").into_iter().filter(|line| line["outcome"] == "queued").collect();
        assert_eq!(received.len(), 1, "{received:?}");
        let trace = received[0]["trace"].as_str().unwrap();
        assert!(trace.len() > 8, "{trace}");
        for function in WAY {
            let lines = of(function);
            assert!(lines.iter().any(|line| line["trace"] == trace), "{function}: {lines:#?}");
            let lacks = lines.iter().filter(|line| line["trace"].as_str().is_none());
            assert_eq!(lacks.count(), 0, "{function}: {lines:#?}");
        }
        let synced = of("meeting-sync");
        assert_eq!(sum(&synced, "Meetings", &json!({"provider": "zoom", "change": "created"})), 1);
        assert_eq!(sum(&synced, "ProviderFaults", &json!({"provider": "zoom", "code": "503"})), 1);
        let timed = synced.iter().filter(|line| line["ProviderLatency"].is_u64()).count();
        assert!(timed >= 3, "a token, a refusal, a meeting: {timed}");
        let delivered = of("notification-deliver");
        assert_eq!(sum(&delivered, "Deliveries", &json!({"state": "sent"})), 2);
        let aged = |line: &&Value| line["queue"] == "convoke-deliveries";
        assert_eq!(delivered.iter().filter(aged).count(), 2);
        std::fs::remove_dir_all(&data).unwrap();
    });
}
