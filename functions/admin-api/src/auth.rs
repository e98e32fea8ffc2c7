//! Who calls, and whether they may.

use convoke::app::{App, tokens};
use convoke::domain::ids::Secret;
use convoke::lambda::http::Problem;
use convoke::store::{ApiToken, TokenScope};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use crate::refusal::Refusal;
use crate::routes::Needs;

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Whoever; the address is open to all.
    Anybody,
    /// Who runs this deployment.
    Operator,
    /// The holder of a tenant's token.
    Token {
        /// The tenant.
        tenant: String,
        /// What people call the token.
        name: String,
        /// What it may do.
        scopes: Vec<TokenScope>,
        /// The import account it is bound to.
        account: Option<String>,
        /// The person whose it is.
        person: Option<String>,
        /// The part that names it.
        prefix: String,
        /// Whether it is good for nothing but getting another one.
        must_rotate: bool,
    },
}

impl Caller {
    /// The token's name; `None` for the operator.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Token { name, .. } => Some(name),
            Self::Anybody | Self::Operator => None,
        }
    }

    /// The part that names the token.
    pub fn prefix(&self) -> Option<&str> {
        match self {
            Self::Token { prefix, .. } => Some(prefix),
            Self::Anybody | Self::Operator => None,
        }
    }

    /// The tenant and the import account that the token is bound to.
    pub fn bound(&self) -> Option<(&str, &str)> {
        match self {
            Self::Token { tenant, account: Some(account), .. } => Some((tenant, account)),
            Self::Token { .. } | Self::Anybody | Self::Operator => None,
        }
    }
}

/// The operator's secret in Secrets Manager.
#[derive(Deserialize)]
struct OperatorSecret {
    token: Secret,
}

/// Finds out who calls. A token is looked up under the tenant that it names, so that one that is
/// good elsewhere can be told from one that is none.
pub async fn caller(app: &App, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let given = bearer(headers)?;
    if let Some((tenant, token)) = tokens::check(app, given).await? {
        let ApiToken { name, scopes, account, person, prefix, must_rotate, .. } = token;
        return Ok(Caller::Token { tenant, name, scopes, account, person, prefix, must_rotate });
    }
    let secret = app.secrets.get(app.config.operator_secret.get()?).await?;
    if is_operator(&secret, given) { Ok(Caller::Operator) } else { Err(token_invalid()) }
}

fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        let detail = "send a token as Authorization: Bearer …";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "token_missing", detail).into());
    };
    let text = value.to_str().ok().and_then(|text| text.split_once(' '));
    match text {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(token_invalid()),
    }
}

fn token_invalid() -> Refusal {
    let detail = "the token is not one of ours, or was deleted";
    Problem::new(StatusCode::UNAUTHORIZED, "token_invalid", detail).into()
}

/// In a time that does not depend on where the two differ. An unreadable or empty secret is nobody's.
fn is_operator(secret: &Secret, given: &str) -> bool {
    let Ok(OperatorSecret { token }) = serde_json::from_str(secret.expose()) else { return false };
    let token = token.expose();
    !token.is_empty() && bool::from(token.as_bytes().ct_eq(given.as_bytes()))
}

/// Whether the caller may do what needs this, in this tenant.
///
/// # Errors
/// 404 for another tenant's address, as if there were none; 403 that names the scope.
pub fn allow(caller: &Caller, needs: Needs, tenant: Option<&str>) -> Result<(), Refusal> {
    let scopes = match (caller, needs) {
        (Caller::Operator, _) | (_, Needs::Nothing) => return Ok(()),
        (Caller::Anybody, _) => return Err(token_invalid()),
        (Caller::Token { must_rotate: true, .. }, needs) if needs != Needs::Own => {
            return Err(must_rotate());
        }
        (Caller::Token { tenant: own, scopes, .. }, _) if Some(own.as_str()) == tenant => scopes,
        // A board knows no tenant: the token alone says whose account it is.
        (Caller::Token { scopes, .. }, Needs::Push) if tenant.is_none() => scopes,
        (Caller::Token { .. }, _) => return Err(Refusal::not_found("tenant")),
    };
    let suffices = match needs {
        Needs::Nothing | Needs::Own | Needs::Person => true,
        Needs::Read => scopes.iter().any(|scope| reads(*scope)),
        Needs::Events => {
            scopes.contains(&TokenScope::Events) || scopes.contains(&TokenScope::Admin)
        }
        Needs::Push => scopes.contains(&TokenScope::Push),
        Needs::Recruiter => {
            scopes.contains(&TokenScope::Recruiter) || scopes.contains(&TokenScope::Admin)
        }
        Needs::Admin => scopes.contains(&TokenScope::Admin),
    };
    if suffices { Ok(()) } else { Err(scope_missing(needs)) }
}

