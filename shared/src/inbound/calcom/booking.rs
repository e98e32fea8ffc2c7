//! Cal.com's bookings: what a session needs of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::super::strict::Complaint;
use super::super::value::{self, MAX_FIELD, MAX_NAME, MAX_TITLE};
use super::super::{Fact, Origin, Translation};
use crate::domain::ids::{SessionKey, fold_email, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::session::{Attendee, Change, Role, SessionContent, SessionFact, SessionKind};

/// Cal.com gives guests who left only a telephone number an address here, which nobody reads.
const TELEPHONE_ONLY: &str = "@sms.cal.com";

/// A booking that takes place, new or moved.
pub(super) fn upserted(body: &Value, origin: Origin<'_>) -> Translation {
    let mut booking = Booking::of(body);
    let change = booking.content().map(Box::new).map(Change::Upserted);
    booking.translated(change, origin)
}

/// A booking that does not take place.
pub(super) fn cancelled(body: &Value, origin: Origin<'_>) -> Translation {
    Booking::of(body).translated(Some(Change::Cancelled), origin)
}

/// One message about a booking while it is read.
struct Booking<'a> {
    body: &'a Value,
    errors: FieldErrors,
}

impl<'a> Booking<'a> {
    fn of(body: &'a Value) -> Self {
        Self { body, errors: FieldErrors::default() }
    }

    fn translated(mut self, change: Option<Change>, origin: Origin<'_>) -> Translation {
        let fact = self.fact(change, origin).map(Fact::Session);
        Translation::from_parts(fact, self.errors.0)
    }

    fn fact(&mut self, change: Option<Change>, origin: Origin<'_>) -> Option<SessionFact> {
        let version = self.need("createdAt", version);
        let uid = self.need("payload.uid", value::external_id);
        let (version, uid) = (version?, uid?);
        let follows = self.follows(&uid);
        let key = SessionKey::new(origin.tenant, origin.source, uid);
        Some(SessionFact { key, version, change: change?, follows })
    }

    /// The booking this one replaces. Cal.com: a moved booking has a new uid, and names its
    /// predecessor in `rescheduleUid`, also when it was created anew after a request to move it.
    fn follows(&mut self, uid: &str) -> Option<String> {
        let given = self.at("payload.rescheduleUid").filter(|value| value.as_str() != Some(""))?;
        match value::external_id(given) {
            Ok(former) => Some(former).filter(|former| former != uid),
            // Passing over it would make a second meeting for one booking.
            Err(complaint) => {
                self.complain("payload.rescheduleUid", complaint);
                None
            }
        }
    }

    fn content(&mut self) -> Option<SessionContent> {
        let span = self.span();
        let host = self.need("payload.organizer.email", value::email);
        let service = self.service();
        let (start, end) = span?;
        Some(SessionContent {
            kind: SessionKind::Booking,
            title: self.text("payload.title").map(|t| one_line(t, MAX_TITLE)).unwrap_or_default(),
            start,
            end,
            time_zone: self.time_zone(),
            service,
            host: Some(host?),
            attendees: self.attendees(),
            // Where Cal.com itself would meet is not asked: the service decides.
            mode: None,
            candidate: None,
            record: None,
            fields: self.fields(),
        })
    }

    fn span(&mut self) -> Option<(Timestamp, Timestamp)> {
        let start = self.need("payload.startTime", value::instant);
        let end = self.need("payload.endTime", value::instant);
        let (start, end) = (start?, end?);
        if end <= start {
            let complaint = ("end_before_start", "must be later than startTime".to_owned());
            self.complain("payload.endTime", complaint);
        }
        Some((start, end))
    }

    /// The event type's number, or its slug for the rare booking that has none.
    fn service(&mut self) -> Option<String> {
        let number = match self.at("payload.eventTypeId") {
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        };
        if let Some(number) = number.filter(|text| is_id(text)) {
            return Some(number);
        }
        let slug = self.at("payload.type").filter(|value| value.as_str() != Some(""))?;
        value::id(slug).map_err(|complaint| self.complain("payload.type", complaint)).ok()
    }

    /// The organiser's zone. Where it is unknown here, the first guest's or UTC: the zone only
    /// decides how the times are read, and is not worth losing a booking.
    fn time_zone(&self) -> String {
        let first_guest = self.guests().first().and_then(|guest| guest.get("timeZone"));
        let zones = [self.at("payload.organizer.timeZone"), first_guest];
        let known = |zone: &Value| zone.as_str().and_then(value::zone_name);
        zones.into_iter().flatten().find_map(known).unwrap_or_else(|| "UTC".to_owned())
    }

    fn attendees(&self) -> Vec<Attendee> {
        self.guests().iter().filter_map(attendee).collect()
    }

