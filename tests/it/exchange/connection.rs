//! The connection itself, through the API, as any other.

use convoke_tests::live::Client;

use super::*;

fn body(url: &str) -> Value {
    json!({"kind": "ews", "url": url, "login": r"DEMO\convoke", "password": "ews-secret-demo"})
}

/// An Exchange server of a tenant on the stack of processes.
async fn connected(name: &str) -> (Client, String) {
    let client = Client::new(name).await;
    let tenant = json!({"name": "Hoitola Aalto", "time_zone": "Europe/Helsinki", "locale": "en",
                        "calendar": {"kind": "ews"}});
    client.ok("PUT", "", tenant).await;
    let url = client.simulator("/ews/EWS/Exchange.asmx");
    client.ok("PUT", "/connections/exchange", body(&url)).await;
    (client, url)
}

/// P06: the connection is saved, shown without its password, tried with a typed answer, switched off and on,
/// and taken away like any other; and the calendar counts by its state, unless there is none.
#[test]
fn an_exchange_server_is_connected_like_anything_else() {
    convoke_tests::live::run(async {
        let (client, url) = connected("exchange-connection").await;
        let shown = client.get("/connections/exchange").await;
        assert_eq!((&shown["kind"], &shown["password"]), (&json!("ews"), &json!("•••")), "{shown}");
        assert_eq!((&shown["url"], &shown["state"]), (&json!(url), &json!("unverified")));

        let nobody = client.call("POST", "/connections/exchange/verify", None).await;
        assert_eq!((nobody.status, &nobody.body["code"]), (409, &json!("mailbox_missing")));
        let aino = json!({"name": "Aino", "emails": [AINO], "calendar_synced": true});
        client.ok("PUT", "/people/aino", aino).await;
        let verified = client.ok("POST", "/connections/exchange/verify", Value::Null).await;
        assert_eq!(verified["state"], "active", "{verified}");
        assert_eq!(client.get("/readiness").await["calendar"]["state"], "active");

        let off = client.ok("POST", "/connections/exchange/disable", Value::Null).await;
        assert_eq!(off["state"], "disabled");
        assert_eq!(client.get("/readiness").await["next"], "calendar");
        client.ok("POST", "/connections/exchange/enable", Value::Null).await;
        let mut wrong = body(&url);
        wrong["password"] = json!("wrong");
        client.ok("PUT", "/connections/exchange", wrong).await;
        let refused = client.ok("POST", "/connections/exchange/verify", Value::Null).await;
        assert_eq!(refused["state"], "invalid_credentials", "{refused}");
        client.ok("DELETE", "/connections/exchange", Value::Null).await;
        assert_eq!(client.get("/readiness").await["calendar"]["state"], "kept_by_sender");
    });
}

/// What can't be gone to, a misspelt field, and a password that is only its mask are refused by field.
#[test]
fn what_is_wrong_with_an_exchange_server_is_named_by_field() {
    convoke_tests::live::run(async {
        let (client, url) = connected("exchange-fields").await;
        for (field, value, code) in [
            ("url", json!("no address"), "address_refused"),
            ("url", json!("https://user:pw@mail.x.example/"), "address_refused"),
            ("login", json!(""), "required"),
            ("password", json!("•••"), "secret_masked"),
            ("mailbox", json!("no address"), "invalid"),
            ("client_id", json!("x"), "unknown_field"),
            ("mail_box", json!("a@x.example"), "unknown_field"),
        ] {
            let mut body = body(&url);
            body[field] = value;
            let answer = client.call("PUT", "/connections/exchange", Some(&body)).await;
            assert_eq!(answer.status, 422, "{field}: {answer:?}");
            let errors = answer.body["errors"].to_string();
            assert!(errors.contains(field) && errors.contains(code), "{field}: {answer:?}");
        }
    });
}

/// P21, P22: what Exchange's directory says of an address decides beside the tenant's own word: a room can't
/// host, whoever is not there is named, and a person's mailbox may.
#[test]
fn the_directory_says_who_may_host() {
    convoke_tests::live::run(async {
        let (client, _) = connected("exchange-directory").await;
        for (id, email) in [("aino", AINO), ("sali", "sali@demo.example"), ("x", "x@demo.example")]
        {
            let person = json!({"name": id, "emails": [email], "calendar_synced": true});
            client.ok("PUT", &format!("/people/{id}"), person).await;
        }
        let code = async |id: &str| {
            let probed = client.ok("POST", &format!("/people/{id}/probe"), Value::Null).await;
            let all = probed["refused"].as_array().unwrap().clone();
            let jitsi = all.iter().find(|it| it["mode"] == "jitsi").map(|it| it["code"].clone());
            jitsi.unwrap_or_default()
        };
        assert_eq!(code("aino").await, Value::Null);
        assert_eq!(code("sali").await, "shared_mailbox_cannot_host");
        assert_eq!(code("x").await, "organizer_not_synchronized");
        let ready = client.get("/readiness").await;
        let steps = ready["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["id"] == "mailboxes").unwrap();
        let proof = step["proof"].as_str().unwrap();
        assert!(proof.contains("sali (shared") && !proof.contains("aino"), "{proof}");
    });
}

/// P04: through the real functions: the session shows its entry, which stands in the host's calendar.
#[test]
fn the_session_shows_its_entry() {
    convoke_tests::live::run(async {
        let (client, _) = connected("exchange-shown").await;
        let aino = json!({"name": "Aino", "emails": [AINO], "calendar_synced": true});
        client.ok("PUT", "/people/aino", aino).await;
        let source = json!({"kind": "standard", "secret": convoke_tests::live::STANDARD_SECRET});
        client.ok("PUT", "/sources/booking", source).await;
        let mut booking = client.booking("exchange-1", 1);
        booking["mode"] = json!("jitsi");
        booking.as_object_mut().unwrap().remove("service");
        assert_eq!(client.tell("session.upserted", &booking).await.status, 200);
        let made = |it: &Value| it["calendar_entry"]["state"] == "made";
        let session = client.session("exchange-1", made).await;
        assert_eq!(session["calendar_entry"]["mailbox"], AINO);
        let events = client.state("ews").await["events"].clone();
        let link = &session["meeting"]["join_url"];
        assert!(events.as_array().unwrap().iter().any(|it| it["location"] == *link), "{events}");
    });
}
