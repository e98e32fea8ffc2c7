//! French, with « vous ». Before a high mark of punctuation stands a narrow no-break space (U+202F).

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "Bonjour,\n\nVoici des nouvelles de l’importation automatique des candidats.",
        company: "Entreprise\u{202f}: {company}",
        company_id: "Identifiant de l’entreprise\u{202f}: {company_id}",
        account: "Site d’emploi\u{202f}: {account}",
        content: "Message\u{202f}: {content}",
        cause: "Cause\u{202f}: {cause}",
        remedy: "Que faire\u{202f}: {remedy}",
        start: "Heure de démarrage\u{202f}: {time}",
        started: "Démarrage effectif\u{202f}: {time}",
        finished: "Fin\u{202f}: {time}",
        at: "{date} à {time}, {zone}",
        between: ", ",
        closing: "Cet e-mail a été envoyé automatiquement.",
    },
    counts: ImportCounts {
        heading: "Résultat",
        seen: "– Fournis par le site d’emploi\u{202f}: {seen}",
        new: "– Nouveaux\u{202f}: {new}",
        known: "– Déjà importés\u{202f}: {known}",
        unrouted: "– Sans poste, car aucune règle ne correspond\u{202f}: {unrouted}",
        duplicates: "– Doublons possibles\u{202f}: {duplicates}",
        skipped: "– À ne pas importer\u{202f}: {skipped}",
        failed: "– Erreurs\u{202f}: {failed}",
        delivered: "– Transmis à l’ATS\u{202f}: {delivered}",
    },
    rows: ImportRows {
        heading: "Lignes non importées",
        row: "– Ligne {line}\u{202f}: {reason}",
        more: "– Autres lignes\u{202f}: {more}",
        reasons: RowReasons {
            required: "une valeur obligatoire manque",
            date_unreadable: "la date est illisible",
            wrong_number_of_cells: "le nombre de cellules diffère de l’en-tête",
            unclosed_quote: "un guillemet n’est pas fermé",
            malformed_quote: "un guillemet est mal placé",
            row_too_long: "la ligne est trop longue",
        },
    },
    fields: ImportFields {
        external_id: "identifiant de la candidature",
        name: "nom",
        kana: "lecture du nom",
        email: "adresse e-mail",
        phone: "numéro de téléphone",
        position_name: "intitulé du poste",
        applied_at: "date de candidature",
        birth_date: "date de naissance",
        postal_code: "code postal",
        address: "adresse",
        ad_id: "identifiant de l’annonce",
        scout: "indicateur de scout",
        scope: "type de service",
    },
    warnings: ImportWarnings {
        heading: "À noter",
        cap_reached: "– {medium} fournit au plus {cap} lignes à la fois, et cette limite est atteinte. \
            Des candidats peuvent manquer\u{202f}: veuillez comparer les nombres sur {medium}. Avec \
            davantage d’heures de démarrage par jour, cela se produit moins facilement.",
        rule_format: "– Règles d’affectation non appliquées, car leur site d’emploi est encore \
            «\u{202f}{source}\u{202f}»\u{202f}: {rules}. Veuillez le remplacer par \
            «\u{202f}{format}\u{202f}».",
        native_import_active: "– L’ATS importe encore lui-même depuis\u{202f}: {media}. Des candidats \
            peuvent être enregistrés deux fois. Une personne ayant le rôle de recruteur doit \
            déconnecter ces sites dans l’ATS.",
        single_recipient: "– Une seule adresse reçoit ces e-mails. Nous vous conseillons d’ajouter en \
            copie des collègues ou une liste de diffusion, pour que les erreurs soient remarquées.",
    },
    finished: ImportNews {
        subject: "Candidats importés\u{202f}: {account}, nouveaux\u{202f}: {new}",
        content: "L’importation est terminée.",
    },
    token_link: ImportNews {
        subject: "Votre jeton d’API pour {account}",
        content: "Le jeton d’API à saisir sur {medium} a été émis. Par sécurité, il ne figure pas dans \
            cet e-mail.",
    },
    token_action: "Afficher le jeton d’API\u{202f}: {url}
