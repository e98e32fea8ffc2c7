//! Dates, times and zones as people write them.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

const FINNISH_DAYS: [&str; 7] =
    ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"];

/// The language of a tag without its region: `fi` of `fi-FI`, in lower case.
#[must_use]
pub fn primary_language(locale: &str) -> String {
    locale.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// An instant in a reader's zone and language.
#[derive(Clone, Debug)]
pub struct LocalTime {
    at: Zoned,
    finnish: bool,
}

impl LocalTime {
    /// The instant in the first of these zones that exists, otherwise in UTC. Languages other than
    /// Finnish get the English words.
    #[must_use]
    pub fn new(at: Timestamp, locale: &str, zones: &[&str]) -> Self {
        let zone = zones.iter().find_map(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
        Self { at: at.to_zoned(zone), finnish: primary_language(locale) == "fi" }
    }

    /// Another instant for the same reader.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> Self {
        Self { at: at.to_zoned(self.at.time_zone().clone()), finnish: self.finnish }
    }

    /// `Monday 23 November 2026`, `maanantai 23.11.2026`.
    #[must_use]
    pub fn date(&self) -> String {
        if !self.finnish {
            return self.at.strftime("%A %-d %B %Y").to_string();
        }
        let day = usize::from(self.at.weekday().to_monday_zero_offset().unsigned_abs());
        let name = FINNISH_DAYS.get(day).copied().unwrap_or_default();
        format!("{name} {}", self.at.strftime("%-d.%-m.%Y"))
    }

    /// `10:00`, `10.00`; always by the 24-hour clock.
    #[must_use]
    pub fn time(&self) -> String {
        self.at.strftime(if self.finnish { "%H.%M" } else { "%H:%M" }).to_string()
    }

    /// `Europe/Helsinki (UTC+2)`: the zone's name and its offset at this instant.
    #[must_use]
    pub fn zone(&self) -> String {
        match self.at.time_zone().iana_name() {
            None | Some("UTC") => "UTC".to_owned(),
            Some(name) => format!("{name} ({})", offset(self.at.offset())),
        }
    }
}

/// `UTC+2`, `UTC+5:30`, `UTC-3`.
fn offset(offset: Offset) -> String {
    let minutes = offset.seconds().unsigned_abs() / 60;
    let sign = if offset.is_negative() { '-' } else { '+' };
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(at: &str, locale: &str, zones: &[&str]) -> [String; 3] {
        let time = LocalTime::new(at.parse().unwrap(), locale, zones);
        [time.date(), time.time(), time.zone()]
    }

    #[test]
    fn readers_get_their_own_language_and_zone() {
        let at = "2026-11-23T08:00:00Z";
        assert_eq!(
            local(at, "en", &["Europe/Helsinki"]),
            ["Monday 23 November 2026", "10:00", "Europe/Helsinki (UTC+2)"]
        );
        assert_eq!(
            local(at, "fi-FI", &["Europe/Helsinki"]),
            ["maanantai 23.11.2026", "10.00", "Europe/Helsinki (UTC+2)"]
        );
        assert_eq!(local(at, "ja", &["Asia/Kolkata"])[1..], ["13:30", "Asia/Kolkata (UTC+5:30)"]);
        assert_eq!(local(at, "", &["America/St_Johns"])[2], "America/St_Johns (UTC-3:30)");
    }

    #[test]
    fn the_offset_is_the_one_of_the_day_and_unknown_zones_fall_back() {
        let summer = "2026-07-05T21:30:00Z";
        assert_eq!(
            local(summer, "fi", &["", "Europe/Helsinki"]),
            ["maanantai 6.7.2026", "00.30", "Europe/Helsinki (UTC+3)"]
        );
        assert_eq!(local(summer, "en", &["Nowhere/Land"])[1..], ["21:30", "UTC"]);
    }
}
