//! Notify, second half, for all that is not a mail about a session: one message is claimed, sent to its
//! chat, webhook or mailbox, and recorded.
//!
//! No chat platform recognises a repetition. Whoever finds that an earlier try may have arrived sends once
//! more and writes that down; a second time nobody does, so there is never more than one message too many.

mod chat;
mod hold;
mod mailing;
mod webhook;
mod words;
mod workflow;

use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};

use super::configs::Fresh;
use super::{App, Context, deliver, health};
use crate::domain::config::{ConnectionState, TenantConfig, Whose};
use crate::domain::dispatch::{Dispatch, News, Place};
use crate::domain::fault::{Fault, Reason};
use crate::domain::vendor::Platform;
use crate::metrics;
use crate::providers::{ChatFault, ProviderFault};
use crate::store::{Claim, DeliveryState, Doubt};

pub use hold::release;

/// How long a claim holds: longer than the function can run.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);
/// How often the end of a message that has left is written within one invocation.
const TRIES: usize = 3;
/// After so many receptions a message waits in the table instead of the queue.
const PATIENCE: u32 = 5;
/// How long it waits there.
const LATER: SignedDuration = SignedDuration::from_mins(10);

/// Why a message did not leave.
enum Stop {
    /// The platform asks to wait; it was not posted.
    Throttled(SignedDuration),
    /// It may have arrived.
    Unsure(String),
    /// Somebody has to act, and then it goes out.
    Hold(Platform, Reason),
    /// Anything else.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

fn rejected(code: &str, detail: &str) -> Stop {
    Stop::Fault(Fault::Rejected(Reason::new(code, detail)))
}

/// One message in the course of being sent.
struct Sending<'a> {
    app: &'a App,
    dispatch: &'a Dispatch,
    context: &'a Context,
    /// The settings that it was sent by, once it was tried.
    used: OnceLock<Arc<TenantConfig>>,
}

/// Sends a message, unless it was sent.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn handle(app: &App, dispatch: &Dispatch, context: &Context) -> Result<(), Fault> {
    let now = app.clock.now();
    let until = now.checked_add(CLAIM).unwrap_or(now);
    let sending = Sending { app, dispatch, context, used: OnceLock::new() };
    match app.store.claim(dispatch, now, until).await? {
        Claim::Done => Ok(()),
        Claim::Held(until) => {
            let after = until.duration_since(now).max(SignedDuration::from_secs(1));
            Err(Fault::Retry { after, cause: "another worker sends it".to_owned() })
        }
        Claim::Ours(doubt) => sending.claimed(doubt).await,
    }
}

