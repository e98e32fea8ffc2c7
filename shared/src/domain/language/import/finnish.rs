//! Finnish. Names stand where no case is asked of them.

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "Hei,\n\ntässä tietoa hakijoiden automaattisesta tuonnista.",
        company: "Yritys: {company}",
        company_id: "Yrityksen tunnus: {company_id}",
        account: "Hakukanava: {account}",
        content: "Tapahtuma: {content}",
        cause: "Syy: {cause}",
        remedy: "Toimi näin: {remedy}",
        start: "Tuonnin aloitusaika: {time}",
        started: "Alkoi todellisuudessa: {time}",
        finished: "Päättyi: {time}",
        at: "{date} klo\u{a0}{time}, {zone}",
        between: ", ",
        closing: "Tämä viesti on lähetetty automaattisesti.",
    },
    counts: ImportCounts {
        heading: "Tulos",
        seen: "– Hakukanavan palauttamat: {seen}",
        new: "– Uudet: {new}",
        known: "– Aiemmin tuodut: {known}",
        unrouted: "– Ilman työpaikkaa, koska mikään sääntö ei sopinut: {unrouted}",
        duplicates: "– Mahdolliset kaksoiskappaleet: {duplicates}",
        skipped: "– Tuonnin ulkopuolelle jäävät: {skipped}",
        failed: "– Virheet: {failed}",
        delivered: "– ATS-järjestelmään toimitetut: {delivered}",
    },
    rows: ImportRows {
        heading: "Rivit, joita ei tuotu",
        row: "– Rivi {line}: {reason}",
        more: "– Muita rivejä: {more}",
        reasons: RowReasons {
            required: "pakollinen tieto puuttuu",
            date_unreadable: "päivämäärää ei voi lukea",
            wrong_number_of_cells: "solujen määrä poikkeaa otsikkorivistä",
            unclosed_quote: "lainausmerkki jää sulkematta",
            malformed_quote: "lainausmerkki on väärässä paikassa",
            row_too_long: "rivi on liian pitkä",
        },
    },
    fields: ImportFields {
        external_id: "hakemuksen tunnus",
        name: "nimi",
        kana: "nimen lukutapa",
        email: "sähköpostiosoite",
        phone: "puhelinnumero",
        position_name: "tehtävän nimi",
        applied_at: "hakupäivä",
        birth_date: "syntymäaika",
        postal_code: "postinumero",
        address: "osoite",
        ad_id: "ilmoituksen tunnus",
        scout: "suorahaun merkintä",
        scope: "palvelun laji",
    },
    warnings: ImportWarnings {
        heading: "Huomaathan",
        cap_reached: "– {medium} palauttaa kerralla enintään {cap} riviä, ja raja tuli täyteen. \
            Hakijoita voi puuttua, joten vertaa määrää hakukanavan omaan näkymään. Jos aloitusaikoja \
            on päivässä enemmän, raja täyttyy harvemmin.",
        rule_format: "– Ohjaussäännöt, joita ei käytetty, koska niiden hakukanavana on yhä \
            ”{source}”: {rules}. Vaihda sen tilalle ”{format}”.",
        native_import_active: "– ATS-järjestelmän oma tuonti on yhä käytössä: {media}. Hakijat voivat \
            tallentua kahteen kertaan. Pyydä henkilöä, jolla on rekrytoijan rooli, poistamaan \
            yhteydet ATS-järjestelmästä.",
        single_recipient: "– Viestit menevät vain yhteen osoitteeseen. Lisää kopion saajiksi \
            kollegoita tai postituslista, jotta virheet huomataan.",
    },
    finished: ImportNews {
        subject: "Hakijat tuotu: {account}, uusia: {new}",
        content: "Tuonti on valmis.",
    },
    token_link: ImportNews {
        subject: "API-avain noudettavissa: {account}",
        content: "API-avain, jonka {medium} tarvitsee, on luotu. Turvallisuuden vuoksi se ei ole \
            tässä viestissä.",
    },
    token_action: "Näytä API-avain: {url}
