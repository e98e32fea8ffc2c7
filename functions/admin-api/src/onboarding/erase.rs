//! Erasing a person (requirement B44): what the hub holds of somebody goes, and so does their access to recordings.

use convoke::app::erase;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, accepted};
use crate::refusal::{Outcome, Refusal};

/// That a person is being erased.
#[derive(Serialize, ToSchema)]
pub struct Erasing {
    /// `erasing`: everything here is gone; access to recordings is taken away within moments.
    status: &'static str,
    /// How many enrolments were ended and emptied.
    enrolments: usize,
    /// How many answers and requests were emptied.
    answers: usize,
    /// How many recordings the person is being shut out of.
    recordings: usize,
}

/// `POST …/people/{p}/erase?confirm=true`.
pub async fn post(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("p"));
    if !config.people.contains_key(id) {
        return Err(Refusal::not_found("person"));
    }
    if call.query.get("confirm") != Some("true") {
        let detail = "this can't be undone: add ?confirm=true";
        return Err(Refusal::field("confirm", "confirmation_required", detail));
    }
    let done = erase::person(call.app, &config, id, call.trace).await?;
    let erase::Erased { enrolments, answers, recordings } = done;
    Ok(accepted(&Erasing { status: "erasing", enrolments, answers, recordings }))
}
