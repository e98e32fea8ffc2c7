//! A company's own source of balances: `GET {url}?email=…`, signed as Standard Webhooks over the query,
//! answered with `{"amount": 120, "unit": "punti"}` or 404.

use bytes::Bytes;
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;

use crate::app::{App, signing};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 16 * 1024;
/// The longest unit that is told, in characters.
const LONGEST_UNIT: usize = 40;

/// What the source says.
pub(super) enum Told {
    /// How much there is.
    Amount {
        /// As the source writes it.
        amount: String,
        /// Of what.
        unit: String,
    },
    /// It knows no such wallet.
    NoWallet,
    /// Nothing that could be told: an old number would be worse.
    Nothing,
}

#[derive(Deserialize)]
struct Answer {
    amount: Value,
    #[serde(default)]
    unit: String,
}

/// Asks for somebody's balance at this moment.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer. A source that doesn't answer says [`Told::Nothing`].
pub(super) async fn ask(
    app: &App,
    config: &TenantConfig,
    url: &str,
    email: &str,
) -> Result<Told, Fault> {
    let query = format!("email={}", utf8_percent_encode(email.trim(), NON_ALPHANUMERIC));
    let address = match url.split_once('?') {
        Some((_, own)) => format!("{url}{}{query}", if own.is_empty() { "" } else { "&" }),
        None => format!("{url}?{query}"),
    };
    // The whole query is signed, as the receiver sees it.
    let signed = address.split_once('?').map(|(_, it)| it.to_owned()).unwrap_or_default();
    let mut request = http::Request::get(address)
        .header("accept", "application/json")
        .header("cache-control", "no-cache");
    if let Some(secret) = signing::secret(app, config).await? {
        let id = format!("msg_{}", app.entropy.name()?);
        for (name, value) in signing::headers(&secret, &id, app.clock.now(), &signed) {
            request = request.header(name, value);
        }
    }
    let Ok(request) = request.body(Bytes::new()) else { return Ok(Told::Nothing) };
    match app.guarded.send(request).await {
        Ok(answer) => Ok(read(&answer)),
        Err(fault) => {
            tracing::warn!(tenant = config.id, %fault, "a source of balances does not answer");
            Ok(Told::Nothing)
        }
    }
}

fn read(answer: &http::Response<Bytes>) -> Told {
    if answer.status() == StatusCode::NOT_FOUND {
        return Told::NoWallet;
    }
    if !answer.status().is_success() || answer.body().len() > LONGEST {
        return Told::Nothing;
    }
    let Ok(said) = serde_json::from_slice::<Answer>(answer.body()) else { return Told::Nothing };
    let amount = match &said.amount {
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            text.trim().to_owned()
        }
        _ => return Told::Nothing,
    };
    let unit = said.unit.chars().filter(|c| !c.is_control()).take(LONGEST_UNIT).collect();
    Told::Amount { amount, unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, body: &str) -> String {
        let body = Bytes::from(body.to_owned());
        match read(&http::Response::builder().status(status).body(body).unwrap()) {
            Told::Amount { amount, unit } => format!("{amount} {unit}"),
            Told::NoWallet => "no wallet".to_owned(),
            Told::Nothing => "nothing".to_owned(),
        }
    }

    /// G29, G31: the number and its unit as the source says them, and nothing else is a number.
    #[test]
    fn only_a_number_is_told() {
        assert_eq!(told(200, r#"{"amount": 120, "unit": "punti"}"#), "120 punti");
        assert_eq!(told(200, r#"{"amount": "12.50", "unit": "EUR"}"#), "12.50 EUR");
        assert_eq!(told(404, ""), "no wallet");
        for nothing in [r#"{"amount": null}"#, r#"{"amount": "<b>1"}"#, "120", "", "[]"] {
            assert_eq!(told(200, nothing), "nothing", "{nothing}");
        }
        assert_eq!(told(500, r#"{"amount": 120}"#), "nothing");
        assert_eq!(told(302, ""), "nothing");
    }
}
