//! The files of the boards that export, byte for byte.

use http::header;
use serde_json::{Value, json};

use super::{DAYS, applicant, fetch, log_in, look, put, text};
use crate::sim::tests::Bench;

/// Most people's columns, and somebody in them.
const PERSON: &str = "氏名,氏名かな,メールアドレス,電話番号,生年月日,郵便番号,住所";
const SOMEBODY: &str =
    "髙橋 葵,たかはし あおい,aoi@mail.example,090-0000-0001,1990/05/15,000-0001,見本町";

fn somebody() -> Value {
    json!({
        "氏名": "髙橋 葵", "氏名かな": "たかはし あおい", "メールアドレス": "aoi@mail.example",
        "電話番号": "090-0000-0001", "生年月日": "1990/05/15", "郵便番号": "000-0001",
        "住所": "見本町",
    })
}

/// The board, what stands before the person's columns in the header and in the row, and how the file
/// is made: its encoding, the mark before it.
const FILES: [(&str, &str, &str, &str); 13] = [
    ("rikunabi_next", "応募管理番号,応募日,求人名", "X1,2026/12/01,", "cp932"),
    (
        "mynavi_tenshoku",
        "エントリーID,応募日,求人タイトル,スカウト種別",
        "X1,20261201,,",
        "cp932 tsv",
    ),
    ("en_tenshoku", "応募者ID,応募日時,募集職種,応募区分", "X1,2026/12/01 9:30,,", "mark"),
    ("ambi", "応募ID,応募日,ポジション名,エントリー経路", "X1,2026/12/01,,", "utf-8"),
    ("engage", "応募日時,募集名", "2026-12-01 09:30:15,", "mark"),
    ("paiza", "応募番号,応募日,求人票名", "X1,2026/12/01,", "utf-8"),
    ("job_medley", "応募ID,応募日,募集求人,タグ", "X1,2026-12-01,,", "cp932"),
    ("kaigo_job", "応募ID,応募日,応募求人,タグ", "X1,2026/12/01,,", "utf-8"),
    ("doda_campus", "応募ID,エントリー日,求人名", "X1,2026-12-01,", "mark"),
    (
        "offerbox",
        "エントリーID,エントリー日時,オファー職種",
        "X1,2026-12-01T09:30:15+09:00,",
        "utf-8",
    ),
    ("iroots", "応募ID,応募日,求人名", "X1,2026-12-01,", "utf-8 tsv"),
    ("baitoru", "応募受付番号,応募日時,仕事名", "X1,2026/12/01 09:30,", "cp932"),
    ("mynavi_shinsotsu", "受付番号,受付日,コース名", "X1,令和8年12月1日,", "cp932"),
];

