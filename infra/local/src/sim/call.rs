//! One call as a simulator sees it: parsed once, borrowed by whoever needs it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderMap, Method, header, request};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// A call to a provider, its path relative to the provider's API base.
#[derive(Debug, Clone)]
pub struct Call {
    /// Which provider is called, which is where its paths begin.
    pub provider: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path as it was sent (percent-encoding kept), such as `/users/u1/meetings`.
    pub path: String,
    /// The query parameters.
    pub query: Query,
    /// The query as it was sent.
    pub raw_query: String,
    /// The headers, secrets included.
    pub headers: HeaderMap,
    /// The host and port that were called, where the call tells.
    pub authority: Option<String>,
    /// The raw body.
    pub body: Bytes,
    /// When it arrived.
    pub at: Timestamp,
}

impl Call {
    /// Builds a call from a request's head and body.
    pub fn new(
        provider: &'static str,
        parts: &request::Parts,
        path: String,
        body: Bytes,
        at: Timestamp,
    ) -> Self {
        Self {
            provider,
            method: parts.method.clone(),
            path,
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            raw_query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            authority: authority(parts),
            body,
            at,
        }
    }

    /// The path's segments, percent-decoded.
    pub fn segments(&self) -> Vec<String> {
        self.path.trim_matches('/').split('/').map(decode).collect()
    }

    /// The credentials of an `Authorization` header of this scheme.
    pub fn credentials(&self, scheme: &str) -> Option<&str> {
        let value = self.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (given, credentials) = value.split_once(' ')?;
        given.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
    }

    /// The decoded `name:password` of an `Authorization: Basic` header.
    pub fn basic(&self) -> Option<String> {
        let decoded = BASE64_STANDARD.decode(self.credentials("Basic")?).ok()?;
        String::from_utf8(decoded).ok()
    }

    /// The parameters in the body, when it is a form.
    pub fn form(&self) -> Query {
        if !self.has_content_type("application/x-www-form-urlencoded") {
            return Query::default();
        }
        Query::parse(&String::from_utf8_lossy(&self.body))
    }

    /// The address at which the provider was called, without a slash at its end.
    pub fn base(&self) -> String {
        let host = self.authority.as_deref().unwrap_or("localhost");
        format!("http://{host}/{}", self.provider)
    }

    /// Whether the content type is the given one, parameters aside.
    pub fn has_content_type(&self, expected: &str) -> bool {
        let value = self.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let essence = value.and_then(|v| v.split(';').next()).unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(expected)
    }
}

/// Query or form parameters in the order they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `application/x-www-form-urlencoded` text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
        });
        Self(pairs.collect())
    }

    /// The first value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter that may be repeated.
    pub fn all<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// These parameters, and after them the others.
    #[must_use]
    pub fn followed_by(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).cloned().collect())
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// As JSON: a string per name, a list where a name is repeated.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        for (name, value) in &self.0 {
            let value = Value::from(value.as_str());
            match object.get_mut(name) {
                None => {
                    object.insert(name.clone(), value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Value::Object(object)
    }
}

/// The `Host` header, or what stands in the address of a call without a socket.
pub fn authority(parts: &request::Parts) -> Option<String> {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.or_else(|| parts.uri.authority().map(Authority::as_str)).map(str::to_owned)
}

/// Percent-decodes one path segment or parameter.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
