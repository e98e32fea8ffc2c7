//! The invitation as it is read, and what becomes of a company's own.
//!
//! `snapshots/<language>-<how many providers>.snap` holds subject and text. After a change,
//! `INSTA_UPDATE=always cargo test -p convoke --lib invitation` writes them anew; read the difference
//! before it is committed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::mail::html_of;

const LINK: &str = "https://hub.example/connect/t0k3n";
/// Every provider for which somebody could be invited, and two more names that must stay away.
const NAMES: [&str; 6] =
    ["Zoom", "GoToMeeting", "Microsoft Teams", "Jitsi", "Google Meet", "Cronofy"];

/// Whoever reads this language, invited to these.
fn invite(language: Language, names: &[&str]) -> Message {
    with_invited(language, names, |to| message(language, to))
}

fn with_invited<T>(language: Language, names: &[&str], then: impl FnOnce(&Invited<'_>) -> T) -> T {
    let sample = language.sample();
    let ends = "2026-11-23T09:00:00Z".parse().unwrap();
    then(&Invited {
        person_name: sample.host,
        tenant_name: sample.company,
        providers: names,
        connect_url: LINK,
        until: &until(language, ends, &[sample.time_zone]),
    })
}

/// What is kept under this name. Characters that nobody sees are spelt out, or no review would see them.
fn keep(name: &str, text: &str) {
    let text = text.replace('\u{202f}', "<U+202F>").replace('\u{a0}', "<U+00A0>");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// P23: the mail in every language, to one provider and to two, as it was reviewed.
#[test]
fn every_invitation_reads_as_it_was_reviewed() {
    for language in Language::ALL {
        for (how_many, names) in [("one", &["Zoom"][..]), ("two", &["Zoom", "GoToMeeting"])] {
            let mail = invite(language, names);
            let shown = format!("{}\n\n{}", mail.subject, mail.text);
            keep(&format!("{}-{how_many}", language.tag()), &shown);
        }
    }
}

/// P23, P24: whichever providers were chosen, the mail names them and no others, and no bracket or
/// brace is left in it.
#[test]
fn the_chosen_providers_are_named_and_no_others() {
    for language in Language::ALL {
        for choice in 1..1_usize << NAMES.len() {
            let is_chosen = |at: usize| choice & (1 << at) != 0;
            let chosen: Vec<&str> =
                (0..NAMES.len()).filter(|at| is_chosen(*at)).map(|at| NAMES[at]).collect();
            let mail = invite(language, &chosen);
            let whole = format!("{}\n{}", mail.subject, mail.text);
            assert!(!whole.contains(['[', ']', '［', '］', '{', '}']), "{whole}");
            for (at, name) in NAMES.into_iter().enumerate() {
                assert_eq!(mail.text.contains(name), is_chosen(at), "{language:?} {name}: {whole}");
            }
        }
    }
}

/// P23, P26, P27: open the link, look, choose, press, sign in, done: a numbered paragraph each, in
/// this order, the link in the first and the choice in the third.
#[test]
fn the_six_steps_stand_in_their_order() {
    for language in Language::ALL {
        let (mail, words) = (invite(language, &["Zoom"]), language.connect_invitation());
        let paragraphs: Vec<&str> = mail.text.split("\n\n").collect();
        let begins = format!("1{}", words.after_number);
        let first = paragraphs.iter().position(|text| text.starts_with(&begins)).unwrap();
        let steps = &paragraphs[first..first + words.steps.len()];
        for (at, (shown, step)) in steps.iter().zip(words.steps).enumerate() {
            let words =
                format!("{}{}{}", at + 1, words.after_number, step.split('{').next().unwrap());
            assert!(shown.starts_with(&words), "{shown}");
            assert_eq!(shown.contains(LINK), at == 0, "{shown}");
            assert_eq!(shown.contains("Zoom"), at == 2, "{shown}");
        }
        assert!(
            paragraphs[first - 1].contains("Zoom"),
            "what is asked for stands before the steps"
        );
        assert!(paragraphs.last().unwrap().ends_with(&format!("{}\n", language.sample().company)));
    }
}

/// P27: the link is the one button of the mail, and stands in the text once.
#[test]
fn the_link_is_the_one_thing_to_press() {
    for language in Language::ALL {
        let mail = invite(language, &["Zoom"]);
        assert_eq!(mail.text.matches(LINK).count(), 1);
        assert!(!mail.subject.contains(LINK) && mail.subject.chars().count() < 100);
        let html = html_of(&mail, language.tag());
        let buttons: Vec<&str> = html.split("background-color:").skip(1).collect();
        assert_eq!(buttons.len(), 1, "{html}");
        assert!(buttons[0].contains(&format!("href=\"{LINK}\"")), "{html}");
    }
}

#[test]
fn several_names_are_listed_as_the_language_lists_them() {
    for (language, two, three) in [
        (Language::English, "Zoom and Jitsi", "Zoom, Jitsi and X"),
        (Language::German, "Zoom und Jitsi", "Zoom, Jitsi und X"),
        (Language::Finnish, "Zoom ja Jitsi", "Zoom, Jitsi ja X"),
        (Language::Japanese, "ZoomとJitsi", "Zoom、Jitsi、X"),
    ] {
        assert_eq!(providers(language, &["Zoom", "Jitsi"]), two);
        assert_eq!(providers(language, &["Zoom", "Jitsi", "X"]), three);
    }
    for language in Language::ALL {
        assert_eq!(providers(language, &["Zoom"]), "Zoom");
        assert_eq!(providers(language, &[]), "");
        let four = providers(language, &["a", "b", "c", "d"]);
        assert_eq!(four.matches(language.connect_invitation().joining.inner).count(), {
            if language == Language::Japanese { 3 } else { 2 }
        });
    }
}

#[test]
fn the_end_of_the_link_is_told_for_the_readers_zone() {
    let ends = "2026-11-23T09:00:00Z".parse().unwrap();
    for (language, zone, expected) in [
        (
            Language::English,
            "Asia/Kolkata",
            "Monday 23 November 2026, 14:30, Asia/Kolkata (UTC+5:30)",
        ),
        (
            Language::Finnish,
            "Europe/Helsinki",
            "maanantai 23.11.2026 klo\u{a0}11.00, Suomen aikaa (UTC+2)",
        ),
        (Language::Japanese, "Asia/Tokyo", "2026年11月23日（月）18:00、日本時間（UTC+9）"),
    ] {
        assert_eq!(until(language, ends, &["", zone]), expected);
    }
}

/// What is read leniently because it is ours has no fault to be lenient about, and each language uses
/// the same codes at the same places.
#[test]
fn our_own_texts_are_sound_templates() {
    let codes = |text: &str| -> BTreeSet<&str> { read(text).unwrap().codes().collect() };
    let shape = |language: Language| {
        let words = language.connect_invitation();
        let around = [words.subject, words.greeting, words.intro, words.closing].map(codes);
        (around, words.steps.map(codes))
    };
    for language in Language::ALL {
        assert_eq!(shape(language), shape(Language::English), "{language:?}");
    }
    let used: BTreeSet<&str> = CODES.iter().map(|code| code.name).collect();
    let (around, steps) = shape(Language::English);
    let mut found: BTreeSet<&str> = around.into_iter().chain(steps).flatten().collect();
    found.insert("steps");
    assert_eq!(found, used, "no code without a use");
    for code in CODES {
        assert!(!code.description.is_empty() && !code.example.is_empty(), "{}", code.name);
        let is_everybodys = code.name == "tenant_name";
        let in_messages = Template::parse(&format!("{{{}}}", code.name));
        assert_eq!(
            in_messages.is_ok(),
            is_everybodys,
            "a message about a meeting has no invitation"
        );
    }
}

/// P24: notes to the writer are found, whatever they say and in whichever script; links are none.
#[test]
fn notes_to_the_writer_are_found() {
    for (text, found) in [
        (
            "Use Zoom [elimina le integrazioni non necessarie].",
            "[elimina le integrazioni non necessarie]",
        ),
        ("[a] [b]", "[a]"),
        ("(see [name of\nthe company])", "[name of\nthe company]"),
        ("[the page](https://x.example) [then this]", "[then this]"),
        ("[this](or that)", "[this]"),
        ("[keep [only one] of them]", "[only one]"),
        ("不要なもの［削除してください］", "［削除してください］"),
        ("] [x]", "[x]"),
    ] {
        assert_eq!(unresolved_placeholder(text), Some(found), "{text}");
    }
    for none in [
        "",
        "no brackets",
        "[",
        "] [",
        "[] [ ] [1] [–]",
        "[the page]({connect_url}), [write](mailto:x@y.example), [go](http://y.example)",
        "【お願い】 (so) {until}",
    ] {
        assert_eq!(unresolved_placeholder(none), None, "{none}");
    }
}

fn faults(subject: &str, body: &str) -> Vec<(String, String)> {
    let mut errors = FieldErrors::default();
    check(&mut errors, subject, body);
    errors.0.into_iter().map(|error| (error.field, error.code)).collect()
}

/// P24: a company's template with a note left in it is refused, when it is saved and when it is sent.
#[test]
fn a_template_with_a_note_left_in_it_is_refused() {
    let left = "{steps}\n\n[elimina le integrazioni non necessarie]";
    let refused = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(faults("Zoom", left), refused("body", "unresolved_placeholder"));
    assert_eq!(faults(left.trim_start_matches("{steps}"), "x").len(), 1);
    for (subject, body) in [("Zoom", left), ("[name]", "{steps}")] {
        let sent = with_invited(Language::Italian, &["Zoom"], |to| {
            render_own(Language::Italian, subject, body, to)
        });
        let error = sent.unwrap_err();
        assert_eq!(error.faults[0].code(), "unresolved_placeholder");
        assert!(error.to_string().contains('['), "it says which: {error}");
    }
}

#[test]
fn everything_wrong_with_a_template_is_told_by_field() {
    let told = faults("{steps} {connect_url}", "[x] {person} {conect_url} {service_name} {");
    let codes = |field: &str| -> Vec<&str> {
        told.iter().filter(|(at, _)| at == field).map(|(_, code)| code.as_str()).collect()
    };
    assert_eq!(codes("subject"), ["shortcode_not_allowed_here"; 2]);
    let [first, unknown @ .., last] = &codes("body")[..] else { panic!("{told:?}") };
    assert_eq!((*first, *last), ("unresolved_placeholder", "unbalanced_brace"));
    assert_eq!(unknown, ["unknown_shortcode"; 3]);
    let error = read("{conect_url}").unwrap_err().to_string();
    assert!(error.ends_with("did you mean {connect_url}?"), "{error}");
    assert_eq!(faults("{tenant_name}", "Hi {person_name}, {until}: {connect_url}"), []);
}

/// The built-in mail, had the company written it, would be the same mail.
#[test]
fn the_built_in_mail_can_be_written_as_ones_own() {
    for language in Language::ALL {
        let words = language.connect_invitation();
        let body =
            format!("{}\n\n{}\n\n{{steps}}\n\n{}\n", words.greeting, words.intro, words.closing);
        let own = with_invited(language, &["Zoom", "Jitsi"], |to| {
            render_own(language, words.subject, &body, to)
        });
        assert_eq!(own.unwrap(), invite(language, &["Zoom", "Jitsi"]));
    }
}

proptest! {
    /// Values are never read as templates: whatever a name holds stands in the mail as it is, and a
    /// subject stays one line.
    #[test]
    fn what_people_are_called_is_no_template(name in "\\PC{0,12}[\\[{]?(connect_url|steps|x)[}\\]]?\n?") {
        let to = Invited {
            person_name: &name,
            tenant_name: &name,
            providers: &["Zoom"],
            connect_url: LINK,
            until: "soon",
        };
        let mail = render_own(Language::English, "{tenant_name}", "{person_name}|{until}|", &to);
        let mail = mail.unwrap();
        prop_assert_eq!(mail.text, format!("{name}|soon|"));
        prop_assert!(!mail.subject.contains('\n'));
    }

    /// Whatever is found is a piece of the text, in brackets and with words; and what holds no closing
    /// bracket holds no note.
    #[test]
    fn a_note_is_a_piece_of_the_text(text in "[\\[\\]［］() a1{}:/é請\n]{0,24}") {
        if let Some(note) = unresolved_placeholder(&text) {
            prop_assert!(text.contains(note) && note.starts_with(OPENS) && note.ends_with(CLOSES));
            prop_assert!(note.chars().any(char::is_alphabetic));
            prop_assert_eq!(note.matches(OPENS).count() + note.matches(CLOSES).count(), 2);
        }
        let open = text.replace(CLOSES, "");
        prop_assert_eq!(unresolved_placeholder(&open), None);
    }
}
