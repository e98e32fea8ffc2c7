//! The books of a whole stack, closed: what must hold of all sessions, meetings and mails together
//! once nothing is left to do.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use bytes::Bytes;
use convoke::domain::meeting::Session;
use convoke_local::blueprint::Blueprint;
use convoke_local::stack::Stack;
use serde_json::{Map, Value, json};

use super::text;

/// The queues that work waits in.
pub const QUEUES: [&str; 5] = [
    "convoke-sessions",
    "convoke-recordings",
    "convoke-events",
    "convoke-deliveries",
    "convoke-imports",
];
/// What SES is asked for a mail, as a gate tells it.
pub const SEND_EMAIL: &str = "POST /v2/email/outbound-emails";

/// A mail as its recipient's calendar tells it apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// The session, as the calendar names it.
    pub uid: String,
    /// The number of the event.
    pub sequence: u32,
    /// `REQUEST` or `CANCEL`.
    pub method: String,
}

/// Everything that a stack holds, read at one moment.
pub struct Books {
    /// The sessions, by the sender's id.
    pub sessions: BTreeMap<String, Session>,
    /// The records of deliveries, by their session's id.
    pub deliveries: BTreeMap<String, Vec<Value>>,
    /// The live meetings at Zoom, by id.
    pub meetings: BTreeMap<String, Value>,
    /// How often each mail was sent.
    pub mails: BTreeMap<Mail, usize>,
}

