//! The mail inbox behind SES: what is sent through the SES v2 API can be read here.
//!
//! Source: Amazon SES API v2, `SendEmail`. The AWS endpoint hands its calls over with
//! [`Simulators::send`](super::Simulators::send).

mod held;
mod message;
mod mime;
mod refusal;
mod request;
mod simple;

#[cfg(test)]
mod tests;

use std::sync::Mutex;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, json as json_response, lock, state};
use held::Held;
use refusal::Refusal;
use request::SendEmail;

const PATH: &str = "/v2/email/outbound-emails";

/// The simulated mail service and everybody's inbox.
pub struct Mail {
    held: Mutex<Held>,
}

impl Mail {
    /// An empty inbox.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { held: Mutex::new(Held::new(seed)) }
    }
}

impl Simulator for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    /// Nothing: mail comes in through the AWS endpoint, as it does in production.
    fn relative_path(&self, _path: &str) -> Option<String> {
        None
    }

    fn env(&self, _base: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        send(&mut lock(&self.held), call).unwrap_or_else(|refusal| refusal.response())
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        let refusal = match status {
            StatusCode::TOO_MANY_REQUESTS => {
                Refusal::new("TooManyRequestsException", "Maximum sending rate exceeded.")
            }
            StatusCode::NOT_FOUND => Refusal::new("NotFoundException", "Not found."),
            status if status.is_server_error() => {
                Refusal::new("InternalFailure", "The request could not be processed.")
            }
            _ => Refusal::new("BadRequestException", "Bad request."),
        };
        refusal.with_status(status).response()
    }

    fn state(&self) -> Value {
        lock(&self.held).state()
    }

    fn merge_state(&self, state: &Value) -> Result<(), StateError> {
        lock(&self.held).merge(state)
    }

    fn snapshot(&self) -> Value {
        json!(*lock(&self.held))
    }

    fn restore(&self, snapshot: Value) -> Result<(), StateError> {
        *lock(&self.held) = state::restored("mail", snapshot)?;
        Ok(())
    }
}

/// `POST /v2/email/outbound-emails` → 200 with a message id.
fn send(held: &mut Held, call: &Call) -> Result<Response<Bytes>, Refusal> {
    if call.path != PATH || call.method != Method::POST {
        let refusal = Refusal::new("NotFoundException", "There is no such operation here.");
        return Err(refusal.with_status(StatusCode::NOT_FOUND));
    }
    let request = SendEmail::read(&call.body)?;
    let mut mail = request.mail()?;
    held.check_sender(&mail.from)?;
    mail.message_id = held.message_id(call.at);
    mail.at = call.at;
    let answer = json!({ "MessageId": mail.message_id });
    held.deliver(mail);
    Ok(json_response(StatusCode::OK, &answer))
}
