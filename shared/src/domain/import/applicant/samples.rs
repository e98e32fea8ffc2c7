//! One file of each board, in its own form and encoding, as its people are read.

use super::super::decode::decode;
use super::super::medium::{Fetch, all, named};
use super::super::table::Table;
use super::*;

/// A board's file: which, and what it holds.
macro_rules! sample {
    ($file:literal) => {
        ($file, include_bytes!(concat!("../../../../media/samples/", $file)).as_slice())
    };
}

const SAMPLES: [(&str, &[u8]); 18] = [
    sample!("wantedly.html"),
    sample!("rikunabi_next.csv"),
    sample!("doda.csv"),
    sample!("mynavi_tenshoku.csv"),
    sample!("en_tenshoku.csv"),
    sample!("green.html"),
    sample!("ambi.csv"),
    sample!("engage.csv"),
    sample!("paiza.csv"),
    sample!("forkwell.html"),
    sample!("youtrust.json"),
    sample!("job_medley.csv"),
    sample!("kaigo_job.csv"),
    sample!("doda_campus.csv"),
    sample!("offerbox.csv"),
    sample!("iroots.csv"),
    sample!("baitoru.csv"),
    sample!("mynavi_shinsotsu.csv"),
];

/// Who is in each board's file: id, name, position, moment in Japan, classification.
const PEOPLE: [(&str, &str, &str, &str, &str, Classification); 33] = {
    use Classification::{Normal, Scout, Undecidable};
    [
        ("wantedly", "W-1", "髙橋 一郎", "バックエンド <Rust>", "2026-12-01T09:30:00", Scout),
        ("wantedly", "W-2", "佐藤　花子", "広報", "2026-12-01T10:05:00", Normal),
        ("rikunabi_next", "RN0001", "髙橋 一郎", "営業職（東京）", "2026-12-01", Undecidable),
        ("rikunabi_next", "RN0002", "渡邉 﨑", "①経理～総務", "2026-12-02", Undecidable),
        ("doda", "D-100", "髙橋 一郎", "施工管理", "2026-12-01T09:30:00", Undecidable),
        ("mynavi_tenshoku", "M1", "髙橋 一郎", "店長候補", "2026-12-01", Scout),
        ("mynavi_tenshoku", "M2", "佐藤　花子", "店長候補", "2026-12-01", Normal),
        ("en_tenshoku", "E-1", "髙橋 一郎", "事務", "2026-12-01T09:30:00", Scout),
        ("en_tenshoku", "E-2", "佐藤　花子", "事務", "2026-12-01T18:00:00", Normal),
        ("green", "5001", "髙橋 一郎", "SRE", "2026-12-01", Scout),
        ("green", "5002", "渡邉 﨑", "SRE", "2026-12-02", Normal),
        ("ambi", "A1", "髙橋 一郎", "経営企画", "2026-12-01", Scout),
        ("ambi", "A2", "佐藤　花子", "経営企画", "2026-12-01", Scout),
        ("ambi", "A3", "渡邉 﨑", "経営企画", "2026-12-02", Normal),
        ("engage", "", "髙橋 一郎", "配送スタッフ", "2026-12-01T09:30:15", Undecidable),
        ("engage", "", "佐藤　花子", "配送スタッフ", "2026-12-01T09:31:00", Undecidable),
        ("paiza", "70001", "髙橋 一郎", "Goエンジニア", "2026-12-01", Scout),
        ("paiza", "70002", "佐藤　花子", "Goエンジニア", "2026-12-02", Normal),
        ("forkwell", "F1", "髙橋 一郎", "フロントエンド", "2026-12-01", Scout),
        ("forkwell", "F2", "佐藤　花子", "フロントエンド", "2026-12-01", Normal),
        ("youtrust", "Y-1", "髙橋 一郎", "", "2026-12-01T09:30:00", Scout),
        ("youtrust", "Y-2", "佐藤　花子", "デザイナー", "2026-12-01T10:00:00", Normal),
        ("job_medley", "J1", "髙橋 一郎", "看護師", "2026-12-01", Scout),
        ("job_medley", "J2", "佐藤　花子", "看護師", "2026-12-01", Normal),
        ("kaigo_job", "K1", "髙橋 一郎", "介護福祉士", "2026-12-01", Scout),
        ("kaigo_job", "K2", "佐藤　花子", "介護福祉士", "2026-12-01", Normal),
        ("doda_campus", "C1", "髙橋 一郎", "総合職", "2026-12-01", Undecidable),
        ("offerbox", "O1", "髙橋 一郎", "研究開発", "2026-12-01T09:30:00", Undecidable),
        ("offerbox", "O2", "佐藤　花子", "研究開発", "2026-12-01T23:59:59", Undecidable),
        ("iroots", "I1", "髙橋 一郎", "企画", "2026-12-01", Undecidable),
        ("baitoru", "B1", "髙橋 一郎", "ホール・キッチン", "2026-12-01T09:30:00", Undecidable),
        ("mynavi_shinsotsu", "S1", "髙橋 一郎", "オープンコース", "2026-12-01", Undecidable),
        ("mynavi_shinsotsu", "S2", "渡邉 﨑", "オープンコース", "2026-12-02", Undecidable),
    ]
};

