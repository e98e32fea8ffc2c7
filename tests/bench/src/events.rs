//! What each function is given to work: the samples of `events/`, each made new in its ids and times, so
//! that no event is one that was worked before.

use convoke_local::sim::slack::sign;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use convoke::domain::event::{Delivery, Event};
use convoke::domain::ids::SessionKey;
use convoke_local::options::LOCAL_TOKEN;
use convoke_tests::hooks::standard_signature;
use convoke_tests::live::STANDARD_SECRET;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::runtime_api::Events;

/// What the simulated Slack signs with.
const SLACK_SECRET: &str = "slack-signing-secret-demo";

/// The tenant that all of it belongs to.
pub const TENANT: &str = "hoitola-aalto";
/// The tenant's source of bookings, as [`convoke_tests::live::Client::set_up`] makes it.
const SOURCE: &str = "booking";

const RETURNED: &str = include_str!("../../../events/oauth-callback/returned.json");
const CALL: &str = include_str!("../../../events/admin-api/get-openapi.json");
const BOOKED: &str = include_str!("../../../events/inbound-webhook/standard-session-upserted.json");
const FACT: &str = include_str!("../../../events/meeting-sync/session-fact.json");
const ASKED: &str = include_str!("../../../events/chat-command/slack-balance.json");
const REMOVED: &str = include_str!("../../../events/provider-webhook/slack-app-uninstalled.json");
const READY: &str = include_str!("../../../events/notification-fanout/meeting-ready.json");
const DELIVERY: &str = include_str!("../../../events/notification-deliver/customer-ready.json");
const PUSHED: &str = include_str!("../../../events/scheduled-import/pushed.json");
const AGAIN: &str = include_str!("../../../events/recording-copy/wake.json");
const TICK: &str = include_str!("../../../events/clock/every-minute.json");

/// One count for all processes: what is new must be new to the table.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// The events of a function; `None` for one that nobody has said anything of.
pub fn of(function: &str) -> Option<Events> {
    let make: fn(&str, Timestamp) -> Value = match function {
        "inbound-webhook" => hook,
        "admin-api" => |_, _| call("GET", &format!("/v1/tenants/{TENANT}/services/101")),
        "oauth-callback" => |id, _| returned(id),
        "chat-command" => |id, now| slack(ASKED, "13345224609.738474920", id, now),
        "provider-webhook" => |id, now| slack(REMOVED, "Ev0DEMO0001", id, now),
        "meeting-sync" => fact,
        "notification-fanout" => ready,
        "notification-deliver" => delivery,
        "scheduled-import" => pushed,
        "recording-copy" => again,
        "clock" => tick,
        "hello" => |_, _| json!({"greeting": "hello"}),
        _ => return None,
    };
    Some(Arc::new(move |_| {
        let id = format!("bench-{:06}", NEXT.fetch_add(1, Ordering::Relaxed));
        Bytes::from(make(&id, Timestamp::now()).to_string())
    }))
}

/// Whether an answer says that all went well: no error, no refusal, no message handed back.
pub fn is_well(answer: &[u8]) -> bool {
    let Ok(answer) = serde_json::from_slice::<Value>(answer) else { return false };
    // To whoever brings back what was never begun, a page says so.
    let is_page = answer["headers"]["content-type"].as_str().is_some_and(|it| it.contains("html"));
    let is_well = |status: &Value| *status == 200 || is_page && *status == 400;
    answer.get("errorType").is_none()
        && answer.get("statusCode").is_none_or(is_well)
        && answer.get("batchItemFailures").and_then(Value::as_array).is_none_or(Vec::is_empty)
}

