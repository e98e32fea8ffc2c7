//! Slack's Web API (Slack API reference): every refusal has status 200, and says `ok: false`.

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::measured::Measured;
use super::slack_answer::{Refused, fault, throttled};
use super::wire::{read, segment, unreadable};
use super::{
    Access, Account, ChatFault, ChatProvider, Grant, Means, ProviderFault, ProviderUser, Target,
};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::chat::ChatText;
use crate::domain::ids::{Secret, fold_email};
use crate::transport::Transport;

/// As faults name it.
const VENDOR: &str = "Slack";
/// How many users a page holds; Slack recommends no more than 200.
const PAGE: u32 = 200;
/// More pages than the largest workspace that is matched has; a list that never ends is a fault.
const PAGES: usize = 500;

/// Slack.
#[derive(Debug)]
pub struct Slack {
    way: Measured,
    urls: ProviderUrls,
}

#[derive(Deserialize)]
struct Posted {
    ts: String,
    channel: String,
}

#[derive(Deserialize)]
struct Found {
    user: User,
}

#[derive(Deserialize)]
struct Members {
    members: Vec<User>,
    #[serde(default)]
    response_metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    next_cursor: String,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    is_bot: bool,
    #[serde(default)]
    name: String,
    #[serde(default)]
    profile: Profile,
}

#[derive(Default, Deserialize)]
struct Profile {
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    real_name: Option<String>,
}

impl User {
    /// A person who can be written to. Slackbot is a user like any other and no bot.
    fn person(self) -> Option<ProviderUser> {
        let is_person = !self.deleted && !self.is_bot && self.id != "USLACKBOT";
        is_person.then(|| ProviderUser {
            id: self.id,
            email: self.profile.email.unwrap_or_default(),
            name: self.profile.real_name.unwrap_or(self.name),
        })
    }
}

impl Slack {
    /// At these addresses.
    #[must_use]
    pub fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        Self { way: Measured::new("slack", transport, clock), urls }
    }

    async fn ask(
        &self,
        access: &Access,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<bytes::Bytes>, ProviderFault> {
        let url = format!("{}/{path}", self.urls.api);
        self.way.ask(token(access)?, method, &url, body).await
    }

    /// Asks, and reads what was answered.
    async fn get<T: for<'de> Deserialize<'de>>(
        &self,
        access: &Access,
        path: &str,
    ) -> Result<Result<T, Refused>, ProviderFault> {
        let answer = self.ask(access, &Method::GET, path, None).await?;
        Ok(match Refused::of(&answer) {
            Some(refused) => Err(refused),
            None => Ok(read(VENDOR, &answer)?),
        })
    }
}

impl Account for Slack {
    async fn users(&self, access: &Access) -> Result<Vec<ProviderUser>, ProviderFault> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let path = format!("users.list?limit={PAGE}&cursor={}", segment(&cursor));
            let page: Members = self.get(access, &path).await?.map_err(|it| fault(&it, None))?;
            all.extend(page.members.into_iter().filter_map(User::person));
            cursor = page.response_metadata.next_cursor;
            if cursor.is_empty() {
                return Ok(all);
            }
        }
        Err(unreadable(VENDOR))
    }

    /// What was granted stands in a header of every answer.
    async fn verify(&self, access: &Access) -> Result<Grant, ProviderFault> {
        let answer = self.ask(access, &Method::POST, "auth.test", None).await?;
        if let Some(refused) = Refused::of(&answer) {
            return Err(fault(&refused, None));
        }
        let header = answer.headers().get("x-oauth-scopes").and_then(|it| it.to_str().ok());
        let scopes = header.map(|text| {
            text.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
        });
        Ok(Grant { scopes })
    }
}

impl ChatProvider for Slack {
    /// A user's id stands for the conversation with that user (Slack, `chat.postMessage`).
    async fn post(
        &self,
        access: &Access,
        to: Target<'_>,
        text: &ChatText,
    ) -> Result<String, ChatFault> {
        let (Target::User(channel) | Target::Channel(channel)) = to;
        let (plain, blocks) = text.slack();
        let body = json!({
            "channel": channel, "text": plain, "blocks": blocks,
            "unfurl_links": false, "unfurl_media": false,
        });
        let answer = self.ask(access, &Method::POST, "chat.postMessage", Some(&body)).await?;
        if let Some(after) = throttled(&answer) {
            return Err(ChatFault::Throttled { after });
        }
        if let Some(refused) = Refused::of(&answer) {
            return Err(fault(&refused, Some(to)).into());
        }
        // Posted, whatever the rest of the answer says.
        let posted: Option<Posted> = serde_json::from_slice(answer.body()).ok();
        Ok(posted.map(|it| format!("{}:{}", it.channel, it.ts)).unwrap_or_default())
    }

    async fn user(&self, access: &Access, id: &str) -> Result<Option<ProviderUser>, ProviderFault> {
        let path = format!("users.info?user={}", segment(id));
        match self.get::<Found>(access, &path).await? {
            Ok(found) => Ok(found.user.person()),
            Err(refused) if refused.is_nobody() => Ok(None),
            Err(refused) => Err(fault(&refused, None)),
        }
    }

    async fn find_user(
        &self,
        access: &Access,
        email: &str,
    ) -> Result<Option<ProviderUser>, ProviderFault> {
        let path = format!("users.lookupByEmail?email={}", segment(email.trim()));
        let found: Found = match self.get(access, &path).await? {
            Ok(found) => found,
            Err(refused) if refused.is_nobody() => return Ok(None),
            Err(refused) => return Err(fault(&refused, None)),
        };
        // What Slack takes for equal is not known to be what we do.
        let is_it = |user: &ProviderUser| fold_email(&user.email) == fold_email(email);
        Ok(found.user.person().filter(is_it))
    }
}

fn token(access: &Access) -> Result<&Secret, ProviderFault> {
    match &access.means {
        Means::Grant(token) => Ok(token),
        Means::Application(_) | Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => {
            Err(super::wire::unusable())
        }
    }
}
