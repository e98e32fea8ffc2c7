//! The page behind a mailed one-time link: shows a token once. It is fetched by a button, because programs that look
//! at mails open their links.

use convoke::app::tokens;
use convoke::domain::language::Language;
use convoke::lambda::http::Answer;
use convoke::lambda::page::{document, private};
use http::{HeaderValue, StatusCode, header};

use crate::call::Call;
use crate::refusal::Outcome;

/// `GET /v1/collect/{ticket}`.
pub async fn show(call: &Call<'_>) -> Outcome {
    let words = call.language.token_page();
    if !tokens::is_good(call.app, call.param("ticket")).await? {
        return Ok(over(call.language));
    }
    let body = format!(
        "<p>{}</p><form method=\"post\"><button>{}</button></form>",
        words.before, words.button
    );
    Ok(shown(StatusCode::OK, call.language, &body))
}

/// `POST /v1/collect/{ticket}`.
pub async fn take(call: &Call<'_>) -> Outcome {
    let words = call.language.token_page();
    match tokens::collect(call.app, call.param("ticket")).await? {
        // A token of ours holds nothing that HTML would read.
        Some(token) => {
            let body = format!("<p>{}</p><p><code>{}</code></p>", words.after, token.expose());
            Ok(shown(StatusCode::OK, call.language, &body))
        }
        None => Ok(over(call.language)),
    }
}

fn over(language: Language) -> Answer {
    let body = format!("<p>{}</p>", language.token_page().over);
    shown(StatusCode::GONE, language, &body)
}

fn shown(status: StatusCode, language: Language, body: &str) -> Answer {
    let mut answer = private(document(status, language, language.token_page().title, body));
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    answer
}
