//! Meet: make the meeting be what the session wants. A message only says *where* to look; what is
//! done follows from the item alone.

mod announce;
mod attempts;
mod converge;
mod provider;
mod wait;

use jiff::{SignedDuration, Timestamp};

use super::configs::Fresh;
use super::{App, Context};
use crate::domain::desire::{Desire, desire};
use crate::domain::fault::{Fault, HealKey};
use crate::domain::ids::SessionKey;
use crate::domain::meeting::{Attempt, Lease, Session};
use crate::domain::plan::{Action, plan};
use crate::domain::session::{FactOrder, SessionFact};
use crate::queue::{Envelope, SessionMessage};
use crate::store::{Due, Taken, Written, after_take};

/// How often one invocation starts again after somebody else wrote first.
const ROUNDS: usize = 8;
/// After so many receptions, work that can't be done yet waits in the table instead of the queue.
const PATIENCE: u32 = 5;
/// How long it waits there before the clock looks again.
const LATER: SignedDuration = SignedDuration::from_mins(2);

/// A session whose lease is ours.
pub(crate) struct Held {
    session: Session,
    lease: Lease,
    /// The attempt that a creation of ours will be.
    own: Option<String>,
    /// Whether a creation was asked for and brought nothing certain; another waits for the next
    /// message, so that a provider in trouble is not pressed.
    tried: bool,
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
}

