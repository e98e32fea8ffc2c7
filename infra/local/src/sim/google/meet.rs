//! Meet's own API: conferences that were held, their recordings and their transcripts.
//!
//! Source: Google's description of Meet v2. Whose conferences one sees is not said there: here each sees
//! those that belong to nobody in particular and his own, and with `meetings.space.created` alone none,
//! because no space here was made through the API.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::caller::{self, Caller};
use super::conferences::{Entry, HeldConference, Making, Recording, Transcript};
use super::held::Held;
use super::json_response;
use super::meet_filter::Filter;
use super::scopes;
use super::status::Status;
use crate::sim::Call;

/// Below which Meet's API is.
pub const PREFIX: &str = "/v2/";

/// Hours until a record of a conference that has ended is deleted.
const KEPT_H: i64 = 30 * 24;
/// Items of a page at most; who asks for more gets these.
const PAGE_MAX: usize = 100;

/// Answers a call of Meet's API.
pub fn answer(held: &Held, call: &Call) -> Response<Bytes> {
    match body(held, call) {
        Ok(body) => json_response(StatusCode::OK, &body),
        Err(status) => status.response(),
    }
}

fn body(held: &Held, call: &Call) -> Result<Value, Status> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let ["v2", "conferenceRecords", rest @ ..] = segments.as_slice() else {
        return Err(Status::NoSuchAddress);
    };
    if call.method != Method::GET {
        return Err(Status::NoSuchAddress);
    }
    let caller = caller::of(held, call, &scopes::MEET).map_err(|refusal| Status::of(&refusal))?;
    let seen = Seen { held, caller, at: call.at };
    match rest {
        [] => list(&seen, call),
        [id] => seen.conference(id).map(shown),
        [id, "recordings"] => recordings(seen.conference(id)?, call),
        [id, "recordings", one] => {
            let conference = seen.conference(id)?;
            let found = conference.recordings.iter().find(|it| it.id == *one);
            found.map(|it| recording(conference, it)).ok_or(Status::NotFound)
        }
        [id, "transcripts"] => transcripts(seen.conference(id)?, call),
        [id, "transcripts", one] => {
            let conference = seen.conference(id)?;
            Ok(transcript(conference, transcript_of(conference, one)?))
        }
        [id, "transcripts", one, "entries"] => {
            let conference = seen.conference(id)?;
            entries(conference, transcript_of(conference, one)?, call)
        }
        _ => Err(Status::NoSuchAddress),
    }
}

/// What a caller sees at a time.
struct Seen<'h> {
    held: &'h Held,
    caller: Caller,
    at: Timestamp,
}

impl<'h> Seen<'h> {
    fn conferences(&self) -> impl Iterator<Item = &'h HeldConference> {
        self.held.conferences.iter().filter(|it| self.sees(it))
    }

    fn conference(&self, id: &str) -> Result<&'h HeldConference, Status> {
        self.conferences().find(|it| it.id == id).ok_or(Status::NotFound)
    }

    fn sees(&self, conference: &HeldConference) -> bool {
        let is_own = |host: &String| host.eq_ignore_ascii_case(&self.caller.address);
        let is_kept = conference.end.is_none_or(|end| self.at < end + KEPT_H.hours());
        self.caller.scopes.iter().any(|scope| scope == scopes::MEET_READONLY)
            && conference.host.as_ref().is_none_or(is_own)
            && is_kept
    }
}

fn list(seen: &Seen<'_>, call: &Call) -> Result<Value, Status> {
    let filter = Filter::read(call.query.get("filter").unwrap_or_default())?;
    let mut found: Vec<_> = seen.conferences().filter(|it| filter.admits(it)).collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.start));
    page(call, "conferenceRecords", 25, found.into_iter().map(shown).collect())
}

fn shown(conference: &HeldConference) -> Value {
    let mut shown = json!({
        "name": conference.name(),
        "startTime": conference.start,
        "space": conference.space(),
    });
    if let Some(end) = conference.end {
        shown["endTime"] = json!(end);
        shown["expireTime"] = json!(end + KEPT_H.hours());
    }
    shown
}

fn recordings(conference: &HeldConference, call: &Call) -> Result<Value, Status> {
    let all = conference.recordings.iter().map(|it| recording(conference, it)).collect();
    page(call, "recordings", 10, all)
}

