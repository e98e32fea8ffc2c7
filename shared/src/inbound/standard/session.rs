//! `session.upserted` and `session.cancelled`.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::super::strict::{Complaint, Fields};
use super::super::value::{MAX_FIELD, MAX_NAME, MAX_TITLE};
use super::super::{Origin, value};
use crate::domain::ids::SessionKey;
use crate::domain::session::{
    Attendee, Change, Mode, Role, SessionContent, SessionFact, SessionKind,
};

const MAX_ATTENDEES: usize = 100;
const MAX_FIELDS: usize = 50;
const MAX_LENGTH: SignedDuration = SignedDuration::from_hours(366 * 24);

const KINDS: [(&str, SessionKind); 3] = [
    ("booking", SessionKind::Booking),
    ("interview", SessionKind::Interview),
    ("onboarding", SessionKind::Onboarding),
];
const ROLES: [(&str, Role); 3] =
    [("customer", Role::Customer), ("candidate", Role::Candidate), ("employee", Role::Employee)];

/// Reads the data of a session that takes place.
pub(super) fn upserted(data: &mut Fields<'_>, origin: Origin<'_>) -> Option<SessionFact> {
    let named = name_and_version(data);
    let content = content(data).map(Box::new).map(Change::Upserted);
    Some(fact(named?, content?, origin))
}

/// Reads the data of a session that does not take place.
pub(super) fn cancelled(data: &mut Fields<'_>, origin: Origin<'_>) -> Option<SessionFact> {
    Some(fact(name_and_version(data)?, Change::Cancelled, origin))
}

fn fact((id, version): (String, u64), change: Change, origin: Origin<'_>) -> SessionFact {
    let key = SessionKey::new(origin.tenant, origin.source, id);
    SessionFact { key, version, change, follows: None }
}

fn name_and_version(data: &mut Fields<'_>) -> Option<(String, u64)> {
    let external_id = data.required("external_id", value::external_id);
    let version = data.required("version", value::version);
    Some((external_id?, version?))
}

fn content(data: &mut Fields<'_>) -> Option<SessionContent> {
    let modes = Mode::ALL.map(|mode| (mode.name(), mode));
    let kind = data.optional("kind", value::choice("kind_unknown", &KINDS)).unwrap_or_default();
    let title = data.optional("title", value::line(MAX_TITLE)).unwrap_or_default();
    let span = span(data);
    let time_zone = data.required("time_zone", value::zone);
    let service = data.optional("service", value::id);
    let host = data.optional("host", value::person_reference);
    let attendees = attendees(data);
    let mode = data.optional("mode", value::choice("mode_unknown", &modes));
    let candidate = data.optional("candidate", value::kept_object).cloned();
    let fields = further_fields(data);
    let ((start, end), time_zone) = (span?, time_zone?);
    Some(SessionContent {
        kind,
        title,
        start,
        end,
        time_zone,
        service,
        host,
        attendees,
        mode,
        candidate,
        record: None,
        fields,
    })
}

fn span(data: &mut Fields<'_>) -> Option<(Timestamp, Timestamp)> {
    let start = data.required("start", value::instant);
    let end = data.required("end", value::instant);
    let (start, end) = (start?, end?);
    if end <= start {
        data.complain("end", "end_before_start", "must be later than start");
    } else if end.duration_since(start) > MAX_LENGTH {
        data.complain("end", "too_long", "at most 366 days after start");
    }
    Some((start, end))
}

fn attendees(data: &mut Fields<'_>) -> Vec<Attendee> {
    let mut attendees = Vec::new();
    for mut each in data.objects("attendees", MAX_ATTENDEES) {
        attendees.extend(attendee(&mut each));
        data.absorb(each);
    }
    attendees
}

fn attendee(fields: &mut Fields<'_>) -> Option<Attendee> {
    let name = fields.optional("name", value::line(MAX_NAME)).unwrap_or_default();
    let email = fields.required("email", value::email);
    let role = fields.optional("role", value::choice("role_unknown", &ROLES)).unwrap_or_default();
    let locale = fields.optional("locale", value::locale);
    Some(Attendee { name, email: email?, role, locale })
}

