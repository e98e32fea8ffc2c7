//! A tenant's configuration: one partition, read with one query, and a version that grows with every
//! change.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Item, Store, fault, number, text, text_of, written};
use crate::domain::config::Sealed;
use crate::domain::config::{Connection, ConnectionState, Link, Source, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::settings::{
    AnswerBody, AppBody, EventTypeBody, Person, Service, Subscription, TemplateBody, Tenant,
};

/// One setting with its place.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingItem {
    /// The tenant itself.
    Tenant(Tenant),
    /// A service, by id.
    Service(String, Service),
    /// A person, by id.
    Person(String, Person),
    /// A person's account, by provider and person.
    Link(String, String, Link),
    /// A source, by id.
    Source(String, Source),
    /// A connection, by provider and the person whose own it is.
    Connection(String, Option<String>, Connection),
    /// For whom the application is installed at a provider.
    App(String, AppBody),
    /// A template, by name and locale (empty for any).
    Template(String, String, TemplateBody),
    /// A subscription, by id.
    Subscription(String, Subscription),
    /// When a sender's last word on a person was true, by person.
    Heard(String, Timestamp),
    /// A type of business event, by its name.
    EventType(String, EventTypeBody),
    /// Where answers come from, by intent.
    Answer(String, AnswerBody),
    /// What requests to the tenant's own addresses are signed with.
    Signing(Sealed),
}

/// What a provider has said about somebody's credentials.
#[derive(Clone, Debug)]
pub struct ConnectionNews {
    /// The state that follows.
    pub state: ConnectionState,
    /// Why, unless it is active.
    pub reason: Option<String>,
    /// The scopes granted, where the answer told.
    pub scopes: Option<Vec<String>>,
    /// When the credentials worked, if they did.
    pub last_ok: Option<Timestamp>,
}

impl SettingItem {
    /// The sort key.
    #[must_use]
    pub fn sk(&self) -> String {
        match self {
            Self::Tenant(_) => "tenant".to_owned(),
            Self::Service(id, _) => format!("service#{id}"),
            Self::Person(id, _) => format!("person#{id}"),
            Self::Link(provider, person, _) => format!("link#{provider}#{person}"),
            Self::Source(id, _) => format!("source#{id}"),
            Self::Connection(provider, person, _) => {
                Whose { provider, person: person.as_deref() }.item()
            }
            Self::App(provider, _) => format!("app#{provider}"),
            Self::Template(name, locale, _) => format!("template#{name}#{locale}"),
            Self::Subscription(id, _) => format!("subscription#{id}"),
            Self::Heard(id, _) => format!("heard#{id}"),
            Self::EventType(name, _) => format!("event_type#{name}"),
            Self::Answer(intent, _) => format!("answer#{intent}"),
            Self::Signing(_) => "signing".to_owned(),
        }
    }

    fn body(&self) -> Result<AttributeValue, Fault> {
        match self {
            Self::Tenant(body) => value(body),
            Self::Service(_, body) => value(body),
            Self::Person(_, body) => value(body),
            Self::Link(_, _, body) => value(body),
            Self::Source(_, body) => value(body),
            Self::Connection(_, _, body) => value(body),
            Self::App(_, body) => value(body),
            Self::Template(_, _, body) => value(body),
            Self::Subscription(_, body) => value(body),
            Self::Heard(_, body) => value(body),
            Self::EventType(_, body) => value(body),
            Self::Answer(_, body) => value(body),
            Self::Signing(body) => value(body),
        }
    }
}

pub(super) fn value(body: &impl Serialize) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(body)
        .map_err(|e| Fault::retry(60, format!("a setting can't be written: {e}")))
}

pub(super) fn partition(tenant: &str) -> String {
    format!("{tenant}#config")
}

