//! Changing settings, and healing what waited for the change. The mark that a scan is due is written
//! before the change and removed after the scan, so a crash in between only delays healing.

use jiff::SignedDuration;

use super::configs::Fresh;
use super::{App, consent, copy_recording, entry, offboard, plan_ahead};
use crate::domain::business::Subject;
use crate::domain::config::{LinkOrigin, TenantConfig, Whose};
use crate::domain::fault::{Fault, HealKey};
use crate::domain::ids::fold_email;
use crate::domain::person::PersonFact;
use crate::domain::settings::{Checked as _, Person, ProviderName};
use crate::domain::vendor::Platform;
use crate::queue::{Envelope, SessionMessage};
use crate::store::{Due, SettingItem};

/// When the clock finishes a scan that was begun and not ended.
const UNFINISHED: SignedDuration = SignedDuration::from_mins(1);

/// How soon a connection is tried after it was saved.
const DAILY: SignedDuration = SignedDuration::from_hours(24);

/// Writes a setting and wakes what it may heal.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn put(
    app: &App,
    tenant: &str,
    item: &SettingItem,
    heals: &[HealKey],
) -> Result<(), Fault> {
    if let SettingItem::Connection(..) | SettingItem::Source(..) = item {
        // Tried a day from now, and each day after that; secrets are looked at then, too.
        let now = app.clock.now();
        let due = Due::Probe { tenant: tenant.to_owned() };
        app.store.put_due(&due, now.checked_add(DAILY).unwrap_or(now)).await?;
    }
    heal(app, tenant, heals, async |app| app.store.put_setting(tenant, item).await.map(|_| true))
        .await
}

/// Removes a setting. Nothing heals by a lack.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn delete(app: &App, tenant: &str, sk: &str) -> Result<(), Fault> {
    app.store.delete_setting(tenant, sk).await.map(drop)
}

/// Makes a change and wakes what it may heal. `change` tells whether it changed anything.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn heal(
    app: &App,
    tenant: &str,
    heals: &[HealKey],
    change: impl AsyncFnOnce(&App) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let now = app.clock.now();
    let at = now.checked_add(UNFINISHED).unwrap_or(now);
    for key in heals {
        app.store.put_due(&mark(tenant, key), at).await?;
    }
    change(app).await?;
    for key in heals {
        scan(app, tenant, key, "settings").await?;
    }
    Ok(())
}

/// Wakes everything that waits for this setting, then takes the mark away.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; the mark stays, and the clock goes on.
pub async fn scan(app: &App, tenant: &str, key: &HealKey, trace: &str) -> Result<(), Fault> {
    let waiting = app.store.waiting(tenant, key).await?;
    if !waiting.is_empty() {
        let version = app.configs.of(tenant, Fresh::Now).await?.version;
        let wakes: Vec<_> = waiting
            .into_iter()
            .map(|session| {
                Envelope::new(
                    trace,
                    SessionMessage::Wake {
                        key: session,
                        heals_by: Some(key.clone()),
                        config_version: version,
                        force: false,
                    },
                )
            })
            .collect();
        app.sessions()?.send_all(tenant, &wakes).await?;
    }
    entry::heal(app, tenant, key, trace).await?;
    app.store.delete_due(&mark(tenant, key)).await
}

fn mark(tenant: &str, key: &HealKey) -> Due {
    Due::Heal { tenant: tenant.to_owned(), key: key.as_str().to_owned() }
}

/// Everything by which sessions may name a person as their host.
#[must_use]
pub fn host_keys(config: &TenantConfig, person: &str) -> Vec<HealKey> {
    let emails = config.people.get(person).map(|person| person.emails.clone()).unwrap_or_default();
    keys_of(person, &emails)
}

/// The same for a person that is not in the configuration yet.
#[must_use]
pub fn keys_of(person: &str, emails: &[String]) -> Vec<HealKey> {
    let mut keys = vec![HealKey::host(person)];
    keys.extend(emails.iter().map(|email| HealKey::host(email)));
    keys.dedup();
    keys
}

/// Everything that a connection may heal: what waits for the provider, for the person, and for the
/// company calendar.
#[must_use]
pub fn connection_keys(config: &TenantConfig, whose: Whose<'_>) -> Vec<HealKey> {
    let mut keys = vec![HealKey::connection(whose.provider)];
    match whose.person {
        Some(person) => {
            keys.extend(host_keys(config, person));
            // What waits for a sign-in at Microsoft waits for the calendar that asks for it.
            if whose.provider == ProviderName::Microsoft.name() {
                keys.push(HealKey::calendar());
            }
        }
        None => keys.push(HealKey::calendar()),
    }
    keys
}

