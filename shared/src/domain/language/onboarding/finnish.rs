//! Finnish. A no-break space (U+00A0) keeps a time with its «klo». Names stand where no case is asked of
//! them.

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Tavoitteet",
    expected_results: "Odotetut tulokset",
    agenda: "Asialista",
    questions: "Keskusteltavia kysymyksiä",
    materials: "Aineisto",
    one_on_one: ["Miten on sujunut", "Ajankohtaiset tehtävät", "Tavoitteet seuraavaan kertaan"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "Tämä tapaaminen tallennetaan. Tallenteen näkevät vain ne, joille yrityksen \
        tietosuoja-asetukset sen sallivat. Jos et halua näkyä tallenteessa, kerro siitä ennen \
        tapaamisen alkua.",
    previous: "Aiemman vastaavan tapaamisen tallenne: ",
    resources: "Hyödyllisiä linkkejä:",
    contact: "Kysyttävää? Ota yhteyttä: ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "Miten meni? {data.about}",
        body: "Kerro meille, mikä sujui hyvin ja mikä ei: ”{data.about}”.
Vastaa, se vie kaksi minuuttia: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Mielipiteesi puuttuu vielä: {data.about}",
        body: "Et ole vielä kertonut, millainen ”{data.about}” oli. Kuulisimme siitä mielellämme.
Vastaa, se vie kaksi minuuttia: {data.url}",
    },
    recording_stored: EventText {
        title: "Tallenne on valmis: {data.about}",
        body: "Jos jotain jäi sinulta väliin, voit katsoa sen uudelleen: ”{data.about}”.
Katso tallenne: {data.url}
Lue keskustelu tekstinä: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "Keskustelu on nyt tekstinä: {data.about}",
        body: "Voit nyt myös lukea, mitä tapaamisessa puhuttiin: ”{data.about}”.
Lue keskustelu tekstinä: {data.transcript_url}
Katso tallenne: {data.url}",
    },
    step_blocked: EventText {
        title: "Vaihetta ei voi aikatauluttaa: {data.about}",
        body: "”{data.about}” ({data.employee}) odottaa, koska siitä puuttuu vielä joku.
Puuttuu: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "Asialista puuttuu vielä: {data.about}",
        body: "Tapaamisen ”{data.about}” ({data.employee}) asialista tai aineisto puuttuu vielä.
Ajankohta: {data.when}
Lisää ne skenaarioon tai lähetä ne osallistujille.",
    },
    support_requested: EventText {
        title: "Joku tarvitsee apua: {data.problem}",
        body: "Lähettäjä: {data.from}
Ongelma: {data.problem}
Vaiheet: {data.steps}
Virheet: {data.errors}
Liitteet: {data.attachments}
Järjestelmä: {data.system}
Tukipyyntö: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "Miten meni? {about}",
    question: "Mikä sujui hyvin, ja mikä ei?",
    send: "Lähetä",
    thanks: "Kiitos! Vastauksesi on tullut perille, ja voit sulkea tämän sivun.",
    gone: "Linkki ei ole enää voimassa, tai se on vaillinainen. Avaa se uudelleen sähköpostista.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Kutsu: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

mukava päästä tapaamaan verkossa:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}

Liity tästä: {meeting_url}
Salasana, jos sitä kysytään: {meeting_password}

{note}

{onboarding_notes}

Nähdään pian!
{tenant_name}
",
    },
    changed: Text {
        subject: "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        body: "Hei,

verkkotapaamisemme tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}

Liity tästä: {meeting_url}
Salasana, jos sitä kysytään: {meeting_password}

{note}

{onboarding_notes}

Käytä tätä linkkiä, vaikka olisit saanut aiemmin toisen.

Nähdään pian!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Peruttu: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

tämä verkkotapaaminen on peruttu, eikä saamasi linkki ole enää voimassa:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}

{onboarding_notes}

Ystävällisin terveisin
{tenant_name}
",
    },
};
