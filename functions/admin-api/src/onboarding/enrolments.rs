//! Enrolments: begun, looked at, moved on, ended.

use std::collections::BTreeMap;
use std::sync::Arc;

use convoke::app::plan_ahead;
use convoke::domain::config::TenantConfig;
use convoke::domain::onboarding::enrolment::{Enrolment, EnrolmentBody, EnrolmentState, Member};
use convoke::domain::onboarding::scenario::Scenario;
use convoke::domain::problem::FieldErrors;
use convoke::store::Due;
use http::StatusCode;
use jiff::tz::TimeZone;

use super::view::EnrolmentView;
use super::who::Actor;
use crate::call::{Call, gone};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};
use convoke::lambda::http::{Answer, json_answer};

/// An enrolment with all that it is looked at with.
pub struct Known {
    /// The company.
    pub config: Arc<TenantConfig>,
    /// Who calls.
    pub actor: Actor,
    /// The enrolment.
    pub enrolment: Enrolment,
    /// Its scenario, in the version it keeps.
    pub scenario: Scenario,
}

impl Known {
    /// The enrolment that a call names, if the caller may see it.
    pub async fn of(call: &Call<'_>) -> Result<Self, Refusal> {
        let config = call.config().await?;
        let actor = Actor::of(call, &config);
        let enrolment = call.app.store.enrolment(call.tenant(), call.param("enrolment")).await?;
        let enrolment = enrolment.ok_or_else(|| Refusal::not_found("enrolment"))?;
        actor.sees(&enrolment, &config)?;
        let scenario = scenario_of(call, &enrolment).await?;
        Ok(Self { config, actor, enrolment, scenario })
    }

    /// As it is shown.
    pub fn view(&self, call: &Call<'_>) -> EnrolmentView {
        let own = self.config.people.get(&self.enrolment.person);
        let own = own.and_then(|person| person.time_zone.as_deref());
        let zone = TimeZone::get(own.unwrap_or(&self.config.tenant.time_zone));
        let zone = zone.unwrap_or(TimeZone::UTC);
        let moment = (call.app.clock.now(), zone);
        EnrolmentView::new(&self.enrolment, &self.scenario, &self.config, moment)
    }

    fn answer(&self, call: &Call<'_>, status: StatusCode) -> Answer {
        json_answer(status, &self.view(call))
    }
}

async fn scenario_of(call: &Call<'_>, enrolment: &Enrolment) -> Result<Scenario, Refusal> {
    let (id, version) = (&enrolment.scenario, enrolment.version);
    let scenario = call.app.store.scenario_version(call.tenant(), id, version).await?;
    scenario.ok_or_else(|| Refusal::not_found("scenario"))
}

/// `GET …/enrolments`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let actor = Actor::of(call, &config);
    let (scenario, person) = (call.query.get("scenario"), call.query.get("person"));
    let mut views = Vec::new();
    let mut versions: BTreeMap<(String, u32), Scenario> = BTreeMap::new();
    for enrolment in call.app.store.enrolments(call.tenant()).await? {
        let asked = scenario.is_none_or(|it| it == enrolment.scenario)
            && person.is_none_or(|it| it == enrolment.person);
        if !asked || actor.sees(&enrolment, &config).is_err() {
            continue;
        }
        let key = (enrolment.scenario.clone(), enrolment.version);
        let scenario = match versions.get(&key) {
            Some(scenario) => scenario.clone(),
            None => scenario_of(call, &enrolment).await?,
        };
        versions.insert(key, scenario.clone());
        let known =
            Known { config: Arc::clone(&config), actor: actor.clone(), enrolment, scenario };
        views.push((known.enrolment.id.clone(), known.view(call)));
    }
    call.query.page(views)
}

/// `POST …/enrolments`. The same one again changes who has which role and the first day, as far as its meetings
/// are still ahead.
pub async fn post(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let actor = Actor::of(call, &config);
    actor.organises()?;
    let body: EnrolmentBody = call.checked()?;
    people_are_known(&body, &config)?;
    let now = call.app.clock.now();
    let (enrolment, status) = match call.app.store.enrolment(call.tenant(), &body.id).await? {
        Some(known) => (changed(call, &known, &body).await?, StatusCode::OK),
        None => {
            let version = published(call, &body.scenario).await?;
            let enrolment = Enrolment::new(&body, version, now);
            let due = Due::Enrolment { tenant: call.tenant().to_owned(), id: body.id.clone() };
            // Before anything is there: should this be cut short, the clock goes on.
            call.app.store.put_due(&due, now).await?;
            let member = Member::unplanned(&enrolment);
            call.app.store.put_member(call.tenant(), &enrolment.scenario, &member).await?;
            if !call.app.store.put_enrolment(call.tenant(), 0, &enrolment).await? {
                let detail = "somebody else has begun it at the same moment: look at it again";
                return Err(Refusal::conflict("enrolled_meanwhile", detail));
            }
            (enrolment, StatusCode::CREATED)
        }
    };
    plan_ahead::wake(call.app, call.tenant(), &enrolment.id, call.trace).await?;
    let scenario = scenario_of(call, &enrolment).await?;
    Ok(Known { config, actor, enrolment, scenario }.answer(call, status))
}