/// Every row of a sample.
fn rows(medium: &Medium) -> Vec<Row> {
    let of = |file: &str| file.split('.').next() == Some(medium.id.as_str());
    let (_, bytes) = SAMPLES.iter().find(|(file, _)| of(file)).unwrap();
    let text = decode(bytes).unwrap();
    match &medium.fetch {
        Some(Fetch::Export(_)) => {
            Table::new(medium, &text).unwrap().map(|(_, row)| row.unwrap()).collect()
        }
        Some(Fetch::Pages(_)) => {
            elements(&text, "<li class=\"applicant\">", "</li>").map(page_row).collect()
        }
        None => {
            let messages: Vec<BTreeMap<String, String>> = serde_json::from_str(&text).unwrap();
            messages.into_iter().map(Row::from_pairs).collect()
        }
    }
}

/// What stands between these, each time.
fn elements<'a>(page: &'a str, opens: &'a str, closes: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(opens).skip(1).map(move |rest| rest.split(closes).next().unwrap())
}

fn page_row(element: &str) -> Row {
    let unescaped =
        |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let headers = elements(element, "<dt>", "</dt>");
    let pairs = headers.zip(elements(element, "<dd>", "</dd>").map(unescaped));
    Row::from_pairs(pairs)
}

fn people(medium: &Medium) -> Vec<Applicant> {
    let applicant = |row| match read(medium, &row).unwrap() {
        Reading::Applicant(applicant) => Some(*applicant),
        Reading::OutOfScope => None,
    };
    rows(medium).into_iter().filter_map(applicant).collect()
}

/// H07, H49: each board's file is read with its own columns, in its own encoding.
#[test]
fn every_boards_people_are_read() {
    for medium in all() {
        let read: Vec<_> = people(medium).into_iter().map(told).collect();
        let own = PEOPLE.iter().filter(|(board, ..)| *board == medium.id);
        let expected = own.map(|(_, id, name, position, at, classification)| {
            ([id, name, position, at].map(|text| (*text).to_owned()), *classification)
        });
        assert_eq!(read, expected.collect::<Vec<_>>(), "{}", medium.id);
    }
}

fn told(it: Applicant) -> ([String; 4], Classification) {
    let applied = it.applied_at.unwrap();
    let local = super::super::date::JAPAN.to_datetime(applied.at);
    let at = if applied.date_only { local.date().to_string() } else { local.to_string() };
    let texts =
        [it.external_id.unwrap_or_default(), it.name, it.position_name.unwrap_or_default(), at];
    (texts, it.classification)
}

/// H08: what doda's other services bring is no application.
#[test]
fn rows_of_another_service_are_out_of_scope() {
    let doda = named("doda").unwrap();
    let read: Vec<_> = rows(doda).iter().map(|row| read(doda, row).unwrap()).collect();
    assert!(
        matches!(&read[0], Reading::Applicant(it) if it.kana.as_deref() == Some("タカハシ イチロウ"))
    );
    assert_eq!(read[1], Reading::OutOfScope);
    assert_eq!(read.len(), 2);
}

#[test]
fn everything_else_of_a_person_is_read_too() {
    let [first, second] = people(named("en_tenshoku").unwrap()).try_into().unwrap();
    assert_eq!(first.email.as_deref(), Some("ichiro.takahashi@mail.example"));
    assert!(first.email_valid);
    assert_eq!(first.birth_date, Some(jiff::civil::date(1990, 5, 5)));
    assert_eq!(first.postal_code.as_deref(), Some("150-0001"));
    assert_eq!(first.address.as_deref(), Some("東京都渋谷区神宮前1-2-3"));
    assert_eq!(second.phone.as_deref(), Some("080-2345-6789"), "width is folded");
    assert_eq!(second.birth_date, Some(jiff::civil::date(1995, 3, 9)));
    assert_eq!(second.address.as_deref(), Some("大阪府大阪市北区梅田4-5, 北館 \"6階\""));
    assert_eq!(second.raw["応募区分"], "通常応募");
    assert_eq!(second.raw.len(), 11);
    // doda gives the second number where there is no first.
    assert_eq!(people(named("doda").unwrap())[0].phone.as_deref(), Some("090-1234-5678"));
}
