//! What stands in the texts of a mail for their codes.

use super::{Counts, Report, Tells};
use crate::domain::language::ImportMails;
use crate::domain::template::one_line;

/// What stands in the texts, by the names of its codes.
pub(super) struct Facts(Vec<(&'static str, String)>);

impl Facts {
    /// These and no others.
    pub(super) fn only<const N: usize>(facts: [(&'static str, String); N]) -> Self {
        Self(facts.into())
    }

    /// All that a report says in single values.
    pub(super) fn of(mails: &ImportMails, report: &Report) -> Self {
        let about = Self::only([
            ("company", report.company.clone()),
            ("company_id", report.company_id.clone()),
            ("account", report.account_label.clone()),
            ("medium", report.medium.clone()),
        ]);
        match &report.tells {
            Tells::Finished { counts, .. } | Tells::Partial { counts, .. } => {
                about.and(counted(counts))
            }
            Tells::AtsLoginFailed { kept } | Tells::AtsUnreachable { kept } => {
                about.and([("kept", kept.to_string())])
            }
            Tells::FormatChanged { field, expected } => {
                let field = mails.fields.of(field).unwrap_or(field).to_owned();
                let names = expected.join(mails.frame.between);
                let expected = if names.is_empty() { field.clone() } else { names };
                about.and([("field", field), ("expected", expected)])
            }
            Tells::Undecodable { line } => about.and([("line", line.to_string())]),
            Tells::ConfigurationError { code } => about.and([("code", code.clone())]),
            Tells::Late { minutes } => about.and([("minutes", minutes.to_string())]),
            Tells::TokenLink { url, expires_hours } => {
                about.and([("url", url.clone()), ("hours", expires_hours.to_string())])
            }
            Tells::MediumLoginFailed | Tells::MediumUnreachable | Tells::SchedulePaused => about,
        }
    }

    /// These facts and more.
    pub(super) fn and<const N: usize>(&self, more: [(&'static str, String); N]) -> Self {
        Self(self.0.iter().cloned().chain(more).collect())
    }

    /// The text with the facts in it. A fact stays on its line, and is not read for codes.
    pub(super) fn put(&self, text: &str) -> String {
        let mut pieces = text.split('{');
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for (name, after) in pieces.filter_map(|piece| piece.split_once('}')) {
            let fact = self.0.iter().find(|(known, _)| *known == name);
            out.push_str(&fact.map_or_else(String::new, |(_, fact)| one_line(fact)));
            out.push_str(after);
        }
        out
    }
}

fn counted(counts: &Counts) -> [(&'static str, String); 8] {
    [
        ("seen", counts.seen),
        ("new", counts.new),
        ("known", counts.known),
        ("unrouted", counts.unrouted),
        ("duplicates", counts.duplicates),
        ("skipped", counts.skipped),
        ("failed", counts.failed),
        ("delivered", counts.delivered),
    ]
    .map(|(name, count)| (name, count.to_string()))
}
