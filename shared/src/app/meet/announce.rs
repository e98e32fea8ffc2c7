//! Telling: which event follows from what people were last told, and sending it once it is true.

use jiff::SignedDuration;

use super::Work;
use crate::app::configs::Fresh;
use crate::domain::config::TenantConfig;
use crate::domain::desire::occasion;
use crate::domain::event::{Event, EventKind, Occasion, Party};
use crate::domain::fault::{Block, Fault};
use crate::domain::ids::{digest, fold_email};
use crate::domain::meeting::{Announced, LiveMeeting, MeetingState, Session, Unsent};
use crate::domain::session::{Attendee, SessionContent, SessionKind};
use crate::queue::Envelope;

/// No message lives longer in a queue, so nobody comes to send an older event.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24 * 15);

impl Work<'_> {
    /// Adds the event that follows from the session's state to the session, before it is written.
    /// `waited` is what the session waited for before.
    pub(super) async fn prepare_events(
        &self,
        session: &mut Session,
        waited: Option<&Block>,
    ) -> Result<(), Fault> {
        let now = self.now();
        let config = self.app.configs.of(&session.key.tenant, Fresh::Kept).await?;
        session.unsent.retain(|unsent| now.duration_since(unsent.at) < FORGOTTEN);
        let current = told(session, &config);
        let kind = match (&current, &session.announced) {
            (Some(_), None) => EventKind::Ready,
            (Some(now), Some(before)) if now.digest != before.digest => EventKind::Changed,
            (None, Some(_)) if is_over(session) => EventKind::Deleted,
            _ if is_newly_blocked(session, waited) => EventKind::Blocked,
            _ => return Ok(()),
        };
        let before = session.announced.take();
        let unsent = self.unsent(session, kind, before.as_ref(), current.as_ref());
        session.announced = if kind == EventKind::Blocked { before } else { current };
        session.unsent.push(unsent);
        Ok(())
    }

    fn unsent(
        &self,
        session: &mut Session,
        kind: EventKind,
        before: Option<&Announced>,
        current: Option<&Announced>,
    ) -> Unsent {
        session.seq += 1;
        let former = before.filter(|_| matches!(kind, EventKind::Changed | EventKind::Deleted));
        Unsent {
            maker: self.context.message_id.clone(),
            also: session.returning.clone(),
            seq: session.seq,
            kind,
            at: self.now(),
            former_host: former_host(former, current),
            former_attendees: former_attendees(former, current),
            former_time: former.and_then(|former| former.time),
            only_new: only_new(former, current),
        }
    }

    /// Sends the events that this message's work made, from the one after `sent`.
    pub(super) async fn announce(&self, session: &Session, sent: u32) -> Result<(), Fault> {
        let maker = &self.context.message_id;
        self.tell(session, |unsent| unsent.maker == *maker && unsent.seq > sent).await
    }

    /// Sends once more what may never have been sent: what this message's work made, or whoever took over
    /// from it. What comes by a pointer sends all, because the pointer goes only once all is told.
    pub(super) async fn announce_again(&self, session: &Session) -> Result<(), Fault> {
        let message = &self.context.message_id;
        let is_pointed_at = self.woken_by.is_some();
        self.tell(session, |unsent| {
            is_pointed_at || unsent.maker == *message || unsent.also.contains(message)
        })
        .await
    }

    async fn tell(&self, session: &Session, is_due: impl Fn(&Unsent) -> bool) -> Result<(), Fault> {
        let ours: Vec<_> = session.unsent.iter().filter(|unsent| is_due(unsent)).collect();
        if ours.is_empty() {
            return Ok(());
        }
        let config = self.app.configs.of(&session.key.tenant, Fresh::Kept).await?;
        let events: Vec<_> = ours
            .into_iter()
            .filter_map(|unsent| event(session, &config, unsent))
            .map(|event| Envelope::new(&self.context.trace, event))
            .collect();
        if events.is_empty() {
            return Ok(());
        }
        self.app.events()?.send_all(&session.key.tenant, &events).await
    }
}

/// The event as it is told now; `None` when that is nothing. Where the meeting that it told of is not
/// there any more, or not there yet, a later event tells how things are, and this one is only for
/// those who no longer take part, whom no later one names.
fn event(session: &Session, config: &TenantConfig, unsent: &Unsent) -> Option<Event> {
    let content = session.wanted.as_ref()?;
    let mut event = Event {
        former_host: unsent.former_host.clone(),
        former_attendees: unsent.former_attendees.clone(),
        former_time: unsent.former_time,
        only_new: unsent.only_new.clone(),
        ..event_of(session, config, content, unsent)
    };
    match unsent.kind {
        EventKind::Deleted => hear_what_was_told(&mut event),
        EventKind::Ready | EventKind::Changed if session.live.is_none() || !is_applied(session) => {
            if event.former_host.is_none() && event.former_attendees.is_empty() {
                return None;
            }
            event.occasion.host = None;
            event.occasion.attendees = Vec::new();
        }
        _ => {}
    }
    Some(event)
}

