//! The templates that are there without anybody having written one.

use crate::domain::event::{Audience, EventKind};
use crate::domain::language::{Language, Text};
use crate::domain::session::SessionKind;

/// One built-in template in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// By which subscriptions name it, in every language.
    pub name: &'static str,
    /// The audience with the fewest rights that may get it.
    pub audience: Audience,
    /// The language of the text.
    pub language: Language,
    /// One line with short codes.
    pub subject: &'static str,
    /// Plain text with short codes.
    pub body: &'static str,
}

/// Which built-in template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    CustomerLink,
    CustomerChanged,
    CustomerCancelled,
    StaffLink,
    StaffChanged,
    StaffCancelled,
    StaffInfo,
    StaffInfoChanged,
    StaffInfoCancelled,
    BlockedNotice,
    OnboardingInvitation,
    OnboardingChanged,
    OnboardingCancelled,
}

impl Name {
    const ALL: [Self; 13] = [
        Self::CustomerLink,
        Self::CustomerChanged,
        Self::CustomerCancelled,
        Self::StaffLink,
        Self::StaffChanged,
        Self::StaffCancelled,
        Self::StaffInfo,
        Self::StaffInfoChanged,
        Self::StaffInfoCancelled,
        Self::BlockedNotice,
        Self::OnboardingInvitation,
        Self::OnboardingChanged,
        Self::OnboardingCancelled,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::CustomerLink => "customer_link",
            Self::CustomerChanged => "customer_changed",
            Self::CustomerCancelled => "customer_cancelled",
            Self::StaffLink => "staff_link",
            Self::StaffChanged => "staff_changed",
            Self::StaffCancelled => "staff_cancelled",
            Self::StaffInfo => "staff_info",
            Self::StaffInfoChanged => "staff_info_changed",
            Self::StaffInfoCancelled => "staff_info_cancelled",
            Self::BlockedNotice => "blocked_notice",
            Self::OnboardingInvitation => "onboarding_invitation",
            Self::OnboardingChanged => "onboarding_changed",
            Self::OnboardingCancelled => "onboarding_cancelled",
        }
    }

    const fn audience(self) -> Audience {
        match self {
            Self::CustomerLink
            | Self::CustomerChanged
            | Self::CustomerCancelled
            | Self::OnboardingInvitation
            | Self::OnboardingChanged
            | Self::OnboardingCancelled => Audience::Attendee,
            Self::StaffLink | Self::StaffChanged | Self::StaffCancelled => Audience::Host,
            Self::StaffInfo
            | Self::StaffInfoChanged
            | Self::StaffInfoCancelled
            | Self::BlockedNotice => Audience::Staff,
        }
    }

    const fn text(self, language: Language) -> Text {
        let (texts, onboarding) = (language.texts(), language.onboarding_mails());
        match self {
            Self::OnboardingInvitation => onboarding.invitation,
            Self::OnboardingChanged => onboarding.changed,
            Self::OnboardingCancelled => onboarding.cancelled,
            Self::CustomerLink => texts.customer_link,
            Self::CustomerChanged => texts.customer_changed,
            Self::CustomerCancelled => texts.customer_cancelled,
            Self::StaffLink => texts.staff_link,
            Self::StaffChanged => texts.staff_changed,
            Self::StaffCancelled => texts.staff_cancelled,
            Self::StaffInfo => texts.staff_info,
            Self::StaffInfoChanged => texts.staff_info_changed,
            Self::StaffInfoCancelled => texts.staff_info_cancelled,
            Self::BlockedNotice => texts.blocked_notice,
        }
    }
}

/// The built-in template of this name in this language; `None` when there is none of this name.
#[must_use]
pub fn builtin(name: &str, language: Language) -> Option<Builtin> {
    let named = Name::ALL.into_iter().find(|known| known.as_str() == name)?;
    let Text { subject, body } = named.text(language);
    Some(Builtin { name: named.as_str(), audience: named.audience(), language, subject, body })
}

/// The names of all built-in templates.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    Name::ALL.into_iter().map(Name::as_str)
}

