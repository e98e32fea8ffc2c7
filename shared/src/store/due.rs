//! Work that waits: for a setting to change, or for a time to come. The pointer is written before
//! what it points to says that it waits, so nothing can wait unseen.

use aws_sdk_dynamodb::types::Select;
use jiff::Timestamp;

use super::{Item, Store, fault, number, sortable, text, text_of, written};
use crate::domain::fault::{Fault, HealKey};
use crate::domain::ids::SessionKey;
use crate::domain::import::run::{RunOrder, Slot};

/// The index partition that holds everything due, of all tenants, by time. Tenant ids begin with a
/// letter or digit, so no tenant's key can collide with it.
const DUE: &str = "_clock#due";

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// A session that waits.
    Session {
        /// Which.
        key: SessionKey,
        /// For what it waits.
        heals_by: HealKeyText,
    },
    /// A change of settings whose healing has not ended.
    Heal {
        /// Whose.
        tenant: String,
        /// Which setting.
        key: HealKeyText,
    },
    /// The connections of a tenant, to be tried.
    Probe {
        /// Whose.
        tenant: String,
    },
    /// A delivery that waits.
    Delivery {
        /// Of which session.
        key: SessionKey,
        /// Which.
        id: String,
    },
    /// A session's calendar entry that waits.
    Entry {
        /// Of which session.
        key: SessionKey,
    },
    /// Applications that have not reached the applicant system.
    HandOver {
        /// Whose.
        tenant: String,
    },
    /// A run of an import that should be over by then.
    Late(RunOrder),
    /// An enrolment at which something becomes due.
    Enrolment {
        /// Whose.
        tenant: String,
        /// Which.
        id: String,
    },
    /// A recording's file at which something becomes due.
    File {
        /// Whose.
        tenant: String,
        /// Where it lies.
        key: String,
    },
}

/// A heal key's text as it stands in keys.
pub type HealKeyText = String;

impl Due {
    fn keys(&self) -> (String, String) {
        let of_session = |key: &SessionKey| format!("{}#{}", key.source, key.external_id);
        match self {
            Self::Session { key, heals_by } => {
                (format!("{}#waiting#{heals_by}", key.tenant), of_session(key))
            }
            Self::Heal { tenant, key } => (format!("{tenant}#heal"), key.clone()),
            Self::Probe { tenant } => (format!("{tenant}#probe"), "connections".to_owned()),
            Self::Delivery { key, id } => (format!("{}#parked#{id}", key.tenant), of_session(key)),
            Self::Entry { key } => (format!("{}#entries", key.tenant), of_session(key)),
            Self::HandOver { tenant } => (format!("{tenant}#handover"), "applications".to_owned()),
            Self::Enrolment { tenant, id } => (format!("{tenant}#planning"), id.clone()),
            Self::File { tenant, key } => (format!("{tenant}#copying"), key.clone()),
            Self::Late(RunOrder { tenant, account, slot, scheduled_for }) => {
                let sk = format!("{account}#{scheduled_for}#{}", slot.name());
                (format!("{tenant}#late"), sk)
            }
        }
    }

    fn read(item: &Item) -> Option<Self> {
        let (tenant, kind) = text_of(item, "pk").split_once('#')?;
        let sk = text_of(item, "sk");
        let key = || {
            let (source, external_id) = sk.split_once('#')?;
            Some(SessionKey::new(tenant, source, external_id))
        };
        match kind.split_once('#').unwrap_or((kind, "")) {
            ("waiting", heals_by) => {
                Some(Self::Session { key: key()?, heals_by: heals_by.to_owned() })
            }
            ("parked", id) => Some(Self::Delivery { key: key()?, id: id.to_owned() }),
            ("entries", _) => Some(Self::Entry { key: key()? }),
            ("handover", _) => Some(Self::HandOver { tenant: tenant.to_owned() }),
            ("late", _) => late(tenant, sk).map(Self::Late),
            ("planning", _) => {
                Some(Self::Enrolment { tenant: tenant.to_owned(), id: sk.to_owned() })
            }
            ("copying", _) => Some(Self::File { tenant: tenant.to_owned(), key: sk.to_owned() }),
            ("probe", _) => Some(Self::Probe { tenant: tenant.to_owned() }),
            ("heal", _) => Some(Self::Heal { tenant: tenant.to_owned(), key: sk.to_owned() }),
            _ => None,
        }
    }
}

/// The run that a key names.
fn late(tenant: &str, sk: &str) -> Option<RunOrder> {
    let (account, rest) = sk.split_once('#')?;
    let (scheduled_for, slot) = rest.split_once('#')?;
    let scheduled_for = scheduled_for.parse().ok()?;
    let slot = match slot.strip_prefix("manual:") {
        Some(name) => Slot::Manual(name.to_owned()),
        None => Slot::At(slot.parse().ok()?),
    };
    Some(RunOrder { tenant: tenant.to_owned(), account: account.to_owned(), slot, scheduled_for })
}

