//! Italian, Spanish and French.

use super::{Language, Vocabulary};

/// `punto` alone is something else, and `le` is also somebody else.
pub(super) const ITALIAN: Vocabulary = Vocabulary {
    language: Language::Italian,
    spaced: true,
    asks: "quanto, quanti, quanta, quante, a quanto ammonta, a quanto ammontano, dimmi, mi dici, \
        mi dice, mi sai dire, puoi dirmi, mi puoi dire, mi puo dire, potresti dirmi, mi diresti, \
        mostra, mostrami, mi mostri, fammi vedere, mi fai vedere, vorrei sapere, vorrei vedere, \
        vorrei conoscere, voglio sapere, voglio vedere, vedere, sapere, posso sapere, posso vedere, \
        controllare",
    what: "qual, quale, quali, che, cosa, com, come, controlla, verifica, a che punto",
    own: "mio, mia, miei, mie",
    first: "ho, ho ancora, possiedo, dispongo, mi resta, mi restano, mi rimane, \
        mi rimangono, mi avanza, mi avanzano, mi e rimasto, mi e rimasta, mi sono rimasti, \
        mi sono rimaste, io ho, ho a disposizione, per me, io, a me",
    uses: "ho da spendere, ho ancora da spendere, posso spendere, posso ancora spendere, posso usare, \
        posso ancora usare, da spendere, da usare",
    balance: "saldo",
    things: "punti, credito, crediti, portafoglio, portafogli, borsellino, wallet",
    small: "il, i, del, dei, di, adesso, ora, attuale, attuali, \
        attualmente, oggi, disponibile, disponibili, rimanente, rimanenti, residuo, residui, \
        rimasti, rimasto, totale, totali, conto",
    aside: "e, sono, nel, sul, in, ancora, mi, resta, restano, rimane, \
        rimangono, a disposizione, al momento, in questo momento, c e, ci sono, in tutto, \
        soldi, euro, accumulato, finora",
    polite: "per favore, perfavore, per piacere, per cortesia, grazie, ciao, buongiorno, buonasera, \
        salve, scusa, scusi, ehi, gentilmente, allora",
    help: "aiuto, aiutami, mi aiuti, mi serve aiuto, ho bisogno di aiuto, ho bisogno d aiuto, \
        mi puoi aiutare, puoi aiutarmi, cosa sai fare, che cosa sai fare, cosa puoi fare, \
        che cosa puoi fare, cosa posso chiedere, cosa posso chiederti, come funziona, \
        come funzioni, comandi",
    endings: "",
    own_endings: "",
};

/// `tiene` and `le` are «usted» as well as somebody else, so they are not here.
pub(super) const SPANISH: Vocabulary = Vocabulary {
    language: Language::Spanish,
    spaced: true,
    asks: "cuanto, cuantos, cuanta, cuantas, a cuanto asciende, dime, digame, me dices, me dice, \
        puedes decirme, me puedes decir, podrias decirme, me podrias decir, puede decirme, \
        me puede decir, muestrame, muestra, ensename, quiero saber, quiero ver, quisiera saber, \
        quisiera ver, me gustaria saber, quiero consultar, quisiera consultar, consultar, ver, \
        puedo ver",
    what: "cual, cuales, que, como, consulta, revisa",
    own: "mi, mis, mio, mios, mia",
    first: "tengo, tengo aun, aun tengo, todavia tengo, yo tengo, me queda, me quedan, me resta, \
        me restan, me sobra, me sobran, me han quedado, dispongo, llevo, yo, \
        tengo disponibles, tengo disponible, para mi",
    uses: "puedo gastar, puedo gastar todavia, puedo usar, puedo canjear, para gastar, por gastar",
    balance: "saldo",
    things: "puntos, credito, creditos, monedero, cartera, billetera",
    small: "el, la, los, las, de, del, ahora, ahora mismo, actual, actuales, actualmente, hoy, \
        disponible, disponibles, restante, restantes, total, cuenta",
    aside: "en, es, son, hay, esta, aun, todavia, queda, quedan, en total, por ahora, \
        en este momento, dinero, hasta ahora",
    polite: "por favor, porfa, hola, gracias, muchas gracias, buenos dias, buenas, buenas tardes, \
        buenas noches, oye, perdon, perdona, disculpa, disculpe",
    help: "ayuda, ayudame, ayudeme, necesito ayuda, me ayudas, puedes ayudarme, puede ayudarme, \
        que puedes hacer, que sabes hacer, que puedo preguntar, que puedo preguntarte, \
        que te puedo preguntar, como funciona, como funciona esto, comandos",
    endings: "",
    own_endings: "",
};

/// `soldes` are a sale.
pub(super) const FRENCH: Vocabulary = Vocabulary {
    language: Language::French,
    spaced: true,
    asks: "combien, a combien s eleve, montre, montre moi, montrez moi, dis moi, dites moi, affiche, \
        affiche moi, afficher, peux tu me dire, tu peux me dire, pouvez vous me dire, \
        vous pouvez me dire, je voudrais savoir, je veux savoir, j aimerais savoir, \
        je voudrais connaitre, je veux connaitre, j aimerais connaitre, je voudrais voir, \
        je veux voir, connaitre, voir, consulter",
    what: "quel, quels, quelle, quelles, que, quoi, c est quoi, ou en est, ou en sont",
    own: "mon, ma, mes",
    first: "j ai, ai je, ai je encore, j ai encore, il me reste, il me restent, me reste, \
        me restent, me reste t il, me reste t il encore, qu il me reste, je dispose, dispose je, \
        je possede, possede je, est ce que j ai, est ce qu il me reste, je, \
        pour moi",
    uses: "je peux depenser, je peux encore depenser, puis je depenser, puis je encore depenser, \
        je peux utiliser, puis je utiliser, puis je encore utiliser, a depenser",
    balance: "solde",
    things: "points, credit, credits, portefeuille, cagnotte, porte monnaie",
    small: "de, d, du, des, le, la, les, l, maintenant, actuel, actuels, actuellement, aujourd hui, \
        disponible, disponibles, restant, restants, total, compte",
    aside: "en, dans, sur, est, sont, encore, reste, restent, il reste, reste t il, au total, \
        en tout, a ce jour, pour le moment, en ce moment, a present, y a t il, il y a, est ce que, \
        argent, a disposition",
    polite: "s il te plait, s il vous plait, stp, svp, bonjour, bonsoir, salut, merci, coucou, \
        merci beaucoup, excusez moi, excuse moi",
    help: "aide, a l aide, aide moi, aidez moi, j ai besoin d aide, besoin d aide, peux tu m aider, \
        tu peux m aider, pouvez vous m aider, que peux tu faire, que sais tu faire, \
        que pouvez vous faire, qu est ce que tu sais faire, qu est ce que tu peux faire, \
        que puis je demander, que puis je te demander, comment ca marche, commandes",
    endings: "",
    own_endings: "",
};
