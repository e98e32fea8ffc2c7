//! Google Drive, where recordings are kept: files are uploaded in pieces, shared and deleted. Everything
//! here follows Google's reference of the Drive API v3 and its guides to uploads, shared drives and
//! sharing, unless a comment says otherwise.
//!
//! A company's service account acts in its own name and owns nothing, so that its folder must be in a
//! shared drive; a person's token (scope `drive.file`) opens what Convoke has made, and nothing else.
//! Every call says that it knows shared drives: to others what is in them does not exist.

mod sharing;
mod upload;

#[cfg(test)]
mod tests;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::drive_answer::{About, fault, folder_not_found, folder_refused, forbids};
use super::google_token::{Asked, fetch};
use super::measured::Measured;
use super::tokens::{Token, Tokens};
use super::wire::{self, other_means, segment};
use super::{Access, Grant, Means, ProviderFault};
use crate::clock::Clock;
use crate::config::ProviderUrls;
use crate::domain::ids::Secret;
use crate::transport::Transport;

pub use sharing::Permission;
pub use upload::{Begun, NewFile, PIECE, Progress};

/// As people know it.
pub(super) const VENDOR: &str = "Google Drive";
/// Opens everything that has been shared with a service account.
const SCOPE: &str = "https://www.googleapis.com/auth/drive";
/// What Drive calls a folder.
const FOLDER: &str = "application/vnd.google-apps.folder";
/// The property of Convoke's own that a file bears, and that no other application sees.
const MARK: &str = "convoke";
/// The mark of the folder that Convoke makes in somebody's own drive.
const FOLDER_MARK: &str = "folder";
/// Finds what is in shared drives as well.
const EVERYWHERE: &str =
    "corpora=allDrives&includeItemsFromAllDrives=true&supportsAllDrives=true&orderBy=createdTime";
/// What is read of a file.
const FILE: &str = "id,size,sha256Checksum,webViewLink,trashed";
/// Pages that are read at most: a hundred things stand on each.
const PAGES: usize = 50;

/// Google Drive.
#[derive(Debug)]
pub struct Drive {
    way: Measured,
    urls: ProviderUrls,
    clock: Clock,
    tokens: Tokens,
}

/// A file as Drive keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Drive's id.
    pub id: String,
    /// Bytes.
    pub size: u64,
    /// The content's SHA-256 in lower-case hexadecimal, where Drive tells it.
    pub sha256: Option<String>,
    /// Where people see it; empty where Drive tells none.
    pub link: String,
}

/// 64-bit numbers are texts in Google's JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    id: String,
    #[serde(default)]
    size: Option<String>,
    #[serde(default)]
    sha256_checksum: Option<String>,
    #[serde(default)]
    web_view_link: String,
    #[serde(default)]
    trashed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page<T> {
    #[serde(alias = "files", alias = "permissions", default = "Vec::new")]
    items: Vec<T>,
    #[serde(default)]
    next_page_token: Option<String>,
    #[serde(default)]
    incomplete_search: bool,
}

#[derive(Deserialize)]
struct Ids {
    ids: Vec<String>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl Stored {
    /// `expected` stands in where Drive does not tell the size.
    fn of(file: File, expected: Option<u64>) -> Self {
        let size = file.size.and_then(|size| size.parse().ok()).or(expected).unwrap_or(0);
        let link = Some(file.web_view_link).filter(|link| wire::is_link(link));
        Self { id: file.id, size, sha256: file.sha256_checksum, link: link.unwrap_or_default() }
    }
}

impl Drive {
    /// Drive at these addresses.
    #[must_use]
    pub fn new(transport: Transport, urls: ProviderUrls, clock: Clock) -> Self {
        let way = Measured::new("drive", transport, clock.clone());
        Self { way, urls, clock, tokens: Tokens::default() }
    }

