//! Ten thousand messages to one busy channel, and somebody else's private one.

use std::time::{Duration, Instant};

use convoke_local::stack::StackOptions;
use convoke_tests::live::chat::{slack_of, teams_of};
use convoke_tests::live::{Client, alone, run, start};
use serde_json::json;

use super::{channel, connected, points, subscribe};

/// How many messages lie before the channel.
const MESSAGES: usize = 10_000;
/// How many private messages are timed, before and during.
const TIMED: u32 = 5;
/// How much longer a private message may take while another tenant's channel is besieged.
const RATIO: f64 = 8.0;

/// The busy tenant posts, the other tenant's people are told: in their own time, not after it. SQS's fair
/// queues are measured as a ratio, because a machine's speed is its own.
#[test]
fn a_besieged_channel_holds_up_nobody_elses_message() {
    run(async {
        let _alone = alone().await;
        let stack = start(StackOptions { ticks: false, ..StackOptions::default() }).await;
        let (busy, other) = (Client::of(&stack, "busy"), Client::of(&stack, "other"));
        let (_slack, _teams) = (slack_of(&busy).await, teams_of(&other, 9).await);
        connected(&busy).await;
        other.perks().await;
        assert_eq!(other.connect_chat("teams").await.status, 200);
        let dm = json!({"kind": "dm", "provider": "teams"});
        subscribe(&other, "points", "wallet.funded", dm).await;
        subscribe(&busy, "news", "perk.added", channel("C2")).await;
        let calm = told(&other, 0).await;
        let messages: Vec<_> = (0..MESSAGES).map(|n| busy.announcement(n)).collect();
        busy.enqueue_all(&stack, "convoke-events", &messages).await;
        busy.said_times("slack", "C2", 3).await;
        let besieged = told(&other, TIMED).await;
        let left = MESSAGES - busy.said("slack", "C2").await.len();
        let ratio = besieged.as_secs_f64() / calm.as_secs_f64().max(0.05);
        println!("calm {calm:?}, besieged {besieged:?} ({ratio:.1}×), {left} messages left");
        assert!(left > MESSAGES / 2, "the channel was not besieged any more");
        assert!(ratio < RATIO, "calm {calm:?}, besieged {besieged:?}");
        stack.stop().await.unwrap();
    });
}

/// How long a private message takes, the median of a few.
async fn told(client: &Client, first: u32) -> Duration {
    let mut times = Vec::new();
    for n in first..first + TIMED {
        let before = client.said_in_all("teams").await;
        let begun = Instant::now();
        client.happen("wallet.funded", points(&format!("w{n}"), "aino@demo.example", n)).await;
        client.until("it is told", async || client.said_in_all("teams").await > before).await;
        times.push(begun.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}
