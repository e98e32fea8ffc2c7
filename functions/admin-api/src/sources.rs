//! Sources: who may send, and with which secret they sign.

use convoke::app::configure;
use convoke::domain::config::Source;
use convoke::domain::ids::Secret;
use convoke::domain::problem::FieldErrors;
use convoke::domain::settings::{Checked, MASK};
use convoke::inbound::{SenderKind, check_secret};
use convoke::store::SettingItem;
use convoke::vault::Place;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// A source as it is saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceBody {
    /// The kind of sender: `standard` or `calcom`.
    #[serde(default)]
    #[schema(required = true)]
    kind: String,
    /// What its signatures are made with; `standard` wants `whsec_…`.
    #[serde(default)]
    #[schema(required = true)]
    secret: String,
}

/// A source as it is shown.
#[derive(Serialize, ToSchema)]
pub struct SourceView {
    /// The kind of sender.
    kind: String,
    /// Always masked.
    secret: String,
    /// The address to give to the sender.
    hook: String,
}

impl Checked for SourceBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let kind = self.kind.parse::<SenderKind>();
        match &kind {
            _ if self.kind.is_empty() => errors.add("kind", "required", "the kind of sender"),
            Err(unknown) => errors.add("kind", "kind_unknown", unknown.to_string()),
            Ok(_) => {}
        }
        match (self.secret.as_str(), kind) {
            ("", _) => errors.add("secret", "required", "what the sender signs with"),
            (MASK, _) => errors.add("secret", "secret_masked", "give the secret itself"),
            (secret, Ok(kind)) => {
                if let Err(reason) = check_secret(kind, secret) {
                    errors.add("secret", &reason.code, reason.detail);
                }
            }
            (_, Err(_)) => {}
        }
        errors.into_result()
    }
}

fn view(call: &Call<'_>, id: &str, kind: &str) -> Result<SourceView, Refusal> {
    let base = call.app.config.public_url.get()?;
    Ok(SourceView {
        kind: kind.to_owned(),
        secret: MASK.to_owned(),
        hook: format!("{base}/v1/hooks/{}/{id}", call.tenant()),
    })
}

/// `GET …/sources`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let views: Result<Vec<_>, Refusal> =
        config.sources.iter().map(|(id, source)| Ok((id, view(call, id, &source.kind)?))).collect();
    call.query.page_with_ids(views?)
}

/// `PUT …/sources/{src}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("src"));
    let body: SourceBody = call.checked()?;
    let item = format!("source#{id}");
    let place = Place { tenant: call.tenant(), item: &item, field: "secret" };
    let secret = call.app.vault.seal(place, &Secret::new(body.secret)).await?;
    let source = Source { kind: body.kind, secret };
    let view = view(call, id, &source.kind)?;
    let item = SettingItem::Source(id.to_owned(), source);
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    Ok(stored(!config.sources.contains_key(id), &view))
}

/// `GET …/sources/{src}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("src"));
    let source = config.sources.get(id).ok_or_else(|| Refusal::not_found("source"))?;
    Ok(ok(&view(call, id, &source.kind)?))
}

/// `DELETE …/sources/{src}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("src"));
    if !config.sources.contains_key(id) {
        return Err(Refusal::not_found("source"));
    }
    configure::delete(call.app, call.tenant(), &format!("source#{id}")).await?;
    Ok(gone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(kind: &str, secret: &str) -> Vec<String> {
        let body = SourceBody { kind: kind.to_owned(), secret: secret.to_owned() };
        let errors = body.check().err().unwrap_or_default();
        errors.0.into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn kinds_and_secrets_are_checked_together() {
        assert_eq!(codes("", ""), ["required", "required"]);
        assert_eq!(codes("calendly", "12345678"), ["kind_unknown"]);
        assert_eq!(codes("calcom", MASK), ["secret_masked"]);
        assert_eq!(codes("standard", "12345678"), ["secret_invalid"]);
        assert!(
            codes("calcom", "a long enough secret").is_empty()
                || codes("calcom", "a-long-enough-secret").is_empty()
        );
    }
}
