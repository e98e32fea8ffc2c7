//! What makes a setting acceptable. Everything that is wrong is told at once.

use super::{Channel, LinkBody, Owner, Person, ProviderName, Service, TemplateBody, Tenant};
use crate::domain::ids::{is_email, is_external_id, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::{profile, template};

/// Says what is wrong with a body that was read.
pub trait Checked {
    /// Checks everything at once.
    ///
    /// # Errors
    /// Every bad field.
    fn check(&self) -> Result<(), FieldErrors>;
}

impl Checked for Tenant {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        name(&mut errors, &self.name);
        zone(&mut errors, "time_zone", &self.time_zone);
        locale(&mut errors, "locale", &self.locale);
        if let Some(contact) = &self.contact {
            email(&mut errors, "contact.email", &contact.email);
        }
        if let Some(profile) = &self.profile {
            let known = profile::names();
            errors.require(
                known.contains(&profile.as_str()),
                "profile",
                "profile_unknown",
                format!("choose one of {}", known.join(", ")),
            );
        }
        errors.into_result()
    }
}

impl Checked for Person {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        name(&mut errors, &self.name);
        for (n, address) in self.emails.iter().enumerate() {
            email(&mut errors, &format!("emails[{n}]"), address);
        }
        if let Some(zone_name) = &self.time_zone {
            zone(&mut errors, "time_zone", zone_name);
        }
        if let Some(language) = &self.locale {
            locale(&mut errors, "locale", language);
        }
        if let Some(manager) = &self.manager {
            errors.require(is_id(manager), "manager", "id_invalid", "the manager's person id");
        }
        errors.into_result()
    }
}

impl Checked for Service {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        name(&mut errors, &self.name);
        for (field, text) in [("topic", &self.topic), ("agenda", &self.agenda)] {
            if let Some(text) = text {
                template::check_meeting_text(&mut errors, field, text);
            }
        }
        let owned = self.owner == Owner::Host || self.video.provider != ProviderName::Zoom;
        errors.require(
            owned,
            "owner",
            "owner_not_supported",
            "a Zoom meeting always belongs to a Zoom user; use host and map the person to one",
        );
        errors.into_result()
    }
}

impl Checked for LinkBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = is_external_id(self.external_id.trim());
        errors.require(given, "external_id", "required", "the platform's id of the account");
        errors.into_result()
    }
}

impl Checked for TemplateBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = self.channel == Channel::Email;
        errors.require(
            !email || !self.subject.trim().is_empty(),
            "subject",
            "required",
            "a mail needs a subject",
        );
        errors.require(!self.body.trim().is_empty(), "body", "required", "the template's text");
        template::check_message_text(&mut errors, "subject", &self.subject, self.audience);
        template::check_message_text(&mut errors, "body", &self.body, self.audience);
        if let Some(language) = &self.locale {
            locale(&mut errors, "locale", language);
        }
        errors.into_result()
    }
}

fn name(errors: &mut FieldErrors, text: &str) {
    let fits = !text.trim().is_empty() && text.chars().count() <= 200;
    errors.require(fits, "name", "required", "1 to 200 characters");
}

fn zone(errors: &mut FieldErrors, field: &str, text: &str) {
    let known = jiff::tz::TimeZone::get(text).is_ok();
    let detail = "an IANA time zone name like Europe/Helsinki";
    errors.require(known, field, "time_zone_unknown", detail);
}

fn locale(errors: &mut FieldErrors, field: &str, text: &str) {
    let parts = || text.split(['-', '_']);
    let fits = (1..=3).contains(&parts().count())
        && parts().all(|part| {
            (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
    errors.require(fits, field, "locale_invalid", "a language tag like fi or en-GB");
}

pub(super) fn email(errors: &mut FieldErrors, field: &str, text: &str) {
    errors.require(is_email(text.trim()), field, "email_invalid", "one plain mail address");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Audience;
    use serde_json::json;

    fn codes(result: Result<(), FieldErrors>) -> Vec<(String, String)> {
        let errors = result.err().unwrap_or_default().0;
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn one(field: &str, code: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), code.to_owned())]
    }

    /// A19: a code that nobody knows is refused when the template is saved, by its field.
    #[test]
    fn an_unknown_short_code_is_refused_where_it_stands() {
        let service = Service {
            name: "Visit".to_owned(),
            topic: Some("{foo}".to_owned()),
            agenda: Some("{note}".to_owned()),
            ..Service::default()
        };
        assert_eq!(codes(service.check()), one("topic", "unknown_shortcode"));
    }

    /// A27: a guest's template never holds a host's link.
    #[test]
    fn a_host_code_is_refused_in_a_guests_template() {
        let template = |audience| TemplateBody {
            audience,
            channel: Channel::Email,
            subject: "Your visit".to_owned(),
            body: "{zoom_meeting_url_host}".to_owned(),
            locale: None,
        };
        let refused = one("body", "host_code_in_guest_template");
        assert_eq!(codes(template(Audience::Attendee).check()), refused);
        assert_eq!(template(Audience::Host).check(), Ok(()));
    }

    #[test]
    fn every_bad_field_is_told_at_once() {
        let tenant: Tenant = serde_json::from_value(json!({
            "name": " ", "time_zone": "Mars", "locale": "x", "profile": "none",
            "contact": {"email": "nobody"},
        }))
        .unwrap();
        let fields: Vec<_> = codes(tenant.check()).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "time_zone", "locale", "contact.email", "profile"]);
    }

    #[test]
    fn a_misspelt_setting_is_an_error() {
        let read = serde_json::from_value::<Service>(json!({"name": "Visit", "vidoe": {}}));
        assert!(read.unwrap_err().to_string().contains("vidoe"));
    }
}
