//! Russian, with «Вы». A unit may be any word, so it stands where no case is asked of it.

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "Ваш кошелёк пополнен",
        body: "Вам начислено: {data.amount} {data.unit}.
Теперь Ваш баланс: {data.balance} {data.unit}.
Примечание: {data.note}",
    },
    perk_redeemed: EventText {
        title: "Вы воспользовались привилегией",
        body: "Привилегия: {data.name}
Списано: {data.amount} {data.unit}.
Теперь Ваш баланс: {data.balance} {data.unit}.",
    },
    low_balance: EventText {
        title: "Ваш баланс подходит к концу",
        body: "Осталось: {data.balance} {data.unit}.
Баланс ниже установленного порога: {data.threshold} {data.unit}.",
    },
    perk_added: EventText {
        title: "Появилась новая привилегия",
        body: "Теперь доступно: {data.name}
{data.description}",
    },
    award: EventText {
        title: "Новая награда",
        body: "Награда: {data.title}
Получает: {data.recipient}
Примечание: {data.note}",
    },
    other: EventText {
        title: "Новости от {tenant_name}",
        body: "{data.title}
{data.note}
Событие: {event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "Ваш баланс: {amount} {unit}.",
    not_available: "Сейчас не удаётся узнать Ваш баланс. Пожалуйста, попробуйте позже.",
    unknown_person: "Я пока не знаю, кто Вы. Попросите администратора сопоставить Вашу учётную запись.",
    no_wallet: "Кошелька на Ваше имя нет.",
    not_configured: "Компания {tenant_name} ещё не настроила эту функцию.",
    help: "Узнать баланс можно командой {command} balance или своими словами: «Сколько у меня баллов?»",
    test: "Это тестовое сообщение от {tenant_name}: сообщения приходят сюда.",
};
