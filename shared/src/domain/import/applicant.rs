//! A row of a board, read: who applied, for what, when, and whether a scout brought them.

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use super::date::Applied;
use super::date::{date, date_time};
use super::medium::{Candidate, Field, Medium, ScoutRule};
use super::normal::{self, is_blank, text};
use super::table::Row;
pub use super::table::RowFault;
use crate::domain::ids::digest;

/// Where a board that pushes says of what kind an application is.
const KIND: &str = "kind";
/// The kind of an application that answers a scout (requirement H65).
const FIRST_REPLY: &str = "scout_first_reply";

/// Somebody who applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// The board's id of the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The name, as it is written there.
    pub name: String,
    /// Its reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<String>,
    /// Mail address, as it is written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether there is one that can be written to.
    #[serde(default)]
    pub email_valid: bool,
    /// Telephone number, as it is written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The position, in the board's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_name: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_at: Option<Applied>,
    /// Day of birth; none where it can't be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The board's id of the advertisement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ad_id: Option<String>,
    /// Whether a scout brought them.
    pub classification: Classification,
    /// The whole row, by header.
    #[serde(default)]
    pub raw: BTreeMap<String, String>,
}

/// Whether a scout brought an applicant.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// It did.
    Scout,
    /// It did not.
    Normal,
    /// The board does not tell. Labelled like those whom no scout brought (requirement H69).
    Undecidable,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Somebody applied.
    Applicant(Box<Applicant>),
    /// Something else that the board lists in the same table.
    OutOfScope,
}

/// Reads a row.
///
/// # Errors
///
/// No name, or a moment of application that can't be read. An address that can't be written to is
/// none: the applicant is kept.
pub fn read(medium: &Medium, row: &Row) -> Result<Reading, RowFault> {
    if !is_in_scope(medium, row) {
        return Ok(Reading::OutOfScope);
    }
    let of = |field| value(medium, row, field);
    let folded = |field| of(field).map(|it| text(&it)).filter(|it| !it.is_empty());
    let name = of(Field::Name).ok_or_else(|| RowFault::new("required", Field::Name.name()))?;
    let email = folded(Field::Email);
    Ok(Reading::Applicant(Box::new(Applicant {
        external_id: folded(Field::ExternalId),
        name,
        kana: folded(Field::Kana),
        email_valid: email.as_deref().is_some_and(normal::is_valid_email),
        email,
        phone: folded(Field::Phone),
        position_name: of(Field::PositionName),
        applied_at: of(Field::AppliedAt).map(|it| applied_at(&it)).transpose()?,
        birth_date: of(Field::BirthDate).and_then(|it| date(&it)),
        postal_code: folded(Field::PostalCode),
        address: of(Field::Address),
        ad_id: folded(Field::AdId),
        classification: classify(&medium.scout, row),
        raw: row.pairs().map(|(header, value)| (header.to_owned(), value.to_owned())).collect(),
    })))
}

/// A row that does not say what it is counts: nobody is missed.
fn is_in_scope(medium: &Medium, row: &Row) -> bool {
    let Some(scope) = &medium.scope else { return true };
    let said = text(row.get(&scope.field).unwrap_or_default());
    said.is_empty() || scope.values.iter().any(|value| text(value) == said)
}

fn applied_at(given: &str) -> Result<Applied, RowFault> {
    date_time(given).ok_or_else(|| RowFault::new("date_unreadable", Field::AppliedAt.name()))
}

/// The first of the field's places in which anything stands.
fn value(medium: &Medium, row: &Row, field: Field) -> Option<String> {
    medium.candidates(field).iter().find_map(|candidate| joined(candidate, row, field))
}

fn joined(candidate: &Candidate, row: &Row, field: Field) -> Option<String> {
    let parts = candidate.headers().iter().filter_map(|header| row.get(header));
    let parts = parts.map(|part| part.trim_matches(is_blank)).filter(|part| !part.is_empty());
    // Japanese addresses are written in one go, names are not.
    let between = if field == Field::Address { "" } else { " " };
    let whole = parts.collect::<Vec<_>>().join(between);
    (!whole.is_empty()).then_some(whole)
}

/// Whether a scout brought whom a row tells of.
#[must_use]
pub fn classify(rule: &ScoutRule, row: &Row) -> Classification {
    let said = |field: &str| text(row.get(field).unwrap_or_default());
    let is_scout = match rule {
        ScoutRule::Equals { field, value } => said(field) == text(value),
        ScoutRule::NotBlank { field } => !said(field).is_empty(),
        ScoutRule::Contains { field, text: wanted } => said(field).contains(&text(wanted)),
        ScoutRule::ContainsAny { field, texts } => {
            let said = said(field);
            texts.iter().any(|wanted| said.contains(&text(wanted)))
        }
        ScoutRule::FirstReply => said(KIND) == FIRST_REPLY,
        ScoutRule::Undecidable => return Classification::Undecidable,
    };
    if is_scout { Classification::Scout } else { Classification::Normal }
}

/// The label of the route by which somebody came, byte for byte as routes are named (requirement
/// H57), before aliases.
#[must_use]
pub fn route_label(medium: &Medium, classification: Classification) -> String {
    let kind = match classification {
        Classification::Scout => "スカウト",
        Classification::Normal | Classification::Undecidable => "通常応募",
    };
    format!("{} ({kind})", medium.name)
}

/// By what an application of this board is known again: the board's id; without one, who applied for
/// what on which day.
#[must_use]
pub fn ledger_key(medium: &Medium, applicant: &Applicant) -> String {
    if let Some(id) = &applicant.external_id {
        return id.clone();
    }
    let form = |given: &Option<String>, form: fn(&str) -> Option<String>| {
        let given = given.as_deref().unwrap_or_default();
        form(given).unwrap_or_else(|| text(given).to_lowercase())
    };
    let day = applicant.applied_at.map(|applied| applied.day().to_string());
    let fingerprint = digest(&[
        "row",
        &medium.id,
        &normal::name(&applicant.name),
        &form(&applicant.email, normal::email),
        &form(&applicant.phone, normal::phone),
        &day.unwrap_or_default(),
        &text(applicant.position_name.as_deref().unwrap_or_default()),
    ]);
    format!("row-{fingerprint}")
}
