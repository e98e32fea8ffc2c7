//! How an element is held against its shape: which elements stand inside and in which order, which
//! attributes it has, what its text may be.

use jiff::Timestamp;

use super::xml::{Node, Space};

/// What an element may look like.
#[derive(Debug)]
pub struct Shape {
    /// Its attributes. Any other is refused.
    pub attributes: &'static [Attribute],
    /// What stands inside.
    pub content: Content,
}

/// What stands inside an element.
#[derive(Debug)]
pub enum Content {
    /// Text alone.
    Text(Value),
    /// These elements in this order.
    Sequence(&'static [Part]),
    /// One of these elements.
    One(&'static [Part]),
    /// Any of these elements, at least one.
    Some(&'static [Part]),
}

/// An element inside another.
#[derive(Debug)]
pub struct Part {
    /// Where its name belongs.
    pub space: Space,
    /// What it is called.
    pub name: &'static str,
    /// What it looks like.
    pub shape: &'static Shape,
    /// How often it stands there.
    pub occurs: Occurs,
}

/// How often an element stands in a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurs {
    /// Exactly once.
    Once,
    /// Once or not at all.
    Maybe,
    /// Any number of times.
    Any,
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute {
    /// What it is called.
    pub name: &'static str,
    /// What it may be.
    pub value: Value,
    /// Whether the schema wants it.
    pub is_required: bool,
}

/// What a text may be.
#[derive(Debug)]
pub enum Value {
    /// Anything.
    Any,
    /// Anything but nothing.
    Full,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Number,
    /// An instant with its offset.
    Time,
    /// A GUID.
    Guid,
    /// One of these.
    OneOf(&'static [&'static str]),
}

impl Value {
    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Full => !text.is_empty(),
            Self::Bool => matches!(text, "true" | "false" | "1" | "0"),
            Self::Number => text.parse::<i32>().is_ok(),
            Self::Time => text.parse::<Timestamp>().is_ok(),
            Self::Guid => is_guid(text),
            Self::OneOf(values) => values.contains(&text),
        }
    }
}

fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

impl Part {
    fn is(&self, node: &Node) -> bool {
        self.space == node.space && self.name == node.name
    }
}

/// What is wrong with a request, and where, in bytes from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// In words.
    pub what: String,
    /// Where the opening tag of the wrong element ends.
    pub at: usize,
}

impl Violation {
    /// Something wrong at an element.
    pub fn at(node: &Node, what: impl Into<String>) -> Self {
        Self { what: what.into(), at: node.at }
    }
}

/// Holds an element against its shape.
pub fn check(node: &Node, shape: &Shape) -> Result<(), Violation> {
    attributes(node, shape.attributes)?;
    match &shape.content {
        Content::Text(value) => text(node, value),
        Content::Sequence(parts) => sequence(node, parts),
        Content::One(parts) if node.children.len() > 1 => {
            let names = names(parts);
            Err(Violation::at(node, format!("'{}' holds only one of {names}", node.name)))
        }
        Content::One(parts) | Content::Some(parts) => choice(node, parts),
    }
}

fn attributes(node: &Node, known: &[Attribute]) -> Result<(), Violation> {
    for (name, value) in &node.attributes {
        let attribute = known.iter().find(|attribute| attribute.name == name);
        let Some(attribute) = attribute else {
            return Err(Violation::at(node, format!("the '{name}' attribute is not declared")));
        };
        if !attribute.value.fits(value) {
            return Err(Violation::at(node, format!("the '{name}' attribute is invalid")));
        }
    }
    let is_missing = |a: &&Attribute| a.is_required && node.attribute(a.name).is_none();
    match known.iter().find(is_missing) {
        Some(missing) => {
            let what = format!("the required attribute '{}' is missing", missing.name);
            Err(Violation::at(node, what))
        }
        None => Ok(()),
    }
}

fn text(node: &Node, value: &Value) -> Result<(), Violation> {
    if let Some(child) = node.children.first() {
        return Err(Violation::at(child, format!("'{}' can't hold elements", node.name)));
    }
    if value.fits(&node.text) {
        return Ok(());
    }
    Err(Violation::at(node, format!("the '{}' element is invalid", node.name)))
}

fn sequence(node: &Node, parts: &[Part]) -> Result<(), Violation> {
    no_text(node)?;
    let mut children = node.children.iter().peekable();
    for part in parts {
        let mut count = 0;
        let most = if part.occurs == Occurs::Any { usize::MAX } else { 1 };
        while let Some(child) = children.next_if(|child| count < most && part.is(child)) {
            check(child, part.shape)?;
            count += 1;
        }
        if count == 0 && part.occurs == Occurs::Once {
            let what = format!("'{}' is incomplete: '{}' is expected", node.name, part.name);
            return Err(Violation::at(children.peek().unwrap_or(&node), what));
        }
    }
    match children.next() {
        Some(child) => Err(misplaced(node, child, parts)),
        None => Ok(()),
    }
}

fn choice(node: &Node, parts: &[Part]) -> Result<(), Violation> {
    no_text(node)?;
    if node.children.is_empty() {
        let what = format!("'{}' is incomplete: one of {} is expected", node.name, names(parts));
        return Err(Violation::at(node, what));
    }
    for child in &node.children {
        let part = parts.iter().find(|part| part.is(child));
        let part = part.ok_or_else(|| misplaced(node, child, parts))?;
        check(child, part.shape)?;
    }
    Ok(())
}

fn no_text(node: &Node) -> Result<(), Violation> {
    if node.text.trim().is_empty() {
        return Ok(());
    }
    Err(Violation::at(node, format!("'{}' can't hold text", node.name)))
}

fn misplaced(node: &Node, child: &Node, parts: &[Part]) -> Violation {
    let (name, inside, expected) = (&child.name, &node.name, names(parts));
    Violation::at(child, format!("'{inside}' has the invalid child '{name}', not of {expected}"))
}

fn names(parts: &[Part]) -> String {
    parts.iter().map(|part| part.name).collect::<Vec<_>>().join(", ")
}
