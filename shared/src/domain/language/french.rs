//! French, with « vous ». Before a high mark of punctuation stands a narrow no-break space (U+202F),
//! in a time of day a no-break space (U+00A0); both are written as escapes, because nobody sees them.

use super::{Dates, HostPages, Invitation, Page, Reasons, Sample, Text, Texts};

pub(super) const DATES: Dates = Dates {
    days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    day: "{weekday} {day} {month} {year}",
    first: "1er",
    time: "%-H\u{a0}h\u{a0}%M",
    minutes: "\u{a0}min",
    brackets: [" (", ")"],
    zones: &[
        ("Europe/Paris", "heure de Paris"),
        ("Europe/Brussels", "heure de Bruxelles"),
        ("Europe/Luxembourg", "heure de Luxembourg"),
        ("Europe/Zurich", "heure suisse"),
        ("America/Toronto", "heure de l’Est"),
    ],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}",
    join: "Rejoindre\u{202f}: ",
    password: "Mot de passe\u{202f}: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "Ce lien n’est plus valable",
        text: "La réunion est terminée, a été annulée ou a désormais un autre hôte. Dans ce dernier \
               cas, cette personne dispose de son propre lien.",
    },
    unknown: Page {
        title: "Il n’y a rien ici",
        text: "Ce lien est incomplet. Ouvrez-le de nouveau depuis l’e-mail ou copiez-le en entier.",
    },
    trouble: Page {
        title: "Impossible pour le moment",
        text: "Le service de visioconférence n’a pas fourni de lien de démarrage. Rouvrez cette page \
               dans un instant\u{202f}; si le problème persiste, adressez-vous à votre administrateur.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "Premier entretien",
    company: "Cabinet des Tilleuls",
    guest: "Zoé Lefèvre",
    host: "François Garçon",
    note: "J’apporterai les plans.",
    time_zone: "Europe/Paris",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "La prestation réservée n’est pas configurée. Créez-la ou corrigez son identifiant.",
    provider_not_available: "Cette installation ne peut pas créer de réunions avec le service de \
        visioconférence choisi. Choisissez-en un autre.",
    not_connected: "Le service de visioconférence n’est pas connecté. Connectez-le dans les paramètres.",
    connection_disabled: "La connexion au service de visioconférence est désactivée. Activez-la.",
    invalid_credentials: "Le service de visioconférence refuse les identifiants. Copiez-les de \
        nouveau, puis vérifiez la connexion.",
    app_not_activated: "L’application n’est pas activée auprès du service de visioconférence. \
        Activez-la, puis vérifiez la connexion.",
    insufficient_scope: "Il manque une autorisation à l’application auprès du service de \
        visioconférence. Ajoutez-la, puis vérifiez la connexion.",
    needs_reauth: "L’accès au service de visioconférence a expiré. Connectez-le de nouveau.",
    blocked_by_admin: "L’administrateur du service de visioconférence bloque la connexion. \
        Demandez-lui de l’autoriser.",
    denied: "L’accès au service de visioconférence a été refusé. Connectez-le de nouveau et acceptez \
        les autorisations.",
    account_mismatch: "La connexion appartient à un autre compte. Connectez le bon.",
    host_not_mapped: "L’hôte n’est associé à aucun utilisateur du service de visioconférence. \
        Associez-le.",
    host_not_found: "L’utilisateur associé n’existe pas ou n’est pas actif dans le service de \
        visioconférence. Choisissez-en un autre.",
    host_not_licensed: "L’utilisateur associé n’a pas le droit d’organiser des réunions dans le \
        service de visioconférence. Attribuez-lui une licence ou choisissez-en un autre.",
    passcode_policy: "Les règles de mot de passe du service de visioconférence refusent huit chiffres. \
        Assouplissez-les ou désactivez le mot de passe aléatoire de la prestation.",
    cannot_verify_create: "On ne sait pas si la réunion a été créée, et il est impossible de le \
        vérifier. Ajoutez à l’application les autorisations de lecture, puis vérifiez la connexion.",
    template_unusable: "Le sujet ou la description de la prestation est inutilisable. Corrigez-les dans \
        les paramètres.",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Votre lien\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Votre rendez-vous a lieu en ligne\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}

