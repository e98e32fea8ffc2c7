//! All that the simulated Teams holds, and its published shape.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{App, Consent, Policies, User, is_id, users};
use super::channel::{Channel, Workflow, channels, workflows};
use super::key::DEMO_KEY;
use super::message::{MESSAGE_FIELDS, Message};
use super::refusal::Refusal;
use crate::sim::oauth::Grants;
use crate::sim::quota::Windows;
use crate::sim::state::{self, plain, replace};
use crate::sim::{Entropy, StateError, rsa};

const KEYS: [&str; 15] = [
    "team_id",
    "signing_secret",
    "users",
    "channels",
    "messages",
    "rotation",
    "scopes",
    "app",
    "app_catalog_id",
    "admin_consent",
    "installs",
    "policies",
    "workflows",
    "bot_signing_key",
    "consent",
];

/// Messages that a conversation takes in a second (Teams: rate limits of bots and connectors).
const PER_SECOND: u32 = 4;

/// What is used up of the rate limits. A restart begins anew.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Limits {
    #[serde(skip)]
    conversations: Windows,
}

impl Limits {
    /// Counts a message in a conversation.
    pub fn admit(&mut self, conversation: &str, now: Timestamp) -> Result<(), Refusal> {
        let second = SignedDuration::from_secs(1);
        self.conversations.admit(conversation, PER_SECOND, second, now).map_err(Refusal::Limited)
    }
}

