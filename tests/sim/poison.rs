//! A message that its process dies of each time: what shares a batch with it gets through.

use std::collections::BTreeMap;

use convoke::domain::session::{Change, SessionFact};
use convoke::queue::{Envelope, SessionMessage};
use convoke_local::simulation::{TABLE, World, key, runtime};
use convoke_tests::deadly::{Death, sync};

const QUEUE: &str = "convoke-sessions";
const DEADLY: &str = "deadly";
/// How many messages share the queue with the deadly one: together they fill two batches.
const OTHERS: usize = 19;
/// Nobody comes as often as the deadly one, which is given up after eight receptions.
const PATIENCE: u32 = 4;

/// Whatever is asked about the deadly session is the last thing that is asked.
fn of_the_deadly(_: &str, body: &str) -> Option<Death> {
    body.contains(&format!("#{DEADLY}\"")).then_some(Death::Before)
}

async fn send(world: &World, id: &str) {
    let fact = SessionFact { key: key(id), version: 1, change: Change::Cancelled, follows: None };
    let envelope = Envelope::new("trace", SessionMessage::Fact(fact));
    world.app.sessions().unwrap().send("aalto", &envelope).await.unwrap();
}

/// Works the queue off as Lambda does, time passing at once, and counts each message's receptions.
async fn work_off(world: &World) -> BTreeMap<String, u32> {
    let mut receptions = BTreeMap::new();
    while let Some(at) = world.aws.next_visible_ms(QUEUE).unwrap() {
        world.time().pass_until(at);
        let messages = world.aws.receive(QUEUE, 10, None).unwrap();
        for message in &messages {
            *receptions.entry(message.message_id.clone()).or_default() += 1;
        }
        if let Some(response) = sync(world, &messages, of_the_deadly).await {
            assert!(response.batch_item_failures.is_empty(), "nothing else fails");
            let done = messages.iter().map(|message| message.receipt_handle.clone());
            world.aws.delete(QUEUE, &done.collect::<Vec<_>>()).unwrap();
        }
    }
    receptions
}

/// Design §3: one poisoned message never holds its neighbours, not even one that takes the process
/// along: suspects come again apart from each other, and the guilty one alone is given up.
#[test]
fn whoever_shares_a_batch_with_a_deadly_message_gets_through() {
    runtime().unwrap().block_on(async {
        let world = World::new(7).await.unwrap();
        world.furnish(true).await.unwrap();
        let others: Vec<_> = (0..OTHERS).map(|n| format!("s{n}")).collect();
        for (n, id) in others.iter().enumerate() {
            if n == 4 {
                send(&world, DEADLY).await;
            }
            send(&world, id).await;
        }
        let mut receptions: Vec<_> = work_off(&world).await.into_values().collect();
        receptions.sort_unstable();
        assert_eq!(receptions.pop(), Some(8), "the deadly one is given up: {receptions:?}");
        assert!(receptions.iter().all(|count| *count <= PATIENCE), "{receptions:?}");
        assert_eq!(world.aws.depth(&format!("{QUEUE}-dead")).unwrap().visible, 1);
        for id in others {
            let partition = format!("aalto#session#booking#{id}");
            let item = world.aws.peek_item(TABLE, &partition, "session");
            assert!(item.is_some_and(|item| item.get("lease").is_none()), "{id} is not done");
        }
    });
}
