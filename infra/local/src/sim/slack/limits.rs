//! Rate limits: per method and minute, and per channel for messages.
//!
//! Source: Slack, rate limits of the Web API: tiers by the minute, and for `chat.postMessage` about
//! one message a second in a channel, with short bursts allowed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::method::{Method, Tier};
use super::refusal::Refusal;
use crate::sim::quota::{Windows, seconds};

/// Messages that a channel takes at once after a rest. The vendor names no number.
pub const BURST: i64 = 5;

/// What has been used up. A restart begins anew.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Limits {
    #[serde(skip)]
    methods: Windows,
    /// Until when each channel's messages use up its one a second.
    #[serde(skip)]
    channels: BTreeMap<String, Timestamp>,
}

impl Limits {
    /// Counts a call of a method.
    pub fn admit(&mut self, method: Method, now: Timestamp) -> Result<(), Refusal> {
        let most = match method.tier() {
            Tier::Two => 20,
            Tier::Three => 50,
            Tier::Four => 100,
            Tier::Hundreds => 600,
            Tier::PerChannel => return Ok(()),
        };
        let minute = SignedDuration::from_mins(1);
        self.methods.admit(&format!("{method:?}"), most, minute, now).map_err(Refusal::Limited)
    }

    /// Counts a message in a channel.
    pub fn admit_message(&mut self, channel: &str, now: Timestamp) -> Result<(), Refusal> {
        let used_until = self.channels.get(channel).copied().unwrap_or(now).max(now);
        let free = used_until - SignedDuration::from_secs(BURST - 1);
        if free > now {
            return Err(Refusal::Limited(seconds(free, now)));
        }
        self.channels.insert(channel.to_owned(), used_until + SignedDuration::from_secs(1));
        Ok(())
    }
}
