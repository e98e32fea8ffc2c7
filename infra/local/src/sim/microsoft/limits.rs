//! Rate limits: per mailbox and ten minutes.
//!
//! Source: Graph, throttling limits of the Outlook service: 10 000 requests in ten minutes for an
//! application and a mailbox. That no more than four may be open at once can't be seen here, because
//! a call is answered before the next one is looked at.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::operation::Area;
use super::refusal::Refusal;

/// Requests to a mailbox in one window.
pub const PER_MAILBOX: u32 = 10_000;
/// How long a window is.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// What has been used up. A restart begins anew.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Limits {
    #[serde(skip)]
    mailboxes: BTreeMap<String, (Timestamp, u32)>,
}

impl Limits {
    /// Counts a call against a mailbox; other services are not limited here.
    pub fn admit(&mut self, area: Area, user: &str, now: Timestamp) -> Result<(), Refusal> {
        match area {
            Area::Calendar | Area::Mailbox => {}
            Area::Directory | Area::Meetings | Area::Files(_) => return Ok(()),
        }
        let (since, count) = self.mailboxes.entry(user.to_owned()).or_insert((now, 0));
        if *since + WINDOW <= now {
            (*since, *count) = (now, 0);
        }
        if *count >= PER_MAILBOX {
            let wait = (*since + WINDOW).duration_since(now).as_secs();
            return Err(Refusal::Throttled { retry_after: wait.max(1) });
        }
        *count += 1;
        Ok(())
    }
}