/// Writes a person; whoever the old or the new addresses name may be healed by it.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn put_person(
    app: &App,
    config: &TenantConfig,
    id: &str,
    person: Person,
) -> Result<(), Fault> {
    forget_matches(app, config, id, &person).await?;
    offboard::told(app, config, &person).await?;
    let mut heals = host_keys(config, id);
    heals.extend(keys_of(id, &person.emails));
    heals.sort();
    heals.dedup();
    let before = config.people.get(id);
    let (planned, seen) = (concerns_plans(before, &person), concerns_files(before, &person));
    put(app, &config.id, &SettingItem::Person(id.to_owned(), person), &heals).await?;
    if planned {
        plan_ahead::wake_of(app, &config.id, id, "person").await?;
    }
    if seen {
        copy_recording::wake_all(app, &config.id, "person").await?;
    }
    Ok(())
}

/// Whether who may see recordings may depend on what has changed: somebody has another address, or leaves.
fn concerns_files(before: Option<&Person>, person: &Person) -> bool {
    before.is_some_and(|before| {
        before.employment != person.employment || before.emails != person.emails
    })
}

/// Whether enrolments may depend on what has changed. Somebody new may be who was missing. It costs a query, and
/// only those who settle people in pay more.
fn concerns_plans(before: Option<&Person>, person: &Person) -> bool {
    before.is_none_or(|before| {
        before.employment != person.employment
            || before.emails != person.emails
            || before.manager != person.manager
            || before.roles != person.roles
            || before.time_zone != person.time_zone
            || before.name != person.name
    })
}

/// Who was matched in a chat by an address that the person has no longer is not known to be that person any
/// more: a message to the wrong one would be worse than looking anew.
async fn forget_matches(
    app: &App,
    config: &TenantConfig,
    id: &str,
    person: &Person,
) -> Result<(), Fault> {
    let folded = |emails: &[String]| emails.iter().map(|it| fold_email(it)).collect::<Vec<_>>();
    let before = config.people.get(id).map(|it| folded(&it.emails));
    if before.is_none_or(|before| before == folded(&person.emails)) {
        return Ok(());
    }
    for platform in Platform::ALL {
        let link = config.link(platform.name(), id);
        if link.is_some_and(|link| link.origin == LinkOrigin::Auto) {
            delete(app, &config.id, &format!("link#{}#{id}", platform.name())).await?;
        }
    }
    Ok(())
}

/// Removes a person with the links, connections and what is known of a balance, so that nothing about the person stays in the configuration.
/// An address that two people had names one of them from then on, which heals.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn delete_person(app: &App, config: &TenantConfig, id: &str) -> Result<(), Fault> {
    offboard::removed(app, config, id).await?;
    heal(app, &config.id, &host_keys(config, id), async |app| {
        for (provider, _) in config.links.keys().filter(|(_, person)| person == id) {
            delete(app, &config.id, &format!("link#{provider}#{id}")).await?;
        }
        for (provider, _) in config.personal.keys().filter(|(_, person)| person == id) {
            consent::disconnect(app, &config.id, Whose::persons(provider, id)).await?;
        }
        app.store.forget_balance(&config.id, &Subject::Person(id.to_owned())).await?;
        delete(app, &config.id, &format!("person#{id}")).await.map(|()| true)
    })
    .await?;
    copy_recording::wake_all(app, &config.id, "person").await
}

/// Applies what a sender said of a person, leaving alone what it did not say. Of two changes the
/// later holds, whichever comes first.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn change_person(app: &App, fact: &PersonFact) -> Result<(), Fault> {
    let config = app.configs.of(&fact.tenant, Fresh::Now).await?;
    let heard = config.heard.get(&fact.id);
    if fact.changed_at.is_some_and(|at| heard.is_some_and(|heard| *heard >= at)) {
        return Ok(());
    }
    let before = config.people.get(&fact.id);
    let person = changed(before.cloned().unwrap_or_default(), fact);
    if person.check().is_err() {
        // The translation has checked every field, so this is a person whom the API refused before.
        tracing::warn!("a person change would leave an unacceptable person; dropped");
        return Ok(());
    }
    if before != Some(&person) {
        put_person(app, &config, &fact.id, person).await?;
    }
    if let Some(at) = fact.changed_at {
        let item = SettingItem::Heard(fact.id.clone(), at);
        app.store.put_setting(&fact.tenant, &item).await?;
    }
    Ok(())
}

fn changed(mut person: Person, fact: &PersonFact) -> Person {
    person.name.clone_from(&fact.name);
    person.emails.clone_from(&fact.emails);
    if let Some(roles) = &fact.roles {
        person.roles.clone_from(roles);
    }
    person.mailbox = fact.mailbox.unwrap_or(person.mailbox);
    person.calendar_synced = fact.calendar_synced.unwrap_or(person.calendar_synced);
    person.manager = fact.manager.clone().or(person.manager);
    person.time_zone = fact.time_zone.clone().or(person.time_zone);
    person.locale = fact.locale.clone().or(person.locale);
    person.employment = fact.employment.unwrap_or(person.employment);
    person
}
