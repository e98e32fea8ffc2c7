//! Italian, impersonal where it can be and with «Lei» where it can't. A no-break space (U+00A0)
//! keeps a time with its «ore».

use super::{Dates, HostPages, Invitation, Page, Reasons, Sample, Text, Texts};

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
    provider_not_available: "Questa installazione non può creare riunioni con il servizio video scelto. \
        Sceglierne un altro.",
    not_connected: "Il servizio video non è collegato. Collegarlo nelle impostazioni.",
    connection_disabled: "Il collegamento al servizio video è disattivato. Attivarlo.",
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
