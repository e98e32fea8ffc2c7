//! The routes of applicant import.

use convoke::domain::import::account::AccountBody;
use convoke::domain::import::routing::RoutingRule;
use convoke::domain::import::settings::{AliasesBody, NativeLinksBody, Recipients};

use crate::imports::accounts::{AccountView, Checking, Starting};
use crate::imports::applications::ApplicationView;
use crate::imports::duplicates::PairView;
use crate::imports::media::MediumView;
use crate::imports::push::{PushAnswer, PushBody};
use crate::imports::reports::{PositionCount, Rename, RouteCount};
use crate::imports::rules::{MigrateBody, Migrated, RuleView};
use crate::imports::runs::RunView;
use crate::imports::settings::{NativeLinksView, RecipientsView};
use crate::imports::{
    accounts, applications, duplicates, media, push, reports, rules, runs, settings,
};
use crate::routes::{Needs, Route};

/// Applicant import.
pub fn table() -> Vec<Route> {
    [fetching(), sorting(), decided(), reported()].into_iter().flatten().collect()
}

fn fetching() -> Vec<Route> {
    const MEDIA: &str = "/v1/media";
    const ACCOUNTS: &str = "/v1/tenants/{t}/import-accounts";
    const ACCOUNT: &str = "/v1/tenants/{t}/import-accounts/{a}";
    const CHECK: &str = "/v1/tenants/{t}/import-accounts/{a}/check-login";
    const RUN: &str = "/v1/tenants/{t}/import-accounts/{a}/run";
    const RUNS: &str = "/v1/tenants/{t}/runs";
    const PUSH: &str = "/v1/push/{medium}";
    vec![
        Route::get(MEDIA, "The job boards that can be imported from", |c| Box::pin(media::list(c)))
            .needs(Needs::Nothing)
            .lists::<MediumView>(),
        Route::get(ACCOUNTS, "The import accounts of a tenant", |c| Box::pin(accounts::list(c)))
            .lists::<AccountView>(),
        Route::put(ACCOUNT, "Save an import account", |c| Box::pin(accounts::put(c)))
            .query(&["acknowledge"])
            .takes::<AccountBody>()
            .gives::<AccountView>(),
        Route::get(ACCOUNT, "An import account", |c| Box::pin(accounts::get(c)))
            .gives::<AccountView>(),
        Route::delete(ACCOUNT, "Delete an import account for good; ?confirm=true", |c| {
            Box::pin(accounts::delete(c))
        })
        .query(&["confirm"]),
        Route::post(
            CHECK,
            "Check a login; it takes up to 30 seconds and shows at the account",
            |c| Box::pin(accounts::check(c)),
        )
        .answers(&[202])
        .gives::<Checking>(),
        Route::post(RUN, "Import now", |c| Box::pin(accounts::run(c)))
            .answers(&[202])
            .gives::<Starting>(),
        Route::get(RUNS, "Runs, the latest first", |c| Box::pin(runs::list(c)))
            .query(&["account", "limit", "cursor"])
            .lists::<RunView>(),
        Route::post(PUSH, "Where a board that pushes sends each applicant", |c| {
            Box::pin(push::post(c))
        })
        .needs(Needs::Push)
        .answers(&[202])
        .takes::<PushBody>()
        .gives::<PushAnswer>(),
    ]
}

