//! The page behind a mailed invitation: the person's providers, and a button for each that is not
//! connected.

use convoke::app::App;
use convoke::app::consent::NoConsent;
use convoke::app::invite::{self, ConnectPage, Opened, Standing};
use convoke::domain::fault::Fault;
use convoke::domain::language::Language;
use convoke::domain::settings::ProviderName;
use convoke::domain::template::escape_html;
use convoke::lambda::http::{Answer, answer};
use convoke::lambda::page::{document, html, private};
use http::{HeaderValue, StatusCode, header};

/// `GET /connect/{invitation}`.
pub async fn page(app: &App, invitation: &str, browsers: Language) -> Answer {
    match invite::open(app, invitation).await {
        Ok(Opened::Page(page)) => shown(invitation, &page),
        Ok(Opened::Gone) => gone(StatusCode::GONE, browsers),
        Ok(Opened::Forged) => gone(StatusCode::NOT_FOUND, browsers),
        Err(fault) => trouble(&fault, browsers),
    }
}

/// `GET /connect/{invitation}/{provider}`: on to the provider.
pub async fn press(app: &App, invitation: &str, provider: &str, browsers: Language) -> Answer {
    match invite::press(app, invitation, provider).await {
        Ok(Some(url)) => onwards(&url, browsers),
        Ok(None)
        | Err(NoConsent::NotAvailable | NoConsent::FeatureDisabled | NoConsent::UnknownPerson) => {
            gone(StatusCode::GONE, browsers)
        }
        Err(NoConsent::AppNotInstalled) => {
            private(html(StatusCode::CONFLICT, browsers, browsers.consent_pages().blocked_by_admin))
        }
        Err(NoConsent::Fault(fault)) => trouble(&fault, browsers),
    }
}

fn onwards(url: &str, language: Language) -> Answer {
    let Ok(location) = HeaderValue::from_str(url) else {
        return trouble(&Fault::retry(60, "a consent page has no address"), language);
    };
    let mut answer = answer(StatusCode::FOUND, "text/plain; charset=utf-8", String::new());
    answer.headers_mut().insert(header::LOCATION, location);
    private(answer)
}

fn gone(status: StatusCode, language: Language) -> Answer {
    private(html(status, language, language.connect_page().gone))
}

fn trouble(fault: &Fault, language: Language) -> Answer {
    tracing::warn!(?fault, "an invitation could not be opened");
    private(html(StatusCode::SERVICE_UNAVAILABLE, language, language.consent_pages().trouble))
}

/// The person's language goes before the browser's: here somebody is known.
fn shown(invitation: &str, page: &ConnectPage) -> Answer {
    let language = Language::of(&page.locale);
    let words = language.connect_page();
    let intro = words.intro.replace("{tenant_name}", &escape_html(&page.tenant_name));
    let rows: String = page
        .providers
        .iter()
        .map(|(name, standing)| row(invitation, language, *name, *standing))
        .collect();
    let body = format!("<p>{intro}</p>{rows}");
    private(document(StatusCode::OK, language, words.title, &body))
}

fn row(invitation: &str, language: Language, name: ProviderName, standing: Standing) -> String {
    let words = language.connect_page();
    let title = name.title();
    let state = match standing {
        Standing::Connected => return format!("<p>{title}: {}</p>", words.connected),
        Standing::NotConnected => words.not_connected,
        Standing::Attention => words.attention,
    };
    let button = words.connect.replace("{provider}", title);
    let path = format!("/connect/{}/{}", escape_html(invitation), name.name());
    format!(
        "<p>{title}: {state}<br><a href=\"{path}\" style=\"display:inline-block;padding:.6rem 1rem;\
         border:1px solid;border-radius:.5rem;text-decoration:none\">{button}</a></p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P26: each provider with its state, a button where one is needed, and nothing that a company calls
    /// itself is read as HTML.
    #[test]
    fn the_page_shows_each_provider_and_its_button() {
        for language in Language::ALL {
            let page = ConnectPage {
                tenant_name: "A & <b>B</b>".to_owned(),
                locale: language.tag().to_owned(),
                providers: vec![
                    (ProviderName::Zoom, Standing::Connected),
                    (ProviderName::Goto, Standing::NotConnected),
                    (ProviderName::Microsoft, Standing::Attention),
                ],
            };
            let answer = shown("abc.k1.sig", &page);
            let body = answer.body();
            assert!(body.contains("A &amp; &lt;b&gt;B&lt;/b&gt;"), "{body}");
            assert!(body.contains("/connect/abc.k1.sig/goto"), "{body}");
            assert!(body.contains("/connect/abc.k1.sig/microsoft"), "{body}");
            assert!(!body.contains("/connect/abc.k1.sig/zoom"), "{body}");
        }
    }
}
