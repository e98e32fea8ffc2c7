//! Notify, second half: one delivery is claimed, sent and recorded.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::configs::Fresh;
use super::post::post;
use super::way::Way;
use super::{
    App, Context, answer, copy_recording, dispatch, entry, health, host_page, import, invite,
    revoke,
};
use crate::domain::calendar;
use crate::domain::config::{ConnectionState, TenantConfig};
use crate::domain::event::{Audience, Delivery, EventKind, MeetingFacts};
use crate::domain::fault::{Fault, Reason};
use crate::domain::ids::{HostLink, fold_email};
use crate::domain::language::Language;
use crate::domain::mail::{self, MailParts};
use crate::domain::meeting::Session;
use crate::domain::template::{self, Known, Message, Values};
use crate::metrics;
use crate::providers::{At, ProviderFault};
use crate::queue::DeliveryMessage;
use crate::store::{Claim, DeliveryState, Due};

/// How long a claim holds: longer than the function can run.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);
/// A delivery that is this late, which is every one that comes again, first looks whether a later
/// event has made it pointless.
const LATE: SignedDuration = SignedDuration::from_secs(1);
/// How often the end of a mail that has left is written within one invocation: a mail whose end is
/// not known goes out twice.
const TRIES: usize = 3;
/// After so many receptions a delivery waits in the table instead of the queue.
const PATIENCE: u32 = 5;
/// How long it waits there.
const LATER: SignedDuration = SignedDuration::from_mins(10);

/// Handles a message of the deliveries queue.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn handle(app: &App, message: &DeliveryMessage, context: &Context) -> Result<(), Fault> {
    match message {
        DeliveryMessage::Delivery(delivery) => deliver(app, delivery, context).await,
        DeliveryMessage::Invitation(letter) => invite::send(app, letter).await,
        DeliveryMessage::Notice(notice) => health::send(app, notice).await,
        DeliveryMessage::Dispatch(it) => dispatch::handle(app, it, context).await,
        DeliveryMessage::Question(question) => answer::handle(app, question, context).await,
        DeliveryMessage::Release(release) => dispatch::release(app, release, &context.trace).await,
        DeliveryMessage::Revoked(revoked) => revoke::handle(app, revoked, context).await,
        DeliveryMessage::Entry(order) => entry::converge(app, &order.entry, context).await,
        DeliveryMessage::Told(told) => import::send(app, told, context).await,
    }
}

/// Sends a delivery, unless it was sent.
async fn deliver(app: &App, delivery: &Delivery, context: &Context) -> Result<(), Fault> {
    let now = app.clock.now();
    let until = now.checked_add(CLAIM).unwrap_or(now);
    match app.store.claim(delivery, now, until).await? {
        Claim::Done => return Ok(()),
        Claim::Held(until) => {
            let after = until.duration_since(now).max(SignedDuration::from_secs(1));
            return Err(Fault::Retry { after, cause: "another worker sends it".to_owned() });
        }
        Claim::Ours(_) => {}
    }
    if is_superseded(app, delivery, now).await? {
        let reason = Reason::new("superseded", "a later message tells how things are by now");
        return end(app, delivery, DeliveryState::Suppressed, Some(&reason), None).await;
    }
    match send(app, delivery).await {
        Ok(id) => sent(app, delivery, &id).await,
        Err(fault) => stop(app, delivery, fault, context).await,
    }
}

async fn sent(app: &App, delivery: &Delivery, id: &str) -> Result<(), Fault> {
    for _ in 1..TRIES {
        if end(app, delivery, DeliveryState::Sent, None, Some(id)).await.is_ok() {
            return Ok(());
        }
    }
    end(app, delivery, DeliveryState::Sent, None, Some(id)).await
}

async fn end(
    app: &App,
    delivery: &Delivery,
    state: DeliveryState,
    reason: Option<&Reason>,
    message_id: Option<&str>,
) -> Result<(), Fault> {
    app.store.end_delivery(delivery, state, reason, message_id, app.clock.now()).await?;
    metrics::delivery(state.name());
    Ok(())
}

