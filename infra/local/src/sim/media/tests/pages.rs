//! The lists of the boards that only show.

use http::header;
use serde_json::json;

use super::{DAYS, applicant, fetch, log_in, look, put, text};
use crate::sim::tests::Bench;

/// The headers and values of the first applicant on a page.
fn first(page: &str) -> Vec<(String, String)> {
    let (_, rest) = page.split_once("<li class=\"applicant\">").unwrap();
    let (item, _) = rest.split_once("</li>").unwrap();
    let term = |line: &str| {
        let (header, value) = line.strip_prefix("<dt>")?.split_once("</dt><dd>")?;
        Some((header.to_owned(), value.strip_suffix("</dd>")?.to_owned()))
    };
    item.lines().filter_map(term).collect()
}

#[tokio::test]
async fn each_board_has_its_own_headers_and_dates() {
    let bench = Bench::new();
    for (medium, expected) in [
        (
            "wantedly",
            [("応募ID", "X1"), ("応募日時", "2026-12-01 09:30"), ("募集タイトル", "営業")],
        ),
        ("green", [("応募者番号", "X1"), ("応募日", "2026年12月1日"), ("求人名", "営業")]),
        ("forkwell", [("応募ID", "X1"), ("応募日", "2026-12-01"), ("求人タイトル", "営業")]),
    ] {
        let fields = json!({(expected[2].0): "営業", "氏名": "髙橋 葵"});
        put(&bench, json!({"applicants": [applicant(medium, "X1", fields)]}));
        let response = fetch(&bench, medium).await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=UTF-8");
        let shown = first(&text(&response));
        let expected = expected.map(|(header, value)| (header.to_owned(), value.to_owned()));
        assert_eq!(shown[..3], expected, "{medium}");
        assert!(shown.contains(&("氏名".to_owned(), "髙橋 葵".to_owned())));
        assert!(shown.contains(&("住所".to_owned(), String::new())), "empty ones are shown");
    }
}

#[tokio::test]
async fn a_header_with_several_values_comes_as_often() {
    let bench = Bench::new();
    for tags in [vec!["新着", "スカウト返信"], vec!["新着"], vec![""]] {
        let fields = json!({"タグ": tags});
        put(&bench, json!({"applicants": [applicant("wantedly", "X1", fields)]}));
        let shown = first(&text(&fetch(&bench, "wantedly").await));
        let shown = shown.iter().filter(|(header, _)| header == "タグ").map(|(_, value)| value);
        assert_eq!(shown.collect::<Vec<_>>(), tags);
    }
}

#[tokio::test]
async fn what_html_gives_a_meaning_is_escaped() {
    let bench = Bench::new();
    let fields = json!({"氏名": "<b>O'Neil & \"Co\"</b>", "<備考>": "&amp;"});
    put(&bench, json!({"applicants": [applicant("green", "X1", fields)]}));
    let page = text(&fetch(&bench, "green").await);
    assert!(page.contains("<dd>&lt;b&gt;O&#39;Neil &amp; &quot;Co&quot;&lt;/b&gt;</dd>"));
    assert!(page.contains("<dt>&lt;備考&gt;</dt><dd>&amp;amp;</dd>"));
}

/// The path of the next page, as a browser reads the link.
fn next(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<a class=\"next\" href=\"")?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn links_lead_from_page_to_page_and_the_last_has_none() {
    let bench = Bench::new();
    for (medium, size) in [("wantedly", 20), ("green", 10), ("forkwell", 10)] {
        let row = |number: usize| applicant(medium, &format!("X{number}"), json!({}));
        put(&bench, json!({"applicants": (0..=2 * size).map(row).collect::<Vec<_>>()}));
        let cookie = log_in(&bench, medium).await;
        let mut path = Some(format!("/applicants?{DAYS}"));
        let mut seen = Vec::new();
        while let Some(address) = path {
            let page = text(&look(&bench, &format!("/{medium}{address}"), &cookie).await);
            seen.push(page.matches("<li class=\"applicant\">").count());
            path = next(&page);
        }
        assert_eq!(seen, [size, size, 1], "{medium}");
        let beyond = format!("/{medium}/applicants?{DAYS}&page=9");
        let page = text(&look(&bench, &beyond, &cookie).await);
        assert!(!page.contains("<li") && next(&page).is_none());
    }
}

#[tokio::test]
async fn full_last_pages_have_no_link_and_the_size_can_be_said() {
    let bench = Bench::new();
    let row = |number: usize| applicant("green", &format!("X{number}"), json!({}));
    put(&bench, json!({"applicants": (0..10).map(row).collect::<Vec<_>>()}));
    let cookie = log_in(&bench, "green").await;
    let path = format!("/green/applicants?{DAYS}");
    assert_eq!(next(&text(&look(&bench, &path, &cookie).await)), None);
    put(&bench, json!({"page_size": 4}));
    let page = text(&look(&bench, &path, &cookie).await);
    assert_eq!(next(&page), Some(format!("/applicants?{DAYS}&page=2")));
    assert_eq!(page.matches("<li class=\"applicant\">").count(), 4);
}
