//! What the authorisation servers of all vendors have alike: the consent page that answers at once,
//! codes that work once, PKCE, and what becomes of refresh tokens. A vendor's own module decides the
//! addresses, how clients prove themselves, and how refusals look.
//!
//! Source: RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), RFC 8252 section 7.3 (loopback redirects on any port).

mod ask;
mod grants;

#[cfg(test)]
mod tests;

use std::fmt::Display;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{StateError, state};

pub use ask::{Ask, Misask};
pub use grants::{
    Access, BadCode, BadRefresh, BadToken, Grants, Rotation, Standing, Tokens, Vending,
};

/// What the consent page answers. At rest it consents as the account of `login_hint`, or as the
/// vendor's first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Who consents, by id or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The error that is answered instead of a code, such as `access_denied`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deny: Option<String>,
}

impl Consent {
    /// Reads it as outsiders put it. `null` is at rest.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn read(value: &Value) -> Result<Self, StateError> {
        match value {
            Value::Null => Ok(Self::default()),
            value => state::read("consent", value, &["account", "deny"]),
        }
    }

    /// Who answers: the account that was set, else the one hinted at, else the first. Whoever is set
    /// and does not exist makes nobody.
    pub fn who<'u, U>(
        &self,
        ask: &Ask,
        users: &'u [U],
        is: impl Fn(&U, &str) -> bool,
    ) -> Option<&'u U> {
        let named = self.account.as_deref().or(ask.login_hint.as_deref());
        match named {
            Some(name) => users.iter().find(|user| is(user, name)),
            None => users.first(),
        }
    }
}

/// Sends the browser back with these parameters, `state` included.
#[must_use]
pub fn redirect(ask: &Ask, parameters: &[(&str, &str)]) -> Response<Bytes> {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut target = ask.redirect_uri.clone();
    let state = ask.state.as_deref().map(|state| ("state", state));
    for (name, value) in parameters.iter().copied().chain(state) {
        let separator = if target.contains('?') { "&" } else { "?" };
        target.extend([separator, name, "=", &encode(value)]);
    }
    let mut response = super::empty(StatusCode::FOUND);
    if let Ok(target) = HeaderValue::try_from(target) {
        response.headers_mut().insert(header::LOCATION, target);
    }
    response
}

/// The page that a person sees when the vendor will not send the browser anywhere.
#[must_use]
pub fn error_page(why: impl Display) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!("<!doctype html><p>{why}</p>")));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let html = HeaderValue::from_static("text/html;charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}
