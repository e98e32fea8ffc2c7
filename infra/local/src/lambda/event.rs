//! What a function behind an HTTP API gets: API Gateway's payload format 2.0.

use std::collections::BTreeMap;

use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HOST, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Value, json};

use super::route::{Match, decode};
use super::{ACCOUNT, ids};

/// How the request came.
pub(super) struct Arrival {
    pub(super) request_id: String,
    pub(super) at: Timestamp,
    /// The address of the caller.
    pub(super) source_ip: String,
}

/// The event. Fields that the request has nothing for are left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpEvent {
    version: &'static str,
    route_key: String,
    raw_path: String,
    raw_query_string: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<String>,
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<String, String>,
    request_context: Value,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    path_parameters: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    is_base64_encoded: bool,
}

/// Writes the event for a request that takes this route.
pub(super) fn http_event(
    parts: &Parts,
    body: &Bytes,
    found: Match<'_>,
    arrival: &Arrival,
) -> serde_json::Result<Vec<u8>> {
    let query = parts.uri.query().unwrap_or_default();
    let text = text(&parts.headers, body);
    let is_base64_encoded = text.is_none() && !body.is_empty();
    let route_key = format!("{} {}", found.route.method, found.route.path);
    serde_json::to_vec(&HttpEvent {
        version: "2.0",
        request_context: context(parts, &route_key, arrival),
        route_key,
        raw_path: decode(parts.uri.path()),
        raw_query_string: query.to_owned(),
        cookies: cookies(&parts.headers),
        headers: headers(&parts.headers, arrival),
        query_string_parameters: parameters(query),
        path_parameters: found.parameters,
        body: (!body.is_empty()).then(|| text.unwrap_or_else(|| STANDARD.encode(body))),
        is_base64_encoded,
    })
}

fn context(parts: &Parts, route_key: &str, arrival: &Arrival) -> Value {
    let host = one(&parts.headers, &HOST);
    let at = arrival.at.to_zoned(TimeZone::UTC);
    json!({
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": host,
        "domainPrefix": host.split('.').next().unwrap_or_default(),
        "http": {
            "method": parts.method.as_str(),
            "path": decode(parts.uri.path()),
            "protocol": format!("{:?}", parts.version),
            "sourceIp": arrival.source_ip,
            "userAgent": one(&parts.headers, &USER_AGENT),
        },
        "requestId": arrival.request_id,
        "routeKey": route_key,
        "stage": "$default",
        "time": at.strftime("%d/%b/%Y:%H:%M:%S %z").to_string(),
        "timeEpoch": arrival.at.as_millisecond(),
    })
}

/// Names in lower case, repeated ones joined; cookies have a field of their own.
fn headers(given: &HeaderMap, arrival: &Arrival) -> BTreeMap<String, String> {
    let names = given.keys().filter(|name| **name != COOKIE);
    let mut headers: BTreeMap<_, _> =
        names.map(|name| (name.to_string(), joined(given, name))).collect();
    let forwarded = headers.entry("x-forwarded-for".to_owned()).or_default();
    if !forwarded.is_empty() {
        forwarded.push_str(", ");
    }
    forwarded.push_str(&arrival.source_ip);
    headers.entry("x-forwarded-proto".to_owned()).or_insert_with(|| "http".to_owned());
    headers.entry("x-amzn-trace-id".to_owned()).or_insert_with(|| ids::trace(arrival.at));
    headers
}

fn cookies(given: &HeaderMap) -> Vec<String> {
    let lines = given.get_all(COOKIE).iter().map(|line| String::from_utf8_lossy(line.as_bytes()));
    let cookies = lines.flat_map(|line| {
        line.split(';').map(|cookie| cookie.trim().to_owned()).collect::<Vec<_>>()
    });
    cookies.filter(|cookie| !cookie.is_empty()).collect()
}

