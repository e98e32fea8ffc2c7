//! Fetching recordings: Zoom looks at the token and sends the caller on to where the bytes are, which
//! is another origin that wants to know nothing of tokens.
//!
//! Source: Zoom's webhooks of August 2026 (`download_token`, `download_url`). That the bytes come from
//! elsewhere, how long that address lives, and all bodies of refusals are unconfirmed.

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode, header};
use serde_json::{Value, json};

use super::caller;
use super::held::Held;
use super::json_response;
use super::recorded::{Recorded, named, opaque};
use super::recording::RecordingFile;
use super::ticket::{self, Ticket};
use crate::sim::range::{put, ranged};
use crate::sim::{Call, empty};

/// Below which Zoom's own addresses of files are.
pub const DOWNLOADS: &str = "/rec/";
/// Below which the bytes are.
pub const CDN: &str = "/cdn/";

const ADDRESSES: [&str; 3] =
    ["/rec/webhook_download/", "/rec/download/", "/rec/meeting/transcript/download/"];
/// Seconds that the address of the bytes lives.
const LINK_S: i64 = 300;

/// `GET /rec/…` with a token → 302 to the bytes.
pub fn admit(held: &Held, call: &Call) -> Response<Bytes> {
    let name = ADDRESSES.iter().find_map(|prefix| call.path.strip_prefix(prefix));
    let Some((recorded, file)) = name.and_then(|name| found(held, name)) else {
        return refused(StatusCode::NOT_FOUND, "This recording does not exist.");
    };
    if call.method != Method::GET {
        return refused(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed.");
    }
    if !admits(held, call, &recorded, file) {
        return refused(StatusCode::UNAUTHORIZED, "Forbidden");
    }
    let mut response = empty(StatusCode::FOUND);
    put(&mut response, header::LOCATION, &link(held, call, &opaque(recorded.uuid(), &file.id)));
    response
}

fn found<'h>(held: &'h Held, name: &str) -> Option<(Recorded<'h>, &'h RecordingFile)> {
    let (uuid, file_id) = named(name)?;
    let recorded = held.all_recorded().find(|it| it.uuid() == uuid)?;
    let file = recorded.files().into_iter().find(|file| file.id == file_id)?;
    Some((recorded, file))
}

/// A download token for it, or an access token with a scope of recordings whose owner may have it.
fn admits(held: &Held, call: &Call, recorded: &Recorded<'_>, file: &RecordingFile) -> bool {
    let token = call.credentials("Bearer").unwrap_or_default();
    if let Some(ticket) = Ticket::opened(&held.account, token) {
        return ticket.admits(recorded.uuid(), file, call.at);
    }
    let of_recordings = |scope: &String| {
        scope.starts_with("cloud_recording:read:") || scope.starts_with("recording:")
    };
    caller::of_token(held, call, StatusCode::UNAUTHORIZED).is_ok_and(|caller| {
        caller.is_host(recorded.host_id()) && caller.scopes.iter().any(of_recordings)
    })
}

fn link(held: &Held, call: &Call, name: &str) -> String {
    let expires = call.at.as_second() + LINK_S;
    let signature = ticket::signature(&held.account, &signed(name, expires));
    let host = held.account.cdn_host.clone().unwrap_or_else(|| elsewhere(call));
    format!("http://{host}/{}{CDN}{name}?Expires={expires}&Signature={signature}", call.provider)
}

fn signed(name: &str, expires: i64) -> String {
    format!("{name} {expires}")
}

/// The same port by another name, so that a client sees another origin. Calls without a socket are
/// told apart by their paths, so there any name will do.
fn elsewhere(call: &Call) -> String {
    let called = call.authority.as_deref().unwrap_or("localhost");
    let (name, port) = match called.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, format!(":{port}")),
        _ => (called, String::new()),
    };
    match name {
        "localhost" => format!("127.0.0.1{port}"),
        "127.0.0.1" | "[::1]" => format!("localhost{port}"),
        other => format!("cdn.{other}{port}"),
    }
}

/// `GET /cdn/…` → the bytes. Whoever sends credentials along is refused, as the query already has some.
pub fn serve(held: &Held, call: &Call) -> Response<Bytes> {
    let name = call.path.strip_prefix(CDN).unwrap_or_default();
    let is_open = call.method == Method::GET
        && !call.headers.contains_key(header::AUTHORIZATION)
        && is_link(held, call, name);
    if !is_open {
        return text(StatusCode::FORBIDDEN, "Access denied.");
    }
    match found(held, name) {
        Some((recorded, file)) => bytes(held, call, recorded.uuid(), file),
        None => text(StatusCode::NOT_FOUND, "No such file."),
    }
}

fn is_link(held: &Held, call: &Call, name: &str) -> bool {
    let Some(expires) = call.query.get("Expires").and_then(|text| text.parse().ok()) else {
        return false;
    };
    let given = call.query.get("Signature").unwrap_or_default();
    call.at.as_second() < expires && ticket::is_signed(&held.account, &signed(name, expires), given)
}

fn bytes(held: &Held, call: &Call, uuid: &str, file: &RecordingFile) -> Response<Bytes> {
    let has_ranges = held.account.cdn_ranges;
    let none = HeaderMap::new();
    let headers = if has_ranges { &call.headers } else { &none };
    let media = file.media_type();
    let mut response = ranged(headers, file.size, media, |part| file.content(uuid, part));
    if has_ranges {
        put(&mut response, header::ACCEPT_RANGES, "bytes");
    }
    response
}

fn refused(status: StatusCode, message: &str) -> Response<Bytes> {
    let body = json!({
        "status": false,
        "errorCode": 300,
        "errorMessage": message,
        "result": Value::Null,
    });
    json_response(status, &body)
}

fn text(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    put(&mut response, header::CONTENT_TYPE, "text/plain");
    response
}
