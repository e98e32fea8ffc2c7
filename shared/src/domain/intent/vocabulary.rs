//! The words that the bot understands: one table for each language, in the spelling that `fold` makes
//! of them, with a comma between each. Whatever is not here is not understood, so a word is added only
//! if no harm comes of it.

mod asian;
mod eastern;
mod germanic;
mod romance;

use crate::domain::language::Language;

/// What a word does in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Asks how much, or to be shown.
    Asks,
    /// Asks for something, but not how much.
    What,
    /// Says whose: the speaker's.
    Own,
    /// The speaker as the one who has something, in a question or in a statement.
    First,
    /// What the speaker could do with it; how much that is has to be asked.
    Use,
    /// What can only be a balance.
    Balance,
    /// What one has a balance of, or where.
    Thing,
    /// Adds little, also where nothing asks.
    Small,
    /// Adds little, but only in a sentence that asks.
    Aside,
    /// Adds nothing.
    Polite,
    /// Wants help.
    Help,
}

/// One language's words. A word that ends in `*` is a stem, to which one of the endings belongs.
pub(super) struct Vocabulary {
    pub(super) language: Language,
    /// Whether it has spaces between words.
    pub(super) spaced: bool,
    asks: &'static str,
    what: &'static str,
    own: &'static str,
    first: &'static str,
    uses: &'static str,
    balance: &'static str,
    things: &'static str,
    small: &'static str,
    aside: &'static str,
    polite: &'static str,
    help: &'static str,
    /// Endings that say nothing.
    endings: &'static str,
    /// Endings that say whose: the speaker's.
    own_endings: &'static str,
}

/// Every language's.
pub(super) static VOCABULARIES: [Vocabulary; 8] = [
    germanic::GERMAN,
    germanic::ENGLISH,
    romance::SPANISH,
    eastern::FINNISH,
    romance::FRENCH,
    romance::ITALIAN,
    asian::JAPANESE,
    eastern::RUSSIAN,
];

impl Vocabulary {
    /// The longest word or phrase with which the text begins: its length and all that it does.
    pub(super) fn first_of(&self, text: &str) -> Option<(usize, Vec<Role>)> {
        let mut longest = 0;
        let mut roles = Vec::new();
        for (role, words) in self.lists() {
            for (length, whose) in entries(words).filter_map(|entry| self.fits(entry, text)) {
                if length > longest {
                    roles.clear();
                    longest = length;
                }
                if length == longest {
                    roles.push(role);
                    roles.extend(whose);
                }
            }
        }
        (longest > 0).then_some((longest, roles))
    }

    /// How much of the text this entry of a list covers, and whether its ending says whose.
    fn fits(&self, entry: &str, text: &str) -> Option<(usize, Option<Role>)> {
        let Some(stem) = entry.strip_suffix('*') else {
            let after = text.strip_prefix(entry)?;
            let ends = !self.spaced || after.is_empty() || after.starts_with(' ');
            return ends.then_some((entry.len(), None));
        };
        let ending = text.strip_prefix(stem)?.split(' ').next()?;
        let length = stem.len() + ending.len();
        if entries(self.own_endings).any(|known| known == ending) {
            return Some((length, Some(Role::Own)));
        }
        entries(self.endings).any(|known| known == ending).then_some((length, None))
    }

    const fn lists(&self) -> [(Role, &'static str); 11] {
        [
            (Role::Asks, self.asks),
            (Role::What, self.what),
            (Role::Own, self.own),
            (Role::First, self.first),
            (Role::Use, self.uses),
            (Role::Balance, self.balance),
            (Role::Thing, self.things),
            (Role::Small, self.small),
            (Role::Aside, self.aside),
            (Role::Polite, self.polite),
            (Role::Help, self.help),
        ]
    }

    /// Every entry of every list.
    #[cfg(test)]
    pub(super) fn entries(&self) -> impl Iterator<Item = &'static str> {
        self.lists().into_iter().flat_map(|(_, words)| entries(words))
    }
}

fn entries(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(", ").filter(|entry| !entry.is_empty())
}