/// Decoded, repeated ones joined.
fn parameters(query: &str) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::<String, String>::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        parameters
            .entry(name.into_owned())
            .and_modify(|joined| {
                joined.push(',');
                joined.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    parameters
}

/// The body as text, if the API takes it for text. Tried by others on the real one: only these
/// types are, so a form and a body without a type come in base64, as does what is compressed.
fn text(headers: &HeaderMap, body: &Bytes) -> Option<String> {
    let content_type = one(headers, &CONTENT_TYPE).to_ascii_lowercase();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let texts = ["application/json", "application/xml", "application/javascript"];
    let is_text = essence.starts_with("text/") || texts.contains(&essence);
    if !is_text || headers.contains_key(CONTENT_ENCODING) {
        return None;
    }
    String::from_utf8(body.to_vec()).ok()
}

fn one(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    value.unwrap_or_default().into_owned()
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    values.join(",")
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::super::route::{Route, Routes};
    use super::*;

    fn event(request: http::request::Builder, body: &'static [u8]) -> Value {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let route = Route {
            method: "ANY".into(),
            path: "/v1/{proxy+}".into(),
            function: "admin-api".into(),
        };
        let routes = Routes::new(vec![route]);
        let found = routes.find(parts.method.as_str(), parts.uri.path()).unwrap();
        let arrival = Arrival {
            request_id: "JKJaXmPLvHcESHA=".into(),
            at: "2020-03-12T19:03:58.390Z".parse().unwrap(),
            source_ip: "192.0.2.1".into(),
        };
        let event = http_event(&parts, &Bytes::from_static(body), found, &arrival).unwrap();
        serde_json::from_slice(&event).unwrap()
    }

    #[test]
    fn an_event_has_the_shape_of_payload_2() {
        let request = Request::post("/v1/a%20b?x=1&x=2&y=%C3%BC+z")
            .header("Host", "api.example.com")
            .header("X-Twice", "one")
            .header("X-Twice", "two")
            .header("Cookie", "a=1; b=2")
            .header("Content-Type", "application/json; charset=utf-8");
        let event = event(request, br#"{"a":1}"#);
        assert_eq!(event["version"], "2.0");
        assert_eq!(event["routeKey"], "ANY /v1/{proxy+}");
        assert_eq!(event["rawPath"], "/v1/a b");
        assert_eq!(event["rawQueryString"], "x=1&x=2&y=%C3%BC+z");
        assert_eq!(event["queryStringParameters"], json!({ "x": "1,2", "y": "ü z" }));
        assert_eq!(event["pathParameters"], json!({ "proxy": "a b" }));
        assert_eq!(event["headers"]["x-twice"], "one,two");
        assert_eq!(event["headers"]["x-forwarded-for"], "192.0.2.1");
        assert_eq!(event["headers"].get("cookie"), None);
        assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
        assert_eq!(event["body"], r#"{"a":1}"#);
        assert_eq!(event["isBase64Encoded"], false);
        let context = &event["requestContext"];
        assert_eq!(context["time"], "12/Mar/2020:19:03:58 +0000");
        assert_eq!(context["timeEpoch"], 1_584_039_838_390_i64);
        assert_eq!(context["domainPrefix"], "api");
        assert_eq!(context["http"]["method"], "POST");
        assert_eq!(context["http"]["protocol"], "HTTP/1.1");
        assert_eq!(context["http"]["sourceIp"], "192.0.2.1");
    }

    #[test]
    fn only_text_comes_as_text() {
        let cases: [(&str, &'static [u8], Value, bool); 5] = [
            ("text/plain", b"hi", json!("hi"), false),
            ("application/x-www-form-urlencoded", b"a=1", json!("YT0x"), true),
            ("application/octet-stream", b"\xff\x00", json!("/wA="), true),
            ("text/plain", b"\xff", json!("/w=="), true),
            ("application/json", b"", Value::Null, false),
        ];
        for (content_type, body, expected, is_base64) in cases {
            let event = event(Request::post("/v1/x").header("Content-Type", content_type), body);
            assert_eq!(event["body"], expected, "{content_type}");
            assert_eq!(event["isBase64Encoded"], is_base64, "{content_type}");
        }
    }
}
