//! What a company has set for settling in.

use convoke::app::copy_recording;
use convoke::domain::onboarding::settings::OnboardingSettings;

use super::who::Actor;
use crate::call::{Call, stored};
use crate::query::ok;
use crate::refusal::Outcome;

/// `PUT …/onboarding`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).organises()?;
    let settings: OnboardingSettings = call.checked()?;
    let before = call.app.store.onboarding_settings(call.tenant()).await?;
    call.app.store.put_onboarding_settings(call.tenant(), &settings).await?;
    // Who may see what was recorded holds for what is there already.
    if before.share_outside != settings.share_outside {
        copy_recording::wake_all(call.app, call.tenant(), call.trace).await?;
    }
    Ok(stored(false, &settings))
}

/// `GET …/onboarding`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).sees_all()?;
    Ok(ok(&call.app.store.onboarding_settings(call.tenant()).await?))
}
