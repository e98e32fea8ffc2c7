//! One login at one job board: what is configured, what is known of it, and whether it may run.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::medium::{self, Medium, Mode};
use super::schedule::{self, Outside, Times};
use crate::domain::config::Sealed;
use crate::domain::problem::FieldErrors;
use crate::domain::settings::{Checked, MASK};

/// How far before its start date an account imports, unless it says otherwise (reading R1).
pub const LOOKBACK_DAYS: u8 = 2;
/// The furthest it may look back.
const MOST_LOOKBACK_DAYS: u8 = 60;
/// The longest login and password, in characters.
const LONGEST: usize = 500;
/// The zone of boards in Japan.
const ZONE: &str = "Asia/Tokyo";

/// An import account as it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountBody {
    /// The board: its id or its name.
    pub medium: String,
    /// As one logs in there; none for a board that pushes.
    #[serde(default)]
    pub login: String,
    /// The password. Left out or masked, the one that is kept stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Off: nothing is imported, nothing is taken in, and no login is checked.
    #[serde(default = "on")]
    pub enabled: bool,
    /// At most four times a day at which an import starts, on half hours. Without
    /// any, it imports only when somebody asks for it.
    #[serde(default)]
    pub times: Vec<String>,
    /// The first day of imports; applicants of the days before it, as far as `lookback_days` say, come too.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub start_date: Option<Date>,
    /// Days before the start date from which applicants come, counted from midnight.
    #[serde(default = "lookback")]
    pub lookback_days: u8,
    /// The last day of imports; leave it out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub end_date: Option<Date>,
    /// The zone in which times and dates are meant.
    #[serde(default = "zone")]
    pub time_zone: String,
}

const fn on() -> bool {
    true
}

const fn lookback() -> u8 {
    LOOKBACK_DAYS
}

fn zone() -> String {
    ZONE.to_owned()
}

impl AccountBody {
    /// The password that was given; none when the one that is kept is to stay.
    #[must_use]
    pub fn new_password(&self) -> Option<&str> {
        self.password.as_deref().filter(|given| !given.is_empty() && *given != MASK)
    }

    fn check_medium(&self, errors: &mut FieldErrors) {
        if medium::is_bizreach(&self.medium) {
            let detail = "BizReach is linked in the applicant system itself, every few minutes: use its own \
                          page \"ビズリーチと連携する\" there; it needs no account here and may stay linked";
            errors.add("medium", "bizreach_is_linked_natively", detail);
        } else if medium::named(&self.medium).is_none() {
            let detail = "no such board; GET /v1/media lists them";
            errors.add("medium", "medium_unknown", detail);
        }
    }

    fn check_login(&self, medium: &Medium, errors: &mut FieldErrors) {
        let pushes = medium.mode == Mode::Push;
        if pushes {
            let detail =
                "this board sends each applicant at once and has no schedule: leave the times out";
            errors.require(self.times.is_empty(), "times", "medium_pushes", detail);
            return;
        }
        let fits = (1..=LONGEST).contains(&self.login.trim().chars().count());
        errors.require(fits, "login", "required", "the login at the board, 1 to 500 characters");
        let password = self.password.as_deref().unwrap_or_default();
        let fits = password.chars().count() <= LONGEST;
        errors.require(fits, "password", "too_long", "at most 500 characters");
    }

    fn check_times(&self, errors: &mut FieldErrors) {
        let Err(faults) = Times::parse(&self.times) else { return };
        for fault in faults {
            let field = match fault.code {
                "max_4_runs_per_day" => "times".to_owned(),
                _ => format!("times[{}]", fault.index),
            };
            let detail = "at most four different times a day, each HH:00 or HH:30";
            errors.add(&field, fault.code, detail);
        }
    }
}

impl Checked for AccountBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        self.check_medium(&mut errors);
        if let Some(medium) = medium::named(&self.medium) {
            self.check_login(medium, &mut errors);
        }
        self.check_times(&mut errors);
        let zone = jiff::tz::TimeZone::get(&self.time_zone).is_ok();
        let detail = "an IANA time zone name like Asia/Tokyo";
        errors.require(zone, "time_zone", "time_zone_unknown", detail);
        let fits = self.lookback_days <= MOST_LOOKBACK_DAYS;
        errors.require(fits, "lookback_days", "invalid", "0 to 60 days");
        let ends_after = match (self.start_date, self.end_date) {
            (Some(start), Some(end)) => start <= end,
            _ => true,
        };
        errors.require(
            ends_after,
            "end_date",
            "invalid",
            "not before the start date; leave it out",
        );
        errors.into_result()
    }
}

/// What is known of a login.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoginState {
    /// Saved, not tried.
    #[default]
    Unverified,
    /// It is being tried.
    Checking,
    /// It works.
    Verified,
    /// The board refuses it. Nothing is imported until a check succeeds.
    LoginFailed,
    /// The board did not answer in time.
    Timeout,
}

