//! Where meetings are held: each provider, and each way into it on which something differs. Whatever the
//! steps, the watch and the truths must know of one is here, so that they are the same for all.

use clap::ValueEnum;
use convoke::domain::ids::digest;
use convoke::domain::meeting::{Attempt, Session};
use convoke::domain::settings::{CalendarKind, ProviderName};
use serde_json::{Value, json};

use super::cast::Host;
use super::step::Step;
use crate::sim::{Simulators, StateError};

/// Where meetings are held, and by whose leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Venue {
    /// Zoom, by the company's own application.
    #[default]
    Zoom,
    /// Google's calendars, by the company's service account.
    Google,
    /// Microsoft's calendars, by the company's own application.
    Microsoft,
    /// Microsoft's meetings on their own, by what each host granted.
    MicrosoftAlone,
    /// GoTo Meeting, by what each host granted.
    Goto,
    /// Jitsi, by nobody's leave. Nothing is held there.
    Jitsi,
}

/// How a service gives meetings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Terms {
    pub venue: Venue,
    /// Whether with a password of ours.
    pub password: bool,
}

/// A meeting as it stands at its venue.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The venue's id.
    pub id: String,
    /// Who hosts, as [`Venue::name_of`] says it.
    pub host: String,
    /// What it is called.
    pub topic: String,
    /// When it begins.
    pub start: String,
    /// Where guests join.
    pub link: String,
    /// All that is held of it.
    held: Value,
}

impl Standing {
    fn said(session: &Session) -> Option<Self> {
        let (live, wanted) = (session.live.as_ref()?, session.wanted.as_ref()?);
        Some(Self {
            id: live.id.clone(),
            host: live.host.clone(),
            topic: wanted.title.clone(),
            start: wanted.start.to_string(),
            link: live.join_url.clone(),
            held: Value::Null,
        })
    }
}

/// By which names a simulator holds what a meeting is.
struct Names {
    list: &'static str,
    host: &'static str,
    topic: &'static str,
    start: &'static str,
}

impl Names {
    const fn new(
        list: &'static str,
        host: &'static str,
        topic: &'static str,
        start: &'static str,
    ) -> Self {
        Self { list, host, topic, start }
    }

    fn read(&self, held: Value) -> Standing {
        let text = |name: &str| held[name].as_str().unwrap_or_default().to_owned();
        let id = held["id"].as_str().map_or_else(|| held["id"].to_string(), str::to_owned);
        Standing {
            id,
            host: text(self.host),
            topic: text(self.topic),
            start: text(self.start),
            link: text("join_url"),
            held,
        }
    }
}

