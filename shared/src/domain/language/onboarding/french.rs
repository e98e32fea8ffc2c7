//! French, with « vous ». Before a high mark of punctuation stands a narrow no-break space (U+202F), in a
//! time of day a no-break space (U+00A0).

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Objectifs",
    expected_results: "Résultats attendus",
    agenda: "Ordre du jour",
    questions: "Questions à aborder",
    materials: "Documents",
    one_on_one: [
        "Comment se passent les choses",
        "Tâches en cours",
        "Objectifs d’ici la prochaine fois",
    ],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "Cette réunion est enregistrée. Seules les personnes autorisées par les paramètres de \
        confidentialité de l’entreprise peuvent voir l’enregistrement. Si vous ne souhaitez pas y \
        figurer, merci de le dire avant le début.",
    previous: "Enregistrement d’une précédente réunion du même type\u{202f}: ",
    resources: "Liens utiles\u{202f}:",
    contact: "Des questions\u{202f}? Écrivez à ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "Qu’en avez-vous pensé\u{202f}? {data.about}",
        body: "Dites-nous ce qui s’est bien passé dans «\u{202f}{data.about}\u{202f}» et ce qui pourrait être mieux.
Répondre en deux minutes\u{202f}: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Votre avis nous manque encore\u{202f}: {data.about}",
        body: "Vous ne nous avez pas encore donné votre avis sur «\u{202f}{data.about}\u{202f}». Il nous intéresse.
Répondre en deux minutes\u{202f}: {data.url}",
    },
    recording_stored: EventText {
        title: "L’enregistrement est prêt\u{202f}: {data.about}",
        body: "Si quelque chose vous a échappé dans «\u{202f}{data.about}\u{202f}», vous pouvez le revoir.
Voir l’enregistrement\u{202f}: {data.url}
Lire la transcription\u{202f}: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "La transcription est prête\u{202f}: {data.about}",
        body: "Ce qui s’est dit dans «\u{202f}{data.about}\u{202f}» peut désormais aussi se lire.
Lire la transcription\u{202f}: {data.transcript_url}
Voir l’enregistrement\u{202f}: {data.url}",
    },
    step_blocked: EventText {
        title: "Une étape ne peut pas être planifiée\u{202f}: {data.about}",
        body: "«\u{202f}{data.about}\u{202f}» pour {data.employee} est en attente, car il manque quelqu’un.
Rôle à pourvoir\u{202f}: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "Pas encore d’ordre du jour\u{202f}: {data.about}",
        body: "Il manque encore l’ordre du jour ou les documents de «\u{202f}{data.about}\u{202f}» pour {data.employee}.
Date\u{202f}: {data.when}
Merci de les ajouter au scénario ou de les envoyer aux participants.",
    },
    support_requested: EventText {
        title: "Quelqu’un a besoin d’aide\u{202f}: {data.problem}",
        body: "De\u{202f}: {data.from}
Problème\u{202f}: {data.problem}
Étapes\u{202f}: {data.steps}
Erreurs\u{202f}: {data.errors}
Pièces jointes\u{202f}: {data.attachments}
Système\u{202f}: {data.system}
Demande\u{202f}: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "Qu’en avez-vous pensé\u{202f}? {about}",
    question: "Qu’est-ce qui s’est bien passé, et qu’est-ce qui pourrait être mieux\u{202f}?",
    send: "Envoyer",
    thanks: "Merci\u{202f}! Votre réponse est bien arrivée, vous pouvez fermer cette page.",
    gone: "Ce lien n’est plus valable ou est incomplet. Ouvrez-le de nouveau depuis l’e-mail.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Invitation\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Nous nous réjouissons de vous retrouver en ligne\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Hôte\u{202f}: {host_name}

Rejoindre la réunion\u{202f}: {meeting_url}
Mot de passe, s’il vous est demandé\u{202f}: {meeting_password}

{note}

{onboarding_notes}

À bientôt\u{202f}!
{tenant_name}
",
    },
    changed: Text {
        subject: "Modification\u{202f}: {service_name}, désormais {start_date} à {start_time}",
        body: "Bonjour,

Notre réunion en ligne a été modifiée. Voici les informations à jour\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Hôte\u{202f}: {host_name}

Rejoindre la réunion\u{202f}: {meeting_url}
Mot de passe, s’il vous est demandé\u{202f}: {meeting_password}

{note}

{onboarding_notes}

Merci d’utiliser ce lien, même si vous en avez déjà reçu un autre.

À bientôt\u{202f}!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Annulation\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Cette réunion en ligne n’aura pas lieu et le lien que vous avez reçu n’est plus valable\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}

{onboarding_notes}

Cordialement,
{tenant_name}
",
    },
};
