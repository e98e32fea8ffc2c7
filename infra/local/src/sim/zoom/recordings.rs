//! Reading, listing and deleting cloud recordings.

use http::StatusCode;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::held::Held;
use super::list::date;
use super::paging::Page;
use super::recorded::Recorded;
use super::recording::RecordingFile;
use super::refusal::Refusal;
use super::ticket::{Opens, Ticket};
use super::{Outcome, json_response};
use crate::sim::{Call, empty};

const PAGE_MAX: usize = 300;
/// The longest life of a download token, in seconds (Zoom API: `ttl`).
const TTL_MAX: i64 = 604_800;
/// Its life when nobody says; unconfirmed, the API names none.
const TTL_DEFAULT: i64 = 3_600;

/// `GET /meetings/{id}/recordings` → 200. A recording whose files are all still being made, or all in
/// the trash, is none.
pub fn get(held: &Held, call: &Call, id: &str) -> Outcome {
    let ttl = ttl(call)?;
    let recorded = held.recording_at(id)?;
    let files = recorded.files();
    if files.is_empty() {
        return Err(Refusal::NoRecording);
    }
    let mut shown = recorded.shown(&files, &held.account.id, &call.base());
    if let Some(ttl) = ttl {
        let mid = recorded.uuid().to_owned();
        let ticket = Ticket { mid, opens: Opens::All, exp: call.at.as_second() + ttl };
        shown["download_access_token"] = json!(ticket.sealed(&held.account));
    }
    Ok(json_response(StatusCode::OK, &shown))
}

/// The life of the token that is asked for, in seconds.
fn ttl(call: &Call) -> Result<Option<i64>, Refusal> {
    let wanted = match call.query.get("include_fields") {
        None | Some("") => false,
        Some("download_access_token") => true,
        Some(_) => {
            let message = "download_access_token is expected.";
            return Err(Refusal::field("include_fields", message));
        }
    };
    let ttl = match call.query.get("ttl").map(str::parse) {
        None => TTL_DEFAULT,
        Some(Ok(seconds)) if (0..=TTL_MAX).contains(&seconds) => seconds,
        Some(_) => {
            let message = format!("A number from 0 to {TTL_MAX} is expected.");
            return Err(Refusal::field("ttl", message));
        }
    };
    Ok(wanted.then_some(ttl))
}

/// `GET /users/{id}/recordings` → 200: today's, unless other days are asked for.
pub fn list(held: &Held, call: &Call, user: &str) -> Outcome {
    let host = held.active(user)?;
    let select = Selection::read(call)?;
    let mut found: Vec<(Recorded<'_>, Vec<&RecordingFile>)> = held
        .all_recorded()
        .filter(|it| it.host_id() == host.id && select.in_range(it))
        .map(|it| (it, select.files(&it)))
        .filter(|(_, files)| !files.is_empty())
        .collect();
    found.sort_by_key(|(it, _)| std::cmp::Reverse(it.start()));

    let name = format!("recordings:{}:{:?}", host.id, select.trash);
    let page = Page::of(found, call, PAGE_MAX, &name)?;
    let mut body = page.frame();
    if let Value::Object(fields) = &mut body {
        // This list has no such member (Zoom API: list all recordings).
        fields.remove("page_number");
    }
    body["from"] = json!(select.from);
    body["to"] = json!(select.to);
    let shown = |(it, files): &(Recorded<'_>, Vec<&RecordingFile>)| {
        it.shown(files, &held.account.id, &call.base())
    };
    body["meetings"] = page.items.iter().map(shown).collect();
    Ok(json_response(StatusCode::OK, &body))
}

/// Where the files of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trash {
    /// Not in the trash.
    No,
    /// In the trash, with all others of the recording.
    Whole,
    /// In the trash.
    Files,
}

/// Which recordings are asked for.
struct Selection {
    trash: Trash,
    from: Date,
    to: Date,
}

impl Selection {
    fn read(call: &Call) -> Result<Self, Refusal> {
        let trash = match (call.query.get("trash"), call.query.get("trash_type")) {
            (None | Some("false"), _) => Trash::No,
            (Some("true"), None | Some("meeting_recordings")) => Trash::Whole,
            (Some("true"), Some("recording_file")) => Trash::Files,
            (Some("true"), Some(_)) => {
                let message = "One of meeting_recordings and recording_file is expected.";
                return Err(Refusal::field("trash_type", message));
            }
            (Some(_), _) => return Err(Refusal::field("trash", "A boolean is expected.")),
        };
        let (from, to) = days(call)?;
        Ok(Self { trash, from, to })
    }

    /// The trash can't be searched by day (Zoom API: list all recordings, `from`).
    fn in_range(&self, recorded: &Recorded<'_>) -> bool {
        let day = recorded.start().to_zoned(TimeZone::UTC).date();
        self.trash != Trash::No || (self.from..=self.to).contains(&day)
    }

    fn files<'h>(&self, recorded: &Recorded<'h>) -> Vec<&'h RecordingFile> {
        let all = &recorded.recording.files;
        let is_whole = all.iter().all(|file| file.trashed_at.is_some());
        let takes = |file: &&RecordingFile| match self.trash {
            Trash::No => file.is_there(),
            Trash::Whole => is_whole,
            Trash::Files => file.trashed_at.is_some(),
        };
        all.iter().filter(takes).collect()
    }
}

/// The first and the last day: today and tomorrow by default, and no more than a month. That a longer
/// time is refused, and not silently cut, is unconfirmed.
fn days(call: &Call) -> Result<(Date, Date), Refusal> {
    let today = call.at.to_zoned(TimeZone::UTC).date();
    let from = date(call, "from")?.unwrap_or(today);
    let next = from.max(today).saturating_add(1.day());
    let to = date(call, "to")?.unwrap_or(next);
    if to > from.saturating_add(1.month()) {
        return Err(Refusal::field("to", "At most a month after from is expected."));
    }
    Ok((from, to))
}

/// `DELETE /meetings/{id}/recordings/{file}` → 204: into the trash, or for good.
pub fn delete_file(held: &mut Held, call: &Call, id: &str) -> Outcome {
    let for_good = match call.query.get("action") {
        None | Some("trash") => false,
        Some("delete") => true,
        Some(_) => return Err(Refusal::field("action", "One of trash and delete is expected.")),
    };
    let file_id = call.segments().pop().unwrap_or_default();
    let recorded = held.recording_at(id)?;
    let is_it =
        |file: &&RecordingFile| file.id == file_id && (for_good || file.trashed_at.is_none());
    let file = recorded.recording.files.iter().find(is_it).ok_or(Refusal::NoRecording)?;
    if recorded.is_live() || file.is_processing() {
        return Err(Refusal::Uncompleted);
    }
    let uuid = recorded.uuid().to_owned();
    remove(held, &uuid, &file_id, (!for_good).then_some(call.at));
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Puts a file into the trash at this time, or removes it; a recording without files is none.
fn remove(held: &mut Held, uuid: &str, file_id: &str, trashed_at: Option<Timestamp>) {
    for recording in held.recordings.iter_mut().filter(|it| it.uuid == uuid) {
        match trashed_at {
            None => recording.files.retain(|file| file.id != file_id),
            Some(_) => {
                let is_it = |file: &&mut RecordingFile| file.id == file_id;
                recording.files.iter_mut().filter(is_it).for_each(|it| it.trashed_at = trashed_at);
            }
        }
    }
    held.recordings.retain(|it| it.uuid != uuid || !it.files.is_empty());
}
