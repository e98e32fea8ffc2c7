//! One standard queue: messages, their visibility and their receipts. Time is an argument.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::SqsError;
use super::message::{MessageAttributes, ReceivedMessage, md5_of};
use super::receipt::Receipt;
use super::settings::Settings;

/// How long a message may stay invisible after it was received, in seconds: 12 hours.
pub(super) const MAX_VISIBILITY_S: i64 = 43_200;

const SENDER: &str = "AIDACONVOKELOCALSTACK";

/// A message in a queue. All times are in ms since 1970.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) body: String,
    pub(super) attributes: MessageAttributes,
    pub(super) group: Option<String>,
    pub(super) trace_header: Option<String>,
    pub(super) sent_ms: i64,
    pub(super) first_received_ms: Option<i64>,
    pub(super) received_ms: Option<i64>,
    pub(super) receive_count: u32,
    pub(super) visible_ms: i64,
    /// The secret part of the receipt given out last.
    pub(super) nonce: Option<u64>,
    /// The queue that it could not be worked off in, if this is a dead-letter queue.
    pub(super) dead_letter_source: Option<String>,
}

impl Message {
    fn in_flight(&self, now_ms: i64) -> bool {
        self.nonce.is_some() && self.visible_ms > now_ms
    }

    fn received(&self, receipt_handle: String) -> ReceivedMessage {
        ReceivedMessage {
            message_id: self.id.clone(),
            receipt_handle,
            body: self.body.clone(),
            attributes: self.system_attributes(),
            message_attributes: self.attributes.clone(),
            md5: md5_of(&self.body),
        }
    }

    fn system_attributes(&self) -> BTreeMap<String, String> {
        let known = [
            ("SenderId", Some(SENDER.to_owned())),
            ("SentTimestamp", Some(self.sent_ms.to_string())),
            ("ApproximateReceiveCount", Some(self.receive_count.to_string())),
            ("ApproximateFirstReceiveTimestamp", self.first_received_ms.map(|ms| ms.to_string())),
            ("MessageGroupId", self.group.clone()),
            ("AWSTraceHeader", self.trace_header.clone()),
            ("DeadLetterQueueSourceArn", self.dead_letter_source.as_deref().map(super::arn)),
        ];
        known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

/// How many messages a queue holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Depth {
    /// Ready to be received.
    pub visible: usize,
    /// Received and not yet deleted nor visible again.
    pub in_flight: usize,
    /// Sent with a delay that has not passed.
    pub delayed: usize,
}

/// A queue and what is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Queue {
    pub(super) settings: Settings,
    pub(super) created_ms: i64,
    pub(super) modified_ms: i64,
    /// By the order in which they came.
    pub(super) messages: BTreeMap<u64, Message>,
    pub(super) next: u64,
}

impl Queue {
    /// An empty queue.
    pub(super) fn new(settings: Settings, now_ms: i64) -> Self {
        let messages = BTreeMap::new();
        Self { settings, created_ms: now_ms, modified_ms: now_ms, messages, next: 0 }
    }

    /// Adds a message behind all others.
    pub(super) fn push(&mut self, message: Message) {
        self.messages.insert(self.next, message);
        self.next += 1;
    }

    /// Takes up to `max` visible messages in hand for `visibility_s`.
    ///
    /// Groups take turns, the one with the fewest messages in flight first, so that a group with
    /// a long backlog does not hold up the others: what fair queues do once a group is noisy
    /// (Amazon SQS developer guide, "Fair queues"). Without groups it is oldest first.
    pub(super) fn receive(
        &mut self,
        name: &str,
        max: usize,
        visibility_s: i64,
        now_ms: i64,
        mut nonce: impl FnMut() -> u64,
    ) -> Vec<ReceivedMessage> {
        let mut taken = Vec::new();
        let mut in_flight = self.in_flight_by_group(now_ms);
        while taken.len() < max {
            let Some(sequence) = self.fairest(&in_flight, now_ms) else { break };
            let Some(message) = self.messages.get_mut(&sequence) else { break };
            let nonce = nonce();
            message.nonce = Some(nonce);
            message.receive_count += 1;
            message.received_ms = Some(now_ms);
            message.first_received_ms.get_or_insert(now_ms);
            // At least a moment, so that no message is in one answer twice.
            message.visible_ms = now_ms + (visibility_s * 1000).max(1);
            if let Some(group) = &message.group {
                *in_flight.entry(group.clone()).or_default() += 1;
            }
            let receipt = Receipt { queue: name.to_owned(), sequence, nonce };
            taken.push(message.received(receipt.to_string()));
        }
        taken
    }

