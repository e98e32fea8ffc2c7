//! The sample events: each is read by what reads it in its function, and together they tell of one
//! booking from the sender's message to the customer's mail.

use std::fs;

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use aws_lambda_events::event::sqs::SqsEvent;
use convoke::domain::event::{Delivery, Event};
use convoke::domain::ids::Secret;
use convoke::inbound::zoom::{Heard, zoom};
use convoke::inbound::{Fact, Hook, SenderKind, Translation, translate, verify};
use convoke::queue::{
    DeliveryMessage, Envelope, EventMessage, ImportMessage, RecordingMessage, SessionMessage,
};
use convoke_tests::hooks::{calcom_signature, standard_signature};
use convoke_tests::live::{CALCOM_SECRET, STANDARD_SECRET};
use http::HeaderMap;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::source::root;

/// The names and texts of a function's samples.
fn samples(function: &str) -> Vec<(String, String)> {
    let folder = root().join("events").join(function);
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read_to_string(entry.path()).unwrap())
    };
    let all = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    all.map(|entry| read(entry.unwrap())).collect()
}

/// A sample's SQS messages, read as the batches read them.
fn messages<T: DeserializeOwned>(function: &str) -> Vec<(String, T)> {
    let mut found = Vec::new();
    for (name, text) in samples(function) {
        let event: SqsEvent = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!event.records.is_empty(), "{name} has no record");
        for record in event.records {
            let body = record.body.unwrap_or_default();
            let sent = record.attributes.get("SentTimestamp").map(|text| text.parse::<i64>());
            assert!(matches!(sent, Some(Ok(_))), "{name}: when was it sent?");
            let envelope: Envelope<T> =
                serde_json::from_str(&body).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(envelope.v, 1, "{name}");
            found.push((name.clone(), envelope.message));
        }
    }
    found
}

fn only<T: DeserializeOwned>(function: &str) -> T {
    let mut all = messages(function);
    assert_eq!(all.len(), 1, "{function}");
    all.remove(0).1
}

/// Signs a sender's sample, and hears what is made of it.
fn translated(name: &str, body: &str) -> Translation {
    let now = Timestamp::from_second(1_802_682_750).unwrap();
    let standard = name.starts_with("standard");
    let (kind, secret) = if standard {
        (SenderKind::Standard, STANDARD_SECRET)
    } else {
        (SenderKind::Calcom, CALCOM_SECRET)
    };
    let mut headers = HeaderMap::new();
    let mut header = |name: &'static str, value: &str| {
        headers.insert(name, value.parse().unwrap());
    };
    header("content-type", "application/json");
    if standard {
        let seconds = now.as_second();
        header("webhook-id", "msg_1");
        header("webhook-timestamp", &seconds.to_string());
        header("webhook-signature", &standard_signature(secret, "msg_1", seconds, body.as_bytes()));
    } else {
        header("x-cal-signature-256", &calcom_signature(secret, body.as_bytes()));
    }
    let hook = Hook { headers: &headers, body: body.as_bytes() };
    let verified = verify(kind, &Secret::new(secret), hook, now).expect(name);
    translate(kind, &verified, "hoitola-aalto", "booking")
}

#[test]
fn every_senders_sample_is_a_fact() {
    let samples = samples("inbound-webhook");
    for kind in SenderKind::ALL {
        let has = samples.iter().any(|(name, _)| name.starts_with(kind.name()));
        assert!(has, "events/inbound-webhook/ has no sample of {}", kind.name());
    }
    for (name, body) in samples {
        let translation = translated(&name, &body);
        assert!(matches!(translation, Translation::Facts(_)), "{name}: {translation:?}");
    }
}

/// What `meeting-sync` gets is what the sender's sample was translated to.
#[test]
fn a_session_message_is_what_the_webhook_queues() {
    let messages = messages::<SessionMessage>("meeting-sync");
    let (_, fact) = messages.iter().find(|(name, _)| name == "session-fact.json").unwrap();
    let (_, sent) = samples("inbound-webhook")
        .into_iter()
        .find(|(name, _)| name == "standard-session-upserted.json")
        .unwrap();
    let Translation::Facts(facts) = translated("standard", &sent) else { panic!("no facts") };
    let Some(Fact::Session(expected)) = facts.into_iter().next() else { panic!("no session") };
    assert_eq!(*fact, SessionMessage::Fact(expected));
    let wakes = |message: &SessionMessage| matches!(message, SessionMessage::Wake { .. });
    assert!(messages.iter().any(|(_, message)| wakes(message)));
}

