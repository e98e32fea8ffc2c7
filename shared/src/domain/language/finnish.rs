//! Finnish. A no-break space (U+00A0) keeps a time with its «klo».

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

pub(super) const DATES: Dates = Dates {
    days: ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"],
    months: [
        "tammikuuta",
        "helmikuuta",
        "maaliskuuta",
        "huhtikuuta",
        "toukokuuta",
        "kesäkuuta",
        "heinäkuuta",
        "elokuuta",
        "syyskuuta",
        "lokakuuta",
        "marraskuuta",
        "joulukuuta",
    ],
    day: "{weekday} {day}.{number}.{year}",
    first: "1",
    time: "%H.%M",
    minutes: " min",
    brackets: [" (", ")"],
    zones: &[("Europe/Helsinki", "Suomen aikaa")],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}",
    join: "Liity: ",
    password: "Salasana: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "Linkki ei ole enää voimassa",
        text: "Tapaaminen on ohi, se on peruttu tai sillä on nyt toinen vetäjä. Jos tapaaminen on \
               siirretty toiselle, hänellä on oma linkkinsä.",
    },
    unknown: Page {
        title: "Täällä ei ole mitään",
        text: "Linkki on vaillinainen. Avaa se uudelleen sähköpostista tai kopioi se kokonaan.",
    },
    trouble: Page {
        title: "Ei onnistu juuri nyt",
        text: "Videopalvelu ei antanut aloituslinkkiä. Avaa sivu hetken kuluttua uudelleen. Jos se \
               ei auta, kysy ylläpitäjältä.",
    },
};

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "Tili on yhdistetty",
        text: "Kaikki onnistui. Voit sulkea tämän sivun.",
    },
    missing_scopes: Page {
        title: "Kaikkia oikeuksia ei annettu",
        text: "Tiliä ei voi vielä käyttää, koska osa oikeuksista puuttuu. Yhdistä se uudelleen ja \
               jätä kaikki ruudut valituiksi.",
    },
    denied: Page {
        title: "Mitään ei yhdistetty",
        text: "Et antanut lupaa yhdistämiseen. Jos muutat mielesi, kutsun linkki tuo sinut \
               edelleen tänne.",
    },
    blocked_by_admin: Page {
        title: "IT-osaston on ensin sallittava tämä",
        text: "Yrityksesi tilin ylläpitäjän on ensin hyväksyttävä sovellus kaikille käyttäjille. \
               Pyydä sitä IT-osastolta ja yhdistä tilisi sen jälkeen uudelleen.",
    },
    wrong_account: Page {
        title: "Tili oli väärä",
        text: "Et ollut kirjautuneena tilille, jolla on työosoitteesi. Kirjaudu ulos palvelusta, \
               avaa linkki uudelleen ja kirjaudu sisään työtililläsi.",
    },
    expired: Page {
        title: "Aika loppui kesken",
        text: "Yhdistäminen kesti liian kauan, tai se oli jo tehty. Aloita alusta.",
    },
    unknown: Page {
        title: "Osoite ei ole voimassa",
        text: "Se toimii vain kerran, ja se on ehkä jo käytetty. Aloita uudelleen kutsun linkistä.",
    },
    trouble: Page {
        title: "Ei onnistu juuri nyt",
        text: "Palvelu ei vastaa. Yritä uudelleen muutaman minuutin kuluttua.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Yhdistä videopalvelujesi tilit",
    intro: "Kun {tenant_name} sopii haastatteluja, joissa olet vetäjänä, tapaamislinkit luodaan \
        tileillä, jotka yhdistät täällä.",
    connect: "Yhdistä {provider}",
    connected: "Yhdistetty",
    not_connected: "Ei vielä yhdistetty",
    attention: "Yhdistettävä uudelleen",
    done: "Kaikki on yhdistetty, ja voit sulkea tämän sivun.",
    gone: Page {
        title: "Linkki on jo käytetty tai vanhentunut",
        text: "Se toimii vain kerran ja rajallisen ajan. Pyydä kutsun lähettäjältä uusi.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}: yhdistä {providers}",
    greeting: "Hei {person_name},",
    intro: "jatkossa tapaamislinkit luodaan itsestään, kun sovitaan haastatteluja, joissa olet \
        vetäjänä. Yhdistä sitä varten {providers}. Se tehdään vain kerran ja vie muutaman \
        minuutin:",
    after_number: ". ",
    steps: [
        "Avaa oma linkkisi: {connect_url}\nSe on vain sinua varten. Voimassaolo päättyy: {until}.",
        "Katso tiliesi luetteloa: siitä näet, mitkä niistä on jo yhdistetty.",
        "Valitse yhdistettäväksi: {providers}.",
        "Paina ”Yhdistä”.",
        "Kirjaudu sisään omalla työtililläsi, jolla on tämä sähköpostiosoite, ja hyväksy pyydetyt \
         oikeudet.",
        "Kun sivulla lukee, että kaikki on yhdistetty, olet valmis. Näemme sen mekin, joten sinun \
         ei tarvitse ilmoittaa siitä.",
    ],
    closing: "Jos jokin ei toimi, kerro meille. Autamme mielellämme.\n\nKiitos!\n{tenant_name}",
    until: "{date} klo\u{a0}{time}, {zone}",
    joining: Joining { pair: " ja ", inner: ", ", last: " ja " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "{provider} on yhdistettävä uudelleen: {person_name}",
        body: "Henkilön {person_name} yhteys palveluun {provider} ei enää toimi. Sitä tarvitsevat kokoukset \
            odottavat ja luodaan itsestään, kun yhteys taas toimii.\n\nPyydä henkilöä {person_name} \
            yhdistämään {provider} uudelleen tai lähetä uusi kutsu.",
    },
    connected: Text {
        subject: "{person_name} on yhdistänyt palvelun {provider}",
        body: "{person_name} on yhdistänyt palvelun {provider}. Tästä lähtien linkit kokouksiin, joita \
            {person_name} isännöi, luodaan itsestään.",
    },
    authoriser_leaving: Text {
        subject: "Yhteyden palveluun {provider} avasi lähtevä henkilö: {person_name}",
        body: "{person_name} on yhdistetty palveluun {provider} sellaisen henkilön luvalla, joka \
            on lähdössä. Yhteys voi päättyä hänen käyttäjätilinsä mukana.\n\nPyydä jotakuta, joka \
            jää, yhdistämään {provider} uudelleen, tai käytä mieluummin palvelutiliä. Kaikki muu \
            säilyy ennallaan.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "Ensikäynti",
    company: "Hoitola Aalto",
    guest: "Aino Korhonen",
    host: "Eero Virtanen",
    note: "Otan aiemmat lausunnot mukaan.",
    time_zone: "Europe/Helsinki",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "Varauksen palvelua ei ole asetuksissa. Lisää palvelu tai korjaa sen tunnus.",
    not_connected: "Videopalvelua ei ole yhdistetty. Yhdistä se asetuksissa.",
    connection_disabled: "Yhteys videopalveluun on pois päältä. Ota se käyttöön.",
    feature_disabled: "Palvelu on poistettu käytöstä yrityksen asetuksissa.",
    invalid_credentials: "Videopalvelu ei hyväksy tunnuksia. Kopioi ne uudelleen ja tarkista yhteys.",
    app_not_activated: "Sovellusta ei ole aktivoitu videopalvelussa. Aktivoi se ja tarkista yhteys.",
    insufficient_scope: "Sovellukselta puuttuu oikeus videopalvelussa. Lisää se ja tarkista yhteys.",
    needs_reauth: "Lupa videopalveluun on päättynyt. Yhdistä palvelu uudelleen.",
    blocked_by_admin: "Videopalvelun ylläpitäjä on estänyt yhteyden. Pyydä häntä sallimaan se.",
    denied: "Lupaa videopalveluun ei annettu. Yhdistä palvelu uudelleen ja hyväksy oikeudet.",
    account_mismatch: "Yhteys kuuluu toiselle tilille. Yhdistä palvelu oikealla tilillä.",
    host_not_mapped: "Vetäjää ei ole liitetty videopalvelun käyttäjään. Liitä hänet.",
    host_not_found: "Vetäjään liitettyä videopalvelun käyttäjää ei ole tai hän ei ole aktiivinen. \
        Valitse toinen käyttäjä.",
    host_not_licensed: "Vetäjään liitetty videopalvelun käyttäjä ei saa pitää tapaamisia. Anna \
        käyttäjälle lisenssi tai valitse toinen.",
    teams_not_available: "Microsoft ei luo vetäjälle Teams-tapaamista. Anna vetäjälle \
        Teams-lisenssi ja varmista, että Teams on käytössä yrityksessä.",
    mailbox_not_enabled: "Vetäjällä ei ole postilaatikkoa Exchange Onlinessa. Anna hänelle \
        lisenssi, johon se kuuluu, tai valitse toinen vetäjä.",
    mailbox_excluded: "Exchangen käytäntö estää sovellukselta pääsyn vetäjän postilaatikkoon. \
        Lisää vetäjä ryhmään, jonka käytäntö nimeää.",
    access_policy_missing: "Mikään Teamsin käytäntö ei salli sovelluksen pitää tapaamisia \
        vetäjän puolesta. Pyydä Teamsin ylläpitäjää lisäämään se.",
    host_not_authenticated: "Vetäjä ei ole vielä yhdistänyt omaa videopalvelun tiliään. Kutsu \
        hänet yhdistämään se.",
    organizer_not_synchronized: "Vetäjää ei ole synkronoitu yrityksen kalenteriin. Lisää hänet \
        synkronointiin.",
    shared_mailbox_cannot_host: "Jaettu postilaatikko ei voi pitää tapaamisia. Valitse vetäjäksi \
        henkilö, jolla on oma postilaatikko.",
    calendar_integration_inactive: "Yhteys yrityksen kalenteriin ei ole käytössä. Yhdistä \
        kalenteri asetuksissa.",
    meet_disabled_in_admin_console: "Google Meet ei ole vetäjän käytössä. Ota se käyttöön Googlen \
        hallintakonsolissa.",
    passcode_policy: "Videopalvelun salasanasäännöt eivät salli kahdeksaa numeroa. Lievennä sääntöjä \
        tai poista palvelun satunnainen salasana käytöstä.",
    cannot_verify_create: "Ei ole varmaa, syntyikö tapaaminen, eikä sitä voi tarkistaa. Lisää \
        sovellukselle lukuoikeudet ja tarkista yhteys.",
    template_unusable: "Palvelun aihetta tai kuvausta ei voi käyttää. Korjaa se asetuksissa.",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Linkki tapaamiseen: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

tapaamme verkossa:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}

Liity tästä: {zoom_meeting_url}
Salasana, jos sitä kysytään: {zoom_meeting_password}

Nähdään pian!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        body: "Hei,

verkkotapaamisesi tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}

Liity tästä: {zoom_meeting_url}
Salasana, jos sitä kysytään: {zoom_meeting_password}

Käytä tätä linkkiä, vaikka olisit saanut aiemmin toisen.

Nähdään pian!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Peruttu: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

verkkotapaamisesi on peruttu, eikä saamasi linkki ole enää voimassa:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}

