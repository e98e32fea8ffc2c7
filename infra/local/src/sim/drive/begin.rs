//! The beginning of a resumable upload.
//!
//! Source: Google's guide to uploads.

use http::{HeaderValue, StatusCode, header};

use super::caller::Caller;
use super::files::draft;
use super::held::Held;
use super::item::Item;
use super::refusal::Refusal;
use super::session::Session;
use super::shown::{FIELDS, USUAL};
use super::{Outcome, UPLOAD, body, parameter};
use crate::sim::{Call, empty};

/// Bytes of a file at most: 5120 GB.
const LARGEST: u64 = 5_497_558_138_880;

/// `POST /upload/drive/v3/files?uploadType=resumable` → 200 with the session's address. Whatever would
/// refuse the file refuses it here already.
pub fn begin(held: &mut Held, call: &Call, caller: &Caller) -> Outcome {
    if call.query.get("uploadType") != Some("resumable") {
        return Err(Refusal::parameter("uploadType", "only resumable uploads are simulated"));
    }
    parameter::fields(call, USUAL, &FIELDS)?;
    let said = body::read(call, &body::NEW)?;
    let total = length(call)?;
    let mut item = draft(held, call, caller, &said)?;
    if !said.contains_key("mimeType")
        && let Some(kind) = text(call, "x-upload-content-type")
    {
        kind.clone_into(&mut item.mime_type);
    }
    let id = held.entropy.opaque(86);
    let address = address(call, &id);
    let session = Session::new(item, caller, total, call.at + held.session_life());
    held.sessions.insert(id, session);
    let mut response = empty(StatusCode::OK);
    if let Ok(address) = HeaderValue::try_from(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// The session's address: that of the call with its parameters, and the id.
fn address(call: &Call, id: &str) -> String {
    format!("{}{UPLOAD}?{}&upload_id={id}", call.base(), call.raw_query)
}

fn text<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    call.headers.get(name)?.to_str().ok()
}

/// How long the file will be, when somebody says it.
fn length(call: &Call) -> Result<Option<u64>, Refusal> {
    let Some(text) = text(call, "x-upload-content-length") else { return Ok(None) };
    match text.parse() {
        Ok(length) if length <= LARGEST => Ok(Some(length)),
        _ => Err(Refusal::Invalid("Invalid value for: X-Upload-Content-Length".to_owned())),
    }
}

/// What is made of a session's draft once all bytes are there.
pub fn finished(held: &mut Held, mut item: Item, bytes: &[u8], call: &Call) -> String {
    item.size = Some(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    item.sha256 = Some(held.keep(bytes));
    item.modified_at = call.at;
    let id = item.id.clone();
    held.tree.add(item);
    id
}
