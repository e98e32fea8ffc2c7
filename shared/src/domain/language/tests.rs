//! What holds in every language, and how each of them is set.

use std::collections::BTreeSet;

use super::*;
use crate::domain::template::escape_html;

#[test]
fn tags_are_read_whatever_their_region_and_case() {
    for language in Language::ALL {
        let tag = language.tag();
        assert_eq!(Language::of(tag), language);
        assert_eq!(Language::of(&format!("{}-XX", tag.to_uppercase())), language);
        assert_eq!(Language::of(&format!("{tag}_XX")), language);
    }
    assert_eq!(Language::of("de-AT"), Language::German);
    for other in ["pt-BR", "sv", "", "x", "deu", "-de"] {
        assert_eq!(Language::of(other), Language::English, "{other}");
    }
    assert!(Language::ALL.is_sorted_by_key(|language| language.tag()));
}

#[test]
fn browsers_get_the_language_they_like_best() {
    for (header, expected) in [
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Language::French),
        ("pt-BR,pt;q=0.9,es;q=0.8,en;q=0.7", Language::Spanish),
        ("en;q=0.1, ja ; q=0.9", Language::Japanese),
        ("de;q=0, it;q=0.2", Language::Italian),
        ("ru;q=nan, fi;q=x", Language::English),
        ("*", Language::English),
        ("", Language::English),
    ] {
        assert_eq!(Language::accepted(header), expected, "{header}");
    }
    let endless = "x,".repeat(100_000) + "de";
    assert_eq!(Language::accepted(&endless), Language::English);
}

#[test]
fn reasons_are_said_in_the_readers_language() {
    let told = Reason::new("not_connected", "connect zoom in the tenant's settings");
    let german = Language::German.reason(&told);
    assert!(german.starts_with("Der Videodienst ist nicht verbunden") && german.ends_with('.'));
    let named = Reason::new("insufficient_scope", "the app lacks meeting:write:meeting");
    let japanese = Language::Japanese.reason(&named);
    assert!(japanese.ends_with("。（the app lacks meeting:write:meeting）"), "{japanese}");
    assert_eq!(Language::English.reason(&named), "the app lacks meeting:write:meeting");
    for language in Language::ALL {
        let own = language.reason(&Reason::new("own", "Ask the owner."));
        assert_eq!(own, "Ask the owner.", "a reason without words of its own");
        assert_eq!(language.reason(&Reason::new("own", "")), "own");
    }
}

/// The connection's states that hold meetings up have words in every language.
#[test]
fn every_reason_that_blocks_has_words() {
    use crate::domain::config::ConnectionState as State;
    for state in [
        State::InvalidCredentials,
        State::AppNotActivated,
        State::InsufficientScope,
        State::NeedsReauth,
        State::BlockedByAdmin,
        State::Denied,
        State::AccountMismatch,
    ] {
        let words = Language::Russian.reason(&Reason::new(state.name(), "x"));
        assert_ne!(words, "x", "{state:?}");
    }
}

/// Everything that people read in this language, with an x for each short code.
fn everything_in(language: Language) -> Vec<String> {
    let texts = language.texts();
    let Texts {
        customer_link,
        customer_changed,
        customer_cancelled,
        staff_link,
        staff_changed,
        staff_cancelled,
        staff_info,
        staff_info_changed,
        staff_info_cancelled,
        blocked_notice,
    } = *texts;
    let mut all: Vec<&str> = [
        customer_link,
        customer_changed,
        customer_cancelled,
        staff_link,
        staff_changed,
        staff_cancelled,
        staff_info,
        staff_info_changed,
        staff_info_cancelled,
        blocked_notice,
    ]
    .iter()
    .flat_map(|text| [text.subject, text.body])
    .collect();
    let pages = language.host_pages();
    all.extend(
        [pages.over, pages.unknown, pages.trouble].iter().flat_map(|it| [it.title, it.text]),
    );
    let invitation = language.invitation();
    all.extend([invitation.when, invitation.join, invitation.password]);
    all.extend(consent_pages(language).iter().flat_map(|it| [it.title, it.text]));
    all.extend(connect_page(language));
    let ConnectInvitation {
        subject,
        greeting,
        intro,
        after_number: _,
        steps,
        closing,
        until,
        joining: _,
    } = *language.connect_invitation();
    all.extend([subject, greeting, intro, closing, until].into_iter().chain(steps));
    all.into_iter().map(without_codes).collect()
}

