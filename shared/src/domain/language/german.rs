//! German, with „Sie“.

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

pub(super) const DATES: Dates = Dates {
    days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    day: "{weekday}, {day}. {month} {year}",
    first: "1",
    time: "%H:%M",
    minutes: " Min.",
    brackets: [" (", ")"],
    zones: &[
        ("Europe/Berlin", "deutsche Zeit"),
        ("Europe/Vienna", "österreichische Zeit"),
        ("Europe/Zurich", "Schweizer Zeit"),
    ],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}, {start_time}–{end_time} Uhr, {time_zone}",
    join: "Teilnehmen: ",
    password: "Passwort: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "Dieser Link ist nicht mehr gültig",
        text: "Der Termin ist vorbei, wurde abgesagt oder wird inzwischen von jemand anderem \
               geleitet. In diesem Fall gibt es dafür einen eigenen Link.",
    },
    unknown: Page {
        title: "Hier ist nichts",
        text: "Der Link ist unvollständig. Öffnen Sie ihn noch einmal aus der E-Mail oder kopieren \
               Sie ihn ganz.",
    },
    trouble: Page {
        title: "Gerade nicht möglich",
        text: "Der Videodienst hat keinen Startlink geliefert. Öffnen Sie diese Seite in einem \
               Augenblick noch einmal. Hilft das nicht, wenden Sie sich an Ihre Administration.",
    },
};

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "Das Konto ist verbunden",
        text: "Alles hat geklappt. Sie können diese Seite schließen.",
    },
    missing_scopes: Page {
        title: "Es fehlen Berechtigungen",
        text: "Es wurden nicht alle Berechtigungen erteilt, daher lässt sich das Konto noch nicht \
               nutzen. Bitte verbinden Sie es noch einmal und lassen Sie dabei alle Häkchen \
               gesetzt.",
    },
    denied: Page {
        title: "Es wurde nichts verbunden",
        text: "Sie haben die Freigabe abgelehnt. Wenn Sie es sich anders überlegen, führt der \
               Link in der Einladung weiterhin hierher.",
    },
    blocked_by_admin: Page {
        title: "Ihre IT-Abteilung muss zuerst zustimmen",
        text: "Die Administration des Firmenkontos muss die Anwendung zunächst für alle Benutzer \
               freigeben. Bitte wenden Sie sich an Ihre IT-Abteilung und verbinden Sie das Konto \
               danach noch einmal.",
    },
    wrong_account: Page {
        title: "Das war ein anderes Konto",
        text: "Angemeldet war nicht das Konto mit Ihrer geschäftlichen E-Mail-Adresse. Bitte \
               melden Sie sich beim Dienst ab, öffnen Sie den Link noch einmal und melden Sie \
               sich mit Ihrem Arbeitskonto an.",
    },
    expired: Page {
        title: "Die Zeit ist abgelaufen",
        text: "Das Verbinden hat zu lange gedauert oder war schon abgeschlossen. Bitte beginnen \
               Sie noch einmal von vorn.",
    },
    unknown: Page {
        title: "Diese Adresse ist nicht gültig",
        text: "Sie funktioniert nur einmal und wurde vielleicht schon verwendet. Bitte beginnen \
               Sie noch einmal mit dem Link aus der Einladung.",
    },
    trouble: Page {
        title: "Gerade nicht möglich",
        text: "Der Dienst antwortet im Moment nicht. Bitte versuchen Sie es in einigen Minuten \
               noch einmal.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Verbinden Sie Ihre Meeting-Konten",
    intro: "Wenn {tenant_name} Vorstellungsgespräche plant, die Sie leiten, entstehen die \
        Meeting-Links über die Konten, die Sie hier verbinden.",
    connect: "{provider} verbinden",
    connected: "Verbunden",
    not_connected: "Noch nicht verbunden",
    attention: "Bitte erneut verbinden",
    done: "Alles ist verbunden, Sie können diese Seite schließen.",
    gone: Page {
        title: "Dieser Link wurde schon verwendet oder ist abgelaufen",
        text: "Er gilt nur einmal und nur für begrenzte Zeit. Bitte lassen Sie sich einen neuen \
               schicken.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}: Bitte verbinden Sie {providers}",
    greeting: "Guten Tag {person_name},",
    intro: "wenn Vorstellungsgespräche geplant werden, die Sie leiten, entstehen die \
        Meeting-Links künftig von selbst. Bitte verbinden Sie dafür einmalig {providers}. Das \
        dauert nur wenige Minuten:",
    after_number: ". ",
    steps: [
        "Öffnen Sie Ihren persönlichen Link: {connect_url}\nEr ist nur für Sie bestimmt und \
         gültig bis {until}.",
        "Sehen Sie sich die Liste Ihrer Konten an: Dort steht, welche schon verbunden sind.",
        "Wählen Sie aus, was verbunden werden soll: {providers}.",
        "Klicken Sie auf „Verbinden“.",
        "Melden Sie sich mit Ihrem eigenen Arbeitskonto an, also dem mit dieser E-Mail-Adresse, \
         und stimmen Sie den Berechtigungen zu.",
        "Sobald auf der Seite steht, dass alles verbunden ist, sind Sie fertig. Wir sehen das \
         auch, eine Rückmeldung ist nicht nötig.",
    ],
    closing: "Wenn etwas nicht klappt, melden Sie sich bitte bei uns. Wir helfen gern.\n\nVielen \
        Dank!\n{tenant_name}",
    until: "{date}, {time} Uhr, {zone}",
    joining: Joining { pair: " und ", inner: ", ", last: " und " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "{provider} muss neu verbunden werden: {person_name}",
        body: "Die Verbindung von {person_name} mit {provider} funktioniert nicht mehr. Termine, die sie \
            brauchen, warten und werden von selbst angelegt, sobald sie wieder funktioniert.\n\nBitten \
            Sie {person_name}, {provider} neu zu verbinden, oder senden Sie eine neue Einladung.",
    },
    connected: Text {
        subject: "{person_name} hat {provider} verbunden",
        body: "{person_name} hat {provider} verbunden. Links zu Terminen, die {person_name} leitet, \
            entstehen ab jetzt von selbst.",
    },
    authoriser_leaving: Text {
        subject: "{provider} wurde von jemandem verbunden, der {person_name} verlässt",
        body: "Die Verbindung von {person_name} mit {provider} hat jemand hergestellt, der das \
            Unternehmen verlässt. Sie kann mit dessen Konto enden.\n\nBitten Sie jemanden, der \
            bleibt, {provider} neu zu verbinden, oder verwenden Sie besser ein Dienstkonto. Alles \
            andere bleibt, wie es ist.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "Erstberatung",
    company: "Praxis am Park",
    guest: "Jürgen Weiß",
    host: "Katharina Schäfer",
    note: "Ich bringe die Unterlagen vom letzten Jahr mit.",
    time_zone: "Europe/Berlin",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "Die gebuchte Leistung ist nicht eingerichtet. Legen Sie sie an oder berichtigen \
        Sie ihre Kennung.",
    not_connected: "Der Videodienst ist nicht verbunden. Verbinden Sie ihn in den Einstellungen.",
    connection_disabled: "Die Verbindung zum Videodienst ist ausgeschaltet. Schalten Sie sie ein.",
    feature_disabled: "Der Anbieter ist in den Einstellungen des Unternehmens abgeschaltet.",
    invalid_credentials: "Der Videodienst nimmt die Zugangsdaten nicht an. Kopieren Sie sie neu und \
        prüfen Sie die Verbindung.",
    app_not_activated: "Die App ist beim Videodienst nicht aktiviert. Aktivieren Sie sie dort und \
        prüfen Sie die Verbindung.",
    insufficient_scope: "Der App fehlt beim Videodienst eine Berechtigung. Fügen Sie sie hinzu und \
        prüfen Sie die Verbindung.",
    needs_reauth: "Die Freigabe beim Videodienst ist abgelaufen. Verbinden Sie ihn neu.",
    blocked_by_admin: "Die Administration des Videodienstes hat die Verbindung gesperrt. Bitten Sie \
        darum, sie zuzulassen.",
    denied: "Die Freigabe beim Videodienst wurde abgelehnt. Verbinden Sie ihn neu und stimmen Sie den \
        Berechtigungen zu.",
    account_mismatch: "Die Verbindung gehört zu einem anderen Konto. Verbinden Sie das richtige.",
    host_not_mapped: "Die Leitung des Termins ist keinem Konto beim Videodienst zugeordnet. Ordnen \
        Sie sie zu.",
    host_not_found: "Das zugeordnete Konto beim Videodienst gibt es nicht, oder es ist nicht aktiv. \
        Wählen Sie ein anderes.",
    host_not_licensed: "Das zugeordnete Konto beim Videodienst darf keine Meetings leiten. Geben Sie \
        ihm eine Lizenz oder wählen Sie ein anderes.",
    teams_not_available: "Microsoft legt für die Leitung des Termins kein Teams-Meeting an. \
        Geben Sie ihr eine Lizenz für Teams und prüfen Sie, ob Teams in der Firma eingeschaltet \
        ist.",
    mailbox_not_enabled: "Die Leitung des Termins hat kein Postfach in Exchange Online. Geben \
        Sie ihr eine Lizenz mit Postfach oder wählen Sie eine andere Leitung.",
    mailbox_excluded: "Eine Richtlinie in Exchange hält die Anwendung vom Postfach der Leitung \
        des Termins fern. Nehmen Sie die Leitung in die Gruppe auf, die die Richtlinie nennt.",
    access_policy_missing: "Keine Richtlinie in Teams erlaubt der Anwendung, Meetings für die \
        Leitung des Termins anzulegen. Lassen Sie sie von der Teams-Administration einrichten.",
    host_not_authenticated: "Die Leitung des Termins hat das eigene Konto beim Videodienst noch \
        nicht verbunden. Laden Sie sie dazu ein.",
    organizer_not_synchronized: "Die Leitung des Termins ist nicht mit dem Firmenkalender \
        synchronisiert. Nehmen Sie sie in die Synchronisierung auf.",
    shared_mailbox_cannot_host: "Ein freigegebenes Postfach kann keine Meetings leiten. Wählen \
        Sie eine Person mit eigenem Postfach.",
    calendar_integration_inactive: "Die Verbindung zum Firmenkalender ist nicht aktiv. Verbinden \
        Sie ihn in den Einstellungen.",
    meet_disabled_in_admin_console: "Google Meet ist für die Leitung des Termins nicht eingeschaltet. \
        Schalten Sie es in der Google Admin-Konsole ein.",
    passcode_policy: "Die Kennwortregeln des Videodienstes lassen acht Ziffern nicht zu. Lockern Sie \
        sie dort oder schalten Sie für die Leistung das zufällige Passwort aus.",
    cannot_verify_create: "Ob ein Meeting entstanden ist, steht nicht fest und lässt sich nicht \
        nachsehen. Geben Sie der App Leserechte und prüfen Sie die Verbindung.",
    template_unusable: "Thema oder Beschreibung der Leistung lassen sich nicht verwenden. Berichtigen \
        Sie sie in den Einstellungen.",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Ihr Link: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

Ihr Termin findet online statt:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}

Am Termin teilnehmen: {zoom_meeting_url}
Passwort, falls danach gefragt wird: {zoom_meeting_password}

Wir freuen uns auf Sie!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Geändert: {service_name} – jetzt {start_date}, {start_time} Uhr",
        body: "Guten Tag,

Ihr Online-Termin hat sich geändert. Ab sofort gilt:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}

Am Termin teilnehmen: {zoom_meeting_url}
Passwort, falls danach gefragt wird: {zoom_meeting_password}

Bitte verwenden Sie diesen Link, auch wenn Sie bereits einen anderen erhalten haben.

Wir freuen uns auf Sie!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Abgesagt: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

Ihr Online-Termin wurde abgesagt; der Link, den Sie erhalten haben, ist nicht mehr gültig:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}

