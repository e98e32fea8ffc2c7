//! Access tokens that people granted. They are kept sealed in the table and renewed by one worker at a
//! time, because at some providers a refresh token works once, and whoever shows it a second time
//! loses everything (facts: Zoom).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::App;
use crate::domain::config::{Connection, ConnectionState, Sealed, Whose};
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;
use crate::domain::meeting::Lease;
use crate::domain::vendor::Vendor;
use crate::providers::{Authority, ConsentFault, OauthApplication, ProviderFault, Tokens};
use crate::store::GrantRecord;
use crate::vault::Place;

/// How long whoever finds another worker renewing waits before looking again.
const RENEWING: SignedDuration = SignedDuration::from_secs(1);
/// A token that ends sooner is not begun with.
const MARGIN: SignedDuration = SignedDuration::from_mins(1);
/// How often new tokens are written before they are given up for lost: nobody gets them twice.
const WRITES: usize = 3;
/// More connections than one process works for in an hour; beyond it, the memory starts anew.
const MOST: usize = 5_000;

/// The access tokens that this process works with, by connection. The table has them too; this saves
/// reading it.
#[derive(Default)]
pub struct InUse(Mutex<BTreeMap<String, (Secret, Timestamp)>>);

impl InUse {
    fn get(&self, key: &str, now: Timestamp, spent: Option<&Secret>) -> Option<Secret> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, renew_at) = all.get(key)?;
        (*renew_at > now && spent != Some(token)).then(|| token.clone())
    }

    fn keep(&self, key: &str, token: &Secret, renew_at: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key.to_owned(), (token.clone(), renew_at));
    }
}

/// One connection's tokens.
struct Granted<'a> {
    app: &'a App,
    tenant: &'a str,
    whose: Whose<'a>,
    credentials: &'a str,
}

/// A token of somebody's connection that is good for a while. `spent` names one that the API has just
/// refused.
///
/// # Errors
/// [`ProviderFault::Connection`] when the person must sign in again; [`ProviderFault::Passing`] while
/// another worker renews it.
pub async fn token(
    app: &App,
    tenant: &str,
    whose: Whose<'_>,
    connection: &Connection,
    spent: Option<&Secret>,
) -> Result<Secret, ProviderFault> {
    let granted = Granted { app, tenant, whose, credentials: &connection.credentials };
    let now = app.clock.now();
    if let Some(token) = app.tokens.get(&granted.key(), now, spent) {
        return Ok(token);
    }
    let record = granted.record().await?;
    let token = granted.open("access", &record.access).await?;
    let is_spent = spent == Some(&token);
    let is_held = record.lease.as_ref().is_some_and(|lease| lease.until > now);
    let serves = record.renew_at > now || is_held && record.ends > now + MARGIN;
    if serves && !is_spent {
        app.tokens.keep(&granted.key(), &token, record.renew_at);
        return Ok(token);
    }
    if is_held {
        return Err(renewing());
    }
    granted.renew(record).await
}

/// Keeps what somebody has just granted, whatever was kept before.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn keep(
    app: &App,
    tenant: &str,
    whose: Whose<'_>,
    credentials: &str,
    tokens: &Tokens,
) -> Result<(), Fault> {
    let granted = Granted { app, tenant, whose, credentials };
    // Without one, the connection ends with its access token, which is then what is shown.
    let refresh = tokens.refresh.as_ref().unwrap_or(&tokens.access);
    let refresh = app.vault.seal(granted.place("refresh"), refresh).await?;
    let record = granted.sealed(tokens, refresh, 1).await?;
    app.store.put_grant(tenant, whose, &record).await
}

/// The deployment's application at a provider; `None` when it has none there.
///
/// # Errors
/// [`Fault::Retry`] when the secret with all of them can't be had or read.
pub async fn application(app: &App, provider: Vendor) -> Result<Option<OauthApplication>, Fault> {
    let secret = app.secrets.get(app.config.apps_secret.get()?).await?;
    let mut all: BTreeMap<String, Value> = serde_json::from_str(secret.expose())
        .map_err(|_| Fault::retry(60, "the secret of the providers' applications is no object"))?;
    let Some(one) = all.remove(provider.name()) else { return Ok(None) };
    let name = provider.name();
    serde_json::from_value(one).map(Some).map_err(|_| {
        Fault::retry(60, format!("{name}'s application is not {{\"client_id\",\"client_secret\"}}"))
    })
}

