//! What somebody asks the bot for. A sentence counts only if all of it is understood: every word must
//! be in one language's vocabulary, and together they must ask for one's own balance or for help. One
//! unknown word, like a name or a verb that gives, and nothing is done.

mod fold;
mod vocabulary;

use fold::{fold, spaced, unspaced};
use vocabulary::{Role, VOCABULARIES, Vocabulary};

use super::language::Language;

/// Nobody asks for a balance at greater length.
const MOST_READ: usize = 300;
/// So many little words may stand beside a word that does not ask.
const FEW: usize = 2;
/// The bot's own name, as people write it before what they want.
const OWN_NAME: &str = "convoke";
/// What the help tells people to type, whatever their language is.
const COMMANDS: [(&str, Intent); 2] = [("balance", Intent::Balance), ("help", Intent::Help)];

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// What is in one's own wallet.
    Balance,
    /// What can be asked.
    Help,
}

/// What was asked, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What for.
    pub intent: Intent,
    /// In which language, where the words tell: `saldo` alone is a word of four, and `balance` and
    /// `help` alone are commands, which are the same for everybody.
    pub language: Option<Language>,
}

/// How well a language explains a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// Hardly more than the word for what it is about.
    Bare,
    /// It asks.
    Sure,
}

/// What this message to the bot asks for; `None` when it is not clearly one of the things that we
/// know, or is about somebody else. One mention, command or name of the bot before it is not looked
/// at; a second mention is somebody else.
#[must_use]
pub fn intent(text: &str) -> Option<Asked> {
    let read: String = text.chars().take(MOST_READ).collect();
    let folded = fold(&read);
    let said = without_address(&folded);
    let words = spaced(said);
    if words.is_empty() {
        let wonders = said.contains('?') && said.trim().chars().all(|c| "?¿".contains(c));
        return wonders.then_some(Asked { intent: Intent::Help, language: None });
    }
    let command = COMMANDS.into_iter().find(|(name, _)| *name == words);
    match command {
        Some((_, intent)) => Some(Asked { intent, language: None }),
        None => understood(&words, said.contains('?')),
    }
}

/// What the language that explains the words best makes of them, and which that is if it is one.
fn understood(words: &str, question: bool) -> Option<Asked> {
    let joined = unspaced(words);
    let meanings = VOCABULARIES.iter().filter_map(|vocabulary| {
        let text = if vocabulary.spaced { words } else { &joined };
        let (intent, certainty) = Sentence::read(text, vocabulary)?.meaning(question)?;
        Some((vocabulary.language, intent, certainty))
    });
    let meanings: Vec<_> = meanings.collect();
    let best = meanings.iter().map(|(_, _, certainty)| *certainty).max()?;
    let mut likely = meanings.iter().filter(|(_, _, certainty)| *certainty == best);
    let (language, intent, _) = *likely.next()?;
    Some(Asked { intent, language: likely.next().is_none().then_some(language) })
}

/// The text without whom it is addressed to.
fn without_address(text: &str) -> &str {
    let text = without_mention(text.trim_start());
    let text = text.strip_prefix("&nbsp;").unwrap_or(text).trim_start();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_command = first.starts_with('/');
    if !is_command && first.trim_end_matches([',', ':']) != OWN_NAME {
        return text;
    }
    // A command that is all there is says itself what is wanted.
    if is_command && rest.trim().is_empty() { first } else { rest }
}

/// The text without one mention at its beginning, in the manner of Slack, of Teams or by hand.
fn without_mention(text: &str) -> &str {
    let after = |end: &str| text.split_once(end).map_or(text, |(_, rest)| rest);
    if text.starts_with("<@") {
        after(">")
    } else if text.starts_with("<at>") || text.starts_with("<at ") {
        after("</at>")
    } else if text.starts_with('@') {
        text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest)
    } else {
        text
    }
}

/// The parts that the words of a sentence play.
struct Sentence(Vec<Role>);

impl Sentence {
    /// Reads words of which this vocabulary knows every one.
    fn read(words: &str, vocabulary: &Vocabulary) -> Option<Self> {
        let mut roles = Vec::new();
        let mut rest = words;
        while !rest.is_empty() {
            let (length, mut known) = vocabulary.first_of(rest)?;
            roles.append(&mut known);
            rest = rest[length..].trim_start();
        }
        Some(Self(roles))
    }

    fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    fn meaning(&self, question: bool) -> Option<(Intent, Certainty)> {
        if self.has(Role::Help) {
            let is_all = self.0.iter().all(|role| matches!(role, Role::Help | Role::Polite));
            return is_all.then_some((Intent::Help, Certainty::Sure));
        }
        if !self.has(Role::Balance) && !self.has(Role::Thing) {
            None
        } else if self.asks(question) {
            Some((Intent::Balance, Certainty::Sure))
        } else if self.is_bare() {
            Some((Intent::Balance, Certainty::Bare))
        } else {
            None
        }
    }

    /// It asks how much, or asks about what is one's own, or names that and little else.
    fn asks(&self, question: bool) -> bool {
        if self.has(Role::Use) {
            return self.has(Role::Asks);
        }
        let own = self.has(Role::Own);
        let mine = own || self.has(Role::First);
        self.has(Role::Asks)
            || (self.has(Role::What) && (mine || self.has(Role::Balance)))
            || (question && mine)
            || (own && !self.has(Role::First) && self.is_short())
    }

    /// It names what it is about, and little else.
    fn is_bare(&self) -> bool {
        let more = [Role::What, Role::First, Role::Use];
        !more.into_iter().any(|role| self.has(role)) && self.is_short()
    }

    fn is_short(&self) -> bool {
        let small = self.0.iter().filter(|role| **role == Role::Small).count();
        small <= FEW && !self.has(Role::Aside)
    }
}

#[cfg(test)]
mod tests;