fn further_fields(data: &mut Fields<'_>) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let given = data.optional("fields", value::object).into_iter().flatten();
    for (n, (name, value)) in given.filter(|(_, value)| !value.is_null()).enumerate() {
        if n == MAX_FIELDS {
            data.complain("fields", "too_many", format!("at most {MAX_FIELDS} fields"));
            break;
        }
        match value::name_of_field(name).and_then(|()| plain(value)) {
            Ok(text) => {
                fields.insert(name.clone(), text);
            }
            Err((code, detail)) => data.complain(&format!("fields.{name}"), code, detail),
        }
    }
    fields
}

fn plain(value: &Value) -> Result<String, Complaint> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            return Err(("not_plain", "a string, number or boolean".to_owned()));
        }
    };
    if text.chars().count() > MAX_FIELD {
        return Err(("too_long", format!("at most {MAX_FIELD} characters")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::super::signing::received;
    use super::super::super::{Fact, SenderKind, Translation};
    use super::*;

    fn sent(event: &str, data: &Value) -> Translation {
        let body = json!({"type": event, "timestamp": "2027-02-15T09:00:00Z", "data": data});
        received(SenderKind::Standard, body.to_string().as_bytes())
    }

    fn session(change: Value) -> Value {
        let mut data = json!({
            "external_id": "b-1", "version": 3, "title": "Ensikäynti",
            "start": "2027-03-04T08:00:00Z", "end": "2027-03-04T08:45:00Z",
            "time_zone": "Europe/Helsinki", "service": "101", "host": "aino@demo.example",
        });
        let Value::Object(change) = change else { return data };
        data.as_object_mut().unwrap().extend(change);
        data
    }

    fn content_of(data: Value) -> SessionContent {
        let Translation::Facts(facts) = sent("session.upserted", &session(data)) else {
            panic!("refused")
        };
        match facts.as_slice() {
            [Fact::Session(SessionFact { change: Change::Upserted(content), .. })] => {
                content.as_ref().clone()
            }
            other => panic!("{other:?}"),
        }
    }

    fn refusals(event: &str, data: &Value) -> Vec<(String, String)> {
        let Translation::Untranslatable { errors, .. } = sent(event, data) else {
            panic!("accepted: {data}")
        };
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn refusal(change: Value) -> (String, String) {
        let mut all = refusals("session.upserted", &session(change));
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    #[test]
    fn everything_but_the_essentials_may_be_absent() {
        let data = json!({"external_id": "x", "version": 1, "start": "2027-03-04T08:00:00Z",
            "end": "2027-03-04T08:45:00+00:00", "time_zone": "UTC"});
        let Translation::Facts(facts) = sent("session.upserted", &data) else { panic!("refused") };
        let [Fact::Session(fact)] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!(fact.key, SessionKey::new("demo", "bookings", "x"));
        assert_eq!((fact.version, fact.follows.as_deref()), (1, None));
    }

    #[test]
    fn further_fields_become_text() {
        let given = json!({"note": "a\nb", "room": 3, "paid": true, "price": 4.5, "none": null});
        let fields = content_of(json!({"fields": given})).fields;
        let expected = [("note", "a\nb"), ("paid", "true"), ("price", "4.5"), ("room", "3")];
        let read: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(read, expected);
        let nested = refusal(json!({"fields": {"address": {"city": "Espoo"}}}));
        assert_eq!(nested, ("data.fields.address".to_owned(), "not_plain".to_owned()));
    }

    /// P01
    #[test]
    fn an_interview_keeps_its_candidate_and_mode() {
        let content = content_of(json!({"kind": "interview", "mode": "ms_teams",
            "candidate": {"id": "c-7", "application": "a-9"},
            "attendees": [{"email": "ville@candidate.example", "role": "candidate"}]}));
        assert_eq!((content.kind, content.mode), (SessionKind::Interview, Some(Mode::MsTeams)));
        assert_eq!(content.candidate.unwrap()["id"], "c-7");
        assert_eq!(content.attendees[0].role, Role::Candidate);
    }

    #[test]
    fn every_mode_is_known_and_a_refusal_lists_them() {
        for mode in Mode::ALL {
            assert_eq!(content_of(json!({"mode": mode.name()})).mode, Some(mode));
        }
        let data = session(json!({"mode": "skype"}));
        let Translation::Untranslatable { code, detail, errors } = sent("session.upserted", &data)
        else {
            panic!("accepted")
        };
        assert_eq!((code.as_str(), errors[0].field.as_str()), ("mode_unknown", "data.mode"));
        assert!(Mode::ALL.iter().all(|mode| detail.contains(mode.name())), "{detail}");
    }

    #[test]
    fn each_bad_field_is_named() {
        let guests = vec![json!({"email": "a@b.example"}); 101];
        for (change, field, code) in [
            (json!({"end": "2027-03-04T08:00:00Z"}), "end", "end_before_start"),
            (json!({"end": "2028-03-05T08:00:01Z"}), "end", "too_long"),
            (json!({"start": "tomorrow"}), "start", "instant_invalid"),
            (json!({"time_zone": "Europe/Espoo"}), "time_zone", "time_zone_unknown"),
            (json!({"time_zone": null}), "time_zone", "required"),
            (json!({"version": 0}), "version", "version_invalid"),
            (json!({"version": null}), "version", "required"),
            (json!({"external_id": ""}), "external_id", "external_id_invalid"),
            (json!({"external_id": null}), "external_id", "required"),
            (json!({"title": "x".repeat(501)}), "title", "too_long"),
            (json!({"kind": "party"}), "kind", "kind_unknown"),
            (json!({"service": "a#b"}), "service", "id_invalid"),
            (json!({"host": "Aino K"}), "host", "host_invalid"),
            (json!({"attendees": guests}), "attendees", "too_many"),
            (json!({"attendees": [{"name": "M"}]}), "attendees[0].email", "required"),
            (json!({"attendees": [{"email": "m"}]}), "attendees[0].email", "email_invalid"),
            (json!({"candidate": "c-7"}), "candidate", "not_an_object"),
            (json!({"candidate": {"a": 1e300}}), "candidate", "number_out_of_range"),
            (json!({"fields": {"": "x"}}), "fields.", "field_name_invalid"),
            (json!({"organizer": "x"}), "organizer", "unknown_field"),
        ] {
            assert_eq!(refusal(change), (format!("data.{field}"), code.to_owned()));
        }
    }

    #[test]
    fn all_bad_fields_are_told_at_once() {
        let data = json!({"external_id": "x", "start": "2027-03-04T08:00:00Z", "end": 5,
            "time_zone": "Mars", "attendees": [{"email": "a@b.example", "role": "guest", "x": 1}]});
        let mut fields: Vec<_> =
            refusals("session.upserted", &data).into_iter().map(|(field, _)| field).collect();
        fields.sort();
        let expected = [
            "data.attendees[0].role",
            "data.attendees[0].x",
            "data.end",
            "data.time_zone",
            "data.version",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_cancellation_says_only_which_and_when() {
        let data = json!({"external_id": "b-1", "version": 4});
        let Translation::Facts(facts) = sent("session.cancelled", &data) else { panic!("refused") };
        let [Fact::Session(fact)] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!((fact.version, &fact.change), (4, &Change::Cancelled));
        let extra = json!({"external_id": "b-1", "version": 4, "reason": "ill"});
        let expected = ("data.reason".to_owned(), "unknown_field".to_owned());
        assert_eq!(refusals("session.cancelled", &extra), [expected]);
    }

    #[test]
    fn the_envelope_is_checked_too() {
        let sent = |body: Value| received(SenderKind::Standard, body.to_string().as_bytes());
        let code = |body: Value| match sent(body) {
            Translation::Untranslatable { code, .. } => code,
            other => panic!("{other:?}"),
        };
        // Which further types there are, the company decides.
        let further = sent(json!({"type": "wallet.emptied", "data": {}}));
        assert!(matches!(further, Translation::Facts(it) if matches!(*it, [Fact::Business(_)])));
        assert_eq!(code(json!({"data": {}})), "required");
        assert_eq!(code(json!({"type": "session.cancelled"})), "required");
        assert_eq!(code(json!({"type": "session.cancelled", "data": []})), "not_an_object");
        assert_eq!(code(json!([1])), "not_an_object");
        let data = json!({"external_id": "b-1", "version": 4});
        let body = json!({"type": "session.cancelled", "data": data, "dato": 1});
        assert_eq!(code(body), "unknown_field");
        let naive = json!({"type": "session.cancelled", "data": data, "timestamp": "2027-02-15"});
        assert!(matches!(sent(naive), Translation::Facts(_)));
    }
}
