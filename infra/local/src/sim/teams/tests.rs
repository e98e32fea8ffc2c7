//! Each rule of the simulated Teams.

mod access;
mod cards;
mod consent;
mod conversations;
mod directory;
mod keys;
mod limits;
mod state;
mod targeted;
mod workflows;

use serde_json::{Value, json};
use url::Url;

use crate::sim::tests::Bench;

/// Where the app has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/teams/callback";
pub const CUSTOMER: &str = "6f0c2f5a-3d1e-4b8a-9c47-0d5e8a1b2c3d";
pub const HOME: &str = "0d9c8b7a-6f5e-4d3c-9b2a-190817263544";
pub const APP_ID: &str = "3c5b7d9e-1f20-4a3b-8c4d-5e6f708192a3";
pub const BOT: &str = "28:3c5b7d9e-1f20-4a3b-8c4d-5e6f708192a3";
/// The app as a body names it.
pub const CATALOGUE: &str = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/\
                             b1c2d3e4-5f60-4718-8293-a4b5c6d7e8f9";
pub const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
pub const BOT_SCOPE: &str = "https://api.botframework.com/.default";

/// For whom the app is installed.
pub const AINO: &str = "a1b2c3d4-0000-4000-8000-000000000001";
/// For whom it is not.
pub const MATTI: &str = "a1b2c3d4-0000-4000-8000-000000000002";
/// Who is gone.
pub const EERO: &str = "a1b2c3d4-0000-4000-8000-000000000004";

/// A channel of the demo team, by number: 1 without the bot, 2 with it, 3 and 4 private.
pub fn channel(number: u8) -> String {
    format!("19:demo{number:028}@thread.tacv2")
}

/// Opens the consent page of a directory, with more parameters.
pub async fn consent(bench: &Bench, tenant: &str, more: &str) -> Option<Url> {
    let page = format!("/teams/{tenant}/v2.0/adminconsent?client_id={APP_ID}&state=s1");
    bench.browse(&format!("{page}&redirect_uri={CALLBACK}&scope={GRAPH_SCOPE}{more}")).await
}

/// Asks a directory for a token of this scope.
pub async fn ask_token(bench: &Bench, tenant: &str, scope: &str) -> (u16, Value) {
    let client = format!("client_id={APP_ID}&client_secret=teams-secret-demo");
    let form = format!("grant_type=client_credentials&{client}&scope={scope}");
    bench.post_form(&format!("/teams/{tenant}/oauth2/v2.0/token"), "a:b", &form).await
}

async fn token(bench: &Bench, tenant: &str, scope: &str) -> String {
    let (status, body) = ask_token(bench, tenant, scope).await;
    assert_eq!(status, 200, "{body}");
    body["access_token"].as_str().unwrap().to_owned()
}

/// A token for Graph, after an administrator has consented.
pub async fn graph_token(bench: &Bench) -> String {
    consent(bench, CUSTOMER, "").await.unwrap();
    token(bench, CUSTOMER, GRAPH_SCOPE).await
}

/// A token for the Bot Connector.
pub async fn bot_token(bench: &Bench) -> String {
    token(bench, "botframework.com", BOT_SCOPE).await
}

/// Calls an address with a token.
pub async fn api(
    bench: &Bench,
    token: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/teams{path}");
    let (status, body, _) = bench.try_call(method, &path, &headers, &body).await.unwrap();
    (status.as_u16(), body)
}

/// What opens the conversation with somebody.
pub fn opening(member: &str) -> Value {
    json!({
        "bot": {"id": BOT}, "members": [{"id": member}], "isGroup": false,
        "channelData": {"tenant": {"id": CUSTOMER}}, "tenantId": CUSTOMER,
    })
}

/// Sends an activity into a conversation.
pub async fn send(bench: &Bench, token: &str, to: &str, activity: Value) -> (u16, Value) {
    let path = format!("/bot/v3/conversations/{}/activities", to.replace('@', "%40"));
    api(bench, token, "POST", &path, activity).await
}

/// A message of this text.
pub fn text(text: &str) -> Value {
    json!({"type": "message", "text": text})
}

/// What the Bot Connector refuses with.
pub fn code((status, body): (u16, Value)) -> (u16, String) {
    (status, body["error"]["code"].as_str().unwrap_or_default().to_owned())
}

/// The same, to compare with.
pub fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// Changes what Teams holds.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn put(bench: &Bench, state: Value) {
    bench.sims.merge_state("teams", &state).unwrap();
}

/// The messages that were sent.
pub fn messages(bench: &Bench) -> Vec<Value> {
    bench.sims.state("teams").unwrap()["messages"].as_array().unwrap().clone()
}
