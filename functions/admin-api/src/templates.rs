//! Message templates and the short codes they may hold.

use convoke::app::configure;
use convoke::domain::config::TenantConfig;
use convoke::domain::event::Audience;
use convoke::domain::invitation;
use convoke::domain::language::Language;
use convoke::domain::problem::FieldErrors;
use convoke::domain::settings::{Channel, Checked as _, Subscription, TemplateBody};
use convoke::domain::template::{Builtin, CODES, builtin, builtin_names};
use convoke::store::SettingItem;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, gone, stored};
use crate::query::{List, ok};
use crate::refusal::{Outcome, Refusal};
use crate::subscriptions::{fits, reader};

/// A template as it is shown.
#[derive(Serialize, ToSchema)]
pub struct TemplateView {
    /// By which subscriptions name it.
    name: String,
    /// Language; empty for every language.
    locale: String,
    /// Whether it is there without anybody having written it.
    builtin: bool,
    /// For whom.
    audience: Audience,
    /// By which way it is sent.
    channel: Channel,
    /// Subject line.
    subject: String,
    /// Text.
    body: String,
}

impl TemplateView {
    fn own(name: &str, body: &TemplateBody) -> Self {
        Self {
            name: name.to_owned(),
            locale: body.locale.clone().unwrap_or_default(),
            builtin: false,
            audience: body.audience,
            channel: body.channel,
            subject: body.subject.clone(),
            body: body.body.clone(),
        }
    }

    fn builtin(template: Builtin) -> Self {
        Self {
            name: template.name.to_owned(),
            locale: template.language.tag().to_owned(),
            builtin: true,
            audience: template.audience,
            channel: Channel::Email,
            subject: template.subject.to_owned(),
            body: template.body.to_owned(),
        }
    }
}

/// Every audience for which a template of this name is written, own and built-in; none when there
/// is no such template.
pub fn audiences(config: &TenantConfig, name: &str) -> Vec<Audience> {
    let own = config.templates.iter().filter(|((own, _), _)| own == name);
    let own = own.map(|(_, template)| template.audience);
    own.chain(builtin(name, Language::English).map(|template| template.audience)).collect()
}

/// `GET …/templates`: first the tenant's own, which would be lost among the built-in ones.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let own = config.templates.iter().map(|((name, locale), template)| {
        (format!("0#{name}#{locale}"), TemplateView::own(name, template))
    });
    let builtins = builtin_names()
        .flat_map(|name| Language::ALL.into_iter().filter_map(move |it| builtin(name, it)));
    let builtins = builtins.map(|template| {
        let key = format!("1#{}#{}", template.name, template.language.tag());
        (key, TemplateView::builtin(template))
    });
    let mut all: Vec<_> = own.chain(builtins).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    call.query.page(all)
}

/// `PUT …/templates/{name}?locale=`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, name) = (call.config().await?, call.param("name"));
    let mut body: TemplateBody = call.body()?;
    body.locale = one_locale(call.query.get("locale"), body.locale.take())?;
    check(name, &body)?;
    stays_fitting(&config, name, body.audience)?;
    let locale = body.locale.clone().unwrap_or_default();
    let is_new = !config.templates.contains_key(&(name.to_owned(), locale.clone()));
    let view = TemplateView::own(name, &body);
    let item = SettingItem::Template(name.to_owned(), locale, body);
    configure::put(call.app, call.tenant(), &item, &[]).await?;
    Ok(stored(is_new, &view))
}

/// The mail that invites people has short codes of its own, and no subscription sends it.
fn check(name: &str, body: &TemplateBody) -> Result<(), Refusal> {
    if name != invitation::TEMPLATE {
        return Ok(body.check()?);
    }
    let mut errors = FieldErrors::default();
    errors.require(!body.subject.trim().is_empty(), "subject", "required", "give a subject");
    errors.require(!body.body.trim().is_empty(), "body", "required", "give a text");
    invitation::check(&mut errors, &body.subject, &body.body);
    Ok(errors.into_result()?)
}

/// The address and the body may both name the language, but not two.
fn one_locale(query: Option<&str>, body: Option<String>) -> Result<Option<String>, Refusal> {
    match (query, body.filter(|locale| !locale.is_empty())) {
        (Some(query), Some(body)) if query != body => {
            let detail = "the address names another language than the body";
            Err(Refusal::field("locale", "locale_mismatch", detail))
        }
        (query, body) => Ok(query.map(str::to_owned).or(body)),
    }
}

/// A template that subscriptions send to guests can't become one for hosts.
fn stays_fitting(config: &TenantConfig, name: &str, audience: Audience) -> Result<(), Refusal> {
    let uses = |subscription: &Subscription| subscription.template.as_deref() == Some(name);
    let breaks = |subscription: &Subscription| {
        uses(subscription) && !fits(audience, reader(&subscription.destination))
    };
    match config.subscriptions.iter().find(|(_, subscription)| breaks(subscription)) {
        None => Ok(()),
        Some((id, _)) => {
            let detail = format!("the subscription {id} sends it to others; change that first");
            Err(Refusal::field("audience", "audience_mismatch", detail))
        }
    }
}

/// `GET …/templates/{name}?locale=`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, name) = (call.config().await?, call.param("name"));
    let locale = call.query.get("locale").unwrap_or_default();
    if let Some(own) = config.template(name, locale) {
        return Ok(ok(&TemplateView::own(name, own)));
    }
    let template =
        builtin(name, Language::of(locale)).ok_or_else(|| Refusal::not_found("template"))?;
    Ok(ok(&TemplateView::builtin(template)))
}

/// `DELETE …/templates/{name}?locale=`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    let (config, name) = (call.config().await?, call.param("name"));
    let locale = call.query.get("locale").unwrap_or_default();
    if !config.templates.contains_key(&(name.to_owned(), locale.to_owned())) {
        return Err(Refusal::not_found("template"));
    }
    let is_last = audiences(&config, name).len() == 1;
    let used = config.subscriptions.iter().find(|(_, it)| it.template.as_deref() == Some(name));
    if let (true, Some((id, _))) = (is_last, used) {
        let detail = format!("the subscription {id} sends it; change that first");
        return Err(Refusal::conflict("template_in_use", detail));
    }
    configure::delete(call.app, call.tenant(), &format!("template#{name}#{locale}")).await?;
    Ok(gone())
}

/// `GET …/shortcodes`.
pub async fn shortcodes(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let items = CODES.iter().chain(invitation::CODES).collect();
    Ok(ok(&List { items, next: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_languages_for_one_template_are_refused() {
        let given = |text: &str| Some(text.to_owned());
        assert_eq!(one_locale(Some("fi"), None).unwrap(), given("fi"));
        assert_eq!(one_locale(None, given("fi")).unwrap(), given("fi"));
        assert_eq!(one_locale(Some("fi"), given("fi")).unwrap(), given("fi"));
        assert_eq!(one_locale(None, given("")).unwrap(), None);
        assert!(one_locale(Some("fi"), given("en")).is_err());
    }
}
