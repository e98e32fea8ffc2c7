//! The page behind the host's permanent link: a redirect, or a few words on why not.

use convoke::app::host_page::{self, Opened};
use convoke::domain::fault::Fault;
use convoke::domain::language::{Language, Page};
use convoke::lambda::http::{Answer, answer};
use convoke::lambda::page::{html, private};
use http::{HeaderValue, StatusCode, header};

use crate::call::Call;
use crate::refusal::Outcome;

/// `GET /host/{token}`. The link names no reader, so the browser says the language.
pub async fn get(call: &Call<'_>) -> Outcome {
    Ok(match host_page::open(call.app, call.param("token")).await {
        Ok(opened) => shown(&opened, call.language),
        Err(fault) => {
            log(&fault);
            trouble(call.language)
        }
    })
}

fn log(fault: &Fault) {
    let cause = match fault {
        Fault::Retry { cause, .. } => cause.clone(),
        Fault::Park { reason, .. } | Fault::Rejected(reason) => reason.to_string(),
        Fault::Blocked(block) => block.reason.to_string(),
    };
    tracing::warn!(cause, "a host's link could not be opened");
}

fn shown(opened: &Opened, language: Language) -> Answer {
    let pages = language.host_pages();
    match opened {
        Opened::Start(link) => match HeaderValue::from_str(link.expose()) {
            Ok(location) => redirect(location),
            Err(_) => trouble(language),
        },
        Opened::Over => page(StatusCode::GONE, language, pages.over),
        Opened::Forged => page(StatusCode::NOT_FOUND, language, pages.unknown),
    }
}

fn redirect(location: HeaderValue) -> Answer {
    let mut answer = answer(StatusCode::FOUND, "text/plain; charset=utf-8", String::new());
    answer.headers_mut().insert(header::LOCATION, location);
    private(answer)
}

fn trouble(language: Language) -> Answer {
    page(StatusCode::SERVICE_UNAVAILABLE, language, language.host_pages().trouble)
}

fn page(status: StatusCode, language: Language, page: Page) -> Answer {
    private(html(status, language, page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::ids::HostLink;

    const ENGLISH: Language = Language::English;

    #[test]
    fn the_start_link_is_not_kept_by_anybody_on_the_way() {
        let answer =
            shown(&Opened::Start(HostLink::new("https://zoom.example/s/1?zak=x")), ENGLISH);
        assert_eq!(answer.status(), StatusCode::FOUND);
        assert_eq!(answer.headers()[header::LOCATION], "https://zoom.example/s/1?zak=x");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers()[header::REFERRER_POLICY], "no-referrer");
        assert!(answer.body().is_empty());
    }

    #[test]
    fn whatever_else_happens_is_said_in_words() {
        for language in Language::ALL {
            let pages = language.host_pages();
            for (answer, status, page) in [
                (shown(&Opened::Over, language), 410, pages.over),
                (shown(&Opened::Forged, language), 404, pages.unknown),
                (trouble(language), 503, pages.trouble),
            ] {
                assert_eq!(answer.status(), status);
                assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
                assert!(answer.body().contains(&format!("<html lang=\"{}\">", language.tag())));
                assert!(answer.body().contains(&format!("<h1>{}</h1>", page.title)));
                assert!(answer.body().contains(page.text), "plain words, nothing to escape");
            }
        }
        let broken = shown(&Opened::Start(HostLink::new("https://zoom.example/\n")), ENGLISH);
        assert_eq!(broken.status(), 503);
    }
}
