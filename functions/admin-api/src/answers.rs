//! What people may ask in a chat, and what requests to the tenant's own addresses are signed with.

use convoke::app::{configure, signing};
use convoke::domain::settings::{AnswerBody, MASK};
use convoke::store::SettingItem;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// The one intent whose answer comes from the tenant.
const BALANCE: &str = "balance";

/// Where an answer comes from.
#[derive(Serialize, ToSchema)]
pub struct AnswerView {
    /// As it is saved.
    #[serde(flatten)]
    answer: AnswerBody,
    /// What requests to the address are signed with: shown once, when it is made; masked from then on.
    signing_secret: String,
}

/// What requests to the tenant's own addresses are signed with.
#[derive(Serialize, ToSchema)]
pub struct SigningSecret {
    /// `whsec_…`; shown once.
    secret: String,
}

fn intent<'c>(call: &'c Call<'_>) -> Result<&'c str, Refusal> {
    let intent = call.param("intent");
    if intent == BALANCE {
        return Ok(intent);
    }
    Err(Refusal::field("intent", "intent_unknown", "balance is what can be asked"))
}

/// `PUT …/answers/{intent}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, intent) = (call.config().await?, intent(call)?);
    let answer: AnswerBody = call.checked()?;
    if let Err(refusal) = call.app.config.private_addresses.read(&answer.url) {
        return Err(Refusal::field("url", "address_refused", refusal.to_string()));
    }
    let item = SettingItem::Answer(intent.to_owned(), answer.clone());
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    let secret = signing::ensure(call.app, &config).await?;
    let signing_secret = secret.map_or(MASK.to_owned(), |it| it.expose().to_owned());
    let is_new = !config.answers.contains_key(intent);
    Ok(stored(is_new, &AnswerView { answer, signing_secret }))
}

/// `GET …/answers/{intent}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, intent) = (call.config().await?, intent(call)?);
    let answer = config.answers.get(intent).ok_or_else(|| Refusal::not_found("answer"))?.clone();
    Ok(ok(&AnswerView { answer, signing_secret: MASK.to_owned() }))
}

/// `DELETE …/answers/{intent}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, intent) = (call.config().await?, intent(call)?);
    if !config.answers.contains_key(intent) {
        return Err(Refusal::not_found("answer"));
    }
    configure::delete(call.app, call.tenant(), &format!("answer#{intent}")).await?;
    Ok(gone())
}

/// `POST …/signing-secret`: a new one, which counts from then on.
pub async fn renew(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let secret = signing::renew(call.app, call.tenant()).await?;
    Ok(stored(true, &SigningSecret { secret: secret.expose().to_owned() }))
}
