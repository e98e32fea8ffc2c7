//! The job boards, as data: one file each in `shared/media`, whose README says what every line means.

mod fetch;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::normal::text;
use super::table::HeaderFault;
pub use fetch::{Export, Fetch, Login, Pages, Separator};

/// Every board, in the order in which they are listed.
const FILES: [&str; 18] = [
    include_str!("../../../media/wantedly.yaml"),
    include_str!("../../../media/rikunabi_next.yaml"),
    include_str!("../../../media/doda.yaml"),
    include_str!("../../../media/mynavi_tenshoku.yaml"),
    include_str!("../../../media/en_tenshoku.yaml"),
    include_str!("../../../media/green.yaml"),
    include_str!("../../../media/ambi.yaml"),
    include_str!("../../../media/engage.yaml"),
    include_str!("../../../media/paiza.yaml"),
    include_str!("../../../media/forkwell.yaml"),
    include_str!("../../../media/youtrust.yaml"),
    include_str!("../../../media/job_medley.yaml"),
    include_str!("../../../media/kaigo_job.yaml"),
    include_str!("../../../media/doda_campus.yaml"),
    include_str!("../../../media/offerbox.yaml"),
    include_str!("../../../media/iroots.yaml"),
    include_str!("../../../media/baitoru.yaml"),
    include_str!("../../../media/mynavi_shinsotsu.yaml"),
];

/// What columns are called at any board.
const COMMON: &str = include_str!("../../../media/common.yaml");

/// The display name of the board that the applicant system links by itself, and that is therefore
/// not imported here.
pub const BIZREACH: &str = "ビズリーチ";

/// Under which headers something is found, best first.
type Headers = BTreeMap<Field, Vec<Candidate>>;

/// A job board.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medium {
    /// Its id: the file's name, and the last part of its address.
    pub id: String,
    /// Its name, as people know it and as routes are labelled.
    pub name: String,
    /// Other names that mean it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Who begins.
    pub mode: Mode,
    /// Whether the applicant system has a link of its own to it, which has to be stopped first.
    #[serde(default)]
    pub native_link: bool,
    /// The option that a company must have for it.
    #[serde(default)]
    pub option: Option<String>,
    /// Which of its rows are applications at all; all of them where nothing is said.
    #[serde(default)]
    pub scope: Option<Scope>,
    /// How an answer to a scout is told from an application.
    pub scout: ScoutRule,
    /// The header of the position's name.
    #[serde(default)]
    pub position: Option<String>,
    /// How one logs in; absent for a board that pushes.
    #[serde(default)]
    pub login: Option<Login>,
    /// How applications are fetched; absent for a board that pushes.
    #[serde(default)]
    pub fetch: Option<Fetch>,
    /// Headers of its own. Those that any board may have follow them.
    #[serde(default)]
    pub fields: Headers,
    /// What it always has. Where that is missing, its form has changed, and nothing is read.
    #[serde(default)]
    pub required: Vec<Field>,
    /// How many headers of each field are its own.
    #[serde(skip)]
    own: BTreeMap<Field, usize>,
}

/// Who begins: we ask, or the board tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// We log in and fetch, on a schedule.
    Poll,
    /// The board sends each application at once.
    Push,
}

/// Which rows are applications: those with one of these values, and those that say nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The header.
    pub field: String,
    /// Its values.
    pub values: Vec<String>,
}

/// How an answer to a scout is told from an application. Values are compared in the form that
/// [`text`] gives them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum ScoutRule {
    /// The field has exactly this value.
    Equals {
        /// The header.
        field: String,
        /// The value.
        value: String,
    },
    /// The field holds anything.
    NotBlank {
        /// The header.
        field: String,
    },
    /// The field, or one of its values, contains this text.
    Contains {
        /// The header.
        field: String,
        /// The text.
        text: String,
    },
    /// The field, or one of its values, contains one of these texts.
    ContainsAny {
        /// The header.
        field: String,
        /// The texts.
        texts: Vec<String>,
    },
    /// The board says of what kind the application is: the first reply to a scout, or one without.
    FirstReply,
    /// The board does not tell.
    Undecidable,
}

/// What is read of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The board's id of the application.
    ExternalId,
    /// The applicant's name.
    Name,
    /// Its reading.
    Kana,
    /// Mail address.
    Email,
    /// Telephone number.
    Phone,
    /// The name of the position.
    PositionName,
    /// When the person applied.
    AppliedAt,
    /// Day of birth.
    BirthDate,
    /// Postal code.
    PostalCode,
    /// Address.
    Address,
    /// The board's id of the advertisement.
    AdId,
}

