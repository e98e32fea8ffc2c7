//! What boards send by themselves.

use convoke::domain::ids::is_external_id;
use convoke::domain::import::medium::{self, Mode};
use convoke::domain::problem::FieldErrors;
use convoke::domain::settings::Checked;
use convoke::queue::{Envelope, ImportMessage, Pushed};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, accepted};
use crate::refusal::{Outcome, Refusal};

/// The longest text of a field, in characters.
const LONGEST: usize = 500;

/// An applicant, as a board sends one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushBody {
    /// The board's id of the application; the same one again changes it and makes no other.
    #[serde(default)]
    #[schema(required = true)]
    external_id: String,
    /// `scout_first_reply` or `application`.
    kind: PushKind,
    /// Name.
    #[serde(default)]
    #[schema(required = true)]
    name: String,
    /// Mail address.
    #[serde(default)]
    email: Option<String>,
    /// Phone number.
    #[serde(default)]
    phone: Option<String>,
    /// The position; may come later.
    #[serde(default)]
    position_name: Option<String>,
    /// When the person accepted or applied; when it came, unless given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
}

/// What a person has done.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PushKind {
    /// Answered a scout for the first time.
    ScoutFirstReply,
    /// Applied.
    Application,
}

impl Checked for PushBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = is_external_id(self.external_id.trim());
        errors.require(id, "external_id", "required", "the board's id of the application");
        let fits = (1..=LONGEST).contains(&self.name.trim().chars().count());
        errors.require(fits, "name", "required", "1 to 500 characters");
        for (field, text) in
            [("email", &self.email), ("phone", &self.phone), ("position_name", &self.position_name)]
        {
            let fits = text.as_ref().is_none_or(|text| text.chars().count() <= LONGEST);
            errors.require(fits, field, "too_long", "at most 500 characters");
        }
        errors.into_result()
    }
}

/// What became of it.
#[derive(Serialize, ToSchema)]
pub struct PushAnswer {
    /// `accepted`.
    status: &'static str,
    /// As it was given.
    external_id: String,
}

/// `POST /v1/push/{medium}`, with a token of the scope `push` that is bound to an account of this board.
pub async fn post(call: &Call<'_>) -> Outcome {
    let (tenant, account_id) = call.caller.bound().ok_or_else(other_account)?;
    let medium = medium::named(call.param("medium"));
    let medium = medium.ok_or_else(|| Refusal::not_found("board"))?;
    if medium.mode != Mode::Push {
        let detail = "this board is asked by a schedule; it sends nothing";
        return Err(Refusal::conflict("medium_polls", detail));
    }
    let body: PushBody = call.checked()?;
    let found = call.app.store.import_account(tenant, account_id).await?;
    let account = found.map(|(account, _)| account).filter(|it| it.deleted_at.is_none());
    let account = account.ok_or_else(other_account)?;
    if account.medium != medium.id {
        return Err(other_account());
    }
    if !account.enabled {
        // Reading R5: taking it in and keeping it would not be what was asked for.
        let detail = "the account is switched off; send it again once it is on";
        return Err(Refusal::conflict("account_disabled", detail));
    }
    let pushed = Pushed {
        tenant: tenant.to_owned(),
        account: account_id.to_owned(),
        medium: medium.id.clone(),
        external_id: body.external_id.trim().to_owned(),
        is_scout: body.kind == PushKind::ScoutFirstReply,
        name: body.name,
        email: body.email,
        phone: body.phone,
        position_name: body.position_name,
        accepted_at: body.accepted_at.unwrap_or_else(|| call.app.clock.now()),
    };
    let external_id = pushed.external_id.clone();
    let message = Envelope::new(call.trace, ImportMessage::Push(pushed));
    call.app.imports()?.send(tenant, &message).await?;
    Ok(accepted(&PushAnswer { status: "accepted", external_id }))
}

fn other_account() -> Refusal {
    let detail = "the token is for no account of this board: issue one with the scope push and the account's id";
    Refusal::new(StatusCode::FORBIDDEN, "token_of_another_account", detail)
}
