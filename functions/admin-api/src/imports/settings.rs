//! What a company sets for all its imports, and what it should know of them.

use convoke::domain::import::account::ImportAccount;
use convoke::domain::import::medium::{self, Mode};
use convoke::domain::import::routing::Alias;
use convoke::domain::import::settings::{AliasesBody, ImportConfig, NativeLinksBody, Recipients};
use convoke::store::ImportSetting;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Call;
use crate::query::ok;
use crate::refusal::{Outcome, Refusal};

/// Something to know that stands in nobody's way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Notice {
    /// Stable, `snake_case`.
    code: &'static str,
    /// What it means and what can be done.
    detail: String,
}

impl Notice {
    /// A notice from its code and sentence.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// What to know of an account's settings.
pub fn account_notices(
    imports: &ImportConfig,
    account: &ImportAccount,
    now: Timestamp,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    if account.end_date.is_some() {
        let detail = "nothing is imported after the end date; leave it out unless that is meant";
        notices.push(Notice::new("end_date_set", detail));
    }
    if account.again {
        let detail = "this login was here before and was deleted. Whoever it brought then is known by the board's \
                      id of the application and is not registered again; whoever can't be told for certain is \
                      marked as a possible duplicate: look at GET …/duplicates";
        notices.push(Notice::new("account_recreated", detail));
    }
    if !imports.native.linked.is_empty() {
        let detail = "the applicant system still imports from boards itself; until that is ended there and \
                      confirmed with PUT …/native-links, nothing is imported here";
        notices.push(Notice::new("native_import_active", detail));
    }
    if account.enabled && !account.pushes() && account.times.is_empty() {
        let detail = "without times it imports only when somebody asks for it";
        notices.push(Notice::new("no_times", detail));
    }
    if let Some(start) = account.start_date {
        notices.extend(start_notices(imports, start, account.day(now)));
    }
    notices
}

/// What a start date means for names of routes, and when a period begins (requirements H29, H56, H59, H60).
fn start_notices(imports: &ImportConfig, start: Date, today: Date) -> Vec<Notice> {
    let mut notices = Vec::new();
    let detail = "from this day on, applications have routes like \"AMBI (スカウト)\" and \"AMBI (通常応募)\"; where \
                  older applications have other names, reports fall apart. Options: a) rename the older ones (GET \
                  …/reports/renames), b) go on with the older names by an alias (PUT …/route-aliases), c) add both \
                  up in reports (GET …/reports/routes?group=alias)";
    notices.push(Notice::new("route_names_change", detail));
    if !imports.period_months().contains(&start.month()) || start.day() != 1 {
        let next = imports.next_period(start.max(today));
        let detail = format!(
            "{start} is not the first day of a period, so one period has routes under two names: {next} would be \
             the next such day; if it has to be earlier, choose one of the options a to c of route_names_change"
        );
        notices.push(Notice::new("not_a_period_start", detail));
    }
    notices
}

/// Who is told, as it is shown.
#[derive(Serialize, ToSchema)]
pub struct RecipientsView {
    /// As it is saved.
    #[serde(flatten)]
    recipients: Recipients,
    /// The sender of all such mails, to be let through by mail filters.
    from: String,
    /// What to know.
    warnings: Vec<Notice>,
}

fn recipients_view(call: &Call<'_>, recipients: Recipients) -> Result<RecipientsView, Refusal> {
    let mut warnings = Vec::new();
    if recipients.is_one() {
        let detail = "errors that one person overlooks stay unnoticed: add several people or a mailing list as cc";
        warnings.push(Notice::new("single_recipient", detail));
    }
    let from = call.app.config.mail_from.get()?.to_owned();
    Ok(RecipientsView { recipients, from, warnings })
}

/// `PUT …/result-recipients`.
pub async fn put_recipients(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let body: Recipients = call.checked()?;
    let setting = ImportSetting::Recipients(&body);
    call.app.store.put_import_setting(call.tenant(), &setting).await?;
    Ok(ok(&recipients_view(call, body)?))
}

/// `GET …/result-recipients`.
pub async fn recipients(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    Ok(ok(&recipients_view(call, imports.recipients.unwrap_or_default())?))
}

/// `PUT …/route-aliases`.
pub async fn put_aliases(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let body: AliasesBody = call.checked()?;
    let trimmed = |text: &str| text.trim().to_owned();
    let aliases: Vec<_> = body
        .aliases
        .iter()
        .map(|alias| Alias {
            from: trimmed(&alias.from),
            to: trimmed(&alias.to),
            group: alias.group.as_deref().map(trimmed).filter(|group| !group.is_empty()),
        })
        .collect();
    let setting = ImportSetting::Aliases(&aliases);
    call.app.store.put_import_setting(call.tenant(), &setting).await?;
    Ok(ok(&AliasesBody { aliases }))
}

/// `GET …/route-aliases`.
pub async fn aliases(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    Ok(ok(&AliasesBody { aliases: imports.aliases }))
}

/// The applicant system's own links, as they are shown.
#[derive(Serialize, ToSchema)]
pub struct NativeLinksView {
    /// Ids of boards that are still linked there.
    linked: Vec<String>,
    /// Every board whose link must be ended, and whether it is.
    media: Vec<NativeLink>,
    /// Name of the token with which it was confirmed last.
    confirmed_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
    /// Whether nothing stands in the way of imports.
    complete: bool,
}

/// A board that the applicant system can import from itself.
#[derive(Serialize, ToSchema)]
pub struct NativeLink {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Whether it is still linked there.
    linked: bool,
}

fn native_view(imports: &ImportConfig) -> NativeLinksView {
    let native = &imports.native;
    let media = medium::all().iter().filter(|it| it.native_link && it.mode == Mode::Poll);
    let link = |it: &medium::Medium| NativeLink {
        id: it.id.clone(),
        name: it.name.clone(),
        linked: native.linked.contains(&it.id),
    };
    NativeLinksView {
        linked: native.linked.iter().cloned().collect(),
        media: media.map(link).collect(),
        confirmed_by: native.by.clone(),
        confirmed_at: native.at,
        complete: native.linked.is_empty(),
    }
}

/// `PUT …/native-links`: which links there are left at the applicant system, by a recruiter.
pub async fn put_native(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let body: NativeLinksBody = call.checked()?;
    let mut imports = call.app.store.import_config(call.tenant()).await?;
    imports.native = imports.native.confirmed(&body, call.caller.name(), call.app.clock.now());
    let setting = ImportSetting::Native(&imports.native);
    call.app.store.put_import_setting(call.tenant(), &setting).await?;
    Ok(ok(&native_view(&imports)))
}

/// `GET …/native-links`.
pub async fn native(call: &Call<'_>) -> Outcome {
    call.config().await?;
    Ok(ok(&native_view(&call.app.store.import_config(call.tenant()).await?)))
}
