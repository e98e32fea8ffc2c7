//! Whether two applications may be one person's. Whatever is found only marks both: nobody is merged
//! or dropped for it.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::applicant::Applicant;
use super::normal;

/// The fewest characters of a name that say anything about a longer one.
const SHORTEST_PREFIX: usize = 2;

/// By what an application is compared, each in its normal form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Mail address. One that a board made up is here as well: the same one is the same profile.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Name; may be empty.
    pub name: String,
    /// Its reading; may be empty.
    pub kana: String,
}

impl Keys {
    /// The keys of what is written somewhere.
    #[must_use]
    pub fn of(name: &str, kana: Option<&str>, email: Option<&str>, phone: Option<&str>) -> Self {
        Self {
            email: email.and_then(normal::email),
            phone: phone.and_then(normal::phone),
            name: normal::name(name),
            kana: normal::kana(kana.unwrap_or_default()),
        }
    }
}

/// The keys of an applicant.
#[must_use]
pub fn keys(applicant: &Applicant) -> Keys {
    Keys::of(
        &applicant.name,
        applicant.kana.as_deref(),
        applicant.email.as_deref(),
        applicant.phone.as_deref(),
    )
}

/// In what two applications agree.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MatchReason {
    /// The mail address.
    Email,
    /// The telephone number.
    Phone,
    /// The name.
    Name,
    /// One name begins with the other.
    NamePrefix,
    /// The reading of the name.
    Kana,
    /// One mail address contains the other.
    EmailContained,
}

/// How much an agreement says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Strangers may agree in it.
    Weak,
    /// Strangers hardly do.
    Strong,
}

impl MatchReason {
    /// How much it says.
    #[must_use]
    pub const fn strength(self) -> Strength {
        match self {
            Self::Email | Self::Phone => Strength::Strong,
            Self::Name | Self::NamePrefix | Self::Kana | Self::EmailContained => Strength::Weak,
        }
    }
}

/// In what two applications agree, strongest first; nothing where nothing says that they are one
/// person's. Which of the two comes first makes no difference.
#[must_use]
pub fn reasons(a: &Keys, b: &Keys) -> Vec<MatchReason> {
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    let same_given = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    [
        (same_given(&a.email, &b.email), MatchReason::Email),
        (same_given(&a.phone, &b.phone), MatchReason::Phone),
        (same(&a.name, &b.name), MatchReason::Name),
        (begins(&a.name, &b.name) || begins(&b.name, &a.name), MatchReason::NamePrefix),
        (same(&a.kana, &b.kana), MatchReason::Kana),
        (is_contained(a, b) || is_contained(b, a), MatchReason::EmailContained),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect()
}

/// Whether a name goes on behind the other.
fn begins(long: &str, short: &str) -> bool {
    long != short && short.chars().count() >= SHORTEST_PREFIX && long.starts_with(short)
}

/// Whether an address holds the other and more. What a board made up is compared whole only.
fn is_contained(long: &Keys, short: &Keys) -> bool {
    let (Some(long), Some(short)) = (&long.email, &short.email) else { return false };
    long != short
        && long.contains(short.as_str())
        && !normal::is_relay(long)
        && !normal::is_relay(short)
}
