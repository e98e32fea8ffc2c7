//! Invocations: the functions' own verbs, each on a process of its own, as Lambda would run them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use aws_lambda_events::event::sqs::SqsEvent;
use convoke::app::receive::{Incoming, Received};
use convoke::app::{self, App};
use convoke::lambda::batch;

use super::cast::{SOURCE, TENANT, signed};
use super::gate::WorkerId;
use super::step::{Errand, errand};
use crate::aws::ReceivedMessage;

/// Which function an invocation is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Receive,
    Sync,
    Copy,
    Fanout,
    Deliver,
    Import,
    Clock,
    Admin,
}

impl Role {
    /// Those that queues feed, in the order of the pipeline.
    pub const FED: [Self; 5] = [Self::Sync, Self::Copy, Self::Fanout, Self::Deliver, Self::Import];

    /// As the function's package is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receive => "inbound-webhook",
            Self::Sync => "meeting-sync",
            Self::Copy => "recording-copy",
            Self::Fanout => "notification-fanout",
            Self::Deliver => "notification-deliver",
            Self::Import => "scheduled-import",
            Self::Clock => "clock",
            Self::Admin => "admin-api",
        }
    }

    /// The queue that feeds it.
    pub const fn queue(self) -> &'static str {
        match self {
            Self::Copy => "recordings",
            Self::Fanout => "events",
            Self::Deliver => "deliveries",
            Self::Import => "imports",
            _ => "sessions",
        }
    }
}

/// What an invocation is for.
#[derive(Clone)]
pub(super) enum Job {
    /// Messages of the role's queue.
    Batch(Vec<ReceivedMessage>),
    /// Something that somebody outside wants done.
    Errand(Errand),
    /// A tick.
    Tick,
}

/// How an invocation ended.
pub(super) enum Ended {
    /// Of a batch, those that come again.
    Failed(Vec<String>),
    /// Whether the errand is done.
    Done(bool),
}

type Running = Pin<Box<dyn Future<Output = Ended>>>;

/// One invocation at work.
pub(super) struct Worker {
    pub id: WorkerId,
    pub role: Role,
    /// Which of the role's processes it runs on.
    pub slot: usize,
    pub job: Job,
    pub running: Running,
    pub frozen: bool,
}

impl Worker {
    pub fn start(id: WorkerId, role: Role, slot: usize, job: Job, app: Arc<App>) -> Self {
        let running: Running = match job.clone() {
            Job::Batch(messages) => Box::pin(work_off(role, app, messages)),
            Job::Errand(it) => Box::pin(async move { Ended::Done(errand(&app, &it).await) }),
            Job::Tick => Box::pin(async move {
                let ticked = app::tick::tick(&app, app.clock.now(), "tick").await;
                Ended::Done(ticked.is_ok())
            }),
        };
        Self { id, role, slot, job, running, frozen: false }
    }
}

async fn work_off(role: Role, app: Arc<App>, messages: Vec<ReceivedMessage>) -> Ended {
    let queue = match role {
        Role::Copy => app.recordings(),
        Role::Fanout => app.events(),
        Role::Deliver => app.deliveries(),
        Role::Import => app.imports(),
        _ => app.sessions(),
    };
    let all = || messages.iter().map(|message| message.message_id.clone()).collect();
    let Ok(queue) = queue else { return Ended::Failed(all()) };
    let mut event = SqsEvent::default();
    event.records = messages.iter().map(ReceivedMessage::to_record).collect();
    let response = match role {
        Role::Copy => batch::handle(&app, &queue, event, app::copy_recording::handle).await,
        Role::Fanout => batch::handle(&app, &queue, event, app::fan_out::handle).await,
        Role::Deliver => batch::handle(&app, &queue, event, app::deliver::handle).await,
        Role::Import => batch::handle(&app, &queue, event, app::import::handle).await,
        _ => batch::handle(&app, &queue, event, app::meet::handle).await,
    };
    let failed = response.batch_item_failures.into_iter().map(|it| it.item_identifier);
    Ended::Failed(failed.collect())
}

/// A sender's message through the webhook's verb; whether the sender may forget it.
pub(super) async fn post(app: &App, body: &str) -> bool {
    let headers = signed(body, app.clock.now());
    let incoming = Incoming {
        tenant: TENANT,
        source: SOURCE,
        headers: &headers,
        body: body.as_bytes(),
        trace: "simulated",
    };
    matches!(app::receive::receive(app, incoming).await, Ok(Received::Queued))
}
