//! The body of a create or update, checked field by field.
//!
//! Source: Zoom API, create and update a meeting.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::passcode;
use super::refusal::{FieldError, Refusal};
use super::settings;
use crate::sim::Call;

const KNOWN: [&str; 15] = [
    "agenda",
    "default_password",
    "duration",
    "password",
    "pre_schedule",
    "recurrence",
    "schedule_for",
    "sensitivity_label_id",
    "settings",
    "start_time",
    "template_id",
    "timezone",
    "topic",
    "tracking_fields",
    "type",
];

/// What a meeting is (Zoom API: `type`).
pub mod kind {
    /// Starts at once.
    pub const INSTANT: u8 = 1;
    /// Once, at a time.
    pub const SCHEDULED: u8 = 2;
    /// Recurring without fixed times.
    pub const RECURRING_NO_FIXED_TIME: u8 = 3;
    /// Recurring at fixed times.
    pub const RECURRING: u8 = 8;
    /// Screen sharing only.
    pub const SCREEN_SHARE: u8 = 10;
}

/// A start as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With a `Z`.
    Utc(Timestamp),
    /// Local to the meeting's time zone.
    Local(DateTime),
}

/// The fields that were given, each valid by itself.
#[derive(Debug, Default)]
pub struct MeetingFields {
    /// At most 200 characters.
    pub topic: Option<String>,
    /// At most 2000 characters.
    pub agenda: Option<String>,
    /// One of [`kind`].
    pub kind: Option<u8>,
    /// When it starts.
    pub start: Option<Start>,
    /// Minutes, 1 to 1440.
    pub duration: Option<u16>,
    /// A name of the time zone database.
    pub timezone: Option<String>,
    /// At most 10 of the allowed characters; empty is not given.
    pub password: Option<String>,
    /// Whether Zoom may make up a passcode.
    pub default_password: Option<bool>,
    /// Another user, who shall be the host.
    pub schedule_for: Option<String>,
    /// Whether it is only pre-scheduled.
    pub pre_schedule: Option<bool>,
    /// As given.
    pub recurrence: Option<Value>,
    /// As given.
    pub tracking_fields: Option<Value>,
    /// Known settings only.
    pub settings: Map<String, Value>,
}

impl MeetingFields {
    /// Reads the body of a call; every bad field is named.
    pub fn read(call: &Call) -> Result<Self, Refusal> {
        let body = object(call)?;
        let mut read = Reader { body: &body, errors: Vec::new() };
        read.refuse_unknown();
        let fields = Self {
            topic: read.text("topic", 200),
            agenda: read.text("agenda", 2000),
            kind: read.kind(),
            start: read.start(),
            duration: read.duration(),
            timezone: read.timezone(),
            password: read.password(),
            default_password: read.flag("default_password"),
            schedule_for: read.text("schedule_for", 320),
            pre_schedule: read.flag("pre_schedule"),
            recurrence: read.recurrence(),
            tracking_fields: read.tracking_fields(),
            settings: read.settings(),
        };
        read.text("sensitivity_label_id", 64);
        read.text("template_id", 64);
        if read.errors.is_empty() { Ok(fields) } else { Err(Refusal::Fields(read.errors)) }
    }
}

/// The JSON object in the body of a call.
pub fn object(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if !call.has_content_type("application/json") {
        return Err(Refusal::Parameter("Unsupported Content Type".into()));
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refusal::Parameter("The request body must be a JSON object.".into())),
    }
}

