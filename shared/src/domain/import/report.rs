//! What recruiters are told after a run: how much came, and where something is wrong, why and what to
//! do. Nothing of an applicant stands in it: rows are named by their line and field.

mod facts;
mod lines;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::facts::Facts;
pub use super::run::{Counts, FailedRow};
use crate::domain::language::{ImportMails, ImportNews, ImportTrouble, Language};
use crate::domain::template::{CodeClass, Message, Part, ShortCode, code, one_line};

/// The most rows that a mail names; it gives the number of all.
pub const MOST_ROWS: usize = 20;

/// Makes the link to a token known as one, so that it becomes a button.
static TOKEN_URL: ShortCode = code(
    "token_url",
    CodeClass::Invitation,
    "Where the token can be fetched once.",
    "https://convoke.example/token/…",
);

/// One mail, before it has words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The company's name.
    pub company: String,
    /// The company's id.
    pub company_id: String,
    /// The account's label, like `Green_001`.
    pub account_label: String,
    /// The medium's display name.
    pub medium: String,
    /// The start time for which the run was planned; `None` where nobody planned it.
    pub scheduled_for: Option<Timestamp>,
    /// When the run began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// The account's zone (IANA).
    pub time_zone: String,
    /// What is told.
    pub tells: Tells,
}

/// What a mail about imports tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "snake_case")]
pub enum Tells {
    /// All is well, also where there was nobody new.
    Finished {
        /// How much came.
        counts: Counts,
        /// What should be looked at all the same.
        warnings: Vec<Warning>,
    },
    /// Some rows were not imported.
    Partial {
        /// How much came; `failed` counts all such rows.
        counts: Counts,
        /// Those that are named, of which a mail shows [`MOST_ROWS`].
        failed_rows: Vec<FailedRow>,
        /// What should be looked at besides.
        warnings: Vec<Warning>,
    },
    /// The medium does not accept the account. The schedule is paused until a login check succeeds.
    MediumLoginFailed,
    /// The ATS does not accept the token. Applications are kept, and go out after a new one.
    AtsLoginFailed {
        /// How many are kept.
        kept: u32,
    },
    /// A column that must be there is missing.
    FormatChanged {
        /// What stands in it, by our name.
        field: String,
        /// The headers by which it is known.
        expected: Vec<String>,
    },
    /// The bytes are no text.
    Undecodable {
        /// The first such line, from 1.
        line: u32,
    },
    /// The medium does not answer.
    MediumUnreachable,
    /// The ATS does not answer. Applications are kept.
    AtsUnreachable {
        /// How many are kept.
        kept: u32,
    },
    /// The settings don't allow a run.
    ConfigurationError {
        /// What is wrong with them.
        code: String,
    },
    /// A login check failed, so the schedule is paused.
    SchedulePaused,
    /// A run has not ended in time.
    Late {
        /// How long ago it began.
        minutes: u32,
    },
    /// A medium's push token can be fetched once by this link. The token itself is never mailed.
    TokenLink {
        /// The one-time link.
        url: String,
        /// How long it is valid.
        expires_hours: u32,
    },
}

/// What should be looked at though a run went well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warns", rename_all = "snake_case")]
pub enum Warning {
    /// The medium returned as many rows as it ever does, so some may be missing.
    CapReached {
        /// How many those are.
        cap: u32,
    },
    /// Rules would have applied, had they not named the medium (H48).
    RuleFormat {
        /// What they name.
        source_format: String,
        /// How many they are.
        rules: u32,
    },
    /// The ATS still imports from these media itself.
    NativeImportActive {
        /// Their display names.
        media: Vec<String>,
    },
    /// One person alone is told of errors.
    SingleRecipient,
}

impl Tells {
    fn counts(&self) -> Option<&Counts> {
        match self {
            Self::Finished { counts, .. } | Self::Partial { counts, .. } => Some(counts),
            _ => None,
        }
    }

    fn warnings(&self) -> &[Warning] {
        match self {
            Self::Finished { warnings, .. } | Self::Partial { warnings, .. } => warnings,
            _ => &[],
        }
    }

    fn link(&self) -> Option<&str> {
        match self {
            Self::TokenLink { url, .. } => Some(url),
            _ => None,
        }
    }
}

/// Writes the mail in this language.
#[must_use]
pub fn message(language: Language, report: &Report) -> Message {
    let (mails, tells) = (language.import_mails(), &report.tells);
    let facts = Facts::of(mails, report);
    let said = Said::of(mails, tells);
    let paragraphs = [
        facts.put(mails.frame.greeting),
        facts.put(&lines::block(mails, &said)),
        facts.put(&lines::advice(mails, &said)),
        lines::times(language, report),
        tells.counts().map_or_else(String::new, |_| facts.put(&lines::counts(mails))),
        lines::rows(language, tells),
        lines::warnings(mails, &facts, tells.warnings()),
        tells.link().map_or_else(String::new, |_| facts.put(mails.token_action)),
        facts.put(mails.frame.closing),
    ];
    let kept: Vec<_> = paragraphs.into_iter().filter(|it| !it.is_empty()).collect();
    let text = kept.join("\n\n") + "\n";
    let subject = one_line(&facts.put(said.subject)).trim().to_owned();
    Message { subject, parts: parts(&text, tells.link()), text }
}

/// The words for what is told.
struct Said {
    subject: &'static str,
    content: &'static str,
    /// Cause and remedy.
    advice: Option<[&'static str; 2]>,
}

impl Said {
    fn of(mails: &ImportMails, tells: &Tells) -> Self {
        match tells {
            Tells::Finished { .. } => mails.finished.into(),
            Tells::TokenLink { .. } => mails.token_link.into(),
            Tells::Partial { .. } => mails.partial.into(),
            Tells::MediumLoginFailed => mails.medium_login_failed.into(),
            Tells::AtsLoginFailed { .. } => mails.ats_login_failed.into(),
            Tells::FormatChanged { .. } => mails.format_changed.into(),
            Tells::Undecodable { .. } => mails.undecodable.into(),
            Tells::MediumUnreachable => mails.medium_unreachable.into(),
            Tells::AtsUnreachable { .. } => mails.ats_unreachable.into(),
            Tells::ConfigurationError { .. } => mails.configuration_error.into(),
            Tells::SchedulePaused => mails.schedule_paused.into(),
            Tells::Late { .. } => mails.late.into(),
        }
    }
}

impl From<ImportNews> for Said {
    fn from(news: ImportNews) -> Self {
        Self { subject: news.subject, content: news.content, advice: None }
    }
}

impl From<ImportTrouble> for Said {
    fn from(trouble: ImportTrouble) -> Self {
        let advice = Some([trouble.cause, trouble.remedy]);
        Self { subject: trouble.subject, content: trouble.content, advice }
    }
}

/// The text in parts, the link told from the rest. Nobody else can have written it: it holds a secret.
fn parts(text: &str, link: Option<&str>) -> Vec<Part> {
    let words = |text: &str| Part { text: text.to_owned(), code: None };
    let link = link.filter(|link| !link.is_empty());
    match link.and_then(|link| Some((link, text.split_once(link)?))) {
        None => vec![words(text)],
        Some((link, (before, after))) => {
            let link = Part { text: link.to_owned(), code: Some(&TOKEN_URL) };
            vec![words(before), link, words(after)]
        }
    }
}

#[cfg(test)]
mod tests;
