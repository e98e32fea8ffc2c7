//! Requests for help: what whoever helps needs to know, and what may be attached (requirements B40, B46–B48).

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::domain::problem::FieldErrors;
use crate::domain::settings::Checked;

/// The most characters of each part.
const TEXT: usize = 4_000;
/// The most attachments.
const MOST: usize = 10;
/// The largest attachment, in bytes: what people's screens and short films take.
const LARGEST: u64 = 100 * 1024 * 1024;
/// What may be attached: pictures, films and plain text.
const TYPES: [&str; 11] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/heic",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "application/pdf",
    "text/plain",
    "application/json",
];
/// The endings that fit them.
const ENDINGS: [&str; 14] = [
    "png", "jpg", "jpeg", "gif", "webp", "heic", "mp4", "webm", "mov", "pdf", "txt", "log", "json",
    "har",
];

/// A request for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportBody {
    /// What does not work.
    pub problem: String,
    /// What was done before.
    pub steps: String,
    /// What is shown, word for word.
    pub errors: String,
    /// Screenshots and films, by where they are; a name or address alone is enough.
    #[serde(default, deserialize_with = "attachments")]
    pub attachments: Vec<Attachment>,
}

/// Something attached. The file itself stays where it is; whoever helps opens it there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// Its media type; by the name's ending unless given.
    #[serde(default, alias = "type", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Its size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where it can be opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

fn attachments<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Attachment>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Text(String),
        Whole(Attachment),
    }
    let given = Vec::<Given>::deserialize(deserializer)?;
    Ok(given
        .into_iter()
        .map(|it| match it {
            Given::Text(text) => Attachment::of_text(text),
            Given::Whole(attachment) => attachment,
        })
        .collect())
}

/// A request for help as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupportRequest {
    /// Its id, which the mail names too.
    pub id: String,
    /// Who asks: a person's id, or the name of a token.
    pub from: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// What was said.
    #[serde(flatten)]
    pub body: SupportBody,
    /// The browser and system that it was sent from, as these call themselves.
    pub user_agent: String,
    /// The version of this program.
    pub version: String,
    /// Follows the call through the logs.
    pub correlation_id: String,
}

impl Checked for SupportBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for (name, text) in
            [("problem", &self.problem), ("steps", &self.steps), ("errors", &self.errors)]
        {
            let fits = (1..=TEXT).contains(&text.trim().chars().count());
            errors.require(fits, name, "required", format!("1 to {TEXT} characters"));
        }
        let few = self.attachments.len() <= MOST;
        errors.require(few, "attachments", "too_many", format!("at most {MOST}"));
        for (n, attachment) in self.attachments.iter().enumerate() {
            attachment.check(&mut errors, &format!("attachments[{n}]"));
        }
        errors.into_result()
    }
}

impl Attachment {
    /// What is known by a name or an address alone.
    fn of_text(text: String) -> Self {
        let is_address = text.contains("://");
        let end = text.split(['?', '#']).next().unwrap_or_default();
        let name = if is_address { end.rsplit('/').next().unwrap_or_default() } else { &text };
        let name = name.to_owned();
        Self { name, content_type: None, size: None, url: is_address.then_some(text) }
    }

    /// As people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        self.url.clone().unwrap_or_else(|| self.name.clone())
    }

    fn check(&self, errors: &mut FieldErrors, at: &str) {
        let name = self.name.trim();
        let plain = (1..=255).contains(&name.chars().count()) && !name.contains(['/', '\\', '\0']);
        errors.require(
            plain,
            &format!("{at}.name"),
            "name_invalid",
            "a file's name without a path",
        );
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let known = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
        let kind = self.content_type.as_deref().map(|it| it.trim().to_lowercase());
        let fits = kind.is_none_or(|kind| TYPES.contains(&kind.as_str()));
        let detail = format!("pictures, films and plain text: {}", ENDINGS.join(", "));
        errors.require(known && fits, &format!("{at}.name"), "attachment_type", detail);
        let small = self.size.is_none_or(|size| size <= LARGEST);
        let detail = format!("at most {LARGEST} bytes");
        errors.require(small, &format!("{at}.size"), "attachment_too_large", detail);
        let web =
            self.url.as_deref().is_none_or(|it| it.starts_with("https://") && it.len() <= 2_048);
        errors.require(
            web,
            &format!("{at}.url"),
            "invalid",
            "an address that begins with https://",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(body: serde_json::Value) -> Vec<(String, String)> {
        let body: SupportBody = serde_json::from_value(body).unwrap();
        let errors = body.check().err().unwrap_or_default();
        errors.0.into_iter().map(|error| (error.field, error.code)).collect()
    }

    /// B46, B48: three parts are needed; pictures and films are taken, programs are not.
    #[test]
    fn what_helps_is_taken_and_what_harms_is_not() {
        let with = |attachment: serde_json::Value| serde_json::json!({"problem": "p", "steps": "s", "errors": "e", "attachments": [attachment]});
        assert!(codes(with(serde_json::json!({"name": "screen.png", "size": 2000}))).is_empty());
        for (bad, field, code) in [
            (serde_json::json!({"name": "setup.exe"}), "name", "attachment_type"),
            (
                serde_json::json!({"name": "a.png", "type": "application/x-msdownload"}),
                "name",
                "attachment_type",
            ),
            (serde_json::json!({"name": "../a.png"}), "name", "name_invalid"),
            (
                serde_json::json!({"name": "a.mp4", "size": 200_000_000}),
                "size",
                "attachment_too_large",
            ),
            (serde_json::json!({"name": "a.png", "url": "file:///a.png"}), "url", "invalid"),
        ] {
            let expected = (format!("attachments[0].{field}"), code.to_owned());
            assert_eq!(codes(with(bad.clone())), [expected], "{bad}");
        }
        let empty = serde_json::json!({"problem": " ", "steps": "s", "errors": "e"});
        assert_eq!(codes(empty), [("problem".to_owned(), "required".to_owned())]);
    }
}
