//! Job boards: log in, fetch what was applied for, one file or page at a time. Which forms and headers a board
//! has is data (`media/*.yaml`, described in `media/README.md`); this is how any of them is spoken to.

mod html;

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use jiff::civil::Date;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::domain::ids::Secret;
use crate::domain::import::decode;
use crate::domain::import::medium::{Export, Fetch, Login, Medium, Pages};
use crate::domain::import::table::Row;
use crate::transport::{Transport, TransportFault};

/// The most pages of one list: beyond it a board goes round in circles.
const MOST_PAGES: u32 = 2_000;

/// Why a board gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoardFault {
    /// It does not let this login in.
    LoginRefused,
    /// It does not answer, or answers that it can't now.
    Passing(String),
    /// What it answers is not what the catalogue describes: the field or part that is missing.
    Changed(String),
    /// The deployment says no address of boards (`CONVOKE_MEDIA_API_URL`), or the board has none.
    NoAddress,
}

/// A login at a board.
#[derive(Clone, Debug)]
pub struct BoardLogin {
    /// As one logs in.
    pub login: String,
    /// The password.
    pub password: Secret,
}

/// The days that are asked for, both included.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// A part of what a board gives.
#[derive(Debug)]
pub enum Part {
    /// A file of rows, as it came.
    File(Bytes),
    /// The rows of a page, numbered from 1 over all pages.
    Rows(Vec<(u32, Row)>),
}

/// One board, spoken to with one login.
pub struct Board<'a> {
    transport: &'a Transport,
    base: Url,
    medium: &'static Medium,
    login: &'a BoardLogin,
    /// What the board knows us by, once we are logged in.
    session: Option<String>,
    at: Place,
}

/// Where reading stands.
enum Place {
    Start,
    /// The number of the next page of an export.
    Page(u32),
    /// The address of the next page of a list, how many pages and rows there were.
    Next(Url, u32, u32),
    End,
}

impl<'a> Board<'a> {
    /// A board at this address of all boards.
    ///
    /// # Errors
    /// [`BoardFault::NoAddress`] when there is none.
    pub fn new(
        transport: &'a Transport,
        boards: Option<&str>,
        medium: &'static Medium,
        login: &'a BoardLogin,
    ) -> Result<Self, BoardFault> {
        let base = boards.and_then(|boards| Url::parse(&format!("{boards}/{}/", medium.id)).ok());
        let base = base.ok_or(BoardFault::NoAddress)?;
        Ok(Self { transport, base, medium, login, session: None, at: Place::Start })
    }

    /// Logs in.
    ///
    /// # Errors
    /// [`BoardFault::LoginRefused`] when the board lets this login not in.
    pub async fn log_in(&mut self) -> Result<(), BoardFault> {
        let form = self.medium.login.as_ref().ok_or(BoardFault::NoAddress)?;
        let (token, before) = match &form.token {
            Some(name) => self.form_token(form, name).await?,
            None => (None, None),
        };
        let answer =
            self.send(self.login_request(form, token.as_deref(), before.as_deref())?).await?;
        let session = match answer.status() {
            StatusCode::FOUND | StatusCode::SEE_OTHER => cookies(answer.headers()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(BoardFault::LoginRefused);
            }
            StatusCode::OK if refuses(form, &answer) => return Err(BoardFault::LoginRefused),
            status if is_passing(status) => return Err(passing(status)),
            _ => None,
        };
        self.session = Some(session.ok_or_else(|| BoardFault::Changed("login".to_owned()))?);
        Ok(())
    }

    /// The value that the form of the login must bring along, and the cookie that belongs to it.
    async fn form_token(
        &self,
        form: &Login,
        name: &str,
    ) -> Result<(Option<String>, Option<String>), BoardFault> {
        let answer = self.send(self.get(&self.at_path(&form.path)?, None)?).await?;
        if is_passing(answer.status()) {
            return Err(passing(answer.status()));
        }
        let value = html::input(&page_of(&answer), name)
            .ok_or_else(|| BoardFault::Changed(name.to_owned()))?;
        Ok((Some(value), cookies(answer.headers())))
    }

