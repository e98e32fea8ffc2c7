//! The functions' roles: what is granted is used, and what is used is granted. The local stack refuses
//! what no role allows, so every other test proves the second; this one proves the first.

use std::collections::BTreeSet;

use convoke_local::aws::{Fault, Right, Service};
use convoke_local::blueprint::{Blueprint, Grant};
use convoke_local::simulation::{Mishap, Schedule, Venue, cases, create, runtime};
use convoke_local::stack::{Stack, StackOptions, rights};
use convoke_tests::live::boards::{ATS_TOKEN, applicant};
use convoke_tests::live::chat::slack_of;
use convoke_tests::live::{Client, onboarding, run, start};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// How many schedules that chance makes are played: enough for every function to be crashed, blocked
/// and healed in many ways.
const SCHEDULES: u64 = 60;
/// How many tries to send a mail are refused: two mails are put off after five each.
const MAILS: usize = 12;

/// What Lambda itself does with the role of a function that works off a queue (Lambda developer
/// guide, "Using Lambda with Amazon SQS", execution role permissions).
const FEEDING: [&str; 3] = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
/// What `recording-copy` needs only to renew the grant of somebody who connected an account of their own, which
/// nobody here does: by the code with which `meeting-sync` uses the same rights.
const RENEWING: [(&str, &str); 2] = [
    ("dynamodb:UpdateItem", "convoke-table"),
    ("secretsmanager:GetSecretValue", "convoke/provider-apps"),
];
/// What Lambda itself does with every role to write logs into a group that is there.
const LOGGING: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];

/// What the pipeline uses, played in one thread.
fn used_by_simulation() -> BTreeSet<Right> {
    let calm = cases().into_iter().map(Schedule::calm);
    let random = (0..SCHEDULES).map(|seed| Schedule::random(Venue::Zoom, seed));
    let mut used = BTreeSet::new();
    runtime().unwrap().block_on(async {
        for schedule in calm.chain(random) {
            used.extend(schedule.play_traced().await.unwrap().rights);
        }
        // Mails wait in the table in the end, for the clock to send them once more.
        used.extend(used_by_refusals("/v2/email", MAILS).await);
        used.extend(used_by_refusals("SendMessageBatch", 1).await);
    });
    used
}

/// What is used when so many exchanges of one kind are refused, one after the other.
async fn used_by_refusals(kind: &str, count: usize) -> BTreeSet<Right> {
    let (mut used, mut refused) = (BTreeSet::new(), Vec::new());
    for _ in 0..=count {
        let played = Schedule::with(create(), &refused).play_traced().await.unwrap();
        used.extend(played.rights);
        let asked = played.lines.iter().filter(|line| line.contains(" asks ")).enumerate();
        let last = refused.last().map_or(0, |(at, _)| *at);
        let mut asked = asked.filter(|(at, line)| *at > last && line.contains(kind));
        let Some((next, _)) = asked.next() else { break };
        refused.push((next, Mishap::Refused));
    }
    used
}

/// An administrator's day: everything is set, read, changed and taken away again.
async fn administrate(client: &Client) {
    client.set_up().await;
    client.fault(&json!({"provider": "mail", "status": 400})).await;
    client.tell("session.upserted", &client.booking("b1", 1)).await;
    client.meeting_in("b1", "ready").await;
    client
        .until("a delivery has failed", async || {
            let failed = client.get("/deliveries?state=failed").await;
            failed["items"].as_array().is_some_and(|items| !items.is_empty())
        })
        .await;
    let failed = client.get("/deliveries?state=failed").await;
    let id = failed["items"][0]["id"].as_str().unwrap().to_owned();
    client.ok("POST", &format!("/deliveries/{id}/redrive"), Value::Null).await;
    client.ok("POST", "/sessions/booking/b1/resync", Value::Null).await;
    for path in ["/sessions", "/sessions/booking/b1", "/rejected", "/people", "/tokens"] {
        client.get(path).await;
    }
    client.ok("POST", "/tokens", json!({"name": "n", "scopes": ["admin"]})).await;
    client.ok("DELETE", "/sources/cal", Value::Null).await;
}

