//! What the mail service holds.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::message::InboxMail;
use super::refusal::Refusal;
use crate::sim::{Entropy, StateError, state};

const MAIL_FIELDS: [&str; 11] = [
    "from",
    "to",
    "cc",
    "bcc",
    "reply_to",
    "subject",
    "text",
    "html",
    "attachments",
    "message_id",
    "at",
];

/// The inbox and the account's lists.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    mails: Vec<InboxMail>,
    /// Addresses that SES takes mail for and never delivers to.
    suppressed: Vec<String>,
    /// Domains mail may come from; any when there are none.
    verified_domains: Vec<String>,
    entropy: Entropy,
}

impl Held {
    /// An empty inbox.
    pub fn new(seed: u64) -> Self {
        let (mails, suppressed, verified_domains) = (Vec::new(), Vec::new(), Vec::new());
        Self { mails, suppressed, verified_domains, entropy: Entropy::new(seed) }
    }

    /// The published shape; the lists are shown when there is something on them.
    pub fn state(&self) -> Value {
        let mut state = Map::new();
        state.insert("mails".into(), json!(self.mails));
        let lists =
            [("suppressed", &self.suppressed), ("verified_domains", &self.verified_domains)];
        for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            state.insert(name.into(), json!(list));
        }
        Value::Object(state)
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &["mails", "suppressed", "verified_domains"])?;
        let mails: Option<Vec<InboxMail>> = given
            .get("mails")
            .map(|value| state::items("mails", value, &MAIL_FIELDS))
            .transpose()?;
        let list = |name: &str| given.get(name).map(|value| strings(name, value)).transpose();
        let (suppressed, domains) = (list("suppressed")?, list("verified_domains")?);
        if let Some(mails) = mails {
            self.mails = mails;
        }
        if let Some(suppressed) = suppressed {
            self.suppressed = suppressed;
        }
        if let Some(domains) = domains {
            self.verified_domains = domains;
        }
        Ok(())
    }

    /// Refuses a sender whose domain is not verified.
    pub fn check_sender(&self, from: &str) -> Result<(), Refusal> {
        let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
        let is = |verified: &String| verified.eq_ignore_ascii_case(domain);
        if self.verified_domains.is_empty() || self.verified_domains.iter().any(is) {
            return Ok(());
        }
        Err(Refusal::rejected(format!("Email address is not verified: {from}")))
    }

    /// A new message id, in SES's manner.
    pub fn message_id(&mut self, now: Timestamp) -> String {
        let mut part = |len| self.entropy.text(b"0123456789abcdef", len);
        let tail = [part(8), part(4), part(4), part(4), part(12)].join("-");
        format!("0102{:012x}-{tail}-000000", now.as_millisecond())
    }

    /// Puts a mail into the inbox, unless nobody may get it.
    pub fn deliver(&mut self, mut mail: InboxMail) {
        let kept = |address: &String| {
            !self.suppressed.iter().any(|listed| listed.eq_ignore_ascii_case(address))
        };
        mail.to.retain(kept);
        mail.cc.retain(kept);
        mail.bcc.retain(kept);
        if mail.recipients().next().is_some() {
            self.mails.push(mail);
        }
    }
}

fn strings(name: &str, value: &Value) -> Result<Vec<String>, StateError> {
    serde_json::from_value(value.clone())
        .map_err(|error| StateError::invalid(name, error.to_string()))
}
