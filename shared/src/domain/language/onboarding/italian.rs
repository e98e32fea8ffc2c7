//! Italian, impersonal where it can be and with «Lei» where it can't. A no-break space (U+00A0) keeps a
//! time with its «ore».

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Obiettivi",
    expected_results: "Risultati attesi",
    agenda: "Ordine del giorno",
    questions: "Domande da affrontare",
    materials: "Materiali",
    one_on_one: ["Come sta andando", "Attività in corso", "Obiettivi per la prossima volta"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "Questo incontro viene registrato. La registrazione è visibile solo a chi è autorizzato \
        dalle impostazioni sulla privacy dell’azienda. Se non desidera comparire nella \
        registrazione, La preghiamo di dirlo prima dell’inizio.",
    previous: "Registrazione di un incontro precedente dello stesso tipo: ",
    resources: "Link utili:",
    contact: "Domande? Può scrivere a ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "Com’è andata? {data.about}",
        body: "Ci piacerebbe sapere che cosa è andato bene in «{data.about}» e che cosa no.
Risposta in due minuti: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Manca ancora il Suo parere: {data.about}",
        body: "Non conosciamo ancora il Suo parere su «{data.about}». Per noi è importante.
Risposta in due minuti: {data.url}",
    },
    recording_stored: EventText {
        title: "La registrazione è pronta: {data.about}",
        body: "Se in «{data.about}» Le è sfuggito qualcosa, ora può rivederlo.
Registrazione: {data.url}
Trascrizione: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "La trascrizione è pronta: {data.about}",
        body: "Quanto è stato detto in «{data.about}» ora si può anche leggere.
Trascrizione: {data.transcript_url}
Registrazione: {data.url}",
    },
    step_blocked: EventText {
        title: "Un passaggio non si può pianificare: {data.about}",
        body: "«{data.about}» per {data.employee} è in attesa, perché manca una persona.
Ruolo scoperto: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "Manca l’ordine del giorno: {data.about}",
        body: "Per «{data.about}» con {data.employee} mancano ancora l’ordine del giorno o i materiali.
Data: {data.when}
La preghiamo di aggiungerli allo scenario o di inviarli a chi partecipa.",
    },
    support_requested: EventText {
        title: "Qualcuno ha bisogno di aiuto: {data.problem}",
        body: "Da: {data.from}
Problema: {data.problem}
Passaggi: {data.steps}
Errori: {data.errors}
Allegati: {data.attachments}
Sistema: {data.system}
Richiesta: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "Com’è andata? {about}",
    question: "Che cosa è andato bene e che cosa no?",
    send: "Invia",
    thanks: "Grazie! La Sua risposta è arrivata, questa pagina si può chiudere.",
    gone: "Questo link non è più valido o è incompleto. Occorre aprirlo di nuovo dall’e-mail.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Invito: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

saremo lieti di incontrarLa online:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Conduce: {host_name}

Accesso all’incontro: {meeting_url}
Password, se richiesta: {meeting_password}

{note}

{onboarding_notes}

A presto!
{tenant_name}
",
    },
    changed: Text {
        subject: "Modificato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

il nostro incontro online è stato modificato. Ecco i dati aggiornati:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Conduce: {host_name}

Accesso all’incontro: {meeting_url}
Password, se richiesta: {meeting_password}

{note}

{onboarding_notes}

La preghiamo di usare questo link anche se ne ha già ricevuto un altro.

A presto!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Annullato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

questo incontro online non avrà luogo e il link ricevuto non è più valido:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}

{onboarding_notes}

Cordiali saluti
{tenant_name}
",
    },
};
