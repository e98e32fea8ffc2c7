//! API tokens.

use convoke::app::import;
use convoke::app::tokens::{self, NewToken};
use convoke::domain::config::TenantConfig;
use convoke::domain::ids::{is_email, is_id};
use convoke::domain::problem::FieldErrors;
use convoke::domain::settings::Checked;
use convoke::lambda::http::json_answer;
use convoke::store::{ApiToken, TokenScope};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, accepted, gone};
use crate::refusal::{Outcome, Refusal};

/// What a new token is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// What people call it.
    name: String,
    /// What it may do; may be empty for a person's token.
    #[serde(default)]
    scopes: Vec<TokenScope>,
    /// The import account it is bound to; needed for `push`.
    #[serde(default)]
    account: Option<String>,
    /// The id of the person whose it is: that person's roles decide.
    #[serde(default)]
    person: Option<String>,
    /// A temporary token for somebody's first call: it is good for nothing but `POST …/tokens/rotate`, and ends
    /// after a week.
    #[serde(default)]
    must_rotate: bool,
    /// Mails this address a link by which the token can be fetched once, instead of showing the token here.
    #[serde(default)]
    mail_to: Option<String>,
}

/// That a link is on its way.
#[derive(Serialize, ToSchema)]
pub struct Mailed {
    /// `mailed`.
    status: &'static str,
    /// Where to.
    mail_to: String,
}

/// A token as it is shown.
#[derive(Serialize, ToSchema)]
pub struct TokenView {
    /// The part that names it.
    prefix: String,
    /// What people call it.
    name: String,
    /// What it may do.
    scopes: Vec<TokenScope>,
    /// The import account it is bound to.
    account: Option<String>,
    /// The person whose it is.
    person: Option<String>,
    /// Whether it is good for nothing but getting another one.
    must_rotate: bool,
    /// When it ends, if it does.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    /// When it was issued.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A token on the day of its issue.
#[derive(Serialize, ToSchema)]
pub struct TokenIssued {
    /// The token itself; it is not shown again.
    token: String,
    /// What is known of it from then on.
    #[serde(flatten)]
    view: TokenView,
}

impl From<ApiToken> for TokenView {
    fn from(token: ApiToken) -> Self {
        let ApiToken {
            prefix,
            name,
            scopes,
            account,
            person,
            must_rotate,
            ends_at,
            created_at,
            hash: _,
        } = token;
        Self { prefix, name, scopes, account, person, must_rotate, ends_at, created_at }
    }
}

impl Checked for TokenBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let named = (1..=200).contains(&self.name.trim().chars().count());
        errors.require(named, "name", "required", "1 to 200 characters");
        let may_something = !self.scopes.is_empty() || self.person.is_some();
        let detail = "at least one scope, or the person whose token it is";
        errors.require(may_something, "scopes", "required", detail);
        let person = self.person.as_deref();
        errors.require(person.is_none_or(is_id), "person", "id_invalid", "a person's id");
        let bound = self.account.is_some() || !self.scopes.contains(&TokenScope::Push);
        errors.require(bound, "account", "required", "push is for one import account");
        let account = self.account.as_deref();
        errors.require(
            account.is_none_or(is_id),
            "account",
            "id_invalid",
            "an import account's id",
        );
        let mail = self.mail_to.as_deref().is_none_or(|it| is_email(it.trim()));
        errors.require(mail, "mail_to", "email_invalid", "one mail address");
        errors.into_result()
    }
}

/// `POST …/tokens`.
pub async fn issue(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let body: TokenBody = call.checked()?;
    let mut scopes = body.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    let (account, person, must_rotate) = (body.account, body.person, body.must_rotate);
    if person.as_ref().is_some_and(|id| !config.people.contains_key(id)) {
        let detail = "nobody has this id: save the person first";
        return Err(Refusal::field("person", "person_unknown", detail));
    }
    let name = body.name.trim().to_owned();
    let new = NewToken { name, scopes, account, person, must_rotate };
    if let Some(address) = &body.mail_to {
        return mailed(call, &config, new, address.trim()).await;
    }
    let (token, kept) = tokens::issue(call.app, call.tenant(), new).await?;
    let issued = TokenIssued { token: token.expose().to_owned(), view: kept.into() };
    Ok(json_answer(StatusCode::CREATED, &issued))
}

/// A token is never mailed; a link by which it can be fetched once is.
async fn mailed(call: &Call<'_>, config: &TenantConfig, new: NewToken, address: &str) -> Outcome {
    import::mail_link(call.app, config, new, address, call.trace).await?;
    Ok(accepted(&Mailed { status: "mailed", mail_to: address.to_owned() }))
}

/// `POST …/tokens/rotate`: a new token for the one that this is called with, which ends.
pub async fn rotate(call: &Call<'_>) -> Outcome {
    let Some(prefix) = call.caller.prefix() else {
        let detail = "call this with the token that is to be exchanged";
        return Err(Refusal::conflict("no_token_to_rotate", detail));
    };
    let rotated = tokens::rotate(call.app, call.tenant(), prefix).await?;
    let (token, kept) = rotated.ok_or_else(|| Refusal::not_found("token"))?;
    let issued = TokenIssued { token: token.expose().to_owned(), view: kept.into() };
    Ok(json_answer(StatusCode::CREATED, &issued))
}

/// `GET …/tokens`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let tokens = call.app.store.tokens(call.tenant()).await?;
    call.query.page(tokens.into_iter().map(|token| (token.prefix.clone(), TokenView::from(token))))
}

/// `DELETE …/tokens/{prefix}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (tenant, prefix) = (call.tenant(), call.param("prefix"));
    if call.app.store.token(tenant, prefix).await?.is_none() {
        return Err(Refusal::not_found("token"));
    }
    call.app.store.delete_token(tenant, prefix).await?;
    Ok(gone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(body: &str) -> Vec<String> {
        let body: TokenBody = serde_json::from_str(body).unwrap();
        body.check().err().unwrap_or_default().0.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_token_has_a_name_scopes_and_for_pushing_an_account() {
        assert_eq!(fields(r#"{"name":" ","scopes":[]}"#), ["name", "scopes"]);
        assert_eq!(fields(r#"{"name":"n","scopes":["push"]}"#), ["account"]);
        assert_eq!(fields(r#"{"name":"n","scopes":["push"],"account":"a#b"}"#), ["account"]);
        assert!(fields(r#"{"name":"n","scopes":["read","admin"]}"#).is_empty());
    }

    #[test]
    fn the_digest_is_never_shown() {
        let token = ApiToken {
            prefix: "a1".to_owned(),
            hash: "digest".to_owned(),
            name: "n".to_owned(),
            scopes: vec![TokenScope::Read],
            account: None,
            person: None,
            must_rotate: false,
            ends_at: None,
            created_at: Timestamp::UNIX_EPOCH,
        };
        let json = serde_json::to_string(&TokenView::from(token)).unwrap();
        assert!(!json.contains("digest") && json.contains(r#""scopes":["read"]"#), "{json}");
    }
}
