//! The endpoint: which service and operation a request is for, counting, and faults.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use bytes::Bytes;
use futures_util::stream;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};

use super::answer::{Answer, refusal};
use super::usage::{Call, Caller, Cost, Service};
use super::{Aws, Fault, locked, ses};

/// The status of [`Aws::call`]'s answer when the call was performed and its answer lost. No
/// service answers with it; over HTTP the connection breaks instead.
pub const ANSWER_LOST: u16 = 599;

/// The most that a request may carry: DynamoDB's limit for a batch, the largest of all.
const MAX_REQUEST_BYTES: usize = 16 * 1024 * 1024;

/// What a request is for.
pub(super) struct Target {
    pub(super) service: Service,
    pub(super) operation: String,
}

impl Target {
    /// By the operation's header, as the JSON protocols say it, or by the path for SES.
    fn of(request: &Parts) -> Option<Self> {
        if request.uri.path() == ses::SEND_EMAIL_PATH && request.method == Method::POST {
            return Some(Self { service: Service::Ses, operation: "SendEmail".to_owned() });
        }
        let target = request.headers.get("x-amz-target")?.to_str().ok()?;
        let (interface, operation) = target.split_once('.')?;
        let service = match interface {
            "DynamoDB_20120810" => Service::DynamoDb,
            "AmazonSQS" => Service::Sqs,
            "secretsmanager" => Service::SecretsManager,
            _ => return None,
        };
        Some(Self { service, operation: operation.to_owned() })
    }
}

impl Aws {
    /// Serves all services at `POST /`, and SES at its own path.
    pub fn router(&self) -> Router {
        Router::new().fallback(serve).with_state(self.clone())
    }

    /// Answers one request without a socket. An answer that a fault lost has the status
    /// [`ANSWER_LOST`] and no body.
    pub async fn call(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let Some(target) = Target::of(&parts) else { return nowhere(&parts) };
        if let Some(denied) = self.deny(&target, &parts, &body) {
            return self.record(Caller::Functions, &target, denied);
        }
        let fault = self.services.faults.take(target.service, &target.operation);
        let refused = fault.as_ref().and_then(|fault| refuse(&target, fault));
        let answer = match refused {
            Some(answer) => answer,
            None => self.perform(&target, parts, body).await,
        };
        let response = self.record(Caller::Functions, &target, answer);
        match fault {
            Some(fault) => spoil(&fault, response).await,
            None => response,
        }
    }

    async fn perform(&self, target: &Target, parts: Parts, body: Bytes) -> Answer {
        match target.service {
            Service::DynamoDb => self.services.database.handle(&target.operation, &body),
            Service::Sqs => self.services.queues.handle(&target.operation, &body).await,
            Service::SecretsManager => self.services.secrets.handle(&target.operation, body).await,
            Service::Ses => {
                let ses = locked(&self.services.ses).clone();
                ses::send(ses.as_deref(), parts, body).await
            }
        }
    }

    fn record(&self, caller: Caller, target: &Target, answer: Answer) -> Response<Bytes> {
        let (service, operation) = (target.service, target.operation.clone());
        let Answer { response, resource, cost } = answer;
        let status = response.status().as_u16();
        let call = Call { caller, service, operation, resource, status, cost };
        self.services.ledger.record(&call);
        response
    }

    /// Counts a call that did not come as a request.
    pub(super) fn count(&self, caller: Caller, operation: &str, queue: &str, cost: Option<Cost>) {
        let call = Call {
            caller,
            service: Service::Sqs,
            operation: operation.to_owned(),
            resource: Some(queue.to_owned()),
            status: if cost.is_some() { 200 } else { 400 },
            cost: cost.unwrap_or_default(),
        };
        self.services.ledger.record(&call);
    }

    /// Performs an operation of the set-up.
    pub(super) async fn set_up(
        &self,
        service: Service,
        operation: &str,
        body: String,
    ) -> Response<Bytes> {
        let target = Target { service, operation: operation.to_owned() };
        let (parts, body) = Request::new(Bytes::from(body)).into_parts();
        let answer = self.perform(&target, parts, body).await;
        self.record(Caller::Setup, &target, answer)
    }
}

/// The refusal that a fault asks for instead of the call.
fn refuse(target: &Target, fault: &Fault) -> Option<Answer> {
    let status = StatusCode::from_u16(fault.refusal()?).ok()?;
    let code = match fault.code.as_str() {
        "" => "InternalServerError",
        code => code,
    };
    let message = "The call was refused on request.";
    Some(Answer::free(refusal(target.service, status, code, message)))
}

/// Holds an answer back, or loses it.
#[expect(clippy::disallowed_methods, reason = "a slow answer is what was asked for")]
async fn spoil(fault: &Fault, mut response: Response<Bytes>) -> Response<Bytes> {
    if fault.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    }
    if fault.after_effect {
        response = Response::new(Bytes::new());
        *response.status_mut() = answer_lost();
    }
    response
}

/// [`ANSWER_LOST`] as a status: what whoever answers for a service says to lose an answer.
#[must_use]
pub fn answer_lost() -> StatusCode {
    StatusCode::from_u16(ANSWER_LOST).unwrap_or(StatusCode::GATEWAY_TIMEOUT)
}

/// The answer to a request for no service here.
fn nowhere(request: &Parts) -> Response<Bytes> {
    if request.method == Method::GET && request.uri.path() == "/" {
        return Response::new(Bytes::from_static(b"The AWS endpoint of the local stack.\n"));
    }
    let message = "The request names no operation of a service of the local stack.";
    let status = StatusCode::NOT_FOUND;
    refusal(Service::DynamoDb, status, "UnknownOperationException", message)
}

async fn serve(State(aws): State<Aws>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_REQUEST_BYTES).await else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    };
    let response = aws.call(Request::from_parts(parts, body)).await;
    if response.status().as_u16() == ANSWER_LOST {
        return Response::new(broken());
    }
    response.map(Body::from)
}

/// A body that breaks the connection before it has any content.
fn broken() -> Body {
    let lost = io::Error::new(io::ErrorKind::ConnectionReset, "the answer was lost on request");
    Body::from_stream(stream::once(async { Err::<Bytes, _>(lost) }))
}
