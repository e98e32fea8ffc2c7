//! French, with « vous ». Before a high mark of punctuation stands a narrow no-break space (U+202F).

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Votre portefeuille a été crédité",
        body: "Vous avez reçu {data.amount} {data.unit}.
Votre solde est maintenant de {data.balance} {data.unit}.
Note\u{202f}: {data.note}",
    },
    perk_redeemed: EventText {
        title: "Vous avez utilisé un avantage",
        body: "Avantage\u{202f}: {data.name}
Obtenu pour {data.amount} {data.unit}.
Votre solde est maintenant de {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Votre solde est presque épuisé",
        body: "Il vous reste {data.balance} {data.unit}.
Votre solde est inférieur au seuil de {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "Il y a un nouvel avantage",
        body: "Désormais disponible\u{202f}: {data.name}
{data.description}",
    },
    award: EventText {
        title: "Une nouvelle distinction",
        body: "Distinction\u{202f}: {data.title}
Pour\u{202f}: {data.recipient}
Note\u{202f}: {data.note}",
    },
    other: EventText {
        title: "Des nouvelles de {tenant_name}",
        body: "{data.title}
{data.note}
Événement\u{202f}: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Votre solde\u{202f}: {amount} {unit}.",
    not_available: "Je ne peux pas consulter votre solde pour le moment. Veuillez réessayer plus tard.",
    unknown_person: "Je ne vous connais pas encore ici. Demandez à votre administrateur d’associer \
        votre compte.",
    no_wallet: "Aucun portefeuille n’existe à votre nom.",
    not_configured: "{tenant_name} n’a pas encore configuré cette fonction.",
    help: "Pour connaître votre solde, tapez {command} balance ou demandez-le avec vos \
        mots\u{202f}: «\u{202f}Combien de points me reste-t-il\u{202f}?\u{202f}»",
    test: "Ceci est un message de test de {tenant_name}\u{202f}: les messages arrivent ici.",
};
