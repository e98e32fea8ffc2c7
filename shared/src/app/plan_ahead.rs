//! Plan ahead: from an enrolment to its meetings, requests and news. Like everything here it is level-triggered: a
//! message says where to look, and what follows is written before it is sent. What was written and may not have
//! been sent is sent again by whoever looks next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::configs::Fresh;
use super::{App, Context};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::onboarding::SOURCE;
use crate::domain::onboarding::enrolment::{
    Enrolment, EnrolmentState, Member, external_id, named_by,
};
use crate::domain::onboarding::feedback::FeedbackState;
use crate::domain::onboarding::plan::{Around, Plan, grace, plan};
use crate::domain::onboarding::scenario::{Recurrence, Scenario};
use crate::domain::onboarding::settings::OnboardingSettings;
use crate::domain::onboarding::told::{MeetingTold, Phase};
use crate::domain::session::Change;
use crate::queue::{Envelope, EventMessage, PlanOrder, RecordingMessage, SessionMessage};
use crate::store::Due;

/// How often it is looked again after somebody else wrote first.
const ROUNDS: usize = 8;

/// Makes everything that follows from an enrolment be as it should.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn handle(app: &App, order: &PlanOrder, context: &Context) -> Result<(), Fault> {
    for _ in 0..ROUNDS {
        let Some(seen) = seen(app, order).await? else { return Ok(()) };
        if seen.carried_out(app, &context.trace).await? {
            return Ok(());
        }
    }
    Err(Fault::retry(1, "others plan the same enrolment"))
}

/// Has an enrolment looked at by whoever plans.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn wake(app: &App, tenant: &str, id: &str, trace: &str) -> Result<(), Fault> {
    let message = SessionMessage::Plan(PlanOrder::of(tenant, id));
    app.sessions()?.send(tenant, &Envelope::new(trace, message)).await
}

/// Has every enrolment looked at that has to do with a person.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn wake_of(app: &App, tenant: &str, person: &str, trace: &str) -> Result<(), Fault> {
    for enrolment in app.store.enrolments(tenant).await? {
        let is_theirs =
            enrolment.person == person || enrolment.people.values().any(|it| it == person);
        let waits = enrolment.steps.values().any(|record| record.block.is_some());
        if enrolment.state == EnrolmentState::Active && (is_theirs || waits) {
            wake(app, tenant, &enrolment.id, trace).await?;
        }
    }
    Ok(())
}

/// All that a plan is made from.
struct Seen {
    enrolment: Enrolment,
    scenario: Scenario,
    config: Arc<TenantConfig>,
    settings: OnboardingSettings,
    cohort: Vec<Member>,
    ended: BTreeMap<String, Timestamp>,
    answered: BTreeSet<String>,
    now: Timestamp,
}

/// `None` for an enrolment that there is not.
async fn seen(app: &App, order: &PlanOrder) -> Result<Option<Seen>, Fault> {
    let PlanOrder { tenant, enrolment: id, ended } = order;
    let Some(enrolment) = app.store.enrolment(tenant, id).await? else {
        let due = Due::Enrolment { tenant: tenant.clone(), id: id.clone() };
        return app.store.delete_due(&due).await.map(|()| None);
    };
    let version =
        app.store.scenario_version(tenant, &enrolment.scenario, enrolment.version).await?;
    let Some(scenario) = version else { return Ok(None) };
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let (settings, cohort) = (
        app.store.onboarding_settings(tenant).await?,
        app.store.cohort(tenant, &enrolment.scenario).await?,
    );
    let now = app.clock.now();
    let mut ended: BTreeMap<_, _> = ended.clone().into_iter().collect();
    ended.extend(past(app, tenant, &enrolment, &scenario, now).await?);
    let answered = answered(app, tenant, &enrolment, &settings, now).await?;
    Ok(Some(Seen { enrolment, scenario, config, settings, cohort, ended, answered, now }))
}

