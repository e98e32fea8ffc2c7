//! Fetching a file from its provider, from any byte on. The token goes to the provider's own hosts and no further:
//! Zoom redirects to others, which must not see it.

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE};
use http::{HeaderMap, StatusCode};
use jiff::SignedDuration;
use url::Url;

use super::Work;
use crate::app::way;
use crate::domain::config::{ConnectionState, Whose};
use crate::domain::fault::{Fault, Reason};
use crate::domain::ids::Secret;
use crate::domain::onboarding::recording::{FileKind, FileRecord, Origin};
use crate::providers::{Access, ProviderFault};
use crate::transport::{Stream, TransportFault};
use crate::vault::Place;

/// How often a provider may send us elsewhere.
const REDIRECTS: usize = 5;
/// How long the token of a hook is good, with some room (Zoom: 24 hours).
const GOOD: SignedDuration = SignedDuration::from_hours(23);
/// Where Zoom's files are (Zoom, "Download recordings"): its own domains, whatever comes before them.
const ZOOM_HOSTS: [&str; 3] = ["zoom.us", "zoom.com", "zoomgov.com"];

/// A file that is being read.
pub(super) struct Reading {
    body: Stream,
    /// What has been read and not been asked for.
    ahead: BytesMut,
    /// What is read and belongs before the place that was asked for.
    skip: u64,
    /// Bytes of the whole file, where they are known.
    pub size: Option<u64>,
}

/// A piece of a file.
pub(super) struct Piece {
    pub bytes: Bytes,
    /// Whether nothing comes after it.
    pub is_last: bool,
}

impl Reading {
    /// The next so many bytes, or what is left.
    pub async fn piece(&mut self, length: usize) -> Result<Piece, Fault> {
        // One more than is asked for, to know whether anything comes after it.
        while self.ahead.len() <= length {
            let Some(bytes) = self.body.next().await.map_err(|fault| broken(&fault))? else {
                return Ok(Piece { bytes: self.ahead.split().freeze(), is_last: true });
            };
            self.take(&bytes);
        }
        Ok(Piece { bytes: self.ahead.split_to(length).freeze(), is_last: false })
    }

    fn take(&mut self, bytes: &Bytes) {
        let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(bytes.len());
        self.skip -= u64::try_from(skipped).unwrap_or_default();
        self.ahead.extend_from_slice(bytes.get(skipped..).unwrap_or_default());
    }
}

fn broken(fault: &TransportFault) -> Fault {
    Fault::retry(5, format!("a recording broke off: {fault}"))
}

