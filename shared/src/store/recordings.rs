//! Files of recorded meetings on their way into the company's folder, and which meeting is whose: a provider's
//! message names the meeting and nothing else.

use jiff::{SignedDuration, Timestamp};

use super::sessions::index_key;
use super::{Item, Store, fault, number, read, sortable, text, text_of, write};
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::onboarding::recording::FileRecord;

/// How often a change is tried against others' changes.
const TRIES: usize = 8;
/// How long it is known whose a meeting is: longer than anybody keeps telling of it.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);
/// The sort key of whose a meeting is.
const MEETING: &str = "meeting";

fn partition(tenant: &str) -> String {
    format!("{tenant}#recordings")
}

/// Tenant ids begin with a letter or digit, so no tenant's key can collide with it.
fn meeting_of(provider: &str, meeting: &str) -> String {
    format!("_meeting#{provider}#{meeting}")
}

/// The recordings of one step of a scenario, by when they were made.
fn of_step(tenant: &str, scenario: &str, step: &str) -> String {
    format!("{tenant}#recordings#{scenario}#{step}")
}

/// Where a file lies: beside the others of its session.
#[must_use]
pub fn file_key(session: &SessionKey, id: &str) -> String {
    format!("{}#{id}", session.digest())
}

impl Store {
    /// Says whose a meeting is.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_meeting(
        &self,
        (provider, meeting): (&str, &str),
        session: &SessionKey,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let expires = now.checked_add(KEPT).unwrap_or(now);
        let item = [
            ("pk".to_owned(), text(meeting_of(provider, meeting))),
            ("sk".to_owned(), text(MEETING)),
            ("tenant".to_owned(), text(&session.tenant)),
            ("source".to_owned(), text(&session.source)),
            ("external_id".to_owned(), text(&session.external_id)),
            ("expires_at".to_owned(), number(expires.as_second())),
        ];
        self.put_item(item.into()).await
    }

    /// The session that a meeting was made for; `None` for one that is none of ours, or is nobody's business.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn session_of(
        &self,
        provider: &str,
        meeting: &str,
    ) -> Result<Option<SessionKey>, Fault> {
        let item = self.get_item(meeting_of(provider, meeting), MEETING.to_owned()).await?;
        let key = |item: Item| {
            let part = |name| text_of(&item, name).to_owned();
            SessionKey::new(part("tenant"), part("source"), part("external_id"))
        };
        Ok(item.map(key))
    }

    /// A file.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn file(&self, tenant: &str, key: &str) -> Result<Option<FileRecord>, Fault> {
        self.get_item(partition(tenant), key.to_owned()).await?.map(read).transpose()
    }

    /// The files of a session.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn files_of(&self, session: &SessionKey) -> Result<Vec<FileRecord>, Fault> {
        let beginning = file_key(session, "");
        let items = self.items_from(partition(&session.tenant), beginning).await?;
        items.into_iter().map(read).collect()
    }

    /// Every file of a company.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn files(&self, tenant: &str) -> Result<Vec<FileRecord>, Fault> {
        self.items_of(partition(tenant)).await?.into_iter().map(read).collect()
    }

    /// The files of a step's meetings, the latest first.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn files_of_step(
        &self,
        tenant: &str,
        scenario: &str,
        step: &str,
    ) -> Result<Vec<FileRecord>, Fault> {
        let query = self
            .aws
            .dynamodb()
            .query()
            .table_name(&self.table)
            .index_name("gsi1")
            .key_condition_expression("gsi1pk = :pk")
            .expression_attribute_values(":pk", text(of_step(tenant, scenario, step)))
            .scan_index_forward(false)
            .limit(20);
        let answer = query.send().await.map_err(|e| fault("Query", &e))?;
        let mut found = Vec::new();
        // The index has keys alone.
        for item in answer.items.unwrap_or_default() {
            found.extend(self.file(tenant, text_of(&item, "sk")).await?);
        }
        Ok(found)
    }

    /// Writes a file if nobody has since it was read; `rev` is then one more. Tells whether it was written.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer.
    pub async fn put_file(&self, record: &mut FileRecord) -> Result<bool, Fault> {
        let seen = record.rev;
        record.rev += 1;
        let mut item: Item = write(record)?;
        let step = of_step(&record.tenant, &record.scenario, &record.step);
        item.extend(index_key(step, format!("{}#{}", sortable(record.held_at), record.id)));
        item.insert("pk".to_owned(), text(partition(&record.tenant)));
        item.insert("sk".to_owned(), text(file_key(&record.session, &record.id)));
        let is_written = self.put_revised(seen, item).await?;
        if !is_written {
            record.rev = seen;
        }
        Ok(is_written)
    }

    /// Changes a file, whoever else changes it meanwhile; `change` says whether it changed anything, and may be
    /// asked several times. What was written or found is returned.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the table doesn't answer, or others go on changing it.
    pub async fn change_file(
        &self,
        tenant: &str,
        key: &str,
        mut change: impl FnMut(&mut FileRecord) -> bool + Send,
    ) -> Result<Option<FileRecord>, Fault> {
        for _ in 0..TRIES {
            let Some(mut record) = self.file(tenant, key).await? else { return Ok(None) };
            if !change(&mut record) || self.put_file(&mut record).await? {
                return Ok(Some(record));
            }
        }
        Err(Fault::retry(1, "a file is being changed by others"))
    }
}
