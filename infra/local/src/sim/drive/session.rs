//! An upload's session: bytes come in pieces, and whoever lost the thread asks how many are there.
//!
//! Source: Google's guide to uploads. From public issues: a piece that begins behind what is held is
//! answered 503 in plain text, and a range that can't be read 400. Unconfirmed: that bytes which are held
//! already are passed over (so Google's guide to Cloud Storage, whose upload server is the same), and that
//! a piece of another length than a multiple of 256 KiB is refused rather than cut.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::held::Held;
use super::item::Item;
use super::range::{self, Sent};
use super::refusal::Refusal;
use super::{Outcome, begin, content, files};
use crate::sim::{Call, empty};

/// Every piece but the last is a multiple of this.
const UNIT: u64 = 256 * 1024;

/// An upload that has begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    item: Item,
    email: String,
    total: Option<u64>,
    expires_at: Timestamp,
    #[serde(with = "content::base64")]
    bytes: Vec<u8>,
    made: Option<String>,
}

impl Session {
    /// A session without bytes.
    pub fn new(item: Item, caller: &Caller, total: Option<u64>, expires_at: Timestamp) -> Self {
        let email = caller.email.clone();
        Self { item, email, total, expires_at, bytes: Vec::new(), made: None }
    }

    fn held(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX)
    }

    /// The length that was said before must not change.
    fn settle(&mut self, total: Option<u64>) -> Result<(), Refusal> {
        match (self.total, total) {
            (Some(before), Some(now)) if before != now => {
                Err(bad(format!("the upload has {before} bytes and not {now}")))
            }
            _ => {
                self.total = self.total.or(total);
                Ok(())
            }
        }
    }

    /// Takes a piece.
    fn take(&mut self, first: u64, piece: &[u8]) -> Result<(), Refusal> {
        let held = self.held();
        if first > held {
            return Err(behind(first, held));
        }
        let len = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let end = first.saturating_add(len);
        if self.total.is_some_and(|total| end > total) {
            return Err(bad("more bytes than were announced"));
        }
        if self.total != Some(end) && !len.is_multiple_of(UNIT) {
            return Err(bad("a piece that is not the last must be a multiple of 262144 bytes"));
        }
        let known = usize::try_from(held - first).unwrap_or(usize::MAX);
        self.bytes.extend(piece.iter().skip(known));
        Ok(())
    }
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::Upload(StatusCode::BAD_REQUEST, message.into())
}

fn behind(first: u64, held: u64) -> Refusal {
    let message = format!(
        "Invalid request.  According to the Content-Range header, the upload offset is {first} byte(s), \
         which exceeds already uploaded size of {held} byte(s)."
    );
    Refusal::Upload(StatusCode::SERVICE_UNAVAILABLE, message)
}

/// `PUT` to a session's address → 308 as long as bytes are missing, then 200 with the file.
pub fn put(held: &mut Held, call: &Call) -> Outcome {
    let id = call.query.get("upload_id").unwrap_or_default().to_owned();
    let living = held.sessions.get(&id).filter(|session| session.expires_at > call.at);
    let mut session = living.cloned().ok_or_else(gone)?;
    if let Some(made) = &session.made {
        return Ok(finished(held, call, &session, made));
    }
    receive(&mut session, call)?;
    if session.total != Some(session.held()) {
        let answer = incomplete(session.held());
        held.sessions.insert(id, session);
        return Ok(answer);
    }
    if held.tree.get(&session.item.id).is_some() {
        return Err(Refusal::IdInUse);
    }
    let bytes = std::mem::take(&mut session.bytes);
    let made = begin::finished(held, session.item.clone(), &bytes, call);
    let answer = finished(held, call, &session, &made);
    session.made = Some(made);
    held.sessions.insert(id, session);
    Ok(answer)
}

fn gone() -> Refusal {
    Refusal::Upload(StatusCode::NOT_FOUND, "Not Found".to_owned())
}

fn receive(session: &mut Session, call: &Call) -> Result<(), Refusal> {
    let sent = range::sent(&call.headers);
    match sent.ok_or_else(|| bad("Failed to parse Content-Range header."))? {
        Sent::Asking(total) if call.body.is_empty() => session.settle(total),
        Sent::Asking(_) => Err(bad("Failed to parse Content-Range header.")),
        Sent::Whole => {
            session.settle(u64::try_from(call.body.len()).ok())?;
            session.take(0, &call.body)
        }
        Sent::Part { first, last, total } => {
            if u64::try_from(call.body.len()).ok() != Some(last - first + 1) {
                return Err(bad("the body is not as long as its Content-Range says"));
            }
            session.settle(total)?;
            session.take(first, &call.body)
        }
    }
}

/// The vendor's own meaning of 308: go on. Nothing is said of a range as long as nothing is held.
fn incomplete(held: u64) -> Response<Bytes> {
    let mut response = empty(StatusCode::PERMANENT_REDIRECT);
    if let Some(last) = held.checked_sub(1)
        && let Ok(range) = HeaderValue::try_from(format!("bytes=0-{last}"))
    {
        response.headers_mut().insert(header::RANGE, range);
    }
    response
}

/// The file as whoever began the upload sees it.
fn finished(held: &Held, call: &Call, session: &Session, made: &str) -> Response<Bytes> {
    let email = session.email.clone();
    let caller = Caller { email, is_service_account: false, only_own: false };
    files::made(held, call, &caller, made)
}
