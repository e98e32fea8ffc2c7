//! A message that its process dies of each time: what shares a batch with it gets through.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use bytes::Bytes;
use convoke::app::{self, App};
use convoke::clock::Clock;
use convoke::domain::session::{Change, SessionFact};
use convoke::lambda::batch;
use convoke::queue::{Envelope, SessionMessage};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use convoke_local::aws::{Aws, ReceivedMessage};
use convoke_local::simulation::{TABLE, World, key, runtime, seeded_entropy};
use tokio::sync::Notify;

const QUEUE: &str = "convoke-sessions";
const DEADLY: &str = "deadly";
/// How many messages share the queue with the deadly one: together they fill two batches.
const OTHERS: usize = 19;
/// Nobody comes as often as the deadly one, which is given up after eight receptions.
const PATIENCE: u32 = 4;

/// Passes everything on, until something is asked about the deadly session: that ends the process.
#[derive(Clone)]
struct Process {
    aws: Aws,
    dies: Arc<Notify>,
}

impl Exchange for Process {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let process = self.clone();
        Box::pin(async move {
            let body = String::from_utf8_lossy(request.body()).into_owned();
            if body.contains(&format!("#{DEADLY}\"")) {
                process.dies.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(process.aws.call(request).await)
        })
    }
}

fn app(world: &World, dies: &Arc<Notify>) -> App {
    let process = Process { aws: world.aws.clone(), dies: Arc::clone(dies) };
    let time = world.time().clone();
    let clock = Clock::new(move || time.now());
    let transport = Transport::new(process);
    convoke::wire::app(world.app.config.clone(), transport, clock, seeded_entropy(3)).unwrap()
}

async fn send(world: &World, id: &str) {
    let fact = SessionFact { key: key(id), version: 1, change: Change::Cancelled, follows: None };
    let envelope = Envelope::new("trace", SessionMessage::Fact(fact));
    world.app.sessions().unwrap().send("aalto", &envelope).await.unwrap();
}

/// What a process answers for a batch; nothing where it dies of it.
async fn invoke(world: &World, messages: &[ReceivedMessage]) -> Option<SqsBatchResponse> {
    let dies = Arc::default();
    let app = app(world, &dies);
    let queue = app.sessions().unwrap();
    let mut event = SqsEvent::default();
    event.records = messages.iter().map(ReceivedMessage::to_record).collect();
    tokio::select! {
        biased;
        () = dies.notified() => None,
        response = batch::handle(&app, &queue, event, app::meet::handle) => Some(response),
    }
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
        if let Some(response) = invoke(world, &messages).await {
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