/// Ids are functions of what they name, in the samples as anywhere.
#[test]
fn an_event_and_its_delivery_have_their_ids() {
    let EventMessage::Session(event) = only("notification-fanout") else { panic!() };
    assert_eq!(event.id, Event::id_of(&event.key, event.seq));
    let DeliveryMessage::Delivery(delivery) = only("notification-deliver") else { panic!() };
    assert_eq!(delivery.event, *event);
    let to = &delivery.recipient.email;
    assert_eq!(delivery.id, Delivery::id_of(&event.id, &delivery.subscription, to));
}

/// A run of a schedule is for the instant that it was to start at.
#[test]
fn an_import_names_its_slot_or_its_applicant() {
    let messages = messages::<ImportMessage>("scheduled-import");
    assert!(messages.iter().any(|(_, message)| matches!(message, ImportMessage::Push(_))));
    let mut runs = messages.iter().filter_map(|(_, message)| match message {
        ImportMessage::Run(order) => Some(order),
        _ => None,
    });
    let run = runs.next().expect("a run");
    assert_eq!(run.slot, convoke::domain::import::run::Slot::At(run.scheduled_for));
}

/// What Zoom tells, as the simulated Zoom signs it, by the sample's name.
fn told_by_zoom(name: &str) -> Heard {
    let samples = samples("provider-webhook");
    let (_, text) = samples.iter().find(|(it, _)| it == name).expect(name);
    let call: ApiGatewayV2httpRequest = serde_json::from_str(text).expect(name);
    let secret = Secret::new("webhook-secret-demo");
    let hook = Hook { headers: &call.headers, body: call.body.as_deref().unwrap().as_bytes() };
    zoom(&[secret], hook, Timestamp::from_second(1_802_682_784).unwrap()).expect(name)
}

#[test]
fn zooms_samples_are_signed_and_understood() {
    assert!(matches!(told_by_zoom("zoom-url-validation.json"), Heard::Challenge(_)));
    assert!(matches!(told_by_zoom("zoom-meeting-ended.json"), Heard::Meeting(_)));
    assert!(matches!(told_by_zoom("zoom-app-deauthorized.json"), Heard::Deauthorised(_)));
}

/// What `recording-copy` gets is what Zoom's sample is read as.
#[test]
fn a_recording_message_is_what_the_webhook_queues() {
    let messages = messages::<RecordingMessage>("recording-copy");
    let Heard::Files(files) = told_by_zoom("zoom-recording-completed.json") else { panic!() };
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let has = |message: &RecordingMessage| messages.iter().any(|(_, it)| it == message);
    assert!(has(&RecordingMessage::Available(file.clone())));
    let look = messages.iter().find_map(|(_, it)| match it {
        RecordingMessage::Look { session, .. } => Some(session),
        _ => None,
    });
    let key = look.expect("a look").digest();
    let is_beside = |it: &RecordingMessage| matches!(it, RecordingMessage::Wake { key: of, .. } if of.starts_with(&key));
    assert!(messages.iter().any(|(_, it)| is_beside(it)), "a file lies with its session");
}

#[test]
fn a_tick_names_its_instant() {
    for (name, text) in samples("clock") {
        let tick: EventBridgeEvent<Value> = serde_json::from_str(&text).expect(&name);
        assert_eq!(tick.detail_type, "Scheduled Event", "{name}");
        let tick: Value = serde_json::from_str(&text).expect(&name);
        let at: Timestamp = tick["time"].as_str().unwrap().parse().expect(&name);
        assert_eq!(at.subsec_nanosecond(), 0, "{name}: the schedule has whole seconds");
    }
}

#[test]
fn a_call_has_the_shape_of_api_gateway_2() {
    let functions = ["admin-api", "oauth-callback", "chat-command", "provider-webhook"];
    for (name, text) in functions.into_iter().flat_map(samples) {
        let call: ApiGatewayV2httpRequest = serde_json::from_str(&text).expect(&name);
        assert_eq!(call.version.as_deref(), Some("2.0"), "{name}");
        assert_eq!(call.raw_path.as_deref(), call.request_context.http.path.as_deref(), "{name}");
        assert!(call.raw_path.is_some_and(|path| path.starts_with("/v1/")), "{name}");
    }
}