/// A deletion is for those who were told of the meeting, and speaks of it as they know it: the
/// latest fact may name others, whom nobody has told anything.
fn hear_what_was_told(event: &mut Event) {
    event.occasion.host = event.former_host.take();
    event.occasion.attendees = std::mem::take(&mut event.former_attendees);
    if let Some((start, end)) = event.former_time {
        event.occasion.start = start;
        event.occasion.end = end;
    }
}

fn event_of(
    session: &Session,
    config: &TenantConfig,
    content: &SessionContent,
    unsent: &Unsent,
) -> Event {
    let meeting = session.live.as_ref().map(LiveMeeting::facts);
    Event {
        id: Event::id_of(&session.key, unsent.seq),
        key: session.key.clone(),
        seq: unsent.seq,
        kind: unsent.kind,
        at: unsent.at,
        occasion: occasion(content, config),
        meeting,
        former_host: None,
        former_attendees: Vec::new(),
        former_time: None,
        only_new: None,
        reason: session.reason.clone(),
    }
}

/// Whether the meeting stands as the latest fact wants it.
fn is_applied(session: &Session) -> bool {
    session.state == MeetingState::Ready
        && session.done.as_ref() == Some(&session.order)
        && session.warnings.is_empty()
}

/// A block is told once for each reason.
pub(super) fn is_newly_blocked(session: &Session, waited: Option<&Block>) -> bool {
    let code = |block: &Block| block.reason.code.clone();
    session.state == MeetingState::Blocked
        && session.waits_for.as_ref().map(code) != waited.map(code)
}

/// Whether people must be told that it does not take place, rather than wait for a new link.
const fn is_over(session: &Session) -> bool {
    matches!(
        session.state,
        MeetingState::Deleted | MeetingState::Deleting | MeetingState::NotWanted
    )
}

/// What people are to be told of the meeting as it is; `None` when there is nothing to tell.
fn told(session: &Session, config: &TenantConfig) -> Option<Announced> {
    let content = session.wanted.as_ref()?;
    let live = session.live.as_ref()?;
    // A change that has not been applied at the provider (yet) is not told (yet).
    if !is_applied(session) {
        return session.announced.clone();
    }
    let occasion = occasion(content, config);
    let of_many = occasion.kind == SessionKind::Onboarding;
    let core = || {
        let nobody = Occasion { attendees: Vec::new(), ..occasion.clone() };
        digest_of(&nobody, &live.join_url, &live.password)
    };
    Some(Announced {
        digest: digest_of(&occasion, &live.join_url, &live.password),
        core: if of_many { core() } else { String::new() },
        time: Some((occasion.start, occasion.end)),
        host: occasion.host,
        attendees: occasion.attendees,
    })
}

fn digest_of(occasion: &Occasion, join_url: &str, password: &str) -> String {
    let host = occasion.host.as_ref();
    let host = host.map(|host| format!("{}\n{:?}", host.id, host.email)).unwrap_or_default();
    let mut parts = vec![
        "announced".to_owned(),
        join_url.to_owned(),
        password.to_owned(),
        occasion.start.to_string(),
        occasion.end.to_string(),
        occasion.time_zone.clone(),
        occasion.title.clone(),
        occasion.service.clone().unwrap_or_default(),
        host,
    ];
    parts.extend(occasion.attendees.iter().map(|attendee| fold_email(&attendee.email)));
    digest(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Who attends from now on, when nothing else has changed: with a meeting of many, those who attend anyway need not
/// hear of each who joins them. `None` where everybody is to hear.
fn only_new(before: Option<&Announced>, current: Option<&Announced>) -> Option<Vec<Attendee>> {
    let (before, current) = (before?, current?);
    if current.core.is_empty() || before.core != current.core {
        return None;
    }
    let knows = |email: &str| {
        before.attendees.iter().any(|attendee| fold_email(&attendee.email) == fold_email(email))
    };
    Some(current.attendees.iter().filter(|it| !knows(&it.email)).cloned().collect())
}

/// The host that was told before and is not the host any more.
fn former_host(before: Option<&Announced>, current: Option<&Announced>) -> Option<Party> {
    let before = before?.host.as_ref()?;
    let host = current.and_then(|current| current.host.as_ref());
    if host.is_some_and(|host| host.id == before.id) { None } else { Some(before.clone()) }
}

fn former_attendees(before: Option<&Announced>, current: Option<&Announced>) -> Vec<Attendee> {
    let Some(before) = before else { return Vec::new() };
    let current = current.map(|current| &*current.attendees).unwrap_or_default();
    let stays = |email: &str| {
        current.iter().any(|attendee| fold_email(&attendee.email) == fold_email(email))
    };
    before.attendees.iter().filter(|attendee| !stays(&attendee.email)).cloned().collect()
}