/// Waits until no queue holds anything.
pub async fn rest(stack: &Stack, patience: Duration) {
    let begun = Instant::now();
    loop {
        let depths = QUEUES.map(|queue| stack.aws().depth(queue).unwrap());
        if depths.iter().all(|depth| depth.visible + depth.in_flight + depth.delayed == 0) {
            return;
        }
        assert!(begun.elapsed() < patience, "there is still work: {depths:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How many messages were given up.
#[must_use]
pub fn dead_letters(stack: &Stack) -> [usize; QUEUES.len()] {
    QUEUES.map(|queue| stack.aws().depth(&format!("{queue}-dead-letters")).unwrap().visible)
}

impl Books {
    /// Reads everything.
    pub async fn of(stack: &Stack) -> Self {
        let mut sessions = BTreeMap::new();
        let mut deliveries: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for item in items(stack).await {
            let (pk, sk) = (text(&item["pk"]), text(&item["sk"]));
            let id = pk.rsplit('#').next().unwrap_or_default().to_owned();
            if sk == "session" {
                sessions.insert(id, serde_json::from_value(item).unwrap());
            } else if sk.starts_with("delivery#") {
                deliveries.entry(id).or_default().push(item);
            }
        }
        let zoom = stack.sims().state("zoom").unwrap();
        let meetings = zoom["meetings"].as_array().unwrap();
        let meetings = meetings.iter().map(|it| (text(&it["id"]), it.clone())).collect();
        let mut mails = BTreeMap::new();
        let inbox = stack.sims().state("mail").unwrap();
        for mail in inbox["mails"].as_array().unwrap().iter().map(mail) {
            *mails.entry(mail).or_default() += 1;
        }
        Self { sessions, deliveries, meetings, mails }
    }

    /// Every session is settled and has the meeting it says and no other; Zoom holds no meeting that
    /// no session knows; every delivery has ended, and every one that was sent is a mail, and nothing
    /// else is, but for mails whose sending nobody could write down before they were overtaken.
    pub fn balance(&self) {
        let mut known = BTreeSet::new();
        for (id, session) in &self.sessions {
            assert!(session.is_settled(), "{id} is not settled: {session:#?}");
            if let Some(live) = &session.live {
                assert!(self.meetings.contains_key(&live.id), "{id}: no meeting {}", live.id);
                assert!(known.insert(live.id.clone()), "{id} shares its meeting");
            }
        }
        let orphans: Vec<_> = self.meetings.keys().filter(|id| !known.contains(*id)).collect();
        assert!(orphans.is_empty(), "meetings that nobody knows: {orphans:?}");
        let mut got: BTreeMap<&str, usize> = BTreeMap::new();
        for mail in self.mails.keys() {
            *got.entry(&mail.to).or_default() += 1;
        }
        for (to, (sent, perhaps)) in self.sent() {
            let came = got.remove(to).unwrap_or_default();
            let all = self.deliveries.values().flatten().filter(|it| it["recipient"] == *to);
            assert!(
                (sent..=sent + perhaps).contains(&came),
                "{came} mails to {to}, {sent} sent and perhaps {perhaps} more: {:#?}",
                all.collect::<Vec<_>>()
            );
        }
        assert!(got.is_empty(), "mails that nobody sent: {got:?}");
    }

    /// For each recipient, how many deliveries were sent, and how many may have been: overtaken in the
    /// end, but claimed before by somebody who died.
    fn sent(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut sent: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for delivery in self.deliveries.values().flatten() {
            let state = delivery["state"].as_str().unwrap();
            assert!(["sent", "suppressed"].contains(&state), "it has not ended: {delivery:#}");
            let of_them = sent.entry(delivery["recipient"].as_str().unwrap()).or_default();
            of_them.0 += usize::from(state == "sent");
            let again = delivery["attempts"].as_u64().is_some_and(|claims| claims > 1);
            of_them.1 += usize::from(state == "suppressed" && again);
        }
        sent
    }

    /// The mails that came more than once, each with its session's id.
    #[must_use]
    pub fn doubled(&self) -> Vec<(String, Mail)> {
        let id_of = |uid: &str| {
            let is_its = |session: &&Session| format!("{}@convoke", session.key.digest()) == uid;
            let session = self.sessions.values().find(is_its);
            session.map(|session| session.key.external_id.clone()).unwrap_or_default()
        };
        let doubled = self.mails.iter().filter(|(_, count)| **count > 1);
        doubled.map(|(mail, _)| (id_of(&mail.uid), mail.clone())).collect()
    }

    /// No mail came more often than its delivery was claimed: whoever doubles one died, or heard
    /// nothing, between SES's acceptance and our record of it, and let the claim lapse. How many came
    /// twice.
    #[must_use]
    pub fn doubled_only_where_a_claim_lapsed(&self) -> usize {
        let doubled = self.doubled();
        for (id, mail) in &doubled {
            let to_them = self.deliveries[id].iter().filter(|it| it["recipient"] == *mail.to);
            let claims = to_them.filter_map(|it| it["attempts"].as_u64()).max().unwrap();
            let came = u64::try_from(self.mails[mail]).unwrap();
            assert!(came <= claims, "{id}: {came} times after {claims} claims: {mail:?}");
        }
        doubled.len()
    }

    /// What somebody was told last of a session.
    #[must_use]
    pub fn last_told(&self, session: &Session, to: &str) -> Option<&Mail> {
        let uid = format!("{}@convoke", session.key.digest());
        let of_it = self.mails.keys().filter(|mail| mail.to == to && mail.uid == uid);
        of_it.max_by_key(|mail| mail.sequence)
    }
}

fn mail(mail: &Value) -> Mail {
    let calendar = mail["attachments"].as_array().unwrap().iter();
    let calendar = calendar.filter_map(|part| part["text"].as_str()).collect::<String>();
    let calendar = calendar.replace("\r\n ", "");
    let line = |name: &str| {
        let found = calendar.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_default().trim().to_owned()
    };
    Mail {
        to: text(&mail["to"][0]),
        uid: line("UID:"),
        sequence: line("SEQUENCE:").parse().unwrap_or_default(),
        method: line("METHOD:"),
    }
}

/// Everything in the table.
async fn items(stack: &Stack) -> Vec<Value> {
    let table = Blueprint::load().unwrap().table.name;
    let mut all = Vec::new();
    let mut from = Value::Null;
    loop {
        let mut scan = json!({"TableName": table, "ConsistentRead": true});
        if !from.is_null() {
            scan["ExclusiveStartKey"] = from;
        }
        let request = http::Request::post("/").header("x-amz-target", "DynamoDB_20120810.Scan");
        let answer = stack.aws().call(request.body(Bytes::from(scan.to_string())).unwrap()).await;
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        let page = answer["Items"].as_array().unwrap_or_else(|| panic!("no items: {answer}"));
        all.extend(page.iter().map(|item| plain(&json!({"M": item}))));
        from = answer["LastEvaluatedKey"].clone();
        if from.is_null() {
            return all;
        }
    }
}

/// An attribute without the types that DynamoDB writes around values.
fn plain(attribute: &Value) -> Value {
    let Some((kind, value)) = attribute.as_object().and_then(|typed| typed.iter().next()) else {
        return Value::Null;
    };
    match kind.as_str() {
        "M" => {
            let fields = value.as_object().unwrap().iter();
            Value::Object(fields.map(|(name, it)| (name.clone(), plain(it))).collect::<Map<_, _>>())
        }
        "L" => value.as_array().unwrap().iter().map(plain).collect(),
        "N" => serde_json::from_str(value.as_str().unwrap()).unwrap(),
        "NULL" => Value::Null,
        _ => value.clone(),
    }
}