    fn guests(&self) -> &'a [Value] {
        self.at("payload.attendees")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// What the guest wrote when booking.
    fn fields(&self) -> BTreeMap<String, String> {
        let note = self
            .text("payload.additionalNotes")
            .or_else(|| self.text("payload.responses.notes.value"));
        let entry = |note: &str| ("note".to_owned(), note.chars().take(MAX_FIELD).collect());
        note.map(entry).into_iter().collect()
    }

    /// The text at a path, trimmed, unless nothing stands there.
    fn text(&self, path: &str) -> Option<&'a str> {
        self.at(path).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// What stands at a path, unless it is `null`.
    fn at(&self, path: &str) -> Option<&'a Value> {
        let found = path.split('.').try_fold(self.body, |value, name| value.get(name));
        found.filter(|value| !value.is_null())
    }

    fn need<T>(&mut self, path: &str, read: fn(&Value) -> Result<T, Complaint>) -> Option<T> {
        let read = match self.at(path) {
            Some(value) => read(value),
            None => {
                Err(("required", "Cal.com sends it unless the payload is customised".to_owned()))
            }
        };
        read.map_err(|complaint| self.complain(path, complaint)).ok()
    }

    fn complain(&mut self, path: &str, (code, detail): Complaint) {
        self.errors.add(path, code, detail);
    }
}

/// Milliseconds since 1970: Cal.com numbers no changes, but says when each was reported.
fn version(value: &Value) -> Result<u64, Complaint> {
    let reported = value::instant(value)?.as_millisecond();
    u64::try_from(reported)
        .ok()
        .filter(|version| *version > 0)
        .ok_or_else(|| ("version_invalid", "must lie after 1970".to_owned()))
}

fn attendee(guest: &Value) -> Option<Attendee> {
    let email = guest.get("email").and_then(|email| value::email(email).ok())?;
    if fold_email(&email).ends_with(TELEPHONE_ONLY) {
        return None;
    }
    let name = guest.get("name").and_then(Value::as_str).unwrap_or_default();
    let locale = guest.pointer("/language/locale").and_then(Value::as_str);
    Some(Attendee {
        name: one_line(name, MAX_NAME),
        email,
        role: Role::Customer,
        locale: locale.filter(|tag| value::is_locale(tag)).map(ToOwned::to_owned),
    })
}

