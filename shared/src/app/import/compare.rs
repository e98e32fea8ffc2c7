//! Comparing: whether an application may be of somebody who has applied before. It is only noticed, and a
//! person decides; nothing is merged and nothing is dropped.

use std::collections::BTreeSet;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::ids::digest;
use crate::domain::import::application::ApplicationRecord;
use crate::domain::import::duplicate::{self, Keys, MatchReason};
use crate::providers::ats::Resembling;
use crate::store::{DuplicatePair, PairState};

/// The most others that one application is compared with: the name of many is nobody's.
const MOST: usize = 50;
/// The same for a question to the table.
const MOST_KEYS: i32 = 25;
/// A name that is the beginning of another has at least that many characters.
const SHORTEST_NAME: usize = 2;
/// The part before the `@` of an address that another one ends with has at least that many.
const SHORTEST_LOCAL: usize = 3;

/// Compares an application with all others, once; pairs and both applications say so.
pub(super) async fn one(
    app: &App,
    tenant: &str,
    record: ApplicationRecord,
) -> Result<ApplicationRecord, Fault> {
    let keys = record.keys();
    let mut found = registered(app, tenant, &keys, &record.id).await?;
    found.extend(near(app, tenant, &keys).await?);
    found.remove(&record.id);
    let ids: Vec<_> = found.into_iter().take(MOST).collect();
    let others = app.store.applications_of(tenant, &ids).await?;
    let mut same = BTreeSet::new();
    for other in others.values() {
        let reasons = duplicate::reasons(&keys, &other.keys());
        if !reasons.is_empty() {
            let reasons = reasons.iter().map(|reason| code_of(*reason)).collect();
            if note(app, tenant, &record.id, other, reasons).await? {
                same.insert(other.id.clone());
            }
        }
    }
    let compared = |record: &mut ApplicationRecord| {
        record.compared = true;
        record.duplicates.extend(same.iter().cloned());
        true
    };
    app.store.change_application(tenant, record, compared).await
}

/// Registers the application under its keys and returns who else is there. In one request for each, so of two
/// that come at the same time the later finds the earlier.
async fn registered(
    app: &App,
    tenant: &str,
    keys: &Keys,
    id: &str,
) -> Result<BTreeSet<String>, Fault> {
    let mut found = BTreeSet::new();
    for key in own(keys) {
        found.extend(app.store.add_match(tenant, &key, id).await?);
    }
    Ok(found)
}

fn own(keys: &Keys) -> Vec<String> {
    let mut own = Vec::new();
    for (kind, key) in [("name", &keys.name), ("kana", &keys.kana)] {
        own.extend((!key.is_empty()).then(|| format!("{kind}#{key}")));
    }
    own.extend(keys.phone.as_ref().map(|phone| format!("phone#{phone}")));
    if let Some(email) = &keys.email {
        own.push(format!("email#{email}"));
        own.push(format!("liame#{}", reversed(email)));
    }
    own
}

/// Who has a longer or a shorter form of the same name or address.
async fn near(app: &App, tenant: &str, keys: &Keys) -> Result<BTreeSet<String>, Fault> {
    let mut found = app.store.with_keys(tenant, &shorter(keys)).await?;
    for beginning in longer(keys) {
        found.extend(app.store.with_keys_from(tenant, &beginning, MOST_KEYS).await?);
    }
    Ok(found)
}

/// Keys that are a part of this one's.
fn shorter(keys: &Keys) -> Vec<String> {
    let name: Vec<char> = keys.name.chars().collect();
    let names = (SHORTEST_NAME..name.len()).map(|n| name[..n].iter().collect::<String>());
    let mut shorter: Vec<_> = names.map(|name| format!("name#{name}")).collect();
    if let Some((local, domain)) = keys.email.as_ref().and_then(|email| email.rsplit_once('@')) {
        let starts = local.char_indices().map(|(n, _)| n).skip(1);
        let parts = starts.map(|n| &local[n..]).filter(|part| part.len() >= SHORTEST_LOCAL);
        shorter.extend(parts.map(|part| format!("email#{part}@{domain}")));
        let dots = domain.match_indices('.').map(|(n, _)| n).skip(1);
        shorter.extend(dots.map(|n| format!("email#{local}@{}", &domain[..n])));
    }
    shorter.truncate(crate::store::BATCH);
    shorter
}

/// Beginnings of keys that this one's is a part of.
fn longer(keys: &Keys) -> Vec<String> {
    let mut longer = Vec::new();
    if keys.name.chars().count() >= SHORTEST_NAME {
        longer.push(format!("name#{}", keys.name));
    }
    if let Some(email) = &keys.email {
        longer.push(format!("email#{email}"));
        let local = email.split('@').next().unwrap_or_default();
        if local.len() >= SHORTEST_LOCAL {
            longer.push(format!("liame#{}", reversed(email)));
        }
    }
    longer
}

/// As it stands in JSON.
fn code_of(reason: MatchReason) -> String {
    let code = serde_json::to_value(reason).unwrap_or_default();
    code.as_str().unwrap_or_default().to_owned()
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// What an application is called that came to the applicant system otherwise.
const ELSEWHERE: &str = "ats:";

/// Keeps pairs with applications that came to the applicant system otherwise, and returns what they are called
/// here (requirement H52).
pub(super) async fn with_others(
    app: &App,
    tenant: &str,
    id: &str,
    others: Vec<Resembling>,
) -> Result<BTreeSet<String>, Fault> {
    let mut noted = BTreeSet::new();
    for Resembling { id: other, reasons } in others {
        let other = format!("{ELSEWHERE}{other}");
        let pair = pair(app, (id, &other), reasons.into_iter().collect());
        if app.store.put_pair(tenant, &pair).await? {
            noted.insert(other);
        }
    }
    Ok(noted)
}

fn pair(app: &App, (one, other): (&str, &str), reasons: BTreeSet<String>) -> DuplicatePair {
    let (a, b) = if one < other { (one, other) } else { (other, one) };
    DuplicatePair {
        id: digest(&["pair", a, b]),
        a: a.to_owned(),
        b: b.to_owned(),
        reasons,
        state: PairState::Suspected,
        decided_by: None,
        decided_at: None,
        noticed_at: app.clock.now(),
    }
}

/// Keeps a pair and marks the other application. What was decided of a pair stays decided: tells whether it is
/// still suspected.
async fn note(
    app: &App,
    tenant: &str,
    id: &str,
    other: &ApplicationRecord,
    reasons: BTreeSet<String>,
) -> Result<bool, Fault> {
    if !app.store.put_pair(tenant, &pair(app, (id, &other.id), reasons)).await? {
        return Ok(false);
    }
    let mark = |record: &mut ApplicationRecord| record.duplicates.insert(id.to_owned());
    app.store.change_application(tenant, other.clone(), mark).await?;
    Ok(true)
}