/// The customer, its people and messages, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The customer's directory.
    pub team_id: String,
    /// What an outgoing webhook would be signed with; bots have none.
    pub signing_secret: Option<String>,
    /// The people and bots.
    pub users: Vec<User>,
    /// The channels.
    pub channels: Vec<Channel>,
    /// What was sent, oldest first.
    pub messages: Vec<Message>,
    /// Nothing is renewed here; kept because chat services share a shape.
    pub rotation: bool,
    /// The permissions of Graph that the administrator gives.
    pub scopes: Vec<String>,
    /// The app.
    pub app: App,
    /// The app's id in the customer's catalogue.
    pub app_catalog_id: String,
    /// Whether an administrator has let the app in.
    pub admin_consent: bool,
    /// For whom and in which teams the app is installed, by id.
    pub installs: Vec<String>,
    /// What the administrator rules.
    pub policies: Policies,
    /// The workflows with an address.
    pub workflows: Vec<Workflow>,
    /// What the Bot Connector signs with: PKCS #8 in PEM.
    pub bot_signing_key: String,
    /// What the consent page answers.
    pub consent: Consent,
    /// What was granted.
    pub grants: Grants,
    /// The id of the newest message.
    pub latest_ms: i64,
    /// What is used up of the rate limits.
    pub limits: Limits,
    /// Where tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo customer.
    pub fn demo(seed: u64) -> Self {
        let team = "7e6d5c4b-0000-4000-8000-000000000001";
        let channel =
            |number, name, private, bot_in| Channel::demo(number, name, private, bot_in, team);
        let workflow = Workflow {
            id: "f1e2d3c4b5a6".into(),
            sig: "workflow-sig-demo".into(),
            channel: channel(2, "", false, true).id,
        };
        let permissions = ["User.Read.All", "TeamsAppInstallation.ReadWriteSelfForUser.All"];
        Self {
            team_id: "6f0c2f5a-3d1e-4b8a-9c47-0d5e8a1b2c3d".into(),
            signing_secret: None,
            users: people(),
            channels: vec![
                channel(1, "Yleinen", false, false),
                channel(2, "Tiedotteet", false, true),
                channel(3, "Rekrytointi", true, true),
                channel(4, "Johtoryhma", true, false),
            ],
            messages: Vec::new(),
            rotation: false,
            scopes: permissions.map(str::to_owned).into(),
            app: App::demo(),
            app_catalog_id: "b1c2d3e4-5f60-4718-8293-a4b5c6d7e8f9".into(),
            admin_consent: false,
            installs: vec![User::demo(1, "").id, team.to_owned()],
            policies: Policies::default(),
            workflows: vec![workflow],
            bot_signing_key: DEMO_KEY.into(),
            consent: Consent::default(),
            grants: Grants::default(),
            latest_ms: 0,
            limits: Limits::default(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "team_id": self.team_id,
            "signing_secret": self.signing_secret,
            "users": self.users,
            "channels": self.channels,
            "messages": self.messages,
            "rotation": self.rotation,
            "scopes": self.scopes,
            "app": self.app,
            "app_catalog_id": self.app_catalog_id,
            "admin_consent": self.admin_consent,
            "installs": self.installs,
            "policies": self.policies,
            "workflows": self.workflows,
            "bot_signing_key": self.bot_signing_key,
            "consent": self.consent,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let part = |name| given.get(name);
        let flag = |name| part(name).map(|value| plain(name, value)).transpose();
        let list = |name| part(name).map(|value| plain(name, value)).transpose();
        let id = |name| part(name).map(|value| identifier(name, value)).transpose();
        let (team_id, app_catalog_id) = (id("team_id")?, id("app_catalog_id")?);
        let secret = part("signing_secret").map(|v| plain("signing_secret", v)).transpose()?;
        let users = part("users").map(users).transpose()?;
        let channels = part("channels").map(channels).transpose()?;
        let messages = part("messages").map(messages).transpose()?;
        let (rotation, admin_consent) = (flag("rotation")?, flag("admin_consent")?);
        let (scopes, installs) = (list("scopes")?, list("installs")?);
        let app = part("app").map(|value| self.app.merged(value)).transpose()?;
        let policies = part("policies").map(Policies::read).transpose()?;
        let workflows = part("workflows").map(workflows).transpose()?;
        let key = part("bot_signing_key").map(key).transpose()?;
        let consent = part("consent").map(Consent::read).transpose()?;

        replace(&mut self.team_id, team_id);
        replace(&mut self.app_catalog_id, app_catalog_id);
        replace(&mut self.signing_secret, secret);
        replace(&mut self.users, users);
        replace(&mut self.channels, channels);
        replace(&mut self.messages, messages);
        replace(&mut self.rotation, rotation);
        replace(&mut self.admin_consent, admin_consent);
        replace(&mut self.scopes, scopes);
        replace(&mut self.installs, installs);
        replace(&mut self.app, app);
        replace(&mut self.policies, policies);
        replace(&mut self.workflows, workflows);
        replace(&mut self.bot_signing_key, key);
        replace(&mut self.consent, consent);
        Ok(())
    }

    /// Writes a message down under the next id that no other message has.
    pub fn add(&mut self, mut message: Message, at: Timestamp) -> Message {
        self.latest_ms = at.as_millisecond().max(self.latest_ms + 1);
        message.id = self.latest_ms.to_string();
        self.messages.push(message.clone());
        message
    }
}

fn people() -> Vec<User> {
    vec![
        User::demo(1, "aino"),
        User::demo(2, "matti"),
        User::demo(3, "liisa"),
        User { deleted: true, ..User::demo(4, "eero") },
        User { email: None, name: Some("Vuokra".into()), ..User::demo(7, "") },
    ]
}

fn identifier(field: &str, value: &Value) -> Result<String, StateError> {
    let id: String = plain(field, value)?;
    if is_id(&id) { Ok(id) } else { Err(StateError::invalid(field, "an id is expected")) }
}

fn key(value: &Value) -> Result<String, StateError> {
    let field = "bot_signing_key";
    let pem: String = plain(field, value)?;
    match rsa::pair(&pem) {
        Some(_) => Ok(pem),
        None => {
            let detail = "an RSA key of at least 2048 bits as PKCS #8 in PEM is expected";
            Err(StateError::invalid(field, detail))
        }
    }
}

fn messages(value: &Value) -> Result<Vec<Message>, StateError> {
    state::items("messages", value, &MESSAGE_FIELDS)
}
