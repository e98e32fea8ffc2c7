//! Events of a calendar, as they are asked for and as they are answered (Google, Calendar API v3:
//! `Event` and `ConferenceData`).

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::google::VENDOR;
use super::wire::{self, is_link};
use super::{Made, ProviderFault};
use crate::domain::desire::WantedMeeting;
use crate::domain::ids::digest;
use crate::domain::meeting::Attempt;

/// The kind of conference that Meet is.
pub(super) const MEET: &str = "hangoutsMeet";

/// Where an event's conference stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meet {
    /// Guests join here.
    Ready(String),
    /// It is being made.
    Pending,
    /// There is none, and there will be none.
    Missing,
    /// The event was deleted. It keeps its id for ever.
    Cancelled,
}

/// What is read of an event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    kind: String,
    status: Option<String>,
    hangout_link: Option<String>,
    conference_data: Option<Conference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Conference {
    create_request: Option<Request>,
}

#[derive(Deserialize)]
struct Request {
    status: Option<Progress>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Progress {
    status_code: Option<String>,
}

/// The event that an attempt makes. An id may hold 0 to 9 and a to v, which hexadecimal digits are;
/// who chooses it finds the event again, and nobody makes it twice.
pub(super) fn id(attempt: &Attempt) -> String {
    digest(&["google event", &attempt.id])
}

/// A new event with a conference of its own. It has no guests: Convoke invites them itself, in their
/// language and by the tenant's templates, and Google's invitations would come on top.
pub(super) fn new(meeting: &WantedMeeting, attempt: &Attempt) -> Value {
    let mut body = changeable(meeting);
    body["id"] = json!(id(attempt));
    body["conferenceData"] = json!({
        "createRequest": {
            "requestId": attempt.id,
            "conferenceSolutionKey": { "type": MEET },
        },
    });
    body
}

/// What both creating and updating say; whatever an update does not name stays, and so does the
/// conference. Times are in UTC: a local time would be ambiguous in the hour that a zone repeats.
pub(super) fn changeable(meeting: &WantedMeeting) -> Value {
    let length = SignedDuration::from_mins(meeting.duration_min);
    let end = meeting.start.checked_add(length).unwrap_or(meeting.start);
    let bound = |at: Timestamp| {
        let at = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        json!({ "dateTime": at, "timeZone": meeting.time_zone })
    };
    json!({
        "summary": meeting.topic,
        "description": meeting.agenda,
        "start": bound(meeting.start),
        "end": bound(end),
    })
}

/// Where the conference of an answered event stands.
///
/// # Errors
/// [`ProviderFault::Passing`] when the answer is no event.
pub(super) fn meet(answer: &http::Response<Bytes>) -> Result<Meet, ProviderFault> {
    let event: Event = wire::read(VENDOR, answer)?;
    if event.kind != "calendar#event" {
        return Err(wire::unreadable(VENDOR));
    }
    if event.status.as_deref() == Some("cancelled") {
        return Ok(Meet::Cancelled);
    }
    if let Some(link) = event.hangout_link.filter(|link| is_link(link)) {
        return Ok(Meet::Ready(link));
    }
    let request = event.conference_data.and_then(|conference| conference.create_request);
    let code = request.and_then(|request| request.status).and_then(|status| status.status_code);
    Ok(if code.as_deref() == Some("pending") { Meet::Pending } else { Meet::Missing })
}

/// A meeting that can be told of.
pub(super) fn made(id: &str, join_url: String) -> Made {
    Made { id: id.to_owned(), join_url, password: String::new(), unrecorded: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::ProviderName;
    use proptest::prelude::*;

    fn attempt(id: &str) -> Attempt {
        Attempt {
            id: id.to_owned(),
            provider: "google".to_owned(),
            by: None,
            host: "aino@demo.example".to_owned(),
            topic: "First visit".to_owned(),
            start: start(),
            duration_min: 60,
            password: None,
            mark: String::new(),
            applied: String::new(),
            begun: start(),
            settles: start(),
        }
    }

    fn start() -> Timestamp {
        "2026-12-01T08:00:00Z".parse().unwrap()
    }

    fn seen(event: &Value) -> Option<Meet> {
        let answer = http::Response::new(Bytes::from(event.to_string()));
        meet(&answer).ok()
    }

    /// P04: an event asks for Meet under a name of the attempt's, and invites nobody.
    #[test]
    fn an_event_asks_for_a_conference_and_invites_nobody() {
        let meeting = WantedMeeting {
            provider: ProviderName::Google,
            by: None,
            host: "aino@demo.example".to_owned(),
            topic: "First visit".to_owned(),
            agenda: "My back hurts".to_owned(),
            start: start(),
            duration_min: 45,
            time_zone: "Europe/Helsinki".to_owned(),
            random_password: true,
            record: None,
        };
        let expected = json!({
            "id": id(&attempt("a1")),
            "summary": "First visit",
            "description": "My back hurts",
            "start": {"dateTime": "2026-12-01T08:00:00Z", "timeZone": "Europe/Helsinki"},
            "end": {"dateTime": "2026-12-01T08:45:00Z", "timeZone": "Europe/Helsinki"},
            "conferenceData": {"createRequest": {
                "requestId": "a1", "conferenceSolutionKey": {"type": "hangoutsMeet"},
            }},
        });
        assert_eq!(new(&meeting, &attempt("a1")), expected);
    }

    #[test]
    fn where_a_conference_stands_is_read_off_its_event() {
        let link = "https://meet.google.com/abc-mnop-xyz";
        let of = |code: &str| json!({"createRequest": {"status": {"statusCode": code}}});
        let kind = "calendar#event";
        for (event, expected) in [
            (json!({"kind": kind, "hangoutLink": link}), Some(Meet::Ready(link.to_owned()))),
            (json!({"kind": kind, "conferenceData": of("pending")}), Some(Meet::Pending)),
            (json!({"kind": kind, "conferenceData": of("failure")}), Some(Meet::Missing)),
            (json!({"kind": kind, "conferenceData": null}), Some(Meet::Missing)),
            (json!({"kind": kind, "hangoutLink": "javascript:x"}), Some(Meet::Missing)),
            (
                json!({"kind": kind, "hangoutLink": link, "status": "cancelled"}),
                Some(Meet::Cancelled),
            ),
            (json!({}), None),
            (json!({"kind": "calendar#events"}), None),
        ] {
            assert_eq!(seen(&event), expected, "{event}");
        }
    }

    proptest! {
        /// Whatever an attempt is called, its event has an id that Google takes, always the same one.
        #[test]
        fn an_attempts_event_has_an_id_that_google_takes(name in ".*") {
            let id = id(&attempt(&name));
            prop_assert!((5..=1024).contains(&id.len()));
            prop_assert!(id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'v')));
            prop_assert_eq!(id, super::id(&attempt(&name)));
        }

        /// No answer brings anything down.
        #[test]
        fn any_answer_is_an_event_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = meet(&http::Response::new(Bytes::from(bytes)));
        }
    }
}
