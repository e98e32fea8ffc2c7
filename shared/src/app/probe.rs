//! Trying out what a person can host: where a meeting is born from a calendar entry, one is made and
//! removed; elsewhere the person's account is asked.

use jiff::SignedDuration;
use serde::Serialize;

use super::way::Way;
use super::{App, exchange};
use crate::domain::config::{TenantConfig, Whose};
use crate::domain::desire::{Desire, WantedMeeting, may_interview, wanted_interview};
use crate::domain::fault::Reason;
use crate::domain::meeting::Attempt;
use crate::domain::session::Mode;
use crate::domain::settings::{CalendarKind, Mailbox, ProviderName};
use crate::providers::{At, ProviderFault};

/// What a test entry is called, in the calendar of whoever is tried.
const TOPIC: &str = "Test, removed at once";
/// How far ahead it lies.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// What a person can host now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Probed {
    /// The modes that work.
    pub modes: Vec<String>,
    /// What to do next: `ews` when Teams did not show up and the Exchange way remains, or the code of
    /// what stands in the way; `null` when nothing does.
    pub next: Option<String>,
    /// For each mode that does not work, why.
    pub refused: Vec<Refused>,
}

/// Why a mode does not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Refused {
    /// The mode.
    pub mode: String,
    /// Stable.
    pub code: String,
    /// What to do.
    pub detail: String,
}

/// Tries everything that this person could host.
pub async fn probe(app: &App, config: &TenantConfig, person: &str) -> Probed {
    let mut probed = Probed::default();
    let barred = barred(app, config, person).await;
    for mode in Mode::ALL.into_iter().filter(|mode| *mode != Mode::None) {
        let tried = match &barred {
            Some(reason) => Err(reason.clone()),
            None => tried(app, config, person, mode).await,
        };
        match tried {
            Ok(()) => probed.modes.push(mode.name().to_owned()),
            Err(reason) => {
                let Reason { code, detail } = reason;
                probed.refused.push(Refused { mode: mode.name().to_owned(), code, detail });
            }
        }
    }
    probed.next = next(config, &probed);
    probed
}

/// What the company's Exchange server says against this person as a host; the tenant's own word on the
/// mailbox comes first, and asks nobody.
async fn barred(app: &App, config: &TenantConfig, person: &str) -> Option<Reason> {
    let person = config.people.get(person).filter(|it| it.mailbox == Mailbox::User)?;
    exchange::may_not_host(app, config, person.emails.first()?).await
}

/// Requirements P18 and P19: where Teams was expected by the calendar and did not show up, the Exchange
/// way remains.
fn next(config: &TenantConfig, probed: &Probed) -> Option<String> {
    let refused = |mode: Mode| probed.refused.iter().find(|it| it.mode == mode.name());
    if config.tenant.calendar.kind == CalendarKind::Graph && refused(Mode::MsTeams).is_some() {
        return Some("ews".to_owned());
    }
    let expected = match config.tenant.calendar.kind {
        CalendarKind::Google => Mode::GoogleMeet,
        CalendarKind::Graph | CalendarKind::Ews => Mode::MsTeams,
        CalendarKind::None => Mode::Zoom,
    };
    refused(expected).map(|it| it.code.clone())
}

async fn tried(app: &App, config: &TenantConfig, person: &str, mode: Mode) -> Result<(), Reason> {
    may_interview(config, person, mode).map_err(|block| block.reason)?;
    let start = app.clock.now() + AHEAD;
    let Desire::Meeting(wanted) = wanted_interview(config, person, mode, start, TOPIC) else {
        return Err(Reason::new("not_wanted", "this mode makes no meeting"));
    };
    let whose = Whose { provider: wanted.provider.name(), person: wanted.by.as_deref() };
    let way = Way::to(app, config, whose).map_err(reason)?;
    match wanted.provider {
        ProviderName::Google | ProviderName::Microsoft => {
            let attempt = attempt(app, &wanted)?;
            let entry = way.create(&wanted, &attempt).await.map_err(reason)?;
            way.delete(At { host: &wanted.host, id: &entry.id }).await.map_err(reason)
        }
        ProviderName::Zoom | ProviderName::Goto | ProviderName::Jitsi => {
            way.verify().await.map(drop).map_err(reason)
        }
    }
}

fn attempt(app: &App, wanted: &WantedMeeting) -> Result<Attempt, Reason> {
    let name = app.entropy.name();
    let id = name.map_err(|error| Reason::new("try_again", error.to_string()))?;
    let now = app.clock.now();
    Ok(Attempt::new(id, wanted, None, (now, now + SignedDuration::from_mins(1))))
}

fn reason(fault: ProviderFault) -> Reason {
    match fault {
        ProviderFault::Host(reason)
        | ProviderFault::Refused(reason)
        | ProviderFault::Quota { reason, .. } => reason,
        ProviderFault::Connection { state, reason } => Reason::new(state.name(), reason),
        ProviderFault::Passing { cause, .. } | ProviderFault::Uncertain { cause, .. } => {
            Reason::new("provider_unavailable", cause)
        }
        ProviderFault::Gone => Reason::new("meeting_gone", "the test entry was removed meanwhile"),
        ProviderFault::TokenRefused => {
            Reason::new("needs_reauth", "the provider refuses the token: connect once more")
        }
    }
}
