//! Reading and rendering templates.

use proptest::prelude::*;

use super::sample::{meeting, occasion};
use super::*;
use crate::domain::event::Occasion;
use crate::domain::fault::Reason;
use crate::domain::ids::HostLink;
use crate::domain::language::Language;

const START_LINK: &str = "https://zoom.example/s/86412345678?zak=very.secret";
const HOST_PAGE: &str = "https://hub.example/host/t0k3n";

/// Everything known of this session, host links included.
fn everything(occasion: &Occasion) -> Values {
    let (meeting, link) = (meeting(), HostLink::new(START_LINK));
    let reason = Reason::new("host_not_mapped", "Choose a Zoom user.");
    let known = Known {
        occasion,
        meeting: Some(&meeting),
        host_link: Some(&link),
        host_page: Some(HOST_PAGE),
        reason: Some(&reason),
        previous: None,
    };
    Values::new(&known, "en", "")
}

fn render(text: &str, audience: Audience) -> Result<String, TemplateError> {
    let values = everything(&occasion());
    Template::parse(text)?.render(&values, Place::Message(audience), Form::Text)
}

fn faults(text: &str) -> Vec<&'static str> {
    let error = Template::parse(text).unwrap_err();
    error.faults.iter().map(TemplateFault::code).collect()
}

/// A25, A26, A28: all three codes are replaced, and `zoom_meeting_*` speaks of any provider's meeting.
#[test]
fn the_three_codes_are_replaced() {
    let text = "{zoom_meeting_url} {zoom_meeting_password} {zoom_meeting_url_host}";
    let expected = format!("https://zoom.example/j/86412345678?pwd=abc 04815162 {START_LINK}");
    assert_eq!(render(text, Audience::Host), Ok(expected));
    assert_eq!(
        render("{zoom_meeting_url}{zoom_meeting_password}", Audience::Attendee),
        render("{meeting_url}{meeting_password}", Audience::Attendee)
    );
}

/// A28: without a password the line stays, empty and without braces.
#[test]
fn a_code_without_value_is_empty_text() {
    let occasion = occasion();
    let template = Template::parse("Password: {zoom_meeting_password}!").unwrap();
    let place = Place::Message(Audience::Attendee);
    let text = template.render(&Values::of_session(&occasion), place, Form::Text);
    assert_eq!(text.unwrap(), "Password: !");
}

/// A27: the host's codes are refused for anybody else, when saved and when rendered.
#[test]
fn host_codes_are_for_hosts_alone() {
    for code in ["{zoom_meeting_url_host}", "{meeting_url_host}", "{host_page}"] {
        for audience in [Audience::Attendee, Audience::Staff] {
            let mut errors = FieldErrors::default();
            check_message_text(&mut errors, "body", code, audience);
            assert_eq!(errors.0[0].code, "host_code_in_guest_template");
            assert_eq!(errors.0[0].field, "body");
            assert!(render(code, audience).is_err(), "rendering refuses on its own");
        }
        let mut errors = FieldErrors::default();
        check_message_text(&mut errors, "body", code, Audience::Host);
        assert_eq!(errors, FieldErrors::default());
    }
}

#[test]
fn reasons_are_for_the_companys_people() {
    assert!(render("{reason}", Audience::Attendee).is_err());
    assert_eq!(render("{reason}", Audience::Staff).unwrap(), "Choose a Zoom user.");
}

/// A19: unknown codes are refused at save, all of them, with what was likely meant.
#[test]
fn unknown_codes_and_lone_braces_are_all_reported() {
    assert_eq!(
        faults("{foo} {foo} {bar} }"),
        ["unknown_shortcode", "unknown_shortcode", "unbalanced_brace"]
    );
    for lone in ["{", "}", "a { b", "{service_name", "{service_name\n}", "{{service_name}", "{a{b}"]
    {
        assert!(faults(lone).contains(&"unbalanced_brace"), "{lone}");
    }
    let error = Template::parse("{servicename}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "There is no short code {servicename}; did you mean {service_name}?"
    );
    let mut errors = FieldErrors::default();
    check_meeting_text(&mut errors, "topic", "{foo} {meeting_url}");
    assert_eq!(errors.0.len(), 1, "{errors:?}");
    assert_eq!((&*errors.0[0].field, &*errors.0[0].code), ("topic", "unknown_shortcode"));
}

