//! Lists: limits, spans of time, filters and cursors, in any spelling.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use serde_json::Value;
use url::form_urlencoded;

use super::scene::{T, call, in_shared_world};
use convoke_local::simulation::World;

/// Every list that has pages, by the end of its address.
const LISTS: [&str; 10] = [
    "people",
    "services",
    "sources",
    "connections",
    "templates",
    "subscriptions",
    "sessions",
    "rejected",
    "deliveries",
    "tokens",
];
/// The most entries of a page.
const MOST: usize = 200;
/// What can't stand in an address as it is.
const AS_CODE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'#');

/// The text behind the question mark.
pub(super) fn lists(bytes: &[u8]) {
    let query = percent_encode(bytes, AS_CODE).to_string();
    in_shared_world(async |world| {
        for list in LISTS {
            listed(world, list, &query).await;
        }
    });
}

async fn listed(world: &World, list: &str, query: &str) {
    let path = format!("/v1/tenants/{T}/{list}");
    let Some(answer) = call(world, "GET", &format!("{path}?{query}")).await else { return };
    let status = answer.status().as_u16();
    assert!(matches!(status, 200 | 422), "{status} {list}: {}", answer.body());
    if status == 422 {
        return;
    }
    let page: Value = serde_json::from_str(answer.body()).unwrap();
    assert!(page["items"].as_array().unwrap().len() <= MOST);
    if let Some(cursor) = first(query, "cursor") {
        assert_eq!(again(&cursor).as_deref(), Some(&*cursor), "{list} takes it");
    }
    if let Some(next) = page["next"].as_str() {
        assert_eq!(again(next).as_deref(), Some(next), "{list} gives it");
        let following = format!("{path}?cursor={next}&{}", without_cursor(query));
        let answer = call(world, "GET", &following).await.unwrap();
        assert_eq!(answer.status(), 200, "{list}: {}", answer.body());
    }
}

/// The first value of this name, as the API takes it.
fn first(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, value) = pairs.find(|(given, _)| given == name)?;
    (!value.is_empty()).then(|| value.into_owned())
}

fn without_cursor(query: &str) -> String {
    let mut rest = form_urlencoded::Serializer::new(String::new());
    rest.extend_pairs(
        form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "cursor"),
    );
    rest.finish()
}

/// The cursor as it would be written from what it says.
fn again(cursor: &str) -> Option<String> {
    let keys: Vec<String> = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&keys).ok()?))
}
