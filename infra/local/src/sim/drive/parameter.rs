//! Query parameters.
//!
//! Source: Google's description of Drive v3. Whether the vendor ignores parameters that it does not
//! know is not published; here they are refused.

use super::mask::Mask;
use super::refusal::Refusal;
use crate::sim::Call;

/// What every operation knows.
const COMMON: [&str; 5] = ["alt", "fields", "prettyPrint", "quotaUser", "uploadType"];

/// Refuses a parameter that is not known.
pub fn check(call: &Call, known: &[&str]) -> Result<(), Refusal> {
    let is_known = |name: &&str| COMMON.contains(name) || known.contains(name);
    match call.query.names().find(|name| !is_known(name)) {
        Some(name) => Err(Refusal::parameter(name, format!("Unknown name \"{name}\""))),
        None => Ok(()),
    }
}

/// A switch, when it is given.
pub fn switch(call: &Call, name: &str) -> Result<Option<bool>, Refusal> {
    match call.query.get(name) {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(text) => Err(Refusal::parameter(name, format!("Invalid boolean value: '{text}'."))),
    }
}

/// A switch that is off when it is not given.
pub fn flag(call: &Call, name: &str) -> Result<bool, Refusal> {
    Ok(switch(call, name)?.unwrap_or(false))
}

/// A whole number within a range.
pub fn number(
    call: &Call,
    name: &str,
    (min, max): (usize, usize),
) -> Result<Option<usize>, Refusal> {
    let Some(text) = call.query.get(name) else { return Ok(None) };
    match text.parse() {
        Ok(number) if (min..=max).contains(&number) => Ok(Some(number)),
        _ => {
            let range = format!("Values must be within the range: [{min}, {max}]");
            Err(Refusal::parameter(name, format!("Invalid value '{text}'. {range}")))
        }
    }
}

/// The fields that are asked for, or else these.
pub fn fields(call: &Call, usual: &str, known: &[&str]) -> Result<Mask, Refusal> {
    let asked = call.query.get("fields").unwrap_or(usual);
    let invalid = || Refusal::parameter("fields", format!("Invalid field selection {asked}"));
    let mask = Mask::parse(asked).ok_or_else(invalid)?;
    if mask.names().all(|name| name == "*" || known.contains(&name)) {
        Ok(mask)
    } else {
        Err(invalid())
    }
}
