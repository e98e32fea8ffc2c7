//! What a site answers, refusals included: always something to look at.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::board::{Board, Delivery};
use super::encoding::Encoding;
use super::html;
use crate::sim::empty;

/// A page of a board.
pub fn page(board: &Board, status: StatusCode, title: &str, body: &str) -> Response<Bytes> {
    in_encoding(board.encoding, status, title, body)
}

fn in_encoding(encoding: Encoding, status: StatusCode, title: &str, body: &str) -> Response<Bytes> {
    let text = html::document(encoding.charset(), title, body);
    let mut response = Response::new(encoding.page(&text));
    *response.status_mut() = status;
    with(response, header::CONTENT_TYPE, &format!("text/html; charset={}", encoding.charset()))
}

/// A page that says by its title alone what is the matter.
pub fn failure(board: &Board, status: StatusCode) -> Response<Bytes> {
    page(board, status, reason(status), "")
}

/// The same where there is no board.
pub fn nowhere(status: StatusCode) -> Response<Bytes> {
    in_encoding(Encoding::Utf8, status, reason(status), "")
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

/// An address that takes other methods.
pub fn not_allowed(board: &Board, allowed: &str) -> Response<Bytes> {
    with(failure(board, StatusCode::METHOD_NOT_ALLOWED), header::ALLOW, allowed)
}

/// A request that makes no sense to the board.
pub fn bad_request(board: &Board, fault: &str) -> Response<Bytes> {
    let body = format!("<p>{}</p>", html::escape(fault));
    page(board, StatusCode::BAD_REQUEST, reason(StatusCode::BAD_REQUEST), &body)
}

/// Sends the browser to another address of the site.
pub fn redirect(path: &'static str) -> Response<Bytes> {
    let mut response = empty(StatusCode::FOUND);
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(path));
    response
}

/// A file of applicants.
pub fn file(board: &Board, separator: char, text: &str) -> Response<Bytes> {
    download(board, separator, board.encoding.file(text))
}

/// These very bytes instead of what the board would give out.
pub fn bytes(board: &Board, bytes: &[u8]) -> Response<Bytes> {
    let bytes = Bytes::from(bytes.to_vec());
    match board.delivery {
        Delivery::Export { separator, .. } => download(board, separator, bytes),
        Delivery::Pages { .. } => {
            let mut response = page(board, StatusCode::OK, "", "");
            *response.body_mut() = bytes;
            response
        }
    }
}

fn download(board: &Board, separator: char, bytes: Bytes) -> Response<Bytes> {
    let (kind, name) = match separator {
        '\t' => ("text/tab-separated-values", "applications.tsv"),
        _ => ("text/csv", "applications.csv"),
    };
    let content_type = format!("{kind}; charset={}", board.encoding.charset());
    let response = with(Response::new(bytes), header::CONTENT_TYPE, &content_type);
    with(response, header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))
}

/// The response with one more header.
pub fn with(mut response: Response<Bytes>, name: HeaderName, value: &str) -> Response<Bytes> {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
    response
}
