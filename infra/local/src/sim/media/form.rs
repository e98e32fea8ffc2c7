//! How boards write days and moments: always by the clocks of Japan.

use jiff::civil::Date;
use jiff::tz::{self, TimeZone};
use jiff::{Timestamp, Zoned};

/// The first years of the eras, and their first days.
const ERAS: [(&str, i16, Date); 2] =
    [("令和", 2019, Date::constant(2019, 5, 1)), ("平成", 1989, Date::constant(1989, 1, 8))];

/// How a board writes the time of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By this pattern of `strftime`.
    Pattern(&'static str),
    /// By era: 令和8年12月1日.
    Era,
}

impl Form {
    /// The moment as the board writes it.
    pub fn write(self, at: Timestamp) -> String {
        let local = in_japan(at);
        match self {
            Self::Pattern(pattern) => local.strftime(pattern).to_string(),
            Self::Era => by_era(local.date()),
        }
    }
}

/// The moment as clocks in Japan have it: nine hours ahead, the whole year.
fn in_japan(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(tz::offset(9)))
}

/// The day that it is in Japan.
pub fn day(at: Timestamp) -> Date {
    in_japan(at).date()
}

fn by_era(day: Date) -> String {
    let (month, of_month) = (day.month(), day.day());
    let Some((era, first, _)) = ERAS.into_iter().find(|(.., since)| *since <= day) else {
        return format!("{}年{month}月{of_month}日", day.year());
    };
    match day.year() - first + 1 {
        1 => format!("{era}元年{month}月{of_month}日"),
        year => format!("{era}{year}年{month}月{of_month}日"),
    }
}
