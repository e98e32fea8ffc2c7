//! Enrolments, and for each scenario who settles in by it now.

use super::{Item, Store, read, text, write};
use crate::domain::fault::Fault;
use crate::domain::onboarding::enrolment::{Enrolment, Member};

/// How often a change is tried against others' changes.
const TRIES: usize = 8;

fn partition(tenant: &str) -> String {
    format!("{tenant}#enrolments")
}

fn cohort(tenant: &str, scenario: &str) -> String {
    format!("{tenant}#cohort#{scenario}")
}

impl Store {
    /// An enrolment.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn enrolment(&self, tenant: &str, id: &str) -> Result<Option<Enrolment>, Fault> {
        self.get_item(partition(tenant), id.to_owned()).await?.map(read).transpose()
    }

    /// Every enrolment of a company.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn enrolments(&self, tenant: &str) -> Result<Vec<Enrolment>, Fault> {
        self.items_of(partition(tenant)).await?.into_iter().map(read).collect()
    }

    /// Writes an enrolment if nobody has since it was read at `seen`; 0 where there was none. Tells whether it
    /// was written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_enrolment(
        &self,
        tenant: &str,
        seen: u64,
        enrolment: &Enrolment,
    ) -> Result<bool, Fault> {
        let mut item: Item = write(enrolment)?;
        item.insert("pk".to_owned(), text(partition(tenant)));
        item.insert("sk".to_owned(), text(&enrolment.id));
        self.put_revised(seen, item).await
    }

    /// Changes an enrolment, whoever else changes it meanwhile; `change` says whether it changed anything, and
    /// may be asked several times. What was written or found is returned.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or others go on changing it.
    pub async fn change_enrolment(
        &self,
        tenant: &str,
        id: &str,
        mut change: impl FnMut(&mut Enrolment) -> bool + Send,
    ) -> Result<Option<Enrolment>, Fault> {
        for _ in 0..TRIES {
            let Some(mut enrolment) = self.enrolment(tenant, id).await? else { return Ok(None) };
            let seen = enrolment.rev;
            if !change(&mut enrolment) {
                return Ok(Some(enrolment));
            }
            enrolment.rev = seen + 1;
            if self.put_enrolment(tenant, seen, &enrolment).await? {
                return Ok(Some(enrolment));
            }
        }
        Err(Fault::retry(1, "an enrolment is being changed by others"))
    }

    /// Who settles in by a scenario now.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn cohort(&self, tenant: &str, scenario: &str) -> Result<Vec<Member>, Fault> {
        self.items_of(cohort(tenant, scenario)).await?.into_iter().map(read).collect()
    }

    /// Says how the others of a scenario see an enrolment.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_member(
        &self,
        tenant: &str,
        scenario: &str,
        member: &Member,
    ) -> Result<(), Fault> {
        let mut item: Item = write(member)?;
        item.insert("pk".to_owned(), text(cohort(tenant, scenario)));
        item.insert("sk".to_owned(), text(&member.enrolment));
        self.put_item(item).await
    }

    /// Says that an enrolment is over.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn delete_member(
        &self,
        tenant: &str,
        scenario: &str,
        enrolment: &str,
    ) -> Result<(), Fault> {
        self.delete_item(cohort(tenant, scenario), enrolment.to_owned()).await
    }
}
