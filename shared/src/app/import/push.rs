//! Boards that send each applicant at once.

use std::collections::BTreeMap;

use super::destination::Destination;
use super::take_in::Intake;
use crate::app::configs::Fresh;
use crate::app::{App, Context};
use crate::domain::fault::Fault;
use crate::domain::import::applicant::{Applicant, Applied, Classification};
use crate::domain::import::{medium, normal};
use crate::queue::Pushed;

/// Takes in what a board has sent. A second message of the same application changes it.
pub(super) async fn handle(app: &App, pushed: &Pushed, context: &Context) -> Result<(), Fault> {
    let tenant = pushed.tenant.as_str();
    let Some(config) = app.configs.get(tenant, Fresh::Now).await? else { return Ok(()) };
    let imports = app.store.import_config(tenant).await?;
    // It was taken while the account was there; what was taken is not lost if it is not any more.
    let Some(medium) = medium::named(&pushed.medium) else { return Ok(()) };
    let destination = Destination::of(app, &config).await?;
    let intake = Intake {
        app,
        tenant,
        imports: &imports,
        destination: &destination,
        medium,
        account: &pushed.account,
        run: None,
    };
    let applicant = applicant(pushed);
    let known = app.store.application(tenant, &intake.id(&applicant)).await?;
    intake.take(&applicant, known).await?;
    destination.note(app, &config, &context.trace).await
}

fn applicant(pushed: &Pushed) -> Applicant {
    let email = pushed.email.as_deref().map(normal::text).filter(|it| !it.is_empty());
    let is_scout = pushed.is_scout;
    Applicant {
        external_id: Some(pushed.external_id.clone()),
        name: normal::text(&pushed.name),
        kana: None,
        email_valid: email.as_deref().is_some_and(normal::is_valid_email),
        email,
        phone: pushed.phone.as_deref().map(normal::text).filter(|it| !it.is_empty()),
        position_name: pushed
            .position_name
            .as_deref()
            .map(normal::text)
            .filter(|it| !it.is_empty()),
        applied_at: Some(Applied { at: pushed.accepted_at, date_only: false }),
        birth_date: None,
        postal_code: None,
        address: None,
        ad_id: None,
        classification: if is_scout { Classification::Scout } else { Classification::Normal },
        raw: BTreeMap::new(),
    }
}
