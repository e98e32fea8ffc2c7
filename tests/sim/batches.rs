//! Batches of ten: whichever of its messages fail, exactly those come again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_lambda_events::event::sqs::{SqsEvent, SqsMessage};
use bytes::Bytes;
use convoke::app::{self, App};
use convoke::clock::Clock;
use convoke::config::Config;
use convoke::domain::session::{Change, SessionFact};
use convoke::lambda::batch;
use convoke::queue::{Envelope, SessionMessage};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use convoke_local::aws::Aws;
use convoke_local::simulation::{TABLE, World, key, runtime, seeded_entropy};

/// How many messages a batch has at most (SQS event source mappings).
const TEN: u32 = 10;

/// Passes everything on but writes of some sessions.
#[derive(Clone)]
struct Refusing {
    aws: Aws,
    refused: Arc<Mutex<BTreeSet<String>>>,
}

impl Exchange for Refusing {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let refusing = self.clone();
        Box::pin(async move {
            let body = String::from_utf8_lossy(request.body()).into_owned();
            let target = request.headers().get("x-amz-target").cloned();
            let writes = target.is_some_and(|it| it.as_bytes().ends_with(b".UpdateItem"));
            let refused = refusing.refused.lock().unwrap().clone();
            if writes && refused.iter().any(|id| body.contains(&format!("#{id}\""))) {
                return Err(TransportFault::NotSent("refused on purpose".to_owned()));
            }
            Ok(refusing.aws.call(request).await)
        })
    }
}

fn app(world: &World, refused: &Arc<Mutex<BTreeSet<String>>>) -> App {
    let refusing = Refusing { aws: world.aws.clone(), refused: Arc::clone(refused) };
    let time = world.time().clone();
    let clock = Clock::new(move || time.now());
    let config: Config = world.app.config.clone();
    convoke::wire::app(config, Transport::new(refusing), clock, seeded_entropy(3)).unwrap()
}

fn message(id: &str) -> SqsMessage {
    let fact = SessionFact { key: key(id), version: 1, change: Change::Cancelled, follows: None };
    let mut message = SqsMessage::default();
    message.message_id = Some(id.to_owned());
    message.receipt_handle = Some("none".to_owned());
    let envelope = Envelope::new("trace", SessionMessage::Fact(fact));
    message.body = Some(serde_json::to_string(&envelope).unwrap());
    message
}

/// Design §9: all 1,024 subsets of a batch of ten fail, and each time the answer names exactly them,
/// while the others are done.
#[test]
fn every_subset_of_a_batch_of_ten_comes_again_alone() {
    runtime().unwrap().block_on(async {
        let world = World::new(7).await.unwrap();
        world.furnish(true).await.unwrap();
        let refused = Arc::default();
        let app = app(&world, &refused);
        let queue = app.sessions().unwrap();
        for subset in 0..1_u32 << TEN {
            let ids: Vec<_> = (0..TEN).map(|n| format!("s{subset}n{n}")).collect();
            let failing: BTreeSet<_> = (0_u32..)
                .zip(&ids)
                .filter(|(n, _)| subset >> n & 1 == 1)
                .map(|(_, id)| id.clone())
                .collect();
            refused.lock().unwrap().clone_from(&failing);
            let mut event = SqsEvent::default();
            event.records = ids.iter().map(|id| message(id)).collect();
            let response = batch::handle(&app, &queue, event, app::meet::handle).await;
            let failed = response.batch_item_failures.into_iter().map(|it| it.item_identifier);
            assert_eq!(failed.collect::<BTreeSet<_>>(), failing, "subset {subset:010b}");
            for id in ids.iter().filter(|id| !failing.contains(*id)) {
                let item =
                    world.aws.peek_item(TABLE, &format!("aalto#session#booking#{id}"), "session");
                assert!(item.is_some_and(|item| item.get("lease").is_none()), "{id} is not done");
            }
        }
        println!("{} subsets of a batch of ten", 1 << TEN);
    });
}
