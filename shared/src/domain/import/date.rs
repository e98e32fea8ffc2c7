//! Days and moments as people in Japan write them. Boards mean Japan's time, and say so rarely.

#[cfg(test)]
mod tests;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::normal::{is_blank, text};

/// Japan's time: nine hours ahead of UTC, all year since 1951.
pub const JAPAN: Offset = jiff::tz::offset(9);

/// Eras: names and letters by which they are written, the year before their first, and their last.
const ERAS: [(&str, &str, i16, i16); 5] = [
    ("令和", "R", 2018, 99),
    ("平成", "H", 1988, 31),
    ("昭和", "S", 1925, 64),
    ("大正", "T", 1911, 15),
    ("明治", "M", 1867, 45),
];

/// When somebody applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The moment; the beginning of the day in Japan where no time was given.
    pub at: Timestamp,
    /// Whether only the day was given.
    pub date_only: bool,
}

impl Applied {
    /// The day in Japan.
    #[must_use]
    pub fn day(&self) -> Date {
        JAPAN.to_datetime(self.at).date()
    }
}

/// The moment that a cell begins with: a day, with or without a time, in Japan's time unless it has
/// an offset of its own. What follows is not looked at. Nothing where the cell begins otherwise, or
/// with a day or time that there is not.
#[must_use]
pub fn date_time(given: &str) -> Option<Applied> {
    let folded = text(given);
    let (day, rest) = day(&folded)?;
    let Some((time, behind)) = time(rest)? else {
        let at = JAPAN.to_timestamp(day.to_datetime(Time::midnight())).ok()?;
        return Some(Applied { at, date_only: true });
    };
    let offset = offset(behind, rest.starts_with('T')).unwrap_or(JAPAN);
    let at = offset.to_timestamp(DateTime::from_parts(day, time)).ok()?;
    Some(Applied { at, date_only: false })
}

/// The day that a cell begins with.
#[must_use]
pub fn date(given: &str) -> Option<Date> {
    day(&text(given)).map(|(day, _)| day)
}

/// A day, and what follows it.
fn day(from: &str) -> Option<(Date, &str)> {
    let (year, rest) = match compact(from) {
        Some((day, rest)) => return Some((day, rest)),
        None => japanese_year(from).or_else(|| western_year(from))?,
    };
    let (month, rest) = between(rest, "年")?;
    let (day, rest) = between(rest, "月")?;
    // A third part of more digits is none.
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?, rest))
}

/// `YYYYMMDD`, alone or with a time of the same kind behind it.
fn compact(from: &str) -> Option<(Date, &str)> {
    let digits = digits(from);
    if !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |from: usize, to: usize| digits[from..to].parse::<i16>().ok();
    let (month, day) = (i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?);
    Some((Date::new(part(0, 4)?, month, day).ok()?, &from[8..]))
}

fn western_year(from: &str) -> Option<(i16, &str)> {
    let digits = digits(from);
    let year = (digits.len() == 4).then(|| digits.parse().ok())??;
    Some((year, &from[4..]))
}

fn japanese_year(from: &str) -> Option<(i16, &str)> {
    let era = |(name, letter, before, last): (&'static str, &str, i16, i16)| {
        let is_letter = |head: &&str| head.eq_ignore_ascii_case(letter);
        let rest = from
            .strip_prefix(name)
            .or_else(|| from.get(..1).filter(is_letter).map(|_| &from[1..]))?;
        let rest = rest.trim_start_matches(is_blank);
        let (year, rest) = match rest.strip_prefix('元') {
            Some(rest) => (1, rest),
            None => number(rest)?,
        };
        let year = i16::try_from(year).ok().filter(|year| (1..=last).contains(year))?;
        Some((before + year, rest))
    };
    ERAS.into_iter().find_map(era)
}

/// The number behind one of the signs that stand between the parts of a day.
fn between<'a>(from: &'a str, word: &str) -> Option<(u16, &'a str)> {
    let from = from.trim_start_matches(is_blank);
    let signs = [word, "/", "-", "."];
    let rest = signs.iter().find_map(|sign| from.strip_prefix(sign))?;
    number(rest.trim_start_matches(is_blank))
}

/// A number of one or two digits.
fn number(from: &str) -> Option<(u16, &str)> {
    let digits = digits(from);
    let number = (1..=2).contains(&digits.len()).then(|| digits.parse().ok())??;
    Some((number, &from[digits.len()..]))
}

