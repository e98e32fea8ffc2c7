//! Later ids of a booking: senders that give a moved booking a new id say which one it follows.

use super::{ROUNDS, Work, contended};
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::meeting::Session;
use crate::domain::session::{Change, FactOrder, SessionFact};
use crate::queue::{Envelope, SessionMessage};
use crate::store::Written;

impl Work<'_> {
    /// Puts a fact where the id it follows leads, and remembers that its own id leads there too. The
    /// earlier id may be a later one itself: taking the lease there leads on.
    pub(super) async fn at_root(&self, fact: &SessionFact) -> Result<SessionFact, Fault> {
        let Some(earlier) = fact.follows.as_deref() else { return Ok(fact.clone()) };
        let before = fact.key.sibling(earlier);
        let new = alias(Session::new(fact.key.clone(), FactOrder::last()), &before);
        if let Written::No(Some(existing)) = self.app.store.put_session(0, &new).await?
            && !self.lead_on(*existing, &before).await?
        {
            return Ok(fact.clone());
        }
        Ok(SessionFact { key: before, follows: None, ..fact.clone() })
    }

    /// There is something under the later id already. If facts came under it before anybody knew what
    /// it follows, they move on, and what was made for them goes. `false` when the earlier id leads
    /// here, so that this is the beginning of the chain.
    async fn lead_on(&self, existing: Session, before: &SessionKey) -> Result<bool, Fault> {
        let mut existing = existing;
        for _ in 0..ROUNDS {
            if existing.alias_of.is_some() {
                return self.wake_unsettled(&existing).await.map(|()| true);
            }
            let root = self.root_of(before).await?;
            if root == existing.key {
                return Ok(false);
            }
            if let Some(fact) = moved_fact(&existing, &root) {
                self.requeue(SessionMessage::Fact(fact)).await?;
            }
            let seen = existing.rev;
            let next = alias(existing, &root);
            match self.app.store.put_session(seen, &next).await? {
                Written::Yes => return self.wake_unsettled(&next).await.map(|()| true),
                Written::No(Some(current)) => existing = *current,
                Written::No(None) => break,
            }
        }
        Err(contended())
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
            SessionMessage::Probe { tenant } => tenant.clone(),
            SessionMessage::Plan(order) => order.tenant.clone(),
            SessionMessage::Told(told) => told.account.clone(),
            SessionMessage::Deauthorised(told) => told.account.clone(),
        };
        let envelope = Envelope::new(&self.context.trace, message);
        self.app.sessions()?.send(&tenant, &envelope).await
    }
}

/// A session as one that stands for another. Whatever it holds has to go, which its order makes work.
fn alias(session: Session, of: &SessionKey) -> Session {
    let is_new = session.rev == 0;
    let mut alias = session;
    alias.order = FactOrder::last();
    alias.done = if is_new { Some(FactOrder::last()) } else { alias.done };
    alias.cancelled = true;
    alias.alias_of = Some(of.external_id.clone());
    alias.rev += 1;
    alias
}

/// The latest fact of a session, as a fact of another one.
fn moved_fact(session: &Session, root: &SessionKey) -> Option<SessionFact> {
    let change = match (&session.wanted, session.cancelled) {
        (_, true) => Change::Cancelled,
        (Some(content), false) => Change::Upserted(Box::new(content.clone())),
        (None, false) => return None,
    };
    Some(SessionFact { key: root.clone(), version: session.version, change, follows: None })
}
