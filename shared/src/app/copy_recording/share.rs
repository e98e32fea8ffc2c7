//! Who may see a stored file, made equal to who should: before anybody is let in, it is written down that they are to
//! be, so that whoever must be shut out again is never forgotten. Then those who were waiting for it are told, once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::{HOURLY, Next, Work, fault, is_over, wake};
use crate::app::{App, Context};
use crate::domain::business::{BusinessEvent, Subject};
use crate::domain::config::TenantConfig;
use crate::domain::event::Delivery;
use crate::domain::fault::Fault;
use crate::domain::ids::fold_email;
use crate::domain::onboarding::news;
use crate::domain::onboarding::recording::{FileKind, FileRecord, FileState, audience};
use crate::domain::session::SessionKind;
use crate::providers::{Access, ProviderFault};
use crate::queue::{Envelope, EventMessage};
use crate::store::file_key;

impl Work<'_> {
    /// Makes equal who may see it, tells, and erases what was kept as long as it may be.
    pub(super) async fn show(&self, file: &mut FileRecord, now: Timestamp) -> Result<Next, Fault> {
        let access = self.access().await?;
        let ends = self.ends(file);
        if ends.is_some_and(|at| at <= now) {
            return self.erase(file, &access).await;
        }
        self.shut_out(file, &access).await?;
        self.let_in(file, &access).await?;
        if file.state != FileState::Shared || file.reason.is_some() {
            self.note(file, |file| (file.state, file.reason) = (FileState::Shared, None)).await?;
        }
        let again = self.tell(file).await?;
        Ok(Next::Rest(again.into_iter().chain(ends).min()))
    }

    /// When it has been kept as long as it may be.
    fn ends(&self, file: &FileRecord) -> Option<Timestamp> {
        let days = self.config.tenant.privacy.retention_days?;
        let kept = SignedDuration::from_hours(24 * i64::from(days));
        file.stored_at?.checked_add(kept).ok()
    }

    async fn erase(&self, file: &mut FileRecord, access: &Access) -> Result<Next, Fault> {
        let id = file.stored_as.clone().unwrap_or_default();
        // In a shared drive it only goes to the trash, where whoever was let in would still see it.
        let everybody = file.permissions.keys().cloned().collect();
        match self.take_away(access, &id, &everybody).await {
            Ok(()) | Err(ProviderFault::Gone) => {}
            Err(other) => return Err(fault(other)),
        }
        self.app.providers.drive().delete(access, &id).await.map_err(fault)?;
        self.note(file, |file| {
            file.state = FileState::Erased;
            file.permissions.clear();
            file.participants.clear();
            file.successors.clear();
            file.organisers.clear();
            file.newcomers.clear();
            file.shut_out.clear();
            file.link.clear();
        })
        .await?;
        Ok(Next::Rest(None))
    }

    fn audience(&self, file: &FileRecord) -> BTreeSet<String> {
        audience(file, self.config, self.settings.share_outside, |_| false)
    }

    /// Whom we have let in and who should not be goes; whom people let in by hand is theirs to judge.
    async fn shut_out(&self, file: &mut FileRecord, access: &Access) -> Result<(), Fault> {
        let wanted = self.audience(file);
        // Of whoever could not be let in nothing is kept either once they should not be.
        let known = file.permissions.keys().chain(file.shut_out.keys());
        let surplus: BTreeSet<_> =
            known.filter(|email| !wanted.contains(*email)).cloned().collect();
        if surplus.is_empty() {
            return Ok(());
        }
        let id = file.stored_as.clone().unwrap_or_default();
        self.take_away(access, &id, &surplus).await.map_err(fault)?;
        self.note(file, |file| {
            file.permissions.retain(|email, _| !surplus.contains(email));
            file.shut_out.retain(|email, _| !surplus.contains(email));
        })
        .await
    }

    async fn take_away(
        &self,
        access: &Access,
        id: &str,
        emails: &BTreeSet<String>,
    ) -> Result<(), ProviderFault> {
        let drive = self.app.providers.drive();
        for permission in drive.permissions(access, id).await? {
            if emails.contains(&fold_email(&permission.email)) && !permission.inherited {
                drive.unshare(access, id, &permission.id).await?;
            }
        }
        Ok(())
    }

    async fn let_in(&self, file: &mut FileRecord, access: &Access) -> Result<(), Fault> {
        let wanted = self.audience(file);
        let missing: Vec<_> = wanted.iter().filter(|it| !is_settled(file, it)).cloned().collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.note(file, |file| {
            for email in &missing {
                file.permissions.entry(email.clone()).or_default();
            }
        })
        .await?;
        // Whoever may see it may have changed in between; what was written down is looked at once more.
        let still = self.audience(file);
        let (drive, id) = (self.app.providers.drive(), file.stored_as.clone().unwrap_or_default());
        let mut refused = BTreeMap::new();
        for email in missing.iter().filter(|email| still.contains(*email)) {
            match drive.share(access, &id, email).await {
                Ok(()) => {}
                Err(ProviderFault::Refused(reason)) => {
                    refused.insert(email.clone(), reason.code);
                }
                Err(other) => return Err(fault(other)),
            }
        }
        let given = drive.permissions(access, &id).await.map_err(fault)?;
        let given: BTreeMap<_, _> =
            given.into_iter().map(|it| (fold_email(&it.email), it.id)).collect();
        self.note(file, |file| {
            file.permissions.retain(|email, _| !refused.contains_key(email));
            for (email, id) in &mut file.permissions {
                if let Some(known) = given.get(email) {
                    id.clone_from(known);
                }
            }
            file.shut_out.clone_from(&refused);
        })
        .await
    }

    /// Requirement B32: the new colleagues who may see it are told once; other systems, too. Whether they have been, or
    /// when it is looked again: a transcript waits until it is known whether the recording's message had it.
    async fn tell(&self, file: &mut FileRecord) -> Result<Option<Timestamp>, Fault> {
        if file.told {
            return Ok(None);
        }
        let all = self.app.store.files_of(&file.session).await?;
        let all: Vec<_> =
            all.into_iter().filter(|it| it.id != file.id && it.is_of_occasion(file)).collect();
        let (films, texts): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|it| it.kind == FileKind::Recording);
        if file.kind == FileKind::Recording {
            return self.tell_of_recording(file, &films, texts.first()).await.map(|()| None);
        }
        let told = films.iter().find(|it| it.told && !is_over(it.state));
        if told.is_none() && films.iter().any(|it| !is_over(it.state)) {
            return Ok(Some(self.app.clock.now() + HOURLY));
        }
        let known = told.is_some_and(|it| it.told_transcript);
        let links = Links { url: told.map_or("", |it| &it.link), transcript: &file.link.clone() };
        let to = if known { Vec::new() } else { self.newcomers(file) };
        self.send(self.events(file, news::TRANSCRIPT_STORED, &to, &links)).await?;
        self.note(file, |file| file.told = true).await?;
        Ok(None)
    }

    /// A recording may have several files, a film and its sound: people are told of the first.
    async fn tell_of_recording(
        &self,
        file: &mut FileRecord,
        films: &[FileRecord],
        transcript: Option<&FileRecord>,
    ) -> Result<(), Fault> {
        let is_first = films.iter().all(|it| !it.told);
        let text = transcript.filter(|it| it.state.is_stored() && !it.link.is_empty());
        if is_first {
            let transcript = text.map_or("", |it| &it.link);
            let links = Links { url: &file.link.clone(), transcript };
            let to = self.newcomers(file);
            self.send(self.events(file, news::RECORDING_STORED, &to, &links)).await?;
        }
        self.note(file, |file| {
            file.told = true;
            file.told_transcript |= is_first && text.is_some();
        })
        .await?;
        // A transcript that came in the meantime waits for this.
        match transcript {
            Some(it) if !it.told => {
                let key = file_key(&it.session, &it.id);
                wake(self.app, self.tenant(), &key, &self.context.trace).await
            }
            _ => Ok(()),
        }
    }

    async fn send(&self, events: Vec<BusinessEvent>) -> Result<(), Fault> {
        let trace = &self.context.trace;
        let messages: Vec<_> = events
            .into_iter()
            .map(|event| Envelope::new(trace, EventMessage::Business(event)))
            .collect();
        self.app.events()?.send_all(self.tenant(), &messages).await
    }

    /// The new colleagues who took part and may see it.
    fn newcomers(&self, file: &FileRecord) -> Vec<String> {
        let may_see = |id: &&String| {
            let person = self.config.people.get(*id);
            person.is_some_and(|person| {
                person.emails.iter().any(|email| file.permissions.contains_key(&fold_email(email)))
            })
        };
        file.newcomers.iter().filter(may_see).cloned().collect()
    }

    /// One for each person; one without where nobody is told, for other systems.
    fn events(
        &self,
        file: &FileRecord,
        kind: &str,
        people: &[String],
        links: &Links<'_>,
    ) -> Vec<BusinessEvent> {
        let of = |person| self.event(file, kind, person, links);
        if people.is_empty() {
            return vec![of(None)];
        }
        people.iter().map(|id| of(Some(id))).collect()
    }

    fn event(
        &self,
        file: &FileRecord,
        kind: &str,
        person: Option<&String>,
        links: &Links<'_>,
    ) -> BusinessEvent {
        let origin = file.origin.as_ref().map(|it| it.instance.as_str()).unwrap_or_default();
        let given = format!("{}/{origin}/{}", file.session.digest(), person.map_or("", |it| it));
        let said = [
            ("about", file.title.as_str()),
            ("url", links.url),
            ("transcript_url", links.transcript),
            ("session", file.session.external_id.as_str()),
            ("scenario", file.scenario.as_str()),
            ("step", file.step.as_str()),
        ];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        BusinessEvent {
            id: BusinessEvent::id_of(self.tenant(), kind, &given),
            tenant: self.tenant().to_owned(),
            kind: kind.to_owned(),
            at: file.stored_at.unwrap_or(file.known_at),
            subject: person.map(|id| Subject::Person(id.clone())),
            data: said.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
        }
    }
}

