//! Calls to a provider on behalf of a session, and what their faults mean for it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Work;
use crate::app::configs::Fresh;
use crate::app::health;
use crate::app::way::Way;
use crate::domain::config::{ConnectionState, TenantConfig, Whose};
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::{Block, Fault, HealKey, Reason};
use crate::domain::meeting::{Attempt, Doomed, LiveMeeting, Session};
use crate::domain::settings::Service;
use crate::metrics;
use crate::providers::{At, Made, ProviderFault};

/// A call's end: done, or stopped by something that the session must show.
pub(super) enum Acted<T> {
    /// Done, with this.
    Done(T),
    /// Not done.
    Stopped(Stop),
}

/// Why a call did not do its work.
pub(super) enum Stop {
    /// It comes again, or waits.
    Fault(Fault),
    /// A person must act.
    Block(Block),
    /// Wrong for ever.
    Reject(Reason),
}

/// The end of a creation.
pub(super) enum Created {
    /// Made.
    Made(Made),
    /// Nobody knows whether it was made.
    Uncertain {
        /// How long from now until it must be visible.
        settles_in: SignedDuration,
        /// What happened.
        cause: String,
    },
    /// Certainly not made.
    Stopped(Stop),
}

impl Work<'_> {
    pub(super) async fn create_at_provider(
        &self,
        session: &Session,
        wanted: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Created, Fault> {
        let (provider, config) = (wanted.provider.name(), self.config(session).await?);
        let whose = whose(provider, wanted.by.as_ref());
        let result = match Way::to(self.app, &config, whose) {
            Ok(way) => way.create(wanted, attempt).await,
            Err(fault) => Err(fault),
        };
        match result {
            Ok(made) => {
                metrics::meeting(provider, "created");
                Ok(Created::Made(made))
            }
            Err(ProviderFault::Uncertain { settles_in, cause }) => {
                Ok(Created::Uncertain { settles_in, cause })
            }
            Err(fault) => self.stop(session, whose, &config, fault).await.map(Created::Stopped),
        }
    }

    /// `true` when the meeting was changed, `false` when it is gone.
    pub(super) async fn update_at_provider(
        &self,
        session: &Session,
        live: &LiveMeeting,
        wanted: &WantedMeeting,
    ) -> Result<Acted<bool>, Fault> {
        let config = self.config(session).await?;
        let whose = whose(&live.provider, live.by.as_ref());
        let result = match Way::to(self.app, &config, whose) {
            Ok(way) => way.update(At { host: &live.host, id: &live.id }, wanted).await,
            Err(fault) => Err(fault),
        };
        match result {
            Ok(()) => {
                metrics::meeting(&live.provider, "updated");
                Ok(Acted::Done(true))
            }
            Err(ProviderFault::Gone) => Ok(Acted::Done(false)),
            Err(fault) => self.stop(session, whose, &config, fault).await.map(Acted::Stopped),
        }
    }

    /// Gone before counts as gone.
    pub(super) async fn delete_at_provider(
        &self,
        session: &Session,
        doomed: &Doomed,
    ) -> Result<Acted<()>, Fault> {
        let config = self.config(session).await?;
        let whose = whose(&doomed.provider, doomed.by.as_ref());
        let result = match Way::to(self.app, &config, whose) {
            Ok(way) => way.delete(At { host: &doomed.host, id: &doomed.id }).await,
            Err(fault) => Err(fault),
        };
        match result {
            Ok(()) => {
                metrics::meeting(&doomed.provider, "deleted");
                Ok(Acted::Done(()))
            }
            Err(ProviderFault::Gone) => Ok(Acted::Done(())),
            // A meeting that is going on, say, can't be deleted now; what must go is never given up.
            Err(ProviderFault::Refused(reason)) => {
                let until = self.now().checked_add(super::wait::NET).unwrap_or_default();
                Ok(Acted::Stopped(Stop::Fault(Fault::Park { until, reason })))
            }
            Err(fault) => self.stop(session, whose, &config, fault).await.map(Acted::Stopped),
        }
    }

    /// The meeting that an attempt made, if it made one.
    pub(super) async fn find_at_provider(
        &self,
        session: &Session,
        attempt: &Attempt,
    ) -> Result<Acted<Option<Made>>, Fault> {
        let config = self.config(session).await?;
        let whose = whose(&attempt.provider, attempt.by.as_ref());
        let result = match Way::to(self.app, &config, whose) {
            Ok(way) => way.find(attempt).await,
            Err(fault) => Err(fault),
        };
        match result {
            Ok(made) => Ok(Acted::Done(made)),
            // The user is gone, and with it everything it hosted.
            Err(ProviderFault::Gone | ProviderFault::Host(_)) => Ok(Acted::Done(None)),
            Err(ProviderFault::Connection {
                state: ConnectionState::InsufficientScope,
                reason,
            }) => {
                let heals_by = HealKey::connection(whose.provider);
                let detail = format!(
                    "a creation's answer was lost, and whether it made a meeting can't be looked \
                     up: {reason}"
                );
                let block = Block::new("cannot_verify_create", detail, heals_by);
                let stop = self.block(session, whose, &config, block).await?;
                Ok(Acted::Stopped(stop))
            }
            Err(fault) => self.stop(session, whose, &config, fault).await.map(Acted::Stopped),
        }
    }

    async fn config(&self, session: &Session) -> Result<Arc<TenantConfig>, Fault> {
        self.app.configs.of(&session.key.tenant, self.fresh).await
    }

    /// What a fault means for the session; what it means for the connection is noted there.
    /// `config` is what the call was made with.
    async fn stop(
        &self,
        session: &Session,
        whose: Whose<'_>,
        config: &TenantConfig,
        fault: ProviderFault,
    ) -> Result<Stop, Fault> {
        let heals_by = HealKey::connection(whose.provider);
        let block = match fault {
            ProviderFault::Passing { after, cause } => return Ok(self.again(after, cause)),
            ProviderFault::Uncertain { cause, .. } => {
                return Ok(self.again(SignedDuration::from_secs(2), cause));
            }
            ProviderFault::Quota { until, reason } => {
                return Ok(Stop::Fault(Fault::Park { until, reason }));
            }
            ProviderFault::TokenRefused => {
                return Ok(self.again(SignedDuration::from_secs(1), "token refused".to_owned()));
            }
            ProviderFault::Gone => {
                return Ok(self.again(SignedDuration::from_secs(2), "gone in between".to_owned()));
            }
            ProviderFault::Refused(reason) => return Ok(Stop::Reject(reason)),
            ProviderFault::Host(reason) => {
                let content = session.wanted.as_ref();
                let host = content.and_then(|content| content.host.as_deref()).unwrap_or_default();
                let heals_by = match reason.code.as_str() {
                    "passcode_policy" => service_of(session).unwrap_or(heals_by),
                    _ => HealKey::host(host),
                };
                Block { reason, heals_by }
            }
            ProviderFault::Connection { state: ConnectionState::Disabled, reason } => {
                Block::new("connection_disabled", reason, heals_by)
            }
            ProviderFault::Connection { state, reason } => {
                let trace = &self.context.trace;
                health::note(self.app, config, whose, (state, &reason), trace).await?;
                Block::new(state.name(), reason, heals_by)
            }
        };
        self.block(session, whose, config, block).await
    }

    /// A block holds only if what would heal it has not changed since the call was made, as read
    /// after the pointer is there that healing will find.
    async fn block(
        &self,
        session: &Session,
        whose: Whose<'_>,
        config: &TenantConfig,
        block: Block,
    ) -> Result<Stop, Fault> {
        self.point_at(session, &block).await?;
        let now = self.app.configs.of(&session.key.tenant, Fresh::Now).await?;
        if what_heals(session, whose, config) == what_heals(session, whose, &now) {
            return Ok(Stop::Block(block));
        }
        Ok(Stop::Fault(Fault::retry(1, "the settings have changed in between")))
    }

    /// Passing faults wait longer each time the message comes, up to a quarter of an hour.
    pub(super) fn again(&self, after: SignedDuration, cause: String) -> Stop {
        let doublings = self.context.received.saturating_sub(1).min(8);
        let after = after.saturating_mul(1 << doublings).min(SignedDuration::from_mins(15));
        Stop::Fault(Fault::Retry { after, cause })
    }
}