/// Handles a message of the sessions queue.
///
/// # Errors
/// What is left to do, for the message to come again; everything else is in the table by then.
pub async fn handle(app: &App, message: &SessionMessage, context: &Context) -> Result<(), Fault> {
    match message {
        SessionMessage::Fact(fact) => {
            let work = Work { app, context, fresh: Fresh::Kept, force: false };
            work.by_fact(fact).await
        }
        SessionMessage::Wake { key, heals_by, config_version, force } => {
            let fresh = Fresh::Version(*config_version);
            let work = Work { app, context, fresh, force: *force };
            work.by_wake(key, heals_by.as_ref()).await
        }
        SessionMessage::Person(fact) => {
            super::configure::change_person(app, fact, &context.trace).await
        }
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

    async fn by_wake(&self, key: &SessionKey, heals_by: Option<&HealKey>) -> Result<(), Fault> {
        for _ in 0..ROUNDS {
            let Some(session) = self.app.store.session(key).await? else {
                return Ok(());
            };
            if !self.force && session.is_settled() && session.waits_for.is_none() {
                return self.forget(key, heals_by).await;
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

    /// The pointer that this wake came by points at nothing that waits.
    async fn forget(&self, key: &SessionKey, heals_by: Option<&HealKey>) -> Result<(), Fault> {
        let Some(heals_by) = heals_by else { return Ok(()) };
        let due = Due::Session { key: key.clone(), heals_by: heals_by.as_str().to_owned() };
        self.app.store.delete_due(&due).await
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
                let session = after_take(before, fact, lease.clone(), attempt);
                Ok(Begun::Held(Box::new(Held { session, lease, own, tried: false })))
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
            // A redelivered message tells again what its own work made, in case it died before it
            // could. Everybody else's duplicates have nothing to say.
            if self.context.received > 1 {
                self.announce(&session).await?;
            }
            return Ok(Begun::Done);
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
        next.rev = seen + 1;
        match self.app.store.put_session(seen, &next).await? {
            Written::Yes => Err(until_lease_ends(&next, now)),
            Written::No(_) => Ok(Begun::Again(next.key)),
        }
    }

    /// Takes the lease of a session with unfinished or waiting work.
    async fn take_over(&self, session: Session) -> Result<Begun, Fault> {
        let now = self.now();
        if session.is_held(now) {
            return Err(until_lease_ends(&session, now));
        }
        let seen = session.rev;
        let attempt = self.intend(&session, now).await?;
        let lease = self.lease(now)?;
        let own = attempt.as_ref().map(|attempt| attempt.id.clone());
        let mut next = session;
        next.rev = seen + 1;
        next.lease = Some(lease.clone());
        next.attempts.extend(attempt);
        if self.force
            && let Some(live) = &mut next.live
        {
            live.applied.clear();
        }
        let key = next.key.clone();
        match self.app.store.put_session(seen, &next).await? {
            Written::Yes => {
                Ok(Begun::Held(Box::new(Held { session: next, lease, own, tried: false })))
            }
            Written::No(_) => Ok(Begun::Again(key)),
        }
    }

    fn lease(&self, now: Timestamp) -> Result<Lease, Fault> {
        let owner = format!("{}:{}", self.context.message_id, self.app.entropy.name()?);
        let length = SignedDuration::from_secs(self.app.config.lease_s);
        let until = now.checked_add(length).map_err(|_| Fault::retry(1, "the clock is off"))?;
        Ok(Lease { owner, until })
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

    /// Puts a fact at the beginning of its chain, and remembers that its own id stands for it.
    async fn at_root(&self, fact: &SessionFact) -> Result<SessionFact, Fault> {
        let Some(earlier) = fact.follows.as_deref() else { return Ok(fact.clone()) };
        let root = self.root_of(&fact.key.sibling(earlier)).await?;
        if root == fact.key {
            return Ok(fact.clone());
        }
        self.make_alias(&fact.key, &root).await?;
        Ok(SessionFact { key: root, follows: None, ..fact.clone() })
    }

    async fn root_of(&self, key: &SessionKey) -> Result<SessionKey, Fault> {
        let mut key = key.clone();
        for _ in 0..crate::store::HOPS {
            let session = self.app.store.session(&key).await?;
            match session.and_then(|session| session.alias_of) {
                Some(root) => key = key.sibling(&root),
                None => return Ok(key),
            }
        }
        Err(Fault::retry(60, "a chain of moved bookings does not end"))
    }

    /// Writes that `later` stands for `root`. If facts came under the later id before anybody knew,
    /// they move to the root and what was made for them goes.
    async fn make_alias(&self, later: &SessionKey, root: &SessionKey) -> Result<(), Fault> {
        for _ in 0..ROUNDS {
            let existing = self.app.store.session(later).await?;
            if existing.as_ref().is_some_and(|session| session.alias_of.is_some()) {
                return Ok(());
            }
            let seen = existing.as_ref().map_or(0, |session| session.rev);
            let moved = existing.as_ref().and_then(|session| moved_fact(session, root));
            let mut alias =
                existing.unwrap_or_else(|| Session::new(later.clone(), FactOrder::last()));
            if moved.is_none() {
                alias.done = Some(FactOrder::last());
            } else if let Some(fact) = moved {
                self.requeue(SessionMessage::Fact(fact)).await?;
            }
            alias.order = FactOrder::last();
            alias.cancelled = true;
            alias.alias_of = Some(root.external_id.clone());
            alias.rev = seen + 1;
            if let Written::Yes = self.app.store.put_session(seen, &alias).await? {
                return self.wake_unsettled(&alias).await;
            }
        }
        Err(contended())
    }

    async fn wake_unsettled(&self, session: &Session) -> Result<(), Fault> {
        if session.is_settled() {
            return Ok(());
        }
        let key = session.key.clone();
        let wake = SessionMessage::Wake { key, heals_by: None, config_version: 0, force: false };
        self.requeue(wake).await
    }

    async fn requeue(&self, message: SessionMessage) -> Result<(), Fault> {
        let tenant = match &message {
            SessionMessage::Fact(fact) => fact.key.tenant.clone(),
            SessionMessage::Wake { key, .. } => key.tenant.clone(),
            SessionMessage::Person(fact) => fact.tenant.clone(),
        };
        let envelope = Envelope::new(&self.context.trace, message);
        self.app.sessions()?.send(&tenant, &envelope).await
    }
}

/// The latest fact of a session, as a fact of another one.
fn moved_fact(session: &Session, root: &SessionKey) -> Option<SessionFact> {
    use crate::domain::session::Change;
    let change = match (&session.wanted, session.cancelled) {
        (_, true) => Change::Cancelled,
        (Some(content), false) => Change::Upserted(Box::new(content.clone())),
        (None, false) => return None,
    };
    Some(SessionFact { key: root.clone(), version: session.version, change, follows: None })
}

fn until_lease_ends(session: &Session, now: Timestamp) -> Fault {
    let left = session.lease.as_ref().map(|lease| lease.until.duration_since(now));
    let after = left.unwrap_or_default().max(SignedDuration::from_secs(1));
    Fault::Retry { after, cause: "another worker holds the session".to_owned() }
}

fn contended() -> Fault {
    Fault::retry(1, "other workers wrote first, time and again")
}
