//! The administrator's consent.

use serde_json::{Value, json};

use super::{APP_ID, CALLBACK, CUSTOMER, GRAPH_SCOPE, HOME, MATTI, consent, put};
use crate::sim::tests::Bench;
use crate::sim::tests::browser::parameter;

fn consented(bench: &Bench) -> Value {
    bench.sims.state("teams").unwrap()["admin_consent"].clone()
}

#[tokio::test]
async fn an_administrator_lets_the_app_in() {
    let bench = Bench::new();
    assert_eq!(consented(&bench), false);
    for tenant in ["organizations", "common", CUSTOMER] {
        let back = consent(&bench, tenant, "").await.unwrap();
        for (name, value) in [
            ("admin_consent", "True"),
            ("tenant", CUSTOMER),
            ("state", "s1"),
            ("scope", GRAPH_SCOPE),
        ] {
            assert_eq!(parameter(&back, name).as_deref(), Some(value));
        }
    }
    assert_eq!(consented(&bench), true);
}

#[tokio::test]
async fn who_says_no_or_may_not_say_yes() {
    let bench = Bench::new();
    for (consent_state, error, number) in [
        (json!({"deny": "access_denied"}), "access_denied", "AADSTS65004"),
        (json!({"deny": "consent_required"}), "consent_required", "AADSTS65004"),
        (json!({"account": "nobody@demo.example"}), "access_denied", "AADSTS65004"),
        (json!({"account": "eero@demo.example"}), "access_denied", "AADSTS65004"),
        (json!({"account": MATTI, "admin": false}), "access_denied", "AADSTS90094"),
    ] {
        put(&bench, json!({"consent": consent_state}));
        let back = consent(&bench, CUSTOMER, "").await.unwrap();
        assert_eq!(parameter(&back, "error").as_deref(), Some(error));
        assert_eq!(parameter(&back, "state").as_deref(), Some("s1"));
        assert!(parameter(&back, "error_description").unwrap().starts_with(number), "{back}");
        assert_eq!(consented(&bench), false);
    }
    put(&bench, json!({"consent": {"account": "matti@demo.example"}}));
    consent(&bench, CUSTOMER, "").await.unwrap();
    assert_eq!(consented(&bench), true);
}

#[tokio::test]
async fn the_page_stays_when_the_request_is_wrong() {
    let bench = Bench::new();
    for tenant in ["nobody.example", HOME] {
        assert_eq!(consent(&bench, tenant, "").await, None, "{tenant}");
    }
    let page = format!("/teams/{CUSTOMER}/v2.0/adminconsent?state=s1");
    for query in [
        format!("client_id=x&redirect_uri={CALLBACK}&scope={GRAPH_SCOPE}"),
        format!("client_id={APP_ID}&redirect_uri=http://127.0.0.1/x&scope={GRAPH_SCOPE}"),
        format!("client_id={APP_ID}&redirect_uri={CALLBACK}"),
    ] {
        assert_eq!(bench.browse(&format!("{page}&{query}")).await, None, "{query}");
    }
    assert_eq!(consented(&bench), false);
}