    fn in_flight_by_group(&self, now_ms: i64) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for message in self.messages.values().filter(|message| message.in_flight(now_ms)) {
            if let Some(group) = &message.group {
                *counts.entry(group.clone()).or_default() += 1;
            }
        }
        counts
    }

    fn fairest(&self, in_flight: &BTreeMap<String, usize>, now_ms: i64) -> Option<u64> {
        let held = |message: &Message| {
            message.group.as_ref().and_then(|group| in_flight.get(group)).copied().unwrap_or(0)
        };
        let visible = self.messages.iter().filter(|(_, message)| message.visible_ms <= now_ms);
        visible.min_by_key(|(sequence, message)| (held(message), **sequence)).map(|(s, _)| *s)
    }

    /// Deletes a message by the receipt given out last; with an older one nothing happens, as
    /// SQS permits itself (API reference, `DeleteMessage`).
    pub(super) fn delete(&mut self, receipt: &Receipt) {
        if self.messages.get(&receipt.sequence).is_some_and(|m| m.nonce == Some(receipt.nonce)) {
            self.messages.remove(&receipt.sequence);
        }
    }

    /// Makes a message in flight visible in `seconds` from now.
    pub(super) fn change_visibility(
        &mut self,
        receipt: &Receipt,
        seconds: i64,
        now_ms: i64,
    ) -> Result<(), SqsError> {
        let message = self.messages.get_mut(&receipt.sequence);
        let message = message
            .filter(|m| m.nonce == Some(receipt.nonce) && m.in_flight(now_ms))
            .ok_or(SqsError::MessageNotInflight)?;
        let visible_ms = now_ms + seconds * 1000;
        if visible_ms - message.received_ms.unwrap_or(now_ms) > MAX_VISIBILITY_S * 1000 {
            return Err(SqsError::InvalidParameterValue(
                "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
                    .to_owned(),
            ));
        }
        message.visible_ms = visible_ms;
        Ok(())
    }

    /// Drops what has been kept for as long as the queue keeps messages.
    pub(super) fn expire(&mut self, now_ms: i64) {
        let oldest_ms = now_ms - self.settings.retention_s * 1000;
        self.messages.retain(|_, message| message.sent_ms > oldest_ms);
    }

    /// Removes the visible messages that have been received `max_receive` times in vain.
    pub(super) fn take_exhausted(&mut self, max_receive: u32, now_ms: i64) -> Vec<Message> {
        let exhausted = |message: &Message| {
            message.visible_ms <= now_ms && message.receive_count >= max_receive
        };
        let sequences: Vec<u64> =
            self.messages.iter().filter(|(_, m)| exhausted(m)).map(|(s, _)| *s).collect();
        sequences.iter().filter_map(|sequence| self.messages.remove(sequence)).collect()
    }

    /// How many messages are in which state.
    pub(super) fn depth(&self, now_ms: i64) -> Depth {
        let mut depth = Depth::default();
        for message in self.messages.values() {
            if message.visible_ms <= now_ms {
                depth.visible += 1;
            } else if message.nonce.is_some() {
                depth.in_flight += 1;
            } else {
                depth.delayed += 1;
            }
        }
        depth
    }

    /// When the next message is or becomes visible, in ms since 1970.
    pub(super) fn next_visible_ms(&self) -> Option<i64> {
        self.messages.values().map(|message| message.visible_ms).min()
    }

    /// Makes everything in flight visible: whoever held it is gone. Delays go on.
    pub(super) fn release(&mut self, now_ms: i64) {
        for message in self.messages.values_mut().filter(|message| message.nonce.is_some()) {
            message.nonce = None;
            message.visible_ms = message.visible_ms.min(now_ms);
        }
    }
}
