//! Telling how imports went: one mail for each run that is over, to the recipients that a company has set, or
//! else to its contact.

use jiff::{SignedDuration, Timestamp};

use crate::app::configs::Fresh;
use crate::app::post::post;
use crate::app::tokens::{self, NewToken};
use crate::app::{App, Context};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::ids::digest;
use crate::domain::import::account::ImportAccount;
use crate::domain::import::medium;
use crate::domain::import::report::{self, Report, Tells, Warning};
use crate::domain::import::run::{RunRecord, RunState};
use crate::domain::import::settings::{ImportConfig, Recipients};
use crate::domain::language::Language;
use crate::domain::mail::{self, Copies, MailParts};
use crate::queue::{Envelope, Told};

use super::destination::{MISSING, REFUSED, TOKEN, UNREACHABLE};

/// How long a claim holds: longer than the function can run.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);
/// Longer than it is remembered.
const FOR_GOOD: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Sends the result of a run on its way.
pub(super) async fn run(
    app: &App,
    (config, imports): (&TenantConfig, &ImportConfig),
    run: &RunRecord,
    trace: &str,
) -> Result<(), Fault> {
    let finds_nothing = run.counts.new == 0 && run.state == RunState::Succeeded;
    let zero = imports.recipients.as_ref().is_none_or(|recipients| recipients.send_zero_result);
    if finds_nothing && !zero {
        return Ok(());
    }
    let id = digest(&["run_result", &config.id, &run.id]);
    let tells = of_run(run, imports);
    queue(
        app,
        config,
        Told { tenant: config.id.clone(), told: id, to: None, report: of(config, run, tells) },
        trace,
    )
    .await
}

/// Sends word of a run that is late.
pub(super) async fn late(
    app: &App,
    tenant: &str,
    run: &RunRecord,
    trace: &str,
) -> Result<(), Fault> {
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let id = digest(&["run_late", tenant, &run.id]);
    let minutes = u32::try_from(crate::domain::import::run::LATE_AFTER_MIN).unwrap_or_default();
    let report = of(&config, run, Tells::Late { minutes });
    queue(app, &config, Told { tenant: tenant.to_owned(), told: id, to: None, report }, trace).await
}

/// Sends word of an account; `mark` tells it from other news of its kind.
pub(super) async fn tell(
    app: &App,
    tenant: &str,
    (id, account): (&str, &ImportAccount),
    (tells, mark): (Tells, &str),
    trace: &str,
) -> Result<(), Fault> {
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let report = Report {
        company: config.tenant.name.clone(),
        company_id: config.id.clone(),
        account_label: account.label.clone(),
        medium: name_of(&account.medium),
        scheduled_for: None,
        started_at: None,
        finished_at: None,
        time_zone: account.time_zone.clone(),
        tells,
    };
    let told = digest(&["account", tenant, id, mark]);
    queue(app, &config, Told { tenant: tenant.to_owned(), told, to: None, report }, trace).await
}

/// Mails somebody a link by which a token can be fetched once.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn mail_link(
    app: &App,
    config: &TenantConfig,
    new: NewToken,
    address: &str,
    trace: &str,
) -> Result<(), Fault> {
    let account = match &new.account {
        Some(id) => app.store.import_account(&config.id, id).await?.map(|(account, _)| account),
        None => None,
    };
    let url = tokens::ticket(app, &config.id, new).await?;
    let id = digest(&["token_link", &config.id, &url]);
    let report = Report {
        company: config.tenant.name.clone(),
        company_id: config.id.clone(),
        account_label: account.as_ref().map(|it| it.label.clone()).unwrap_or_default(),
        medium: account.as_ref().map(|it| name_of(&it.medium)).unwrap_or_default(),
        scheduled_for: None,
        started_at: None,
        finished_at: None,
        time_zone: config.tenant.time_zone.clone(),
        tells: Tells::TokenLink { url, expires_hours: tokens::TEMPORARY_HOURS },
    };
    let to = Some(address.to_owned());
    queue(app, config, Told { tenant: config.id.clone(), told: id, to, report }, trace).await
}

async fn queue(app: &App, config: &TenantConfig, told: Told, trace: &str) -> Result<(), Fault> {
    app.deliveries()?.send(&config.id, &Envelope::new(trace, told)).await
}

fn name_of(medium_id: &str) -> String {
    medium::named(medium_id).map_or_else(|| medium_id.to_owned(), |medium| medium.name.clone())
}

