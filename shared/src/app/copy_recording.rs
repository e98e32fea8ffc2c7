//! Copy recordings: each file of a recorded meeting is streamed from its provider into the company's folder, once,
//! and shown to whom it may be shown. Level-triggered like everything here: the file's item says where it stands,
//! and any message makes it go on from there. A pointer for the clock is written before anything else, so that
//! no lost message loses a recording.

mod arrive;
mod fetch;
mod look;
mod share;
mod upload;

use jiff::{SignedDuration, Timestamp};

pub use share::previous;

use super::configs::Fresh;
use super::{App, Context, way};
use crate::domain::config::{Connection, ConnectionState, Credentials, TenantConfig, Whose};
use crate::domain::fault::{Block, Fault, Reason};
use crate::domain::ids::fold_email;
use crate::domain::meeting::Lease;
use crate::domain::onboarding::recording::{FileRecord, FileState};
use crate::domain::onboarding::settings::OnboardingSettings;
use crate::domain::vendor::Vendor;
use crate::providers::{Access, Grant, ProviderFault};
use crate::queue::{Envelope, RecordingMessage};
use crate::store::{Due, file_key};

/// The company's connection to where recordings are kept.
pub const WHOSE: Whose<'static> = Whose::tenants(Vendor::Drive.name());
/// How long one invocation works on a file before it hands it on: well within the function's time-out of 300 s.
pub(super) const BUDGET: SignedDuration = SignedDuration::from_secs(200);
/// How long a file is held: longer than the function can run.
const LEASE: SignedDuration = SignedDuration::from_secs(330);
/// When the clock looks after a file that is being worked on.
const NET: SignedDuration = SignedDuration::from_mins(10);
/// When it looks again at one that somebody has to help.
const HOURLY: SignedDuration = SignedDuration::from_hours(1);
/// The name of the folder that is made where somebody connected their own drive.
const FOLDER: &str = "Convoke recordings";
/// The most folders among which the only one is looked for.
const ONE: usize = 1;

/// Whether this connection leads to where recordings are kept.
#[must_use]
pub fn is_meant(whose: Whose<'_>) -> bool {
    whose.provider == WHOSE.provider
}

/// Handles a message of the recordings queue.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn handle(app: &App, message: &RecordingMessage, context: &Context) -> Result<(), Fault> {
    match message {
        RecordingMessage::Available(told) => arrive::file(app, told, context).await,
        RecordingMessage::Wake { tenant, key } => work(app, tenant, key, context).await,
        RecordingMessage::Look { session, tries } => {
            look::session(app, session, *tries, context).await
        }
        RecordingMessage::Show { tenant, scenario, step, emails, before } => {
            share::to_successors(app, (tenant, scenario, step), (emails, *before), context).await
        }
        RecordingMessage::Withdraw { tenant, emails } => {
            withdraw(app, tenant, emails, &context.trace).await
        }
    }
}

/// Has a file looked at by whoever copies.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn wake(app: &App, tenant: &str, key: &str, trace: &str) -> Result<(), Fault> {
    let (owner, key) = (tenant.to_owned(), key.to_owned());
    let message = RecordingMessage::Wake { tenant: owner, key };
    app.recordings()?.send(tenant, &Envelope::new(trace, message)).await
}

/// Has every file of a company looked at: its folder or its privacy has changed.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn wake_all(app: &App, tenant: &str, trace: &str) -> Result<(), Fault> {
    let files = app.store.files(tenant).await?;
    let alive = files.iter().filter(|file| !is_over(file.state));
    let messages: Vec<_> = alive
        .map(|file| RecordingMessage::Wake {
            tenant: tenant.to_owned(),
            key: file_key(&file.session, &file.id),
        })
        .map(|message| Envelope::new(trace, message))
        .collect();
    if messages.is_empty() {
        return Ok(());
    }
    app.recordings()?.send_all(tenant, &messages).await
}

const fn is_over(state: FileState) -> bool {
    matches!(state, FileState::Erased | FileState::Failed)
}

/// Tries the connection and the folder.
///
/// # Errors
/// What is in the way.
pub async fn verify(app: &App, config: &TenantConfig) -> Result<Grant, ProviderFault> {
    let connection = config.connection(WHOSE).ok_or_else(not_connected)?;
    let access = way::access(app, &config.id, WHOSE, connection, None).await?;
    let drive = app.providers.drive();
    let folder = match folder(app, connection, &access).await {
        Ok(folder) => folder,
        Err(fault) => return Err(as_connection(fault)),
    };
    drive.verify(&access, &folder).await.map_err(as_connection)
}

/// A folder that does not fit is a matter of the connection's settings.
fn as_connection(fault: ProviderFault) -> ProviderFault {
    match fault {
        ProviderFault::Refused(reason) => ProviderFault::Connection {
            state: ConnectionState::InsufficientScope,
            reason: reason.to_string(),
        },
        other => other,
    }
}

