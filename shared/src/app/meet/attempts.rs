//! Creations: written down before they are made, looked for before another is made, and removed when
//! they turn out to be one too many.

use jiff::{SignedDuration, Timestamp};

use super::converge::{Finish, Step};
use super::provider::{Acted, Created, Stop};
use super::state::doom_live;
use super::{Held, Work};
use crate::domain::desire::WantedMeeting;
use crate::domain::fault::Fault;
use crate::domain::meeting::{Attempt, LiveMeeting, Session};
use crate::providers::Made;
use crate::store::Written;

/// Beyond the lease, how long until a provider's list shows every creation.
const LIST_LAG: SignedDuration = SignedDuration::from_secs(15);

impl Work<'_> {
    /// A creation that might follow, as it is written down.
    pub(super) fn attempt(&self, wanted: &WantedMeeting, now: Timestamp) -> Result<Attempt, Fault> {
        let id = self.app.entropy.name()?;
        let password =
            if wanted.random_password { Some(self.app.entropy.eight_digits()?) } else { None };
        let settles = SignedDuration::from_secs(self.app.config.lease_s) + LIST_LAG;
        let settles = now.checked_add(settles).unwrap_or(now);
        Ok(Attempt::new(id, wanted, password, (now, settles)))
    }

    /// Looks for what earlier attempts made. What is found is ours: it becomes the live meeting, or
    /// one to delete. Until `held.open` attempts stay open that found nothing.
    pub(super) async fn look_for_attempts(&self, held: &mut Held) -> Result<Acted<()>, Fault> {
        held.open = None;
        for attempt in held.session.attempts.clone() {
            if held.own.as_ref() == Some(&attempt.id) {
                continue;
            }
            let looked_at = self.now();
            match self.find_at_provider(&held.session, &attempt).await? {
                Acted::Done(Some(made)) => {
                    close(&mut held.session, &attempt.id);
                    adopt(&mut held.session, &attempt, made);
                    held.unsaved = true;
                    let detail = "a creation whose answer was lost had made the meeting";
                    self.note(held, "meeting_found", detail);
                }
                Acted::Done(None) if attempt.settles <= looked_at => {
                    close(&mut held.session, &attempt.id);
                }
                Acted::Done(None) => held.open = held.open.max(Some(attempt.settles)),
                Acted::Stopped(stop) => return Ok(Acted::Stopped(stop)),
            }
        }
        Ok(Acted::Done(()))
    }

    /// Makes the meeting. Whatever happens, it is asked for once.
    pub(super) async fn create(
        &self,
        held: &mut Held,
        wanted: &WantedMeeting,
    ) -> Result<Step, Fault> {
        if held.tried {
            return Ok(Step::stopped(self.again(
                SignedDuration::from_secs(1),
                "a creation brought no certain answer".to_owned(),
            )));
        }
        let attempt = match self.ready_attempt(held, wanted).await? {
            Ok(attempt) => attempt,
            Err(overtaken) => return Ok(Step::Overtaken(overtaken)),
        };
        // A worker that was frozen until its attempt counts as settled must not make it any more.
        if self.now() >= attempt.last_call() {
            return Ok(Step::stopped(Stop::Fault(Fault::retry(1, "the attempt came too late"))));
        }
        match self.create_at_provider(&held.session, wanted, &attempt).await? {
            Created::Made(made) => {
                close(&mut held.session, &attempt.id);
                held.own = None;
                self.created(held, wanted, made);
                Ok(Step::Again)
            }
            Created::Uncertain { settles_in, cause } => {
                self.leave_open(held, &attempt, settles_in, &cause);
                Ok(Step::Again)
            }
            Created::Stopped(stop) => {
                close(&mut held.session, &attempt.id);
                held.own = None;
                Ok(Step::stopped(stop))
            }
        }
    }

    /// Nobody knows whether it was made: from now on it is looked for, at once to begin with.
    fn leave_open(
        &self,
        held: &mut Held,
        attempt: &Attempt,
        settles_in: SignedDuration,
        cause: &str,
    ) {
        let settles = self.now().checked_add(settles_in).unwrap_or(attempt.settles);
        for open in &mut held.session.attempts {
            if open.id == attempt.id {
                open.settles = settles;
            }
        }
        held.own = None;
        held.tried = true;
        self.note(held, "create_uncertain", cause);
    }

    fn created(&self, held: &mut Held, wanted: &WantedMeeting, made: Made) {
        let replaces = held.session.live.is_some();
        doom_live(&mut held.session);
        held.session.live = Some(LiveMeeting {
            provider: wanted.provider.name().to_owned(),
            by: wanted.by.clone(),
            host: wanted.host.clone(),
            id: made.id,
            join_url: made.join_url,
            password: made.password,
            applied: wanted.digest(),
            unrecorded: made.unrecorded,
        });
        held.unsaved = true;
        let what = if replaces { "meeting_replaced" } else { "meeting_created" };
        self.note(held, what, "the provider made the meeting");
    }

    /// The attempt under which to create: the one written down with the lease if it still says what
    /// is wanted, or else a new one, written down first, unless somebody else wrote in between.
    async fn ready_attempt(
        &self,
        held: &mut Held,
        wanted: &WantedMeeting,
    ) -> Result<Result<Attempt, Finish>, Fault> {
        let own = held.own.as_ref();
        let written = held.session.attempts.iter().find(|attempt| own == Some(&attempt.id));
        if let Some(attempt) = written
            && says(attempt, wanted)
        {
            return Ok(Ok(attempt.clone()));
        }
        drop_own(held);
        let attempt = self.attempt(wanted, self.now())?;
        held.session.attempts.push(attempt.clone());
        held.own = Some(attempt.id.clone());
        let Some(overtaken) = self.checkpoint(held).await? else { return Ok(Ok(attempt)) };
        // It is not written, so nothing may be made under it.
        drop_own(held);
        Ok(Err(overtaken))
    }

    /// The lease was lost: meetings that only we know must go. They are put on the list of the
    /// session as it is now, so that they can't be forgotten. And if we have asked for a change or a
    /// deletion of the meeting that is the live one now, our request may have come after those of
    /// whoever took over: the meeting counts as not equal until it has been made so once more.
    pub(super) async fn disown(&self, held: &Held, mut current: Session) -> Result<(), Fault> {
        let ours = &held.session;
        let live = ours.live.iter().map(LiveMeeting::doomed);
        let ours: Vec<_> = live.chain(ours.to_delete.iter().cloned()).collect();
        for _ in 0..super::ROUNDS {
            let unknown: Vec<_> =
                ours.iter().filter(|doomed| !current.knows(doomed)).cloned().collect();
            let touched = |live: &LiveMeeting| held.touched.contains(&live.doomed());
            let late = current.live.as_ref().is_some_and(touched);
            if unknown.is_empty() && !late {
                return Ok(());
            }
            let seen = current.rev;
            current.rev = seen + 1;
            current.to_delete.extend(unknown);
            if let (Some(live), true) = (&mut current.live, late) {
                live.applied.clear();
                current.done = None;
            }
            match self.app.store.put_session(seen, &current).await? {
                Written::Yes => return Ok(()),
                Written::No(Some(newer)) => current = *newer,
                Written::No(None) => return Ok(()),
            }
        }
        Err(super::contended())
    }
}