Mit freundlichen Grüßen
{tenant_name}
",
    },
    staff_link: Text {
        subject: "Sie leiten: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

Sie leiten diesen Online-Termin:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Gast: {customer_name} {customer_email}
Nachricht: {note}

Termin starten: {host_page}
Passwort, falls der Termin eines hat: {zoom_meeting_password}

Dieser Link funktioniert, bis der Termin vorbei ist.
Direkter Startlink, nur etwa zwei Stunden gültig: {zoom_meeting_url_host}

Bitte behalten Sie beide Links für sich: Wer sie öffnet, leitet den Termin.
",
    },
    staff_changed: Text {
        subject: "Geändert: {service_name} – jetzt {start_date}, {start_time} Uhr",
        body: "Guten Tag,

ein Online-Termin, den Sie leiten, hat sich geändert. Ab sofort gilt:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Gast: {customer_name} {customer_email}
Nachricht: {note}

Termin starten: {host_page}
Passwort, falls der Termin eines hat: {zoom_meeting_password}

Dieser Link funktioniert, bis der Termin vorbei ist.
Direkter Startlink, nur etwa zwei Stunden gültig: {zoom_meeting_url_host}

Bitte behalten Sie beide Links für sich: Wer sie öffnet, leitet den Termin.
",
    },
    staff_cancelled: Text {
        subject: "Abgesagt: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

Sie leiten diesen Online-Termin nicht mehr: Er wurde abgesagt oder jemand anderem übertragen.

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Gast: {customer_name}
",
    },
    staff_info: Text {
        subject: "Zur Information: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

ein Online-Termin wurde vereinbart:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Leitung: {host_name}
Gast: {customer_name}

Als Gast teilnehmen: {meeting_url}
Passwort, falls danach gefragt wird: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Geändert: {service_name} – jetzt {start_date}, {start_time} Uhr",
        body: "Guten Tag,

ein Online-Termin hat sich geändert. Ab sofort gilt:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Leitung: {host_name}
Gast: {customer_name}

Als Gast teilnehmen: {meeting_url}
Passwort, falls danach gefragt wird: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Abgesagt: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

dieser Online-Termin findet nicht statt:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Leitung: {host_name}
Gast: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Handlungsbedarf: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

für diesen Termin gibt es noch kein Online-Meeting, weil zuerst jemand tätig werden muss:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Leitung: {host_name}
Gast: {customer_name}

Grund: {reason}

Sobald das behoben ist, wird das Meeting automatisch angelegt, und alle erhalten ihren Link.
",
    },
};
