//! AWS Secrets Manager, embedded.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use tokio::task::unconstrained;
use winterbaume_core::{
    DEFAULT_ACCOUNT_ID, MockRequest, MockService, StateViewError, StatefulService,
};
use winterbaume_secretsmanager::{SecretsManagerService, SecretsmanagerStateView};

use super::answer::{Answer, answer};
use super::locked;
use super::usage::Service;

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// The service takes the region from the address that it is called at.
const REGION: &str = "us-east-1";
const ADDRESS: &str = "https://secretsmanager.us-east-1.amazonaws.com/";

/// The secrets, and their state as of the last call.
pub(super) struct Secrets {
    service: SecretsManagerService,
    latest: Arc<Mutex<Option<SecretsmanagerStateView>>>,
}

impl Secrets {
    /// Takes up what was saved, or starts empty.
    pub(super) fn open(saved: Option<&[u8]>) -> Result<Self, serde_json::Error> {
        let service = SecretsManagerService::new();
        let latest: Arc<Mutex<Option<SecretsmanagerStateView>>> = Arc::default();
        let listener = Arc::clone(&latest);
        service.notifier().subscribe(move |_, _, state| {
            *locked(&listener) = Some(state.clone());
        });
        if let Some(saved) = saved {
            restore(&service, serde_json::from_slice(saved)?)?;
        }
        Ok(Self { service, latest })
    }

    /// Performs one operation.
    pub(super) async fn handle(&self, operation: &str, body: Bytes) -> Answer {
        let resource = named_secret(&body);
        let mut headers = HeaderMap::new();
        if let Ok(target) = HeaderValue::from_str(&format!("secretsmanager.{operation}")) {
            headers.insert(TARGET, target);
        }
        let (method, uri) = ("POST".to_owned(), ADDRESS.to_owned());
        let done = self.service.handle(MockRequest { method, uri, headers, body }).await;
        let status = StatusCode::from_u16(done.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let response = answer(Service::SecretsManager, status, done.body);
        Answer { resource, ..Answer::free(response) }
    }

    /// The state as it is to be saved, once there is any.
    pub(super) fn snapshot(&self) -> Result<Option<Value>, serde_json::Error> {
        locked(&self.latest).as_ref().map(serde_json::to_value).transpose()
    }
}

/// The service's own restore only waits for a lock that nobody else has yet, so it is done when
/// it is first asked.
fn restore(
    service: &SecretsManagerService,
    state: SecretsmanagerStateView,
) -> Result<(), serde_json::Error> {
    let restored = unconstrained(service.restore(DEFAULT_ACCOUNT_ID, REGION, state));
    match restored.now_or_never() {
        Some(Ok(())) => Ok(()),
        Some(Err(StateViewError::Serialize(error))) => Err(error),
        Some(Err(other)) => Err(serde::de::Error::custom(other)),
        None => Err(serde::de::Error::custom("the secrets are in use")),
    }
}

fn named_secret(body: &[u8]) -> Option<String> {
    let request: Value = serde_json::from_slice(body).ok()?;
    let name = request.get("SecretId").or_else(|| request.get("Name"))?;
    Some(name.as_str()?.to_owned())
}

/// The `CreateSecret` request for a new secret.
pub(super) fn create_request(name: &str, content: &str) -> Value {
    json!({"Name": name, "SecretString": content})
}

/// The `PutSecretValue` request for another value of a secret that exists.
pub(super) fn put_request(name: &str, content: &str) -> Value {
    json!({"SecretId": name, "SecretString": content})
}
