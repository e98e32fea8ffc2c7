//! The address that providers send browsers back to, the page behind a mailed invitation, and what
//! people see at both.

mod connect;

use convoke::app::App;
use convoke::app::consent::{End, Landing, Returned, finish};
use convoke::domain::ids::Secret;
use convoke::domain::language::{Language, Page};
use convoke::lambda::http::{Answer, Problem};
use convoke::lambda::page::{html, private};
use convoke::lambda::telemetry;
use http::{StatusCode, header};
use lambda_http::{Request, RequestExt as _};
use tracing::Instrument as _;

/// The longest value that is read from the address. Microsoft's codes have some 1,500 characters.
const LONGEST: usize = 8_192;

/// Answers a browser.
pub async fn handle(app: &App, request: &Request) -> Answer {
    let parameters = request.path_parameters();
    let id = request.lambda_context_ref().map(|context| context.request_id.clone());
    let trace = id.unwrap_or_default();
    let language = accepted(request);
    match (parameters.first("invitation"), parameters.first("provider")) {
        (Some(invitation), None) => connect::page(app, invitation, language).await,
        (Some(invitation), Some(provider)) => {
            connect::press(app, invitation, provider, language).await
        }
        (None, Some(provider)) => ended(app, request, provider, language, &trace).await,
        (None, None) => Problem::not_found("page").answer(),
    }
}

/// Ends a consent and says how it ended. Nothing in the request says where the browser goes next.
async fn ended(
    app: &App,
    request: &Request,
    provider: &str,
    language: Language,
    trace: &str,
) -> Answer {
    let returned = returned(request);
    let ending = finish(app, provider, &returned).instrument(telemetry::work(trace));
    match ending.await {
        Ok(landing) => {
            tracing::info!(provider, end = ?landing.end, "a consent has ended");
            shown(&landing, language)
        }
        Err(fault) => {
            tracing::error!(provider, ?fault, "a consent could not be ended");
            page(End::Trouble, language)
        }
    }
}

fn accepted(request: &Request) -> Language {
    let asked = request.headers().get(header::ACCEPT_LANGUAGE);
    Language::accepted(asked.and_then(|value| value.to_str().ok()).unwrap_or_default())
}

fn returned(request: &Request) -> Returned {
    let query = request.query_string_parameters();
    let get = |name| query.first(name).filter(|text| text.len() <= LONGEST).map(str::to_owned);
    Returned {
        state: get("state").unwrap_or_default(),
        code: get("code").filter(|code| !code.is_empty()).map(Secret::new),
        directory: get("tenant"),
        error: get("error").filter(|error| !error.is_empty()),
        description: get("error_description"),
    }
}

/// The person's language goes before the browser's.
fn shown(landing: &Landing, browsers: Language) -> Answer {
    let language = match landing.locale.as_str() {
        "" => browsers,
        locale => Language::of(locale),
    };
    page(landing.end, language)
}

fn page(end: End, language: Language) -> Answer {
    let (status, page) = said(end, language);
    private(html(status, language, page))
}

const fn said(end: End, language: Language) -> (StatusCode, Page) {
    let pages = language.consent_pages();
    match end {
        End::Connected => (StatusCode::OK, pages.connected),
        End::MissingScopes => (StatusCode::OK, pages.missing_scopes),
        End::Denied => (StatusCode::FORBIDDEN, pages.denied),
        End::BlockedByAdmin => (StatusCode::FORBIDDEN, pages.blocked_by_admin),
        End::WrongAccount => (StatusCode::CONFLICT, pages.wrong_account),
        End::Expired => (StatusCode::BAD_REQUEST, pages.expired),
        End::Unknown => (StatusCode::BAD_REQUEST, pages.unknown),
        End::Trouble => (StatusCode::SERVICE_UNAVAILABLE, pages.trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever happens is said in each language, and nothing else is told.
    #[test]
    fn each_end_has_a_page_in_each_language() {
        let ends = [
            (End::Connected, 200),
            (End::MissingScopes, 200),
            (End::Denied, 403),
            (End::BlockedByAdmin, 403),
            (End::WrongAccount, 409),
            (End::Expired, 400),
            (End::Unknown, 400),
            (End::Trouble, 503),
        ];
        for language in Language::ALL {
            for (end, status) in ends {
                let answer = page(end, language);
                assert_eq!(answer.status(), status);
                assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
                let (_, Page { title, text }) = said(end, language);
                assert!(answer.body().contains(title) && answer.body().contains(text));
            }
        }
    }
}
