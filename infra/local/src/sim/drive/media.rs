//! The content of files, whole or in parts.

use std::ops::Range;

use bytes::Bytes;
use http::header;

use super::Outcome;
use super::held::Held;
use super::item::Item;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::range::{Part, put, ranged};

/// `GET /drive/v3/files/{fileId}?alt=media` → 200, or 206 for a part. The content of a large upload is not
/// kept, and refused like that of a folder.
pub fn get(held: &Held, call: &Call, item: &Item) -> Outcome {
    let size = item.size.filter(|_| !item.is_folder()).ok_or(Refusal::NoContent)?;
    if Part::asked(&call.headers, size) == Part::Beyond {
        return Err(Refusal::Unsatisfiable(size));
    }
    let mut bytes = None;
    let mut response = ranged(&call.headers, size, &item.mime_type, |range| {
        bytes = read(held, item, range);
        bytes.clone().unwrap_or_default()
    });
    bytes.ok_or(Refusal::NoContent)?;
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    Ok(response)
}

fn read(held: &Held, item: &Item, Range { start, end }: Range<u64>) -> Option<Bytes> {
    if let Some(generate) = item.generate {
        return Some(Bytes::from(generate.bytes(start, end)));
    }
    let blob = held.blobs.get(item.sha256.as_ref()?)?;
    let part = blob.0.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
    Some(Bytes::copy_from_slice(part))
}
