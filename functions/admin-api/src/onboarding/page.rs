//! The page behind the link in a request for feedback: a question and a field. Whoever has the link answers as
//! whom it was sent to.

use convoke::app::feedback::{self, Opened};
use convoke::app::post_news;
use convoke::domain::language::Language;
use convoke::domain::onboarding::NEW_EMPLOYEE;
use convoke::domain::onboarding::scenario::Scenario;
use convoke::domain::settings::OneOrMany;
use convoke::lambda::http::Answer;
use convoke::lambda::page::{document, private};
use http::{HeaderValue, StatusCode, header};
use url::form_urlencoded;

use crate::call::Call;
use crate::refusal::Outcome;

/// The most characters of an answer that are kept.
const MOST: usize = 4_000;

/// `GET /feedback/{token}`.
pub async fn show(call: &Call<'_>) -> Outcome {
    let Some(opened) = feedback::open(call.app, call.param("token")).await? else {
        return Ok(gone(call.language));
    };
    let questions = questions(call, &opened).await?;
    let fields = questions.iter().enumerate().map(|(n, question)| {
        let question = escaped(question);
        format!(
            "<p><label for=\"q{n}\">{question}</label><br>\
             <textarea id=\"q{n}\" name=\"{question}\" rows=\"5\" style=\"width:100%\" \
             maxlength=\"{MOST}\"></textarea></p>"
        )
    });
    let fields: String = fields.collect();
    let words = call.language.feedback_page();
    let body = format!("<form method=\"post\">{fields}<button>{}</button></form>", words.send);
    Ok(page(StatusCode::OK, call.language, &title(call.language, &opened), &body))
}

/// `POST /feedback/{token}`.
pub async fn take(call: &Call<'_>) -> Outcome {
    let Some(opened) = feedback::open(call.app, call.param("token")).await? else {
        return Ok(gone(call.language));
    };
    let said = form_urlencoded::parse(call.raw_body()).take(50);
    let cut = |text: &str| text.chars().take(MOST).collect::<String>();
    let answers: std::collections::BTreeMap<_, _> = said
        .filter(|(_, answer)| !answer.trim().is_empty())
        .map(|(question, answer)| (cut(&question), OneOrMany::One(cut(&answer))))
        .collect();
    if answers.is_empty() {
        return show(call).await;
    }
    let Opened { tenant, person, record } = &opened;
    let who = (person.as_str(), NEW_EMPLOYEE);
    let kept = feedback::answer(call.app, tenant, &record.id, who, answers).await?;
    if let Some(kept) = kept {
        post_news::feedback(call.app, tenant, &kept, who, call.trace).await?;
    }
    let words = call.language.feedback_page();
    let body = format!("<p>{}</p>", words.thanks);
    Ok(page(StatusCode::OK, call.language, &title(call.language, &opened), &body))
}

/// What a feedback step asks, or else the one question that fits everything.
async fn questions(
    call: &Call<'_>,
    opened: &Opened,
) -> Result<Vec<String>, convoke::domain::fault::Fault> {
    let Opened { tenant, record, .. } = opened;
    let enrolment = call.app.store.enrolment(tenant, &record.enrolment).await?;
    let version = match &enrolment {
        Some(it) => call.app.store.scenario_version(tenant, &it.scenario, it.version).await?,
        None => None,
    };
    let own = version.as_ref().and_then(|it| asked(it, record.step.as_deref()?));
    Ok(own.unwrap_or_else(|| vec![call.language.feedback_page().question.to_owned()]))
}

fn asked(scenario: &Scenario, step: &str) -> Option<Vec<String>> {
    let (_, step) = scenario.step(step)?;
    let asks = !step.is_meeting() && !step.questions.is_empty();
    asks.then(|| step.questions.clone())
}

fn title(language: Language, opened: &Opened) -> String {
    language.feedback_page().title.replace("{about}", &escaped(&opened.record.about))
}

fn gone(language: Language) -> Answer {
    let words = language.feedback_page();
    let title = words.title.replace("{about}", "");
    page(StatusCode::NOT_FOUND, language, title.trim(), &format!("<p>{}</p>", words.gone))
}

fn page(status: StatusCode, language: Language, title: &str, body: &str) -> Answer {
    let mut answer = private(document(status, language, title, body));
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    answer
}

/// What somebody wrote, for HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_no_html() {
        assert_eq!(escaped("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    }
}
