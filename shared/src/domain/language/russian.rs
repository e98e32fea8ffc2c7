//! Russian, with «Вы». The no-break space (U+00A0) keeps «г.» with its year.

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

pub(super) const DATES: Dates = Dates {
    days: ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    months: [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    day: "{weekday}, {day} {month} {year}\u{a0}г.",
    first: "1",
    time: "%H:%M",
    minutes: "\u{a0}мин",
    brackets: [" (", ")"],
    zones: &[
        ("Europe/Moscow", "московское время"),
        ("Europe/Kaliningrad", "калининградское время"),
        ("Europe/Samara", "самарское время"),
        ("Asia/Yekaterinburg", "екатеринбургское время"),
        ("Asia/Omsk", "омское время"),
        ("Asia/Novosibirsk", "новосибирское время"),
        ("Asia/Krasnoyarsk", "красноярское время"),
        ("Asia/Irkutsk", "иркутское время"),
        ("Asia/Vladivostok", "владивостокское время"),
    ],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}, {start_time}–{end_time}, {time_zone}",
    join: "Подключиться: ",
    password: "Пароль: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "Ссылка больше не действует",
        text: "Встреча закончилась, отменена или передана другому организатору. В последнем случае у \
               него есть собственная ссылка.",
    },
    unknown: Page {
        title: "Здесь ничего нет",
        text: "Ссылка неполная. Откройте её из письма ещё раз или скопируйте целиком.",
    },
    trouble: Page {
        title: "Сейчас не получается",
        text: "Видеосервис не предоставил ссылку для запуска. Откройте эту страницу чуть позже. Если \
               это не поможет, обратитесь к администратору.",
    },
};

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "Учётная запись подключена",
        text: "Всё получилось. Эту страницу можно закрыть.",
    },
    missing_scopes: Page {
        title: "Не хватает разрешений",
        text: "Предоставлены не все разрешения, поэтому пользоваться учётной записью пока нельзя. \
               Подключите её ещё раз и не снимайте ни одного флажка.",
    },
    denied: Page {
        title: "Ничего не подключено",
        text: "Вы отказались предоставить доступ. Если Вы передумаете, ссылка из приглашения \
               по-прежнему ведёт сюда.",
    },
    blocked_by_admin: Page {
        title: "Сначала нужно разрешение ИТ-отдела",
        text: "Администратор учётной записи Вашей компании должен одобрить приложение для всех \
               пользователей. Попросите об этом ИТ-отдел, а затем повторите подключение.",
    },
    wrong_account: Page {
        title: "Это была другая учётная запись",
        text: "Вход выполнен не в ту учётную запись, к которой относится Ваш рабочий адрес. \
               Выйдите из сервиса, откройте ссылку ещё раз и войдите в рабочую учётную запись.",
    },
    expired: Page {
        title: "Время истекло",
        text: "Подключение заняло слишком много времени или уже было завершено. Пожалуйста, \
               начните заново.",
    },
    unknown: Page {
        title: "Этот адрес недействителен",
        text: "Он работает только один раз и, возможно, уже использован. Пожалуйста, начните \
               заново с приглашения.",
    },
    trouble: Page {
        title: "Сейчас не получается",
        text: "Сервис не отвечает. Попробуйте ещё раз через несколько минут.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Подключите учётные записи для встреч",
    intro: "Когда {tenant_name} назначает собеседования, которые проводите Вы, ссылки на встречи \
        создаются через подключённые здесь учётные записи.",
    connect: "Подключить {provider}",
    connected: "Подключено",
    not_connected: "Ещё не подключено",
    attention: "Нужно подключить заново",
    done: "Всё подключено, эту страницу можно закрыть.",
    gone: Page {
        title: "Ссылка уже использована или устарела",
        text: "Она действует один раз и ограниченное время. Попросите новую у того, кто Вас \
               пригласил.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}: подключите, пожалуйста, {providers}",
    greeting: "Здравствуйте, {person_name}!",
    intro: "Теперь ссылки на встречи будут создаваться автоматически, когда назначаются \
        собеседования, которые проводите Вы. Для этого, пожалуйста, подключите {providers}. \
        Сделать это нужно один раз, и это займёт всего несколько минут:",
    after_number: ". ",
    steps: [
        "Откройте личную ссылку: {connect_url}\nОна предназначена только для Вас, крайний срок — \
         {until}.",
        "Посмотрите список своих учётных записей: в нём видно, какие уже подключены.",
        "Выберите, что подключить: {providers}.",
        "Нажмите «Подключить».",
        "Войдите в свою рабочую учётную запись с этим адресом электронной почты и предоставьте \
         запрошенные разрешения.",
        "Когда на странице появится сообщение, что всё подключено, больше ничего делать не нужно. \
         Мы тоже это увидим, сообщать нам необязательно.",
    ],
    closing: "Если что-то не получится, дайте нам знать. Мы с радостью \
        поможем.\n\nСпасибо!\n{tenant_name}",
    until: "{date}, {time}, {zone}",
    joining: Joining { pair: " и ", inner: ", ", last: " и " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "Нужно снова подключить {provider}: {person_name}",
        body: "Подключение к {provider} больше не работает: {person_name}. Встречи, которым оно нужно, ждут \
            и будут созданы автоматически, как только оно восстановится.\n\nПопросите подключить \
            {provider} ещё раз или отправьте новое приглашение.",
    },
    connected: Text {
        subject: "Подключение выполнено: {person_name}, {provider}",
        body: "Подключение к {provider} выполнено: {person_name}. Теперь ссылки на встречи с этим \
            организатором создаются автоматически.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "Первая консультация",
    company: "Студия «Берег»",
    guest: "Алёна Ковалёва",
    host: "Дмитрий Щукин",
    note: "Возьму с собой прошлые заключения.",
    time_zone: "Europe/Moscow",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "Услуга из бронирования не настроена. Создайте её или исправьте идентификатор.",
    not_connected: "Видеосервис не подключён. Подключите его в настройках.",
    connection_disabled: "Подключение к видеосервису отключено. Включите его.",
    invalid_credentials: "Видеосервис не принимает учётные данные. Скопируйте их заново и проверьте \
        подключение.",
    app_not_activated: "Приложение не активировано в видеосервисе. Активируйте его и проверьте \
        подключение.",
    insufficient_scope: "Приложению не хватает разрешения в видеосервисе. Добавьте его и проверьте \
        подключение.",
    needs_reauth: "Срок доступа к видеосервису истёк. Подключите его заново.",
    blocked_by_admin: "Администратор видеосервиса запретил подключение. Попросите его разрешить \
        доступ.",
    denied: "В доступе к видеосервису отказано. Подключите его заново и подтвердите разрешения.",
    account_mismatch: "Подключение принадлежит другой учётной записи. Подключите нужную.",
    host_not_mapped: "Организатор не связан с пользователем видеосервиса. Свяжите их.",
    host_not_found: "Связанного пользователя нет в видеосервисе, или он не активен. Выберите другого.",
    host_not_licensed: "Связанный пользователь видеосервиса не может проводить встречи. Назначьте ему \
        лицензию или выберите другого.",
    teams_not_available: "Microsoft не создаёт встречу Teams для организатора. Назначьте \
        организатору лицензию Teams и убедитесь, что Teams включён в компании.",
    mailbox_not_enabled: "У организатора нет почтового ящика в Exchange Online. Назначьте \
        лицензию с почтовым ящиком или выберите другого организатора.",
    mailbox_excluded: "Политика Exchange закрывает приложению доступ к почтовому ящику \
        организатора. Добавьте организатора в группу, которую называет политика.",
    access_policy_missing: "Ни одна политика Teams не разрешает приложению проводить встречи от \
        имени организатора. Попросите администратора Teams добавить её.",
    host_not_authenticated: "Организатор ещё не подключил свою учётную запись видеосервиса. \
        Пригласите его это сделать.",
    organizer_not_synchronized: "Организатор не синхронизирован с календарём компании. Добавьте \
        его в синхронизацию.",
    shared_mailbox_cannot_host: "Общий почтовый ящик не может проводить встречи. Выберите \
        организатора с личным ящиком.",
    calendar_integration_inactive: "Подключение к календарю компании не активно. Подключите \
        календарь в настройках.",
    meet_disabled_in_admin_console: "Google Meet не включён для организатора. Включите его в консоли \
        администратора Google.",
    passcode_policy: "Правила паролей видеосервиса не допускают восемь цифр. Смягчите их или отключите \
        случайный пароль для услуги.",
    cannot_verify_create: "Неизвестно, была ли создана встреча, и проверить это нельзя. Добавьте \
        приложению права на чтение и проверьте подключение.",
    template_unusable: "Тему или описание услуги нельзя использовать. Исправьте их в настройках.",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Ссылка на встречу: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Встреча пройдёт онлайн:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Подключиться к встрече: {zoom_meeting_url}
Пароль, если потребуется: {zoom_meeting_password}

До встречи!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Изменение: {service_name}, теперь {start_date}, {start_time}",
        body: "Здравствуйте!

Ваша онлайн-встреча изменилась. Актуальные данные:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Подключиться к встрече: {zoom_meeting_url}
Пароль, если потребуется: {zoom_meeting_password}

Пожалуйста, используйте эту ссылку, даже если раньше Вы получили другую.

До встречи!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Отмена: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Ваша онлайн-встреча отменена, полученная ранее ссылка больше не действует:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

С уважением,
{tenant_name}
",
    },
    staff_link: Text {
        subject: "Вы проводите: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Вы проводите эту онлайн-встречу:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Клиент: {customer_name} {customer_email}
Комментарий: {note}

Начать встречу: {host_page}
Пароль, если он установлен: {zoom_meeting_password}

Эта ссылка действует до окончания встречи.
Прямая ссылка для запуска, действует около двух часов: {zoom_meeting_url_host}

Пожалуйста, никому не передавайте эти ссылки: открывший их становится организатором встречи.
",
    },
    staff_changed: Text {
        subject: "Изменение: {service_name}, теперь {start_date}, {start_time}",
        body: "Здравствуйте!

Онлайн-встреча, которую Вы проводите, изменилась. Актуальные данные:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Клиент: {customer_name} {customer_email}
Комментарий: {note}

Начать встречу: {host_page}
Пароль, если он установлен: {zoom_meeting_password}

Эта ссылка действует до окончания встречи.
Прямая ссылка для запуска, действует около двух часов: {zoom_meeting_url_host}

Пожалуйста, никому не передавайте эти ссылки: открывший их становится организатором встречи.
",
    },
    staff_cancelled: Text {
        subject: "Отмена: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Вы больше не проводите эту онлайн-встречу: она отменена или передана другому организатору.

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Клиент: {customer_name}
",
    },
    staff_info: Text {
        subject: "К сведению: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Назначена онлайн-встреча:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Организатор: {host_name}
Клиент: {customer_name}

Подключиться как гость: {meeting_url}
Пароль, если потребуется: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Изменение: {service_name}, теперь {start_date}, {start_time}",
        body: "Здравствуйте!

Онлайн-встреча изменилась. Актуальные данные:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Организатор: {host_name}
Клиент: {customer_name}

Подключиться как гость: {meeting_url}
Пароль, если потребуется: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Отмена: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Эта онлайн-встреча не состоится:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Организатор: {host_name}
Клиент: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Требуется действие: {service_name}, {start_date}, {start_time}",
        body: "Здравствуйте!

Для этой записи ещё нет онлайн-встречи: сначала требуется чьё-то вмешательство.

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Организатор: {host_name}
Клиент: {customer_name}

Причина: {reason}

Как только проблема будет устранена, встреча создастся автоматически и все получат свои ссылки.
",
    },
};
