//! What Meet has put into the drive of whoever a conference belongs to. Nothing else lies in people's drives here.
//!
//! Source: Google's description of Drive v3 (`files.get` with `alt=media`, `files.export`): a document has no content of
//! its own, and is given out as another kind alone.

use bytes::Bytes;

use super::Outcome;
use super::caller::Caller;
use super::conferences::{HeldConference, Making};
use super::held::Held;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::range::{cut, ranged};
use crate::sim::zoom::content::content;

/// Bytes of a film of which nothing is said.
const SIZE: u64 = 4096;
/// As what a transcript is given out.
const TEXT: &str = "text/plain";

/// `GET /drive/v3/files/{fileId}?alt=media` → 200, or 206 for a part.
pub fn film(held: &Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let films = own(held, caller).flat_map(|it| &it.recordings);
    let mut films = films.filter(|it| it.state == Making::FileGenerated);
    let film = films.find(|it| it.file.as_deref() == Some(id)).ok_or(Refusal::NotFound)?;
    if call.query.get("alt") != Some("media") {
        return Err(Refusal::parameter("alt", "Only the content is kept here: alt=media."));
    }
    let size = film.size.unwrap_or(SIZE);
    Ok(ranged(&call.headers, size, "video/mp4", |range| content("meet", id, range)))
}

/// `GET /drive/v3/files/{fileId}/export?mimeType=text/plain` → 200 with what was said.
pub fn export(held: &Held, call: &Call, caller: &Caller, id: &str) -> Outcome {
    let texts = own(held, caller).flat_map(|it| &it.transcripts);
    let mut texts = texts.filter(|it| it.state == Making::FileGenerated);
    let text = texts.find(|it| it.document.as_deref() == Some(id)).ok_or(Refusal::NotFound)?;
    if call.query.get("mimeType") != Some(TEXT) {
        return Err(Refusal::parameter("mimeType", "The requested conversion is not supported."));
    }
    let lines = text.entries.iter().map(|entry| format!("{}\n", entry.text));
    let whole = Bytes::from(lines.collect::<String>());
    let size = u64::try_from(whole.len()).unwrap_or_default();
    Ok(ranged(&call.headers, size, TEXT, |range| cut(&whole, range)))
}

/// Nobody but whoever a conference belongs to has its files.
fn own<'h>(held: &'h Held, caller: &Caller) -> impl Iterator<Item = &'h HeldConference> {
    let address = caller.address.clone();
    let is_own = move |it: &&HeldConference| {
        it.host.as_ref().is_some_and(|host| host.eq_ignore_ascii_case(&address))
    };
    held.conferences.iter().filter(is_own)
}
