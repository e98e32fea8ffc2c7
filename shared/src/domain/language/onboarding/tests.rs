//! What holds of the words for onboarding in every language.

use std::collections::BTreeSet;

use super::*;
use crate::domain::template::escape_html;

const TITLE: usize = 60;

/// From this length on, languages can't say the same by chance.
const LONG: usize = 20;

/// What is told, each with its name.
fn news(language: Language) -> [(&'static str, EventText); 7] {
    let OnboardingNews {
        feedback_requested,
        feedback_reminder,
        recording_stored,
        transcript_stored,
        step_blocked,
        agenda_missing,
        support_requested,
    } = *language.onboarding_news();
    [
        ("feedback_requested", feedback_requested),
        ("feedback_reminder", feedback_reminder),
        ("recording_stored", recording_stored),
        ("transcript_stored", transcript_stored),
        ("step_blocked", step_blocked),
        ("agenda_missing", agenda_missing),
        ("support_requested", support_requested),
    ]
}

fn mails(language: Language) -> [(&'static str, Text); 3] {
    let OnboardingMails { invitation, changed, cancelled } = *language.onboarding_mails();
    [("invitation", invitation), ("changed", changed), ("cancelled", cancelled)]
}

/// What is complete on one line.
fn lines(language: Language) -> Vec<&'static str> {
    let AgendaWords { goals, expected_results, agenda, questions, materials, one_on_one } =
        *language.agenda_words();
    let FeedbackPage { title, question, send, thanks, gone } = *language.feedback_page();
    let InvitationNotes { recorded, resources, previous: _, contact: _ } =
        *language.invitation_notes();
    let headings = [goals, expected_results, agenda, questions, materials];
    let rest = [recorded, resources, title, question, send, thanks, gone];
    let titles = news(language).map(|(_, text)| text.title);
    let subjects = mails(language).map(|(_, text)| text.subject);
    headings.into_iter().chain(one_on_one).chain(rest).chain(titles).chain(subjects).collect()
}

/// What something follows.
fn lead_ins(language: Language) -> [&'static str; 2] {
    let InvitationNotes { recorded: _, resources: _, previous, contact } =
        *language.invitation_notes();
    [previous, contact]
}

/// All of it, in the same order for every language.
fn everything_in(language: Language) -> Vec<&'static str> {
    let told = news(language).into_iter().map(|(_, text)| text.body);
    let mails = mails(language).into_iter().map(|(_, text)| text.body);
    lines(language).into_iter().chain(lead_ins(language)).chain(told).chain(mails).collect()
}

/// The codes in order, each as often as it is there; panics where a brace has no partner.
fn codes(text: &str) -> Vec<&str> {
    let mut pieces = text.split('{');
    assert!(!pieces.next().unwrap().contains('}'), "{text}");
    let found = pieces.map(|piece| {
        let (code, rest) = piece.split_once('}').expect(text);
        assert!(!rest.contains('}'), "{text}");
        code
    });
    found.collect()
}

fn sorted(text: &str) -> Vec<&str> {
    let mut found = codes(text);
    found.sort_unstable();
    found
}

/// The text with an x for each code.
fn without_codes(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |out, piece| out + "x" + piece.split_once('}').unwrap().1)
}

#[test]
fn every_language_holds_the_codes_of_english() {
    let english = everything_in(Language::English);
    for language in Language::ALL {
        let own = everything_in(language);
        assert_eq!(own.len(), english.len());
        for (own, english) in own.into_iter().zip(&english) {
            assert_eq!(sorted(own), sorted(english), "{language:?}: {own}");
        }
    }
}

/// The sentences and blocks of a mail stand in the same order everywhere.
#[test]
fn mails_are_built_as_in_english() {
    for language in Language::ALL {
        for ((name, own), (_, english)) in mails(language).into_iter().zip(mails(Language::English))
        {
            let built = |text: &'static str| -> Vec<_> { text.lines().map(codes).collect() };
            assert_eq!(built(own.body), built(english.body), "{language:?} {name}");
            assert_eq!(codes(own.subject), codes(english.subject), "{language:?} {name}");
            assert!(own.body.ends_with("}\n"), "{language:?} {name}");
        }
    }
}

/// A line goes when one of its codes has no value; so what follows another line may not need it, and a title
/// holds only what is always known.
#[test]
fn each_line_of_news_is_complete_by_itself() {
    for language in Language::ALL {
        for (name, EventText { title, body }) in news(language) {
            let always = if name == "support_requested" { "data.problem" } else { "data.about" };
            assert_eq!(codes(title), [always], "{language:?} {name}");
            for line in body.lines() {
                let bare = without_codes(line);
                let starts_anew = line.starts_with(|c: char| !c.is_lowercase());
                let whole = bare.ends_with(['.', '?', '!', '。']) || line.ends_with('}');
                assert!(starts_anew && whole, "{language:?} {name}: {line}");
            }
        }
    }
}

