//! What there is at a site, and how it may be asked for.

use http::{Method, header};
use serde_json::{Value, json};

use super::{DAYS, filled, list, log_in, look, send, text, visit};
use crate::sim::media::board::BOARDS;
use crate::sim::tests::Bench;

#[tokio::test]
async fn an_address_that_is_not_there_is_404() {
    let bench = Bench::new();
    let cookie = log_in(&bench, "green").await;
    for path in [
        "",
        "/",
        "/green",
        "/green/",
        "/green/applications.csv",
        "/green/applicants/",
        "/green/login/x",
        "/doda/applicants",
        "/youtrust/login",
        "/bizreach/login",
        "/Green/login",
    ] {
        assert_eq!(look(&bench, path, &cookie).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn another_method_is_405_and_names_the_right_ones() {
    let bench = Bench::new();
    for board in &BOARDS {
        for (path, allowed) in [("/login", "GET, POST"), ("/home", "GET"), (list(board.id), "GET")]
        {
            let path = format!("/{}{path}", board.id);
            for method in [Method::PUT, Method::DELETE, Method::HEAD] {
                let response = visit(&bench, method, &path, "").await;
                assert_eq!(response.status(), 405, "{path}");
                assert_eq!(response.headers()[header::ALLOW], allowed);
            }
        }
        let path = format!("/{}{}", board.id, list(board.id));
        assert_eq!(visit(&bench, Method::POST, &path, "").await.status(), 405);
    }
}

#[tokio::test]
async fn days_must_be_days_and_in_order() {
    let bench = Bench::new();
    for medium in ["doda", "wantedly", "doda_campus"] {
        let cookie = log_in(&bench, medium).await;
        for query in [
            "",
            "from=2026-12-01",
            "to=2026-12-01",
            "from=2026-12-01&to=",
            "from=2026/12/01&to=2026-12-02",
            "from=2026-12-1&to=2026-12-02",
            "from=2026-02-30&to=2026-12-02",
            "from=2026-12-02&to=2026-12-01",
            "from=2026-12-01&to=2026-12-02&since=1",
            "from=2026-12-01&to=2026-12-02&page=0",
            "from=2026-12-01&to=2026-12-02&page=%2B1",
            "from=2026-12-01&to=2026-12-02&page=x",
        ] {
            let path = format!("/{medium}{}?{query}", list(medium));
            assert_eq!(look(&bench, &path, &cookie).await.status(), 400, "{path}");
        }
    }
    let cookie = log_in(&bench, "doda").await;
    let path = format!("/doda/applications.csv?{DAYS}&page=1");
    assert_eq!(look(&bench, &path, &cookie).await.status(), 400, "it has no pages");
}

#[tokio::test]
async fn calls_are_recorded_by_site_and_can_be_made_to_fail() {
    let bench = Bench::new();
    let fault = json!({"provider": "media", "path": "/green/applicants", "status": 503});
    assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
    let fault = json!({"provider": "media", "path": "/*/login", "method": "POST", "status": 200,
                       "headers": {"content-type": "text/html"}, "body": "maintenance"});
    assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
    let form = filled(&bench, "green").await;
    let response = send(&bench, "green", &form).await;
    assert_eq!((response.status().as_u16(), text(&response).as_str()), (200, "maintenance"));
    let cookie = log_in(&bench, "green").await;
    let path = format!("/green/applicants?{DAYS}");
    let response = look(&bench, &path, &cookie).await;
    assert_eq!(response.status(), 503);
    assert!(text(&response).contains("Service Unavailable"));
    assert_eq!(look(&bench, &path, &cookie).await.status(), 200);
    let (_, seen) = bench.call("GET", "/_sim/requests?provider=media", Value::Null).await;
    let last = seen["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["path"], "/green/applicants");
    assert_eq!(last["query"], json!({"from": "2026-11-30", "to": "2026-12-02"}));
}

#[test]
fn the_environment_points_at_the_boards() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    let expected = ("CONVOKE_MEDIA_API_URL".to_owned(), "http://127.0.0.1:9100/media".to_owned());
    assert!(env.contains(&expected));
}
