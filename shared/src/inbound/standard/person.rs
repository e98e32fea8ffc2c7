//! `person.changed`.

use jiff::Timestamp;

use super::super::strict::Fields;
use super::super::value::MAX_NAME;
use super::super::{Origin, PersonFact, value};
use crate::domain::settings::{Employment, Mailbox};

const MAX_EMAILS: usize = 20;
const MAX_ROLES: usize = 50;

const MAILBOXES: [(&str, Mailbox); 3] =
    [("user", Mailbox::User), ("shared", Mailbox::Shared), ("room", Mailbox::Room)];

const EMPLOYMENTS: [(&str, Employment); 3] =
    [("active", Employment::Active), ("leaving", Employment::Leaving), ("left", Employment::Left)];

/// Reads the data of a person that changed.
pub(super) fn changed(
    data: &mut Fields<'_>,
    origin: Origin<'_>,
    changed_at: Option<Timestamp>,
) -> Option<PersonFact> {
    let id = data.required("id", value::id);
    let name = data.required("name", value::filled_line(MAX_NAME));
    let emails = emails(data);
    let roles = data.values("roles", MAX_ROLES, value::filled_line(64));
    let mailbox = data.optional("mailbox", value::choice("mailbox_unknown", &MAILBOXES));
    let calendar_synced = data.optional("calendar_synced", value::flag);
    let manager = data.optional("manager", value::id);
    let time_zone = data.optional("time_zone", value::zone);
    let locale = data.optional("locale", value::locale);
    let employment = data.optional("employment", value::choice("employment_unknown", &EMPLOYMENTS));
    Some(PersonFact {
        tenant: origin.tenant.to_owned(),
        id: id?,
        name: name?,
        emails: emails?,
        roles,
        mailbox,
        calendar_synced,
        manager,
        time_zone,
        locale,
        employment,
        changed_at,
    })
}

fn emails(data: &mut Fields<'_>) -> Option<Vec<String>> {
    data.required("emails", |_| Ok(()))?;
    data.values("emails", MAX_EMAILS, value::email)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::super::signing::received;
    use super::super::super::{Fact, SenderKind, Translation};
    use super::*;

    fn sent(data: &Value) -> Translation {
        let body =
            json!({"type": "person.changed", "timestamp": "2027-02-15T09:00:00Z", "data": data});
        received(SenderKind::Standard, body.to_string().as_bytes())
    }

    #[test]
    fn what_is_not_said_is_not_changed() {
        let data = json!({"id": "aino", "name": "Aino", "emails": [" aino@demo.example "],
            "mailbox": "shared", "employment": "leaving"});
        let Translation::Facts(facts) = sent(&data) else { panic!("refused") };
        let [Fact::Person(person)] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!(person.emails, ["aino@demo.example"]);
        assert_eq!((person.mailbox, person.calendar_synced), (Some(Mailbox::Shared), None));
        assert_eq!(person.employment, Some(Employment::Leaving));
        assert_eq!((&person.roles, &person.manager), (&None, &None));
        assert_eq!(person.changed_at, "2027-02-15T09:00:00Z".parse().ok());
    }

    #[test]
    fn all_bad_fields_are_told_at_once() {
        let data = json!({"name": " ", "emails": ["a@b.example", "b"], "roles": "x",
            "mailbox": "attic", "employment": "no", "calendar_synced": "yes", "manager": "#", "time_zone": "Mars",
            "locale": "f", "phone": "1"});
        let Translation::Untranslatable { code, errors, .. } = sent(&data) else {
            panic!("accepted")
        };
        let told: Vec<_> =
            errors.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
        let expected = [
            ("data.id", "required"),
            ("data.name", "required"),
            ("data.emails[1]", "email_invalid"),
            ("data.roles", "not_a_list"),
            ("data.mailbox", "mailbox_unknown"),
            ("data.calendar_synced", "not_a_boolean"),
            ("data.manager", "id_invalid"),
            ("data.time_zone", "time_zone_unknown"),
            ("data.locale", "locale_invalid"),
            ("data.employment", "employment_unknown"),
            ("data.phone", "unknown_field"),
        ];
        assert_eq!((code.as_str(), told.as_slice()), ("invalid_fields", expected.as_slice()));
    }
}
