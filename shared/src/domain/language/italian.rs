//! Italian, impersonal where it can be and with «Lei» where it can't. A no-break space (U+00A0)
//! keeps a time with its «ore».

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

pub(super) const DATES: Dates = Dates {
    days: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    day: "{weekday} {day} {month} {year}",
    first: "1º",
    time: "%H:%M",
    minutes: " min",
    brackets: [" (", ")"],
    zones: &[("Europe/Rome", "ora italiana"), ("Europe/Zurich", "ora svizzera")],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}",
    join: "Accesso: ",
    password: "Password: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "Questo link non è più valido",
        text: "L’incontro è terminato, è stato annullato o è ora affidato a un’altra persona. In tal \
               caso, questa dispone di un proprio link.",
    },
    unknown: Page {
        title: "Qui non c’è nulla",
        text: "Il link è incompleto. Occorre aprirlo di nuovo dall’e-mail o copiarlo per intero.",
    },
    trouble: Page {
        title: "Al momento non è possibile",
        text: "Il servizio video non ha fornito un link di avvio. Riaprire questa pagina tra qualche \
               istante; se il problema persiste, rivolgersi all’amministratore.",
    },
};

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "L’account è collegato",
        text: "È andato tutto bene. Questa pagina si può chiudere.",
    },
    missing_scopes: Page {
        title: "Mancano alcune autorizzazioni",
        text: "Non tutte le autorizzazioni sono state concesse, perciò l’account non si può \
               ancora usare. Ripetere il collegamento lasciando selezionate tutte le caselle.",
    },
    denied: Page {
        title: "Nulla è stato collegato",
        text: "L’accesso non è stato autorizzato. In caso di ripensamento, il link dell’invito \
               porta ancora qui.",
    },
    blocked_by_admin: Page {
        title: "Prima serve l’approvazione del reparto IT",
        text: "Un amministratore dell’account aziendale deve approvare l’applicazione per tutti \
               gli utenti. Occorre rivolgersi al reparto IT e poi ripetere il collegamento.",
    },
    wrong_account: Page {
        title: "L’account era un altro",
        text: "L’accesso è avvenuto con un account diverso da quello del Suo indirizzo di lavoro. \
               Uscire dal servizio, aprire di nuovo il link e accedere con l’account di lavoro.",
    },
    expired: Page {
        title: "Il tempo è scaduto",
        text: "Il collegamento ha richiesto troppo tempo o era già stato completato. Occorre \
               ricominciare.",
    },
    unknown: Page {
        title: "Questo indirizzo non è valido",
        text: "Funziona una sola volta e forse è già stato usato. Occorre ricominciare \
               dall’invito.",
    },
    trouble: Page {
        title: "Al momento non è possibile",
        text: "Il servizio non risponde. Riprovare tra qualche minuto.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Collegare gli account per le riunioni",
    intro: "Quando {tenant_name} pianifica colloqui affidati a Lei, i link per le riunioni \
        vengono creati con gli account collegati qui.",
    connect: "Collega {provider}",
    connected: "Collegato",
    not_connected: "Non ancora collegato",
    attention: "Da collegare di nuovo",
    done: "È tutto collegato, questa pagina si può chiudere.",
    gone: Page {
        title: "Questo link è già stato usato o è scaduto",
        text: "È valido una sola volta e per un tempo limitato. La preghiamo di chiederne uno \
               nuovo a chi Le ha inviato l’invito.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}: invito a collegare {providers}",
    greeting: "Buongiorno {person_name},",
    intro: "d’ora in poi, quando si pianificano colloqui affidati a Lei, i link per le riunioni \
        vengono creati automaticamente. A questo scopo La preghiamo di collegare {providers}. Si \
        fa una volta sola e bastano pochi minuti:",
    after_number: ". ",
    steps: [
        "Aprire il link personale: {connect_url}\nÈ riservato a Lei e valido fino a {until}.",
        "Guardare l’elenco dei Suoi account: indica quali sono già collegati.",
        "Scegliere che cosa collegare: {providers}.",
        "Premere «Collega».",
        "Accedere con il Suo account di lavoro, quello con questo indirizzo e-mail, e concedere \
         le autorizzazioni richieste.",
        "Quando la pagina indica che è tutto collegato, non c’è altro da fare. Lo vediamo anche \
         noi, non occorre avvisarci.",
    ],
    closing: "Se qualcosa non funziona, ce lo faccia sapere. Saremo lieti di \
        aiutarLa.\n\nGrazie!\n{tenant_name}",
    until: "{date}, ore\u{a0}{time}, {zone}",
    joining: Joining { pair: " e ", inner: ", ", last: " e " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "{provider} va ricollegato: {person_name}",
        body: "Il collegamento di {person_name} con {provider} non funziona più. Le riunioni che ne hanno \
            bisogno restano in attesa e vengono create da sole appena funziona di nuovo.\n\nChieda a \
            {person_name} di collegare di nuovo {provider}, oppure mandi un nuovo invito.",
    },
    connected: Text {
        subject: "{person_name} ha collegato {provider}",
        body: "{person_name} ha collegato {provider}. Da ora i link delle riunioni condotte da \
            {person_name} vengono creati da soli.",
    },
    authoriser_leaving: Text {
        subject: "{provider}: chi ha attivato il collegamento lascia {person_name}",
        body: "Il collegamento di {person_name} con {provider} è stato attivato da una persona \
            che sta per andarsene. Può cessare insieme al suo account.\n\nChieda a qualcuno che \
            resta di collegare di nuovo {provider} o, meglio, usi un account di servizio. Tutto \
            il resto rimane com’è.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "Primo colloquio",
    company: "Studio Bianchi",
    guest: "Niccolò Rossi",
    host: "Chiara Esposito",
    note: "Porterò la documentazione.",
    time_zone: "Europe/Rome",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "Il servizio prenotato non è configurato. Crearlo o correggerne l’identificativo.",
    not_connected: "Il servizio video non è collegato. Collegarlo nelle impostazioni.",
    connection_disabled: "Il collegamento al servizio video è disattivato. Attivarlo.",
    feature_disabled: "Il fornitore è disattivato nelle impostazioni dell’azienda.",
    invalid_credentials: "Il servizio video non accetta le credenziali. Copiarle di nuovo e verificare \
        il collegamento.",
    app_not_activated: "L’app non è attivata presso il servizio video. Attivarla e verificare il \
        collegamento.",
    insufficient_scope: "All’app manca un’autorizzazione presso il servizio video. Aggiungerla e \
        verificare il collegamento.",
    needs_reauth: "L’autorizzazione del servizio video è scaduta. Collegarlo di nuovo.",
    blocked_by_admin: "L’amministratore del servizio video ha bloccato il collegamento. Chiedergli di \
        consentirlo.",
    denied: "L’autorizzazione del servizio video è stata negata. Collegarlo di nuovo e accettare le \
        autorizzazioni.",
    account_mismatch: "Il collegamento appartiene a un altro account. Collegare quello corretto.",
    host_not_mapped: "Chi conduce non è associato a un utente del servizio video. Associarlo.",
    host_not_found: "L’utente associato non esiste o non è attivo presso il servizio video. Sceglierne \
        un altro.",
    host_not_licensed: "L’utente associato non può organizzare riunioni presso il servizio video. \
        Assegnargli una licenza o sceglierne un altro.",
    teams_not_available: "Microsoft non crea riunioni Teams per chi conduce. Assegnargli una \
        licenza per Teams e verificare che Teams sia attivo in azienda.",
    mailbox_not_enabled: "Chi conduce non ha una casella di posta in Exchange Online. \
        Assegnargli una licenza che la comprenda o scegliere un’altra persona.",
    mailbox_excluded: "Un criterio di Exchange impedisce all’applicazione l’accesso alla \
        casella di posta di chi conduce. Aggiungere la persona al gruppo indicato dal criterio.",
    access_policy_missing: "Nessun criterio di Teams consente all’applicazione di tenere \
        riunioni per chi conduce. Chiedere all’amministratore di Teams di aggiungerlo.",
    host_not_authenticated: "Chi conduce non ha ancora collegato il proprio account del servizio \
        video. Inviare un invito a collegarlo.",
    organizer_not_synchronized: "Chi conduce non è sincronizzato con il calendario aziendale. \
        Aggiungerlo alla sincronizzazione.",
    shared_mailbox_cannot_host: "Una casella di posta condivisa non può condurre riunioni. \
        Scegliere una persona con una casella propria.",
    calendar_integration_inactive: "Il collegamento al calendario aziendale non è attivo. \
        Collegare il calendario nelle impostazioni.",
    meet_disabled_in_admin_console: "Google Meet non è attivo per chi conduce. Attivarlo nella Console \
        di amministrazione Google.",
    passcode_policy: "Le regole sulle password del servizio video non ammettono otto cifre. Allentarle o \
        disattivare la password casuale per il servizio.",
    cannot_verify_create: "Non è certo che la riunione sia stata creata e non è possibile verificarlo. \
        Aggiungere all’app le autorizzazioni di lettura e verificare il collegamento.",
    template_unusable: "L’argomento o la descrizione del servizio non sono utilizzabili. Correggerli \
        nelle impostazioni.",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Link per l’incontro: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

l’incontro si terrà online:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}

Accesso all’incontro: {zoom_meeting_url}
Password, se richiesta: {zoom_meeting_password}

A presto!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Modificato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

il Suo incontro online è stato modificato. Ecco i dati aggiornati:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}

Accesso all’incontro: {zoom_meeting_url}
Password, se richiesta: {zoom_meeting_password}

La preghiamo di usare questo link anche se ne ha già ricevuto un altro.

A presto!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Annullato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

il Suo incontro online è stato annullato e il link ricevuto non è più valido:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}