/// Where people open what was recorded; empty where there is none.
struct Links<'a> {
    url: &'a str,
    transcript: &'a str,
}

/// Whether somebody has been let in, or can't be.
fn is_settled(file: &FileRecord, email: &str) -> bool {
    file.permissions.get(email).is_some_and(|id| !id.is_empty())
        || file.shut_out.contains_key(email)
}

/// Those who take part in a later meeting of a step that shows what was recorded before may see that, too
/// (requirement B22).
pub(super) async fn to_successors(
    app: &App,
    (tenant, scenario, step): (&str, &str, &str),
    (emails, before): (&[String], Timestamp),
    context: &Context,
) -> Result<(), Fault> {
    let Some(latest) = latest(app, (tenant, scenario, step), before).await? else { return Ok(()) };
    let key = file_key(&latest.session, &latest.id);
    let add = |file: &mut FileRecord| {
        let known = file.successors.len();
        let new = emails.iter().map(|email| fold_email(email));
        let new: Vec<_> = new.filter(|email| !file.participants.contains(email)).collect();
        file.successors.extend(new);
        file.successors.len() != known
    };
    app.store.change_file(tenant, &key, add).await?;
    wake(app, tenant, &key, &context.trace).await
}

/// The latest recording of a step's meetings that began before then.
async fn latest(
    app: &App,
    (tenant, scenario, step): (&str, &str, &str),
    before: Timestamp,
) -> Result<Option<FileRecord>, Fault> {
    let files = app.store.files_of_step(tenant, scenario, step).await?;
    let is_earlier = |file: &FileRecord| {
        file.held_at < before && file.state.is_stored() && file.kind == FileKind::Recording
    };
    Ok(files.into_iter().filter(is_earlier).max_by_key(|file| file.held_at))
}

/// The link to the recording of an earlier meeting that a message may hold: only where the scenario shows it, and
/// whoever reads the message may see it.
///
/// # Errors
/// [`Fault::Retry`] when the table doesn't answer.
pub async fn previous(
    app: &App,
    config: &TenantConfig,
    delivery: &Delivery,
) -> Result<Option<String>, Fault> {
    let occasion = &delivery.event.occasion;
    let Some(reference) = occasion.fields.get("previous_recording") else { return Ok(None) };
    if occasion.kind != SessionKind::Onboarding || reference.starts_with("https://") {
        return Ok(Some(reference.clone()).filter(|it| it.starts_with("https://")));
    }
    let Some((scenario, step)) = reference.split_once('/') else { return Ok(None) };
    let of = (config.id.as_str(), scenario, step);
    let Some(mut file) = latest(app, of, occasion.start).await? else { return Ok(None) };
    let settings = app.store.onboarding_settings(&config.id).await?;
    let reader = fold_email(&delivery.recipient.email);
    // Whoever takes part in this meeting is being let in.
    file.successors.insert(reader.clone());
    let may = audience(&file, config, settings.share_outside, |_| false).contains(&reader);
    Ok(Some(file.link).filter(|link| may && !link.is_empty()))
}
