//! What an Exchange server answers, to each thing that it is asked.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use convoke::clock::Clock;
use convoke::domain::ids::{Secret, is_external_id};
use convoke::providers::ProviderFault;
use convoke::providers::ews::{Attendee, CalendarItem, Ews, ItemId, Server};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::Response;
use jiff::{SignedDuration, Timestamp};

use super::message::cut;
use super::scene::run;
use super::zoom::{NEXT, answer, stands};

/// More exchanges than any piece of work needs.
const MOST: usize = 3;
/// What no fault may tell: our secrets, and what people wrote.
const HIDDEN: [&str; 3] = ["pw-7d20b1e4", "Subject 3b92c7", "Body 90ae15"];
const ORGANIZER: &str = "o@e.fi";

type Answer = Result<Response<Bytes>, TransportFault>;

/// What is asked, on the first line; then the answers, each a status, headers and a body. The last
/// one is given again and again.
pub(super) fn ews(bytes: &[u8]) {
    let (asked, answers) = cut(bytes, b"\n").unwrap_or((bytes, b""));
    let asked = String::from_utf8_lossy(asked);
    let answers = Answers::read(answers);
    let fault = run(ask(&asked, &answers));
    assert!(answers.count() <= MOST, "{} exchanges", answers.count());
    if let Some(fault) = fault {
        let texts = format!("{fault:?}");
        let said = |hidden: &&str| bytes.windows(hidden.len()).any(|it| it == hidden.as_bytes());
        assert!(HIDDEN.iter().all(|hidden| said(hidden) || !texts.contains(hidden)), "{texts}");
        stands(&fault);
    }
}

async fn ask(asked: &str, answers: &Answers) -> Option<ProviderFault> {
    let ews = client(answers);
    match asked {
        "create" => match ews.put_item(ORGANIZER, &wanted(), "m1").await {
            Ok(made) => can_be_named(&made),
            Err(fault) => {
                is_known_to_have_had_no_effect(&fault, answers);
                return Some(fault);
            }
        },
        "find" => match ews.find_item(ORGANIZER, "m1").await {
            Ok(found) => found.iter().for_each(can_be_named),
            Err(fault) => return Some(fault),
        },
        "move" => match ews.move_item(ORGANIZER, &held(), &wanted()).await {
            Ok(moved) => can_be_named(&moved),
            Err(fault) => return Some(fault),
        },
        "cancel" => return ews.cancel_item(ORGANIZER, &held()).await.err(),
        "kind" => return ews.mailbox_kind("a@e.fi").await.err(),
        _ => return ews.verify(ORGANIZER).await.err(),
    }
    None
}

/// Later calls name the entry by it.
fn can_be_named(id: &ItemId) {
    assert!(is_external_id(&id.id) && is_external_id(&id.change_key), "{id:?}");
}

/// Only a refusal proves that nothing was made: work that creates again after anything else may leave
/// two entries. With a status of success or of the server's failure Exchange itself must have refused.
fn is_known_to_have_had_no_effect(fault: &ProviderFault, answers: &Answers) {
    let is_uncertain = matches!(fault, ProviderFault::Uncertain { .. });
    match answers.last() {
        Ok(answer) if answer.status().is_success() || answer.status().is_server_error() => {
            let text = String::from_utf8_lossy(answer.body());
            let is_refusal = ["ResponseClass", "Fault"].iter().any(|name| text.contains(name));
            assert!(is_uncertain || is_refusal, "{fault:?}");
        }
        Ok(_) => {}
        Err(TransportFault::NotSent(_)) => assert!(!is_uncertain, "{fault:?}"),
        Err(TransportFault::Lost(_)) => assert!(is_uncertain, "{fault:?}"),
    }
}

fn client(answers: &Answers) -> Ews {
    let server = Server {
        url: "http://exchange.test/EWS/Exchange.asmx".to_owned(),
        login: "service".to_owned(),
        password: Secret::new(HIDDEN[0]),
    };
    Ews::new(&Transport::new(answers.clone()), Clock::new(now), server)
}

fn now() -> Timestamp {
    Timestamp::from_second(1_796_025_600).unwrap()
}

fn wanted() -> CalendarItem {
    CalendarItem {
        subject: HIDDEN[1].to_owned(),
        body: HIDDEN[2].to_owned(),
        start: now() + SignedDuration::from_hours(1),
        end: now() + SignedDuration::from_hours(2),
        location: String::new(),
        attendees: vec![Attendee { name: String::new(), email: "a@e.fi".to_owned() }],
    }
}

fn held() -> ItemId {
    ItemId { id: "AAMk1".to_owned(), change_key: "DwAA1".to_owned() }
}

/// What is answered, in this order. Clones share it.
#[derive(Clone)]
struct Answers(Arc<Mutex<(Vec<Answer>, usize)>>);

impl Answers {
    fn read(mut bytes: &[u8]) -> Self {
        let mut answers = Vec::new();
        while let Some((one, rest)) = cut(bytes, NEXT) {
            answers.push(answer(one));
            bytes = rest;
        }
        answers.push(answer(bytes));
        Self(Arc::new(Mutex::new((answers, 0))))
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().1
    }

    fn last(&self) -> Answer {
        let given = self.0.lock().unwrap();
        given.0[given.1.saturating_sub(1).min(given.0.len() - 1)].clone()
    }

    fn next(&self) -> Answer {
        self.0.lock().unwrap().1 += 1;
        self.last()
    }
}

impl Exchange for Answers {
    fn exchange(&self, _request: http::Request<Bytes>) -> BoxFuture<Answer> {
        let answer = self.next();
        Box::pin(async move { answer })
    }
}
