//! Runs of imports, and the lease that keeps two runs of one account apart.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use jiff::{SignedDuration, Timestamp};

use super::sessions::index_key;
use super::{
    Item, Page, Store, cursor, fault, number, read, sortable, text, text_of, write, written,
};
use crate::domain::fault::Fault;
use crate::domain::import::run::RunRecord;

/// How long a run is kept: two years, for whoever asks what came when.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 731);

/// What became of the try to take an account's lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountTaken {
    /// It is ours.
    Yes,
    /// The same run holds it until then, in another process or one that died.
    SameRun(Timestamp),
    /// Another run of the account goes on.
    OtherRun,
}

/// How often a run is written against who finds it late.
const TRIES: usize = 3;
/// The sort key of the lease, beside the account's runs, whose keys are instants.
const LEASE: &str = "lease";

/// Who holds an account that one process has left to another. A process has a longer name.
const NOBODY: &str = "-";

fn all(tenant: &str) -> String {
    format!("{tenant}#runs")
}

fn partition(tenant: &str, account: &str) -> String {
    format!("{tenant}#runs#{account}")
}

/// Where a run lies.
#[derive(Clone, Copy, Debug)]
pub struct RunKey<'a> {
    /// Whose.
    pub tenant: &'a str,
    /// Which account's.
    pub account: &'a str,
    /// When it was to start.
    pub scheduled_for: Timestamp,
    /// Its id.
    pub id: &'a str,
}

impl RunKey<'_> {
    fn pk(&self) -> String {
        partition(self.tenant, self.account)
    }

    fn sk(&self) -> String {
        format!("{}#{}", sortable(self.scheduled_for), self.id)
    }
}

