//! What recruiters read about imports of applicants: a mail for each thing that a run can come to. Each
//! language is one file in the directory of this name, with one shape.
//!
//! `{company}`, `{company_id}`, `{account}` (the account's label, `Green_001`) and `{medium}` may stand
//! in every text; what else may is said where it belongs. A number stands where no word has to agree
//! with it.

mod english;
mod finnish;
mod french;
mod german;
mod italian;
mod japanese;
mod russian;
mod spanish;

use super::{Language, of_language};

/// Every mail; a field each, so that no language can lack one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportMails {
    /// What all of them have in common.
    pub frame: ImportFrame,
    /// How a run is counted.
    pub counts: ImportCounts,
    /// Which rows were not imported.
    pub rows: ImportRows,
    /// What the values of an application are called.
    pub fields: ImportFields,
    /// What went well and should be looked at all the same.
    pub warnings: ImportWarnings,
    /// All is well, also where there was nobody new: `{new}`.
    pub finished: ImportNews,
    /// There is a token for a medium that sends applicants itself.
    pub token_link: ImportNews,
    /// Where that token can be fetched: `{url}`, `{hours}`. Its first line is a label and the link.
    pub token_action: &'static str,
    /// Some rows were not imported: `{failed}`.
    pub partial: ImportTrouble,
    /// The medium does not accept the account.
    pub medium_login_failed: ImportTrouble,
    /// The ATS does not accept the token: `{kept}`.
    pub ats_login_failed: ImportTrouble,
    /// A column is missing: `{field}`, `{expected}`.
    pub format_changed: ImportTrouble,
    /// The bytes are no text: `{line}`.
    pub undecodable: ImportTrouble,
    /// The medium does not answer.
    pub medium_unreachable: ImportTrouble,
    /// The ATS does not answer: `{kept}`.
    pub ats_unreachable: ImportTrouble,
    /// The settings don't allow a run: `{code}`.
    pub configuration_error: ImportTrouble,
    /// A login check failed, so nothing is imported by itself any more.
    pub schedule_paused: ImportTrouble,
    /// A run takes longer than it may: `{minutes}`.
    pub late: ImportTrouble,
}

/// A mail that asks for no repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportNews {
    /// One line.
    pub subject: &'static str,
    /// What happened.
    pub content: &'static str,
}

/// A mail about something that somebody may have to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportTrouble {
    /// One line.
    pub subject: &'static str,
    /// What happened.
    pub content: &'static str,
    /// Why.
    pub cause: &'static str,
    /// What to do, and what happens then.
    pub remedy: &'static str,
}

/// What stands in every mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportFrame {
    /// The first paragraph.
    pub greeting: &'static str,
    /// The line with the company's name.
    pub company: &'static str,
    /// The line with the company's id.
    pub company_id: &'static str,
    /// The line with the account's label.
    pub account: &'static str,
    /// The line that says what happened, around `{content}`.
    pub content: &'static str,
    /// The line that says why, around `{cause}`.
    pub cause: &'static str,
    /// The line that says what to do, around `{remedy}`.
    pub remedy: &'static str,
    /// The line with the start time, `{time}`: when the run begins, and not when applicants arrive in
    /// the ATS.
    pub start: &'static str,
    /// The line with the time at which it began in fact, `{time}`.
    pub started: &'static str,
    /// The line with the time at which it ended, `{time}`.
    pub finished: &'static str,
    /// An instant, of `{date}`, `{time}` and `{zone}`.
    pub at: &'static str,
    /// What stands between the names of a list.
    pub between: &'static str,
    /// The last paragraph.
    pub closing: &'static str,
}

