//! The body of a creation or replacement, checked field by field.
//!
//! Source: GoToMeeting API, create and update a meeting: the same seven fields are required by
//! both, so an update replaces the whole meeting.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::account::User;
use super::meeting::Kind;
use super::refusal::Refusal;
use crate::sim::Call;

const KNOWN: [&str; 8] = [
    "subject",
    "starttime",
    "endtime",
    "passwordrequired",
    "conferencecallinfo",
    "timezonekey",
    "meetingtype",
    "coorganizerKeys",
];

/// Characters of a subject.
const SUBJECT_MAX: usize = 100;
/// Characters of numbers and access codes in plain text.
const AUDIO_MAX: usize = 255;

/// A meeting as it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// At most 100 characters, without `<` and `>`.
    pub subject: String,
    /// When it begins, which may have been.
    pub start: Timestamp,
    /// When it ends, after the start.
    pub end: Timestamp,
    /// Whether guests need a password.
    pub password_required: bool,
    /// One of the vendor's options, or numbers and access codes.
    pub conference_call_info: String,
    /// What it is.
    pub kind: Kind,
    /// Keys of organisers.
    pub coorganizers: Vec<String>,
}

impl Wanted {
    /// Reads the body of a call; everything that is wrong is named.
    pub fn read(call: &Call, users: &[User]) -> Result<Self, Refusal> {
        let body = object(call)?;
        let mut read = Reader { body: &body, errors: Vec::new() };
        read.refuse_unknown();
        let subject = read.subject();
        let start = read.time("starttime");
        let end = read.time("endtime");
        let password_required = read.required("passwordrequired", "true or false", Value::as_bool);
        let audio = read.audio();
        read.no_time_zone();
        let kind = read.kind();
        let coorganizers = read.coorganizers(users);
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            read.errors.push("endtime: a time after starttime is expected".into());
        }
        let errors = read.errors;
        let wanted = move || {
            Some(Self {
                subject: subject?,
                start: start?,
                end: end?,
                password_required: password_required?,
                conference_call_info: audio?,
                kind: kind?,
                coorganizers,
            })
        };
        match wanted() {
            Some(wanted) if errors.is_empty() => Ok(wanted),
            Some(_) | None => Err(Refusal::Body(errors.join("; "))),
        }
    }
}

fn object(call: &Call) -> Result<Map<String, Value>, Refusal> {
    if !call.has_content_type("application/json") {
        return Err(Refusal::Body("application/json is expected".into()));
    }
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refusal::Body("a JSON object is expected".into())),
    }
}

struct Reader<'b> {
    body: &'b Map<String, Value>,
    errors: Vec<String>,
}

impl Reader<'_> {
    /// Keys of another case are unknown: `startTime` is what answers call it.
    fn refuse_unknown(&mut self) {
        let unknown = self.body.keys().filter(|key| !KNOWN.contains(&key.as_str()));
        self.errors.extend(unknown.map(|key| format!("{key}: this field is not known")));
    }

    /// The value that `take` finds in a field; a field that is missing has none.
    fn required<T>(
        &mut self,
        name: &str,
        expected: &str,
        take: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let taken = self.body.get(name).and_then(take);
        if taken.is_none() {
            self.errors.push(format!("{name}: {expected} is expected"));
        }
        taken
    }

    fn text(&mut self, name: &str, expected: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
        self.required(name, expected, |value| {
            value.as_str().filter(|text| fits(text)).map(str::to_owned)
        })
    }

    /// The vendor wants `&lt;` and `&gt;` for the two characters.
    fn subject(&mut self) -> Option<String> {
        let expected = format!("text of 1 to {SUBJECT_MAX} characters without < and >");
        let fits = |text: &str| {
            (1..=SUBJECT_MAX).contains(&text.chars().count()) && !text.contains(['<', '>'])
        };
        self.text("subject", &expected, fits)
    }

    fn audio(&mut self) -> Option<String> {
        let expected = format!("an option, or text of at most {AUDIO_MAX} characters");
        let fits = |text: &str| (1..=AUDIO_MAX).contains(&text.chars().count());
        self.text("conferencecallinfo", &expected, fits)
    }

    /// Deprecated by the vendor, who wants it all the same, and empty.
    fn no_time_zone(&mut self) {
        self.text("timezonekey", "empty text", str::is_empty);
    }

    fn time(&mut self, name: &str) -> Option<Timestamp> {
        let expected = "a time such as 2015-07-01T22:00:00Z";
        self.required(name, expected, |value| utc(value.as_str()?))
    }

    fn kind(&mut self) -> Option<Kind> {
        let expected = "one of immediate, recurring and scheduled";
        self.required("meetingtype", expected, |value| serde_json::from_value(value.clone()).ok())
    }

    /// The one field that may be left out, and the one with a capital letter.
    fn coorganizers(&mut self, users: &[User]) -> Vec<String> {
        let Some(given) = self.body.get("coorganizerKeys") else { return Vec::new() };
        let known = |keys: &Vec<String>| keys.iter().all(|k| users.iter().any(|u| u.key == *k));
        let keys = serde_json::from_value(given.clone()).ok().filter(known);
        keys.unwrap_or_else(|| {
            self.errors.push("coorganizerKeys: keys of organizers are expected".into());
            Vec::new()
        })
    }
}

/// An instant in UTC, with or without a fraction of a second.
fn utc(text: &str) -> Option<Timestamp> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    if date.len() != "yyyy-MM-dd".len() || !time.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
