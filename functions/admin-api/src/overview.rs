//! How far a tenant's set-up has come, and whether the parts answer.

use convoke::app::{capabilities, read};

use crate::call::Call;
use crate::query::ok;
use crate::refusal::Outcome;

/// `GET …/readiness`.
pub async fn readiness(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Ok(ok(&read::readiness_now(call.app, &config).await))
}

/// `GET …/capabilities`.
pub async fn capabilities(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Ok(ok(&capabilities::capabilities(call.app, &config).await?))
}

/// `GET …/diagnostics`.
pub async fn diagnostics(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Ok(ok(&read::diagnostics(call.app, &config).await))
}
