//! The token endpoint: the app's own tokens, for Graph and for the Bot Connector.
//!
//! Source: Microsoft identity platform, client credentials flow; Bot Framework, authentication of
//! requests to the Bot Connector service. A token for Graph is the customer's, one for the Bot
//! Connector comes from the app's home or from `botframework.com`.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::Value;

use super::held::Held;
use crate::sim::microsoft::no_token::NoToken;
use crate::sim::microsoft::token::{VENDING, opened, prove, required, respond};
use crate::sim::{Call, empty};

/// The Bot Connector, as a token for it names it.
pub const BOT_RESOURCE: &str = "https://api.botframework.com";
const GRAPH_RESOURCE: &str = "https://graph.microsoft.com";

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
    respond(answer, call.at, &mut held.entropy)
}

fn grant(held: &mut Held, call: &Call, tenant: Tenant) -> Result<Value, NoToken> {
    let form = call.form();
    if required(&form, "grant_type")? != "client_credentials" {
        let text = "The grant type is not supported.";
        return Err(NoToken::new("unsupported_grant_type", 70_003, text));
    }
    prove(&form, &held.app.client_id, &held.app.client_secret)?;
    let scopes = scopes(held, required(&form, "scope")?, tenant)?;
    let tokens = held.grants.own("", scopes, &VENDING, call.at, &mut held.entropy);
    Ok(opened(&tokens))
}

/// What a token for this resource is good for, when this directory gives it.
fn scopes(held: &Held, asked: &str, tenant: Tenant) -> Result<Vec<String>, NoToken> {
    let Some(resource @ (GRAPH_RESOURCE | BOT_RESOURCE)) = asked.strip_suffix("/.default") else {
        let text = format!("The provided value for scope {asked} is not valid.");
        return Err(NoToken::new("invalid_scope", 1_002_012, text));
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
