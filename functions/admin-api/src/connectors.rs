//! What there is to connect, by category.

use convoke::domain::config::{ConnectionState, TenantConfig};
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

/// Category, its name, and its connectors by id and name.
type Entry = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Everything that is planned; what is available is decided where it is served.
const ALL: &[Entry] = &[
    (
        "meetings",
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
        "senders",
        "Booking, applicant and HR systems",
        &[
            ("standard", "Standard Webhooks"),
            ("calcom", "Cal.com"),
            ("calendly", "Calendly"),
            ("acuity", "Acuity"),
            ("greenhouse", "Greenhouse"),
            ("lever", "Lever"),
            ("ashby", "Ashby"),
            ("workable", "Workable"),
            ("smartrecruiters", "SmartRecruiters"),
        ],
    ),
    ("messages", "Messages", &[("email", "E-mail"), ("slack", "Slack"), ("teams", "Teams")]),
    ("storage", "Storage", &[("drive", "Google Drive")]),
    ("applicants", "Applicant tracking", &[("hrmos", "HRMOS")]),
];

/// `GET …/connectors`.
pub async fn get(call: &Call<'_>) -> Outcome {
    Ok(ok(&catalogue(&*call.config().await?)))
}

fn catalogue(config: &TenantConfig) -> Catalogue {
    let categories = ALL.iter().map(|(category, name, connectors)| Category {
        id: (*category).to_owned(),
        name: (*name).to_owned(),
        items: connectors.iter().map(|(id, name)| connector(config, category, id, name)).collect(),
    });
    Catalogue { categories: categories.collect() }
}

fn connector(config: &TenantConfig, category: &str, id: &str, name: &str) -> Connector {
    let state =
        matches!(category, "meetings" | "calendars").then(|| config.connections.get(id)).flatten();
    Connector {
        id: id.to_owned(),
        name: name.to_owned(),
        available: is_available(category, id),
        state: state.map(convoke::domain::config::Connection::visible_state),
    }
}

fn is_available(category: &str, id: &str) -> bool {
    use convoke::domain::settings::ProviderName;
    match category {
        "meetings" => ProviderName::from_name(id).is_some(),
        "senders" => id.parse::<SenderKind>().is_ok(),
        "calendars" => id == "exchange",
        "messages" => id == "email",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::settings::ProviderName;

    #[test]
    fn the_catalogue_holds_every_provider_and_sender_and_says_what_is_there() {
        let has = |category: &str, id: &str| {
            ALL.iter()
                .any(|(name, _, items)| *name == category && items.iter().any(|it| it.0 == id))
        };
        assert!(ProviderName::ALL.iter().all(|provider| has("meetings", provider.name())));
        assert!(SenderKind::ALL.iter().all(|kind| has("senders", kind.name())));
        assert!(is_available("meetings", "zoom") && is_available("meetings", "google"));
        assert!(is_available("senders", "calcom") && !is_available("senders", "lever"));
    }
}