Le lien fonctionne une seule fois et reste valable {hours}\u{a0}h. Copiez le jeton et saisissez-le sur \
{medium}. Si le lien a expiré, émettez un nouveau jeton dans les paramètres.",
    partial: ImportTrouble {
        subject: "À vérifier\u{202f}: {account}, lignes non importées\u{202f}: {failed}",
        content: "L’importation est terminée, mais certaines lignes n’ont pas été importées.",
        cause: "{medium} a fourni des lignes illisibles. Les lignes et les colonnes sont indiquées \
            ci-dessous.",
        remedy: "Veuillez rechercher ces candidats sur {medium}. S’ils entrent dans la période d’une \
            prochaine importation, ils sont relus automatiquement. Sinon, ou si l’erreur persiste, \
            veuillez les saisir vous-même dans l’ATS.",
    },
    medium_login_failed: ImportTrouble {
        subject: "Action requise\u{202f}: connexion à {account} impossible",
        content: "La connexion au site d’emploi a échoué, et aucun candidat n’a été importé. \
            L’importation automatique de ce compte est suspendue.",
        cause: "L’identifiant ou le mot de passe enregistré est incorrect. Il a peut-être été modifié \
            sur {medium}, ou le compte y est bloqué.",
        remedy: "Vérifiez que vous pouvez vous connecter à {medium}, saisissez de nouveau l’identifiant \
            et le mot de passe dans les paramètres du compte, puis lancez la vérification de connexion. \
            Dès qu’elle réussit, l’importation reprend à la prochaine heure de démarrage et comprend \
            aussi les candidats arrivés entre-temps.",
    },
    ats_login_failed: ImportTrouble {
        subject: "Action requise\u{202f}: l’ATS refuse le jeton ({account})",
        content: "La connexion à l’ATS a échoué, et des candidatures n’ont pas été transmises. La \
            transmission est arrêtée en attendant.",
        cause: "Le jeton d’API de l’ATS enregistré n’est pas valable. Il a peut-être été supprimé ou \
            remplacé dans l’ATS.",
        remedy: "Supprimez le jeton actuel dans l’ATS, émettez-en un nouveau et saisissez-le dans les \
            paramètres. Candidatures conservées\u{202f}: {kept}. Elles seront transmises \
            automatiquement une fois le nouveau jeton saisi.",
    },
    format_changed: ImportTrouble {
        subject: "Action requise\u{202f}: format des données modifié, {account}",
        content: "L’importation a été interrompue, car il manque une colonne obligatoire dans les \
            données du site d’emploi.",
        cause: "Aucune de ces colonnes n’a été trouvée\u{202f}: {expected} (donnée\u{202f}: {field}). \
            {medium} a peut-être modifié son format.",
        remedy: "Si vous pouvez choisir les colonnes sur {medium}, ajoutez l’une de celles indiquées. \
            Sinon, transférez cet e-mail à votre administrateur. La première importation qui suivra \
            comprendra aussi les candidats qui manquent maintenant.",
    },
    undecodable: ImportTrouble {
        subject: "Action requise\u{202f}: données illisibles, {account}",
        content: "L’importation a été interrompue, car les données du site d’emploi sont illisibles.",
        cause: "La ligne {line} des données contient des caractères qui ne sont ni en UTF-8 ni en \
            Shift_JIS. Pour ne pas enregistrer de texte altéré, rien n’a été importé.",
        remedy: "À la prochaine heure de démarrage, les données sont de nouveau récupérées \
            automatiquement. Si cet e-mail vous parvient encore, examinez les données exportées de \
            {medium} autour de la ligne {line} et adressez-vous à votre administrateur.",
    },
    medium_unreachable: ImportTrouble {
        subject: "Erreur\u{202f}: {account} injoignable",
        content: "Le site d’emploi n’a pas répondu, et aucun candidat n’a été importé.",
        cause: "{medium} est peut-être en maintenance ou en panne.",
        remedy: "En général, vous n’avez rien à faire\u{202f}: l’importation est relancée à la prochaine \
            heure de démarrage et comprend aussi les candidats qui manquent maintenant. Si cela se \
            répète, consultez les annonces de {medium} et vérifiez que vous pouvez vous y connecter.",
    },
    ats_unreachable: ImportTrouble {
        subject: "Erreur\u{202f}: ATS injoignable ({account})",
        content: "Les candidats ont été récupérés sur le site d’emploi, mais l’ATS n’a pas répondu, et \
            des candidatures ne sont pas encore transmises.",
        cause: "L’ATS est peut-être en maintenance ou en panne.",
        remedy: "En général, vous n’avez rien à faire. Candidatures conservées\u{202f}: {kept}. Elles \
            seront transmises automatiquement dès que l’ATS répondra. Si cela se répète, consultez les \
            annonces de l’ATS.",
    },
    configuration_error: ImportTrouble {
        subject: "Action requise\u{202f}: paramètres de {account} à vérifier",
        content: "L’importation n’a pas pu être exécutée avec les paramètres actuels.",
        cause: "Un paramètre obligatoire manque ou est incorrect (code\u{202f}: {code}).",
        remedy: "Vérifiez et corrigez dans les paramètres le compte, le jeton de l’ATS et les règles \
            d’affectation. L’importation reprendra à la prochaine heure de démarrage. En cas de doute, \
            communiquez le code à votre administrateur.",
    },
    schedule_paused: ImportTrouble {
        subject: "Action requise\u{202f}: importation automatique de {account} suspendue",
        content: "La vérification de connexion a échoué, et l’importation automatique de ce compte est \
            suspendue. Aucun candidat n’est importé tant qu’une vérification n’a pas réussi.",
        cause: "L’identifiant ou le mot de passe enregistré est incorrect, ou {medium} n’a pas répondu \
            à temps.",
        remedy: "Vérifiez que vous pouvez vous connecter à {medium}, saisissez de nouveau l’identifiant \
            et le mot de passe dans les paramètres du compte, puis relancez la vérification de \
            connexion. Dès qu’elle réussit, l’importation reprend à la prochaine heure de démarrage et \
            comprend aussi les candidats arrivés entre-temps.",
    },
    late: ImportTrouble {
        subject: "Retard\u{202f}: importation de {account} non terminée",
        content: "{minutes}\u{a0}min se sont écoulées depuis le démarrage de l’importation, qui n’est \
            pas encore terminée.",
        cause: "Les candidats sont peut-être nombreux, ou {medium} ou l’ATS répond lentement.",
        remedy: "Veuillez patienter\u{202f}: l’importation continue, et vous en recevrez le résultat \
            par e-mail. D’ici là, aucune autre importation de ce compte ne démarre. Si aucun e-mail ne \
            vous parvient, adressez-vous à votre administrateur.",
    },
};