/// Who administers or recruits also reads.
const fn reads(scope: TokenScope) -> bool {
    match scope {
        TokenScope::Admin | TokenScope::Recruiter | TokenScope::Read => true,
        TokenScope::Events | TokenScope::Push => false,
    }
}

fn must_rotate() -> Refusal {
    let detail =
        "this token is temporary: exchange it for your own with POST …/tokens/rotate first";
    Refusal::new(StatusCode::FORBIDDEN, "must_rotate", detail)
}

fn scope_missing(needs: Needs) -> Refusal {
    let detail = format!("this needs a token with the scope {}", needs.name());
    Refusal::new(StatusCode::FORBIDDEN, "scope_missing", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(scopes: &[TokenScope]) -> Caller {
        let (tenant, name) = ("acme".to_owned(), "n".to_owned());
        Caller::Token {
            tenant,
            name,
            scopes: scopes.to_vec(),
            account: None,
            person: None,
            prefix: "p".to_owned(),
            must_rotate: false,
        }
    }

    fn status(caller: &Caller, needs: Needs, tenant: &str) -> u16 {
        match allow(caller, needs, Some(tenant)) {
            Ok(()) => 200,
            Err(refusal) => refusal.answer().status().as_u16(),
        }
    }

    #[test]
    fn scopes_decide_within_the_own_tenant_and_nothing_beyond_it() {
        use TokenScope::{Admin, Events, Push, Read, Recruiter};
        for (scopes, read, admin) in [
            (&[Admin][..], 200, 200),
            (&[Recruiter], 200, 403),
            (&[Read], 200, 403),
            (&[Events], 403, 403),
            (&[Push], 403, 403),
            (&[Events, Admin], 200, 200),
            (&[], 403, 403),
        ] {
            let caller = token(scopes);
            assert_eq!(status(&caller, Needs::Read, "acme"), read, "{scopes:?}");
            assert_eq!(status(&caller, Needs::Admin, "acme"), admin, "{scopes:?}");
            assert_eq!(status(&caller, Needs::Read, "other"), 404, "{scopes:?}");
            assert_eq!(status(&caller, Needs::Nothing, "other"), 200, "{scopes:?}");
        }
        assert_eq!(status(&Caller::Operator, Needs::Admin, "any"), 200);
        assert_eq!(status(&Caller::Anybody, Needs::Read, "acme"), 401);
    }

    #[test]
    fn a_missing_scope_is_named() {
        let refusal = allow(&token(&[]), Needs::Admin, Some("acme")).unwrap_err();
        assert!(refusal.answer().body().contains("scope admin"));
    }

    #[test]
    fn only_bearer_tokens_are_read() {
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers).unwrap_err().answer().status(), 401);
        for bad in ["Basic eA==", "Bearer", "cvk_x"] {
            headers.insert(header::AUTHORIZATION, bad.parse().unwrap());
            assert_eq!(bearer(&headers).unwrap_err().answer().status(), 401, "{bad}");
        }
        headers.insert(header::AUTHORIZATION, "bearer abc".parse().unwrap());
        assert_eq!(bearer(&headers).unwrap(), "abc");
    }

    #[test]
    fn the_operator_has_exactly_one_token() {
        let secret = Secret::new(r#"{"token":"op"}"#);
        assert!(is_operator(&secret, "op"));
        for (secret, given) in
            [(secret, "o"), (Secret::new(r#"{"token":""}"#), ""), (Secret::new("x"), "x")]
        {
            assert!(!is_operator(&secret, given), "{given}");
        }
    }
}
