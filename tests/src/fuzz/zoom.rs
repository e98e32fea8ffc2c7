//! What Zoom answers, to each thing that it is asked.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use convoke::clock::Clock;
use convoke::config::ProviderUrls;
use convoke::domain::desire::WantedMeeting;
use convoke::domain::ids::{Secret, is_external_id};
use convoke::domain::meeting::Attempt;
use convoke::domain::settings::ProviderName;
use convoke::providers::{
    Access, Account as _, Application, At, Made, Means, MeetingProvider as _, ProviderFault, Zoom,
};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::{Response, StatusCode};
use jiff::{SignedDuration, Timestamp};

use super::message::{self, cut};
use super::refusal;
use super::scene::run;

/// What divides the answers of one input.
pub(super) const NEXT: &[u8] = b"\n%%\n";
/// More exchanges than any piece of work needs.
pub(super) const MOST: usize = 2_000;
/// What no fault may tell: our secrets, and what people wrote.
pub(super) const HIDDEN: [&str; 4] =
    ["tok-5f1c9e7a", "cs-9b2d40c6", "Topic 77e01b", "Agenda 1c6f20"];
pub(super) const AT: At<'static> = At { host: "u1", id: "86412345678" };
const TOKEN: &str = r#"{"access_token":"tok-5f1c9e7a","expires_in":3600,"scope":"a b"}"#;

/// What is asked, on the first line; then the answers, each a status, headers and a body. The last
/// one is given again and again.
pub(super) fn zoom(bytes: &[u8]) {
    let (asked, answers) = cut(bytes, b"\n").unwrap_or((bytes, b""));
    let asked = String::from_utf8_lossy(asked);
    let answers = Answers::read(answers, asked == "verify");
    let said_by_zoom = HIDDEN
        .iter()
        .any(|hidden| bytes.windows(hidden.len()).any(|window| window == hidden.as_bytes()));
    let fault = run(ask(&asked, &answers));
    assert!(answers.count() <= MOST, "{} exchanges", answers.count());
    if let Some(fault) = fault {
        let texts = format!("{fault:?}");
        assert!(said_by_zoom || HIDDEN.iter().all(|hidden| !texts.contains(hidden)), "{texts}");
        stands(&fault);
    }
}

async fn ask(asked: &str, answers: &Answers) -> Option<ProviderFault> {
    let zoom = client(answers);
    let (access, attempt) = (access(), attempt(!asked.ends_with("marked")));
    match asked {
        "create" | "create marked" => match zoom.create(&access, &wanted(), &attempt).await {
            Ok(made) => made_well(&made),
            Err(fault) => {
                is_known_to_have_had_no_effect(&fault, answers);
                return Some(fault);
            }
        },
        "find" | "find marked" => match zoom.find(&access, &attempt).await {
            Ok(found) => found.iter().for_each(made_well),
            Err(fault) => return Some(fault),
        },
        "update" => return zoom.update(&access, AT, &wanted()).await.err(),
        "delete" => return zoom.delete(&access, AT).await.err(),
        "host" => match zoom.host_link(&access, AT).await {
            Ok(link) => assert!(!link.expose().is_empty()),
            Err(fault) => return Some(fault),
        },
        "users" => match zoom.users(&access).await {
            Ok(users) => assert!(users.iter().all(|user| !user.id.is_empty())),
            Err(fault) => return Some(fault),
        },
        _ => return zoom.verify(&access).await.err(),
    }
    None
}

/// People get the link, and later calls name the id.
pub(super) fn made_well(made: &Made) {
    assert!(is_external_id(&made.id), "id {:?}", made.id);
    let fits = |c: char| !c.is_control() && !c.is_whitespace();
    let is_link = made.join_url.starts_with("https://") || made.join_url.starts_with("http://");
    assert!(is_link && made.join_url.len() <= 2_048, "link {:?}", made.join_url);
    assert!(made.join_url.chars().all(fits), "link {:?}", made.join_url);
}

/// Only a refusal proves that nothing was made: work that creates again after anything else may
/// leave two meetings.
fn is_known_to_have_had_no_effect(fault: &ProviderFault, answers: &Answers) {
    let uncertain = matches!(fault, ProviderFault::Uncertain { .. });
    match answers.last() {
        Some(Ok(status)) if status.is_success() || status.is_server_error() => {
            assert!(uncertain, "{status}: {fault:?}");
        }
        Some(Ok(_)) => assert!(!uncertain, "{fault:?}"),
        Some(Err(lost)) => assert_eq!(uncertain, lost, "{fault:?}"),
        None => {}
    }
}

