//! Codes and tokens that a vendor has handed out.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::Ask;
use crate::sim::{Entropy, Query};

/// What happens to a refresh token that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// A new one each time, and the old one is dead. Whoever shows a dead one loses the whole grant
    /// (Zoom; Slack with rotation).
    SingleUse,
    /// A new one each time, and the old ones go on working (Microsoft).
    Rolling,
    /// Never a new one (Google).
    Kept,
    /// A new one only when the old one is near its end, and the old one goes on working (GoTo).
    NearEnd,
}

/// How a vendor hands out tokens.
#[derive(Debug, Clone, Copy)]
pub struct Vending {
    /// How long a code works.
    pub code: SignedDuration,
    /// How long an access token works.
    pub access: SignedDuration,
    /// How long a refresh token works.
    pub refresh: SignedDuration,
    /// What using a refresh token does to it.
    pub rotation: Rotation,
    /// Characters of an access token.
    pub access_length: usize,
}

/// Tokens as they are handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Opens the API.
    pub access: String,
    /// Seconds it does.
    pub expires_in: i64,
    /// Gets the next access token; `None` where the vendor sends none.
    pub refresh: Option<String>,
    /// Who consented, by id.
    pub user: String,
    /// To what.
    pub scopes: Vec<String>,
}

/// What an access token opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whose, by id; empty for an application's own.
    pub user: String,
    /// What.
    pub scopes: Vec<String>,
    /// Until when.
    pub expires_at: Timestamp,
    grant: u64,
}

/// What a user has granted to the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Who, by id.
    pub user: String,
    /// What.
    pub scopes: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Code {
    user: String,
    scopes: Vec<String>,
    redirect_uri: String,
    challenge: Option<String>,
    expires_at: Timestamp,
    /// The grant that it was exchanged for.
    used: Option<u64>,
    /// Whether no refresh token comes of it.
    #[serde(default)]
    online: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Refresh {
    user: String,
    scopes: Vec<String>,
    expires_at: Timestamp,
    grant: u64,
    dead: bool,
}

/// Why a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCode {
    /// There is none such.
    Unknown,
    /// It has been exchanged before; all that came of it is taken back (RFC 6749, section 4.1.2).
    Used,
    /// Too late.
    Expired,
    /// It was asked for with another redirect address.
    Redirect,
    /// The verifier is missing, or not the challenge's.
    Verifier,
}

/// Why a refresh token was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRefresh {
    /// There is none such, or its grant was taken back.
    Unknown,
    /// It was used before, and now the whole grant is gone.
    Reused,
    /// Too late.
    Expired,
}

/// Why an access token does not open the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadToken {
    /// There is none such.
    Unknown,
    /// It has ended.
    Expired,
}

/// Everything handed out by one vendor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Grants {
    codes: BTreeMap<String, Code>,
    access: BTreeMap<String, Access>,
    refresh: BTreeMap<String, Refresh>,
    count: u64,
}

impl Grants {
    /// A code for what was asked, consented to by this user.
    pub fn code(
        &mut self,
        ask: &Ask,
        user: &str,
        scopes: Vec<String>,
        vending: &Vending,
        at: Timestamp,
        entropy: &mut Entropy,
    ) -> String {
        let code = entropy.opaque(44);
        let made = Code {
            user: user.to_owned(),
            scopes,
            redirect_uri: ask.redirect_uri.clone(),
            challenge: ask.challenge.clone(),
            expires_at: at + vending.code,
            used: None,
            online: false,
        };
        self.codes.insert(code.clone(), made);
        code
    }

    /// No refresh token shall come of a code: nobody asked for one.
    pub fn without_refresh(&mut self, code: &str) {
        if let Some(code) = self.codes.get_mut(code) {
            code.online = true;
        }
    }

    /// Exchanges the code of a token request's parameters.
    ///
    /// # Errors
    /// A [`BadCode`]; a code that was not used stays usable.
    pub fn exchange(
        &mut self,
        form: &Query,
        vending: &Vending,
        at: Timestamp,
        entropy: &mut Entropy,
    ) -> Result<Tokens, BadCode> {
        let name = form.get("code").unwrap_or_default();
        let code = self.codes.get(name).cloned().ok_or(BadCode::Unknown)?;
        if let Some(grant) = code.used {
            self.take_back(grant);
            return Err(BadCode::Used);
        }
        if code.expires_at <= at {
            return Err(BadCode::Expired);
        }
        if form.get("redirect_uri") != Some(code.redirect_uri.as_str()) {
            return Err(BadCode::Redirect);
        }
        if !proves(code.challenge.as_deref(), form.get("code_verifier")) {
            return Err(BadCode::Verifier);
        }
        self.count += 1;
        let grant = self.count;
        self.codes.insert(name.to_owned(), Code { used: Some(grant), ..code.clone() });
        let access = self.new_access(&code.user, code.scopes.clone(), grant, vending, at, entropy);
        let refresh = (!code.online)
            .then(|| self.new_refresh(&code.user, &code.scopes, grant, vending, at, entropy));
        Ok(tokens(access, refresh, &code.user, code.scopes, vending))
    }

