//! Help: requests for support and where they go, blanks that somebody forgot, what can be looked at.

use convoke_tests::live::chat::slack_of;
use convoke_tests::live::{Answer, Client, run, text};
use serde_json::{Value, json};

use super::{meeting, stage};

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64) Testfox/140.0";

fn request(more: Value) -> Value {
    let mut body = json!({"problem": "No sound in the meeting", "steps": "I joined by the link",
                          "errors": "Device not found"});
    if let Value::Object(more) = more {
        body.as_object_mut().unwrap().extend(more);
    }
    body
}

/// What was wrong, by field.
fn fields(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{answer:?}");
    answer.body["errors"].as_array().unwrap().iter().map(|it| text(&it["field"])).collect()
}

/// B40, B46, B47, B48, B39: a request goes to the company's address and into its channel, with what was said, what
/// was attached, and what it was sent from; the answer says how else there is help.
#[test]
fn a_request_for_help_goes_by_mail_and_into_the_channel() {
    run(async {
        let client = Client::new("b40").await;
        let _slack = slack_of(&client).await;
        client.settling().await;
        let page = client.connect_chat("slack").await;
        assert_eq!(page.status, 200, "{page:?}");
        let to = client.address("support");
        let settings = json!({
            "support": {"email": to, "phone": "+358 9 1234 567",
                        "channel": {"provider": "slack", "channel": "C2"}},
            "resources": [{"title": "FAQ", "url": "https://kb.example/faq"},
                          {"title": "Video lessons", "url": ""}],
        });
        client.ok("PUT", "/onboarding", settings).await;
        client.settings_are_known().await;
        let nea = client.acting("nea").await;
        let attachments = json!([{"name": "screen.png", "url": "https://files.example/screen.png"},
                                 "log.txt"]);
        let body = request(json!({"attachments": attachments}));
        let taken = nea.call_from(BROWSER, "/support", &body).await;
        assert_eq!(taken.status, 201, "{taken:?}");
        assert_eq!(taken.body["told"], json!(["email", "channel"]), "{taken:?}");
        assert_eq!(taken.body["phone"], "+358 9 1234 567", "{taken:?}");
        let faq = json!([{"title": "FAQ", "url": "https://kb.example/faq"}]);
        assert_eq!(taken.body["resources"], faq, "{taken:?}");
        let mails = client.mails(&to, 1).await;
        let mail = text(&mails[0]["text"]);
        let said = client.said_times("slack", "C2", 1).await;
        let post = text(&said[0]["text"]);
        for part in ["No sound in the meeting", "I joined by the link", "Device not found"] {
            assert!(mail.contains(part), "{part}: {mail}");
            assert!(post.contains(part), "{part}: {post}");
        }
        for part in ["Nea Aalto", "https://files.example/screen.png", "log.txt", BROWSER] {
            assert!(mail.contains(part), "{part}: {mail}");
        }
        let kept = client.acting("maija").await.get("/support").await["items"][0].clone();
        assert_eq!((&kept["from"], &kept["user_agent"]), (&json!("nea"), &json!(BROWSER)));
        for field in ["version", "correlation_id"] {
            assert!(!text(&kept[field]).is_empty(), "{field}: {kept:#}");
        }
        client.rest_of_company().await;
        assert_eq!(client.mails(&to, 1).await.len(), 1);
        assert_eq!(client.said("slack", "C2").await.len(), 1);
    });
}