/// The text on one line, cut to `most` characters.
fn one_line(text: &str, most: usize) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    flat.trim().chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::SenderKind;
    use super::super::super::signing::{headers, received, received_with, signed};
    use super::*;

    fn message(trigger: &str) -> Value {
        json!({"triggerEvent": trigger, "createdAt": "2027-02-15T09:12:30.418Z", "payload": {
            "uid": "u2", "rescheduleUid": "u1", "eventTypeId": 101, "type": "ensikaynti",
            "title": "Ensikäynti", "additionalNotes": "", "surprise": [1, {"x": null}],
            "startTime": "2027-03-04T08:00:00Z", "endTime": "2027-03-04T10:45:00+02:00",
            "organizer": {"email": "aino@demo.example", "timeZone": "Europe/Helsinki"},
            "attendees": [
                {"email": "358401234567@SMS.cal.com", "name": "Puhelin"},
                {"email": "", "name": "Nobody"},
                {"email": "matti@customer.example", "name": "Matti\n", "timeZone": "Europe/Oslo",
                 "language": {"locale": "fi"}},
            ],
            "responses": {"notes": {"value": " soita ovikelloa "}},
        }})
    }

    fn sent(body: &Value) -> Translation {
        received(SenderKind::Calcom, body.to_string().as_bytes())
    }

    fn fact(body: &Value) -> SessionFact {
        match sent(body) {
            Translation::Facts(facts) => match facts.as_slice() {
                [Fact::Session(fact)] => fact.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    fn content(body: &Value) -> SessionContent {
        let Change::Upserted(content) = fact(body).change else { panic!("cancelled") };
        *content
    }

    fn codes(body: &Value) -> Vec<(String, String)> {
        let Translation::Untranslatable { errors, .. } = sent(body) else { panic!("{body}") };
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn pair(field: &str, code: &str) -> (String, String) {
        (field.to_owned(), code.to_owned())
    }

    /// A02: start, end, zone, service, host and guest are all there for the meeting.
    #[test]
    fn a_booking_is_read_as_the_contract_says() {
        for trigger in ["BOOKING_CREATED", "BOOKING_RESCHEDULED"] {
            let fact = fact(&message(trigger));
            assert_eq!(fact.key, SessionKey::new("demo", "bookings", "u2"));
            assert_eq!(fact.version, 1_802_682_750_418);
            assert_eq!(fact.follows.as_deref(), Some("u1"));
        }
        let content = content(&message("BOOKING_CREATED"));
        assert_eq!(content.end.duration_since(content.start).as_mins(), 45);
        assert_eq!(content.time_zone, "Europe/Helsinki");
        assert_eq!(content.service.as_deref(), Some("101"));
        assert_eq!(content.host.as_deref(), Some("aino@demo.example"));
        assert_eq!((content.kind, content.mode), (SessionKind::Booking, None));
        assert_eq!(content.fields["note"], "soita ovikelloa");
        let [matti] = content.attendees.as_slice() else { panic!("{:?}", content.attendees) };
        assert_eq!((matti.name.as_str(), matti.locale.as_deref()), ("Matti", Some("fi")));
    }

    #[test]
    fn a_cancellation_needs_little_and_keeps_the_chain() {
        let body = json!({"triggerEvent": "BOOKING_CANCELLED", "createdAt": "2027-02-15T09:00:00Z",
            "payload": {"uid": "u3", "rescheduleUid": "u2", "requestReschedule": true}});
        let fact = fact(&body);
        assert_eq!(fact.change, Change::Cancelled);
        assert_eq!(fact.follows.as_deref(), Some("u2"));
    }

    #[test]
    fn only_another_uid_is_followed() {
        let follows = |uid: Value| {
            let mut body = message("BOOKING_CREATED");
            body["payload"]["rescheduleUid"] = uid;
            body
        };
        for none in [json!(null), json!(""), json!("u2")] {
            assert_eq!(fact(&follows(none)).follows, None);
        }
        let expected = [pair("payload.rescheduleUid", "external_id_invalid")];
        assert_eq!(codes(&follows(json!(17))), expected);
    }

    #[test]
    fn a_booking_without_an_event_type_is_known_by_its_slug() {
        let mut body = message("BOOKING_CREATED");
        body["payload"]["eventTypeId"] = Value::Null;
        assert_eq!(content(&body).service.as_deref(), Some("ensikaynti"));
        for none_of_ours in [json!(-1), json!("a#b"), json!([101])] {
            body["payload"]["eventTypeId"] = none_of_ours;
            assert_eq!(content(&body).service.as_deref(), Some("ensikaynti"));
        }
        body["payload"]["type"] = json!("");
        assert_eq!(content(&body).service, None);
    }

    #[test]
    fn an_unknown_zone_loses_no_booking() {
        let mut body = message("BOOKING_CREATED");
        body["payload"]["organizer"]["timeZone"] = json!("Nowhere/Land");
        assert_eq!(content(&body).time_zone, "UTC");
        body["payload"]["attendees"][0]["timeZone"] = json!("Europe/Oslo");
        assert_eq!(content(&body).time_zone, "Europe/Oslo");
    }

    #[test]
    fn what_is_needed_and_missing_is_named() {
        let body = json!({"triggerEvent": "BOOKING_CREATED", "createdAt": "yesterday", "payload": {
            "startTime": "2027-03-04T08:00:00Z", "endTime": "2027-03-04T08:00:00Z",
            "organizer": {"email": "aino"}}});
        let expected = [
            pair("payload.endTime", "end_before_start"),
            pair("payload.organizer.email", "email_invalid"),
            pair("createdAt", "instant_invalid"),
            pair("payload.uid", "required"),
        ];
        assert_eq!(codes(&body), expected);
        let before_1970 = json!({"triggerEvent": "BOOKING_CANCELLED", "payload": {"uid": "u"},
            "createdAt": "1969-12-31T23:59:59Z"});
        assert_eq!(codes(&before_1970), [pair("createdAt", "version_invalid")]);
    }

    #[test]
    fn triggers_that_change_no_booking_are_ignored() {
        for trigger in [
            "BOOKING_REQUESTED",
            "BOOKING_REJECTED",
            "BOOKING_NO_SHOW_UPDATED",
            "BOOKING_PAYMENT_INITIATED",
            "MEETING_STARTED",
            "MEETING_ENDED",
            "RECORDING_READY",
            "INSTANT_MEETING",
            "OOO_CREATED",
            "FORM_SUBMITTED",
            "PING",
            "NOT_YET_INVENTED",
        ] {
            let flat = json!({"triggerEvent": trigger, "uid": "u"});
            assert!(matches!(sent(&flat), Translation::Ignored { .. }), "{trigger}");
        }
    }

    #[test]
    fn customised_templates_are_recognised() {
        let customised = |translation: Translation| matches!(translation, Translation::Untranslatable { code, .. } if code == "template_customised");
        for body in [
            json!({"booking": "u1"}),
            json!("BOOKING_CREATED"),
            json!([]),
            json!(null),
            json!({"triggerEvent": "BOOKING_CREATED", "uid": "u1"}),
            json!({"triggerEvent": 1}),
        ] {
            assert!(customised(sent(&body)), "{body}");
        }
        let body = b"event=BOOKING_CREATED&uid=u1";
        assert_eq!(received(SenderKind::Calcom, body), Translation::NotJson);
        let mut as_form = signed(SenderKind::Calcom, body);
        as_form.extend(headers(&[(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
        )]));
        assert!(customised(received_with(SenderKind::Calcom, body, &as_form)));
    }
}