impl Field {
    /// As it stands in faults.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Name => "name",
            Self::Kana => "kana",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::PositionName => "position_name",
            Self::AppliedAt => "applied_at",
            Self::BirthDate => "birth_date",
            Self::PostalCode => "postal_code",
            Self::Address => "address",
            Self::AdId => "ad_id",
        }
    }
}

/// Where something may stand: under one header, or in parts under several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Candidate {
    /// Under this header.
    Whole(String),
    /// Under these, in this order.
    Parts(Vec<String>),
}

impl Candidate {
    /// Its headers.
    #[must_use]
    pub const fn headers(&self) -> &[String] {
        match self {
            Self::Whole(header) => std::slice::from_ref(header),
            Self::Parts(headers) => headers.as_slice(),
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headers().join(" + "))
    }
}

/// The boards, in the order in which they are listed.
#[must_use]
pub fn all() -> &'static [Medium] {
    // A file that can't be read can't be shipped: the tests read every one.
    static ALL: LazyLock<Vec<Medium>> = LazyLock::new(|| {
        let common: Headers = serde_yaml_ng::from_str(COMMON).unwrap_or_default();
        FILES.iter().filter_map(|file| read(file, &common).ok()).collect()
    });
    &ALL
}

fn read(file: &str, common: &Headers) -> Result<Medium, serde_yaml_ng::Error> {
    let mut medium: Medium = serde_yaml_ng::from_str(file)?;
    if let Some(position) = medium.position.clone() {
        let candidates = medium.fields.entry(Field::PositionName).or_default();
        candidates.insert(0, Candidate::Whole(position));
    }
    medium.own = medium.fields.iter().map(|(field, own)| (*field, own.len())).collect();
    for (field, candidates) in common {
        medium.fields.entry(*field).or_default().extend_from_slice(candidates);
    }
    Ok(medium)
}

/// The board of this id, name or alias, however wide or tall its letters.
#[must_use]
pub fn named(name: &str) -> Option<&'static Medium> {
    let wanted = folded(name);
    let means = |known: &String| folded(known) == wanted;
    all().iter().find(|it| means(&it.id) || means(&it.name) || it.aliases.iter().any(means))
}

/// Whether this names the board that the applicant system links by itself ([`BIZREACH`]).
#[must_use]
pub fn is_bizreach(name: &str) -> bool {
    ["bizreach", BIZREACH].contains(&folded(name).as_str())
}

fn folded(name: &str) -> String {
    text(name).to_lowercase()
}

impl Medium {
    /// Where a field may stand, best first.
    #[must_use]
    pub fn candidates(&self, field: Field) -> &[Candidate] {
        self.fields.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Checks that a table has the columns without which its rows would be misread.
    ///
    /// # Errors
    ///
    /// The first thing that is missing, and what it is called otherwise.
    pub fn check_headers<'a>(
        &self,
        headers: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), HeaderFault> {
        let there: Vec<String> = headers.into_iter().map(text).collect();
        let has = |header: &String| there.contains(&text(header));
        for field in &self.required {
            let candidates = self.candidates(*field);
            if !candidates.iter().any(|it| it.headers().iter().all(has)) {
                return Err(HeaderFault::new(field.name(), self.expected(*field)));
            }
        }
        let missing = self.deciding().into_iter().find(|(_, header)| !has(header));
        missing.map_or(Ok(()), |(what, header)| Err(HeaderFault::new(what, vec![header.clone()])))
    }

    /// What people should look for: the board's own names for a field, or else the common ones.
    fn expected(&self, field: Field) -> Vec<String> {
        let candidates = self.candidates(field);
        let own = self.own.get(&field).copied().unwrap_or(candidates.len());
        candidates.iter().take(own).map(ToString::to_string).collect()
    }

    /// Columns of a table by which rows are sorted: without them each would be taken for what it may
    /// not be. On a page a field without a value is left out, so that there it says nothing.
    fn deciding(&self) -> Vec<(&'static str, &String)> {
        if !matches!(self.fetch, Some(Fetch::Export(_))) {
            return Vec::new();
        }
        let scope = self.scope.as_ref().map(|scope| ("scope", &scope.field));
        let scout = self.scout.field().map(|field| ("scout", field));
        scope.into_iter().chain(scout).collect()
    }
}

impl ScoutRule {
    /// The header that it looks at.
    #[must_use]
    pub const fn field(&self) -> Option<&String> {
        match self {
            Self::Equals { field, .. }
            | Self::NotBlank { field }
            | Self::Contains { field, .. }
            | Self::ContainsAny { field, .. } => Some(field),
            Self::FirstReply | Self::Undecidable => None,
        }
    }
}
