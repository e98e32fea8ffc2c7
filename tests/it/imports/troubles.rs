//! What goes wrong at boards and at the applicant system, and how it is mended.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use convoke_tests::live::boards::{ATS_TOKEN, applicant, boards_alone};
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{BEFORE, NINE};

/// H55: a login that the board refuses pauses the schedule, is told with cause and remedy, and goes on after a good
/// check.
#[test]
fn a_refused_login_pauses_until_it_is_mended() {
    run(async {
        let client = Client::new("h55").await;
        client.importing().await;
        client
            .board("rikunabi_next", &[applicant("h55-1", BEFORE, json!({"氏名": "待機太郎"}))])
            .await;
        let times = json!({"times": ["01:00", "01:30"], "password": "wrong"});
        client.account("a", "rikunabi_next", times).await;
        let failed = client.imported("a", "2026-12-04T16:00:00Z").await;
        assert_eq!(
            (&failed["state"], &failed["reason"]),
            (&json!("failed"), &json!("medium_login_failed"))
        );
        let mails = client.mails(&client.recruiter(), 1).await;
        let told = text(&mails[0]["text"]);
        for part in ["リクナビNEXT_001", "原因", "対処"] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let paused = client.imported("a", "2026-12-04T16:30:00Z").await;
        assert_eq!((&paused["state"], &paused["reason"]), (&json!("skipped"), &json!("paused")));
        client.account("a", "rikunabi_next", json!({"times": ["01:00", "01:30"]})).await;
        client.ok("POST", "/import-accounts/a/check-login", Value::Null).await;
        client
            .until("verified", async || {
                client.get("/import-accounts/a").await["login_state"] == "verified"
            })
            .await;
        let run = client.imported("a", "2026-12-05T16:00:00Z").await;
        assert_eq!((&run["state"], &run["counts"]["new"]), (&json!("succeeded"), &json!(1)));
    });
}

/// H18, H55: a token of the applicant system that is not valid shows when it is saved and when a login is checked;
/// applications are kept, and go out once there is another.
#[test]
fn applications_wait_for_a_valid_token() {
    run(async {
        let client = Client::new("h18").await;
        client.importing().await;
        let wrong = client.ok("PUT", "/connections/hrmos", json!({"token": "wrong"})).await;
        assert_eq!(wrong["state"], "invalid_credentials", "{wrong:#}");
        assert!(!wrong.to_string().contains("wrong\""), "a token is never shown");
        client
            .board("doda", &[applicant("h18-1", BEFORE, json!({"姓漢字": "待", "名漢字": "太郎"}))])
            .await;
        client.account("a", "doda", json!({"times": ["12:30"]})).await;
        client.ok("POST", "/import-accounts/a/check-login", Value::Null).await;
        client
            .until("the check fails", async || {
                client.get("/import-accounts/a").await["login_state"] == "login_failed"
            })
            .await;
        let shown = client.get("/import-accounts/a").await;
        assert_eq!(
            (&shown["error"]["side"], &shown["error"]["code"]),
            (&json!("ats"), &json!("ats_login_error"))
        );
        // Saving the account anew lets it run all the same: what comes is kept.
        client.account("a", "doda", json!({"times": ["12:30"]})).await;
        let run = client.imported("a", "2026-12-05T03:30:00Z").await;
        assert_eq!((&run["state"], &run["reason"]), (&json!("partial"), &json!("ats_login_error")));
        let kept = client.application("h18-1", |it| it["state"] == "delivery_failed").await;
        assert_eq!(kept["reason"], "ats_login_error");
        client.ok("PUT", "/connections/hrmos", json!({"token": ATS_TOKEN})).await;
        client.application("h18-1", |it| !it["delivered_at"].is_null()).await;
        assert_eq!(client.registered("h18-1").await.len(), 1);
    });
}

/// H08: a board that also lists other services brings those rows to nobody, and counts them.
#[test]
fn rows_of_other_services_are_left_out() {
    run(async {
        let client = Client::new("h08").await;
        client.importing().await;
        client
            .board(
                "doda",
                &[
                    applicant(
                        "h08-1",
                        BEFORE,
                        json!({"姓漢字": "求人", "名漢字": "一", "サービス": "求人情報"}),
                    ),
                    applicant(
                        "h08-2",
                        BEFORE,
                        json!({"姓漢字": "紹介", "名漢字": "二", "サービス": "人材紹介"}),
                    ),
                ],
            )
            .await;
        client.account("a", "doda", json!({})).await;
        let run = client.imported("a", NINE).await;
        assert_eq!((&run["counts"]["new"], &run["counts"]["skipped"]), (&json!(1), &json!(1)));
        let row = client.application("h08-1", |_| true).await;
        assert_eq!((&row["route"], &row["undecidable"]), (&json!("doda (通常応募)"), &json!(true)));
    });
}

