//! Which fields of an answer are wanted (`fields=files(id,name),nextPageToken`).
//!
//! Source: Google's guide to the `fields` parameter: names with commas between them, `a/b` and `a(b,c)`
//! for what is inside, `*` for everything.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use serde_json::Value;

/// Names, each with what is wanted inside it; without any, everything is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mask(BTreeMap<String, Mask>);

impl Mask {
    /// Reads a mask; none when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.chars().peekable();
        let mask = Self::read(&mut rest)?;
        rest.next().is_none().then_some(mask)
    }

    fn read(rest: &mut Peekable<Chars>) -> Option<Self> {
        let mut mask = Self::default();
        loop {
            let (name, inside) = read_one(rest)?;
            mask.0.entry(name).or_default().0.extend(inside.0);
            if rest.next_if_eq(&',').is_none() {
                return Some(mask);
            }
        }
    }

    /// The names at the top.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is left of an answer.
    pub fn apply(&self, value: &Value) -> Value {
        if self.0.is_empty() || self.0.contains_key("*") {
            return value.clone();
        }
        match value {
            Value::Object(map) => {
                let left = map.iter().filter_map(|(name, value)| {
                    Some((name.clone(), self.0.get(name)?.apply(value)))
                });
                left.collect()
            }
            Value::Array(items) => items.iter().map(|item| self.apply(item)).collect(),
            other => other.clone(),
        }
    }
}

fn read_one(rest: &mut Peekable<Chars>) -> Option<(String, Mask)> {
    let mut name = String::new();
    while let Some(letter) = rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '*') {
        name.push(letter);
    }
    if name.is_empty() {
        return None;
    }
    if rest.next_if_eq(&'/').is_some() {
        let (inner, inside) = read_one(rest)?;
        return Some((name, Mask(BTreeMap::from([(inner, inside)]))));
    }
    if rest.next_if_eq(&'(').is_some() {
        let inside = Mask::read(rest)?;
        rest.next_if_eq(&')')?;
        return Some((name, inside));
    }
    Some((name, Mask::default()))
}
