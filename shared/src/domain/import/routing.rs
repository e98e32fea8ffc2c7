//! To which job an application belongs, and what its route is called.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::applicant::Applicant;
use super::medium;
use super::normal::text;

/// The source that all imported applications have, whatever board they come from. Rules for a
/// board's own name do not match them (requirement H48).
pub const SOURCE_FORMAT: &str = "HRMOS応募情報フォーマット";

/// Ties applications to a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// The source of applications it is for.
    pub source_format: String,
    /// The position's name at the board. Empty: applications that come without one.
    #[serde(default)]
    pub position_name: String,
    /// What must hold as well, all of it.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// The job.
    pub job: String,
    /// The lowest number is asked first.
    #[serde(default)]
    pub priority: i32,
}

/// What a field of the board's row must contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The header.
    pub field: String,
    /// The text.
    pub contains: String,
}

impl Condition {
    fn holds(&self, applicant: &Applicant) -> bool {
        let (field, wanted) = (text(&self.field), text(&self.contains));
        let mut named = applicant.raw.iter().filter(|(header, _)| text(header) == field);
        named.any(|(_, value)| text(value).contains(&wanted))
    }
}

impl RoutingRule {
    /// Whether it is for imported applications.
    #[must_use]
    pub fn is_for_imports(&self) -> bool {
        text(&self.source_format) == text(SOURCE_FORMAT)
    }

    /// The same for imported applications, where it is for a board's; the old one may stay for what
    /// the applicant system itself imported.
    #[must_use]
    pub fn migrated(&self) -> Option<Self> {
        let is_boards = medium::named(&self.source_format).is_some();
        is_boards.then(|| Self { source_format: SOURCE_FORMAT.to_owned(), ..self.clone() })
    }

    fn fits(&self, applicant: &Applicant) -> bool {
        let position = applicant.position_name.as_deref().unwrap_or_default();
        text(&self.position_name) == text(position)
            && self.conditions.iter().all(|condition| condition.holds(applicant))
    }
}

/// The rule that says where an application belongs: of those that fit the one with the lowest
/// priority number, then the first by id. None leaves it in the holding area.
#[must_use]
pub fn route<'a>(
    rules: impl Iterator<Item = (&'a str, &'a RoutingRule)>,
    applicant: &Applicant,
) -> Option<(&'a str, &'a RoutingRule)> {
    rules
        .filter(|(_, rule)| rule.is_for_imports() && rule.fits(applicant))
        .min_by_key(|(id, rule)| (rule.priority, *id))
}

/// The rules that would fit if their source were that of imported applications: they are what a
/// company forgot to change.
pub fn hint<'a>(
    rules: impl Iterator<Item = (&'a str, &'a RoutingRule)>,
    applicant: &Applicant,
) -> impl Iterator<Item = (&'a str, &'a RoutingRule)> {
    rules.filter(|(_, rule)| !rule.is_for_imports() && rule.fits(applicant))
}

/// A route's name by which another is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The name that an import gives.
    pub from: String,
    /// The name to use instead.
    pub to: String,
    /// Under what both are counted together; the new name where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A route's label after aliases; none is replaced twice.
#[must_use]
pub fn aliased(label: &str, aliases: &[Alias]) -> String {
    let alias = aliases.iter().find(|alias| text(&alias.from) == text(label));
    alias.map_or(label, |alias| &alias.to).to_owned()
}

/// Under what a label is counted, be it the old name of a route or the new one.
#[must_use]
pub fn grouped(label: &str, aliases: &[Alias]) -> String {
    let wanted = text(label);
    let means = |alias: &&Alias| text(&alias.from) == wanted || text(&alias.to) == wanted;
    let alias = aliases.iter().find(means);
    alias.map_or(label, |alias| alias.group.as_ref().unwrap_or(&alias.to)).to_owned()
}
