//! Batches: every record has its own end. One that fails comes again by itself and never takes its
//! neighbours with it, not even by a panic.

use std::panic::AssertUnwindSafe;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use futures_util::future::{FutureExt as _, join_all};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use tracing::Instrument as _;

use super::telemetry;
use crate::app::{App, Context};
use crate::domain::fault::Fault;
use crate::metrics;
use crate::queue::{Envelope, Queue};

/// How soon a message that can't be read comes again: soon, so that it is in the dead-letter queue,
/// where people look, before it has cost much.
const UNREADABLE: SignedDuration = SignedDuration::from_secs(1);

/// From this reception on, a message may be the one that its process died of: a panic is caught, but
/// memory that runs out or time that ends takes the whole batch along, and nothing tells by whom.
const SUSPECT: u32 = 3;
/// As long as a function that works off a queue may run, at most (the template's time-out).
pub const LONGEST_RUN: SignedDuration = SignedDuration::from_secs(30);
/// How far from each other suspects come again, should the process die now.
const APART: SignedDuration = SignedDuration::from_secs(5);

/// Handles each record by itself and answers with those that must come again.
pub async fn handle<T: DeserializeOwned>(
    app: &App,
    queue: &Queue,
    event: SqsEvent,
    verb: impl AsyncFn(&App, &T, &Context) -> Result<(), Fault>,
) -> SqsBatchResponse {
    set_apart(queue, &event.records).await;
    let ends = event.records.iter().map(|record| one(app, queue, record, &verb));
    let mut response = SqsBatchResponse::default();
    for (record, failed) in event.records.iter().zip(join_all(ends).await) {
        if failed {
            response.add_failure(record.message_id.clone().unwrap_or_default());
        }
    }
    response
}

/// Gives each suspect of a batch a visibility of its own. If the process dies of one of them, they
/// come again one by one, and only the guilty one is given up. Costs nothing where nothing fails.
async fn set_apart(queue: &Queue, records: &[SqsMessage]) {
    if records.len() < 2 {
        return;
    }
    let suspects = records.iter().filter(|record| received(record) >= SUSPECT);
    let changes = suspects.zip(1..).map(|(record, nth)| {
        let receipt = record.receipt_handle.as_deref().unwrap_or_default();
        queue.hand_back(receipt, LONGEST_RUN + APART * nth)
    });
    if join_all(changes).await.iter().any(Result::is_err) {
        tracing::warn!("a message could not be set apart from its batch");
    }
}

/// Handles a record; `true` when it must come again.
async fn one<T: DeserializeOwned>(
    app: &App,
    queue: &Queue,
    record: &SqsMessage,
    verb: &impl AsyncFn(&App, &T, &Context) -> Result<(), Fault>,
) -> bool {
    let body = record.body.as_deref().unwrap_or_default();
    let Ok(envelope) = serde_json::from_str::<Envelope<T>>(body) else {
        let message_id = record.message_id.as_deref().unwrap_or_default();
        tracing::error!(message_id, "a message can't be read");
        hand_back(queue, record, UNREADABLE).await;
        return true;
    };
    let context = context(record, &envelope.trace);
    let span = telemetry::work(&context.trace);
    finish(app, queue, record, &context, verb(app, &envelope.message, &context))
        .instrument(span)
        .await
}

/// Sees the work of a record to its end; `true` when it must come again.
async fn finish(
    app: &App,
    queue: &Queue,
    record: &SqsMessage,
    context: &Context,
    work: impl Future<Output = Result<(), Fault>>,
) -> bool {
    let fault = match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(())) => {
            metrics::age(queue.name(), app.clock.now().duration_since(context.sent_at));
            return false;
        }
        Ok(Err(fault)) => fault,
        Err(_) => Fault::retry(30, "a panic"),
    };
    hand_back_for(queue, record, context, &fault).await;
    true
}

fn context(record: &SqsMessage, trace: &str) -> Context {
    let attribute = |name: &str| record.attributes.get(name).map(String::as_str);
    let sent_ms = attribute("SentTimestamp").and_then(|text| text.parse().ok());
    Context {
        message_id: record.message_id.clone().unwrap_or_default(),
        received: received(record),
        sent_at: sent_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default(),
        trace: trace.to_owned(),
    }
}

/// How often SQS has handed the message out, this time included.
fn received(record: &SqsMessage) -> u32 {
    let count = record.attributes.get("ApproximateReceiveCount");
    count.and_then(|text| text.parse().ok()).unwrap_or(1)
}

async fn hand_back_for(queue: &Queue, record: &SqsMessage, context: &Context, fault: &Fault) {
    let (after, cause) = match fault {
        Fault::Retry { after, cause } => (*after, cause.clone()),
        // Verbs keep these in the table; one that comes here is tried again like any other.
        Fault::Park { reason, .. } | Fault::Rejected(reason) => (UNREADABLE, reason.to_string()),
        Fault::Blocked(block) => (UNREADABLE, block.reason.to_string()),
    };
    let Context { message_id, received, .. } = context;
    tracing::warn!(message_id, received, cause, after_s = after.as_secs(), "comes again");
    hand_back(queue, record, jittered(after, message_id, *received)).await;
}

/// Up to a quarter more, by the message, so that what failed together does not come back together.
fn jittered(after: SignedDuration, message_id: &str, received: u32) -> SignedDuration {
    let digest = crate::domain::ids::digest(&[message_id, &received.to_string()]);
    let share = i64::from_str_radix(&digest[..4], 16).unwrap_or_default();
    let extra = after.as_millis().saturating_mul(i128::from(share)) / 65_536 / 4;
    after + SignedDuration::from_millis(i64::try_from(extra).unwrap_or_default())
}

async fn hand_back(queue: &Queue, record: &SqsMessage, after: SignedDuration) {
    let receipt = record.receipt_handle.as_deref().unwrap_or_default();
    // Visibility has whole seconds; half a second becomes one, not none.
    let after = SignedDuration::from_secs(after.as_secs() + i64::from(after.subsec_nanos() > 0));
    if queue.hand_back(receipt, after).await.is_err() {
        tracing::warn!(
            "a message's visibility could not be changed; it comes when its time-out ends"
        );
    }
}
