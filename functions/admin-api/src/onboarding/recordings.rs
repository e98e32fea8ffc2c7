//! What was recorded, where it lies, and who was let in (requirements B11, B12 and B44).

use convoke::domain::onboarding::recording::FileRecord;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::who::Actor;
use crate::call::Call;
use crate::refusal::Outcome;

/// A recording's file as it is shown.
#[derive(Serialize, ToSchema)]
pub struct RecordingView {
    /// Its id.
    id: String,
    /// The session's external id.
    session: String,
    /// The scenario.
    scenario: String,
    /// The step.
    step: String,
    /// `recording` or `transcript`.
    kind: &'static str,
    /// `expected`, `copying`, `stored`, `shared`, `unavailable`, `blocked`, `failed` or `erased`.
    state: &'static str,
    /// Why, where that needs saying; stable.
    reason: Option<String>,
    /// The same for people.
    detail: Option<String>,
    /// What it is called in the folder.
    name: String,
    /// Bytes.
    size: Option<u64>,
    /// The folder's id of it.
    file: Option<String>,
    /// Where it is opened.
    link: Option<String>,
    /// Who was let in.
    shared_with: Vec<String>,
    /// When the meeting began.
    #[schema(value_type = String, format = DateTime)]
    held_at: Timestamp,
    /// When the file was stored.
    #[schema(value_type = Option<String>, format = DateTime)]
    stored_at: Option<Timestamp>,
}

impl RecordingView {
    fn new(file: FileRecord) -> Self {
        let reason = file.reason.as_ref();
        Self {
            session: file.session.external_id.clone(),
            kind: file.kind.name(),
            state: file.state.name(),
            reason: reason.map(|reason| reason.code.clone()),
            detail: reason.map(|reason| reason.detail.clone()),
            file: file.stored_as.clone().filter(|_| file.state.is_stored()),
            link: Some(file.link.clone()).filter(|link| !link.is_empty()),
            shared_with: file.permissions.keys().cloned().collect(),
            id: file.id,
            scenario: file.scenario,
            step: file.step,
            name: file.name,
            size: file.size,
            held_at: file.held_at,
            stored_at: file.stored_at,
        }
    }
}

/// `GET …/recordings`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    Actor::of(call, &config).sees_all()?;
    let asked = |name: &str, value: &str| call.query.get(name).is_none_or(|it| it == value);
    let all = call.app.store.files(call.tenant()).await?.into_iter().filter(|it| {
        asked("session", &it.session.external_id)
            && asked("scenario", &it.scenario)
            && asked("step", &it.step)
            && asked("state", it.state.name())
    });
    call.query.page(all.map(|it| (it.id.clone(), RecordingView::new(it))))
}
