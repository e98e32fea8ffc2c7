//! A host's list of meetings.

use http::StatusCode;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::held::Held;
use super::meeting::{Meeting, Progress};
use super::paging::Page;
use super::refusal::Refusal;
use super::{Outcome, json_response};
use crate::sim::Call;

const PAGE_MAX: usize = 300;

/// `GET /users/{id}/meetings` → 200: no passcodes, agendas cut.
pub fn meetings(held: &Held, call: &Call, user: &str) -> Outcome {
    let host = held.host(user)?;
    let select = Selection::read(call)?;
    let lag = i64::from(held.account.list_lag_s).seconds();
    let visible = |m: &&Meeting| m.host_id == host.id && m.created_at + lag <= call.at;
    let mut found: Vec<&Meeting> =
        held.meetings.values().filter(visible).filter(|m| select.takes(m, call.at)).collect();
    found.sort_by_key(|meeting| (meeting.start_time, meeting.id));

    let page = Page::of(found, call, PAGE_MAX, &format!("{}:{}", host.id, select.kind))?;
    let mut body = page.frame();
    body["meetings"] = page.items.iter().map(|meeting| meeting.listed()).collect::<Value>();
    Ok(json_response(StatusCode::OK, &json!(body)))
}

/// Which meetings are asked for.
struct Selection<'c> {
    kind: &'c str,
    from: Option<Date>,
    to: Option<Date>,
}

impl<'c> Selection<'c> {
    fn read(call: &'c Call) -> Result<Self, Refusal> {
        let kind = call.query.get("type").unwrap_or("scheduled");
        let kinds = ["scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"];
        if !kinds.contains(&kind) {
            let message = format!("One of {} is expected.", kinds.join(", "));
            return Err(Refusal::field("type", message));
        }
        Ok(Self { kind, from: date(call, "from")?, to: date(call, "to")? })
    }

    fn takes(&self, meeting: &Meeting, now: Timestamp) -> bool {
        let live = meeting.status == Progress::Started;
        let over = meeting.is_over(now);
        let of_kind = match self.kind {
            "live" => live,
            "upcoming" => live || !over,
            "upcoming_meetings" => !live && !over,
            "previous_meetings" => over,
            _ => true,
        };
        of_kind && self.in_range(meeting)
    }

    fn in_range(&self, meeting: &Meeting) -> bool {
        let Some(start) = meeting.start_time else {
            return self.from.is_none() && self.to.is_none();
        };
        let day = start.to_zoned(TimeZone::UTC).date();
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }
}

/// A day in the query.
pub fn date(call: &Call, name: &str) -> Result<Option<Date>, Refusal> {
    let Some(text) = call.query.get(name) else { return Ok(None) };
    let date = text.parse().map_err(|_| Refusal::field(name, "yyyy-MM-dd is expected."))?;
    Ok(Some(date))
}
