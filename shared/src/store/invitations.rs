//! Invitations to connect accounts: one for each person, the latest.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Item, Store, number, read, text, write, written};
use crate::domain::fault::Fault;

/// One person's latest invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRecord {
    /// Who is invited.
    pub person: String,
    /// To connect which providers, by name.
    pub providers: Vec<String>,
    /// Which of the person's invitations it is; an earlier one's link leads nowhere.
    pub nonce: String,
    /// When it was asked for.
    pub invited_at: Timestamp,
    /// Until when its link works.
    pub until: Timestamp,
    /// When the mail left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
}

fn partition(tenant: &str) -> String {
    format!("{tenant}#invitations")
}

impl Store {
    /// Keeps an invitation in the place of an earlier one.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_invitation(
        &self,
        tenant: &str,
        invitation: &InvitationRecord,
    ) -> Result<(), Fault> {
        let mut item: Item = write(invitation)?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(&invitation.person));
        self.put_item(item).await
    }

    /// A person's latest invitation.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn invitation(
        &self,
        tenant: &str,
        person: &str,
    ) -> Result<Option<InvitationRecord>, Fault> {
        self.get_item(partition(tenant), person.to_owned()).await?.map(read).transpose()
    }

    /// Every person's latest invitation, by person.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn invitations(&self, tenant: &str) -> Result<Vec<InvitationRecord>, Fault> {
        self.items_of(partition(tenant)).await?.into_iter().map(read).collect()
    }

    /// Takes the right to mail an invitation until `until`, unless it was mailed, is being mailed, or is
    /// not the latest any more. Tells whether it was taken.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn claim_invitation(
        &self,
        tenant: &str,
        person: &str,
        nonce: &str,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, Fault> {
        let condition = "nonce = :nonce AND attribute_not_exists(sent_at) \
                         AND (attribute_not_exists(claimed_until) OR claimed_until <= :now)";
        let values = [
            (":nonce", text(nonce)),
            (":now", number(now.as_millisecond())),
            (":until", number(until.as_millisecond())),
        ];
        let key = (tenant, person);
        self.change_invitation(key, "SET claimed_until = :until", condition, values).await
    }

    /// Notes that an invitation was mailed.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn invitation_sent(
        &self,
        tenant: &str,
        person: &str,
        nonce: &str,
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(":nonce", text(nonce)), (":at", text(at.to_string()))];
        let key = (tenant, person);
        self.change_invitation(key, "SET sent_at = :at", "nonce = :nonce", values).await
    }

    /// Gives the right to mail it back.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn release_invitation(
        &self,
        tenant: &str,
        person: &str,
        nonce: &str,
    ) -> Result<bool, Fault> {
        let key = (tenant, person);
        let values = [(":nonce", text(nonce))];
        self.change_invitation(key, "REMOVE claimed_until", "nonce = :nonce", values).await
    }

    async fn change_invitation(
        &self,
        (tenant, person): (&str, &str),
        update: &str,
        condition: &str,
        values: impl IntoIterator<Item = (&'static str, AttributeValue)>,
    ) -> Result<bool, Fault> {
        let values: HashMap<_, _> =
            values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let update = self
            .aws
            .dynamodb()
            .update_item()
            .table_name(&self.table)
            .key("pk", text(partition(tenant)))
            .key("sk", text(person))
            .update_expression(update)
            .condition_expression(condition)
            .set_expression_attribute_values(Some(values));
        written("UpdateItem", update.send().await)
    }
}