impl Store {
    /// Takes an account for a run, in this process until `until`. `owner` tells this process from others.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn take_account(
        &self,
        tenant: &str,
        account: &str,
        (run, owner): (&str, &str),
        (now, until): (Timestamp, Timestamp),
    ) -> Result<AccountTaken, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant, account)))
            .key("sk", text(LEASE))
            .update_expression("SET run = :run, holder = :owner, held_until = :until")
            .condition_expression(
                "attribute_not_exists(pk) OR attribute_not_exists(held_until) OR held_until <= :now \
                 OR (run = :run AND holder = :nobody)",
            )
            .expression_attribute_values(":nobody", text(NOBODY))
            .expression_attribute_values(":run", text(run))
            .expression_attribute_values(":owner", text(owner))
            .expression_attribute_values(":until", number(until.as_millisecond()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match update.send().await {
            Ok(_) => Ok(AccountTaken::Yes),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(held(failed.item.as_ref(), run, until))
                }
                _ => Err(fault("UpdateItem", &error)),
            },
        }
    }

    /// Leaves an account to whoever goes on with the same run, until `until` to nobody else.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn hand_account_on(
        &self,
        tenant: &str,
        account: &str,
        owner: &str,
        until: Timestamp,
    ) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant, account)))
            .key("sk", text(LEASE))
            .update_expression("SET holder = :nobody, held_until = :until")
            .condition_expression("holder = :owner")
            .expression_attribute_values(":owner", text(owner))
            .expression_attribute_values(":nobody", text(NOBODY))
            .expression_attribute_values(":until", number(until.as_millisecond()));
        written("UpdateItem", update.send().await).map(drop)
    }

    /// Gives an account back, if it is still this process's.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn give_account_back(
        &self,
        tenant: &str,
        account: &str,
        owner: &str,
    ) -> Result<(), Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant, account)))
            .key("sk", text(LEASE))
            .update_expression("REMOVE held_until")
            .condition_expression("holder = :owner")
            .expression_attribute_values(":owner", text(owner));
        written("UpdateItem", update.send().await).map(drop)
    }

    /// A run.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn run(&self, key: RunKey<'_>) -> Result<Option<RunRecord>, Fault> {
        self.get_item(key.pk(), key.sk()).await?.map(read).transpose()
    }

    /// Writes a run unless it is over: what is told of it in a mail must not change afterwards. Tells whether
    /// it was written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_run(&self, tenant: &str, run: &mut RunRecord) -> Result<bool, Fault> {
        for _ in 0..TRIES {
            match self.try_run(tenant, run).await? {
                None => return Ok(true),
                // Somebody has found it late meanwhile, and that stays.
                Some(found) if !found.state.is_over() => run.late_at = found.late_at,
                Some(_) => return Ok(false),
            }
        }
        Err(Fault::retry(1, "a run is being changed by others"))
    }

    /// Writes a run as long as it stands as this process knows it, or else returns how it stands.
    async fn try_run(&self, tenant: &str, run: &RunRecord) -> Result<Option<RunRecord>, Fault> {
        let RunRecord { account, scheduled_for, id, .. } = run;
        let key = RunKey { tenant, account, scheduled_for: *scheduled_for, id };
        let mut item: Item = write(run)?;
        item.extend(index_key(all(tenant), key.sk()));
        item.insert("pk".to_owned(), text(key.pk()));
        item.insert("sk".to_owned(), text(key.sk()));
        let expires = run.scheduled_for.checked_add(KEPT).unwrap_or(run.scheduled_for);
        item.insert("expires_at".to_owned(), number(expires.as_second()));
        let put = self
            .aws
            .dynamodb()
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(if run.late_at.is_some() {
                "attribute_not_exists(pk) OR #state = :running"
            } else {
                "attribute_not_exists(pk) OR (#state = :running AND attribute_not_exists(late_at))"
            })
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":running", text("running"))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match put.send().await {
            Ok(_) => Ok(None),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(failed)) => {
                    read(failed.item.clone().unwrap_or_default()).map(Some)
                }
                _ => Err(fault("PutItem", &error)),
            },
        }
    }

    /// Notes that a run is late, unless it is over or was noted before. Tells whether it was.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn note_late(&self, key: RunKey<'_>, at: Timestamp) -> Result<bool, Fault> {
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(key.pk()))
            .key("sk", text(key.sk()))
            .update_expression("SET late_at = :at")
            .condition_expression("#state = :running AND attribute_not_exists(late_at)")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":running", text("running"))
            .expression_attribute_values(":at", text(at.to_string()));
        written("UpdateItem", update.send().await)
    }

    /// Runs of one account, the latest first.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn runs_of(
        &self,
        tenant: &str,
        account: &str,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<RunRecord>, Fault> {
        let start = cursor::after(after, partition(tenant, account));
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            // Instants begin with a digit.
            .key_condition_expression("pk = :pk AND sk BETWEEN :zero AND :colon")
            .expression_attribute_values(":pk", text(partition(tenant, account)))
            .expression_attribute_values(":zero", text("0"))
            .expression_attribute_values(":colon", text(":"))
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .limit(limit);
        let mut answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &["sk"]);
        let items = answer.items.take().unwrap_or_default();
        let items = items.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page { items, next })
    }

    /// All runs of a company, the latest first.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn runs(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: i32,
    ) -> Result<Page<RunRecord>, Fault> {
        let start = cursor::after_anywhere(after, all(tenant));
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .index_name("gsi1")
            .key_condition_expression("gsi1pk = :pk")
            .expression_attribute_values(":pk", text(all(tenant)))
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .limit(limit);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let next = cursor::from_key(answer.last_evaluated_key(), &["gsi1sk", "pk", "sk"]);
        let mut items = Vec::new();
        for key in answer.items() {
            let (pk, sk) = (text_of(key, "pk").to_owned(), text_of(key, "sk").to_owned());
            items.extend(self.get_item(pk, sk).await?.map(read).transpose()?);
        }
        Ok(Page { items, next })
    }
}

fn held(item: Option<&Item>, run: &str, until: Timestamp) -> AccountTaken {
    let Some(item) = item else { return AccountTaken::SameRun(until) };
    if text_of(item, "run") != run {
        return AccountTaken::OtherRun;
    }
    let held_until = item.get("held_until").and_then(|it| it.as_n().ok());
    let held_until = held_until.and_then(|text| text.parse().ok());
    let held_until = held_until.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    AccountTaken::SameRun(held_until.unwrap_or(until))
}
