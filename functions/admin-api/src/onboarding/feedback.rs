//! Feedback: answered by whoever was asked, and by managers; read by HR.

use convoke::app::{feedback, post_news};
use convoke::domain::ids::digest;
use convoke::domain::onboarding::feedback::{
    Answered, AnswersBody, FeedbackRecord, FeedbackState, PRODUCT,
};
use convoke::lambda::http::json_answer;
use http::StatusCode;

use super::who::Actor;
use crate::auth::Caller;
use crate::call::Call;
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// As what somebody answers who has no part in the enrolment.
const OTHER: &str = "other";

/// `POST …/feedback/{id}`: to a request; or with the id `product`, of the product itself (requirement B45).
pub async fn post(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let (actor, id) = (Actor::of(call, &config), call.param("feedback"));
    if id == PRODUCT {
        return product(call, &actor).await;
    }
    let record = call.app.store.feedback(call.tenant(), id).await?;
    let record = record.ok_or_else(|| Refusal::not_found("feedback"))?;
    let enrolment = call.app.store.enrolment(call.tenant(), &record.enrolment).await?;
    let part = enrolment.as_ref().and_then(|it| actor.part(it, &config));
    let role = match part {
        Some(role) => role,
        // An administrator's token enters what somebody said otherwise.
        None if actor.person.is_none() && actor.organises().is_ok() => OTHER.to_owned(),
        None => return Err(Refusal::not_found("feedback")),
    };
    let body: AnswersBody = call.checked()?;
    let by = actor.person.clone().unwrap_or_else(|| record.person.clone());
    let role = if role == OTHER { "new_employee".to_owned() } else { role };
    let answers = body.answers.by_question();
    let kept = feedback::answer(call.app, call.tenant(), id, (&by, &role), answers).await?;
    let kept = kept.ok_or_else(|| Refusal::not_found("feedback"))?;
    post_news::feedback(call.app, call.tenant(), &kept, (&by, &role), call.trace).await?;
    Ok(ok(&kept))
}

async fn product(call: &Call<'_>, actor: &Actor) -> Outcome {
    let body: AnswersBody = call.checked()?;
    let now = call.app.clock.now();
    let name = match &call.caller {
        Caller::Token { name, .. } => name.clone(),
        Caller::Operator | Caller::Anybody => "operator".to_owned(),
    };
    let by = actor.person.clone().unwrap_or(name);
    let unique = call.app.entropy.name().map_err(convoke::domain::fault::Fault::from)?;
    let answered = Answered {
        by: by.clone(),
        role: OTHER.to_owned(),
        at: now,
        answers: body.answers.by_question(),
    };
    let record = FeedbackRecord {
        id: digest(&["feedback", call.tenant(), PRODUCT, &unique]),
        subject: PRODUCT.to_owned(),
        about: PRODUCT.to_owned(),
        enrolment: String::new(),
        scenario: String::new(),
        stage: String::new(),
        step: None,
        person: by,
        asked_at: now,
        state: FeedbackState::Answered,
        answers: vec![answered],
    };
    call.app.store.ask_feedback(call.tenant(), &record).await?;
    Ok(json_answer(StatusCode::CREATED, &record))
}

/// `GET …/feedback`: HR sees everything, others what they were asked.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let actor = Actor::of(call, &config);
    let sees_all = actor.sees_all().is_ok();
    if !sees_all && actor.person.is_none() {
        actor.sees_all()?;
    }
    let asked = |name: &str, value: &str| call.query.get(name).is_none_or(|it| it == value);
    let all = call.app.store.all_feedback(call.tenant()).await?.into_iter().filter(|it| {
        (sees_all || actor.person.as_ref() == Some(&it.person))
            && asked("stage", &it.stage)
            && asked("scenario", &it.scenario)
            && asked("enrolment", &it.enrolment)
            && asked("step", it.step.as_deref().unwrap_or_default())
            && asked("subject", &it.subject)
    });
    call.query.page(all.map(|it| (it.id.clone(), it)))
}

/// `GET …/feedback/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let actor = Actor::of(call, &config);
    let record = call.app.store.feedback(call.tenant(), call.param("feedback")).await?;
    let may =
        |it: &FeedbackRecord| actor.sees_all().is_ok() || actor.person.as_ref() == Some(&it.person);
    Ok(ok(&record.filter(may).ok_or_else(|| Refusal::not_found("feedback"))?))
}
