//! German, with „Sie“.

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "Guten Tag,\n\nhier ist der Stand Ihres automatischen Bewerberimports.",
        company: "Unternehmen: {company}",
        company_id: "Unternehmens-ID: {company_id}",
        account: "Stellenbörse: {account}",
        content: "Meldung: {content}",
        cause: "Ursache: {cause}",
        remedy: "Abhilfe: {remedy}",
        start: "Startzeit des Imports: {time}",
        started: "Tatsächlich begonnen: {time}",
        finished: "Beendet: {time}",
        at: "{date}, {time} Uhr, {zone}",
        between: ", ",
        closing: "Diese E-Mail wurde automatisch versendet.",
    },
    counts: ImportCounts {
        heading: "Ergebnis",
        seen: "– Von der Stellenbörse geliefert: {seen}",
        new: "– Neu: {new}",
        known: "– Bereits importiert: {known}",
        unrouted: "– Ohne Stelle, da keine Zuordnungsregel passt: {unrouted}",
        duplicates: "– Mögliche Dubletten: {duplicates}",
        skipped: "– Nicht zu importieren: {skipped}",
        failed: "– Fehler: {failed}",
        delivered: "– An das ATS übermittelt: {delivered}",
    },
    rows: ImportRows {
        heading: "Nicht importierte Zeilen",
        row: "– Zeile {line}: {reason}",
        more: "– Weitere Zeilen: {more}",
        reasons: RowReasons {
            required: "eine Pflichtangabe fehlt",
            date_unreadable: "das Datum ist nicht lesbar",
            wrong_number_of_cells: "die Zahl der Zellen weicht von der Kopfzeile ab",
            unclosed_quote: "ein Anführungszeichen ist nicht geschlossen",
            malformed_quote: "ein Anführungszeichen steht an der falschen Stelle",
            row_too_long: "die Zeile ist zu lang",
        },
    },
    fields: ImportFields {
        external_id: "Bewerbungs-ID",
        name: "Name",
        kana: "Lesung des Namens",
        email: "E-Mail-Adresse",
        phone: "Telefonnummer",
        position_name: "Stellenbezeichnung",
        applied_at: "Bewerbungsdatum",
        birth_date: "Geburtsdatum",
        postal_code: "Postleitzahl",
        address: "Adresse",
        ad_id: "Anzeigen-ID",
        scout: "Scout-Kennzeichen",
        scope: "Art des Dienstes",
    },
    warnings: ImportWarnings {
        heading: "Bitte beachten",
        cap_reached: "– {medium} liefert höchstens {cap} Zeilen auf einmal, und so viele sind es \
            gewesen. Es können Bewerbungen fehlen: Bitte vergleichen Sie die Zahlen bei {medium}. Mit \
            mehr Startzeiten am Tag geschieht das seltener.",
        rule_format: "– Zuordnungsregeln, die nicht angewendet wurden, weil als Stellenbörse noch \
            „{source}“ eingetragen ist: {rules}. Bitte ändern Sie den Eintrag in „{format}“.",
        native_import_active: "– Das ATS importiert noch selbst von: {media}. Bewerber können doppelt \
            angelegt werden. Bitte lassen Sie diese Verbindungen im ATS von jemandem mit der Rolle \
            Recruiter trennen.",
        single_recipient: "– Diese E-Mails gehen nur an eine Adresse. Bitte tragen Sie Kollegen oder \
            einen Verteiler als Cc ein, damit Fehler bemerkt werden.",
    },
    finished: ImportNews {
        subject: "Bewerber importiert: {account}, neu: {new}",
        content: "Der Import ist abgeschlossen.",
    },
    token_link: ImportNews {
        subject: "Ihr API-Token für {account}",
        content: "Das API-Token, das bei {medium} einzutragen ist, wurde ausgestellt. Zur Sicherheit \
            steht es nicht in dieser E-Mail.",
    },
    token_action: "API-Token anzeigen: {url}
