//! Files that are searched for, page by page.
//!
//! Source: `files.list` in Google's description of Drive v3. What the corpus `user` shows of shared drives
//! is not said clearly; here nothing, unless the query names a folder.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::{Value, json};

use super::caller::Caller;
use super::held::Held;
use super::item::Item;
use super::query::{self, Term};
use super::refusal::Refusal;
use super::rights::{self, Rights};
use super::shown;
use super::tree::DRIVE_ID;
use super::{Outcome, json_response, parameter};
use crate::sim::Call;

const USUAL: &str = "kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType,driveId)";
const PAGE_FIELDS: [&str; 4] = ["kind", "incompleteSearch", "nextPageToken", "files"];
/// Items of a page at most, whoever asks for more.
pub const PAGE: usize = 100;

/// `GET /drive/v3/files` → 200.
pub fn list(held: &Held, call: &Call, caller: &Caller) -> Outcome {
    let mask = parameter::fields(call, USUAL, &PAGE_FIELDS)?;
    let terms = terms(call)?;
    let scope = Scope::read(call, &terms)?;
    let size = parameter::number(call, "pageSize", (1, 1000))?.unwrap_or(PAGE).min(PAGE);
    let from = offset(call, &caller.email)?;
    let is_found = |item: &&Item| {
        scope.admits(held.tree.is_shared(item))
            && terms.iter().all(|term| term.admits(&held.tree, item))
    };
    let seen = held.tree.items().filter(is_found);
    let mut found: Vec<(&Item, Rights)> =
        seen.filter_map(|item| Some((item, rights::of(&held.tree, item, caller)?))).collect();
    order(call, &mut found)?;
    let page = found.iter().skip(from).take(size);
    let files: Vec<Value> =
        page.map(|(item, rights)| shown::file(&held.tree, item, *rights)).collect();
    let mut body = json!({ "kind": "drive#fileList", "incompleteSearch": false, "files": files });
    if from.saturating_add(size) < found.len() {
        body["nextPageToken"] = json!(token(from + size, &caller.email));
    }
    Ok(json_response(StatusCode::OK, &mask.apply(&body)))
}

fn terms(call: &Call) -> Result<Vec<Term>, Refusal> {
    match call.query.get("q") {
        None | Some("") => Ok(Vec::new()),
        Some(text) => {
            query::read(text).ok_or_else(|| Refusal::Parameter("q".into(), "Invalid Value".into()))
        }
    }
}

/// Which drives are searched.
struct Scope {
    own: bool,
    shared: bool,
}

impl Scope {
    fn read(call: &Call, terms: &[Term]) -> Result<Self, Refusal> {
        if call.query.get("spaces").is_some_and(|spaces| spaces != "drive") {
            return Err(Refusal::parameter("spaces", "only drive is simulated"));
        }
        let all = parameter::flag(call, "includeItemsFromAllDrives")?;
        if all && !parameter::flag(call, "supportsAllDrives")? {
            let text = "includeItemsFromAllDrives needs supportsAllDrives";
            return Err(Refusal::parameter("includeItemsFromAllDrives", text));
        }
        let in_folder = terms.iter().any(|term| matches!(term, Term::Parent(_)));
        let drive = call.query.get("driveId");
        match (call.query.get("corpora").unwrap_or("user"), drive) {
            ("user", None) => Ok(Self { own: true, shared: all && in_folder }),
            ("allDrives", None) if all => Ok(Self { own: true, shared: true }),
            ("drive", Some(DRIVE_ID)) if all => Ok(Self { own: false, shared: true }),
            ("drive", Some(id)) if all => {
                Err(Refusal::NoFile(format!("Shared drive not found: {id}")))
            }
            ("allDrives" | "drive", _) => {
                let text = "corpora needs includeItemsFromAllDrives, and driveId for drive alone";
                Err(Refusal::parameter("corpora", text))
            }
            (_, Some(_)) => Err(Refusal::parameter("driveId", "driveId needs corpora=drive")),
            (other, None) => {
                Err(Refusal::parameter("corpora", format!("Invalid value '{other}'.")))
            }
        }
    }

    fn admits(&self, is_shared: bool) -> bool {
        if is_shared { self.shared } else { self.own }
    }
}

/// Oldest first unless something else is asked.
fn order(call: &Call, found: &mut [(&Item, Rights)]) -> Result<(), Refusal> {
    match call.query.get("orderBy") {
        None | Some("createdTime") => found.sort_by_key(|(item, _)| item.created_at),
        Some("name") => found.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name)),
        Some(_) => {
            return Err(Refusal::parameter("orderBy", "only createdTime and name are simulated"));
        }
    }
    Ok(())
}

/// The token of the page that begins there.
pub fn token(offset: usize, of: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([offset, of]).to_string())
}

/// Where the page that is asked for begins. A token of another list is refused.
pub fn offset(call: &Call, of: &str) -> Result<usize, Refusal> {
    let Some(token) = call.query.get("pageToken") else { return Ok(0) };
    let read = || {
        let text = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let (offset, given): (usize, String) = serde_json::from_slice(&text).ok()?;
        (given == of).then_some(offset)
    };
    read().ok_or_else(|| Refusal::parameter("pageToken", "Invalid Value"))
}
