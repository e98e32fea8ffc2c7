//! XML on its way out. Names are ours; texts and values are anybody's, and are escaped where they are
//! written and nowhere else.

use quick_xml::escape::escape;

/// One element, with what stands inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    inside: Inside,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Inside {
    Text(String),
    Tags(Vec<Tag>),
}

impl Tag {
    /// An empty element.
    pub const fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), inside: Inside::Tags(Vec::new()) }
    }

    /// An element that holds text.
    pub fn text(name: &'static str, text: &str) -> Self {
        Self { name, attributes: Vec::new(), inside: Inside::Text(text.to_owned()) }
    }

    /// An element that holds others, in this order.
    pub fn of(name: &'static str, tags: impl IntoIterator<Item = Self>) -> Self {
        let inside = Inside::Tags(tags.into_iter().collect());
        Self { name, attributes: Vec::new(), inside }
    }

    /// The same with one more attribute.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// The whole document.
    pub fn document(&self) -> String {
        let mut out = String::from(r#"<?xml version="1.0" encoding="utf-8"?>"#);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&escaped(value));
            out.push('"');
        }
        out.push('>');
        match &self.inside {
            Inside::Text(text) => out.push_str(&escaped(text)),
            Inside::Tags(tags) => tags.iter().for_each(|tag| tag.write(out)),
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push('>');
    }
}

/// Escaped, and without what XML can't hold however it is written (XML 1.0, production 2): a title
/// with a stray control character must not make the whole request unreadable.
fn escaped(text: &str) -> String {
    let allowed = |c: &char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || *c >= '\u{10000}'
    };
    let text: String = text.chars().filter(allowed).collect();
    escape(text).into_owned()
}
