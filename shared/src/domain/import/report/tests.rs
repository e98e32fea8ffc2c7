//! What holds of every mail in every language, and what some of them say.

use proptest::prelude::*;

use super::*;
use crate::domain::mail::html_of;

const LINK: &str = "https://hub.example/token/t0k3n";

const COUNTS: Counts = Counts {
    seen: 901,
    new: 902,
    known: 903,
    unrouted: 904,
    duplicates: 905,
    skipped: 906,
    failed: 907,
    delivered: 908,
    undelivered: 0,
};

fn report(tells: Tells) -> Report {
    Report {
        company: "Minato Works".to_owned(),
        company_id: "minato-7".to_owned(),
        account_label: "Green_001".to_owned(),
        medium: "Green".to_owned(),
        scheduled_for: Some("2026-12-01T00:00:00Z".parse().unwrap()),
        started_at: Some("2026-12-01T00:00:09Z".parse().unwrap()),
        finished_at: Some("2026-12-01T00:04:00Z".parse().unwrap()),
        time_zone: "Asia/Tokyo".to_owned(),
        tells,
    }
}

fn warnings() -> Vec<Warning> {
    vec![
        Warning::CapReached { cap: 1000 },
        Warning::RuleFormat { source_format: "Grün".to_owned(), rules: 31 },
        Warning::NativeImportActive { media: vec!["doda".to_owned(), "Wantedly".to_owned()] },
        Warning::SingleRecipient,
    ]
}

fn failed(line: u32) -> FailedRow {
    FailedRow { line, field: "applied_at".to_owned(), code: "date_unreadable".to_owned() }
}

/// Where nothing is wrong.
fn news() -> Vec<Tells> {
    vec![
        Tells::Finished { counts: COUNTS, warnings: warnings() },
        Tells::TokenLink { url: LINK.to_owned(), expires_hours: 72 },
    ]
}

/// Where something is.
fn troubles() -> Vec<Tells> {
    vec![
        Tells::Partial { counts: COUNTS, failed_rows: vec![failed(3)], warnings: warnings() },
        Tells::MediumLoginFailed,
        Tells::AtsLoginFailed { kept: 41 },
        Tells::FormatChanged {
            field: "name".to_owned(),
            expected: vec!["氏名".to_owned(), "名前".to_owned()],
        },
        Tells::Undecodable { line: 42 },
        Tells::MediumUnreachable,
        Tells::AtsUnreachable { kept: 43 },
        Tells::ConfigurationError { code: "ats_token_missing".to_owned() },
        Tells::SchedulePaused,
        Tells::Late { minutes: 61 },
    ]
}

/// Each mail in each language.
fn mails() -> impl Iterator<Item = (Language, Tells, Message)> {
    Language::ALL.into_iter().flat_map(|language| {
        news().into_iter().chain(troubles()).map(move |tells| {
            let mail = message(language, &report(tells.clone()));
            (language, tells, mail)
        })
    })
}

/// What stands before a value.
fn label(line: &str) -> &str {
    line.split('{').next().unwrap()
}

/// H30, H55: whatever a mail tells, it says whose account it is about, and reads as a whole.
#[test]
fn every_mail_names_company_and_account() {
    for (language, tells, mail) in mails() {
        let frame = &language.import_mails().frame;
        for (line, value) in [
            (frame.company, "Minato Works"),
            (frame.company_id, "minato-7"),
            (frame.account, "Green_001"),
        ] {
            let line = format!("\n{}{value}\n", label(line));
            assert!(mail.text.contains(&line), "{language:?} {tells:?}: {}", mail.text);
        }
        assert!(mail.subject.contains("Green_001"), "{}", mail.subject);
        assert!(!mail.subject.contains('\n') && mail.subject.chars().count() < 100);
        let whole = format!("{}\n{}", mail.subject, mail.text);
        assert!(!whole.contains(['{', '}', '[', ']']), "{whole}");
        assert!(!whole.contains("\n\n\n") && !whole.contains("  "), "{whole}");
        assert!(mail.text.ends_with(&format!("{}\n", frame.closing)), "{whole}");
        let parts: String = mail.parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(parts, mail.text);
    }
}

/// H55: where something is wrong, the mail says why and what to do, in words that name no code; where
/// nothing is, it asks for no repair.
#[test]
fn troubles_come_with_cause_and_remedy() {
    for language in Language::ALL {
        let frame = &language.import_mails().frame;
        let has = |tells: Tells, line: &str| {
            let mail = message(language, &report(tells));
            let words = mail.text.lines().find_map(|it| it.strip_prefix(label(line)));
            words.is_some_and(|words| words.chars().count() > 15)
        };
        for tells in troubles() {
            for line in [frame.content, frame.cause, frame.remedy] {
                assert!(has(tells.clone(), line), "{language:?} {tells:?} {line}");
            }
        }
        for tells in news() {
            assert!(!has(tells.clone(), frame.cause), "{language:?} {tells:?}");
            assert!(!has(tells.clone(), frame.remedy), "{language:?} {tells:?}");
        }
    }
}

