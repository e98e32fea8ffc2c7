//! Each rule of the simulated Slack.

mod access;
mod blocks;
mod channels;
mod limits;
mod messages;
mod people;
mod responses;
mod state;
mod token;

use serde_json::{Value, json};
use url::Url;

use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

/// The demo app's credentials.
pub const APP: &str = "slack-client-demo:slack-secret-demo";
/// Where the app has the browser come back to.
pub const CALLBACK: &str = "http://127.0.0.1:9000/v1/oauth/slack/callback";
/// What the hub asks for.
pub const SCOPES: &str = "chat:write,chat:write.public,im:write,users:read,users:read.email,\
                          channels:read,groups:read,commands";

pub const AINO: &str = "U0DEMO00001";
pub const EERO: &str = "U0DEMO00004";
pub const BOT: &str = "U0DEMO00BOT";
/// Public, without the bot.
pub const GENERAL: &str = "C0DEMO00001";
/// Public, with the bot.
pub const ANNOUNCEMENTS: &str = "C0DEMO00002";
/// Private, with the bot.
pub const HIRING: &str = "C0DEMO00003";
/// Private, without the bot.
pub const BOARD: &str = "C0DEMO00004";

/// Opens the consent page for these scopes, with more parameters.
pub async fn consent(bench: &Bench, scopes: &str, more: &str) -> Option<Url> {
    let page = "/slack/oauth/v2/authorize?client_id=slack-client-demo&state=s1";
    bench.browse(&format!("{page}&scope={scopes}&redirect_uri={CALLBACK}{more}")).await
}

/// Asks for tokens with a form.
pub async fn post_token(bench: &Bench, form: &str) -> Value {
    let (status, body) = bench.post_form("/slack/api/oauth.v2.access", APP, form).await;
    assert_eq!(status, 200, "{body}");
    body
}

/// Exchanges a code.
pub async fn exchange(bench: &Bench, code: &str) -> Value {
    post_token(bench, &format!("code={code}&redirect_uri={CALLBACK}")).await
}

/// What the app is given when Aino lets it in with these scopes.
pub async fn connect(bench: &Bench, scopes: &str) -> Value {
    let back = consent(bench, scopes, "").await.unwrap();
    let tokens = exchange(bench, &parameter(&back, "code").unwrap()).await;
    assert_eq!(tokens["ok"], true, "{tokens}");
    tokens
}

/// A token with these scopes.
pub async fn token(bench: &Bench, scopes: &str) -> String {
    connect(bench, scopes).await["access_token"].as_str().unwrap().to_owned()
}

/// Calls a method with JSON; gives the whole answer.
pub async fn ask(
    bench: &Bench,
    token: &str,
    method: &str,
    body: &Value,
) -> (u16, Value, http::HeaderMap) {
    let bearer = format!("Bearer {token}");
    let json = ("content-type", "application/json; charset=utf-8");
    let headers = [("authorization", bearer.as_str()), json];
    let path = format!("/slack/api/{method}");
    let (status, body, response) = bench.try_call("POST", &path, &headers, body).await.unwrap();
    (status.as_u16(), body, response.headers().clone())
}

/// Calls a method with JSON.
pub async fn api(bench: &Bench, token: &str, method: &str, body: Value) -> Value {
    ask(bench, token, method, &body).await.1
}

/// Calls a method with arguments in the query.
pub async fn get(bench: &Bench, token: &str, method_and_query: &str) -> Value {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/slack/api/{method_and_query}");
    bench.try_call("GET", &path, &headers, &Value::Null).await.unwrap().1
}

/// What everything that is refused looks like.
pub fn refused(error: &str) -> Value {
    json!({"ok": false, "error": error})
}

/// Changes what Slack holds.
#[expect(clippy::needless_pass_by_value, reason = "callers write json!(…)")]
pub fn put(bench: &Bench, state: Value) {
    bench.sims.merge_state("slack", &state).unwrap();
}

/// The messages that were sent.
pub fn messages(bench: &Bench) -> Vec<Value> {
    bench.sims.state("slack").unwrap()["messages"].as_array().unwrap().clone()
}