impl Store {
    /// Makes the clock look at this at `at`; replaces an earlier time.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_due(&self, due: &Due, at: Timestamp) -> Result<(), Fault> {
        self.put_item(to_item(due, at)).await
    }

    /// Makes healing, and at `at` the clock, find a session. `rev` is the session's revision as the
    /// writer holds it: whoever held the session earlier can't remove this pointer any more.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_waiting(
        &self,
        key: &SessionKey,
        heals_by: &HealKey,
        at: Timestamp,
        rev: u64,
    ) -> Result<(), Fault> {
        let mut item = to_item(&waiting(key, heals_by), at);
        item.insert("rev".to_owned(), number(rev));
        self.put_item(item).await
    }

    /// Removes a session's pointer, unless it was written for a later revision than `rev`.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_waiting(
        &self,
        key: &SessionKey,
        heals_by: &HealKey,
        rev: u64,
    ) -> Result<(), Fault> {
        let (pk, sk) = waiting(key, heals_by).keys();
        let delete = self
            .aws
            .dynamodb()
            .delete_item()
            .table_name(&self.table)
            .key("pk", text(pk))
            .key("sk", text(sk))
            .condition_expression("attribute_not_exists(rev) OR rev <= :rev")
            .expression_attribute_values(":rev", number(rev));
        written("DeleteItem", delete.send().await).map(drop)
    }

    /// Puts off what is due until `at`. `false` when it is not on the list any more.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_off(&self, due: &Due, at: Timestamp) -> Result<bool, Fault> {
        let (pk, sk) = due.keys();
        let order = format!("{}#{pk}#{sk}", sortable(at));
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(pk))
            .key("sk", text(sk))
            .update_expression("SET gsi1sk = :order")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":order", text(order));
        written("UpdateItem", update.send().await)
    }

    /// Takes it off the clock's list.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_due(&self, due: &Due) -> Result<(), Fault> {
        let (pk, sk) = due.keys();
        self.delete_item(pk, sk).await
    }

    /// Takes off the clock's list what was put off until `at`, unless somebody has put it elsewhere
    /// since.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_due_at(&self, due: &Due, at: Timestamp) -> Result<(), Fault> {
        let (pk, sk) = due.keys();
        let order = format!("{}#{pk}#{sk}", sortable(at));
        let delete = self
            .aws
            .dynamodb()
            .delete_item()
            .table_name(&self.table)
            .key("pk", text(pk))
            .key("sk", text(sk))
            .condition_expression("gsi1sk = :order")
            .expression_attribute_values(":order", text(order));
        written("DeleteItem", delete.send().await).map(drop)
    }

    /// What is due by `now`, the longest overdue first, at most `limit`.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn due(&self, now: Timestamp, limit: i32) -> Result<Vec<Due>, Fault> {
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .index_name("gsi1")
            .select(Select::AllProjectedAttributes)
            .key_condition_expression("gsi1pk = :due AND gsi1sk < :end")
            .expression_attribute_values(":due", text(DUE))
            // `~` sorts after every character of our keys' separators, so `now` itself is included.
            .expression_attribute_values(":end", text(format!("{}~", sortable(now))))
            .limit(limit);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        Ok(answer.items().iter().filter_map(Due::read).collect())
    }

    /// The sessions that wait for this setting.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn waiting(
        &self,
        tenant: &str,
        heals_by: &HealKey,
    ) -> Result<Vec<SessionKey>, Fault> {
        self.pointed_at(format!("{tenant}#waiting#{}", heals_by.as_str())).await
    }

    /// The sessions whose calendar entries wait.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn entries_waiting(&self, tenant: &str) -> Result<Vec<SessionKey>, Fault> {
        self.pointed_at(format!("{tenant}#entries")).await
    }

    async fn pointed_at(&self, partition: String) -> Result<Vec<SessionKey>, Fault> {
        let items = self.items_of(partition).await?;
        Ok(items.iter().filter_map(Due::read).filter_map(Due::session).collect())
    }
}

fn waiting(key: &SessionKey, heals_by: &HealKey) -> Due {
    Due::Session { key: key.clone(), heals_by: heals_by.as_str().to_owned() }
}

fn to_item(due: &Due, at: Timestamp) -> Item {
    let (pk, sk) = due.keys();
    let order = format!("{}#{pk}#{sk}", sortable(at));
    let item = [("pk", pk), ("sk", sk), ("gsi1pk", DUE.to_owned()), ("gsi1sk", order)];
    item.map(|(name, value)| (name.to_owned(), text(value))).into()
}

impl Due {
    fn session(self) -> Option<SessionKey> {
        match self {
            Self::Session { key, .. } | Self::Entry { key } => Some(key),
            Self::Heal { .. }
            | Self::Delivery { .. }
            | Self::Probe { .. }
            | Self::HandOver { .. }
            | Self::Enrolment { .. }
            | Self::File { .. }
            | Self::Late(_) => None,
        }
    }
}
