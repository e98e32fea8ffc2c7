//! Pages for people: a heading and a few words, in their language.

use http::{HeaderValue, StatusCode, header};

use super::http::{Answer, answer};
use crate::domain::language::{Language, Page};

/// A page with one thing to say. Its words hold nothing that HTML would read.
#[must_use]
pub fn html(status: StatusCode, language: Language, Page { title, text }: Page) -> Answer {
    document(status, language, title, &format!("<p>{text}</p>"))
}

/// A page with a heading, and below it what is HTML already.
#[must_use]
pub fn document(status: StatusCode, language: Language, title: &str, body: &str) -> Answer {
    let tag = language.tag();
    let html = format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>\
         :root{{color-scheme:light dark}}body{{font:1.1rem/1.5 system-ui,sans-serif;\
         max-width:32rem;margin:15vh auto;padding:0 1rem}}</style></head>\
         <body><h1>{title}</h1>{body}</body></html>"
    );
    answer(status, "text/html; charset=utf-8", html)
}

/// The address of such a page is as good as a key, so it is told to nobody.
#[must_use]
pub fn private(mut answer: Answer) -> Answer {
    let headers = answer.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    answer
}