/// The template for telling this audience of this kind of event. Guests are never told that a
/// meeting is blocked: the notice holds what only the company may read, so rendering it for them is
/// refused.
#[must_use]
pub const fn default_name(kind: EventKind, audience: Audience) -> &'static str {
    match (kind, audience) {
        (EventKind::Ready, Audience::Attendee) => Name::CustomerLink.as_str(),
        (EventKind::Ready, Audience::Host) => Name::StaffLink.as_str(),
        (EventKind::Ready, Audience::Staff) => Name::StaffInfo.as_str(),
        (EventKind::Changed, Audience::Attendee) => Name::CustomerChanged.as_str(),
        (EventKind::Changed, Audience::Host) => Name::StaffChanged.as_str(),
        (EventKind::Changed, Audience::Staff) => Name::StaffInfoChanged.as_str(),
        (EventKind::Deleted, Audience::Attendee) => Name::CustomerCancelled.as_str(),
        (EventKind::Deleted, Audience::Host) => Name::StaffCancelled.as_str(),
        (EventKind::Deleted, Audience::Staff) => Name::StaffInfoCancelled.as_str(),
        (EventKind::Blocked, _) => Name::BlockedNotice.as_str(),
    }
}

/// The same for the occasion: whoever takes part in a meeting of onboarding reads what it is about.
#[must_use]
pub const fn default_for(
    occasion: SessionKind,
    kind: EventKind,
    audience: Audience,
) -> &'static str {
    match (occasion, kind, audience) {
        (SessionKind::Onboarding, EventKind::Ready, Audience::Attendee | Audience::Staff) => {
            Name::OnboardingInvitation.as_str()
        }
        (SessionKind::Onboarding, EventKind::Changed, Audience::Attendee | Audience::Staff) => {
            Name::OnboardingChanged.as_str()
        }
        (SessionKind::Onboarding, EventKind::Deleted, Audience::Attendee | Audience::Staff) => {
            Name::OnboardingCancelled.as_str()
        }
        _ => default_name(kind, audience),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::template::{Place, Template};

    fn codes(template: Builtin) -> BTreeSet<&'static str> {
        let texts = [template.subject, template.body];
        texts
            .iter()
            .flat_map(|text| Template::parse(text).unwrap().codes().collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn each_parses_for_its_audience_and_says_the_same_in_each_language() {
        for name in builtin_names() {
            let english = builtin(name, Language::English).unwrap();
            for language in Language::ALL {
                let own = builtin(name, language).unwrap();
                assert_eq!((own.name, own.language), (name, language));
                assert_eq!(codes(own), codes(english), "{name} {language:?}");
                for text in [own.subject, own.body] {
                    let place = Place::Message(own.audience);
                    let allowed = Template::parse(text).unwrap().allowed(place);
                    assert_eq!(allowed, Ok(()), "{name} {language:?}");
                }
            }
        }
    }

    /// A26, A27, A28: who gets which code without anybody having written a template.
    #[test]
    fn guests_get_the_link_and_hosts_both_of_theirs() {
        for name in ["customer_link", "customer_changed"] {
            let guest = codes(builtin(name, Language::English).unwrap());
            assert!(guest.contains("zoom_meeting_url") && guest.contains("zoom_meeting_password"));
        }
        for name in ["staff_link", "staff_changed"] {
            let host = codes(builtin(name, Language::English).unwrap());
            for code in ["zoom_meeting_url_host", "zoom_meeting_password", "host_page"] {
                assert!(host.contains(code), "{name} {code}");
            }
        }
    }

    #[test]
    fn every_default_exists_and_fits_its_audience() {
        for kind in EventKind::ALL {
            for audience in [Audience::Attendee, Audience::Host, Audience::Staff] {
                let template = builtin(default_name(kind, audience), Language::of("sv")).unwrap();
                let body = Template::parse(template.body).unwrap();
                let fits = body.allowed(Place::Message(audience)).is_ok();
                let blocked_guest = (kind, audience) == (EventKind::Blocked, Audience::Attendee);
                assert_eq!(fits, !blocked_guest, "{kind:?} {audience:?}");
                assert_eq!(template.language, Language::English, "without texts: English");
            }
        }
        assert_eq!(builtin("no_such", Language::English), None);
    }
}
