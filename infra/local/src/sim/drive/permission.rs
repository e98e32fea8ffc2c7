//! Permissions and the roles that they give.

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

/// What somebody may do, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Sees.
    Reader,
    /// Sees and comments.
    Commenter,
    /// Changes, adds and shares files. In a shared drive: contributor.
    Writer,
    /// Content manager of a shared drive: also trashes.
    FileOrganizer,
    /// Manager of a shared drive: also deletes for good, and shares folders.
    Organizer,
    /// Owns a thing in somebody's own drive.
    Owner,
}

/// To whom a permission is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One person.
    #[default]
    User,
    /// A group.
    Group,
    /// Everybody of a domain.
    Domain,
    /// Whoever has the link.
    Anyone,
}

/// A permission on a file or folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The address of a person or group.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// What it lets them do.
    pub role: Role,
    /// To whom it is given; a person when nothing is said.
    #[serde(default, rename = "type", skip_serializing_if = "is_user")]
    pub kind: Kind,
    /// The domain, for everybody of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub domain: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_user(kind: &Kind) -> bool {
    *kind == Kind::User
}

impl Permission {
    /// Somebody's.
    pub fn of(email: &str, role: Role) -> Self {
        Self { email: email.to_owned(), role, kind: Kind::User, domain: String::new() }
    }

    /// The id, which is the same on every file.
    pub fn id(&self) -> String {
        match self.kind {
            Kind::User | Kind::Group => id_of(&self.email),
            Kind::Domain => format!("{}k", id_of(&self.domain)),
            Kind::Anyone => "anyoneWithLink".to_owned(),
        }
    }

    /// Whether somebody has it. Whoever only has a link must know it: that is nobody here.
    pub fn reaches(&self, email: &str) -> bool {
        match self.kind {
            Kind::User | Kind::Group => self.email.eq_ignore_ascii_case(email),
            Kind::Domain => domain_of(email).eq_ignore_ascii_case(&self.domain),
            Kind::Anyone => false,
        }
    }

    /// Whether it reaches people outside a domain.
    pub fn leaves(&self, domain: &str) -> bool {
        match self.kind {
            Kind::User | Kind::Group => !domain_of(&self.email).eq_ignore_ascii_case(domain),
            Kind::Domain => !self.domain.eq_ignore_ascii_case(domain),
            Kind::Anyone => true,
        }
    }
}

fn domain_of(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The id of whoever has this address: digits, whatever the letters' case.
pub fn id_of(address: &str) -> String {
    let hash = digest(&SHA256, address.to_lowercase().as_bytes());
    let number =
        hash.as_ref().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:020}")
}
