//! The boards, as the catalogue has them.

use convoke::domain::import::medium::{self, Medium, Mode, ScoutRule};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::{List, ok};
use crate::refusal::Outcome;

/// A job board.
#[derive(Serialize, ToSchema)]
pub struct MediumView {
    /// Its id.
    id: String,
    /// As people know it; routes begin with it.
    name: String,
    /// Other names of it.
    aliases: Vec<String>,
    /// `poll`: it is asked by a schedule. `push`: it sends each applicant at once.
    mode: &'static str,
    /// What an account there needs.
    credentials: &'static [&'static str],
    /// By what an answer to a scout is told from others: `undecidable` where the board does not say.
    scout_rule: &'static str,
    /// Where the position stands in what the board gives.
    position_field: Option<String>,
    /// The module that must be switched on for it.
    requires_option: Option<String>,
    /// Whether HRMOS can import from it itself, which must be ended first.
    native_link: bool,
}

impl From<&Medium> for MediumView {
    fn from(medium: &Medium) -> Self {
        let pushes = medium.mode == Mode::Push;
        Self {
            id: medium.id.clone(),
            name: medium.name.clone(),
            aliases: medium.aliases.clone(),
            mode: if pushes { "push" } else { "poll" },
            credentials: if pushes { &["token"] } else { &["login", "password"] },
            scout_rule: rule(&medium.scout),
            position_field: medium.position.clone(),
            requires_option: medium.option.clone(),
            native_link: medium.native_link,
        }
    }
}

const fn rule(rule: &ScoutRule) -> &'static str {
    match rule {
        ScoutRule::Equals { .. } => "equals",
        ScoutRule::NotBlank { .. } => "not_blank",
        ScoutRule::Contains { .. } => "contains",
        ScoutRule::ContainsAny { .. } => "contains_any",
        ScoutRule::FirstReply => "first_reply",
        ScoutRule::Undecidable => "undecidable",
    }
}

/// `GET /v1/media`.
pub async fn list(_: &Call<'_>) -> Outcome {
    let items: Vec<_> = medium::all().iter().map(MediumView::from).collect();
    Ok(ok(&List { items, next: None }))
}