fn drop_own(held: &mut Held) {
    if let Some(own) = held.own.take() {
        close(&mut held.session, &own);
    }
}

/// Whether a creation under this attempt would be found again, and known for what it is.
fn says(attempt: &Attempt, wanted: &WantedMeeting) -> bool {
    attempt.provider == wanted.provider.name()
        && attempt.by == wanted.by
        && attempt.host == wanted.host
        && attempt.applied == wanted.digest()
        && attempt.password.is_some() == wanted.random_password
}

pub(super) fn close(session: &mut Session, attempt: &str) {
    session.attempts.retain(|other| other.id != attempt);
}

/// A found meeting becomes the live one if there is none, whatever it says; the plan then leaves,
/// changes or replaces it. A second one is one too many, and so is one whose link nobody can tell.
fn adopt(session: &mut Session, attempt: &Attempt, made: Made) {
    let found = LiveMeeting {
        provider: attempt.provider.clone(),
        by: attempt.by.clone(),
        host: attempt.host.clone(),
        id: made.id,
        join_url: made.join_url,
        password: made.password,
        applied: attempt.applied.clone(),
        unrecorded: made.unrecorded,
    };
    if session.knows(&found.doomed()) {
        return;
    }
    if session.live.is_some() || found.join_url.is_empty() {
        session.to_delete.push(found.doomed());
        return;
    }
    session.live = Some(found);
}
