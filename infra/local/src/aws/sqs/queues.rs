//! All queues of the account, and what happens between them. Time is an argument.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::error::SqsError;
use super::message::{Outgoing, ReceivedMessage, Sent, md5_of, md5_of_attributes};
use super::queue::{Depth, MAX_VISIBILITY_S, Message, Queue};
use super::receipt::Receipt;
use super::settings::Settings;

/// The queues as they are saved.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub(super) queues: BTreeMap<String, Queue>,
}

/// The queues by name.
pub(super) struct Queues {
    content: Snapshot,
    random: StdRng,
    revision: u64,
}

impl Queues {
    /// Takes up saved queues; whoever held a message is gone, so it is visible again.
    pub(super) fn restore(mut content: Snapshot, seed: u64, now_ms: i64) -> Self {
        for queue in content.queues.values_mut() {
            queue.release(now_ms);
        }
        Self { content, random: StdRng::seed_from_u64(seed), revision: 0 }
    }

    /// What is to be saved.
    pub(super) fn content(&self) -> &Snapshot {
        &self.content
    }

    /// A number that grows with every change.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// The queues' names.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.content.queues.keys()
    }

    /// A queue to look at.
    pub(super) fn get(&self, name: &str) -> Result<&Queue, SqsError> {
        self.content.queues.get(name).ok_or(SqsError::QueueDoesNotExist)
    }

    fn get_mut(&mut self, name: &str) -> Result<&mut Queue, SqsError> {
        self.content.queues.get_mut(name).ok_or(SqsError::QueueDoesNotExist)
    }

    fn change(&mut self, name: &str) -> Result<&mut Queue, SqsError> {
        self.revision += 1;
        self.get_mut(name)
    }

    /// Makes a queue; one that is there must have the same attributes where they are given.
    pub(super) fn create(
        &mut self,
        name: &str,
        attributes: &BTreeMap<String, String>,
        now_ms: i64,
    ) -> Result<(), SqsError> {
        check_name(name)?;
        if let Ok(queue) = self.get(name) {
            let mut wanted = queue.settings.clone();
            wanted.set_all(attributes)?;
            let (wanted, present) = (wanted.attributes(), queue.settings.attributes());
            return match wanted.iter().find(|(name, value)| present.get(*name) != Some(*value)) {
                None => Ok(()),
                Some((name, _)) => Err(SqsError::QueueNameExists(name.clone())),
            };
        }
        let mut settings = Settings::default();
        settings.set_all(attributes)?;
        self.put(name, settings, now_ms)
    }

    /// Makes a queue or changes the one that is there.
    pub(super) fn put(
        &mut self,
        name: &str,
        settings: Settings,
        now_ms: i64,
    ) -> Result<(), SqsError> {
        check_name(name)?;
        if let Some(dead_letter) = &settings.dead_letter {
            self.get(&dead_letter.queue)?;
        }
        self.revision += 1;
        let queues = &mut self.content.queues;
        let queue =
            queues.entry(name.to_owned()).or_insert_with(|| Queue::new(settings.clone(), now_ms));
        queue.settings = settings;
        queue.modified_ms = now_ms;
        Ok(())
    }

    /// Removes a queue with all that is in it.
    pub(super) fn remove(&mut self, name: &str) -> Result<(), SqsError> {
        self.revision += 1;
        self.content.queues.remove(name).map(drop).ok_or(SqsError::QueueDoesNotExist)
    }

    /// Removes all messages of a queue.
    pub(super) fn purge(&mut self, name: &str) -> Result<(), SqsError> {
        self.change(name)?.messages.clear();
        Ok(())
    }

    /// Accepts a message.
    pub(super) fn send(
        &mut self,
        name: &str,
        outgoing: Outgoing,
        now_ms: i64,
    ) -> Result<Sent, SqsError> {
        outgoing.check(self.get(name)?.settings.max_bytes)?;
        let id = self.message_id();
        let queue = self.change(name)?;
        let delay_s = outgoing.delay_seconds.unwrap_or(queue.settings.delay_s);
        let trace_header = outgoing.trace_header();
        let body = outgoing.message_body.unwrap_or_default();
        let sent = Sent {
            message_id: id.clone(),
            md5_of_body: md5_of(&body),
            md5_of_attributes: md5_of_attributes(&outgoing.message_attributes),
        };
        queue.push(Message {
            id,
            body,
            attributes: outgoing.message_attributes,
            group: outgoing.message_group_id,
            trace_header,
            sent_ms: now_ms,
            first_received_ms: None,
            received_ms: None,
            receive_count: 0,
            visible_ms: now_ms + delay_s * 1000,
            nonce: None,
            dead_letter_source: None,
        });
        Ok(sent)
    }

    /// Hands out up to `max` (1 to 10) messages, invisible to others for `visibility_s` or as
    /// long as the queue says.
    pub(super) fn receive(
        &mut self,
        name: &str,
        max: i64,
        visibility_s: Option<i64>,
        now_ms: i64,
    ) -> Result<Vec<ReceivedMessage>, SqsError> {
        let range = usize::try_from(max).ok().filter(|max| (1..=10).contains(max));
        let max = range.ok_or_else(|| {
            SqsError::out_of_range("MaxNumberOfMessages", max, "between 1 and 10, if provided")
        })?;
        self.settle(name, now_ms)?;
        let queue = self.content.queues.get_mut(name).ok_or(SqsError::QueueDoesNotExist)?;
        let visibility_s = check_visibility(visibility_s.unwrap_or(queue.settings.visibility_s))?;
        let random = &mut self.random;
        let messages = queue.receive(name, max, visibility_s, now_ms, || random.random());
        if !messages.is_empty() {
            self.revision += 1;
        }
        Ok(messages)
    }

    /// Deletes a message that was received.
    pub(super) fn delete(&mut self, name: &str, handle: &str) -> Result<(), SqsError> {
        self.get(name)?;
        let receipt = Receipt::parse(handle, name)?;
        self.change(name)?.delete(&receipt);
        Ok(())
    }

    /// Makes a received message visible in `seconds` from now.
    pub(super) fn change_visibility(
        &mut self,
        name: &str,
        handle: &str,
        seconds: i64,
        now_ms: i64,
    ) -> Result<(), SqsError> {
        self.get(name)?;
        let receipt = Receipt::parse(handle, name)?;
        let seconds = check_visibility(seconds)?;
        self.change(name)?.change_visibility(&receipt, seconds, now_ms)
    }

    /// How full a queue is.
    pub(super) fn depth(&mut self, name: &str, now_ms: i64) -> Result<Depth, SqsError> {
        self.settle(name, now_ms)?;
        Ok(self.get(name)?.depth(now_ms))
    }

    /// When the next message of a queue is or becomes visible, in ms since 1970.
    pub(super) fn next_visible_ms(
        &mut self,
        name: &str,
        now_ms: i64,
    ) -> Result<Option<i64>, SqsError> {
        self.settle(name, now_ms)?;
        Ok(self.get(name)?.next_visible_ms())
    }

    /// Lets time have its effects: a queue's old messages go, and those that were received too
    /// often move to its dead-letter queue, or into this one from the queues that it serves.
    fn settle(&mut self, name: &str, now_ms: i64) -> Result<(), SqsError> {
        self.get(name)?;
        let queues = &self.content.queues;
        let redriving: Vec<String> = queues
            .iter()
            .filter(|(source, queue)| {
                let target = queue.settings.dead_letter.as_ref();
                target.is_some_and(|target| *source == name || target.queue == name)
            })
            .map(|(source, _)| source.clone())
            .collect();
        for source in &redriving {
            self.redrive(source, now_ms);
        }
        self.get_mut(name)?.expire(now_ms);
        Ok(())
    }

    fn redrive(&mut self, source: &str, now_ms: i64) {
        let queues = &mut self.content.queues;
        let settings = queues.get(source).map(|queue| &queue.settings);
        let dead_letter = settings.and_then(|settings| settings.dead_letter.clone());
        let dead_letter = dead_letter.filter(|target| queues.contains_key(&target.queue));
        let Some(dead_letter) = dead_letter else { return };
        let Some(queue) = queues.get_mut(source) else { return };
        let exhausted = queue.take_exhausted(dead_letter.max_receive, now_ms);
        if exhausted.is_empty() {
            return;
        }
        self.revision += 1;
        // A message keeps its id, its count and the time when it was sent (developer guide,
        // "Dead-letter queues"), but no receipt reaches it any more.
        let Some(target) = queues.get_mut(&dead_letter.queue) else { return };
        for mut message in exhausted {
            message.nonce = None;
            message.dead_letter_source = Some(source.to_owned());
            target.push(message);
        }
    }

    fn message_id(&mut self) -> String {
        let bits: u128 = self.random.random();
        // Version 4 and variant 1 of a UUID.
        let bits = bits & !(0xf000_u128 << 64) & !(0xc000_u128 << 48);
        let bits = bits | (0x4000_u128 << 64) | (0x8000_u128 << 48);
        let text = format!("{bits:032x}");
        [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
    }
}

fn check_visibility(seconds: i64) -> Result<i64, SqsError> {
    if (0..=MAX_VISIBILITY_S).contains(&seconds) {
        return Ok(seconds);
    }
    Err(SqsError::out_of_range("VisibilityTimeout", seconds, "between 0 and 43200"))
}

fn check_name(name: &str) -> Result<(), SqsError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if (1..=80).contains(&name.len()) && name.chars().all(fits) {
        return Ok(());
    }
    Err(SqsError::InvalidParameterValue(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
            .to_owned(),
    ))
}
