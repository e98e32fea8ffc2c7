//! Texts about business events: what an event says stands in its templates as `{data.…}`.

use super::{Message, Template, TemplateError, Values, one_line};
use crate::domain::business::BusinessEvent;
use crate::domain::event::Audience;
use crate::domain::language::{EventText, Language};
use crate::domain::onboarding::news;

/// Whether a short code names something that only a business event says: a field of its data, its type,
/// or the name of whom it is about.
pub(super) fn is_said(name: &str) -> bool {
    let is_field = |field: &str| {
        !field.is_empty() && field.chars().all(|c| c.is_alphanumeric() || "_.-".contains(c))
    };
    matches!(name, "event" | "subject_name") || name.strip_prefix("data.").is_some_and(is_field)
}

/// What the short codes stand for in texts about this event.
#[must_use]
pub fn values(event: &BusinessEvent, tenant_name: &str, subject_name: &str) -> Values {
    let fields = event.data.iter().map(|(name, text)| (format!("data.{name}"), text.clone()));
    let about = [("event", &*event.kind), ("subject_name", subject_name)];
    let about = about.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Values::of([("tenant_name", tenant_name)]).with(fields.chain(about).collect())
}

/// A company's own text about an event.
///
/// # Errors
/// What is wrong with the template.
pub fn own(subject: &str, body: &str, values: &Values) -> Result<Message, TemplateError> {
    super::message(subject, body, Audience::Attendee, values)
}

/// The text that is there without anybody having written one. A line that would speak of something that
/// the event does not say is left out.
#[must_use]
pub fn built_in(kind: &str, language: Language, values: &Values) -> Message {
    let texts = language.event_texts();
    let EventText { title, body } = match kind {
        "wallet.funded" => texts.wallet_funded,
        "perk.redeemed" => texts.perk_redeemed,
        "wallet.low_balance" => texts.low_balance,
        "perk.added" => texts.perk_added,
        _ if kind.starts_with("award.") => texts.award,
        _ => onboarding_text(kind, language).unwrap_or(texts.other),
    };
    let subject = one_line(&rendered(title, values)).trim().to_owned();
    let says = |line: &&str| {
        let codes = Template::built_in(line, super::CODES);
        codes.pieces.iter().all(|piece| match piece {
            // A number without a unit is a number all the same.
            super::Piece::Data(name) => name == "data.unit" || !values.said(name).is_empty(),
            _ => true,
        })
    };
    let lines: Vec<_> = body.lines().filter(says).map(|line| rendered(line, values)).collect();
    let text = lines.join("\n");
    Message { subject, parts: vec![super::Part { text: text.clone(), code: None }], text }
}

fn onboarding_text(kind: &str, language: Language) -> Option<EventText> {
    let texts = language.onboarding_news();
    match kind {
        news::FEEDBACK_REQUESTED => Some(texts.feedback_requested),
        news::FEEDBACK_REMINDER => Some(texts.feedback_reminder),
        news::RECORDING_STORED => Some(texts.recording_stored),
        news::TRANSCRIPT_STORED => Some(texts.transcript_stored),
        news::STEP_BLOCKED => Some(texts.step_blocked),
        news::AGENDA_MISSING => Some(texts.agenda_missing),
        news::SUPPORT_REQUESTED => Some(texts.support_requested),
        _ => None,
    }
}

fn rendered(text: &str, values: &Values) -> String {
    let parts = Template::built_in(text, super::CODES).parts(values);
    let text: String = parts.into_iter().map(|part| part.text).collect();
    text.replace("  ", " ").replace(" .", ".").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn event(kind: &str, data: &[(&str, &str)]) -> BusinessEvent {
        BusinessEvent {
            id: "e".to_owned(),
            tenant: "t".to_owned(),
            kind: kind.to_owned(),
            at: Timestamp::UNIX_EPOCH,
            subject: None,
            data: data.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        }
    }

    /// G02: the message holds the fact itself, in each language.
    #[test]
    fn built_in_texts_hold_the_fact() {
        for language in Language::ALL {
            let data = [("amount", "50"), ("unit", "punti"), ("balance", "120")];
            let funded = event("wallet.funded", &data);
            let message = built_in("wallet.funded", language, &values(&funded, "Demo", "Ada"));
            assert!(message.text.contains("50 punti"), "{}", message.text);
            assert!(message.text.contains("120"), "{}", message.text);
            assert!(!message.text.contains(['{', '}']) && !message.subject.is_empty());
            let short = event("wallet.funded", &[("amount", "50"), ("unit", "pt")]);
            let message = built_in("wallet.funded", language, &values(&short, "Demo", "Ada"));
            assert!(message.text.contains("50 pt") && !message.text.contains("  "));
            let added = event("perk.added", &[("name", "Yoga")]);
            let message = built_in("perk.added", language, &values(&added, "Demo", ""));
            assert!(format!("{}{}", message.subject, message.text).contains("Yoga"));
        }
    }

    /// G17: a type that a company invented needs a template and no code.
    #[test]
    fn own_texts_speak_of_any_field() {
        let said = event("invoice.paid", &[("number", "7"), ("by.name", "Ada {data.number}")]);
        let values = values(&said, "Demo", "Eero");
        let subject = "{event} for {tenant_name}";
        let message = own(subject, "{data.number} by {data.by.name}{data.no}", &values).unwrap();
        assert_eq!(message.subject, "invoice.paid for Demo");
        assert_eq!(message.text, "7 by Ada {data.number}", "a value is no template");
        assert!(own("", "{data.}", &values).is_err());
        assert!(own("", "{unknown}", &values).is_err());
    }

    /// What only an event says can't stand in a meeting's topic, which is about no event.
    #[test]
    fn topics_say_nothing_of_events() {
        assert!(crate::domain::template::topic("{data.amount}", &Values::default()).is_err());
    }
}
