//! What a tenant that interviews still lacks, in the order in which it is best put right: the company
//! calendar, the people it knows, the application at Zoom, and people's own connections.

use super::readiness::{Step, StepState, step};
use crate::domain::config::{Connection, TenantConfig};
use crate::domain::desire::may_interview;
use crate::domain::session::Mode;
use crate::domain::settings::{CalendarKind, Installation, Mailbox};

/// Whether the tenant's set-up begins with its calendar.
pub(super) fn interviews(config: &TenantConfig) -> bool {
    config.tenant.profile.as_deref() == Some(crate::domain::profile::INTERVIEWS)
        || config.tenant.calendar.kind != CalendarKind::None
}

/// The steps (requirement P13).
pub(super) fn steps(config: &TenantConfig) -> Vec<Step> {
    vec![calendar(config), sync(config), app_install(config), user_auth(config)]
}

/// The state of the company calendar's connection, as its administrators read it.
pub(super) fn calendar_state(config: &TenantConfig) -> &'static str {
    let Some(provider) = config.calendar_provider() else { return "not_connected" };
    match config.connections.get(provider).map(Connection::visible_state) {
        Some(state) => state.name(),
        None if config.has_active_calendar() => "kept_by_sender",
        None => "not_connected",
    }
}

fn calendar(config: &TenantConfig) -> Step {
    if config.has_active_calendar() {
        return step("calendar", StepState::Done, calendar_state(config));
    }
    let proof = match config.calendar_provider() {
        Some(provider) => format!("connect {provider}: it is {}", calendar_state(config)),
        None => "say which company calendar there is: calendar.kind of the tenant".to_owned(),
    };
    step("calendar", StepState::Todo, proof)
}

fn sync(config: &TenantConfig) -> Step {
    let all = config.people.len();
    let synced = config.people.values().filter(|person| person.calendar_synced).count();
    let proof = format!("the calendar knows {synced} of {all} people");
    match synced {
        0 => step("sync", StepState::Todo, "save people, and synchronise them with the calendar"),
        synced if synced < all => step("sync", StepState::Partly, proof),
        _ => step("sync", StepState::Done, proof),
    }
}

fn app_install(config: &TenantConfig) -> Step {
    match config.zoom_app {
        Installation::AllUsers => step("app_install", StepState::Done, "for all users at Zoom"),
        Installation::Selected => step(
            "app_install",
            StepState::Partly,
            "for selected users: whoever is not among them is refused when connecting; ask IT to \
             allow all users of the Zoom account",
        ),
        Installation::None => step(
            "app_install",
            StepState::Todo,
            "to use Zoom, ask IT to install the app for all users of the account, then PUT \
             …/apps/zoom {\"installed\":\"all_users\"}",
        ),
    }
}

/// Whoever may host at all, can host somewhere?
fn user_auth(config: &TenantConfig) -> Step {
    let may = config.people.iter().filter(|(_, it)| it.mailbox == Mailbox::User);
    let hosts: Vec<&String> = may.map(|(id, _)| id).collect();
    let ready = hosts.iter().filter(|id| !offered(config, id).is_empty()).count();
    let proof = format!("{ready} of {} people can host", hosts.len());
    match ready {
        0 => step("user_auth", StepState::Todo, "invite people to connect their accounts"),
        ready if ready < hosts.len() => step("user_auth", StepState::Partly, proof),
        _ => step("user_auth", StepState::Done, proof),
    }
}

/// The modes in which this person can host; a room that needs no account is no achievement.
fn offered(config: &TenantConfig, person: &str) -> Vec<Mode> {
    let wants_account = |mode: &&Mode| !matches!(mode, Mode::Jitsi | Mode::None);
    let modes = Mode::ALL.iter().filter(wants_account);
    modes.filter(|mode| may_interview(config, person, **mode).is_ok()).copied().collect()
}

/// The modes in which somebody can host now.
pub(super) fn modes(config: &TenantConfig) -> Vec<String> {
    let somebody = |mode: &&Mode| {
        config.people.keys().any(|person| may_interview(config, person, **mode).is_ok())
    };
    Mode::ALL
        .iter()
        .filter(|mode| **mode != Mode::None)
        .filter(somebody)
        .map(|mode| mode.name().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::readiness::readiness;
    use super::*;
    use crate::domain::config::{ConnectionState, Credentials, Sealed};
    use crate::domain::settings::{Calendar, Person, Tenant};

    fn interviewing(kind: CalendarKind) -> TenantConfig {
        let tenant = Tenant { calendar: Calendar { kind }, ..Tenant::default() };
        TenantConfig { tenant, ..TenantConfig::empty("t", jiff::Timestamp::UNIX_EPOCH) }
    }

    fn connection(state: ConnectionState, by: Credentials) -> Connection {
        Connection { state, ..Connection::new(by, "1".to_owned(), None) }
    }

    fn oauth() -> Credentials {
        Credentials::Oauth { account_id: "u1".to_owned(), email: "a@x.example".to_owned() }
    }

    fn person(synced: bool) -> Person {
        let emails = vec!["a@x.example".to_owned()];
        Person { emails, calendar_synced: synced, ..Person::default() }
    }

    /// P06, P08, P13: the steps in their order, and the first that is not done is the next one.
    #[test]
    fn the_steps_are_taken_in_their_order() {
        let mut config = interviewing(CalendarKind::Google);
        let next = |config: &TenantConfig| readiness(config).next.unwrap_or_default();
        let ids: Vec<_> = readiness(&config).steps.into_iter().map(|step| step.id).collect();
        assert_eq!(ids[..4], ["calendar", "sync", "app_install", "user_auth"]);
        assert_eq!((next(&config), readiness(&config).modes.len()), ("calendar".to_owned(), 0));
        let key = Sealed { key: "k".to_owned(), text: String::new() };
        let by = Credentials::ServiceAccount {
            client_email: "s@x.example".to_owned(),
            key,
            folder: None,
        };
        let google = connection(ConnectionState::Active, by);
        config.connections.insert("google".to_owned(), google);
        assert_eq!(next(&config), "sync");
        let calendar = readiness(&config).calendar;
        assert_eq!((calendar.kind, calendar.state.as_str()), (CalendarKind::Google, "active"));
        config.people.insert("a".to_owned(), person(true));
        assert_eq!(next(&config), "app_install");
        config.zoom_app = Installation::AllUsers;
        let own = ("zoom".to_owned(), "a".to_owned());
        config.personal.insert(own, connection(ConnectionState::Active, oauth()));
        assert!(readiness(&config).modes.contains(&"zoom".to_owned()));
    }

    /// P09: whom the calendar does not know is listed.
    #[test]
    fn the_unsynchronised_are_listed() {
        let mut config = interviewing(CalendarKind::Ews);
        config.people.insert("a".to_owned(), person(true));
        config.people.insert("b".to_owned(), person(false));
        assert_eq!(readiness(&config).unsynced, ["b"]);
    }
}
