//! What stands in an event's body: always HTML, and the details of its Teams meeting at the end.
//!
//! Source: Graph, set up an online meeting in an event: whoever changes the body keeps the part with
//! the meeting's details, or the meeting is off.

/// Characters of a preview (Graph: `bodyPreview`).
const PREVIEW: usize = 255;

/// A body as it is kept, from one in plain text.
pub fn from_text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<div>{}</div>", escaped.replace('\n', "<br>"))
}

/// The body with the meeting's details behind it.
pub fn with_meeting(html: &str, join_url: &str) -> String {
    format!(
        "{html}<div class=\"teams-meeting\"><hr><p>Microsoft Teams</p>\
         <p><a href=\"{join_url}\">Join the meeting</a></p><hr></div>"
    )
}

/// Whether the meeting's details are in it.
pub fn has_meeting(html: &str, join_url: &str) -> bool {
    html.contains(join_url)
}

/// The beginning as plain text.
pub fn preview(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            other if !inside => text.push(other),
            _ => {}
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(PREVIEW).collect()
}