impl Venue {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Zoom, Self::Google, Self::Microsoft, Self::MicrosoftAlone, Self::Goto, Self::Jitsi];

    /// The provider, which is also its simulator's name.
    #[must_use]
    pub const fn provider(self) -> ProviderName {
        match self {
            Self::Zoom => ProviderName::Zoom,
            Self::Google => ProviderName::Google,
            Self::Microsoft | Self::MicrosoftAlone => ProviderName::Microsoft,
            Self::Goto => ProviderName::Goto,
            Self::Jitsi => ProviderName::Jitsi,
        }
    }

    /// The company calendar that goes with it.
    pub(super) const fn calendar(self) -> CalendarKind {
        match self {
            Self::Zoom | Self::Goto | Self::Jitsi => CalendarKind::None,
            Self::Google => CalendarKind::Google,
            Self::Microsoft => CalendarKind::Graph,
            Self::MicrosoftAlone => CalendarKind::Ews,
        }
    }

    /// Whether each host lets the application in.
    pub(super) const fn asks_hosts(self) -> bool {
        match self {
            Self::MicrosoftAlone | Self::Goto => true,
            Self::Zoom | Self::Google | Self::Microsoft | Self::Jitsi => false,
        }
    }

    /// Whether a simulator holds what is made there.
    pub(super) const fn holds_meetings(self) -> bool {
        match self {
            Self::Zoom | Self::Google | Self::Microsoft | Self::MicrosoftAlone | Self::Goto => true,
            Self::Jitsi => false,
        }
    }

    /// Whether this can happen there. People are linked to users, and the company's application is
    /// switched off, at Zoom.
    pub(super) fn has(self, step: &Step) -> bool {
        match step {
            Step::Tell(_) | Step::Work | Step::Pass(_) | Step::Switch(_) => true,
            Step::Unmap(_) | Step::Map(_) | Step::Deactivate | Step::Reactivate => {
                self == Self::Zoom
            }
        }
    }

    /// How a host is named there.
    #[must_use]
    pub const fn name_of(self, host: Host) -> &'static str {
        match self {
            Self::Zoom => host.user,
            Self::Google | Self::Microsoft => host.email,
            Self::MicrosoftAlone => host.microsoft,
            Self::Goto => host.goto,
            Self::Jitsi => "",
        }
    }

    const fn names(self) -> Option<Names> {
        match self {
            Self::Zoom => Some(Names::new("meetings", "host_id", "topic", "start_time")),
            Self::Google => Some(Names::new("events", "calendar", "summary", "start")),
            Self::Microsoft => Some(Names::new("events", "calendar", "subject", "start")),
            Self::MicrosoftAlone => Some(Names::new("meetings", "user", "subject", "start")),
            Self::Goto => Some(Names::new("meetings", "organizer", "subject", "start")),
            Self::Jitsi => None,
        }
    }

    /// What stands there now. Events that were deleted are kept for a while, but do not stand.
    #[must_use]
    pub fn standing(self, sims: &Simulators) -> Vec<Standing> {
        let Some(names) = self.names() else { return Vec::new() };
        let mut state = sims.state(self.provider().name()).unwrap_or_default();
        let Value::Array(all) = state[names.list].take() else { return Vec::new() };
        let stands = |meeting: &Value| meeting["status"] != "cancelled";
        all.into_iter().filter(stands).map(|meeting| names.read(meeting)).collect()
    }

    /// What is held of a session's meetings; where nothing is held anywhere, what the session says.
    pub(super) fn holds(self, sims: &Simulators, session: Option<&Session>) -> Vec<Standing> {
        if self.holds_meetings() {
            return self.standing(sims);
        }
        session.and_then(Standing::said).into_iter().collect()
    }

    /// How many mails the venue itself has sent about meetings.
    pub(super) fn mails(self, sims: &Simulators) -> usize {
        let state = sims.state(self.provider().name()).unwrap_or_default();
        state["notified"].as_array().map_or(0, Vec::len)
    }

    /// Whether a meeting is what an attempt made, by what the venue shows of the attempt again.
    pub(super) fn is_of(self, meeting: &Standing, attempt: &Attempt) -> bool {
        let text = |name: &str| meeting.held[name].as_str().unwrap_or_default();
        match self {
            Self::Zoom => match &attempt.password {
                Some(password) => text("password") == password,
                None => text("agenda").starts_with(&format!("[{}]", attempt.mark)),
            },
            Self::Google => meeting.id == digest(&["google event", &attempt.id]),
            Self::Microsoft => text("transaction_id") == attempt.id,
            Self::MicrosoftAlone => text("external_id") == attempt.id,
            Self::Goto => meeting.topic.ends_with(&format!("[{}]", attempt.mark)),
            Self::Jitsi => false,
        }
    }

    /// Takes everything away, for the next story. What is made shows after so many seconds from now on,
    /// where that can be: in Zoom's lists, or as the link of Google's events, which then comes two
    /// seconds later.
    pub(super) fn empty(self, sims: &Simulators, lag_s: u32) -> Result<(), StateError> {
        let pace = if lag_s > 0 { "pending" } else { "at_once" };
        let emptied = match self {
            Self::Zoom => json!({"account": {"list_lag_s": lag_s}, "meetings": []}),
            Self::Google => json!({"conference": pace, "events": [], "notified": []}),
            Self::Microsoft | Self::MicrosoftAlone => {
                json!({"events": [], "meetings": [], "notified": []})
            }
            Self::Goto => json!({"meetings": []}),
            Self::Jitsi => return Ok(()),
        };
        sims.merge_state(self.provider().name(), &emptied)
    }
}
