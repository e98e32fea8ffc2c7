//! Later ids of a booking: senders that give a moved booking a new id say which one it follows.

use super::{ROUNDS, Work, contended};
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::meeting::Session;
use crate::domain::session::{Change, FactOrder, SessionFact};
use crate::queue::{Envelope, SessionMessage};
use crate::store::Written;

impl Work<'_> {
    /// Puts a fact at the beginning of its chain, and remembers that its own id stands for it.
    pub(super) async fn at_root(&self, fact: &SessionFact) -> Result<SessionFact, Fault> {
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
            if let Some(alias) = existing.as_ref().filter(|session| session.alias_of.is_some()) {
                return self.wake_unsettled(alias).await;
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
    let change = match (&session.wanted, session.cancelled) {
        (_, true) => Change::Cancelled,
        (Some(content), false) => Change::Upserted(Box::new(content.clone())),
        (None, false) => return None,
    };
    Some(SessionFact { key: root.clone(), version: session.version, change, follows: None })
}
