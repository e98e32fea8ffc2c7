//! The API's manners: who may do what, what is refused and how, what never comes back, pages.

use convoke_tests::live::{Answer, CALCOM_SECRET, Client, STANDARD_SECRET, run, text};
use serde_json::{Value, json};

async fn set_up(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.set_up().await;
    client
}

fn problem(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{answer:?}");
    assert_eq!(answer.body["status"], status);
    for field in ["code", "title", "detail"] {
        assert!(answer.body[field].is_string(), "{field}: {answer:?}");
    }
}

fn codes(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

async fn token(client: &Client, scopes: &[&str]) -> Client {
    let body = json!({"name": "a token", "scopes": scopes});
    let issued = client.ok("POST", "/tokens", body).await;
    client.with_token(issued["token"].as_str().unwrap())
}

/// No token and a wrong one are 401, too little scope 403, another tenant's anything 404.
#[test]
fn tokens_open_their_own_tenant_and_no_more() {
    run(async {
        let (client, other) = (set_up("doors").await, set_up("doors-2").await);
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.meeting_in("b1", "ready").await;
        problem(&client.anonymous("GET", "/people").await, 401);
        problem(&client.with_token("nonsense").call("GET", "/people", None).await, 401);
        let reader = token(&client, &["read"]).await;
        assert_eq!(reader.call("GET", "/people", None).await.status, 200);
        let person = json!({"name": "Eero"});
        problem(&reader.call("PUT", "/people/eero", Some(&person)).await, 403);
        problem(&reader.call("POST", "/tokens", Some(&json!({}))).await, 403);
        problem(&reader.call("GET", "/sessions/booking/b1/host-link", None).await, 403);
        for narrow in ["events", "recruiter"] {
            let narrow = token(&client, &[narrow]).await;
            problem(&narrow.call("PUT", "/people/eero", Some(&person)).await, 403);
        }
        let admin = token(&client, &["admin"]).await;
        assert_eq!(admin.call("PUT", "/people/eero", Some(&person)).await.status, 201);
        let stranger = token(&other, &["admin"]).await;
        let base = format!("/v1/tenants/{}", client.tenant);
        for (method, path) in [
            ("GET", ""),
            ("GET", "/people/eero"),
            ("GET", "/sessions/booking/b1"),
            ("GET", "/connections"),
            ("POST", "/sessions/booking/b1/resync"),
            ("DELETE", "/people/eero"),
        ] {
            problem(&stranger.call(method, &format!("{base}{path}"), None).await, 404);
        }
        let put = stranger.call("PUT", &format!("{base}/people/eero"), Some(&person)).await;
        problem(&put, 404);
        let made = json!({"name": "Mine"});
        problem(&admin.call("PUT", "/v1/tenants/doors-3", Some(&made)).await, 404);
        let tokens = client.get("/tokens").await;
        for shown in tokens["items"].as_array().unwrap() {
            assert!(shown["prefix"].is_string() && shown.get("token").is_none(), "{shown}");
            let path = format!("/tokens/{}", text(&shown["prefix"]));
            client.ok("DELETE", &path, Value::Null).await;
        }
        problem(&reader.call("GET", "/people", None).await, 401);
    });
}

/// Unknown fields are named and refused, missing ones too, and bodies that are none.
#[test]
fn bad_bodies_are_refused_by_field() {
    run(async {
        let client = set_up("bodies").await;
        for (path, body, field, code) in [
            ("", json!({"name": "x", "colour": "red"}), "colour", "unknown_field"),
            ("/people/p", json!({"name": "x", "emial": "a@b.example"}), "emial", "unknown_field"),
            ("/people/p", json!({"emails": []}), "name", "required"),
            ("/people/p", json!({"name": "x", "emails": ["no"]}), "emails[0]", "email_invalid"),
            (
                "/services/s",
                json!({"name": "x", "video": {"on": true}}),
                "video.on",
                "unknown_field",
            ),
            ("/services/s", json!({}), "name", "required"),
            ("/sources/s", json!({"kind": "standard"}), "secret", "required"),
            ("/sources/s", json!({"kind": "x", "secret": "12345678"}), "kind", "kind_unknown"),
            ("", json!({"name": "x", "time_zone": "Mars/Base"}), "time_zone", "time_zone_unknown"),
            ("/people/p/links/zoom", json!({"external_id": "u", "x": 1}), "x", "unknown_field"),
        ] {
            // A link hangs on a person that is there.
            let path = path.replace("/people/p/", "/people/aino/");
            let answer = client.call("PUT", &path, Some(&body)).await;
            problem(&answer, 422);
            let expected = (field.to_owned(), code.to_owned());
            assert!(codes(&answer).contains(&expected), "{path} {body}: {answer:?}");
        }
        problem(&client.send("PUT", "/people/p", b"{\"name\":".to_vec()).await, 400);
        problem(&client.send("PUT", "/people/p", Vec::new()).await, 400);
        let large = json!({"name": "x".repeat(300 * 1024)});
        problem(&client.call("PUT", "/people/p", Some(&large)).await, 413);
        problem(&client.call("GET", "/people/p", None).await, 404);
        problem(&client.call("GET", "/v1/no-such-address", None).await, 404);
        let skype = json!({"kind": "s2s"});
        let answer = client.call("PUT", "/connections/skype", Some(&skype)).await;
        assert!(matches!(answer.status, 404 | 422), "{answer:?}");
    });
}

/// PUT says the same however often it comes, and what was put is what is read.
#[test]
fn putting_twice_is_putting_once() {
    run(async {
        let client = set_up("twice").await;
        let rule = json!({"event": "meeting.blocked", "destination":
            {"kind": "email", "to": "address", "address": "desk@twice.example"}});
        let template = json!({"audience": "attendee", "subject": "s", "body": "{note}"});
        for (path, body) in [
            ("", json!({"name": "Aalto", "time_zone": "Europe/Oslo", "locale": "fi"})),
            ("/people/eero", json!({"name": "Eero", "emails": ["eero@twice.example"]})),
            ("/people/eero/links/zoom", json!({"external_id": "u-x"})),
            ("/services/s", json!({"name": "S", "video": {"enabled": true}})),
            ("/subscriptions/mine", rule),
            ("/templates/mine", template),
            ("/sources/more", json!({"kind": "calcom", "secret": CALCOM_SECRET})),
        ] {
            let first = client.call("PUT", path, Some(&body)).await;
            let second = client.call("PUT", path, Some(&body)).await;
            assert!(matches!(first.status, 200 | 201), "{first:?}");
            assert_eq!(second.status, 200, "{second:?}");
            assert_eq!(first.body, second.body, "{path}");
            assert_eq!(client.get(path).await, second.body, "{path}");
        }
        let people = client.get("/people").await;
        let eero = people["items"].as_array().unwrap().iter().filter(|it| it["id"] == "eero");
        assert_eq!(eero.count(), 1);
        // Replaced, not merged: what is not said any more is gone.
        client.ok("PUT", "/people/eero", json!({"name": "Eero"})).await;
        assert_eq!(client.get("/people/eero").await["emails"], json!([]));
        for path in ["/people/eero", "/services/s", "/subscriptions/mine", "/templates/mine"] {
            client.ok("DELETE", path, Value::Null).await;
            problem(&client.call("GET", path, None).await, 404);
        }
    });
}

/// No secret comes back, on no call that reads.
#[test]
fn secrets_are_write_only() {
    run(async {
        let client = set_up("secrets").await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.told("b1", 2).await;
        let issued = client.ok("POST", "/tokens", json!({"name": "n", "scopes": ["read"]})).await;
        let token = text(&issued["token"]);
        let secrets = ["secret-demo", STANDARD_SECRET, CALCOM_SECRET, &token];
        for path in [
            "",
            "/people",
            "/services",
            "/sources",
            "/sources/booking",
            "/sources/cal",
            "/connections",
            "/connections/zoom",
            "/subscriptions",
            "/templates",
            "/tokens",
            "/readiness",
            "/diagnostics",
            "/connectors",
            "/sessions",
            "/sessions/booking/b1",
            "/deliveries",
            "/rejected",
        ] {
            let answer = client.get(path).await.to_string();
            for secret in secrets {
                assert!(!answer.contains(secret), "{path} tells {secret}");
            }
        }
        let shown = client.get("/sources/booking").await;
        assert_eq!(shown["secret"], "•••");
        assert!(text(&shown["hook"]).ends_with("/v1/hooks/secrets/booking"), "{shown}");
        let masked = json!({"kind": "standard", "secret": "•••"});
        problem(&client.call("PUT", "/sources/booking", Some(&masked)).await, 422);
    });
}

/// Lists go page by page: nothing is left out and nothing comes twice, and a cursor that is none is
/// refused.
#[test]
fn lists_come_in_pages() {
    run(async {
        let client = set_up("pages").await;
        let ids: Vec<_> = (0..5).map(|n| format!("b{n}")).collect();
        for (n, id) in (1..).zip(&ids) {
            let mut booking = client.booking(id, 1);
            booking["start"] = json!(format!("2031-02-0{n}T09:00:00Z"));
            booking["end"] = json!(format!("2031-02-0{n}T10:00:00Z"));
            client.tell("session.upserted", &booking).await;
        }
        for id in &ids {
            client.meeting_in(id, "ready").await;
        }
        let span = "/sessions?from=2031-02-01T00:00:00Z&to=2031-03-01T00:00:00Z";
        for limit in [1, 2, 5, 50] {
            let listed = client.pages(&format!("{span}&limit={limit}")).await;
            let listed: Vec<_> = listed.iter().map(|it| text(&it["external_id"])).collect();
            assert_eq!(listed, ids, "limit {limit}");
        }
        let within = "/sessions?from=2031-02-02T00:00:00Z&to=2031-02-03T23:00:00Z&limit=1";
        assert_eq!(client.pages(within).await.len(), 2);
        let people = client.pages("/people?limit=1").await;
        assert_eq!(people.len(), 1);
        for path in [
            "/sessions?cursor=nonsense",
            "/people?cursor=!!",
            "/rejected?cursor=W10",
            "/people?limit=0",
            "/people?limit=many",
            "/sessions?from=monday",
        ] {
            problem(&client.call("GET", path, None).await, 422);
        }
    });
}

/// The `OpenAPI` document describes every route of this scope, each with its method.
#[test]
fn the_document_describes_every_route() {
    run(async {
        let client = Client::new("document").await;
        let answer = client.anonymous("GET", "/v1/openapi.json").await;
        assert_eq!(answer.status, 200);
        let document = answer.body;
        assert!(text(&document["openapi"]).starts_with("3."), "{}", document["openapi"]);
        let plain = |path: &str| {
            let part =
                |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
            path.split('/').map(part).collect::<Vec<_>>().join("/")
        };
        let described: Vec<(String, Value)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(path, item)| (plain(path), item.clone()))
            .collect();
        for route in ROUTES.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (method, path) = route.split_once(' ').unwrap();
            let is_there = described.iter().any(|(described, item)| {
                *described == plain(path) && item.get(method.to_lowercase()).is_some()
            });
            assert!(is_there, "{route} is not described");
        }
        for (path, item) in &described {
            for (method, operation) in item.as_object().unwrap() {
                let responses = operation["responses"].as_object();
                assert!(responses.is_some_and(|it| !it.is_empty()), "{method} {path}");
            }
        }
    });
}

