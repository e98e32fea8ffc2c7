//! The start or the end of an event: an instant with a time zone of its own, or a day.
//!
//! Source: Google's description of Calendar v3, `EventDateTime`.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::parameter::{has_seconds, rfc3339};
use super::refusal::Refusal;

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Moment {
    /// An instant.
    At(Timestamp),
    /// A day, in whichever time zone the calendar is; as an end it is no longer part of the event.
    Day(Date),
}

/// The start or the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// When.
    pub at: Moment,
    /// The time zone that was named with it.
    pub zone: Option<String>,
}

impl Bound {
    /// Reads the field of this name, `start` or `end`.
    pub fn read(name: &str, value: Option<&Value>) -> Result<Self, Refusal> {
        let missing = || Refusal::Required(format!("Missing {name} time."));
        let value = value.filter(|value| !value.is_null()).ok_or_else(missing)?;
        if !value.is_object() {
            return Err(Refusal::Invalid(format!("Invalid {name} time.")));
        }
        let zone = zone(name, text(name, value, "timeZone")?)?;
        match (text(name, value, "date")?, text(name, value, "dateTime")?) {
            (None, None) => Err(missing()),
            (Some(_), Some(_)) => Err(Refusal::Invalid(MIXED.into())),
            (Some(day), None) => Self::day(name, day),
            (None, Some(time)) => Self::instant(name, time, zone),
        }
    }

    fn day(name: &str, text: &str) -> Result<Self, Refusal> {
        let day = text.parse().ok().filter(|_| text.len() == "yyyy-MM-dd".len());
        let day = day.ok_or_else(|| Refusal::Invalid(format!("Invalid {name} time.")))?;
        Ok(Self { at: Moment::Day(day), zone: None })
    }

    /// An instant with an offset, or a local time with a time zone.
    fn instant(name: &str, text: &str, zone: Option<TimeZone>) -> Result<Self, Refusal> {
        let local = || text.parse::<DateTime>().ok().filter(|_| has_seconds(text));
        let at = match (rfc3339(text), &zone) {
            (Some(at), _) => at,
            (None, Some(zone)) => local()
                .and_then(|local| zone.to_timestamp(local).ok())
                .ok_or_else(|| Refusal::Invalid(format!("Invalid {name} time.")))?,
            (None, None) if local().is_some() => {
                let text = format!("Missing time zone definition for {name} time.");
                return Err(Refusal::Required(text));
            }
            (None, None) => return Err(Refusal::Invalid(format!("Invalid {name} time."))),
        };
        let zone = zone.and_then(|zone| zone.iana_name().map(str::to_owned));
        Ok(Self { at: Moment::At(at), zone })
    }

    /// As it is sent: what a change is laid over.
    pub fn body(&self) -> Value {
        match (self.at, &self.zone) {
            (Moment::Day(day), _) => json!({ "date": day }),
            (Moment::At(at), None) => json!({ "dateTime": at }),
            (Moment::At(at), Some(zone)) => json!({ "dateTime": at, "timeZone": zone }),
        }
    }

    /// As it is answered, with the offset of the asked time zone.
    pub fn shown(&self, zone: &TimeZone) -> Value {
        match self.at {
            Moment::Day(day) => json!({ "date": day }),
            Moment::At(at) => {
                let name = self.zone.as_deref().or(zone.iana_name()).unwrap_or("UTC");
                json!({ "dateTime": with_offset(&at.to_zoned(zone.clone())), "timeZone": name })
            }
        }
    }

    /// The instant, of a day its beginning in this time zone.
    pub fn instant_in(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self.at {
            Moment::At(at) => Some(at),
            Moment::Day(day) => day.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp()),
        }
    }
}

const MIXED: &str = "Start and end times must either both be date or both be dateTime.";

/// Both must be of one kind, and the end after the start.
pub fn check_order(start: &Bound, end: &Bound) -> Result<(), Refusal> {
    let is_empty = match (start.at, end.at) {
        (Moment::At(start), Moment::At(end)) => end <= start,
        (Moment::Day(start), Moment::Day(end)) => end <= start,
        (Moment::At(_), Moment::Day(_)) | (Moment::Day(_), Moment::At(_)) => {
            return Err(Refusal::Invalid(MIXED.into()));
        }
    };
    if is_empty { Err(Refusal::EmptyRange) } else { Ok(()) }
}

fn text<'v>(bound: &str, value: &'v Value, field: &str) -> Result<Option<&'v str>, Refusal> {
    match &value[field] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(Refusal::Invalid(format!("Invalid {bound} time."))),
    }
}

fn zone(bound: &str, name: Option<&str>) -> Result<Option<TimeZone>, Refusal> {
    let invalid = |_| Refusal::Invalid(format!("Invalid time zone definition for {bound} time."));
    name.map(TimeZone::get).transpose().map_err(invalid)
}

/// `2026-11-03T10:00:00+02:00`, and `Z` for UTC.
fn with_offset(time: &Zoned) -> String {
    let offset =
        if time.offset().is_zero() { "Z".to_owned() } else { time.strftime("%:z").to_string() };
    format!("{}{offset}", time.strftime("%Y-%m-%dT%H:%M:%S"))
}
