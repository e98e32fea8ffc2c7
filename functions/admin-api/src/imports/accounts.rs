//! Import accounts.

use convoke::app::import::account;
use convoke::domain::config::TenantConfig;
use convoke::domain::import::account::{
    AccountBody, ImportAccount, LoginProblem, LoginState, NotRunnable,
};
use convoke::domain::import::settings::ImportConfig;
use convoke::domain::settings::MASK;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::settings::Notice;
use crate::call::{Call, accepted, gone, stored};
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// An account as it is shown.
#[derive(Serialize, ToSchema)]
pub struct AccountView {
    /// Its id.
    id: String,
    /// The board.
    medium: String,
    /// What people call it: the board and a number.
    label: String,
    /// As one logs in there.
    login: String,
    /// Always masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'static str>,
    /// The switch.
    enabled: bool,
    /// When imports start. Applicants arrive at the applicant system up to an hour later.
    times: Vec<String>,
    /// The first day.
    #[schema(value_type = Option<String>, format = Date)]
    start_date: Option<Date>,
    /// Days before it that are looked back.
    lookback_days: u8,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    end_date: Option<Date>,
    /// Zone of times and days.
    time_zone: String,
    /// What is known of the login.
    login_state: LoginState,
    /// Why it does not work: on whose side, and what to do.
    error: Option<LoginProblem>,
    /// Whether the next run will import anything.
    runnable: bool,
    /// Why not.
    reasons: Vec<NotRunnable>,
    /// What to know of these settings.
    warnings: Vec<Notice>,
}

fn view(
    (config, imports): (&TenantConfig, &ImportConfig),
    id: &str,
    account: &ImportAccount,
    now: Timestamp,
) -> AccountView {
    let reasons = account::against(config, imports, account, now);
    AccountView {
        id: id.to_owned(),
        medium: account.medium.clone(),
        label: account.label.clone(),
        login: account.login.clone(),
        password: account.password.as_ref().map(|_| MASK),
        enabled: account.enabled,
        times: account.times.clone(),
        start_date: account.start_date,
        lookback_days: account.lookback_days,
        end_date: account.end_date,
        time_zone: account.time_zone.clone(),
        login_state: account.login_state,
        error: account.problem.clone(),
        runnable: reasons.is_empty(),
        reasons,
        warnings: super::settings::account_notices(imports, account, now),
    }
}

/// `GET …/import-accounts`.
pub async fn list(call: &Call<'_>) -> Outcome {
    let config = call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    let now = call.app.clock.now();
    let shown = |(id, account): (&String, &ImportAccount)| {
        (id.clone(), view((&config, &imports), id, account, now))
    };
    call.query.page(imports.live().map(shown).collect::<Vec<_>>())
}

/// `PUT …/import-accounts/{a}`.
pub async fn put(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("a"));
    let body: AccountBody = call.checked()?;
    let acknowledged = call.query.get("acknowledge") == Some("route_names");
    let saved = account::save(call.app, &config, id, &body, acknowledged).await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    let now = call.app.clock.now();
    Ok(stored(saved.is_new, &view((&config, &imports), id, &saved.account, now)))
}

/// `GET …/import-accounts/{a}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    let (config, id) = (call.config().await?, call.param("a"));
    let imports = call.app.store.import_config(call.tenant()).await?;
    let account = imports.account(id).ok_or_else(|| Refusal::not_found("import account"))?;
    Ok(ok(&view((&config, &imports), id, account, call.app.clock.now())))
}

/// `DELETE …/import-accounts/{a}?confirm=true`.
pub async fn delete(call: &Call<'_>) -> Outcome {
    call.config().await?;
    if call.query.get("confirm") != Some("true") {
        let known = call.app.store.import_account(call.tenant(), call.param("a")).await?;
        if known.is_none_or(|(account, _)| account.deleted_at.is_some()) {
            return Err(Refusal::not_found("import account"));
        }
        let detail = "deleting is for good: the credentials are destroyed, and the account can't be had back. To \
                      pause it, save it with \"enabled\": false; to delete it, repeat with ?confirm=true";
        return Err(Refusal::conflict("confirm_required", detail));
    }
    account::delete(call.app, call.tenant(), call.param("a")).await?;
    Ok(gone())
}

/// What goes on after the answer.
#[derive(Serialize, ToSchema)]
pub struct Checking {
    /// The account.
    id: String,
    /// `checking`; how it ended shows at the account within half a minute.
    login_state: LoginState,
}

/// `POST …/import-accounts/{a}/check-login`.
pub async fn check(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let id = call.param("a");
    let account = account::check(call.app, call.tenant(), id, call.trace).await?;
    Ok(accepted(&Checking { id: id.to_owned(), login_state: account.login_state }))
}

/// A run that will begin.
#[derive(Serialize, ToSchema)]
pub struct Starting {
    /// The run's id, as it will be found among the runs.
    id: String,
    /// The account.
    account: String,
    /// When it was to start.
    #[schema(value_type = String, format = DateTime)]
    scheduled_for: Timestamp,
}

/// `POST …/import-accounts/{a}/run`.
pub async fn run(call: &Call<'_>) -> Outcome {
    let (config, account) = (call.config().await?, call.param("a"));
    let (id, scheduled_for) = account::run_now(call.app, &config, account, call.trace).await?;
    Ok(accepted(&Starting { id, account: account.to_owned(), scheduled_for }))
}
