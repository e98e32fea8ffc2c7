//! The built-in templates in Finnish.

use super::builtin::Builtin;
use crate::domain::event::Audience;

const fn finnish(
    name: &'static str,
    audience: Audience,
    subject: &'static str,
    body: &'static str,
) -> Builtin {
    Builtin { name, audience, locale: "fi", subject, body }
}

/// Every built-in template, in Finnish.
pub(super) static FINNISH: &[Builtin] = &[
    finnish(
        "customer_link",
        Audience::Attendee,
        "Linkki tapaamiseen: {service_name}, {start_date} klo {start_time}",
        "Hei,

tapaamme verkossa:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}

Liity tästä: {zoom_meeting_url}
Salasana, jos sitä kysytään: {zoom_meeting_password}

Nähdään pian!
{tenant_name}
",
    ),
    finnish(
        "customer_changed",
        Audience::Attendee,
        "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        "Hei,

verkkotapaamisesi tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}

Liity tästä: {zoom_meeting_url}
Salasana, jos sitä kysytään: {zoom_meeting_password}

Käytä tätä linkkiä, vaikka olisit saanut aiemmin toisen.

Nähdään pian!
{tenant_name}
",
    ),
    finnish(
        "customer_cancelled",
        Audience::Attendee,
        "Peruttu: {service_name}, {start_date} klo {start_time}",
        "Hei,

verkkotapaamisesi on peruttu, eikä saamasi linkki ole enää voimassa:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}

Ystävällisin terveisin
{tenant_name}
",
    ),
    finnish(
        "staff_link",
        Audience::Host,
        "Sinä vedät: {service_name}, {start_date} klo {start_time}",
        "Hei,

sinä vedät tämän verkkotapaamisen:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Asiakas: {customer_name} {customer_email}
Viesti: {note}

Aloita vetäjänä: {zoom_meeting_url_host}
Oma pysyvä linkkisi: {host_page}
Ensimmäinen linkki vanhenee noin kahdessa tunnissa; toinen toimii aina, kunnes tapaaminen on ohi.

Salasana, jos tapaamisella on sellainen: {zoom_meeting_password}

Pidä molemmat linkit omana tietonasi: niiden avaajasta tulee tapaamisen vetäjä.
",
    ),
    finnish(
        "staff_changed",
        Audience::Host,
        "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        "Hei,

vetämäsi verkkotapaamisen tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Asiakas: {customer_name} {customer_email}
Viesti: {note}

Aloita vetäjänä: {zoom_meeting_url_host}
Oma pysyvä linkkisi: {host_page}
Ensimmäinen linkki vanhenee noin kahdessa tunnissa; toinen toimii aina, kunnes tapaaminen on ohi.

Salasana, jos tapaamisella on sellainen: {zoom_meeting_password}

Pidä molemmat linkit omana tietonasi: niiden avaajasta tulee tapaamisen vetäjä.
",
    ),
    finnish(
        "staff_cancelled",
        Audience::Host,
        "Peruttu: {service_name}, {start_date} klo {start_time}",
        "Hei,

et enää vedä tätä verkkotapaamista: se on peruttu tai siirretty toiselle vetäjälle.

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Asiakas: {customer_name}
",
    ),
    finnish(
        "staff_info",
        Audience::Staff,
        "Tiedoksi: {service_name}, {start_date} klo {start_time}",
        "Hei,

verkkotapaaminen on sovittu:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}

Liity vieraana: {meeting_url}
Salasana, jos sitä kysytään: {meeting_password}
",
    ),
    finnish(
        "staff_info_changed",
        Audience::Staff,
        "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        "Hei,

verkkotapaamisen tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}

Liity vieraana: {meeting_url}
Salasana, jos sitä kysytään: {meeting_password}
",
    ),
    finnish(
        "staff_info_cancelled",
        Audience::Staff,
        "Peruttu: {service_name}, {start_date} klo {start_time}",
        "Hei,

tämä verkkotapaaminen on peruttu:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}
",
    ),
    finnish(
        "blocked_notice",
        Audience::Staff,
        "Vaatii toimia: {service_name}, {start_date} klo {start_time}",
        "Hei,

tällä ajalla ei vielä ole verkkotapaamista, koska jonkun on ensin tehtävä jotakin:

{service_name}
{start_date} klo {start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}

Syy: {reason}

Kun asia on kunnossa, tapaaminen luodaan itsestään ja kaikki saavat linkkinsä.
",
    ),
];