impl Work<'_> {
    /// Opens the file at its provider, from this byte on.
    pub(super) async fn open(&self, file: &FileRecord, from: u64) -> Result<Reading, Fault> {
        let Some(origin) = &file.origin else {
            return Err(Fault::retry(60, "nobody knows yet where the file is"));
        };
        match self.open_with_hooks_token(file, origin, from).await? {
            Some(reading) => Ok(reading),
            None => self.open_by_api(file, origin, from).await,
        }
    }

    /// With the token that came with Zoom's message, as long as it is good.
    async fn open_with_hooks_token(
        &self,
        file: &FileRecord,
        origin: &Origin,
        from: u64,
    ) -> Result<Option<Reading>, Fault> {
        let is_young = self.app.clock.now().duration_since(file.known_at) < GOOD;
        let Some(sealed) = origin.token.as_ref().filter(|_| is_young) else { return Ok(None) };
        let place = Place { tenant: self.tenant(), item: &file.id, field: "token" };
        let token = self.app.vault.open(place, sealed).await?;
        match self.get(&origin.url, &token, from).await {
            Err(Stop::Refused) => Ok(None),
            answer => answer.map(Some).map_err(Stop::fault),
        }
    }

    /// By the provider's API, with the connection that the meeting was made with.
    async fn open_by_api(
        &self,
        file: &FileRecord,
        origin: &Origin,
        from: u64,
    ) -> Result<Reading, Fault> {
        let (url, token) = match origin.provider.as_str() {
            "zoom" => self.at_zoom(file, origin).await?,
            "google" => (origin.url.clone(), self.googles_token(file).await?),
            _ => (origin.url.clone(), self.microsofts_token(file).await?),
        };
        self.get(&url, &token, from).await.map_err(Stop::fault)
    }

    /// Whoever hosted may have connected the provider themselves. The host as the provider has them comes with it.
    async fn providers_access(
        &self,
        file: &FileRecord,
        provider: &str,
    ) -> Result<(Access, String), Fault> {
        let session = self.app.store.session(&file.session).await?;
        let live = session.and_then(|session| session.live);
        let (by, host) = live.map(|live| (live.by, live.host)).unwrap_or_default();
        let whose = Whose { provider, person: by.as_deref() };
        let connection = self.config.connection(whose).ok_or_else(|| {
            let detail =
                format!("connect {provider} again: the recording can't be fetched without it");
            Fault::Rejected(Reason::new("not_connected", detail))
        })?;
        let access = way::access(self.app, self.tenant(), whose, connection, None).await;
        Ok((access.map_err(super::fault)?, host))
    }

    async fn at_zoom(&self, file: &FileRecord, origin: &Origin) -> Result<(String, Secret), Fault> {
        let (access, _) = self.providers_access(file, "zoom").await?;
        let zoom = self.app.providers.zoom();
        let recorded = zoom.recordings(&access, &origin.instance).await.map_err(zooms)?;
        let gone = || {
            let detail = "Zoom has no such recording any more: somebody may have deleted it there";
            Fault::Rejected(Reason::new("recording_gone", detail))
        };
        let recorded = recorded.ok_or_else(gone)?;
        let is_it = |it: &&crate::providers::RecordedFile| match file.kind {
            FileKind::Transcript => it.kind == "TRANSCRIPT",
            FileKind::Recording => it.id.as_deref() == Some(&*origin.file),
        };
        let found = recorded.files.iter().find(is_it).ok_or_else(gone)?;
        let token = recorded
            .download_token
            .ok_or_else(|| Fault::retry(60, "Zoom gives no token for the recording"))?;
        Ok((found.url.clone(), token))
    }

    /// Meet puts what it records into the host's own drive.
    async fn googles_token(&self, file: &FileRecord) -> Result<Secret, Fault> {
        let (access, host) = self.providers_access(file, "google").await?;
        self.app.providers.meet().bearer(&access, &host).await.map_err(super::fault)
    }

    async fn microsofts_token(&self, file: &FileRecord) -> Result<Secret, Fault> {
        let (access, _) = self.providers_access(file, "microsoft").await?;
        self.app.providers.microsoft().bearer(&access).await.map_err(super::fault)
    }

    /// Follows redirects by hand.
    async fn get(&self, url: &str, token: &Secret, from: u64) -> Result<Reading, Stop> {
        let mut url = Url::parse(url).map_err(|_| foreign())?;
        if !self.is_trusted(&url) {
            return Err(foreign());
        }
        let home = url.origin();
        for _ in 0..REDIRECTS {
            let mut request =
                http::Request::get(url.as_str()).header(RANGE, format!("bytes={from}-"));
            if url.origin() == home {
                request = request.header(AUTHORIZATION, format!("Bearer {}", token.expose()));
            }
            let request = request.body(Bytes::new()).map_err(|_| foreign())?;
            let answer =
                self.app.films.open(request).await.map_err(|fault| Stop::Fault(broken(&fault)))?;
            if !answer.status().is_redirection() {
                return reading(answer, from);
            }
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            url = to.and_then(|to| url.join(to).ok()).ok_or_else(foreign)?;
            if url.scheme() != "https" && home.ascii_serialization().starts_with("https:") {
                return Err(foreign());
            }
        }
        Err(Stop::Fault(Fault::retry(60, "the provider sends us round in circles")))
    }

    /// Whether a token may go there: to the provider's own hosts, or to those that the deployment has set.
    fn is_trusted(&self, url: &Url) -> bool {
        let vendors = &self.app.config.vendors;
        let set = [&vendors.zoom.api, &vendors.google.api, &vendors.microsoft.api];
        let is_set = |api: &&String| Url::parse(api).is_ok_and(|api| api.origin() == url.origin());
        set.iter().any(is_set) || (url.scheme() == "https" && url.host_str().is_some_and(is_zooms))
    }
}

/// Zoom's own, at any depth.
fn is_zooms(host: &str) -> bool {
    let below = |zoom: &&str| {
        host == *zoom || host.strip_suffix(zoom).is_some_and(|rest| rest.ends_with('.'))
    };
    ZOOM_HOSTS.iter().any(below)
}

/// Why a file can't be read.
enum Stop {
    /// The token opens nothing there.
    Refused,
    /// Anything else.
    Fault(Fault),
}

impl Stop {
    fn fault(self) -> Fault {
        match self {
            Self::Refused => Fault::Rejected(Reason::new(
                "recording_refused",
                "the provider does not give the recording out: allow the application to read recordings \
                 there (at Zoom cloud_recording:read:list_recording_files, at Google drive.meet.readonly), \
                 then save the connection again",
            )),
            Self::Fault(fault) => fault,
        }
    }
}

