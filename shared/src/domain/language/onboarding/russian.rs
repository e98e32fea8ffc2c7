//! Russian, with «Вы». Names stand where no case is asked of them.

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Цели",
    expected_results: "Ожидаемые результаты",
    agenda: "Повестка встречи",
    questions: "Вопросы для обсуждения",
    materials: "Материалы",
    one_on_one: ["Как идут дела", "Текущие задачи", "Цели до следующей встречи"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "Эта встреча записывается. Запись доступна только тем, кому это разрешают настройки \
        конфиденциальности компании. Если Вы не хотите попасть на запись, пожалуйста, скажите об \
        этом до начала встречи.",
    previous: "Запись одной из прошлых встреч на эту тему: ",
    resources: "Полезные ссылки:",
    contact: "Есть вопросы? Пишите: ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "Как всё прошло? {data.about}",
        body: "«{data.about}»: что было удачно, а что нет? Пожалуйста, поделитесь впечатлениями.
Дать обратную связь за две минуты: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Ждём Вашу обратную связь: {data.about}",
        body: "Вы ещё не рассказали, как всё прошло: «{data.about}». Нам важно Ваше мнение.
Дать обратную связь за две минуты: {data.url}",
    },
    recording_stored: EventText {
        title: "Запись готова: {data.about}",
        body: "Если Вы что-то упустили на встрече «{data.about}», её можно посмотреть ещё раз.
Посмотреть запись: {data.url}
Прочитать расшифровку: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "Расшифровка готова: {data.about}",
        body: "Всё, о чём говорили на встрече «{data.about}», теперь можно и прочитать.
Прочитать расшифровку: {data.transcript_url}
Посмотреть запись: {data.url}",
    },
    step_blocked: EventText {
        title: "Не удаётся запланировать этап: {data.about}",
        body: "«{data.about}» ({data.employee}) пока откладывается: не хватает участника.
Роль, на которую никто не назначен: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "Повестки ещё нет: {data.about}",
        body: "Для встречи «{data.about}» ({data.employee}) ещё нет повестки или материалов.
Когда: {data.when}
Пожалуйста, добавьте их в сценарий онбординга или отправьте участникам.",
    },
    support_requested: EventText {
        title: "Нужна помощь: {data.problem}",
        body: "От кого: {data.from}
Проблема: {data.problem}
Шаги: {data.steps}
Ошибки: {data.errors}
Вложения: {data.attachments}
Система: {data.system}
Обращение: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "Как всё прошло? {about}",
    question: "Что было удачно, а что нет?",
    send: "Отправить",
    thanks: "Спасибо! Ваш ответ получен, эту страницу можно закрыть.",
    gone: "Ссылка больше не действует или неполная. Пожалуйста, откройте её из письма ещё раз.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Приглашение: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Будем рады встретиться с Вами онлайн:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Организатор: {host_name}

Подключиться к встрече: {meeting_url}
Пароль, если потребуется: {meeting_password}

{note}

{onboarding_notes}

До встречи!
{tenant_name}
",
    },
    changed: Text {
        subject: "Изменение: {service_name}, теперь {start_date}, {start_time}",
        body: "Здравствуйте!

Наша онлайн-встреча изменилась. Актуальные данные:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Организатор: {host_name}

Подключиться к встрече: {meeting_url}
Пароль, если потребуется: {meeting_password}

{note}

{onboarding_notes}

Пожалуйста, используйте эту ссылку, даже если раньше Вы получили другую.

До встречи!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Отмена: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Эта онлайн-встреча не состоится, полученная ранее ссылка больше не действует:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

{onboarding_notes}

С уважением,
{tenant_name}
",
    },
};