/// H30: a mail about a run gives every count, each on a line of its own.
#[test]
fn every_count_is_given() {
    for (language, tells, mail) in mails() {
        let Some(counts) = tells.counts() else { continue };
        let mut wanted: Vec<u32> = counted_in(counts);
        for line in mail.text.lines() {
            let found = wanted.iter().position(|count| line.contains(&count.to_string()));
            found.map(|at| wanted.remove(at));
        }
        assert_eq!(wanted, [0; 0], "{language:?}: {}", mail.text);
    }
}

fn counted_in(counts: &Counts) -> Vec<u32> {
    let Counts {
        seen,
        new,
        known,
        unrouted,
        duplicates,
        skipped,
        failed,
        delivered,
        undelivered: _,
    } = *counts;
    vec![seen, new, known, unrouted, duplicates, skipped, failed, delivered]
}

/// H30: a run that found nobody new is told as well, and all its numbers are there.
#[test]
fn nobody_new_is_news_too() {
    for language in Language::ALL {
        let counts = Counts::default();
        let mail = message(language, &report(Tells::Finished { counts, warnings: vec![] }));
        assert!(mail.subject.contains('0'), "{}", mail.subject);
        let zeros = mail.text.lines().filter(|line| line.starts_with(['・', '–'])).count();
        assert_eq!(zeros, 8, "{}", mail.text);
        assert!(!mail.text.contains(language.import_mails().warnings.heading));
    }
}

/// H55: the block that Japanese recruiters know.
#[test]
fn the_japanese_block_has_its_layout() {
    let mail = message(Language::Japanese, &report(Tells::MediumLoginFailed));
    let block =
        "\n\n【企業名】:Minato Works\n【企業ID】:minato-7\n【媒体名】:Green_001\n【内容】:媒体への";
    assert!(mail.text.contains(block), "{}", mail.text);
    assert!(mail.text.contains("\n\n【原因】:") && mail.text.contains("\n【対処】:"));
    assert!(mail.subject.starts_with("【要対応】"));
}

/// H35: what is given is the start time, in the account's zone, and no time of arrival; H36: when it
/// began in fact, where that is another.
#[test]
fn times_are_start_times() {
    let mail = message(Language::Japanese, &report(Tells::MediumUnreachable));
    let on_time = "\n\n【連携開始時刻】:2026年12月1日（火）9:00、日本時間（UTC+9）\n【終了時刻】:";
    assert!(mail.text.contains(on_time), "{}", mail.text);
    let mut late = report(Tells::MediumUnreachable);
    late.started_at = Some("2026-12-01T00:12:00Z".parse().unwrap());
    late.finished_at = None;
    let mail = message(Language::English, &late);
    let told = "\n\nStart time: Tuesday 1 December 2026, 09:00, Asia/Tokyo (UTC+9)\n\
        Actual start: Tuesday 1 December 2026, 09:12, Asia/Tokyo (UTC+9)\n\n";
    assert!(mail.text.contains(told), "{}", mail.text);
    late.scheduled_for = None;
    let mail = message(Language::English, &late);
    assert!(mail.text.contains("\n\nStart time: Tuesday 1 December 2026, 09:12,"), "{}", mail.text);
    assert!(!mail.text.contains("Actual start"));
}

#[test]
fn what_has_no_time_gives_none() {
    let mut link = report(Tells::SchedulePaused);
    (link.scheduled_for, link.started_at, link.finished_at) = (None, None, None);
    for language in Language::ALL {
        let mail = message(language, &link);
        let frame = &language.import_mails().frame;
        for line in [frame.start, frame.started, frame.finished] {
            assert!(!mail.text.contains(label(line)), "{}", mail.text);
        }
    }
}

/// H30: of many rows that failed the first are named by line and field, and all are counted.
#[test]
fn of_many_rows_the_first_are_named() {
    let counts = Counts { failed: 57, ..COUNTS };
    let failed_rows: Vec<_> = (1001..1031).map(failed).collect();
    for language in Language::ALL {
        let tells = Tells::Partial { counts, failed_rows: failed_rows.clone(), warnings: vec![] };
        let mail = message(language, &report(tells));
        let words = language.import_mails();
        let named: Vec<_> =
            mail.text.lines().filter(|it| it.contains(words.fields.applied_at)).collect();
        assert_eq!(named.len(), MOST_ROWS, "{}", mail.text);
        assert!(named[0].contains("1001") && named[19].contains("1020"));
        assert!(named.iter().all(|line| line.contains(words.rows.reasons.date_unreadable)));
        assert!(mail.text.contains(&words.rows.more.replace("{more}", "37")), "{}", mail.text);
    }
}

