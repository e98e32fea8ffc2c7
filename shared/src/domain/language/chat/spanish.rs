//! Spanish, with «usted».

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Se ha recargado su monedero",
        body: "Ha recibido {data.amount} {data.unit}.
Su saldo es ahora de {data.balance} {data.unit}.
Nota: {data.note}",
    },
    perk_redeemed: EventText {
        title: "Ha canjeado un beneficio",
        body: "Beneficio: {data.name}
Canjeado por {data.amount} {data.unit}.
Su saldo es ahora de {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Su saldo se está agotando",
        body: "Le quedan {data.balance} {data.unit}.
Su saldo está por debajo del límite de {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "Hay un nuevo beneficio",
        body: "Ya disponible: {data.name}
{data.description}",
    },
    award: EventText {
        title: "Un nuevo reconocimiento",
        body: "Reconocimiento: {data.title}
Para: {data.recipient}
Nota: {data.note}",
    },
    other: EventText {
        title: "Novedades de {tenant_name}",
        body: "{data.title}
{data.note}
Evento: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Su saldo: {amount} {unit}.",
    not_available: "Ahora mismo no puedo consultar su saldo. Inténtelo de nuevo más tarde.",
    unknown_person: "Todavía no sé quién es usted aquí. Pida a su administrador que vincule su cuenta.",
    no_wallet: "No consta ningún monedero a su nombre.",
    not_configured: "{tenant_name} todavía no ha configurado esta función.",
    help: "Puede consultar su saldo con {command} balance o con sus propias palabras: «¿Cuántos puntos \
        tengo?»",
    test: "Este es un mensaje de prueba de {tenant_name}: los mensajes llegan aquí.",
};
