//! Teams' chat by a bot: Microsoft's Bot Framework carries the messages, Graph knows the people (Bot
//! Framework REST reference; Teams, "Send proactive messages" and "Proactive installation of apps").

use bytes::Bytes;
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::measured::Measured;
use super::microsoft_graph::Graph;
use super::microsoft_token::fetch;
use super::teams_answer::{fault, is_not_installed, throttled};
use super::tokens::Tokens;
use super::wire::{other_means, read, segment};
use super::{
    Access, Account, Application, Bot, ChatFault, ChatProvider, Grant, Means, ProviderFault,
    ProviderUser, Target,
};
use crate::clock::Clock;
use crate::config::Vendors;
use crate::domain::chat::ChatText;
use crate::domain::ids::{Secret, fold_email};
use crate::transport::Transport;

/// As faults name it.
const VENDOR: &str = "Teams";
/// What a bot's token is for.
const CONNECTOR: &str = "https://api.botframework.com/.default";
/// The directory that gives bots their tokens (Bot Framework, authentication of a multi-tenant bot).
const BOTS: &str = "botframework.com";
/// Where Graph keeps the apps of a directory's catalogue; the address stands in a body and is Graph's own,
/// whatever host is asked.
const CATALOGUE: &str = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/";

/// Teams' chat.
#[derive(Debug)]
pub struct Teams {
    graph: Graph,
    way: Measured,
    tokens: Tokens,
    token_url: String,
    bot_url: String,
    clock: Clock,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    mail: Option<String>,
    #[serde(default)]
    account_enabled: Option<bool>,
}

impl User {
    /// Somebody who can be written to: switched on, and with an address.
    fn person(self) -> Option<ProviderUser> {
        let email = self.mail.filter(|mail| !mail.is_empty())?;
        let name = self.display_name.unwrap_or_default();
        (self.account_enabled != Some(false)).then_some(ProviderUser { id: self.id, email, name })
    }
}

impl Teams {
    /// At these addresses.
    #[must_use]
    pub fn new(transport: Transport, vendors: &Vendors, clock: Clock) -> Self {
        Self {
            graph: Graph::new(transport.clone(), vendors.teams.clone(), clock.clone()),
            way: Measured::new("teams", transport, clock.clone()),
            tokens: Tokens::default(),
            token_url: vendors.teams.token.clone(),
            bot_url: vendors.teams_bot.clone(),
            clock,
        }
    }

    /// One call to the connector, with a fresh token where the kept one is refused, which had no effect.
    async fn call(
        &self,
        bot: &Bot,
        path: &str,
        body: &Value,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        let token = self.token(bot, None).await?;
        let answer = self.send(&token, path, body).await?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let token = self.token(bot, Some(&token)).await?;
        self.send(&token, path, body).await
    }

    async fn send(
        &self,
        token: &Secret,
        path: &str,
        body: &Value,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        let url = format!("{}/v3/conversations{path}", self.bot_url);
        self.way.ask(token, &Method::POST, &url, Some(body)).await
    }

    /// The bot's token is the same for every company.
    async fn token(&self, bot: &Bot, spent: Option<&Secret>) -> Result<Secret, ProviderFault> {
        let app = Application { account: BOTS.to_owned(), ..bot.application.clone() };
        let now: Timestamp = self.clock.now();
        let fetched = fetch(&self.way, &self.token_url, &app, CONNECTOR, now);
        Ok(self.tokens.get(BOTS, now, spent, fetched).await?.secret)
    }

    /// The conversation with one person. Whoever has not met the bot yet gets it installed, once.
    async fn conversation(
        &self,
        access: &Access,
        bot: &Bot,
        user: &str,
    ) -> Result<String, ChatFault> {
        let directory = &bot.application.account;
        let body = json!({
            "bot": {"id": format!("28:{}", bot.application.client_id)},
            "members": [{"id": user}],
            "isGroup": false,
            "tenantId": directory,
            "channelData": {"tenant": {"id": directory}},
        });
        let mut answer = self.call(bot, "", &body).await?;
        if is_not_installed(&answer) && bot.catalog_id.is_some() {
            self.install(access, bot, user).await?;
            answer = self.call(bot, "", &body).await?;
        }
        // Opening a conversation says nothing to anybody, so a fault here has had no effect.
        let answer = checked(answer, Target::User(user)).map_err(without_effect)?;
        Ok(read::<Made>(VENDOR, &answer)?.id)
    }

