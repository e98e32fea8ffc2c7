//! The products as data: a profile is a bundle of settings that a tenant begins with.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::settings::Subscription;

/// Every profile, by name. A new product is a new line here and a data file.
const PROFILES: [(&str, &str); 5] = [
    ("booking-video", include_str!("../../profiles/booking-video.yaml")),
    (ONBOARDING, include_str!("../../profiles/onboarding.yaml")),
    ("perks-chat", include_str!("../../profiles/perks-chat.yaml")),
    (IMPORTS, include_str!("../../profiles/applicant-import.yaml")),
    (INTERVIEWS, include_str!("../../profiles/interview-video.yaml")),
];

/// The product whose set-up begins with the company calendar.
pub const INTERVIEWS: &str = "interview-video";

/// The product whose set-up is about job boards.
pub const IMPORTS: &str = "applicant-import";

/// The product that settles people in.
pub const ONBOARDING: &str = super::onboarding::PROFILE;

/// What a tenant begins with.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Subscriptions by id.
    #[serde(default)]
    pub subscriptions: BTreeMap<String, Subscription>,
}

/// The names of all profiles.
#[must_use]
pub fn names() -> [&'static str; PROFILES.len()] {
    PROFILES.map(|(name, _)| name)
}

/// The profile of this name. `None` for an unknown name; the test below reads every file, so a
/// broken one can't be shipped.
#[must_use]
pub fn named(name: &str) -> Option<Profile> {
    let (_, text) = PROFILES.iter().find(|(known, _)| *known == name)?;
    serde_yaml_ng::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Checked as _;

    #[test]
    fn every_profile_reads_and_its_subscriptions_are_acceptable() {
        for name in names() {
            let profile = named(name).expect(name);
            assert_eq!(profile.subscriptions.is_empty(), name == IMPORTS, "{name}");
            for (id, subscription) in profile.subscriptions {
                assert_eq!(subscription.check(), Ok(()), "{name}/{id}");
            }
        }
    }
}
