//! What holds of the words for chat in every language.

use std::collections::BTreeSet;

use super::*;

const TITLE: usize = 60;

/// Every message about an event, with the codes that must stand in it.
fn messages(language: Language) -> [(&'static str, EventText, &'static [&'static str]); 6] {
    let EventTexts { wallet_funded, perk_redeemed, low_balance, perk_added, award, other } =
        *language.event_texts();
    [
        (
            "wallet_funded",
            wallet_funded,
            &["data.amount data.unit", "data.balance data.unit", "data.note"],
        ),
        (
            "perk_redeemed",
            perk_redeemed,
            &["data.name", "data.amount data.unit", "data.balance data.unit"],
        ),
        ("low_balance", low_balance, &["data.balance data.unit", "data.threshold data.unit"]),
        ("perk_added", perk_added, &["data.name", "data.description"]),
        ("award", award, &["data.title", "data.recipient", "data.note"]),
        ("other", other, &["data.title", "data.note", "event"]),
    ]
}

/// Every answer, with the placeholders that must stand in it.
fn answers(language: Language) -> [(&'static str, &'static str); 7] {
    let AnswerTexts {
        balance,
        not_available,
        unknown_person,
        no_wallet,
        not_configured,
        help,
        test,
    } = *language.answers();
    [
        (balance, "amount unit"),
        (not_available, ""),
        (unknown_person, ""),
        (no_wallet, ""),
        (not_configured, "tenant_name"),
        (help, "command"),
        (test, "tenant_name"),
    ]
}

/// Titles, bodies and answers.
fn everything_in(language: Language) -> Vec<&'static str> {
    let events = messages(language).into_iter().flat_map(|(_, text, _)| [text.title, text.body]);
    events.chain(answers(language).map(|(text, _)| text)).collect()
}

/// The codes in order, a space between each; panics where a brace has no partner.
fn codes(text: &str) -> String {
    let mut pieces = text.split('{');
    let before = pieces.next().unwrap();
    assert!(!before.contains('}'), "{text}");
    let found = pieces.map(|piece| {
        let (code, rest) = piece.split_once('}').expect(text);
        assert!(!rest.contains('}'), "{text}");
        code
    });
    found.collect::<Vec<_>>().join(" ")
}

/// The text with an x for each code.
fn without_codes(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |out, piece| out + "x" + piece.split_once('}').unwrap().1)
}

#[test]
fn each_line_holds_a_fact_of_its_own() {
    for language in Language::ALL {
        for (name, text, facts) in messages(language) {
            let lines: Vec<String> = text.body.lines().map(codes).collect();
            assert_eq!(lines, facts, "{language:?} {name}");
        }
    }
}

/// A title is never left out, so it may hold only what is always known.
#[test]
fn titles_are_short_lines_with_what_is_always_known() {
    for language in Language::ALL {
        for (name, EventText { title, .. }, _) in messages(language) {
            let expected = if name == "other" { "tenant_name" } else { "" };
            assert_eq!(codes(title), expected, "{language:?} {name}");
            assert!((1..=TITLE).contains(&title.chars().count()), "{language:?} {title}");
            assert!(!title.contains('\n') && title.trim() == title, "{language:?} {title}");
        }
    }
}

#[test]
fn answers_hold_their_placeholders_and_no_number_else() {
    for language in Language::ALL {
        for (text, expected) in answers(language) {
            assert_eq!(codes(text), expected, "{language:?}: {text}");
            assert!(!text.contains(|c: char| c.is_numeric()), "{language:?}: {text}");
        }
        assert!(language.answers().help.contains("{command} balance"), "{language:?}");
    }
}

#[test]
fn no_text_is_empty_or_said_alike_in_two_languages() {
    let mut seen = BTreeSet::new();
    for language in Language::ALL {
        for text in everything_in(language) {
            assert!(!without_codes(text).trim_matches(['x', ' ', '\n']).is_empty(), "{text}");
            assert!(seen.insert(text), "{language:?}: {text}");
        }
    }
}

#[test]
fn spacing_and_marks_are_those_of_the_language() {
    for language in Language::ALL {
        for text in everything_in(language) {
            let text = without_codes(text);
            assert!(!text.contains("  ") && !text.contains("\n\n"), "{language:?}: {text}");
            assert!(!text.contains(['\'', '"', '<', '&']), "{language:?}: {text}");
            let before = std::iter::once('\n').chain(text.chars());
            for (before, mark) in before.zip(text.chars()).filter(|(_, c)| ":;!?,.".contains(*c)) {
                let high = language == Language::French && ":;!?".contains(mark);
                assert_eq!(before == '\u{202f}', high, "{language:?}: {text}");
                assert_ne!(before, ' ', "{language:?}: {text}");
            }
            assert_eq!(
                text.matches('¿').count() > 0,
                language == Language::Spanish && text.contains('?')
            );
        }
    }
    for text in everything_in(Language::Japanese) {
        let text = without_codes(text).replace("x x", "x").replace("x balance", "x");
        assert!(!text.contains([' ', ',', '.', '!', '?', ':', '(', ')']), "{text}");
    }
}
