//! A provider says that a file is there: whose it is, what it is called, and who may see it. The first message
//! writes the item; every further one finds it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{NET, work};
use crate::app::configs::Fresh;
use crate::app::{App, Context};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::ids::{SessionKey, fold_email};
use crate::domain::meeting::Session;
use crate::domain::onboarding::SOURCE;
use crate::domain::onboarding::enrolment::{Enrolment, holder, named_by, organisers};
use crate::domain::onboarding::recording::{
    FileKind, FileRecord, FileState, Origin, file_id, file_name,
};
use crate::domain::onboarding::scenario::Scenario;
use crate::domain::onboarding::told::FileTold;
use crate::domain::onboarding::{HR_MANAGER, MANAGER};
use crate::store::{Due, file_key};
use crate::vault::Place;

/// What there is to know of the meeting that was recorded.
pub(super) struct Held {
    pub session: Session,
    pub enrolment: Enrolment,
    pub scenario: Scenario,
    pub step: String,
}

/// The meeting of a session that was planned here, if it is one that is recorded.
pub(super) async fn held(app: &App, key: &SessionKey) -> Result<Option<Held>, Fault> {
    let Some((enrolment, step, _)) = named_by(&key.external_id).filter(|_| key.source == SOURCE)
    else {
        return Ok(None);
    };
    let Some(session) = app.store.session(key).await? else { return Ok(None) };
    let Some(enrolment) = app.store.enrolment(&key.tenant, enrolment).await? else {
        return Ok(None);
    };
    let (id, version) = (&enrolment.scenario, enrolment.version);
    let Some(scenario) = app.store.scenario_version(&key.tenant, id, version).await? else {
        return Ok(None);
    };
    let records = scenario.step(step).is_some_and(|(_, step)| scenario.records(step));
    let step = step.to_owned();
    Ok(Some(Held { session, enrolment, scenario, step }).filter(|_| records))
}

/// Takes a file in and begins to copy it.
pub(super) async fn file(app: &App, told: &FileTold, context: &Context) -> Result<(), Fault> {
    // Meetings that nobody here has planned are nobody's business: they have no pointer.
    let Some(key) = app.store.session_of(&told.provider, &told.meeting).await? else {
        return Ok(());
    };
    let Some(held) = held(app, &key).await? else { return Ok(()) };
    let config = app.configs.of(&key.tenant, Fresh::Now).await?;
    let record = record(app, &config, &held, told).await?;
    let at = file_key(&record.session, &record.id);
    let due = Due::File { tenant: key.tenant.clone(), key: at.clone() };
    app.store.put_due(&due, app.clock.now() + NET).await?;
    keep(app, record, &at).await?;
    if told.what == FileKind::Recording && told.provider == "zoom" {
        expect_transcript(app, &config, &held, told).await?;
    }
    work(app, &key.tenant, &at, context).await
}

/// Writes the item, or tells one that waited for it where its file is.
async fn keep(app: &App, mut record: FileRecord, at: &str) -> Result<(), Fault> {
    if app.store.put_file(&mut record).await? {
        return Ok(());
    }
    let tenant = record.tenant.clone();
    let complete = |known: &mut FileRecord| {
        let waits = known.origin.is_none();
        if waits {
            known.origin.clone_from(&record.origin);
            known.size = record.size;
            known.name.clone_from(&record.name);
            known.state = FileState::Copying;
        }
        waits
    };
    app.store.change_file(&tenant, at, complete).await.map(drop)
}

/// Requirement B31: whoever has a recording waits for its transcript, and can see that they do.
async fn expect_transcript(
    app: &App,
    config: &TenantConfig,
    held: &Held,
    told: &FileTold,
) -> Result<(), Fault> {
    let transcript = FileTold {
        file: String::new(),
        what: FileKind::Transcript,
        ending: "vtt".to_owned(),
        size: None,
        token: None,
        ..told.clone()
    };
    let mut record = record(app, config, held, &transcript).await?;
    (record.origin, record.state) = (None, FileState::Expected);
    let key = file_key(&record.session, &record.id);
    let due = Due::File { tenant: record.tenant.clone(), key };
    // First, as ever: the clock then finds out how long it is waited for.
    app.store.put_due(&due, app.clock.now() + NET).await?;
    app.store.put_file(&mut record).await.map(drop)
}

