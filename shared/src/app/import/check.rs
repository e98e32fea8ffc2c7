//! Checking a login: thirty seconds at most, and apart from any import.

use std::time::Duration;

use super::report;
use crate::app::configs::Fresh;
use crate::app::{App, Context};
use crate::domain::fault::Fault;
use crate::domain::import::account::{ImportAccount, LoginProblem, LoginState, Side};
use crate::domain::import::report::Tells;
use crate::providers::ProviderFault;
use crate::providers::board::{Board, BoardFault, BoardLogin};
use crate::queue::CheckOrder;
use crate::vault::Place;

/// How long a check may take (requirement H26).
const LONGEST: Duration = Duration::from_secs(30);

/// Tries a login, unless another check or a deletion has overtaken this one.
pub(super) async fn handle(app: &App, order: &CheckOrder, context: &Context) -> Result<(), Fault> {
    let CheckOrder { tenant, account: id, check } = order;
    let Some((account, _)) = app.store.import_account(tenant, id).await? else { return Ok(()) };
    let is_this = account.checking.as_ref().is_some_and(|checking| checking.id == *check);
    if account.deleted_at.is_some() || !is_this {
        return Ok(());
    }
    let (state, problem) = outcome(app, tenant, id, &account).await?;
    let before = account.checking.as_ref().map(|checking| checking.before);
    let paused = state == LoginState::LoginFailed && before != Some(state);
    let seen = account.credentials;
    app.store
        .change_import_account(tenant, id, |account| {
            let is_this = account.checking.as_ref().is_some_and(|it| it.id == *check);
            if !is_this || account.credentials != seen {
                return false;
            }
            account.checking = None;
            account.login_state = state;
            account.problem.clone_from(&problem);
            true
        })
        .await?;
    if !paused {
        return Ok(());
    }
    // By the check, so that a repeated message tells it once.
    let tells = Tells::SchedulePaused;
    report::tell(app, tenant, (id, &account), (tells, check), &context.trace).await
}

async fn outcome(
    app: &App,
    tenant: &str,
    id: &str,
    account: &ImportAccount,
) -> Result<(LoginState, Option<LoginProblem>), Fault> {
    if !account.enabled {
        return Ok((LoginState::Unverified, None));
    }
    let medium = match account.board() {
        Some(_) if account.pushes() => Ok(()),
        Some(medium) => {
            let login = login(app, tenant, id, account).await?;
            match tokio::time::timeout(LONGEST, log_in(app, medium, &login)).await {
                Ok(tried) => tried,
                Err(_) => return Ok((LoginState::Timeout, Some(timed_out()))),
            }
        }
        None => Err(BoardFault::NoAddress),
    };
    match medium {
        Ok(()) => ats(app, tenant).await,
        Err(BoardFault::LoginRefused) => Ok((LoginState::LoginFailed, Some(refused()))),
        Err(BoardFault::Passing(_)) => Ok((LoginState::Timeout, Some(timed_out()))),
        Err(BoardFault::Changed(part)) => Ok((LoginState::Timeout, Some(changed(&part)))),
        Err(BoardFault::NoAddress) => Ok((LoginState::Timeout, Some(no_address()))),
    }
}

async fn log_in(
    app: &App,
    medium: &'static crate::domain::import::medium::Medium,
    login: &BoardLogin,
) -> Result<(), BoardFault> {
    Board::new(&app.boards, app.config.vendors.media.as_deref(), medium, login)?.log_in().await
}

/// The other side of the same path: with a token that is not valid nothing arrives either.
async fn ats(app: &App, tenant: &str) -> Result<(LoginState, Option<LoginProblem>), Fault> {
    let Some(config) = app.configs.get(tenant, Fresh::Now).await? else {
        return Ok((LoginState::Unverified, None));
    };
    if config.connection(super::WHOSE).is_none_or(|connection| !connection.enabled) {
        return Ok((LoginState::Verified, None));
    }
    match super::verify(app, &config).await {
        Err(ProviderFault::Connection { reason, .. }) => {
            let code = super::destination::TOKEN.to_owned();
            let problem = LoginProblem { side: Side::Ats, code, detail: reason };
            Ok((LoginState::LoginFailed, Some(problem)))
        }
        _ => Ok((LoginState::Verified, None)),
    }
}

/// The login with its password opened.
///
/// # Errors
/// [`Fault::Retry`] when it can't be.
pub(super) async fn login(
    app: &App,
    tenant: &str,
    id: &str,
    account: &ImportAccount,
) -> Result<BoardLogin, Fault> {
    let sealed = account.password.as_ref();
    let sealed = sealed.ok_or_else(|| Fault::retry(60, "an import account without a password"))?;
    let item = format!("account#{id}");
    let place = Place { tenant, item: &item, field: "password" };
    let password = app.vault.open(place, sealed).await?;
    Ok(BoardLogin { login: account.login.clone(), password })
}

fn problem(code: &str, detail: String) -> LoginProblem {
    LoginProblem { side: Side::Medium, code: code.to_owned(), detail }
}

/// What a refused login means for a person.
pub(super) fn refused() -> LoginProblem {
    let detail = "the board does not accept the login: log in there yourself, then save the login and the \
                  password here and check again; until then nothing is imported";
    problem("medium_login_failed", detail.to_owned())
}

fn timed_out() -> LoginProblem {
    problem("timeout", "the board did not answer within 30 seconds: check again later".to_owned())
}

fn changed(part: &str) -> LoginProblem {
    problem("format_changed", format!("the board's login looks different by now ({part})"))
}

fn no_address() -> LoginProblem {
    let detail = "this deployment says no address of job boards: set MediaApiUrl";
    problem("medium_address_missing", detail.to_owned())
}
