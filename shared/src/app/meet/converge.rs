//! The work under a lease: look for what earlier tries may have made, decide, act, write, tell.

use jiff::Timestamp;

use super::attempts::close;
use super::provider::Acted;
use super::{Held, Work};
use crate::domain::desire::{Desire, WantedMeeting};
use crate::domain::fault::{Block, Fault, Reason};
use crate::domain::meeting::{Doomed, MeetingState, Session};
use crate::domain::plan::{Action, plan};
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
            let pass = self.pass(&mut held).await?;
            match self.finish(&mut held, pass).await? {
                Finish::Done(result) => return result.map(|()| true),
                Finish::Round => {}
                Finish::Lost => return Ok(false),
            }
        }
        Err(super::contended())
    }

    /// Acts until nothing is left to do or something stops it. Changes only `held`.
    async fn pass(&self, held: &mut Held) -> Result<Pass, Fault> {
        for _ in 0..STEPS {
            let open = match self.look_for_attempts(held).await? {
                Acted::Done(open) => open,
                Acted::Stopped(pass) => return Ok(pass.into()),
            };
            let desire = self.desire(&held.session, self.fresh).await?;
            let action = plan(&desire, held.session.live.as_ref(), self.now());
            let waits = matches!(action, Action::Create(_) | Action::Replace(_));
            if let (Some(open), true) = (open, waits) {
                return Ok(Pass::Stopped(self.until(open)));
            }
            match self.act(held, action).await? {
                Step::Again => {}
                Step::Ended(pass) => return self.delete_doomed(held, pass).await,
            }
        }
        Ok(Pass::Stopped(Fault::retry(5, "the meeting does not settle")))
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
        self.point_at(&held.session.key, &block).await?;
        let now = super::Fresh::Now;
        let again = self.desire(&held.session, now).await?;
        if again == Desire::Blocked(block.clone()) {
            Ok(Step::Ended(Pass::Blocked(block)))
        } else {
            Ok(Step::Again)
        }
    }

    async fn update(&self, held: &mut Held, wanted: &WantedMeeting) -> Result<Step, Fault> {
        let Some(live) = held.session.live.clone() else { return Ok(Step::Again) };
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
            Acted::Stopped(pass) => return Ok(Step::Ended(pass.into())),
        }
        Ok(Step::Again)
    }

    /// Deletes what must go. Where a new meeting took an old one's place, the new one is written and
    /// announced first, so that a crash can't leave people without a link.
    async fn delete_doomed(&self, held: &mut Held, pass: Pass) -> Result<Pass, Fault> {
        if held.session.to_delete.is_empty() {
            return Ok(pass);
        }
        if matches!(pass, Pass::Equal) && held.session.live.is_some() {
            self.settle_state(&mut held.session, &Pass::Equal);
            self.prepare_events(&mut held.session, None).await?;
            if !self.checkpoint(held).await? {
                return Ok(Pass::Stopped(Fault::retry(1, "another worker wrote first")));
            }
            self.announce(&held.session).await?;
        }
        for doomed in held.session.to_delete.clone() {
            match self.delete_at_provider(&held.session, &doomed).await? {
                Acted::Done(()) => {
                    held.session.to_delete.retain(|other| *other != doomed);
                    self.note(held, "meeting_deleted", "the meeting is gone at the provider");
                }
                Acted::Stopped(stopped) => return Ok(stopped.into()),
            }
        }
        Ok(pass)
    }

    /// Writes what was made so far, keeping the lease. `false` when somebody else wrote.
    pub(super) async fn checkpoint(&self, held: &mut Held) -> Result<bool, Fault> {
        let seen = held.session.rev;
        held.session.rev = seen + 1;
        match self.app.store.put_session(seen, &held.session).await? {
            Written::Yes => Ok(true),
            Written::No(current) => {
                self.rebase(held, current).await?;
                Ok(false)
            }
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
        self.settle_state(&mut next, &pass);
        if let Some(block) = parked {
            next.waits_for = Some(block);
        }
        self.prepare_events(&mut next, waited.as_ref()).await?;
        next.rev = seen + 1;
        next.lease = None;
        match self.app.store.put_session(seen, &next).await? {
            Written::Yes => {
                self.release_pointer(&next, waited).await?;
                self.announce(&next).await?;
                Ok(Finish::Done(outcome))
            }
            Written::No(current) => self.rebase(held, current).await,
        }
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
        held.session.live = made.live;
        held.session.to_delete = made.to_delete;
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
        let Pass::Stopped(fault) = pass else { return Ok((Ok(()), None)) };
        let now = self.now();
        let (until, reason) = match fault {
            Fault::Park { until, reason } => (*until, reason.clone()),
            // The queue gives up after some receptions; the table doesn't.
            Fault::Retry { cause, .. } if self.context.received >= super::PATIENCE => {
                let until = now.checked_add(super::LATER).unwrap_or(now);
                (until, Reason::new("provider_unavailable", cause.clone()))
            }
            other => return Ok((Err(other.clone()), None)),
        };
        let block = self.park(&held.session.key, reason, until).await?;
        Ok((Ok(()), Some(block)))
    }

    /// The state that follows from a pass.
    fn settle_state(&self, session: &mut Session, pass: &Pass) {
        let now = self.now();
        session.warnings.clear();
        let stopped = matches!(pass, Pass::Stopped(_));
        if !stopped {
            session.done = Some(session.order.clone());
            session.waits_for = None;
        }
        let (state, reason) = match pass {
            Pass::Equal => (equal_state(session), None),
            Pass::Blocked(block) => {
                session.waits_for = Some(block.clone());
                (blocked_state(session), Some(block.reason.clone()))
            }
            Pass::Impossible(reason) if session.live.is_some() => {
                session.warnings.push(reason.code.clone());
                (MeetingState::Ready, None)
            }
            Pass::Impossible(reason) => (MeetingState::Failed, Some(reason.clone())),
            Pass::Stopped(fault) => (pending_state(session), Some(reason_of(fault))),
        };
        note_state(session, now, state, reason.as_ref());
        session.state = state;
        session.reason = reason;
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

/// The meeting is not wanted (here) any longer.
pub(super) fn doom_live(session: &mut Session) {
    if let Some(live) = session.live.take() {
        session.to_delete.push(Doomed { provider: live.provider, id: live.id });
    }
}

const fn equal_state(session: &Session) -> MeetingState {
    match (&session.live, &session.announced, session.state) {
        (Some(_), ..) => MeetingState::Ready,
        (None, Some(_), _) => MeetingState::Deleted,
        (None, None, MeetingState::Deleting | MeetingState::Deleted | MeetingState::Ready) => {
            MeetingState::Deleted
        }
        (None, None, _) => MeetingState::NotWanted,
    }
}

fn blocked_state(session: &Session) -> MeetingState {
    if session.cancelled && !session.to_delete.is_empty() {
        MeetingState::Deleting
    } else {
        MeetingState::Blocked
    }
}

fn pending_state(session: &Session) -> MeetingState {
    match (session.cancelled, &session.live) {
        (true, _) => MeetingState::Deleting,
        (false, Some(_)) => MeetingState::Ready,
        (false, None) => MeetingState::Wanted,
    }
}

fn reason_of(fault: &Fault) -> Reason {
    match fault {
        Fault::Retry { cause, .. } => Reason::new("retrying", cause.clone()),
        Fault::Park { reason, .. } | Fault::Rejected(reason) => reason.clone(),
        Fault::Blocked(block) => block.reason.clone(),
    }
}

fn note_state(session: &mut Session, now: Timestamp, state: MeetingState, reason: Option<&Reason>) {
    if session.state == state && session.reason.as_ref() == reason {
        return;
    }
    match reason {
        Some(reason) => session.note(now, &reason.code, &*reason.detail),
        None => {
            let what = match state {
                MeetingState::NotWanted => "not_wanted",
                MeetingState::Blocked => "blocked",
                MeetingState::Wanted => "wanted",
                MeetingState::Ready => "ready",
                MeetingState::Deleting => "deleting",
                MeetingState::Deleted => "deleted",
                MeetingState::Failed => "failed",
            };
            session.note(now, what, "");
        }
    }
}
