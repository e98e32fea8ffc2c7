//! Adaptive cards: what is checked of them, and what they say.
//!
//! Source: Adaptive Cards' schema explorer; Teams shows versions up to 1.5 and takes 1.6.

use serde_json::Value;

/// What an attachment that is an adaptive card says it is.
pub const CONTENT_TYPE: &str = "application/vnd.microsoft.card.adaptive";

/// The newest version, of version 1.
const NEWEST: u32 = 6;
/// The most actions of a card.
const ACTIONS_MAX: usize = 6;
const ACTIONS: [&str; 5] = [
    "Action.OpenUrl",
    "Action.Submit",
    "Action.Execute",
    "Action.ShowCard",
    "Action.ToggleVisibility",
];

/// Checks a card; the error says what is wrong.
pub fn check(card: &Value) -> Result<(), String> {
    if card["type"] != "AdaptiveCard" {
        return Err("type must be AdaptiveCard".into());
    }
    let version = card["version"].as_str().and_then(|text| text.strip_prefix("1."));
    if version.and_then(|minor| minor.parse().ok()).is_none_or(|minor: u32| minor > NEWEST) {
        return Err(format!("version must be 1.0 to 1.{NEWEST}"));
    }
    let body = card["body"].as_array().filter(|body| !body.is_empty());
    body.ok_or("body must have elements")?.iter().try_for_each(element)?;
    match card.get("actions") {
        None => Ok(()),
        Some(Value::Array(actions)) if actions.len() <= ACTIONS_MAX => {
            actions.iter().try_for_each(action)
        }
        Some(_) => Err(format!("actions must be a list of at most {ACTIONS_MAX}")),
    }
}

fn element(element: &Value) -> Result<(), String> {
    match element["type"].as_str() {
        None | Some("") => Err("each element must have a type".into()),
        Some("TextBlock") if !element["text"].is_string() => {
            Err("a TextBlock must have text".into())
        }
        Some("Image") if !element["url"].is_string() => Err("an Image must have a url".into()),
        Some("FactSet") if !element["facts"].is_array() => Err("a FactSet must have facts".into()),
        Some("ActionSet") => {
            let actions = element["actions"].as_array().ok_or("an ActionSet must have actions")?;
            actions.iter().try_for_each(action)
        }
        Some(_) => inner(element).try_for_each(self::element),
    }
}

fn action(action: &Value) -> Result<(), String> {
    match action["type"].as_str() {
        Some("Action.OpenUrl") if !action["url"].is_string() => {
            Err("an Action.OpenUrl must have a url".into())
        }
        Some("Action.ShowCard") => check(&action["card"]),
        Some(kind) if ACTIONS.contains(&kind) => Ok(()),
        _ => Err("each action must have a known type".into()),
    }
}

/// The elements within an element.
fn inner(element: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["items", "columns"].into_iter().filter_map(|name| element[name].as_array());
    lists.flatten()
}

/// The texts of a card, a line each.
pub fn text(card: &Value) -> String {
    let mut lines = Vec::new();
    for element in card["body"].as_array().into_iter().flatten() {
        gather(element, &mut lines);
    }
    lines.join("\n")
}

fn gather<'c>(element: &'c Value, lines: &mut Vec<&'c str>) {
    if element["type"] == "TextBlock" {
        lines.extend(element["text"].as_str());
    }
    for inner in inner(element) {
        gather(inner, lines);
    }
}
