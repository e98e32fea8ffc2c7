//! What is asked of Exchange, and what its answers and refusals come to.

mod answers;
mod codes;
mod documents;
mod requests;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;

use super::read::{Element, read};
use super::{Attendee, CalendarItem, Ews, ItemId, Server};
use crate::clock::Clock;
use crate::domain::ids::Secret;
use crate::transport::{BoxFuture, Exchange, Transport, TransportFault};

type Answer = Result<Response<Bytes>, TransportFault>;

/// Answers in this order, and keeps what it was asked.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<Course>>);

#[derive(Default)]
struct Course {
    answers: Vec<Answer>,
    asked: Vec<Request<Bytes>>,
}

impl Script {
    fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(Course { answers, asked: Vec::new() })))
    }

    fn ews(&self) -> Ews {
        let clock = Clock::new(|| "2026-11-02T08:00:00Z".parse().unwrap());
        Ews::new(&Transport::new(self.clone()), clock, server())
    }

    /// The bodies that were sent, read as documents.
    fn asked(&self) -> Vec<Element> {
        let course = self.0.lock().unwrap();
        course.asked.iter().map(|request| read(request.body()).unwrap()).collect()
    }

    fn requests(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().asked.clone()
    }
}

impl Exchange for Script {
    fn exchange(&self, request: Request<Bytes>) -> BoxFuture<Answer> {
        let mut course = self.0.lock().unwrap();
        course.asked.push(request);
        let answer = course.answers.remove(0);
        Box::pin(async move { answer })
    }
}

fn server() -> Server {
    Server {
        url: "https://mail.example.fi/EWS/Exchange.asmx".into(),
        login: r"KONTTORI\palvelu".into(),
        password: Secret::new("salainen"),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn interview() -> CalendarItem {
    CalendarItem {
        subject: "Haastattelu <Maija> & co".into(),
        body: "Tervetuloa".into(),
        start: at("2026-11-03T08:00:00Z"),
        end: at("2026-11-03T08:45:00Z"),
        location: "https://meet.example/a?b=1&c=2".into(),
        attendees: vec![Attendee { name: "Maija \"M\"".into(), email: "maija@example.fi".into() }],
    }
}

fn held() -> ItemId {
    ItemId { id: "AAMk1".into(), change_key: "DwAA1".into() }
}

/// An answer of this status.
#[expect(clippy::unnecessary_wraps, reason = "stands beside answers that never came")]
fn status(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut answer = Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    Ok(answer.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

fn envelope(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"
            xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
          <s:Body>{body}</s:Body>
        </s:Envelope>"#
    )
}

/// A message that went well.
fn well(operation: &str, inside: &str) -> Answer {
    answered(operation, "Success", &format!("<m:ResponseCode>NoError</m:ResponseCode>{inside}"))
}

fn answered(operation: &str, class: &str, inside: &str) -> Answer {
    let body = format!(
        r#"<m:{operation}Response><m:ResponseMessages>
             <m:{operation}ResponseMessage ResponseClass="{class}">{inside}</m:{operation}ResponseMessage>
           </m:ResponseMessages></m:{operation}Response>"#
    );
    status(200, &[], &envelope(&body))
}

/// A refusal inside an answer.
fn refused(operation: &str, code: &str) -> Answer {
    answered(operation, "Error", &format!("<m:ResponseCode>{code}</m:ResponseCode>"))
}

/// The answer with one item.
fn with_item(operation: &str, id: &str, change_key: &str) -> Answer {
    let item = format!(
        r#"<t:CalendarItem><t:ItemId Id="{id}" ChangeKey="{change_key}"/></t:CalendarItem>"#
    );
    well(operation, &format!("<m:Items>{item}</m:Items>"))
}