#[test]
fn doubled_braces_are_plain_ones() {
    assert_eq!(
        render("{{}} {{{title}}} [FAQ]", Audience::Attendee).unwrap(),
        "{} {Consultation with Aino} [FAQ]"
    );
}

#[test]
fn values_are_never_read_as_templates() {
    let mut occasion = occasion();
    let trap = "{zoom_meeting_url_host} {{x}} {";
    occasion.fields.insert("note".to_owned(), trap.to_owned());
    let template = Template::parse("{note}").unwrap();
    let place = Place::Message(Audience::Attendee);
    assert_eq!(template.render(&everything(&occasion), place, Form::Text).unwrap(), trap);
}

#[test]
fn html_escapes_values_only_and_subjects_stay_on_one_line() {
    let mut occasion = occasion();
    occasion.fields.insert("note".to_owned(), "<i>&\"'\r\nBcc: x\u{7}".to_owned());
    let values = everything(&occasion);
    let template = Template::parse("<b>{note}</b>").unwrap();
    let place = Place::Message(Audience::Attendee);
    assert_eq!(
        template.render(&values, place, Form::Html).unwrap(),
        "<b>&lt;i&gt;&amp;&quot;&#39;\r\nBcc: x\u{7}</b>"
    );
    assert_eq!(template.render(&values, place, Form::Line).unwrap(), "<b><i>&\"' Bcc: x</b>");
}

/// A18: topic and agenda are rendered per booking and cut to what Zoom takes.
#[test]
fn topic_and_agenda_are_rendered_and_cut() {
    let mut occasion = occasion();
    let values = Values::of_session(&occasion);
    assert_eq!(topic("{service_name} – {customer_name}", &values).unwrap(), "Consultation – Aino");
    occasion.service_name = "ä\n".repeat(3_000);
    let values = Values::of_session(&occasion);
    let long = topic("{service_name}", &values).unwrap();
    assert_eq!(long.chars().count(), MAX_TOPIC);
    assert!(!long.contains('\n'));
    let agenda_text = agenda("1\r\n2 {service_name}", &values).unwrap();
    assert_eq!(agenda_text.chars().count(), MAX_AGENDA);
    assert!(agenda_text.starts_with("1\n2 ä\nä"));
    for refused in ["{meeting_url}", "{host_page}", "{reason}", "{foo}"] {
        assert!(topic(refused, &values).is_err() && agenda(refused, &values).is_err(), "{refused}");
    }
}

/// A25, A26, A27, A28: what each audience gets from the built-in templates, in every language.
#[test]
fn built_in_messages_hold_the_right_links() {
    let values = everything(&occasion());
    for language in Language::ALL {
        for name in builtin_names() {
            let template = builtin(name, language).unwrap();
            let message =
                message(template.subject, template.body, template.audience, &values).unwrap();
            let whole = format!("{}\n{}", message.subject, message.text);
            assert!(!whole.contains(['{', '}']), "{name}");
            assert!(!message.subject.contains('\n') && message.subject.chars().count() < 100);
            let hosts = template.audience == Audience::Host && !name.ends_with("cancelled");
            assert_eq!(whole.contains(START_LINK) && whole.contains(HOST_PAGE), hosts, "{name}");
            assert_eq!(whole.contains("zak=") || whole.contains("/host/"), hosts, "{name}");
        }
    }
}

/// Any text made of short codes, braces and other characters.
fn template_text() -> impl Strategy<Value = String> {
    let code = (0..CODES.len()).prop_map(|i| format!("{{{}}}", CODES[i].name));
    let piece = prop_oneof![
        code,
        Just("{{".to_owned()),
        Just("}}".to_owned()),
        "[^{}]{0,8}",
        any::<String>()
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Values that look like templates as often as not.
fn value_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), template_text()]
}

