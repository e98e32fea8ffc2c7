//! The HTTP API in front of a function.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::super::front::impatient_front;
use super::super::{Lambda, Route, front};
use super::wire::{Reply, request};
use super::{function, lambda};

fn routes() -> Vec<Route> {
    let route = |method: &str, path: &str, function: &str| Route {
        method: method.into(),
        path: path.into(),
        function: function.into(),
    };
    vec![
        route("ANY", "/v1/{proxy+}", "stub"),
        route("POST", "/v1/hooks/{tenant}/{source}", "stub"),
        route("GET", "/v1/absent", "absent"),
    ]
}

async fn serve(router: axum::Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn send(address: &str, method: &str, path: &str, body: Vec<u8>) -> Reply {
    let (address, method, path) = (address.to_owned(), method.to_owned(), path.to_owned());
    let send = move || {
        let headers = ["Content-Type: application/json", "X-Two: 1", "X-Two: 2", "Cookie: a=1"];
        request(&address, &method, &path, &headers, &body).unwrap()
    };
    tokio::task::spawn_blocking(send).await.unwrap()
}

#[tokio::test]
async fn a_request_becomes_an_event_and_the_answer_a_response() {
    let address = serve(front(lambda(1).await, routes())).await;
    let reply = send(&address, "POST", "/v1/hooks/acme/shop?x=1", b"{\"a\": 1}".to_vec()).await;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.header("x-stub"), "yes");
    assert_ne!(reply.header("apigw-requestid"), "");
    let event: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(event["routeKey"], "POST /v1/hooks/{tenant}/{source}");
    assert_eq!(event["pathParameters"], json!({ "tenant": "acme", "source": "shop" }));
    assert_eq!(event["rawQueryString"], "x=1");
    assert_eq!(event["headers"]["x-two"], "1,2");
    assert_eq!(event["cookies"], json!(["a=1"]));
    assert_eq!(event["body"], "{\"a\": 1}");
    assert_eq!(event["requestContext"]["requestId"], reply.header("apigw-requestid"));
}

#[tokio::test]
async fn failures_look_as_api_gateways() {
    let address = serve(front(lambda(1).await, routes())).await;
    let cases = [
        ("/nowhere", 404, "Not Found"),
        ("/v1/crash", 500, "Internal Server Error"),
        ("/v1/nonsense", 500, "Internal Server Error"),
        ("/v1/absent", 500, "Internal Server Error"),
    ];
    for (path, status, message) in cases {
        let reply = send(&address, "GET", path, Vec::new()).await;
        assert_eq!(reply.status, status, "{path}");
        assert_eq!(reply.text(), json!({ "message": message }).to_string(), "{path}");
    }
    for bytes in [7, 11] {
        let reply = send(&address, "POST", "/v1/x", vec![b' '; bytes * 1024 * 1024]).await;
        assert_eq!(reply.status, 413);
        assert_eq!(reply.text(), r#"{"message":"Request Entity Too Large"}"#);
    }
}

#[tokio::test]
async fn a_function_that_takes_too_long_is_unavailable() {
    let mut slow = function(1);
    slow.timeout = Duration::from_millis(300);
    let killed = front(Lambda::start(vec![slow], None).await.unwrap(), routes());
    let abandoned = impatient_front(lambda(1).await, routes(), Duration::from_millis(300));
    for router in [killed, abandoned] {
        let reply = send(&serve(router).await, "GET", "/v1/hang", Vec::new()).await;
        assert_eq!(reply.status, 503);
        assert_eq!(reply.text(), r#"{"message":"Service Unavailable"}"#);
    }
}
