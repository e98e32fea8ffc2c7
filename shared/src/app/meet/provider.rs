//! Calls to a provider on behalf of a session, and what their faults mean for it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Work;
use crate::app::configs::Fresh;
use crate::app::connect::access;
use crate::domain::config::{ConnectionState, TenantConfig};
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::{Block, Fault, HealKey, Reason};
use crate::domain::meeting::{Attempt, Doomed, LiveMeeting, Session};
use crate::domain::settings::{ProviderName, Service};
use crate::metrics;
use crate::providers::{Access, Made, MeetingProvider as _, ProviderFault, Zoom};
use crate::store::ConnectionNews;

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

/// A way to a provider for one session.
struct Way<'a> {
    provider: &'a Zoom,
    access: Access,
}

impl Work<'_> {
    pub(super) async fn create_at_provider(
        &self,
        session: &Session,
        wanted: &WantedMeeting,
        attempt: &Attempt,
    ) -> Result<Created, Fault> {
        let (provider, config) = (wanted.provider.name(), self.config(session).await?);
        let result = match self.way(&config, provider).await? {
            Ok(way) => way.provider.create(&way.access, wanted, attempt).await,
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
            Err(fault) => self.stop(session, provider, &config, fault).await.map(Created::Stopped),
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
        let result = match self.way(&config, &live.provider).await? {
            Ok(way) => way.provider.update(&way.access, &live.id, wanted).await,
            Err(fault) => Err(fault),
        };
        match result {
            Ok(()) => {
                metrics::meeting(&live.provider, "updated");
                Ok(Acted::Done(true))
            }
            Err(ProviderFault::Gone) => Ok(Acted::Done(false)),
            Err(fault) => {
                self.stop(session, &live.provider, &config, fault).await.map(Acted::Stopped)
            }
        }
    }

    /// Gone before counts as gone.
    pub(super) async fn delete_at_provider(
        &self,
        session: &Session,
        doomed: &Doomed,
    ) -> Result<Acted<()>, Fault> {
        let config = self.config(session).await?;
        let result = match self.way(&config, &doomed.provider).await? {
            Ok(way) => way.provider.delete(&way.access, &doomed.id).await,
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
            Err(fault) => {
                self.stop(session, &doomed.provider, &config, fault).await.map(Acted::Stopped)
            }
        }
    }

    /// The meeting that an attempt made, if it made one.
    pub(super) async fn find_at_provider(
        &self,
        session: &Session,
        attempt: &Attempt,
    ) -> Result<Acted<Option<Made>>, Fault> {
        let config = self.config(session).await?;
        let result = match self.way(&config, &attempt.provider).await? {
            Ok(way) => way.provider.find(&way.access, attempt).await,
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
                let heals_by = HealKey::connection(&attempt.provider);
                let detail = format!(
                    "a creation's answer was lost, and whether it made a meeting can't be looked \
                     up: {reason}"
                );
                let block = Block::new("cannot_verify_create", detail, heals_by);
                let stop = self.block(session, &attempt.provider, &config, block).await?;
                Ok(Acted::Stopped(stop))
            }
            Err(fault) => {
                self.stop(session, &attempt.provider, &config, fault).await.map(Acted::Stopped)
            }
        }
    }

    async fn config(&self, session: &Session) -> Result<Arc<TenantConfig>, Fault> {
        self.app.configs.of(&session.key.tenant, self.fresh).await
    }

    /// The provider with the tenant's credentials, or why there is no way.
    async fn way(
        &self,
        config: &TenantConfig,
        provider: &str,
    ) -> Result<Result<Way<'_>, ProviderFault>, Fault> {
        let closed = |state, reason: String| Ok(Err(ProviderFault::Connection { state, reason }));
        let adapter =
            ProviderName::from_name(provider).and_then(|name| self.app.providers.named(name));
        let Some(adapter) = adapter else {
            let reason = format!("this deployment makes no meetings at {provider}");
            return closed(ConnectionState::Disabled, reason);
        };
        let Some(connection) = config.connections.get(provider) else {
            let reason = format!("connect {provider} again: meetings made there must be removed");
            return closed(ConnectionState::Disabled, reason);
        };
        if !connection.enabled {
            let reason = format!("{provider} is switched off; enable it");
            return closed(ConnectionState::Disabled, reason);
        }
        let access = access(self.app, &config.id, provider, connection).await?;
        Ok(Ok(Way { provider: adapter, access }))
    }

    /// What a fault means for the session; what it means for the connection is noted there.
    /// `config` is what the call was made with.
    async fn stop(
        &self,
        session: &Session,
        provider: &str,
        config: &TenantConfig,
        fault: ProviderFault,
    ) -> Result<Stop, Fault> {
        let heals_by = HealKey::connection(provider);
        let block = match fault {
            ProviderFault::Passing { after, cause } => return Ok(self.again(after, cause)),
            ProviderFault::Uncertain { cause, .. } => {
                return Ok(self.again(SignedDuration::from_secs(2), cause));
            }
            ProviderFault::Quota { until, reason } => {
                return Ok(Stop::Fault(Fault::Park { until, reason }));
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
                self.note_connection(config, provider, state, &reason).await?;
                Block::new(state.name(), reason, heals_by)
            }
        };
        self.block(session, provider, config, block).await
    }

    /// A block holds only if what would heal it has not changed since the call was made, as read
    /// after the pointer is there that healing will find.
    async fn block(
        &self,
        session: &Session,
        provider: &str,
        config: &TenantConfig,
        block: Block,
    ) -> Result<Stop, Fault> {
        self.point_at(session, &block).await?;
        let now = self.app.configs.of(&session.key.tenant, Fresh::Now).await?;
        if what_heals(session, provider, config) == what_heals(session, provider, &now) {
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

    async fn note_connection(
        &self,
        config: &TenantConfig,
        provider: &str,
        state: ConnectionState,
        reason: &str,
    ) -> Result<(), Fault> {
        let Some(connection) = config.connections.get(provider) else { return Ok(()) };
        let news =
            ConnectionNews { state, reason: Some(reason.to_owned()), scopes: None, last_ok: None };
        let store = &self.app.store;
        store.note_connection(&config.id, provider, connection, &news).await.map(drop)
    }
}

/// Which credentials, whether they may be used, and when they last worked.
type ConnectionSeen<'a> = (&'a str, bool, Option<Timestamp>);

/// The settings whose change may heal what a provider refused for a session.
fn what_heals<'a>(
    session: &Session,
    provider: &str,
    config: &'a TenantConfig,
) -> (Option<ConnectionSeen<'a>>, Option<&'a str>, Option<&'a Service>) {
    let content = session.wanted.as_ref();
    let connection = config.connections.get(provider);
    let host = content.and_then(|content| content.host.as_deref());
    let host = host.and_then(|host| config.person(host).ok());
    let link = host.and_then(|(person, _)| config.link(provider, person));
    let service = content.and_then(|content| content.service.as_deref());
    (
        connection.map(|it| (&*it.credentials, it.enabled, it.last_ok)),
        link.map(|link| &*link.external_id),
        service.and_then(|service| config.services.get(service)),
    )
}

fn service_of(session: &Session) -> Option<HealKey> {
    let content = session.wanted.as_ref()?;
    content.service.as_deref().map(HealKey::service)
}