fn digits(from: &str) -> &str {
    let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    &from[..end]
}

/// A time, and what follows it. `Some(None)` where none begins here; `None` where one does that there
/// is not.
#[expect(clippy::option_option, reason = "no time is something else than a wrong one")]
fn time(from: &str) -> Option<Option<(Time, &str)>> {
    let is_compact = matches!(digits(from).len(), 4 | 6);
    let rest = from.trim_start_matches(is_blank);
    let rest = rest.strip_prefix('T').unwrap_or_else(|| behind_weekday(rest));
    let (is_afternoon, rest) = half(rest);
    let found = if is_compact { compact_time(rest) } else { spelled_time(rest) };
    let Some((hour, minute, second, rest)) = found else { return Some(None) };
    let hour = if is_afternoon && hour < 12 { hour + 12 } else { hour };
    let [hour, minute, second] = [hour, minute, second].map(|it| i8::try_from(it).unwrap_or(-1));
    Some(Some((Time::new(hour, minute, second, 0).ok()?, rest)))
}

/// What follows a day of the week in brackets.
fn behind_weekday(from: &str) -> &str {
    let within = from.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let behind = within.filter(|(day, _)| day.chars().count() <= 3).map(|(_, behind)| behind);
    behind.unwrap_or(from).trim_start_matches(is_blank)
}

fn half(from: &str) -> (bool, &str) {
    match (from.strip_prefix("午前"), from.strip_prefix("午後")) {
        (Some(rest), _) => (false, rest.trim_start_matches(is_blank)),
        (_, Some(rest)) => (true, rest.trim_start_matches(is_blank)),
        _ => (false, from),
    }
}

type Clock<'a> = (u16, u16, u16, &'a str);

/// `HHMM` or `HHMMSS`, right behind a day of the same kind.
fn compact_time(from: &str) -> Option<Clock<'_>> {
    let digits = digits(from);
    let part = |from: usize| digits.get(from..from + 2)?.parse().ok();
    Some((part(0)?, part(2)?, part(4).unwrap_or(0), &from[digits.len()..]))
}

/// `9:30`, `09:30:15`, `09:30:15.250`, `9時30分`, `9時`.
fn spelled_time(from: &str) -> Option<Clock<'_>> {
    let (hour, rest) = number(from)?;
    if let Some(rest) = rest.strip_prefix('時') {
        let minute = number(rest).and_then(|(it, rest)| Some((it, rest.strip_prefix('分')?)));
        let (minute, rest) = minute.unwrap_or((0, rest));
        let second = number(rest).and_then(|(it, rest)| Some((it, rest.strip_prefix('秒')?)));
        let (second, rest) = second.unwrap_or((0, rest));
        return Some((hour, minute, second, rest));
    }
    let (minute, rest) = number(rest.strip_prefix(':')?)?;
    let second = rest.strip_prefix(':').and_then(number);
    let (second, rest) = second.unwrap_or((0, rest));
    // Parts of a second tell nothing here.
    let fraction = rest.strip_prefix('.').map(|rest| &rest[digits(rest).len()..]);
    Some((hour, minute, second, fraction.unwrap_or(rest)))
}

/// An offset behind a time: `Z`, `UTC`, `+09:00`, `+0900`. What begins with a minus is one only in the
/// international form; otherwise it may be the end of a span of time.
fn offset(from: &str, is_international: bool) -> Option<Offset> {
    let is_letter = |c: char| c.is_alphanumeric();
    let apart = from.trim_start_matches(is_blank);
    let name = from.strip_prefix('Z').or_else(|| apart.strip_prefix("UTC"));
    if name.is_some_and(|behind| !behind.starts_with(is_letter)) {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match (apart.strip_prefix('+'), from.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (None, Some(rest)) if is_international => (-1, rest),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = match digits(rest) {
        four if four.len() == 4 => (four[..2].parse().ok()?, four[2..].parse().ok()?),
        two if two.len() == 2 => {
            (two.parse().ok()?, i64::from(number(rest[2..].strip_prefix(':')?)?.0))
        }
        _ => return None,
    };
    Offset::try_from(SignedDuration::from_mins((60 * hours + minutes) * sign)).ok()
}
