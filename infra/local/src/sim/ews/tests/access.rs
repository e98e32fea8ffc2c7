//! Who may call, and for whom.

use http::{Request, StatusCode};
use serde_json::json;

use super::*;

#[tokio::test]
async fn wrong_credentials_are_401_and_told_which_kind_is_wanted() {
    let bench = Bench::new();
    for credentials in ["", "DEMO\\convoke", "DEMO\\convoke:wrong", "convoke:ews-secret-demo"] {
        let document = envelope(&version(), get_calendar());
        let response = post(&bench, credentials, document).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{credentials}");
        let offered = response.headers().get("www-authenticate").unwrap();
        assert!(offered.to_str().unwrap().starts_with("Basic"));
    }
    let document = envelope(&version(), get_calendar());
    let response = post(&bench, r"demo\CONVOKE:ews-secret-demo", document).await;
    assert_eq!(response.status(), StatusCode::OK, "names are read without regard to case");
}

#[tokio::test]
async fn ews_is_posted_to_as_xml() {
    let bench = Bench::new();
    let basic = format!("Basic {}", BASE64_STANDARD.encode(SERVICE));
    for (method, kind, expected) in [("GET", "text/xml", 405), ("POST", "application/json", 415)] {
        let request = Request::builder().method(method).uri(ADDRESS).header("content-type", kind);
        let request = request.header("authorization", &basic).body(Bytes::new()).unwrap();
        assert_eq!(bench.sims.call(request).await.unwrap().status(), expected, "{method} {kind}");
    }
    let path = "/ews/ews/exchange.ASMX";
    assert_eq!(bench.call("POST", path, json!({})).await.0, 401, "the path has no case");
    assert_eq!(bench.call("POST", "/ews/EWS/Other.asmx", json!({})).await.0, 404);
}

#[tokio::test]
async fn whoever_is_acted_for_must_exist_and_the_right_must_be_given() {
    let bench = Bench::new();
    assert_eq!(code(&ask(&bench, "AINO@demo.example", get_calendar()).await), "NoError");
    let nobody = ask(&bench, "nobody@demo.example", get_calendar()).await;
    assert_eq!(code(&nobody), "500 ErrorNonExistentMailbox");
    let value = nobody.1.at(&["detail", "MessageXml", "Value"]).unwrap();
    assert_eq!(value.text, "nobody@demo.example");
    bench.sims.merge_state("ews", &json!({"impersonation": false})).unwrap();
    let denied = ask(&bench, AINO, get_calendar()).await;
    assert_eq!(code(&denied), "500 ErrorImpersonateUserDenied");
    let own = ask_as_service(&bench, get_calendar()).await;
    assert_eq!(code(&own), "NoError", "nobody is acted for");
}

#[tokio::test]
async fn a_service_account_without_a_mailbox_has_no_calendar_and_searches_nothing() {
    let bench = Bench::new();
    let service =
        json!({"login": r"DEMO\convoke", "password": "ews-secret-demo", "mailbox": false});
    bench.sims.merge_state("ews", &json!({"service": service})).unwrap();
    let answer = ask_as_service(&bench, get_calendar()).await;
    assert_eq!(code(&answer), "ErrorMissingEmailAddress");
    let resolve = r#"<m:ResolveNames ReturnFullContactData="true"><m:UnresolvedEntry>aino</m:UnresolvedEntry></m:ResolveNames>"#;
    let answer = ask_as_service(&bench, resolve).await;
    assert_eq!(code(&answer), "ErrorNameResolutionNoMailbox");
    assert_eq!(code(&ask(&bench, AINO, resolve).await), "NoError");
}

#[tokio::test]
async fn the_version_must_be_named_and_known() {
    let bench = Bench::new();
    for headers in ["", r#"<t:RequestServerVersion Version="Exchange5"/>"#] {
        let answer = post(&bench, SERVICE, envelope(headers, get_calendar())).await;
        assert_eq!(code(&shown(&answer)), "500 ErrorInvalidServerVersion", "{headers}");
    }
}