/// The part before a link becomes the words of a button.
#[test]
fn links_stand_behind_a_label_at_the_end_of_a_line_of_their_own() {
    for language in Language::ALL {
        let told = news(language).map(|(_, text)| text.body);
        let mails = mails(language).map(|(_, text)| text.body);
        let colon = if language == Language::Japanese { "：" } else { ": " };
        let all = told.into_iter().chain(mails).flat_map(str::lines);
        for line in all.filter(|line| line.contains("url}")) {
            let (label, code) = line.split_once(colon).expect(line);
            assert!(codes(label).is_empty() && !label.is_empty(), "{language:?}: {line}");
            assert!(code.starts_with('{') && code.find('}') == Some(code.len() - 1), "{line}");
        }
    }
}

#[test]
fn lines_are_lines_and_titles_are_short() {
    for language in Language::ALL {
        for line in lines(language) {
            assert!(!line.contains('\n') && line.trim() == line, "{language:?}: {line}");
        }
        for (_, EventText { title, body }) in news(language) {
            assert!(title.chars().count() <= TITLE, "{language:?}: {title}");
            assert_eq!(body.trim(), body, "{language:?}");
            assert!(body.lines().all(|line| line.trim() == line), "{language:?}: {body}");
        }
        for (_, Text { subject: _, body }) in mails(language) {
            assert!(body.lines().all(|line| line.trim() == line), "{language:?}: {body}");
            assert_eq!(body.trim().len() + 1, body.len(), "{language:?}: {body}");
        }
        for lead_in in lead_ins(language) {
            let blank = usize::from(language != Language::Japanese);
            assert_eq!(lead_in.trim().len() + blank, lead_in.len(), "{language:?}: {lead_in}");
            assert!(lead_in.ends_with([' ', '：']) && !lead_in.contains('\n'), "{lead_in}");
        }
        assert!(language.invitation_notes().resources.ends_with([':', '：']), "{language:?}");
    }
}

#[test]
fn no_text_is_empty_and_no_long_one_is_said_alike_in_two_languages() {
    let mut seen = BTreeSet::new();
    for language in Language::ALL {
        let own: BTreeSet<_> = everything_in(language).into_iter().collect();
        for text in own {
            let words = without_codes(text);
            assert!(!words.trim_matches(['x', ' ', '\n']).is_empty(), "{text}");
            let is_long = words.chars().count() >= LONG;
            assert!(!is_long || seen.insert(text), "{language:?}: {text}");
        }
    }
}

/// Nothing of the page is read as HTML.
#[test]
fn the_page_may_stand_in_html_as_it_is() {
    for language in Language::ALL {
        let FeedbackPage { title, question, send, thanks, gone } = *language.feedback_page();
        for text in [title, question, send, thanks, gone] {
            assert_eq!(escape_html(text), text);
        }
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

#[test]
fn quotes_are_those_of_the_language() {
    for language in Language::ALL {
        let [open, close] = match language {
            Language::German => ["„", "“"],
            Language::English => ["“", "”"],
            Language::Finnish => ["”", "”"],
            Language::French => ["«\u{202f}", "\u{202f}»"],
            Language::Spanish | Language::Italian | Language::Russian => ["«", "»"],
            Language::Japanese => ["「", "」"],
        };
        let quoted = format!("{open}{{data.about}}{close}");
        for (name, EventText { title: _, body }) in news(language) {
            let has_name = name != "support_requested";
            assert_eq!(body.contains(&quoted), has_name, "{language:?} {name}");
        }
        for text in everything_in(language) {
            let rest = text.replace(open, "").replace(close, "");
            assert!(!rest.contains(['„', '“', '”', '«', '»', '「', '」']), "{language:?}: {text}");
        }
    }
}

#[test]
fn spanish_and_japanese_have_their_own_marks() {
    for text in everything_in(Language::Spanish) {
        assert_eq!(text.matches('¡').count(), text.matches('!').count(), "{text}");
        assert_eq!(text.matches('¿').count(), text.matches('?').count(), "{text}");
    }
    for text in everything_in(Language::Japanese) {
        let text = without_codes(text);
        assert!(!text.contains([' ', ',', '.', '!', '?', ':', ';', '(', ')']), "{text}");
    }
}
