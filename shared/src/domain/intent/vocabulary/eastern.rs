//! Russian and Finnish, whose words change their endings.

use super::{Language, Vocabulary};

/// `кредит` is a loan, `бонус` pay, and `очки` are spectacles.
pub(super) const RUSSIAN: Vocabulary = Vocabulary {
    language: Language::Russian,
    spaced: true,
    asks: "сколько, покажи, покажи мне, покажите, покажите мне, скажи, скажи мне, скажите, подскажи, \
        подскажи мне, подскажите, узнать, хочу узнать, хочу знать, хотел бы узнать, \
        хотела бы узнать, можно узнать, можешь сказать, можете сказать, посмотреть, \
        хочу посмотреть, можно посмотреть, проверить, хочу проверить",
    what: "какои, каков, какая, какое, какие, какова, что, проверь, проверьте, как",
    own: "мои, моя, мое, моих, моего, моем, моим, моему, мою, моеи, моими, свои, своих, своего",
    first: "я, мне, имею, у меня, у меня есть, у меня еще, у меня еще есть, у меня осталось, \
        у меня еще осталось, у меня на счете, есть ли у меня, есть у меня, остались ли у меня, \
        мне доступно, накопил, накопила, \
        я накопил, я накопила, мне осталось",
    uses: "могу потратить, я могу потратить, я еще могу потратить, могу еще потратить, \
        можно потратить",
    balance: "баланс, баланс*, остаток, остатк*",
    things: "балл*, бонусы, бонусов, бонусам, очков, кошелек, кошельк*",
    small: "текущии, текущая, текущие, сеичас, теперь, доступно, доступных, доступные, сегодня, \
        всего, счет, счета",
    aside: "на, в, по, а, и, ли, там, еще, осталось, остались, остался, еще осталось, \
        осталось еще, счете, счету, на данныи момент, на сегодня, пока, накоплено, денег, итого, равен",
    polite: "пожалуиста, плиз, привет, здравствуи, здравствуите, добрыи день, доброе утро, \
        добрыи вечер, спасибо, большое спасибо, будьте добры, будь добр",
    help: "помощь, помоги, помоги мне, помогите, помогите мне, нужна помощь, мне нужна помощь, \
        справка, команды, что ты умеешь, что вы умеете, что ты можешь, что можно спросить, \
        что у тебя можно спросить, как это работает, можешь помочь, хелп",
    endings: "а, у, ом, е, ы, ов, ам, ами, ах, и",
    own_endings: "",
};

/// `-ni` says «my»; `-si` and `-nsa` say whose it is as well, and are no endings here.
pub(super) const FINNISH: Vocabulary = Vocabulary {
    language: Language::Finnish,
    spaced: true,
    asks: "paljonko, kuinka paljon, miten paljon, montako, kuinka monta, nayta, nayta minulle, \
        nayttaisitko, kerro, kerro minulle, haluan tietaa, haluaisin tietaa, voitko kertoa, \
        voisitko kertoa, haluan nahda, haluaisin nahda, saisinko tietaa, voinko nahda",
    what: "mika, mitka, mita, mikas, tarkista, tarkistaisitko",
    own: "minun, mun, oma, omat, omaa, oman, omia",
    first: "minulla, mulla, minulla on, mulla on, minulle, mulle, minulta, minulla viela, \
        minulla on viela, onko minulla, onko mulla, onko minulla viela, \
        minulla on kaytettavissa, mina",
    uses: "voin kayttaa, voin viela kayttaa, voinko kayttaa",
    balance: "saldo, saldo*, pistesaldo, pistesaldo*, pistetili, pistetili*",
    things: "piste*, bonuspiste*, lompakko, lompakko*, lompako*, krediitit, krediitteja",
    small: "nyt, talla hetkella, tanaan, jaljella, kaytettavissa, kaytettavissa oleva, \
        kaytettavissa olevat, jaljella oleva, jaljella olevat, nykyinen, nykyiset, yhteensa, \
        tamanhetkinen, tilin",
    aside: "on, ovat, onko, viela, tililla, tilillani, rahaa, juuri nyt, jaljella on",
    polite: "kiitos, kiitti, hei, moi, moikka, terve, moro, huomenta, hyvaa huomenta, \
        hyvaa paivaa, hyvaa iltaa, ole hyva, olkaa hyva, ystavallisesti",
    help: "apua, auta, auta minua, tarvitsen apua, voitko auttaa, voitko auttaa minua, ohje, ohjeet, \
        mita osaat, mita osaat tehda, mita voin kysya, mita voit tehda, miten tama toimii, komennot",
    endings: "t, a, n, ssa, sta, lla, et, ita, tta, iden, ista, issa, en, esta, eita",
    own_endings: "ni, ani, ssani, stani, llani, eni, itani, ttani, ideni, istani, issani",
};
