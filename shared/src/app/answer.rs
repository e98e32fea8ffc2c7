//! Answer: somebody asks in a chat and alone reads the answer. What is asked for is fetched at that
//! moment from the company's own source; nothing of it is kept.

mod source;

use jiff::SignedDuration;

use super::configs::Fresh;
use super::way::Way;
use super::{App, Context};
use crate::domain::chat::ChatText;
use crate::domain::config::{LinkOrigin, TenantConfig};
use crate::domain::fault::Fault;
use crate::domain::ids::{Secret, digest};
use crate::domain::intent::{Asked, Intent, intent};
use crate::domain::language::Language;
use crate::domain::question::Question;
use crate::domain::settings::{AnswerBody, Person};
use crate::providers::{ChatFault, ProviderFault, Target};
use crate::transport::TransportFault;

use source::Told;

/// How long a claim holds: longer than the function can run.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);
/// Longer than it is remembered.
const FOR_GOOD: SignedDuration = SignedDuration::from_hours(365 * 24);
/// An answer that comes later helps nobody, and Slack takes none after half an hour.
const TOO_LATE: SignedDuration = SignedDuration::from_mins(25);
/// The intent whose source is configured under this name.
const BALANCE: &str = "balance";

/// Answers a question, once.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn handle(app: &App, question: &Question, context: &Context) -> Result<(), Fault> {
    let Some(tenant) = tenant(app, question).await? else { return Ok(()) };
    let now = app.clock.now();
    if now.duration_since(question.asked_at) > TOO_LATE {
        tracing::info!(tenant, "a question came too late to be answered");
        return Ok(());
    }
    let id = digest(&["question", question.platform.name(), &question.id]);
    if !app.store.claim_notice(&tenant, &id, (now, now + CLAIM)).await? {
        return Ok(());
    }
    let ended = answer(app, &tenant, question).await;
    let until = if ended.is_ok() { now + FOR_GOOD } else { now };
    app.store.hold_notice(&tenant, &id, until).await?;
    ended.map_err(|fault| match fault {
        Fault::Retry { after, cause } => {
            let doublings = context.received.saturating_sub(1).min(6);
            Fault::Retry { after: after.saturating_mul(1 << doublings), cause }
        }
        other => other,
    })
}

/// By the settings in memory, and by those of this moment where something is not in them: a source, or whoever
/// asks, may have been added since.
async fn answer(app: &App, tenant: &str, question: &Question) -> Result<(), Fault> {
    let kept = app.configs.of(tenant, Fresh::Kept).await?;
    let answering = Answering { app, config: &kept, question };
    let asked = answering.asked();
    let person = answering.person().await?;
    if answering.source().is_some() && asked.is_some() && person.is_some() {
        return answering.answer(asked, person).await;
    }
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let answering = Answering { app, config: &config, question };
    let person = answering.person().await?;
    answering.answer(answering.asked(), person).await
}

async fn tenant(app: &App, question: &Question) -> Result<Option<String>, Fault> {
    for workspace in &question.workspaces {
        if let Some(tenant) = app.store.tenant_of(question.platform, workspace).await? {
            return Ok(Some(tenant));
        }
    }
    Ok(None)
}

/// One question in the course of being answered.
struct Answering<'a> {
    app: &'a App,
    config: &'a TenantConfig,
    question: &'a Question,
}

