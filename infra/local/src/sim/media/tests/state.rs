//! What outsiders see and put into the simulated boards.

use serde_json::{Value, json};

use super::{applicant, log_in, look, put, send, token};
use crate::sim::tests::Bench;

const PATH: &str = "/_sim/state?provider=media";

#[tokio::test]
async fn the_default_state_has_the_published_shape() {
    let bench = Bench::new();
    let (status, state) = bench.call("GET", PATH, Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(state["accounts"].as_array().unwrap().len(), 17);
    let account = json!({"medium": "wantedly", "login": "recruiter@wantedly.example",
                         "password": "wantedly-password"});
    assert_eq!(state["accounts"][0], account);
    let expected = json!({
        "medium": "wantedly", "login": "recruiter@wantedly.example", "id": "A1001",
        "fields": {
            "募集タイトル": "Rustエンジニア", "タグ": ["新着", "スカウト"], "氏名": "青山 健太",
            "氏名かな": "あおやま けんた", "メールアドレス": "applicant02@mail.example",
            "電話番号": "090-0000-0002", "生年月日": "1981/02/15", "郵便番号": "000-0002",
            "住所": "東京都見本区見本町1-2",
        },
    });
    assert_eq!(state["applicants"][1], expected);
    let rest = json!({"requests_per_session": 20, "page_size": null, "columns": {}, "exports": {}});
    for (name, value) in rest.as_object().unwrap() {
        assert_eq!(&state[name], value, "{name}");
    }
    assert_eq!(bench.call("PUT", PATH, state.clone()).await, (200, state));
}

#[tokio::test]
async fn state_goes_round_through_get_and_put() {
    let bench = Bench::new();
    let mut row = applicant("paiza", "X1", json!({"氏名": "髙橋 葵", "タグ": ["a", "b"]}));
    row["applied_note"] = json!("スカウト");
    let change = json!({
        "accounts": [{"medium": "paiza", "login": "a", "password": "b"}],
        "applicants": [row],
        "requests_per_session": 3,
        "page_size": 5,
        "columns": {"ambi": ["応募ID"]},
        "exports": {"doda": "gQo="},
    });
    assert_eq!(bench.call("PUT", PATH, change.clone()).await, (200, change.clone()));
    put(&bench, json!({"page_size": null}));
    let mut expected = change;
    expected["page_size"] = Value::Null;
    assert_eq!(bench.sims.state("media").unwrap(), expected);
}

#[tokio::test]
async fn what_nobody_gave_is_made_up() {
    let bench = Bench::new();
    let row = |medium: &str| json!({"medium": medium, "fields": {"氏名": "x"}});
    put(&bench, json!({"applicants": [row("ambi"), row("ambi"), row("engage")]}));
    let rows = bench.sims.state("media").unwrap()["applicants"].clone();
    assert_eq!(rows[0]["login"], "recruiter@ambi.example", "the first account's");
    assert_eq!(rows[0]["id"].as_str().unwrap().len(), 9);
    assert_ne!(rows[0]["id"], rows[1]["id"]);
    assert_eq!(rows[2]["id"], "", "there the board has none");
}

#[tokio::test]
async fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("media").unwrap();
    let row = |name: &str, value: Value| {
        let mut row = applicant("ambi", "X1", json!({}));
        row[name] = value;
        json!({"requests_per_session": 3, "applicants": [row]})
    };
    let account = |medium: &str| json!({"medium": medium, "login": "a", "password": "b"});
    let mut no_login = row("login", json!(""));
    no_login["accounts"] = json!([account("doda")]);
    let cases = [
        (json!({"sessions": []}), "sessions"),
        (json!({"accounts": [account("doda"), account("youtrust")]}), "accounts[1].medium"),
        (json!({"accounts": [{"medium": "doda", "login": "a"}]}), "accounts[0]"),
        (row("medium", json!("AMBI")), "applicants[0].medium"),
        (row("email", json!("x")), "applicants[0].email"),
        (row("applied_at", json!("2026-12-01")), "applicants[0]"),
        (row("fields", json!({"氏名": 3})), "applicants[0]"),
        (no_login, "applicants[0].login"),
        (json!({"applicants": [], "requests_per_session": -1}), "requests_per_session"),
        (json!({"applicants": [], "page_size": 0}), "page_size"),
        (json!({"applicants": [], "columns": {"x": []}}), "columns.x"),
        (json!({"applicants": [], "columns": {"ambi": "x"}}), "columns.ambi"),
        (json!({"applicants": [], "exports": {"ambi": "!"}}), "exports.ambi"),
        (json!({"applicants": [], "exports": []}), "exports"),
    ];
    for (change, field) in cases {
        let error = bench.sims.merge_state("media", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("media").unwrap(), before);
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    put(&bench, json!({"exports": {"doda": "gQo="}, "columns": {"ambi": ["応募ID"]}}));
    let cookie = log_in(&bench, "offerbox").await;
    let token = token(&bench, "offerbox").await;
    let restarted = Bench::new();
    let kept = bench.sims.snapshot("media").unwrap();
    restarted.sims.restore("media", kept).unwrap();
    assert_eq!(restarted.sims.state("media"), bench.sims.state("media"));
    assert_eq!(look(&restarted, "/offerbox/home", &cookie).await.status(), 200);
    let form = format!(
        "authenticity_token={token}&login_id=recruiter@offerbox.example&password=offerbox-password"
    );
    let response = send(&restarted, "offerbox", &form).await;
    assert_eq!(response.status(), 302);
    assert_ne!(super::cookie(&response), cookie, "no cookie comes twice");
    let error = restarted.sims.restore("media", json!({})).unwrap_err();
    assert_eq!(error.field, "media");
}

#[test]
fn the_boards_let_no_application_in() {
    let applications = Bench::new().sims.applications();
    assert!(applications.get("media").is_none() && applications.get("hrmos").is_none());
}
