//! The applicant system that applications go to. None publishes a call for it, so ours is documented in the
//! README: `POST /applications` with an idempotency key, `PATCH` for what changes later, `GET /me` to try the token.

use bytes::Bytes;
use http::{Method, Response, StatusCode, header};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::wire::segment;
use crate::domain::ids::Secret;
use crate::transport::{Transport, TransportFault};

/// How long a throttled call waits where nobody says.
const THROTTLED: SignedDuration = SignedDuration::from_secs(2);
/// What a change may hold (our documented call).
const CHANGEABLE: [&str; 7] = ["position_name", "job", "route", "name", "kana", "email", "phone"];

/// Why the applicant system did not take an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtsFault {
    /// The token is not valid: nothing arrives until there is another.
    TokenRefused,
    /// It does not answer, or can't now. Saying it again does no harm.
    Passing {
        /// The least time to wait.
        after: SignedDuration,
        /// What happened.
        cause: String,
    },
    /// It refuses this application for good; the fields that it names.
    Refused(String),
    /// The deployment says no address of it (`CONVOKE_HRMOS_API_URL`).
    NoAddress,
}

/// The applicant system, spoken to with a company's token.
pub struct Ats<'a> {
    transport: &'a Transport,
    base: &'a str,
    token: Secret,
}

/// An application as the system has registered it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Registered {
    /// Its id there.
    pub id: String,
    /// Applications that came to the system otherwise and may be the same person's.
    #[serde(default)]
    pub possible_duplicates: Vec<Resembling>,
}

/// An application that came to the system otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Resembling {
    /// Its id there.
    pub id: String,
    /// In what the two agree: `email`, `phone`.
    #[serde(default)]
    pub reasons: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Refusal {
    #[serde(default)]
    errors: Vec<BadField>,
}

#[derive(Deserialize)]
struct BadField {
    field: String,
}

impl<'a> Ats<'a> {
    /// The system at this address.
    ///
    /// # Errors
    /// [`AtsFault::NoAddress`] when there is none.
    pub fn new(
        transport: &'a Transport,
        base: Option<&'a str>,
        token: Secret,
    ) -> Result<Self, AtsFault> {
        let base = base.filter(|base| !base.is_empty()).ok_or(AtsFault::NoAddress)?;
        Ok(Self { transport, base, token })
    }

    /// Tries the token.
    ///
    /// # Errors
    /// An [`AtsFault`].
    pub async fn verify(&self) -> Result<(), AtsFault> {
        let answer = self.send(&Method::GET, "/me", None, None).await?;
        judged(&answer)
    }

    /// Registers an application and returns what became of it there. The key makes saying it again harmless.
    ///
    /// # Errors
    /// An [`AtsFault`].
    pub async fn register(&self, key: &str, body: &Value) -> Result<Registered, AtsFault> {
        let answer = self.send(&Method::POST, "/applications", Some(key), Some(body)).await?;
        judged(&answer)?;
        serde_json::from_slice(answer.body()).map_err(|_| unreadable())
    }

    /// Changes what can change of a registered application.
    ///
    /// # Errors
    /// An [`AtsFault`].
    pub async fn change(&self, id: &str, body: &Value) -> Result<(), AtsFault> {
        let mut change = json!({});
        for field in CHANGEABLE {
            if let Some(value) = body.get(field).filter(|value| !value.is_null()) {
                change[field] = value.clone();
            }
        }
        let path = format!("/applications/{}", segment(id));
        judged(&self.send(&Method::PATCH, &path, None, Some(&change)).await?)
    }

    async fn send(
        &self,
        method: &Method,
        path: &str,
        key: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Response<Bytes>, AtsFault> {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token.expose()));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map(ToString::to_string).unwrap_or_default();
        let request = request.body(Bytes::from(body)).map_err(|_| AtsFault::NoAddress)?;
        self.transport.send(request).await.map_err(|fault| match fault {
            // Every call of ours can be said again.
            TransportFault::NotSent(cause) | TransportFault::Lost(cause) => {
                AtsFault::Passing { after: THROTTLED, cause }
            }
        })
    }
}

fn judged(answer: &Response<Bytes>) -> Result<(), AtsFault> {
    let status = answer.status();
    match status {
        _ if status.is_success() => Ok(()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(AtsFault::TokenRefused),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Err(passing(answer)),
        _ if status.is_server_error() => Err(passing(answer)),
        _ => {
            let refusal: Refusal = serde_json::from_slice(answer.body()).unwrap_or_default();
            let fields: Vec<_> = refusal.errors.into_iter().map(|error| error.field).collect();
            Err(AtsFault::Refused(format!("{}: {}", status.as_u16(), fields.join(", "))))
        }
    }
}

fn passing(answer: &Response<Bytes>) -> AtsFault {
    let after = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let after = after.and_then(|text| text.trim().parse().ok()).map(SignedDuration::from_secs);
    let cause = format!("the applicant system answers {}", answer.status().as_u16());
    AtsFault::Passing { after: after.unwrap_or(THROTTLED), cause }
}

fn unreadable() -> AtsFault {
    AtsFault::Passing { after: THROTTLED, cause: "an answer without an id".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Response<Bytes> {
        let mut answer = Response::new(Bytes::from(body.to_owned()));
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        answer
    }

    /// H18, H55: each refusal has one meaning.
    #[test]
    fn a_refusal_has_one_meaning() {
        assert_eq!(judged(&answer(201, "")), Ok(()));
        assert_eq!(judged(&answer(401, "{}")), Err(AtsFault::TokenRefused));
        for passing in [429, 500, 503] {
            assert!(matches!(judged(&answer(passing, "")), Err(AtsFault::Passing { .. })));
        }
        let refused = judged(&answer(422, r#"{"errors":[{"field":"name","code":"required"}]}"#));
        assert_eq!(refused, Err(AtsFault::Refused("422: name".to_owned())));
    }

    #[test]
    fn a_throttled_call_waits_as_long_as_it_is_told() {
        let mut slow = answer(429, "");
        slow.headers_mut().insert(header::RETRY_AFTER, "7".parse().unwrap());
        let AtsFault::Passing { after, .. } = passing(&slow) else { panic!("passing") };
        assert_eq!(after, SignedDuration::from_secs(7));
    }
}
