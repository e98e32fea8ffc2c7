//! What a scenario becomes: which meetings, when, and what stands in their way.

use convoke_tests::live::onboarding::{after, local, monday, step_of};
use convoke_tests::live::{Client, run, text};
use jiff::Timestamp;
use jiff::civil::Weekday;
use serde_json::{Value, json};

use super::{attending, meeting, stage};

async fn company(tenant: &str) -> Client {
    let client = Client::apart(tenant).await;
    client.settling().await;
    client
}

/// When a session begins: the local day and time.
fn begins(session: &Value) -> (jiff::civil::Date, String) {
    local(text(&session["start"]).parse::<Timestamp>().unwrap())
}

/// B16: a stage without a meeting asks nothing of Zoom; what is to do can be ticked off.
#[test]
fn a_stage_without_a_meeting_calls_no_provider() {
    run(async {
        let client = company("b16").await;
        let steps = [
            json!({"id": "read", "kind": "material", "title": "Handbook"}),
            json!({"id": "do", "kind": "task", "title": "Order a laptop"}),
        ];
        client.scenario("start", json!([stage("s1", 7, &steps)])).await;
        let today = convoke_tests::live::onboarding::today();
        client.enrol("e1", "start", "nea", after(today, -1)).await;
        client.step_in("e1", "do", "open").await;
        let nea = client.acting("nea").await;
        let ticked = nea.ok("POST", "/enrolments/e1/steps/do/complete", Value::Null).await;
        assert_eq!(step_of(&ticked, "do")["state"], "done", "{ticked:#}");
        client.rest_of_company().await;
        assert!(client.creates().await.is_empty());
        assert!(client.invites(&client.address("nea")).await.is_empty());
    });
}

/// B17, B20: a meeting lies within its stage and within working hours, also where its day is a day off; the
/// trainer is in the one of the first month.
#[test]
fn meetings_lie_within_their_stages_and_working_hours() {
    run(async {
        let client = company("b17").await;
        let first = monday();
        let free = json!({"day": 5, "time": "20:00"});
        let mut product = meeting("product", "b17 product", json!({"roles": ["product_trainer"]}));
        product["day"] = json!(20);
        product.as_object_mut().unwrap().remove("time");
        let stages = [
            stage("s1", 7, &[meeting("team", "b17 team", json!({}))]),
            stage("s2", 14, &[meeting("late", "b17 late", free)]),
            stage("s3", 31, &[product]),
        ];
        client.scenario("start", json!(stages)).await;
        client.on_zoom("teemu", &Client::free_user()).await;
        client.settings_are_known().await;
        client.enrol("e1", "start", "nea", first).await;
        for (step, last) in [("team", 6), ("late", 13), ("product", 30)] {
            let (day, time) = begins(&client.planned(&format!("e1:{step}")).await);
            assert!(day >= first && day <= after(first, last), "{step} on {day}");
            assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{step}: {day}");
            assert!(("09:00"..="17:15").contains(&&*time), "{step} at {time}");
        }
        assert_eq!(client.planned("e1:product").await["host"], "teemu");
        assert_eq!(begins(&client.planned("e1:team").await), (after(first, 1), "10:00".to_owned()));
    });
}

/// B18, B19: where nobody has a role, the step waits and says so, and HR is told once; once somebody is named,
/// the meeting is made, with the names of those people in its title.
#[test]
fn a_step_that_lacks_somebody_waits_and_hr_is_told() {
    run(async {
        let client = company("b19").await;
        let title = "b19: встреча с [Имя руководителя] и [Имя члена команды]";
        let team = meeting("team", title, json!({"roles": ["manager", "team_member"]}));
        client.scenario("start", json!([stage("s1", 14, &[team])])).await;
        client.enrol("e1", "start", "nea", monday()).await;
        let blocked = client.step_in("e1", "team", "blocked").await;
        assert_eq!(blocked["reason"], "missing_person", "{blocked:#}");
        assert!(text(&blocked["detail"]).contains("team_member"), "{blocked:#}");
        let told = client.told_times(&client.address("maija"), "cannot be planned", 1).await;
        assert!(text(&told[0]["text"]).contains("Missing: team_member"), "{told:#?}");
        client.enrol("e1", "start", "nea", monday()).await;
        client.rest_of_company().await;
        let told = client.told_of_subject(&client.address("maija"), "cannot be planned").await;
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(client.creates().await.is_empty());

        client.enrol_with("e1", "start", "nea", monday(), json!({"team_member": "kai"})).await;
        let session = client.planned("e1:team").await;
        assert_eq!(session["title"], "b19: встреча с Matti Aalto и Kai Aalto");
        assert_eq!(attending(&session), ["kai", "nea"].map(|it| client.address(it)));
        let healed = client.step_in("e1", "team", "scheduled").await;
        assert_eq!(healed["reason"], Value::Null, "{healed:#}");
    });
}