/// Bad input is kept, and a person whom a sender tells of wakes who waits for it.
async fn send_all_kinds(client: &Client) {
    let mut backwards = client.booking("b2", 1);
    backwards["end"] = json!("2000-01-01T08:00:00Z");
    assert_eq!(client.tell("session.upserted", &backwards).await.status, 422);
    client.tell("session.upserted", &hosted_by(client, "b4", "oili")).await;
    client.meeting_in("b4", "blocked").await;
    let person = json!({"id": "oili", "name": "Oili", "emails": ["oili@aalto.example"]});
    assert_eq!(client.tell("person.changed", &person).await.status, 200);
}

fn hosted_by(client: &Client, id: &str, host: &str) -> Value {
    let mut booking = client.booking(id, 1);
    booking["host"] = json!(host);
    booking
}

/// Somebody is linked while the queue is away: the clock goes on with what waits.
async fn let_the_clock_heal(stack: &Stack, client: &Client) {
    client.tell("session.upserted", &hosted_by(client, "b5", "piia")).await;
    client.meeting_in("b5", "blocked").await;
    client.ok("PUT", "/people/piia", json!({"name": "Piia", "emails": ["piia@x.example"]})).await;
    for operation in ["SendMessage", "SendMessageBatch"] {
        stack.aws().fail_next(Service::Sqs, operation, 100, Fault::throttled());
    }
    let link = json!({"external_id": client.user});
    let answer = client.call("PUT", "/people/piia/links/zoom", Some(&link)).await;
    assert!(answer.status >= 500, "the wakes could not be sent: {answer:?}");
    stack.aws().clear_faults();
    client.tick(Timestamp::now() + SignedDuration::from_hours(2)).await;
    client.meeting_in("b5", "ready").await;
}

/// Somebody is invited, and hosts with an account of their own. Its token is refused once to each function
/// that uses it, so that each has to renew it.
async fn let_somebody_connect(client: &Client) {
    let tenant = json!({"name": "Hoitola Aalto", "time_zone": "Europe/Helsinki", "locale": "en",
                        "profile": "booking-video",
                        "contact": {"name": "HR", "email": "hr@roles.example"}});
    client.ok("PUT", "", tenant).await;
    let veera = json!({"name": "Veera", "emails": ["aino@demo.example"]});
    client.ok("PUT", "/people/veera", veera).await;
    let mut booking = hosted_by(client, "b6", "veera");
    booking["mode"] = json!("gotomeeting");
    client.tell("session.upserted", &booking).await;
    client.meeting_in("b6", "blocked").await;
    for (method, path) in [("POST", "/meetings"), ("GET", "/meetings/*/start")] {
        let refused = json!({"provider": "goto", "method": method, "path": path, "status": 401});
        client.fault(&refused).await;
    }
    client.ok("POST", "/people/veera/connections/goto/invite", Value::Null).await;
    let path = "/people/veera/connections/goto/authorize";
    let begun = client.ok("POST", path, Value::Null).await;
    let page = client.browse(begun["url"].as_str().unwrap()).await;
    let back = page.headers["location"].to_str().unwrap();
    assert_eq!(client.browse(back).await.status, 200);
    client.meeting_in("b6", "ready").await;
    client.mails("aino@demo.example", 2).await;
    let invitation = client.mails("aino@demo.example", 2).await;
    let link = invitation.iter().find_map(|mail| {
        let words = mail["text"].as_str()?.split_whitespace();
        words.into_iter().find(|word| word.contains("/connect/")).map(str::to_owned)
    });
    assert_eq!(client.browse(&link.unwrap()).await.status, 410, "it has been used");
}

/// A day later every connection is tried, and one has ended.
async fn let_a_connection_end(client: &Client) {
    let refused = json!({"provider": "goto", "method": "GET", "path": "/upcomingMeetings",
                         "times": 2, "status": 401});
    client.fault(&refused).await;
    client.tick(Timestamp::now() + SignedDuration::from_hours(26)).await;
    client.mails("hr@roles.example", 2).await;
    let shown = client.get("/people/veera/connections/goto").await;
    assert_eq!(shown["state"], "needs_reauth");
}

