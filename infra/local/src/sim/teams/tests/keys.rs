//! What the bot is sent is signed with a key that it finds.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::{Value, json};

use super::{APP_ID, put};
use crate::sim::teams::bot_token;
use crate::sim::tests::Bench;

async fn key(bench: &Bench) -> Value {
    let path = "/teams/bot/.well-known/openidconfiguration";
    let headers = [("host", "127.0.0.1:9100")];
    let (_, document, _) = bench.try_call("GET", path, &headers, &Value::Null).await.unwrap();
    assert_eq!(document["issuer"], "https://api.botframework.com");
    assert_eq!(document["id_token_signing_alg_values_supported"], json!(["RS256"]));
    let address = document["jwks_uri"].as_str().unwrap();
    let path = address.strip_prefix("http://127.0.0.1:9100").unwrap();
    let (status, keys) = bench.call("GET", path, Value::Null).await;
    assert_eq!((status, keys["keys"].as_array().unwrap().len()), (200, 1));
    keys["keys"][0].clone()
}

fn decoded(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn is_good(key: &Value, token: &str) -> bool {
    let (message, signature) = token.rsplit_once('.').unwrap();
    let part = |name: &str| decoded(key[name].as_str().unwrap());
    let public = RsaPublicKeyComponents { n: part("n"), e: part("e") };
    let (message, signature) = (message.as_bytes(), decoded(signature));
    public.verify(&RSA_PKCS1_2048_8192_SHA256, message, &signature).is_ok()
}

#[tokio::test]
async fn a_token_is_signed_with_the_key_that_is_shown() {
    let bench = Bench::new();
    let pem = bench.sims.state("teams").unwrap()["bot_signing_key"].clone();
    let service_url = "http://127.0.0.1:9100/teams/bot";
    let token = bot_token(pem.as_str().unwrap(), APP_ID, service_url, bench.now()).unwrap();
    let key = key(&bench).await;
    assert_eq!((&key["kty"], &key["endorsements"]), (&json!("RSA"), &json!(["msteams"])));
    assert!(is_good(&key, &token));
    let part = |index: usize| -> Value {
        serde_json::from_slice(&decoded(token.split('.').nth(index).unwrap())).unwrap()
    };
    assert_eq!((&part(0)["alg"], &part(0)["kid"]), (&json!("RS256"), &key["kid"]));
    let now = bench.now().as_second();
    let claims = json!({"iss": "https://api.botframework.com", "aud": APP_ID, "nbf": now,
                        "exp": now + 3_600, "serviceurl": service_url});
    assert_eq!(part(1), claims);
    assert_eq!(bot_token("nonsense", APP_ID, service_url, bench.now()), None);
}

#[tokio::test]
async fn another_key_has_another_name() {
    let bench = Bench::new();
    let old = key(&bench).await;
    // Any other key will do.
    let google = bench.sims.state("google").unwrap();
    let other = google["service_account_key"]["private_key"].as_str().unwrap();
    put(&bench, json!({"bot_signing_key": other}));
    let new = key(&bench).await;
    assert_ne!(new["kid"], old["kid"]);
    let token = bot_token(other, APP_ID, "https://x.example", bench.now()).unwrap();
    assert_eq!((is_good(&new, &token), is_good(&old, &token)), (true, false));
}
