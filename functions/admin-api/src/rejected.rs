//! Signed messages that could not be translated.

use convoke::store::RejectedMessage;
use convoke::vault::Place;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::{List, ok};
use crate::refusal::{Outcome, Refusal};

/// Such a message.
#[derive(Serialize, ToSchema)]
pub struct RejectedView {
    /// Its id.
    id: String,
    /// The source it came by.
    source: String,
    /// When it came first.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// The stable code of why.
    code: String,
    /// What to do.
    detail: String,
}

/// Such a message with what was sent.
#[derive(Serialize, ToSchema)]
pub struct RejectedBody {
    /// The message.
    #[serde(flatten)]
    message: RejectedView,
    /// The body as it was sent; what is not UTF-8 in it is replaced.
    body: String,
}

impl From<&RejectedMessage> for RejectedView {
    fn from(message: &RejectedMessage) -> Self {
        Self {
            id: message.id.clone(),
            source: message.source.clone(),
            received_at: message.received_at,
            code: message.code.clone(),
            detail: message.detail.clone(),
        }
    }
}

/// `GET …/rejected`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let after = call.query.cursor(2)?.map(|(cursor, _)| cursor);
    let page = call.app.store.rejected(call.tenant(), after, call.query.limit()?).await?;
    let items: Vec<_> = page.items.iter().map(RejectedView::from).collect();
    Ok(ok(&List { items, next: page.next }))
}

/// `GET …/rejected/{id}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let id = call.param("id");
    let message = call.app.store.rejected_message(call.tenant(), id).await?;
    let message = message.ok_or_else(|| Refusal::not_found("message"))?;
    let place = Place { tenant: call.tenant(), item: id, field: "body" };
    let body = call.app.vault.open(place, &message.body).await?;
    Ok(ok(&RejectedBody { message: (&message).into(), body: body.expose().to_owned() }))
}
