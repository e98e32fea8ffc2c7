//! When a balance that falls is news: once each time it falls below its threshold, and again only after
//! it was filled (requirement G16).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BusinessEvent, LOW_BALANCE};

/// What is known of somebody's balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    /// Counts writes.
    pub rev: u64,
    /// Whether falling below the threshold would be news.
    pub armed: bool,
    /// The threshold, as the latest warning named it.
    pub threshold: f64,
    /// When the latest event happened that spoke of it; earlier ones say nothing any more.
    pub at: Timestamp,
    /// The event that was news, so that it stays so when it comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_by: Option<String>,
}

/// Whether an event is news, and what is known from then on, if that is anything new.
#[must_use]
pub fn crossing(known: Option<&Balance>, event: &BusinessEvent) -> (bool, Option<Balance>) {
    if known.is_some_and(|it| it.told_by.as_ref() == Some(&event.id)) {
        return (true, None);
    }
    let is_late = known.is_some_and(|it| it.at > event.at);
    let (Some(balance), false) = (number(event, "balance"), is_late) else { return (false, None) };
    let is_warning = event.kind == LOW_BALANCE;
    let threshold = number(event, "threshold").filter(|_| is_warning);
    // Nobody was warned: what others say of the balance is of no use yet.
    let Some(threshold) = threshold.or(known.map(|it| it.threshold)) else { return (false, None) };
    let was_armed = known.is_none_or(|it| it.armed);
    let is_low = balance < threshold;
    let is_news = is_warning && is_low && was_armed;
    let told_by = known.and_then(|it| it.told_by.clone());
    let next = Balance {
        rev: known.map_or(0, |it| it.rev) + 1,
        armed: !is_low || (was_armed && !is_news),
        threshold,
        at: event.at,
        told_by: if is_news { Some(event.id.clone()) } else { told_by },
    };
    (is_news, Some(next))
}

fn number(event: &BusinessEvent, name: &str) -> Option<f64> {
    event.field(name).trim().parse().ok().filter(|it: &f64| it.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(n: i64, kind: &str, balance: i64) -> BusinessEvent {
        let data = [("balance", balance.to_string()), ("threshold", "10".to_owned())];
        BusinessEvent {
            id: format!("e{n}"),
            tenant: "t".to_owned(),
            kind: kind.to_owned(),
            at: Timestamp::from_second(n).unwrap(),
            subject: None,
            data: data.map(|(name, value)| (name.to_owned(), value)).into(),
        }
    }

    /// The numbers of the events that are news, in this order of arrival.
    fn news(events: &[BusinessEvent]) -> Vec<String> {
        let (mut known, mut told) = (None, Vec::new());
        for event in events {
            let (is_news, next) = crossing(known.as_ref(), event);
            known = next.or(known);
            if is_news {
                told.push(event.id.clone());
            }
        }
        told
    }

    /// G16: one warning for each crossing, armed again by filling up.
    #[test]
    fn a_warning_comes_once_for_each_crossing() {
        let low = |n, balance| event(n, LOW_BALANCE, balance);
        let funded = event(4, "wallet.funded", 50);
        let all = [low(1, 11), low(2, 9), low(3, 8), funded, low(5, 9), low(6, 3)];
        assert_eq!(news(&all), ["e2", "e5"]);
    }

    #[test]
    fn an_event_that_comes_again_stays_news_and_a_late_one_is_none() {
        let low = |n, balance| event(n, LOW_BALANCE, balance);
        assert_eq!(news(&[low(2, 9), low(2, 9), low(1, 11), low(3, 8)]), ["e2", "e2"]);
        let other = event(1, "perk.redeemed", 3);
        assert_eq!(news(&[other, low(2, 9)]), ["e2"], "only warnings are told");
    }

    proptest! {
        /// G16: in order, there is news exactly where the balance has been at the threshold or above
        /// since the last news.
        #[test]
        fn news_alternates_with_filling(balances in prop::collection::vec(0_i64..20, 0..40)) {
            let events: Vec<_> =
                (1..).zip(&balances).map(|(n, balance)| event(n, LOW_BALANCE, *balance)).collect();
            let (mut armed, mut expected) = (true, Vec::new());
            for (event, balance) in events.iter().zip(&balances) {
                if *balance >= 10 { armed = true; }
                else if armed { armed = false; expected.push(event.id.clone()); }
            }
            prop_assert_eq!(news(&events), expected);
        }
    }
}