    /// Tries whether recordings can be put into this folder. Whether the folder itself can be shared does
    /// not matter, and a content manager may not: files in it can be shared all the same.
    ///
    /// # Errors
    /// [`ProviderFault::Refused`] with `folder_not_found`, `folder_not_writable` or
    /// `folder_not_in_shared_drive`; [`ProviderFault::Connection`] for the credentials.
    pub async fn verify(&self, access: &Access, folder: &str) -> Result<Grant, ProviderFault> {
        let query = "fields=mimeType,trashed,driveId,capabilities(canAddChildren)";
        let path = file(folder, query);
        let answer = self.call(access, &Method::GET, &path, None).await?;
        let found: Value = wire::read(VENDOR, &self.checked(answer, About::Folder)?)?;
        if found["mimeType"] != FOLDER || found["trashed"] == true {
            return Err(folder_not_found());
        }
        let is_own_account = matches!(access.means, Means::ServiceAccount(_));
        folder_refused(
            is_own_account && !found["driveId"].is_string(),
            found["capabilities"]["canAddChildren"] != true,
        )?;
        Ok(Grant::default())
    }

    /// An id for a file to come, so that beginning its upload twice makes one file.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn new_id(&self, access: &Access) -> Result<String, ProviderFault> {
        let path = "/drive/v3/files/generateIds?count=1&fields=ids";
        let answer = self.call(access, &Method::GET, path, None).await?;
        let ids: Ids = wire::read(VENDOR, &self.checked(answer, About::File)?)?;
        ids.ids.into_iter().next().ok_or_else(|| wire::unreadable(VENDOR))
    }

