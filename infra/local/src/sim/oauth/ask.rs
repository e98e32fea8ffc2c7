//! What an application asks the consent page for.

use crate::sim::{Call, Query};

/// A request to the consent page that names a known application and one of its redirect addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where the browser goes back to.
    pub redirect_uri: String,
    /// The application's own, handed back as it is.
    pub state: Option<String>,
    /// What it wants.
    pub scopes: Vec<String>,
    /// The PKCE challenge (S256).
    pub challenge: Option<String>,
    /// Whom it expects.
    pub login_hint: Option<String>,
    /// Everything else that was asked, for what only one vendor knows (`prompt`, `access_type`).
    pub query: Query,
}

/// Why the vendor shows an error itself: it would not be safe, or not possible, to send the browser on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misask {
    /// The client is unknown.
    #[error("invalid_client: no application has this client_id")]
    Client,
    /// The redirect address is not one of the application's.
    #[error("redirect_uri_mismatch: the application has no such redirect_uri")]
    Redirect,
    /// Not the code flow.
    #[error("unsupported_response_type: response_type must be code")]
    ResponseType,
    /// A PKCE challenge that can't be used.
    #[error("invalid_request: code_challenge needs code_challenge_method=S256 and 43 characters")]
    Challenge,
}

impl Ask {
    /// Reads a call to the consent page of an application. Its one redirect path is registered for
    /// every port of this machine, and for `https` at any host that ends with `.example`.
    ///
    /// # Errors
    /// A [`Misask`], for which nobody is sent anywhere.
    pub fn read(call: &Call, client_id: &str, redirect_path: &str) -> Result<Self, Misask> {
        let ask = Self::read_code(call, client_id, redirect_path)?;
        if call.query.get("response_type") == Some("code") {
            Ok(ask)
        } else {
            Err(Misask::ResponseType)
        }
    }

    /// The same at a vendor that has one flow, so that nobody names it.
    ///
    /// # Errors
    /// A [`Misask`], for which nobody is sent anywhere.
    pub fn read_code(call: &Call, client_id: &str, redirect_path: &str) -> Result<Self, Misask> {
        let get = |name| call.query.get(name).filter(|value| !value.is_empty());
        if get("client_id") != Some(client_id) {
            return Err(Misask::Client);
        }
        let redirect_uri = get("redirect_uri").ok_or(Misask::Redirect)?;
        if !is_registered(redirect_uri, redirect_path) {
            return Err(Misask::Redirect);
        }
        let challenge = challenge(get("code_challenge"), get("code_challenge_method"))?;
        let owned = |value: Option<&str>| value.map(str::to_owned);
        let scopes = get("scope").unwrap_or_default().split([' ', ',']);
        Ok(Self {
            redirect_uri: redirect_uri.to_owned(),
            state: owned(get("state")),
            scopes: scopes.filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
            challenge,
            login_hint: owned(get("login_hint")),
            query: call.query.clone(),
        })
    }
}

fn is_registered(uri: &str, path: &str) -> bool {
    let Ok(url) = url::Url::parse(uri) else { return false };
    let host = url.host_str().unwrap_or_default();
    let ours = match url.scheme() {
        // RFC 6761, section 6.3: whatever lies below .localhost is this machine as well.
        "http" => matches!(host, "127.0.0.1" | "localhost") || host.ends_with(".localhost"),
        "https" => host.ends_with(".example"),
        _ => false,
    };
    ours && url.path() == path && url.query().is_none() && url.fragment().is_none()
}

/// RFC 7636, section 4.2: the challenge of S256 is 43 characters of base64url.
fn challenge(challenge: Option<&str>, method: Option<&str>) -> Result<Option<String>, Misask> {
    let is_base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match (challenge, method) {
        (None, None) => Ok(None),
        (Some(text), Some("S256")) if text.len() == 43 && text.chars().all(is_base64url) => {
            Ok(Some(text.to_owned()))
        }
        _ => Err(Misask::Challenge),
    }
}
