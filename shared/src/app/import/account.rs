//! Import accounts: saved, checked, run by hand, deleted for good.

use jiff::Timestamp;

use super::run;
pub use super::run::against;
use crate::app::App;
use crate::domain::config::{Sealed, TenantConfig};
use crate::domain::fault::Fault;
use crate::domain::ids::{Secret, digest};
use crate::domain::import::account::{
    AccountBody, Checking, ImportAccount, LoginState, NotRunnable,
};
use crate::domain::import::medium::{self, Medium, Mode};
use crate::domain::import::run::{RunOrder, Slot, run_id};
use crate::domain::import::settings::ImportConfig;
use crate::queue::{CheckOrder, Envelope, ImportMessage};
use crate::store::ImportSetting;
use crate::vault::Place;

/// How often a change is tried against others' changes.
const TRIES: usize = 5;

/// Why an account is not saved, or not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// There is none.
    Unknown,
    /// The board of an account stays.
    MediumStays,
    /// A new account needs a password.
    PasswordMissing,
    /// It is switched off.
    Disabled,
    /// The board sends by itself.
    Pushes,
    /// The board needs an option that the tenant has not.
    OptionRequired,
    /// These boards are still imported by the applicant system itself, by name.
    NativeImportActive(Vec<String>),
    /// Names of routes will be others, and nobody has said that this is known.
    RouteNamesChange,
    /// Ours.
    Fault(Fault),
}

impl From<Fault> for NotDone {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// An account that was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// As it is kept.
    pub account: ImportAccount,
    /// Whether it was not there.
    pub is_new: bool,
}

/// Saves an account.
///
/// # Errors
/// A [`NotDone`].
pub async fn save(
    app: &App,
    config: &TenantConfig,
    id: &str,
    body: &AccountBody,
    acknowledged: bool,
) -> Result<Saved, NotDone> {
    let medium = medium::named(&body.medium).ok_or(NotDone::Unknown)?;
    for _ in 0..TRIES {
        let imports = app.store.import_config(&config.id).await?;
        let found = app.store.import_account(&config.id, id).await?;
        let rev = found.as_ref().map_or(0, |(_, rev)| *rev);
        let before = found.map(|(account, _)| account).filter(|it| it.deleted_at.is_none());
        let saving = Saving { app, config, id, body, medium, imports: &imports };
        saving.check(before.as_ref(), acknowledged)?;
        let is_new = before.is_none();
        let account = saving.account(before).await?;
        if app.store.put_import_account(&config.id, id, &account, rev).await? {
            plan(app, &config.id, id, &account).await?;
            return Ok(Saved { account, is_new });
        }
    }
    Err(Fault::retry(1, "an import account is being changed by others").into())
}

/// An account that is switched off is not even found by the clock.
async fn plan(app: &App, tenant: &str, id: &str, account: &ImportAccount) -> Result<(), Fault> {
    let times = if account.enabled { &account.times[..] } else { &[] };
    app.store.put_slots(tenant, id, &account.time_zone, times).await
}

struct Saving<'a> {
    app: &'a App,
    config: &'a TenantConfig,
    id: &'a str,
    body: &'a AccountBody,
    medium: &'static Medium,
    imports: &'a ImportConfig,
}

impl Saving<'_> {
    fn check(&self, before: Option<&ImportAccount>, acknowledged: bool) -> Result<(), NotDone> {
        if before.is_some_and(|before| before.medium != self.medium.id) {
            return Err(NotDone::MediumStays);
        }
        let needs_password = self.medium.mode == Mode::Poll && self.body.new_password().is_none();
        if needs_password && before.is_none_or(|before| before.password.is_none()) {
            return Err(NotDone::PasswordMissing);
        }
        if self.body.enabled && run::lacks_option(self.config, self.medium) {
            return Err(NotDone::OptionRequired);
        }
        let starts = self.body.start_date;
        let is_other_start = starts.is_some() && before.and_then(|it| it.start_date) != starts;
        if is_other_start && !acknowledged && self.renames_routes() {
            return Err(NotDone::RouteNamesChange);
        }
        Ok(())
    }

    /// Whether the company has routes under older names (requirement H29): it imported before, and has said
    /// what they were called.
    fn renames_routes(&self) -> bool {
        !self.imports.native.ever.is_empty() && !self.imports.aliases.is_empty()
    }

    async fn account(&self, before: Option<ImportAccount>) -> Result<ImportAccount, Fault> {
        let mut account = match before {
            Some(before) => before,
            None => self.new_account().await?,
        };
        let body = self.body;
        let login = body.login.trim().to_owned();
        let sealed = self.sealed().await?;
        if sealed.is_some() || login != account.login {
            account.credentials += 1;
            account.login_state = LoginState::Unverified;
            account.problem = None;
            account.checking = None;
        }
        account.login = login;
        account.password = sealed.or(account.password);
        account.enabled = body.enabled;
        account.times.clone_from(&body.times);
        account.times.sort();
        account.start_date = body.start_date;
        account.lookback_days = body.lookback_days;
        account.end_date = body.end_date;
        account.time_zone.clone_from(&body.time_zone);
        Ok(account)
    }

    async fn new_account(&self) -> Result<ImportAccount, Fault> {
        let tenant = &self.config.id;
        let number = self.app.store.next_label(tenant, &self.medium.id).await?;
        let known = fingerprint(tenant, &self.medium.id, self.body.login.trim());
        Ok(ImportAccount {
            medium: self.medium.id.clone(),
            label: format!("{}_{number:03}", self.medium.name),
            login: String::new(),
            password: None,
            credentials: 0,
            enabled: false,
            times: Vec::new(),
            start_date: None,
            lookback_days: 0,
            end_date: None,
            time_zone: String::new(),
            login_state: LoginState::Unverified,
            problem: None,
            checking: None,
            watermark: None,
            again: self.imports.fingerprints.contains(&known),
            created_at: self.app.clock.now(),
            deleted_at: None,
        })
    }

    async fn sealed(&self) -> Result<Option<Sealed>, Fault> {
        let Some(password) = self.body.new_password() else { return Ok(None) };
        let item = format!("account#{}", self.id);
        let place = Place { tenant: &self.config.id, item: &item, field: "password" };
        self.app.vault.seal(place, &Secret::new(password)).await.map(Some)
    }
}