pub(super) async fn record(
    app: &App,
    config: &TenantConfig,
    held: &Held,
    told: &FileTold,
) -> Result<FileRecord, Fault> {
    let Held { session, enrolment, scenario, step } = held;
    let tenant = config.id.as_str();
    let id = file_id(tenant, &told.provider, &told.instance, told.what, &told.file);
    let token = match &told.token {
        Some(token) => {
            let place = Place { tenant, item: &id, field: "token" };
            Some(app.vault.seal(place, token).await?)
        }
        None => None,
    };
    let title = session.wanted.as_ref().map(|content| content.title.clone()).unwrap_or_default();
    let (participants, organisers) = people(config, held);
    Ok(FileRecord {
        name: file_name(day(session, told.held_at), &title, &scenario.name, &id, &told.ending),
        mime: mime(&told.ending).to_owned(),
        id,
        tenant: tenant.to_owned(),
        session: session.key.clone(),
        scenario: enrolment.scenario.clone(),
        step: step.clone(),
        kind: told.what,
        state: FileState::Copying,
        reason: None,
        origin: Some(Origin {
            provider: told.provider.clone(),
            meeting: told.meeting.clone(),
            instance: told.instance.clone(),
            file: told.file.clone(),
            url: told.url.clone(),
            token,
        }),
        size: told.size,
        title,
        newcomers: newcomers(app, config, held).await?,
        participants,
        organisers,
        successors: BTreeSet::new(),
        privacy: scenario.privacy,
        stored_as: None,
        upload: None,
        link: String::new(),
        permissions: std::collections::BTreeMap::new(),
        shut_out: std::collections::BTreeMap::new(),
        told: false,
        told_transcript: false,
        held_at: told.held_at,
        known_at: app.clock.now(),
        stored_at: None,
        rev: 0,
        lease: None,
    })
}

/// The day on which a meeting was, by its own clock.
fn day(session: &Session, at: Timestamp) -> Date {
    let zone = session.wanted.as_ref().and_then(|content| TimeZone::get(&content.time_zone).ok());
    at.to_zoned(zone.unwrap_or(TimeZone::UTC)).date()
}

/// Who was invited, and who of them organised: the host, HR, and whoever leads the new colleague.
fn people(config: &TenantConfig, held: &Held) -> (BTreeSet<String>, BTreeSet<String>) {
    let Held { session, enrolment, .. } = held;
    let content = session.wanted.as_ref();
    let host = content.and_then(|content| content.host.as_deref());
    let address = |reference: &str| {
        let (_, person) = config.person(reference).ok()?;
        person.emails.first().map(|email| fold_email(email))
    };
    let attendees = content.map(|content| content.attendees.as_slice()).unwrap_or_default();
    let attendees = attendees.iter().map(|attendee| fold_email(&attendee.email));
    let participants: BTreeSet<_> = attendees.chain(host.and_then(address)).collect();
    let mut organising: BTreeSet<_> =
        organisers(enrolment, config).iter().filter_map(|id| address(id)).collect();
    for role in [HR_MANAGER, MANAGER] {
        let found = holder(role, &enrolment.person, &enrolment.people, config);
        organising.extend(found.and_then(|(id, _)| address(id)));
    }
    organising.extend(host.and_then(address));
    (participants, organising)
}

/// The new colleagues among those who took part: they are told when the recording can be seen.
async fn newcomers(
    app: &App,
    config: &TenantConfig,
    held: &Held,
) -> Result<BTreeSet<String>, Fault> {
    let Held { session, enrolment, .. } = held;
    let content = session.wanted.as_ref();
    let attendees = content.map(|content| content.attendees.as_slice()).unwrap_or_default();
    let took_part = |id: &String| {
        let person = config.people.get(id);
        person.is_some_and(|person| {
            person
                .emails
                .iter()
                .any(|email| attendees.iter().any(|it| fold_email(&it.email) == fold_email(email)))
        })
    };
    let cohort = app.store.cohort(&config.id, &enrolment.scenario).await?;
    let all = cohort.into_iter().map(|member| member.person).chain([enrolment.person.clone()]);
    Ok(all.filter(took_part).collect())
}

fn mime(ending: &str) -> &'static str {
    match ending {
        "mp4" => "video/mp4",
        "m4a" => "audio/mp4",
        "vtt" => "text/vtt",
        _ => "application/octet-stream",
    }
}
