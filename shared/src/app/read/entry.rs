//! A session's calendar entry, as people and programs read it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::entry::{EntryRecord, EntryState};

/// The entry of a session in its host's calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryView {
    /// Where it stands: `waiting`, `made`, `removed` or `failed`.
    pub state: EntryState,
    /// The stable code of why, where that needs saying.
    pub reason: Option<String>,
    /// Why, for people.
    pub detail: Option<String>,
    /// In whose calendar it stands, by mail address.
    pub mailbox: Option<String>,
}

impl EntryView {
    /// The entry as it is recorded.
    #[must_use]
    pub fn new(record: &EntryRecord) -> Self {
        Self {
            state: record.state,
            reason: record.reason.as_ref().map(|reason| reason.code.clone()),
            detail: record.reason.as_ref().map(|reason| reason.detail.clone()),
            mailbox: record.live.as_ref().map(|live| live.mailbox.clone()),
        }
    }
}
