//! The page on which an administrator lets the app into the customer's directory.
//!
//! Source: Microsoft identity platform, admin consent on the v2.0 endpoint. No code comes back: what
//! was allowed the directory remembers.

use bytes::Bytes;
use http::{Method, Response, StatusCode};

use super::held::Held;
use super::token::Tenant;
use crate::sim::microsoft::no_token::NoToken;
use crate::sim::oauth::{self, Ask};
use crate::sim::{Call, empty};

/// The app's one redirect address, on whichever host of ours.
const REDIRECT_PATH: &str = "/v1/oauth/teams/callback";

/// Answers `GET /{tenant}/v2.0/adminconsent`: at once, as somebody who presses the button would.
pub fn answer(held: &mut Held, call: &Call, tenant: &str) -> Response<Bytes> {
    if call.method != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    match Tenant::of(held, tenant) {
        Ok(Tenant::Any | Tenant::Customer) => {}
        Ok(Tenant::Home) => return oauth::error_page("AADSTS90002: the tenant is not a customer"),
        Err(unknown) => return oauth::error_page(unknown.description()),
    }
    let ask = match Ask::read_code(call, &held.app.client_id, REDIRECT_PATH) {
        Ok(ask) => ask,
        Err(misask) => return oauth::error_page(misask),
    };
    if ask.scopes.is_empty() {
        return oauth::error_page(NoToken::missing("scope").description());
    }
    match decide(held) {
        Ok(()) => {
            held.admin_consent = true;
            let scope = ask.scopes.join(" ");
            let tenant = held.team_id.as_str();
            let back = [("admin_consent", "True"), ("tenant", tenant), ("scope", scope.as_str())];
            oauth::redirect(&ask, &back)
        }
        Err(denied) => {
            let description = denied.description();
            oauth::redirect(&ask, &[("error", &denied.error), ("error_description", &description)])
        }
    }
}

fn decide(held: &Held) -> Result<(), NoToken> {
    let declined =
        |error: &str| NoToken::new(error, 65_004, "User declined to consent to access the app.");
    if let Some(error) = &held.consent.deny {
        return Err(declined(error));
    }
    let named = held.consent.account.as_deref();
    let exists = |name| held.users.iter().any(|user| user.is_there() && user.is(name));
    // The vendor would wait for a sign-in that can't succeed; here the person gives up at once.
    if !named.is_none_or(exists) {
        return Err(declined("access_denied"));
    }
    if !held.consent.admin {
        let text = "The grant requires admin permission.";
        return Err(NoToken::new("access_denied", 90_094, text));
    }
    Ok(())
}
