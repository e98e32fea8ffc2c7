//! Local times with a zone beside them, as calendars have them (Graph: `dateTimeTimeZone`).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sim::Call;

/// The names that Windows has for some time zones, with ours.
const WINDOWS: [(&str, &str); 12] = [
    ("GMT Standard Time", "Europe/London"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("FLE Standard Time", "Europe/Helsinki"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Eastern Standard Time", "America/New_York"),
    ("Central Standard Time", "America/Chicago"),
    ("Mountain Standard Time", "America/Denver"),
    ("Pacific Standard Time", "America/Los_Angeles"),
];

/// An instant, and the zone it was given in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// The zone's name, as it was given.
    pub zone: String,
}

impl Moment {
    /// Reads a property. A zone's name and a time without an offset are both needed: the vendor's
    /// description has the offset stand nowhere but in the zone.
    pub fn read(name: &str, value: &Value) -> Result<Self, Refusal> {
        let expected = |detail: &str| Refusal::Property(format!("{name}: {detail} is expected"));
        let Value::Object(fields) = value else {
            return Err(expected("an object with dateTime and timeZone"));
        };
        if let Some(other) = fields.keys().find(|key| !is_field(key)) {
            let of = "microsoft.graph.dateTimeTimeZone";
            return Err(Refusal::UnknownProperty { property: other.clone(), of });
        }
        let text = |field: &str| fields.get(field).and_then(Value::as_str);
        let zone = text("timeZone").ok_or_else(|| expected("timeZone"))?;
        let local = text("dateTime")
            .and_then(local)
            .ok_or_else(|| expected("a dateTime such as 2026-01-01T10:00:00, without an offset"))?;
        let at =
            time_zone(zone)?.to_timestamp(local).map_err(|_| expected("a dateTime of this era"))?;
        Ok(Self { at, zone: zone.to_owned() })
    }
}

fn is_field(key: &str) -> bool {
    matches!(key, "dateTime" | "timeZone") || key.starts_with('@')
}

fn local(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once('T')?;
    let plain = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
    let whole = date.len() == "yyyy-MM-dd".len() && time.len() >= "HH:mm:ss".len();
    (whole && time.chars().all(plain)).then(|| text.parse().ok()).flatten()
}

fn time_zone(name: &str) -> Result<TimeZone, Refusal> {
    let windows = WINDOWS.iter().find(|(windows, _)| *windows == name);
    let ours = windows.map_or(name, |(_, ours)| ours);
    TimeZone::get(ours).map_err(|_| Refusal::TimeZone(name.to_owned()))
}

/// The zone that answers show times in: UTC, unless the caller prefers another.
pub struct Shown {
    name: String,
    zone: TimeZone,
}

impl Shown {
    /// Reads `Prefer: outlook.timezone="…"`.
    pub fn of(call: &Call) -> Result<Self, Refusal> {
        let preferred = call.headers.get_all("prefer").iter();
        let texts = preferred.filter_map(|value| value.to_str().ok());
        let named = texts.flat_map(|text| text.split([',', ';'])).find_map(|preference| {
            let (name, value) = preference.split_once('=')?;
            let is_zone = name.trim().eq_ignore_ascii_case("outlook.timezone");
            is_zone.then(|| value.trim().trim_matches('"'))
        });
        let name = named.unwrap_or("UTC");
        Ok(Self { name: name.to_owned(), zone: time_zone(name)? })
    }

    /// An instant in that zone.
    pub fn show(&self, at: Timestamp) -> Value {
        let local = at.to_zoned(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        json!({ "dateTime": format!("{local}.0000000"), "timeZone": self.name })
    }
}
