//! Runs: what they bring, when they begin, how they are told.

use convoke_tests::live::boards::{applicant, boards_alone};
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{BEFORE, NINE};

/// H30, H32, H35, H46: a run brings each applicant to the applicant system, and is told in one mail to all, from the
/// one sender; it knows when it was to start, when it did, and when its applicants arrived.
#[test]
fn a_run_brings_applicants_and_is_told_once() {
    run(async {
        let client = Client::new("h30").await;
        client.importing().await;
        let rule = json!({"source_format": "HRMOS応募情報フォーマット", "position_name": "法人営業",
                          "job": "sales", "priority": 1});
        client.ok("PUT", "/routing-rules/sales", rule).await;
        client
            .board("ambi", &[
                applicant("h30-1", BEFORE, json!({"氏名": "山田太郎", "メールアドレス": "taro@h30.example",
                    "電話番号": "090-1111-2222", "ポジション名": "法人営業", "エントリー経路": "1"})),
                applicant("h30-2", BEFORE, json!({"氏名": "佐藤花子", "メールアドレス": "hanako@h30.example",
                    "ポジション名": "経理", "エントリー経路": "10"})),
            ])
            .await;
        client.account("a", "ambi", json!({"times": ["11:30"]})).await;
        let run = client.imported("a", "2026-12-05T02:30:00Z").await;
        let counts = &run["counts"];
        assert_eq!(
            (&counts["seen"], &counts["new"], &counts["unrouted"]),
            (&json!(2), &json!(2), &json!(1))
        );
        for moment in ["scheduled_for", "started_at", "delivered_at", "finished_at"] {
            assert!(run[moment].is_string(), "{moment}: {run:#}");
        }
        let [taro] = &client.registered("h30-1").await[..] else { panic!("one Taro") };
        assert_eq!((&taro["route"], &taro["job"]), (&json!("AMBI (スカウト)"), &json!("sales")));
        let [hanako] = &client.registered("h30-2").await[..] else { panic!("one Hanako") };
        assert_eq!((&hanako["route"], &hanako["job"]), (&json!("AMBI (通常応募)"), &Value::Null));
        let mails = client.mails(&client.recruiter(), 1).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0]["cc"], json!([client.team()]));
        let recipients = client.get("/result-recipients").await;
        assert!(text(&mails[0]["from"]).contains(&text(&recipients["from"])), "{:#}", mails[0]);
        assert!(!text(&mails[0]["text"]).contains("山田"), "nobody is named in a mail");
        // The same slot again is the same run.
        client.tick_at("2026-12-05T02:30:00Z").await;
        let later = client.imported("a", "2026-12-06T02:30:00Z").await;
        assert_eq!((&later["counts"]["new"], &later["counts"]["known"]), (&json!(0), &json!(2)));
        // A run that brings nobody new is told of as well (reading R14).
        assert_eq!(client.mails(&client.recruiter(), 2).await.len(), 2);
        assert_eq!(client.registered("h30-1").await.len(), 1);
    });
}

/// H50: two days back from the start, from midnight in the account's zone (reading R1).
#[test]
fn the_first_run_looks_two_days_back() {
    run(async {
        let client = Client::new("h50").await;
        client.importing().await;
        client
            .board(
                "offerbox",
                &[
                    applicant("h50-in", "2026-12-02T15:00:00Z", json!({"氏名": "内側一"})),
                    applicant("h50-out", "2026-12-02T14:59:00Z", json!({"氏名": "外側二"})),
                ],
            )
            .await;
        client.account("a", "offerbox", json!({})).await;
        let run = client.imported("a", NINE).await;
        assert_eq!(run["counts"]["new"], 1, "{run:#}");
        assert_eq!(client.registered("h50-in").await.len(), 1);
        assert_eq!(client.registered("h50-out").await.len(), 0);
    });
}

/// H51: what a failed run has missed, the next one brings.
#[test]
fn a_failed_run_is_covered_by_the_next() {
    run(async {
        let client = Client::new("h51").await;
        let _alone = boards_alone().await;
        client.importing().await;
        client
            .board(
                "kaigo_job",
                &[applicant("h51-1", "2026-12-04T10:00:00Z", json!({"氏名": "朝八時"}))],
            )
            .await;
        client.account("a", "kaigo_job", json!({"times": ["02:00", "02:30"]})).await;
        let broken = json!({"provider": "media", "method": "GET", "path": "/kaigo_job/applications.csv",
                            "times": 1, "status": 404});
        client.fault(&broken).await;
        let failed = client.imported("a", "2026-12-04T17:00:00Z").await;
        assert_eq!(failed["state"], "failed", "{failed:#}");
        let run = client.imported("a", "2026-12-04T17:30:00Z").await;
        assert_eq!((&run["state"], &run["counts"]["new"]), (&json!("succeeded"), &json!(1)));
        assert_eq!(client.registered("h51-1").await.len(), 1);
    });
}

/// H36: an hour after its start a run that is not over is late, and somebody is told, once.
#[test]
fn a_slow_run_is_late() {
    run(async {
        let client = Client::new("h36").await;
        let _alone = boards_alone().await;
        client.importing().await;
        client.board("engage", &[applicant("h36-1", BEFORE, json!({"氏名": "遅田遅"}))]).await;
        client.account("a", "engage", json!({"times": ["03:00", "04:30"]})).await;
        let slow = json!({"provider": "media", "method": "GET", "path": "/engage/applications.csv",
                          "times": 1, "delay_ms": 45_000});
        client.fault(&slow).await;
        client.tick_at("2026-12-04T18:00:00Z").await;
        client.until("the run has begun", async || !client.runs("a").await.is_empty()).await;
        // The clock an hour on, and the next slot while the first run still goes on.
        client.tick_at("2026-12-04T19:05:00Z").await;
        client
            .until("the run is late", async || client.runs("a").await[0]["state"] == "late")
            .await;
        let overlap = client.imported("a", "2026-12-04T19:30:00Z").await;
        assert_eq!((&overlap["state"], &overlap["reason"]), (&json!("skipped"), &json!("overlap")));
        let run = client.run_over("a", "2026-12-04T18:00:00Z").await;
        assert_eq!(run["state"], "succeeded", "{run:#}");
        assert!(run["late_at"].is_string(), "{run:#}");
        assert_eq!(client.mails(&client.recruiter(), 2).await.len(), 2, "late, and done");
    });
}

/// H31: one recipient alone is warned of; none at all is refused.
#[test]
fn one_recipient_is_few() {
    run(async {
        let client = Client::new("h31").await;
        client.importing().await;
        let nobody =
            client.call("PUT", "/result-recipients", Some(&json!({"cc": ["a@b.example"]}))).await;
        assert_eq!((nobody.status, &nobody.body["errors"][0]["field"]), (422, &json!("to")));
        let one = client.ok("PUT", "/result-recipients", json!({"to": ["a@b.example"]})).await;
        assert_eq!(one["warnings"][0]["code"], "single_recipient");
    });
}
