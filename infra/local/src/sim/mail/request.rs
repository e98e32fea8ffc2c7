//! The `SendEmail` request, read as strictly as SES reads it.

use serde::Deserialize;

use super::message::InboxMail;
use super::mime;
use super::refusal::Refusal;
use super::simple::Simple;

/// Bytes of a message (Amazon SES: quotas), measured as base64.
const SIZE_LIMIT: usize = 40 * 1024 * 1024;
/// Recipients of one message (Amazon SES: quotas).
const RECIPIENT_LIMIT: usize = 50;

/// The body of `POST /v2/email/outbound-emails`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SendEmail {
    from_email_address: Option<String>,
    destination: Option<Destination>,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    content: Content,
    // Read so that they are known, and without effect on an inbox.
    #[serde(rename = "ConfigurationSetName")]
    _configuration_set_name: Option<String>,
    #[serde(rename = "EmailTags")]
    _email_tags: Option<serde_json::Value>,
    #[serde(rename = "FeedbackForwardingEmailAddress")]
    _feedback_forwarding: Option<String>,
    #[serde(rename = "ListManagementOptions")]
    _list_management: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize, Default)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[expect(clippy::struct_field_names, reason = "these are SES's names")]
struct Destination {
    to_addresses: Vec<String>,
    cc_addresses: Vec<String>,
    bcc_addresses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Content {
    simple: Option<Simple>,
    raw: Option<Raw>,
    template: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Raw {
    data: String,
}

impl SendEmail {
    /// Reads a request body.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        if body.len() > SIZE_LIMIT {
            return Err(Refusal::bad_request("The message is larger than 40 MB."));
        }
        serde_json::from_slice(body).map_err(|error| Refusal::bad_request(error.to_string()))
    }

    /// The mail that it sends.
    pub fn mail(self) -> Result<InboxMail, Refusal> {
        let mut mail = match (&self.content.simple, &self.content.raw, &self.content.template) {
            (Some(simple), None, None) => simple.mail(self.from_email_address.as_deref())?,
            (None, Some(raw), None) => mime::parse(&raw.data)?,
            (None, None, Some(_)) => {
                let missing = Refusal::new("NotFoundException", "The template does not exist.");
                return Err(missing.with_status(http::StatusCode::NOT_FOUND));
            }
            _ => {
                let message = "Exactly one of Simple, Raw and Template is required.";
                return Err(Refusal::bad_request(message));
            }
        };
        if let Some(from) = &self.from_email_address {
            mail.from = mime::address(from)?;
        }
        if let Some(reply_to) = self.reply_to_addresses.first() {
            mail.reply_to = Some(mime::address(reply_to)?);
        }
        self.address(&mut mail)?;
        Ok(mail)
    }

    /// Destination decides who gets the mail; without one, its own headers do.
    fn address(&self, mail: &mut InboxMail) -> Result<(), Refusal> {
        if let Some(destination) = &self.destination {
            destination.bare()?.apply(mail);
        }
        match mail.recipients().count() {
            0 => Err(Refusal::bad_request("There must be at least one destination.")),
            n if n > RECIPIENT_LIMIT => Err(Refusal::bad_request("Recipient count exceeds 50.")),
            _ if mail.from.is_empty() => Err(Refusal::bad_request("Missing sender.")),
            _ => Ok(()),
        }
    }
}

impl Destination {
    /// The same with bare addresses.
    fn bare(&self) -> Result<Self, Refusal> {
        Ok(Self {
            to_addresses: bare(&self.to_addresses)?,
            cc_addresses: bare(&self.cc_addresses)?,
            bcc_addresses: bare(&self.bcc_addresses)?,
        })
    }

    /// Makes it decide who gets the mail. Of the mail's own recipients those stay that it names;
    /// whom the mail does not name is shown where the destination has them.
    fn apply(self, mail: &mut InboxMail) {
        let Self { to_addresses, cc_addresses, bcc_addresses } = self;
        let is_named = |address: &String| {
            [&to_addresses, &cc_addresses, &bcc_addresses].iter().any(|list| holds(list, address))
        };
        mail.to.retain(is_named);
        mail.cc.retain(is_named);
        mail.bcc.clear();
        let shown = [mail.to.clone(), mail.cc.clone()].concat();
        let unshown = |address: &String| !holds(&shown, address);
        mail.to.extend(to_addresses.into_iter().filter(unshown));
        mail.cc.extend(cc_addresses.into_iter().filter(unshown));
        mail.bcc.extend(bcc_addresses.into_iter().filter(unshown));
    }
}

fn bare(list: &[String]) -> Result<Vec<String>, Refusal> {
    list.iter().map(|text| mime::address(text)).collect()
}

fn holds(list: &[String], address: &str) -> bool {
    list.iter().any(|other| other.eq_ignore_ascii_case(address))
}
