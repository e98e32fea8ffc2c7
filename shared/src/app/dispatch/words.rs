//! What a message says.

use super::Stop;
use crate::app::{App, deliver, feedback};
use crate::domain::business::{BusinessEvent, Subject};
use crate::domain::chat::ChatText;
use crate::domain::config::TenantConfig;
use crate::domain::dispatch::{Dispatch, News, Place};
use crate::domain::fault::{Fault, Reason};
use crate::domain::language::Language;
use crate::domain::onboarding::news;
use crate::domain::template::{Message, business};

/// The message, ready to be said in a chat.
pub(super) async fn words(
    app: &App,
    config: &TenantConfig,
    dispatch: &Dispatch,
) -> Result<ChatText, Stop> {
    let (message, _) = message(app, config, dispatch).await?;
    Ok(ChatText::new(&message.subject, &message.text))
}

/// The message, and the language it is in.
pub(super) async fn message(
    app: &App,
    config: &TenantConfig,
    dispatch: &Dispatch,
) -> Result<(Message, String), Stop> {
    match &dispatch.news {
        News::Session(delivery) => Ok(deliver::rendered(app, config, delivery).await?),
        News::Business(event) => {
            let event = answerable(app, dispatch, event).await?;
            of_event(config, dispatch, &event)
        }
        News::Test { .. } => {
            let language = Language::of(&config.tenant.locale);
            let text = language.answers().test.replace("{tenant_name}", &config.tenant.name);
            let message = Message { subject: String::new(), parts: Vec::new(), text };
            Ok((message, language.tag().to_owned()))
        }
    }
}

/// Whoever is asked for feedback gets a link of their own by which to give it; nobody else does, because whoever has
/// it answers as them.
async fn answerable(
    app: &App,
    dispatch: &Dispatch,
    event: &BusinessEvent,
) -> Result<BusinessEvent, Stop> {
    let mut event = event.clone();
    let is_one = matches!(dispatch.to, Place::Dm { .. } | Place::Mail { .. });
    let asks = matches!(&*event.kind, news::FEEDBACK_REQUESTED | news::FEEDBACK_REMINDER);
    if let (true, true, Some(Subject::Person(person))) = (is_one, asks, &event.subject) {
        let id = event.data.get("feedback").cloned().unwrap_or_default();
        let url = feedback::link(app, &event.tenant, &id, person).await?;
        event.data.insert("url".to_owned(), url);
    }
    Ok(event)
}

/// The company's own text where there is one, else the built-in one; in the reader's language where the
/// message is for one reader.
fn of_event(
    config: &TenantConfig,
    dispatch: &Dispatch,
    event: &BusinessEvent,
) -> Result<(Message, String), Stop> {
    let reader = match &dispatch.to {
        Place::Dm { who, .. } | Place::Mail { who } => person(config, who),
        Place::Channel { .. } | Place::Webhook { .. } => None,
    };
    let about = event.subject.as_ref().and_then(|who| person(config, who));
    let name = about.map(|it| it.name.as_str()).unwrap_or_default();
    let locale = reader.and_then(|it| it.locale.clone());
    let locale = locale.unwrap_or_else(|| config.tenant.locale.clone());
    let values = business::values(event, &config.tenant.name, name);
    let wanted = dispatch.template.as_deref().unwrap_or(&event.kind);
    match config.template(wanted, &locale) {
        Some(own) => {
            let message = business::own(&own.subject, &own.body, &values);
            let message = message.map_err(|e| unusable(&e.to_string()))?;
            Ok((message, own.locale.clone().unwrap_or(locale)))
        }
        None if dispatch.template.is_some() => {
            let detail = "the subscription's template does not exist: save it, or name another one";
            Err(Stop::Fault(Fault::Rejected(Reason::new("template_unknown", detail))))
        }
        None => {
            let language = Language::of(&locale);
            let message = business::built_in(&event.kind, language, &values);
            Ok((message, language.tag().to_owned()))
        }
    }
}

fn person<'a>(
    config: &'a TenantConfig,
    who: &Subject,
) -> Option<&'a crate::domain::settings::Person> {
    let (Subject::Person(reference) | Subject::Email(reference)) = who;
    config.person(reference).ok().map(|(_, person)| person)
}

fn unusable(detail: &str) -> Stop {
    Stop::Fault(Fault::Rejected(Reason::new("template_unusable", detail)))
}
