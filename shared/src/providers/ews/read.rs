//! XML on its way in: bytes from outside become a small tree, within limits, or nothing.
//!
//! Prefixes and namespaces are left out: what an answer's element is called inside them tells enough.
//! Entities that a document declares are never expanded, because a document that declares any is
//! refused; the five of XML itself and numbered characters are read.

use bytes::Bytes;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The longest document, in bytes. Answers to what is asked here have a few thousand.
const MAX_BYTES: usize = 1024 * 1024;
/// The deepest element; EWS goes to about twelve.
const MAX_DEPTH: usize = 32;
/// The most elements of a document.
const MAX_ELEMENTS: usize = 20_000;
/// The most attributes of an element.
const MAX_ATTRIBUTES: usize = 32;

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Without its prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// The elements inside.
    pub children: Vec<Self>,
    /// The text directly inside.
    pub text: String,
}

impl Element {
    /// The first element of this name inside.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The element that these names lead to, each inside the one before.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The trimmed text at the end of a path.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(|element| element.text.trim())
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a document. `None` for what is not one, or is beyond the limits.
pub(super) fn read(bytes: &Bytes) -> Option<Element> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut tree = Tree::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => tree.open(&tag)?,
            Event::Empty(tag) => {
                tree.open(&tag)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.say(&text.xml10_content()),
            Event::CData(text) => tree.say(&text.xml10_content()),
            Event::GeneralRef(reference) => tree.say(&meant(&reference)?),
            Event::DocType(_) => return None,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return tree.whole(),
        }
    }
}

/// What stands behind `&…;`.
fn meant(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref().ok()? {
        Some(c) => Some(c.to_string()),
        None => quick_xml::escape::resolve_xml_entity(reference).map(str::to_owned),
    }
}

/// A document as far as it has been read.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Tree {
    fn open(&mut self, tag: &BytesStart<'_>) -> Option<()> {
        self.elements += 1;
        let is_second_root = self.open.is_empty() && self.root.is_some();
        if self.open.len() == MAX_DEPTH || self.elements > MAX_ELEMENTS || is_second_root {
            return None;
        }
        let name = tag.local_name().as_ref().to_owned();
        self.open.push(Element { name, attributes: attributes(tag)?, ..Element::default() });
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Some(())
    }

    fn say(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    fn whole(self) -> Option<Element> {
        self.root.filter(|_| self.open.is_empty())
    }
}

fn attributes(tag: &BytesStart<'_>) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for attribute in tag.attributes() {
        if found.len() == MAX_ATTRIBUTES {
            return None;
        }
        let attribute = attribute.ok()?;
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        found.push((name, value.into_owned()));
    }
    Some(found)
}
