//! French, with « vous ». Before a high mark of punctuation stands a narrow no-break space (U+202F),
//! in a time of day a no-break space (U+00A0); both are written as escapes, because nobody sees them.

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

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

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "Le compte est connecté",
        text: "Tout s’est bien passé. Vous pouvez fermer cette page.",
    },
    missing_scopes: Page {
        title: "Il manque des autorisations",
        text: "Certaines autorisations n’ont pas été accordées, le compte ne peut donc pas encore \
               être utilisé. Connectez-le encore une fois en laissant toutes les cases cochées.",
    },
    denied: Page {
        title: "Rien n’a été connecté",
        text: "Vous avez refusé l’accès. Si vous changez d’avis, le lien de l’invitation mène \
               toujours ici.",
    },
    blocked_by_admin: Page {
        title: "Votre service informatique doit d’abord donner son accord",
        text: "Un administrateur du compte de votre entreprise doit approuver l’application pour \
               tous les utilisateurs. Adressez-vous à votre service informatique, puis connectez \
               le compte de nouveau.",
    },
    wrong_account: Page {
        title: "Ce n’était pas le bon compte",
        text: "Le compte utilisé n’est pas celui de votre adresse professionnelle. \
               Déconnectez-vous du service, rouvrez le lien et identifiez-vous avec votre compte \
               professionnel.",
    },
    expired: Page {
        title: "Le délai est écoulé",
        text: "La connexion a pris trop de temps ou avait déjà abouti. Merci de recommencer.",
    },
    unknown: Page {
        title: "Cette adresse n’est pas valable",
        text: "Elle ne fonctionne qu’une seule fois et a peut-être déjà servi. Merci de \
               recommencer à partir de l’invitation.",
    },
    trouble: Page {
        title: "Impossible pour le moment",
        text: "Le service ne répond pas. Réessayez dans quelques minutes.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Connectez vos comptes de visioconférence",
    intro: "Lorsque {tenant_name} planifie des entretiens que vous animez, les liens de réunion \
        sont créés avec les comptes que vous connectez ici.",
    connect: "Connecter {provider}",
    connected: "Connecté",
    not_connected: "Pas encore connecté",
    attention: "À connecter de nouveau",
    done: "Tout est connecté, vous pouvez fermer cette page.",
    gone: Page {
        title: "Ce lien a déjà servi ou a expiré",
        text: "Il n’est valable qu’une seule fois et pour une durée limitée. Demandez-en un \
               nouveau à la personne qui vous l’a envoyé.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}\u{202f}: merci de connecter {providers}",
    greeting: "Bonjour {person_name},",
    intro: "Désormais, lorsque des entretiens que vous animez sont planifiés, les liens de \
        réunion sont créés automatiquement. Pour cela, merci de connecter {providers}. C’est à \
        faire une seule fois et cela ne prend que quelques minutes\u{202f}:",
    after_number: ". ",
    steps: [
        "Ouvrez votre lien personnel\u{202f}: {connect_url}\nIl est réservé à votre usage et \
         valable jusqu’au {until}.",
        "Consultez la liste de vos comptes\u{202f}: elle indique ceux qui sont déjà connectés.",
        "Choisissez ce qu’il faut connecter\u{202f}: {providers}.",
        "Cliquez sur «\u{202f}Connecter\u{202f}».",
        "Identifiez-vous avec votre propre compte professionnel, celui qui est associé à cette \
         adresse e-mail, et acceptez les autorisations demandées.",
        "Quand la page indique que tout est connecté, c’est terminé. Nous le voyons \
         aussi\u{202f}: inutile de nous prévenir.",
    ],
    closing: "Si quelque chose ne fonctionne pas, dites-le-nous, nous vous aiderons \
        volontiers.\n\nMerci\u{202f}!\n{tenant_name}",
    until: "{date} à {time}, {zone}",
    joining: Joining { pair: " et ", inner: ", ", last: " et " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "{provider} doit être reconnecté\u{202f}: {person_name}",
        body: "La connexion de {person_name} à {provider} ne fonctionne plus. Les réunions qui en ont \
            besoin restent en attente et sont créées automatiquement dès qu’elle fonctionne de \
            nouveau.\n\nDemandez à {person_name} de connecter de nouveau {provider}, ou envoyez une \
            nouvelle invitation.",
    },
    connected: Text {
        subject: "{person_name} a connecté {provider}",
        body: "{person_name} a connecté {provider}. Désormais, les liens des réunions animées par \
            {person_name} sont créés automatiquement.",
    },
    authoriser_leaving: Text {
        subject: "{provider}\u{202f}: la personne qui a établi la connexion quitte {person_name}",
        body: "La connexion de {person_name} à {provider} a été établie par une personne qui s’en \
            va. Elle peut prendre fin avec son compte.\n\nDemandez à quelqu’un qui reste de \
            connecter de nouveau {provider} ou, mieux, utilisez un compte de service. Tout le \
            reste demeure inchangé.",
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
    not_connected: "Le service de visioconférence n’est pas connecté. Connectez-le dans les paramètres.",
    connection_disabled: "La connexion au service de visioconférence est désactivée. Activez-la.",
    feature_disabled: "Le fournisseur est désactivé dans les réglages de l’entreprise.",
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
    teams_not_available: "Microsoft ne crée pas de réunion Teams pour l’hôte. Attribuez-lui une \
        licence Teams et vérifiez que Teams est activé dans l’entreprise.",
    mailbox_not_enabled: "L’hôte n’a pas de boîte aux lettres dans Exchange Online. \
        Attribuez-lui une licence qui en comprend une ou choisissez un autre hôte.",
    mailbox_excluded: "Une stratégie d’Exchange interdit à l’application l’accès à la boîte aux \
        lettres de l’hôte. Ajoutez l’hôte au groupe que nomme cette stratégie.",
    access_policy_missing: "Aucune stratégie de Teams n’autorise l’application à organiser des \
        réunions pour l’hôte. Demandez à l’administrateur de Teams de l’ajouter.",
    host_not_authenticated: "L’hôte n’a pas encore connecté son propre compte du service de \
        visioconférence. Invitez-le à le faire.",
    organizer_not_synchronized: "L’hôte n’est pas synchronisé avec le calendrier de l’entreprise. \
        Ajoutez-le à la synchronisation.",
    shared_mailbox_cannot_host: "Une boîte aux lettres partagée ne peut pas organiser de \
        réunions. Choisissez une personne qui a sa propre boîte.",
    calendar_integration_inactive: "La connexion au calendrier de l’entreprise n’est pas active. \
        Connectez-le dans les paramètres.",
    meet_disabled_in_admin_console: "Google Meet n’est pas activé pour l’hôte. Activez-le dans la \
        console d’administration Google.",
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
