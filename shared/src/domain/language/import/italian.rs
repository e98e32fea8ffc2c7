//! Italian, impersonal where it can be and with «Lei» where it can't. A no-break space (U+00A0)
//! keeps a time with its «ore».

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "Buongiorno,\n\necco gli aggiornamenti sull’importazione automatica dei candidati.",
        company: "Azienda: {company}",
        company_id: "ID dell’azienda: {company_id}",
        account: "Portale di annunci: {account}",
        content: "Esito: {content}",
        cause: "Causa: {cause}",
        remedy: "Che cosa fare: {remedy}",
        start: "Ora di avvio dell’importazione: {time}",
        started: "Avvio effettivo: {time}",
        finished: "Fine: {time}",
        at: "{date}, ore\u{a0}{time}, {zone}",
        between: ", ",
        closing: "Questa e-mail è stata inviata automaticamente.",
    },
    counts: ImportCounts {
        heading: "Risultato",
        seen: "– Ricevuti dal portale: {seen}",
        new: "– Nuovi: {new}",
        known: "– Già importati: {known}",
        unrouted: "– Senza posizione, perché nessuna regola corrisponde: {unrouted}",
        duplicates: "– Possibili duplicati: {duplicates}",
        skipped: "– Da non importare: {skipped}",
        failed: "– Errori: {failed}",
        delivered: "– Trasmessi all’ATS: {delivered}",
    },
    rows: ImportRows {
        heading: "Righe non importate",
        row: "– Riga {line}: {reason}",
        more: "– Altre righe: {more}",
        reasons: RowReasons {
            required: "manca un dato obbligatorio",
            date_unreadable: "la data non è leggibile",
            wrong_number_of_cells: "il numero di celle non corrisponde all’intestazione",
            unclosed_quote: "manca la chiusura delle virgolette",
            malformed_quote: "le virgolette sono nel posto sbagliato",
            row_too_long: "la riga è troppo lunga",
        },
    },
    fields: ImportFields {
        external_id: "ID della candidatura",
        name: "nome",
        kana: "lettura del nome",
        email: "indirizzo e-mail",
        phone: "numero di telefono",
        position_name: "nome della posizione",
        applied_at: "data della candidatura",
        birth_date: "data di nascita",
        postal_code: "codice postale",
        address: "indirizzo",
        ad_id: "ID dell’annuncio",
        scout: "indicatore di scout",
        scope: "tipo di servizio",
    },
    warnings: ImportWarnings {
        heading: "Da notare",
        cap_reached: "– {medium} restituisce al massimo {cap} righe per volta e il limite è stato \
            raggiunto. Potrebbero mancare candidati: si prega di confrontare i numeri su {medium}. Con \
            più orari di avvio al giorno succede meno facilmente.",
        rule_format: "– Regole di assegnazione non applicate, perché il portale indicato è ancora \
            «{source}»: {rules}. Va sostituito con «{format}».",
        native_import_active: "– L’ATS importa ancora direttamente da: {media}. I candidati potrebbero \
            essere registrati due volte. Chi ha il ruolo di recruiter deve scollegare questi portali \
            nell’ATS.",
        single_recipient: "– Un solo indirizzo riceve queste e-mail. È consigliabile aggiungere in Cc \
            altri colleghi o una lista di distribuzione, perché gli errori non passino inosservati.",
    },
    finished: ImportNews {
        subject: "Candidati importati: {account}, nuovi: {new}",
        content: "L’importazione è terminata.",
    },
    token_link: ImportNews {
        subject: "Token API per {account}",
        content: "Il token API da inserire su {medium} è stato emesso. Per sicurezza non è riportato \
            in questa e-mail.",
    },
    token_action: "Visualizzare il token API: {url}