    /// Installs the app for a person. That it is there already is as good.
    async fn install(&self, access: &Access, bot: &Bot, user: &str) -> Result<(), ProviderFault> {
        let id = bot.catalog_id.as_deref().unwrap_or_default();
        let body = json!({"teamsApp@odata.bind": format!("{CATALOGUE}{id}")});
        let path = format!("/users/{}/teamwork/installedApps", segment(user));
        let access = in_graph(access, bot);
        let answer = self.graph.ask(&access, &Method::POST, &path, Some(&body)).await?;
        if answer.status() == StatusCode::CONFLICT {
            return Ok(());
        }
        self.graph.checked(answer).map(drop)
    }
}

impl Account for Teams {
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        let path = "/users?$select=id,displayName,mail,accountEnabled&$top=999";
        let users: Vec<User> = self.graph.list(&in_graph(access, bot(access)?), path).await?;
        Ok(users.into_iter().filter_map(User::person).collect())
    }

    /// A new token and a look at the directory show whether the administrator's consent holds.
    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        let bot = bot(access)?;
        let graph = in_graph(access, bot);
        self.graph.renew(&graph, &bot.application).await?;
        self.graph.call(&graph, Method::GET, "/users?$top=1", None).await?;
        self.token(bot, None).await?;
        Ok(Grant::default())
    }
}

impl ChatProvider for Teams {
    async fn post(
        &self,
        access: &Access,
        to: Target<'_>,
        text: &ChatText,
    ) -> Result<String, ChatFault> {
        let bot = bot(access)?;
        let conversation = match to {
            Target::User(user) => self.conversation(access, bot, user).await?,
            Target::Channel(channel) => channel.to_owned(),
        };
        let activity = json!({
            "type": "message",
            "summary": text.plain(),
            "attachments": [{
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": text.card(),
            }],
        });
        let path = format!("/{}/activities", segment(&conversation));
        let answer = checked(self.call(bot, &path, &activity).await?, to)?;
        // Posted, whatever the rest of the answer says.
        let made: Option<Made> = serde_json::from_slice(answer.body()).ok();
        Ok(made.map(|it| format!("{conversation}:{}", it.id)).unwrap_or_default())
    }

    async fn user(&self, access: &Access, id: &str) -> Result<Option<ProviderUser>, ProviderFault> {
        let graph = in_graph(access, bot(access)?);
        let path = format!("/users/{}?$select=id,displayName,mail,accountEnabled", segment(id));
        let answer = self.graph.ask(&graph, &Method::GET, &path, None).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let answer = self.graph.checked(answer)?;
        Ok(read::<User>(VENDOR, &answer)?.person())
    }

    async fn find_user(
        &self,
        access: &Access,
        email: &str,
    ) -> Result<Option<ProviderUser>, ProviderFault> {
        let wanted = segment(&email.trim().replace('\'', "''"));
        let path = format!(
            "/users?$filter=mail%20eq%20'{wanted}'&$select=id,displayName,mail,accountEnabled"
        );
        let users: Vec<User> = self.graph.list(&in_graph(access, bot(access)?), &path).await?;
        // The directory's idea of equal may be wider than ours; two are one too many.
        let is_it = |user: &ProviderUser| fold_email(&user.email) == fold_email(email);
        let mut found = users.into_iter().filter_map(User::person).filter(is_it);
        let first = found.next();
        Ok(if found.next().is_some() { None } else { first })
    }
}

fn checked(
    answer: http::Response<Bytes>,
    to: Target<'_>,
) -> Result<http::Response<Bytes>, ChatFault> {
    if answer.status().is_success() {
        return Ok(answer);
    }
    match throttled(&answer) {
        Some(after) => Err(ChatFault::Throttled { after }),
        None => Err(fault(&answer, to).into()),
    }
}

fn without_effect(fault: ChatFault) -> ChatFault {
    match fault {
        ChatFault::Provider(ProviderFault::Uncertain { cause, settles_in }) => {
            ProviderFault::Passing { after: settles_in, cause }.into()
        }
        other => other,
    }
}

fn bot(access: &Access) -> Result<&Bot, ProviderFault> {
    match &access.means {
        Means::Bot(bot) => Ok(bot),
        _ => Err(other_means(VENDOR)),
    }
}

/// The same application, as Graph knows it.
fn in_graph(access: &Access, bot: &Bot) -> Access {
    let means = Means::Application(bot.application.clone());
    Access { credentials: access.credentials.clone(), means }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_that_may_be_open_is_opened_again() {
        let fault = without_effect(ChatFault::Provider(ProviderFault::Uncertain {
            settles_in: jiff::SignedDuration::from_secs(30),
            cause: "lost".to_owned(),
        }));
        assert!(matches!(fault, ChatFault::Provider(ProviderFault::Passing { .. })));
    }
}
