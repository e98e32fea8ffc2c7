//! What is read of rows, and by which rule each board's scouts are told apart.

use super::super::medium::{all, named};
use super::*;

/// A row of a board: whoever it is, with these fields too.
fn row(fields: &[(&str, &str)]) -> Row {
    let person = [("氏名", "山田 太郎"), ("応募ID", "1"), ("応募日", "2026/12/01")];
    let others = person.into_iter().filter(|(header, _)| !fields.iter().any(|it| it.0 == *header));
    Row::from_pairs(others.chain(fields.iter().copied()).collect::<Vec<_>>())
}

fn applicant(medium: &str, fields: &[(&str, &str)]) -> Applicant {
    match read(named(medium).unwrap(), &row(fields)).unwrap() {
        Reading::Applicant(applicant) => *applicant,
        Reading::OutOfScope => panic!("out of scope"),
    }
}

fn label(medium: &str, field: &str, value: &str) -> String {
    let it = applicant(medium, &[(field, value)]);
    route_label(named(medium).unwrap(), it.classification)
}

fn assert_labels(medium: &str, field: &str, scout: &[&str], normal: &[&str]) {
    let name = &named(medium).unwrap().name;
    for value in scout {
        assert_eq!(label(medium, field, value), format!("{name} (スカウト)"), "{value:?}");
    }
    for value in normal {
        assert_eq!(label(medium, field, value), format!("{name} (通常応募)"), "{value:?}");
    }
}

/// H57: byte for byte.
#[test]
fn labels_are_those_of_the_applicant_system() {
    let ambi = named("ambi").unwrap();
    let scout = "AMBI (\u{30b9}\u{30ab}\u{30a6}\u{30c8})";
    assert_eq!(route_label(ambi, Classification::Scout), scout);
    let normal = "AMBI (\u{901a}\u{5e38}\u{5fdc}\u{52df})";
    assert_eq!(route_label(ambi, Classification::Normal), normal);
    assert_eq!(route_label(ambi, Classification::Undecidable), normal);
}

/// H61: AMBI says 1, and 10 is not 1.
#[test]
fn ambi() {
    let normal = ["10", "01", "11", "", "2", "1.0", "スカウト"];
    assert_labels("ambi", "エントリー経路", &["1", "１", " 1 ", "　１　"], &normal);
}

/// H62: マイナビ転職 says anything at all.
#[test]
fn mynavi_tenshoku() {
    let scout = ["スカウト", "プレミアム", "-", "0"];
    assert_labels("mynavi_tenshoku", "スカウト種別", &scout, &["", "　", " \t", "\u{200b}"]);
}

/// H63: paiza転職 says it beside the day, which is still read.
#[test]
fn paiza() {
    let scout = ["2024/12/01 スカウト", "2024/12/01　ｽｶｳﾄ", "2024/12/01 10:00 (スカウト)"];
    assert_labels("paiza", "応募日", &scout, &["2024/12/01", "2024/12/01 通常"]);
    let it = applicant("paiza", &[("応募日", "2024/12/01 スカウト")]);
    assert_eq!(it.applied_at.unwrap().day(), jiff::civil::date(2024, 12, 1));
    assert_eq!(it.classification, Classification::Scout);
}

/// H64: Forkwell says いいね! or スカウト, the mark in either width.
#[test]
fn forkwell() {
    let scout = ["いいね！", "いいね!", "企業からいいね!されました", "スカウトからの応募"];
    assert_labels("forkwell", "詳細", &scout, &["", "いいね", "通常"]);
}

/// H65: YOUTRUST says of what kind the application is.
#[test]
fn youtrust() {
    let normal = ["application", "", "scout"];
    let of = |kind| {
        let row = Row::from_pairs([("external_id", "1"), ("name", "山田"), ("kind", kind)]);
        classify(&named("youtrust").unwrap().scout, &row)
    };
    assert_eq!(of("scout_first_reply"), Classification::Scout);
    assert!(normal.into_iter().all(|kind| of(kind) == Classification::Normal));
}

