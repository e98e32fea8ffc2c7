//! The token endpoint.
//!
//! Source: Google's guides to OAuth 2.0 for web servers and for service accounts. Refresh tokens are
//! never replaced; they end after six months without use, or seven days after consent to an
//! application in testing.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::account::App;
use super::denial::Denial;
use super::held::Held;
use super::{assertion, json_response, scopes};
use crate::sim::call::Query;
use crate::sim::oauth::{BadCode, BadRefresh, Grants, Rotation, Tokens, Vending};
use crate::sim::{Call, Entropy};

const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

const SIX_MONTHS: SignedDuration = SignedDuration::from_hours(183 * 24);
const SEVEN_DAYS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How Google hands out tokens. How long a code lives is not published: RFC 6749 allows ten minutes
/// at most.
pub fn vending(app: &App) -> Vending {
    Vending {
        code: SignedDuration::from_mins(10),
        access: SignedDuration::from_secs(3599),
        refresh: if app.testing { SEVEN_DAYS } else { SIX_MONTHS },
        rotation: Rotation::Kept,
        access_length: 220,
    }
}

/// Answers a call to the token endpoint.
pub fn issue(held: &mut Held, call: &Call) -> Response<Bytes> {
    endpoint(call, |call| grant(held, call))
}

/// What every answer of the token endpoint has alike.
pub fn endpoint(
    call: &Call,
    give: impl FnOnce(&Call) -> Result<Response<Bytes>, Denial>,
) -> Response<Bytes> {
    if call.method != Method::POST {
        let body = json!({ "error": "invalid_request", "error_description": "POST is expected" });
        return json_response(StatusCode::METHOD_NOT_ALLOWED, &body);
    }
    let mut response = give(call).unwrap_or_else(|denial| denial.response());
    // RFC 6749, section 5.1.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn grant(held: &mut Held, call: &Call) -> Result<Response<Bytes>, Denial> {
    let form = call.form();
    match Asked::read(&form)? {
        Asked::Code => {
            let tokens = held.counter().exchange(call, &form)?;
            answer(held, &tokens, call.at)
        }
        Asked::Refresh => {
            let tokens = held.counter().renew(call, &form)?;
            answer(held, &tokens, call.at)
        }
        Asked::Assertion(assertion) => own(held, call, assertion),
    }
}

/// What a token is asked for with.
pub enum Asked<'f> {
    /// A code that a browser brought back.
    Code,
    /// A refresh token.
    Refresh,
    /// What a service account says about itself.
    Assertion(&'f str),
}

impl<'f> Asked<'f> {
    /// Reads a form.
    ///
    /// # Errors
    /// It names no grant, or one that Google does not know.
    pub fn read(form: &'f Query) -> Result<Self, Denial> {
        match form.get("grant_type").unwrap_or_default() {
            "authorization_code" => Ok(Self::Code),
            "refresh_token" => Ok(Self::Refresh),
            JWT_BEARER => required(form, "assertion").map(Self::Assertion),
            "" => Err(missing("grant_type")),
            other => {
                Err(Denial::new("unsupported_grant_type", format!("Invalid grant_type: {other}")))
            }
        }
    }
}

/// Where the application is given tokens that people granted to it.
pub struct Counter<'h> {
    /// The application.
    pub app: &'h App,
    /// What was granted to it.
    pub grants: &'h mut Grants,
    /// Where tokens come from.
    pub entropy: &'h mut Entropy,
}

fn missing(parameter: &str) -> Denial {
    Denial::new("invalid_request", format!("Missing required parameter: {parameter}"))
}

fn required<'f>(form: &'f Query, name: &str) -> Result<&'f str, Denial> {
    form.get(name).filter(|value| !value.is_empty()).ok_or_else(|| missing(name))
}

/// The client's id and secret stand in the form, or else in `Authorization: Basic`.
fn check_client(app: &App, call: &Call, form: &Query) -> Result<(), Denial> {
    let basic = call.basic();
    let basic = basic.as_deref().and_then(|basic| basic.split_once(':'));
    let id = form.get("client_id").or(basic.map(|(id, _)| id)).ok_or_else(|| {
        Denial::new("invalid_request", "Could not determine client ID from request.")
    })?;
    if id != app.client_id {
        return Err(Denial::unauthorized("invalid_client", "The OAuth client was not found."));
    }
    match form.get("client_secret").or(basic.map(|(_, secret)| secret)) {
        None => Err(Denial::new("invalid_request", "client_secret is missing.")),
        Some(secret) if secret == app.client_secret => Ok(()),
        Some(_) => Err(Denial::unauthorized("invalid_client", "Unauthorized")),
    }
}

