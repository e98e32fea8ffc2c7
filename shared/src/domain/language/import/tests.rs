//! What holds of the words about imports in every language.

use std::collections::BTreeSet;

use super::*;

/// What may stand in every text.
const ALWAYS: &str = "company company_id account medium";

/// The twelve mails: subject, content, and cause and remedy where there are any, with the codes that
/// must be among them.
fn mails(language: Language) -> [(Vec<&'static str>, &'static str); 12] {
    let it = language.import_mails();
    let news = |news: ImportNews| vec![news.subject, news.content];
    let trouble = |it: ImportTrouble| vec![it.subject, it.content, it.cause, it.remedy];
    let link = [news(it.token_link), vec![it.token_action]].concat();
    [
        (news(it.finished), "new"),
        (link, "url hours"),
        (trouble(it.partial), "failed"),
        (trouble(it.medium_login_failed), "medium"),
        (trouble(it.ats_login_failed), "kept"),
        (trouble(it.format_changed), "field expected"),
        (trouble(it.undecodable), "line"),
        (trouble(it.medium_unreachable), "medium"),
        (trouble(it.ats_unreachable), "kept"),
        (trouble(it.configuration_error), "code"),
        (trouble(it.schedule_paused), "medium"),
        (trouble(it.late), "minutes"),
    ]
}

/// Every single line, with the codes that stand in it.
fn lines(language: Language) -> Vec<(&'static str, &'static str)> {
    let ImportMails { frame, counts, rows, warnings, .. } = *language.import_mails();
    let plain = reasons(rows.reasons).into_iter().chain(fields(language));
    let plain = plain.map(|text| (text, ""));
    let lines = [
        (frame.company, "company"),
        (frame.company_id, "company_id"),
        (frame.account, "account"),
        (frame.content, "content"),
        (frame.cause, "cause"),
        (frame.remedy, "remedy"),
        (frame.start, "time"),
        (frame.started, "time"),
        (frame.finished, "time"),
        (frame.at, "date time zone"),
        (counts.heading, ""),
        (counts.seen, "seen"),
        (counts.new, "new"),
        (counts.known, "known"),
        (counts.unrouted, "unrouted"),
        (counts.duplicates, "duplicates"),
        (counts.skipped, "skipped"),
        (counts.failed, "failed"),
        (counts.delivered, "delivered"),
        (rows.heading, ""),
        (rows.row, "line reason"),
        (rows.more, "more"),
        (warnings.heading, ""),
        (warnings.rule_format, "format rules source"),
        (warnings.native_import_active, "media"),
        (warnings.single_recipient, ""),
    ];
    lines.into_iter().chain(plain).collect()
}

fn reasons(reasons: RowReasons) -> [&'static str; 6] {
    let RowReasons {
        required,
        date_unreadable,
        wrong_number_of_cells,
        unclosed_quote,
        malformed_quote,
        row_too_long,
    } = reasons;
    [
        required,
        date_unreadable,
        wrong_number_of_cells,
        unclosed_quote,
        malformed_quote,
        row_too_long,
    ]
}

/// The names of all fields; panics where one has no words.
fn fields(language: Language) -> [&'static str; 13] {
    [
        "external_id",
        "name",
        "kana",
        "email",
        "phone",
        "position_name",
        "applied_at",
        "birth_date",
        "postal_code",
        "address",
        "ad_id",
        "scout",
        "scope",
    ]
    .map(|name| language.import_mails().fields.of(name).unwrap())
}

/// All of it.
fn everything_in(language: Language) -> Vec<&'static str> {
    let it = language.import_mails();
    let around = [it.frame.greeting, it.frame.closing, it.warnings.cap_reached];
    let told = mails(language).into_iter().flat_map(|(texts, _)| texts);
    around.into_iter().chain(told).chain(lines(language).into_iter().map(|it| it.0)).collect()
}

