//! People connect their own accounts: begun here, ended once, by the right person, and what waited for
//! it is made.

use convoke_tests::live::{Answer, Client, run, text};
use serde_json::{Value, json};

/// A tenant whose interviews wait for their hosts to sign in: the calendar is an Exchange server of
/// the company's own, and `aino` is a user of each simulated vendor.
pub(crate) async fn interviewing(tenant: &str) -> Client {
    let client = Client::new(tenant).await;
    let body = json!({"name": "Hoitola Aalto", "calendar": {"kind": "ews"}, "locale": "fi"});
    client.ok("PUT", "", body).await;
    client.furnish().await;
    let aino = json!({"name": "Aino Koskinen", "emails": ["aino@demo.example"],
                      "calendar_synced": true});
    client.ok("PUT", "/people/aino", aino).await;
    client.ok("PUT", "/apps/zoom", json!({"installed": "all_users"})).await;
    client.settings_are_known().await;
    client
}

/// An interview in two days, held by this mode.
pub(crate) fn interview(client: &Client, id: &str, mode: &str) -> Value {
    let mut interview = client.booking(id, 1);
    interview["kind"] = json!("interview");
    interview["mode"] = json!(mode);
    interview["candidate"] = json!({"id": "c-1"});
    interview.as_object_mut().unwrap().remove("service");
    interview
}

/// Where the provider's page sends the browser after somebody consented as `account`.
async fn consent(client: &Client, provider: &str, account: &str) -> String {
    let path = format!("/people/aino/connections/{provider}/authorize");
    let begun = client.ok("POST", &path, Value::Null).await;
    let url = text(&begun["url"]).replace("aino%40demo.example", &account.replace('@', "%40"));
    let page = client.browse(&url).await;
    assert_eq!(page.status, 302, "{page:?}");
    page.headers["location"].to_str().unwrap().to_owned()
}

pub(crate) async fn connect(client: &Client, provider: &str) -> Answer {
    let back = consent(client, provider, "aino@demo.example").await;
    client.browse(&back).await
}

async fn own(client: &Client, provider: &str) -> Value {
    client.get(&format!("/people/aino/connections/{provider}")).await
}

/// P01, P03, P14, P25: a host who is not signed in blocks the interview and says so; signing in makes
/// the meeting without another word from the sender.
#[test]
fn signing_in_makes_the_meeting_that_waited() {
    run(async {
        let client = interviewing("p14").await;
        for (provider, mode) in [("goto", "gotomeeting"), ("zoom", "zoom")] {
            client.tell("session.upserted", &interview(&client, mode, mode)).await;
            let blocked = client.meeting_in(mode, "blocked").await;
            assert_eq!(blocked["meeting"]["reason"], "host_not_authenticated", "{blocked:#}");
            let page = connect(&client, provider).await;
            assert_eq!(page.status, 200, "{page:?}");
            assert!(text(&page.body).contains("<html lang=\"fi\">"), "the person's language");
            let ready = client.meeting_in(mode, "ready").await;
            assert!(text(&ready["meeting"]["join_url"]).starts_with("https://"), "{ready:#}");
        }
    });
}

/// P05: two providers side by side; leaving one leaves the other.
#[test]
fn one_connection_never_replaces_another() {
    run(async {
        let client = interviewing("p05").await;
        for provider in ["zoom", "goto"] {
            assert_eq!(connect(&client, provider).await.status, 200);
            assert_eq!(own(&client, provider).await["state"], "active");
        }
        let all = client.get("/people/aino/connections").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 2, "{all:#}");
        client.ok("DELETE", "/people/aino/connections/zoom", Value::Null).await;
        assert_eq!(own(&client, "goto").await["state"], "active");
        let gone = client.call("GET", "/people/aino/connections/zoom", None).await;
        assert_eq!(gone.status, 404);
    });
}

/// P11: nobody is sent to Zoom before the administrator has installed the application.
#[test]
fn nobody_is_sent_to_zoom_before_the_app_is_installed() {
    run(async {
        let client = interviewing("p11").await;
        client.ok("PUT", "/apps/zoom", json!({"installed": "none"})).await;
        let path = "/people/aino/connections/zoom/authorize";
        let refused = client.call("POST", path, None).await;
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("app_not_installed")));
        assert!(text(&refused.body["detail"]).contains("IT"), "{refused:?}");
        client.ok("PUT", "/apps/zoom", json!({"installed": "selected"})).await;
        client.ok("POST", path, Value::Null).await;
    });
}