/// B19: a new colleague whom nobody leads waits, too, and heals when the person is saved with a manager.
#[test]
fn a_new_colleague_without_a_manager_waits_for_one() {
    run(async {
        let client = company("b19-led").await;
        client.person("nea", json!({"manager": null})).await;
        client.person("matti", json!({"roles": []})).await;
        let team = meeting("team", "b19-led with [manager]", json!({}));
        client.scenario("start", json!([stage("s1", 14, &[team])])).await;
        client.enrol("e1", "start", "nea", monday()).await;
        let blocked = client.step_in("e1", "team", "blocked").await;
        assert_eq!(blocked["reason"], "missing_person", "{blocked:#}");
        client.person("nea", json!({})).await;
        let session = client.planned("e1:team").await;
        assert_eq!(session["title"], "b19-led with Matti Aalto");
    });
}

/// B23: four weeks are four meetings at the same local hour; when the person leaves, what is ahead is cancelled.
#[test]
fn a_weekly_talk_comes_each_week_and_ends_with_the_employment() {
    run(async {
        let client = company("b23").await;
        let weekly = json!({"recurrence": "weekly", "time": "09:30", "day": 3});
        let talk = meeting("talk", "b23 talk", weekly);
        client.scenario("start", json!([stage("s1", 28, &[talk])])).await;
        client.enrol("e1", "start", "nea", monday()).await;
        let to = client.address("nea");
        client.invited(&to, 4).await;
        let mut meetings = Vec::new();
        for week in 0..4 {
            let session = client.planned(&format!("e1:talk:{}", week + 1)).await;
            let expected = (after(monday(), 3 + 7 * week), "09:30".to_owned());
            assert_eq!(begins(&session), expected, "{session:#}");
            meetings.push(session["meeting"]["id"].clone());
        }
        let step = client.step_in("e1", "talk", "scheduled").await;
        assert_eq!(step["sessions"].as_array().unwrap().len(), 4, "{step:#}");
        client.person("nea", json!({"employment": "left"})).await;
        client.enrolment("e1", |it| it["state"] == "cancelled").await;
        for (id, number) in meetings.iter().zip(1..) {
            let id_of = format!("e1:talk:{number}");
            client.session_of("planner", &id_of, |it| it["meeting"]["state"] == "deleted").await;
            assert_eq!(client.meeting(id).await, None, "{id_of}");
        }
        client.invited(&client.address("matti"), 8).await;
        let matti = client.invites(&client.address("matti")).await;
        assert_eq!(matti.iter().filter(|it| it.method == "CANCEL").count(), 4, "{matti:#?}");
    });
}

/// B27, B28: an hour and a half is made with a warning, half an hour and an hour without; three on one day are
/// said to be many.
#[test]
fn long_meetings_and_crowded_days_are_warned_of() {
    run(async {
        let client = company("b27").await;
        let steps = [("long", 90, "10:00"), ("short", 30, "12:00"), ("hour", 60, "14:00")];
        let steps = steps.map(|(id, minutes, time)| {
            let more = json!({"duration_min": minutes, "time": time});
            meeting(id, &format!("b27 {id}"), more)
        });
        let published = client.scenario("start", json!([stage("s1", 7, &steps)])).await;
        let lints = published["lint"].as_array().unwrap().iter();
        let lints: Vec<_> = lints.map(|it| (text(&it["step"]), text(&it["code"]))).collect();
        let expected = [("long", "duration_outside_30_60"), ("hour", "many_meetings_a_day")];
        assert_eq!(lints, expected.map(|(step, code)| (step.to_owned(), code.to_owned())));
        client.enrol("e1", "start", "nea", monday()).await;
        for (step, warnings) in
            [("long", json!(["duration_outside_30_60"])), ("short", json!([])), ("hour", json!([]))]
        {
            let session = client.planned(&format!("e1:{step}")).await;
            assert_eq!(session["warnings"], warnings, "{session:#}");
        }
        let long = client.step_in("e1", "long", "scheduled").await;
        let warnings = json!(["duration_outside_30_60", "many_meetings_a_day"]);
        assert_eq!(long["warnings"], warnings, "{long:#}");
    });
}
