//! Processes that die at a chosen request, in one thread: a batch is handled by the functions' own verbs
//! until the process is gone.

use std::sync::Arc;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use bytes::Bytes;
use convoke::app::{self, App};
use convoke::clock::Clock;
use convoke::lambda::batch;
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use convoke_local::aws::{Aws, ReceivedMessage};
use convoke_local::sim::Simulators;
use convoke_local::simulation::{World, seeded_entropy};
use tokio::sync::Notify;

/// When a process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// Before the request has its effect.
    Before,
    /// After it, and before the answer.
    After,
}

/// Tells whether a request is the last one, by what it asks (`UpdateItem`, `PATCH`) and its body.
pub type Fate = fn(&str, &str) -> Option<Death>;

#[derive(Clone)]
struct Process {
    aws: Aws,
    sims: Simulators,
    fate: Fate,
    dies: Arc<Notify>,
}

impl Process {
    async fn perform(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportFault> {
        if request.headers().contains_key("x-amz-date") {
            return Ok(self.aws.call(request).await);
        }
        let lost = |_| TransportFault::Lost("the connection broke".to_owned());
        self.sims.call(request).await.map_err(lost)
    }

    async fn end(&self) -> ! {
        self.dies.notify_one();
        std::future::pending().await
    }
}

impl Exchange for Process {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let process = self.clone();
        Box::pin(async move {
            let target = request.headers().get("x-amz-target").and_then(|it| it.to_str().ok());
            let operation = target.and_then(|it| it.split('.').next_back());
            let asked = operation.unwrap_or(request.method().as_str()).to_owned();
            let body = String::from_utf8_lossy(request.body()).into_owned();
            let death = (process.fate)(&asked, &body);
            if death == Some(Death::Before) {
                process.end().await;
            }
            let answer = process.perform(request).await;
            if death == Some(Death::After) {
                process.end().await;
            }
            answer
        })
    }
}

fn app(world: &World, fate: Fate, dies: &Arc<Notify>) -> App {
    let (aws, sims) = (world.aws.clone(), world.sims.clone());
    let process = Process { aws, sims, fate, dies: Arc::clone(dies) };
    let time = world.time().clone();
    let clock = Clock::new(move || time.now());
    let transport = Transport::new(process);
    convoke::wire::app(world.app.config.clone(), transport, clock, seeded_entropy(3)).unwrap()
}

/// What a new process of `meeting-sync` answers for a batch; nothing where it dies of it.
pub async fn sync(
    world: &World,
    messages: &[ReceivedMessage],
    fate: Fate,
) -> Option<SqsBatchResponse> {
    let dies = Arc::default();
    let app = app(world, fate, &dies);
    let queue = app.sessions().unwrap();
    let mut event = SqsEvent::default();
    event.records = messages.iter().map(ReceivedMessage::to_record).collect();
    tokio::select! {
        biased;
        () = dies.notified() => None,
        response = batch::handle(&app, &queue, event, app::meet::handle) => Some(response),
    }
}
