//! Starting a step's meeting at once (requirements B04 and B05).

use std::time::Duration;

use convoke::app::{host_page, plan_ahead};
use convoke::domain::config::TenantConfig;
use convoke::domain::desire::can_host;
use convoke::domain::ids::SessionKey;
use convoke::domain::meeting::{MeetingState, Session};
use convoke::domain::onboarding::SOURCE;
use convoke::domain::onboarding::enrolment::{
    Enrolment, EnrolmentState, Meeting, external_id, named_by,
};
use convoke::domain::onboarding::scenario::{Recurrence, Step};
use convoke::lambda::http::json_answer;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::enrolments::Known;
use crate::call::Call;
use crate::refusal::{Outcome, Refusal};

/// How long the caller waits for the link; after that it comes by mail.
const PATIENCE: SignedDuration = SignedDuration::from_secs(15);
/// How often it is looked.
const LOOK: Duration = Duration::from_millis(150);
/// A meeting that begins so soon is the one that is meant.
const SOON: SignedDuration = SignedDuration::from_mins(15);
/// The first whole minute that is not over when the provider is asked.
const HEAD_START: SignedDuration = SignedDuration::from_secs(60);

/// A meeting that was started.
#[derive(Serialize, ToSchema)]
pub struct Started {
    /// `planner`.
    source: &'static str,
    /// The session's external id.
    external_id: String,
    /// Where its meeting stands.
    state: &'static str,
    /// Why, where that needs saying.
    reason: Option<String>,
    /// The same for people.
    detail: Option<String>,
    /// By which whoever hosts begins; for the host alone.
    start_url: Option<String>,
    /// By which the others join.
    join_url: Option<String>,
}

/// `POST …/enrolments/{id}/steps/{step}/start`.
pub async fn post(call: &Call<'_>) -> Outcome {
    let known = Known::of(call).await?;
    known.actor.moves(&known.enrolment, &known.config)?;
    let (_, step) =
        known.scenario.step(call.param("step")).ok_or_else(|| Refusal::not_found("step"))?;
    if !step.is_meeting() {
        let detail = "only meetings can be started; tick this step off with …/complete";
        return Err(Refusal::conflict("not_a_meeting", detail));
    }
    if known.enrolment.state != EnrolmentState::Active {
        return Err(Refusal::conflict("enrolment_over", "it has ended"));
    }
    let now = call.app.clock.now();
    let host = known.actor.person.clone();
    let host = host.filter(|id| can_host(&known.config, id, known.scenario.provider));
    let (id, meant) = owner(call, &known.enrolment, step, now).await?;
    let mut number = 1;
    let begin = |enrolment: &mut Enrolment| {
        let (chosen, changed) = started(enrolment, step, (now, meant), host.as_deref());
        number = chosen;
        changed
    };
    let changed = call.app.store.change_enrolment(call.tenant(), &id, begin).await?;
    let enrolment = changed.ok_or_else(|| Refusal::not_found("enrolment"))?;
    plan_ahead::wake(call.app, call.tenant(), &id, call.trace).await?;
    let of = key_of(&known.config, &enrolment, (step, number));
    answer(call, &of, (&id, &step.id)).await
}

/// The enrolment whose meeting it is that is to begin, with its number where that is known: one that is held with
/// others is started for all of them, from whoever's row.
async fn owner(
    call: &Call<'_>,
    enrolment: &Enrolment,
    step: &Step,
    now: Timestamp,
) -> Result<(String, Option<u32>), Refusal> {
    let own = (enrolment.id.clone(), None);
    let next = enrolment.steps.get(&step.id).and_then(|it| it.next(now));
    let joined = next.and_then(|(_, meeting)| meeting.joined.as_deref());
    let Some((id, _, number)) = joined.and_then(named_by) else { return Ok(own) };
    let owner = call.app.store.enrolment(call.tenant(), id).await?;
    let holds = |owner: &Enrolment| {
        let meeting = owner.steps.get(&step.id).and_then(|it| it.meetings.get(&number));
        let is_on = meeting.is_some_and(|it| it.is_ahead(now) && it.joined.is_none());
        owner.state == EnrolmentState::Active && is_on
    };
    Ok(owner.filter(holds).map_or(own, |owner| (owner.id, Some(number))))
}

