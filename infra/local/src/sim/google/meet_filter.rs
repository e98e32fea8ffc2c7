//! Which conferences are asked for.
//!
//! Source: Google's description of Meet v2, `conferenceRecords.list`: four fields, conditions joined by
//! `AND`.

use jiff::Timestamp;

use super::conferences::HeldConference;
use super::status::Status;

/// All conditions must hold.
pub struct Filter(Vec<Condition>);

enum Condition {
    Code(String),
    Space(String),
    Start(Order, Timestamp),
    End(Order, Timestamp),
}

#[derive(Clone, Copy)]
enum Order {
    AtLeast,
    AtMost,
    Above,
    Below,
    Equal,
}

impl Filter {
    /// Reads a filter; an empty one admits all.
    pub fn read(text: &str) -> Result<Self, Status> {
        if text.trim().is_empty() {
            return Ok(Self(Vec::new()));
        }
        let conditions: Option<Vec<_>> = text.split(" AND ").map(condition).collect();
        conditions.map(Self).ok_or_else(|| Status::Argument("The filter is not valid.".into()))
    }

    /// Whether a conference is asked for.
    pub fn admits(&self, conference: &HeldConference) -> bool {
        self.0.iter().all(|condition| match condition {
            Condition::Code(code) => conference.meeting_code == *code,
            Condition::Space(name) => conference.space() == *name,
            Condition::Start(order, at) => order.holds(conference.start, *at),
            Condition::End(order, at) => conference.end.is_some_and(|end| order.holds(end, *at)),
        })
    }
}

impl Order {
    fn holds(self, is: Timestamp, at: Timestamp) -> bool {
        match self {
            Self::AtLeast => is >= at,
            Self::AtMost => is <= at,
            Self::Above => is > at,
            Self::Below => is < at,
            Self::Equal => is == at,
        }
    }
}

/// A field, a comparison, and a value in quotes.
fn condition(text: &str) -> Option<Condition> {
    let text = text.trim();
    let (field, rest) = text.split_at(text.find(['=', '<', '>'])?);
    let (order, value) = [
        (">=", Order::AtLeast),
        ("<=", Order::AtMost),
        (">", Order::Above),
        ("<", Order::Below),
        ("=", Order::Equal),
    ]
    .into_iter()
    .find_map(|(sign, order)| Some((order, rest.strip_prefix(sign)?)))?;
    let value = value.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned();
    match (field.trim(), order) {
        ("space.meeting_code", Order::Equal) => Some(Condition::Code(value)),
        ("space.name", Order::Equal) => Some(Condition::Space(value)),
        ("start_time", order) => Some(Condition::Start(order, value.parse().ok()?)),
        ("end_time", order) => Some(Condition::End(order, value.parse().ok()?)),
        _ => None,
    }
}
