//! The boards' files.

use super::*;

fn ids(of: impl Fn(&Medium) -> bool) -> Vec<&'static str> {
    all().iter().filter(|it| of(it)).map(|it| it.id.as_str()).collect()
}

/// H07: exactly these, in this order, under these names.
#[test]
fn the_boards_are_eighteen() {
    let listed: Vec<_> = all().iter().map(|it| (it.id.as_str(), it.name.as_str())).collect();
    assert_eq!(
        listed,
        [
            ("wantedly", "Wantedly"),
            ("rikunabi_next", "リクナビNEXT"),
            ("doda", "doda"),
            ("mynavi_tenshoku", "マイナビ転職"),
            ("en_tenshoku", "エン転職"),
            ("green", "Green"),
            ("ambi", "AMBI"),
            ("engage", "engage"),
            ("paiza", "paiza転職"),
            ("forkwell", "Forkwell"),
            ("youtrust", "YOUTRUST"),
            ("job_medley", "ジョブメドレー"),
            ("kaigo_job", "カイゴジョブ"),
            ("doda_campus", "dodaキャンパス"),
            ("offerbox", "OfferBox"),
            ("iroots", "iroots"),
            ("baitoru", "バイトル"),
            ("mynavi_shinsotsu", "マイナビ新卒(MIWS)"),
        ]
    );
}

#[test]
fn every_file_can_be_read_and_makes_sense() {
    let common: Headers = serde_yaml_ng::from_str(COMMON).unwrap();
    assert!(common.contains_key(&Field::Name) && common.contains_key(&Field::Email));
    for file in FILES {
        let medium = read(file, &common).unwrap();
        let polls = medium.mode == Mode::Poll;
        assert_eq!(
            (medium.login.is_some(), medium.fetch.is_some()),
            (polls, polls),
            "{}",
            medium.id
        );
        assert!(medium.position.is_some(), "{}", medium.id);
        for field in &medium.required {
            assert!(!medium.candidates(*field).is_empty(), "{}: {field:?}", medium.id);
        }
        let days = match &medium.fetch {
            Some(Fetch::Export(export)) => Some(&export.date),
            Some(Fetch::Pages(pages)) => Some(&pages.date),
            None => None,
        };
        let written = days.map(|form| jiff::civil::date(2026, 12, 1).strftime(form).to_string());
        assert!(written.is_none_or(|day| day == "2026-12-01"));
    }
}

/// H06: YOUTRUST pushes, everybody else is asked.
#[test]
fn one_board_pushes() {
    assert_eq!(ids(|it| it.mode == Mode::Push), ["youtrust"]);
}

/// H09: one board needs an option.
#[test]
fn one_board_needs_an_option() {
    assert_eq!(ids(|it| it.option.is_some()), ["mynavi_shinsotsu"]);
    assert_eq!(named("mynavi_shinsotsu").unwrap().option.as_deref(), Some("mynavi_shinsotsu"));
}

/// H45: the six whose own links have to be stopped.
#[test]
fn six_boards_are_linked_natively() {
    let six = ["wantedly", "rikunabi_next", "doda", "mynavi_tenshoku", "en_tenshoku", "green"];
    assert_eq!(ids(|it| it.native_link), six);
}

/// H07: every spelling is the same board.
#[test]
fn boards_are_named_in_many_ways() {
    for (given, id) in [
        ("OfferBox", "offerbox"),
        ("Offerbox", "offerbox"),
        ("offerbox", "offerbox"),
        ("　ＯＦＦＥＲＢＯＸ ", "offerbox"),
        ("ﾊﾞｲﾄﾙ", "baitoru"),
        ("マイナビ新卒（MIWS）", "mynavi_shinsotsu"),
        ("マイナビ新卒", "mynavi_shinsotsu"),
        ("エンダイレクト", "en_tenshoku"),
        ("paiza", "paiza"),
        ("PAIZA転職", "paiza"),
        ("doda", "doda"),
        ("dodaキャンパス", "doda_campus"),
        ("Ambi", "ambi"),
    ] {
        assert_eq!(named(given).map(|it| it.id.as_str()), Some(id), "{given}");
    }
    for unknown in ["", "indeed", "doda ad", "ビズリーチ"] {
        assert_eq!(named(unknown), None, "{unknown}");
    }
    let mut names: Vec<_> = all()
        .iter()
        .flat_map(|it| {
            [&it.id, &it.name]
                .into_iter()
                .chain(&it.aliases)
                .map(move |name| (folded(name), &it.id))
        })
        .collect();
    names.sort();
    names.dedup();
    assert!(names.windows(2).all(|two| two[0].0 != two[1].0), "no name means two boards");
}

/// H11: the board that the applicant system links by itself is known, and is not one of these.
#[test]
fn bizreach_is_recognised() {
    for given in ["bizreach", "BizReach", "ビズリーチ", " ﾋﾞｽﾞﾘｰﾁ "] {
        assert!(is_bizreach(given) && named(given).is_none(), "{given}");
    }
    assert!(!is_bizreach("green"));
}

/// What is peculiar to a board stands in its file.
#[test]
fn peculiarities() {
    let login = |it: &Medium| it.login.clone();
    let refusing_by_page = ids(|it| login(it).is_some_and(|it| it.refused.is_some()));
    assert_eq!(refusing_by_page, ["rikunabi_next", "green"]);
    let with_token = ids(|it| login(it).is_some_and(|it| it.token.is_some()));
    assert_eq!(with_token, ["offerbox", "mynavi_shinsotsu"]);
    let pages = ids(|it| matches!(it.fetch, Some(Fetch::Pages(_))));
    assert_eq!(pages, ["wantedly", "green", "forkwell"]);
    let export = |it: &Medium, is: fn(&Export) -> bool| matches!(&it.fetch, Some(Fetch::Export(it)) if is(it));
    assert_eq!(
        ids(|it| export(it, |it| it.separator == Separator::Tab)),
        ["mynavi_tenshoku", "iroots"]
    );
    assert_eq!(ids(|it| export(it, |it| it.page.is_some())), ["doda_campus"]);
    assert_eq!(ids(|it| export(it, |it| it.cap == Some(1000))), ["baitoru"]);
    assert_eq!(ids(|it| it.scope.is_some()), ["doda"]);
}
