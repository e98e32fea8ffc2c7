//! SOAP's XML: read into a tree that knows its namespaces, and written from one. It shares nothing with
//! whoever calls, so that a mistake there meets no second one here.

use quick_xml::escape::{escape, resolve_xml_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

/// The deepest element of a request.
const MAX_DEPTH: usize = 32;

/// The namespaces of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// SOAP 1.1.
    Soap,
    /// EWS's operations.
    Messages,
    /// What operations speak of.
    Types,
    /// Any other, or none.
    Other,
}

impl Space {
    fn of(namespace: &ResolveResult<'_>) -> Self {
        match namespace {
            ResolveResult::Bound(Namespace("http://schemas.xmlsoap.org/soap/envelope/")) => {
                Self::Soap
            }
            ResolveResult::Bound(Namespace(
                "http://schemas.microsoft.com/exchange/services/2006/messages",
            )) => Self::Messages,
            ResolveResult::Bound(Namespace(
                "http://schemas.microsoft.com/exchange/services/2006/types",
            )) => Self::Types,
            ResolveResult::Bound(_) | ResolveResult::Unbound | ResolveResult::Unknown(_) => {
                Self::Other
            }
        }
    }
}

/// An element of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where its name belongs.
    pub space: Space,
    /// Without its prefix.
    pub name: String,
    /// Without declarations of namespaces.
    pub attributes: Vec<(String, String)>,
    /// The elements inside.
    pub children: Vec<Self>,
    /// The text directly inside.
    pub text: String,
    /// Where its opening tag ends, in bytes from the beginning.
    pub at: usize,
}

impl Node {
    /// The first element of this name inside.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The element that these names lead to, each inside the one before.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why a text is no document, and where, in bytes from the beginning.
pub type Broken = (String, usize);

/// Reads a document.
pub fn read(text: &str) -> Result<Node, Broken> {
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    loop {
        let (space, event) = match reader.read_resolved_event() {
            Ok((namespace, event)) => (Space::of(&namespace), event),
            Err(error) => return Err((error.to_string(), position(&reader))),
        };
        let at = position(&reader);
        let done = match event {
            Event::Start(tag) => {
                open.push(node(space, &tag, at)?);
                None
            }
            Event::Empty(tag) => Some(node(space, &tag, at)?),
            Event::End(_) => open.pop(),
            Event::Text(text) => say(&mut open, &text.xml10_content(), at)?,
            Event::CData(text) => say(&mut open, &text.xml10_content(), at)?,
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(|error| (error.to_string(), at))?;
                let meant = c.map(String::from);
                let meant = meant.or_else(|| resolve_xml_entity(&reference).map(str::to_owned));
                let meant = meant.ok_or_else(|| ("an unknown entity".to_owned(), at))?;
                say(&mut open, &meant, at)?
            }
            Event::DocType(_) => return Err(("a DTD is not allowed".into(), at)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => None,
            Event::Eof => break,
        };
        if open.len() > MAX_DEPTH {
            return Err(("too deep".into(), at));
        }
        match (done, open.last_mut()) {
            (Some(done), Some(parent)) => parent.children.push(done),
            (Some(done), None) if root.is_none() => root = Some(done),
            (Some(_), None) => return Err(("there are two roots".into(), at)),
            (None, _) => {}
        }
    }
    let whole = root.filter(|_| open.is_empty());
    whole.ok_or_else(|| ("the document ends too early".into(), text.len()))
}

fn position(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Text belongs to the element that is open; outside of all only blanks may stand.
fn say(open: &mut [Node], text: &str, at: usize) -> Result<Option<Node>, Broken> {
    match open.last_mut() {
        Some(node) => node.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(("text outside of the root".into(), at)),
    }
    Ok(None)
}

fn node(space: Space, tag: &BytesStart<'_>, at: usize) -> Result<Node, Broken> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| (error.to_string(), at))?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| (error.to_string(), at))?.into_owned();
        attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    let name = tag.local_name().as_ref().to_owned();
    Ok(Node { space, name, attributes, children: Vec::new(), text: String::new(), at })
}

/// An element of an answer, its name with prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    name: String,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Self>,
    text: String,
}

impl Out {
    /// An element that holds others.
    pub fn of(name: impl Into<String>, children: impl IntoIterator<Item = Self>) -> Self {
        let children = children.into_iter().collect();
        Self { name: name.into(), attributes: Vec::new(), children, text: String::new() }
    }

    /// An element that holds text.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::of(name, []) }
    }

    /// The same with one more attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The document.
    pub fn document(&self) -> String {
        let mut out = String::from(r#"<?xml version="1.0" encoding="utf-8"?>"#);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.extend(["<", &self.name]);
        for (name, value) in &self.attributes {
            out.extend([" ", name, "=\"", &escape(value.as_str()), "\""]);
        }
        if self.children.is_empty() && self.text.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        out.push_str(&escape(self.text.as_str()));
        self.children.iter().for_each(|child| child.write(out));
        out.extend(["</", &self.name, ">"]);
    }
}
