//! What the short codes stand for in one message to one reader.

use std::collections::BTreeMap;
use std::fmt;

use super::wording::LocalTime;
use crate::domain::event::{MeetingFacts, Occasion};
use crate::domain::fault::Reason;
use crate::domain::ids::HostLink;
use crate::domain::language::Language;
use crate::domain::session::{Attendee, Role};
use crate::domain::settings::ProviderName;

/// Everything that is known when a text is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The session.
    pub occasion: &'a Occasion,
    /// The meeting, when there is one.
    pub meeting: Option<&'a MeetingFacts>,
    /// The provider's start link, minted for this very message; only for its host.
    pub host_link: Option<&'a HostLink>,
    /// The host's lasting link of ours; only for its host.
    pub host_page: Option<&'a str>,
    /// Why no meeting can be made.
    pub reason: Option<&'a Reason>,
    /// The recording of an earlier meeting that this reader may see.
    pub previous: Option<&'a str>,
}

impl<'a> Known<'a> {
    /// The session alone, as it is known before there is a meeting.
    #[must_use]
    pub const fn session(occasion: &'a Occasion) -> Self {
        Self {
            occasion,
            meeting: None,
            host_link: None,
            host_page: None,
            reason: None,
            previous: None,
        }
    }
}

/// One value per short code that has one. Prints names only: among the values are a host's links.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values {
    texts: BTreeMap<&'static str, String>,
    said: BTreeMap<String, String>,
}

impl Values {
    /// The values for a reader of this language (a tag; empty means the company's) and zone (IANA;
    /// where it is empty or unknown, the session's).
    #[must_use]
    pub fn new(known: &Known<'_>, locale: &str, time_zone: &str) -> Self {
        let occasion = known.occasion;
        let locale = if locale.trim().is_empty() { &occasion.locale } else { locale };
        let language = Language::of(locale);
        let mut values = Self::in_language(occasion, language, time_zone);
        if let Some(meeting) = known.meeting {
            values.add_meeting(meeting);
        }
        let start = known.host_link.map(HostLink::expose).unwrap_or_default();
        values.set("zoom_meeting_url_host", start);
        values.set("meeting_url_host", start);
        values.set("host_page", known.host_page.unwrap_or_default());
        let reason = known.reason.map(|reason| language.reason(reason));
        values.set("reason", reason.unwrap_or_default());
        values.set("onboarding_notes", notes(known, language));
        values
    }

