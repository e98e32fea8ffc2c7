//! API tokens: shown once, kept as a digest, found by the tenant and the prefix that they name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq as _;

use super::App;
use crate::domain::fault::Fault;
use crate::domain::ids::{Secret, hex, is_id};
use crate::store::{ApiToken, TokenScope};

/// What every token of ours begins with, so that scanners of leaked secrets can tell one.
const MARK: &str = "cvk_";
/// Digits of the prefix: 48 bits.
const PREFIX: usize = 12;
/// Digits of the secret: 192 bits.
const SECRET: usize = 48;

/// What a new token is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
    /// The import account it is bound to.
    pub account: Option<String>,
}

/// Issues a token: the text to show once, and what is kept of it.
///
/// # Errors
/// [`Fault::Retry`] when there is no randomness or AWS doesn't answer.
pub async fn issue(app: &App, tenant: &str, new: NewToken) -> Result<(Secret, ApiToken), Fault> {
    let prefix = hex(&app.entropy.bytes::<{ PREFIX / 2 }>()?);
    let secret = hex(&app.entropy.bytes::<{ SECRET / 2 }>()?);
    let text = format!("{MARK}{}.{prefix}.{secret}", URL_SAFE_NO_PAD.encode(tenant));
    let token = ApiToken {
        prefix,
        hash: hash(&text),
        name: new.name,
        scopes: new.scopes,
        account: new.account,
        created_at: app.clock.now(),
    };
    app.store.put_token(tenant, &token).await?;
    Ok((Secret::new(text), token))
}

/// The tenant and the token that a text stands for; `None` when we did not issue it, or it was
/// deleted.
///
/// # Errors
/// [`Fault::Retry`] when the table doesn't answer.
pub async fn check(app: &App, text: &str) -> Result<Option<(String, ApiToken)>, Fault> {
    let Some((tenant, prefix)) = read(text) else { return Ok(None) };
    let token = app.store.token(&tenant, &prefix).await?;
    Ok(token.filter(|token| is_of(token, text)).map(|token| (tenant, token)))
}

/// Whether the text is the one whose digest is kept, in a time that does not depend on where they
/// differ.
fn is_of(token: &ApiToken, text: &str) -> bool {
    token.hash.as_bytes().ct_eq(hash(text).as_bytes()).into()
}

fn hash(text: &str) -> String {
    hex(digest(&SHA256, text.as_bytes()).as_ref())
}

/// The tenant and the prefix that a text of the right form names.
fn read(text: &str) -> Option<(String, String)> {
    let (tenant, rest) = text.strip_prefix(MARK)?.split_once('.')?;
    let (prefix, secret) = rest.split_once('.')?;
    let tenant = String::from_utf8(URL_SAFE_NO_PAD.decode(tenant).ok()?).ok()?;
    let fits = is_id(&tenant) && is_hex(prefix, PREFIX) && is_hex(secret, SECRET);
    fits.then(|| (tenant, prefix.to_owned()))
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(tenant: &str) -> String {
        let tenant = URL_SAFE_NO_PAD.encode(tenant);
        format!("{MARK}{tenant}.{}.{}", "a1".repeat(6), "b2".repeat(24))
    }

    #[test]
    fn a_token_names_its_tenant_and_prefix() {
        let read = read(&text("acme.fi:a@b"));
        assert_eq!(read, Some(("acme.fi:a@b".to_owned(), "a1".repeat(6))));
    }

    #[test]
    fn what_has_not_our_form_is_not_looked_up() {
        let whole = text("acme");
        let bad = [
            String::new(),
            "cvk_".to_owned(),
            "cvk_acme.a.b".to_owned(),
            whole[1..].to_owned(),
            whole[..whole.len() - 1].to_owned(),
            whole.to_uppercase(),
            text("a#b"),
            format!("{whole}.x"),
        ];
        for text in bad {
            assert_eq!(read(&text), None, "{text}");
        }
    }

    #[test]
    fn one_changed_digit_is_another_token() {
        let whole = text("acme");
        let token = ApiToken {
            prefix: "a1".repeat(6),
            hash: hash(&whole),
            name: "n".to_owned(),
            scopes: vec![TokenScope::Read],
            account: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
        };
        assert!(is_of(&token, &whole));
        assert!(!is_of(&token, &format!("{}c", &whole[..whole.len() - 1])));
        assert!(!token.hash.contains("b2b2b2"));
    }
}