/// Every end of a consent.
fn consent_pages(language: Language) -> [Page; 8] {
    let ConsentPages {
        connected,
        missing_scopes,
        denied,
        blocked_by_admin,
        wrong_account,
        expired,
        unknown,
        trouble,
    } = *language.consent_pages();
    [connected, missing_scopes, denied, blocked_by_admin, wrong_account, expired, unknown, trouble]
}

/// Everything on the page on which people connect accounts, and what stands there when it is gone.
fn connect_page(language: Language) -> [&'static str; 9] {
    let ConnectPage { title, intro, connect, connected, not_connected, attention, done, gone } =
        *language.connect_page();
    [title, intro, connect, connected, not_connected, attention, done, gone.title, gone.text]
}

fn without_codes(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |out, piece| out + "x" + piece.split_once('}').unwrap().1)
}

/// P12, P15, P27: whichever way a consent ends, the page says something of its own, in a few plain
/// sentences that may stand in HTML as they are, and no two languages say it alike.
#[test]
fn every_end_of_a_consent_has_a_page_of_its_own() {
    let mut titles = BTreeSet::new();
    let mut texts = BTreeSet::new();
    for language in Language::ALL {
        for page in consent_pages(language).into_iter().chain([language.connect_page().gone]) {
            assert!(titles.insert(page.title), "{page:?}");
            assert!(texts.insert(page.text), "{page:?}");
            let sentences = page.text.matches(['.', '!', '?', '。']).count();
            assert!((1..=3).contains(&sentences) && page.text.ends_with(['.', '。']), "{page:?}");
            for text in [page.title, page.text] {
                assert_eq!(escape_html(text), text);
                assert!(!text.contains(['{', '}', '[', ']', '\n']), "{text}");
            }
        }
    }
}

/// P26: the states of an account are told apart, and the page names company and provider where they
/// belong and nowhere else.
#[test]
fn the_connect_page_says_each_thing_in_its_own_words() {
    for language in Language::ALL {
        let all = connect_page(language);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), all.len(), "{language:?}");
        let page = language.connect_page();
        for text in all {
            assert_eq!(text.contains("{tenant_name}"), text == page.intro, "{text}");
            assert_eq!(text.contains("{provider}"), text == page.connect, "{text}");
            assert_eq!(escape_html(text), text);
        }
    }
}

/// P06, P07, P09, P14, P21: why somebody can't host yet is said in every language, and where the code says
/// all, without the English detail.
#[test]
fn reasons_about_hosts_have_words() {
    for language in Language::ALL.into_iter().filter(|it| *it != Language::English) {
        let said = |code: &str| language.reason(&Reason::new(code, "the detail"));
        for code in [
            "calendar_integration_inactive",
            "organizer_not_synchronized",
            "shared_mailbox_cannot_host",
            "teams_not_available",
            "mailbox_not_enabled",
            "mailbox_excluded",
            "meet_disabled_in_admin_console",
        ] {
            assert!(
                !said(code).contains("the detail") && said(code) != code,
                "{language:?} {code}"
            );
        }
        for code in ["host_not_authenticated", "access_policy_missing"] {
            let waits = said(code);
            assert!(waits.contains("the detail") && waits != "the detail", "{language:?}: {waits}");
        }
    }
}

/// Every place of these marks, with the character before it.
fn marks(text: &str, marks: &str) -> Vec<(char, char)> {
    let before = std::iter::once('\n').chain(text.chars());
    before.zip(text.chars()).filter(|(_, c)| marks.contains(*c)).collect()
}

#[test]
fn spacing_is_tidy_everywhere() {
    for language in Language::ALL {
        for text in everything_in(language) {
            assert!(!text.contains("  ") && !text.contains("\n\n\n"), "{language:?}: {text}");
            assert!(!text.contains(['\'', '"']), "typographic quotes only: {text}");
            let high = marks(&text, ":;!?,.");
            let narrow = language == Language::French;
            for (before, mark) in high {
                let is_high = narrow && ":;!?".contains(mark);
                assert_eq!(before == '\u{202f}', is_high, "{language:?} {before:?}{mark}: {text}");
                assert_ne!(before, ' ', "{language:?}: {text}");
            }
        }
    }
}

#[test]
fn each_language_has_its_own_marks() {
    for text in everything_in(Language::Japanese) {
        // A name and a mail address are apart.
        let text = text.replace("x x", "x");
        assert!(marks(&text, ",.!?:;() ").is_empty(), "full-width marks and no spaces: {text}");
    }
    for text in everything_in(Language::Spanish) {
        assert_eq!(text.matches('¡').count(), text.matches('!').count());
        assert_eq!(text.matches('¿').count(), text.matches('?').count());
    }
}