impl Counter<'_> {
    /// Tokens for a code.
    ///
    /// # Errors
    /// Why not.
    pub fn exchange(&mut self, call: &Call, form: &Query) -> Result<Tokens, Denial> {
        check_client(self.app, call, form)?;
        required(form, "code")?;
        let vending = vending(self.app);
        self.grants.exchange(form, &vending, call.at, self.entropy).map_err(bad_code)
    }

    /// The next access token for a refresh token.
    ///
    /// # Errors
    /// Why not.
    pub fn renew(&mut self, call: &Call, form: &Query) -> Result<Tokens, Denial> {
        check_client(self.app, call, form)?;
        let token = required(form, "refresh_token")?;
        let vending = vending(self.app);
        let renewed = self.grants.renew(token, &vending, call.at, self.entropy);
        let tokens = renewed.map_err(bad_refresh)?;
        if !self.app.testing {
            self.grants.extend(token, call.at + SIX_MONTHS);
        }
        Ok(tokens)
    }
}

fn bad_code(bad: BadCode) -> Denial {
    match bad {
        BadCode::Unknown => Denial::new("invalid_grant", "Malformed auth code."),
        BadCode::Used | BadCode::Expired => Denial::new("invalid_grant", "Bad Request"),
        BadCode::Redirect => Denial::new("redirect_uri_mismatch", "Bad Request"),
        BadCode::Verifier => Denial::new("invalid_grant", "Invalid code verifier."),
    }
}

fn bad_refresh(bad: BadRefresh) -> Denial {
    match bad {
        BadRefresh::Unknown | BadRefresh::Reused | BadRefresh::Expired => {
            Denial::new("invalid_grant", "Token has been expired or revoked.")
        }
    }
}

/// A service account's token: nobody consents, nothing to renew it by, and no scope in the answer.
fn own(held: &mut Held, call: &Call, assertion: &str) -> Result<Response<Bytes>, Denial> {
    let asserted = assertion::check(held, assertion, call)?;
    let vending = vending(&held.app);
    let (user, scopes) = (asserted.user, asserted.scopes);
    let tokens = held.delegated.own(&user, scopes, &vending, call.at, &mut held.entropy);
    Ok(owned(&tokens))
}

/// How a service account's token is answered.
pub fn owned(tokens: &Tokens) -> Response<Bytes> {
    let body = json!({
        "access_token": tokens.access,
        "expires_in": tokens.expires_in,
        "token_type": "Bearer",
    });
    json_response(StatusCode::OK, &body)
}

fn answer(held: &mut Held, tokens: &Tokens, at: Timestamp) -> Result<Response<Bytes>, Denial> {
    let user = held.users.iter().find(|user| user.id == tokens.user && user.signs_in());
    let user = user.ok_or_else(deleted)?.clone();
    let who = Who { id: &user.id, email: &user.email, domain: user.domain() };
    Ok(held.counter().answer(tokens, &who, at))
}

/// Nobody has this account any more.
pub fn deleted() -> Denial {
    Denial::new("invalid_grant", "Account has been deleted")
}

/// Who consented.
pub struct Who<'u> {
    /// The vendor's id.
    pub id: &'u str,
    /// The address.
    pub email: &'u str,
    /// Its domain.
    pub domain: &'u str,
}

impl Counter<'_> {
    /// How tokens that somebody granted are answered.
    pub fn answer(&mut self, tokens: &Tokens, who: &Who, at: Timestamp) -> Response<Bytes> {
        let mut body = json!({
            "access_token": tokens.access,
            "expires_in": tokens.expires_in,
            "scope": tokens.scopes.join(" "),
            "token_type": "Bearer",
        });
        if let Some(refresh) = &tokens.refresh {
            body["refresh_token"] = json!(refresh);
            if self.app.testing {
                body["refresh_token_expires_in"] = json!(SEVEN_DAYS.as_secs());
            }
        }
        if tokens.scopes.iter().any(|scope| scope == scopes::OPENID) {
            body["id_token"] = json!(self.id_token(who, tokens, at));
        }
        json_response(StatusCode::OK, &body)
    }

    /// Who consented, as a JWT. Its signature is nobody's: it comes straight from the vendor, and
    /// `OpenID` Connect (core, section 3.1.3.7) lets the connection stand for the signature then.
    fn id_token(&mut self, who: &Who, tokens: &Tokens, at: Timestamp) -> String {
        let mut claims = json!({
            "iss": "https://accounts.google.com",
            "azp": self.app.client_id,
            "aud": self.app.client_id,
            "sub": who.id,
            "hd": who.domain,
            "iat": at.as_second(),
            "exp": at.as_second() + 3600,
        });
        if tokens.scopes.iter().any(|scope| scope == scopes::EMAIL) {
            claims["email"] = json!(who.email);
            claims["email_verified"] = json!(true);
        }
        let encode = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        let header = encode(&json!({ "alg": "RS256", "kid": "demo", "typ": "JWT" }));
        format!("{header}.{}.{}", encode(&claims), self.entropy.opaque(342))
    }
}