#[tokio::test]
async fn each_board_has_its_own_columns_dates_and_encoding() {
    let bench = Bench::new();
    for (medium, header, row, manner) in FILES {
        put(&bench, json!({"applicants": [applicant(medium, "X1", somebody())]}));
        let response = fetch(&bench, medium).await;
        let end = if manner.starts_with("cp932") { "\r\n" } else { "\n" };
        let mark = if manner == "mark" { "\u{feff}" } else { "" };
        let mut expected = format!("{mark}{header},{PERSON}{end}{row},{SOMEBODY}{end}");
        if manner.ends_with("tsv") {
            expected = expected.replace(',', "\t");
        }
        assert_eq!(text(&response), expected, "{medium}");
        let kind = if manner.ends_with("tsv") { "tab-separated-values" } else { "csv" };
        let charset = if manner.starts_with("cp932") { "Shift_JIS" } else { "UTF-8" };
        let content_type = format!("text/{kind}; charset={charset}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], content_type, "{medium}");
    }
}

#[tokio::test]
async fn doda_has_names_in_parts_and_says_which_service() {
    let bench = Bench::new();
    let fields = json!({
        "姓漢字": "髙橋", "名漢字": "葵", "姓カナ": "タカハシ", "名カナ": "アオイ",
        "電話番号2": "03-0000-0001", "求人名称": "営業",
    });
    let mut agent = fields.clone();
    agent["サービス"] = json!("人材紹介");
    let applicants = [applicant("doda", "X1", fields), applicant("doda", "X2", agent)];
    put(&bench, json!({"applicants": applicants}));
    let expected = "応募ID,応募日時,求人名称,サービス,姓漢字,名漢字,姓カナ,名カナ,メールアドレス,\
                    電話番号1,電話番号2,生年月日,郵便番号,住所\r\n\
                    X1,2026/12/01 09:30,営業,求人情報,髙橋,葵,タカハシ,アオイ,,,03-0000-0001,,,\r\n\
                    X2,2026/12/01 09:30,営業,人材紹介,髙橋,葵,タカハシ,アオイ,,,03-0000-0001,,,\r\n";
    assert_eq!(text(&fetch(&bench, "doda").await), expected);
}

#[tokio::test]
async fn what_cp932_has_no_character_for_is_a_numeric_reference() {
    let bench = Bench::new();
    let row = |medium| applicant(medium, "X1", json!({"氏名": "髙﨑①～𠮷😀"}));
    put(&bench, json!({"applicants": [row("job_medley"), row("ambi")]}));
    let response = fetch(&bench, "job_medley").await;
    assert!(text(&response).contains(",髙﨑①～&#134071;&#128512;,"));
    let bytes = [0xfb, 0xfc, 0xfa, 0xb1, 0x87, 0x40, 0x81, 0x60];
    assert!(response.body().windows(8).any(|part| part == bytes), "this is CP932");
    assert!(text(&fetch(&bench, "ambi").await).contains(",髙﨑①～𠮷😀,"));
}

#[tokio::test]
async fn what_could_be_misread_is_in_quotes() {
    let bench = Bench::new();
    let fields =
        json!({"氏名": "a,b", "氏名かな": "say \"x\"", "住所": "一行\n二行", "電話番号": "c\td"});
    let applicants = ["ambi", "iroots"].map(|medium| applicant(medium, "X1", fields.clone()));
    put(&bench, json!({"applicants": applicants}));
    let csv = "X1,2026/12/01,,,\"a,b\",\"say \"\"x\"\"\",,c\td,,,\"一行\n二行\"\n";
    assert!(text(&fetch(&bench, "ambi").await).ends_with(csv));
    let tsv = "X1\t2026-12-01\t\ta,b\t\"say \"\"x\"\"\"\t\t\"c\td\"\t\t\t\"一行\n二行\"\n";
    assert!(text(&fetch(&bench, "iroots").await).ends_with(tsv));
}

#[tokio::test]
async fn several_tags_are_in_one_cell_each_board_with_its_own_joint() {
    let bench = Bench::new();
    let tags = json!({"タグ": ["新着", "スカウト返信"]});
    let applicants =
        ["job_medley", "kaigo_job"].map(|medium| applicant(medium, "X1", tags.clone()));
    put(&bench, json!({"applicants": applicants}));
    assert!(text(&fetch(&bench, "job_medley").await).contains(",新着、スカウト返信,"));
    assert!(text(&fetch(&bench, "kaigo_job").await).contains(",新着/スカウト返信,"));
}

#[tokio::test]
async fn paiza_writes_behind_the_date() {
    let bench = Bench::new();
    let mut noted = applicant("paiza", "X1", json!({}));
    noted["applied_note"] = json!("スカウト");
    let put_there = applicant("paiza", "X2", json!({"応募日": "2024/12/01 スカウト"}));
    put(&bench, json!({"applicants": [noted, put_there]}));
    let file = text(&fetch(&bench, "paiza").await);
    assert!(file.contains("X1,2026/12/01 スカウト,"));
    assert!(file.contains("X2,2024/12/01 スカウト,"));
}

#[tokio::test]
async fn baitoru_loses_the_first_zero_of_bare_digits() {
    let bench = Bench::new();
    for (given, served) in
        [("09000000001", "9000000001"), ("090-0000-0001", "090-0000-0001"), ("", ""), ("3", "3")]
    {
        let row = |medium| applicant(medium, "X1", json!({"電話番号": given}));
        put(&bench, json!({"applicants": [row("baitoru"), row("ambi")]}));
        let file = text(&fetch(&bench, "baitoru").await);
        assert!(file.ends_with(&format!("X1,2026/12/01 09:30,,,,,{served},,,\r\n")), "{file}");
        assert!(text(&fetch(&bench, "ambi").await).contains(&format!(",{given},")));
    }
}

#[tokio::test]
async fn baitoru_gives_out_the_newest_thousand() {
    let bench = Bench::new();
    let row = |number: u32| {
        let mut row = applicant("baitoru", &format!("X{number}"), json!({}));
        row["applied_at"] = json!(format!("2026-12-01T00:{:02}:{:02}Z", number / 60, number % 60));
        row
    };
    put(&bench, json!({"applicants": (0..1_003).map(row).collect::<Vec<_>>()}));
    let file = text(&fetch(&bench, "baitoru").await);
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines.len(), 1_001);
    assert!(lines[1].starts_with("X1002,"), "the newest comes first");
    assert!(lines[1_000].starts_with("X3,"));
}

#[tokio::test]
async fn doda_campus_exports_page_by_page_up_to_an_empty_one() {
    let bench = Bench::new();
    let rows = (0..200).map(|number| applicant("doda_campus", &format!("X{number}"), json!({})));
    put(&bench, json!({"applicants": rows.collect::<Vec<_>>()}));
    let cookie = log_in(&bench, "doda_campus").await;
    let mut first = Vec::new();
    for page in ["", "&page=1", "&page=2", "&page=3"] {
        let path = format!("/doda_campus/applications.csv?{DAYS}{page}");
        let file = text(&look(&bench, &path, &cookie).await);
        assert!(file.starts_with("\u{feff}応募ID,エントリー日,"), "each page has the header");
        let ids = file.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned());
        first.push((file.lines().count() - 1, ids.last().unwrap_or_default()));
    }
    let last = |id: &str| (100, id.to_owned());
    assert_eq!(first, [last("X99"), last("X99"), last("X199"), (0, String::new())]);
}

#[tokio::test]
async fn the_first_year_of_an_era_has_no_number() {
    let bench = Bench::new();
    for (at, written) in [
        ("2019-05-01T00:00:00+09:00", "令和元年5月1日"),
        ("2019-04-30T23:59:59+09:00", "平成31年4月30日"),
        ("1988-12-31T00:00:00+09:00", "1988年12月31日"),
    ] {
        let mut row = applicant("mynavi_shinsotsu", "X1", json!({}));
        row["applied_at"] = json!(at);
        put(&bench, json!({"applicants": [row]}));
        let cookie = log_in(&bench, "mynavi_shinsotsu").await;
        let path = "/mynavi_shinsotsu/applications.csv?from=1980-01-01&to=2020-01-01";
        let file = text(&look(&bench, path, &cookie).await);
        assert!(file.contains(&format!("X1,{written},")), "{file}");
    }
}
