//! Takes a business event in, by a signed hook or by a token: looked at with the settings in memory, and
//! queued. Nothing else happens before the sender has its answer, but that a balance somebody wants to be
//! warned of is compared with the one before.

mod wallet;

use super::App;
use crate::domain::business::{self, BUILT_IN, Posted};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::problem::FieldError;
use crate::queue::{Envelope, EventMessage};

pub(super) use wallet::known;

/// What became of a posted event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is in the queue, under this id.
    Queued(String),
    /// Understood, and nothing to do.
    Ignored(&'static str),
    /// It can't be an event.
    Refused {
        /// Stable.
        code: String,
        /// What to do.
        detail: String,
        /// Every bad field.
        errors: Vec<FieldError>,
    },
}

/// Takes an event in.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; the sender should try again.
pub async fn accept(
    app: &App,
    config: &TenantConfig,
    posted: &Posted,
    trace: &str,
) -> Result<Accepted, Fault> {
    if config.visibility(&posted.kind).is_none() {
        return Ok(unknown(config));
    }
    if !config.takes(&posted.kind) {
        return Ok(Accepted::Ignored("module_inactive"));
    }
    let now = app.clock.now();
    let event = match business::read(&config.id, &posted.kind, posted.at, &posted.data, now) {
        Ok(event) => event,
        Err(errors) => return Ok(refused(errors.0)),
    };
    if event.came_to_nothing() {
        return Ok(Accepted::Ignored("not_successful"));
    }
    if !wallet::is_news(app, config, &event, posted.at.is_some()).await? {
        return Ok(Accepted::Ignored("threshold_not_crossed"));
    }
    let id = event.id.clone();
    let message = Envelope::new(trace, EventMessage::Business(event));
    app.events()?.send(&config.id, &message).await?;
    Ok(Accepted::Queued(id))
}

fn unknown(config: &TenantConfig) -> Accepted {
    let own = config.event_types.keys().map(String::as_str);
    let known: Vec<_> = BUILT_IN.into_iter().chain(own).collect();
    Accepted::Refused {
        code: "event_type_unknown".to_owned(),
        detail: format!(
            "type must be one of session.upserted, session.cancelled, person.changed, {}; register \
             further types with PUT …/event-types/{{type}}",
            known.join(", ")
        ),
        errors: Vec::new(),
    }
}

fn refused(errors: Vec<FieldError>) -> Accepted {
    match errors.as_slice() {
        [only] => Accepted::Refused {
            code: only.code.clone(),
            detail: format!("{}: {}", only.field, only.detail),
            errors,
        },
        several => Accepted::Refused {
            code: "invalid_fields".to_owned(),
            detail: format!("{} fields need correction", several.len()),
            errors,
        },
    }
}
