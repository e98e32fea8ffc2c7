//! What stands behind the question mark, and pages of lists.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use convoke::lambda::http::{Answer, json_answer};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use url::form_urlencoded;

use crate::refusal::Refusal;

/// How many entries a page has unless asked otherwise.
const USUAL: i32 = 50;
/// The most that may be asked for.
const MOST: i32 = 200;
/// `DynamoDB`: a sort key has at most 1,024 bytes. A partition key may have more; the longest of ours
/// are a session's.
const MAX_KEY: usize = 1_024;

/// The parameters of a query, decoded.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

/// A page of a list.
#[derive(Serialize)]
pub struct List<T> {
    /// The entries.
    pub items: Vec<T>,
    /// The cursor of the next page; `null` at the end.
    pub next: Option<String>,
}

/// An entry of a list, with the id under which it is found.
#[derive(Serialize)]
pub struct Entry<T> {
    /// The id.
    pub id: String,
    /// The rest.
    #[serde(flatten)]
    pub body: T,
}

impl Query {
    /// Reads a query.
    pub fn read(text: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(text.unwrap_or_default().as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first value of this name; an empty one counts as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(given, _)| given == name)?;
        (!value.is_empty()).then_some(value)
    }

    /// Every value of this name that is not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self.0.iter().filter(move |(given, _)| given == name);
        values.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// How many entries are asked for.
    pub fn limit(&self) -> Result<i32, Refusal> {
        let Some(text) = self.get("limit") else { return Ok(USUAL) };
        let limit = text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
        let detail = format!("a whole number from 1 to {MOST}");
        limit.ok_or_else(|| Refusal::field("limit", "invalid", detail))
    }

    /// The cursor, and the `count` keys it is made of; an answer of ours, so it is refused when it
    /// can't be one.
    pub fn cursor(&self, count: usize) -> Result<Option<(&str, Vec<String>)>, Refusal> {
        let Some(text) = self.get("cursor") else { return Ok(None) };
        let keys = cursor_keys(text).filter(|keys| keys.len() == count);
        keys.map(|keys| Some((text, keys))).ok_or_else(cursor_invalid)
    }

    /// An instant.
    pub fn instant(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let detail = "an instant as RFC 3339, like 2026-12-01T08:00:00Z (write + as %2B)";
        text.parse().map(Some).map_err(|_| Refusal::field(name, "invalid", detail))
    }

    /// A page of a list that is in memory, in the order of its keys.
    pub fn page<T: Serialize>(
        &self,
        entries: impl IntoIterator<Item = (String, T)>,
    ) -> Result<Answer, Refusal> {
        let limit = usize::try_from(self.limit()?).unwrap_or_default();
        let after = self.cursor(1)?.and_then(|(_, keys)| keys.into_iter().next());
        let is_next = |(key, _): &(String, T)| after.as_ref().is_none_or(|after| key > after);
        let mut rest = entries.into_iter().filter(is_next);
        let page: Vec<_> = rest.by_ref().take(limit).collect();
        let last = page.last().map(|(key, _)| key.clone()).filter(|_| rest.next().is_some());
        let items = page.into_iter().map(|(_, entry)| entry).collect();
        Ok(ok(&List { items, next: last.map(|key| cursor_of(&key)) }))
    }

    /// The same with each key as the entry's id.
    pub fn page_with_ids<'a, T: Serialize + 'a>(
        &self,
        entries: impl IntoIterator<Item = (&'a String, T)>,
    ) -> Result<Answer, Refusal> {
        let entry = |(id, body): (&String, T)| (id.clone(), Entry { id: id.clone(), body });
        self.page(entries.into_iter().map(entry))
    }
}

/// 200 with a JSON body.
pub fn ok(body: &impl Serialize) -> Answer {
    json_answer(StatusCode::OK, body)
}

fn cursor_of(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::json!([key]).to_string())
}

/// The keys of a cursor that is spelt as ours are, and whose keys the table can have.
fn cursor_keys(text: &str) -> Option<Vec<String>> {
    let keys: Vec<String> = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let ours = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&keys).ok()?);
    let are_keys = keys.iter().all(|key| (1..=MAX_KEY).contains(&key.len()));
    (are_keys && ours == text).then_some(keys)
}

/// 422 for a cursor that is not from the page before.
pub fn cursor_invalid() -> Refusal {
    let detail = "give the `next` of the page before, with the same other parameters";
    Refusal::field("cursor", "invalid", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn page(query: &str) -> Value {
        let keys = ["a", "b", "c"].map(str::to_owned);
        let entries = keys.iter().map(|key| (key, serde_json::json!({"n": key})));
        let answer = Query::read(Some(query)).page_with_ids(entries).unwrap();
        serde_json::from_str(answer.body()).unwrap()
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_repetition() {
        let first = page("limit=2");
        assert_eq!(first["items"][1], serde_json::json!({"id": "b", "n": "b"}));
        let next = first["next"].as_str().unwrap();
        let last = page(&format!("limit=2&cursor={next}"));
        assert_eq!((last["items"].as_array().unwrap().len(), &last["next"]), (1, &Value::Null));
        assert_eq!(page("limit=3")["next"], Value::Null);
        assert_eq!(page("")["items"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn bad_limits_cursors_and_instants_are_refused() {
        for limit in ["0", "201", "-1", "x", "1.5"] {
            assert!(Query::read(Some(&format!("limit={limit}"))).limit().is_err(), "{limit}");
        }
        let two = URL_SAFE_NO_PAD.encode(r#"["a","b"]"#);
        let bent =
            [r#"[ "a" ]"#, r#"["\u0061"]"#, r#"[""]"#, &format!(r#"["{}"]"#, "k".repeat(1_025))]
                .map(|text| URL_SAFE_NO_PAD.encode(text));
        let bent = bent.iter().map(String::as_str);
        for cursor in ["x", "!!", two.as_str(), "W10"].into_iter().chain(bent) {
            let query = Query::read(Some(&format!("cursor={cursor}")));
            assert!(query.cursor(1).is_err(), "{cursor}");
        }
        assert!(Query::read(Some("from=monday")).instant("from").is_err());
        let query = Query::read(Some("from=2026-12-01T08%3A00%3A00Z&to="));
        assert!(query.instant("from").unwrap().is_some() && query.instant("to").unwrap().is_none());
    }
}