/// Only a late delivery pays the read; one that is on time can't have been overtaken by much.
pub(super) async fn is_superseded(
    app: &App,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<bool, Fault> {
    let event = &delivery.event;
    if now.duration_since(event.at) < LATE || event.kind == EventKind::Blocked {
        return Ok(false);
    }
    let session = app.store.session(&event.key).await?;
    Ok(session.is_some_and(|session| {
        has_told_since(&session, event.seq) && overtakes(&session, delivery)
    }))
}

/// Whether a later event tells how things are; that somebody must act is no news of the meeting.
fn has_told_since(session: &Session, seq: u32) -> bool {
    let later = session.unsent.iter().filter(|unsent| unsent.seq > seq);
    let blocks = later.filter(|unsent| unsent.kind == EventKind::Blocked).count();
    usize::try_from(session.seq.saturating_sub(seq)).is_ok_and(|later| later > blocks)
}

/// That somebody no longer takes part is overtaken only when this very person does again.
fn overtakes(session: &Session, delivery: &Delivery) -> bool {
    if delivery.tells != EventKind::Deleted {
        return true;
    }
    let Some(told) = &session.announced else { return false };
    let address = fold_email(&delivery.recipient.email);
    let host = told.host.iter().filter_map(|host| host.email.as_deref());
    let guests = told.attendees.iter().map(|guest| guest.email.as_str());
    // Whoever is only informed takes part in nothing, and hears of everything.
    let informed =
        delivery.recipient.audience == Audience::Staff && delivery.event.kind == EventKind::Deleted;
    informed || host.chain(guests).any(|email| fold_email(email) == address)
}

async fn stop(
    app: &App,
    delivery: &Delivery,
    fault: Fault,
    context: &Context,
) -> Result<(), Fault> {
    match fault {
        Fault::Retry { cause, .. } if context.received >= PATIENCE => {
            let until = app.clock.now().checked_add(LATER).unwrap_or_default();
            park(app, delivery, Reason::new("provider_unavailable", cause), until).await
        }
        Fault::Retry { after, cause } => {
            let reason = Reason::new("retrying", cause.clone());
            end(app, delivery, DeliveryState::Retrying, Some(&reason), None).await?;
            let doublings = context.received.saturating_sub(1).min(8);
            let after = after.saturating_mul(1 << doublings).min(SignedDuration::from_mins(15));
            Err(Fault::Retry { after, cause })
        }
        Fault::Park { until, reason } => park(app, delivery, reason, until).await,
        Fault::Blocked(block) => {
            end(app, delivery, DeliveryState::Failed, Some(&block.reason), None).await
        }
        Fault::Rejected(reason) => {
            end(app, delivery, DeliveryState::Failed, Some(&reason), None).await
        }
    }
}

/// The pointer first, so that what says that it waits is always found.
async fn park(
    app: &App,
    delivery: &Delivery,
    reason: Reason,
    until: Timestamp,
) -> Result<(), Fault> {
    let due = Due::Delivery { key: delivery.event.key.clone(), id: delivery.id.clone() };
    app.store.put_due(&due, until).await?;
    end(app, delivery, DeliveryState::Retrying, Some(&reason), None).await
}

/// The settings, read again when the kept ones are from before the meeting's provider was connected.
async fn config_for(app: &App, delivery: &Delivery) -> Result<Arc<TenantConfig>, Fault> {
    let tenant = &delivery.event.key.tenant;
    let config = app.configs.of(tenant, Fresh::Kept).await?;
    let meeting = delivery.event.meeting.as_ref();
    if meeting.is_none_or(|meeting| config.connection(meeting.whose()).is_some()) {
        return Ok(config);
    }
    app.configs.of(tenant, Fresh::Now).await
}

/// The message without its envelope, and its language.
pub(super) async fn rendered(
    app: &App,
    config: &TenantConfig,
    delivery: &Delivery,
) -> Result<(Message, String), Fault> {
    let links = links(app, config, delivery).await?;
    message(config, delivery, &values(delivery, &links))
}

/// Makes the mail and hands it to SES; its id is returned.
async fn send(app: &App, delivery: &Delivery) -> Result<String, Fault> {
    let config = config_for(app, delivery).await?;
    let links = links(app, &config, delivery).await?;
    let mail = compose(app, &config, delivery, &links)?;
    post(app, &mail).await
}

fn rejected(code: &str, detail: &str) -> Fault {
    Fault::Rejected(Reason::new(code, detail))
}

/// What a host may have, fresh; guests get none of it.
#[derive(Default)]
struct Links {
    start: Option<HostLink>,
    page: Option<String>,
    previous: Option<String>,
}

async fn links(app: &App, config: &TenantConfig, delivery: &Delivery) -> Result<Links, Fault> {
    let needs = delivery.recipient.audience == Audience::Host
        && matches!(delivery.tells, EventKind::Ready | EventKind::Changed);
    let (true, Some(meeting)) = (needs, &delivery.event.meeting) else {
        let previous = copy_recording::previous(app, config, delivery).await?;
        return Ok(Links { previous, ..Links::default() });
    };
    let host = delivery.event.occasion.host.as_ref().map(|host| host.id.as_str());
    let page = host_page::link(app, &delivery.event.key, host.unwrap_or_default()).await?;
    let start = host_link(app, config, meeting).await?;
    let previous = copy_recording::previous(app, config, delivery).await?;
    Ok(Links { start, page: Some(page), previous })
}

/// The start link as of now. `None` when the meeting is gone: the next event will tell. Where the app may not read meetings, which booking does not need
/// otherwise, the host gets the join link: whoever is signed in to Zoom as the host starts the
/// meeting with it.
pub(super) async fn host_link(
    app: &App,
    config: &TenantConfig,
    meeting: &MeetingFacts,
) -> Result<Option<HostLink>, Fault> {
    let Ok(way) = Way::even_off(app, config, meeting.whose()) else {
        return Err(rejected(
            "not_connected",
            "the provider that holds the meeting is disconnected",
        ));
    };
    match way.host_link(At { host: &meeting.host, id: &meeting.id }).await {
        Ok(link) => Ok(Some(link)),
        Err(ProviderFault::Gone) => Ok(None),
        Err(ProviderFault::Connection { state: ConnectionState::InsufficientScope, .. }) => {
            Ok(Some(HostLink::new(&meeting.join_url)))
        }
        Err(fault) => Err(link_fault(app, fault)),
    }
}

/// Whatever a person has to mend is looked at again in a while.
fn link_fault(app: &App, fault: ProviderFault) -> Fault {
    let later = || app.clock.now().checked_add(LATER).unwrap_or_default();
    match fault {
        ProviderFault::Passing { after, cause } => Fault::Retry { after, cause },
        ProviderFault::Uncertain { cause, .. } => Fault::retry(2, cause),
        ProviderFault::Quota { until, reason } => Fault::Park { until, reason },
        ProviderFault::TokenRefused => Fault::retry(1, "token refused"),
        ProviderFault::Connection { state, reason } => {
            Fault::Park { until: later(), reason: Reason::new(state.name(), reason) }
        }
        ProviderFault::Host(reason) | ProviderFault::Refused(reason) => Fault::Rejected(reason),
        ProviderFault::Gone => rejected("meeting_gone", "the meeting does not exist any more"),
    }
}

/// What the short codes stand for.
fn values(delivery: &Delivery, links: &Links) -> Values {
    let (event, recipient) = (&delivery.event, &delivery.recipient);
    let known = Known {
        occasion: &event.occasion,
        meeting: event.meeting.as_ref(),
        host_link: links.start.as_ref(),
        host_page: links.page.as_deref(),
        reason: event.reason.as_ref(),
        previous: links.previous.as_deref(),
    };
    Values::new(&known, &recipient.locale, &recipient.time_zone)
}

fn compose(
    app: &App,
    config: &TenantConfig,
    delivery: &Delivery,
    links: &Links,
) -> Result<MailParts, Fault> {
    let (event, recipient) = (&delivery.event, &delivery.recipient);
    let (message, language) = message(config, delivery, &values(delivery, links))?;
    let from = app.config.mail_from.get()?.to_owned();
    let from_name = event.occasion.tenant_name.clone();
    let page = links.page.clone().unwrap_or_default();
    let organizer = (from_name.as_str(), from.as_str());
    let contact = config.tenant.contact.as_ref();
    Ok(MailParts {
        to: (recipient.name.clone(), recipient.email.clone()),
        copies: mail::Copies::default(),
        reply_to: contact.map(|contact| (contact.name.clone(), contact.email.trim().to_owned())),
        date: event.at,
        html: mail::html_of(&message, &language),
        subject: message.subject,
        text: message.text,
        calendar: calendar::invitation(event, recipient, delivery.tells, organizer, &page),
        message_id: mail::message_id(&delivery.id, &from),
        from,
        from_name,
    })
}

/// The tenant's own template where there is one, else the built-in one; and its language.
fn message(
    config: &TenantConfig,
    delivery: &Delivery,
    values: &Values,
) -> Result<(Message, String), Fault> {
    let recipient = &delivery.recipient;
    let kind = delivery.event.occasion.kind;
    let default = template::default_for(kind, delivery.tells, recipient.audience);
    let name = delivery.template.as_deref().unwrap_or(default);
    let (subject, body, language) = match config.template(name, &recipient.locale) {
        Some(own) => {
            let language = own.locale.clone().unwrap_or_else(|| recipient.locale.clone());
            (own.subject.as_str(), own.body.as_str(), language)
        }
        None => {
            let language = Language::of(&recipient.locale);
            let builtin = template::builtin(name, language).ok_or_else(|| {
                rejected("template_unknown", "the subscription's template does not exist")
            })?;
            (builtin.subject, builtin.body, builtin.language.tag().to_owned())
        }
    };
    let message = template::message(subject, body, recipient.audience, values)
        .map_err(|e| rejected("template_unusable", &e.to_string()))?;
    Ok((message, language))
}
