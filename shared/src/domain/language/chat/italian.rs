//! Italian, impersonal where it can be and with «Lei» where it can't.

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Il Suo portafoglio è stato ricaricato",
        body: "Ha ricevuto {data.amount} {data.unit}.
Il saldo ora è di {data.balance} {data.unit}.
Nota: {data.note}",
    },
    perk_redeemed: EventText {
        title: "Ha riscattato un benefit",
        body: "Benefit: {data.name}
Riscattato per {data.amount} {data.unit}.
Il saldo ora è di {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Il saldo sta per esaurirsi",
        body: "Restano {data.balance} {data.unit}.
Il saldo è sotto la soglia di {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "C’è un nuovo benefit",
        body: "Ora disponibile: {data.name}
{data.description}",
    },
    award: EventText {
        title: "Un nuovo riconoscimento",
        body: "Riconoscimento: {data.title}
Per: {data.recipient}
Nota: {data.note}",
    },
    other: EventText {
        title: "Novità da {tenant_name}",
        body: "{data.title}
{data.note}
Tipo di evento: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Il Suo saldo: {amount} {unit}.",
    not_available: "In questo momento non è possibile leggere il saldo. La preghiamo di riprovare più \
        tardi.",
    unknown_person: "Non so ancora chi è Lei. Chieda al Suo amministratore di abbinare il Suo account.",
    no_wallet: "Non risulta alcun portafoglio a Suo nome.",
    not_configured: "{tenant_name} non ha ancora configurato questa funzione.",
    help: "Il saldo si può chiedere con {command} balance oppure a parole: «Quanti punti ho?»",
    test: "Questo è un messaggio di prova di {tenant_name}: i messaggi arrivano qui.",
};
