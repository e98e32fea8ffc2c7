//! German, with „Sie“.

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Ziele",
    expected_results: "Erwartete Ergebnisse",
    agenda: "Agenda",
    questions: "Fragen für das Gespräch",
    materials: "Unterlagen",
    one_on_one: ["Wie es bisher läuft", "Aktuelle Aufgaben", "Ziele bis zum nächsten Mal"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "Dieser Termin wird aufgezeichnet. Die Aufzeichnung sehen nur diejenigen, denen es die \
        Datenschutzeinstellungen des Unternehmens erlauben. Wenn Sie nicht aufgezeichnet werden \
        möchten, sagen Sie es bitte vor Beginn.",
    previous: "Aufzeichnung eines früheren Termins dieser Art: ",
    resources: "Nützliche Links:",
    contact: "Fragen? Schreiben Sie gern an ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "Wie war es? {data.about}",
        body: "Bitte sagen Sie uns, was bei „{data.about}“ gut war und was nicht.
In zwei Minuten beantwortet: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Ihre Meinung fehlt noch: {data.about}",
        body: "Sie haben uns noch nicht gesagt, wie „{data.about}“ war. Wir wüssten es gern.
In zwei Minuten beantwortet: {data.url}",
    },
    recording_stored: EventText {
        title: "Die Aufzeichnung ist da: {data.about}",
        body:
            "Falls Ihnen bei „{data.about}“ etwas entgangen ist, können Sie es noch einmal ansehen.
Aufzeichnung ansehen: {data.url}
Transkript lesen: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "Das Transkript ist da: {data.about}",
        body: "Was in „{data.about}“ gesagt wurde, können Sie jetzt auch lesen.
Transkript lesen: {data.transcript_url}
Aufzeichnung ansehen: {data.url}",
    },
    step_blocked: EventText {
        title: "Ein Schritt lässt sich nicht planen: {data.about}",
        body: "„{data.about}“ für {data.employee} muss warten, weil noch jemand fehlt.
Noch nicht besetzt: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "Noch keine Agenda: {data.about}",
        body: "Für „{data.about}“ mit {data.employee} fehlen noch Agenda oder Unterlagen.
Zeit: {data.when}
Bitte ergänzen Sie sie im Szenario oder senden Sie sie an alle, die teilnehmen.",
    },
    support_requested: EventText {
        title: "Jemand braucht Hilfe: {data.problem}",
        body: "Von: {data.from}
Problem: {data.problem}
Schritte: {data.steps}
Fehlermeldungen: {data.errors}
Anhänge: {data.attachments}
System: {data.system}
Anfrage: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "Wie war es? {about}",
    question: "Was war gut und was nicht?",
    send: "Absenden",
    thanks: "Vielen Dank! Ihre Antwort ist angekommen, Sie können diese Seite schließen.",
    gone: "Dieser Link ist nicht mehr gültig oder unvollständig. Bitte öffnen Sie ihn noch einmal aus \
        der E-Mail.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Einladung: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

wir freuen uns darauf, Sie online zu treffen:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Leitung: {host_name}

Am Termin teilnehmen: {meeting_url}
Passwort, falls danach gefragt wird: {meeting_password}

{note}

{onboarding_notes}

Bis bald!
{tenant_name}
",
    },
    changed: Text {
        subject: "Geändert: {service_name} – jetzt {start_date}, {start_time} Uhr",
        body: "Guten Tag,

unser Online-Termin hat sich geändert. Ab sofort gilt:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}
Leitung: {host_name}

Am Termin teilnehmen: {meeting_url}
Passwort, falls danach gefragt wird: {meeting_password}

{note}

{onboarding_notes}

Bitte verwenden Sie diesen Link, auch wenn Sie bereits einen anderen erhalten haben.

Bis bald!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Abgesagt: {service_name} – {start_date}, {start_time} Uhr",
        body: "Guten Tag,

dieser Online-Termin findet nicht statt; der Link, den Sie erhalten haben, ist nicht mehr gültig:

{service_name}
{start_date}, {start_time}–{end_time} Uhr, {time_zone}

{onboarding_notes}

Mit freundlichen Grüßen
{tenant_name}
",
    },
};
