//! The work under a lease: look for what earlier tries may have made, decide, act, write, tell.

use jiff::Timestamp;

use super::announce::is_newly_blocked;
use super::attempts::close;
use super::provider::Acted;
use super::state::{doom_live, settle};
use super::{Held, Work};
use crate::domain::desire::{Desire, WantedMeeting};
use crate::domain::fault::{Block, Fault, Reason};
use crate::domain::meeting::Session;
use crate::domain::plan::{Action, plan};
use crate::domain::session::{SessionContent, SessionKind};
use crate::metrics;
use crate::store::Written;

/// The most steps of one pass: look, act, delete the old, and once more of each when the provider
/// says that what we thought was there is gone.
const STEPS: usize = 6;

/// How a pass ended.
pub(super) enum Pass {
    /// *Is* equals *wanted*.
    Equal,
    /// It can't be, yet; the fault says what happens next.
    Stopped(Fault),
    /// A person must act.
    Blocked(Block),
    /// It can't be, ever.
    Impossible(Reason),
}

impl Work<'_> {
    /// Works on a session whose lease is ours until it is equal, or as far as it goes. `false` means
    /// that somebody else wrote, and the caller begins again.
    pub(super) async fn converge(&self, mut held: Held) -> Result<bool, Fault> {
        for _ in 0..super::ROUNDS {
            let finish = match self.pass(&mut held).await? {
                Ok(pass) => self.finish(&mut held, pass).await?,
                Err(overtaken) => overtaken,
            };
            match finish {
                Finish::Done(result) => return result.map(|()| true),
                Finish::Round => {}
                Finish::Lost => return Ok(false),
            }
        }
        Err(super::contended())
    }

    /// Acts until nothing is left to do or something stops it, unless somebody else writes.
    async fn pass(&self, held: &mut Held) -> Result<Result<Pass, Finish>, Fault> {
        for _ in 0..STEPS {
            if let Acted::Stopped(stop) = self.look_for_attempts(held).await? {
                return Ok(Ok(stop.into()));
            }
            let desire = self.desire(&held.session, self.fresh).await?;
            let action = plan(&desire, held.session.live.as_ref(), self.now());
            let waits = matches!(action, Action::Create(_) | Action::Replace(_));
            if let (Some(open), true) = (held.open, waits) {
                return Ok(Ok(Pass::Stopped(self.until(open))));
            }
            match self.act(held, action).await? {
                Step::Again => {}
                Step::Ended(pass) => return self.delete_doomed(held, pass).await,
                Step::Overtaken(overtaken) => return Ok(Err(overtaken)),
            }
        }
        Ok(Ok(Pass::Stopped(Fault::retry(5, "the meeting does not settle"))))
    }

    async fn act(&self, held: &mut Held, action: Action) -> Result<Step, Fault> {
        let session = &mut held.session;
        match action {
            Action::Nothing => Ok(Step::Ended(Pass::Equal)),
            Action::Delete => {
                doom_live(session);
                Ok(Step::Again)
            }
            Action::Block(block) => self.confirm_block(held, block).await,
            Action::Reject(reason) => Ok(Step::Ended(Pass::Impossible(reason))),
            Action::Update(wanted) => self.update(held, &wanted).await,
            Action::Create(wanted) | Action::Replace(wanted) => self.create(held, &wanted).await,
        }
    }

    /// A block holds only if it still holds after the pointer is there that healing will find.
    async fn confirm_block(&self, held: &mut Held, block: Block) -> Result<Step, Fault> {
        self.point_at(&held.session, &block).await?;
        held.pointers.push(block.heals_by.clone());
        let again = self.desire(&held.session, super::Fresh::Now).await?;
        if again == Desire::Blocked(block.clone()) {
            Ok(Step::Ended(Pass::Blocked(block)))
        } else {
            Ok(Step::Again)
        }
    }

    async fn update(&self, held: &mut Held, wanted: &WantedMeeting) -> Result<Step, Fault> {
        let Some(live) = held.session.live.clone() else { return Ok(Step::Again) };
        // Once it is changed, it can't be found by what its attempt asked for.
        if held.unsaved
            && let Some(overtaken) = self.checkpoint(held).await?
        {
            return Ok(Step::Overtaken(overtaken));
        }
        held.touched.push(live.doomed());
        match self.update_at_provider(&held.session, &live, wanted).await? {
            Acted::Done(true) => {
                if let Some(live) = &mut held.session.live {
                    live.applied = wanted.digest();
                }
                self.note(held, "meeting_updated", "the meeting was changed in place");
            }
            Acted::Done(false) => {
                held.session.live = None;
                let detail = "somebody deleted the meeting at the provider; another one is made";
                self.note(held, "meeting_missing", detail);
            }
            Acted::Stopped(pass) => {
                // It may have been changed all the same.
                held.session.doubt_live();
                return Ok(Step::Ended(pass.into()));
            }
        }
        Ok(Step::Again)
    }

    /// Deletes what must go. Where a new meeting took an old one's place, the new one is written and
    /// announced first, so that a crash can't leave people without a link.
    async fn delete_doomed(
        &self,
        held: &mut Held,
        pass: Pass,
    ) -> Result<Result<Pass, Finish>, Fault> {
        if held.session.to_delete.is_empty() {
            return Ok(Ok(pass));
        }
        if matches!(pass, Pass::Equal) && held.session.live.is_some() {
            settle(&mut held.session, &Pass::Equal, self.now());
            self.prepare_events(&mut held.session, None).await?;
            if let Some(overtaken) = self.checkpoint(held).await? {
                return Ok(Err(overtaken));
            }
            self.announce(&held.session, held.told).await?;
            held.told = held.session.seq;
        }
        for doomed in held.session.to_delete.clone() {
            held.touched.push(doomed.clone());
            match self.delete_at_provider(&held.session, &doomed).await? {
                Acted::Done(()) => {
                    held.session.to_delete.retain(|other| *other != doomed);
                    self.note(held, "meeting_deleted", "the meeting is gone at the provider");
                }
                Acted::Stopped(stopped) => return Ok(Ok(stopped.into())),
            }
        }
        Ok(Ok(pass))
    }

    /// Writes what was made so far, keeping the lease. What follows from it when somebody else wrote
    /// first.
    pub(super) async fn checkpoint(&self, held: &mut Held) -> Result<Option<Finish>, Fault> {
        let seen = held.session.rev;
        held.session.rev = seen + 1;
        match self.app.store.put_session(seen, &held.session).await? {
            Written::Yes => {
                held.unsaved = false;
                Ok(None)
            }
            Written::No(current) => self.rebase(held, current).await.map(Some),
        }
    }

    /// Writes the end of a pass, gives the lease back, and tells.
    async fn finish(&self, held: &mut Held, pass: Pass) -> Result<Finish, Fault> {
        let (outcome, parked) = self.outcome(held, &pass).await?;
        let seen = held.session.rev;
        let waited = held.session.waits_for.clone();
        let mut next = held.session.clone();
        // Our own attempt, if it was not made, need not be looked for.
        if let Some(own) = &held.own {
            close(&mut next, own);
        }
        settle(&mut next, &pass, self.now());
        // A block keeps its own pointer; that of the time stands beside it.
        if next.waits_for.is_none() || matches!(pass, Pass::Stopped(_)) {
            next.waits_for = parked.or(next.waits_for);
        }
        self.prepare_events(&mut next, waited.as_ref()).await?;
        match &outcome {
            Ok(()) => next.returning.clear(),
            Err(_) => next.expect_again(&self.context.message_id),
        }
        next.rev = seen + 1;
        next.lease = None;
        self.say_whose(&next).await?;
        match self.app.store.put_session(seen, &next).await? {
            Written::Yes => {
                if let Some(block) = &next.waits_for
                    && is_newly_blocked(&next, waited.as_ref())
                {
                    metrics::blocked(&block.reason.code);
                }
                self.announce(&next, held.told).await?;
                self.release_pointers(&next, &held.pointers).await?;
                Ok(Finish::Done(outcome))
            }
            Written::No(current) => {
                if let Pass::Blocked(block) = pass {
                    held.pointers.push(block.heals_by);
                }
                self.rebase(held, current).await
            }
        }
    }

    /// A meeting of onboarding is told of by its provider: whose it is must be known before anybody can be in it.
    /// Other meetings pay nothing for it.
    async fn say_whose(&self, session: &Session) -> Result<(), Fault> {
        let is_ours = |it: &SessionContent| it.kind == SessionKind::Onboarding;
        let (true, Some(live)) = (session.wanted.as_ref().is_some_and(is_ours), &session.live)
        else {
            return Ok(());
        };
        let meeting = (live.provider.as_str(), live.id.as_str());
        self.app.store.put_meeting(meeting, &session.key, self.now()).await
    }

    /// Somebody wrote in between. If the lease is still ours, it was only recorded what is wanted
    /// now: go round again with what was made so far. If not, what we made is ours to remove.
    async fn rebase(
        &self,
        held: &mut Held,
        current: Option<Box<Session>>,
    ) -> Result<Finish, Fault> {
        let Some(current) = current else {
            return Ok(Finish::Lost);
        };
        if current.lease.as_ref() != Some(&held.lease) {
            self.disown(held, *current).await?;
            return Ok(Finish::Lost);
        }
        let made = std::mem::replace(&mut held.session, *current);
        let found = std::mem::replace(&mut held.session.to_delete, made.to_delete);
        let changed_late = std::mem::replace(&mut held.session.live, made.live);
        // Somebody who lost the lease may have changed the meeting since: make it equal once more.
        if let (Some(live), Some(late)) = (&mut held.session.live, changed_late)
            && late.applied.is_empty()
            && late.id == live.id
        {
            live.applied.clear();
        }
        // Somebody who lost the lease may have left something to delete. What has been deleted since
        // is deleted once more, which does no harm.
        for doomed in found {
            if !held.session.knows(&doomed) {
                held.session.to_delete.push(doomed);
            }
        }
        made.returning.iter().for_each(|message| held.session.expect_again(message));
        held.session.attempts = made.attempts;
        held.session.announced = made.announced;
        held.session.seq = made.seq;
        held.session.unsent = made.unsent;
        held.session.timeline = made.timeline;
        Ok(Finish::Round)
    }

    /// What the message's sender hears, and what the session waits for because of it.
    async fn outcome(
        &self,
        held: &Held,
        pass: &Pass,
    ) -> Result<(Result<(), Fault>, Option<Block>), Fault> {
        let fault = match (pass, held.open) {
            (Pass::Stopped(fault), _) => fault.clone(),
            // Somebody must come again for what a lost answer may have made.
            (_, Some(open)) => self.until(open),
            (_, None) => return Ok((Ok(()), None)),
        };
        let now = self.now();
        let (until, reason) = match fault {
            Fault::Park { until, reason } => (until, reason),
            // The queue gives up after some receptions; the table doesn't.
            Fault::Retry { cause, .. } if self.context.received >= super::PATIENCE => {
                let until = now.checked_add(super::LATER).unwrap_or(now);
                (until, Reason::new("provider_unavailable", cause))
            }
            other => return Ok((Err(other), None)),
        };
        let block = self.park(&held.session, reason, until).await?;
        Ok((Ok(()), Some(block)))
    }

    pub(super) fn note(&self, held: &mut Held, what: &str, detail: &str) {
        held.session.note(self.now(), what, detail);
    }

    fn until(&self, at: Timestamp) -> Fault {
        let after = at.duration_since(self.now()).max(jiff::SignedDuration::from_secs(1));
        Fault::Retry { after, cause: "a creation whose answer was lost may still show".to_owned() }
    }
}

/// What a step of a pass led to.
pub(super) enum Step {
    /// Decide again.
    Again,
    /// The pass ends like this, but for deletions.
    Ended(Pass),
    /// Somebody else wrote.
    Overtaken(Finish),
}

/// What a final write led to.
pub(super) enum Finish {
    /// Written; this is what the message's sender hears.
    Done(Result<(), Fault>),
    /// Go round with the same lease.
    Round,
    /// The lease was lost.
    Lost,
}

impl From<super::provider::Stop> for Pass {
    fn from(stop: super::provider::Stop) -> Self {
        match stop {
            super::provider::Stop::Fault(fault) => Self::Stopped(fault),
            super::provider::Stop::Block(block) => Self::Blocked(block),
            super::provider::Stop::Reject(reason) => Self::Impossible(reason),
        }
    }
}

impl Step {
    pub(super) fn stopped(stop: super::provider::Stop) -> Self {
        Self::Ended(stop.into())
    }
}
