//! What is said in a chat, and how each platform wants it written.

use serde_json::{Value, json};

/// Slack, Block Kit: a section's text holds 3,000 characters, a header 150, a message 50 blocks.
const SECTION: usize = 2_900;
const HEADER: usize = 150;
const SECTIONS: usize = 48;

/// A message that is ready to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatText {
    /// One line; may be empty.
    pub title: String,
    /// Plain text of several lines.
    pub body: String,
}

impl ChatText {
    /// A message from a subject and a text.
    #[must_use]
    pub fn new(title: &str, body: &str) -> Self {
        Self { title: title.trim().to_owned(), body: body.trim().to_owned() }
    }

    /// Everything as plain text: what notifications show, and who reads without formatting.
    #[must_use]
    pub fn plain(&self) -> String {
        [&*self.title, &*self.body]
            .iter()
            .filter(|it| !it.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// For Slack: the text that notifications show and the blocks that people read. What somebody wrote
    /// is never read as a mention or a link (Slack, "Formatting text": three characters are escaped).
    #[must_use]
    pub fn slack(&self) -> (String, Vec<Value>) {
        let mut blocks = Vec::new();
        if !self.title.is_empty() {
            let title: String = self.title.chars().take(HEADER).collect();
            blocks.push(json!({
                "type": "header",
                "text": {"type": "plain_text", "text": title, "emoji": false},
            }));
        }
        blocks.extend(cut(&self.body).into_iter().take(SECTIONS).map(|text| {
            let text = json!({"type": "mrkdwn", "text": escaped(&text), "verbatim": true});
            json!({"type": "section", "text": text})
        }));
        (escaped(&self.plain()), blocks)
    }

    /// For Teams: an Adaptive Card (schema 1.4). What somebody wrote is never read as a link.
    #[must_use]
    pub fn card(&self) -> Value {
        let text = |text: &str, extra: Value| {
            let mut block = json!({"type": "TextBlock", "text": unlinked(text), "wrap": true});
            if let (Some(block), Value::Object(extra)) = (block.as_object_mut(), extra) {
                block.extend(extra);
            }
            block
        };
        let mut body = Vec::new();
        if !self.title.is_empty() {
            body.push(text(&self.title, json!({"weight": "bolder", "size": "medium"})));
        }
        // A card joins lines that no empty one parts.
        body.extend(
            self.body
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| text(line, json!({"spacing": "small"}))),
        );
        json!({
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": body,
        })
    }
}

/// At ends of lines where there are any, so that each piece fits a section.
fn cut(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        let characters: Vec<char> = line.chars().collect();
        for part in characters.chunks(SECTION) {
            let part: String = part.iter().collect();
            match pieces.last_mut() {
                Some(last) if last.chars().count() + part.chars().count() <= SECTION => {
                    last.push_str(&part);
                }
                _ => pieces.push(part),
            }
        }
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Between the brackets of a Markdown link no other character may stand.
fn unlinked(text: &str) -> String {
    text.replace("](", "]\u{200b}(")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_neither_mention_nor_link() {
        let text = ChatText::new("Hi <!channel>", "<@U1> & [click](https://evil.example)");
        let (plain, blocks) = text.slack();
        assert!(plain.contains("&lt;!channel&gt;") && !plain.contains('<'), "{plain}");
        assert!(!blocks[1]["text"]["text"].as_str().unwrap().contains('<'));
        assert!(!text.card().to_string().contains("]("));
    }

    #[test]
    fn long_texts_are_cut_to_what_a_block_holds() {
        let text = ChatText::new("", &"word and more\n".repeat(1_000));
        let (_, blocks) = text.slack();
        assert!(blocks.len() > 4 && blocks.len() <= 50);
        for block in &blocks {
            assert!(block["text"]["text"].as_str().unwrap().chars().count() <= 3_000);
        }
        let one = ChatText::new("", &"x".repeat(7_000));
        assert_eq!(one.slack().1.len(), 3);
        assert!(ChatText::new("t", "").slack().1.len() == 1);
    }
}
