//! Which meetings there are to be, and what is said of each.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::slots::{Room, Wanted, after};
use super::{HORIZON, HOURLY, Planner, Said, crew, is_weekly};
use crate::domain::fault::Reason;
use crate::domain::ids::digest;
use crate::domain::language::Language;
use crate::domain::onboarding::agenda;
use crate::domain::onboarding::enrolment::{Meeting, Member, external_id};
use crate::domain::onboarding::scenario::{Stage, Step};
use crate::domain::session::{SessionContent, SessionKind};

/// What `said` holds of a meeting that does not take place.
const CANCELLED: &str = "cancelled";

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
        let first = step.day.unwrap_or(stage.from_day);
        let window = stage.window();
        let last = after(self.next.start_date, i32::from(window.end) - 1);
        let weeks = if is_weekly(step) { (window.end - first).div_ceil(7) } else { 1 };
        for week in 0..weeks {
            let number = u32::from(week) + 1;
            let known = self.record(step).meetings.get(&number).cloned();
            if known.as_ref().is_some_and(|meeting| !meeting.moves) {
                continue;
            }
            let date = after(self.next.start_date, i32::from(first) + 7 * i32::from(week));
            if known.is_none()
                && let Some(opens) = self.not_yet(date)
            {
                self.look_at(opens);
                break;
            }
            let begin = if is_weekly(step) {
                date
            } else {
                after(self.next.start_date, i32::from(window.start))
            };
            let end = if is_weekly(step) { last.min(after(date, 6)) } else { last };
            self.fix(step, number, date, (begin, end));
        }
    }

    /// When a day comes within reach that is not yet.
    fn not_yet(&self, date: Date) -> Option<Timestamp> {
        let midnight = date.to_zoned(self.zone.clone()).ok()?.timestamp();
        let opens = midnight.checked_sub(HORIZON).ok()?;
        (opens > self.around.now).then_some(opens)
    }

    fn fix(&mut self, step: &Step, number: u32, date: Date, window: (Date, Date)) {
        let ahead = self.next.steps.values().flat_map(|record| record.meetings.values());
        let taken: Vec<_> = ahead
            .filter(|meeting| !meeting.cancelled && !meeting.moves)
            .map(|meeting| (meeting.start, meeting.end))
            .collect();
        let Self { around, zone, .. } = self;
        let room = Room { settings: around.settings, zone, now: around.now, taken: &taken };
        let (time, minutes) = (step.local_time(), step.minutes());
        let slot = room.slot(&Wanted { date, window, time, minutes });
        let meetings = &mut self.record_mut(step).meetings;
        match (slot, meetings.get_mut(&number)) {
            (Some((start, end)), Some(meeting)) => {
                (meeting.start, meeting.end, meeting.moves) = (start, end, false);
            }
            (Some((start, end)), None) => {
                meetings.insert(number, Meeting::planned(start, end));
            }
            (None, Some(meeting)) => (meeting.cancelled, meeting.moves) = (true, false),
            // The record alone shows that there was no time for it.
            (None, None) => {}
        }
    }

    fn record(&mut self, step: &Step) -> &super::super::enrolment::StepRecord {
        self.record_mut(step)
    }

    fn record_mut(&mut self, step: &Step) -> &mut super::super::enrolment::StepRecord {
        self.next.steps.entry(step.id.clone()).or_default()
    }

    /// What is to be said of a step's meetings that are still ahead.
    fn say(&mut self, step: &Step) -> Vec<Said> {
        let Some(record) = self.next.steps.get(&step.id).cloned() else { return Vec::new() };
        let (mut said, mut block) = (Vec::new(), None);
        for (number, mut meeting) in record.meetings {
            if meeting.ended_at.is_none() && (meeting.end > self.around.now || meeting.unsent) {
                let own = external_id(&self.next.id, &step.id, (is_weekly(step), number));
                match self.content(step, &mut meeting) {
                    Ok(content) => said.extend(changed(own, content, &mut meeting)),
                    Err(reason) => block = block.or(Some(reason)),
                }
                self.record_mut(step).meetings.insert(number, meeting);
            }
        }
        if block.is_some() {
            let again = self.around.now + HOURLY;
            self.look_at(again);
        }
        self.record_mut(step).block = block.filter(|_| self.is_active());
        said
    }

    /// What is to be said of a meeting; nothing of one that does not take place, or is part of another.
    fn content(
        &self,
        step: &Step,
        meeting: &mut Meeting,
    ) -> Result<Option<SessionContent>, Reason> {
        if !self.is_active() {
            meeting.cancelled = true;
        }
        if meeting.cancelled {
            return Ok(None);
        }
        let (owner, joiners) = self.sharers(step, meeting);
        meeting.joined = owner.map(|it| external_id(&it.enrolment, &step.id, (false, 1)));
        if meeting.joined.is_some() {
            return Ok(None);
        }
        self.whole(step, meeting, &joiners).map(Some)
    }

    /// Whose meeting this one is part of, and whose are part of it: of several enrolments that have the same
    /// meeting with everybody at the same moment, the first holds it for all.
    fn sharers(&self, step: &Step, meeting: &Meeting) -> (Option<&Member>, Vec<&Member>) {
        if !step.is_shared() || is_weekly(step) || meeting.started {
            return (None, Vec::new());
        }
        let same = |it: &&Member| {
            it.enrolment != self.next.id
                && it.version == self.next.version
                && it.starts.get(&step.id) == Some(&meeting.start)
        };
        let all: Vec<_> = self.around.cohort.iter().filter(same).collect();
        let first = all.iter().copied().min_by(|a, b| a.enrolment.cmp(&b.enrolment));
        match first.filter(|it| it.enrolment < self.next.id) {
            Some(owner) => (Some(owner), Vec::new()),
            None => (None, all),
        }
    }

    fn whole(
        &self,
        step: &Step,
        meeting: &Meeting,
        joiners: &[&Member],
    ) -> Result<SessionContent, Reason> {
        let around = self.around;
        let day = meeting.start.to_zoned(self.zone.clone()).date();
        let started_by = meeting.started_by.as_deref();
        let started = started_by.filter(|_| meeting.started);
        let crew = crew::crew(&self.next, step, around, (day, joiners), started)?;
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
            fields: std::collections::BTreeMap::new(),
        };
        content.fields.insert("note".to_owned(), agenda::text(step, words, named)?);
        if around.scenario.records(step) {
            content.fields.insert("recorded".to_owned(), "yes".to_owned());
        }
        if let Some(contact) = &around.config.tenant.contact {
            let parts = [contact.name.trim(), contact.email.trim()];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            content.fields.insert("contact".to_owned(), parts.join(", "));
        }
        let links: Vec<_> = around
            .settings
            .links()
            .map(|it| format!("{}: {}", it.title.trim(), it.url.trim()))
            .collect();
        if !links.is_empty() {
            content.fields.insert("resources".to_owned(), links.join("\n"));
        }
        if let Some(previous) = &step.previous_recording {
            let latest = format!("{}/{}", self.next.scenario, step.id);
            let previous = if previous == crate::domain::onboarding::scenario::LATEST {
                latest
            } else {
                previous.clone()
            };
            content.fields.insert("previous_recording".to_owned(), previous);
        }
        Ok(content)
    }
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
    if provider == "zoom" { SignedDuration::from_hours(6) } else { SignedDuration::from_mins(15) }
}
