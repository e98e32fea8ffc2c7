//! The form in which Google's older APIs refuse: Calendar's and Drive's (Google, "Resolve errors").

use bytes::Bytes;
use http::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
struct Body {
    #[serde(default)]
    error: Refusal,
}

#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    errors: Vec<Detail>,
}

/// One reason.
#[derive(Default, Deserialize)]
pub(super) struct Detail {
    #[serde(default)]
    /// The code.
    pub reason: String,
    #[serde(default)]
    /// For people; may quote what somebody wrote.
    pub message: String,
}

/// The first reason, which is the one that counts; an empty one where there is none.
pub(super) fn first(answer: &Response<Bytes>) -> Detail {
    let body: Body = serde_json::from_slice(answer.body()).unwrap_or_default();
    body.error.errors.into_iter().next().unwrap_or_default()
}
