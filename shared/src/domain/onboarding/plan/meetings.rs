//! Which meetings there are to be, and what is said of each.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::crew::Occasion;
use super::slots::{Room, Wanted, after};
use super::{HORIZON, HOURLY, Planner, Said, crew, is_weekly};
use crate::domain::fault::Reason;
use crate::domain::ids::digest;
use crate::domain::language::Language;
use crate::domain::onboarding::agenda;
use crate::domain::onboarding::enrolment::{Meeting, Member, StepRecord, external_id};
use crate::domain::onboarding::scenario::{LATEST, Stage, Step};
use crate::domain::session::{SessionContent, SessionKind};

/// What `said` holds of a meeting that does not take place.
const CANCELLED: &str = "cancelled";
/// What it holds where something was decided that may never have been sent, and can't be said any more.
const UNKNOWN: &str = "unknown";
/// The longest time after its end at which a meeting is taken to be over.
pub(super) const LONGEST_GRACE: SignedDuration = SignedDuration::from_hours(6);

/// How soon it is looked whether others have been planned, should they not tell.
const MOMENT: SignedDuration = SignedDuration::from_secs(30);

/// Whose a meeting is.
enum Shared<'a> {
    /// This enrolment's; those of the others are part of it.
    Own(Vec<&'a Member>),
    /// Another one's.
    With {
        /// By its external id.
        name: String,
        /// When it begins.
        start: Timestamp,
    },
}

