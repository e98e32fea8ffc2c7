//! Rate limits: per account and second, per host and day.
//!
//! Source: Zoom API, rate limits. Limits belong to the account and all its apps share them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// The vendor's text when the calls of one second are used up.
pub const PER_SECOND_MESSAGE: &str =
    "You have reached the maximum per-second rate limit for this API. Try again later.";

/// Meetings that may be created or updated for one host per UTC day.
pub const PER_HOST_AND_DAY: u32 = 100;

/// How heavy a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// One item.
    Light,
    /// A list.
    Medium,
}

impl Label {
    /// As in `X-RateLimit-Category`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Medium => "Medium",
        }
    }
}

/// The plan of the account, which sets its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Basic accounts.
    Free,
    /// Pro accounts.
    Pro,
    /// Business, Education, Enterprise and partners.
    #[default]
    Business,
}

impl Plan {
    /// Calls per second.
    pub fn per_second(self, label: Label) -> u32 {
        match (self, label) {
            (Self::Free, Label::Light) => 4,
            (Self::Free, Label::Medium) => 2,
            (Self::Pro, Label::Light) => 30,
            (Self::Pro, Label::Medium) => 20,
            (Self::Business, Label::Light) => 80,
            (Self::Business, Label::Medium) => 60,
        }
    }
}

/// What is left of this second after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The label it counts under.
    pub label: Label,
    /// Calls per second.
    pub limit: u32,
    /// Calls left.
    pub remaining: u32,
}

/// What has been used up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Limits {
    #[serde(skip)]
    second: i64,
    #[serde(skip)]
    light: u32,
    #[serde(skip)]
    medium: u32,
    day: Option<Date>,
    writes: BTreeMap<String, u32>,
}

impl Limits {
    /// Counts a call against this second.
    pub fn admit(&mut self, label: Label, plan: Plan, now: Timestamp) -> Result<Quota, Refusal> {
        if self.second != now.as_second() {
            (self.second, self.light, self.medium) = (now.as_second(), 0, 0);
        }
        let limit = plan.per_second(label);
        let used = match label {
            Label::Light => &mut self.light,
            Label::Medium => &mut self.medium,
        };
        if *used >= limit {
            return Err(Refusal::PerSecond(Quota { label, limit, remaining: 0 }));
        }
        *used += 1;
        Ok(Quota { label, limit, remaining: limit - *used })
    }

    /// Counts a creation or update against a host's UTC day.
    pub fn charge(&mut self, host: &str, now: Timestamp) -> Result<(), Refusal> {
        let today = now.to_zoned(TimeZone::UTC).date();
        if self.day != Some(today) {
            self.day = Some(today);
            self.writes.clear();
        }
        let used = self.writes.entry(host.to_owned()).or_default();
        if *used >= PER_HOST_AND_DAY {
            return Err(Refusal::PerDay { again: midnight_after(today).unwrap_or(now) });
        }
        *used += 1;
        Ok(())
    }
}

fn midnight_after(day: Date) -> Option<Timestamp> {
    let next = day.checked_add(1.day()).ok()?;
    TimeZone::UTC.to_timestamp(next.to_datetime(jiff::civil::Time::midnight())).ok()
}