/// A fault says something, and work that waits for it goes on within days.
pub(super) fn stands(fault: &ProviderFault) {
    match fault {
        ProviderFault::Passing { after, cause } => {
            assert!((SignedDuration::ZERO..=SignedDuration::from_mins(5)).contains(after));
            sentence(cause);
        }
        ProviderFault::Uncertain { settles_in, cause } => {
            assert!((SignedDuration::ZERO..=SignedDuration::from_mins(1)).contains(settles_in));
            sentence(cause);
        }
        ProviderFault::Quota { until, reason } => {
            let wait = until.duration_since(now());
            assert!(!wait.is_negative() && wait <= SignedDuration::from_hours(48), "{until}");
            refusal::code(&reason.code);
            sentence(&reason.detail);
        }
        ProviderFault::Gone | ProviderFault::TokenRefused => {}
        ProviderFault::Connection { reason, .. } => sentence(reason),
        ProviderFault::Host(reason) | ProviderFault::Refused(reason) => {
            refusal::code(&reason.code);
            sentence(&reason.detail);
        }
    }
}

fn sentence(text: &str) {
    refusal::sentence(text);
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

fn client(answers: &Answers) -> Zoom {
    let urls = ProviderUrls {
        api: "http://zoom.test/v2".to_owned(),
        token: "http://zoom.test/token".to_owned(),
        authorize: "http://zoom.test/authorize".to_owned(),
    };
    Zoom::new(Transport::new(answers.clone()), urls, Clock::new(now))
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_796_025_600).unwrap()
}

fn access() -> Access {
    let application = Application {
        account: "acc".to_owned(),
        client_id: "client".to_owned(),
        client_secret: Secret::new(HIDDEN[1]),
    };
    Access { credentials: "c1".to_owned(), means: Means::Application(application) }
}

pub(super) fn wanted() -> WantedMeeting {
    WantedMeeting {
        provider: ProviderName::Zoom,
        by: None,
        host: "u1".to_owned(),
        topic: HIDDEN[2].to_owned(),
        agenda: HIDDEN[3].to_owned(),
        start: now() + SignedDuration::from_hours(1),
        duration_min: 45,
        time_zone: "UTC".to_owned(),
        random_password: true,
        record: None,
    }
}

/// The attempt whose meeting a list may hold; its topic is one that inputs can know.
pub(super) fn attempt(with_password: bool) -> Attempt {
    Attempt {
        id: "a1".to_owned(),
        provider: "zoom".to_owned(),
        by: None,
        host: "u1".to_owned(),
        topic: "T".to_owned(),
        start: now() + SignedDuration::from_hours(1),
        duration_min: 45,
        password: with_password.then(|| "04815162".to_owned()),
        mark: "m1".to_owned(),
        applied: "d1".to_owned(),
        begun: now(),
        settles: now() + SignedDuration::from_mins(2),
    }
}

/// What is answered, in this order. Clones share it.
#[derive(Clone)]
pub(super) struct Answers(Arc<Mutex<Given>>);

struct Given {
    answers: Vec<Result<Response<Bytes>, TransportFault>>,
    /// Whether the token is answered by these too.
    tokens: bool,
    count: usize,
    last: Option<Result<StatusCode, bool>>,
}

impl Answers {
    pub(super) fn read(mut bytes: &[u8], tokens: bool) -> Self {
        let mut answers = Vec::new();
        while let Some((one, rest)) = cut(bytes, NEXT) {
            answers.push(answer(one));
            bytes = rest;
        }
        answers.push(answer(bytes));
        Self(Arc::new(Mutex::new(Given { answers, tokens, count: 0, last: None })))
    }

    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().count
    }

    /// The status of the last answer of the API, or whether it was lost.
    fn last(&self) -> Option<Result<StatusCode, bool>> {
        self.0.lock().unwrap().last
    }

    fn next(&self, is_token: bool) -> Result<Response<Bytes>, TransportFault> {
        let mut given = self.0.lock().unwrap();
        if is_token && !given.tokens {
            return Ok(Response::new(Bytes::from_static(TOKEN.as_bytes())));
        }
        let at = given.count.min(given.answers.len() - 1);
        given.count += 1;
        let answer = given.answers[at].clone();
        let lost = |fault: &TransportFault| matches!(fault, TransportFault::Lost(_));
        given.last = Some(answer.as_ref().map(Response::status).map_err(lost));
        answer
    }
}

/// A status that is none stands for an answer that never came.
pub(super) fn answer(bytes: &[u8]) -> Result<Response<Bytes>, TransportFault> {
    let input = message::read(bytes);
    let Ok(status) = input.line.trim().parse::<StatusCode>() else {
        return Err(match input.line.trim() {
            "not sent" => TransportFault::NotSent("no way".to_owned()),
            _ => TransportFault::Lost("no answer".to_owned()),
        });
    };
    let mut answer = Response::new(input.body);
    *answer.status_mut() = status;
    *answer.headers_mut() = input.headers;
    Ok(answer)
}

impl Exchange for Answers {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportFault>> {
        let answer = self.next(request.uri().path() == "/token");
        Box::pin(async move { answer })
    }
}
