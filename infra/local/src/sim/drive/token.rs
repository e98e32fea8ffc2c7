//! The token endpoint: the same rules as for Google's calendar, with Drive's scopes.

use bytes::Bytes;
use http::Response;
use jiff::Timestamp;

use super::held::Held;
use super::permission::id_of;
use crate::sim::Call;
use crate::sim::google::assertion;
use crate::sim::google::denial::Denial;
use crate::sim::google::scopes::{EMAIL, OPENID};
use crate::sim::google::token::{Asked, Who, deleted, endpoint, owned, vending};
use crate::sim::oauth::Tokens;

/// Opens everything that its owner sees.
pub const DRIVE: &str = "https://www.googleapis.com/auth/drive";
/// Opens what the application has made, and nothing else.
pub const DRIVE_FILE: &str = "https://www.googleapis.com/auth/drive.file";

/// Scopes by the names that tokens have them under; none when one is unknown or there are none.
pub fn named<'s>(scopes: impl IntoIterator<Item = &'s str>) -> Option<Vec<String>> {
    let name = |scope: &str| match scope {
        "email" => Some(EMAIL),
        other => [OPENID, EMAIL, DRIVE, DRIVE_FILE].into_iter().find(|known| *known == other),
    };
    let named: Option<Vec<String>> =
        scopes.into_iter().map(|scope| name(scope).map(str::to_owned)).collect();
    named.filter(|named| !named.is_empty())
}

/// Answers a call to the token endpoint.
pub fn issue(held: &mut Held, call: &Call) -> Response<Bytes> {
    endpoint(call, |call| grant(held, call))
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

/// A service account in its own name. Nobody has let it act for people here.
fn own(held: &mut Held, call: &Call, assertion: &str) -> Result<Response<Bytes>, Denial> {
    let (key, claims) = assertion::verified(held.service_account_key.as_ref(), assertion, call)?;
    if claims.sub.as_ref().is_some_and(|sub| *sub != key.client_email) {
        return Err(Denial::unauthorized(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not \
             authorized for any of the scopes requested.",
        ));
    }
    let asked = claims.scope.split(' ').filter(|scope| !scope.is_empty());
    let scopes = named(asked).ok_or_else(|| {
        Denial::new("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    })?;
    let vending = vending(&held.app);
    let tokens = held.delegated.own("", scopes, &vending, call.at, &mut held.entropy);
    Ok(owned(&tokens))
}

fn answer(held: &mut Held, tokens: &Tokens, at: Timestamp) -> Result<Response<Bytes>, Denial> {
    let user = held.users.iter().find(|user| user.email == tokens.user);
    let email = user.ok_or_else(deleted)?.email.clone();
    let domain = email.split_once('@').map_or("", |(_, domain)| domain);
    let who = Who { id: &id_of(&email), email: &email, domain };
    Ok(held.counter().answer(tokens, &who, at))
}