/// Which credentials, whether they may be used, and when they last worked.
type ConnectionSeen<'a> = (&'a str, bool, Option<Timestamp>);

/// The settings whose change may heal what a provider refused for a session.
fn what_heals<'a>(
    session: &Session,
    whose: Whose<'_>,
    config: &'a TenantConfig,
) -> (Option<ConnectionSeen<'a>>, Option<&'a str>, Option<&'a Service>) {
    let content = session.wanted.as_ref();
    let connection = config.connection(whose);
    let host = content.and_then(|content| content.host.as_deref());
    let host = host.and_then(|host| config.person(host).ok());
    let link = host.and_then(|(person, _)| config.link(whose.provider, person));
    let service = content.and_then(|content| content.service.as_deref());
    (
        connection.map(|it| (&*it.credentials, it.enabled, it.last_ok)),
        link.map(|link| &*link.external_id),
        service.and_then(|service| config.services.get(service)),
    )
}

/// Whose connection a meeting is made with.
fn whose<'a>(provider: &'a str, by: Option<&'a String>) -> Whose<'a> {
    Whose { provider, person: by.map(String::as_str) }
}

fn service_of(session: &Session) -> Option<HealKey> {
    let content = session.wanted.as_ref()?;
    content.service.as_deref().map(HealKey::service)
}
