//! Whether a balance is news, decided while its sender waits: so whoever tells one balance after the other is
//! understood in that order, whatever the queues do.

use crate::app::App;
use crate::domain::business::{BusinessEvent, LOW_BALANCE, Subject, crossing};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;

/// How often a balance is read again that somebody else has changed in between.
const TRIES: usize = 5;

/// Whether an event is told. All are, but for warnings that tell nothing new; what else an event says of
/// somebody's balance is kept, because filling arms the next warning. `is_dated` tells whether the sender
/// said when it happened; what was not dated happens after all that is known.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub(super) async fn is_news(
    app: &App,
    config: &TenantConfig,
    event: &BusinessEvent,
    is_dated: bool,
) -> Result<bool, Fault> {
    let is_warning = event.kind == LOW_BALANCE;
    let who = event.subject.as_ref().map(|it| known(config, it));
    let (true, Some(who)) = (is_watched(config) && !event.field("balance").is_empty(), who) else {
        return Ok(true);
    };
    for _ in 0..TRIES {
        let before = app.store.balance(&event.tenant, &who).await?;
        let latest = before.as_ref().map(|it| it.at).filter(|_| !is_dated);
        let at = latest.map_or(event.at, |latest| latest.max(event.at));
        let (crossed, next) = crossing(before.as_ref(), &BusinessEvent { at, ..event.clone() });
        let Some(next) = next else { return Ok(!is_warning || crossed) };
        if app.store.put_balance(&event.tenant, &who, &next).await? {
            return Ok(!is_warning || crossed);
        }
    }
    Err(Fault::retry(1, "a balance changes faster than it is read"))
}

/// Balances that nobody wants to be warned of cost nothing.
fn is_watched(config: &TenantConfig) -> bool {
    config.subscriptions.values().any(|it| it.enabled && it.event == LOW_BALANCE)
}

/// Whoever is named by id one time and by address another is one person.
pub(in crate::app) fn known(config: &TenantConfig, who: &Subject) -> Subject {
    let (Subject::Person(reference) | Subject::Email(reference)) = who;
    match config.person(reference) {
        Ok((id, _)) => Subject::Person(id.to_owned()),
        Err(_) => who.clone(),
    }
}
