//! API tokens: shown once, kept as a digest, found by the tenant and the prefix that they name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq as _;

use super::App;
use crate::domain::fault::Fault;
use crate::domain::ids::{Secret, hex, is_id};
use crate::store::{ApiToken, Ticket, TokenScope};

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
    /// The person whose it is; that person's roles decide what it may do.
    pub person: Option<String>,
    /// Whether it is good for nothing but getting another one; it then ends by itself.
    pub must_rotate: bool,
}

/// How long a token that must be rotated, or a link to one, is good.
const TEMPORARY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The same for people.
pub const TEMPORARY_HOURS: u32 = 7 * 24;

/// Exchanges a token for a new one that may do the same; the old one is destroyed.
///
/// # Errors
/// [`Fault::Retry`] when there is no randomness or AWS doesn't answer.
pub async fn rotate(
    app: &App,
    tenant: &str,
    prefix: &str,
) -> Result<Option<(Secret, ApiToken)>, Fault> {
    let Some(old) = app.store.token(tenant, prefix).await? else { return Ok(None) };
    let ApiToken { name, scopes, account, person, .. } = old;
    let new = NewToken { name, scopes, account, person, must_rotate: false };
    let issued = issue(app, tenant, new).await?;
    app.store.delete_token(tenant, prefix).await?;
    Ok(Some(issued))
}

/// Makes a link by which a token can be fetched once, instead of the token itself (requirement H39).
///
/// # Errors
/// [`Fault::Retry`] when there is no randomness or AWS doesn't answer.
pub async fn ticket(app: &App, tenant: &str, new: NewToken) -> Result<String, Fault> {
    let secret = hex(&app.entropy.bytes::<{ SECRET / 2 }>()?);
    let now = app.clock.now();
    let ticket = Ticket {
        name: new.name,
        scopes: new.scopes,
        account: new.account,
        person: new.person,
        must_rotate: new.must_rotate,
        ends_at: now.checked_add(TEMPORARY).unwrap_or(now),
    };
    app.store.put_ticket(tenant, &hash(&secret), &ticket).await?;
    let public = app.config.public_url.get()?;
    Ok(format!("{public}/v1/collect/{}.{secret}", URL_SAFE_NO_PAD.encode(tenant)))
}

/// Whether a link still gives a token.
///
/// # Errors
/// [`Fault::Retry`] when the table doesn't answer.
pub async fn is_good(app: &App, link: &str) -> Result<bool, Fault> {
    let Some((tenant, secret)) = of_link(link) else { return Ok(false) };
    let ticket = app.store.ticket(&tenant, &hash(secret)).await?;
    Ok(ticket.is_some_and(|ticket| ticket.ends_at > app.clock.now()))
}

/// Fetches the token that a link gives; once.
///
/// # Errors
/// [`Fault::Retry`] when there is no randomness or AWS doesn't answer.
pub async fn collect(app: &App, link: &str) -> Result<Option<Secret>, Fault> {
    let Some((tenant, secret)) = of_link(link) else { return Ok(None) };
    let ticket = app.store.take_ticket(&tenant, &hash(secret)).await?;
    let Some(ticket) = ticket.filter(|ticket| ticket.ends_at > app.clock.now()) else {
        return Ok(None);
    };
    let Ticket { name, scopes, account, person, must_rotate, .. } = ticket;
    let new = NewToken { name, scopes, account, person, must_rotate };
    issue(app, &tenant, new).await.map(|(token, _)| Some(token))
}

fn of_link(link: &str) -> Option<(String, &str)> {
    let (tenant, secret) = link.split_once('.')?;
    let tenant = String::from_utf8(URL_SAFE_NO_PAD.decode(tenant).ok()?).ok()?;
    (is_id(&tenant) && is_hex(secret, SECRET)).then_some((tenant, secret))
}

/// Issues a token: the text to show once, and what is kept of it.
///
/// # Errors
/// [`Fault::Retry`] when there is no randomness or AWS doesn't answer.
pub async fn issue(app: &App, tenant: &str, new: NewToken) -> Result<(Secret, ApiToken), Fault> {
    let prefix = hex(&app.entropy.bytes::<{ PREFIX / 2 }>()?);
    let secret = hex(&app.entropy.bytes::<{ SECRET / 2 }>()?);
    let now = app.clock.now();
    let text = format!("{MARK}{}.{prefix}.{secret}", URL_SAFE_NO_PAD.encode(tenant));
    let token = ApiToken {
        prefix,
        hash: hash(&text),
        name: new.name,
        scopes: new.scopes,
        account: new.account,
        person: new.person,
        must_rotate: new.must_rotate,
        ends_at: new.must_rotate.then(|| now.checked_add(TEMPORARY).unwrap_or(now)),
        created_at: now,
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
    let is_over = |token: &ApiToken| token.ends_at.is_some_and(|end| end <= app.clock.now());
    let token = token.filter(|token| is_of(token, text) && !is_over(token));
    Ok(token.map(|token| (tenant, token)))
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
            person: None,
            must_rotate: false,
            ends_at: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
        };
        assert!(is_of(&token, &whole));
        assert!(!is_of(&token, &format!("{}c", &whole[..whole.len() - 1])));
        assert!(!token.hash.contains("b2b2b2"));
    }
}
