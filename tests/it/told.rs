//! What Zoom tells of meetings: what it is answered, and what lies in which queue then. The function's own role
//! must do for it.

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use convoke::lambda::hook::taken;
use convoke::lambda::http::Answer;
use convoke_local::sim::zoom::hooks::headers;
use convoke_local::simulation::World;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

/// What the simulated Zoom signs with.
const SECRET: &str = "webhook-secret-demo";

const ENDED: &str = include_str!("../../events/provider-webhook/zoom-meeting-ended.json");
const RECORDED: &str = include_str!("../../events/provider-webhook/zoom-recording-completed.json");
const REMOVED: &str = include_str!("../../events/provider-webhook/zoom-app-deauthorized.json");
const TRIAL: &str = include_str!("../../events/provider-webhook/zoom-url-validation.json");

/// The body of a sample.
fn body(sample: &str) -> String {
    let call: ApiGatewayV2httpRequest = serde_json::from_str(sample).unwrap();
    call.body.unwrap()
}

/// What whoever signs with this is answered.
async fn told(world: &World, secret: &str, body: &str) -> Answer {
    let app = world.process("provider-webhook", 1).unwrap();
    let mut given = HeaderMap::new();
    for (name, value) in headers(secret, body, world.time().now()) {
        given.insert(name, HeaderValue::from_str(&value).unwrap());
    }
    taken(&app, &given, body.as_bytes(), "trace").await
}

fn waiting(world: &World) -> [usize; 2] {
    ["convoke-sessions", "convoke-recordings"].map(|it| world.aws.depth(it).unwrap().visible)
}

fn code(answer: &Answer) -> Value {
    serde_json::from_str::<Value>(answer.body()).unwrap()["code"].clone()
}

/// Each message waits in its worker's queue before Zoom has its answer; the trial of the address is answered and
/// leaves nothing.
#[tokio::test]
async fn what_zoom_tells_is_queued_and_its_trial_answered() {
    let world = World::new(1).await.unwrap();
    for (sample, waits) in [(ENDED, [1, 0]), (RECORDED, [1, 1]), (REMOVED, [2, 1]), (TRIAL, [2, 1])]
    {
        let answer = told(&world, SECRET, &body(sample)).await;
        assert_eq!((answer.status().as_u16(), waiting(&world)), (200, waits), "{sample}");
        assert_eq!(answer.body().is_empty(), sample != TRIAL, "{sample}");
    }
}

/// What nobody signed, or what is not Zoom's, leaves nothing and is refused by a code of its own.
#[tokio::test]
async fn what_is_not_zooms_is_refused_and_leaves_nothing() {
    let world = World::new(1).await.unwrap();
    let ended = body(ENDED);
    let large = json!({"event": "meeting.ended", "more": "x".repeat(1024 * 1024)}).to_string();
    for (secret, body, status, expected) in [
        ("another", &*ended, 401, "signature_mismatch"),
        (SECRET, "not JSON", 400, "unreadable"),
        (SECRET, &*large, 413, "body_too_large"),
    ] {
        let answer = told(&world, secret, body).await;
        assert_eq!((answer.status().as_u16(), code(&answer)), (status, json!(expected)));
    }
    let apps = json!({"slack": {"signing_secret": "another"}});
    world.aws.put_secret("convoke/provider-apps", &apps).await.unwrap();
    let answer = told(&world, SECRET, &ended).await;
    assert_eq!(answer.status().as_u16(), 404, "the deployment knows no secret of Zoom's");
    assert_eq!(waiting(&world), [0, 0]);
}