Ystävällisin terveisin
{tenant_name}
",
    },
    staff_link: Text {
        subject: "Sinä vedät: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

sinä vedät tämän verkkotapaamisen:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Asiakas: {customer_name} {customer_email}
Viesti: {note}

Aloita vetäjänä: {host_page}
Salasana, jos tapaamisella on sellainen: {zoom_meeting_password}

Linkki toimii, kunnes tapaaminen on ohi.
Suora aloituslinkki, voimassa vain noin kaksi tuntia: {zoom_meeting_url_host}

Pidä molemmat linkit omana tietonasi: niiden avaajasta tulee tapaamisen vetäjä.
",
    },
    staff_changed: Text {
        subject: "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        body: "Hei,

vetämäsi verkkotapaamisen tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Asiakas: {customer_name} {customer_email}
Viesti: {note}

Aloita vetäjänä: {host_page}
Salasana, jos tapaamisella on sellainen: {zoom_meeting_password}

Linkki toimii, kunnes tapaaminen on ohi.
Suora aloituslinkki, voimassa vain noin kaksi tuntia: {zoom_meeting_url_host}

Pidä molemmat linkit omana tietonasi: niiden avaajasta tulee tapaamisen vetäjä.
",
    },
    staff_cancelled: Text {
        subject: "Peruttu: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

et enää vedä tätä verkkotapaamista: se on peruttu tai siirretty toiselle vetäjälle.

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Asiakas: {customer_name}
",
    },
    staff_info: Text {
        subject: "Tiedoksi: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

verkkotapaaminen on sovittu:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}

Liity vieraana: {meeting_url}
Salasana, jos sitä kysytään: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Muutos: {service_name}, nyt {start_date} klo {start_time}",
        body: "Hei,

verkkotapaamisen tiedot ovat muuttuneet. Näin se pidetään nyt:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}

Liity vieraana: {meeting_url}
Salasana, jos sitä kysytään: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Peruttu: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

tämä verkkotapaaminen on peruttu:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Vaatii toimia: {service_name}, {start_date} klo {start_time}",
        body: "Hei,

tällä ajalla ei vielä ole verkkotapaamista, koska jonkun on ensin tehtävä jotakin:

{service_name}
{start_date} klo\u{a0}{start_time}–{end_time}, {time_zone}
Vetäjä: {host_name}
Asiakas: {customer_name}

Syy: {reason}

Kun asia on kunnossa, tapaaminen luodaan itsestään ja kaikki saavat linkkinsä.
",
    },
};
