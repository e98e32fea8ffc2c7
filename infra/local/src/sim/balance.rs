//! A company's own source of balances, as the README describes it: `GET /balance?email=…` answers how much
//! somebody has, or 404. With a secret in its state it answers nobody who does not sign.

use std::collections::BTreeMap;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use ring::hmac;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Call, Simulator, StateError, json as json_response, lock, state};

/// How far a signature's time may be from now, in seconds.
const TOLERANCE_S: i64 = 300;

/// The simulated source.
pub struct Balance {
    held: Mutex<Held>,
}

/// What it holds, in the published shape.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    balances: BTreeMap<String, Amount>,
    #[serde(default)]
    signing_secret: Option<String>,
}

/// How much of what.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount {
    amount: f64,
    unit: String,
}

impl Default for Balance {
    fn default() -> Self {
        let amount = |amount| Amount { amount, unit: "points".to_owned() };
        let balances = [("aino@demo.example", 120.0), ("matti@demo.example", 35.5)];
        let balances = balances.map(|(email, held)| (email.to_owned(), amount(held))).into();
        Self { held: Mutex::new(Held { balances, signing_secret: None }) }
    }
}

impl Simulator for Balance {
    fn name(&self) -> &'static str {
        "balance"
    }

    fn relative_path(&self, path: &str) -> Option<String> {
        (path == "/").then(|| path.to_owned())
    }

    fn env(&self, _: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    fn answer(&self, call: &Call) -> Response<Bytes> {
        let held = lock(&self.held);
        if call.method != Method::GET {
            return refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET is answered");
        }
        if !held.signing_secret.as_ref().is_none_or(|secret| is_signed(call, secret)) {
            return refusal(StatusCode::UNAUTHORIZED, "the signature does not fit");
        }
        let Some(email) = call.query.get("email") else {
            return refusal(StatusCode::BAD_REQUEST, "say whose: ?email=");
        };
        let wanted = email.trim().to_lowercase();
        let found = held.balances.iter().find(|(known, _)| known.to_lowercase() == wanted);
        match found {
            Some((_, Amount { amount, unit })) => {
                json_response(StatusCode::OK, &json!({"amount": number(*amount), "unit": unit}))
            }
            None => refusal(StatusCode::NOT_FOUND, "nobody has this address"),
        }
    }

    fn refuse(&self, status: StatusCode) -> Response<Bytes> {
        refusal(status, status.canonical_reason().unwrap_or("error"))
    }

    fn state(&self) -> Value {
        json!(*lock(&self.held))
    }

    fn merge_state(&self, changes: &Value) -> Result<(), StateError> {
        let mut held = lock(&self.held);
        *held = state::merged("", &*held, changes, &["balances", "signing_secret"])?;
        Ok(())
    }

    fn snapshot(&self) -> Value {
        self.state()
    }

    fn restore(&self, snapshot: Value) -> Result<(), StateError> {
        *lock(&self.held) = state::restored("balance", snapshot)?;
        Ok(())
    }
}

/// Whole numbers have no point.
fn number(amount: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    let whole = (amount.fract() == 0.0 && amount.abs() < 1e15).then_some(amount as i64);
    whole.map_or(json!(amount), |whole| json!(whole))
}

fn refusal(status: StatusCode, error: &str) -> Response<Bytes> {
    json_response(status, &json!({"error": error}))
}

/// Standard Webhooks over the query.
fn is_signed(call: &Call, secret: &str) -> bool {
    let header = |name| call.headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(id), Some(at), Some(given)) =
        (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"))
    else {
        return false;
    };
    let is_now = at.parse().is_ok_and(|at: i64| (call.at.as_second() - at).abs() <= TOLERANCE_S);
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret));
    let given = given.strip_prefix("v1,").and_then(|it| STANDARD.decode(it).ok());
    let (Ok(key), Some(given), true) = (key, given, is_now) else { return false };
    let payload = format!("{id}.{at}.{}", call.raw_query);
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key), payload.as_bytes(), &given).is_ok()
}
