//! The token endpoint: the app's own tokens, for Graph and for the Bot Connector.
//!
//! Source: Microsoft identity platform, client credentials flow; Bot Framework, authentication of
//! requests to the Bot Connector service. A token for Graph is the customer's, one for the Bot
//! Connector comes from the app's home or from `botframework.com`.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::held::Held;
use super::json_response;
use crate::sim::call::Query;
use crate::sim::microsoft::no_token::NoToken;
use crate::sim::oauth::{Rotation, Vending};
use crate::sim::{Call, empty};

/// The Bot Connector, as a token for it names it.
pub const BOT_RESOURCE: &str = "https://api.botframework.com";
const GRAPH_RESOURCE: &str = "https://graph.microsoft.com";

/// How the app's own tokens are handed out; there are no others.
const VENDING: Vending = Vending {
    code: SignedDuration::from_mins(10),
    access: SignedDuration::from_secs(3_599),
    refresh: SignedDuration::from_hours(90 * 24),
    rotation: Rotation::Rolling,
    // As long as the vendor's, which are signed JSON; nobody may read them.
    access_length: 1_500,
};

/// Whose directory is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenant {
    /// `common` or `organizations`: nobody's in particular.
    Any,
    /// The customer's.
    Customer,
    /// The app's own, or that of all bots.
    Home,
}

impl Tenant {
    /// The directory of an address.
    pub fn of(held: &Held, name: &str) -> Result<Self, NoToken> {
        match name {
            "common" | "organizations" => Ok(Self::Any),
            id if id.eq_ignore_ascii_case(&held.team_id) => Ok(Self::Customer),
            "botframework.com" => Ok(Self::Home),
            id if id.eq_ignore_ascii_case(&held.app.tenant_id) => Ok(Self::Home),
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
    let mut response = match answer {
        Ok(body) => json_response(StatusCode::OK, &body),
        Err(refused) => refused.response(call.at, &mut held.entropy),
    };
    // RFC 6749, section 5.1.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn required<'f>(form: &'f Query, name: &str) -> Result<&'f str, NoToken> {
    form.get(name).filter(|value| !value.is_empty()).ok_or_else(|| NoToken::missing(name))
}

fn grant(held: &mut Held, call: &Call, tenant: Tenant) -> Result<Value, NoToken> {
    let form = call.form();
    if required(&form, "grant_type")? != "client_credentials" {
        let text = "The grant type is not supported.";
        return Err(NoToken::new("unsupported_grant_type", 70_003, text));
    }
    check_client(held, &form)?;
    let scopes = scopes(held, required(&form, "scope")?, tenant)?;
    let tokens = held.grants.own("", scopes, &VENDING, call.at, &mut held.entropy);
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "ext_expires_in": tokens.expires_in,
        "access_token": tokens.access,
    }))
}

fn check_client(held: &Held, form: &Query) -> Result<(), NoToken> {
    let id = required(form, "client_id")?;
    if id != held.app.client_id {
        let text = format!("Application with identifier '{id}' was not found in the directory.");
        return Err(NoToken::new("unauthorized_client", 700_016, text));
    }
    let refused = |code, text| Err(NoToken::new("invalid_client", code, text));
    match form.get("client_secret") {
        None | Some("") => refused(7_000_218, "The request must contain 'client_secret'."),
        Some(secret) if secret != held.app.client_secret => {
            refused(7_000_215, "Invalid client secret provided.")
        }
        Some(_) => Ok(()),
    }
}

/// What a token for this resource is good for, when this directory gives it.
fn scopes(held: &Held, asked: &str, tenant: Tenant) -> Result<Vec<String>, NoToken> {
    let resource = match asked.strip_suffix("/.default") {
        Some(resource @ (GRAPH_RESOURCE | BOT_RESOURCE)) => resource,
        _ => {
            let text = format!("The provided value for scope {asked} is not valid.");
            return Err(NoToken::new("invalid_scope", 1_002_012, text));
        }
    };
    let app = &held.app.client_id;
    match (tenant, resource) {
        (Tenant::Any, _) => {
            let text = "No tenant-identifying information found in the request.";
            Err(NoToken::new("invalid_request", 50_059, text))
        }
        (Tenant::Customer, GRAPH_RESOURCE) if held.admin_consent => Ok(held.scopes.clone()),
        (Tenant::Customer, GRAPH_RESOURCE) => {
            let tenant = &held.team_id;
            let text = format!(
                "The client application {app} is missing service principal in the tenant {tenant}."
            );
            Err(NoToken::new("invalid_client", 7_000_229, text))
        }
        (Tenant::Home, BOT_RESOURCE) => Ok(vec![BOT_RESOURCE.to_owned()]),
        (Tenant::Home, _) => {
            let text = format!("Application with identifier '{app}' was not found here.");
            Err(NoToken::new("unauthorized_client", 700_016, text))
        }
        (Tenant::Customer, resource) => {
            let text = format!("The resource principal named {resource} was not found.");
            Err(NoToken::new("invalid_resource", 500_011, text))
        }
    }
}
