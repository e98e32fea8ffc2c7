//! A call of the admin API: whoever calls, with whatever body.

use std::sync::LazyLock;

use http::{HeaderMap, Request, Response, header};
use serde_json::{Map, Value};

use super::message::{self, Message};
use super::refusal;
use super::scene::{call, in_world};
use crate::live::{CALCOM_SECRET, STANDARD_SECRET};
use convoke_local::simulation::World;

/// What no answer may hold: what the world's company has given, and what it is sealed with.
const SECRETS: [&str; 4] =
    [STANDARD_SECRET, CALCOM_SECRET, "secret-demo", "0123456789abcdef0123456789abcdef"];
/// The table of routes, as everybody may read it.
static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// A method and an address on the first line, then headers, then the body.
pub(super) fn api(bytes: &[u8]) {
    let input = message::read(bytes);
    let Some(request) = request(&input) else { return };
    let known = known();
    in_world(async |world| {
        let answer = admin_api::handle(&world.app, &request).await;
        let is_operators = is_operators(request.headers());
        if request.uri().path().starts_with("/v1/tenants/") && !is_operators {
            let status = answer.status().as_u16();
            assert!(matches!(status, 401 | 404 | 405), "{status} for nobody");
        }
        answered(&request, &answer, &known);
        if request.method() == http::Method::PUT && answer.status().is_success() {
            saved(world, &request, &answer).await;
        }
    });
}

fn request(input: &Message) -> Option<Request<Vec<u8>>> {
    let (method, address) = input.line.split_once(' ')?;
    let mut request = Request::builder().method(method).uri(address.trim());
    request.headers_mut()?.extend(input.headers.clone());
    let request = request.body(input.body.to_vec()).ok()?;
    request.uri().path().starts_with('/').then_some(request)
}

/// Whether the operator's token is the one that is sent.
fn is_operators(headers: &HeaderMap) -> bool {
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = sent.and_then(|text| text.split_once(' '));
    token.is_some_and(|(scheme, token)| {
        scheme.eq_ignore_ascii_case("bearer") && token.trim() == "operator"
    })
}

fn answered(request: &Request<Vec<u8>>, answer: &Response<String>, known: &[&str]) {
    let status = answer.status();
    let body = answer.body();
    assert!(status.as_u16() < 500 || status == 503, "{status}");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    for secret in SECRETS {
        assert!(!body.contains(secret), "{}: {body}", request.uri());
    }
    if status.is_success() || request.uri().path().starts_with("/host/") {
        return;
    }
    let problem: Value = serde_json::from_str(body).expect("problems are JSON");
    let text = |name: &str| problem[name].as_str().unwrap_or_default();
    assert_ne!(text("code"), "try_again", "everything that it depends on answers");
    refusal::code(text("code"));
    refusal::sentence(text("detail"));
    let errors: Vec<_> = serde_json::from_value(problem["errors"].clone()).unwrap_or_default();
    refusal::errors(&errors, request.body(), known);
}

/// What was saved is shown as it was answered, and saving it again changes nothing.
async fn saved(world: &World, request: &Request<Vec<u8>>, answer: &Response<String>) {
    let address = request.uri().to_string();
    let shown = call(world, "GET", &address).await.unwrap();
    assert_eq!(shown.status(), 200, "{address}");
    assert_eq!(json(&shown), json(answer), "{address}");
    let again = admin_api::handle(&world.app, request).await;
    assert_eq!(again.status(), 200, "{address}");
    assert_eq!(json(&again), json(answer), "{address}");
}

/// Every name that the API's own document knows, and the body as a whole.
fn known() -> Vec<&'static str> {
    let mut names = vec!["body"];
    collect(&DOCUMENT, &mut names);
    names
}

fn collect<'a>(value: &'a Value, names: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                match name.as_str() {
                    "properties" => names.extend(value.as_object().into_iter().flat_map(names_of)),
                    "name" => names.extend(value.as_str()),
                    _ => {}
                }
                collect(value, names);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn names_of(map: &Map<String, Value>) -> impl Iterator<Item = &str> {
    map.keys().map(String::as_str)
}

fn document() -> Value {
    let mut document = Value::Null;
    in_world(async |world| {
        document = json(&call(world, "GET", "/v1/openapi.json").await.unwrap());
    });
    document
}

fn json(answer: &Response<String>) -> Value {
    serde_json::from_str(answer.body()).unwrap()
}