Linkki toimii kerran ja on voimassa {hours} h. Kopioi avain ja syötä se hakukanavan sivulla. Jos \
linkki on vanhentunut, luo asetuksissa uusi avain.",
    partial: ImportTrouble {
        subject: "Tarkistettavaa: {account}, rivejä tuomatta: {failed}",
        content: "Tuonti on valmis, mutta osaa riveistä ei tuotu.",
        cause: "{medium} palautti rivejä, joita ei voi lukea. Rivit ja sarakkeet on lueteltu alla.",
        remedy: "Etsi nämä hakijat hakukanavasta. Jos he osuvat jonkin tulevan tuonnin ajanjaksolle, \
            heidät luetaan itsestään uudelleen. Muussa tapauksessa, tai jos virhe ei poistu, lisää \
            heidät itse ATS-järjestelmään.",
    },
    medium_login_failed: ImportTrouble {
        subject: "Vaatii toimia: kirjautuminen ei onnistu, {account}",
        content: "Hakukanavaan ei voitu kirjautua, joten hakijoita ei tuotu. Tämän tilin automaattinen \
            tuonti on keskeytetty.",
        cause: "Tallennettu käyttäjätunnus tai salasana ei kelpaa. Se on ehkä vaihdettu, tai \
            tili on lukittu: {medium}.",
        remedy: "Varmista, että hakukanavaan voi kirjautua, syötä käyttäjätunnus ja salasana uudelleen \
            tilin asetuksissa ja suorita kirjautumisen tarkistus. Kun se onnistuu, tuonti jatkuu \
            seuraavana aloitusaikana ja hakee myös keskeytyksen aikana tulleet hakijat.",
    },
    ats_login_failed: ImportTrouble {
        subject: "Vaatii toimia: ATS-järjestelmä ei hyväksy avainta ({account})",
        content: "ATS-järjestelmään ei voitu kirjautua, joten hakemuksia ei toimitettu. Toimitus on \
            pysähdyksissä, kunnes asia on korjattu.",
        cause: "Tallennettu ATS-järjestelmän API-avain ei ole voimassa. Se on ehkä poistettu tai \
            vaihdettu ATS-järjestelmässä.",
        remedy: "Poista nykyinen avain ATS-järjestelmästä, luo uusi ja syötä se asetuksiin. \
            Odottavat hakemukset: {kept}. Ne ovat tallessa ja toimitetaan itsestään, kun uusi avain on \
            syötetty.",
    },
    format_changed: ImportTrouble {
        subject: "Vaatii toimia: tietojen muoto on muuttunut, {account}",
        content: "Tuonti keskeytettiin, koska hakukanavan tiedoista puuttuu pakollinen sarake.",
        cause: "Mitään näistä sarakkeista ei löytynyt: {expected} (tieto: {field}). {medium} on ehkä \
            muuttanut tietojensa muotoa.",
        remedy: "Jos sarakkeet voi valita hakukanavassa, lisää jokin edellä mainituista. Muussa \
            tapauksessa välitä tämä viesti ylläpitäjälle. Korjauksen jälkeinen tuonti hakee myös nyt \
            puuttumaan jääneet hakijat.",
    },
    undecodable: ImportTrouble {
        subject: "Vaatii toimia: tietoja ei voi lukea, {account}",
        content: "Tuonti keskeytettiin, koska hakukanavan tietoja ei voi lukea.",
        cause: "Tietojen rivillä {line} on merkkejä, jotka eivät ole UTF-8- eivätkä \
            Shift_JIS-merkistöä. Jotta vääristynyttä tekstiä ei tallenneta, mitään ei tuotu.",
        remedy: "Tiedot haetaan itsestään uudelleen seuraavana aloitusaikana. Jos tämä viesti tulee \
            uudelleen, katso hakukanavasta ladattuja tietoja rivin {line} kohdalta ja ota yhteyttä \
            ylläpitäjään.",
    },
    medium_unreachable: ImportTrouble {
        subject: "Virhe: yhteyttä ei saatu, {account}",
        content: "Hakukanava ei vastannut, joten hakijoita ei tuotu.",
        cause: "Hakukanavassa {medium} on ehkä huoltokatko tai häiriö.",
        remedy: "Yleensä sinun ei tarvitse tehdä mitään: tuontia yritetään uudelleen seuraavana \
            aloitusaikana, ja se hakee myös nyt puuttumaan jääneet hakijat. Jos tämä toistuu, katso \
            hakukanavan tiedotteet ja kokeile, voiko sinne kirjautua.",
    },
    ats_unreachable: ImportTrouble {
        subject: "Virhe: ATS-järjestelmään ei saatu yhteyttä ({account})",
        content: "Hakijat haettiin hakukanavasta, mutta ATS-järjestelmä ei vastannut, joten osaa \
            hakemuksista ei ole vielä toimitettu.",
        cause: "ATS-järjestelmässä on ehkä huoltokatko tai häiriö.",
        remedy: "Yleensä sinun ei tarvitse tehdä mitään. Odottavat hakemukset: {kept}. Ne ovat tallessa \
            ja toimitetaan itsestään, kun ATS-järjestelmä taas vastaa. Jos tämä toistuu, katso \
            ATS-järjestelmän tiedotteet.",
    },
    configuration_error: ImportTrouble {
        subject: "Vaatii toimia: tarkista asetukset, {account}",
        content: "Tuontia ei voitu suorittaa nykyisillä asetuksilla.",
        cause: "Pakollinen asetus puuttuu tai on virheellinen (koodi: {code}).",
        remedy: "Tarkista asetuksista tili, ATS-järjestelmän API-avain ja ohjaussäännöt ja korjaa \
            ne. Tuonti jatkuu sen jälkeen seuraavana aloitusaikana. Jos olet epävarma, kerro koodi \
            ylläpitäjälle.",
    },
    schedule_paused: ImportTrouble {
        subject: "Vaatii toimia: automaattinen tuonti keskeytetty, {account}",
        content: "Kirjautumisen tarkistus epäonnistui, joten tämän tilin automaattinen tuonti on \
            keskeytetty. Hakijoita ei tuoda ennen kuin tarkistus onnistuu.",
        cause: "Tallennettu käyttäjätunnus tai salasana ei kelpaa, tai {medium} ei vastannut ajoissa.",
        remedy: "Varmista, että hakukanavaan voi kirjautua, syötä käyttäjätunnus ja salasana uudelleen \
            tilin asetuksissa ja toista kirjautumisen tarkistus. Kun se onnistuu, tuonti jatkuu \
            seuraavana aloitusaikana ja hakee myös keskeytyksen aikana tulleet hakijat.",
    },
    late: ImportTrouble {
        subject: "Myöhässä: tuonti ei ole valmis, {account}",
        content: "Tuonnin alkamisesta on kulunut {minutes} min, eikä se ole vielä valmis.",
        cause: "Hakijoita voi olla paljon, tai {medium} tai ATS-järjestelmä voi olla hidas.",
        remedy: "Odota rauhassa: tuonti jatkuu, ja sen tuloksesta tulee viesti. Sitä ennen tälle \
            tilille ei aloiteta uutta tuontia. Jos viestiä ei tule, ota yhteyttä ylläpitäjään.",
    },
};
