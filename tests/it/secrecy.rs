//! No secret, and nothing that a person wrote, gets into a log.

use std::path::Path;

use convoke_local::options::LOCAL_TOKEN;
use convoke_local::simulation::{CANARIES, Schedule, Venue, cases_at, runtime};
use convoke_local::stack::StackOptions;
use convoke_tests::live::{CALCOM_SECRET, Client, STANDARD_SECRET, parameter, run, start, text};
use serde_json::{Value, json};

/// What must not stand in a log: where it comes from, and the text.
struct Hidden(Vec<(&'static str, String)>);

impl Hidden {
    fn add(&mut self, what: &'static str, secret: impl Into<String>) {
        let secret = secret.into();
        assert!(secret.len() > 3, "{what} is too short to be looked for: {secret:?}");
        self.0.push((what, secret));
    }

    /// Every hidden text that the log has, by what it is.
    fn found_in(&self, log: &str) -> Vec<&'static str> {
        self.0.iter().filter(|(_, secret)| log.contains(secret)).map(|(what, _)| *what).collect()
    }
}

/// The logs by file name.
fn logs(data: &Path) -> Vec<(String, String)> {
    let files = std::fs::read_dir(data.join("logs")).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// The story: made, moved, cancelled, with failures of Zoom and SES and refusals of all kinds.
async fn play(client: &Client, hidden: &mut Hidden) {
    let issued = client.ok("POST", "/tokens", json!({"name": "n", "scopes": ["admin"]})).await;
    hidden.add("an API token", text(&issued["token"]));
    let client = client.with_token(issued["token"].as_str().unwrap());
    let after_effect = json!({"after_effect": true});
    client.create_fault(after_effect.clone()).await;
    client.create_fault(json!({"status": 429})).await;
    client.fault(&json!({"provider": "mail", "status": 429})).await;
    client.fault(&json!({"provider": "mail", "status": 500})).await;
    let mut booking = client.booking("b1", 1);
    booking["fields"]["note"] = json!("a-very-private-note");
    booking["attendees"][0]["name"] = json!("Maximiliana Musterperson");
    client.tell("session.upserted", &booking).await;
    let session = client.told("b1", 2).await;
    let path = format!("/meetings/{}", text(&session["meeting"]["id"]));
    client.zoom_fault("PATCH", &path, json!({"status": 503})).await;
    client
        .zoom_fault(
            "PATCH",
            &path,
            json!({"status": 400, "body":
        {"code": 300, "message": "a-very-private-note", "errors":
            [{"field": "agenda", "message": "a-very-private-note"}]}}),
        )
        .await;
    booking["version"] = json!(2);
    booking["end"] = json!("2031-02-03T10:30:00Z");
    booking["start"] = json!("2031-02-03T09:00:00Z");
    client.tell("session.upserted", &booking).await;
    client.session("b1", |it| it["meeting"]["applied_version"] == 2).await;
    let host_link = client.get("/sessions/booking/b1/host-link").await;
    hidden.add("a start link", text(&host_link["url"]));
    client.zoom_fault("DELETE", &path, after_effect).await;
    client.tell("session.cancelled", &json!({"external_id": "b1", "version": 3})).await;
    client.meeting_in("b1", "deleted").await;
    refuse(&client, &booking).await;
    consent(&client, hidden).await;
    hide_meeting(hidden, &session);
    for address in [client.guest(), client.host()] {
        let mail = &client.mails(&address, 1).await[0];
        for line in text(&mail["text"]).lines().filter(|line| line.len() > 20) {
            hidden.add("a line of a mail", line);
        }
        hidden.add("a mail's subject", text(&mail["subject"]));
        hidden.add("a mail address", address);
    }
}

/// Somebody connects an account of their own; a stranger tries the same address.
async fn consent(client: &Client, hidden: &mut Hidden) {
    let person = json!({"name": "Veera", "emails": ["aino@demo.example"]});
    client.ok("PUT", "/people/veera", person).await;
    let path = "/people/veera/connections/goto/authorize";
    let begun = client.ok("POST", path, Value::Null).await;
    let page = client.browse(&text(&begun["url"])).await;
    let back = page.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(client.browse(&back).await.status, 200);
    assert_eq!(client.browse(&back).await.status, 400);
    for name in ["state", "code"] {
        hidden.add("what a browser brought back", parameter(&back, name));
    }
    hidden.add("a client secret of the deployment's own", "goto-secret-demo");
}

/// Messages and calls that are refused, each with something private in it.
async fn refuse(client: &Client, booking: &Value) {
    let mut bad = booking.clone();
    bad["time_zone"] = json!("a-very-private-note");
    assert_eq!(client.tell("session.upserted", &bad).await.status, 422);
    let unsigned = [("webhook-signature", "v1,bm90IGEgc2lnbmF0dXJl".to_owned())];
    assert_eq!(client.hook("booking", &unsigned, b"a-very-private-note").await.status, 401);
    let templated = json!({"somebody": client.guest()});
    assert_eq!(client.tell_calcom(&templated).await.status, 200);
    let person = json!({"name": "a-very-private-note", "emails": ["a-very-private-note"]});
    assert_eq!(client.call("PUT", "/people/p", Some(&person)).await.status, 422);
    let wrong = client.with_token("a-token-that-is-none");
    assert_eq!(wrong.call("GET", "/people", None).await.status, 401);
    let zoom = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
                      "client_secret": "a-wrong-client-secret"});
    client.ok("PUT", "/connections/zoom", zoom).await;
    let refused = client.ok("POST", "/connections/zoom/verify", Value::Null).await;
    assert_eq!(refused["state"], "invalid_credentials");
}

