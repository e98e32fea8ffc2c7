//! The `/_sim` calls: look at what was received and held, and make things go wrong.

use bytes::Bytes;
use http::{Method, Response, StatusCode, request};
use serde_json::{Map, Value, json};

use super::call::{Query, authority};
use super::problem::{invalid, problem};
use super::{Fault, Simulators, StateError};

/// Answers a `/_sim` call; `path` comes without that prefix.
pub fn answer(
    simulators: &Simulators,
    path: &str,
    parts: &request::Parts,
    body: &[u8],
) -> Response<Bytes> {
    let query = Query::parse(parts.uri.query().unwrap_or_default());
    let provider = match provider(simulators, &query) {
        Ok(provider) => provider,
        Err(error) => return invalid(&error),
    };
    match (path.trim_end_matches('/'), &parts.method) {
        ("requests", &Method::GET) => items(&json!(simulators.requests(provider))),
        ("requests", &Method::DELETE) => done(|| simulators.clear_requests(provider)),
        ("state", &Method::GET) => show_state(simulators, provider),
        ("state", &Method::PUT) => put_state(simulators, provider, body),
        ("faults", &Method::GET) => items(&json!(simulators.faults(provider))),
        ("faults", &Method::POST) => add_fault(simulators, body),
        ("faults", &Method::DELETE) => done(|| simulators.clear_faults(provider)),
        ("hooks", &Method::POST) => make_hook(simulators, parts, body),
        ("requests" | "state" | "faults" | "hooks", _) => {
            let detail = "this address does not take this method";
            problem(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
        }
        _ => problem(StatusCode::NOT_FOUND, "not_found", "there is no such call"),
    }
}

/// The `?provider=` that was asked for, which must exist; no other parameter is known.
fn provider<'q>(simulators: &Simulators, query: &'q Query) -> Result<Option<&'q str>, StateError> {
    if let Some(name) = query.names().find(|name| *name != "provider") {
        return Err(StateError::unknown(name));
    }
    let Some(name) = query.get("provider") else { return Ok(None) };
    simulators
        .provider(name)
        .map_err(|error| StateError::invalid("provider", error.to_string()))?;
    Ok(Some(name))
}

fn items(items: &Value) -> Response<Bytes> {
    super::json(StatusCode::OK, &json!({ "items": items }))
}

fn done(act: impl FnOnce()) -> Response<Bytes> {
    act();
    super::empty(StatusCode::NO_CONTENT)
}

fn show_state(simulators: &Simulators, provider: Option<&str>) -> Response<Bytes> {
    let wanted = simulators.providers().filter(|p| provider.is_none_or(|name| name == p.name()));
    let mut states: Map<String, Value> = wanted.map(|p| (p.name().to_owned(), p.state())).collect();
    let shown = provider.and_then(|name| states.remove(name));
    super::json(StatusCode::OK, &shown.unwrap_or(Value::Object(states)))
}

fn put_state(simulators: &Simulators, provider: Option<&str>, body: &[u8]) -> Response<Bytes> {
    let Some(provider) = provider else {
        return invalid(&StateError::invalid("provider", "the name of a provider is required"));
    };
    let state: Value = match serde_json::from_slice(body) {
        Ok(state) => state,
        Err(error) => return not_json(&error),
    };
    match simulators.merge_state(provider, &state) {
        Ok(()) => show_state(simulators, Some(provider)),
        Err(error) => invalid(&error),
    }
}

fn add_fault(simulators: &Simulators, body: &[u8]) -> Response<Bytes> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return not_json(&error),
    };
    let fault = Fault::parse(&value);
    match fault.and_then(|fault| simulators.inject(fault.clone()).map(|()| fault)) {
        Ok(fault) => super::json(StatusCode::CREATED, &json!(fault)),
        Err(error) => invalid(&error),
    }
}

/// Makes a message of a provider, and leaves it to the caller to send it.
fn make_hook(simulators: &Simulators, parts: &request::Parts, body: &[u8]) -> Response<Bytes> {
    let mut wanted: Map<String, Value> = match serde_json::from_slice(body) {
        Ok(wanted) => wanted,
        Err(error) => return not_json(&error),
    };
    let Some(Value::String(provider)) = wanted.remove("provider") else {
        return invalid(&StateError::invalid("provider", "the name of a provider is required"));
    };
    let base = match wanted.remove("base") {
        Some(Value::String(base)) => base,
        Some(_) => return invalid(&StateError::invalid("base", "an address is expected")),
        None => format!("http://{}", authority(parts).as_deref().unwrap_or("localhost")),
    };
    match simulators.hook(&provider, &Value::Object(wanted), &base) {
        Ok(hook) => super::json(StatusCode::OK, &json!(hook)),
        Err(error) => invalid(&error),
    }
}

fn not_json(error: &serde_json::Error) -> Response<Bytes> {
    problem(StatusCode::BAD_REQUEST, "invalid_json", &error.to_string())
}