fn key_of(
    config: &TenantConfig,
    enrolment: &Enrolment,
    (step, number): (&Step, u32),
) -> SessionKey {
    let weekly = step.recurrence == Recurrence::Weekly;
    let own = external_id(&enrolment.id, &step.id, (weekly, number));
    let record = enrolment.steps.get(&step.id);
    let joined = record.and_then(|it| it.meetings.get(&number)).and_then(|it| it.joined.clone());
    SessionKey::new(&*config.id, SOURCE, joined.unwrap_or(own))
}

/// Moves the step's next meeting, or the one that is meant, to now; one that goes on or is about to begin stays as it is. The number of the
/// meeting, and whether anything changed.
fn started(
    enrolment: &mut Enrolment,
    step: &Step,
    (now, meant): (Timestamp, Option<u32>),
    host: Option<&str>,
) -> (u32, bool) {
    let record = enrolment.steps.entry(step.id.clone()).or_default();
    let named = meant.and_then(|number| Some((number, record.meetings.get(&number)?)));
    let next = named.or_else(|| record.next(now)).map(|(number, meeting)| (number, meeting.start));
    let meetings = &mut record.meetings;
    if let Some((number, start)) = next
        && start.duration_since(now) <= SOON
    {
        return (number, false);
    }
    let number =
        next.map_or_else(|| meetings.keys().max().map_or(1, |last| last + 1), |(it, _)| it);
    let minute = SignedDuration::from_secs(60 - now.as_second().rem_euclid(60));
    let start = now + minute.max(HEAD_START - SignedDuration::from_secs(30));
    let start = Timestamp::from_second(start.as_second()).unwrap_or(start);
    let end = start + SignedDuration::from_mins(i64::from(step.minutes()));
    let meeting = meetings.entry(number).or_insert_with(|| Meeting::planned(start, end));
    (meeting.start, meeting.end, meeting.started, meeting.joined) = (start, end, true, None);
    meeting.started_by = host.map(str::to_owned);
    (number, true)
}

/// Waits for the meeting as long as people wait for a page.
async fn answer(call: &Call<'_>, key: &SessionKey, (enrolment, step): (&str, &str)) -> Outcome {
    let until = call.app.clock.now() + PATIENCE;
    loop {
        if let Some(session) = call.app.store.session(key).await?
            && is_decided(&session)
        {
            return decided(call, key, &session).await;
        }
        let planned = call.app.store.enrolment(call.tenant(), enrolment).await?;
        let block = planned.and_then(|it| it.steps.get(step)?.block.clone());
        if let Some(reason) = block {
            return Err(Refusal::conflict(&reason.code, reason.detail));
        }
        if call.app.clock.now() > until {
            let waits = view(key, None, "wanted", None);
            return Ok(json_answer(StatusCode::ACCEPTED, &waits));
        }
        wait().await;
    }
}

fn is_decided(session: &Session) -> bool {
    let settled = session.done.as_ref() == Some(&session.order);
    let is_stuck = matches!(session.state, MeetingState::Blocked | MeetingState::Failed);
    settled && (is_stuck || session.state == MeetingState::Ready)
}

async fn decided(call: &Call<'_>, key: &SessionKey, session: &Session) -> Outcome {
    if session.state != MeetingState::Ready {
        let state = if session.state == MeetingState::Failed { "failed" } else { "blocked" };
        return Ok(json_answer(StatusCode::ACCEPTED, &view(key, Some(session), state, None)));
    }
    let link = host_page::current(call.app, session, None).await?;
    let link = link.map(|link| link.expose().to_owned());
    Ok(json_answer(StatusCode::CREATED, &view(key, Some(session), "ready", link)))
}

fn view(
    key: &SessionKey,
    session: Option<&Session>,
    state: &'static str,
    start_url: Option<String>,
) -> Started {
    let reason = session.and_then(|session| session.reason.as_ref());
    Started {
        source: SOURCE,
        external_id: key.external_id.clone(),
        state,
        reason: reason.map(|reason| reason.code.clone()),
        detail: reason.map(|reason| reason.detail.clone()),
        start_url,
        join_url: session.and_then(|it| it.live.as_ref()).map(|live| live.join_url.clone()),
    }
}

#[expect(clippy::disallowed_methods, reason = "somebody waits for the link, and a worker makes it")]
async fn wait() {
    tokio::time::sleep(LOOK).await;
}
