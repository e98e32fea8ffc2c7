//! A business event by mail.

use super::words::message;
use super::{Sending, Stop, rejected};
use crate::app::post::post;
use crate::domain::business::Subject;
use crate::domain::config::TenantConfig;
use crate::domain::mail::{self, MailParts};

pub(super) async fn send(
    sending: &Sending<'_>,
    config: &TenantConfig,
    who: &Subject,
) -> Result<String, Stop> {
    let Some((name, email)) = address(config, who) else {
        return Err(rejected("user_not_found", "the person has no mail address: add one"));
    };
    let (message, language) = message(sending.app, config, sending.dispatch).await?;
    let from = sending.app.config.mail_from.get().map_err(crate::domain::fault::Fault::from)?;
    let contact = config.tenant.contact.as_ref();
    let now = sending.app.clock.now();
    let parts = MailParts {
        to: (name, email),
        copies: mail::Copies::default(),
        reply_to: contact.map(|it| (it.name.clone(), it.email.trim().to_owned())),
        date: sending.dispatch.at().unwrap_or(now),
        html: mail::html_of(&message, &language),
        subject: message.subject,
        text: message.text,
        calendar: None,
        message_id: mail::message_id(&sending.dispatch.id, from),
        from: from.to_owned(),
        from_name: config.tenant.name.clone(),
    };
    Ok(post(sending.app, &parts).await?)
}

fn address(config: &TenantConfig, who: &Subject) -> Option<(String, String)> {
    let (Subject::Person(reference) | Subject::Email(reference)) = who;
    let person = config.person(reference).ok().map(|(_, person)| person);
    let name = person.map(|it| it.name.clone()).unwrap_or_default();
    match who {
        Subject::Email(email) => Some((name, email.trim().to_owned())),
        Subject::Person(_) => Some((name, person?.emails.first()?.trim().to_owned())),
    }
}
