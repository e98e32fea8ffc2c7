//! What there is to connect, by category.

use convoke::domain::config::{ConnectionState, TenantConfig};
use convoke::domain::import::medium::{self, Medium};
use convoke::domain::settings::ProviderName;
use convoke::domain::vendor::{Platform, Vendor};
use convoke::inbound::SenderKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::ok;
use crate::refusal::Outcome;

/// What there is to connect.
#[derive(Serialize, ToSchema)]
pub struct Catalogue {
    /// By category.
    categories: Vec<Category>,
}

/// Connectors of one category.
#[derive(Serialize, ToSchema)]
struct Category {
    /// Which.
    id: String,
    /// For people.
    name: String,
    /// The connectors.
    items: Vec<Connector>,
}

/// Something that can be connected.
#[derive(Serialize, ToSchema)]
struct Connector {
    /// As it stands in addresses and settings.
    id: String,
    /// For people.
    name: String,
    /// Whether this deployment has it.
    available: bool,
    /// What is known of the tenant's connection; `null` when there is none.
    state: Option<ConnectionState>,
}

/// The category whose connectors are the catalogue of boards.
const JOB_BOARD: &str = "job_board";

/// Category, its name, and its connectors by id and name.
type Entry = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Everything that is planned; what is available is decided where it is served. Requirement G08 names the
/// categories.
const ALL: &[Entry] = &[
    (
        "conferencing",
        "Online meetings",
        &[
            ("zoom", "Zoom"),
            ("google", "Google Meet"),
            ("microsoft", "Microsoft Teams"),
            ("goto", "GoToMeeting"),
            ("jitsi", "Jitsi"),
        ],
    ),
    ("calendars", "Company calendars", &[("exchange", "Microsoft Exchange")]),
    (
        "calendar",
        "Company calendars",
        &[
            ("google", "Google Workspace"),
            ("microsoft", "Microsoft 365"),
            ("exchange", "Exchange (EWS)"),
        ],
    ),
    (
        "communication",
        "Messages",
        &[
            ("slack", "Slack"),
            ("teams", "Microsoft Teams"),
            ("email", "E-mail"),
            ("webhook", "Webhooks"),
        ],
    ),
    ("hris", "HR systems", &[("standard", "Any HR system (Standard Webhooks)")]),
    (
        "payroll",
        "Payroll and perks",
        &[("standard", "Any payroll or perks system (Standard Webhooks)")],
    ),
    (
        "booking",
        "Booking systems",
        &[
            ("standard", "Any booking system (Standard Webhooks)"),
            ("calcom", "Cal.com"),
            ("calendly", "Calendly"),
            ("acuity", "Acuity"),
        ],
    ),
    (
        "ats",
        "Applicant tracking",
        &[
            ("greenhouse", "Greenhouse"),
            ("lever", "Lever"),
            ("ashby", "Ashby"),
            ("workable", "Workable"),
            ("smartrecruiters", "SmartRecruiters"),
            ("hrmos", "HRMOS"),
        ],
    ),
    ("storage", "Storage", &[("drive", "Google Drive")]),
    (JOB_BOARD, "Job boards", &[]),
];

/// `GET …/connectors`.
pub async fn get(call: &Call<'_>) -> Outcome {
    Ok(ok(&catalogue(&*call.config().await?)))
}

fn catalogue(config: &TenantConfig) -> Catalogue {
    let categories = ALL.iter().map(|(category, name, connectors)| Category {
        id: (*category).to_owned(),
        name: (*name).to_owned(),
        items: match *category {
            JOB_BOARD => medium::all().iter().map(board).collect(),
            _ => {
                let known = connectors.iter();
                known.map(|(id, name)| connector(config, category, id, name)).collect()
            }
        },
    });
    Catalogue { categories: categories.collect() }
}

/// A job board: each has accounts and no connection.
fn board(medium: &Medium) -> Connector {
    let (id, name) = (medium.id.clone(), medium.name.clone());
    Connector { id, name, available: true, state: None }
}

fn connector(config: &TenantConfig, category: &str, id: &str, name: &str) -> Connector {
    let is_connected = matches!(category, "conferencing" | "calendar" | "communication")
        || (category == "ats" && id == "hrmos")
        || category == "storage";
    let state = is_connected.then(|| config.connections.get(id)).flatten();
    Connector {
        id: id.to_owned(),
        name: name.to_owned(),
        available: is_available(category, id),
        state: state.map(convoke::domain::config::Connection::visible_state),
    }
}

fn is_available(category: &str, id: &str) -> bool {
    match category {
        "conferencing" => ProviderName::from_name(id).is_some(),
        "calendar" => matches!(id, "google" | "microsoft" | "exchange"),
        "communication" => Platform::from_name(id).is_some() || matches!(id, "email" | "webhook"),
        "ats" if id == Vendor::Hrmos.name() => true,
        "storage" => id == Vendor::Drive.name(),
        "hris" | "payroll" | "booking" | "ats" => id.parse::<SenderKind>().is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// G08: grouped, with Slack and Teams under communication, and what is there says so.
    #[test]
    fn the_catalogue_holds_every_connector_and_says_what_is_there() {
        let has = |category: &str, id: &str| {
            ALL.iter()
                .any(|(name, _, items)| *name == category && items.iter().any(|it| it.0 == id))
        };
        for category in [
            "hris",
            "payroll",
            "communication",
            "conferencing",
            "calendar",
            "storage",
            "job_board",
            "ats",
        ] {
            assert!(ALL.iter().any(|(name, ..)| *name == category), "{category}");
        }
        assert!(ProviderName::ALL.iter().all(|it| has("conferencing", it.name())));
        assert!(Platform::ALL.iter().all(|it| has("communication", it.name())));
        assert!(SenderKind::ALL.iter().all(|kind| has("booking", kind.name())));
        assert!(is_available("communication", "slack") && is_available("conferencing", "zoom"));
        assert!(is_available("booking", "calcom") && !is_available("ats", "lever"));
    }
}
