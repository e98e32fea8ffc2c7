//! What a company has set for its imports: one partition, read with one query, apart from the settings that
//! every booking needs.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use serde::de::DeserializeOwned;

use super::settings::value;
use super::{Item, Store, fault, number, text, text_of};
use crate::domain::fault::Fault;
use crate::domain::import::account::ImportAccount;
use crate::domain::import::routing::{Alias, RoutingRule};
use crate::domain::import::settings::{ImportConfig, NativeLinks, Recipients};

/// How often a change is tried against others' changes.
const TRIES: usize = 8;

/// A setting of imports with its place.
#[derive(Clone, Debug)]
pub enum ImportSetting<'a> {
    /// A rule, by id.
    Rule(&'a str, &'a RoutingRule),
    /// The aliases of routes.
    Aliases(&'a [Alias]),
    /// Who is told.
    Recipients(&'a Recipients),
    /// The applicant system's own links.
    Native(&'a NativeLinks),
    /// A login that was deleted, by its digest.
    Fingerprint(&'a str),
}

impl ImportSetting<'_> {
    fn sk(&self) -> String {
        match self {
            Self::Rule(id, _) => format!("rule#{id}"),
            Self::Aliases(_) => "aliases".to_owned(),
            Self::Recipients(_) => "recipients".to_owned(),
            Self::Native(_) => "native".to_owned(),
            Self::Fingerprint(digest) => format!("fingerprint#{digest}"),
        }
    }

    fn body(&self) -> Result<AttributeValue, Fault> {
        match self {
            Self::Rule(_, rule) => value(rule),
            Self::Aliases(aliases) => value(aliases),
            Self::Recipients(recipients) => value(recipients),
            Self::Native(native) => value(native),
            Self::Fingerprint(_) => Ok(AttributeValue::Bool(true)),
        }
    }
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#imports")
}

fn account_key(id: &str) -> String {
    format!("account#{id}")
}

impl Store {
    /// Everything about a company's imports, read consistently.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn import_config(&self, tenant: &str) -> Result<ImportConfig, Fault> {
        let mut config = ImportConfig::default();
        for item in self.items_of(partition(tenant)).await? {
            add(&mut config, item)?;
        }
        Ok(config)
    }

    /// An account, deleted ones too, with its revision.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn import_account(
        &self,
        tenant: &str,
        id: &str,
    ) -> Result<Option<(ImportAccount, u64)>, Fault> {
        let item = self.get_item(partition(tenant), account_key(id)).await?;
        item.map(|mut item| {
            let rev = revision(&item);
            Ok((of(item.remove("body"))?, rev))
        })
        .transpose()
    }

    /// Writes an account if nobody has since it was read at `rev`; 0 where there was none.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_import_account(
        &self,
        tenant: &str,
        id: &str,
        account: &ImportAccount,
        rev: u64,
    ) -> Result<bool, Fault> {
        let mut item = Item::from([
            ("pk".to_owned(), text(partition(tenant))),
            ("sk".to_owned(), text(account_key(id))),
            ("rev".to_owned(), number(rev + 1)),
        ]);
        item.insert("body".to_owned(), value(account)?);
        self.put_revised(rev, item).await
    }

    /// Changes an account that is there, whoever else changes it meanwhile. `change` says whether it changed
    /// anything; it may be asked several times. What was written or found is returned.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or others go on changing it.
    pub async fn change_import_account(
        &self,
        tenant: &str,
        id: &str,
        change: impl Fn(&mut ImportAccount) -> bool + Send,
    ) -> Result<Option<ImportAccount>, Fault> {
        for _ in 0..TRIES {
            let Some((mut account, rev)) = self.import_account(tenant, id).await? else {
                return Ok(None);
            };
            if account.deleted_at.is_some() {
                return Ok(None);
            }
            if !change(&mut account) || self.put_import_account(tenant, id, &account, rev).await? {
                return Ok(Some(account));
            }
        }
        Err(Fault::retry(1, "an import account is being changed by others"))
    }

    /// Writes a setting.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_import_setting(
        &self,
        tenant: &str,
        setting: &ImportSetting<'_>,
    ) -> Result<(), Fault> {
        let item = Item::from([
            ("pk".to_owned(), text(partition(tenant))),
            ("sk".to_owned(), text(setting.sk())),
            ("body".to_owned(), setting.body()?),
        ]);
        self.put_item(item).await
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_rule(&self, tenant: &str, id: &str) -> Result<(), Fault> {
        self.delete_item(partition(tenant), format!("rule#{id}")).await
    }

    /// The next number of an account at a board. Numbers are never used twice.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn next_label(&self, tenant: &str, medium: &str) -> Result<u64, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(format!("sequence#{medium}")))
            .update_expression("SET body = if_not_exists(body, :zero) + :one")
            .expression_attribute_values(":zero", number(0))
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::UpdatedNew);
        let answer = update.send().await.map_err(|e| fault("UpdateItem", &e))?;
        of(answer.attributes.and_then(|mut item| item.remove("body")))
    }
}

fn revision(item: &Item) -> u64 {
    let rev = item.get("rev").and_then(|rev| rev.as_n().ok());
    rev.and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn add(config: &mut ImportConfig, mut item: Item) -> Result<(), Fault> {
    let sk = text_of(&item, "sk").to_owned();
    let body = item.remove("body");
    match sk.split_once('#').unwrap_or((&sk, "")) {
        ("account", id) => {
            config.accounts.insert(id.to_owned(), of(body)?);
        }
        ("rule", id) => {
            config.rules.insert(id.to_owned(), of(body)?);
        }
        ("sequence", medium) => {
            config.sequences.insert(medium.to_owned(), of(body)?);
        }
        ("fingerprint", digest) => {
            config.fingerprints.insert(digest.to_owned());
        }
        ("aliases", _) => config.aliases = of(body)?,
        ("recipients", _) => config.recipients = Some(of(body)?),
        ("native", _) => config.native = of(body)?,
        // A setting of a newer version of this program: not ours to judge.
        _ => {}
    }
    Ok(())
}

fn of<T: DeserializeOwned>(body: Option<AttributeValue>) -> Result<T, Fault> {
    let body = body.unwrap_or(AttributeValue::Null(true));
    serde_dynamo::from_attribute_value(body)
        .map_err(|e| Fault::retry(60, format!("a setting of imports can't be read: {e}")))
}
