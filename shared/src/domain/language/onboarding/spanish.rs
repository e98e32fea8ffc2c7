//! Spanish, with «usted». A no-break space (U+00A0) keeps a time with its «de».

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Objetivos",
    expected_results: "Resultados esperados",
    agenda: "Orden del día",
    questions: "Preguntas para comentar",
    materials: "Material",
    one_on_one: ["Cómo va todo", "Tareas en curso", "Objetivos para la próxima vez"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "Esta reunión se graba. Solo pueden ver la grabación las personas autorizadas por la \
        configuración de privacidad de la empresa. Si no desea aparecer en ella, le rogamos que lo \
        diga antes de empezar.",
    previous: "Grabación de una reunión anterior de este tipo: ",
    resources: "Enlaces útiles:",
    contact: "¿Tiene preguntas? Escriba a ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "¿Qué le pareció? {data.about}",
        body: "Cuéntenos qué salió bien en «{data.about}» y qué se podría mejorar.
Responder en dos minutos: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Aún nos falta su opinión: {data.about}",
        body: "Todavía no nos ha contado qué le pareció «{data.about}». Nos gustaría saberlo.
Responder en dos minutos: {data.url}",
    },
    recording_stored: EventText {
        title: "La grabación está lista: {data.about}",
        body: "Si se le escapó algo de «{data.about}», puede volver a verlo.
Ver la grabación: {data.url}
Leer la transcripción: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "La transcripción está lista: {data.about}",
        body: "Lo que se dijo en «{data.about}» ahora también se puede leer.
Leer la transcripción: {data.transcript_url}
Ver la grabación: {data.url}",
    },
    step_blocked: EventText {
        title: "No se puede planificar un paso: {data.about}",
        body: "«{data.about}» para {data.employee} está en espera porque falta una persona.
Función sin asignar: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "Falta el orden del día: {data.about}",
        body: "Aún falta el orden del día o el material de «{data.about}» para {data.employee}.
Fecha: {data.when}
Añádalos al escenario o envíelos a quienes participan.",
    },
    support_requested: EventText {
        title: "Alguien necesita ayuda: {data.problem}",
        body: "De: {data.from}
Problema: {data.problem}
Pasos: {data.steps}
Errores: {data.errors}
Archivos adjuntos: {data.attachments}
Sistema: {data.system}
Solicitud: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "¿Qué le pareció? {about}",
    question: "¿Qué salió bien y qué se podría mejorar?",
    send: "Enviar",
    thanks: "¡Gracias! Hemos recibido su respuesta, ya puede cerrar esta página.",
    gone: "Este enlace ya no es válido o está incompleto. Vuelva a abrirlo desde el correo.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Invitación: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Será un placer reunirnos con usted en línea:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
A cargo de: {host_name}

Unirse a la reunión: {meeting_url}
Contraseña, si se le solicita: {meeting_password}

{note}

{onboarding_notes}

¡Hasta pronto!
{tenant_name}
",
    },
    changed: Text {
        subject: "Cambio: {service_name} – ahora {start_date}, {start_time} h",
        body: "Hola:

Nuestra reunión en línea ha cambiado. Estos son los datos actualizados:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
A cargo de: {host_name}

Unirse a la reunión: {meeting_url}
Contraseña, si se le solicita: {meeting_password}

{note}

{onboarding_notes}

Utilice este enlace aunque haya recibido otro anteriormente.

¡Hasta pronto!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Cancelación: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Esta reunión en línea no se celebrará y el enlace que recibió ya no es válido:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}

{onboarding_notes}

Un cordial saludo,
{tenant_name}
",
    },
};
