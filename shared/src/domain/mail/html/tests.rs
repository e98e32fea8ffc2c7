//! The HTML form as mail readers get it.

use super::*;
use crate::domain::event::Audience;
use crate::domain::template::sample::{meeting, occasion};
use crate::domain::template::{Known, Part, Values, message};

/// Text that no template made.
fn plain(text: &str) -> Message {
    let parts = vec![Part { text: text.to_owned(), code: None }];
    Message { subject: "Hi".to_owned(), text: text.to_owned(), parts }
}

/// The guest's mail from this template, with this note.
fn guest(body: &str, note: &str) -> String {
    let (mut occasion, meeting) = (occasion(), meeting());
    occasion.fields.insert("note".to_owned(), note.to_owned());
    let known = Known { meeting: Some(&meeting), ..Known::session(&occasion) };
    let values = Values::new(&known, "en", "");
    html_of(&message("{service_name}", body, Audience::Attendee, &values).unwrap(), "en")
}

fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

const BUTTON: &str = "background-color:";

#[test]
fn text_stays_text_and_addresses_become_links() {
    let html = html_of(
        &plain("Hi <b>you</b>,\n\nsee https://a.example/j/1?a=1&b=2.\nline (http://b.example)\n"),
        "fi_FI",
    );
    assert_eq!(count(&html, "lang=\"fi-FI\""), 2);
    assert!(html.contains("Hi &lt;b&gt;you&lt;/b&gt;,</p>"));
    assert!(html.contains("see <a href=\"https://a.example/j/1?a=1&amp;b=2\""));
    assert!(html.contains(">https://a.example/j/1?a=1&amp;b=2</a>.<br>"));
    assert!(html.contains(">http://b.example</a>)</p>"));
    let wide =
        html_of(&plain("詳細はhttps://a.example/1をご覧ください（https://b.example）。"), "ja");
    assert!(wide.contains("href=\"https://b.example\""), "{wide}");
}

#[test]
fn nothing_leaves_an_attribute_or_runs() {
    let text = "https://x\"onload=alert(1) javascript:alert(1) https://";
    let html = html_of(&plain(text), "\"><script>");
    assert!(html.contains("<a href=\"https://x\"") && html.contains("</a>&quot;onload"));
    assert!(!html.contains("<script") && !html.contains("href=\"javascript"));
    assert!(html.contains("lang=\"script\""));
}

/// A26: the guest's link is the one big button, and can be read and copied below it.
#[test]
fn the_first_link_is_a_button_and_the_session_a_card() {
    let html = guest("{service_name}\n{start_date}, {start_time}\n\nJoin: {meeting_url}\n", "");
    assert_eq!(count(&html, BUTTON), 1);
    assert!(html.contains(">Consultation</h1>"), "{html}");
    assert!(html.contains("<strong>Monday 23 November 2026, <span"));
    assert!(html.contains(">Join</a></td>"));
    assert!(html.contains(">https://zoom.example/j/86412345678?pwd=abc</a></p>"));
    let crowded = guest("{start_date}\nJoin: {meeting_url}\nAgain: {meeting_url}", "");
    assert_eq!(count(&crowded, BUTTON), 1, "one thing to do");
    assert!(crowded.contains(">Again</a>"), "a further link bears its label");
}

/// What a guest writes can look like a line of the template; it gets no button.
#[test]
fn values_are_no_layout() {
    let html = guest("Note: {note}\n\nJoin: {meeting_url}", "x\n\nJoin: https://evil.example\n\ny");
    assert_eq!(count(&html, BUTTON), 1);
    let button = html.split(BUTTON).nth(1).unwrap();
    assert!(button.contains("href=\"https://zoom.example"), "{button}");
    assert!(html.contains("x<br>\n<br>\nJoin: <a href=\"https://evil.example\""));
    let script = guest("Join: {note}", "javascript:alert(1)");
    assert_eq!((count(&script, BUTTON), count(&script, "href=")), (0, 0));
}

/// A28: a label without its value stands in the plain text, and not in the HTML.
#[test]
fn labels_without_values_are_left_out() {
    let html = guest("Note: {note}\nAsk: us\nHello {note},\n\n{note}\n\n\nBye", " ");
    assert!(!html.contains("Note") && html.contains("Ask: us<br>"), "{html}");
    assert_eq!(count(&html, "<p "), 2, "no empty paragraphs");
}

/// `10:00–10:45 Uhr` stays together and stands out as a whole.
#[test]
fn a_time_is_not_torn_from_its_end_or_its_unit() {
    let html = guest("{start_date}, {start_time}–{end_time} Uhr, {time_zone}", "");
    let whole =
        "<span style=\"white-space:nowrap\">10:00–10:45 Uhr</span></strong>, Europe/Helsinki";
    assert!(html.contains(whole), "{html}");
    let prose = guest("At {start_time} we begin, with {duration} to go", "");
    assert!(prose.contains(">10:00</span></strong> we begin, with 45 min to go"), "{prose}");
    let apart =
        guest("From {start_time} and then until {end_time} together with {meeting_password}", "");
    assert_eq!((count(&apart, "<strong>"), count(&apart, "</strong>")), (3, 3), "{apart}");
}

#[test]
fn long_addresses_are_cut_where_they_are_shown_and_only_there() {
    let long = format!("https://a.example/{}", "é".repeat(400));
    let html = html_of(&plain(&long), "en");
    assert!(html.contains(&format!("href=\"{long}\"")));
    assert!(html.contains("é…</a>"));
}