    /// These values and no others.
    pub(in crate::domain) fn of<const N: usize>(texts: [(&'static str, &str); N]) -> Self {
        let texts = texts.map(|(name, text)| (name, text.to_owned())).into();
        Self { texts, said: BTreeMap::new() }
    }

    /// The values for texts that everybody reads, like a meeting's topic: the session alone, in the
    /// company's language and the session's zone.
    #[must_use]
    pub fn of_session(occasion: &Occasion) -> Self {
        Self::in_language(occasion, Language::of(&occasion.locale), "")
    }

    /// Kept apart from what a message knows besides, so that who only writes topics does not carry
    /// the sentences of reasons in every language.
    fn in_language(occasion: &Occasion, language: Language, time_zone: &str) -> Self {
        let mut values = Self::default();
        values.add_session(occasion);
        values.add_people(occasion);
        values.add_times(occasion, language, time_zone);
        values
    }

    /// The value of a short code; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// What a business event says under this name; empty when it says nothing.
    #[must_use]
    pub fn said(&self, name: &str) -> &str {
        self.said.get(name).map_or("", String::as_str)
    }

    /// The same values, with what a business event says.
    pub(super) fn with(mut self, said: BTreeMap<String, String>) -> Self {
        self.said = said;
        self
    }

    fn set(&mut self, name: &'static str, text: impl Into<String>) {
        self.texts.insert(name, text.into());
    }

    fn add_session(&mut self, occasion: &Occasion) {
        let named = [&occasion.service_name, &occasion.title];
        let service = named.into_iter().find(|name| !name.trim().is_empty());
        self.set("service_name", service.map_or("", String::as_str));
        self.set("title", &*occasion.title);
        self.set("tenant_name", &*occasion.tenant_name);
        self.set("note", occasion.fields.get("note").map_or("", String::as_str));
    }

    fn add_people(&mut self, occasion: &Occasion) {
        if let Some(customer) = customer(&occasion.attendees) {
            self.set("customer_name", &*customer.name);
            self.set("customer_email", &*customer.email);
        }
        if let Some(host) = &occasion.host {
            self.set("host_name", &*host.name);
            self.set("host_email", host.email.as_deref().unwrap_or_default());
        }
    }

    fn add_times(&mut self, occasion: &Occasion, language: Language, time_zone: &str) {
        let start = LocalTime::new(occasion.start, language, &[time_zone, &occasion.time_zone]);
        let seconds = occasion.end.duration_since(occasion.start).as_secs().max(0);
        let minutes = (seconds + 59) / 60;
        self.set("start_date", start.date());
        self.set("start_time", start.time());
        self.set("end_time", start.at(occasion.end).time());
        self.set("duration", format!("{minutes}{}", language.dates().minutes));
        self.set("time_zone", start.zone());
    }

    fn add_meeting(&mut self, meeting: &MeetingFacts) {
        self.set("zoom_meeting_url", &*meeting.join_url);
        self.set("meeting_url", &*meeting.join_url);
        self.set("zoom_meeting_password", &*meeting.password);
        self.set("meeting_password", &*meeting.password);
        self.set("provider", title(&meeting.provider));
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.texts.keys()).finish()
    }
}

/// What stands below the agenda: each part only where there is something to say. Who only hears that nothing takes
/// place needs to know whom to ask, and no more.
fn notes(known: &Known<'_>, language: Language) -> String {
    let (words, fields) = (language.invitation_notes(), &known.occasion.fields);
    let field = |name: &str| fields.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let takes_place = known.meeting.is_some();
    let parts = [
        field("recorded").filter(|_| takes_place).map(|_| words.recorded.to_owned()),
        known.previous.filter(|_| takes_place).map(|url| format!("{}{url}", words.previous)),
        field("resources").filter(|_| takes_place).map(|it| format!("{}\n{it}", words.resources)),
        field("contact").map(|it| format!("{}{it}", words.contact)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// Whoever booked or applied; where the sender marks nobody so, the first attendee.
fn customer(attendees: &[Attendee]) -> Option<&Attendee> {
    let asked = |attendee: &&Attendee| matches!(attendee.role, Role::Customer | Role::Candidate);
    attendees.iter().find(asked).or(attendees.first())
}

/// The name of a video service as its customers know it.
fn title(provider: &str) -> &str {
    match ProviderName::from_name(provider) {
        Some(name) => name.title(),
        None => provider,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::CODES;
    use crate::domain::template::sample::{meeting, occasion};

    #[test]
    fn every_code_has_a_value_when_everything_is_known() {
        let (occasion, meeting) = (occasion(), meeting());
        let known = Known {
            occasion: &occasion,
            meeting: Some(&meeting),
            host_link: Some(&HostLink::new("https://zoom.example/s/1?zak=z")),
            host_page: Some("https://hub.example/host/t"),
            reason: Some(&Reason::new("host_not_mapped", "Choose a Zoom user.")),
            previous: Some("https://drive.example/1"),
        };
        let values = Values::new(&known, "fi", "");
        for code in CODES {
            assert!(!values.get(code.name).is_empty(), "{}", code.name);
        }
        assert_eq!(values.texts.len(), CODES.len(), "no value without a code");
        assert_eq!(values.get("customer_name"), "Aino", "the candidate, not the colleague");
        assert_eq!(values.get("start_date"), "maanantai 23.11.2026");
        assert_eq!(values.get("end_time"), "10.45");
        assert_eq!(values.get("duration"), "45 min");
        assert_eq!(values.get("provider"), "Zoom");
        assert!(!format!("{values:?}").contains("zak"), "host links don't print");
    }

    #[test]
    fn readers_without_language_or_zone_get_the_companys_and_the_sessions() {
        let mut occasion = occasion();
        occasion.locale = "fi".to_owned();
        let values = Values::new(&Known::session(&occasion), "", "Not/AZone");
        assert_eq!(values.get("start_time"), "10.00");
        assert_eq!(values.get("time_zone"), "Suomen aikaa (UTC+2)");
        assert_eq!(values.get("meeting_url"), "");
        let abroad = Values::new(&Known::session(&occasion), "en-GB", "Asia/Tokyo");
        assert_eq!(abroad.get("start_time"), "17:00");
    }
}
