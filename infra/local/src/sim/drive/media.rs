//! The content of files, whole or in parts.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use super::Outcome;
use super::held::Held;
use super::item::Item;
use super::range::{Asked, asked};
use super::refusal::Refusal;
use crate::sim::Call;

/// `GET /drive/v3/files/{fileId}?alt=media` → 200, or 206 for a part. The content of a large upload is not
/// kept, and refused like that of a folder.
pub fn get(held: &Held, call: &Call, item: &Item) -> Outcome {
    let size = item.size.filter(|_| !item.is_folder()).ok_or(Refusal::NoContent)?;
    let (status, start, end) = match asked(&call.headers, size) {
        Asked::All => (StatusCode::OK, 0, size),
        Asked::Part(start, end) => (StatusCode::PARTIAL_CONTENT, start, end),
        Asked::Outside => return Err(Refusal::Unsatisfiable(size)),
    };
    let bytes = read(held, item, start, end).ok_or(Refusal::NoContent)?;
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(kind) = HeaderValue::try_from(&item.mime_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = HeaderValue::try_from(format!("bytes {start}-{}/{size}", end - 1))
    {
        headers.insert(header::CONTENT_RANGE, range);
    }
    Ok(response)
}

fn read(held: &Held, item: &Item, start: u64, end: u64) -> Option<Bytes> {
    if let Some(generate) = item.generate {
        return Some(Bytes::from(generate.bytes(start, end)));
    }
    let blob = held.blobs.get(item.sha256.as_ref()?)?;
    let part = blob.0.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
    Some(Bytes::copy_from_slice(part))
}
