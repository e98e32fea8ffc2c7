//! German, with „Sie“.

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Ihr Guthaben wurde aufgeladen",
        body: "Sie haben {data.amount} {data.unit} erhalten.
Ihr Guthaben beträgt jetzt {data.balance} {data.unit}.
Notiz: {data.note}",
    },
    perk_redeemed: EventText {
        title: "Sie haben einen Vorteil eingelöst",
        body: "Vorteil: {data.name}
Eingelöst für {data.amount} {data.unit}.
Ihr Guthaben beträgt jetzt {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Ihr Guthaben geht zur Neige",
        body: "Sie haben noch {data.balance} {data.unit}.
Ihr Guthaben liegt unter der Grenze von {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "Es gibt einen neuen Vorteil",
        body: "Ab jetzt verfügbar: {data.name}
{data.description}",
    },
    award: EventText {
        title: "Eine neue Auszeichnung",
        body: "Auszeichnung: {data.title}
Für: {data.recipient}
Notiz: {data.note}",
    },
    other: EventText {
        title: "Neues von {tenant_name}",
        body: "{data.title}
{data.note}
Ereignis: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Ihr Guthaben: {amount} {unit}.",
    not_available: "Ihr Guthaben lässt sich gerade nicht abrufen. Bitte versuchen Sie es später noch \
        einmal.",
    unknown_person: "Ich kenne Sie hier noch nicht. Bitten Sie Ihre Administration, Ihr Konto \
        zuzuordnen.",
    no_wallet: "Für Sie ist kein Guthabenkonto vorhanden.",
    not_configured: "{tenant_name} hat diese Funktion noch nicht eingerichtet.",
    help: "Ihr Guthaben erfahren Sie mit {command} balance oder in eigenen Worten: „Wie viele Punkte \
        habe ich noch?“",
    test: "Dies ist eine Testnachricht von {tenant_name}: Nachrichten kommen hier an.",
};