    fn login_request(
        &self,
        form: &Login,
        token: Option<&str>,
        cookie: Option<&str>,
    ) -> Result<Request<Bytes>, BoardFault> {
        let mut fields = Serializer::new(String::new());
        fields.append_pair(&form.id, &self.login.login);
        fields.append_pair(&form.password, self.login.password.expose());
        if let (Some(name), Some(value)) = (&form.token, token) {
            fields.append_pair(name, value);
        }
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(self.at_path(&form.path)?.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request.body(fields.finish().into()).map_err(|_| BoardFault::NoAddress)
    }

    /// The next part of what was applied for on these days; `None` at the end. Logs in as often as the board
    /// forgets us, but never twice for one part.
    ///
    /// # Errors
    /// A [`BoardFault`]; the same part can be asked for again.
    pub async fn next(&mut self, days: Days) -> Result<Option<Part>, BoardFault> {
        match self.medium.fetch.as_ref().ok_or(BoardFault::NoAddress)? {
            Fetch::Export(export) => self.next_file(export, days).await,
            Fetch::Pages(pages) => self.next_page(pages, days).await,
        }
    }

    async fn next_file(&mut self, export: &Export, days: Days) -> Result<Option<Part>, BoardFault> {
        let page = match self.at {
            Place::Start => 1,
            Place::Page(page) => page,
            Place::Next(..) | Place::End => return Ok(None),
        };
        let mut url = self.at_path(&export.path)?;
        ask_for(&mut url, [(&export.from, days.from), (&export.to, days.to)], &export.date);
        if let Some(name) = &export.page {
            url.query_pairs_mut().append_pair(name, &page.to_string());
        }
        let answer = self.fetched(&url).await?;
        if is_html(answer.headers()) {
            return Err(BoardFault::Changed("export".to_owned()));
        }
        self.at = match &export.page {
            Some(_) if page < MOST_PAGES => Place::Page(page + 1),
            _ => Place::End,
        };
        Ok(Some(Part::File(answer.into_body())))
    }

    /// No further page follows: the last one had no rows.
    pub fn end(&mut self) {
        self.at = Place::End;
    }

    async fn next_page(&mut self, pages: &Pages, days: Days) -> Result<Option<Part>, BoardFault> {
        let (url, number, rows_before) = match &self.at {
            Place::Start => {
                let mut url = self.at_path(&pages.path)?;
                ask_for(&mut url, [(&pages.from, days.from), (&pages.to, days.to)], &pages.date);
                (url, 1, 0)
            }
            Place::Next(url, number, rows) => (url.clone(), *number, *rows),
            Place::Page(_) | Place::End => return Ok(None),
        };
        let answer = self.fetched(&url).await?;
        let page = html::page(&page_of(&answer), pages)
            .ok_or_else(|| BoardFault::Changed(pages.row.clone()))?;
        let rows: Vec<_> = (rows_before + 1..).zip(page.rows).collect();
        let count = rows_before + u32::try_from(rows.len()).unwrap_or(u32::MAX);
        // Never to another host, whatever a page says.
        let next = page.next.and_then(|href| self.linked(&url, &href));
        let next = next.filter(|next| next.origin() == url.origin() && number < MOST_PAGES);
        self.at = next.map_or(Place::End, |next| Place::Next(next, number + 1, count));
        Ok(Some(Part::Rows(rows)))
    }

    /// A page or file, after another login if the board has forgotten us.
    async fn fetched(&mut self, url: &Url) -> Result<Response<Bytes>, BoardFault> {
        if self.session.is_none() {
            self.log_in().await?;
        }
        let answer = self.send(self.get(url, self.session.as_deref())?).await?;
        if !self.is_forgotten(&answer) {
            return good(answer);
        }
        self.log_in().await?;
        let answer = self.send(self.get(url, self.session.as_deref())?).await?;
        if self.is_forgotten(&answer) { Err(BoardFault::LoginRefused) } else { good(answer) }
    }

    /// Whether this is the login's page instead of what was asked for.
    fn is_forgotten(&self, answer: &Response<Bytes>) -> bool {
        let Some(form) = &self.medium.login else { return false };
        let status = answer.status();
        if status.is_redirection() {
            let location = answer.headers().get(header::LOCATION).and_then(|it| it.to_str().ok());
            return location
                .is_some_and(|to| to.split('?').next().unwrap_or(to).ends_with(&form.path));
        }
        let asks = || {
            let field = format!("name=\"{}\"", form.password);
            page_of(answer).contains(&field)
        };
        status == StatusCode::UNAUTHORIZED || (is_html(answer.headers()) && asks())
    }

    /// Where a link of a page leads. One that begins with a slash begins at the board, not at its host.
    fn linked(&self, page: &Url, href: &str) -> Option<Url> {
        if href.starts_with('/') { self.at_path(href).ok() } else { page.join(href).ok() }
    }

    fn at_path(&self, path: &str) -> Result<Url, BoardFault> {
        self.base.join(path.trim_start_matches('/')).map_err(|_| BoardFault::NoAddress)
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours")]
    fn get(&self, url: &Url, cookie: Option<&str>) -> Result<Request<Bytes>, BoardFault> {
        let mut request = Request::builder().method(Method::GET).uri(url.as_str());
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request.body(Bytes::new()).map_err(|_| BoardFault::NoAddress)
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, BoardFault> {
        let answer = self.transport.send(request).await;
        answer.map_err(|fault| match fault {
            TransportFault::NotSent(cause) | TransportFault::Lost(cause) => {
                BoardFault::Passing(cause)
            }
        })
    }
}

fn ask_for(url: &mut Url, days: [(&String, Date); 2], form: &str) {
    for (name, day) in days {
        url.query_pairs_mut().append_pair(name, &day.strftime(form).to_string());
    }
}

fn good(answer: Response<Bytes>) -> Result<Response<Bytes>, BoardFault> {
    match answer.status() {
        StatusCode::OK => Ok(answer),
        status if is_passing(status) => Err(passing(status)),
        status => Err(BoardFault::Changed(format!("status {}", status.as_u16()))),
    }
}

fn is_passing(status: StatusCode) -> bool {
    status.is_server_error()
        || status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT
}

fn passing(status: StatusCode) -> BoardFault {
    BoardFault::Passing(format!("the board answers {}", status.as_u16()))
}

fn refuses(form: &Login, answer: &Response<Bytes>) -> bool {
    let page = page_of(answer);
    form.refused.as_ref().is_some_and(|text| page.contains(text.as_str()))
}

/// A page as text; half of the boards write CP932.
fn page_of(answer: &Response<Bytes>) -> String {
    let decoded = decode::decode(answer.body()).map(Cow::into_owned);
    decoded.unwrap_or_else(|_| String::from_utf8_lossy(answer.body()).into_owned())
}

fn is_html(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().starts_with("text/html"))
}

/// What the board is to be sent back of the cookies that it sets, without their attributes.
fn cookies(headers: &HeaderMap) -> Option<String> {
    let set = headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs: Vec<_> = set.filter_map(|text| text.split(';').next()).map(str::trim).collect();
    (!pairs.is_empty()).then(|| pairs.join("; "))
}
