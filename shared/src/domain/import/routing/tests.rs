//! Which rule holds, and what a route is called.

use std::collections::BTreeMap;

use super::super::applicant::{Reading, read};
use super::super::table::Row;
use super::*;

fn applicant(pairs: &[(&str, &str)]) -> Applicant {
    let doda = medium::named("doda").unwrap();
    let person = [("氏名", "山田 太郎"), ("応募日時", "2026/12/01 09:30")];
    match read(doda, &Row::from_pairs(person.iter().chain(pairs).copied())).unwrap() {
        Reading::Applicant(applicant) => *applicant,
        Reading::OutOfScope => panic!("out of scope"),
    }
}

fn rule(position: &str, job: &str, priority: i32) -> RoutingRule {
    RoutingRule {
        source_format: SOURCE_FORMAT.to_owned(),
        position_name: position.to_owned(),
        conditions: Vec::new(),
        job: job.to_owned(),
        priority,
    }
}

fn with(mut rule: RoutingRule, conditions: &[(&str, &str)]) -> RoutingRule {
    let condition = |(field, contains): &(&str, &str)| Condition {
        field: (*field).to_owned(),
        contains: (*contains).to_owned(),
    };
    rule.conditions = conditions.iter().map(condition).collect();
    rule
}

fn routed(rules: &[(&str, RoutingRule)], it: &Applicant) -> Option<String> {
    let rules: BTreeMap<_, _> = rules.iter().cloned().collect();
    route(rules.iter().map(|(id, rule)| (*id, rule)), it).map(|(id, _)| id.to_owned())
}

/// H46: the first match by priority, then by id; else nowhere.
#[test]
fn the_lowest_number_comes_first() {
    let it = applicant(&[("求人名称", "施工管理")]);
    let rules = [
        ("c", rule("施工管理", "J1", 2)),
        ("b", rule("施工管理", "J2", 1)),
        ("a", rule("施工管理", "J3", 2)),
        ("z", rule("営業", "J4", -1)),
    ];
    assert_eq!(routed(&rules, &it).as_deref(), Some("b"));
    assert_eq!(routed(&[rules[0].clone(), rules[2].clone()], &it).as_deref(), Some("a"));
    assert_eq!(routed(&[rules[3].clone()], &it), None);
    assert_eq!(routed(&[], &it), None);
}

/// H49: the board's own column, compared whole, whatever the width.
#[test]
fn positions_are_compared_whole_and_without_width() {
    let it = applicant(&[("求人名称", "　施工管理（東京）ABC ")]);
    for (position, fits) in [
        ("施工管理（東京）ABC", true),
        ("施工管理(東京)ＡＢＣ　", true),
        ("施工管理", false),
        ("施工管理(東京)ABC2", false),
        ("", false),
    ] {
        assert_eq!(routed(&[("r", rule(position, "J", 0))], &it).is_some(), fits, "{position}");
    }
}

/// H40: applications without a position have a rule of their own or none.
#[test]
fn an_empty_position_means_none() {
    let nameless = applicant(&[]);
    assert_eq!(routed(&[("r", rule("", "J", 0))], &nameless).as_deref(), Some("r"));
    assert_eq!(routed(&[("r", rule("施工管理", "J", 0))], &nameless), None);
}

#[test]
fn all_conditions_must_hold() {
    let it =
        applicant(&[("求人名称", "施工管理"), ("勤務地", "東京都港区"), ("雇用形態", "正社員")]);
    let fits = |conditions: &[(&str, &str)]| {
        routed(&[("r", with(rule("施工管理", "J", 0), conditions))], &it).is_some()
    };
    assert!(fits(&[("勤務地", "東京都")]));
    assert!(fits(&[("　勤務地", "東京都"), ("雇用形態", "正社員")]));
    assert!(!fits(&[("勤務地", "東京都"), ("雇用形態", "派遣")]));
    assert!(!fits(&[("資格", "")]), "a field that is not there holds nothing");
}

/// H48: a rule for the board's own name does not match; it is named, and moved on request.
#[test]
fn rules_of_the_board_match_after_they_are_migrated() {
    let it = applicant(&[("求人名称", "施工管理")]);
    let old = RoutingRule { source_format: "doda".to_owned(), ..rule("施工管理", "J", 0) };
    assert_eq!(routed(&[("old", old.clone())], &it), None);
    let other = RoutingRule { source_format: "doda".to_owned(), ..rule("営業", "J", 0) };
    let rules = [("a", &other), ("b", &old)];
    let hinted: Vec<_> = hint(rules.into_iter(), &it).map(|(id, _)| id).collect();
    assert_eq!(hinted, ["b"]);
    let new = old.migrated().unwrap();
    assert_eq!(new, rule("施工管理", "J", 0));
    assert_eq!(routed(&[("new", new.clone())], &it).as_deref(), Some("new"));
    assert_eq!(new.migrated(), None, "there is nothing left to move");
    assert_eq!(hint([("new", &new)].into_iter(), &it).count(), 0);
}

#[test]
fn rules_are_read_strictly() {
    let text = "{\"source_format\":\"HRMOS応募情報フォーマット\",\"position_name\":\"営業\",\"job\":\"J\",\"priority\":3}";
    let read: RoutingRule = serde_json::from_str(text).unwrap();
    assert_eq!(read, rule("営業", "J", 3));
    assert!(serde_json::from_str::<RoutingRule>(&text.replace("priority", "prio")).is_err());
}

/// H58, H71, H72: an alias replaces a label once, and both are counted together.
#[test]
fn aliases() {
    let alias = |from: &str, to: &str, group: Option<&str>| Alias {
        from: from.to_owned(),
        to: to.to_owned(),
        group: group.map(str::to_owned),
    };
    let aliases = [
        alias("AMBI (スカウト)", "AMBIスカウト", None),
        alias("AMBIスカウト", "x", None),
        alias("Green (通常応募)", "Green応募", Some("Green")),
    ];
    assert_eq!(aliased("AMBI (スカウト)", &aliases), "AMBIスカウト");
    assert_eq!(aliased("AMBI（スカウト）", &aliases[..1]), "AMBI（スカウト）", "one has a blank");
    assert_eq!(aliased("AMBI (通常応募)", &aliases), "AMBI (通常応募)");
    for (label, group) in [
        ("AMBI (スカウト)", "AMBIスカウト"),
        ("AMBIスカウト", "AMBIスカウト"),
        ("Green (通常応募)", "Green"),
        ("Green応募", "Green"),
        ("doda (通常応募)", "doda (通常応募)"),
    ] {
        assert_eq!(grouped(label, &aliases), group);
    }
}
