//! When a meeting takes place.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::domain::onboarding::hours::{at_minute, minute_of};
use crate::domain::onboarding::settings::OnboardingSettings;

/// How long before it a meeting is planned at the latest, so that people see it coming.
const NOTICE: SignedDuration = SignedDuration::from_mins(30);
/// Where the search for a free time begins.
const MORNING: Time = Time::constant(10, 0, 0, 0);
/// How far free times lie apart, in minutes.
const STEP: usize = 30;

/// What is asked for.
pub(super) struct Wanted {
    /// The day.
    pub date: Date,
    /// The first and the last day that will do.
    pub window: (Date, Date),
    /// The local time; `None` for any.
    pub time: Option<Time>,
    /// The local time that is taken before any other where it is free.
    pub usual: Option<Time>,
    /// Minutes.
    pub minutes: u16,
}

/// What it must fit into.
pub(super) struct Room<'a> {
    pub settings: &'a OnboardingSettings,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    /// What is planned already.
    pub taken: &'a [(Timestamp, Timestamp)],
}

impl Room<'_> {
    /// Begin and end: on the day that is asked for, else on the next working day that will do, else on one
    /// before. `None` where none will do any more.
    pub fn slot(&self, wanted: &Wanted) -> Option<(Timestamp, Timestamp)> {
        let later = days(wanted.date, wanted.window.1);
        let earlier = days(wanted.window.0, wanted.date).into_iter().rev().skip(1);
        let all: Vec<_> = later.into_iter().chain(earlier).filter(|it| self.is_open(*it)).collect();
        let days = || all.iter().copied();
        let minutes = wanted.minutes;
        if let Some(time) = wanted.time {
            return days().find_map(|date| self.at(date, time, minutes));
        }
        let usual = wanted.usual.and_then(|time| {
            days().find_map(|date| self.at(date, time, minutes).filter(|it| self.is_free(*it)))
        });
        usual.or_else(|| days().find_map(|date| self.free(date, minutes)))
    }

    fn is_open(&self, date: Date) -> bool {
        self.settings.working_hours.has(date, &self.settings.holidays)
    }

    fn at(&self, date: Date, time: Time, minutes: u16) -> Option<(Timestamp, Timestamp)> {
        let time = self.settings.working_hours.fitted(time, minutes);
        self.span(date, time, minutes).filter(|span| self.is_ahead(*span))
    }

    /// The first free time from the middle of the morning on.
    fn free(&self, date: Date, minutes: u16) -> Option<(Timestamp, Timestamp)> {
        let hours = &self.settings.working_hours;
        let (first, last) = (hours.fitted(MORNING, minutes), hours.fitted(Time::MAX, minutes));
        let mut times = (minute_of(first)..=minute_of(last)).step_by(STEP);
        times.find_map(|minute| {
            let span = self.span(date, at_minute(minute), minutes)?;
            (self.is_ahead(span) && self.is_free(span)).then_some(span)
        })
    }

    fn is_free(&self, span: (Timestamp, Timestamp)) -> bool {
        !self.taken.iter().any(|taken| span.0 < taken.1 && taken.0 < span.1)
    }

    fn is_ahead(&self, (start, _): (Timestamp, Timestamp)) -> bool {
        start.duration_since(self.now) >= NOTICE
    }

    /// A local time that the zone leaves out becomes the one an hour later, as calendars do it.
    fn span(&self, date: Date, time: Time, minutes: u16) -> Option<(Timestamp, Timestamp)> {
        let start = date.to_datetime(time).to_zoned(self.zone.clone()).ok()?.timestamp();
        Some((start, start.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()?))
    }
}

/// All days from the first to the last.
fn days(first: Date, last: Date) -> Vec<Date> {
    first.series(1.day()).take_while(|date| *date <= last).collect()
}

/// The day so many days after another.
pub(super) fn after(date: Date, days: i32) -> Date {
    date.checked_add(days.days()).unwrap_or(Date::MAX)
}