fn people_are_known(body: &EnrolmentBody, config: &TenantConfig) -> Result<(), Refusal> {
    let mut errors = FieldErrors::default();
    let detail = "nobody has this id: save the person first";
    let known = config.people.contains_key(&body.person);
    errors.require(known, "person", "person_unknown", detail);
    for (role, person) in &body.people {
        let known = config.people.contains_key(person);
        errors.require(known, &format!("people.{role}"), "person_unknown", detail);
    }
    Ok(errors.into_result()?)
}

async fn published(call: &Call<'_>, scenario: &str) -> Result<u32, Refusal> {
    let record = call.app.store.scenario(call.tenant(), scenario).await?;
    let detail = "there is no such scenario: save and publish it first";
    let record = record.ok_or_else(|| Refusal::field("scenario", "scenario_unknown", detail))?;
    if record.published == 0 {
        let detail = "publish the scenario first, with POST …/scenarios/{id}/publish";
        return Err(Refusal::field("scenario", "scenario_not_published", detail));
    }
    Ok(record.published)
}

async fn changed(
    call: &Call<'_>,
    known: &Enrolment,
    body: &EnrolmentBody,
) -> Result<Enrolment, Refusal> {
    if known.scenario != body.scenario || known.person != body.person {
        let detail = "this id is another person's, or of another scenario: choose another id";
        return Err(Refusal::conflict("enrolment_exists", detail));
    }
    if known.state != EnrolmentState::Active {
        let detail = "it has ended: begin another one with another id";
        return Err(Refusal::conflict("enrolment_over", detail));
    }
    let now = call.app.clock.now();
    let apply = |enrolment: &mut Enrolment| {
        let moves = enrolment.start_date != body.start_date;
        let changes = moves || enrolment.people != body.people;
        enrolment.people.clone_from(&body.people);
        enrolment.start_date = body.start_date;
        if moves {
            enrolment.lay_out_anew(now);
        }
        changes
    };
    let changed = call.app.store.change_enrolment(call.tenant(), &body.id, apply).await?;
    changed.ok_or_else(|| Refusal::not_found("enrolment"))
}

/// `GET …/enrolments/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    Ok(ok(&Known::of(call).await?.view(call)))
}

/// `DELETE …/enrolments/{id}`: what is still ahead is cancelled; what was stays to be read.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let known = Known::of(call).await?;
    known.actor.organises()?;
    let end = |enrolment: &mut Enrolment| {
        let is_active = enrolment.state == EnrolmentState::Active;
        if is_active {
            enrolment.state = EnrolmentState::Cancelled;
        }
        is_active
    };
    let id = &known.enrolment.id;
    call.app.store.change_enrolment(call.tenant(), id, end).await?;
    plan_ahead::wake(call.app, call.tenant(), id, call.trace).await?;
    Ok(gone())
}

/// `POST …/enrolments/{id}/stages/{stage}/complete`.
pub async fn complete_stage(call: &Call<'_>) -> Outcome {
    let known = Known::of(call).await?;
    known.actor.moves(&known.enrolment, &known.config)?;
    let stage = call.param("stage").to_owned();
    if known.scenario.stage(&stage).is_none() {
        return Err(Refusal::not_found("stage"));
    }
    let now = call.app.clock.now();
    move_on(call, known, |enrolment| {
        let is_new = !enrolment.stages_done.contains_key(&stage);
        enrolment.stages_done.entry(stage.clone()).or_insert(now);
        is_new
    })
    .await
}

/// `POST …/enrolments/{id}/steps/{step}/complete`: a task or a material, which the new colleague may tick off.
pub async fn complete_step(call: &Call<'_>) -> Outcome {
    let known = Known::of(call).await?;
    let own = known.actor.person.as_deref() == Some(&*known.enrolment.person);
    if !own {
        known.actor.moves(&known.enrolment, &known.config)?;
    }
    let step = call.param("step").to_owned();
    let (_, found) = known.scenario.step(&step).ok_or_else(|| Refusal::not_found("step"))?;
    if found.is_meeting() {
        let detail = "a meeting is done when it was held";
        return Err(Refusal::conflict("is_a_meeting", detail));
    }
    let now = call.app.clock.now();
    move_on(call, known, |enrolment| {
        let record = enrolment.steps.entry(step.clone()).or_default();
        let is_new = record.done_at.is_none();
        record.done_at = record.done_at.or(Some(now));
        is_new
    })
    .await
}

async fn move_on(
    call: &Call<'_>,
    mut known: Known,
    change: impl FnMut(&mut Enrolment) -> bool + Send,
) -> Outcome {
    if known.enrolment.state != EnrolmentState::Active {
        return Err(Refusal::conflict("enrolment_over", "it has ended"));
    }
    let id = known.enrolment.id.clone();
    let changed = call.app.store.change_enrolment(call.tenant(), &id, change).await?;
    known.enrolment = changed.ok_or_else(|| Refusal::not_found("enrolment"))?;
    plan_ahead::wake(call.app, call.tenant(), &id, call.trace).await?;
    Ok(known.answer(call, StatusCode::OK))
}
