//! What people read in chat: the messages about business events, and the bot's answers. Each language
//! is one file in the directory of this name, with one shape.

mod english;
mod finnish;
mod french;
mod german;
mod italian;
mod japanese;
mod russian;
mod spanish;

use super::{Language, of_language};

/// The message about one business event. Its codes are `{data.…}`, which the event brings along, and
/// `{event}` (the event's type), `{person_name}` and `{tenant_name}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventText {
    /// One line. What is in it is always known.
    pub title: &'static str,
    /// One to three lines. Each is complete by itself, so one whose code has no value can be left out.
    pub body: &'static str,
}

/// A message for each built-in business event; a field each, so that no language can lack one. They
/// speak to the person whom the event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTexts {
    /// The person got something: `{data.amount}`, `{data.unit}`, `{data.balance}`, `{data.note}`.
    pub wallet_funded: EventText,
    /// The person took a perk: `{data.name}`, `{data.amount}`, `{data.unit}`, `{data.balance}`.
    pub perk_redeemed: EventText,
    /// Little is left: `{data.balance}`, `{data.unit}`, `{data.threshold}`.
    pub low_balance: EventText,
    /// There is a new perk: `{data.name}`, `{data.description}`.
    pub perk_added: EventText,
    /// Somebody is honoured, and anybody may read it: `{data.title}`, `{data.recipient}`,
    /// `{data.note}`.
    pub award: EventText,
    /// An event of a type that a company invented: `{data.title}`, `{data.note}`, and `{event}`, which
    /// is always known.
    pub other: EventText,
}

/// What the bot answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerTexts {
    /// What is in the person's wallet: `{amount}`, `{unit}`.
    pub balance: &'static str,
    /// Nobody can tell at the moment.
    pub not_available: &'static str,
    /// Whoever asks is none of the people we know.
    pub unknown_person: &'static str,
    /// The source knows the person and says that there is no wallet.
    pub no_wallet: &'static str,
    /// The company has not said where balances come from: `{tenant_name}`.
    pub not_configured: &'static str,
    /// What can be asked: `{command}`, with its `balance`, and a question in words.
    pub help: &'static str,
    /// Shows that messages arrive: `{tenant_name}`.
    pub test: &'static str,
}

impl Language {
    /// The messages about business events.
    #[must_use]
    pub const fn event_texts(self) -> &'static EventTexts {
        of_language!(self, EVENT_TEXTS)
    }

    /// What the bot answers.
    #[must_use]
    pub const fn answers(self) -> &'static AnswerTexts {
        of_language!(self, ANSWERS)
    }
}

#[cfg(test)]
mod tests;
