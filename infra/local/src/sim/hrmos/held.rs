//! All that the simulated system holds, and its published shape.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::application::{Application, applications, new_id};
use crate::sim::quota::Windows;
use crate::sim::state::{self, replace};
use crate::sim::{Entropy, StateError};

const KEYS: [&str; 3] = ["token", "account", "applications"];

/// The account, and what outsiders need not see.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// What opens the account.
    pub token: String,
    /// Whose account it is.
    pub account: String,
    /// What has been used up of the calls that are let through.
    #[serde(skip)]
    pub limits: Windows,
    applications: Vec<Application>,
    entropy: Entropy,
}

impl Held {
    /// An account without applications. Its token is no secret.
    pub fn demo(seed: u64) -> Self {
        Self {
            token: "hrmos-demo-token".to_owned(),
            account: "demo".to_owned(),
            limits: Windows::default(),
            applications: Vec::new(),
            entropy: Entropy::new(seed),
        }
    }

    /// The published shape.
    pub fn state(&self) -> Value {
        json!({
            "token": self.token,
            "account": self.account,
            "applications": self.applications,
        })
    }

    /// Replaces the named parts; all of them or none.
    pub fn merge(&mut self, change: &Value) -> Result<(), StateError> {
        let given = state::object("", change, &KEYS)?;
        let plain = |name: &str| given.get(name).map(|value| state::plain(name, value)).transpose();
        let (token, account) = (plain("token")?, plain("account")?);
        let mut entropy = self.entropy.clone();
        let read = |value| applications(value, &mut entropy);
        let applications = given.get("applications").map(read).transpose()?;

        self.entropy = entropy;
        replace(&mut self.token, token);
        replace(&mut self.account, account);
        replace(&mut self.applications, applications);
        Ok(())
    }

    /// The application that a key made.
    pub fn sent_with(&self, key: &str) -> Option<&Application> {
        self.applications.iter().find(|known| known.idempotency_key.as_deref() == Some(key))
    }

    /// The application of this id.
    pub fn application(&mut self, id: &str) -> Option<&mut Application> {
        self.applications.iter_mut().find(|application| application.id == id)
    }

    /// Takes an application and gives its id.
    pub fn receive(&mut self, key: &str, said: Map<String, Value>, at: Timestamp) -> String {
        let id = new_id(&mut self.entropy);
        let mut application = Application {
            id: id.clone(),
            idempotency_key: Some(key.to_owned()),
            received_at: Some(at),
            changed_at: None,
            said,
        };
        application.fill();
        self.applications.push(application);
        id
    }
}