fn recording(conference: &HeldConference, it: &Recording) -> Value {
    let name = format!("recordings/{}", it.id);
    let mut shown = made(conference, &name, it.state, (it.start, it.end));
    if let (Making::FileGenerated, Some(file)) = (it.state, &it.file) {
        let link = format!("https://drive.google.example/file/d/{file}/view");
        shown["driveDestination"] = json!({ "file": file, "exportUri": link });
    }
    shown
}

fn transcripts(conference: &HeldConference, call: &Call) -> Result<Value, Status> {
    let all = conference.transcripts.iter().map(|it| transcript(conference, it)).collect();
    page(call, "transcripts", 10, all)
}

fn transcript_of<'c>(conference: &'c HeldConference, id: &str) -> Result<&'c Transcript, Status> {
    conference.transcripts.iter().find(|it| it.id == id).ok_or(Status::NotFound)
}

fn transcript(conference: &HeldConference, it: &Transcript) -> Value {
    let name = format!("transcripts/{}", it.id);
    let mut shown = made(conference, &name, it.state, (it.start, it.end));
    if let (Making::FileGenerated, Some(document)) = (it.state, &it.document) {
        let link = format!("https://docs.google.example/document/d/{document}/view");
        shown["docsDestination"] = json!({ "document": document, "exportUri": link });
    }
    shown
}

/// What recordings and transcripts have alike. Where the file is, is told once it is there; that it is
/// not told earlier is the stricter reading.
fn made(
    conference: &HeldConference,
    name: &str,
    state: Making,
    (start, end): (Option<Timestamp>, Option<Timestamp>),
) -> Value {
    let mut shown = json!({
        "name": format!("{}/{name}", conference.name()),
        "state": state,
        "startTime": start.unwrap_or(conference.start),
    });
    if let Some(end) = end.or(conference.end).filter(|_| state != Making::Started) {
        shown["endTime"] = json!(end);
    }
    shown
}

fn entries(
    conference: &HeldConference,
    transcript: &Transcript,
    call: &Call,
) -> Result<Value, Status> {
    let all = transcript.entries.iter().map(|it| entry(conference, transcript, it)).collect();
    page(call, "transcriptEntries", 10, all)
}

fn entry(conference: &HeldConference, transcript: &Transcript, it: &Entry) -> Value {
    let (record, start) = (conference.name(), transcript.start.unwrap_or(conference.start));
    let participant = it.participant.as_deref().unwrap_or("1");
    json!({
        "name": format!("{record}/transcripts/{}/entries/{}", transcript.id, it.id),
        "participant": format!("{record}/participants/{participant}"),
        "text": it.text,
        "languageCode": it.language.as_deref().unwrap_or("fi-FI"),
        "startTime": it.start.unwrap_or(start),
        "endTime": it.end.or(it.start).unwrap_or(start),
    })
}

/// A page of a list. What is empty is left out.
fn page(call: &Call, name: &str, usual: usize, all: Vec<Value>) -> Result<Value, Status> {
    let size = match call.query.get("pageSize").map(str::parse::<i64>) {
        None | Some(Ok(0)) => usual,
        Some(Ok(size)) if size > 0 => usize::try_from(size).unwrap_or(PAGE_MAX).min(PAGE_MAX),
        Some(_) => return Err(Status::Argument("page_size must not be negative.".into())),
    };
    let from = match call.query.get("pageToken") {
        None | Some("") => 0,
        Some(token) => offset(token, &call.path)
            .ok_or_else(|| Status::Argument("The page token is not valid.".into()))?,
    };
    let end = from.saturating_add(size);
    let mut page = json!({});
    if end < all.len() {
        let token = json!([end, call.path]).to_string();
        page["nextPageToken"] = json!(BASE64_URL_SAFE_NO_PAD.encode(token));
    }
    let items: Vec<Value> = all.into_iter().skip(from).take(size).collect();
    if !items.is_empty() {
        page[name] = json!(items);
    }
    Ok(page)
}

/// A token of one list opens no other.
fn offset(token: &str, list: &str) -> Option<usize> {
    let text = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    let (offset, of): (usize, String) = serde_json::from_slice(&text).ok()?;
    (of == list).then_some(offset)
}
