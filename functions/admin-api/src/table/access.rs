//! The routes of tokens and of what there is altogether.

use convoke::app::capabilities::Capabilities;
use convoke::app::read::{Diagnostics, Readiness};

use crate::connectors::Catalogue;
use crate::openapi::HookAnswer;
use crate::routes::{Needs, Route};
use crate::tokens::{TokenBody, TokenIssued, TokenView};
use crate::{collect, connectors, host, openapi, overview, tokens};

/// Tokens, and what there is altogether.
pub fn table() -> Vec<Route> {
    const TOKENS: &str = "/v1/tenants/{t}/tokens";
    const ROTATE: &str = "/v1/tenants/{t}/tokens/rotate";
    const COLLECT: &str = "/v1/collect/{ticket}";
    const TOKEN: &str = "/v1/tenants/{t}/tokens/{prefix}";
    const CONNECTORS: &str = "/v1/tenants/{t}/connectors";
    const CAPABILITIES: &str = "/v1/tenants/{t}/capabilities";
    const READINESS: &str = "/v1/tenants/{t}/readiness";
    const DIAGNOSTICS: &str = "/v1/tenants/{t}/diagnostics";
    const DOCUMENT: &str = "/v1/openapi.json";
    const HOST: &str = "/host/{token}";
    const HOOK: &str = "/v1/hooks/{tenant}/{source}";
    vec![
        Route::post(TOKENS, "Issue a token; it is shown once", |c| Box::pin(tokens::issue(c)))
            .answers(&[201])
            .takes::<TokenBody>()
            .gives::<TokenIssued>(),
        Route::get(TOKENS, "The tokens, without their secrets", |c| Box::pin(tokens::list(c)))
            .lists::<TokenView>(),
        Route::post(ROTATE, "Exchange the token of this call for a new one", |c| {
            Box::pin(tokens::rotate(c))
        })
        .needs(Needs::Own)
        .answers(&[201])
        .gives::<TokenIssued>(),
        Route::get(COLLECT, "The page behind a mailed one-time link", |c| {
            Box::pin(collect::show(c))
        })
        .needs(Needs::Nothing)
        .answers(&[200, 410]),
        Route::post(COLLECT, "Fetch the token that the link gives, once", |c| {
            Box::pin(collect::take(c))
        })
        .needs(Needs::Nothing)
        .answers(&[200, 410]),
        Route::delete(TOKEN, "Destroy a token", |c| Box::pin(tokens::delete(c))),
        Route::get(CONNECTORS, "What there is to connect, by category", |c| {
            Box::pin(connectors::get(c))
        })
        .gives::<Catalogue>(),
        Route::get(CAPABILITIES, "What this deployment offers the tenant, and what is off", |c| {
            Box::pin(overview::capabilities(c))
        })
        .gives::<Capabilities>(),
        Route::get(READINESS, "What the set-up still lacks", |c| Box::pin(overview::readiness(c)))
            .gives::<Readiness>(),
        Route::get(DIAGNOSTICS, "Whether the parts answer", |c| Box::pin(overview::diagnostics(c)))
            .gives::<Diagnostics>(),
        Route::get(DOCUMENT, "This document", |c| Box::pin(openapi::get(c)))
            .needs(Needs::Nothing)
            .gives::<serde_json::Value>(),
        Route::get(HOST, "The host's permanent link; leads to a fresh start link", |c| {
            Box::pin(host::get(c))
        })
        .needs(Needs::Nothing)
        .answers(&[302]),
        Route::post(HOOK, "Where a source sends its signed messages", |c| {
            Box::pin(openapi::get(c))
        })
        .needs(Needs::Nothing)
        .takes::<serde_json::Value>()
        .gives::<HookAnswer>()
        .elsewhere(),
    ]
}
