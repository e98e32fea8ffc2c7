//! What the queues' workers get: batches of messages that can or can't be read.

use std::cell::RefCell;

use aws_lambda_events::event::sqs::{SqsEvent, SqsMessage};
use convoke::app::{self, App, Context};
use convoke::domain::fault::Fault;
use convoke::lambda::batch;
use convoke::queue::{DeliveryMessage, Envelope, EventMessage, SessionMessage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::scene::{in_shared_world, in_world};
use convoke_local::simulation::World;

/// An event as a worker gets it; what is none is the body of its only message.
pub(super) fn queues(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let event: SqsEvent = serde_json::from_str(&text).unwrap_or_else(|_| alone(&text));
    in_shared_world(async |world| {
        sorted::<SessionMessage>(world, event.clone()).await;
        sorted::<EventMessage>(world, event.clone()).await;
        sorted::<DeliveryMessage>(world, event.clone()).await;
    });
    for record in &event.records {
        worked(record.body.as_deref().unwrap_or_default());
    }
}

fn alone(body: &str) -> SqsEvent {
    let mut record = SqsMessage::default();
    record.message_id = Some("m1".to_owned());
    record.body = Some(body.to_owned());
    let mut event = SqsEvent::default();
    event.records = vec![record];
    event
}

/// The worker gets what can be read; exactly the rest comes again.
async fn sorted<T: DeserializeOwned + Serialize + PartialEq>(world: &World, event: SqsEvent) {
    let bodies: Vec<_> =
        event.records.iter().map(|record| record.body.clone().unwrap_or_default()).collect();
    let readable = bodies.iter().filter(|body| read_back::<T>(body)).count();
    let seen = RefCell::new(0);
    let verb = async |_: &App, _: &T, _: &Context| -> Result<(), Fault> {
        *seen.borrow_mut() += 1;
        Ok(())
    };
    let queue = world.app.sessions().unwrap();
    let response = batch::handle(&world.app, &queue, event, verb).await;
    assert_eq!(*seen.borrow(), readable);
    assert_eq!(response.batch_item_failures.len(), bodies.len() - readable);
}

/// Whether the body is such a message; one that is, is written and read back equal.
fn read_back<T: DeserializeOwned + Serialize + PartialEq>(body: &str) -> bool {
    let Ok(envelope) = serde_json::from_str::<Envelope<T>>(body) else { return false };
    let written = serde_json::to_string(&envelope).unwrap();
    let again: Envelope<T> = serde_json::from_str(&written).expect("what was written is read");
    assert!(again == envelope, "what was written is read back equal: {written}");
    true
}

/// No message makes a worker panic: not even one that only we could have written.
fn worked(body: &str) {
    let context = Context {
        message_id: "m1".to_owned(),
        received: 1,
        sent_at: jiff::Timestamp::UNIX_EPOCH,
        trace: "trace".to_owned(),
    };
    in_new(body, &async |app, it: &SessionMessage| app::meet::handle(app, it, &context).await);
    in_new(body, &async |app, it: &EventMessage| app::fan_out::handle(app, it, &context).await);
    in_new(body, &async |app, it: &DeliveryMessage| app::deliver::handle(app, it, &context).await);
}

fn in_new<T: DeserializeOwned>(body: &str, verb: &impl AsyncFn(&App, &T) -> Result<(), Fault>) {
    let Ok(envelope) = serde_json::from_str::<Envelope<T>>(body) else { return };
    in_world(async |world| {
        let _ = verb(&world.app, &envelope.message).await;
    });
}