fn sample(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// A call of the API, by the operator.
fn call(method: &str, path: &str) -> Value {
    let mut call = sample(CALL);
    call["rawPath"] = path.into();
    call["requestContext"]["http"]["path"] = path.into();
    call["requestContext"]["http"]["method"] = method.into();
    call["headers"]["authorization"] = format!("Bearer {LOCAL_TOKEN}").into();
    call["pathParameters"]["proxy"] = path.trim_start_matches("/v1/").into();
    call
}

/// A browser that comes back with what was never begun: each costs one look at the table.
fn returned(id: &str) -> Value {
    let mut returned = sample(RETURNED);
    let state = format!("{id}.{TENANT}");
    returned["rawQueryString"] = format!("code=c&state={state}").into();
    returned["queryStringParameters"]["state"] = state.into();
    returned
}

/// A booking that its sender signed just now.
fn hook(id: &str, now: Timestamp) -> Value {
    let mut booked = sample(BOOKED);
    booked["data"]["external_id"] = id.into();
    let body = booked.to_string();
    let mut call = call("POST", &format!("/v1/hooks/{TENANT}/{SOURCE}"));
    let signature = standard_signature(STANDARD_SECRET, id, now.as_second(), body.as_bytes());
    for (name, value) in [
        ("content-type", "application/json".to_owned()),
        ("content-length", body.len().to_string()),
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", now.as_second().to_string()),
        ("webhook-signature", signature),
    ] {
        call["headers"][name] = value.into();
    }
    call["routeKey"] = "POST /v1/hooks/{tenant}/{source}".into();
    call["pathParameters"] = json!({"tenant": TENANT, "source": SOURCE});
    call["body"] = body.into();
    call
}

/// An applicant whom a board has sent, and whom nobody has seen before.
fn pushed(id: &str, now: Timestamp) -> Value {
    batch(PUSHED, now, |pushed| {
        pushed["tenant"] = TENANT.into();
        pushed["external_id"] = id.into();
        // Everybody has another name, or each would be compared with all before.
        pushed["name"] = id.into();
        pushed["email"] = format!("{id}@applicant.example").into();
    })
}

/// A file to look at again, which is not there any more: each costs one look at the table.
fn again(id: &str, now: Timestamp) -> Value {
    batch(AGAIN, now, |wake| {
        wake["tenant"] = TENANT.into();
        wake["key"] = format!("{}#{id}", key(id).digest()).into();
    })
}

/// What Slack sends, with an id of its own and signed just now.
fn slack(sample_text: &str, known: &str, id: &str, now: Timestamp) -> Value {
    let mut call = sample(sample_text);
    let body = call["body"].as_str().unwrap_or_default().replace(known, id);
    let signature = sign(SLACK_SECRET, now.as_second(), body.as_bytes());
    for (name, value) in [
        ("content-length", body.len().to_string()),
        ("x-slack-request-timestamp", now.as_second().to_string()),
        ("x-slack-signature", signature),
    ] {
        call["headers"][name] = value.into();
    }
    call["body"] = body.into();
    call
}

/// A batch of one message, sent just now.
fn batch(text: &str, now: Timestamp, change: impl FnOnce(&mut Value)) -> Value {
    let mut batch = sample(text);
    let record = &mut batch["Records"][0];
    let mut body = sample(record["body"].as_str().unwrap_or_default());
    change(&mut body["message"]);
    record["body"] = body.to_string().into();
    record["attributes"]["SentTimestamp"] = now.as_millisecond().to_string().into();
    batch
}

fn key(id: &str) -> SessionKey {
    SessionKey::new(TENANT, SOURCE, id)
}

/// A booking in two days, of a session that nobody has heard of.
fn fact(id: &str, now: Timestamp) -> Value {
    batch(FACT, now, |message| {
        let start = now + SignedDuration::from_hours(48);
        message["key"] = json!(key(id));
        message["content"]["host"] = "aino".into();
        message["content"]["start"] = start.to_string().into();
        message["content"]["end"] = (start + SignedDuration::from_mins(45)).to_string().into();
    })
}

fn ready(id: &str, now: Timestamp) -> Value {
    batch(READY, now, |event| is_of(event, id, now))
}

/// Another session's event, with the id that it has.
fn is_of(event: &mut Value, id: &str, now: Timestamp) {
    let key = key(id);
    event["id"] = Event::id_of(&key, 1).into();
    event["key"] = json!(key);
    event["at"] = now.to_string().into();
}

fn delivery(id: &str, now: Timestamp) -> Value {
    batch(DELIVERY, now, |delivery| {
        is_of(&mut delivery["event"], id, now);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let event = text(&delivery["event"]["id"]);
        let subscription = text(&delivery["subscription"]);
        let to = text(&delivery["recipient"]["email"]);
        delivery["id"] = Delivery::id_of(&event, &subscription, &to).into();
    })
}

/// A minute in which nothing is due.
fn tick(_: &str, now: Timestamp) -> Value {
    let mut tick = sample(TICK);
    let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    tick["time"] = second.to_string().into();
    tick
}

#[cfg(test)]
mod tests {
    use convoke::queue::{DeliveryMessage, Envelope, EventMessage, SessionMessage};
    use serde::de::DeserializeOwned;

    use super::*;

    fn message<T: DeserializeOwned>(function: &str) -> T {
        let event: Value = serde_json::from_slice(&of(function).unwrap()(0)).unwrap();
        let body = event["Records"][0]["body"].as_str().unwrap();
        let envelope: Envelope<T> = serde_json::from_str(body).unwrap();
        envelope.message
    }

    #[test]
    fn every_function_has_an_event() {
        let blueprint = convoke_local::blueprint::Blueprint::load().unwrap();
        let without: Vec<_> = blueprint.binaries().filter(|name| of(name).is_none()).collect();
        assert!(without.is_empty(), "say in `of` what {without:?} are given to work");
    }

    #[test]
    fn each_event_is_a_new_one_with_the_ids_that_follow_from_it() {
        let (first, second) = (of("meeting-sync").unwrap()(0), of("meeting-sync").unwrap()(0));
        assert_ne!(first, second);
        let SessionMessage::Fact(fact) = message("meeting-sync") else { panic!("no fact") };
        assert!(fact.key.external_id.starts_with("bench-"));
        let EventMessage::Session(event) = message("notification-fanout") else { panic!() };
        assert_eq!(event.id, Event::id_of(&event.key, 1));
        let DeliveryMessage::Delivery(delivery) = message("notification-deliver") else {
            panic!("no delivery")
        };
        let to = &delivery.recipient.email;
        assert_eq!(delivery.id, Delivery::id_of(&delivery.event.id, &delivery.subscription, to));
    }

    #[test]
    fn an_answer_that_tells_of_trouble_is_not_well() {
        for well in [r#"{"statusCode":200}"#, r#"{"batchItemFailures":[]}"#, r#"{"woken":0}"#] {
            assert!(is_well(well.as_bytes()), "{well}");
        }
        for ill in [
            r#"{"statusCode":404}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":"1"}]}"#,
            r#"{"errorType":"Runtime.Panic","errorMessage":"x"}"#,
            "no JSON",
        ] {
            assert!(!is_well(ill.as_bytes()), "{ill}");
        }
    }
}