#[test]
fn a_fault_without_words_is_told_by_its_code() {
    let row = |field: &str| FailedRow { line: 7, field: field.to_owned(), code: "new".to_owned() };
    let failed_rows = ["row", "", "position_name", "own"].map(row).to_vec();
    let tells = Tells::Partial { counts: COUNTS, failed_rows, warnings: vec![] };
    let mail = message(Language::English, &report(tells));
    let told =
        "\n– Line 7: new\n– Line 7: new\n– Line 7: new (position name)\n– Line 7: new (own)\n";
    assert!(mail.text.contains(told), "{}", mail.text);
}

/// H31, H42, H48: what should be looked at is said, with its numbers and names.
#[test]
fn warnings_say_what_to_look_at() {
    for language in Language::ALL {
        let mail = message(language, &report(news().remove(0)));
        let (_, after) = mail.text.split_once(language.import_mails().warnings.heading).unwrap();
        let lines: Vec<_> = after.trim().lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), warnings().len(), "{}", mail.text);
        for (line, facts) in lines.iter().zip([
            &["1000", "Green"][..],
            &["Grün", "31", "HRMOS応募情報フォーマット"],
            &["doda", "Wantedly"],
        ]) {
            assert!(facts.iter().all(|fact| line.contains(fact)), "{language:?}: {line}");
        }
    }
}

/// What each trouble alone knows stands in its mail.
#[test]
fn troubles_give_their_numbers_and_names() {
    for language in Language::ALL {
        for (tells, facts) in troubles().into_iter().skip(2).zip([
            &["41"][..],
            &["氏名", "名前", language.import_mails().fields.name],
            &["42"],
            &["Green"],
            &["43"],
            &["ats_token_missing"],
            &["Green"],
            &["61"],
        ]) {
            let mail = message(language, &report(tells));
            for fact in facts {
                assert!(mail.text.contains(fact), "{language:?}: {}", mail.text);
            }
        }
    }
}

/// H39: the link is the one thing to press, stands in the text once and in no subject; no other mail
/// has a link.
#[test]
fn the_token_comes_by_a_link_alone() {
    for (language, tells, mail) in mails() {
        let html = html_of(&mail, language.tag());
        let buttons: Vec<_> = html.split("background-color:").skip(1).collect();
        if tells.link().is_some() {
            assert_eq!(mail.text.matches(LINK).count(), 1);
            assert!(!mail.subject.contains(LINK));
            assert!(mail.text.contains("72"), "{}", mail.text);
            assert_eq!(buttons.len(), 1, "{html}");
            assert!(buttons[0].contains(&format!("href=\"{LINK}\"")), "{html}");
        } else {
            assert!(buttons.is_empty() && !html.contains("href="), "{html}");
        }
    }
}

#[test]
fn a_missing_column_without_names_is_told_by_what_it_holds() {
    let tells = Tells::FormatChanged { field: "external_id".to_owned(), expected: vec![] };
    let mail = message(Language::Japanese, &report(tells));
    assert!(mail.text.contains("：応募ID（項目：応募ID）"), "{}", mail.text);
}

/// As it stands in messages between functions.
#[test]
fn reports_are_read_as_they_were_written() {
    for tells in news().into_iter().chain(troubles()) {
        let report = report(tells);
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report, "{text}");
    }
    let paused = serde_json::to_value(Tells::SchedulePaused).unwrap();
    assert_eq!(paused, serde_json::json!({ "tells": "schedule_paused" }));
}

proptest! {
    /// What others call things is no template and begins no line: the text has as many lines whatever
    /// stands in a name, and the subject stays one.
    #[test]
    fn names_are_no_templates(name in "\\PC{0,8}[{]?(url|company|cause|x)[}]?[\n\r\u{2028}]?\\PC{0,4}") {
        for language in [Language::Japanese, Language::French] {
            for tells in troubles() {
                let mut odd = report(tells);
                let plain = message(language, &odd).text.lines().count();
                odd.company.clone_from(&name);
                odd.account_label.clone_from(&name);
                odd.medium.clone_from(&name);
                let mail = message(language, &odd);
                prop_assert_eq!(mail.text.lines().count(), plain);
                prop_assert!(mail.text.contains(&one_line(&name)));
                let is_broken = mail.subject.contains(['\n', '\r', '\u{2028}']);
                prop_assert!(!is_broken);
            }
        }
    }
}
