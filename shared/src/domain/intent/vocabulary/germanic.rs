//! German and English.

use super::{Language, Vocabulary};

/// `Kredit` is a loan, and `Konto` without more may be any account.
pub(super) const GERMAN: Vocabulary = Vocabulary {
    language: Language::German,
    spaced: true,
    asks: "wie viel, wie viele, wieviel, wieviele, wie hoch, zeig, zeige, zeig mir, zeige mir, \
        zeigen sie mir, sag mir, sagen sie mir, kannst du mir sagen, konnen sie mir sagen, \
        ich mochte wissen, ich will wissen, ich wurde gern wissen, ich wusste gern, abfragen, \
        anzeigen, prufen, ich mochte sehen",
    what: "was, welche, welchen, welches, wie, wie sieht, wie steht es um",
    own: "mein, meine, meinen, meinem, meiner, meines, meins",
    first: "ich, habe, hab, besitze, mir, bei mir, fur mich, mir zur verfugung, \
        mir noch zur verfugung",
    uses: "kann ich ausgeben, darf ich ausgeben, kann ich noch ausgeben, darf ich noch ausgeben, \
        kann ich einlosen, kann ich noch einlosen, ich ausgeben kann, ich noch ausgeben kann, \
        zum ausgeben",
    balance: "guthaben, saldo, kontostand, punktestand, punkteguthaben, guthabenstand, \
        punktekonto, guthabenkonto, restguthaben, punktesaldo",
    things: "punkte, punkten, credits, wallet, geldborse, geldbeutel, brieftasche, portemonnaie",
    small: "der, die, das, den, dem, des, jetzt, aktuell, aktuelle, aktueller, aktuellen, \
        aktuelles, momentan, momentaner, momentanes, derzeit, derzeitiges, heute, ubrig, \
        uebrig, verfugbar, verfugbare, verfugbares, verbleibende, verbleibendes, verbleibenden, \
        insgesamt, restliche, restlichen, restliches, konto",
    aside: "auf, im, in, ist, sind, noch, gerade, denn, eigentlich, so, bleiben, bleibt, stehen, \
        steht, aus, geld, gesammelt, verblieben, zur verfugung, im moment, bisher",
    polite: "bitte, hallo, hi, hey, danke, vielen dank, guten morgen, guten tag, guten abend, moin, \
        servus, mal, bitte mal, doch",
    help: "hilfe, hilf mir, helfen sie mir, ich brauche hilfe, was kannst du, was kannst du alles, \
        was kann ich fragen, was kann ich dich fragen, wie funktioniert das, befehle, \
        kannst du mir helfen, konnen sie mir helfen",
    endings: "",
    own_endings: "",
};

/// `point` alone is something else, and so are `check points`.
pub(super) const ENGLISH: Vocabulary = Vocabulary {
    language: Language::English,
    spaced: true,
    asks: "how many, how much, show, show me, tell me, i want to know, i d like to know, \
        can you tell me, could you tell me, can you please tell me, could you please tell me, can i see, let me see, can you show me, \
        could you show me, i want to see, i d like to see",
    what: "what, whats, what s, how, how s, see, view, check, can you check, could you check, i want to check",
    own: "my, mine",
    first: "i, ive, i ve, i have, do i, do i have, do i have any, do i still have, have i, \
        have i got, have i got any, i ve got, i still have, for me, do i own",
    uses: "do i have to spend, can i spend, can i still spend, can i use, can i still use, \
        can i redeem, can i still redeem, i can spend, i can still spend, i can use, \
        i can still use, to spend, to use, left to spend",
    balance: "balance, point balance",
    things: "points, credit, credits, wallet, funds",
    small: "the, left, now, right now, currently, current, available, remaining, total, today, \
        account, still, of",
    aside: "is, are, in, on, there, me, got, have, money, at the moment, in total, so far, it, \
        be, at present, remain",
    polite: "please, pls, plz, hi, hello, hey, hi there, hello there, thanks, thank you, \
        many thanks, good morning, good afternoon, good evening, ok, okay",
    help: "help, help me, i need help, can you help me, can you help, could you help me, \
        what can you do, what can i ask, what can i ask you, how does this work, \
        how do i use this, how does it work, commands",
    endings: "",
    own_endings: "",
};
