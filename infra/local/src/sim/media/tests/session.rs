//! How long somebody stays logged in, and where.

use http::{StatusCode, header};
use serde_json::json;

use super::{DAYS, list, log_in, look, put, text};
use crate::sim::media::board::BOARDS;
use crate::sim::media::login::REFUSED;
use crate::sim::tests::Bench;

/// What whoever is not logged in gets.
async fn is_turned_away(bench: &Bench, medium: &str, cookie: &str) -> bool {
    let response = look(bench, &format!("/{medium}{}?{DAYS}", list(medium)), cookie).await;
    if ["rikunabi_next", "green"].contains(&medium) {
        let page = text(&response);
        return response.status() == 200
            && page.contains("name=\"password\"")
            && !page.contains(REFUSED);
    }
    response.status() == StatusCode::FOUND && response.headers()[header::LOCATION] == "/login"
}

#[tokio::test]
async fn without_a_session_of_the_board_one_is_sent_to_the_login_page() {
    let bench = Bench::new();
    let elsewhere = log_in(&bench, "doda").await;
    let (_, value) = elsewhere.split_once('=').unwrap();
    for board in BOARDS.iter().filter(|board| board.id != "doda") {
        let renamed = format!("{}_session={value}", board.id);
        for cookie in ["", "x", &elsewhere, &renamed, &format!("{}_session=x", board.id)] {
            assert!(is_turned_away(&bench, board.id, cookie).await, "{} {cookie}", board.id);
        }
    }
    let among_others = format!("a=b; {elsewhere}; c=d");
    assert!(!is_turned_away(&bench, "doda", &among_others).await);
}

#[tokio::test]
async fn a_session_ends_after_its_requests_at_every_board() {
    let bench = Bench::new();
    for board in &BOARDS {
        let cookie = log_in(&bench, board.id).await;
        for _ in 0..20 {
            assert!(!is_turned_away(&bench, board.id, &cookie).await, "{}", board.id);
        }
        assert!(is_turned_away(&bench, board.id, &cookie).await, "{}", board.id);
        assert!(is_turned_away(&bench, board.id, &cookie).await, "and stays ended");
        let anew = log_in(&bench, board.id).await;
        assert!(!is_turned_away(&bench, board.id, &anew).await);
    }
}

#[tokio::test]
async fn how_many_requests_it_is_good_for_can_be_said() {
    let bench = Bench::new();
    put(&bench, json!({"requests_per_session": 1}));
    let cookie = log_in(&bench, "iroots").await;
    assert!(!is_turned_away(&bench, "iroots", &cookie).await);
    assert!(is_turned_away(&bench, "iroots", &cookie).await);
    put(&bench, json!({"requests_per_session": 0}));
    let cookie = log_in(&bench, "iroots").await;
    assert!(is_turned_away(&bench, "iroots", &cookie).await);
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_its_account_alone() {
    let bench = Bench::new();
    let (ambi, doda) = (log_in(&bench, "ambi").await, log_in(&bench, "doda").await);
    let mut accounts = bench.sims.state("media").unwrap()["accounts"].clone();
    for account in accounts.as_array_mut().unwrap() {
        if account["medium"] == "ambi" {
            account["password"] = json!("another");
        }
    }
    put(&bench, json!({"accounts": accounts}));
    assert!(is_turned_away(&bench, "ambi", &ambi).await);
    assert!(!is_turned_away(&bench, "doda", &doda).await);
}