Il link funziona una sola volta ed è valido per {hours} h. Copiare il token e inserirlo su {medium}. \
Se il link è scaduto, emettere un nuovo token nelle impostazioni.",
    partial: ImportTrouble {
        subject: "Da verificare: {account}, righe non importate: {failed}",
        content: "L’importazione è terminata, ma alcune righe non sono state importate.",
        cause: "{medium} ha restituito righe non leggibili. Righe e colonne sono elencate di seguito.",
        remedy: "Cercare questi candidati su {medium}. Se rientrano nel periodo di una delle prossime \
            importazioni, vengono riletti automaticamente. In caso contrario, o se l’errore rimane, \
            inserirli direttamente nell’ATS.",
    },
    medium_login_failed: ImportTrouble {
        subject: "Intervento necessario: accesso a {account} non riuscito",
        content: "L’accesso al portale non è riuscito e nessun candidato è stato importato. \
            L’importazione automatica di questo account è sospesa.",
        cause: "L’ID o la password registrati non sono corretti. Potrebbero essere stati cambiati su \
            {medium}, oppure l’account potrebbe essere bloccato.",
        remedy: "Verificare di poter accedere a {medium}, reinserire ID e password nelle impostazioni \
            dell’account ed eseguire la verifica dell’accesso. Quando riesce, l’importazione riprende \
            dalla successiva ora di avvio e comprende anche i candidati arrivati nel frattempo.",
    },
    ats_login_failed: ImportTrouble {
        subject: "Intervento necessario: l’ATS non accetta il token ({account})",
        content: "L’accesso all’ATS non è riuscito e alcune candidature non sono state trasmesse. La \
            trasmissione resta ferma fino alla soluzione.",
        cause: "Il token API dell’ATS registrato non è valido. Potrebbe essere stato eliminato o \
            sostituito nell’ATS.",
        remedy: "Eliminare il token attuale nell’ATS, emetterne uno nuovo e inserirlo nelle \
            impostazioni. Candidature conservate: {kept}. Verranno trasmesse automaticamente dopo \
            l’inserimento del nuovo token.",
    },
    format_changed: ImportTrouble {
        subject: "Intervento necessario: formato dei dati cambiato, {account}",
        content: "L’importazione è stata interrotta, perché nei dati del portale manca una colonna \
            necessaria.",
        cause: "Nessuna di queste colonne è stata trovata: {expected} (dato: {field}). Forse {medium} \
            ha cambiato il formato.",
        remedy: "Se su {medium} è possibile scegliere le colonne, aggiungere una di quelle indicate. \
            Altrimenti inoltrare questa e-mail all’amministratore. La prima importazione successiva \
            comprenderà anche i candidati che ora mancano.",
    },
    undecodable: ImportTrouble {
        subject: "Intervento necessario: dati non leggibili, {account}",
        content: "L’importazione è stata interrotta, perché i dati del portale non sono leggibili.",
        cause: "La riga {line} dei dati contiene caratteri che non sono né UTF-8 né Shift_JIS. Per non \
            registrare testi alterati, non è stato importato nulla.",
        remedy: "Alla successiva ora di avvio i dati vengono richiesti di nuovo automaticamente. Se \
            questa e-mail arriva un’altra volta, controllare i dati esportati da {medium} intorno alla \
            riga {line} e rivolgersi all’amministratore.",
    },
    medium_unreachable: ImportTrouble {
        subject: "Errore: {account} non raggiungibile",
        content: "Il portale non ha risposto e nessun candidato è stato importato.",
        cause: "Su {medium} potrebbe essere in corso una manutenzione o un guasto.",
        remedy: "Di solito non serve fare nulla: alla successiva ora di avvio l’importazione viene \
            ripetuta e comprende anche i candidati che ora mancano. Se succede più volte, leggere gli \
            avvisi di {medium} e verificare di potervi accedere.",
    },
    ats_unreachable: ImportTrouble {
        subject: "Errore: ATS non raggiungibile ({account})",
        content: "I candidati sono stati ricevuti dal portale, ma l’ATS non ha risposto: alcune \
            candidature non sono ancora state trasmesse.",
        cause: "Nell’ATS potrebbe essere in corso una manutenzione o un guasto.",
        remedy: "Di solito non serve fare nulla. Candidature conservate: {kept}. Verranno trasmesse \
            automaticamente appena l’ATS risponde. Se succede più volte, leggere gli avvisi dell’ATS.",
    },
    configuration_error: ImportTrouble {
        subject: "Intervento necessario: verificare le impostazioni di {account}",
        content: "Con le impostazioni attuali l’importazione non può essere eseguita.",
        cause: "Un’impostazione necessaria manca o non è corretta (codice: {code}).",
        remedy: "Verificare e correggere nelle impostazioni l’account, il token dell’ATS e le regole \
            di assegnazione. L’importazione riprenderà dalla successiva ora di avvio. In caso di \
            dubbio, comunicare il codice all’amministratore.",
    },
    schedule_paused: ImportTrouble {
        subject: "Intervento necessario: importazione automatica di {account} sospesa",
        content: "La verifica dell’accesso non è riuscita, perciò l’importazione automatica di questo \
            account è sospesa. Finché una verifica non riesce, non vengono importati candidati.",
        cause: "L’ID o la password registrati non sono corretti, oppure {medium} non ha risposto in \
            tempo.",
        remedy: "Verificare di poter accedere a {medium}, reinserire ID e password nelle impostazioni \
            dell’account e ripetere la verifica dell’accesso. Quando riesce, l’importazione riprende \
            dalla successiva ora di avvio e comprende anche i candidati arrivati nel frattempo.",
    },
    late: ImportTrouble {
        subject: "In ritardo: importazione da {account} non terminata",
        content: "Sono trascorsi {minutes} min dall’avvio dell’importazione, che non è ancora \
            terminata.",
        cause: "I candidati potrebbero essere molti, oppure {medium} o l’ATS risponde lentamente.",
        remedy: "Si prega di attendere: l’importazione prosegue e il risultato arriverà per e-mail. \
            Fino ad allora non parte un’altra importazione di questo account. Se non arriva alcuna \
            e-mail, rivolgersi all’amministratore.",
    },
};
