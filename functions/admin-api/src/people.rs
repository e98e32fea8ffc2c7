//! People, and which of a provider's users they are.

use convoke::app::{configure, connect, probe};
use convoke::domain::config::{Link, LinkOrigin};
use convoke::domain::settings::{LinkBody, Person};
use convoke::domain::vendor::Vendor;
use convoke::store::SettingItem;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal, provider_not_available};

/// Which of a provider's users a person is.
#[derive(Serialize, ToSchema)]
pub struct LinkView {
    /// The provider's id of the user.
    external_id: String,
    /// `manual` when a person chose it, `auto` when mail addresses matched.
    origin: String,
    /// Name of the token with which it was chosen, `operator` for the operator.
    by: Option<String>,
    /// Since when.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
}

/// Who chose without a token.
const OPERATOR: &str = "operator";

impl LinkView {
    fn new(link: &Link) -> Self {
        let origin = match link.origin {
            LinkOrigin::Auto => "auto",
            LinkOrigin::Manual => "manual",
        };
        Self {
            external_id: link.external_id.clone(),
            origin: origin.to_owned(),
            by: link.by.clone(),
            at: link.at,
        }
    }
}

/// `GET …/people`.
pub async fn list(call: &Call<'_>) -> Outcome {
    call.query.page_with_ids(&call.config().await?.people)
}

/// `PUT …/people/{p}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("p"));
    let mut person: Person = call.checked()?;
    for email in &mut person.emails {
        *email = email.trim().to_owned();
    }
    let is_new = !config.people.contains_key(id);
    configure::put_person(call.app, &config, id, person.clone()).await?;
    Ok(stored(is_new, &person))
}

/// `GET …/people/{p}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let person = config.people.get(call.param("p"));
    Ok(ok(person.ok_or_else(|| Refusal::not_found("person"))?))
}

/// `DELETE …/people/{p}`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("p"));
    if !config.people.contains_key(id) {
        return Err(Refusal::not_found("person"));
    }
    configure::delete_person(call.app, &config, id).await?;
    Ok(gone())
}

/// `POST …/people/{p}/probe`.
pub async fn probe(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("p"));
    if !config.people.contains_key(id) {
        return Err(Refusal::not_found("person"));
    }
    Ok(ok(&probe::probe(call.app, &config, id).await))
}

/// `PUT …/people/{p}/links/{provider}`.
pub async fn put_link(call: &Call<'_>) -> Outcome {
    let (config, id, provider) = (call.config().await?, call.param("p"), call.param("provider"));
    let vendor = Vendor::from_name(provider).ok_or_else(provider_not_available)?;
    if !config.people.contains_key(id) {
        return Err(Refusal::not_found("person"));
    }
    let body: LinkBody = call.checked()?;
    let external_id = body.external_id.trim().to_owned();
    let by = call.caller.name().unwrap_or(OPERATOR).to_owned();
    let now = call.app.clock.now();
    let origin = LinkOrigin::Manual;
    let made = Link { external_id, origin, by: Some(by), at: Some(now) };
    let before = config.link(provider, id);
    let is_new = before.is_none();
    // Who chose it first stays who chose it.
    let is_kept = |it: &&Link| it.origin == made.origin && it.external_id == made.external_id;
    let link = before.filter(is_kept).cloned().unwrap_or(made.clone());
    let item = SettingItem::Link(provider.to_owned(), id.to_owned(), link.clone());
    configure::put(call.app, call.tenant(), &item, &configure::host_keys(&config, id)).await?;
    connect::release_person(call.app, call.tenant(), vendor, id, call.trace).await?;
    Ok(stored(is_new, &LinkView::new(&link)))
}

/// `GET …/people/{p}/links/{provider}`.
pub async fn get_link(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let link = config.link(call.param("provider"), call.param("p"));
    Ok(ok(&LinkView::new(link.ok_or_else(|| Refusal::not_found("link"))?)))
}

/// `DELETE …/people/{p}/links/{provider}`.
pub async fn delete_link(call: &Call<'_>) -> Outcome {
    let (config, id, provider) = (call.config().await?, call.param("p"), call.param("provider"));
    if config.link(provider, id).is_none() {
        return Err(Refusal::not_found("link"));
    }
    configure::delete(call.app, call.tenant(), &format!("link#{provider}#{id}")).await?;
    Ok(gone())
}