/// By what a login that was deleted is known again. Nothing of it can be read out of that.
fn fingerprint(tenant: &str, medium: &str, login: &str) -> String {
    digest(&["import_login", tenant, medium, login])
}

/// Deletes an account for good: its credentials and its push tokens are destroyed, it is shown nowhere. What it
/// has brought stays, and is known again when the same login is saved anew.
///
/// # Errors
/// A [`NotDone`].
pub async fn delete(app: &App, tenant: &str, id: &str) -> Result<(), NotDone> {
    for token in app.store.tokens(tenant).await? {
        if token.account.as_deref() == Some(id) {
            app.store.delete_token(tenant, &token.prefix).await?;
        }
    }
    for _ in 0..TRIES {
        let found = app.store.import_account(tenant, id).await?;
        let live = found.filter(|(account, _)| account.deleted_at.is_none());
        let Some((mut account, rev)) = live else { return Err(NotDone::Unknown) };
        let known = fingerprint(tenant, &account.medium, &account.login);
        app.store.put_import_setting(tenant, &ImportSetting::Fingerprint(&known)).await?;
        app.store.put_slots(tenant, id, &account.time_zone, &[]).await?;
        account.deleted_at = Some(app.clock.now());
        account.enabled = false;
        account.login.clear();
        account.password = None;
        account.problem = None;
        account.checking = None;
        if app.store.put_import_account(tenant, id, &account, rev).await? {
            return Ok(());
        }
    }
    Err(Fault::retry(1, "an import account is being changed by others").into())
}

/// Has a login checked; the outcome shows at the account.
///
/// # Errors
/// A [`NotDone`].
pub async fn check(
    app: &App,
    tenant: &str,
    id: &str,
    trace: &str,
) -> Result<ImportAccount, NotDone> {
    let (account, _) = app.store.import_account(tenant, id).await?.ok_or(NotDone::Unknown)?;
    if account.deleted_at.is_some() {
        return Err(NotDone::Unknown);
    }
    if !account.enabled {
        return Err(NotDone::Disabled);
    }
    let check = app.entropy.name().map_err(Fault::from)?;
    let since = app.clock.now();
    let changed = app.store.change_import_account(tenant, id, |account| {
        let before = match &account.checking {
            // A check that goes on knows what was there before it.
            Some(checking) => checking.before,
            None => account.login_state,
        };
        account.checking = Some(Checking { id: check.clone(), since, before });
        account.login_state = LoginState::Checking;
        account.problem = None;
        true
    });
    let account = changed.await?.ok_or(NotDone::Unknown)?;
    let order = CheckOrder { tenant: tenant.to_owned(), account: id.to_owned(), check };
    let message = Envelope::new(trace, ImportMessage::Check(order));
    app.imports().map_err(Fault::from)?.send(tenant, &message).await?;
    Ok(account)
}

/// Runs an account now. Returns the run's id.
///
/// # Errors
/// A [`NotDone`].
pub async fn run_now(
    app: &App,
    config: &TenantConfig,
    id: &str,
    trace: &str,
) -> Result<(String, Timestamp), NotDone> {
    let imports = app.store.import_config(&config.id).await?;
    let account = imports.account(id).ok_or(NotDone::Unknown)?;
    if account.pushes() {
        return Err(NotDone::Pushes);
    }
    let now = app.clock.now();
    // Whatever else stands against it shows at the run.
    for reason in against(config, &imports, account, now) {
        match reason {
            NotRunnable::Disabled => return Err(NotDone::Disabled),
            NotRunnable::OptionRequired => return Err(NotDone::OptionRequired),
            NotRunnable::NativeImportActive => return Err(native(&imports)),
            _ => {}
        }
    }
    let slot = Slot::Manual(app.entropy.name().map_err(Fault::from)?);
    let run = run_id(&config.id, id, &slot);
    let (tenant, account) = (config.id.clone(), id.to_owned());
    let order = RunOrder { tenant, account, slot, scheduled_for: now };
    let message = Envelope::new(trace, ImportMessage::Run(order));
    app.imports().map_err(Fault::from)?.send(&config.id, &message).await?;
    Ok((run, now))
}

fn native(imports: &ImportConfig) -> NotDone {
    let names = imports.native.linked.iter().filter_map(|id| medium::named(id));
    NotDone::NativeImportActive(names.map(|medium| medium.name.clone()).collect())
}
