//! To the tenant's own address, signed as Standard Webhooks, so that any system can learn of events.

use bytes::Bytes;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Sending, Stop, rejected};
use crate::app::signing;
use crate::domain::business::{BusinessEvent, Subject};
use crate::domain::config::TenantConfig;
use crate::domain::dispatch::News;
use crate::domain::event::{Delivery, EventKind};
use crate::domain::fault::Fault;
use crate::transport::TransportFault;

/// The longest wait that is asked of a receiver.
const WAIT_S: i64 = 5;

pub(super) async fn send(
    sending: &Sending<'_>,
    config: &TenantConfig,
    url: &str,
) -> Result<String, Stop> {
    let now = sending.app.clock.now();
    let body = body(&sending.dispatch.news, now).to_string();
    let secret = signing::secret(sending.app, config).await?;
    let Some(secret) = secret else {
        return Err(rejected(
            "signing_secret_missing",
            "save the subscription once more: nothing is sent unsigned",
        ));
    };
    let id = format!("msg_{}", sending.dispatch.id);
    let headers = signing::headers(&secret, &id, now, &body);
    let mut request = http::Request::post(url).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(Bytes::from(body));
    let request =
        request.map_err(|_| rejected("webhook_address", "the address can't be called as it is"))?;
    match sending.app.guarded.send(request).await {
        Ok(answer) => read(answer.status()),
        Err(TransportFault::NotSent(cause) | TransportFault::Lost(cause)) => {
            Err(Stop::Fault(Fault::retry(WAIT_S, cause)))
        }
    }
}

/// The receiver knows a repetition by its id, so whatever is not a clear no is sent again.
fn read(status: StatusCode) -> Result<String, Stop> {
    match status {
        status if status.is_success() => Ok(status.as_str().to_owned()),
        StatusCode::GONE => Err(rejected(
            "webhook_gone",
            "the receiver wants no more messages (410): remove the subscription",
        )),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT => {
            Err(Stop::Fault(Fault::retry(WAIT_S, "the receiver is busy")))
        }
        status if status.is_server_error() => {
            let cause = format!("the receiver answered {}", status.as_u16());
            Err(Stop::Fault(Fault::retry(WAIT_S, cause)))
        }
        status => Err(rejected(
            "webhook_refused",
            &format!("the receiver refuses the message ({})", status.as_u16()),
        )),
    }
}

/// What Standard Webhooks recommends: type, timestamp, data.
fn body(news: &News, now: Timestamp) -> Value {
    match news {
        News::Session(delivery) => session(delivery),
        News::Business(event) => business(event),
        News::Test { tenant } => {
            json!({"type": "test", "timestamp": now, "data": {"tenant": tenant}})
        }
    }
}

fn business(event: &BusinessEvent) -> Value {
    let mut data = json!(event.data);
    data["id"] = json!(event.id);
    data["subject"] = match &event.subject {
        Some(Subject::Person(id)) => json!({"person": id}),
        Some(Subject::Email(email)) => json!({"email": email}),
        None => Value::Null,
    };
    json!({"type": event.kind, "timestamp": event.at, "data": data})
}

/// Nothing that only a host may have.
fn session(delivery: &Delivery) -> Value {
    let (event, occasion) = (&delivery.event, &delivery.event.occasion);
    let is_on = matches!(delivery.tells, EventKind::Ready | EventKind::Changed);
    let meeting = event.meeting.as_ref().filter(|_| is_on).map(|it| {
        json!({"provider": it.provider, "id": it.id, "join_url": it.join_url, "password": it.password})
    });
    json!({
        "type": delivery.tells.name(),
        "timestamp": event.at,
        "data": {
            "id": event.id,
            "source": event.key.source,
            "external_id": event.key.external_id,
            "sequence": event.seq,
            "title": occasion.title,
            "start": occasion.start,
            "end": occasion.end,
            "time_zone": occasion.time_zone,
            "service": occasion.service,
            "host": occasion.host.as_ref().map(|host| host.id.clone()),
            "meeting": meeting,
            "reason": event.reason,
        },
    })
}
