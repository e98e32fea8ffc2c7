//! The templates that are there without anybody having written one.

use super::english::ENGLISH;
use super::finnish::FINNISH;
use super::wording::primary_language;
use crate::domain::event::{Audience, EventKind};

/// One built-in template in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// By which subscriptions name it, in every language.
    pub name: &'static str,
    /// The audience with the fewest rights that may get it.
    pub audience: Audience,
    /// Language tag of the text.
    pub locale: &'static str,
    /// One line with short codes.
    pub subject: &'static str,
    /// Plain text with short codes.
    pub body: &'static str,
}

/// The built-in template of this name in the language of the tag, else in English; `None` when there
/// is none of this name.
#[must_use]
pub fn builtin(name: &str, locale: &str) -> Option<&'static Builtin> {
    let templates = match primary_language(locale).as_str() {
        "fi" => FINNISH,
        _ => ENGLISH,
    };
    templates.iter().find(|template| template.name == name)
}

/// The names of all built-in templates.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    ENGLISH.iter().map(|template| template.name)
}

/// The template for telling this audience of this kind of event. Guests are never told that a
/// meeting is blocked: the notice holds what only the company may read, so rendering it for them is
/// refused.
#[must_use]
pub const fn default_name(kind: EventKind, audience: Audience) -> &'static str {
    match (kind, audience) {
        (EventKind::Ready, Audience::Attendee) => "customer_link",
        (EventKind::Ready, Audience::Host) => "staff_link",
        (EventKind::Ready, Audience::Staff) => "staff_info",
        (EventKind::Changed, Audience::Attendee) => "customer_changed",
        (EventKind::Changed, Audience::Host) => "staff_changed",
        (EventKind::Changed, Audience::Staff) => "staff_info_changed",
        (EventKind::Deleted, Audience::Attendee) => "customer_cancelled",
        (EventKind::Deleted, Audience::Host) => "staff_cancelled",
        (EventKind::Deleted, Audience::Staff) => "staff_info_cancelled",
        (EventKind::Blocked, _) => "blocked_notice",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::template::{Place, Template};

    fn codes(template: &Builtin) -> BTreeSet<&'static str> {
        let texts = [template.subject, template.body];
        texts
            .iter()
            .flat_map(|text| Template::parse(text).unwrap().codes().collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn each_parses_for_its_audience_and_says_the_same_in_each_language() {
        assert_eq!(ENGLISH.len(), FINNISH.len());
        for name in builtin_names() {
            let english = builtin(name, "en").unwrap();
            let finnish = builtin(name, "fi-FI").unwrap();
            assert_eq!(finnish.locale, "fi", "{name}");
            assert_eq!(english.audience, finnish.audience, "{name}");
            assert_eq!(codes(english), codes(finnish), "{name}");
            for text in [english.subject, english.body, finnish.subject, finnish.body] {
                let place = Place::Message(english.audience);
                assert_eq!(Template::parse(text).unwrap().allowed(place), Ok(()), "{name}");
            }
        }
    }

    /// A26, A27, A28: who gets which code without anybody having written a template.
    #[test]
    fn guests_get_the_link_and_hosts_both_of_theirs() {
        for name in ["customer_link", "customer_changed"] {
            let guest = codes(builtin(name, "en").unwrap());
            assert!(guest.contains("zoom_meeting_url") && guest.contains("zoom_meeting_password"));
        }
        for name in ["staff_link", "staff_changed"] {
            let host = codes(builtin(name, "en").unwrap());
            for code in ["zoom_meeting_url_host", "zoom_meeting_password", "host_page"] {
                assert!(host.contains(code), "{name} {code}");
            }
        }
    }

    #[test]
    fn every_default_exists_and_fits_its_audience() {
        for kind in EventKind::ALL {
            for audience in [Audience::Attendee, Audience::Host, Audience::Staff] {
                let template = builtin(default_name(kind, audience), "sv").unwrap();
                let body = Template::parse(template.body).unwrap();
                let fits = body.allowed(Place::Message(audience)).is_ok();
                let blocked_guest = (kind, audience) == (EventKind::Blocked, Audience::Attendee);
                assert_eq!(fits, !blocked_guest, "{kind:?} {audience:?}");
                assert_eq!(template.locale, "en", "languages without texts fall back");
            }
        }
        assert_eq!(builtin("no_such", "en"), None);
    }
}
