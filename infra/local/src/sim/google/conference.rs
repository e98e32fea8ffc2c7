//! The Meet conference of an event, which the vendor may make later than the event.
//!
//! Source: Google's description of Calendar v3, `ConferenceData` and `CreateConferenceRequest`: a
//! request whose id was used before is ignored. Here an id counts as used once an event of the same
//! calendar has carried it.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::parameter;
use super::refusal::Refusal;
use crate::sim::{Call, Entropy};

/// The kind of conference that Meet is.
pub const MEET: &str = "hangoutsMeet";

const WEB: &str = "https://meet.google.example";
/// How long one that is made later takes, unless it is looked at twice before.
const MAKING: SignedDuration = SignedDuration::from_secs(2);

/// How the vendor makes new conferences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// With the event.
    #[default]
    AtOnce,
    /// Two seconds later, or when the event is read for the second time.
    Pending,
    /// Not at all: the event is made, and its request for a conference fails.
    Failure,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// It is being made.
    Pending {
        /// When it is there.
        until: Timestamp,
        /// How often it was looked at.
        looks: u8,
    },
    /// It is there.
    Success,
    /// There will be none.
    Failure,
}

/// A conference, or the request for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// The client's own name for the request; none where it was put in.
    pub request_id: Option<String>,
    /// The guests' link.
    pub uri: String,
    /// How far it has come.
    pub progress: Progress,
}

/// What a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing: what is there stays.
    Keep,
    /// There shall be none.
    Remove,
    /// A new one, by a request of this id.
    Create(String),
}

impl Change {
    /// Reads what a call with this body asks for. Without `conferenceDataVersion=1` that is nothing.
    pub fn read(
        call: &Call,
        body: &Map<String, Value>,
        is: Option<&Conference>,
    ) -> Result<Self, Refusal> {
        let version = parameter::number(call, "conferenceDataVersion", (0, 1))?;
        let Some(asked) = body.get("conferenceData").filter(|_| version == Some(1)) else {
            return Ok(Self::Keep);
        };
        match asked {
            Value::Null => Ok(Self::Remove),
            asked if asked["createRequest"].is_object() => create(&asked["createRequest"]),
            // Whoever sends back what was answered changes nothing.
            asked if is.is_some_and(|is| asked["conferenceId"] == is.code()) => Ok(Self::Keep),
            _ => Err(Refusal::Invalid("Invalid conference data.".into())),
        }
    }
}

/// The vendor's own samples leave the kind out.
fn create(request: &Value) -> Result<Change, Refusal> {
    let kind = &request["conferenceSolutionKey"]["type"];
    if !kind.is_null() && kind != MEET {
        return Err(invalid_kind());
    }
    match request["requestId"].as_str() {
        Some(id) if !id.is_empty() => Ok(Change::Create(id.to_owned())),
        _ => Err(Refusal::Invalid("Invalid conference data.".into())),
    }
}

/// What the vendor says, too, where Meet is off.
fn invalid_kind() -> Refusal {
    Refusal::Invalid("Invalid conference type value.".into())
}

/// Whether an event of this caller can have Meet.
pub fn check_allowed(meet_enabled: bool, caller: &Caller) -> Result<(), Refusal> {
    if meet_enabled && !caller.is_service_account { Ok(()) } else { Err(invalid_kind()) }
}

impl Conference {
    /// One that is asked for now.
    pub fn new(request_id: String, pace: Pace, at: Timestamp, entropy: &mut Entropy) -> Self {
        let progress = match pace {
            Pace::AtOnce => Progress::Success,
            Pace::Pending => Progress::Pending { until: at + MAKING, looks: 0 },
            Pace::Failure => Progress::Failure,
        };
        Self { request_id: Some(request_id), uri: new_uri(entropy), progress }
    }

    /// One that is there, with this link.
    pub fn put_in(uri: &str) -> Self {
        Self { request_id: None, uri: uri.to_owned(), progress: Progress::Success }
    }

    /// Time has passed.
    pub fn settle(&mut self, at: Timestamp) {
        if let Progress::Pending { until, .. } = self.progress
            && until <= at
        {
            self.progress = Progress::Success;
        }
    }

    /// Somebody has read its event: the second time it is there.
    pub fn look(&mut self, at: Timestamp) {
        self.settle(at);
        if let Progress::Pending { looks, .. } = &mut self.progress {
            *looks += 1;
            if *looks > 1 {
                self.progress = Progress::Success;
            }
        }
    }

    /// The guests' link, once it is there.
    pub fn link(&self) -> Option<&str> {
        match self.progress {
            Progress::Success => Some(&self.uri),
            Progress::Pending { .. } | Progress::Failure => None,
        }
    }

    /// The meeting code: the last part of the link.
    fn code(&self) -> &str {
        self.uri.rsplit('/').next().unwrap_or_default()
    }

    /// As it is answered.
    pub fn shown(&self) -> Value {
        let key = json!({ "type": MEET });
        let mut shown = json!({});
        if let Some(id) = &self.request_id {
            shown["createRequest"] = json!({
                "requestId": id,
                "conferenceSolutionKey": key,
                "status": { "statusCode": self.status_code() },
            });
        }
        if let Some(link) = self.link() {
            let label = link.trim_start_matches("https://");
            let video = json!({ "entryPointType": "video", "uri": link, "label": label });
            shown["entryPoints"] = json!([video]);
            shown["conferenceSolution"] = json!({ "key": key, "name": "Google Meet" });
            shown["conferenceId"] = json!(self.code());
        }
        shown
    }

    fn status_code(&self) -> &'static str {
        match self.progress {
            Progress::Pending { .. } => "pending",
            Progress::Success => "success",
            Progress::Failure => "failure",
        }
    }
}

/// `https://…/abc-defg-hij`
fn new_uri(entropy: &mut Entropy) -> String {
    let mut rng = entropy.draw();
    let mut word = |length| -> String {
        (0..length).map(|_| char::from(rng.random_range(b'a'..=b'z'))).collect()
    };
    format!("{WEB}/{}-{}-{}", word(3), word(4), word(3))
}