impl Planner<'_> {
    /// Plans every step's meetings, and tells what is to be said of them.
    pub(super) fn meetings(&mut self) -> Vec<Said> {
        let scenario = self.around.scenario;
        let mut said = Vec::new();
        for (stage, step) in scenario.steps().filter(|(_, step)| step.is_meeting()) {
            if self.is_active() && !self.next.stages_done.contains_key(&stage.id) {
                self.lay_out(stage, step);
            }
            said.extend(self.say(step));
        }
        said
    }

    /// Gives times to the step's meetings that have none yet.
    fn lay_out(&mut self, stage: &Stage, step: &Step) {
        let day = |number| after(self.next.start_date, i32::from(number));
        let window = (day(stage.from_day), day(stage.window().end.saturating_sub(1)));
        let days: Vec<_> = step.days(stage).map(day).collect();
        for (number, date) in (1..).zip(days) {
            let known = self.next.steps.get(&step.id).and_then(|it| it.meetings.get(&number));
            if known.is_some_and(|meeting| !meeting.moves && !self.was_missed(meeting)) {
                continue;
            }
            if known.is_none()
                && let Some(opens) = self.not_yet(date)
            {
                self.look_at(opens);
                break;
            }
            self.fix(step, number, date, if is_weekly(step) { week(date, window) } else { window });
        }
    }

    /// Whether its time has come while something was in the way, so that nobody has heard of it.
    fn was_missed(&self, meeting: &Meeting) -> bool {
        let is_known = !meeting.said.is_empty() || meeting.joined.is_some() || meeting.started;
        let is_over = meeting.cancelled || meeting.ended_at.is_some();
        !is_known && !is_over && meeting.start <= self.around.now
    }

    /// When a day comes within reach that is not yet.
    fn not_yet(&self, date: Date) -> Option<Timestamp> {
        let midnight = date.to_zoned(self.zone.clone()).ok()?.timestamp();
        let opens = midnight.checked_sub(HORIZON).ok()?;
        (opens > self.around.now).then_some(opens)
    }

    fn fix(&mut self, step: &Step, number: u32, date: Date, window: (Date, Date)) {
        let (time, usual, minutes) = (step.local_time(), self.usual_time(step), step.minutes());
        let wanted = Wanted { date, window, time, usual, minutes };
        let (settings, now, taken) = (self.around.settings, self.around.now, self.taken());
        let slot = Room { settings, zone: &self.zone, now, taken: &taken }.slot(&wanted);
        let meetings = &mut self.record_mut(step).meetings;
        match (slot, meetings.get_mut(&number)) {
            (Some((start, end)), Some(meeting)) => {
                (meeting.start, meeting.end) = (start, end);
                (meeting.moves, meeting.cancelled) = (false, false);
            }
            (Some((start, end)), None) => {
                meetings.insert(number, Meeting::planned(start, end));
            }
            (None, Some(meeting)) => (meeting.cancelled, meeting.moves) = (true, false),
            // The record alone shows that there was no time for it.
            (None, None) => {}
        }
    }

    /// When the new colleague has other meetings.
    fn taken(&self) -> Vec<(Timestamp, Timestamp)> {
        let all = self.next.steps.values().flat_map(|record| record.meetings.values());
        let fixed = all.filter(|meeting| !meeting.cancelled && !meeting.moves);
        fixed.map(|meeting| (meeting.start, meeting.end)).collect()
    }

    /// The local time of day at which a step that comes again began.
    fn usual_time(&self, step: &Step) -> Option<Time> {
        let meetings = self.next.steps.get(&step.id).filter(|_| is_weekly(step))?.meetings.values();
        let mut fixed = meetings.filter(|it| !it.cancelled && !it.moves && !it.started);
        fixed.next().map(|meeting| meeting.start.to_zoned(self.zone.clone()).time())
    }

    fn record_mut(&mut self, step: &Step) -> &mut StepRecord {
        self.next.steps.entry(step.id.clone()).or_default()
    }

    /// What is to be said of a step's meetings that are still ahead.
    fn say(&mut self, step: &Step) -> Vec<Said> {
        let Some(record) = self.next.steps.get(&step.id).cloned() else { return Vec::new() };
        let (mut said, mut block) = (Vec::new(), None);
        for (number, mut meeting) in record.meetings {
            if !self.may_change(&meeting) {
                continue;
            }
            if self.waits_for_others(step, &meeting) {
                let soon = self.around.now + MOMENT;
                self.look_at(soon);
                continue;
            }
            let own = external_id(&self.next.id, &step.id, (is_weekly(step), number));
            match self.content(step, &mut meeting) {
                Ok(content) => said.extend(changed(own, content, &mut meeting)),
                Err(reason) => {
                    if meeting.unsent {
                        UNKNOWN.clone_into(&mut meeting.said);
                    }
                    block = block.or(Some(reason));
                }
            }
            if meeting.joined.is_some() && !meeting.cancelled {
                block = block.or(self.whole(step, &meeting, &[]).err());
            }
            self.record_mut(step).meetings.insert(number, meeting);
        }
        block = block.filter(|_| self.is_active());
        if block.is_some() {
            let again = self.around.now + HOURLY;
            self.look_at(again);
        }
        self.record_mut(step).block = block;
        said
    }

    /// Whether something may have to be said of a meeting: it has not begun, or was begun just now, or what was
    /// to be said may not be on its way.
    fn may_change(&self, meeting: &Meeting) -> bool {
        let now = self.around.now;
        let was_begun = meeting.started && meeting.end > now && self.is_active();
        meeting.ended_at.is_none() && (meeting.start > now || was_begun || meeting.unsent)
    }

    /// What is to be said of a meeting; nothing of one that does not take place, or is part of another.
    fn content(
        &self,
        step: &Step,
        meeting: &mut Meeting,
    ) -> Result<Option<SessionContent>, Reason> {
        let is_ahead = meeting.start > self.around.now;
        meeting.cancelled |= is_ahead && !self.is_active();
        if meeting.cancelled {
            return Ok(None);
        }
        match self.shared(step, meeting) {
            Shared::With { name, start } if is_ahead => {
                // It begins when its owner's does, which somebody may have started early.
                let minutes = SignedDuration::from_mins(i64::from(step.minutes()));
                (meeting.start, meeting.end) = (start, start + minutes);
                meeting.joined = Some(name);
                Ok(None)
            }
            Shared::With { .. } if meeting.joined.is_some() => Ok(None),
            Shared::With { .. } => self.whole(step, meeting, &[]).map(Some),
            Shared::Own(_) if !is_ahead && meeting.joined.is_some() => Ok(None),
            Shared::Own(joiners) => {
                meeting.joined = None;
                self.whole(step, meeting, &joiners).map(Some)
            }
        }
    }

    /// Whose a meeting is: of several enrolments that have the same meeting with everybody at the same moment, the
    /// first holds it for all, and they stay together when it is started early.
    fn shared(&self, step: &Step, meeting: &Meeting) -> Shared<'_> {
        if !step.is_shared() {
            return Shared::Own(Vec::new());
        }
        let joined = meeting.joined.as_deref();
        let same = |it: &Member| {
            let of_step =
                it.starts.iter().filter(|(name, _)| name.split(':').next() == Some(&*step.id));
            let mut named =
                of_step.map(|(name, start)| (format!("{}:{name}", it.enrolment), *start));
            named.find(|(name, start)| *start == meeting.start || joined == Some(&**name))
        };
        let others = self.around.cohort.iter().filter(|it| it.enrolment != self.next.id);
        let others = others.filter(|it| it.version == self.next.version);
        let all: Vec<_> = others.filter_map(|it| Some((it, same(it)?))).collect();
        let first = all.iter().min_by(|(a, _), (b, _)| a.enrolment.cmp(&b.enrolment));
        match first.filter(|(it, _)| it.enrolment < self.next.id && !meeting.started) {
            Some((_, (name, start))) => Shared::With { name: name.clone(), start: *start },
            None => Shared::Own(all.into_iter().map(|(it, _)| it).collect()),
        }
    }

    /// Whether somebody who comes before, and may have the same meeting, has not been planned yet: nobody is to be
    /// invited twice because two people were enrolled at one moment.
    fn waits_for_others(&self, step: &Step, meeting: &Meeting) -> bool {
        let first = |it: &Member| {
            !it.planned && it.version == self.next.version && it.enrolment < self.next.id
        };
        let is_new = meeting.said.is_empty() && !meeting.started && self.is_active();
        is_new && step.is_shared() && self.around.cohort.iter().any(first)
    }

    fn whole(
        &self,
        step: &Step,
        meeting: &Meeting,
        joiners: &[&Member],
    ) -> Result<SessionContent, Reason> {
        let around = self.around;
        let day = meeting.start.to_zoned(self.zone.clone()).date();
        let occasion = Occasion { day, joiners, meeting };
        let crew = crew::crew(&self.next, step, around, &occasion)?;
        let named = |text: &str| crew::named(&self.next, around, text);
        let words = Language::of(&around.config.tenant.locale).agenda_words();
        let mut content = SessionContent {
            kind: SessionKind::Onboarding,
            title: named(&step.title)?,
            start: meeting.start,
            end: meeting.end,
            time_zone: around.zone_name(&self.next).to_owned(),
            service: None,
            host: Some(crew.host),
            attendees: crew.attendees,
            mode: Some(around.scenario.provider),
            candidate: None,
            record: Some(around.scenario.records(step)),
            fields: BTreeMap::new(),
        };
        content.fields.insert("note".to_owned(), agenda::text(step, words, named)?);
        content.fields.extend(self.extras(step));
        Ok(content)
    }

    /// What is shown beside the agenda, where there is any.
    fn extras(&self, step: &Step) -> impl Iterator<Item = (String, String)> {
        let links = self.around.settings.links();
        let links = links.map(|it| format!("{}: {}", it.title.trim(), it.url.trim()));
        let links = links.collect::<Vec<_>>().join("\n");
        let previous = step.previous_recording.as_ref().map(|given| {
            if given == LATEST {
                format!("{}/{}", self.next.scenario, step.id)
            } else {
                given.clone()
            }
        });
        let contact = self.around.config.tenant.contact.as_ref();
        let contact = contact.map(|it| {
            let parts = [it.name.trim(), it.email.trim()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        });
        let recorded = self.around.scenario.records(step).then(|| "yes".to_owned());
        let extras = [
            ("recorded", recorded),
            ("contact", contact),
            ("resources", Some(links).filter(|it| !it.is_empty())),
            ("previous_recording", previous),
        ];
        extras.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)))
    }
}

/// The days that will do for one week's meeting: a week from its day on; where the stage ends before that, as many
/// days as make a week with those before it.
fn week(date: Date, (first, last): (Date, Date)) -> (Date, Date) {
    let end = last.min(after(date, 6));
    (date.min(after(end, -6)).max(first), end)
}

/// What is news of a meeting, if anything is.
fn changed(
    external_id: String,
    content: Option<SessionContent>,
    meeting: &mut Meeting,
) -> Option<Said> {
    let mark = match &content {
        Some(content) => digest(&["plan", &serde_json::to_string(content).unwrap_or_default()]),
        // Of what nobody has heard of, nobody needs to hear that it does not take place.
        None if meeting.said.is_empty() => return None,
        None => CANCELLED.to_owned(),
    };
    if meeting.said == mark && !meeting.unsent {
        return None;
    }
    meeting.said = mark;
    meeting.unsent = true;
    Some(Said { external_id, content })
}

/// How long after its end a meeting is taken to be over where nobody says so: where the provider never tells, a
/// quarter of an hour; where it does, longer than it goes on trying.
#[must_use]
pub fn grace(provider: &str) -> SignedDuration {
    if provider == "zoom" { LONGEST_GRACE } else { SignedDuration::from_mins(15) }
}
