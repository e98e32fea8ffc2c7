//! From Exchange's answer to the one message in it, or to a refusal. Refusals come in three ways: as
//! an HTTP status, as a SOAP fault (with status 500), and inside an answer with status 200.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};
use jiff::SignedDuration;

use super::meaning::{Meaning, Refusal};
use super::read::{Element, read};
use super::request::Operation;

/// The message that answers an operation.
///
/// `ResponseClass` is `Success`, `Warning` (as when a name fits several) or `Error`; with the last the
/// message says nothing but why (EWS reference, `ResponseMessages`).
pub(super) fn message(answer: &Response<Bytes>, operation: Operation) -> Result<Element, Refusal> {
    let status = answer.status();
    let document = read(answer.body());
    let body = document.as_ref().and_then(|document| document.child("Body"));
    if let Some(fault) = body.and_then(|body| body.child("Fault")) {
        return Err(fault_of(fault));
    }
    if !status.is_success() {
        return Err(of_status(status, answer.headers()));
    }
    let Some(message) = body.and_then(|body| its_message(body, operation)) else {
        return Err(unreadable(operation));
    };
    match message.attribute("ResponseClass") {
        Some("Success" | "Warning") => Ok(message.clone()),
        Some("Error") => Err(refusal(message, &["ResponseCode"])),
        _ => Err(unreadable(operation)),
    }
}

/// Most answers wrap one message for each thing that was asked; `FindPeople` is itself the message.
fn its_message(body: &Element, operation: Operation) -> Option<&Element> {
    let answer = body.child(&format!("{}Response", operation.name()))?;
    match answer.child("ResponseMessages") {
        Some(messages) => messages.children.first(),
        None => Some(answer),
    }
}

fn fault_of(fault: &Element) -> Refusal {
    if fault.at(&["detail", "ResponseCode"]).is_some() {
        return refusal(fault, &["detail", "ResponseCode"]);
    }
    // Without details the code alone is there: `a:ErrorServerBusy`.
    let code = fault.text_at(&["faultcode"]).unwrap_or_default();
    match code.rsplit(':').next() {
        Some(code) if code.starts_with("Error") => Refusal::of_code(code),
        _ => Refusal::new(Meaning::Unsure, "a SOAP fault without a code"),
    }
}

/// The code at `path`, and beside it how long to wait.
fn refusal(of: &Element, path: &[&str]) -> Refusal {
    let code = of.text_at(path).unwrap_or_default();
    let beside = path.split_last().map_or(&[][..], |(_, before)| before);
    Refusal::of_code(code).waiting(of.at(beside).and_then(back_off))
}

/// `BackOffMilliseconds` (EWS throttling guide): how long the server refuses whatever is asked.
fn back_off(of: &Element) -> Option<SignedDuration> {
    let values = &of.child("MessageXml")?.children;
    let named = |value: &&Element| value.attribute("Name") == Some("BackOffMilliseconds");
    let milliseconds: u32 = values.iter().find(named)?.text.trim().parse().ok()?;
    Some(SignedDuration::from_millis(milliseconds.into()))
}

/// An answer of a 2xx status that EWS would not give. A read that gets one talks to something else,
/// such as a page to sign in; a write may have had its effect all the same.
fn unreadable(operation: Operation) -> Refusal {
    let meaning = if operation.writes() { Meaning::Unsure } else { Meaning::NotEws };
    Refusal::new(meaning, "the answer can't be read")
}

fn of_status(status: StatusCode, headers: &HeaderMap) -> Refusal {
    let said = format!("HTTP {}", status.as_u16());
    let meaning = match status {
        StatusCode::UNAUTHORIZED if offers_basic(headers) => Meaning::WrongPassword,
        StatusCode::UNAUTHORIZED => Meaning::NoBasic,
        StatusCode::FORBIDDEN => Meaning::Forbidden,
        StatusCode::TOO_MANY_REQUESTS => Meaning::Busy,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Meaning::NotEws,
        status if status.is_redirection() => Meaning::NotEws,
        status if status.is_server_error() => Meaning::Unsure,
        _ => Meaning::Refused,
    };
    Refusal::new(meaning, said).waiting(retry_after(headers))
}

/// A server that has Basic switched off names its other schemes (RFC 9110, section 11.6.1).
fn offers_basic(headers: &HeaderMap) -> bool {
    let offered = headers.get_all(header::WWW_AUTHENTICATE);
    let is_basic = |scheme: &str| {
        let name = scheme.split_whitespace().next();
        name.is_some_and(|name| name.eq_ignore_ascii_case("basic"))
    };
    offered.iter().filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(',')).any(is_basic)
}

fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let seconds: u32 = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(SignedDuration::from_secs(seconds.into()))
}