/// P12, P15: an administrator's refusal, the person's own, and somebody else's account are told apart,
/// and none of them touches a connection that works.
#[test]
fn refusals_are_told_apart_and_leave_what_works() {
    run(async {
        let client = interviewing("p12").await;
        let cases = [
            (
                "error=access_denied&error_description=not+pre-approved+by+your+administrator",
                403,
                "blocked_by_admin",
            ),
            ("error=access_denied", 403, "denied"),
        ];
        for (query, status, state) in cases {
            let back = consent(&client, "zoom", "aino@demo.example").await;
            let (callback, _) = back.split_once('?').unwrap();
            let state_of = convoke_tests::live::parameter(&back, "state");
            let page = client.browse(&format!("{callback}?{query}&state={state_of}")).await;
            assert_eq!(page.status, status, "{page:?}");
            assert_eq!(own(&client, "zoom").await["state"], state);
        }
        let back = consent(&client, "zoom", "matti@demo.example").await;
        let page = client.browse(&back).await;
        assert_eq!(page.status, 409, "{page:?}");
        let shown = own(&client, "zoom").await;
        assert_eq!(shown["state"], "account_mismatch");
        assert_eq!(shown["email"], "matti@demo.example", "the mismatch is shown");

        assert_eq!(connect(&client, "zoom").await.status, 200);
        let back = consent(&client, "zoom", "matti@demo.example").await;
        assert_eq!(client.browse(&back).await.status, 409);
        assert_eq!(own(&client, "zoom").await["state"], "active");
    });
}

/// P27: what a browser brings back is believed for what was begun here, once, at the provider at which
/// it was begun, with the code of that very flow; everything else leaves nothing behind, and nobody is
/// sent anywhere.
#[test]
fn forged_replayed_and_mixed_up_returns_change_nothing() {
    run(async {
        let client = interviewing("p27").await;
        let back = consent(&client, "zoom", "aino@demo.example").await;
        let (callback, _) = back.split_once('?').unwrap();
        let state = convoke_tests::live::parameter(&back, "state");
        let code = convoke_tests::live::parameter(&back, "code");

        let (name, tenant) = state.split_once('.').unwrap();
        let mut forged = vec![
            format!("{callback}?code={code}"),
            format!("{callback}?code={code}&state=nonsense"),
            format!("{callback}?code={code}&state={}.{tenant}", "0".repeat(name.len())),
            format!("{callback}?code={code}&state={name}.another-tenant"),
        ];
        // At another provider's address it is worth nothing, and from then on nowhere.
        forged.push(format!("{}?code={code}&state={state}", callback.replace("zoom", "goto")));
        forged.push(back.clone());
        for url in &forged {
            let page = client.browse(&format!("{url}&redirect_uri=https://evil.example")).await;
            assert_eq!(page.status, 400, "{url}: {page:?}");
            assert!(page.headers.get("location").is_none(), "{url}");
        }
        let none = client.call("GET", "/people/aino/connections/zoom", None).await;
        assert_eq!(none.status, 404);

        // Another flow's code does not fit this flow's proof (PKCE).
        let first = consent(&client, "zoom", "aino@demo.example").await;
        let second = consent(&client, "zoom", "aino@demo.example").await;
        let code = convoke_tests::live::parameter(&first, "code");
        let state = convoke_tests::live::parameter(&second, "state");
        let mixed = client.browse(&format!("{callback}?code={code}&state={state}")).await;
        assert_eq!(mixed.status, 400, "{mixed:?}");

        // The rightful return works, and only once.
        assert_eq!(client.browse(&first).await.status, 200);
        assert_eq!(client.browse(&first).await.status, 400);
        assert_eq!(own(&client, "zoom").await["state"], "active");
    });
}

/// P10, P21: what an interview asks for is told by its code, each heals by its setting, and a mailbox
/// of a team may attend but never host.
#[test]
fn what_an_interview_lacks_is_told_and_heals() {
    run(async {
        let client = interviewing("p06").await;
        let person = |mailbox: &str, synced: bool| {
            json!({"name": "Aino Koskinen", "emails": ["aino@demo.example"], "mailbox": mailbox,
                   "calendar_synced": synced})
        };
        let company = |kind: &str| json!({"name": "Hoitola Aalto", "calendar": {"kind": kind}});
        client.ok("PUT", "", company("none")).await;
        client.settings_are_known().await;
        client.tell("session.upserted", &interview(&client, "i1", "jitsi")).await;
        let blocked_by = async |reason: &str| {
            client.session("i1", |it| it["meeting"]["reason"] == reason).await;
        };
        blocked_by("calendar_integration_inactive").await;
        client.ok("PUT", "/people/aino", person("shared", false)).await;
        client.ok("PUT", "", company("ews")).await;
        blocked_by("organizer_not_synchronized").await;
        client.ok("PUT", "/people/aino", person("shared", true)).await;
        blocked_by("shared_mailbox_cannot_host").await;
        client.ok("PUT", "/people/aino", person("user", true)).await;
        client.meeting_in("i1", "ready").await;
    });
}

/// A tenant with Google's calendar, whose service account may act for everybody.
pub(crate) async fn with_google(tenant: &str) -> Client {
    let client = interviewing(tenant).await;
    let company = json!({"name": "Hoitola Aalto", "profile": "interview-video",
                         "calendar": {"kind": "google"}});
    client.ok("PUT", "", company).await;
    let key = client.state("google").await["service_account_key"].clone();
    client.ok("PUT", "/connections/google", json!({"kind": "service_account", "key": key})).await;
    client.settings_are_known().await;
    client
}

