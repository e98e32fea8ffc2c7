//! What a company has set for settling in.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::hours::WorkingHours;
use super::placeholder::blanks;
use crate::domain::ids::is_email;
use crate::domain::problem::FieldErrors;
use crate::domain::settings::Checked;
use crate::domain::vendor::Platform;

/// The most links and holidays.
const MOST: usize = 200;

/// What a company has set for settling in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OnboardingSettings {
    /// When meetings may be planned.
    pub working_hours: WorkingHours,
    /// Days on which nobody works.
    #[schema(value_type = Vec<String>)]
    pub holidays: BTreeSet<Date>,
    /// Links that help, shown in invitations and answers.
    pub resources: Vec<Resource>,
    /// Where requests for help go.
    pub support: Support,
    /// How many hours before a meeting its host is reminded of an empty agenda; 0 never.
    pub agenda_reminder_hours: u32,
    /// After how many hours whoever has not answered is asked for feedback once more; 0 never.
    pub feedback_reminder_hours: u32,
    /// For how many hours a transcript is waited for after a recording.
    pub transcript_hours: u32,
    /// Whether people who are not the company's may see recordings of meetings they took part in.
    pub share_outside: bool,
}

impl Default for OnboardingSettings {
    fn default() -> Self {
        Self {
            working_hours: WorkingHours::default(),
            holidays: BTreeSet::new(),
            resources: Vec::new(),
            support: Support::default(),
            agenda_reminder_hours: 24,
            feedback_reminder_hours: 72,
            transcript_hours: 24,
            share_outside: false,
        }
    }
}

/// A link that helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// What is there.
    pub title: String,
    /// Where. Empty where nobody has said yet: then it is not shown.
    #[serde(default)]
    pub url: String,
}

/// Where requests for help go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Support {
    /// A mail address.
    pub email: Option<String>,
    /// A telephone number, shown in answers.
    pub phone: Option<String>,
    /// A chat channel.
    pub channel: Option<SupportChannel>,
}

/// A chat channel for requests for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportChannel {
    /// The platform.
    pub provider: Platform,
    /// The channel by the platform's id.
    pub channel: String,
}

impl OnboardingSettings {
    /// The links that lead somewhere.
    pub fn links(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|it| !it.url.trim().is_empty() && !it.title.trim().is_empty())
    }
}

impl Checked for OnboardingSettings {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let hours = &self.working_hours;
        let detail = "later than from";
        errors.require(hours.from < hours.to, "working_hours.to", "out_of_range", detail);
        let detail = "at least one day";
        errors.require(!hours.days.is_empty(), "working_hours.days", "required", detail);
        errors.require(
            self.holidays.len() <= MOST,
            "holidays",
            "too_many",
            format!("at most {MOST}"),
        );
        let few = self.resources.len() <= MOST;
        errors.require(few, "resources", "too_many", format!("at most {MOST}"));
        for (n, resource) in self.resources.iter().enumerate() {
            resource.check(&mut errors, &format!("resources[{n}]"));
        }
        self.support.check(&mut errors);
        for (name, hours) in [
            ("agenda_reminder_hours", self.agenda_reminder_hours),
            ("feedback_reminder_hours", self.feedback_reminder_hours),
            ("transcript_hours", self.transcript_hours),
        ] {
            errors.require(hours <= 24 * 60, name, "out_of_range", "at most 1440 hours");
        }
        errors.into_result()
    }
}

impl Resource {
    fn check(&self, errors: &mut FieldErrors, at: &str) {
        let url = self.url.trim();
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        let fits = url.is_empty() || (is_web && url.len() <= 2_048);
        errors.require(fits, &format!("{at}.url"), "invalid", "a web address, or nothing yet");
        blank(errors, &format!("{at}.title"), &self.title);
        let fits = (1..=200).contains(&self.title.trim().chars().count());
        errors.require(fits, &format!("{at}.title"), "required", "1 to 200 characters");
    }
}

/// Requirement B41.
fn blank(errors: &mut FieldErrors, field: &str, text: &str) {
    for blank in blanks(text, &BTreeSet::new()) {
        let detail = format!("{blank} is a blank: fill it in");
        errors.add(field, "placeholder_unresolved", detail);
    }
}

impl Support {
    fn check(&self, errors: &mut FieldErrors) {
        let fits = self.email.as_deref().is_none_or(|it| is_email(it.trim()));
        errors.require(fits, "support.email", "email_invalid", "one mail address");
        let phone = self.phone.as_deref().unwrap_or_default();
        blank(errors, "support.phone", phone);
        let fits = phone.chars().count() <= 100;
        errors.require(fits, "support.phone", "too_long", "at most 100 characters");
        if let Some(to) = &self.channel {
            let fits = (1..=200).contains(&to.channel.trim().chars().count());
            errors.require(fits, "support.channel.channel", "required", "the channel's id");
        }
    }
}
