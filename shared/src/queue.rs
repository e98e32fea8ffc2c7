//! Messages between the functions: tagged, versioned, carrying ids and facts.

mod deliveries;
mod imports;
mod onboarding;

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_sqs::types::{
    MessageSystemAttributeNameForSends, MessageSystemAttributeValue, SendMessageBatchRequestEntry,
};
use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::aws::Aws;
use crate::config::xray_trace;
use crate::domain::business::BusinessEvent;
use crate::domain::event::Event;
use crate::domain::fault::{Fault, HealKey};
use crate::domain::ids::SessionKey;
use crate::domain::onboarding::told::{Deauthorised, MeetingTold};
use crate::domain::person::PersonFact;
use crate::domain::session::SessionFact;

pub use deliveries::{DeliveryMessage, EntryOrder, Letter, Notice, Release, Tells};
pub use imports::{CheckOrder, ImportMessage, Pushed, Told};
pub use onboarding::{PlanOrder, RecordingMessage};

/// The version of the messages' form.
const FORM: u32 = 1;
/// How often a send is tried within one invocation: senders like Cal.com try only once, so a hiccup
/// must not become a lost booking.
const TRIES: u32 = 3;
/// What a batch may hold, with room for what surrounds the bodies.
const MOST_BYTES: usize = 900 * 1024;
/// How many requests of one sending are under way at a time.
const AT_ONCE: usize = 16;
/// The pause before another try, doubled each time.
const PAUSE: Duration = Duration::from_millis(60);

/// A message with what every message has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// The form's version.
    pub v: u32,
    /// Follows the work from the webhook to the mail.
    pub trace: String,
    /// The message.
    pub message: T,
}

impl<T> Envelope<T> {
    /// A message with its trace.
    pub fn new(trace: impl Into<String>, message: T) -> Self {
        Self { v: FORM, trace: trace.into(), message }
    }
}

/// Work for `meeting-sync`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SessionMessage {
    /// A sender said something of a session.
    Fact(SessionFact),
    /// Look at a session again.
    Wake {
        /// Which.
        key: SessionKey,
        /// For what it waited, where that is why.
        #[serde(default)]
        heals_by: Option<HealKey>,
        /// The version of the configuration that must have been read.
        #[serde(default)]
        config_version: u64,
        /// Make the provider's meeting equal again, whatever was applied last.
        #[serde(default)]
        force: bool,
    },
    /// A sender said something of a person.
    Person(PersonFact),
    /// Try every connection of a tenant.
    Probe {
        /// Which tenant.
        tenant: String,
    },
    /// Look at an enrolment again.
    Plan(PlanOrder),
    /// A provider tells of a meeting.
    Told(MeetingTold),
    /// Somebody has removed the application from their account.
    Deauthorised(Deauthorised),
}

/// Work for `notification-fanout`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EventMessage {
    /// Something happened to a session's meeting.
    Session(Box<Event>),
    /// Something happened in the company's own systems.
    Business(BusinessEvent),
}

/// The queues, as far as sending goes.
#[derive(Clone)]
pub struct Queue {
    aws: Aws,
    url: String,
}

impl Queue {
    /// The queue at this address.
    #[must_use]
    pub const fn new(aws: Aws, url: String) -> Self {
        Self { aws, url }
    }

