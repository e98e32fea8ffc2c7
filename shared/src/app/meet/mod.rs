//! Meet: make the meeting be what the session wants. A message only says *where* to look; what is
//! done follows from the item alone.

mod alias;
mod announce;
mod attempts;
mod converge;
mod provider;
mod state;
mod wait;

use jiff::{SignedDuration, Timestamp};

use super::configs::Fresh;
use super::{App, Context};
use crate::domain::desire::{Desire, desire};
use crate::domain::fault::{Fault, HealKey, Reason};
use crate::domain::ids::SessionKey;
use crate::domain::meeting::{Attempt, Doomed, Lease, Session};
use crate::domain::plan::{Action, plan};
use crate::domain::session::SessionFact;
use crate::queue::SessionMessage;
use crate::store::{Taken, Written, after_take};

/// How often one invocation starts again after somebody else wrote first.
const ROUNDS: usize = 8;
/// After so many receptions, work that can't be done yet waits in the table instead of the queue.
const PATIENCE: u32 = 6;
/// How long it waits there before the clock looks again.
const LATER: SignedDuration = SignedDuration::from_mins(1);

/// A session whose lease is ours.
pub(crate) struct Held {
    session: Session,
    lease: Lease,
    /// The attempt that a creation of ours will be.
    own: Option<String>,
    /// Whether a creation was asked for and brought nothing certain; another waits for the next
    /// message, so that a provider in trouble is not pressed.
    tried: bool,
    /// Until when earlier attempts may still show what they made.
    open: Option<Timestamp>,
    /// Whether a meeting was made or found that the item does not hold yet.
    unsaved: bool,
    /// Meetings that we have asked the provider to change or delete.
    touched: Vec<Doomed>,
    /// The number of the last event that was sent under this lease.
    told: u32,
    /// By which pointers the session may be found; those it does not wait for go at the end.
    pointers: Vec<HealKey>,
}

/// What a try to begin brought.
enum Begun {
    /// The lease is ours.
    Held(Box<Held>),
    /// There is nothing to do.
    Done,
    /// Look again, at this session.
    Again(SessionKey),
}

/// One message's work.
pub(crate) struct Work<'a> {
    app: &'a App,
    context: &'a Context,
    /// What the message requires of the configuration it is done with.
    fresh: Fresh,
    /// Make everything equal again, whatever was applied last.
    force: bool,
    /// The pointer by which the session was found, if that is why.
    woken_by: Option<&'a HealKey>,
}

/// Handles a message of the sessions queue.
///
/// # Errors
/// What is left to do, for the message to come again; everything else is in the table by then.
pub async fn handle(app: &App, message: &SessionMessage, context: &Context) -> Result<(), Fault> {
    match message {
        SessionMessage::Fact(fact) => {
            let fresh = Fresh::Kept;
            let work = Work { app, context, fresh, force: false, woken_by: None };
            work.by_fact(fact).await
        }
        SessionMessage::Wake { key, heals_by, config_version, force } => {
            let fresh = Fresh::Version(*config_version);
            let work = Work { app, context, fresh, force: *force, woken_by: heals_by.as_ref() };
            work.by_wake(key).await
        }
        SessionMessage::Person(fact) => super::configure::change_person(app, fact).await,
        SessionMessage::Probe { tenant } => super::health::probe(app, tenant, &context.trace).await,
        SessionMessage::Plan(order) => {
            Box::pin(super::plan_ahead::handle(app, order, context)).await
        }
        SessionMessage::Told(told) => super::plan_ahead::told(app, told, context).await,
        SessionMessage::Deauthorised(it) => super::offboard::deauthorised(app, it).await,
    }
}

