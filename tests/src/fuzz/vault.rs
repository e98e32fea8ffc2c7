//! Sealed texts, signatures and the key ring that they are made with.

use std::sync::Arc;

use bytes::Bytes;
use convoke::aws::Aws;
use convoke::clock::{Clock, Entropy};
use convoke::config::AwsEnvironment;
use convoke::domain::config::Sealed;
use convoke::domain::fault::Fault;
use convoke::domain::ids::Secret;
use convoke::secrets::Secrets;
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use convoke::vault::{Place, Vault};
use serde_json::json;

use super::message::cut;
use super::scene::run;

const HERE: Place<'static> = Place { tenant: "demo", item: "source#booking", field: "secret" };
const RING: &str = r#"{"current":"k1","k1":"0123456789abcdef0123456789abcdef",
    "k2":"fedcba9876543210fedcba9876543210"}"#;
const PLAIN: &str = "the plain text";

/// A key's name, and after the line what is sealed or signed with it; and all of it as a key ring.
pub(super) fn vault(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (key, rest) = cut(text.as_bytes(), b"\n").unwrap_or((b"k1", text.as_bytes()));
    let (key, rest) = (String::from_utf8_lossy(key), String::from_utf8_lossy(rest));
    run(async {
        opened(&with_ring(RING.to_owned()), &key, &rest).await;
        signed(&with_ring(RING.to_owned()), &rest, &text).await;
        ring(&text).await;
    });
}

/// Only what was sealed opens; the nonce is always the same here, so there is one such text.
async fn opened(vault: &Vault, key: &str, text: &str) {
    let ours = vault.seal(HERE, &Secret::new(PLAIN)).await.unwrap();
    let given = Sealed { key: key.to_owned(), text: text.to_owned() };
    match vault.open(HERE, &given).await {
        Ok(secret) => assert_eq!((secret.expose(), given), (PLAIN, ours)),
        Err(fault) => says_nothing_of(&fault, text),
    }
}

async fn signed(vault: &Vault, text: &str, signature: &str) {
    let ours = vault.sign("a purpose", text).await.unwrap();
    assert!(vault.is_signed("a purpose", text, &ours).await.unwrap());
    assert!(!vault.is_signed("another", text, &ours).await.unwrap());
    let is_signed = vault.is_signed("a purpose", text, signature).await.unwrap();
    assert!(!is_signed || signature == ours);
}

/// A ring that is taken seals and opens; one that isn't says nothing of its keys.
async fn ring(text: &str) {
    if text.is_empty() {
        return;
    }
    let vault = with_ring(text.to_owned());
    match vault.seal(HERE, &Secret::new(PLAIN)).await {
        Ok(sealed) => {
            assert_eq!(vault.open(HERE, &sealed).await.unwrap().expose(), PLAIN);
            let elsewhere = Place { tenant: "other", ..HERE };
            assert!(vault.open(elsewhere, &sealed).await.is_err());
        }
        Err(fault) => says_nothing_of(&fault, text),
    }
}

fn says_nothing_of(fault: &Fault, text: &str) {
    let Fault::Retry { cause, .. } = fault else { panic!("{fault:?}") };
    super::refusal::sentence(cause);
    // Shorter texts stand in any sentence.
    assert!(text.len() < 24 || !cause.contains(text), "{cause}");
}

fn with_ring(ring: String) -> Vault {
    let environment = AwsEnvironment {
        region: "eu-west-1".to_owned(),
        endpoint: Some("http://aws.test".to_owned()),
        access_key_id: "test".to_owned(),
        secret_access_key: Secret::new("test"),
        session_token: None,
    };
    let clock = Clock::new(|| jiff::Timestamp::UNIX_EPOCH);
    let aws = Aws::new(Transport::new(Ring(ring)), environment);
    let entropy = Entropy::new(|bytes| {
        bytes.fill(7);
        true
    });
    Vault::new(Arc::new(Secrets::new(aws, clock)), "ring".to_owned(), entropy)
}

/// Secrets Manager with one secret.
struct Ring(String);

impl Exchange for Ring {
    fn exchange(
        &self,
        _: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let body = json!({"Name": "ring", "SecretString": self.0}).to_string();
        let answer = http::Response::builder().header("content-type", "application/x-amz-json-1.1");
        let answer = answer.body(Bytes::from(body)).unwrap();
        Box::pin(async move { Ok(answer) })
    }
}