    /// The queue's name: the end of its address.
    #[must_use]
    pub fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }

    /// Sends one message in its tenant's group, so that a noisy tenant can't starve the others.
    ///
    /// # Errors
    /// [`Fault::Retry`] when SQS does not take it.
    pub async fn send<T: Serialize>(
        &self,
        tenant: &str,
        message: &Envelope<T>,
    ) -> Result<(), Fault> {
        let body = body(message)?;
        let mut pause = PAUSE;
        for _ in 1..TRIES {
            if self.send_once(tenant, &body).await.is_ok() {
                return Ok(());
            }
            wait(pause).await;
            pause *= 2;
        }
        self.send_once(tenant, &body).await
    }

    /// Sends one message that becomes visible after a while; SQS keeps it back for at most a quarter of an hour.
    ///
    /// # Errors
    /// [`Fault::Retry`] when SQS does not take it.
    pub async fn send_later<T: Serialize>(
        &self,
        tenant: &str,
        message: &Envelope<T>,
        after: SignedDuration,
    ) -> Result<(), Fault> {
        let seconds = i32::try_from(after.as_secs().clamp(0, 900)).unwrap_or(900);
        let send = self.aws.sqs().send_message().queue_url(&self.url).message_body(body(message)?);
        let send = send.delay_seconds(seconds).message_group_id(tenant);
        let answer = send.set_message_system_attributes(xray()).send().await;
        answer.map(drop).map_err(|e| crate::aws::fault("SendMessage", &e))
    }

    async fn send_once(&self, tenant: &str, body: &str) -> Result<(), Fault> {
        let send = self.aws.sqs().send_message().queue_url(&self.url).message_body(body);
        let send = send.set_message_system_attributes(xray()).message_group_id(tenant);
        let answer = send.send().await;
        answer.map(drop).map_err(|e| crate::aws::fault("SendMessage", &e))
    }

    /// Sends messages of one tenant, ten to a request.
    ///
    /// # Errors
    /// [`Fault::Retry`] when SQS does not take every one. Those it took are sent all the same; the
    /// caller sends them all again, and readers drop what they have seen.
    pub async fn send_all<T: Serialize>(
        &self,
        tenant: &str,
        messages: &[Envelope<T>],
    ) -> Result<(), Fault> {
        if let [only] = messages {
            return self.send(tenant, only).await;
        }
        let bodies = messages.iter().map(body).collect::<Result<Vec<_>, _>>()?;
        for batch in batches(&bodies) {
            self.send_batch(tenant, batch).await?;
        }
        Ok(())
    }

    /// Sends messages of many tenants, ten to a request and several requests at a time.
    ///
    /// # Errors
    /// [`Fault::Retry`] when SQS does not take every one; see [`Self::send_all`].
    pub async fn send_each<T: Serialize>(
        &self,
        messages: &[(String, Envelope<T>)],
    ) -> Result<(), Fault> {
        let bodies = messages.iter().map(|(_, message)| body(message));
        let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
        let mut rest = messages;
        let batches = batches(&bodies).into_iter().map(|bodies| {
            let (groups, later) = rest.split_at(bodies.len());
            rest = later;
            self.send_grouped(
                groups.iter().map(|(tenant, _)| tenant.as_str()).zip(bodies).collect(),
            )
        });
        let batches: Vec<_> = batches.collect();
        let mut sent = stream::iter(batches).buffer_unordered(AT_ONCE);
        while let Some(sent) = sent.next().await {
            sent?;
        }
        Ok(())
    }

    async fn send_batch(&self, tenant: &str, bodies: &[String]) -> Result<(), Fault> {
        self.send_grouped(bodies.iter().map(|body| (tenant, body)).collect()).await
    }

    async fn send_grouped(&self, messages: Vec<(&str, &String)>) -> Result<(), Fault> {
        let mut batch = self.aws.sqs().send_message_batch().queue_url(&self.url);
        for (n, (group, body)) in messages.into_iter().enumerate() {
            let entry = SendMessageBatchRequestEntry::builder()
                .id(n.to_string())
                .message_body(body)
                .message_group_id(group)
                .set_message_system_attributes(xray())
                .build();
            batch =
                batch.entries(entry.map_err(|_| Fault::retry(60, "SendMessageBatch: no body"))?);
        }
        let answer = batch.send().await;
        let answer = answer.map_err(|e| crate::aws::fault("SendMessageBatch", &e))?;
        if answer.failed().is_empty() {
            Ok(())
        } else {
            Err(Fault::retry(1, "SendMessageBatch: some were refused"))
        }
    }

    /// Makes a received message visible again after `after`, at most the twelve hours SQS allows.
    ///
    /// # Errors
    /// [`Fault::Retry`] when SQS doesn't; the message then comes again when its time-out ends.
    pub async fn hand_back(&self, receipt: &str, after: SignedDuration) -> Result<(), Fault> {
        let seconds = i32::try_from(after.as_secs().clamp(0, 43_200)).unwrap_or(43_200);
        let change = self.aws.sqs().change_message_visibility().queue_url(&self.url);
        let change = change.receipt_handle(receipt).visibility_timeout(seconds);
        let answer = change.send().await;
        answer.map(drop).map_err(|e| crate::aws::fault("ChangeMessageVisibility", &e))
    }
}

#[expect(clippy::disallowed_methods, reason = "a moment's pause saves a booking sent only once")]
async fn wait(pause: Duration) {
    tokio::time::sleep(pause).await;
}

/// At most ten to a request, and together no more than SQS takes (SQS quotas: 1 MiB for a batch).
fn batches(bodies: &[String]) -> Vec<&[String]> {
    let mut batches = Vec::new();
    let mut rest = bodies;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |body: &&String| {
            bytes += body.len();
            bytes <= MOST_BYTES
        };
        let count = rest.iter().take(10).take_while(fits).count().max(1);
        let (batch, later) = rest.split_at(count);
        batches.push(batch);
        rest = later;
    }
    batches
}

/// Where X-Ray traces this invocation, whoever takes the message goes on in the same trace. The
/// attribute costs nothing and counts for no size (SQS developer guide, "Message system attributes").
fn xray() -> Option<HashMap<MessageSystemAttributeNameForSends, MessageSystemAttributeValue>> {
    let trace = xray_trace()?;
    let value = MessageSystemAttributeValue::builder().data_type("String").string_value(trace);
    Some([(MessageSystemAttributeNameForSends::AwsTraceHeader, value.build().ok()?)].into())
}

fn body<T: Serialize>(message: &Envelope<T>) -> Result<String, Fault> {
    serde_json::to_string(message)
        .map_err(|e| Fault::retry(60, format!("a message can't be written: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_ten_messages_and_less_than_sqs_takes() {
        let sizes =
            |bodies: &[String]| batches(bodies).iter().map(|it| it.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&vec!["x".to_owned(); 25]), [10, 10, 5]);
        assert_eq!(sizes(&vec!["x".repeat(400 * 1024); 5]), [2, 2, 1]);
        assert_eq!(sizes(&["x".repeat(1000 * 1024)]), [1], "one alone is SQS's to judge");
        assert_eq!(sizes(&[]), [0; 0]);
    }
}
