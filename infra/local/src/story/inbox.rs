//! Where the mails of a story can be read.

use serde_json::{Value, json};

/// An inbox behind SES.
#[derive(Clone, Debug)]
pub enum Inbox {
    /// Our own, which keeps whole mails.
    Simulated,
    /// An emulator of AWS lists them at this address. It keeps subject and text and drops attachments.
    Emulated(String),
}

/// What a mail to find is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub to: &'a str,
    /// How the subject begins.
    pub subject: &'a str,
    /// The calendar's METHOD.
    pub method: &'a str,
    /// The calendar's SEQUENCE, which counts the changes that people were told.
    pub sequence: usize,
}

impl Inbox {
    /// What a story may say of calendars: the words, where calendars can be looked at.
    pub(super) const fn calendar<'a>(&self, words: &'a str) -> &'a str {
        match self {
            Self::Simulated => words,
            Self::Emulated(_) => "",
        }
    }

    /// Of these mails the wanted one. Without calendars it is the one that was sent to the address
    /// after as many others: there is one for each change.
    pub(super) fn find(
        &self,
        mails: impl Iterator<Item = Value>,
        wanted: Wanted<'_>,
    ) -> Option<Value> {
        let mut to_them = mails.filter(|mail| is_to(mail, wanted.to));
        let found = match self {
            Self::Simulated => to_them.find(|mail| has_calendar(mail, wanted)),
            Self::Emulated(_) => to_them.nth(wanted.sequence),
        };
        found.filter(|mail| {
            mail["subject"].as_str().is_some_and(|it| it.starts_with(wanted.subject))
        })
    }
}

fn is_to(mail: &Value, address: &str) -> bool {
    mail["to"].as_array().is_some_and(|all| all.iter().any(|it| it == address))
}

fn has_calendar(mail: &Value, Wanted { method, sequence, .. }: Wanted<'_>) -> bool {
    let attachments = mail["attachments"].as_array().cloned().unwrap_or_default();
    let texts = attachments.iter().filter_map(|attachment| attachment["text"].as_str());
    let calendar: String = texts.collect();
    calendar.contains(&format!("METHOD:{method}\r"))
        && calendar.contains(&format!("SEQUENCE:{sequence}\r"))
}

/// The mails that our own simulator holds.
pub(super) fn simulated(mut state: Value) -> Vec<Value> {
    match state["mails"].take() {
        Value::Array(mails) => mails,
        _ => Vec::new(),
    }
}

/// The mails that an emulator lists by account, in the shape of our simulator.
pub(super) fn emulated(listed: &Value) -> Vec<Value> {
    let accounts = listed["messages"].as_object().into_iter().flat_map(|all| all.values());
    let mails = accounts.filter_map(Value::as_array).flatten();
    mails
        .map(|mail| json!({"to": mail["To"], "subject": mail["Subject"], "text": mail["BodyText"]}))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_found_by_its_calendar_or_else_by_its_place() {
        let mail = |to: &str, sequence: usize| {
            let text = format!("METHOD:REQUEST\r\nSEQUENCE:{sequence}\r\n");
            json!({"to": [to], "subject": format!("No {sequence}"), "attachments": [{"text": text}]})
        };
        let mails = || [mail("b@x", 0), mail("a@x", 1), mail("a@x", 0)].into_iter();
        let subject = |inbox: Inbox, subject: &str, method: &str, sequence: usize| {
            let wanted = Wanted { to: "a@x", subject, method, sequence };
            inbox.find(mails(), wanted).map(|mail| mail["subject"].clone())
        };
        assert_eq!(subject(Inbox::Simulated, "No", "REQUEST", 0), Some(json!("No 0")));
        assert_eq!(subject(Inbox::Simulated, "No", "CANCEL", 0), None);
        assert_eq!(subject(Inbox::Simulated, "Yes", "REQUEST", 0), None);
        let emulated = || Inbox::Emulated(String::new());
        assert_eq!(subject(emulated(), "No", "REQUEST", 0), Some(json!("No 1")));
        assert_eq!(subject(emulated(), "No", "CANCEL", 1), Some(json!("No 0")));
        assert_eq!(subject(emulated(), "No", "CANCEL", 2), None);
        assert_eq!(subject(emulated(), "Yes", "CANCEL", 1), None);
    }

    #[test]
    fn an_emulators_list_is_read_account_by_account() {
        let listed = json!({"messages": {"000000000000": [
            {"MessageId": "1", "To": ["a@x"], "Subject": "Hi", "BodyText": "There"}
        ]}});
        let expected = json!({"to": ["a@x"], "subject": "Hi", "text": "There"});
        assert_eq!(emulated(&listed), [expected]);
        assert!(emulated(&json!("not a list")).is_empty());
    }
}
