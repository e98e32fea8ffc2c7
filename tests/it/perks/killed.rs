//! Processes that die between a platform's answer and the record of it: at most one message too many, and the
//! record says so; nothing is lost.

use std::time::Duration;

use convoke_local::gates::{Kill, Side};
use convoke_tests::live::chat::slack_of;
use convoke_tests::live::{Client, run, start};
use serde_json::{Value, json};

use super::connected;
use crate::killed::{gates, options};

/// No delivery of one message makes more exchanges.
const MOST: usize = 9;

struct Point {
    exchange: usize,
    side: Side,
    channel: String,
}

impl Point {
    fn name(&self) -> String {
        let side = if self.side == Side::Before { "before" } else { "after" };
        format!("p{}-{side}", self.exchange)
    }
}

fn points() -> Vec<Point> {
    let each = (1..=MOST).flat_map(|exchange| [(exchange, Side::Before), (exchange, Side::After)]);
    let point = |(n, (exchange, side)): (usize, (usize, Side))| Point {
        exchange,
        side,
        channel: format!("CK{n}"),
    };
    each.enumerate().map(point).collect()
}

/// G25: the worker is killed before and after each exchange it makes for a message to a channel.
#[test]
fn a_death_costs_at_most_one_message_too_many() {
    run(async {
        let stack = start(options()).await;
        let client = Client::of(&stack, "g25k");
        let _slack = slack_of(&client).await;
        let points = points();
        let channel = |point: &Point| json!({"id": point.channel, "name": point.name(), "private": false, "bot_in": true});
        let channels: Vec<_> = points.iter().map(channel).collect();
        client.put_state("slack", &json!({"channels": channels})).await;
        connected(&client).await;
        for point in &points {
            let body = json!({
                "event": "perk.added", "filter": {"point": point.name()},
                "destination": {"kind": "channel", "provider": "slack", "channel": point.channel},
            });
            client.ok("PUT", &format!("/subscriptions/{}", point.name()), body).await;
        }
        client.settings_are_known().await;
        let mut events = Vec::new();
        for point in &points {
            gates(&stack).kill(Kill {
                function: "notification-deliver".to_owned(),
                about: vec![point.name()],
                exchange: point.exchange,
                side: point.side,
            });
            let data = json!({"id": point.name(), "name": "Yoga", "point": point.name()});
            let posted = client.happen("perk.added", data).await;
            events.push(posted.body["id"].clone());
        }
        let mut doubled = 0;
        for (point, event) in points.iter().zip(&events) {
            let delivery = ended(&client, event).await;
            let said = client.said("slack", &point.channel).await.len();
            let warned = delivery["warnings"] == json!(["perhaps_sent_twice"]);
            assert!((1..=2).contains(&said), "{}: said {said} times", point.name());
            assert!(
                said == 1 || warned,
                "{}: twice, and nothing says so: {delivery:#}",
                point.name()
            );
            doubled += usize::from(said == 2);
        }
        assert!(doubled > 0, "some process died between the answer and the record");
        stack.stop().await.unwrap();
    });
}

/// The one delivery of an event, once it was sent.
async fn ended(client: &Client, event: &Value) -> Value {
    let path = format!("/events/{}", event.as_str().unwrap());
    let mut last = Value::Null;
    for _ in 0..1_500 {
        last = client.get(&path).await["deliveries"][0].clone();
        if last["state"] == "sent" {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never sent: {last:#}");
}
