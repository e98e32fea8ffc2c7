//! What a template declares by name: parameters, conditions, resources.

use std::collections::{BTreeMap, BTreeSet};

use super::error::BlueprintError;
use super::node::Node;
use super::value::{Reference, Resolve, Value};

/// The name of the stack, as `AWS::StackName` gives it locally.
pub const STACK: &str = "convoke";

/// The pseudo parameters of `CloudFormation`.
const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// Names and what is known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    parameters: BTreeMap<String, Option<String>>,
    conditions: BTreeMap<String, Condition>,
    resources: BTreeSet<String>,
}

/// What decides an `!If`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Equals(Value, Value),
    Not(Box<Condition>),
}

impl Declared {
    pub(super) fn read(root: &Node<'_>) -> Result<Self, BlueprintError> {
        let mut declared = Self::default();
        for (name, parameter) in entries(root, "Parameters")? {
            let default = parameter.find("Default").map(|default| default.text()).transpose()?;
            declared.parameters.insert(name, default);
        }
        let resources = root.need("Resources")?.entries()?;
        declared.resources = resources.into_iter().map(|(name, _)| name).collect();
        for (name, condition) in entries(root, "Conditions")? {
            let condition = Condition::read(&condition, &declared)?;
            declared.conditions.insert(name, condition);
        }
        Ok(declared)
    }

    /// A parameter's default.
    pub(super) fn default_of(&self, parameter: &str) -> Option<&str> {
        self.parameters.get(parameter)?.as_deref()
    }

    /// `Name` or `Name.Attribute`, when there is such a thing.
    pub(super) fn reference(
        &self,
        node: &Node<'_>,
        text: &str,
    ) -> Result<Reference, BlueprintError> {
        let (name, attribute) = match text.split_once('.') {
            Some((name, attribute)) => (name, Some(attribute)),
            None => (text, None),
        };
        let is_resource = self.resources.contains(name);
        let is_name = self.parameters.contains_key(name) || PSEUDO.contains(&name);
        match attribute {
            Some(attribute) if is_resource => {
                Ok(Reference::Att(name.to_owned(), attribute.to_owned()))
            }
            None if is_resource || is_name => Ok(Reference::Ref(name.to_owned())),
            Some(_) | None => Err(node.undeclared(name)),
        }
    }

    /// The name of a condition, when there is one.
    pub(super) fn condition(&self, node: &Node<'_>) -> Result<String, BlueprintError> {
        let name = node.text()?;
        if self.conditions.contains_key(&name) { Ok(name) } else { Err(node.undeclared(&name)) }
    }

    /// The value of a reference: what `resolve` says, else a parameter's default.
    pub(super) fn value_of(
        &self,
        reference: &Reference,
        resolve: &Resolve<'_>,
    ) -> Result<String, BlueprintError> {
        let default = || match reference {
            Reference::Ref(name) => self.default_of(name).map(str::to_owned),
            Reference::Att(..) => None,
        };
        let unresolved = || BlueprintError::Unresolved { reference: reference.clone() };
        resolve(reference).or_else(default).ok_or_else(unresolved)
    }

    /// Whether a condition holds with these values.
    pub(super) fn holds(
        &self,
        condition: &str,
        resolve: &Resolve<'_>,
    ) -> Result<bool, BlueprintError> {
        let undeclared = || BlueprintError::Undeclared {
            at: "Conditions".to_owned(),
            name: condition.to_owned(),
        };
        self.conditions.get(condition).ok_or_else(undeclared)?.holds(self, resolve)
    }

    /// The name that a resource gives itself, if it does. Names may hold only what is known before
    /// anything is made: parameters and the stack's name.
    pub(super) fn given_name(
        &self,
        node: Option<&Node<'_>>,
    ) -> Result<Option<String>, BlueprintError> {
        let Some(node) = node else { return Ok(None) };
        let stack = |reference: &Reference| match reference {
            Reference::Ref(name) if name == "AWS::StackName" => Some(STACK.to_owned()),
            Reference::Ref(_) | Reference::Att(..) => None,
        };
        Value::read(node, self)?.evaluate(self, &stack)
    }

    /// The name that a resource gives itself, or one made from its logical id.
    pub(super) fn name(
        &self,
        node: Option<&Node<'_>>,
        logical_id: &str,
    ) -> Result<String, BlueprintError> {
        Ok(self.given_name(node)?.unwrap_or_else(|| derived_name(logical_id)))
    }
}

impl Condition {
    fn read(node: &Node<'_>, declared: &Declared) -> Result<Self, BlueprintError> {
        let (name, argument) = node.intrinsic().ok_or_else(|| node.wrong("a condition"))?;
        let items = argument.items()?;
        match (name.as_str(), items.as_slice()) {
            ("Equals", [left, right]) => {
                Ok(Self::Equals(Value::read(left, declared)?, Value::read(right, declared)?))
            }
            ("Not", [only]) => Ok(Self::Not(Box::new(Self::read(only, declared)?))),
            ("Equals" | "Not", _) => Err(argument.wrong("as long as the function wants it")),
            (other, _) => Err(node.unsupported(&format!("the condition `{other}`"))),
        }
    }

    fn holds(&self, declared: &Declared, resolve: &Resolve<'_>) -> Result<bool, BlueprintError> {
        match self {
            Self::Equals(left, right) => {
                Ok(left.evaluate(declared, resolve)? == right.evaluate(declared, resolve)?)
            }
            Self::Not(condition) => Ok(!condition.holds(declared, resolve)?),
        }
    }
}

fn entries<'a>(root: &Node<'a>, key: &str) -> Result<Vec<(String, Node<'a>)>, BlueprintError> {
    root.find(key).map_or_else(|| Ok(Vec::new()), |node| node.entries())
}

/// A name for a resource that has none of its own: `WorkQueue` becomes `convoke-work-queue`.
pub(super) fn derived_name(logical_id: &str) -> String {
    let mut text = format!("{STACK}-");
    for (n, letter) in logical_id.chars().enumerate() {
        if letter.is_ascii_uppercase() && n > 0 {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
