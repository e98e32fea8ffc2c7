//! Recordings: where each file stands, and who may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::enrolment::is_outside;
use crate::domain::config::{Sealed, TenantConfig};
use crate::domain::fault::Reason;
use crate::domain::ids::{SessionKey, digest, fold_email};
use crate::domain::settings::RecordingAudience;

/// The most characters of a file's ending.
const MOST_ENDING: usize = 10;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// What was seen or heard.
    Recording,
    /// What was said, as text.
    Transcript,
}

impl FileKind {
    /// As it stands in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recording => "recording",
            Self::Transcript => "transcript",
        }
    }
}

/// Where a file stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// It is waited for.
    #[default]
    Expected,
    /// It is there to be copied, or is being copied.
    Copying,
    /// It lies in the folder; who may see it is being settled.
    Stored,
    /// It lies in the folder, and whoever may see it can.
    Shared,
    /// There is none.
    Unavailable,
    /// It can't be copied until somebody acts.
    Blocked,
    /// It can't be copied.
    Failed,
    /// It was kept as long as it may be, and is gone.
    Erased,
}

impl FileState {
    /// As it stands in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Copying => "copying",
            Self::Stored => "stored",
            Self::Shared => "shared",
            Self::Unavailable => "unavailable",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
            Self::Erased => "erased",
        }
    }

    /// Whether it lies in the folder.
    #[must_use]
    pub const fn is_stored(self) -> bool {
        matches!(self, Self::Stored | Self::Shared)
    }
}

/// Where a file is to be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The provider.
    pub provider: String,
    /// The provider's id of the meeting.
    pub meeting: String,
    /// The provider's id of the very occasion on which it was held.
    pub instance: String,
    /// The provider's id of the file; empty for the one transcript of an occasion at Zoom.
    pub file: String,
    /// Where it is.
    pub url: String,
    /// What opens it there, sealed, as long as it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Sealed>,
}

/// One file of a meeting, on its way from the provider to the company's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its id with us.
    pub id: String,
    /// Whose.
    pub tenant: String,
    /// The session.
    pub session: SessionKey,
    /// The scenario and step of the session.
    pub scenario: String,
    /// The step.
    pub step: String,
    /// What it is.
    pub kind: FileKind,
    /// Where it stands.
    pub state: FileState,
    /// Why, where that needs saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Where it is to be fetched; `None` for one that is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Bytes, as the provider says.
    #[serde(default)]
    pub size: Option<u64>,
    /// What it is called in the folder.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// The meeting's title.
    #[serde(default)]
    pub title: String,
    /// The new colleagues who took part, by id: they are told when it can be seen.
    #[serde(default)]
    pub newcomers: BTreeSet<String>,
    /// Who took part: addresses, folded. Frozen when the file came.
    #[serde(default)]
    pub participants: BTreeSet<String>,
    /// Who organised: the host, HR, and whoever leads the new colleague.
    #[serde(default)]
    pub organisers: BTreeSet<String>,
    /// Who may see it besides, because the scenario shows it to those who come after.
    #[serde(default)]
    pub successors: BTreeSet<String>,
    /// Who may see it, by the scenario's own setting.
    #[serde(default)]
    pub privacy: Option<RecordingAudience>,
    /// The folder's id of it, chosen before it is made, so that it can't be made twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_as: Option<String>,
    /// Where the upload goes on, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<Sealed>,
    /// Where people open it.
    #[serde(default)]
    pub link: String,
    /// Who has been let in, with the permission's id.
    #[serde(default)]
    pub permissions: BTreeMap<String, String>,
    /// Who could not be let in, and why.
    #[serde(default)]
    pub shut_out: BTreeMap<String, String>,
    /// Whether people have been told.
    #[serde(default)]
    pub told: bool,
    /// Whether they were told of the transcript with the recording.
    #[serde(default)]
    pub told_transcript: bool,
    /// When the meeting began.
    pub held_at: Timestamp,
    /// When the file became known.
    pub known_at: Timestamp,
    /// When it was stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_at: Option<Timestamp>,
    /// Counts writes.
    #[serde(default)]
    pub rev: u64,
    /// Who works on it, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<crate::domain::meeting::Lease>,
}

impl FileRecord {
    /// Whether another file is of the very same occasion.
    #[must_use]
    pub fn is_of_occasion(&self, other: &Self) -> bool {
        let instance = |it: &Self| it.origin.as_ref().map(|it| it.instance.clone());
        instance(self).is_some() && instance(self) == instance(other)
    }

    /// Whether somebody with this address may or might see it.
    #[must_use]
    pub fn names(&self, email: &str) -> bool {
        self.participants.contains(email)
            || self.organisers.contains(email)
            || self.successors.contains(email)
            || self.permissions.contains_key(email)
    }
}

/// The id of a meeting's file: the same whichever of several messages tells of it.
#[must_use]
pub fn file_id(tenant: &str, provider: &str, instance: &str, kind: FileKind, file: &str) -> String {
    digest(&["recording", tenant, provider, instance, kind.name(), file])
}

/// Who may see a file now: nobody beyond those who took part or come after them, and fewer where a setting says
/// so (requirements B11 and B12). The narrower of the company's and the scenario's setting holds.
#[must_use]
pub fn audience(
    file: &FileRecord,
    config: &TenantConfig,
    share_outside: bool,
    erased: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    let own = file.privacy.unwrap_or(config.tenant.privacy.recordings);
    let all = match narrower(own, config.tenant.privacy.recordings) {
        RecordingAudience::None => return BTreeSet::new(),
        RecordingAudience::OrganisersOnly => file.organisers.clone(),
        RecordingAudience::Participants => {
            file.participants.union(&file.successors).cloned().collect()
        }
    };
    let may = |email: &String| (share_outside || !is_outside(email, config)) && !erased(email);
    all.into_iter().map(|email| fold_email(&email)).filter(may).collect()
}

const fn narrower(one: RecordingAudience, other: RecordingAudience) -> RecordingAudience {
    match (one, other) {
        (RecordingAudience::None, _) | (_, RecordingAudience::None) => RecordingAudience::None,
        (RecordingAudience::OrganisersOnly, _) | (_, RecordingAudience::OrganisersOnly) => {
            RecordingAudience::OrganisersOnly
        }
        (RecordingAudience::Participants, RecordingAudience::Participants) => {
            RecordingAudience::Participants
        }
    }
}

/// What a file is called in the folder: the day on which it was where the new colleague lives, scenario, step, and enough to tell it from others.
#[must_use]
pub fn file_name(day: Date, title: &str, scenario: &str, file: &str, ending: &str) -> String {
    let short = &digest(&["file", file])[..8];
    let (title, scenario) = (plain(title, 100), plain(scenario, 60));
    let ending = ending.chars().filter(char::is_ascii_alphanumeric).take(MOST_ENDING);
    let ending: String = ending.collect::<String>().to_lowercase();
    format!("{day} {scenario} – {title} ({short}).{ending}")
}

/// A text without what means something to a folder or turns writing around, and no longer than so many characters.
fn plain(text: &str, most: usize) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let means = |c: char| c.is_control() || turns(c) || "/\\:*?\"<>|".contains(c);
    let kept: String = text.chars().map(|c| if means(c) { ' ' } else { c }).collect();
    let words: Vec<_> = kept.split_whitespace().collect();
    words.join(" ").chars().take(most).collect()
}

#[cfg(test)]
mod tests;