impl Store {
    /// A tenant's whole configuration, read consistently. `None` when there is no such tenant.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn config(
        &self,
        tenant: &str,
        now: Timestamp,
    ) -> Result<Option<TenantConfig>, Fault> {
        let mut read = Reading::new(tenant, now);
        for item in self.items_of(partition(tenant)).await? {
            read.add(item)?;
        }
        Ok(read.end())
    }

    /// Writes a setting and returns the version that the configuration has from then on.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_setting(&self, tenant: &str, setting: &SettingItem) -> Result<u64, Fault> {
        let item = [
            ("pk".to_owned(), text(partition(tenant))),
            ("sk".to_owned(), text(setting.sk())),
            ("body".to_owned(), setting.body()?),
        ];
        self.put_item(item.into()).await?;
        self.next_version(tenant).await
    }

    /// Removes a setting and returns the version that the configuration has from then on.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_setting(&self, tenant: &str, sk: &str) -> Result<u64, Fault> {
        self.delete_item(partition(tenant), sk.to_owned()).await?;
        self.next_version(tenant).await
    }

    /// The version grows after the setting is written, so whoever has seen a version has seen the
    /// settings that made it.
    async fn next_version(&self, tenant: &str) -> Result<u64, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text("version"))
            .update_expression("ADD #version :one")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::UpdatedNew);
        let answer = update.send().await.map_err(|e| fault("UpdateItem", &e))?;
        Ok(answer.attributes().map_or(0, version_of))
    }

    /// Notes what a provider said of these very credentials; newer ones are left alone. A refusal is
    /// no news where the credentials have worked since `seen` was read. Tells whether it was noted.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn note_connection(
        &self,
        tenant: &str,
        whose: Whose<'_>,
        seen: &Connection,
        news: &ConnectionNews,
    ) -> Result<bool, Fault> {
        let mut update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(whose.item()))
            .expression_attribute_names("#credentials", "credentials")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":credentials", text(&seen.credentials))
            .expression_attribute_values(":state", value(&news.state)?)
            .expression_attribute_values(":reason", value(&news.reason)?);
        let mut expression = "SET body.#state = :state, body.reason = :reason".to_owned();
        if let Some(scopes) = &news.scopes {
            expression.push_str(", body.scopes = :scopes");
            update = update.expression_attribute_values(":scopes", value(scopes)?);
        }
        let mut condition = "body.#credentials = :credentials".to_owned();
        match (&news.last_ok, &seen.last_ok) {
            (Some(at), _) => {
                expression.push_str(", body.last_ok = :ok");
                update = update.expression_attribute_values(":ok", value(at)?);
            }
            (None, Some(seen)) => {
                condition.push_str(" AND body.last_ok = :seen");
                update = update.expression_attribute_values(":seen", value(seen)?);
            }
            (None, None) => condition.push_str(" AND attribute_not_exists(body.last_ok)"),
        }
        let update = update.update_expression(expression).condition_expression(condition);
        let is_noted = written("UpdateItem", update.send().await)?;
        if is_noted {
            self.next_version(tenant).await?;
        }
        Ok(is_noted)
    }

    /// Notes that whoever made a connection with these very credentials was removed.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn note_authoriser_removed(
        &self,
        tenant: &str,
        whose: Whose<'_>,
        seen: &Connection,
    ) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(whose.item()))
            .update_expression("SET body.authoriser_removed = :yes")
            .condition_expression("body.#credentials = :credentials")
            .expression_attribute_names("#credentials", "credentials")
            .expression_attribute_values(":yes", AttributeValue::Bool(true))
            .expression_attribute_values(":credentials", text(&seen.credentials));
        if written("UpdateItem", update.send().await)? {
            self.next_version(tenant).await?;
        }
        Ok(())
    }
}

fn version_of(item: &Item) -> u64 {
    let value = item.get("version").and_then(|value| value.as_n().ok());
    value.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// A configuration in the course of being read.
struct Reading {
    config: TenantConfig,
    exists: bool,
}

impl Reading {
    fn new(tenant: &str, now: Timestamp) -> Self {
        let config = TenantConfig::empty(tenant, now);
        Self { config, exists: false }
    }

    fn add(&mut self, mut item: Item) -> Result<(), Fault> {
        let sk = text_of(&item, "sk").to_owned();
        let body = item.remove("body");
        let (kind, id) = sk.split_once('#').unwrap_or((&sk, ""));
        let pair = || id.split_once('#').map(|(a, b)| (a.to_owned(), b.to_owned()));
        let config = &mut self.config;
        match (kind, pair(), body) {
            ("version", ..) => config.version = version_of(&item),
            ("tenant", _, Some(body)) => {
                config.tenant = of(body)?;
                self.exists = true;
            }
            ("service", _, Some(body)) => insert(&mut config.services, id.to_owned(), body)?,
            ("person", _, Some(body)) => insert(&mut config.people, id.to_owned(), body)?,
            ("link", Some(key), Some(body)) => insert(&mut config.links, key, body)?,
            ("source", _, Some(body)) => insert(&mut config.sources, id.to_owned(), body)?,
            ("connection", Some(key), Some(body)) => insert(&mut config.personal, key, body)?,
            ("connection", None, Some(body)) => {
                insert(&mut config.connections, id.to_owned(), body)?;
            }
            ("app", _, Some(body)) if id == "zoom" => {
                config.zoom_app = of::<AppBody>(body)?.installed;
            }
            ("template", Some(key), Some(body)) => insert(&mut config.templates, key, body)?,
            ("subscription", _, Some(body)) => {
                insert(&mut config.subscriptions, id.to_owned(), body)?;
            }
            ("heard", _, Some(body)) => insert(&mut config.heard, id.to_owned(), body)?,
            ("event_type", _, Some(body)) => insert(&mut config.event_types, id.to_owned(), body)?,
            ("answer", _, Some(body)) => insert(&mut config.answers, id.to_owned(), body)?,
            ("signing", _, Some(body)) => config.signing = Some(of(body)?),
            // A setting of a newer version of this program: not ours to judge.
            _ => {}
        }
        Ok(())
    }

    fn end(self) -> Option<TenantConfig> {
        self.exists.then_some(self.config)
    }
}

fn insert<K: Ord, T: DeserializeOwned>(
    map: &mut BTreeMap<K, T>,
    key: K,
    body: AttributeValue,
) -> Result<(), Fault> {
    map.insert(key, of(body)?);
    Ok(())
}

fn of<T: DeserializeOwned>(body: AttributeValue) -> Result<T, Fault> {
    serde_dynamo::from_attribute_value(body)
        .map_err(|e| Fault::retry(60, format!("a setting can't be read: {e}")))
}
