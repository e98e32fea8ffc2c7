//! Which applicants an account sees, and in which columns.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::{applicant, fetch, log_in, look, put, text};
use crate::sim::tests::Bench;

#[tokio::test]
async fn days_are_those_of_japan_and_both_are_included() {
    let bench = Bench::new();
    let row = |id: &str, at: &str| {
        let mut row = applicant("ambi", id, json!({}));
        row["applied_at"] = json!(at);
        row
    };
    let applicants = [
        row("before", "2026-11-30T14:59:59Z"),
        row("first", "2026-11-30T15:00:00Z"),
        row("last", "2026-12-02T14:59:59Z"),
        row("after", "2026-12-02T15:00:00Z"),
    ];
    put(&bench, json!({"applicants": applicants}));
    let cookie = log_in(&bench, "ambi").await;
    let path = "/ambi/applications.csv?from=2026-12-01&to=2026-12-02";
    let file = text(&look(&bench, path, &cookie).await);
    let ids: Vec<&str> = file.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(ids, ["last", "first"]);
}

#[tokio::test]
async fn an_account_sees_its_own_applicants_alone() {
    let bench = Bench::new();
    let mut other = applicant("ambi", "X2", json!({"別の欄": "x"}));
    other["login"] = json!("other@ambi.example");
    let elsewhere = applicant("paiza", "X3", json!({}));
    put(&bench, json!({"applicants": [applicant("ambi", "X1", json!({})), other, elsewhere]}));
    let file = text(&fetch(&bench, "ambi").await);
    assert_eq!(file.lines().count(), 2);
    assert!(file.contains("X1,") && !file.contains("別の欄"));
}

#[tokio::test]
async fn other_headers_follow_in_the_order_they_are_met_whatever_days_are_asked_for() {
    let bench = Bench::new();
    let mut old = applicant("ambi", "X1", json!({"自己PR": "x", "応募ID": "own"}));
    old["applied_at"] = json!("2025-01-01T00:00:00Z");
    let new = applicant("ambi", "X2", json!({"備考": "y", "応募日": "きのう"}));
    put(&bench, json!({"applicants": [old, new]}));
    let file = text(&fetch(&bench, "ambi").await);
    let (header, row) = file.trim_end().split_once('\n').unwrap();
    assert!(header.ends_with(",住所,自己PR,備考"), "{header}");
    assert_eq!(row, "X2,きのう,,,,,,,,,,,y", "what was put there stands");
}

#[tokio::test]
async fn whoever_has_no_time_applied_an_hour_ago() {
    let bench = Bench::new();
    let mut row = applicant("baitoru", "X1", json!({}));
    row.as_object_mut().unwrap().remove("applied_at");
    put(&bench, json!({"applicants": [row]}));
    let cookie = log_in(&bench, "baitoru").await;
    let path = "/baitoru/applications.csv?from=2026-11-02&to=2026-11-02";
    assert!(text(&look(&bench, path, &cookie).await).contains("X1,2026/11/02 16:00,"));
    bench.pass(60);
    assert!(text(&look(&bench, path, &cookie).await).contains("X1,2026/11/02 16:01,"));
}

#[tokio::test]
async fn a_board_can_change_its_columns() {
    let bench = Bench::new();
    let columns = json!({"ambi": ["応募ID", "お名前"], "green": ["応募者番号"]});
    let fields = json!({"氏名": "髙橋 葵"});
    let applicants = ["ambi", "green"].map(|medium| applicant(medium, "X1", fields.clone()));
    put(&bench, json!({"columns": columns, "applicants": applicants}));
    assert_eq!(text(&fetch(&bench, "ambi").await), "応募ID,お名前,氏名\nX1,,髙橋 葵\n");
    let page = text(&fetch(&bench, "green").await);
    assert!(page.contains("<dt>応募者番号</dt>") && !page.contains("<dt>応募日</dt>"));
    put(&bench, json!({"columns": {}}));
    assert!(text(&fetch(&bench, "ambi").await).starts_with("応募ID,応募日,"));
}

#[tokio::test]
async fn a_board_can_be_made_to_give_out_any_bytes() {
    let bench = Bench::new();
    let broken: [u8; 5] = [0x81, 0x0a, 0xff, 0x00, 0x41];
    for medium in ["job_medley", "wantedly"] {
        put(&bench, json!({"exports": {medium: BASE64_STANDARD.encode(broken)}}));
        assert_eq!(fetch(&bench, medium).await.body().as_ref(), broken);
    }
    put(&bench, json!({"exports": {}}));
    assert_ne!(fetch(&bench, "wantedly").await.body().as_ref(), broken);
}

#[tokio::test]
async fn every_board_serves_its_demo_applicants() {
    let bench = Bench::new();
    let state = bench.sims.state("media").unwrap();
    for account in state["accounts"].as_array().unwrap() {
        let medium = account["medium"].as_str().unwrap();
        let cookie = log_in(&bench, medium).await;
        let path = format!("/{medium}{}?from=2026-11-02&to=2026-11-02", super::list(medium));
        let served = text(&look(&bench, &path, &cookie).await);
        let of = |row: &&Value| row["medium"] == medium;
        let rows = state["applicants"].as_array().unwrap().iter().filter(of);
        let emails: Vec<&str> =
            rows.map(|row| row["fields"]["メールアドレス"].as_str().unwrap()).collect();
        assert!(emails.len() >= 2, "{medium}");
        assert!(emails.iter().all(|email| served.contains(email)), "{medium}: {served}");
    }
}
