//! What a company sets for all its imports: who hears of them, what names of routes mean, and which boards
//! the applicant system still imports from itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::account::ImportAccount;
use super::medium;
use super::routing::{Alias, RoutingRule};
use crate::domain::ids::is_email;
use crate::domain::problem::FieldErrors;
use crate::domain::settings::Checked;

/// The longest text of a rule.
const MOST_CHARACTERS: usize = 300;
/// The most addresses in a line of a mail.
const MOST_ADDRESSES: usize = 20;

/// Who is told how imports went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipients {
    /// At least one address.
    #[serde(default)]
    #[schema(required = true)]
    pub to: Vec<String>,
    /// Any number of further ones; several people, or a mailing list, see what one person would miss.
    #[serde(default)]
    pub cc: Vec<String>,
    /// Whether runs that found nobody new are told of, too. Their absence is how a silent stop is noticed
    /// (reading R14).
    #[serde(default = "yes")]
    pub send_zero_result: bool,
}

const fn yes() -> bool {
    true
}

impl Recipients {
    /// Whether one person alone is told, so that nobody notices what that person misses (requirement H31).
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.to.len() == 1 && self.cc.is_empty()
    }
}

impl Checked for Recipients {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        errors.require(!self.to.is_empty(), "to", "required", "at least one address");
        for (field, list) in [("to", &self.to), ("cc", &self.cc)] {
            let detail = "at most 20 addresses";
            errors.require(list.len() <= MOST_ADDRESSES, field, "too_many", detail);
            for (n, address) in list.iter().enumerate() {
                let detail = "one mail address";
                let field = format!("{field}[{n}]");
                errors.require(is_email(address.trim()), &field, "email_invalid", detail);
            }
        }
        errors.into_result()
    }
}

impl Checked for RoutingRule {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let fits = |text: &str| (1..=MOST_CHARACTERS).contains(&text.trim().chars().count());
        for (field, text) in [("source_format", &self.source_format), ("job", &self.job)] {
            errors.require(fits(text), field, "required", "1 to 300 characters");
        }
        let fits_all = self.position_name.chars().count() <= MOST_CHARACTERS;
        errors.require(fits_all, "position_name", "too_long", "at most 300 characters");
        for (n, condition) in self.conditions.iter().enumerate() {
            for (field, text) in [("field", &condition.field), ("contains", &condition.contains)] {
                let field = format!("conditions[{n}].{field}");
                errors.require(fits(text), &field, "required", "1 to 300 characters");
            }
        }
        errors.into_result()
    }
}

/// Names of routes that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AliasesBody {
    /// The aliases.
    #[serde(default)]
    #[schema(required = true)]
    pub aliases: Vec<Alias>,
}

impl Checked for AliasesBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut seen = BTreeSet::new();
        for (n, alias) in self.aliases.iter().enumerate() {
            for (name, text) in [("from", &alias.from), ("to", &alias.to)] {
                let fits = (1..=200).contains(&text.trim().chars().count());
                errors.require(
                    fits,
                    &format!("aliases[{n}].{name}"),
                    "required",
                    "1 to 200 characters",
                );
            }
            let is_new = seen.insert(alias.from.trim());
            errors.require(
                is_new,
                &format!("aliases[{n}].from"),
                "repeated",
                "each name has one alias at most",
            );
        }
        errors.into_result()
    }
}

/// Which boards the applicant system still imports from itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NativeLinksBody {
    /// The boards that are still linked there, by id or name. Empty once all are stopped.
    #[serde(default)]
    #[schema(required = true)]
    pub linked: Vec<String>,
}

impl Checked for NativeLinksBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for (n, name) in self.linked.iter().enumerate() {
            let known = medium::named(name).is_some() || medium::is_bizreach(name);
            let detail = "no such board; GET /v1/media lists them";
            errors.require(known, &format!("linked[{n}]"), "medium_unknown", detail);
        }
        errors.into_result()
    }
}

/// What a recruiter has confirmed of the applicant system's own links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NativeLinks {
    /// Ids of boards of the six that are still linked.
    pub linked: BTreeSet<String>,
    /// Ids of those that ever were.
    #[serde(default)]
    pub ever: BTreeSet<String>,
    /// Name of the token with which it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl NativeLinks {
    /// What is known after another confirmation.
    #[must_use]
    pub fn confirmed(&self, body: &NativeLinksBody, by: Option<&str>, at: Timestamp) -> Self {
        let named = body.linked.iter().filter_map(|name| medium::named(name));
        let linked: BTreeSet<_> =
            named.filter(|it| it.native_link).map(|it| it.id.clone()).collect();
        let ever = self.ever.union(&linked).cloned().collect();
        Self { linked, ever, by: by.map(str::to_owned), at: Some(at) }
    }
}

/// Everything about imports that one query returns.
#[derive(Clone, Debug, Default)]
pub struct ImportConfig {
    /// Accounts by id, deleted ones too.
    pub accounts: BTreeMap<String, ImportAccount>,
    /// Rules by id.
    pub rules: BTreeMap<String, RoutingRule>,
    /// Aliases of routes.
    pub aliases: Vec<Alias>,
    /// Who is told.
    pub recipients: Option<Recipients>,
    /// The applicant system's own links.
    pub native: NativeLinks,
    /// Logins that were deleted: digests of board and login.
    pub fingerprints: BTreeSet<String>,
    /// How many accounts each board has had.
    pub sequences: BTreeMap<String, u64>,
}

impl ImportConfig {
    /// An account that is there.
    #[must_use]
    pub fn account(&self, id: &str) -> Option<&ImportAccount> {
        self.accounts.get(id).filter(|account| account.deleted_at.is_none())
    }

    /// The months with whose first day a company's periods begin: those of Japan's fiscal year.
    #[must_use]
    pub const fn period_months(&self) -> [i8; 2] {
        [4, 10]
    }

    /// The next first day of a period, on this day or after it.
    #[must_use]
    pub fn next_period(&self, from: Date) -> Date {
        let mut day = from;
        while day.day() != 1 || !self.period_months().contains(&day.month()) {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
        }
        day
    }

    /// Every account that is there.
    pub fn live(&self) -> impl Iterator<Item = (&String, &ImportAccount)> {
        self.accounts.iter().filter(|(_, account)| account.deleted_at.is_none())
    }
}
