//! The language in which files are searched for, as much of it as is simulated: terms joined by `and`.
//!
//! Source: Google's guide to searching for files. Everything else is refused.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::item::Item;
use super::tree::Tree;

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// `name = '…'`
    Name(String),
    /// `mimeType = '…'`
    MimeType(String),
    /// `trashed = true`
    Trashed(bool),
    /// `'…' in parents`
    Parent(String),
    /// `appProperties has { key='…' and value='…' }`
    Property(String, String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Plain(String),
    Quoted(String),
    Sign(char),
}

/// Reads a query; none when it is not one that is simulated.
pub fn read(text: &str) -> Option<Vec<Term>> {
    let mut words = words(text)?.into_iter().peekable();
    let mut terms = vec![term(&mut words)?];
    while words.peek().is_some() {
        plain(&mut words, "and")?;
        terms.push(term(&mut words)?);
    }
    Some(terms)
}

fn words(text: &str) -> Option<Vec<Word>> {
    let mut letters = text.chars().peekable();
    let mut words = Vec::new();
    while let Some(letter) = letters.next() {
        match letter {
            letter if letter.is_whitespace() => {}
            '\'' => {
                let mut quoted = String::new();
                loop {
                    match letters.next()? {
                        '\'' => break,
                        '\\' => quoted.push(letters.next().filter(|c| matches!(c, '\'' | '\\'))?),
                        other => quoted.push(other),
                    }
                }
                words.push(Word::Quoted(quoted));
            }
            '=' | '{' | '}' => words.push(Word::Sign(letter)),
            letter if letter.is_ascii_alphabetic() => {
                let mut word = String::from(letter);
                while let Some(letter) = letters.next_if(char::is_ascii_alphabetic) {
                    word.push(letter);
                }
                words.push(Word::Plain(word));
            }
            _ => return None,
        }
    }
    Some(words)
}

type Words = Peekable<IntoIter<Word>>;

fn term(words: &mut Words) -> Option<Term> {
    match words.next()? {
        Word::Quoted(parent) => {
            plain(words, "in")?;
            plain(words, "parents")?;
            Some(Term::Parent(parent))
        }
        Word::Plain(name) => match name.as_str() {
            "name" => Some(Term::Name(value(words)?)),
            "mimeType" => Some(Term::MimeType(value(words)?)),
            "trashed" => {
                sign(words, '=')?;
                match words.next()? {
                    Word::Plain(word) => Some(Term::Trashed(word.parse().ok()?)),
                    _ => None,
                }
            }
            "appProperties" => property(words),
            _ => None,
        },
        Word::Sign(_) => None,
    }
}

fn property(words: &mut Words) -> Option<Term> {
    plain(words, "has")?;
    sign(words, '{')?;
    plain(words, "key")?;
    let key = value(words)?;
    plain(words, "and")?;
    plain(words, "value")?;
    let value = value(words)?;
    sign(words, '}')?;
    Some(Term::Property(key, value))
}

fn plain(words: &mut Words, expected: &str) -> Option<()> {
    words.next_if(|word| *word == Word::Plain(expected.to_owned())).map(drop)
}

fn sign(words: &mut Words, expected: char) -> Option<()> {
    words.next_if_eq(&Word::Sign(expected)).map(drop)
}

fn value(words: &mut Words) -> Option<String> {
    sign(words, '=')?;
    match words.next()? {
        Word::Quoted(text) => Some(text),
        Word::Plain(_) | Word::Sign(_) => None,
    }
}

impl Term {
    /// Whether it is true of an item.
    pub fn admits(&self, tree: &Tree, item: &Item) -> bool {
        match self {
            Self::Name(name) => item.name.eq_ignore_ascii_case(name),
            Self::MimeType(kind) => item.mime_type == *kind,
            Self::Trashed(trashed) => tree.is_trashed(item) == *trashed,
            Self::Parent(parent) => item.parents.contains(parent),
            Self::Property(key, value) => item.app_properties.get(key) == Some(value),
        }
    }
}