    /// The next tokens for a refresh token.
    ///
    /// # Errors
    /// A [`BadRefresh`].
    pub fn renew(
        &mut self,
        token: &str,
        vending: &Vending,
        at: Timestamp,
        entropy: &mut Entropy,
    ) -> Result<Tokens, BadRefresh> {
        let held = self.refresh.get(token).cloned().ok_or(BadRefresh::Unknown)?;
        if held.dead {
            self.take_back(held.grant);
            return Err(BadRefresh::Reused);
        }
        if held.expires_at <= at {
            return Err(BadRefresh::Expired);
        }
        let near_end = held.expires_at - vending.refresh / 10 <= at;
        let renews = match vending.rotation {
            Rotation::SingleUse | Rotation::Rolling => true,
            Rotation::Kept => false,
            Rotation::NearEnd => near_end,
        };
        if vending.rotation == Rotation::SingleUse {
            self.refresh.insert(token.to_owned(), Refresh { dead: true, ..held.clone() });
        }
        let refresh = renews
            .then(|| self.new_refresh(&held.user, &held.scopes, held.grant, vending, at, entropy));
        let scopes = held.scopes;
        let access = self.new_access(&held.user, scopes.clone(), held.grant, vending, at, entropy);
        Ok(tokens(access, refresh, &held.user, scopes, vending))
    }

    /// A refresh token that was used works on until then.
    pub fn extend(&mut self, refresh: &str, until: Timestamp) {
        if let Some(held) = self.refresh.get_mut(refresh) {
            held.expires_at = until;
        }
    }

    /// An access token without a refresh token: an application's own, or for a user it acts for.
    pub fn own(
        &mut self,
        user: &str,
        scopes: Vec<String>,
        vending: &Vending,
        at: Timestamp,
        entropy: &mut Entropy,
    ) -> Tokens {
        self.count += 1;
        let access = self.new_access(user, scopes.clone(), self.count, vending, at, entropy);
        tokens(access, None, user, scopes, vending)
    }

    /// What an access token opens.
    ///
    /// # Errors
    /// A [`BadToken`].
    pub fn check(&self, token: &str, at: Timestamp) -> Result<&Access, BadToken> {
        let access = self.access.get(token).ok_or(BadToken::Unknown)?;
        if access.expires_at <= at { Err(BadToken::Expired) } else { Ok(access) }
    }

    /// Whose a refresh token is, by id, and for which scopes. None for one that is unknown or dead.
    #[must_use]
    pub fn consent_of(&self, refresh: &str) -> Option<(&str, &[String])> {
        let held = self.refresh.get(refresh).filter(|held| !held.dead)?;
        Some((&held.user, &held.scopes))
    }

    /// What users have granted and not taken back, oldest first.
    #[must_use]
    pub fn standing(&self) -> Vec<Standing> {
        let living = self.refresh.values().filter(|held| !held.dead);
        let shown =
            |held: &Refresh| Standing { user: held.user.clone(), scopes: held.scopes.clone() };
        let by_grant: BTreeMap<u64, Standing> =
            living.map(|held| (held.grant, shown(held))).collect();
        by_grant.into_values().collect()
    }

    /// Takes back whatever else was granted by the user of these tokens.
    pub fn supersede(&mut self, tokens: &Tokens) {
        let kept = self.access.get(&tokens.access).map(|access| access.grant);
        let stays = |user: &str, grant| user != tokens.user || Some(grant) == kept;
        self.access.retain(|_, access| stays(&access.user, access.grant));
        self.refresh.retain(|_, refresh| stays(&refresh.user, refresh.grant));
    }

    /// Takes everything back that was granted by a user.
    pub fn revoke(&mut self, user: &str) {
        self.access.retain(|_, access| access.user != user);
        self.refresh.retain(|_, refresh| refresh.user != user);
    }

    /// Takes back the grant that a token, of either kind, belongs to. Tells whether there was one.
    pub fn revoke_token(&mut self, token: &str) -> bool {
        let by_access = self.access.get(token).map(|access| access.grant);
        let grant = by_access.or_else(|| self.refresh.get(token).map(|refresh| refresh.grant));
        if let Some(grant) = grant {
            self.take_back(grant);
        }
        grant.is_some()
    }

    fn take_back(&mut self, grant: u64) {
        self.access.retain(|_, access| access.grant != grant);
        self.refresh.retain(|_, refresh| refresh.grant != grant);
    }

    fn new_access(
        &mut self,
        user: &str,
        scopes: Vec<String>,
        grant: u64,
        vending: &Vending,
        at: Timestamp,
        entropy: &mut Entropy,
    ) -> String {
        self.access.retain(|_, access| access.expires_at > at - vending.access);
        let token = entropy.opaque(vending.access_length);
        let expires_at = at + vending.access;
        let access = Access { user: user.to_owned(), scopes, expires_at, grant };
        self.access.insert(token.clone(), access);
        token
    }

    fn new_refresh(
        &mut self,
        user: &str,
        scopes: &[String],
        grant: u64,
        vending: &Vending,
        at: Timestamp,
        entropy: &mut Entropy,
    ) -> String {
        let token = entropy.opaque(64);
        let (user, scopes) = (user.to_owned(), scopes.to_vec());
        let expires_at = at + vending.refresh;
        let refresh = Refresh { user, scopes, expires_at, grant, dead: false };
        self.refresh.insert(token.clone(), refresh);
        token
    }
}

fn tokens(
    access: String,
    refresh: Option<String>,
    user: &str,
    scopes: Vec<String>,
    vending: &Vending,
) -> Tokens {
    let expires_in = vending.access.as_secs();
    Tokens { access, expires_in, refresh, user: user.to_owned(), scopes }
}

/// RFC 7636, section 4.6. A verifier without a challenge is refused too: somebody mixed up two flows.
fn proves(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            let hash = digest(&SHA256, verifier.as_bytes());
            (43..=128).contains(&verifier.len())
                && BASE64_URL_SAFE_NO_PAD.encode(hash.as_ref()) == challenge
        }
        _ => false,
    }
}