/// A day in a workspace: events by token and by hook, a balance watched and asked for, a fault shown and
/// mended, the application removed and let in again.
async fn chat(client: &Client) {
    let _slack = slack_of(client).await;
    client.perks().await;
    assert_eq!(client.connect_chat("slack").await.status, 200);
    let dm = json!({"kind": "dm", "provider": "slack"});
    let news = json!({"kind": "channel", "provider": "slack", "channel": "C3"});
    for (id, event, to) in [("low", "wallet.low_balance", &dm), ("news", "perk.added", &news)] {
        let body = json!({"event": event, "destination": to});
        client.ok("PUT", &format!("/subscriptions/{id}"), body).await;
    }
    client.settings_are_known().await;
    let low = |id: &str, balance: u32| json!({"id": id, "subject": {"person": "aino"}, "balance": balance, "threshold": 10});
    client.tell("wallet.low_balance", &low("1", 9)).await;
    client.said_times("slack", "U1", 1).await;
    client.tell("perk.added", &json!({"id": "p1", "name": "Yoga"})).await;
    let fault = async || client.get("/subscriptions/news").await["fault"].clone();
    client.until("a fault", async || !fault().await.is_null()).await;
    let channels = json!([{"id": "C3", "name": "secret", "private": true, "bot_in": true}]);
    client.put_state("slack", &json!({"channels": channels})).await;
    client.ok("POST", "/subscriptions/news/test", Value::Null).await;
    client.until("no fault", async || fault().await.is_null()).await;
    client.command("U1", "balance").await;
    client.said_times("slack", "U1", 2).await;
    client.slack_event(json!({"type": "app_uninstalled"})).await;
    client.put_state("slack", &json!({"revoked": true})).await;
    client
        .until("it ended", async || {
            client.get("/connections/slack").await["state"] == "needs_reauth"
        })
        .await;
    client.happen("wallet.low_balance", low("2", 11)).await;
    client.happen("wallet.low_balance", low("3", 8)).await;
    client.until("it waits", async || !client.deliveries("waiting").await.is_empty()).await;
    assert_eq!(client.connect_chat("slack").await.status, 200);
    client.said_times("slack", "U1", 3).await;
}

/// A morning's imports: the clock starts one, an applicant waits for a valid token, and is handed over; a run that takes
/// too long, which is asked for once more; an account that is deleted.
async fn import(stack: &Stack, client: &Client) {
    client.importing().await;
    client.ok("PUT", "/connections/hrmos", json!({"token": "wrong"})).await;
    let row = |n: u32| {
        let name = json!({"氏名": format!("役割{n}")});
        applicant(&n.to_string(), "2026-12-04T03:00:00Z", name)
    };
    // More than one message hands over.
    client.board("ambi", &(1..=55).map(row).collect::<Vec<_>>()).await;
    client.account("a", "ambi", json!({})).await;
    client.imported("a", "2026-12-05T00:00:00Z").await;
    client.application("1", |it| it["state"] == "delivery_failed").await;
    client.ok("PUT", "/connections/hrmos", json!({"token": ATS_TOKEN})).await;
    client
        .until("all have arrived", async || {
            let all = client.applications("").await;
            all.len() == 55 && all.iter().all(|it| !it["delivered_at"].is_null())
        })
        .await;
    client.get("/runs").await;
    client.ok("POST", "/import-accounts/a/check-login", Value::Null).await;
    stack.aws().fail_next(Service::DynamoDb, "BatchGetItem", 1, Fault::throttled());
    // Handed back once, and then gone on with.
    client.imported("a", "2026-12-06T00:00:00Z").await;
    stack.aws().clear_faults();
    client.tick(Timestamp::now() + SignedDuration::from_hours(2)).await;
    client.mails(&client.recruiter(), 1).await;
    let gone = client.call("DELETE", "/import-accounts/a?confirm=true", None).await;
    assert_eq!(gone.status, 204);
    client.get("/duplicates").await;
    client.get("/reports/routes").await;
}

