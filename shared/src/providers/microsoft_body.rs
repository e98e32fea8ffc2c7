//! Our part of an event's body, and nothing else of it. Teams writes the details of its meeting into the
//! same body, and the host may write there as well.

/// Names our part. It is an `id`, because Outlook drops classes; it may get a prefix on its way.
const MARK: &str = "convoke-agenda";

/// Our part, with the agenda as text.
pub(super) fn part(agenda: &str) -> String {
    let mut html = format!("<div id=\"{MARK}\">");
    for letter in agenda.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br>"),
            '\r' => {}
            other => html.push(other),
        }
    }
    html + "</div>"
}

/// The body with our part replaced and every other byte as it was. `None` where it has to stay as it is:
/// our part is as it should be or is not there any more, or somebody has moved the meeting's `link`
/// into it.
pub(super) fn replaced(body: &str, ours: &str, link: Option<&str>) -> Option<String> {
    let start = body.match_indices(MARK).find_map(|(at, _)| opening(body, at))?;
    let (before, rest) = body.split_at_checked(start)?;
    let (part, after) = rest.split_at_checked(length(rest)?)?;
    // What stands behind a link's path may be escaped in one of several ways.
    let path = link.and_then(|link| link.split(['?', '&']).next());
    let holds_link = path.is_some_and(|path| part.contains(path));
    (part != ours && !holds_link).then(|| [before, ours, after].concat())
}

/// Where the tag begins that holds what stands at `at`, if it opens a `div`.
fn opening(body: &str, at: usize) -> Option<usize> {
    let start = body.get(..at)?.rfind('<')?;
    let tag = body.get(start + 1..at)?;
    (is_div(tag) && !tag.contains('>')).then_some(start)
}

/// How long the `div` is that the text begins with, those within it included. `None` if it has no end.
fn length(html: &str) -> Option<usize> {
    let mut depth: usize = 0;
    for (at, _) in html.match_indices('<') {
        let tag = html.get(at + 1..)?;
        if is_div(tag) {
            depth += 1;
        } else if tag.strip_prefix('/').is_some_and(is_div) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + 1 + tag.find('>')? + 1);
            }
        }
    }
    None
}

/// Whether a tag without its bracket is a `div`'s.
fn is_div(tag: &str) -> bool {
    let Some((name, rest)) = tag.split_at_checked("div".len()) else { return false };
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
    name.eq_ignore_ascii_case("div") && !goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://teams.example/l/meetup-join/19%3ameeting?context=1";

    fn blob() -> String {
        format!("<div class=\"meeting\"><hr><div><a href=\"{LINK}\">Join</a></div><hr></div>")
    }

    proptest::proptest! {
        /// P04: whatever stands before and behind our part stays, byte for byte, and the part says
        /// the new agenda alone.
        #[test]
        fn everything_but_our_part_stays(
            before in "(?s).{0,80}", after in "(?s).{0,80}", old in "(?s).{0,40}", new in "(?s).{0,40}",
        ) {
            let (old, new) = (part(&old), part(&new));
            let expected = (old != new).then(|| format!("{before}{new}{}{after}", blob()));
            let body = format!("{before}{old}{}{after}", blob());
            proptest::prop_assert_eq!(replaced(&body, &new, Some(LINK)), expected);
        }

        /// The same among tags that a body may hold.
        #[test]
        fn tags_around_our_part_do_no_harm(
            before in "(<div>|</div>|<DIV id=x>|<|>|a|\"|<br>){0,12}",
            after in "(<div>|</div >|</div|<|>|ä|<divider>){0,12}",
            new in "(<div>|</div>|convoke-agenda|&|x){0,6}",
        ) {
            let body = format!("{before}{}{after}", part("old"));
            let new = part(&new);
            let expected = format!("{before}{new}{after}");
            proptest::prop_assert_eq!(replaced(&body, &new, None), Some(expected));
        }

        /// An agenda is text and can't end our part, nor begin another element.
        #[test]
        fn an_agenda_is_text(agenda in "(?s).{0,80}") {
            let part = part(&agenda);
            proptest::prop_assert_eq!(length(&part), Some(part.len()));
            let tags = part.matches('<').count() - part.matches("<br>").count();
            proptest::prop_assert_eq!(tags, 2);
        }

        /// Nothing that a body holds is a reason to give up.
        #[test]
        fn any_body_is_read(body in "(<div|</div>|convoke-agenda|>|<|é|\"|x){0,30}") {
            let _ = replaced(&body, &part("new"), Some(LINK));
        }
    }

    /// Outlook wraps the body, and puts tags into our part and a prefix before its name.
    #[test]
    fn our_part_is_found_after_outlook_has_written() {
        let blob = blob();
        let body =
            |ours: &str| format!("<html>\r\n<body><div>\r\n{ours}\r\n{blob}</div></body></html>");
        let was = "<DIV class=x\nid=\"x_convoke-agenda\"><div dir=\"ltr\">Old<br></div></DIV>";
        let now = replaced(&body(was), &part("New"), Some(LINK));
        assert_eq!(now, Some(body(&part("New"))));
    }

    #[test]
    fn a_body_without_our_part_is_left_alone() {
        let blob = blob();
        for body in [
            String::new(),
            blob.clone(),
            format!("<p id=\"{MARK}\">Old</p>{blob}"),
            format!("{MARK}{blob}"),
            format!("<div>{MARK}</div>{blob}"),
            format!("<div id=\"{MARK}\">Old"),
            format!("<div id=\"{MARK}\">Old{blob}</div>"),
        ] {
            assert_eq!(replaced(&body, &part("New"), Some(LINK)), None, "{body}");
        }
    }
}