    /// A file; `None` when there is none, or it lies in the trash.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn get(&self, access: &Access, id: &str) -> Result<Option<Stored>, ProviderFault> {
        let path = file(id, &format!("fields={FILE}"));
        let answer = self.call(access, &Method::GET, &path, None).await?;
        let found: File = match self.checked(answer, About::File) {
            Err(ProviderFault::Gone) => return Ok(None),
            answer => wire::read(VENDOR, &answer?)?,
        };
        Ok((!found.trashed).then(|| Stored::of(found, None)))
    }

    /// The files of this mark in a folder, oldest first.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn find(
        &self,
        access: &Access,
        folder: &str,
        mark: &str,
    ) -> Result<Vec<Stored>, ProviderFault> {
        let query = format!("{} and {} in parents", marked(mark), quoted(folder));
        let found = self.search(access, &query).await?;
        Ok(found.into_iter().map(|file| Stored::of(file, None)).collect())
    }

    /// The folder that Convoke has made in the authoriser's own drive; it is made when there is none. Two
    /// that were made at once are told apart by their age.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn folder(&self, access: &Access, name: &str) -> Result<String, ProviderFault> {
        let query = format!("{} and mimeType = '{FOLDER}'", marked(FOLDER_MARK));
        if let Some(found) = self.search(access, &query).await?.into_iter().next() {
            return Ok(found.id);
        }
        let body = json!({"name": name, "mimeType": FOLDER, "appProperties": {MARK: FOLDER_MARK}});
        let path = "/drive/v3/files?supportsAllDrives=true&fields=id";
        let answer = self.call(access, &Method::POST, path, Some(&body)).await?;
        let made: Named = serde_json::from_slice(self.checked(answer, About::Folder)?.body())
            .map_err(|_| wire::uncertain(VENDOR))?;
        Ok(made.id)
    }

    /// The ids of all folders that can be seen.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn folders(&self, access: &Access) -> Result<Vec<String>, ProviderFault> {
        let query = format!("mimeType = '{FOLDER}'");
        Ok(self.search(access, &query).await?.into_iter().map(|file| file.id).collect())
    }

    /// Deletes a file; one that is not there is fine. In a shared drive only managers delete for good:
    /// for a content manager the file goes to the trash, from which Google removes it after 30 days.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn delete(&self, access: &Access, id: &str) -> Result<(), ProviderFault> {
        let path = file(id, "");
        let answer = self.call(access, &Method::DELETE, &path, None).await?;
        if !forbids(&answer) {
            return gone_is_fine(self.checked(answer, About::File));
        }
        let body = json!({"trashed": true});
        let answer = self.call(access, &Method::PATCH, &path, Some(&body)).await?;
        gone_is_fine(self.checked(answer, About::File))
    }

    /// What is found and not in the trash. A search that did not reach everywhere has found nothing that
    /// can be relied on.
    async fn search(&self, access: &Access, query: &str) -> Result<Vec<File>, ProviderFault> {
        let query = segment(&format!("{query} and trashed = false"));
        let fields = format!("nextPageToken,incompleteSearch,files({FILE})");
        let path = format!("/drive/v3/files?q={query}&{EVERYWHERE}&pageSize=100&fields={fields}");
        self.pages(access, &path).await
    }

    /// Everything that stands on the pages of a list.
    async fn pages<T: for<'de> Deserialize<'de>>(
        &self,
        access: &Access,
        path: &str,
    ) -> Result<Vec<T>, ProviderFault> {
        let (mut all, mut next) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let answer = self.call(access, &Method::GET, &format!("{path}{next}"), None).await?;
            let page: Page<T> = wire::read(VENDOR, &self.checked(answer, About::File)?)?;
            if page.incomplete_search {
                return Err(wire::unreadable(VENDOR));
            }
            all.extend(page.items);
            let Some(token) = page.next_page_token else { break };
            next = format!("&pageToken={}", segment(&token));
        }
        Ok(all)
    }

    /// One call, answered by anything but a refused token. A refused one had no effect: the service
    /// account's is fetched anew, once; a person's is renewed by whoever keeps it.
    async fn call(
        &self,
        access: &Access,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response<Bytes>, ProviderFault> {
        let url = format!("{}{path}", self.urls.api);
        self.send(access, |token| wire::request(method, &url, token, body)).await
    }

    /// Sends what `request` makes of a token.
    async fn send(
        &self,
        access: &Access,
        request: impl Fn(&Secret) -> Result<http::Request<Bytes>, ProviderFault>,
    ) -> Result<Response<Bytes>, ProviderFault> {
        match &access.means {
            Means::ServiceAccount(key) => {
                let token = self.token(access, key, None).await?.secret;
                let answer = self.exchange(request(&token)?).await?;
                if answer.status() != StatusCode::UNAUTHORIZED {
                    return Ok(answer);
                }
                let token = self.token(access, key, Some(&token)).await?.secret;
                self.exchange(request(&token)?).await
            }
            Means::Grant(token) => {
                let answer = self.exchange(request(token)?).await?;
                if answer.status() == StatusCode::UNAUTHORIZED {
                    return Err(ProviderFault::TokenRefused);
                }
                Ok(answer)
            }
            Means::Application(_) | Means::Bot(_) | Means::Open => Err(other_means(VENDOR)),
        }
    }

    async fn token(
        &self,
        access: &Access,
        key: &Secret,
        spent: Option<&Secret>,
    ) -> Result<Token, ProviderFault> {
        let now = self.clock.now();
        let asked = Asked { subject: "", scope: SCOPE };
        let fetched = fetch(&self.way, &self.urls.token, key, asked, now);
        self.tokens.get(&access.credentials, now, spent, fetched).await
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<Response<Bytes>, ProviderFault> {
        self.way.send(request).await.map_err(|fault| wire::lost(&fault))
    }

    fn checked(
        &self,
        answer: Response<Bytes>,
        about: About,
    ) -> Result<Response<Bytes>, ProviderFault> {
        if answer.status().is_success() {
            return Ok(answer);
        }
        Err(fault(&answer, about, self.clock.now()))
    }
}

/// The address of a file, with more to the query.
fn file(id: &str, query: &str) -> String {
    let separator = if query.is_empty() { "" } else { "&" };
    format!("/drive/v3/files/{}?supportsAllDrives=true{separator}{query}", segment(id))
}

/// The term of a search for a mark of Convoke's.
fn marked(mark: &str) -> String {
    format!("appProperties has {{ key='{MARK}' and value={} }}", quoted(mark))
}

/// A text as it stands in a search.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

fn gone_is_fine(answer: Result<Response<Bytes>, ProviderFault>) -> Result<(), ProviderFault> {
    match answer {
        Err(ProviderFault::Gone) => Ok(()),
        other => other.map(drop),
    }
}
