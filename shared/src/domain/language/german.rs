//! German, with „Sie“.

use super::{Dates, HostPages, Invitation, Page, Reasons, Sample, Text, Texts};

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
    provider_not_available: "Diese Installation kann beim gewählten Videodienst keine Meetings \
        anlegen. Wählen Sie für die Leistung einen anderen.",
    not_connected: "Der Videodienst ist nicht verbunden. Verbinden Sie ihn in den Einstellungen.",
    connection_disabled: "Die Verbindung zum Videodienst ist ausgeschaltet. Schalten Sie sie ein.",
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