struct Reader<'b> {
    body: &'b Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn refuse_unknown(&mut self) {
        let unknown = self.body.keys().filter(|key| !KNOWN.contains(&key.as_str()));
        self.errors.extend(unknown.map(|key| FieldError::new(key, "Unknown field.")));
    }

    /// The value that `take` finds in a field, or an error when there is a field but no value.
    fn field<T>(
        &mut self,
        name: &str,
        expected: &str,
        take: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let taken = take(self.body.get(name)?);
        if taken.is_none() {
            self.errors.push(FieldError::new(name, expected));
        }
        taken
    }

    fn text(&mut self, name: &str, max: usize) -> Option<String> {
        let expected = format!("Text of at most {max} characters is expected.");
        let short = |text: &&str| text.chars().count() <= max;
        self.field(name, &expected, |value| value.as_str().filter(short).map(str::to_owned))
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        self.field(name, "A boolean is expected.", Value::as_bool)
    }

    fn kind(&mut self) -> Option<u8> {
        let known = |n: &u8| {
            [
                kind::INSTANT,
                kind::SCHEDULED,
                kind::RECURRING_NO_FIXED_TIME,
                kind::RECURRING,
                kind::SCREEN_SHARE,
            ]
            .contains(n)
        };
        let take = |value: &Value| u8::try_from(value.as_u64()?).ok().filter(known);
        self.field("type", "One of 1, 2, 3, 8 and 10 is expected.", take)
    }

    fn duration(&mut self) -> Option<u16> {
        let in_range = |minutes: &u16| (1..=1440).contains(minutes);
        let take = |value: &Value| u16::try_from(value.as_u64()?).ok().filter(in_range);
        self.field("duration", "Whole minutes from 1 to 1440 are expected.", take)
    }

    fn start(&mut self) -> Option<Start> {
        let expected = "yyyy-MM-ddTHH:mm:ss, with or without Z, is expected.";
        self.field("start_time", expected, |value| start(value.as_str()?))
    }

    fn timezone(&mut self) -> Option<String> {
        let known = |name: &&str| TimeZone::get(name).is_ok();
        let take = |value: &Value| value.as_str().filter(known).map(str::to_owned);
        self.field("timezone", "A known time zone is expected.", take)
    }

    fn password(&mut self) -> Option<String> {
        let fits = |p: &&str| p.chars().count() <= passcode::MAX_LEN && passcode::allowed(p);
        let take = |value: &Value| value.as_str().filter(fits).map(str::to_owned);
        self.field("password", "At most 10 letters, digits or @ - _ * are expected.", take)
    }

    fn recurrence(&mut self) -> Option<Value> {
        let fits = |value: &&Value| matches!(value["type"].as_u64(), Some(1..=3));
        let expected = "An object with a type of 1, 2 or 3 is expected.";
        self.field("recurrence", expected, |value| Some(value).filter(fits).cloned())
    }

    fn tracking_fields(&mut self) -> Option<Value> {
        let named = |item: &Value| item["field"].is_string();
        let fits = |value: &&Value| value.as_array().is_some_and(|list| list.iter().all(named));
        let expected = "A list of objects with a field is expected.";
        self.field("tracking_fields", expected, |value| Some(value).filter(fits).cloned())
    }

    fn settings(&mut self) -> Map<String, Value> {
        let take = |value: &Value| value.as_object().cloned();
        let given = self.field("settings", "An object is expected.", take).unwrap_or_default();
        settings::check(&given, &mut self.errors);
        given
    }
}

fn start(text: &str) -> Option<Start> {
    let local = text.strip_suffix('Z').unwrap_or(text);
    // Strptime would take fewer digits than the format has.
    if local.len() != "yyyy-MM-ddTHH:mm:ss".len() {
        return None;
    }
    let local = DateTime::strptime("%Y-%m-%dT%H:%M:%S", local).ok()?;
    if text.ends_with('Z') {
        return TimeZone::UTC.to_timestamp(local).ok().map(Start::Utc);
    }
    Some(Start::Local(local))
}

impl Start {
    /// The instant, a local time being in this zone.
    pub fn instant(self, timezone: &str) -> Option<Timestamp> {
        match self {
            Self::Utc(instant) => Some(instant),
            Self::Local(local) => TimeZone::get(timezone).ok()?.to_timestamp(local).ok(),
        }
    }
}
