//! What a function's role allows: actions on resources of the template, without wildcards.

use super::declared::Declared;
use super::error::BlueprintError;
use super::node::Node;
use super::resource::{ROLE, Resource, Resources};
use super::value::{Piece, Reference, Value};

/// One thing that a function may do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The action, such as `dynamodb:Query`.
    pub action: String,
    /// On what: a logical id or a parameter, with what follows it, such as `Table/index/gsi1`.
    pub on: String,
}

/// What the role of a function allows.
pub(super) fn grants(
    function: &Node<'_>,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<Vec<Grant>, BlueprintError> {
    let role = function.need("Role")?;
    let id = match Value::read(&role, declared)? {
        Value::GetAtt(id, attribute) if attribute == "Arn" => id,
        _ => return Err(role.wrong("the `!GetAtt ….Arn` of a role")),
    };
    read(resources.get(ROLE, &id, &role)?, declared)
}

fn read(role: &Resource<'_>, declared: &Declared) -> Result<Vec<Grant>, BlueprintError> {
    role.properties.only(&["AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies"])?;
    let mut grants = Vec::new();
    for policy in role.properties.need("Policies")?.items()? {
        for statement in policy.need("PolicyDocument")?.need("Statement")?.items()? {
            grants.extend(allowed(&statement, declared)?);
        }
    }
    Ok(grants)
}

fn allowed(statement: &Node<'_>, declared: &Declared) -> Result<Vec<Grant>, BlueprintError> {
    statement.only(&["Sid", "Effect", "Action", "Resource", "Condition"])?;
    statement.need("Effect")?.must_be("Allow")?;
    let resources = one_or_more(&statement.need("Resource")?);
    let names: Vec<_> =
        resources.iter().map(|node| resource(node, declared)).collect::<Result<_, _>>()?;
    let mut grants = Vec::new();
    for node in one_or_more(&statement.need("Action")?) {
        let action = node.text()?;
        if action.contains('*') {
            return Err(node.unsupported("a wildcard"));
        }
        grants.extend(names.iter().map(|on| Grant { action: action.clone(), on: on.clone() }));
    }
    Ok(grants)
}

fn one_or_more<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    node.items().unwrap_or_else(|_| vec![node.clone()])
}

/// The one thing of this template that a resource's name is about.
fn resource(node: &Node<'_>, declared: &Declared) -> Result<String, BlueprintError> {
    let mut names = Vec::new();
    collect(node, declared, &mut names)?;
    names.retain(|name| !name.starts_with("AWS::"));
    match names.as_slice() {
        [name] if !name.contains('*') => Ok(name.clone()),
        _ => Err(node.wrong("a name with exactly one resource or parameter and no wildcard")),
    }
}

/// Every reference within, with the text behind it where a `!Sub` ends with one.
fn collect(
    node: &Node<'_>,
    declared: &Declared,
    names: &mut Vec<String>,
) -> Result<(), BlueprintError> {
    if let Ok(value) = Value::read(node, declared) {
        names.extend(named(&value));
        return Ok(());
    }
    let inner = match node.intrinsic() {
        Some((_, argument)) => vec![argument],
        None => match node.items() {
            Ok(items) => items,
            Err(_) => node.entries()?.into_iter().map(|(_, value)| value).collect(),
        },
    };
    inner.iter().try_for_each(|node| collect(node, declared, names))
}

fn named(value: &Value) -> Vec<String> {
    let name = |reference: &Reference| match reference {
        Reference::Ref(name) | Reference::Att(name, _) => name.clone(),
    };
    let mut names: Vec<_> = value.references().iter().map(name).collect();
    if let (Value::Sub(pieces), Some(last)) = (value, names.last_mut())
        && let Some(Piece::Text(behind)) = pieces.last()
    {
        last.push_str(behind);
    }
    names
}