/// The lines that count, each around a number by its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportCounts {
    /// What stands above them.
    pub heading: &'static str,
    /// What the medium returned: `{seen}`.
    pub seen: &'static str,
    /// What had not been imported before: `{new}`.
    pub new: &'static str,
    /// What had: `{known}`.
    pub known: &'static str,
    /// What no rule gave a job: `{unrouted}`.
    pub unrouted: &'static str,
    /// What may be there twice: `{duplicates}`.
    pub duplicates: &'static str,
    /// What is not to be imported: `{skipped}`.
    pub skipped: &'static str,
    /// What could not be: `{failed}`.
    pub failed: &'static str,
    /// What the ATS has taken: `{delivered}`.
    pub delivered: &'static str,
}

/// The list of rows that were not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportRows {
    /// What stands above it.
    pub heading: &'static str,
    /// One row, of `{line}` and `{reason}`.
    pub row: &'static str,
    /// How many are not named: `{more}`.
    pub more: &'static str,
    /// Why a row was not imported.
    pub reasons: RowReasons,
}

/// Why a row was not imported, by the codes of rows' faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowReasons {
    /// Nothing stands where something must.
    pub required: &'static str,
    /// A date that is none.
    pub date_unreadable: &'static str,
    /// More or fewer cells than the header has.
    pub wrong_number_of_cells: &'static str,
    /// A quotation mark without its partner.
    pub unclosed_quote: &'static str,
    /// A quotation mark where none may stand.
    pub malformed_quote: &'static str,
    /// Longer than a row can be.
    pub row_too_long: &'static str,
}

impl RowReasons {
    /// The words for this code, if it has any.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&'static str> {
        Some(match code {
            "required" => self.required,
            "date_unreadable" => self.date_unreadable,
            "wrong_number_of_cells" => self.wrong_number_of_cells,
            "unclosed_quote" => self.unclosed_quote,
            "malformed_quote" => self.malformed_quote,
            "row_too_long" => self.row_too_long,
            _ => return None,
        })
    }
}

/// What the values of an application are called, by the names of their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportFields {
    /// The board's id of the application.
    pub external_id: &'static str,
    /// The applicant's name.
    pub name: &'static str,
    /// Its reading.
    pub kana: &'static str,
    /// Mail address.
    pub email: &'static str,
    /// Telephone number.
    pub phone: &'static str,
    /// The name of the position.
    pub position_name: &'static str,
    /// When the person applied.
    pub applied_at: &'static str,
    /// Day of birth.
    pub birth_date: &'static str,
    /// Postal code.
    pub postal_code: &'static str,
    /// Address.
    pub address: &'static str,
    /// The board's id of the advertisement.
    pub ad_id: &'static str,
    /// What tells a scout from a normal application.
    pub scout: &'static str,
    /// What tells the board's services from each other.
    pub scope: &'static str,
}

impl ImportFields {
    /// The words for this field, if it has any.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&'static str> {
        Some(match name {
            "external_id" => self.external_id,
            "name" => self.name,
            "kana" => self.kana,
            "email" => self.email,
            "phone" => self.phone,
            "position_name" => self.position_name,
            "applied_at" => self.applied_at,
            "birth_date" => self.birth_date,
            "postal_code" => self.postal_code,
            "address" => self.address,
            "ad_id" => self.ad_id,
            "scout" => self.scout,
            "scope" => self.scope,
            _ => return None,
        })
    }
}

/// The list of what should be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportWarnings {
    /// What stands above it.
    pub heading: &'static str,
    /// The medium returned as many rows as it ever does: `{cap}`.
    pub cap_reached: &'static str,
    /// Rules speak of the medium, and not of the format in which applicants are imported: `{rules}`,
    /// `{source}`, `{format}`.
    pub rule_format: &'static str,
    /// The ATS still imports from these media itself: `{media}`.
    pub native_import_active: &'static str,
    /// One person alone gets these mails.
    pub single_recipient: &'static str,
}

impl Language {
    /// The mails about imports of applicants.
    #[must_use]
    pub const fn import_mails(self) -> &'static ImportMails {
        of_language!(self, MAILS)
    }
}

#[cfg(test)]
mod tests;
