//! What can be wrong with a template.

use std::fmt;

use crate::domain::problem::FieldErrors;

/// One thing that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// No short code has this name.
    UnknownShortcode {
        /// As written, at most 40 characters of it.
        name: String,
        /// The code that was likely meant.
        meant: Option<&'static str>,
    },
    /// A brace has no partner on its line.
    UnbalancedBrace {
        /// The text beginning with that brace, at most 40 characters of it.
        near: String,
    },
    /// A short code that makes its reader the host stands where others read it.
    HostCodeInGuestTemplate {
        /// The code.
        name: &'static str,
    },
    /// The short code has no value in such a place, or isn't meant for its readers.
    CodeNotAllowedHere {
        /// The code.
        name: &'static str,
    },
    /// A note to the writer, in brackets, that should have been followed or deleted.
    UnresolvedPlaceholder {
        /// The note with its brackets, at most 40 characters of it.
        text: String,
    },
}

impl TemplateFault {
    /// This note in brackets was left standing.
    pub(in crate::domain) fn unresolved(text: &str) -> Self {
        Self::UnresolvedPlaceholder { text: excerpt(text) }
    }

    /// Stable, `snake_case`; programs compare this.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownShortcode { .. } => "unknown_shortcode",
            Self::UnbalancedBrace { .. } => "unbalanced_brace",
            Self::HostCodeInGuestTemplate { .. } => "host_code_in_guest_template",
            Self::CodeNotAllowedHere { .. } => "shortcode_not_allowed_here",
            Self::UnresolvedPlaceholder { .. } => "unresolved_placeholder",
        }
    }
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownShortcode { name, meant: Some(meant) } => {
                write!(f, "There is no short code {{{name}}}; did you mean {{{meant}}}?")
            }
            Self::UnknownShortcode { name, meant: None } => {
                write!(f, "There is no short code {{{name}}}. Write {{{{ for a plain brace.")
            }
            Self::UnbalancedBrace { near } => {
                write!(
                    f,
                    "The brace at \"{near}\" has no partner. Write it twice to mean a plain brace."
                )
            }
            Self::HostCodeInGuestTemplate { name } => {
                write!(
                    f,
                    "{{{name}}} makes its reader the host; only templates for hosts may hold it."
                )
            }
            Self::CodeNotAllowedHere { name } => {
                write!(f, "{{{name}}} can't be used here; remove it.")
            }
            Self::UnresolvedPlaceholder { text } => {
                write!(f, "\"{text}\" is still in brackets; do what it says, and delete it.")
            }
        }
    }
}

/// The most faults that are told: an answer must not be longer than what it answers.
const MOST: usize = 100;

/// Everything that is wrong with one template; never empty when returned as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateError {
    /// Each fault once, in the order in which it was met.
    pub faults: Vec<TemplateFault>,
}

impl TemplateError {
    pub(in crate::domain) fn add(&mut self, fault: TemplateFault) {
        if self.faults.len() < MOST && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    pub(in crate::domain) fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.faults.is_empty() { Ok(value) } else { Err(self) }
    }

    /// Notes every fault under this field of a request.
    pub fn note(&self, field: &str, errors: &mut FieldErrors) {
        for fault in &self.faults {
            errors.add(field, fault.code(), fault.to_string());
        }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let space = if i == 0 { "" } else { " " };
            write!(f, "{space}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

/// The beginning of a text on one line, for telling where something is.
pub(super) fn excerpt(text: &str) -> String {
    // Cut first: the text may be a whole template, met once for each of its braces.
    let beginning: String = text.chars().take(80).collect();
    super::one_line(&beginning).chars().take(40).collect()
}