/// A tenant with Microsoft's calendar, whose application may act for everybody.
pub(crate) async fn with_microsoft(tenant: &str) -> Client {
    let client = interviewing(tenant).await;
    let company = json!({"name": "Hoitola Aalto", "calendar": {"kind": "graph"}});
    client.ok("PUT", "", company).await;
    let app = client.state("microsoft").await["app"].clone();
    let microsoft = json!({"kind": "app", "tenant_id": app["tenant_id"],
        "client_id": app["client_id"], "client_secret": app["client_secret"]});
    client.ok("PUT", "/connections/microsoft", microsoft).await;
    client.settings_are_known().await;
    client
}

/// P03, P10, P18: with the company's calendar nobody signs in; trying it out makes an entry and removes
/// it, and says what works.
#[test]
fn with_the_company_calendar_nobody_signs_in() {
    run(async {
        let client = with_google("p10").await;
        let probed = client.ok("POST", "/people/aino/probe", Value::Null).await;
        let modes: Vec<String> = probed["modes"].as_array().unwrap().iter().map(text).collect();
        assert!(modes.contains(&"google_meet".to_owned()), "{probed:#}");
        assert_eq!(probed["next"], Value::Null, "{probed:#}");
        let left = client.state("google").await["events"].as_array().unwrap().clone();
        let is_test = |event: &&Value| {
            text(&event["summary"]).contains("Test") && event["status"] != "cancelled"
        };
        assert_eq!(left.iter().filter(is_test).count(), 0, "{left:#?}");

        client.tell("session.upserted", &interview(&client, "i1", "google_meet")).await;
        let ready = client.meeting_in("i1", "ready").await;
        assert!(text(&ready["meeting"]["join_url"]).contains("meet.google"), "{ready:#}");
        let shown = client.get("/readiness").await;
        assert_eq!(shown["calendar"]["kind"], "google", "{shown:#}");
        assert!(shown["modes"].as_array().unwrap().contains(&json!("google_meet")), "{shown:#}");
    });
}

/// P18, P19: where Microsoft's calendar was expected and Teams does not show up, the next step is the
/// Exchange way.
#[test]
fn where_teams_does_not_show_up_the_exchange_way_is_next() {
    run(async {
        let client = with_microsoft("p19").await;
        let team = json!({"name": "HR", "emails": ["rekry@demo.example"], "calendar_synced": true});
        client.ok("PUT", "/people/team", team).await;
        let probed = client.ok("POST", "/people/aino/probe", Value::Null).await;
        assert!(probed["modes"].as_array().unwrap().contains(&json!("ms_teams")), "{probed:#}");
        assert_eq!(probed["next"], Value::Null);
        let probed = client.ok("POST", "/people/team/probe", Value::Null).await;
        assert!(!probed["modes"].as_array().unwrap().contains(&json!("ms_teams")), "{probed:#}");
        assert_eq!(probed["next"], "ews", "{probed:#}");
    });
}

/// A service names what to fall back on: it counts only while the first choice can't host, and a meeting
/// that people hold the link to stays where it is.
#[test]
fn a_fallback_is_used_only_where_a_service_lists_it() {
    run(async {
        let client = interviewing("fallback").await;
        let service = |fallback: Value| {
            json!({"name": "First visit",
                   "video": {"enabled": true, "provider": "goto", "fallback": fallback}})
        };
        client.ok("PUT", "/services/101", service(json!([]))).await;
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.meeting_in("b1", "blocked").await;
        client.ok("PUT", "/services/101", service(json!(["jitsi"]))).await;
        let held = client.ok("POST", "/sessions/booking/b1/resync", Value::Null).await;
        assert!(held.is_object());
        let ready = client.meeting_in("b1", "ready").await;
        assert_eq!(ready["meeting"]["provider"], "jitsi", "{ready:#}");
        assert_eq!(connect(&client, "goto").await.status, 200);
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        let second = client.meeting_in("b2", "ready").await;
        assert_eq!(second["meeting"]["provider"], "goto", "{second:#}");
        let first = client.meeting_in("b1", "ready").await;
        assert_eq!(first["meeting"]["join_url"], ready["meeting"]["join_url"]);
    });
}

/// P22: a team's mailbox attends like anybody, and is written to; its kind is what the company says of
/// it, whatever it is called.
#[test]
fn a_teams_mailbox_attends_and_is_invited() {
    run(async {
        let client = with_google("p22").await;
        let team = json!({"name": "Aino Personal", "emails": ["team@p22.example"],
                          "mailbox": "shared", "calendar_synced": true});
        client.ok("PUT", "/people/team", team).await;
        client.settings_are_known().await;
        let mut attended = interview(&client, "i1", "google_meet");
        attended["attendees"] = json!([
            {"name": "Team", "email": "team@p22.example", "role": "employee"},
        ]);
        client.tell("session.upserted", &attended).await;
        client.meeting_in("i1", "ready").await;
        assert_eq!(client.mails("team@p22.example", 1).await.len(), 1);
        let mut hosted = interview(&client, "i2", "google_meet");
        hosted["host"] = json!("team");
        client.tell("session.upserted", &hosted).await;
        let blocked = client.meeting_in("i2", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "shared_mailbox_cannot_host");
    });
}