fn not_connected() -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::Disabled,
        reason: "connect Google Drive, where recordings are kept: PUT …/connections/drive"
            .to_owned(),
    }
}

/// The folder: the one that was given; else in somebody's own drive one of our own; else the only one that is
/// shared with the service account.
async fn folder(
    app: &App,
    connection: &Connection,
    access: &Access,
) -> Result<String, ProviderFault> {
    match &connection.by {
        Credentials::ServiceAccount { folder: Some(folder), .. } => Ok(folder.clone()),
        Credentials::ServiceAccount { folder: None, .. } => {
            let mut folders = app.providers.drive().folders(access).await?;
            match (folders.len(), folders.pop()) {
                (ONE, Some(only)) => Ok(only),
                (count, _) => Err(ProviderFault::Refused(Reason::new(
                    "folder_not_chosen",
                    format!(
                        "{count} folders are shared with the service account: name one with \
                         \"folder\", its id or its address"
                    ),
                ))),
            }
        }
        _ => app.providers.drive().folder(access, FOLDER).await,
    }
}

/// Everything that work on a file needs.
struct Work<'a> {
    app: &'a App,
    config: &'a TenantConfig,
    settings: &'a OnboardingSettings,
    context: &'a Context,
    key: &'a str,
    lease: Lease,
}

/// Makes a file go on from where it stands.
async fn work(app: &App, tenant: &str, key: &str, context: &Context) -> Result<(), Fault> {
    let now = app.clock.now();
    let due = Due::File { tenant: tenant.to_owned(), key: key.to_owned() };
    let Some(file) = app.store.file(tenant, key).await? else {
        return app.store.delete_due(&due).await;
    };
    if is_over(file.state) {
        return app.store.delete_due(&due).await;
    }
    app.store.put_due(&due, now + NET).await?;
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let settings = app.store.onboarding_settings(tenant).await?;
    let lease = Lease::of(&context.message_id, &app.entropy.name()?, now + LEASE);
    let work = Work { app, config: &config, settings: &settings, context, key, lease };
    let Some(mut file) = work.take(now).await? else {
        let after =
            file.lease.map_or(SignedDuration::from_secs(30), |it| it.until.duration_since(now));
        let after = after.clamp(SignedDuration::from_secs(5), LEASE);
        return Err(Fault::Retry { after, cause: "another worker has the file".to_owned() });
    };
    let end = Box::pin(work.go_on(&mut file, now)).await;
    work.ended(&due, end).await
}

/// What is to be done with a file next.
enum Next {
    /// Nothing, until then; for ever if there is no then.
    Rest(Option<Timestamp>),
    /// Go on in another invocation.
    GoOn,
}