Rejoindre la réunion\u{202f}: {zoom_meeting_url}
Mot de passe, s’il vous est demandé\u{202f}: {zoom_meeting_password}

À bientôt\u{202f}!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Modification\u{202f}: {service_name}, désormais {start_date} à {start_time}",
        body: "Bonjour,

Votre rendez-vous en ligne a été modifié. Voici les informations à jour\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}

Rejoindre la réunion\u{202f}: {zoom_meeting_url}
Mot de passe, s’il vous est demandé\u{202f}: {zoom_meeting_password}

Merci d’utiliser ce lien, même si vous en avez déjà reçu un autre.

À bientôt\u{202f}!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Annulation\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Votre rendez-vous en ligne a été annulé et le lien que vous avez reçu n’est plus valable\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}

Cordialement,
{tenant_name}
",
    },
    staff_link: Text {
        subject: "Vous animez\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Vous animez ce rendez-vous en ligne\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Client\u{202f}: {customer_name} {customer_email}
Message\u{202f}: {note}

Démarrer la réunion\u{202f}: {host_page}
Mot de passe, si la réunion en a un\u{202f}: {zoom_meeting_password}

Ce lien fonctionne jusqu’à la fin de la réunion.
Lien de démarrage direct, valable environ deux heures\u{202f}: {zoom_meeting_url_host}

Merci de garder ces deux liens pour vous\u{202f}: quiconque les ouvre devient l’hôte de la réunion.
",
    },
    staff_changed: Text {
        subject: "Modification\u{202f}: {service_name}, désormais {start_date} à {start_time}",
        body: "Bonjour,

Un rendez-vous en ligne que vous animez a été modifié. Voici les informations à jour\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Client\u{202f}: {customer_name} {customer_email}
Message\u{202f}: {note}

Démarrer la réunion\u{202f}: {host_page}
Mot de passe, si la réunion en a un\u{202f}: {zoom_meeting_password}

Ce lien fonctionne jusqu’à la fin de la réunion.
Lien de démarrage direct, valable environ deux heures\u{202f}: {zoom_meeting_url_host}

Merci de garder ces deux liens pour vous\u{202f}: quiconque les ouvre devient l’hôte de la réunion.
",
    },
    staff_cancelled: Text {
        subject: "Annulation\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Vous n’animez plus ce rendez-vous en ligne\u{202f}: il a été annulé ou confié à quelqu’un d’autre.

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Client\u{202f}: {customer_name}
",
    },
    staff_info: Text {
        subject: "Pour information\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Un rendez-vous en ligne a été fixé\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Hôte\u{202f}: {host_name}
Client\u{202f}: {customer_name}

Participer en tant qu’invité\u{202f}: {meeting_url}
Mot de passe, s’il vous est demandé\u{202f}: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Modification\u{202f}: {service_name}, désormais {start_date} à {start_time}",
        body: "Bonjour,

Un rendez-vous en ligne a été modifié. Voici les informations à jour\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Hôte\u{202f}: {host_name}
Client\u{202f}: {customer_name}

Participer en tant qu’invité\u{202f}: {meeting_url}
Mot de passe, s’il vous est demandé\u{202f}: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Annulation\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Ce rendez-vous en ligne n’aura pas lieu\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Hôte\u{202f}: {host_name}
Client\u{202f}: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Action requise\u{202f}: {service_name}, {start_date} à {start_time}",
        body: "Bonjour,

Ce rendez-vous n’a pas encore de réunion en ligne, car une intervention est nécessaire\u{202f}:

{service_name}
{start_date}, de\u{a0}{start_time} à {end_time}, {time_zone}
Hôte\u{202f}: {host_name}
Client\u{202f}: {customer_name}

Motif\u{202f}: {reason}

Dès que le problème sera résolu, la réunion sera créée automatiquement et chacun recevra son lien.
",
    },
};
