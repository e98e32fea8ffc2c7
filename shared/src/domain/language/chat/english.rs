//! English.

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Your wallet has been topped up",
        body: "You received {data.amount} {data.unit}.
Your balance is now {data.balance} {data.unit}.
Note: {data.note}",
    },
    perk_redeemed: EventText {
        title: "You have redeemed a perk",
        body: "Perk: {data.name}
Redeemed for {data.amount} {data.unit}.
Your balance is now {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Your balance is running low",
        body: "You have {data.balance} {data.unit} left.
Your balance is below the limit of {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "There is a new perk",
        body: "Now available: {data.name}
{data.description}",
    },
    award: EventText {
        title: "A new award",
        body: "Award: {data.title}
For: {data.recipient}
Note: {data.note}",
    },
    other: EventText {
        title: "News from {tenant_name}",
        body: "{data.title}
{data.note}
Event: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Your balance: {amount} {unit}.",
    not_available: "I can’t read your balance right now. Please try again later.",
    unknown_person: "I don’t know you here yet. Please ask your administrator to match your account.",
    no_wallet: "There is no wallet for you.",
    not_configured: "{tenant_name} has not set this up yet.",
    help: "Ask me for your balance with {command} balance, or in your own words: “How many points do \
        I have?”",
    test: "This is a test message from {tenant_name}: messages arrive here.",
};
