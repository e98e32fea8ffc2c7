//! Taking applications and changing them.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::application::{CHANGE, NEW};
use super::body::{self, Extent};
use super::held::Held;
use super::refusal::Refusal;
use super::{Outcome, json_response};
use crate::sim::Call;

/// `POST /applications`. A key that is known is answered by what it made, whatever comes with it.
pub fn create(held: &mut Held, call: &Call) -> Outcome {
    let key = call.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let key = key.filter(|key| !key.trim().is_empty()).ok_or(Refusal::NoKey)?;
    if let Some(application) = held.sent_with(key) {
        return Ok(registered(StatusCode::OK, &application.id, &held.alike(&application.said)));
    }
    let said = body::read(call, NEW, Extent::Whole)?;
    let alike = held.alike(&said);
    Ok(registered(StatusCode::CREATED, &held.receive(key, said, call.at), &alike))
}

/// What is said of whoever may be there already by another way; nothing where nobody is.
fn registered(status: StatusCode, id: &str, alike: &[Value]) -> Response<Bytes> {
    if alike.is_empty() {
        return named(status, id);
    }
    json_response(status, &json!({ "id": id, "possible_duplicates": alike }))
}

/// `PATCH /applications/{id}`
pub fn change(held: &mut Held, call: &Call, id: &str) -> Outcome {
    let application = held.application(id).ok_or(Refusal::NotFound)?;
    application.said.extend(body::read(call, CHANGE, Extent::Change)?);
    application.changed_at = Some(call.at);
    Ok(named(StatusCode::OK, id))
}

fn named(status: StatusCode, id: &str) -> Response<Bytes> {
    json_response(status, &json!({ "id": id }))
}
