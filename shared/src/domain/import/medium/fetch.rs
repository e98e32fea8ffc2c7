//! How one logs in at a board and fetches what is new, as its file says.

use serde::Deserialize;

/// The form by which one logs in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// Its path.
    pub path: String,
    /// The name of the field for the login.
    pub id: String,
    /// The name of the field for the password.
    pub password: String,
    /// The hidden field of the form whose value has to come back; then the form is read first.
    #[serde(default)]
    pub token: Option<String>,
    /// What the page says that refuses a login with status 200. Without it a refusal is 401.
    #[serde(default)]
    pub refused: Option<String>,
    /// The session's cookie; any that is set where nothing is said.
    #[serde(default)]
    pub cookie: Option<String>,
}

/// How applications are fetched.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fetch {
    /// As a table.
    Export(Export),
    /// From pages for people.
    Pages(Pages),
}

/// A table for days of application, both included, in Japan's time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Its path.
    pub path: String,
    /// The name of the parameter for the first day.
    pub from: String,
    /// The name of the parameter for the last day.
    pub to: String,
    /// How days are written (strftime).
    pub date: String,
    /// What stands between cells.
    pub separator: Separator,
    /// The name of the parameter for the page, from 1; a page without rows is the last. Without it
    /// there is one table.
    #[serde(default)]
    pub page: Option<String>,
    /// The most rows that the board hands out: the newest. Where as many come, some may be missing.
    #[serde(default)]
    pub cap: Option<u32>,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// A comma.
    Comma,
    /// A tabulator.
    Tab,
}

impl Separator {
    /// The character.
    #[must_use]
    pub const fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Tab => '\t',
        }
    }
}

/// Pages with one element for each application. Days as for [`Export`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// The path of the first.
    pub path: String,
    /// The name of the parameter for the first day.
    pub from: String,
    /// The name of the parameter for the last day.
    pub to: String,
    /// How days are written (strftime).
    pub date: String,
    /// The element of one application: `name` or `name.class`.
    pub row: String,
    /// The element, within it, of a header.
    pub header: String,
    /// The element of a value, which follows its header.
    pub value: String,
    /// The link to the next page, which the last one lacks.
    pub next: String,
}
