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

    /// Applications that came otherwise, so without a key, and have the same address or number.
    pub fn alike(&self, said: &Map<String, Value>) -> Vec<Value> {
        let others = self.applications.iter().filter(|known| known.idempotency_key.is_none());
        let alike = others.filter_map(|other| {
            let reasons: Vec<_> = ["email", "phone"]
                .into_iter()
                .filter(|field| is_same(said.get(*field), other.said.get(*field)))
                .collect();
            (!reasons.is_empty()).then(|| json!({ "id": other.id, "reasons": reasons }))
        });
        alike.collect()
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

/// Whether both are there and say the same, whatever their letters' case and the number's dashes.
fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    let plain = |value: Option<&Value>| {
        let text = value.and_then(Value::as_str).unwrap_or_default().to_lowercase();
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>()
    };
    let one = plain(one);
    !one.is_empty() && one == plain(other)
}
