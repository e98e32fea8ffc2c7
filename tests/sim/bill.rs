//! The bill: what each kind of work asks of AWS and of providers is counted, and nobody raises it without
//! saying why.

use convoke_local::simulation::{Counted, Prices, Row, bill, runtime};

fn rows() -> Vec<Row> {
    runtime().unwrap().block_on(bill()).unwrap()
}

fn row(work: &str) -> Row {
    let found = rows().into_iter().find(|row| row.work == work);
    found.unwrap_or_else(|| panic!("{work} is not on the bill"))
}

/// Design §4: the webhook makes one request to SQS and none to the table; `meeting-sync` writes twice,
/// reads nothing, sends one event and asks the provider once.
#[test]
fn a_booking_costs_what_it_must_and_no_more() {
    for work in ["booking created", "booking moved", "booking cancelled"] {
        let row = row(work);
        let hook = row.of("inbound-webhook");
        assert_eq!((hook.sends, hook.requests()), (1, 1), "{work}: {hook:?}");
        let sync = row.of("meeting-sync");
        assert_eq!((sync.writes, sync.reads, sync.sends), (2, 0, 1), "{work}: {sync:?}");
        assert_eq!((sync.requests(), sync.provider), (3, 1), "{work}: {sync:?}");
    }
}

/// Design §4: the deliveries of an event go out with one request to SQS, and each mail is claimed and
/// recorded: two writes.
#[test]
fn a_mail_costs_two_writes_and_a_part_of_a_send() {
    for work in ["booking created", "booking moved", "booking cancelled"] {
        let row = row(work);
        let fan_out = row.of("notification-fanout");
        assert_eq!((fan_out.sends, fan_out.requests()), (1, 1), "{work}: {fan_out:?}");
        let deliver = row.of("notification-deliver");
        assert_eq!(
            (deliver.mails, deliver.writes, deliver.reads),
            (2, 4, 0),
            "{work}: {deliver:?}"
        );
        assert_eq!(deliver.requests(), deliver.mails + deliver.writes, "{work}: {deliver:?}");
    }
}

/// What is received again asks the provider nothing and tells nobody anything.
#[test]
fn a_duplicate_asks_the_provider_nothing() {
    let total = row("the same received again").total();
    assert_eq!((total.provider, total.mails, total.reads), (0, 0, 0), "{total:?}");
    assert_eq!((total.sends, total.writes), (1, 1), "one send, and one write that is refused");
}

/// A22: a blocked booking asks the provider nothing; mapping its host brings the meeting and its mails.
#[test]
fn a_blocked_booking_is_healed_for_little() {
    let blocked = row("booking blocked").total();
    assert_eq!((blocked.provider, blocked.mails), (0, 0), "{blocked:?}");
    assert!(blocked.writes <= 3, "lease, pointer, block: {blocked:?}");
    let healed = row("and healed by mapping its host");
    assert_eq!(healed.of("meeting-sync").provider, 1, "{healed:?}");
    assert_eq!(healed.total().mails, 2, "{healed:?}");
}

/// Ten at once cost ten times one, but for what feeds the functions.
#[test]
fn ten_at_once_are_no_dearer() {
    let (one, ten) = (row("booking created"), row("booking created, ten at once"));
    let strip = |counted: Counted| Counted { polls: 0, invocations: 0, ..counted };
    let (one_total, ten_total) = (strip(one.total()), strip(ten.total()));
    assert_eq!(ten_total.requests(), 10 * one_total.requests());
    assert_eq!(ten_total.provider, 10 * one_total.provider);
    let prices = Prices::published().unwrap();
    let (single, batched) = (one.dollars(&prices).0, ten.dollars(&prices).0);
    assert!(batched < single && single < 20.0, "${single} and ${batched} for a million");
}
