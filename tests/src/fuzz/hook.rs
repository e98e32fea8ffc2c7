//! The hook: an event of API Gateway, and a signed message on its whole way.

use convoke_local::aws::Aws;
use http::Response;
use serde_json::Value;

use super::refusal;
use super::scene::{HOST, SOURCE, in_shared_world, in_simulation, tell};
use convoke_local::simulation::World;

/// How long a message may wait for what passes by itself.
const PATIENCE_MS: i64 = 150_000;

/// An event as the function gets it; what is none is the body of one.
pub(super) fn hook(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    in_shared_world(async |world| {
        let answer = match lambda_http::request::from_str(&as_gateways_own(&text)) {
            Ok(request) => inbound_webhook::handle(&world.app, &request).await,
            Err(_) => tell(world, SOURCE, bytes).await,
        };
        answered(&answer);
        drain(&world.aws);
    });
}

/// API Gateway itself says where a call came to, and `lambda_http` panics over an address that is
/// none: these parts of an event are nobody's to choose.
fn as_gateways_own(text: &str) -> String {
    const ADDRESS: [&str; 2] = ["host", "x-forwarded-proto"];
    let Ok(mut event) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    if let Some(headers) = event.get_mut("headers").and_then(Value::as_object_mut) {
        headers.retain(|name, _| !ADDRESS.contains(&name.to_lowercase().as_str()));
    }
    // Of a body that is said to be base64 and is not, the crate panics likewise.
    if let Some(encoded) = event.get_mut("isBase64Encoded") {
        *encoded = false.into();
    }
    let fixed = [
        ("/requestContext/domainName", "a1.example"),
        ("/rawPath", "/v1/hooks/demo/standard"),
        ("/requestContext/http/path", "/v1/hooks/demo/standard"),
        ("/rawQueryString", ""),
    ];
    for (place, value) in fixed {
        if let Some(found) = event.pointer_mut(place) {
            *found = value.into();
        }
    }
    event.to_string()
}

/// The shared world stays as it was.
fn drain(aws: &Aws) {
    while let Ok(messages) = aws.receive("convoke-sessions", 10, None)
        && !messages.is_empty()
    {
        let receipts: Vec<_> = messages.into_iter().map(|it| it.receipt_handle).collect();
        aws.delete("convoke-sessions", &receipts).unwrap();
    }
}

fn answered(answer: &Response<String>) {
    let status = answer.status().as_u16();
    assert!(matches!(status, 200 | 400 | 401 | 404 | 413 | 422), "{status}: {}", answer.body());
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let body: Value = serde_json::from_str(answer.body()).expect("answers are JSON");
    if status != 200 {
        assert_eq!(body["status"], status);
        refusal::code(body["code"].as_str().unwrap());
        refusal::sentence(body["detail"].as_str().unwrap());
    }
}

/// What is taken in also comes to an end: in the table, never among what was given up.
pub(super) fn booking(body: &[u8]) {
    let is_calcom = body.windows(12).any(|window| window == b"triggerEvent");
    in_simulation(async |simulation| {
        let world = &simulation.world;
        let answer = tell(world, if is_calcom { "calcom" } else { SOURCE }, body).await;
        answered(&answer);
        simulation.work_for(PATIENCE_MS).await;
        assert!(!simulation.world.has_messages(), "a message goes round in the queues");
        nobody_else_is_the_host(&simulation.world);
    });
}

/// A host's links reach the host alone.
fn nobody_else_is_the_host(world: &World) {
    let state = world.state("mail");
    for mail in state["mails"].as_array().unwrap() {
        let is_hosts = |to: &Value| to.as_str().unwrap().eq_ignore_ascii_case(HOST);
        let text = mail.to_string();
        if !mail["to"].as_array().unwrap().iter().any(is_hosts) {
            assert!(!text.contains("zak=") && !text.contains("/host/"), "{text}");
        }
    }
}