/// H66: one of the tags contains it, whether tags have lines of their own or share one.
#[test]
fn tags() {
    for medium in ["job_medley", "kaigo_job", "wantedly"] {
        let scout = ["新着\nスカウト返信", "新着、スカウト返信", "新着/スカウト", "ｽｶｳﾄ"];
        assert_labels(medium, "タグ", &scout, &["", "新着", "スカ\nウト"]);
        let wantedly = named(medium).unwrap();
        let row = Row::from_pairs([("タグ", "新着"), ("タグ", "スカウト返信")]);
        assert_eq!(classify(&wantedly.scout, &row), Classification::Scout);
    }
}

/// H67: エン転職 says it in the kind of application; エンダイレクト is the same board.
#[test]
fn en_tenshoku() {
    let scout = ["スカウト応募", "エンダイレクト（スカウト）"];
    assert_labels("en_tenshoku", "応募区分", &scout, &["", "通常応募", "エンダイレクト"]);
    assert_eq!(label("エンダイレクト", "応募区分", "スカウト応募"), "エン転職 (スカウト)");
}

/// H68: Green says it in the state.
#[test]
fn green() {
    assert_labels(
        "green",
        "ステータス",
        &["スカウト返信あり", "ｽｶｳﾄ"],
        &["", "選考中", "気になる"],
    );
}

/// H69: eight boards don't tell, whatever stands in their rows.
#[test]
fn undecidable() {
    let undecidable: Vec<_> = all()
        .iter()
        .filter(|it| it.scout == ScoutRule::Undecidable)
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(
        undecidable,
        [
            "rikunabi_next",
            "doda",
            "engage",
            "doda_campus",
            "offerbox",
            "iroots",
            "baitoru",
            "mynavi_shinsotsu",
        ]
    );
    for medium in undecidable {
        let it = applicant(medium, &[("応募区分", "スカウト"), ("応募日時", "2026/12/01")]);
        assert_eq!(it.classification, Classification::Undecidable);
        assert_labels(medium, "タグ", &[], &["スカウト"]);
    }
    assert_eq!(serde_json::to_string(&Classification::Undecidable).unwrap(), "\"undecidable\"");
}

/// H08: only what doda's advertisements bring; a row that does not say counts.
#[test]
fn scope() {
    let doda = named("doda").unwrap();
    let of = |service| read(doda, &row(&[("サービス", service)])).unwrap();
    for outside in ["人材紹介", "ダイレクト", "求人情報以外"] {
        assert_eq!(of(outside), Reading::OutOfScope, "{outside}");
    }
    for inside in ["求人情報", "　求人情報 ", "doda求人情報", "ｄｏｄａ求人情報", ""]
    {
        assert!(matches!(of(inside), Reading::Applicant(_)), "{inside}");
    }
    assert!(matches!(read(doda, &row(&[])).unwrap(), Reading::Applicant(_)));
}

#[test]
fn a_row_without_a_name_or_with_no_day_fails() {
    let fault = |fields| read(named("ambi").unwrap(), &row(fields)).unwrap_err();
    assert_eq!(fault(&[("氏名", "　")]), RowFault::new("required", "name"));
    let unreadable = RowFault::new("date_unreadable", "applied_at");
    assert_eq!(fault(&[("応募日", "昨日")]), unreadable);
    assert_eq!(fault(&[("応募日", "2026/02/30")]), unreadable);
    // What is not said is not wrong.
    assert_eq!(applicant("ambi", &[("応募日", "")]).applied_at, None);
    assert_eq!(applicant("ambi", &[("生年月日", "1990年頃")]).birth_date, None);
}

