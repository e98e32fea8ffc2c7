//! Dates, times and zones as people write them.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use crate::domain::language::Language;

/// An instant in a reader's zone and language.
#[derive(Clone, Debug)]
pub struct LocalTime {
    at: Zoned,
    language: Language,
}

impl LocalTime {
    /// The instant in the first of these zones that exists, otherwise in UTC.
    #[must_use]
    pub fn new(at: Timestamp, language: Language, zones: &[&str]) -> Self {
        let zone = zones.iter().find_map(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
        Self { at: at.to_zoned(zone), language }
    }

    /// Another instant for the same reader.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> Self {
        Self { at: at.to_zoned(self.at.time_zone().clone()), language: self.language }
    }

    /// `Monday 23 November 2026`, `maanantai 23.11.2026`, `2026年11月23日（月）`.
    #[must_use]
    pub fn date(&self) -> String {
        let dates = self.language.dates();
        let weekday = usize::from(self.at.weekday().to_monday_zero_offset().unsigned_abs());
        let month = usize::from(self.at.month().unsigned_abs());
        let day = match self.at.day() {
            1 => dates.first.to_owned(),
            day => day.to_string(),
        };
        let word = |words: &[&'static str], at: usize| words.get(at).copied().unwrap_or_default();
        dates
            .day
            .replace("{weekday}", word(&dates.days, weekday))
            .replace("{day}", &day)
            .replace("{month}", word(&dates.months, month.saturating_sub(1)))
            .replace("{number}", &month.to_string())
            .replace("{year}", &self.at.strftime("%Y").to_string())
    }

    /// `10:00`, `10.00`, `10 h 00`; always by the 24-hour clock.
    #[must_use]
    pub fn time(&self) -> String {
        self.at.strftime(self.language.dates().time).to_string()
    }

    /// `Europe/Helsinki (UTC+2)`, `heure de Paris (UTC+1)`: the zone as readers of the language call
    /// it, else its IANA name, and its offset at this instant.
    #[must_use]
    pub fn zone(&self) -> String {
        let dates = self.language.dates();
        let [open, close] = dates.brackets;
        match self.at.time_zone().iana_name() {
            None | Some("UTC") => "UTC".to_owned(),
            Some(name) => {
                let known = dates.zones.iter().find(|(zone, _)| *zone == name);
                let called = known.map_or(name, |(_, called)| called);
                format!("{called}{open}{}{close}", offset(self.at.offset()))
            }
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
        let time = LocalTime::new(at.parse().unwrap(), Language::of(locale), zones);
        [time.date(), time.time(), time.zone()]
    }

    #[test]
    fn readers_get_their_own_language_and_zone() {
        let at = "2026-11-23T08:05:00Z";
        for (locale, zone, expected) in [
            ("en", "Europe/Helsinki", "Monday 23 November 2026|10:05|Europe/Helsinki (UTC+2)"),
            ("fi-FI", "Europe/Helsinki", "maanantai 23.11.2026|10.05|Suomen aikaa (UTC+2)"),
            (
                "de-AT",
                "Europe/Vienna",
                "Montag, 23. November 2026|09:05|österreichische Zeit (UTC+1)",
            ),
            (
                "es_MX",
                "Europe/Madrid",
                "lunes, 23 de noviembre de 2026|09:05|hora peninsular (UTC+1)",
            ),
            (
                "FR",
                "Europe/Paris",
                "lundi 23 novembre 2026|9\u{a0}h\u{a0}05|heure de Paris (UTC+1)",
            ),
            ("it", "Europe/Rome", "lunedì 23 novembre 2026|09:05|ora italiana (UTC+1)"),
            ("ja-JP", "Asia/Tokyo", "2026年11月23日（月）|17:05|日本時間（UTC+9）"),
            (
                "ru",
                "Europe/Moscow",
                "понедельник, 23 ноября 2026\u{a0}г.|11:05|московское время (UTC+3)",
            ),
            ("ja", "Asia/Kolkata", "2026年11月23日（月）|13:35|Asia/Kolkata（UTC+5:30）"),
            ("", "America/St_Johns", "Monday 23 November 2026|04:35|America/St_Johns (UTC-3:30)"),
            (
                "pt-BR",
                "America/Sao_Paulo",
                "Monday 23 November 2026|05:05|America/Sao_Paulo (UTC-3)",
            ),
        ] {
            assert_eq!(local(at, locale, &[zone]).join("|"), expected, "{locale}");
        }
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_where_people_write_one() {
        let first = "2026-02-01T12:00:00Z";
        for (locale, expected) in [
            ("de", "Sonntag, 1. Februar 2026"),
            ("fi", "sunnuntai 1.2.2026"),
            ("fr", "dimanche 1er février 2026"),
            ("it", "domenica 1º febbraio 2026"),
            ("ja", "2026年2月1日（日）"),
        ] {
            assert_eq!(local(first, locale, &[])[0], expected);
        }
        assert_eq!(local("2026-01-11T12:00:00Z", "fr", &[])[0], "dimanche 11 janvier 2026");
    }

    #[test]
    fn the_offset_is_the_one_of_the_day_and_unknown_zones_fall_back() {
        let summer = "2026-07-05T21:30:00Z";
        assert_eq!(
            local(summer, "fi", &["", "Europe/Helsinki"]),
            ["maanantai 6.7.2026", "00.30", "Suomen aikaa (UTC+3)"]
        );
        assert_eq!(local(summer, "en", &["Nowhere/Land"])[1..], ["21:30", "UTC"]);
    }
}
