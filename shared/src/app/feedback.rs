//! Feedback: where it is given, and what becomes of it.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::App;
use crate::domain::fault::Fault;
use crate::domain::onboarding::feedback::{Answered, FeedbackRecord, FeedbackState};
use crate::domain::settings::OneOrMany;

const PURPOSE: &str = "feedback page";

/// What the link says.
#[derive(Serialize, Deserialize)]
struct Claims {
    t: String,
    f: String,
    p: String,
}

/// A request that a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The tenant.
    pub tenant: String,
    /// Who may answer by it.
    pub person: String,
    /// The request.
    pub record: FeedbackRecord,
}

/// The link by which one person answers one request.
///
/// # Errors
/// [`Fault::Retry`] when the key ring can't be had.
pub async fn link(app: &App, tenant: &str, id: &str, person: &str) -> Result<String, Fault> {
    let claims = Claims { t: tenant.to_owned(), f: id.to_owned(), p: person.to_owned() };
    let text = serde_json::to_vec(&claims)
        .map_err(|e| Fault::retry(60, format!("a feedback link can't be written: {e}")))?;
    let text = URL_SAFE_NO_PAD.encode(text);
    let signature = app.vault.sign(PURPOSE, &text).await?;
    Ok(format!("{}/feedback/{text}.{signature}", app.config.public_url.get()?))
}

/// Opens a link; `None` when we did not make it, or the request is gone.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn open(app: &App, token: &str) -> Result<Option<Opened>, Fault> {
    let Some((text, signature)) = token.split_once('.') else { return Ok(None) };
    if !app.vault.is_signed(PURPOSE, text, signature).await? {
        return Ok(None);
    }
    let claims = URL_SAFE_NO_PAD.decode(text).ok();
    let claims: Option<Claims> = claims.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(Claims { t: tenant, f: id, p: person }) = claims else { return Ok(None) };
    let record = app.store.feedback(&tenant, &id).await?;
    Ok(record.filter(|record| !record.person.is_empty()).map(|record| Opened {
        tenant,
        person,
        record,
    }))
}

/// Keeps somebody's answers; answers that the same person gave before are replaced. `role` is as what they answer.
///
/// # Errors
/// [`Fault::Retry`] when the table doesn't answer.
pub async fn answer(
    app: &App,
    tenant: &str,
    id: &str,
    (person, role): (&str, &str),
    answers: BTreeMap<String, OneOrMany>,
) -> Result<Option<FeedbackRecord>, Fault> {
    let at = app.clock.now();
    let answered = Answered { by: person.to_owned(), role: role.to_owned(), at, answers };
    let keep = |record: &mut FeedbackRecord| {
        record.answers.retain(|it| it.by != answered.by || it.role != answered.role);
        record.answers.push(answered.clone());
        if record.person == answered.by {
            record.state = FeedbackState::Answered;
        }
    };
    app.store.change_feedback(tenant, id, keep).await
}