fn sorting() -> Vec<Route> {
    const RECIPIENTS: &str = "/v1/tenants/{t}/result-recipients";
    const RULES: &str = "/v1/tenants/{t}/routing-rules";
    const RULE: &str = "/v1/tenants/{t}/routing-rules/{rule}";
    const MIGRATE: &str = "/v1/tenants/{t}/routing-rules/migrate";
    const ALIASES: &str = "/v1/tenants/{t}/route-aliases";
    const NATIVE: &str = "/v1/tenants/{t}/native-links";
    vec![
        Route::put(RECIPIENTS, "Say who is told how imports went", |c| {
            Box::pin(settings::put_recipients(c))
        })
        .answers(&[200])
        .takes::<Recipients>()
        .gives::<RecipientsView>(),
        Route::get(RECIPIENTS, "Who is told how imports went", |c| {
            Box::pin(settings::recipients(c))
        })
        .gives::<RecipientsView>(),
        Route::get(RULES, "The rules that tie applications to jobs", |c| Box::pin(rules::list(c)))
            .lists::<RuleView>(),
        Route::put(RULE, "Save a rule", |c| Box::pin(rules::put(c)))
            .takes::<RoutingRule>()
            .gives::<RuleView>(),
        Route::get(RULE, "A rule", |c| Box::pin(rules::get(c))).gives::<RuleView>(),
        Route::delete(RULE, "Remove a rule", |c| Box::pin(rules::delete(c))),
        Route::post(MIGRATE, "Copy the rules that name a board to the format of imports", |c| {
            Box::pin(rules::migrate(c))
        })
        .takes::<MigrateBody>()
        .gives::<Migrated>(),
        Route::put(ALIASES, "Say which names of routes mean the same", |c| {
            Box::pin(settings::put_aliases(c))
        })
        .answers(&[200])
        .takes::<AliasesBody>()
        .gives::<AliasesBody>(),
        Route::get(ALIASES, "Names of routes that mean the same", |c| {
            Box::pin(settings::aliases(c))
        })
        .gives::<AliasesBody>(),
        Route::put(NATIVE, "Confirm which links the applicant system still has", |c| {
            Box::pin(settings::put_native(c))
        })
        .needs(Needs::Recruiter)
        .answers(&[200])
        .takes::<NativeLinksBody>()
        .gives::<NativeLinksView>(),
        Route::get(NATIVE, "The boards whose links at the applicant system must end", |c| {
            Box::pin(settings::native(c))
        })
        .gives::<NativeLinksView>(),
    ]
}

fn decided() -> Vec<Route> {
    const APPLICATIONS: &str = "/v1/tenants/{t}/applications";
    const APPLICATION: &str = "/v1/tenants/{t}/applications/{application}";
    const PAIRS: &str = "/v1/tenants/{t}/duplicates";
    const CLOSE: &str = "/v1/tenants/{t}/duplicates/{pair}/close";
    const DISMISS: &str = "/v1/tenants/{t}/duplicates/{pair}/dismiss";
    const KEEP: &str = "/v1/tenants/{t}/duplicates/{pair}/keep";
    vec![
        Route::get(APPLICATIONS, "Applications, the latest first", |c| {
            Box::pin(applications::list(c))
        })
        .query(&["route", "state", "account", "limit", "cursor"])
        .lists::<ApplicationView>(),
        Route::get(APPLICATION, "An application", |c| Box::pin(applications::get(c)))
            .gives::<ApplicationView>(),
        Route::get(PAIRS, "Applications that may be one person's", |c| {
            Box::pin(duplicates::list(c))
        })
        .query(&["state", "limit", "cursor"])
        .lists::<PairView>(),
        Route::post(CLOSE, "End the later of two applications as a duplicate", |c| {
            Box::pin(duplicates::close(c))
        })
        .needs(Needs::Recruiter)
        .gives::<PairView>(),
        Route::post(DISMISS, "Two persons: never show the pair again", |c| {
            Box::pin(duplicates::dismiss(c))
        })
        .needs(Needs::Recruiter)
        .gives::<PairView>(),
        Route::post(KEEP, "One person, and both applications go on", |c| {
            Box::pin(duplicates::keep(c))
        })
        .needs(Needs::Recruiter)
        .gives::<PairView>(),
    ]
}

fn reported() -> Vec<Route> {
    const ROUTES: &str = "/v1/tenants/{t}/reports/routes";
    const POSITIONS: &str = "/v1/tenants/{t}/reports/positions";
    const RENAMES: &str = "/v1/tenants/{t}/reports/renames";
    vec![
        Route::get(
            ROUTES,
            "Applications by route; ?group=alias adds up, ?format=csv for sheets",
            |c| Box::pin(reports::routes(c)),
        )
        .query(&["group", "format"])
        .lists::<RouteCount>(),
        Route::get(POSITIONS, "Positions that no rule ties to a job", |c| {
            Box::pin(reports::positions(c))
        })
        .lists::<PositionCount>(),
        Route::get(RENAMES, "Names of routes that change", |c| Box::pin(reports::renames(c)))
            .query(&["format"])
            .lists::<Rename>(),
    ]
}
