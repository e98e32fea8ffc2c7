//! What a tenant's set-up still lacks, step by step.

use serde::Serialize;
use utoipa::ToSchema;

use super::interviews;
use crate::domain::config::{Connection, ConnectionState, TenantConfig};
use crate::domain::session::Mode;
use crate::domain::settings::{CalendarKind, ProviderName};

/// How far the set-up has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Readiness {
    /// The steps in the order in which they are best taken.
    pub steps: Vec<Step>,
    /// The step to take now; `null` when nothing is left.
    pub next: Option<String>,
    /// The company calendar.
    pub calendar: CalendarStanding,
    /// The modes in which sessions can be held now.
    pub modes: Vec<String>,
    /// People whom the company calendar does not know, when there is one; by id.
    pub unsynced: Vec<String>,
    /// People who are no user of any connected provider; by id.
    pub unmapped: Vec<String>,
}

/// How the company calendar stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarStanding {
    /// Its kind.
    pub kind: CalendarKind,
    /// The state of its connection, or `not_connected`; `kept_by_sender` for a company's own Exchange
    /// server to which there is no connection, because none is needed.
    pub state: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// Which.
    pub id: String,
    /// How far it is.
    pub state: StepState,
    /// What shows it, or what to do.
    pub proof: String,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Done.
    Done,
    /// Done for some.
    Partly,
    /// Not yet.
    Todo,
}

/// How far a tenant's set-up has come.
#[must_use]
pub fn readiness(config: &TenantConfig) -> Readiness {
    let unmapped = unmapped(config);
    let is_interviewing = interviews::interviews(config);
    let steps = if is_interviewing {
        let mut steps = interviews::steps(config);
        steps.push(source(config));
        steps
    } else {
        for_bookings(config, unmapped.len())
    };
    let (kind, state) =
        (config.tenant.calendar.kind, interviews::calendar_state(config).to_owned());
    Readiness {
        next: if is_interviewing { first_undone(&steps) } else { next(&steps) },
        steps,
        calendar: CalendarStanding { kind, state },
        modes: if is_interviewing { interviews::modes(config) } else { modes(config) },
        unsynced: unsynced(config),
        unmapped,
    }
}

fn for_bookings(config: &TenantConfig, unmapped: usize) -> Vec<Step> {
    vec![
        step("tenant", StepState::Done, config.tenant.name.clone()),
        connection(config),
        verified(config),
        service(config),
        people_mapped(config, unmapped),
        source(config),
    ]
}

/// One step builds on the one before (requirement P13).
fn first_undone(steps: &[Step]) -> Option<String> {
    steps.iter().find(|step| step.state == StepState::Todo).map(|step| step.id.clone())
}

/// What is not begun goes before what is not finished.
fn next(steps: &[Step]) -> Option<String> {
    let first = |state| steps.iter().find(|step| step.state == state);
    first(StepState::Todo).or_else(|| first(StepState::Partly)).map(|step| step.id.clone())
}

pub(super) fn step(id: &str, state: StepState, proof: impl Into<String>) -> Step {
    Step { id: id.to_owned(), state, proof: proof.into() }
}

/// A step that is done when there is something to show.
fn shown(id: &str, proof: Option<String>, otherwise: &str) -> Step {
    match proof {
        Some(proof) => step(id, StepState::Done, proof),
        None => step(id, StepState::Todo, otherwise),
    }
}

/// The connections to who holds meetings; a calendar alone holds none.
fn meetings(config: &TenantConfig) -> impl Iterator<Item = (&String, &Connection)> {
    let holds = |provider: &str| ProviderName::from_name(provider).is_some();
    config.connections.iter().filter(move |(provider, _)| holds(provider))
}

fn usable(config: &TenantConfig) -> impl Iterator<Item = (&String, &Connection)> {
    meetings(config).filter(|(_, connection)| connection.enabled)
}

fn connection(config: &TenantConfig) -> Step {
    let names: Vec<_> = usable(config).map(|(provider, _)| provider.as_str()).collect();
    let proof = (!names.is_empty()).then(|| names.join(", "));
    shown("connection", proof, "save the credentials of a provider and switch it on")
}

fn active(config: &TenantConfig) -> impl Iterator<Item = (&String, &Connection)> {
    meetings(config).filter(|(_, connection)| connection.visible_state() == ConnectionState::Active)
}

fn verified(config: &TenantConfig) -> Step {
    let proof = active(config).next().map(|(provider, connection)| match connection.last_ok {
        Some(at) => format!("{provider} accepted the credentials at {at}"),
        None => format!("{provider} is active"),
    });
    let why = usable(config).find_map(|(_, connection)| connection.reason.as_deref());
    shown("verified", proof, why.unwrap_or("verify the connection"))
}

fn service(config: &TenantConfig) -> Step {
    let online = |id: &&String| config.services.get(*id).is_some_and(|it| it.video.enabled);
    let proof = config.services.keys().find(online);
    shown("service", proof.cloned(), "save a service with video.enabled: true")
}