/// Why a check failed, and on whose side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LoginProblem {
    /// `medium` or `ats`.
    pub side: Side,
    /// Stable, `snake_case`.
    pub code: String,
    /// What to do.
    pub detail: String,
}

/// On whose side something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The job board's.
    Medium,
    /// The applicant system's, where applications go.
    Ats,
}

/// An import account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportAccount {
    /// The board's id.
    pub medium: String,
    /// What people call it: the board and a number, `Green_001`.
    pub label: String,
    /// As one logs in.
    #[serde(default)]
    pub login: String,
    /// The password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Sealed>,
    /// Grows with the credentials: a check of older ones says nothing.
    #[serde(default)]
    pub credentials: u64,
    /// See [`AccountBody::enabled`].
    pub enabled: bool,
    /// When imports start.
    #[serde(default)]
    pub times: Vec<String>,
    /// The first day.
    #[serde(default)]
    pub start_date: Option<Date>,
    /// Days before it that are looked back.
    pub lookback_days: u8,
    /// The last day.
    #[serde(default)]
    pub end_date: Option<Date>,
    /// Zone of all of them.
    pub time_zone: String,
    /// What is known of the login.
    #[serde(default)]
    pub login_state: LoginState,
    /// Why it does not work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<LoginProblem>,
    /// The check that goes on, and since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checking: Option<Checking>,
    /// Up to when a run that went well has asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watermark: Option<Timestamp>,
    /// Set once this very login was there before and was deleted (requirement H24).
    #[serde(default)]
    pub again: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was deleted; nothing of it is shown any more, and its secrets are gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// A check of a login that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checking {
    /// Which one.
    pub id: String,
    /// Since when.
    pub since: Timestamp,
    /// What was known before.
    #[serde(default)]
    pub before: LoginState,
}

/// Why an account does not run: a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotRunnable {
    /// It is switched off.
    Disabled,
    /// The board refuses the login: the schedule is paused until a check succeeds.
    Paused,
    /// Its first day has not come.
    NotStarted,
    /// Its last day is over.
    Ended,
    /// The board needs an option that the tenant has not.
    OptionRequired,
    /// The applicant system still imports from boards itself.
    NativeImportActive,
    /// Another run of the account goes on.
    Overlap,
}

impl NotRunnable {
    /// As it stands in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Paused => "paused",
            Self::NotStarted => "not_started",
            Self::Ended => "ended",
            Self::OptionRequired => "option_required",
            Self::NativeImportActive => "native_import_active",
            Self::Overlap => "overlap",
        }
    }
}

impl fmt::Display for NotRunnable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl ImportAccount {
    /// The board.
    #[must_use]
    pub fn board(&self) -> Option<&'static Medium> {
        medium::named(&self.medium)
    }

    /// Whether the board sends applicants by itself.
    #[must_use]
    pub fn pushes(&self) -> bool {
        self.board().is_some_and(|medium| medium.mode == Mode::Push)
    }

    /// The zone; Japan's, should the name mean nothing any more.
    #[must_use]
    pub fn zone(&self) -> jiff::tz::TimeZone {
        let named = |name: &str| jiff::tz::TimeZone::get(name).ok();
        named(&self.time_zone).or_else(|| named(ZONE)).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// The day of an instant in the account's zone.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone()).date()
    }

    /// What stands against importing at this instant, as far as the account itself tells.
    #[must_use]
    pub fn against(&self, at: Timestamp) -> Vec<NotRunnable> {
        let mut against = Vec::new();
        if !self.enabled {
            against.push(NotRunnable::Disabled);
        }
        if matches!(self.login_state, LoginState::LoginFailed) {
            against.push(NotRunnable::Paused);
        }
        if let Some(start) = self.start_date {
            let days = schedule::is_within(start, self.lookback_days, self.end_date, self.day(at));
            match days {
                Ok(()) => {}
                Err(Outside::NotStarted) => against.push(NotRunnable::NotStarted),
                Err(Outside::Ended) => against.push(NotRunnable::Ended),
            }
        } else if self.end_date.is_some_and(|end| self.day(at) > end) {
            against.push(NotRunnable::Ended);
        }
        against
    }

    /// From when applicants are wanted at all. `None` when there is no start date: then from two days before
    /// the account was made.
    #[must_use]
    pub fn wanted_from(&self) -> Timestamp {
        let start = self.start_date.unwrap_or_else(|| self.day(self.created_at));
        schedule::window_start(start, self.lookback_days, None, &self.zone())
    }

    /// From when the board is asked: no more than a day before what was asked for successfully.
    #[must_use]
    pub fn asked_from(&self) -> Timestamp {
        let start = self.start_date.unwrap_or_else(|| self.day(self.created_at));
        schedule::window_start(start, self.lookback_days, self.watermark, &self.zone())
    }
}
