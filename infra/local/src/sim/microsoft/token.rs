//! The token endpoint.
//!
//! Source: Microsoft identity platform, authorisation code flow, client credentials flow, and
//! refresh tokens: each use brings a new one that lives 90 days, and the old one goes on working.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde_json::{Value, json};

use super::account::App;
use super::held::Held;
use super::json_response;
use super::no_token::NoToken;
use super::permission::{DEFAULT, OFFLINE, scope, shown};
use super::user::User;
use crate::sim::call::Query;
use crate::sim::oauth::{Rotation, Tokens, Vending};
use crate::sim::{Call, Entropy, empty};

/// How Microsoft hands out tokens. A code lives about ten minutes.
pub const VENDING: Vending = Vending {
    code: SignedDuration::from_mins(10),
    access: SignedDuration::from_secs(3_599),
    refresh: SignedDuration::from_hours(90 * 24),
    rotation: Rotation::Rolling,
    // As long as the vendor's, which are signed JSON; nobody may read them.
    access_length: 1_900,
};

/// Whose sign-in page or token endpoint is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenant {
    /// `common` or `organizations`: whoever's that signs in.
    Any,
    /// The one customer's.
    Customer,
}

impl Tenant {
    /// The tenant of an address.
    pub fn of(held: &Held, name: &str) -> Result<Self, NoToken> {
        match name {
            "common" | "organizations" => Ok(Self::Any),
            id if id.eq_ignore_ascii_case(&held.app.tenant_id) => Ok(Self::Customer),
            other => {
                Err(NoToken::new("invalid_request", 90_002, format!("Tenant '{other}' not found.")))
            }
        }
    }
}

/// Answers `POST /{tenant}/oauth2/v2.0/token`.
pub fn issue(held: &mut Held, call: &Call, tenant: &str) -> Response<Bytes> {
    if call.method != Method::POST {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let answer = Tenant::of(held, tenant).and_then(|tenant| grant(held, call, tenant));
    respond(answer, call.at, &mut held.entropy)
}

/// The token endpoint's answer.
pub fn respond(
    answer: Result<Value, NoToken>,
    at: Timestamp,
    entropy: &mut Entropy,
) -> Response<Bytes> {
    let mut response = match answer {
        Ok(body) => json_response(StatusCode::OK, &body),
        Err(refused) => refused.response(at, entropy),
    };
    // RFC 6749, section 5.1.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn grant(held: &mut Held, call: &Call, tenant: Tenant) -> Result<Value, NoToken> {
    let form = call.form();
    let kind = required(&form, "grant_type")?;
    check_client(held, &form)?;
    match kind {
        "authorization_code" => exchange(held, call, &form),
        "refresh_token" => renew(held, call, &form),
        "client_credentials" => own(held, call, &form, tenant),
        _ => {
            Err(NoToken::new("unsupported_grant_type", 70_003, "The grant type is not supported."))
        }
    }
}

/// A parameter of a form that must be there.
pub fn required<'f>(form: &'f Query, name: &str) -> Result<&'f str, NoToken> {
    form.get(name).filter(|value| !value.is_empty()).ok_or_else(|| NoToken::missing(name))
}

fn check_client(held: &Held, form: &Query) -> Result<(), NoToken> {
    let App { client_id, client_secret, secret_expired, .. } = &held.app;
    prove(form, client_id, client_secret)?;
    if *secret_expired {
        let text = "The provided client secret keys are expired.";
        return Err(NoToken::new("invalid_client", 7_000_222, text));
    }
    Ok(())
}

/// The application of this id proves itself in the form.
pub fn prove(form: &Query, client_id: &str, client_secret: &str) -> Result<(), NoToken> {
    let id = required(form, "client_id")?;
    if id != client_id {
        let text = format!("Application with identifier '{id}' was not found in the directory.");
        return Err(NoToken::new("unauthorized_client", 700_016, text));
    }
    let refused = |code, text| Err(NoToken::new("invalid_client", code, text));
    match form.get("client_secret") {
        None | Some("") => refused(7_000_218, "The request must contain 'client_secret'."),
        Some(secret) if secret != client_secret => {
            refused(7_000_215, "Invalid client secret provided.")
        }
        Some(_) => Ok(()),
    }
}

fn exchange(held: &mut Held, call: &Call, form: &Query) -> Result<Value, NoToken> {
    required(form, "code")?;
    required(form, "redirect_uri")?;
    let vending = persons(&mut held.entropy);
    let tokens = held.grants.exchange(form, &vending, call.at, &mut held.entropy);
    answer(held, call.at, &tokens.map_err(NoToken::of_code)?)
}

