//! All that the simulated Drive holds, and its published shape.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{User, users};
use super::item::{Item, Place};
use super::permission::{Permission, Role};
use super::session::Session;
use super::tree::Tree;
use super::{content, put};
use crate::sim::google::account::App;
use crate::sim::google::key::ServiceKey;
use crate::sim::google::token::Counter;
use crate::sim::oauth::{Access, Consent, Grants, Standing};
use crate::sim::state::{self, plain, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 12] = [
    "service_account_key",
    "users",
    "domain",
    "external_sharing",
    "no_account",
    "folders",
    "files",
    "oauth_app",
    "consent",
    "unticked",
    "grants",
    "session_hours",
];

/// How long a session lives, as people report it of the vendor.
const WEEK_H: u32 = 7 * 24;

/// Small content, kept by its hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Blob(#[serde(with = "content::base64")] pub Vec<u8>);

/// The drives, the application and the service account, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The service account's key file; none once it was deleted.
    pub service_account_key: Option<ServiceKey>,
    /// People with an account, who can let the application in.
    pub users: Vec<User>,
    /// The domain that the shared drive belongs to.
    pub domain: String,
    /// Whether things may be shared outside the domain.
    pub external_sharing: bool,
    /// Addresses without a Google account.
    pub no_account: Vec<String>,
    /// Files and folders.
    pub tree: Tree,
    /// The application that people let in.
    pub app: App,
    /// What its consent page answers.
    pub consent: Consent,
    /// Scopes that people untick on it.
    pub unticked: Vec<String>,
    /// What was granted to the application.
    pub grants: Grants,
    /// What was given to the service account.
    pub delegated: Grants,
    /// Hours that an upload's session lives.
    pub session_hours: u32,
    /// Uploads that have begun, by the id in their address.
    pub sessions: BTreeMap<String, Session>,
    /// Ids that were handed out for files to come.
    pub generated: BTreeSet<String>,
    /// Small content, by its hash.
    pub blobs: BTreeMap<String, Blob>,
    /// Where ids and tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo domain: its service account manages the content of one folder.
    pub fn demo(seed: u64) -> Self {
        let key = ServiceKey::demo();
        let mut folder = Item::folder("1DemoRecordingsFolder", "recordings", Place::Shared);
        folder.permissions = vec![
            Permission::of("aino@demo.example", Role::Organizer),
            Permission::of(&key.client_email, Role::FileOrganizer),
        ];
        Self {
            service_account_key: Some(key),
            users: ["aino", "matti", "liisa"].map(User::demo).into(),
            domain: "demo.example".into(),
            external_sharing: true,
            no_account: Vec::new(),
            tree: Tree::new(vec![folder]),
            app: App {
                client_id: "drive-client-demo".into(),
                client_secret: "drive-secret-demo".into(),
                testing: false,
            },
            consent: Consent::default(),
            unticked: Vec::new(),
            grants: Grants::default(),
            delegated: Grants::default(),
            session_hours: WEEK_H,
            sessions: BTreeMap::new(),
            generated: BTreeSet::new(),
            blobs: BTreeMap::new(),
            entropy: Entropy::new(seed),
        }
    }

    /// Where the application is given what people granted.
    pub fn counter(&mut self) -> Counter<'_> {
        Counter { app: &self.app, grants: &mut self.grants, entropy: &mut self.entropy }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        let of = |folders: bool| -> Vec<Value> {
            self.tree.items().filter(|item| item.is_folder() == folders).map(put::shown).collect()
        };
        json!({
            "service_account_key": self.service_account_key,
            "users": self.users,
            "domain": self.domain,
            "external_sharing": self.external_sharing,
            "no_account": self.no_account,
            "folders": of(true),
            "files": of(false),
            "oauth_app": self.app,
            "consent": self.consent,
            "unticked": self.unticked,
            "grants": self.grants.standing(),
            "session_hours": self.session_hours,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let part = |name| given.get(name);
        let key = part("service_account_key").map(ServiceKey::read).transpose()?;
        let users = part("users").map(users).transpose()?;
        let domain = part("domain").map(|value| plain("domain", value)).transpose()?;
        let external =
            part("external_sharing").map(|v| plain("external_sharing", v)).transpose()?;
        let no_account = part("no_account").map(|value| plain("no_account", value)).transpose()?;
        let app = part("oauth_app").map(|value| self.app.merged(value)).transpose()?;
        let consent = part("consent").map(Consent::read).transpose()?;
        let unticked = part("unticked").map(|value| plain("unticked", value)).transpose()?;
        let hours = part("session_hours").map(|value| plain("session_hours", value)).transpose()?;
        let revoked = part("grants").map(|value| self.revoked(value)).transpose()?;
        let owner = users.as_ref().unwrap_or(&self.users).first().map(|user| user.email.clone());
        let put = put::items(given, &self.tree, &owner.unwrap_or_default(), &mut self.entropy)?;

        replace(&mut self.service_account_key, key);
        replace(&mut self.users, users);
        replace(&mut self.domain, domain);
        replace(&mut self.external_sharing, external);
        replace(&mut self.no_account, no_account);
        replace(&mut self.app, app);
        replace(&mut self.consent, consent);
        replace(&mut self.unticked, unticked);
        replace(&mut self.session_hours, hours);
        self.tree = put.tree;
        put.contents.into_iter().for_each(|bytes| drop(self.keep(&bytes)));
        revoked.into_iter().flatten().for_each(|user| self.grants.revoke(&user));
        Ok(())
    }

    /// Grants are made on the consent page alone, and can be taken back: those who are left out.
    fn revoked(&self, value: &Value) -> Result<Vec<String>, StateError> {
        let kept: Vec<Standing> = state::items("grants", value, &["user", "scopes"])?;
        let standing = self.grants.standing();
        if let Some(index) = kept.iter().position(|kept| !standing.contains(kept)) {
            let detail = "nobody has granted this: grants are made on the consent page";
            return Err(StateError::invalid(format!("grants[{index}]"), detail));
        }
        let is_left_out = |standing: &Standing| !kept.iter().any(|kept| kept.user == standing.user);
        Ok(standing.into_iter().filter(is_left_out).map(|standing| standing.user).collect())
    }

    /// What a token opens, whoever it was given to.
    pub fn granted(&self, token: &str, at: Timestamp) -> Option<&Access> {
        self.grants.check(token, at).or_else(|_| self.delegated.check(token, at)).ok()
    }

    /// An id that no file has yet.
    pub fn new_id(&mut self) -> String {
        put::new_id(&mut self.entropy)
    }

    /// Keeps content if it is small, and gives its hash.
    pub fn keep(&mut self, bytes: &[u8]) -> String {
        let hash = content::sha256(bytes);
        if bytes.len() <= content::KEPT {
            self.blobs.insert(hash.clone(), Blob(bytes.to_vec()));
        }
        hash
    }

    /// How long a session lives.
    pub fn session_life(&self) -> SignedDuration {
        SignedDuration::from_hours(self.session_hours.into())
    }
}