impl Sending<'_> {
    async fn claimed(&self, doubt: Doubt) -> Result<(), Fault> {
        if doubt.lapsed && self.is_unrepeatable() {
            if doubt.before > 0 {
                return self.end(DeliveryState::Failed, Some(&perhaps_sent())).await;
            }
            self.app.store.doubt(self.dispatch).await?;
        }
        if self.is_superseded().await? {
            let reason = Reason::new("superseded", "a later message tells how things are by now");
            return self.end(DeliveryState::Suppressed, Some(&reason)).await;
        }
        match self.send().await {
            Ok(id) => self.sent(&id).await,
            Err(stop) => self.stop(stop, doubt.before > 0 || doubt.lapsed).await,
        }
    }

    /// What receivers can tell from a repetition, or what costs nobody anything, is simply sent again.
    fn is_unrepeatable(&self) -> bool {
        matches!(self.dispatch.to, Place::Dm { .. } | Place::Channel { .. })
    }

    async fn is_superseded(&self) -> Result<bool, Fault> {
        match &self.dispatch.news {
            News::Session(delivery) => {
                deliver::is_superseded(self.app, delivery, self.app.clock.now()).await
            }
            News::Business(_) | News::Test { .. } => Ok(false),
        }
    }

    async fn send(&self) -> Result<String, Stop> {
        let config = self.config().await?;
        let config = Arc::clone(self.used.get_or_init(|| config));
        match &self.dispatch.to {
            Place::Dm { platform, who } => chat::to_person(self, &config, *platform, who).await,
            Place::Channel { platform, channel } => {
                chat::to_channel(self, &config, *platform, channel).await
            }
            Place::Mail { who } => mailing::send(self, &config, who).await,
            Place::Webhook { url } => webhook::send(self, &config, url).await,
        }
    }

    /// The settings, read again when the kept ones are from before the platform was connected.
    async fn config(&self) -> Result<Arc<TenantConfig>, Fault> {
        let tenant = self.dispatch.home().tenant;
        let config = self.app.configs.of(&tenant, Fresh::Kept).await?;
        let platform = self.dispatch.to.platform();
        let lacks = platform.is_some_and(|it| !config.connections.contains_key(it.name()));
        if lacks { self.app.configs.of(&tenant, Fresh::Now).await } else { Ok(config) }
    }

    async fn sent(&self, id: &str) -> Result<(), Fault> {
        for _ in 1..TRIES {
            if self.record(DeliveryState::Sent, None, Some(id)).await.is_ok() {
                return self.mended().await;
            }
        }
        self.record(DeliveryState::Sent, None, Some(id)).await?;
        self.mended().await
    }

    /// What was wrong with the subscription is right: a test or a message that had failed has arrived.
    async fn mended(&self) -> Result<(), Fault> {
        let was_tried =
            matches!(self.dispatch.news, News::Test { .. }) || self.context.received > 1;
        let is_channel = matches!(self.dispatch.to, Place::Channel { .. } | Place::Webhook { .. });
        if was_tried && is_channel {
            let tenant = self.dispatch.home().tenant;
            return self.app.store.clear_fault(&tenant, &self.dispatch.subscription).await;
        }
        Ok(())
    }

    async fn end(&self, state: DeliveryState, reason: Option<&Reason>) -> Result<(), Fault> {
        self.record(state, reason, None).await
    }

    async fn record(
        &self,
        state: DeliveryState,
        reason: Option<&Reason>,
        id: Option<&str>,
    ) -> Result<(), Fault> {
        let now = self.app.clock.now();
        self.app.store.end_delivery(self.dispatch, state, reason, id, now).await?;
        metrics::delivery(state.name());
        Ok(())
    }

    async fn stop(&self, stop: Stop, in_doubt: bool) -> Result<(), Fault> {
        match stop {
            Stop::Throttled(after) => self.slot(after).await,
            Stop::Unsure(_) if in_doubt && self.is_unrepeatable() => {
                self.end(DeliveryState::Failed, Some(&perhaps_sent())).await
            }
            Stop::Unsure(cause) => {
                if self.is_unrepeatable() {
                    self.app.store.doubt(self.dispatch).await?;
                }
                self.again(SignedDuration::from_secs(2), cause).await
            }
            Stop::Hold(platform, reason) => hold::hold(self, platform, reason).await,
            Stop::Fault(Fault::Retry { after, cause }) => self.again(after, cause).await,
            Stop::Fault(Fault::Park { until, reason }) => self.park(reason, until).await,
            Stop::Fault(Fault::Blocked(block)) => self.fail(&block.reason).await,
            Stop::Fault(Fault::Rejected(reason)) => self.fail(&reason).await,
        }
    }

    /// Failed for good, as long as nobody changes anything; people see it at the subscription, too.
    async fn fail(&self, reason: &Reason) -> Result<(), Fault> {
        self.end(DeliveryState::Failed, Some(reason)).await?;
        if matches!(self.dispatch.to, Place::Channel { .. } | Place::Webhook { .. }) {
            let (tenant, now) = (self.dispatch.home().tenant, self.app.clock.now());
            let subscription = &self.dispatch.subscription;
            return self.app.store.put_fault(&tenant, subscription, reason, now).await;
        }
        Ok(())
    }

    async fn again(&self, after: SignedDuration, cause: String) -> Result<(), Fault> {
        if self.context.received >= PATIENCE {
            let until = self.app.clock.now().checked_add(LATER).unwrap_or_default();
            return self.park(Reason::new("provider_unavailable", cause), until).await;
        }
        let reason = Reason::new("retrying", cause.clone());
        self.end(DeliveryState::Retrying, Some(&reason)).await?;
        let doublings = self.context.received.saturating_sub(1).min(8);
        let after = after.saturating_mul(1 << doublings).min(SignedDuration::from_mins(15));
        Err(Fault::Retry { after, cause })
    }

    /// The pointer first, so that what says that it waits is always found.
    async fn park(&self, reason: Reason, until: Timestamp) -> Result<(), Fault> {
        hold::point(self, until).await?;
        self.end(DeliveryState::Retrying, Some(&reason)).await
    }

    /// A slot of its own at a busy channel. Nobody else waits for it: the others go on meanwhile.
    async fn slot(&self, after: SignedDuration) -> Result<(), Fault> {
        let now = self.app.clock.now();
        let free = now.checked_add(after).unwrap_or(now);
        let home = self.dispatch.home();
        let channel = self.dispatch.to.address();
        let step = SignedDuration::from_secs(1);
        let slot = self.app.store.slot(&home.tenant, channel, (now, free), step).await?;
        let reason = Reason::new("throttled", "the channel is busy; it has its turn");
        if self.context.received >= PATIENCE {
            return self.park(reason, slot).await;
        }
        self.end(DeliveryState::Retrying, Some(&reason)).await?;
        Err(Fault::Retry { after: slot.duration_since(now), cause: "throttled".to_owned() })
    }

    /// What a platform's fault means for the message; what it means for the connection is noted there.
    async fn platform_fault(
        &self,
        config: &TenantConfig,
        platform: Platform,
        fault: ChatFault,
    ) -> Stop {
        let fault = match fault {
            ChatFault::Throttled { after } => return Stop::Throttled(after),
            ChatFault::Provider(fault) => fault,
        };
        match fault {
            ProviderFault::Passing { after, cause } => Stop::Fault(Fault::Retry { after, cause }),
            ProviderFault::Uncertain { cause, .. } => Stop::Unsure(cause),
            ProviderFault::Quota { until, reason } => Stop::Fault(Fault::Park { until, reason }),
            ProviderFault::TokenRefused => Stop::Fault(Fault::retry(1, "token refused")),
            ProviderFault::Gone => rejected("user_not_found", "nobody there is this person"),
            ProviderFault::Host(reason) | ProviderFault::Refused(reason) => {
                Stop::Fault(Fault::Rejected(reason))
            }
            ProviderFault::Connection { state, reason } => {
                let whose = Whose::tenants(platform.name());
                let trace = &self.context.trace;
                if state != ConnectionState::Disabled
                    && let Err(fault) =
                        health::note(self.app, config, whose, (state, &reason), trace).await
                {
                    return Stop::Fault(fault);
                }
                Stop::Hold(platform, Reason::new(state.name(), reason))
            }
        }
    }
}

fn perhaps_sent() -> Reason {
    Reason::new(
        "perhaps_sent",
        "nobody knows whether it arrived, and it was sent once more already: look there, and redrive it \
         if it is missing",
    )
}
