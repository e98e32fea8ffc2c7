//! What the functions' roles allow on this machine: the template's grants under local names.

use std::collections::BTreeSet;

use super::provision::MAIL_FROM;
use crate::aws::Right;
use crate::blueprint::{Blueprint, Grant, Queue};

/// Every right that the template grants. Logs are Lambda's own matter, and are not played here.
#[must_use]
pub fn rights(blueprint: &Blueprint) -> BTreeSet<Right> {
    let functions = blueprint.functions.iter();
    let grants = functions.flat_map(|it| it.grants.iter().map(|grant| (&it.binary, grant)));
    grants.filter_map(|(function, grant)| right(blueprint, function, grant)).collect()
}

fn right(blueprint: &Blueprint, function: &str, grant: &Grant) -> Option<Right> {
    let (id, behind) = grant.on.split_at(grant.on.find('/').unwrap_or(grant.on.len()));
    let table = (id == blueprint.table.logical_id).then(|| blueprint.table.name.clone());
    let secret = || blueprint.secret(id).map(|secret| secret.name.clone());
    let sender = || (id == "MailFrom").then(|| MAIL_FROM.to_owned());
    let name = table.or_else(|| blueprint.queue(id).map(Queue::name));
    let name = name.or_else(secret).or_else(sender)?;
    let (function, action) = (function.to_owned(), grant.action.clone());
    Some(Right { function, action, on: format!("{name}{behind}") })
}
