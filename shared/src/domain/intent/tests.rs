//! Every language's phrases, in every manner of typing.

mod phrases;

use proptest::prelude::*;

use super::*;
use phrases::{BALANCE, HELP, OTHER};

fn asked(intent: Intent, language: Option<Language>) -> Asked {
    Asked { intent, language }
}

/// Every phrase that is understood, with what it means.
fn understood() -> Vec<(&'static str, Asked)> {
    let tables = [(Intent::Balance, BALANCE), (Intent::Help, HELP)];
    let rows = tables.into_iter().flat_map(|(intent, table)| table.map(|row| (intent, row)));
    rows.flat_map(|(intent, (language, phrases))| {
        phrases.iter().map(move |phrase| (*phrase, asked(intent, Some(language))))
    })
    .collect()
}

#[test]
fn phrases_are_understood_in_their_language() {
    for (phrase, expected) in understood() {
        assert_eq!(intent(phrase), Some(expected), "{phrase}");
    }
    for (language, phrases) in BALANCE {
        assert!(phrases.len() >= 12, "{language:?}");
    }
}

#[test]
fn what_is_not_asked_is_not_heard() {
    for (language, phrases) in OTHER {
        assert!(phrases.len() >= 6, "{language:?}");
        for phrase in phrases {
            assert_eq!(intent(phrase), None, "{phrase}");
        }
    }
    for nothing in ["", " ", "!", "<@U123>", "<@U123", "<at>", "/", "/convoke", "@", "…", "🙂"]
    {
        assert_eq!(intent(nothing), None, "{nothing}");
    }
}

#[test]
fn words_of_several_languages_leave_the_language_open() {
    for phrase in ["saldo", "Saldo?", "wallet", "points", "balance", "BALANCE", "crédit"] {
        assert_eq!(intent(phrase), Some(asked(Intent::Balance, None)), "{phrase}");
    }
    for phrase in ["?", "？", " ?? ", "help", "Help!", "<@U123> ?"] {
        assert_eq!(intent(phrase), Some(asked(Intent::Help, None)), "{phrase}");
    }
    for (phrase, language) in [
        ("mi saldo", Language::Spanish),
        ("il mio saldo", Language::Italian),
        ("mein Saldo", Language::German),
        ("saldoni", Language::Finnish),
        ("mes points", Language::French),
        ("my points", Language::English),
    ] {
        assert_eq!(intent(phrase), Some(asked(Intent::Balance, Some(language))), "{phrase}");
    }
}

#[test]
fn one_address_before_the_words_is_dropped() {
    let expected = Some(asked(Intent::Balance, Some(Language::Italian)));
    for before in [
        "<@U123> ",
        "<@U123|Convoke>, ",
        "<at>Convoke Bot</at>&nbsp;",
        "<at id=\"0\">Convoke</at>\n",
        "@Convoke ",
        "＠convoke ",
        "/convoke ",
        "<@U123> /convoke ",
        "convoke ",
        "Convoke: ",
        "  @convoke   convoke, ",
    ] {
        assert_eq!(intent(&format!("{before}quanti punti ho?")), expected, "{before}");
    }
    assert_eq!(intent("/balance"), Some(asked(Intent::Balance, None)));
    assert_eq!(intent("/aiuto"), Some(asked(Intent::Help, Some(Language::Italian))));
    for others in ["<@U1> <@U2> balance", "@bot @anna balance", "/convoke @anna balance"] {
        assert_eq!(intent(others), None, "{others}");
    }
}

/// Whoever types what the help proposes is answered in the language of that help.
#[test]
fn the_help_proposes_what_is_understood() {
    for language in Language::ALL {
        let help = language.answers().help;
        let quotes = ['“', '”', '„', '«', '»', '「', '」'];
        let question = help.split(quotes).find(|part| part.contains(['?', '？'])).unwrap();
        assert_eq!(intent(question), Some(asked(Intent::Balance, Some(language))), "{question}");
    }
    assert_eq!(intent("/points balance"), Some(asked(Intent::Balance, None)));
}

#[test]
fn vocabularies_are_in_the_spelling_that_is_compared() {
    let languages: Vec<_> = VOCABULARIES.iter().map(|it| it.language).collect();
    assert_eq!(languages, Language::ALL);
    for vocabulary in &VOCABULARIES {
        for entry in vocabulary.entries() {
            let stem = entry.strip_suffix('*').unwrap_or(entry);
            assert_eq!(spaced(&fold(stem)), stem, "{:?}", vocabulary.language);
        }
    }
}

#[test]
fn endless_text_is_cut() {
    let long = |filler: &str| format!("balance{}", filler.repeat(1_000_000));
    assert_eq!(intent(&long(" ")), Some(asked(Intent::Balance, None)));
    assert_eq!(intent(&long("x")), None);
    assert_eq!(intent(&"?".repeat(1_000_000)), Some(asked(Intent::Help, None)));
}

/// The same phrase as somebody else types it.
fn typed(phrase: &str, how: usize) -> String {
    match how {
        0 => phrase.to_uppercase(),
        1 => phrase.to_lowercase(),
        2 => phrase.chars().map(plain).collect(),
        3 => phrase.chars().map(full_width).collect(),
        4 => phrase.replace(['.', ',', '!', '¡', '¿'], ""),
        5 => phrase.replace(' ', "  "),
        6 => phrase.replace(' ', "\u{a0}"),
        _ => format!("…*{phrase}*!"),
    }
}

fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'ä' | 'â' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'í' | 'î' => 'i',
        'ó' | 'ö' => 'o',
        'ú' | 'ü' => 'u',
        'ё' => 'е',
        other => other,
    }
}

fn full_width(letter: char) -> char {
    match letter {
        '!'..='~' => char::from_u32(u32::from(letter) + 0xfee0).unwrap(),
        ' ' => '\u{3000}',
        other => other,
    }
}

proptest! {
    #[test]
    fn typing_makes_no_difference(
        (phrase, expected) in prop::sample::select(understood()),
        first in 0..8usize,
        then in 0..8usize,
    ) {
        let variant = typed(&typed(phrase, first), then);
        prop_assert_eq!(intent(&variant), Some(expected), "{}", variant);
    }

    /// A word more that nobody knows, wherever it stands, and nothing is done.
    #[test]
    fn an_unknown_word_is_never_passed_over(
        (phrase, _) in prop::sample::select(understood()),
        at in 0..12usize,
        word in "(anna|marco|100|zoom|田中さん)",
    ) {
        let mut words: Vec<&str> = phrase.split(' ').collect();
        words.insert(at.min(words.len()), &word);
        prop_assert_eq!(intent(&words.join(" ")), None);
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>(), before in "(<@|<at>|/|@|&nbsp;|)") {
        let _ = intent(&format!("{before}{text}"));
    }

    /// Kana with marks that belong to no sound, half-width and decomposed.
    #[test]
    fn no_kana_is_too_strange(text in "[\u{3040}-\u{30ff}\u{ff00}-\u{ffef}\u{300}-\u{310} ?]{0,400}") {
        let _ = intent(&text);
    }
}