/// A meeting is held, recorded and shown; who may see it changes, and somebody is forgotten.
async fn settle_in(client: &Client) {
    let start = onboarding::monday();
    let meeting = client.recording(&start.to_string()).await;
    client.fault(&json!({"provider": "drive", "status": 503})).await;
    client.film(meeting, "film==", 40_000).await;
    client.shared_film(40_000).await;
    client.tick(Timestamp::now() + SignedDuration::from_hours(2)).await;
    let told = json!({"event": "meeting.ended", "meeting_id": meeting});
    assert_eq!(client.zoom_tells(told).await.status, 200);
    client
        .ok(
            "PUT",
            "/people/mari",
            json!({"name": "Mari", "manager": "matti", "emails": ["mari@demo.example"]}),
        )
        .await;
    let mut scenario = client.get("/scenarios/start").await;
    for own in ["id", "published", "lint"] {
        scenario.as_object_mut().unwrap().remove(own);
    }
    scenario["stages"][0]["steps"][0]["previous_recording"] = json!("latest");
    client.ok("PUT", "/scenarios/start", scenario).await;
    client.ok("POST", "/scenarios/start/publish", Value::Null).await;
    client.enrol("e2", "start", "mari", start).await;
    client.step_in("e2", "team", "scheduled").await;
    client.ok("POST", "/people/nea/erase?confirm=true", Value::Null).await;
}

async fn used_by_stack() -> BTreeSet<Right> {
    let stack = start(StackOptions { ticks: false, ..StackOptions::default() }).await;
    let client = Client::of(&stack, "roles");
    administrate(&client).await;
    send_all_kinds(&client).await;
    let_somebody_connect(&client).await;
    let_the_clock_heal(&stack, &client).await;
    let_a_connection_end(&client).await;
    chat(&Client::of(&stack, "perks")).await;
    import(&stack, &Client::of(&stack, "imports")).await;
    settle_in(&Client::of(&stack, "first-month")).await;
    let used = stack.aws().used();
    stack.stop().await.unwrap();
    used
}

/// Design §6, least privilege: every right that the template grants is used by code or by Lambda on
/// its behalf, and none has a wildcard (the template is not read otherwise).
#[test]
fn whatever_a_role_grants_is_used() {
    let blueprint = Blueprint::load().unwrap();
    let mut used = used_by_simulation();
    used.extend(run(used_by_stack()));
    let feeding = |right: &Right| FEEDING.contains(&&*right.action);
    let renewing = |right: &Right| {
        right.function == "recording-copy" && RENEWING.contains(&(&*right.action, &*right.on))
    };
    let idle: Vec<_> = rights(&blueprint)
        .into_iter()
        .filter(|right| !used.contains(right) && !feeding(right) && !renewing(right))
        .collect();
    assert!(idle.is_empty(), "granted and never used: {idle:#?}");
    assert!(used.len() > 40, "{} rights were used", used.len());
    println!("{} rights are granted and used", used.len());
}

/// What Lambda does with a role is granted for just the queue and the log group of the function.
#[test]
fn what_lambda_needs_is_granted_where_it_needs_it() {
    let blueprint = Blueprint::load().unwrap();
    for function in &blueprint.functions {
        let of = |actions: &[&str]| {
            let fits = |grant: &&Grant| actions.contains(&&*grant.action);
            function.grants.iter().filter(fits).cloned().collect::<BTreeSet<_>>()
        };
        let each = |actions: &[&str], on: &str| {
            let grant = |action: &&str| Grant { action: (*action).to_owned(), on: on.to_owned() };
            actions.iter().map(grant).collect::<BTreeSet<_>>()
        };
        let fed = function.queue_sources.iter().flat_map(|source| each(&FEEDING, &source.queue));
        assert_eq!(of(&FEEDING), fed.collect(), "{}", function.binary);
        let group = format!("{}Logs", function.logical_id);
        assert_eq!(of(&LOGGING), each(&LOGGING, &group), "{}", function.binary);
    }
}