fn people_mapped(config: &TenantConfig, unmapped: usize) -> Step {
    let (all, id) = (config.people.len(), "people_mapped");
    let proof = format!("{} of {all} people are users of a provider", all - unmapped);
    match all - unmapped {
        0 => step(id, StepState::Todo, "save people and link them to users of the provider"),
        mapped if mapped < all => step(id, StepState::Partly, proof),
        _ => step(id, StepState::Done, proof),
    }
}

fn source(config: &TenantConfig) -> Step {
    let proof = config.sources.keys().next().cloned();
    shown("source", proof, "save a source and give its address to the booking system")
}

fn modes(config: &TenantConfig) -> Vec<String> {
    let is_active = |it: &Connection| it.visible_state() == ConnectionState::Active;
    let own =
        |provider| config.personal.iter().any(|((name, _), it)| name == provider && is_active(it));
    let served = |mode: &Mode| {
        let tenants = |provider| active(config).any(|(name, _)| name == provider);
        let is_on = |provider: &&str| !config.is_switched_off(provider);
        let provider = mode.provider().filter(is_on);
        provider.is_some_and(|provider| tenants(provider) || own(provider))
    };
    Mode::ALL.iter().filter(|mode| served(mode)).map(|mode| mode.name().to_owned()).collect()
}

fn unsynced(config: &TenantConfig) -> Vec<String> {
    if config.tenant.calendar.kind == CalendarKind::None {
        return Vec::new();
    }
    let lacking = config.people.iter().filter(|(_, person)| !person.calendar_synced);
    lacking.map(|(id, _)| id.clone()).collect()
}

fn unmapped(config: &TenantConfig) -> Vec<String> {
    let is_connected = |id: &str| config.personal.keys().any(|(_, person)| person == id);
    let is_mapped = |id: &&String| {
        is_connected(id) || config.connections.keys().any(|name| config.link(name, id).is_some())
    };
    config.people.keys().filter(|id| !is_mapped(id)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::config::{Link, LinkOrigin, Sealed, Source};
    use crate::domain::sample::zoom_credentials;
    use crate::domain::settings::{Person, Service, Tenant, Video};

    fn empty() -> TenantConfig {
        TenantConfig {
            tenant: Tenant { name: "Demo Oy".to_owned(), ..Tenant::default() },
            version: 1,
            ..TenantConfig::empty("t", jiff::Timestamp::UNIX_EPOCH)
        }
    }

    fn sealed() -> Sealed {
        Sealed { key: "k1".to_owned(), text: String::new() }
    }

    fn connect(config: &mut TenantConfig, state: ConnectionState) {
        let connection =
            Connection { state, ..Connection::new(zoom_credentials(), "1".to_owned(), None) };
        config.connections.insert("zoom".to_owned(), connection);
    }

    fn link(config: &mut TenantConfig, person: &str) {
        let link =
            Link { external_id: "u".to_owned(), origin: LinkOrigin::Manual, by: None, at: None };
        config.links.insert(("zoom".to_owned(), person.to_owned()), link);
    }

    fn states(readiness: &Readiness) -> Vec<StepState> {
        readiness.steps.iter().map(|step| step.state).collect()
    }

    /// A22: whoever is no user of the provider is visible.
    #[test]
    fn the_next_step_is_the_first_that_is_not_begun() {
        let mut config = empty();
        assert_eq!(readiness(&config).next.as_deref(), Some("connection"));
        connect(&mut config, ConnectionState::Unverified);
        assert_eq!(readiness(&config).next.as_deref(), Some("verified"));
        assert!(readiness(&config).modes.is_empty());
        connect(&mut config, ConnectionState::Active);
        assert_eq!(readiness(&config).modes, ["zoom"]);
        assert_eq!(readiness(&config).next.as_deref(), Some("service"));
        let video = Video { enabled: true, ..Video::default() };
        config.services.insert("s".to_owned(), Service { video, ..Service::default() });
        for id in ["e1", "e2"] {
            config.people.insert(id.to_owned(), Person::default());
        }
        assert_eq!(readiness(&config).unmapped, ["e1", "e2"]);
        link(&mut config, "e1");
        let source = Source { kind: "standard".to_owned(), secret: sealed() };
        assert_eq!(readiness(&config).next.as_deref(), Some("source"));
        config.sources.insert("cal".to_owned(), source);
        let ready = readiness(&config);
        assert_eq!(
            (ready.next.as_deref(), &*ready.unmapped),
            (Some("people_mapped"), &["e2".to_owned()][..])
        );
        link(&mut config, "e2");
        let ready = readiness(&config);
        assert_eq!((ready.next.clone(), states(&ready)), (None, vec![StepState::Done; 6]));
    }

    #[test]
    fn a_connection_that_is_switched_off_counts_for_nothing() {
        let mut config = empty();
        connect(&mut config, ConnectionState::Active);
        config.connections.get_mut("zoom").unwrap().enabled = false;
        let ready = readiness(&config);
        assert_eq!((ready.next.as_deref(), ready.modes.len()), (Some("connection"), 0));
    }
}
