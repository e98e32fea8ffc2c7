//! What happens from outside in the course of a run: the sender speaks, somebody changes a setting,
//! a vendor's administrator does something, time passes.

use convoke::app::configs::Fresh;
use convoke::app::{App, configure, connect};
use convoke::domain::config::Whose;
use convoke::domain::fault::HealKey;
use serde_json::json;

use super::cast::{Fact, Host, TENANT};
use super::furnish::{link, service};
use super::venue::Terms;
use super::worker::{Role, post};
use super::world::World;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The sender says something.
    Tell(Fact),
    /// The functions do what they can do now.
    Work,
    /// So many seconds pass.
    Pass(i64),
    /// A host loses the user at the provider.
    Unmap(Host),
    /// A host gets the user back, through the admin API's verbs.
    Map(Host),
    /// The service's video is switched off or on.
    Switch(bool),
    /// The app is deactivated at the provider: its tokens are refused from now on.
    Deactivate,
    /// It is activated again, and somebody verifies the connection here.
    Reactivate,
}

/// What somebody outside wants done, and tries again until it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    /// A fact of the session of this number.
    Tell(u32, Fact),
    Map(Host),
    Verify,
}

impl Errand {
    pub const fn role(self) -> Role {
        match self {
            Self::Tell(..) => Role::Receive,
            Self::Map(_) | Self::Verify => Role::Admin,
        }
    }
}

/// The sender's id of the session of this number.
#[must_use]
pub fn session_id(number: u32) -> String {
    format!("b{number}")
}

/// Runs an errand in a function's process; whether it is done.
pub(super) async fn errand(app: &App, errand: &Errand) -> bool {
    match errand {
        Errand::Tell(number, fact) => post(app, &fact.body(&session_id(*number))).await,
        Errand::Map(host) => map(app, *host).await,
        Errand::Verify => connect::verify(app, TENANT, Whose::tenants("zoom")).await.is_ok(),
    }
}

async fn map(app: &App, host: Host) -> bool {
    let Ok(config) = app.configs.of(TENANT, Fresh::Now).await else { return false };
    let keys: Vec<HealKey> = configure::host_keys(&config, host.person);
    configure::put(app, TENANT, &link(host), &keys).await.is_ok()
}

impl World {
    /// A step that happens at once and as a whole, whatever the functions are doing.
    pub(super) async fn impose(&self, step: Step, number: u32, terms: Terms) {
        if let Some(wanted) = self.arrange(step, number, terms).await {
            errand(&self.app, &wanted).await;
        }
    }

    /// Does what needs no function: nothing goes wrong at it. What a function must do for the step is
    /// returned.
    pub(super) async fn arrange(&self, step: Step, number: u32, terms: Terms) -> Option<Errand> {
        let app_active = |active: bool| json!({"account": {"app_active": active}});
        match step {
            Step::Tell(fact) => return Some(Errand::Tell(number, fact)),
            Step::Map(host) => return Some(Errand::Map(host)),
            Step::Work => {}
            Step::Pass(seconds) => self.time.pass_ms(seconds * 1000),
            Step::Unmap(host) => {
                let item = format!("link#zoom#{}", host.person);
                let _ = configure::delete(&self.app, TENANT, &item).await;
            }
            Step::Switch(on) => {
                let _ = self.put(service(on, terms)).await;
            }
            Step::Deactivate => {
                let _ = self.sims.merge_state("zoom", &app_active(false));
            }
            Step::Reactivate => {
                let _ = self.sims.merge_state("zoom", &app_active(true));
                return Some(Errand::Verify);
            }
        }
        None
    }
}
