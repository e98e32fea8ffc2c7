//! All that the simulated Slack holds, and its published shape.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::{App, Enterprise, User, is_id, users};
use super::channel::{Channel, channels};
use super::limits::Limits;
use super::message::{MESSAGE_FIELDS, Message};
use super::token::SCOPES;
use crate::sim::oauth::{Consent, Grants};
use crate::sim::state::{self, plain, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 14] = [
    "team_id",
    "team_name",
    "enterprise",
    "app_id",
    "bot_user_id",
    "signing_secret",
    "app",
    "users",
    "channels",
    "messages",
    "rotation",
    "scopes",
    "revoked",
    "consent",
];

/// The workspace, its people and messages, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The workspace's id.
    pub team_id: String,
    /// Its name.
    pub team_name: String,
    /// The organisation it belongs to, if any.
    pub enterprise: Option<Enterprise>,
    /// The app's id.
    pub app_id: String,
    /// The app's bot in this workspace.
    pub bot_user_id: String,
    /// What the vendor signs with whatever it sends to the app.
    pub signing_secret: String,
    /// The app.
    pub app: App,
    /// The people and bots.
    pub users: Vec<User>,
    /// The channels.
    pub channels: Vec<Channel>,
    /// What was sent, oldest first.
    pub messages: Vec<Message>,
    /// Whether the app's tokens end and are renewed.
    pub rotation: bool,
    /// What the workspace's administrator lets the app have.
    pub scopes: Vec<String>,
    /// Whether the workspace took everything back, and has not let the app in since.
    pub revoked: bool,
    /// What the consent page answers.
    pub consent: Consent,
    /// What was granted.
    pub grants: Grants,
    /// Every access token that was ever handed out.
    pub issued: BTreeSet<String>,
    /// With whom the bot has a conversation open, by id.
    pub direct: BTreeSet<String>,
    /// When the newest message was sent, in Unix microseconds.
    pub latest_us: i64,
    /// What is used up of the rate limits.
    pub limits: Limits,
    /// Where tokens come from.
    pub entropy: Entropy,
}

impl Held {
    /// The demo workspace.
    pub fn demo(seed: u64) -> Self {
        let bot_user_id = "U0DEMO00BOT".to_owned();
        Self {
            team_id: "T0DEMO00001".into(),
            team_name: "Demo".into(),
            enterprise: None,
            app_id: "A0DEMO00001".into(),
            signing_secret: "slack-signing-secret-demo".into(),
            app: App::demo(),
            users: people(&bot_user_id),
            bot_user_id,
            channels: vec![
                Channel::demo("C0DEMO00001", "general", false, false),
                Channel::demo("C0DEMO00002", "company-announcements", false, true),
                Channel::demo("C0DEMO00003", "rekrytointi", true, true),
                Channel::demo("C0DEMO00004", "johtoryhma", true, false),
            ],
            messages: Vec::new(),
            rotation: false,
            scopes: SCOPES.map(str::to_owned).into(),
            revoked: false,
            consent: Consent::default(),
            grants: Grants::default(),
            issued: BTreeSet::new(),
            direct: BTreeSet::new(),
            latest_us: 0,
            limits: Limits::default(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "team_id": self.team_id,
            "team_name": self.team_name,
            "enterprise": self.enterprise,
            "app_id": self.app_id,
            "bot_user_id": self.bot_user_id,
            "signing_secret": self.signing_secret,
            "app": self.app,
            "users": self.users,
            "channels": self.channels,
            "messages": self.messages,
            "rotation": self.rotation,
            "scopes": self.scopes,
            "revoked": self.revoked,
            "consent": self.consent,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let part = |name| given.get(name);
        let id = |name| part(name).map(|value| identifier(name, value)).transpose();
        let text = |name| part(name).map(|value| plain(name, value)).transpose();
        let flag = |name| part(name).map(|value| plain(name, value)).transpose();
        let (team_id, app_id) = (id("team_id")?, id("app_id")?);
        let bot_user_id = id("bot_user_id")?;
        let (team_name, signing_secret) = (text("team_name")?, text("signing_secret")?);
        let enterprise = part("enterprise").map(Enterprise::read).transpose()?;
        let app = part("app").map(|value| self.app.merged(value)).transpose()?;
        let users = part("users").map(users).transpose()?;
        let channels = part("channels").map(channels).transpose()?;
        let messages = part("messages").map(messages).transpose()?;
        let (rotation, revoked) = (flag("rotation")?, flag("revoked")?);
        let scopes = part("scopes").map(|value| plain("scopes", value)).transpose()?;
        let consent = part("consent").map(Consent::read).transpose()?;

        replace(&mut self.team_id, team_id);
        replace(&mut self.app_id, app_id);
        replace(&mut self.bot_user_id, bot_user_id);
        replace(&mut self.team_name, team_name);
        replace(&mut self.signing_secret, signing_secret);
        replace(&mut self.enterprise, enterprise);
        replace(&mut self.app, app);
        replace(&mut self.users, users);
        replace(&mut self.channels, channels);
        replace(&mut self.messages, messages);
        replace(&mut self.rotation, rotation);
        replace(&mut self.scopes, scopes);
        replace(&mut self.consent, consent);
        self.revoke(revoked);
        Ok(())
    }

    /// Takes back all that was granted, when the workspace does so.
    fn revoke(&mut self, revoked: Option<bool>) {
        replace(&mut self.revoked, revoked);
        if revoked == Some(true) {
            self.grants = Grants::default();
        }
    }

    /// The bot's other id, under which its messages go.
    pub fn bot_id(&self) -> String {
        format!("B{}", self.bot_user_id.trim_start_matches(['U', 'W']))
    }

    /// The first part of the workspace's address.
    pub fn domain(&self) -> String {
        let is_kept = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        self.team_name.to_ascii_lowercase().replace(' ', "-").chars().filter(is_kept).collect()
    }

    /// The user of this id.
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// Writes a message down under the next name that no other message has.
    pub fn add(&mut self, mut message: Message, at: Timestamp) -> Message {
        self.latest_us = at.as_microsecond().max(self.latest_us + 1);
        let (seconds, rest) = (self.latest_us / 1_000_000, self.latest_us % 1_000_000);
        message.ts = format!("{seconds}.{rest:06}");
        self.messages.push(message.clone());
        message
    }
}

fn people(bot: &str) -> Vec<User> {
    vec![
        User::demo(1, "aino"),
        User::demo(2, "matti"),
        User::demo(3, "liisa"),
        User { deleted: true, ..User::demo(4, "eero") },
        User { restricted: true, ..User::demo(5, "vieras") },
        User::bot(bot, "convoke"),
    ]
}

fn identifier(field: &str, value: &Value) -> Result<String, StateError> {
    let id: String = plain(field, value)?;
    if is_id(&id) { Ok(id) } else { Err(StateError::invalid(field, "an id is expected")) }
}

fn messages(value: &Value) -> Result<Vec<Message>, StateError> {
    state::items("messages", value, &MESSAGE_FIELDS)
}
