//! When imports start, and which days they ask for.

#[cfg(test)]
mod tests;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// The most starts in a day (requirement H04).
pub const MOST: usize = 4;

/// How far a run asks back behind the end of the last one that went well. Boards list by day, change
/// rows later and are late; what comes again is known again.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

/// Start times of a day: at most four different ones on half hours, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Times(Vec<Time>);

/// What is wrong with a start time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("times[{index}]: {code}")]
pub struct TimeFault {
    /// Which one, from 0; with too many, the first of those.
    pub index: usize,
    /// `max_4_runs_per_day`, `not_on_half_hour`, `repeated_time` or `invalid_time`.
    pub code: &'static str,
}

impl Times {
    /// Reads times written `HH:MM`.
    ///
    /// # Errors
    ///
    /// All that is wrong, in the order in which the times stand there.
    pub fn parse(given: &[String]) -> Result<Self, Vec<TimeFault>> {
        let mut times = Vec::new();
        let mut faults = Vec::new();
        for (index, text) in given.iter().enumerate() {
            match start(text, &times) {
                Ok(time) => times.push(time),
                Err(code) => faults.push(TimeFault { index, code }),
            }
            if index == MOST {
                faults.push(TimeFault { index, code: "max_4_runs_per_day" });
            }
        }
        times.sort_unstable();
        if faults.is_empty() { Ok(Self(times)) } else { Err(faults) }
    }

    /// The times, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Time] {
        &self.0
    }

    /// Whether an import starts at this time.
    #[must_use]
    pub fn contains(&self, time: Time) -> bool {
        self.0.contains(&time)
    }
}

impl TryFrom<Vec<String>> for Times {
    type Error = TimeFault;

    fn try_from(given: Vec<String>) -> Result<Self, TimeFault> {
        let none = TimeFault { index: 0, code: "invalid_time" };
        Self::parse(&given).map_err(|faults| faults.first().copied().unwrap_or(none))
    }
}

impl From<Times> for Vec<String> {
    fn from(times: Times) -> Self {
        times.0.into_iter().map(written).collect()
    }
}

/// A time as `HH:MM`.
#[must_use]
pub fn written(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn start(given: &str, earlier: &[Time]) -> Result<Time, &'static str> {
    let time = clock(given).ok_or("invalid_time")?;
    if !is_mark(time) {
        return Err("not_on_half_hour");
    }
    if earlier.contains(&time) {
        return Err("repeated_time");
    }
    Ok(time)
}

fn clock(given: &str) -> Option<Time> {
    let (hour, minute) = given.split_once(':')?;
    let part = |text: &str| {
        let is_two_digits = text.len() == 2 && text.chars().all(|c| c.is_ascii_digit());
        is_two_digits.then(|| text.parse().ok())?
    };
    Time::new(part(hour)?, part(minute)?, 0, 0).ok()
}

fn is_mark(time: Time) -> bool {
    time.minute() % 30 == 0 && time.second() == 0 && time.subsec_nanosecond() == 0
}

/// The half hour of local time that begins at this very instant. An hour that the clocks repeat
/// counts once, the first time; one that they leave out never comes.
#[must_use]
pub fn slot_at(zone: &TimeZone, at: Timestamp) -> Option<Time> {
    let local = zone.to_datetime(at);
    (is_mark(local.time()) && first(zone, local) == Some(at)).then(|| local.time())
}

/// The first instant at which the clocks show this; none where they never do.
fn first(zone: &TimeZone, local: DateTime) -> Option<Timestamp> {
    let offset = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Fold { before, .. } => before,
        AmbiguousOffset::Gap { .. } => return None,
    };
    offset.to_timestamp(local).ok()
}

/// The next start after this instant; none without times.
#[must_use]
pub fn next(times: &Times, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let today = zone.to_datetime(after).date();
    // Every time comes at the latest on the third day: no clocks leave out more than one.
    let days = (0..=2).filter_map(|days: i64| today.checked_add(days.days()).ok());
    let starts = days.flat_map(|day| times.0.iter().map(move |time| day.to_datetime(*time)));
    starts.filter_map(|local| first(zone, local)).filter(|start| *start > after).min()
}

/// From when a run asks: a day before the end of what was asked for successfully, but never from
/// before the look-back of the start date, which begins at midnight (reading R1).
#[must_use]
pub fn window_start(
    start_date: Date,
    lookback_days: u8,
    watermark: Option<Timestamp>,
    zone: &TimeZone,
) -> Timestamp {
    let day = first_day(start_date, lookback_days);
    let earliest = zone.to_ambiguous_timestamp(day.to_datetime(Time::midnight())).compatible();
    let earliest = earliest.unwrap_or(Timestamp::MIN);
    let overlapping = watermark.map(|until| until.saturating_sub(OVERLAP));
    overlapping.and_then(Result::ok).map_or(earliest, |from| from.max(earliest))
}

/// The first day of which applicants are wanted.
fn first_day(start_date: Date, lookback_days: u8) -> Date {
    start_date.saturating_sub(Span::new().days(lookback_days))
}

/// On which side of the wanted days a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Before the first.
    NotStarted,
    /// After the last.
    Ended,
}

/// Whether a local day is one of those that are wanted: from the look-back of the start date to the
/// end date, both included.
///
/// # Errors
///
/// On which side it lies.
pub fn is_within(
    start_date: Date,
    lookback_days: u8,
    end_date: Option<Date>,
    local_day: Date,
) -> Result<(), Outside> {
    if local_day < first_day(start_date, lookback_days) {
        return Err(Outside::NotStarted);
    }
    if end_date.is_some_and(|end| local_day > end) {
        return Err(Outside::Ended);
    }
    Ok(())
}