fn renew(held: &mut Held, call: &Call, form: &Query) -> Result<Value, NoToken> {
    let token = required(form, "refresh_token")?;
    if let Some((user, granted)) = held.grants.consent_of(token) {
        user_of(held, user)?;
        check_granted(granted, form)?;
    }
    let vending = persons(&mut held.entropy);
    let looks_like_ours = token.len() == 64;
    let renewed = held.grants.renew(token, &vending, call.at, &mut held.entropy);
    let tokens = renewed.map_err(|bad| NoToken::of_refresh(bad, looks_like_ours))?;
    answer(held, call.at, &tokens)
}

/// Whoever asks for more than was granted must ask the person first.
fn check_granted(granted: &[String], form: &Query) -> Result<(), NoToken> {
    let asked = form.get("scope").unwrap_or_default().split(' ').filter(|scope| !scope.is_empty());
    let is_granted = |asked| scope(asked).is_some_and(|name| granted.iter().any(|g| g == name));
    if asked.filter(|asked| *asked != DEFAULT).all(is_granted) {
        return Ok(());
    }
    let text = "The user or administrator has not consented to use the application.";
    Err(NoToken::new("invalid_grant", 65_001, text))
}

/// A person's access token lives 60 to 90 minutes, by chance.
fn persons(entropy: &mut Entropy) -> Vending {
    let seconds = entropy.draw().random_range(3_600..5_400);
    Vending { access: SignedDuration::from_secs(seconds), ..VENDING }
}

fn user_of<'h>(held: &'h Held, id: &str) -> Result<&'h User, NoToken> {
    let found = held.users.iter().find(|user| user.id == id);
    match found {
        Some(user) if user.signs_in() => Ok(user),
        Some(_) => Err(NoToken::new("invalid_grant", 50_057, "The user account is disabled.")),
        None => Err(NoToken::new("invalid_grant", 50_034, "The user account does not exist.")),
    }
}

/// An application's own token: for what an administrator lets it do, whatever that is by now.
fn own(held: &mut Held, call: &Call, form: &Query, tenant: Tenant) -> Result<Value, NoToken> {
    if tenant == Tenant::Any {
        let text = "No tenant-identifying information found in the request.";
        return Err(NoToken::new("invalid_request", 50_059, text));
    }
    let asked = required(form, "scope")?;
    if asked != DEFAULT {
        let text = format!("The provided value for scope {asked} is not valid.");
        return Err(NoToken::new("invalid_scope", 1_002_012, text));
    }
    let roles = held.app.permissions.iter().map(|permission| permission.name().to_owned());
    let tokens = held.grants.own("", roles.collect(), &VENDING, call.at, &mut held.entropy);
    Ok(opened(&tokens))
}

/// What every answer with a token says of it.
pub fn opened(tokens: &Tokens) -> Value {
    json!({
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "ext_expires_in": tokens.expires_in,
        "access_token": tokens.access,
    })
}

fn answer(held: &mut Held, at: Timestamp, tokens: &Tokens) -> Result<Value, NoToken> {
    let user = user_of(held, &tokens.user)?.clone();
    let has = |name: &str| tokens.scopes.iter().any(|scope| scope == name);
    let mut body = opened(tokens);
    body["scope"] = json!(shown(&tokens.scopes));
    if has(OFFLINE) {
        body["refresh_token"] = json!(tokens.refresh);
    }
    if has("openid") {
        body["id_token"] = json!(id_token(held, at, &user));
    }
    Ok(body)
}

/// Who has signed in, as signed JSON whose signature nobody can check here.
fn id_token(held: &mut Held, at: Timestamp, user: &User) -> String {
    let claims = json!({
        "aud": held.app.client_id,
        "iss": format!("https://login.microsoftonline.com/{}/v2.0", held.app.tenant_id),
        "iat": at.as_second(),
        "nbf": at.as_second(),
        "exp": at.as_second() + 3_600,
        "name": user.display_name(),
        "oid": user.id,
        "preferred_username": user.upn(),
        "sub": format!("sub-{}", user.id),
        "tid": held.app.tenant_id,
        "ver": "2.0",
    });
    let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let header = encode(&json!({ "typ": "JWT", "alg": "RS256" }));
    format!("{header}.{}.{}", encode(&claims), held.entropy.opaque(342))
}