impl Answering<'_> {
    async fn answer(
        &self,
        asked: Option<Asked>,
        person: Option<(&str, &Person)>,
    ) -> Result<(), Fault> {
        let own = person.and_then(|(_, person)| person.locale.as_deref()).map(Language::of);
        let asked_in = asked.and_then(|it| it.language);
        let language = asked_in.or(own).unwrap_or_else(|| Language::of(&self.config.tenant.locale));
        let text = match asked.map(|it| it.intent) {
            Some(Intent::Balance) => self.balance(language, person).await?,
            Some(Intent::Help) | None => self.help(language),
        };
        self.reply(&text).await
    }

    /// What is asked for: by the company's own words first.
    fn asked(&self) -> Option<Asked> {
        let text = &self.question.text;
        let is_own = self.source().is_some_and(|source| {
            let is_command = self.question.command.is_some();
            let command = |word: &String| is_command && same(word, text);
            source.commands.iter().any(command) || source.phrases.iter().any(|it| same(it, text))
        });
        if is_own {
            return Some(Asked { intent: Intent::Balance, language: None });
        }
        intent(text)
    }

    fn source(&self) -> Option<&AnswerBody> {
        self.config.answers.get(BALANCE)
    }

    fn help(&self, language: Language) -> String {
        let command = self.question.command.as_deref().unwrap_or("/convoke");
        language.answers().help.replace("{command}", command)
    }

    async fn balance(
        &self,
        language: Language,
        person: Option<(&str, &Person)>,
    ) -> Result<String, Fault> {
        let words = language.answers();
        let email = person.and_then(|(_, person)| person.emails.first());
        let Some(email) = email else { return Ok(words.unknown_person.to_owned()) };
        let Some(source) = self.source() else {
            return Ok(words.not_configured.replace("{tenant_name}", &self.config.tenant.name));
        };
        Ok(match source::ask(self.app, self.config, &source.url, email).await? {
            Told::Amount { amount, unit } => {
                words.balance.replace("{amount}", &amount).replace("{unit}", &unit)
            }
            Told::NoWallet => words.no_wallet.to_owned(),
            Told::Nothing => words.not_available.to_owned(),
        })
    }

    /// Who asks: whose account it is as mapped, else whose address the account has at this moment. Whom
    /// somebody has mapped to another account by hand, this account is not.
    async fn person(&self) -> Result<Option<(&str, &Person)>, Fault> {
        let platform = self.question.platform.name();
        let mapped = self
            .config
            .links
            .iter()
            .find(|((provider, _), link)| {
                provider == platform && link.external_id == self.question.user
            })
            .and_then(|((_, person), _)| self.config.people.get_key_value(person));
        if let Some((id, person)) = mapped {
            return Ok(Some((id, person)));
        }
        let Some(email) = self.address().await? else { return Ok(None) };
        let found = self.config.person(&email).ok();
        Ok(found.filter(|(id, _)| {
            let link = self.config.link(platform, id);
            link.is_none_or(|link| link.origin == LinkOrigin::Auto)
        }))
    }

    /// The address of who asks, as the platform has it.
    async fn address(&self) -> Result<Option<String>, Fault> {
        let Ok(way) = Way::chat(self.app, self.config, self.question.platform) else {
            return Ok(None);
        };
        match way.user(&self.question.user).await {
            Ok(user) => Ok(user.map(|user| user.email).filter(|email| !email.is_empty())),
            Err(ProviderFault::Passing { after, cause }) => Err(Fault::Retry { after, cause }),
            Err(ProviderFault::Uncertain { cause, .. }) => Err(Fault::retry(1, cause)),
            Err(fault) => {
                tracing::info!(?fault, "nobody can tell who asks");
                Ok(None)
            }
        }
    }

    /// Only who asked reads it.
    async fn reply(&self, text: &str) -> Result<(), Fault> {
        if let Some(url) = &self.question.answer_to
            && self.whisper(url, text).await?
        {
            return Ok(());
        }
        let Ok(way) = Way::chat(self.app, self.config, self.question.platform) else {
            return Ok(());
        };
        let text = ChatText::new("", text);
        match way.post(Target::User(&self.question.user), &text).await {
            Ok(_) => Ok(()),
            Err(ChatFault::Throttled { after }) => {
                Err(Fault::Retry { after, cause: "throttled".to_owned() })
            }
            Err(ChatFault::Provider(ProviderFault::Passing { after, cause })) => {
                Err(Fault::Retry { after, cause })
            }
            // Twice would be worse than never: whoever got none asks again.
            Err(ChatFault::Provider(fault)) => {
                tracing::warn!(?fault, "an answer could not be given");
                Ok(())
            }
        }
    }

    /// By the address that came with the command. `false` when it is not good, so that nothing was said.
    async fn whisper(&self, url: &Secret, text: &str) -> Result<bool, Fault> {
        let (plain, _) = ChatText::new("", text).slack();
        let body = serde_json::json!({
            "response_type": "ephemeral", "replace_original": false, "text": plain,
        });
        let request = http::Request::post(url.expose())
            .header("content-type", "application/json; charset=utf-8")
            .body(bytes::Bytes::from(body.to_string()));
        let Ok(request) = request else { return Ok(false) };
        match self.app.guarded.send(request).await {
            Ok(answer) if answer.status().is_success() => Ok(true),
            Ok(answer) if answer.status().is_server_error() => {
                Err(Fault::retry(1, format!("Slack answered {}", answer.status().as_u16())))
            }
            Ok(_) | Err(TransportFault::NotSent(_)) => Ok(false),
            Err(TransportFault::Lost(cause)) => Err(Fault::retry(1, cause)),
        }
    }
}

/// Equal but for case, blanks and what ends a sentence.
fn same(known: &str, said: &str) -> bool {
    let tidy = |text: &str| {
        let text = text.trim().trim_end_matches(['?', '!', '.', '？', '。']).to_lowercase();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    tidy(known) == tidy(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_compared_as_people_write_them() {
        assert!(same("Punti rimasti", " punti  RIMASTI? "));
        assert!(!same("punti", "punti rimasti"));
    }
}
