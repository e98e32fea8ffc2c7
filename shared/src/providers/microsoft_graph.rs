//! Microsoft Graph: calls with whatever token there is, and lists page by page.

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::measured::Measured;
use super::microsoft_answer::{fault, may_be_stale};
use super::microsoft_token::{GRAPH, fetch};
use super::tokens::{Token, Tokens};
use super::wire::{other_means, unreadable};
use super::{Access, Application, Means, ProviderFault, wire};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::ids::Secret;
use crate::domain::settings::ProviderName;
use crate::transport::Transport;

/// As people know it.
pub(super) const VENDOR: &str = "Microsoft";
/// The most pages of a list that are read.
const PAGES: usize = 40;

/// The way to Graph.
#[derive(Debug)]
pub(super) struct Graph {
    way: Measured,
    urls: ProviderUrls,
    clock: Clock,
    tokens: Tokens,
}

/// A page of a list (Graph, paging).
#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink", default)]
    next: Option<String>,
}

impl Graph {
    pub fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        let way = Measured::new(ProviderName::Microsoft.name(), transport, clock.clone());
        Self { way, urls, clock, tokens: Tokens::default() }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// One call whose success alone is of use.
    pub async fn call(
        &self,
        access: &Access,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        let answer = self.ask(access, &method, path, body).await?;
        self.checked(answer)
    }

    /// One call, and whatever is answered. A refused token had no effect: an application's is fetched
    /// anew, once; a person's is renewed by whoever keeps it.
    pub async fn ask(
        &self,
        access: &Access,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        match &access.means {
            Means::Application(app) => {
                let token = self.token(access, app, None).await?.secret;
                let answer = self.send(&token, method, path, body).await?;
                if !may_be_stale(&answer) {
                    return Ok(answer);
                }
                let token = self.token(access, app, Some(&token)).await?.secret;
                self.send(&token, method, path, body).await
            }
            Means::Grant(token) => {
                let answer = self.send(token, method, path, body).await?;
                if answer.status() == StatusCode::UNAUTHORIZED {
                    return Err(ProviderFault::TokenRefused);
                }
                Ok(answer)
            }
            Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    pub fn checked(
        &self,
        answer: http::Response<Bytes>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        if answer.status().is_success() { Ok(answer) } else { Err(fault(&answer, self.now())) }
    }

    /// A list, all its pages.
    pub async fn list<T>(&self, access: &Access, path: &str) -> Result<Vec<T>, ProviderFault>
    where
        T: for<'de> Deserialize<'de> + Send,
    {
        let mut items = Vec::new();
        let mut path = path.to_owned();
        for _ in 0..PAGES {
            let page: Page<T> = read(&self.call(access, Method::GET, &path, None).await?)?;
            items.extend(page.value);
            let Some(next) = page.next else { break };
            path = self.own_path(&next)?;
        }
        Ok(items)
    }

    /// The path of a page's address. What leads elsewhere is not followed: it would be told our token.
    fn own_path(&self, link: &str) -> Result<String, ProviderFault> {
        let path = link
            .strip_prefix(&self.urls.api)
            .filter(|path| path.starts_with('/') && path.parse::<PathAndQuery>().is_ok());
        path.map(str::to_owned).ok_or_else(|| unreadable(VENDOR))
    }

    /// A path's whole address.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.urls.api)
    }

    /// A new token of an application, whatever is kept.
    pub async fn renew(&self, access: &Access, app: &Application) -> Result<(), ProviderFault> {
        let fetched = fetch(&self.way, &self.urls.token, app, GRAPH, self.now());
        self.tokens.renew(&access.credentials, fetched).await.map(drop)
    }

    /// A token for reading a file piece by piece, which whoever reads does themselves.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn bearer(&self, access: &Access) -> Result<Secret, ProviderFault> {
        match &access.means {
            Means::Application(app) => Ok(self.token(access, app, None).await?.secret),
            Means::Grant(token) => Ok(token.clone()),
            Means::ServiceAccount(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    async fn token(
        &self,
        access: &Access,
        app: &Application,
        spent: Option<&Secret>,
    ) -> Result<Token, ProviderFault> {
        let now = self.now();
        let fetched = fetch(&self.way, &self.urls.token, app, GRAPH, now);
        self.tokens.get(&access.credentials, now, spent, fetched).await
    }

    async fn send(
        &self,
        token: &Secret,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<http::Response<Bytes>, ProviderFault> {
        self.way.ask(token, method, &self.address(path), body).await
    }
}

/// The body of an answer to a question.
pub(super) fn read<T: for<'de> Deserialize<'de>>(
    answer: &http::Response<Bytes>,
) -> Result<T, ProviderFault> {
    wire::read(VENDOR, answer)
}
