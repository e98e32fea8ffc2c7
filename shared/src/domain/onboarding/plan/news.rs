//! What is to be asked and told.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::meetings::grace;
use super::{Planner, StepKind, crew, is_weekly};
use crate::domain::business::{BusinessEvent, Subject};
use crate::domain::language::Language;
use crate::domain::onboarding::enrolment::{Asked, Meeting, meeting_name, organisers, stays};
use crate::domain::onboarding::feedback::{self, FeedbackRecord, FeedbackState};
use crate::domain::onboarding::scenario::{Stage, Step};
use crate::domain::onboarding::{agenda, news};
use crate::domain::template::LocalTime;

/// What feedback is asked of.
struct About<'a> {
    subject: String,
    title: &'a str,
    stage: &'a Stage,
    step: Option<&'a Step>,
}

impl Planner<'_> {
    /// Asks and tells what is due.
    pub(super) fn news(&mut self) -> Vec<FeedbackRecord> {
        let mut asks = Vec::new();
        let scenario = self.around.scenario;
        for (stage, step) in scenario.steps() {
            match step.kind {
                StepKind::Meeting => {
                    self.of_meetings(stage, step, &mut asks);
                    self.of_block(step);
                }
                StepKind::Feedback => self.of_feedback_step(stage, step, &mut asks),
                StepKind::Material | StepKind::Task => self.open(stage, step),
            }
        }
        for stage in &scenario.stages {
            self.of_stage(stage, &mut asks);
        }
        self.remind();
        asks
    }

    fn of_meetings(&mut self, stage: &Stage, step: &Step, asks: &mut Vec<FeedbackRecord>) {
        let Some(record) = self.next.steps.get(&step.id).cloned() else { return };
        for (number, meeting) in record.meetings {
            let subject = meeting_name(&step.id, (is_weekly(step), number));
            if meeting.ended_at.is_some() {
                let about = About { subject, title: &step.title, stage, step: Some(step) };
                self.ask(&about, asks);
            } else if meeting.is_ahead(self.around.now) {
                self.of_agenda(step, &subject, &meeting);
                self.wait_for_end(&meeting);
            } else if !meeting.cancelled {
                self.wait_for_end(&meeting);
            }
        }
    }

    /// Looks again when a meeting must be over.
    fn wait_for_end(&mut self, meeting: &Meeting) {
        let provider = self.around.scenario.provider.provider().unwrap_or_default();
        let over = meeting.end + grace(provider);
        if over > self.around.now {
            self.look_at(over);
        }
    }

    /// Requirement B26.
    fn of_agenda(&mut self, step: &Step, subject: &str, meeting: &Meeting) {
        let hours = self.around.settings.agenda_reminder_hours;
        if hours == 0 || !self.is_active() || !agenda::is_empty(step) || meeting.joined.is_some() {
            return;
        }
        let at = meeting.start - SignedDuration::from_hours(i64::from(hours));
        if at > self.around.now {
            self.look_at(at);
            return;
        }
        if meeting.start > self.around.now && self.tell_once(&format!("agenda:{subject}")) {
            let zone = self.around.zone_name(&self.next).to_owned();
            let language = Language::of(&self.around.config.tenant.locale);
            let when = LocalTime::new(meeting.start, language, &[&zone]);
            let when = format!("{}, {}, {}", when.date(), when.time(), when.zone());
            let host = crew::host_of(&self.next, step, self.around, meeting);
            let data = [("when", when)];
            self.add_news(
                news::AGENDA_MISSING,
                subject,
                step,
                host.into_iter().collect(),
                data.into(),
            );
        }
    }

    /// Requirement B19: HR is told, once for each reason.
    fn of_block(&mut self, step: &Step) {
        let block = self.next.steps.get(&step.id).and_then(|record| record.block.clone());
        let Some(block) = block else { return };
        if self.tell_once(&format!("block:{}:{}", step.id, block.detail)) {
            let subject = format!("{}:{}", step.id, block.detail);
            let to = organisers(&self.next, self.around.config);
            let role = block.detail.strip_prefix("nobody is ").and_then(|it| it.split(':').next());
            let role = role.unwrap_or_default().to_owned();
            let data = [("detail", block.detail.clone()), ("role", role)];
            self.add_news(news::STEP_BLOCKED, &subject, step, to, data.into());
        }
    }

    fn of_feedback_step(&mut self, stage: &Stage, step: &Step, asks: &mut Vec<FeedbackRecord>) {
        if self.is_active() && self.day_has_come(stage, step) {
            self.next.steps.entry(step.id.clone()).or_default();
            let (subject, title) = (step.id.clone(), step.title.as_str());
            self.ask(&About { subject, title, stage, step: Some(step) }, asks);
        }
    }

    /// A material or task shows from its day on.
    fn open(&mut self, stage: &Stage, step: &Step) {
        if self.is_active() && self.day_has_come(stage, step) {
            self.next.steps.entry(step.id.clone()).or_default();
        }
    }

    /// Whether the step's day has begun; else it is looked at again then.
    fn day_has_come(&mut self, stage: &Stage, step: &Step) -> bool {
        let day = i32::from(step.day.unwrap_or(stage.from_day));
        let date = super::slots::after(self.next.start_date, day);
        let time = step.local_time().unwrap_or(self.around.settings.working_hours.from);
        let Ok(at) = date.to_datetime(time).to_zoned(self.zone.clone()) else { return false };
        let has_come = at.timestamp() <= self.around.now;
        if !has_come {
            self.look_at(at.timestamp());
        }
        has_come
    }

    /// Requirement B33 with reading R9: one request for each finished stage, none for one that was a single
    /// meeting, which was asked about already or will be.
    fn of_stage(&mut self, stage: &Stage, asks: &mut Vec<FeedbackRecord>) {
        let is_done = self.next.stages_done.contains_key(&stage.id);
        let only = only_meeting(stage);
        if !is_done || only.is_some_and(|step| self.next.asked.contains_key(&step.id)) {
            return;
        }
        let subject = format!("stage:{}", stage.id);
        self.ask(&About { subject, title: &stage.name, stage, step: None }, asks);
    }

    fn ask(&mut self, about: &About<'_>, asks: &mut Vec<FeedbackRecord>) {
        let is_asked = self.next.asked.contains_key(&about.subject);
        if is_asked || self.is_asked_with_stage(about) || !self.can_be_asked() {
            return;
        }
        let tenant = &self.around.config.id;
        let id = feedback::id_of(tenant, &self.next.id, &about.subject);
        let title = self.called(about.title);
        let now = self.around.now;
        self.next
            .asked
            .insert(about.subject.clone(), Asked { id: id.clone(), at: now, reminded: false });
        asks.push(FeedbackRecord {
            id: id.clone(),
            subject: about.subject.clone(),
            about: title,
            enrolment: self.next.id.clone(),
            scenario: self.next.scenario.clone(),
            stage: about.stage.id.clone(),
            step: about.step.map(|step| step.id.clone()),
            person: self.next.person.clone(),
            asked_at: now,
            state: FeedbackState::Sent,
            answers: Vec::new(),
        });
        self.tell_new_colleague(news::FEEDBACK_REQUESTED, &id, about.title);
    }

    /// A stage that was a single meeting and is done is asked about once.
    fn is_asked_with_stage(&self, about: &About<'_>) -> bool {
        about.step.is_some()
            && only_meeting(about.stage).is_some()
            && self.next.asked.contains_key(&format!("stage:{}", about.stage.id))
    }

    /// Nobody is asked who has left.
    fn can_be_asked(&self) -> bool {
        self.around.config.people.get(&self.next.person).is_some_and(stays)
    }

    /// Whoever has not answered is asked once more.
    fn remind(&mut self) {
        let hours = i64::from(self.around.settings.feedback_reminder_hours);
        if hours == 0 || !self.can_be_asked() {
            return;
        }
        let open = self.next.asked.clone().into_iter().filter(|(_, it)| !it.reminded);
        for (subject, asked) in open {
            let at = asked.at + SignedDuration::from_hours(hours);
            if self.around.answered.contains(&subject) {
                self.note_reminded(&subject);
            } else if at > self.around.now {
                self.look_at(at);
            } else {
                self.note_reminded(&subject);
                let title = self.title_of(&subject);
                self.tell_new_colleague(news::FEEDBACK_REMINDER, &asked.id, &title);
            }
        }
    }

    fn note_reminded(&mut self, subject: &str) {
        if let Some(asked) = self.next.asked.get_mut(subject) {
            asked.reminded = true;
        }
    }

    fn title_of(&self, subject: &str) -> String {
        let scenario = self.around.scenario;
        let stage = subject.strip_prefix("stage:").and_then(|id| scenario.stage(id));
        let step = scenario.step(subject.split(':').next().unwrap_or_default());
        let title = stage.map(|it| &it.name).or(step.map(|(_, step)| &step.title));
        title.cloned().unwrap_or_default()
    }

    /// The title with names, or as it stands where one is missing.
    fn called(&self, title: &str) -> String {
        crew::named_as_far(&self.next, self.around, title)
    }

    fn tell_new_colleague(&mut self, kind: &str, feedback: &str, title: &str) {
        let data = BTreeMap::from([
            ("feedback".to_owned(), feedback.to_owned()),
            ("about".to_owned(), self.called(title)),
        ]);
        let to = Subject::Person(self.next.person.clone());
        self.push_news(kind, feedback, Some(to), data);
    }

    fn add_news(
        &mut self,
        kind: &str,
        mark: &str,
        step: &Step,
        to: Vec<String>,
        data: Vec<(&str, String)>,
    ) {
        let employee = self.around.config.people.get(&self.next.person);
        let employee = employee.map(|person| person.name.clone()).unwrap_or_default();
        let mut said: BTreeMap<_, _> =
            data.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        said.insert("about".to_owned(), self.called(&step.title));
        said.insert("employee".to_owned(), employee);
        said.insert("enrolment".to_owned(), self.next.id.clone());
        said.insert("step".to_owned(), step.id.clone());
        let contact = self.around.config.tenant.contact.as_ref();
        let contact = contact.map(|it| Subject::Email(it.email.trim().to_owned()));
        let mut to: Vec<_> = to.into_iter().map(Subject::Person).collect();
        if to.is_empty() {
            to.extend(contact);
        }
        for who in to {
            self.push_news(kind, mark, Some(who), said.clone());
        }
    }

    fn push_news(
        &mut self,
        kind: &str,
        mark: &str,
        subject: Option<Subject>,
        data: BTreeMap<String, String>,
    ) {
        let who = subject.as_ref().map(|it| format!("{it:?}")).unwrap_or_default();
        let tenant = self.around.config.id.clone();
        let given = format!("{}/{mark}/{who}", self.next.id);
        let id = BusinessEvent::id_of(&tenant, kind, &given);
        let at = self.around.now;
        self.next.unsent.push(BusinessEvent {
            id,
            tenant,
            kind: kind.to_owned(),
            at,
            subject,
            data,
        });
    }

    fn tell_once(&mut self, mark: &str) -> bool {
        self.next.told.insert(mark.to_owned())
    }
}

/// The meeting that is all of a stage.
fn only_meeting(stage: &Stage) -> Option<&Step> {
    match stage.steps.as_slice() {
        [only] if only.is_meeting() && !is_weekly(only) => Some(only),
        _ => None,
    }
}
