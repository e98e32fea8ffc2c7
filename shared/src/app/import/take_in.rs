//! Taking in: an applicant becomes an application, or changes the one that it is already. Each step is written
//! before the next begins, and whoever comes again goes on where it was left.

use super::compare;
use super::destination::Destination;
use super::hand_over;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::import::applicant::Applicant;
use crate::domain::import::application::{ApplicationRecord, Sorting, application_id, sorted};
use crate::domain::import::medium::Medium;
use crate::domain::import::settings::ImportConfig;

/// Where applicants come from and go to.
pub(super) struct Intake<'a> {
    /// Everything a verb may need.
    pub app: &'a App,
    /// Whose.
    pub tenant: &'a str,
    /// By what they are sorted in.
    pub imports: &'a ImportConfig,
    /// Where they go.
    pub destination: &'a Destination<'a>,
    /// The board.
    pub medium: &'static Medium,
    /// The account that brings them.
    pub account: &'a str,
    /// The run that does.
    pub run: Option<&'a str>,
}

impl Intake<'_> {
    /// The id that an applicant's application has.
    pub fn id(&self, applicant: &Applicant) -> String {
        let key = crate::domain::import::applicant::ledger_key(self.medium, applicant);
        application_id(self.tenant, &self.medium.id, &key)
    }

    /// Takes an applicant in. `known` is the application as it was read a moment ago, if it was there.
    pub async fn take(
        &self,
        applicant: &Applicant,
        known: Option<ApplicationRecord>,
    ) -> Result<ApplicationRecord, Fault> {
        let record = match known {
            Some(known) => self.changed(known, applicant).await?,
            None => self.kept(applicant).await?,
        };
        let record = if record.compared {
            record
        } else {
            compare::one(self.app, self.tenant, record).await?
        };
        hand_over::one(self.app, self.tenant, self.destination, record).await
    }

    fn sorting(&self) -> Sorting<'_> {
        Sorting { rules: &self.imports.rules, aliases: &self.imports.aliases }
    }

    async fn kept(&self, applicant: &Applicant) -> Result<ApplicationRecord, Fault> {
        let sorted = sorted(self.medium, applicant, self.sorting());
        let mut record = ApplicationRecord {
            id: self.id(applicant),
            medium_id: self.medium.id.clone(),
            account: self.account.to_owned(),
            run: self.run.map(str::to_owned),
            entry: sorted.entry,
            label: sorted.label,
            rule: sorted.rule,
            raw: applicant.raw.clone(),
            received_at: self.app.clock.now(),
            compared: false,
            duplicates: std::collections::BTreeSet::new(),
            ats_id: None,
            applied: None,
            delivered_at: None,
            undelivered: None,
            closed: None,
            rev: 0,
        };
        if self.app.store.put_application(self.tenant, &mut record).await? {
            return Ok(record);
        }
        // Somebody was faster, with the same applicant.
        let known = self.app.store.application(self.tenant, &record.id).await?;
        match known {
            Some(known) => self.changed(known, applicant).await,
            None => Err(Fault::retry(1, "an application came and went")),
        }
    }

    async fn changed(
        &self,
        known: ApplicationRecord,
        applicant: &Applicant,
    ) -> Result<ApplicationRecord, Fault> {
        let change = |record: &mut ApplicationRecord| {
            let sorted = sorted(self.medium, applicant, self.sorting());
            record.take_in(sorted, applicant.raw.clone())
        };
        // Mostly nothing has changed, and then nothing is written.
        self.app.store.change_application(self.tenant, known, change).await
    }
}