/// B46, B48: problem, steps and errors are needed; pictures are taken, programs and whole films are not. Without an
/// address for support the contact hears of it.
#[test]
fn a_request_for_help_says_what_whoever_helps_needs() {
    run(async {
        let client = Client::new("b46").await;
        client.settling().await;
        let nea = client.acting("nea").await;
        let post = async |body: Value| nea.call("POST", "/support", Some(&body)).await;
        for field in ["problem", "steps", "errors"] {
            let mut lacking = request(json!({}));
            lacking.as_object_mut().unwrap().remove(field);
            let refused = post(lacking).await;
            assert_eq!(refused.status, 422, "{field}: {refused:?}");
            assert!(refused.body.to_string().contains(field), "{refused:?}");
            assert_eq!(fields(&post(request(json!({field: " "}))).await), [field]);
        }
        let with = |attachment: Value| request(json!({"attachments": [attachment]}));
        let refused = post(with(json!({"name": "setup.exe"}))).await;
        assert_eq!(fields(&refused), ["attachments[0].name"]);
        assert_eq!(refused.body["errors"][0]["code"], "attachment_type", "{refused:?}");
        let refused = post(with(json!({"name": "day.mp4", "size": 5_000_000_000_u64}))).await;
        assert_eq!(refused.body["errors"][0]["code"], "attachment_too_large", "{refused:?}");
        let taken = post(with(json!({"name": "screen.png", "size": 20_000}))).await;
        assert_eq!((taken.status, &taken.body["told"]), (201, &json!(["email"])), "{taken:?}");
        client.told_times(&client.address("contact"), "Somebody needs help", 1).await;
        assert_eq!(client.get("/support").await["items"].as_array().unwrap().len(), 1);
    });
}

/// B41: nothing is published, and no link or number is saved, in which a blank was left.
#[test]
fn what_was_left_blank_is_found() {
    run(async {
        let client = Client::new("b41").await;
        client.settling().await;
        for (more, field) in [
            (json!({"materials": ["[Ссылка на FAQ]"]}), "materials"),
            (json!({"goals": "Call +7 (XXX) XXX-XX-XX"}), "goals"),
            (json!({"title": "Meet [somebody]"}), "title"),
        ] {
            let stages = json!([stage("s1", 7, &[meeting("team", "b41 team", more)])]);
            let scenario = json!({"name": "Start", "stages": stages});
            client.ok("PUT", "/scenarios/start", scenario).await;
            let refused = client.call("POST", "/scenarios/start/publish", None).await;
            let found = fields(&refused);
            assert!(found.contains(&format!("stages[0].steps[0].{field}")), "{refused:?}");
            assert_eq!(refused.body["errors"][0]["code"], "placeholder_unresolved");
        }
        let enrolment = json!({"id": "e1", "scenario": "start", "person": "nea",
                               "start_date": "2027-01-04"});
        let refused = client.call("POST", "/enrolments", Some(&enrolment)).await;
        assert_eq!(fields(&refused), ["scenario"]);
        for (settings, field) in [
            (json!({"support": {"phone": "+7 (XXX) XXX-XX-XX"}}), "support.phone"),
            (json!({"resources": [{"title": "[Ссылка на FAQ]"}]}), "resources[0].title"),
        ] {
            let refused = client.call("PUT", "/onboarding", Some(&settings)).await;
            assert!(fields(&refused).contains(&field.to_owned()), "{refused:?}");
        }
        let roles = meeting("team", "Meet [Имя руководителя], [team member]", json!({}));
        client.scenario("start", json!([stage("s1", 7, &[roles])])).await;
    });
}

/// B42: each part by its name, with whether it is as it should be.
#[test]
fn what_does_not_work_can_be_looked_at() {
    run(async {
        let client = Client::apart("b42").await;
        client.settling().await;
        let checks = async || {
            let all = client.get("/diagnostics").await["checks"].clone();
            let all = all.as_array().unwrap().iter();
            all.map(|it| (text(&it["name"]), it["ok"] == true)).collect::<Vec<_>>()
        };
        let has = |checks: &[(String, bool)], name: &str, ok: bool| {
            assert!(checks.contains(&(name.to_owned(), ok)), "{name}: {checks:?}");
        };
        let before = checks().await;
        for name in ["connection.zoom", "scopes", "host", "hr_manager", "last_errors"] {
            has(&before, name, true);
        }
        has(&before, "folder", false);
        let drive = client.state("drive").await;
        let folder = &drive["folders"][0]["id"];
        let drive = json!({"kind": "service_account", "key": drive["service_account_key"],
                           "folder": folder});
        client.ok("PUT", "/connections/drive", drive).await;
        client.ok("DELETE", "/people/matti/links/zoom", Value::Null).await;
        client.ok("DELETE", "/people/maija/links/zoom", Value::Null).await;
        client.person("maija", json!({"roles": []})).await;
        client.settings_are_known().await;
        let after = checks().await;
        has(&after, "folder", true);
        has(&after, "hr_manager", false);
    });
}
