//! When people work.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days of the week, as people write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

/// When people work, in their own zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingHours {
    /// The days of the week; Monday to Friday unless given.
    #[serde(default = "weekdays")]
    pub days: BTreeSet<Day>,
    /// The first minute, local `HH:MM`.
    #[serde(default = "nine")]
    #[schema(value_type = String)]
    pub from: Time,
    /// The minute at which everything is over.
    #[serde(default = "six")]
    #[schema(value_type = String)]
    pub to: Time,
}

impl Default for WorkingHours {
    fn default() -> Self {
        Self { days: weekdays(), from: nine(), to: six() }
    }
}

impl WorkingHours {
    /// Whether people work on this day.
    #[must_use]
    pub fn has(&self, date: Date, holidays: &BTreeSet<Date>) -> bool {
        self.days.contains(&date.weekday().into()) && !holidays.contains(&date)
    }

    /// The time of day at which so many minutes fit in that is nearest to the wanted one. What is longer than
    /// a working day begins with it.
    #[must_use]
    pub fn fitted(&self, wanted: Time, minutes: u16) -> Time {
        let (from, to) = (minute_of(self.from), minute_of(self.to));
        let latest = to.saturating_sub(i32::from(minutes)).max(from);
        at_minute(minute_of(wanted).clamp(from, latest))
    }
}

/// Minutes since midnight.
#[must_use]
pub fn minute_of(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

/// The time of day so many minutes after midnight.
#[must_use]
pub fn at_minute(minute: i32) -> Time {
    let minute = minute.clamp(0, 24 * 60 - 1);
    let part = |number: i32| i8::try_from(number).unwrap_or_default();
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or(Time::MIN)
}

fn weekdays() -> BTreeSet<Day> {
    [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri].into()
}

const fn nine() -> Time {
    Time::constant(9, 0, 0, 0)
}

const fn six() -> Time {
    Time::constant(18, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is wanted, it takes place while people work, if it fits into a day at all.
        #[test]
        fn what_fits_stays_within_the_day(wanted in 0..24 * 60, minutes in 1_u16..=540) {
            let hours = WorkingHours::default();
            let begin = minute_of(hours.fitted(at_minute(wanted), minutes));
            prop_assert!(begin >= 9 * 60 && begin + i32::from(minutes) <= 18 * 60);
            if (9 * 60..=18 * 60 - i32::from(minutes)).contains(&wanted) {
                prop_assert_eq!(begin, wanted);
            }
        }
    }
}
