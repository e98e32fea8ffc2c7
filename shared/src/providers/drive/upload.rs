//! Uploads in pieces (Google, Drive API, "Upload file data", resumable uploads).
//!
//! A session's address is a secret: whoever has it may upload, and nothing else is asked of them. It is
//! used at the API's own host alone, wherever it came from.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use serde_json::json;
use url::Url;

use super::super::drive_answer::{About, fault, foreign_session};
use super::super::{Access, ProviderFault, wire};
use super::{Drive, File, MARK, Stored, VENDOR};
use crate::domain::ids::Secret;

/// Every piece but the last is a multiple of so many bytes.
pub const PIECE: u64 = 256 * 1024;
/// What the finished upload is answered with; Drive keeps it with the session.
const FIELDS: &str = "id,size,sha256Checksum,webViewLink";

/// A file to come.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// Its id, from [`Drive::new_id`].
    pub id: &'a str,
    /// Its name, as people see it.
    pub name: &'a str,
    /// The id of the folder that it is put into.
    pub folder: &'a str,
    /// The media type.
    pub mime: &'a str,
    /// Bytes, if they are known.
    pub size: Option<u64>,
    /// What it is found by; no other application sees it.
    pub mark: &'a str,
}

/// What came of beginning an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The session's address.
    Session(Secret),
    /// There is a file of this id.
    Exists,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes are held; the next piece begins there.
    At(u64),
    /// The file is there.
    Done(Stored),
    /// The session has ended: the upload begins anew.
    Gone,
}

impl Drive {
    /// Begins an upload. Nobody sees the file before all of it is there.
    ///
    /// # Errors
    /// [`ProviderFault::Refused`] when the folder is gone or takes nothing, or has no room.
    pub async fn begin(&self, access: &Access, file: &NewFile<'_>) -> Result<Begun, ProviderFault> {
        let answer = self.send(access, |token| self.beginning(file, token)).await?;
        if answer.status() == StatusCode::CONFLICT {
            return Ok(Begun::Exists);
        }
        let answer = self.checked(answer, About::Folder)?;
        let session = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
        let session = Secret::new(session.ok_or_else(|| wire::unreadable(VENDOR))?);
        self.check_host(&session)?;
        Ok(Begun::Session(session))
    }

    fn beginning(
        &self,
        file: &NewFile<'_>,
        token: &Secret,
    ) -> Result<http::Request<Bytes>, ProviderFault> {
        let url = format!(
            "{}/upload/drive/v3/files?uploadType=resumable&supportsAllDrives=true&fields={FIELDS}",
            self.urls.api
        );
        let body = json!({
            "id": file.id,
            "name": file.name,
            "parents": [file.folder],
            "mimeType": file.mime,
            "appProperties": {MARK: file.mark},
        });
        let mut request = wire::request(&Method::POST, &url, token, Some(&body))?;
        let kind = HeaderValue::try_from(file.mime).map_err(|_| wire::unusable())?;
        request.headers_mut().insert("x-upload-content-type", kind);
        if let Some(size) = file.size {
            request.headers_mut().insert("x-upload-content-length", HeaderValue::from(size));
        }
        Ok(request)
    }

