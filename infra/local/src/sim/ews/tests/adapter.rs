//! The adapter lives with the simulated Exchange, in one process.

use convoke::clock::Clock;
use convoke::domain::config::ConnectionState;
use convoke::domain::ids::Secret;
use convoke::providers::ProviderFault;
use convoke::providers::ews::{Attendee, CalendarItem, Ews, ItemId, MailboxKind, Server};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};

use super::*;
use crate::sim::{Fault, Simulators};

/// The simulators as a way out; a dropped connection is a lost answer.
struct Way(Simulators);

impl Exchange for Way {
    fn exchange(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportFault>> {
        let simulators = self.0.clone();
        Box::pin(async move {
            let lost = |dropped: crate::sim::Dropped| TransportFault::Lost(dropped.to_string());
            simulators.call(request).await.map_err(lost)
        })
    }
}

fn ews_with(bench: &Bench, password: &str) -> Ews {
    let server = Server {
        url: format!("http://exchange.test{ADDRESS}"),
        login: r"DEMO\convoke".into(),
        password: Secret::new(password),
    };
    let now = bench.now();
    Ews::new(&Transport::new(Way(bench.sims.clone())), Clock::new(move || now), server)
}

fn ews(bench: &Bench) -> Ews {
    ews_with(bench, "ews-secret-demo")
}

fn item(bench: &Bench) -> CalendarItem {
    let start = bench.now() + 24.hours();
    CalendarItem {
        subject: "Haastattelu <Maija> & co \u{b}".into(),
        body: "Tervetuloa!\nNähdään.".into(),
        start,
        end: start + 45.minutes(),
        location: "https://meet.example/a?b=1&c=\"2\"".into(),
        attendees: vec![Attendee { name: "Maija".into(), email: "maija@example.fi".into() }],
    }
}

fn held(bench: &Bench) -> Value {
    bench.sims.state("ews").unwrap()["events"].clone()
}

fn kinds(bench: &Bench) -> Vec<Value> {
    let state = bench.sims.state("ews").unwrap();
    state["notified"].as_array().unwrap().iter().map(|notice| notice["kind"].clone()).collect()
}

/// P04: an interview stands in its organiser's calendar, moves there, and goes.
#[tokio::test]
async fn an_entry_is_made_found_moved_and_cancelled() {
    let bench = Bench::new();
    let ews = ews(&bench);
    ews.verify(AINO).await.unwrap();
    let wanted = item(&bench);
    let made = ews.put_item(AINO, &wanted, "m1").await.unwrap();
    let event = &held(&bench)[0];
    assert_eq!(event["calendar"], AINO);
    assert_eq!(event["subject"], "Haastattelu <Maija> & co ", "but what XML can't hold");
    assert_eq!(
        (&event["body"], &event["location"]),
        (&json!(wanted.body), &json!(wanted.location))
    );
    assert_eq!(ews.find_item(AINO, "m1").await.unwrap(), Some(made.clone()));
    assert_eq!(ews.find_item(AINO, "m2").await.unwrap(), None);

    let later =
        CalendarItem { start: wanted.start + 2.hours(), end: wanted.end + 2.hours(), ..wanted };
    let moved = ews.move_item(AINO, &made, &later).await.unwrap();
    assert_eq!(moved.id, made.id);
    assert_ne!(moved.change_key, made.change_key);
    assert_eq!(held(&bench)[0]["start"], json!(later.start));

    ews.cancel_item(AINO, &moved).await.unwrap();
    assert_eq!(kinds(&bench), ["invitation", "update", "cancellation"]);
    assert_eq!(ews.find_item(AINO, "m1").await.unwrap(), None);
    assert_eq!(ews.cancel_item(AINO, &moved).await, Err(ProviderFault::Gone));
    assert_eq!(ews.move_item(AINO, &moved, &later).await, Err(ProviderFault::Gone));
}

/// The entry is there, nobody knows its id; the mark finds it, and nothing is made twice.
#[tokio::test]
async fn an_entry_whose_answer_was_lost_is_found_again() {
    let bench = Bench::new();
    let ews = ews(&bench);
    fault(&bench, &json!({"provider": "ews", "after_effect": true}));
    let lost = ews.put_item(AINO, &item(&bench), "m1").await.unwrap_err();
    assert!(matches!(lost, ProviderFault::Uncertain { .. }), "{lost:?}");
    let found = ews.find_item(AINO, "m1").await.unwrap().unwrap();
    assert_eq!(held(&bench)[0]["id"], found.id);
    assert_eq!(held(&bench).as_array().unwrap().len(), 1);
    assert_eq!(kinds(&bench), ["invitation"]);
}

fn fault(bench: &Bench, fault: &Value) {
    bench.sims.inject(Fault::parse(fault).unwrap()).unwrap();
}

/// The organiser has changed the entry in the mean time.
#[tokio::test]
async fn an_old_change_key_is_no_hindrance() {
    let bench = Bench::new();
    let ews = ews(&bench);
    let wanted = item(&bench);
    let made = ews.put_item(AINO, &wanted, "m1").await.unwrap();
    ews.move_item(AINO, &made, &wanted).await.unwrap();
    let old = ItemId { change_key: "DwAAABYAold".into(), ..made };
    let moved = ews.move_item(AINO, &old, &wanted).await.unwrap();
    assert_eq!(moved.id, old.id);
}

/// P21: rooms are told apart; a shared mailbox is not, for EWS doesn't.
#[tokio::test]
async fn mailboxes_are_what_the_directory_tells() {
    let bench = Bench::new();
    let ews = ews(&bench);
    for (who, expected) in [
        ("aino", MailboxKind::Mailbox),
        ("rekry", MailboxKind::Mailbox),
        ("sali", MailboxKind::Room),
        ("nobody", MailboxKind::Nobody),
        ("ain", MailboxKind::Nobody),
    ] {
        let kind = ews.mailbox_kind(&format!("{who}@demo.example")).await.unwrap();
        assert_eq!(kind, expected, "{who}");
    }
}

fn state_of(fault: &ProviderFault) -> Option<ConnectionState> {
    match fault {
        ProviderFault::Connection { state, .. } => Some(*state),
        _ => None,
    }
}

/// P09: what a person must mend is told by what they must mend.
#[tokio::test]
async fn each_refusal_that_a_person_must_mend_says_so() {
    let bench = Bench::new();
    let wrong = ews_with(&bench, "wrong").verify(AINO).await.unwrap_err();
    assert_eq!(state_of(&wrong), Some(ConnectionState::InvalidCredentials));
    let ews = ews(&bench);
    let ProviderFault::Host(reason) = ews.verify("nobody@demo.example").await.unwrap_err() else {
        panic!("not the organiser's")
    };
    assert_eq!(reason.code, "mailbox_not_found");
    bench.sims.merge_state("ews", &json!({"impersonation": false})).unwrap();
    let denied = ews.put_item(AINO, &item(&bench), "m1").await.unwrap_err();
    assert_eq!(state_of(&denied), Some(ConnectionState::InsufficientScope));
    assert_eq!(held(&bench), json!([]));
}

#[tokio::test]
async fn what_the_server_can_t_do_now_is_done_later() {
    let bench = Bench::new();
    let ews = ews(&bench);
    let busy = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>\
                <detail><ResponseCode>ErrorServerBusy</ResponseCode><MessageXml>\
                <Value Name=\"BackOffMilliseconds\">90000</Value></MessageXml></detail></s:Fault>\
                </s:Body></s:Envelope>";
    fault(&bench, &json!({"provider": "ews", "status": 500, "body": busy}));
    let passing = ews.put_item(AINO, &item(&bench), "m1").await.unwrap_err();
    let ProviderFault::Passing { after, .. } = passing else { panic!("{passing:?}") };
    assert_eq!(after, SignedDuration::from_secs(90));
    for status in [500, 503] {
        fault(&bench, &json!({"provider": "ews", "status": status}));
        let unsure = ews.put_item(AINO, &item(&bench), "m1").await.unwrap_err();
        assert!(matches!(unsure, ProviderFault::Uncertain { .. }), "{status}: {unsure:?}");
    }
}

/// Each request that the adapter makes follows the schema, and no password is written down.
#[tokio::test]
async fn nothing_secret_is_recorded() {
    let bench = Bench::new();
    ews(&bench).verify(AINO).await.unwrap();
    let seen = serde_json::to_value(bench.sims.requests(Some("ews"))).unwrap();
    assert_eq!(seen[0]["headers"]["authorization"], "Basic");
    assert_eq!(seen[0]["path"], "/EWS/Exchange.asmx");
    assert!(!seen.to_string().contains("ews-secret-demo"));
}