/// The codes of a text; panics where a brace has no partner.
fn codes(text: &'static str) -> BTreeSet<&'static str> {
    let mut pieces = text.split('{');
    assert!(!pieces.next().unwrap().contains('}'), "{text}");
    let found = pieces.map(|piece| {
        let (code, rest) = piece.split_once('}').expect(text);
        assert!(!rest.contains('}'), "{text}");
        code
    });
    found.collect()
}

/// The text with an x for each code.
fn without_codes(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |out, piece| out + "x" + piece.split_once('}').unwrap().1)
}

/// H55: each mail says what it alone knows, and asks for nothing that it does not know.
#[test]
fn each_mail_holds_its_own_facts_and_no_others() {
    for language in Language::ALL {
        for (texts, own) in mails(language) {
            let found: BTreeSet<_> = texts.iter().flat_map(|text| codes(text)).collect();
            let own: BTreeSet<_> = own.split_whitespace().collect();
            assert!(found.contains("account") && found.is_superset(&own), "{texts:?}");
            let known: BTreeSet<_> = ALWAYS.split_whitespace().chain(own).collect();
            assert!(found.is_subset(&known), "{language:?}: {texts:?}");
        }
        let cap = codes(language.import_mails().warnings.cap_reached);
        assert_eq!(cap, BTreeSet::from(["cap", "medium"]));
    }
}

#[test]
fn each_line_holds_its_own_codes() {
    for language in Language::ALL {
        for (line, expected) in lines(language) {
            let expected: BTreeSet<_> = expected.split_whitespace().collect();
            assert_eq!(codes(line), expected, "{language:?}: {line}");
            assert!(!line.contains('\n') && line.trim() == line, "{language:?}: {line}");
        }
    }
}

#[test]
fn subjects_are_lines_and_no_two_mails_have_the_same() {
    let mut seen = BTreeSet::new();
    for language in Language::ALL {
        for (texts, _) in mails(language) {
            let subject = texts[0];
            assert!(seen.insert(subject), "{subject}");
            assert!(codes(subject).contains("account"), "{subject}");
            assert!(!subject.contains('\n') && subject.chars().count() <= 80, "{subject}");
        }
    }
}

/// H35: no language calls it a time of arrival.
#[test]
fn the_start_time_is_called_one() {
    for (language, word) in [
        (Language::German, "Startzeit"),
        (Language::English, "Start time"),
        (Language::Spanish, "Hora de inicio"),
        (Language::Finnish, "aloitusaika"),
        (Language::French, "Heure de démarrage"),
        (Language::Italian, "Ora di avvio"),
        (Language::Japanese, "連携開始時刻"),
        (Language::Russian, "Время запуска"),
    ] {
        assert!(language.import_mails().frame.start.contains(word), "{language:?}");
    }
}

#[test]
fn spacing_and_marks_are_those_of_the_language() {
    for language in Language::ALL {
        for text in everything_in(language) {
            let text = without_codes(text);
            assert!(!text.contains("  ") && !text.contains("\n\n\n"), "{language:?}: {text}");
            assert!(!text.contains(['\'', '"', '<', '&']), "{language:?}: {text}");
            let before = std::iter::once('\n').chain(text.chars());
            for (before, mark) in before.zip(text.chars()).filter(|(_, c)| ":;!?,.".contains(*c)) {
                let high = language == Language::French && ":;!?".contains(mark);
                assert_eq!(before == '\u{202f}', high, "{language:?}: {text}");
                assert_ne!(before, ' ', "{language:?}: {text}");
            }
        }
    }
}

/// Full-width marks and no spaces, but for the colon after a heading in 【】.
#[test]
fn japanese_is_set_as_japanese() {
    for text in everything_in(Language::Japanese) {
        let text = without_codes(text).replace("】:", "】").replace("Api Token", "ApiToken");
        assert!(!text.contains([' ', ',', '.', '!', '?', ':', ';', '(', ')']), "{text}");
    }
}