impl Work<'_> {
    fn tenant(&self) -> &str {
        &self.config.id
    }

    /// Takes the file, unless somebody else has it.
    async fn take(&self, now: Timestamp) -> Result<Option<FileRecord>, Fault> {
        let mut taken = false;
        let take = |file: &mut FileRecord| {
            taken = file.lease.as_ref().is_none_or(|lease| lease.until <= now);
            if taken {
                file.lease = Some(self.lease.clone());
            }
            taken
        };
        let file = self.app.store.change_file(self.tenant(), self.key, take).await?;
        Ok(file.filter(|_| taken))
    }

    /// Writes something down about the file, as long as it is ours. Others may add to who may see it meanwhile.
    async fn note(
        &self,
        file: &mut FileRecord,
        mut change: impl FnMut(&mut FileRecord) + Send,
    ) -> Result<(), Fault> {
        let mut ours = false;
        let apply = |file: &mut FileRecord| {
            ours = file.lease.as_ref().is_some_and(|lease| lease.owner == self.lease.owner);
            if ours {
                change(file);
            }
            ours
        };
        let kept = self.app.store.change_file(self.tenant(), self.key, apply).await?;
        match kept.filter(|_| ours) {
            Some(kept) => {
                *file = kept;
                Ok(())
            }
            None => Err(Fault::retry(5, "another worker has taken the file over")),
        }
    }

    async fn go_on(&self, file: &mut FileRecord, now: Timestamp) -> Result<Next, Fault> {
        match file.state {
            FileState::Expected | FileState::Unavailable if file.origin.is_none() => {
                self.wait(file, now).await
            }
            FileState::Expected
            | FileState::Unavailable
            | FileState::Copying
            | FileState::Blocked => match self.copy(file, now).await? {
                Next::Rest(_) if file.state.is_stored() => self.show(file, now).await,
                next => Ok(next),
            },
            FileState::Stored | FileState::Shared => self.show(file, now).await,
            FileState::Failed | FileState::Erased => Ok(Next::Rest(None)),
        }
    }

    /// Requirement B31: a transcript that does not come within the time is not available, which is no error. One
    /// that comes later is kept all the same.
    async fn wait(&self, file: &mut FileRecord, now: Timestamp) -> Result<Next, Fault> {
        let hours = i64::from(self.settings.transcript_hours);
        let until = file.known_at + SignedDuration::from_hours(hours);
        if until > now {
            return Ok(Next::Rest(Some(until)));
        }
        self.note(file, |file| file.state = FileState::Unavailable).await?;
        Ok(Next::Rest(None))
    }

    /// Gives the file back, and says when it is looked at again.
    async fn ended(&self, due: &Due, end: Result<Next, Fault>) -> Result<(), Fault> {
        let now = self.app.clock.now();
        let goes_on = matches!(end, Ok(Next::GoOn));
        let (at, answer) = match end {
            Ok(Next::Rest(at)) => (at, Ok(())),
            Ok(Next::GoOn) => (Some(now + NET), Ok(())),
            Err(Fault::Blocked(Block { reason, .. }) | Fault::Rejected(reason)) => {
                self.blocked(reason).await?;
                (Some(now + HOURLY), Ok(()))
            }
            Err(Fault::Park { until, .. }) => (Some(until), Ok(())),
            Err(Fault::Retry { after, cause }) => {
                (Some(now + NET), Err(Fault::Retry { after, cause }))
            }
        };
        self.give_back().await?;
        match at {
            Some(at) => self.app.store.put_due(due, at).await?,
            None => self.app.store.delete_due(due).await?,
        }
        if goes_on {
            wake(self.app, self.tenant(), self.key, &self.context.trace).await?;
        }
        answer
    }

    async fn blocked(&self, reason: Reason) -> Result<(), Fault> {
        let block = |file: &mut FileRecord| {
            file.reason = Some(reason.clone());
            if !file.state.is_stored() {
                file.state = FileState::Blocked;
            }
            true
        };
        self.app.store.change_file(self.tenant(), self.key, block).await.map(drop)
    }

    async fn give_back(&self) -> Result<(), Fault> {
        let give = |file: &mut FileRecord| {
            let ours = file.lease.as_ref().is_some_and(|lease| lease.owner == self.lease.owner);
            if ours {
                file.lease = None;
            }
            ours
        };
        self.app.store.change_file(self.tenant(), self.key, give).await.map(drop)
    }

    /// The way to where recordings are kept.
    async fn access(&self) -> Result<Access, Fault> {
        let connection = self.config.connection(WHOSE).filter(|it| it.enabled);
        let connection = connection.ok_or_else(not_connected).map_err(fault)?;
        way::access(self.app, self.tenant(), WHOSE, connection, None).await.map_err(fault)
    }

    async fn folder(&self, access: &Access) -> Result<String, Fault> {
        let connection = self.config.connection(WHOSE).ok_or_else(not_connected).map_err(fault)?;
        folder(self.app, connection, access).await.map_err(fault)
    }
}

/// What a fault of the folder's keeper means for a file.
fn fault(fault: ProviderFault) -> Fault {
    match fault {
        ProviderFault::Passing { after, cause } => Fault::Retry { after, cause },
        ProviderFault::Uncertain { cause, .. } => Fault::retry(5, cause),
        ProviderFault::Quota { until, reason } => Fault::Park { until, reason },
        ProviderFault::TokenRefused => Fault::retry(5, "the token was refused"),
        // Deleted by somebody, or hidden from us: what it was is not brought back, and what is hidden may come back.
        ProviderFault::Gone => Fault::Rejected(Reason::new(
            "file_gone",
            "the file is not in the folder any more, or Convoke's account does not see it: it is not copied again",
        )),
        ProviderFault::Connection { state, reason } => {
            Fault::Rejected(Reason::new(state.name(), reason))
        }
        ProviderFault::Host(reason) | ProviderFault::Refused(reason) => Fault::Rejected(reason),
    }
}

/// Somebody is shut out of every file.
async fn withdraw(app: &App, tenant: &str, emails: &[String], trace: &str) -> Result<(), Fault> {
    let emails: Vec<_> = emails.iter().map(|email| fold_email(email)).collect();
    for file in app.store.files(tenant).await? {
        if !emails.iter().any(|email| file.names(email)) {
            continue;
        }
        let key = file_key(&file.session, &file.id);
        let shut_out = |file: &mut FileRecord| {
            for email in &emails {
                file.participants.remove(email);
                file.organisers.remove(email);
                file.successors.remove(email);
                file.shut_out.remove(email);
            }
            true
        };
        app.store.change_file(tenant, &key, shut_out).await?;
        wake(app, tenant, &key, trace).await?;
    }
    Ok(())
}
