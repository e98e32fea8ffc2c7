//! Days and moments, table by table.

use proptest::prelude::*;

use super::*;

fn at(given: &str) -> Option<String> {
    date_time(given).map(|applied| {
        let local = JAPAN.to_datetime(applied.at);
        if applied.date_only { local.date().to_string() } else { local.to_string() }
    })
}

#[test]
fn days_and_times_of_every_board_are_read() {
    for (given, expected) in [
        ("2026/12/01", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("2026-12-01", "2026-12-01"),
        ("2026.12.01", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("2026年12月1日", "2026-12-01"),
        ("２０２６年１２月１日", "2026-12-01"),
        ("2026/12/01 09:30", "2026-12-01T09:30:00"),
        ("2026/12/01 9:30", "2026-12-01T09:30:00"),
        ("2026-12-01 09:30:15", "2026-12-01T09:30:15"),
        ("2026-12-01T09:30:00+09:00", "2026-12-01T09:30:00"),
        ("2026-12-01T00:30:00Z", "2026-12-01T09:30:00"),
        ("2026-12-01 09:30:00 +0900", "2026-12-01T09:30:00"),
        ("2026-12-01 00:30:00 UTC", "2026-12-01T09:30:00"),
        ("2026/12/01 09:30-10:30", "2026-12-01T09:30:00"),
        ("2026/12/01 09:30Zoom", "2026-12-01T09:30:00"),
        ("2026-11-30T22:30:15.250-0200", "2026-12-01T09:30:15"),
        ("2026-12-01T09:30", "2026-12-01T09:30:00"),
        ("2026年12月1日 9時30分", "2026-12-01T09:30:00"),
        ("2026年12月1日(火) 9時30分15秒", "2026-12-01T09:30:15"),
        ("2026/12/01（火）21:05", "2026-12-01T21:05:00"),
        ("2026年12月1日 午後9時", "2026-12-01T21:00:00"),
        ("2026/12/01 午前 9:05", "2026-12-01T09:05:00"),
        ("202612010930", "2026-12-01T09:30:00"),
        ("20261201093015", "2026-12-01T09:30:15"),
        ("20261201 09:30", "2026-12-01T09:30:00"),
        ("　2026/12/01　09:30　", "2026-12-01T09:30:00"),
    ] {
        assert_eq!(at(given).as_deref(), Some(expected), "{given}");
    }
}

#[test]
fn japanese_years_are_read() {
    for (given, expected) in [
        ("令和8年12月1日", "2026-12-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("㋿8年12月1日", "2026-12-01"),
        ("R8.12.1", "2026-12-01"),
        ("R08/12/01", "2026-12-01"),
        ("r8-12-1", "2026-12-01"),
        ("平成2年5月5日", "1990-05-05"),
        ("平成31年4月30日", "2019-04-30"),
        ("H2.5.5", "1990-05-05"),
        ("昭和64年1月7日", "1989-01-07"),
        ("S63.2.29", "1988-02-29"),
        ("大正15年12月24日", "1926-12-24"),
        ("明治45年7月29日", "1912-07-29"),
        ("令和 8 年 12 月 1 日", "2026-12-01"),
    ] {
        assert_eq!(date(given).map(|day| day.to_string()).as_deref(), Some(expected), "{given}");
    }
    assert_eq!(at("令和8年12月1日 9:30").as_deref(), Some("2026-12-01T09:30:00"));
}

/// H63: the day of a cell that says more than the day.
#[test]
fn what_stands_behind_is_not_looked_at() {
    for given in [
        "2024/12/01 スカウト",
        "2024/12/01スカウト",
        "2024/12/01　(スカウト経由)",
        "20241201 スカウト",
    ] {
        assert_eq!(at(given).as_deref(), Some("2024-12-01"), "{given}");
    }
    assert_eq!(at("2024/12/01 10:15 スカウト").as_deref(), Some("2024-12-01T10:15:00"));
}

#[test]
fn what_is_no_day_or_no_time_is_none() {
    for given in [
        "",
        "-",
        "昨日",
        "スカウト 2024/12/01",
        "2026/13/01",
        "2026/02/29",
        "2026/12",
        "2026/12/011",
        "26/12/01",
        "2026120",
        "202612011",
        "平成32年1月1日",
        "昭和65年1月1日",
        "令和0年1月1日",
        "X8.12.1",
        "2026/12/01 25:00",
        "2026/12/01 09:60",
        "令和8年",
    ] {
        assert_eq!(date_time(given), None, "{given}");
    }
}

#[test]
fn a_day_alone_begins_in_japan() {
    let applied = date_time("2026/12/01").unwrap();
    assert_eq!(applied.at.to_string(), "2026-11-30T15:00:00Z");
    assert!(applied.date_only);
    assert_eq!(applied.day().to_string(), "2026-12-01");
}

proptest! {
    /// Nothing that a cell holds makes the reader stumble.
    #[test]
    fn any_cell_is_read_or_not(given in "([RHS]|令和|平成)?[0-9]{0,8}[/年.-]?\\PC{0,12}") {
        let _ = (date_time(&given), date(&given));
    }

    /// Every day is read from every way to write it.
    #[test]
    fn every_day_in_every_form(days in 0_i32..40_000, minute in 0_i8..60, hour in 0_i8..24) {
        let day = jiff::civil::date(1926, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        for form in ["%Y/%m/%d", "%Y-%m-%d", "%Y%m%d", "%Y年%-m月%-d日", "%Y/%-m/%-d"] {
            let written = day.strftime(form).to_string();
            prop_assert_eq!(date(&written), Some(day));
            let moment = format!("{written} {hour}:{minute:02}");
            let read = date_time(&moment).unwrap();
            prop_assert_eq!(JAPAN.to_datetime(read.at), day.at(hour, minute, 0, 0));
        }
    }
}