fn of(config: &TenantConfig, run: &RunRecord, tells: Tells) -> Report {
    Report {
        company: config.tenant.name.clone(),
        company_id: config.id.clone(),
        account_label: run.label.clone(),
        medium: name_of(&run.medium),
        scheduled_for: Some(run.scheduled_for),
        started_at: run.started_at,
        finished_at: run.finished_at,
        time_zone: config.tenant.time_zone.clone(),
        tells,
    }
}

/// What a mail about a run says.
fn of_run(run: &RunRecord, imports: &ImportConfig) -> Tells {
    let reason = run.reason.as_deref().unwrap_or_default();
    let (code, rest) = reason.split_once(':').unwrap_or((reason, ""));
    let kept = run.counts.undelivered;
    match (run.state, code) {
        (RunState::Succeeded, _) => {
            Tells::Finished { counts: run.counts, warnings: warnings(run, imports) }
        }
        (_, TOKEN) => Tells::AtsLoginFailed { kept },
        (_, UNREACHABLE) => Tells::AtsUnreachable { kept },
        (_, MISSING | REFUSED) => Tells::ConfigurationError { code: code.to_owned() },
        (RunState::Partial, _) => Tells::Partial {
            counts: run.counts,
            failed_rows: run.failed_rows.clone(),
            warnings: warnings(run, imports),
        },
        (_, "medium_login_failed") => Tells::MediumLoginFailed,
        (_, "medium_unreachable") => Tells::MediumUnreachable,
        (_, "undecodable") => Tells::Undecodable { line: rest.parse().unwrap_or_default() },
        (_, "format_changed") => {
            let (field, expected) = rest.split_once(':').unwrap_or((rest, ""));
            let expected = expected.split('、').filter(|it| !it.is_empty()).map(str::to_owned);
            Tells::FormatChanged { field: field.to_owned(), expected: expected.collect() }
        }
        _ => Tells::ConfigurationError { code: code.to_owned() },
    }
}

fn warnings(run: &RunRecord, imports: &ImportConfig) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for code in &run.warnings {
        if let Some(cap) = code.strip_prefix("cap_reached:").and_then(|cap| cap.parse().ok()) {
            warnings.push(Warning::CapReached { cap });
        }
    }
    if imports.recipients.as_ref().is_some_and(Recipients::is_one) {
        warnings.push(Warning::SingleRecipient);
    }
    warnings
}

/// Mails what is told, unless it was mailed.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn send(app: &App, told: &Told, _: &Context) -> Result<(), Fault> {
    let Told { tenant, told: id, to, report } = told;
    let now = app.clock.now();
    if !app.store.claim_notice(tenant, id, (now, now + CLAIM)).await? {
        return Ok(());
    }
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let imports = app.store.import_config(tenant).await?;
    let one = |to: &String| Recipients { to: vec![to.clone()], ..Recipients::default() };
    let recipients = to.as_ref().map(one).or_else(|| recipients(&config, &imports));
    let Some(recipients) = recipients else { return Ok(()) };
    let sent = post(app, &composed(app, &config, &recipients, (id, report))?).await;
    let until = if sent.is_ok() { now + FOR_GOOD } else { now };
    app.store.hold_notice(tenant, id, until).await?;
    match sent {
        Ok(_) => Ok(()),
        Err(Fault::Rejected(reason)) => {
            tracing::warn!(tenant, code = reason.code, "a result can't be mailed");
            Ok(())
        }
        Err(fault) => Err(fault),
    }
}

fn recipients(config: &TenantConfig, imports: &ImportConfig) -> Option<Recipients> {
    let contact = || {
        let contact = config.tenant.contact.as_ref()?;
        Some(Recipients { to: vec![contact.email.clone()], cc: Vec::new(), send_zero_result: true })
    };
    imports.recipients.clone().or_else(contact)
}

fn composed(
    app: &App,
    config: &TenantConfig,
    recipients: &Recipients,
    (id, report): (&str, &Report),
) -> Result<MailParts, Fault> {
    let language = Language::of(&config.tenant.locale);
    let message = report::message(language, report);
    let from = app.config.mail_from.get()?.to_owned();
    let mut to = recipients.to.iter().map(|address| address.trim().to_owned());
    let first = to.next().unwrap_or_default();
    let copies = Copies {
        to: to.collect(),
        cc: recipients.cc.iter().map(|address| address.trim().to_owned()).collect(),
    };
    Ok(MailParts {
        to: (String::new(), first),
        copies,
        reply_to: None,
        date: app.clock.now().max(Timestamp::UNIX_EPOCH),
        html: mail::html_of(&message, language.tag()),
        subject: message.subject,
        text: message.text,
        calendar: None,
        message_id: mail::message_id(id, &from),
        from,
        from_name: String::new(),
    })
}