/// What the contract names for the booking product.
const ROUTES: &str = "
    GET /v1/openapi.json
    GET /host/{token}
    POST /v1/hooks/{t}/{src}
    PUT /v1/tenants/{t}
    PUT /v1/tenants/{t}/people/{p}
    PUT /v1/tenants/{t}/services/{s}
    PUT /v1/tenants/{t}/sources/{src}
    PUT /v1/tenants/{t}/connections/{provider}
    GET /v1/tenants/{t}/connections
    DELETE /v1/tenants/{t}/connections/{provider}
    POST /v1/tenants/{t}/connections/{provider}/verify
    POST /v1/tenants/{t}/connections/{provider}/enable
    POST /v1/tenants/{t}/connections/{provider}/disable
    GET /v1/tenants/{t}/providers/{provider}/users
    PUT /v1/tenants/{t}/people/{p}/links/{provider}
    POST /v1/tenants/{t}/links/{provider}/sync
    PUT /v1/tenants/{t}/templates/{name}
    GET /v1/tenants/{t}/shortcodes
    PUT /v1/tenants/{t}/subscriptions/{id}
    POST /v1/tenants/{t}/subscriptions/{id}/test
    GET /v1/tenants/{t}/readiness
    GET /v1/tenants/{t}/diagnostics
    GET /v1/tenants/{t}/connectors
    GET /v1/tenants/{t}/rejected
    GET /v1/tenants/{t}/sessions
    GET /v1/tenants/{t}/sessions/{src}/{external_id}
    POST /v1/tenants/{t}/sessions/{src}/{external_id}/resync
    GET /v1/tenants/{t}/sessions/{src}/{external_id}/host-link
    GET /v1/tenants/{t}/deliveries
    POST /v1/tenants/{t}/deliveries/{id}/redrive
    POST /v1/tenants/{t}/deliveries/redrive
    POST /v1/tenants/{t}/tokens
";
