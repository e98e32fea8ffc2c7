//! What a provider that tells of meetings is answered.

use http::HeaderMap;

use super::http::Answer;
use super::signed::answered;
use crate::app::App;
use crate::app::hear::take;

/// Takes what Zoom tells in and answers it.
pub async fn taken(app: &App, headers: &HeaderMap, body: &[u8], trace: &str) -> Answer {
    answered("zoom", take(app, headers, body, trace).await)
}