Cordiali saluti
{tenant_name}
",
    },
    staff_link: Text {
        subject: "Da condurre: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

questo incontro online è affidato a Lei:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Cliente: {customer_name} {customer_email}
Nota: {note}

Avvio dell’incontro: {host_page}
Password, se prevista: {zoom_meeting_password}

Questo link funziona fino al termine dell’incontro.
Link di avvio diretto, valido solo per circa due ore: {zoom_meeting_url_host}

La preghiamo di non condividere questi due link: chi li apre conduce l’incontro.
",
    },
    staff_changed: Text {
        subject: "Modificato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

un incontro online affidato a Lei è stato modificato. Ecco i dati aggiornati:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Cliente: {customer_name} {customer_email}
Nota: {note}

Avvio dell’incontro: {host_page}
Password, se prevista: {zoom_meeting_password}

Questo link funziona fino al termine dell’incontro.
Link di avvio diretto, valido solo per circa due ore: {zoom_meeting_url_host}

La preghiamo di non condividere questi due link: chi li apre conduce l’incontro.
",
    },
    staff_cancelled: Text {
        subject: "Annullato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

questo incontro online non è più affidato a Lei: è stato annullato o assegnato a un’altra persona.

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Cliente: {customer_name}
",
    },
    staff_info: Text {
        subject: "Per conoscenza: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

è stato fissato un incontro online:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Conduce: {host_name}
Cliente: {customer_name}

Accesso come ospite: {meeting_url}
Password, se richiesta: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Modificato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

un incontro online è stato modificato. Ecco i dati aggiornati:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Conduce: {host_name}
Cliente: {customer_name}

Accesso come ospite: {meeting_url}
Password, se richiesta: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Annullato: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

questo incontro online non avrà luogo:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Conduce: {host_name}
Cliente: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Intervento necessario: {service_name}, {start_date}, ore {start_time}",
        body: "Buongiorno,

per questo appuntamento non c’è ancora un incontro online, perché prima occorre un intervento:

{service_name}
{start_date}, ore\u{a0}{start_time}–{end_time}, {time_zone}
Conduce: {host_name}
Cliente: {customer_name}

Motivo: {reason}

Appena il problema sarà risolto, l’incontro verrà creato automaticamente e tutti riceveranno il \
proprio link.
",
    },
};