fn session_with(note: &str, name: &str) -> Occasion {
    let mut occasion = occasion();
    occasion.fields.insert("note".to_owned(), note.to_owned());
    occasion.attendees[1].name = name.to_owned();
    name.clone_into(&mut occasion.service_name);
    note.clone_into(&mut occasion.title);
    occasion
}

/// The rendering spelled out: codes and doubled braces replaced from left to right, once.
fn by_hand(text: &str, values: &Values) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let code = CODES.iter().find(|code| rest.starts_with(&format!("{{{}}}", code.name)));
        let (put, eaten) = match code {
            Some(code) => (values.get(code.name).to_owned(), code.name.len() + 2),
            None if rest.starts_with("{{") || rest.starts_with("}}") => (c.to_string(), 2),
            None => (c.to_string(), c.len_utf8()),
        };
        out.push_str(&put);
        rest = &rest[eaten..];
    }
    out
}

proptest! {
    /// Rendering never panics, expands each code exactly once and no value again.
    #[test]
    fn rendering_is_one_pass(text in template_text(), note in value_text(), name in value_text()) {
        let values = everything(&session_with(&note, &name));
        if let Ok(template) = Template::parse(&text) {
            let rendered = template.render(&values, Place::Message(Audience::Host), Form::Text);
            prop_assert_eq!(rendered.unwrap(), by_hand(&text, &values));
        }
    }

    /// A28: where no value holds braces, no short code is left standing.
    #[test]
    fn no_known_code_is_left(
        pieces in prop::collection::vec((0..CODES.len(), "[^{}]{0,6}"), 1..8),
        note in "[^{}]*",
    ) {
        let text: String =
            pieces.iter().flat_map(|(i, between)| ["{", CODES[*i].name, "}", between]).collect();
        let template = Template::parse(&text).unwrap();
        let host = Place::Message(Audience::Host);
        for values in [everything(&session_with(&note, &note)), Values::default()] {
            for form in [Form::Text, Form::Line, Form::Html] {
                let rendered = template.render(&values, host, form).unwrap();
                prop_assert_eq!(rendered.find(['{', '}']), None);
            }
        }
    }

    /// A27: whatever template is accepted, nobody but the host gets a host's link.
    #[test]
    fn only_hosts_get_host_links(text in template_text(), note in value_text()) {
        let values = everything(&session_with(&note, &note));
        for place in [
            Place::Message(Audience::Attendee),
            Place::Message(Audience::Staff),
            Place::Meeting,
        ] {
            let rendered = Template::parse(&text).and_then(|t| t.render(&values, place, Form::Text));
            if let Ok(out) = rendered {
                prop_assert!(!out.contains(START_LINK) && !out.contains(HOST_PAGE));
            }
        }
    }

    /// One line means one line, and what is cut is cut between characters.
    #[test]
    fn topics_are_one_short_line(note in value_text()) {
        let values = Values::of_session(&session_with(&note, &note));
        let topic = topic("{note}{title}", &values).unwrap();
        prop_assert!(topic.chars().count() <= MAX_TOPIC && !topic.chars().any(char::is_control));
        let agenda = agenda("{note}", &values).unwrap();
        prop_assert!(agenda.chars().count() <= MAX_AGENDA);
        prop_assert_eq!(agenda.find(['\r', '\0', '\u{1b}']), None);
    }

    /// The same input gives the same text.
    #[test]
    fn rendering_is_deterministic(text in template_text(), note in value_text()) {
        let render = || {
            let values = everything(&session_with(&note, &note));
            Template::parse(&text)?.render(&values, Place::Message(Audience::Host), Form::Html)
        };
        prop_assert_eq!(render(), render());
    }
}

/// A template is as long as its writer likes; what is said of it is not, and takes no time that
/// grows with its square.
#[test]
fn a_template_with_many_faults_is_told_of_briefly() {
    let unknown = (0..20_000).map(|n| format!("{{x{n}}}")).collect::<Vec<_>>().concat();
    let unbalanced = "{a".repeat(100_000);
    for text in [unknown, unbalanced] {
        let error = Template::parse(&text).unwrap_err();
        assert!(error.faults.len() <= 100 && error.to_string().len() < 20_000);
    }
}
