//! Inviting people to connect accounts, and how far they have come.

use convoke::app::invite::{self, Inviting, Standing};
use convoke::domain::config::TenantConfig;
use convoke::domain::settings::ProviderName;
use convoke::domain::vendor::Vendor;
use convoke::store::InvitationRecord;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Call, accepted};
use crate::connections::available;
use crate::query::ok;
use crate::refusal::{Outcome, Refusal, provider_not_available};

/// How far an invitation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The person has connected everything.
    Done,
    /// Not yet, and the link works.
    Open,
    /// Not yet, and the link has ended: invite once more.
    Expired,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
pub struct InvitationView {
    /// Who is invited.
    person: String,
    /// To connect which providers.
    providers: Vec<String>,
    /// How far it has come.
    state: Progress,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    invited_at: Timestamp,
    /// When the mail left; `null` until then.
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    /// Until when the link works.
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// Every invitation, and how many are done and open.
#[derive(Serialize, ToSchema)]
pub struct InvitationsView {
    /// The latest invitation of each person.
    items: Vec<InvitationView>,
    /// Always `null`: they come in one piece.
    next: Option<String>,
    /// How many have connected everything.
    done: usize,
    /// How many have not.
    open: usize,
}

impl InvitationView {
    fn new(config: &TenantConfig, record: InvitationRecord, now: Timestamp) -> Self {
        let names = record.providers.iter().filter_map(|name| ProviderName::from_name(name));
        let mut standings = names.map(|name| invite::standing(config, name, &record.person));
        let state = if standings.all(|standing| standing == Standing::Connected) {
            Progress::Done
        } else if record.until > now {
            Progress::Open
        } else {
            Progress::Expired
        };
        Self {
            person: record.person,
            providers: record.providers,
            state,
            invited_at: record.invited_at,
            sent_at: record.sent_at,
            until: record.until,
        }
    }
}

/// `POST …/connections/{provider}/invite`, and a person's.
pub async fn invite(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    // Whole workspaces are connected by an administrator, not by each person.
    let Vendor::Meetings(name) = available(call)? else { return Err(provider_not_available()) };
    let person = Some(call.param("p")).filter(|person| !person.is_empty());
    let inviting: Inviting = invite::invite(call.app, &config, name, person, call.trace).await?;
    if person.is_some() && inviting.without_address > 0 {
        let detail = "give the person a mail address first";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(Refusal::new(status, "address_missing", detail));
    }
    Ok(accepted(&inviting))
}

/// `GET …/invitations`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let now = call.app.clock.now();
    let records = call.app.store.invitations(call.tenant()).await?;
    let items: Vec<_> =
        records.into_iter().map(|record| InvitationView::new(&config, record, now)).collect();
    let done = items.iter().filter(|item| item.state == Progress::Done).count();
    let open = items.len() - done;
    Ok(ok(&InvitationsView { items, next: None, done, open }))
}
