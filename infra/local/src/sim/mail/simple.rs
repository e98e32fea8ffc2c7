//! Simple content: SES builds the message from its parts.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use super::message::{Attachment, InboxMail};
use super::mime;
use super::refusal::Refusal;

/// Subject, body and attachments.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Simple {
    subject: Text,
    body: Body,
    #[serde(default)]
    attachments: Vec<SimpleAttachment>,
    #[serde(rename = "Headers", default)]
    _headers: Vec<Header>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Body {
    text: Option<Text>,
    html: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Text {
    data: String,
    #[serde(rename = "Charset")]
    _charset: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Header {
    #[serde(rename = "Name")]
    _name: String,
    #[serde(rename = "Value")]
    _value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SimpleAttachment {
    raw_content: String,
    file_name: String,
    content_type: Option<String>,
    #[serde(rename = "ContentDisposition")]
    _disposition: Option<String>,
    #[serde(rename = "ContentDescription")]
    _description: Option<String>,
    #[serde(rename = "ContentId")]
    _content_id: Option<String>,
    #[serde(rename = "ContentTransferEncoding")]
    _transfer_encoding: Option<String>,
}

impl Simple {
    /// The mail, without its recipients.
    pub fn mail(&self, from: Option<&str>) -> Result<InboxMail, Refusal> {
        let from = from.ok_or_else(|| Refusal::bad_request("FromEmailAddress is required."))?;
        if self.body.text.is_none() && self.body.html.is_none() {
            return Err(Refusal::bad_request("A body of Text or Html is required."));
        }
        let text = |part: &Option<Text>| part.as_ref().map(|t| t.data.clone()).unwrap_or_default();
        let attachments: Result<Vec<Attachment>, Refusal> =
            self.attachments.iter().map(SimpleAttachment::shown).collect();
        Ok(InboxMail {
            from: mime::address(from)?,
            subject: self.subject.data.clone(),
            text: text(&self.body.text),
            html: text(&self.body.html),
            attachments: attachments?,
            ..InboxMail::default()
        })
    }
}

impl SimpleAttachment {
    fn shown(&self) -> Result<Attachment, Refusal> {
        let content = BASE64_STANDARD
            .decode(&self.raw_content)
            .map_err(|_| Refusal::bad_request("RawContent must be base64."))?;
        let content_type = self.content_type.as_deref().unwrap_or("application/octet-stream");
        let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
        let method = parameters.split(';').find_map(|p| p.trim().strip_prefix("method="));
        let name = Some(self.file_name.clone());
        let method = method.map(|method| method.trim_matches('"').to_owned());
        Ok(mime::attachment(name, essence.trim().to_ascii_lowercase(), method, &content))
    }
}
