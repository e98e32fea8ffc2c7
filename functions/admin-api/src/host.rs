//! The page behind the host's permanent link: a redirect, or a few words on why not.

use convoke::app::host_page::{self, Opened};
use convoke::domain::fault::Fault;
use convoke::lambda::http::{Answer, answer};
use http::{HeaderValue, StatusCode, header};

use crate::call::Call;
use crate::refusal::Outcome;

/// `GET /host/{token}`.
pub async fn get(call: &Call<'_>) -> Outcome {
    Ok(match host_page::open(call.app, call.param("token")).await {
        Ok(opened) => shown(&opened),
        Err(fault) => {
            log(&fault);
            trouble()
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

fn shown(opened: &Opened) -> Answer {
    match opened {
        Opened::Start(link) => match HeaderValue::from_str(link.expose()) {
            Ok(location) => redirect(location),
            Err(_) => trouble(),
        },
        Opened::Over => page(
            StatusCode::GONE,
            "This link has ended",
            "The session is over, was cancelled, or has another host now. \
             If it was moved to somebody else, they have a link of their own.",
        ),
        Opened::Forged => page(
            StatusCode::NOT_FOUND,
            "There is nothing here",
            "This link is not complete. Open it from the mail again, or copy all of it.",
        ),
    }
}

fn redirect(location: HeaderValue) -> Answer {
    let mut answer = answer(StatusCode::FOUND, "text/plain; charset=utf-8", String::new());
    answer.headers_mut().insert(header::LOCATION, location);
    private(answer)
}

fn trouble() -> Answer {
    page(
        StatusCode::SERVICE_UNAVAILABLE,
        "Not just now",
        "The video service gave no start link. Open this page again in a moment; \
         if that does not help, ask your administrator.",
    )
}

fn page(status: StatusCode, title: &str, text: &str) -> Answer {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>\
         :root{{color-scheme:light dark}}body{{font:1.1rem/1.5 system-ui,sans-serif;\
         max-width:32rem;margin:15vh auto;padding:0 1rem}}</style></head>\
         <body><h1>{title}</h1><p>{text}</p></body></html>"
    );
    private(answer(status, "text/html; charset=utf-8", html))
}

/// The address is as good as a key, so it is told to nobody.
fn private(mut answer: Answer) -> Answer {
    let headers = answer.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoke::domain::ids::HostLink;

    #[test]
    fn the_start_link_is_not_kept_by_anybody_on_the_way() {
        let answer = shown(&Opened::Start(HostLink::new("https://zoom.example/s/1?zak=x")));
        assert_eq!(answer.status(), StatusCode::FOUND);
        assert_eq!(answer.headers()[header::LOCATION], "https://zoom.example/s/1?zak=x");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers()[header::REFERRER_POLICY], "no-referrer");
        assert!(answer.body().is_empty());
    }

    #[test]
    fn whatever_else_happens_is_said_in_words() {
        for (answer, status) in
            [(shown(&Opened::Over), 410), (shown(&Opened::Forged), 404), (trouble(), 503)]
        {
            assert_eq!(answer.status(), status);
            assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
            assert!(answer.body().contains("<h1>"));
        }
        let broken = shown(&Opened::Start(HostLink::new("https://zoom.example/\n")));
        assert_eq!(broken.status(), 503);
    }
}