/// Rows that can't be read fail alone, with their lines; all others come. A file that is no text, or has lost a column,
/// fails whole and loudly.
#[test]
fn broken_rows_fail_alone_and_broken_files_loudly() {
    run(async {
        let client = Client::new("broken").await;
        client.importing().await;
        client.board("iroots", &[]).await;
        client.account("a", "iroots", json!({"times": ["05:30", "06:00", "23:00"]})).await;
        let serve = async |bytes: &[u8]| {
            let exports = json!({"exports": {"iroots": STANDARD.encode(bytes)}});
            client.put_state("media", &exports).await;
        };
        let _alone = boards_alone().await;
        let mut rows = String::from("応募ID\t応募日\t氏名\n");
        for n in 1..=40 {
            let broken = n % 20 == 0;
            let day = if broken { "いつか" } else { "2026-12-04" };
            let _ = writeln!(rows, "br-{n}\t{day}\t壊田{n}");
        }
        serve(rows.as_bytes()).await;
        let run = client.imported("a", "2026-12-04T20:30:00Z").await;
        assert_eq!((&run["state"], &run["reason"]), (&json!("partial"), &json!("rows_failed")));
        assert_eq!((&run["counts"]["new"], &run["counts"]["failed"]), (&json!(38), &json!(2)));
        let lines: Vec<_> =
            run["failed_rows"].as_array().unwrap().iter().map(|it| it["line"].clone()).collect();
        assert_eq!(lines, [json!(21), json!(41)], "counted with the header");
        serve("応募ID\t応募日\nbr-1\t2026-12-04\n".as_bytes()).await;
        let changed = client.imported("a", "2026-12-04T21:00:00Z").await;
        assert_eq!(changed["state"], "failed");
        assert!(text(&changed["reason"]).starts_with("format_changed:name"), "{changed:#}");
        serve(&[&rows.as_bytes()[..60], &[0xff, 0x00, 0xfe], &rows.as_bytes()[60..]].concat())
            .await;
        let garbled = client.imported("a", "2026-12-05T14:00:00Z").await;
        assert!(text(&garbled["reason"]).starts_with("undecodable:"), "{garbled:#}");
        assert_eq!(client.applications("account=a").await.len(), 38, "nothing of either came");
        client.put_state("media", &json!({"exports": {}})).await;
    });
}

/// H42, H43, H44, H45: while the applicant system itself imports from a board nothing is started; a recruiter says
/// board by board what is ended; `BizReach` may stay.
#[test]
fn the_applicant_systems_own_links_end_first() {
    run(async {
        let client = Client::new("h42").await;
        client.importing().await;
        client.board("doda", &[]).await;
        client.account("a", "doda", json!({"times": ["12:00"]})).await;
        let six = client.get("/native-links").await;
        let ids: Vec<_> =
            six["media"].as_array().unwrap().iter().map(|it| text(&it["id"])).collect();
        assert_eq!(
            ids,
            ["wantedly", "rikunabi_next", "doda", "mynavi_tenshoku", "en_tenshoku", "green"]
        );
        let token = async |scope: &str| {
            let body = json!({"name": scope, "scopes": [scope]});
            client.with_token(&text(&client.ok("POST", "/tokens", body).await["token"]))
        };
        let linked = json!({"linked": ["doda", "Green"]});
        let coordinator = token("read").await;
        assert_eq!(coordinator.call("PUT", "/native-links", Some(&linked)).await.status, 403);
        let recruiter = token("recruiter").await;
        let shown = recruiter.ok("PUT", "/native-links", linked).await;
        assert_eq!(
            (&shown["complete"], &shown["confirmed_by"]),
            (&json!(false), &json!("recruiter"))
        );
        let start = client.call("POST", "/import-accounts/a/run", None).await;
        assert_eq!((start.status, &start.body["code"]), (409, &json!("native_import_active")));
        let skipped = client.imported("a", "2026-12-05T03:00:00Z").await;
        assert_eq!(skipped["reason"], "native_import_active");
        let half = recruiter.ok("PUT", "/native-links", json!({"linked": ["green"]})).await;
        assert_eq!(half["complete"], false, "one is left");
        let ready = client.get("/readiness").await;
        let step = |id: &str| {
            let steps = ready["steps"].as_array().unwrap();
            steps.iter().find(|step| step["id"] == id).cloned().unwrap_or_default()
        };
        assert_eq!(step("native_links")["state"], "todo", "{ready:#}");
        let done = recruiter.ok("PUT", "/native-links", json!({"linked": ["bizreach"]})).await;
        assert_eq!(done["complete"], true);
        client.ok("POST", "/import-accounts/a/run", Value::Null).await;
    });
}
