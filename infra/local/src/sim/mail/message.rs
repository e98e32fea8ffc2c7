//! A mail as the inbox shows it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One delivered mail. Addresses are bare, without display names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InboxMail {
    /// The sender.
    pub from: String,
    /// Recipients named in To.
    pub to: Vec<String>,
    /// Recipients named in Cc.
    pub cc: Vec<String>,
    /// Recipients that the mail does not name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<String>,
    /// Where answers go, when it says so.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The plain text; empty when there is none.
    pub text: String,
    /// The HTML; empty when there is none.
    pub html: String,
    /// Everything else, calendar parts included.
    pub attachments: Vec<Attachment>,
    /// What SES answered.
    pub message_id: String,
    /// When it was sent.
    pub at: Timestamp,
}

impl InboxMail {
    /// Everybody who gets it.
    pub fn recipients(&self) -> impl Iterator<Item = &String> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

/// A part of a mail that is not its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Attachment {
    /// The file name, when it has one.
    pub name: Option<String>,
    /// The content type without parameters.
    pub content_type: String,
    /// The calendar METHOD that the content type names.
    pub method: Option<String>,
    /// The content of text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The content of anything else, base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}