impl Granted<'_> {
    fn key(&self) -> String {
        format!("{}#{}", self.tenant, self.credentials)
    }

    /// The tokens are sealed for these very credentials, so that nothing of an earlier consent opens
    /// in a later one's place.
    fn place<'p>(&'p self, field: &'p str) -> Place<'p> {
        Place { tenant: self.tenant, item: self.credentials, field }
    }

    async fn open(&self, field: &str, sealed: &Sealed) -> Result<Secret, Fault> {
        self.app.vault.open(self.place(field), sealed).await
    }

    async fn record(&self) -> Result<GrantRecord, ProviderFault> {
        let record = self.app.store.grant(self.tenant, self.whose).await?;
        let ours = record.filter(|record| record.credentials == self.credentials);
        ours.ok_or_else(sign_in_again)
    }

    async fn authority(&self) -> Result<(&Authority, OauthApplication), ProviderFault> {
        let name = Vendor::from_name(self.whose.provider);
        let authority = name.and_then(|name| self.app.providers.authority(name));
        let authority = authority.ok_or_else(sign_in_again)?;
        let application = application(self.app, authority.name()).await?;
        Ok((authority, application.ok_or_else(|| not_activated(self.whose.provider))?))
    }

    /// Takes the lease, asks for new tokens and writes them, in this order.
    async fn renew(&self, record: GrantRecord) -> Result<Secret, ProviderFault> {
        let (authority, application) = self.authority().await?;
        let refresh = self.open("refresh", &record.refresh).await?;
        let now = self.app.clock.now();
        let until = now + SignedDuration::from_secs(self.app.config.lease_s);
        let owner = self.app.entropy.name().map_err(Fault::from)?;
        let lease = Some(Lease { owner, until });
        let held = GrantRecord { rev: record.rev + 1, lease, ..record.clone() };
        if !self.app.store.replace_grant(self.tenant, self.whose, &record, &held).await? {
            return Err(renewing());
        }
        match authority.refresh(&application, &refresh).await {
            Ok(tokens) => self.renewed(&held, &tokens).await,
            Err(fault) => {
                self.release(&held).await?;
                self.refused(&held, fault).await
            }
        }
    }

    /// At some providers nobody gets these tokens a second time, so they are written with patience.
    async fn renewed(&self, held: &GrantRecord, tokens: &Tokens) -> Result<Secret, ProviderFault> {
        let refresh = match &tokens.refresh {
            Some(refresh) => self.app.vault.seal(self.place("refresh"), refresh).await?,
            // Sealed anew all the same: that is how an older key of the ring falls out of use.
            None => {
                let kept = self.open("refresh", &held.refresh).await?;
                self.app.vault.seal(self.place("refresh"), &kept).await?
            }
        };
        let record = self.sealed(tokens, refresh, held.rev + 1).await?;
        let mut written = Ok(false);
        for _ in 0..WRITES {
            written = self.app.store.replace_grant(self.tenant, self.whose, held, &record).await;
            if written.is_ok() {
                break;
            }
        }
        // Somebody has signed in anew meanwhile, or taken over: theirs are the tokens now.
        if !written? {
            return Err(renewing());
        }
        self.app.tokens.keep(&self.key(), &tokens.access, tokens.renew_at);
        Ok(tokens.access.clone())
    }

    async fn sealed(
        &self,
        tokens: &Tokens,
        refresh: Sealed,
        rev: u64,
    ) -> Result<GrantRecord, Fault> {
        Ok(GrantRecord {
            credentials: self.credentials.to_owned(),
            rev,
            access: self.app.vault.seal(self.place("access"), &tokens.access).await?,
            renew_at: tokens.renew_at,
            ends: tokens.ends,
            refresh,
            lease: None,
        })
    }

    async fn release(&self, held: &GrantRecord) -> Result<(), Fault> {
        let free = GrantRecord { lease: None, ..held.clone() };
        self.app.store.replace_grant(self.tenant, self.whose, held, &free).await.map(drop)
    }

    /// A refused refresh token is the person's matter only if nobody has put another in its place.
    async fn refused(
        &self,
        held: &GrantRecord,
        fault: ConsentFault,
    ) -> Result<Secret, ProviderFault> {
        Err(match fault {
            ConsentFault::Spent if self.record().await?.refresh == held.refresh => sign_in_again(),
            ConsentFault::Spent => renewing(),
            ConsentFault::Passing(cause) => ProviderFault::Passing { after: RENEWING, cause },
            ConsentFault::Application => not_activated(self.whose.provider),
            ConsentFault::Misconfigured(what) => ProviderFault::from(Fault::retry(60, what)),
        })
    }
}

fn renewing() -> ProviderFault {
    let cause = "another worker renews the access token".to_owned();
    ProviderFault::Passing { after: RENEWING, cause }
}

fn not_activated(provider: &str) -> ProviderFault {
    let reason = format!(
        "{provider} refuses this deployment's application: activate it there, or correct its client \
         id and secret"
    );
    ProviderFault::Connection { state: ConnectionState::AppNotActivated, reason }
}

fn sign_in_again() -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::NeedsReauth,
        reason: "the access that was granted has ended: connect once more".to_owned(),
    }
}
