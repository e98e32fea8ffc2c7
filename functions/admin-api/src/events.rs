//! Business events: their types, and posting them with a token.

use convoke::app::business::{self, Accepted};
use convoke::app::configure;
use convoke::app::read::{DeliveryView, delivery_view};
use convoke::domain::business::{BUILT_IN, BusinessEvent, Posted, built_in};
use convoke::domain::settings::{EventTypeBody, Visibility};
use convoke::store::SettingItem;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use convoke::lambda::http::Problem;

use crate::call::{Call, accepted, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// A type of business event.
#[derive(Serialize, ToSchema)]
pub struct EventTypeView {
    /// As events name it; `award.*` stands for every type that begins so.
    #[serde(rename = "type")]
    kind: String,
    /// Who may read of such events.
    visibility: Visibility,
    /// Whether it is there without anybody having registered it.
    built_in: bool,
}

/// A business event.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventBody {
    /// A built-in type or one that was registered.
    #[serde(rename = "type", default)]
    #[schema(required = true)]
    kind: String,
    /// When it happened; when it came, unless given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    timestamp: Option<Timestamp>,
    /// What it says: its own `id`, its `subject` (`{"email": …}` or `{"person": …}`), and further fields.
    /// `wallet.funded` and `perk.redeemed` have `amount`, `unit` and `balance`, `perk.redeemed` also
    /// `name` and `status`, `wallet.low_balance` `balance` and `threshold`, `perk.added` `name`.
    #[serde(default)]
    #[schema(value_type = Object, required = true)]
    data: Value,
}

/// What became of an event.
#[derive(Serialize, ToSchema)]
pub struct EventAnswer {
    /// `queued` or `ignored`.
    status: String,
    /// The event's id here, when it is queued; the same for the same event.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Why it is ignored: `module_inactive`, `not_successful`, `threshold_not_crossed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// `POST …/events`.
pub async fn post(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let body: EventBody = call.body()?;
    if body.kind.is_empty() {
        return Err(Refusal::field("type", "required", "the event's type"));
    }
    let posted = Posted { kind: body.kind, at: body.timestamp, data: body.data };
    let answer = match business::accept(call.app, &config, &posted, call.trace).await? {
        Accepted::Queued(id) => {
            EventAnswer { status: "queued".to_owned(), id: Some(id), reason: None }
        }
        Accepted::Ignored(reason) => {
            let reason = Some(reason.to_owned());
            EventAnswer { status: "ignored".to_owned(), id: None, reason }
        }
        Accepted::Refused { code, detail, errors } => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Err(Problem::new(status, code, detail).with_errors(errors).into());
        }
    };
    Ok(accepted(&answer))
}

/// A business event with the messages sent because of it.
#[derive(Serialize, ToSchema)]
pub struct EventView {
    /// The id that posting it answered.
    id: String,
    /// The messages, with their history.
    deliveries: Vec<DeliveryView>,
}

/// `GET …/events/{event}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let id = call.param("event").to_owned();
    let home = BusinessEvent::home_of(call.tenant(), &id);
    let (deliveries, _) = call.app.store.beside(&home).await?;
    if deliveries.is_empty() {
        return Err(Refusal::not_found("message of this event"));
    }
    let deliveries = deliveries.iter().map(|record| delivery_view(&home, record)).collect();
    Ok(ok(&EventView { id, deliveries }))
}

/// `GET …/event-types`.
pub async fn types(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let ours = BUILT_IN.into_iter().filter(|kind| !config.event_types.contains_key(*kind));
    let ours = ours.filter_map(|kind| {
        let visibility = built_in(kind)?;
        Some((kind.to_owned(), view(kind, visibility)))
    });
    let own = config.event_types.iter();
    let own = own.map(|(kind, body)| (kind.clone(), view(kind, body.visibility)));
    let mut all: Vec<_> = ours.chain(own).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    call.query.page(all)
}

fn view(kind: &str, visibility: Visibility) -> EventTypeView {
    EventTypeView { kind: kind.to_owned(), visibility, built_in: built_in(kind).is_some() }
}

/// `PUT …/event-types/{type}`. A built-in type may be saved, too: that changes who may read of it.
pub async fn put_type(call: &Call<'_>) -> Outcome {
    let (config, kind) = (call.config().await?, call.param("type"));
    if kind == "meeting" || kind.starts_with("meeting.") || kind.starts_with("session.") {
        let detail = "types that begin so are ours: choose another name";
        return Err(Refusal::field("type", "reserved", detail));
    }
    let body: EventTypeBody = call.checked()?;
    let item = SettingItem::EventType(kind.to_owned(), body.clone());
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    Ok(stored(!config.event_types.contains_key(kind), &body))
}

/// `GET …/event-types/{type}`.
pub async fn get_type(call: &Call<'_>) -> Outcome {
    let (config, kind) = (call.config().await?, call.param("type"));
    let visibility = config.visibility(kind).ok_or_else(|| Refusal::not_found("event type"))?;
    Ok(ok(&view(kind, visibility)))
}

/// `DELETE …/event-types/{type}`.
pub async fn delete_type(call: &Call<'_>) -> Outcome {
    let (config, kind) = (call.config().await?, call.param("type"));
    if !config.event_types.contains_key(kind) {
        return Err(Refusal::not_found("event type"));
    }
    configure::delete(call.app, call.tenant(), &format!("event_type#{kind}")).await?;
    Ok(gone())
}