    /// Asks how far an upload is; `size` is that of the whole file, if it is known.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn progress(
        &self,
        session: &Secret,
        size: Option<u64>,
    ) -> Result<Progress, ProviderFault> {
        let range = format!("bytes */{}", total(size));
        self.put_to(session, &range, Bytes::new(), size).await
    }

    /// Uploads a piece that begins at `at`. With the last one the size of the whole file is said; every
    /// other is a multiple of [`PIECE`]. What is held afterwards may be less than what was sent.
    ///
    /// # Errors
    /// [`ProviderFault::Uncertain`] when nobody knows how much is held: [`Self::progress`] tells.
    pub async fn put(
        &self,
        session: &Secret,
        at: u64,
        size: Option<u64>,
        piece: Bytes,
    ) -> Result<Progress, ProviderFault> {
        let len = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let Some(last) = at.saturating_add(len).checked_sub(1).filter(|_| len > 0) else {
            return self.progress(session, size).await;
        };
        let range = format!("bytes {at}-{last}/{}", total(size));
        self.put_to(session, &range, piece, size).await
    }

    async fn put_to(
        &self,
        session: &Secret,
        range: &str,
        piece: Bytes,
        size: Option<u64>,
    ) -> Result<Progress, ProviderFault> {
        self.check_host(session)?;
        let request = http::Request::put(session.expose())
            .header(header::CONTENT_RANGE, range)
            .header(header::CONTENT_LENGTH, piece.len())
            .body(piece)
            .map_err(|_| wire::unusable())?;
        let answer = self.exchange(request).await?;
        match answer.status() {
            StatusCode::PERMANENT_REDIRECT => {
                held(answer.headers()).map(Progress::At).ok_or_else(|| wire::unreadable(VENDOR))
            }
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Progress::Gone),
            status if status.is_success() => done(&answer, size),
            _ => Err(fault(&answer, About::File, self.clock.now())),
        }
    }

    /// A piece goes to the API's own host, and nowhere else.
    fn check_host(&self, session: &Secret) -> Result<(), ProviderFault> {
        if is_at(&self.urls.api, session.expose()) { Ok(()) } else { Err(foreign_session()) }
    }
}

fn total(size: Option<u64>) -> String {
    size.map_or_else(|| "*".to_owned(), |size| size.to_string())
}

fn done(answer: &Response<Bytes>, size: Option<u64>) -> Result<Progress, ProviderFault> {
    let file: File = serde_json::from_slice(answer.body()).map_err(|_| wire::uncertain(VENDOR))?;
    Ok(Progress::Done(Stored::of(file, size)))
}

/// How many bytes an unfinished upload holds: none are when nothing is said. `None` for what can't be
/// read.
fn held(headers: &HeaderMap) -> Option<u64> {
    let Some(range) = headers.get(header::RANGE) else { return Some(0) };
    let last: u64 = range.to_str().ok()?.strip_prefix("bytes=0-")?.parse().ok()?;
    last.checked_add(1)
}

/// Whether an address is at the host of the API: scheme, name and port agree, and nobody logs in.
fn is_at(api: &str, address: &str) -> bool {
    let (Ok(api), Ok(address)) = (Url::parse(api), Url::parse(address)) else { return false };
    let is_plain = address.username().is_empty() && address.password().is_none();
    is_plain && api.origin().is_tuple() && api.origin() == address.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_used_at_the_api_s_own_host_alone() {
        let api = "https://www.googleapis.com";
        let session = "/upload/drive/v3/files?uploadType=resumable&upload_id=x";
        for good in [format!("{api}{session}"), format!("{api}:443{session}")] {
            assert!(is_at(api, &good), "{good}");
        }
        for bad in [
            format!("http://www.googleapis.com{session}"),
            format!("https://www.googleapis.com:8443{session}"),
            format!("https://www.googleapis.com.evil.example{session}"),
            format!("https://evil.example/{session}"),
            format!("https://www.googleapis.com@evil.example{session}"),
            format!("https://a:b@www.googleapis.com{session}"),
            session.to_owned(),
            String::new(),
            "data:text/plain,x".to_owned(),
        ] {
            assert!(!is_at(api, &bad), "{bad}");
        }
        assert!(!is_at("data:x", "data:x"), "what has no host is nowhere");
    }

    #[test]
    fn what_is_held_is_read_from_the_range() {
        let held = |range: Option<&str>| {
            let mut headers = HeaderMap::new();
            range.map(|range| headers.insert(header::RANGE, range.parse().unwrap()));
            held(&headers)
        };
        assert_eq!(held(None), Some(0));
        assert_eq!(held(Some("bytes=0-0")), Some(1));
        assert_eq!(held(Some("bytes=0-524287")), Some(524_288));
        for bad in ["bytes=1-5", "bytes 0-5", "0-5", "bytes=0-", "bytes=0-18446744073709551615"] {
            assert_eq!(held(Some(bad)), None, "{bad}");
        }
    }
}
