//! The paragraphs of a mail, each of lines.

use jiff::Timestamp;

use super::facts::Facts;
use super::{FailedRow, MOST_ROWS, Report, Said, Tells, Warning};
use crate::domain::import::routing::SOURCE_FORMAT;
use crate::domain::language::{ImportMails, Language};
use crate::domain::template::LocalTime;

/// What stands for a field where no single one is at fault.
const WHOLE_ROW: &str = "row";

/// Who it is about, and what happened.
pub(super) fn block(mails: &ImportMails, said: &Said) -> String {
    let frame = &mails.frame;
    let content = frame.content.replace("{content}", said.content);
    [frame.company, frame.company_id, frame.account, &content].join("\n")
}

/// Why, and what to do; empty where nothing is wrong.
pub(super) fn advice(mails: &ImportMails, said: &Said) -> String {
    let Some([cause, remedy]) = said.advice else { return String::new() };
    let cause = mails.frame.cause.replace("{cause}", cause);
    cause + "\n" + &mails.frame.remedy.replace("{remedy}", remedy)
}

/// When the run was to begin, began and ended, as far as it did; where it began on time, that is said
/// once.
pub(super) fn times(language: Language, report: &Report) -> String {
    let frame = &language.import_mails().frame;
    let told = |at: Option<Timestamp>| at.map(|at| instant(language, at, &report.time_zone));
    let (planned, began) = (told(report.scheduled_for), told(report.started_at));
    let otherwise = began.clone().filter(|_| planned.is_some() && planned != began);
    let lines = [
        (frame.start, planned.or(began)),
        (frame.started, otherwise),
        (frame.finished, told(report.finished_at)),
    ];
    let line = |(line, at): (&str, Option<String>)| Some(line.replace("{time}", &at?));
    lines.into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

fn instant(language: Language, at: Timestamp, zone: &str) -> String {
    let local = LocalTime::new(at, language, &[zone]);
    let facts = [("date", local.date()), ("time", local.time()), ("zone", local.zone())];
    Facts::only(facts).put(language.import_mails().frame.at)
}

/// How much came, a line for each number.
pub(super) fn counts(mails: &ImportMails) -> String {
    let lines = &mails.counts;
    [
        lines.heading,
        lines.seen,
        lines.new,
        lines.known,
        lines.unrouted,
        lines.duplicates,
        lines.skipped,
        lines.failed,
        lines.delivered,
    ]
    .join("\n")
}

/// The rows that were not imported, and how many are not named.
pub(super) fn rows(language: Language, tells: &Tells) -> String {
    let Tells::Partial { counts, failed_rows, .. } = tells else { return String::new() };
    if failed_rows.is_empty() {
        return String::new();
    }
    let words = &language.import_mails().rows;
    let mut lines = vec![words.heading.to_owned()];
    lines.extend(failed_rows.iter().take(MOST_ROWS).map(|failed| row(language, failed)));
    let named = failed_rows.len().min(MOST_ROWS);
    let all = usize::try_from(counts.failed).unwrap_or(usize::MAX).max(failed_rows.len());
    if all > named {
        lines.push(Facts::only([("more", (all - named).to_string())]).put(words.more));
    }
    lines.join("\n")
}

fn row(language: Language, failed: &FailedRow) -> String {
    let ImportMails { rows: words, fields, .. } = language.import_mails();
    let [open, close] = language.dates().brackets;
    let mut reason = words.reasons.of(&failed.code).unwrap_or(&failed.code).to_owned();
    if !matches!(&*failed.field, "" | WHOLE_ROW) {
        let field = fields.of(&failed.field).unwrap_or(&failed.field);
        reason.extend([open, field, close]);
    }
    Facts::only([("line", failed.line.to_string()), ("reason", reason)]).put(words.row)
}

/// What should be looked at; empty where nothing should.
pub(super) fn warnings(mails: &ImportMails, facts: &Facts, warnings: &[Warning]) -> String {
    if warnings.is_empty() {
        return String::new();
    }
    let words = &mails.warnings;
    let line = |warning: &Warning| match warning {
        Warning::CapReached { cap } => facts.and([("cap", cap.to_string())]).put(words.cap_reached),
        Warning::RuleFormat { source_format, rules } => facts
            .and([
                ("source", source_format.clone()),
                ("rules", rules.to_string()),
                ("format", SOURCE_FORMAT.to_owned()),
            ])
            .put(words.rule_format),
        Warning::NativeImportActive { media } => {
            facts.and([("media", media.join(mails.frame.between))]).put(words.native_import_active)
        }
        Warning::SingleRecipient => facts.put(words.single_recipient),
    };
    let lines = warnings.iter().map(line);
    [words.heading.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}
