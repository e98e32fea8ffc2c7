//! Answers in EWS's shapes.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use super::event::Event;
use super::refusal::Code;
use super::xml::Out;

/// What one thing that was asked comes to: what stands beside the response code.
pub type Said = Result<Vec<Out>, Code>;

/// A whole answer with this in its body. The version is Exchange Server 2016's.
pub fn document(status: StatusCode, body: Out) -> Response<Bytes> {
    let version = Out::of("h:ServerVersionInfo", [])
        .with("MajorVersion", "15")
        .with("MinorVersion", "1")
        .with("MajorBuildNumber", "2507")
        .with("MinorBuildNumber", "39")
        .with("Version", "V2017_07_11")
        .with("xmlns:h", "http://schemas.microsoft.com/exchange/services/2006/types");
    let envelope =
        Out::of("s:Envelope", [Out::of("s:Header", [version]), Out::of("s:Body", [body])])
            .with("xmlns:s", "http://schemas.xmlsoap.org/soap/envelope/");
    let mut response = Response::new(Bytes::from(envelope.document()));
    *response.status_mut() = status;
    let xml = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, xml);
    response
}

/// The answer to an operation that wraps a message for each thing that was asked.
pub fn wrapped(operation: &str, all: Vec<Said>) -> Response<Bytes> {
    let name = format!("m:{operation}ResponseMessage");
    let messages = all.into_iter().map(|said| message(&name, said));
    let messages = Out::of("m:ResponseMessages", messages);
    document(StatusCode::OK, named(Out::of(format!("m:{operation}Response"), [messages])))
}

/// The answer to an operation that is itself the message.
pub fn bare(operation: &str, said: Said) -> Response<Bytes> {
    document(StatusCode::OK, named(message(&format!("m:{operation}Response"), said)))
}

fn named(answer: Out) -> Out {
    answer
        .with("xmlns:m", "http://schemas.microsoft.com/exchange/services/2006/messages")
        .with("xmlns:t", "http://schemas.microsoft.com/exchange/services/2006/types")
}

fn message(name: &str, said: Said) -> Out {
    match said {
        Ok(said) => {
            let code = Out::text("m:ResponseCode", "NoError");
            Out::of(name, [code].into_iter().chain(said)).with("ResponseClass", "Success")
        }
        Err(code) => Out::of(
            name,
            [
                Out::text("m:MessageText", "This can't be done."),
                Out::text("m:ResponseCode", code.name()),
                Out::text("m:DescriptiveLinkKey", "0"),
            ],
        )
        .with("ResponseClass", "Error"),
    }
}

/// An item by its id alone.
pub fn item(event: &Event) -> Out {
    let id = Out::of("t:ItemId", []).with("Id", &event.id).with("ChangeKey", &event.change_key);
    Out::of("t:CalendarItem", [id])
}