fn foreign() -> Stop {
    let detail = "the recording's address is none of its provider's";
    Stop::Fault(Fault::Rejected(Reason::new("foreign_address", detail)))
}

/// Who is asked for a part may give all.
fn reading(answer: http::Response<Stream>, from: u64) -> Result<Reading, Stop> {
    let (parts, body) = answer.into_parts();
    if parts.status.is_success() && is_page(&parts.headers) {
        return Err(Stop::Refused);
    }
    let (skip, size) = match parts.status {
        StatusCode::PARTIAL_CONTENT => {
            let (begin, size) = part(&parts.headers).ok_or_else(unreadable)?;
            (from.checked_sub(begin).ok_or_else(unreadable)?, size)
        }
        StatusCode::OK => (from, length(&parts.headers)),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            return Ok(Reading {
                body: Stream::whole(Bytes::new()),
                ahead: BytesMut::new(),
                skip: 0,
                size: Some(from),
            });
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(Stop::Refused),
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            let detail = "the provider has no such recording any more";
            return Err(Stop::Fault(Fault::Rejected(Reason::new("recording_gone", detail))));
        }
        status => {
            let cause = format!("a recording's provider answered {}", status.as_u16());
            return Err(Stop::Fault(Fault::retry(30, cause)));
        }
    };
    Ok(Reading { body, ahead: BytesMut::new(), skip, size })
}

/// Zoom shows whoever it does not let in a page to sign in on, and calls that a success; nothing that is recorded is a
/// page.
fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
}

fn unreadable() -> Stop {
    Stop::Fault(Fault::retry(30, "the provider's answer can't be read"))
}

/// `bytes 5-9/10`: where the part begins, and how long the whole is.
fn part(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (range, whole) = text.split_once('/')?;
    let (begin, _) = range.split_once('-')?;
    Some((begin.trim().parse().ok()?, whole.trim().parse().ok()))
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// What a lack of scopes means here is told by the name of the scope (reading R11).
fn zooms(fault: ProviderFault) -> Fault {
    match fault {
        ProviderFault::Connection { state: ConnectionState::InsufficientScope, reason } => {
            let detail = format!(
                "allow the app at Zoom cloud_recording:read:list_recording_files, then verify again: {reason}"
            );
            Fault::Rejected(Reason::new("missing_scopes", detail))
        }
        other => super::fault(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: http::HeaderName, value: &str) -> HeaderMap {
        [(name, value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn parts_say_where_they_begin() {
        let read = |text| part(&headers(CONTENT_RANGE, text));
        assert_eq!(read("bytes 5-9/10"), Some((5, Some(10))));
        assert_eq!(read("bytes 5-9/*"), Some((5, None)));
        for bad in ["5-9/10", "bytes */10", "bytes a-b/c", "bytes 5"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    /// The token must not go to a host that only looks like Zoom's.
    #[test]
    fn only_zooms_own_hosts_see_the_token() {
        for own in ["zoom.us", "us02web.zoom.us", "a.b.zoom.com"] {
            assert!(is_zooms(own), "{own}");
        }
        for foreign in ["notzoom.us", "zoom.us.example", "zoom.example", "us", ""] {
            assert!(!is_zooms(foreign), "{foreign}");
        }
    }

    /// A provider that ignores what part was asked for gives all, and what is known already is passed over.
    #[tokio::test]
    async fn what_comes_before_is_passed_over() {
        for (status, from, expected) in [(200, 3, "defg"), (206, 3, "defg"), (200, 0, "abcdefg")] {
            let body = if status == 206 { "defg" } else { "abcdefg" };
            let mut answer = http::Response::new(Stream::whole(Bytes::from(body)));
            *answer.status_mut() = StatusCode::from_u16(status).unwrap();
            answer.headers_mut().insert(CONTENT_RANGE, "bytes 3-6/7".parse().unwrap());
            answer.headers_mut().insert(CONTENT_LENGTH, "7".parse().unwrap());
            let Ok(mut reading) = reading(answer, from) else { panic!() };
            assert_eq!(reading.size, Some(7));
            let mut whole = Vec::new();
            loop {
                let piece = reading.piece(2).await.unwrap();
                assert!(piece.is_last || piece.bytes.len() == 2);
                whole.extend_from_slice(&piece.bytes);
                if piece.is_last {
                    break;
                }
            }
            assert_eq!(String::from_utf8(whole).unwrap(), expected, "{status} {from}");
        }
    }
}
