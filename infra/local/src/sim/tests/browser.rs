//! What browsers and applications do at the vendors' authorisation servers.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{Request, StatusCode, header};
use serde_json::Value;
use url::Url;

use super::Bench;

impl Bench {
    /// Opens a consent page and tells where the browser is sent; none when it stays at the vendor.
    pub async fn browse(&self, path: &str) -> Option<Url> {
        let request = Request::get(path).body(Bytes::new()).unwrap();
        let response = self.sims.call(request).await.unwrap();
        let location = response.headers().get(header::LOCATION)?;
        assert_eq!(response.status(), StatusCode::FOUND);
        Some(location.to_str().unwrap().parse().unwrap())
    }

    /// Posts a form with an application's credentials, `id:secret`.
    pub async fn post_form(&self, path: &str, client: &str, form: &str) -> (u16, Value) {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Basic {}", BASE64_STANDARD.encode(client)))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(form.to_owned()));
        let response = self.sims.call(request.unwrap()).await.unwrap();
        let shown = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
        (response.status().as_u16(), shown)
    }
}

/// A query parameter of an address.
pub fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
}
