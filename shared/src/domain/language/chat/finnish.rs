//! Finnish. A unit may be any word, so it stands where no case is asked of it.

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Lompakkoosi on lisätty saldoa",
        body: "Sait lisää: {data.amount} {data.unit}.
Saldosi on nyt {data.balance} {data.unit}.
Viesti: {data.note}",
    },
    perk_redeemed: EventText {
        title: "Lunastit edun",
        body: "Etu: {data.name}
Lunastuksen hinta: {data.amount} {data.unit}.
Saldosi on nyt {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Saldosi on vähissä",
        body: "Jäljellä on {data.balance} {data.unit}.
Saldosi alittaa rajan, joka on {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "Tarjolla on uusi etu",
        body: "Nyt saatavilla: {data.name}
{data.description}",
    },
    award: EventText {
        title: "Uusi tunnustus",
        body: "Tunnustus: {data.title}
Saaja: {data.recipient}
Viesti: {data.note}",
    },
    other: EventText {
        title: "Uutisia: {tenant_name}",
        body: "{data.title}
{data.note}
Tapahtuma: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Saldosi: {amount} {unit}.",
    not_available: "En pysty juuri nyt tarkistamaan saldoasi. Yritä myöhemmin uudelleen.",
    unknown_person: "En vielä tunne sinua täällä. Pyydä ylläpitäjää yhdistämään tilisi.",
    no_wallet: "Sinulle ei löydy lompakkoa.",
    not_configured: "{tenant_name} ei ole vielä ottanut tätä toimintoa käyttöön.",
    help: "Voit kysyä saldoasi komennolla {command} balance tai omin sanoin: ”Paljonko pisteitä minulla \
        on?”",
    test: "Tämä on testiviesti, lähettäjänä {tenant_name}: viestit tulevat perille tänne.",
};