Der Link funktioniert einmal und ist {hours} Std. gültig. Kopieren Sie das Token und tragen Sie es bei \
{medium} ein. Ist der Link abgelaufen, stellen Sie in den Einstellungen ein neues Token aus.",
    partial: ImportTrouble {
        subject: "Bitte prüfen: {account}, nicht importierte Zeilen: {failed}",
        content: "Der Import ist abgeschlossen, aber einige Zeilen wurden nicht importiert.",
        cause: "{medium} hat Zeilen geliefert, die nicht lesbar sind. Zeilen und Spalten sind unten \
            aufgeführt.",
        remedy: "Bitte sehen Sie bei {medium} nach diesen Bewerbern. Fallen sie in den Zeitraum eines \
            der nächsten Importe, werden sie von selbst noch einmal gelesen. Andernfalls, oder wenn \
            der Fehler bleibt, tragen Sie sie bitte selbst im ATS ein.",
    },
    medium_login_failed: ImportTrouble {
        subject: "Handlungsbedarf: Anmeldung bei {account} nicht möglich",
        content: "Die Anmeldung bei der Stellenbörse ist fehlgeschlagen, daher wurden keine Bewerber \
            importiert. Der automatische Import dieses Kontos pausiert.",
        cause: "Die hinterlegte Login-ID oder das Passwort ist nicht richtig. Möglicherweise wurde \
            etwas bei {medium} geändert, oder das Konto ist dort gesperrt.",
        remedy: "Bitte prüfen Sie, ob Sie sich bei {medium} anmelden können, geben Sie Login-ID und \
            Passwort in den Einstellungen des Kontos neu ein und führen Sie die Anmeldeprüfung aus. \
            Sobald sie gelingt, läuft der Import ab der nächsten Startzeit wieder und holt auch die \
            Bewerber der Zwischenzeit.",
    },
    ats_login_failed: ImportTrouble {
        subject: "Handlungsbedarf: Das ATS akzeptiert das Token nicht ({account})",
        content: "Die Anmeldung beim ATS ist fehlgeschlagen, daher wurden Bewerbungen nicht \
            übermittelt. Bis zur Behebung ruht die Übermittlung.",
        cause: "Das hinterlegte API-Token des ATS ist nicht gültig. Möglicherweise wurde es im ATS \
            gelöscht oder ersetzt.",
        remedy: "Bitte löschen Sie das bisherige Token im ATS, stellen Sie ein neues aus und tragen \
            Sie es in den Einstellungen ein. Aufbewahrte Bewerbungen: {kept}. Sie werden danach von \
            selbst übermittelt.",
    },
    format_changed: ImportTrouble {
        subject: "Handlungsbedarf: Datenformat von {account} geändert",
        content: "Der Import wurde abgebrochen, weil den Daten der Stellenbörse eine nötige Spalte \
            fehlt.",
        cause: "Keine dieser Spalten wurde gefunden: {expected} (Angabe: {field}). Möglicherweise hat \
            {medium} das Format geändert.",
        remedy: "Wenn sich die Spalten bei {medium} wählen lassen, fügen Sie bitte eine der genannten \
            hinzu. Andernfalls leiten Sie diese E-Mail an Ihre Administration weiter. Der erste Import \
            danach holt auch die Bewerber, die jetzt fehlen.",
    },
    undecodable: ImportTrouble {
        subject: "Handlungsbedarf: Daten von {account} nicht lesbar",
        content: "Der Import wurde abgebrochen, weil die Daten der Stellenbörse nicht lesbar sind.",
        cause: "Zeile {line} der Daten enthält Zeichen, die weder UTF-8 noch Shift_JIS sind. Damit \
            kein entstellter Text gespeichert wird, wurde nichts daraus importiert.",
        remedy: "Zur nächsten Startzeit werden die Daten von selbst neu geholt. Kommt diese E-Mail \
            noch einmal, sehen Sie sich bitte die von {medium} exportierten Daten um Zeile {line} an \
            und wenden Sie sich an Ihre Administration.",
    },
    medium_unreachable: ImportTrouble {
        subject: "Fehler: {account} nicht erreichbar",
        content: "Die Stellenbörse hat nicht geantwortet, daher wurden keine Bewerber importiert.",
        cause: "Bei {medium} gibt es möglicherweise eine Wartung oder eine Störung.",
        remedy: "Meist ist nichts zu tun: Zur nächsten Startzeit wird der Import wiederholt und holt \
            auch die Bewerber, die jetzt fehlen. Geschieht das öfter, lesen Sie bitte die Mitteilungen \
            von {medium} und prüfen Sie, ob Sie sich dort anmelden können.",
    },
    ats_unreachable: ImportTrouble {
        subject: "Fehler: ATS nicht erreichbar ({account})",
        content: "Die Bewerber wurden von der Stellenbörse geholt, aber das ATS hat nicht geantwortet; \
            einige Bewerbungen sind daher noch nicht übermittelt.",
        cause: "Beim ATS gibt es möglicherweise eine Wartung oder eine Störung.",
        remedy: "Meist ist nichts zu tun. Aufbewahrte Bewerbungen: {kept}. Sie werden von selbst \
            übermittelt, sobald das ATS wieder antwortet. Geschieht das öfter, lesen Sie bitte die \
            Mitteilungen des ATS.",
    },
    configuration_error: ImportTrouble {
        subject: "Handlungsbedarf: Einstellungen von {account} prüfen",
        content: "Der Import konnte mit den derzeitigen Einstellungen nicht laufen.",
        cause: "Eine nötige Einstellung fehlt oder ist nicht richtig (Code: {code}).",
        remedy: "Bitte prüfen und berichtigen Sie in den Einstellungen das Konto, das Token des ATS \
            und die Zuordnungsregeln. Danach läuft der Import ab der nächsten Startzeit wieder. Im \
            Zweifel nennen Sie den Code Ihrer Administration.",
    },
    schedule_paused: ImportTrouble {
        subject: "Handlungsbedarf: Automatischer Import von {account} pausiert",
        content: "Die Anmeldeprüfung ist fehlgeschlagen, daher pausiert der automatische Import dieses \
            Kontos. Bis eine Prüfung gelingt, werden keine Bewerber importiert.",
        cause: "Die hinterlegte Login-ID oder das Passwort ist nicht richtig, oder {medium} hat nicht \
            rechtzeitig geantwortet.",
        remedy: "Bitte prüfen Sie, ob Sie sich bei {medium} anmelden können, geben Sie Login-ID und \
            Passwort in den Einstellungen des Kontos neu ein und wiederholen Sie die Anmeldeprüfung. \
            Sobald sie gelingt, läuft der Import ab der nächsten Startzeit wieder und holt auch die \
            Bewerber der Zwischenzeit.",
    },
    late: ImportTrouble {
        subject: "Verspätet: Import von {account} nicht abgeschlossen",
        content: "Seit dem Start des Imports sind {minutes} Min. vergangen, und er ist noch nicht \
            abgeschlossen.",
        cause: "Möglicherweise sind es viele Bewerber, oder {medium} oder das ATS antwortet langsam.",
        remedy: "Bitte warten Sie: Der Import läuft weiter, und Sie erhalten eine E-Mail mit dem \
            Ergebnis. Bis dahin beginnt kein weiterer Import dieses Kontos. Kommt keine E-Mail, wenden \
            Sie sich bitte an Ihre Administration.",
    },
};