/// An address that can't be written to costs nobody their application.
#[test]
fn invalid_addresses_are_kept() {
    let of = |given| applicant("ambi", &[("メールアドレス", given)]);
    for (given, kept, valid) in [
        ("taro@mail.example", Some("taro@mail.example"), true),
        (" Taro＠mail.example　", Some("Taro@mail.example"), true),
        ("foo.@docomo.example", Some("foo.@docomo.example"), false),
        ("なし", Some("なし"), false),
        ("", None, false),
    ] {
        let it = of(given);
        assert_eq!((it.email.as_deref(), it.email_valid), (kept, valid), "{given}");
    }
}

#[test]
fn values_are_found_under_the_best_of_their_headers() {
    let it = applicant(
        "doda",
        &[
            ("姓漢字", "髙橋"),
            ("名漢字", "一郎"),
            ("住所", ""),
            ("都道府県名", "東京都"),
            ("住所1", "港区1-2"),
        ],
    );
    assert_eq!((it.name.as_str(), it.address.as_deref()), ("髙橋 一郎", Some("東京都港区1-2")));
    // Parts that are empty leave the place to what follows.
    let it =
        applicant("doda", &[("姓漢字", ""), ("名漢字", ""), ("電話番号1", ""), ("電話番号2", "1")]);
    assert_eq!((it.name.as_str(), it.phone.as_deref()), ("山田 太郎", Some("1")));
    let it = applicant(
        "rikunabi_next",
        &[("応募管理番号", "R1"), ("応募ID", "X"), ("E-mail", "a@b.example")],
    );
    assert_eq!((it.external_id.as_deref(), it.email.as_deref()), (Some("R1"), Some("a@b.example")));
}

/// H24, H40: the board's id is the key; without one, the same row has the same.
#[test]
fn applications_are_known_again() {
    let key = |medium: &str, fields: &[(&str, &str)]| {
        ledger_key(named(medium).unwrap(), &applicant(medium, fields))
    };
    assert_eq!(key("ambi", &[("応募ID", " Ａ1 ")]), "A1");
    let whole = |name, mail, phone, day, position| {
        key(
            "engage",
            &[
                ("氏名", name),
                ("メールアドレス", mail),
                ("電話番号", phone),
                ("応募日時", day),
                ("募集名", position),
                ("応募ID", ""),
            ],
        )
    };
    let one = whole("髙橋 一郎", "I@x.example", "090-1234-5678", "2026-12-01 09:30:15", "配送");
    let same = whole("高橋　一郎", "i@x.example", "09012345678", "2026-12-01 09:30", "配送 ");
    assert_eq!(one, same);
    assert!(one.starts_with("row-"));
    for other in [
        whole("髙橋 二郎", "I@x.example", "090-1234-5678", "2026-12-01", "配送"),
        whole("髙橋 一郎", "J@x.example", "090-1234-5678", "2026-12-01", "配送"),
        whole("髙橋 一郎", "I@x.example", "090-1234-5679", "2026-12-01", "配送"),
        whole("髙橋 一郎", "I@x.example", "090-1234-5678", "2026-12-02", "配送"),
        whole("髙橋 一郎", "I@x.example", "090-1234-5678", "2026-12-01", "倉庫"),
    ] {
        assert_ne!(one, other);
    }
}

/// H40: an answer to a scout comes without a position, and is read all the same.
#[test]
fn a_push_without_a_position() {
    let pairs = [
        ("external_id", "y-1"),
        ("kind", "scout_first_reply"),
        ("name", "山田 太郎"),
        ("accepted_at", "2026-12-01T00:30:00Z"),
    ];
    let youtrust = named("youtrust").unwrap();
    let Reading::Applicant(it) = read(youtrust, &Row::from_pairs(pairs)).unwrap() else { panic!() };
    assert_eq!((it.position_name, it.classification), (None, Classification::Scout));
    assert_eq!(it.external_id.as_deref(), Some("y-1"));
}

#[test]
fn an_applicant_is_kept_as_it_is() {
    let it = applicant("ambi", &[("メールアドレス", "a@b.example"), ("生年月日", "H2.5.5")]);
    let kept = serde_json::to_string(&it).unwrap();
    assert_eq!(serde_json::from_str::<Applicant>(&kept).unwrap(), it);
}
