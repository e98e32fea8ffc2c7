//! Values that are known only when the parts exist: references, and texts built from them.

use std::fmt;

use super::declared::Declared;
use super::error::BlueprintError;
use super::node::Node;

/// A value as the template writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A plain text, number or truth value.
    Text(String),
    /// `!Ref`: a resource by its logical id, a parameter, or a pseudo parameter such as `AWS::Region`.
    Ref(String),
    /// `!GetAtt`: a resource's logical id and the attribute.
    GetAtt(String, String),
    /// `!Sub`: texts and references, joined.
    Sub(Vec<Piece>),
    /// `!If`: one of two values.
    If {
        /// The name under `Conditions`.
        condition: String,
        /// The value when it holds.
        then: Box<Value>,
        /// The value when it doesn't.
        otherwise: Box<Value>,
    },
}

/// A part of a `!Sub`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// `${…}`.
    Reference(Reference),
}

/// Something whose value comes from outside the template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// What `Ref` gives for this resource, parameter or pseudo parameter.
    Ref(String),
    /// An attribute of the resource with this logical id.
    Att(String, String),
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ref(name) => write!(f, "!Ref {name}"),
            Self::Att(name, attribute) => write!(f, "!GetAtt {name}.{attribute}"),
        }
    }
}

/// Where references get their values. `None` leaves a parameter at its default; for anything else
/// there is then no value.
pub type Resolve<'a> = dyn Fn(&Reference) -> Option<String> + 'a;

impl Value {
    pub(super) fn read(node: &Node<'_>, declared: &Declared) -> Result<Self, BlueprintError> {
        let Some((name, argument)) = node.intrinsic() else { return Ok(Self::Text(node.text()?)) };
        match name.as_str() {
            "Ref" => match declared.reference(&argument, &argument.text()?)? {
                Reference::Ref(name) => Ok(Self::Ref(name)),
                Reference::Att(..) => Err(argument.wrong("a name without an attribute")),
            },
            "GetAtt" => match declared.reference(&argument, &dotted(&argument)?)? {
                Reference::Att(name, attribute) => Ok(Self::GetAtt(name, attribute)),
                Reference::Ref(_) => Err(argument.wrong("a logical id and an attribute")),
            },
            "Sub" => Ok(Self::Sub(pieces(&argument, declared)?)),
            "If" => choice(&argument, declared),
            other => Err(node.unsupported(&format!("the function `{other}`"))),
        }
    }

    /// The text that it comes to, or `None` where the template says `AWS::NoValue`.
    pub(super) fn evaluate(
        &self,
        declared: &Declared,
        resolve: &Resolve<'_>,
    ) -> Result<Option<String>, BlueprintError> {
        let of = |reference: Reference| declared.value_of(&reference, resolve);
        match self {
            Self::Text(text) => Ok(Some(text.clone())),
            Self::Ref(name) if name == "AWS::NoValue" => Ok(None),
            Self::Ref(name) => of(Reference::Ref(name.clone())).map(Some),
            Self::GetAtt(name, attribute) => {
                of(Reference::Att(name.clone(), attribute.clone())).map(Some)
            }
            Self::Sub(pieces) => {
                let piece = |piece: &Piece| match piece {
                    Piece::Text(text) => Ok(text.clone()),
                    Piece::Reference(reference) => declared.value_of(reference, resolve),
                };
                pieces.iter().map(piece).collect::<Result<String, _>>().map(Some)
            }
            Self::If { condition, then, otherwise } => {
                let chosen = if declared.holds(condition, resolve)? { then } else { otherwise };
                chosen.evaluate(declared, resolve)
            }
        }
    }

    /// Everything that it refers to, in whichever branch.
    #[must_use]
    pub fn references(&self) -> Vec<Reference> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::Ref(name) => vec![Reference::Ref(name.clone())],
            Self::GetAtt(name, attribute) => vec![Reference::Att(name.clone(), attribute.clone())],
            Self::Sub(pieces) => pieces.iter().filter_map(Piece::reference).cloned().collect(),
            Self::If { then, otherwise, .. } => {
                [then, otherwise].into_iter().flat_map(|value| value.references()).collect()
            }
        }
    }
}

impl Piece {
    fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Text(_) => None,
            Self::Reference(reference) => Some(reference),
        }
    }
}

/// `Table.Arn`, also when written as a list.
fn dotted(node: &Node<'_>) -> Result<String, BlueprintError> {
    if let Ok(text) = node.text() {
        return Ok(text);
    }
    let parts: Vec<_> = node.items()?.iter().map(Node::text).collect::<Result<_, _>>()?;
    Ok(parts.join("."))
}

fn choice(node: &Node<'_>, declared: &Declared) -> Result<Value, BlueprintError> {
    let items = node.items()?;
    let [condition, then, otherwise] = items.as_slice() else {
        return Err(node.wrong("a condition and two values"));
    };
    Ok(Value::If {
        condition: declared.condition(condition)?,
        then: Box::new(Value::read(then, declared)?),
        otherwise: Box::new(Value::read(otherwise, declared)?),
    })
}

/// Cuts a `!Sub` text at its `${…}`; `${!x}` stands for `${x}` as it is written.
fn pieces(node: &Node<'_>, declared: &Declared) -> Result<Vec<Piece>, BlueprintError> {
    let text = node.text().map_err(|_| node.unsupported("a `!Sub` with its own variables"))?;
    let mut pieces = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("${") {
        let (name, behind) = after.split_once('}').ok_or_else(|| node.wrong("closed by `}`"))?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(match name.strip_prefix('!') {
            Some(literal) => Piece::Text(format!("${{{literal}}}")),
            None => Piece::Reference(declared.reference(node, name)?),
        });
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}