impl Work<'_> {
    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    async fn by_fact(&self, fact: &SessionFact) -> Result<(), Fault> {
        let mut fact = self.at_root(fact).await?;
        for _ in 0..ROUNDS {
            match self.begin(&fact).await? {
                Begun::Held(held) => {
                    if self.converge(*held).await? {
                        return Ok(());
                    }
                }
                Begun::Done => return Ok(()),
                Begun::Again(key) => fact.key = key,
            }
        }
        Err(contended())
    }

    async fn by_wake(&self, key: &SessionKey) -> Result<(), Fault> {
        for _ in 0..ROUNDS {
            let Some(session) = self.app.store.session(key).await? else {
                return Ok(());
            };
            if !self.force && session.is_settled() && session.waits_for.is_none() {
                return self.nothing_to_do(&session).await;
            }
            match self.take_over(session).await? {
                Begun::Held(held) => {
                    if self.converge(*held).await? {
                        return Ok(());
                    }
                }
                Begun::Done => return Ok(()),
                Begun::Again(_) => {}
            }
        }
        Err(contended())
    }

    /// A settled session. A message that comes again tells again what its own work made, or the work of
    /// whoever took over from it, in case that died before it could; everybody else's duplicates have
    /// nothing to say. How often it was received
    /// is only approximately known (SQS: `ApproximateReceiveCount`), so nothing depends on it. The
    /// pointer by which it came points at nothing that waits.
    async fn nothing_to_do(&self, session: &Session) -> Result<(), Fault> {
        self.announce_again(session).await?;
        let pointers: Vec<_> = self.woken_by.into_iter().cloned().collect();
        self.release_pointers(session, &pointers).await
    }

    fn held(&self, session: Session, lease: Lease, own: Option<String>) -> Begun {
        let waits_for = session.waits_for.iter().map(|block| &block.heals_by);
        let pointers = waits_for.chain(self.woken_by).cloned().collect();
        Begun::Held(Box::new(Held {
            session,
            lease,
            own,
            tried: false,
            open: None,
            unsaved: false,
            touched: Vec::new(),
            told: 0,
            pointers,
        }))
    }

    /// One write that records the fact and takes the lease, or tells why not.
    async fn begin(&self, fact: &SessionFact) -> Result<Begun, Fault> {
        let now = self.now();
        let mut probe = Session::new(fact.key.clone(), fact.order());
        probe.record(fact);
        let attempt = self.intend(&probe, now).await?;
        let lease = self.lease(now)?;
        match self.app.store.take(fact, &lease, attempt.as_ref(), now).await? {
            Taken::Yes(before) => {
                let own = attempt.as_ref().map(|attempt| attempt.id.clone());
                let mut session = after_take(before, fact, lease.clone(), attempt);
                let says = if session.cancelled { "is cancelled" } else { "takes place" };
                session.note(now, "fact", format!("version {}: it {says}", fact.version));
                Ok(self.held(session, lease, own))
            }
            Taken::No(session) => self.refused(fact, *session, now).await,
        }
    }

    /// Somebody knows as much or more, or holds the lease.
    async fn refused(
        &self,
        fact: &SessionFact,
        session: Session,
        now: Timestamp,
    ) -> Result<Begun, Fault> {
        if let Some(root) = &session.alias_of {
            return Ok(Begun::Again(fact.key.sibling(root)));
        }
        if session.order < fact.order() {
            return self.record_only(fact, session, now).await;
        }
        if session.is_settled() {
            return self.nothing_to_do(&session).await.map(|()| Begun::Done);
        }
        // Any message, also an old one, that finds unfinished work takes it over.
        self.take_over(session).await
    }

    /// The lease is held: record what is wanted, under the condition that it still is, and come back
    /// when it ends, so that there is always somebody to come again.
    async fn record_only(
        &self,
        fact: &SessionFact,
        session: Session,
        now: Timestamp,
    ) -> Result<Begun, Fault> {
        if !session.is_held(now) {
            return Ok(Begun::Again(session.key));
        }
        let seen = session.rev;
        let mut next = session;
        next.record(fact);
        next.expect_again(&self.context.message_id);
        next.rev = seen + 1;
        match self.app.store.put_session(seen, &next).await? {
            Written::Yes => self.wait_for_lease(&next, now).await,
            Written::No(_) => Ok(Begun::Again(next.key)),
        }
    }

    /// Takes the lease of a session with unfinished or waiting work.
    async fn take_over(&self, session: Session) -> Result<Begun, Fault> {
        let now = self.now();
        if session.is_held(now) {
            return self.wait_for_lease(&session, now).await;
        }
        let seen = session.rev;
        let attempt = self.intend(&session, now).await?;
        let lease = self.lease(now)?;
        let own = attempt.as_ref().map(|attempt| attempt.id.clone());
        let mut next = session;
        next.rev = seen + 1;
        next.take_from_the_dead(lease.clone());
        next.attempts.extend(attempt);
        if self.force {
            next.doubt_live();
        }
        let key = next.key.clone();
        match self.app.store.put_session(seen, &next).await? {
            Written::Yes => Ok(self.held(next, lease, own)),
            Written::No(_) => Ok(Begun::Again(key)),
        }
    }

    /// Comes again when the lease ends. The queue gives up after some receptions, and whoever holds
    /// the lease may be dead: from then on the table remembers, and the clock comes.
    async fn wait_for_lease(&self, session: &Session, now: Timestamp) -> Result<Begun, Fault> {
        if self.context.received < PATIENCE {
            return Err(until_lease_ends(session, now));
        }
        let until = now.checked_add(LATER).unwrap_or(now);
        let reason = Reason::new("retrying", "another worker holds the session");
        self.park(session, reason, until).await?;
        Ok(Begun::Done)
    }

    fn lease(&self, now: Timestamp) -> Result<Lease, Fault> {
        let length = SignedDuration::from_secs(self.app.config.lease_s);
        let until = now.checked_add(length).map_err(|_| Fault::retry(1, "the clock is off"))?;
        Ok(Lease::of(&self.context.message_id, &self.app.entropy.name()?, until))
    }

    /// The creation that would follow for this session, to be written down before it is made.
    async fn intend(&self, session: &Session, now: Timestamp) -> Result<Option<Attempt>, Fault> {
        let config = self.app.configs.of(&session.key.tenant, self.fresh).await?;
        let desire = desire(session, &config);
        let (Action::Create(wanted) | Action::Replace(wanted)) =
            plan(&desire, session.live.as_ref(), now)
        else {
            return Ok(None);
        };
        self.attempt(&wanted, now).map(Some)
    }

    /// The configuration and what follows from it. What is refused for the lack of a setting is
    /// refused only by a configuration that is newer than the message.
    async fn desire(&self, session: &Session, fresh: Fresh) -> Result<Desire, Fault> {
        let config = self.app.configs.of(&session.key.tenant, fresh).await?;
        let first = desire(session, &config);
        if matches!(first, Desire::Meeting(_) | Desire::Cancelled | Desire::Withdrawn) {
            return Ok(first);
        }
        let since = Fresh::Since(self.context.sent_at);
        let config = self.app.configs.of(&session.key.tenant, since).await?;
        Ok(desire(session, &config))
    }
}

fn until_lease_ends(session: &Session, now: Timestamp) -> Fault {
    let left = session.lease.as_ref().map(|lease| lease.until.duration_since(now));
    let after = left.unwrap_or_default().max(SignedDuration::from_secs(1));
    Fault::Retry { after, cause: "another worker holds the session".to_owned() }
}

fn contended() -> Fault {
    Fault::retry(1, "other workers wrote first, time and again")
}