/// Meetings that must be over by now, though nobody has said so: those that there were, by their sessions.
async fn past(
    app: &App,
    tenant: &str,
    enrolment: &Enrolment,
    scenario: &Scenario,
    now: Timestamp,
) -> Result<BTreeMap<String, Timestamp>, Fault> {
    let mut found = BTreeMap::new();
    let after = grace(scenario.provider.provider().unwrap_or_default());
    for (step, record) in &enrolment.steps {
        let weekly =
            scenario.step(step).is_some_and(|(_, step)| step.recurrence == Recurrence::Weekly);
        for (number, meeting) in &record.meetings {
            if meeting.cancelled || meeting.ended_at.is_some() || meeting.end + after > now {
                continue;
            }
            let own = external_id(&enrolment.id, step, (weekly, *number));
            let id = meeting.joined.clone().unwrap_or(own);
            let session = app.store.session(&SessionKey::new(tenant, SOURCE, &*id)).await?;
            if session.is_some_and(|session| session.live.is_some() && !session.cancelled) {
                found.insert(id, meeting.end);
            }
        }
    }
    Ok(found)
}

/// The subjects that were answered, of those that whoever was asked would be reminded of.
async fn answered(
    app: &App,
    tenant: &str,
    enrolment: &Enrolment,
    settings: &OnboardingSettings,
    now: Timestamp,
) -> Result<BTreeSet<String>, Fault> {
    let wait = SignedDuration::from_hours(i64::from(settings.feedback_reminder_hours));
    let mut found = BTreeSet::new();
    let due = enrolment.asked.iter().filter(|(_, it)| !it.reminded && it.at + wait <= now);
    for (subject, asked) in due {
        let record = app.store.feedback(tenant, &asked.id).await?;
        if record.is_none_or(|record| record.state == FeedbackState::Answered) {
            found.insert(subject.clone());
        }
    }
    Ok(found)
}

impl Seen {
    fn tenant(&self) -> &str {
        &self.config.id
    }

    /// Plans, writes, and sends what follows. `false` when somebody else has written in between.
    async fn carried_out(&self, app: &App, trace: &str) -> Result<bool, Fault> {
        let plan = plan(
            &self.enrolment,
            &Around {
                config: &self.config,
                settings: &self.settings,
                scenario: &self.scenario,
                cohort: &self.cohort,
                ended: &self.ended,
                answered: &self.answered,
                now: self.now,
            },
        );
        // The pointer first, so that whatever is written is found again.
        let due =
            Due::Enrolment { tenant: self.tenant().to_owned(), id: self.enrolment.id.clone() };
        if let Some(at) = plan.due {
            app.store.put_due(&due, at).await?;
        }
        for ask in &plan.asks {
            app.store.ask_feedback(self.tenant(), ask).await?;
        }
        if plan.next.rev != self.enrolment.rev {
            if !app.store.put_enrolment(self.tenant(), self.enrolment.rev, &plan.next).await? {
                return Ok(false);
            }
            self.send(app, &plan, trace).await?;
            self.note_sent(app, &plan.next).await?;
        }
        if plan.due.is_none() {
            app.store.delete_due(&due).await?;
        }
        Ok(true)
    }

    async fn send(&self, app: &App, plan: &Plan, trace: &str) -> Result<(), Fault> {
        let tenant = self.tenant();
        let facts = plan.facts.iter().cloned().map(SessionMessage::Fact);
        let mut messages: Vec<_> = facts.map(|fact| Envelope::new(trace, fact)).collect();
        if plan.next.tells_others {
            self.note_member(app, plan.member.as_ref()).await?;
            let others = self.cohort.iter().filter(|it| it.enrolment != plan.next.id);
            let orders =
                others.map(|it| SessionMessage::Plan(PlanOrder::of(tenant, &it.enrolment)));
            messages.extend(orders.map(|order| Envelope::new(trace, order)));
        }
        if !messages.is_empty() {
            app.sessions()?.send_all(tenant, &messages).await?;
        }
        self.tell(app, &plan.next, trace).await?;
        self.show_earlier_recordings(app, plan, trace).await?;
        self.look_for_recordings(app, &plan.next, trace).await
    }

    /// Requirement B22: where a step shows what was recorded of an earlier cohort, its people are let in.
    async fn show_earlier_recordings(
        &self,
        app: &App,
        plan: &Plan,
        trace: &str,
    ) -> Result<(), Fault> {
        for fact in &plan.facts {
            let Change::Upserted(content) = &fact.change else { continue };
            let reference = content.fields.get("previous_recording");
            let Some((scenario, step)) = reference.and_then(|it| it.split_once('/')) else {
                continue;
            };
            if scenario != self.enrolment.scenario {
                continue;
            }
            let message = RecordingMessage::Show {
                tenant: self.tenant().to_owned(),
                scenario: scenario.to_owned(),
                step: step.to_owned(),
                emails: content.attendees.iter().map(|it| it.email.clone()).collect(),
                before: content.start,
            };
            app.recordings()?.send(self.tenant(), &Envelope::new(trace, message)).await?;
        }
        Ok(())
    }