fn hide_meeting(hidden: &mut Hidden, session: &Value) {
    let meeting = &session["meeting"];
    hidden.add("the meeting's password", text(&meeting["password"]));
    let join = text(&meeting["join_url"]);
    hidden.add("what opens the join link", join.split_once("pwd=").unwrap().1);
    hidden.add("the join link", join);
}

/// Design §6: after a story with failures and refusals, no log has a secret, a token, a link, an
/// address, or anything that a person wrote; and there are logs.
#[test]
fn logs_hold_no_secrets() {
    run(async {
        let data = std::env::temp_dir().join(format!("convoke-logs-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        let stack =
            start(StackOptions { data: Some(data.clone()), ..StackOptions::default() }).await;
        let client = Client::of(&stack, "logs");
        client.set_up().await;
        let mut hidden = Hidden(Vec::new());
        play(&client, &mut hidden).await;
        stack.stop().await.unwrap();
        hidden.add("the operator's token", LOCAL_TOKEN);
        hidden.add("the client secret", "secret-demo");
        hidden.add("a wrong client secret", "a-wrong-client-secret");
        hidden.add("a hook's secret", STANDARD_SECRET);
        hidden.add("a hook's secret", STANDARD_SECRET.trim_start_matches("whsec_"));
        hidden.add("a hook's secret", CALCOM_SECRET);
        hidden.add("the note", "a-very-private-note");
        hidden.add("the guest's name", "Musterperson");
        hidden.add("a wrong token", "a-token-that-is-none");
        hidden.add("a start link", "zak=");
        hidden.add("a join link", "pwd=");
        hidden.add("a host's lasting link", "/host/");
        hidden.add("a bearer token", "Bearer ");
        hidden.add("a token of the simulated Zoom", "eyJzdiI6IjAwMDAwMiJ9");
        let logs = logs(&data);
        let names: Vec<_> = logs.iter().map(|(name, _)| name.as_str()).collect();
        for function in [
            "inbound-webhook",
            "admin-api",
            "oauth-callback",
            "meeting-sync",
            "notification-fanout",
            "notification-deliver",
        ] {
            let name = format!("{function}.log");
            let log = logs.iter().find(|(of, _)| *of == name);
            let log = log.unwrap_or_else(|| panic!("{name} is not among {names:?}"));
            assert!(log.1.contains("START RequestId"), "{name} is empty");
        }
        let all: String = logs.iter().map(|(_, log)| log.as_str()).collect();
        for ordinary in ["\"outcome\":\"queued\"", "\"outcome\":\"kept\"", "comes again"] {
            assert!(all.contains(ordinary), "no line tells {ordinary}");
        }
        for (name, log) in &logs {
            assert_eq!(hidden.found_in(log), Vec::<&str>::new(), "in {name}");
        }
        assert!(!hidden.found_in(&format!("{all} zak=")).is_empty(), "the search finds things");
        std::fs::remove_dir_all(data).unwrap();
    });
}

/// Design §6: no secret, token or host's link stands in clear in any item of the table, in anything that
/// was ever sent to a queue, or in the trace of a run; every run of the simulation looks at each request
/// to the table and the queues.
#[test]
fn the_table_and_the_queues_hold_no_secrets_in_clear() {
    let found = |text: &str| CANARIES.iter().find(|canary| text.contains(**canary));
    for case in Venue::ALL.into_iter().flat_map(cases_at) {
        let schedule = Schedule::calm(case);
        let played = runtime().unwrap().block_on(schedule.play_traced()).unwrap();
        assert_eq!(schedule.report(&played), None);
        assert_eq!(found(&played.lines.join("\n")), None);
        assert!(played.items.len() > 12, "settings, a session and its deliveries");
        assert_eq!(found(&json!(played.items).to_string()), None, "{}", schedule.case.name);
    }
    assert!(found("Bearer eyJzdiI6IjAwMDAwMiJ9.x").is_some(), "the search finds things");
}
