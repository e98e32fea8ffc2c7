//! News that no subscription has to ask for: requests for help go where the company wants them; and what people
//! answered is told to whoever subscribed.

use std::collections::BTreeMap;

use super::App;
use crate::domain::business::{BusinessEvent, Subject};
use crate::domain::config::TenantConfig;
use crate::domain::dispatch::{Dispatch, News, Place};
use crate::domain::fault::Fault;
use crate::domain::onboarding::feedback::FeedbackRecord;
use crate::domain::onboarding::news;
use crate::domain::onboarding::settings::OnboardingSettings;
use crate::domain::onboarding::support::{Attachment, SupportRequest};
use crate::queue::{DeliveryMessage, Envelope, EventMessage};

/// Stands in the place of a subscription's id.
const SUPPORT: &str = "support";

/// Tells whoever subscribed that somebody has answered. What was answered is read where feedback is.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn feedback(
    app: &App,
    tenant: &str,
    record: &FeedbackRecord,
    (by, role): (&str, &str),
    trace: &str,
) -> Result<(), Fault> {
    let said = [
        ("feedback", &*record.id),
        ("about", &*record.about),
        ("subject", &*record.subject),
        ("scenario", &*record.scenario),
        ("stage", &*record.stage),
        ("enrolment", &*record.enrolment),
        ("role", role),
    ];
    let event = BusinessEvent {
        id: BusinessEvent::id_of(tenant, news::FEEDBACK_SUBMITTED, &format!("{}/{by}", record.id)),
        tenant: tenant.to_owned(),
        kind: news::FEEDBACK_SUBMITTED.to_owned(),
        at: app.clock.now(),
        subject: Some(Subject::Person(by.to_owned())),
        data: said.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
    };
    let message = Envelope::new(trace, EventMessage::Business(event));
    app.events()?.send(tenant, &message).await
}

/// Sends a request for help to the address and the channel that the company has for it, or else to its contact.
/// By which ways it went is returned.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn support(
    app: &App,
    config: &TenantConfig,
    settings: &OnboardingSettings,
    request: &SupportRequest,
    trace: &str,
) -> Result<Vec<&'static str>, Fault> {
    let event = BusinessEvent {
        id: BusinessEvent::id_of(&config.id, news::SUPPORT_REQUESTED, &request.id),
        tenant: config.id.clone(),
        kind: news::SUPPORT_REQUESTED.to_owned(),
        at: request.at,
        subject: None,
        data: said(config, request),
    };
    let places = places(config, settings);
    let told = places.iter().map(Place::channel).collect();
    let dispatch = |to: Place| Dispatch {
        id: Dispatch::id_of(&event.id, SUPPORT, &to),
        subscription: SUPPORT.to_owned(),
        to,
        news: News::Business(event.clone()),
        template: None,
    };
    let dispatches = places.into_iter().map(dispatch).map(Box::new);
    let messages: Vec<_> =
        dispatches.map(|it| Envelope::new(trace, DeliveryMessage::Dispatch(it))).collect();
    if !messages.is_empty() {
        app.deliveries()?.send_all(&config.id, &messages).await?;
    }
    Ok(told)
}

fn places(config: &TenantConfig, settings: &OnboardingSettings) -> Vec<Place> {
    let support = &settings.support;
    let channel = support
        .channel
        .as_ref()
        .map(|it| Place::Channel { platform: it.provider, channel: it.channel.trim().to_owned() });
    let contact = config.tenant.contact.as_ref().map(|it| it.email.clone());
    let email = support.email.clone().or_else(|| contact.filter(|_| channel.is_none()));
    let mail = email.map(|it| Place::Mail { who: Subject::Email(it.trim().to_owned()) });
    mail.into_iter().chain(channel).collect()
}

fn said(config: &TenantConfig, request: &SupportRequest) -> BTreeMap<String, String> {
    let name = config.people.get(&request.from).map(|person| person.name.clone());
    let attached = request.body.attachments.iter().map(Attachment::shown).collect::<Vec<_>>();
    let system = format!("{} · Convoke {}", request.user_agent, request.version);
    let all = [
        ("from", name.unwrap_or_else(|| request.from.clone())),
        ("problem", request.body.problem.trim().to_owned()),
        ("steps", request.body.steps.trim().to_owned()),
        ("errors", request.body.errors.trim().to_owned()),
        ("attachments", attached.join(", ")),
        ("system", system),
        ("id", request.id.clone()),
    ];
    all.map(|(name, text)| (name.to_owned(), text)).into()
}