    async fn note_member(&self, app: &App, member: Option<&Member>) -> Result<(), Fault> {
        let (tenant, scenario) = (self.tenant(), &self.enrolment.scenario);
        match member {
            Some(member) => app.store.put_member(tenant, scenario, member).await,
            None => app.store.delete_member(tenant, scenario, &self.enrolment.id).await,
        }
    }

    async fn tell(&self, app: &App, next: &Enrolment, trace: &str) -> Result<(), Fault> {
        let events = next.unsent.iter().cloned().map(EventMessage::Business);
        let events: Vec<_> = events.map(|event| Envelope::new(trace, event)).collect();
        if events.is_empty() {
            return Ok(());
        }
        app.events()?.send_all(self.tenant(), &events).await
    }

    /// Only Zoom tells by itself that a recording is there; the others are asked once a meeting is over.
    async fn look_for_recordings(
        &self,
        app: &App,
        next: &Enrolment,
        trace: &str,
    ) -> Result<(), Fault> {
        let provider = self.scenario.provider.provider().unwrap_or_default();
        if !matches!(provider, "google" | "microsoft") {
            return Ok(());
        }
        for id in self.newly_ended(next) {
            let session = SessionKey::new(self.tenant(), SOURCE, id);
            let message = Envelope::new(trace, RecordingMessage::Look { session, tries: 0 });
            app.recordings()?.send(self.tenant(), &message).await?;
        }
        Ok(())
    }

    /// Own meetings that are over since this plan.
    fn newly_ended(&self, next: &Enrolment) -> Vec<String> {
        let was_over = |step: &str, number: u32| {
            let record = self.enrolment.steps.get(step);
            let meeting = record.and_then(|record| record.meetings.get(&number));
            meeting.is_some_and(|meeting| meeting.ended_at.is_some())
        };
        let mut found = Vec::new();
        for (step, record) in &next.steps {
            let Some((_, known)) = self.scenario.step(step) else { continue };
            let weekly = known.recurrence == Recurrence::Weekly;
            for (number, meeting) in &record.meetings {
                let is_own = meeting.joined.is_none() && meeting.ended_at.is_some();
                if is_own && !was_over(step, *number) && self.scenario.records(known) {
                    found.push(external_id(&next.id, step, (weekly, *number)));
                }
            }
        }
        found
    }

    /// Whoever has planned since sends what it wrote itself.
    async fn note_sent(&self, app: &App, next: &Enrolment) -> Result<(), Fault> {
        if !next.has_unsent() {
            return Ok(());
        }
        let sent = |enrolment: &mut Enrolment| {
            let is_ours = enrolment.rev == next.rev;
            if is_ours {
                enrolment.note_sent();
            }
            is_ours
        };
        app.store.change_enrolment(self.tenant(), &next.id, sent).await.map(drop)
    }
}

/// A provider tells of a meeting: everybody whose step it was hears that it is over.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn told(app: &App, told: &MeetingTold, context: &Context) -> Result<(), Fault> {
    let Some(key) = app.store.session_of(&told.provider, &told.meeting).await? else {
        return Ok(());
    };
    let (Phase::Ended, true) = (told.phase, key.source == SOURCE) else { return Ok(()) };
    let Some((id, _, _)) = named_by(&key.external_id) else { return Ok(()) };
    let Some(owner) = app.store.enrolment(&key.tenant, id).await? else { return Ok(()) };
    let cohort = app.store.cohort(&key.tenant, &owner.scenario).await?;
    let all: BTreeSet<_> = cohort.into_iter().map(|it| it.enrolment).chain([owner.id]).collect();
    let orders = all.into_iter().map(|enrolment| PlanOrder {
        tenant: key.tenant.clone(),
        enrolment,
        ended: Some((key.external_id.clone(), told.at)),
    });
    let messages: Vec<_> =
        orders.map(|order| Envelope::new(&context.trace, SessionMessage::Plan(order))).collect();
    app.sessions()?.send_all(&key.tenant, &messages).await
}
