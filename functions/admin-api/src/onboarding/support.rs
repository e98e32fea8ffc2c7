//! Requests for help: kept, and told by mail and in the channel that the company has for it.

use convoke::app::post_news;
use convoke::domain::ids::digest;
use convoke::domain::onboarding::settings::{OnboardingSettings, Resource};
use convoke::domain::onboarding::support::{SupportBody, SupportRequest};
use convoke::lambda::http::json_answer;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::who::Actor;
use crate::auth::Caller;
use crate::call::Call;
use crate::refusal::Outcome;

/// That a request has arrived, and where else there is help.
#[derive(Serialize, ToSchema)]
pub struct SupportView {
    /// The request as it is kept.
    #[serde(flatten)]
    request: SupportRequest,
    /// By which ways it was passed on: `email`, `channel`.
    told: Vec<&'static str>,
    /// Whom to call, if anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// Links that may help (requirement B39); only those that lead somewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Resource>,
}

/// `POST …/support`.
pub async fn post(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let body: SupportBody = call.checked()?;
    let from = match (&Actor::of(call, &config).person, &call.caller) {
        (Some(person), _) => person.clone(),
        (None, Caller::Token { name, .. }) => name.clone(),
        (None, Caller::Operator | Caller::Anybody) => "operator".to_owned(),
    };
    let unique = call.app.entropy.name().map_err(convoke::domain::fault::Fault::from)?;
    let request = SupportRequest {
        id: digest(&["support", call.tenant(), &unique])[..12].to_owned(),
        from,
        at: call.app.clock.now(),
        body,
        user_agent: call.user_agent.chars().take(500).collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        correlation_id: call.trace.to_owned(),
    };
    call.app.store.keep_support(call.tenant(), &request).await?;
    let settings = call.app.store.onboarding_settings(call.tenant()).await?;
    let told = post_news::support(call.app, &config, &settings, &request, call.trace).await?;
    Ok(json_answer(StatusCode::CREATED, &view(request, &settings, told)))
}

fn view(
    request: SupportRequest,
    settings: &OnboardingSettings,
    told: Vec<&'static str>,
) -> SupportView {
    let resources = settings.links().cloned().collect();
    SupportView { request, told, phone: settings.support.phone.clone(), resources }
}

/// `GET …/support`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).sees_all()?;
    let all = call.app.store.support_requests(call.tenant()).await?;
    call.query.page(all.into_iter().map(|it| (format!("{}#{}", it.at, it.id), it)))
}
