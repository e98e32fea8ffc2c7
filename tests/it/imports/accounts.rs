//! Import accounts: what they may be, how their logins are checked, how they end.

use convoke_tests::live::boards::{applicant, boards_alone};
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{BEFORE, HALF_PAST_TEN, NINE};

async fn refused(client: &Client, more: Value) -> (u16, String, String) {
    let mut body = json!({"medium": "ambi", "login": "x", "password": "y"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = client.call("PUT", "/import-accounts/bad", Some(&body)).await;
    let error = &answer.body["errors"][0];
    (answer.status, text(&error["field"]), text(&error["code"]))
}

/// H04, H34: at most four different times a day, on half hours; everything else is refused by its name.
#[test]
fn times_are_at_most_four_half_hours() {
    run(async {
        let client = Client::new("h04").await;
        client.importing().await;
        let times = |times: &[&str]| json!({"times": times});
        for (given, field, code) in [
            (&["09:00", "10:00", "11:00", "12:00", "13:00"][..], "times", "max_4_runs_per_day"),
            (&["09:15"], "times[0]", "not_on_half_hour"),
            (&["09:00", "09:00"], "times[1]", "repeated_time"),
            (&["25:00"], "times[0]", "invalid_time"),
        ] {
            let (status, at, why) = refused(&client, times(given)).await;
            assert_eq!((status, at.as_str(), why.as_str()), (422, field, code), "{given:?}");
        }
        let four = client.account("a", "ambi", times(&["09:00", "13:00", "18:30", "23:30"])).await;
        assert_eq!(four["times"].as_array().unwrap().len(), 4);
        assert_eq!(client.call("GET", "/import-accounts/bad", None).await.status, 404);
    });
}

/// H06, H11, H07: what can't be polled says so; `BizReach` is linked elsewhere; a board has one id, however its name
/// is written.
#[test]
fn boards_that_are_not_polled_say_why() {
    run(async {
        let client = Client::new("h11").await;
        client.importing().await;
        let (status, _, code) = refused(&client, json!({"medium": "bizreach"})).await;
        assert_eq!((status, code.as_str()), (422, "bizreach_is_linked_natively"));
        let (status, _, code) = refused(&client, json!({"medium": "nobody"})).await;
        assert_eq!((status, code.as_str()), (422, "medium_unknown"));
        let (status, field, code) =
            refused(&client, json!({"medium": "youtrust", "times": ["09:00"]})).await;
        assert_eq!((status, field.as_str(), code.as_str()), (422, "times", "medium_pushes"));
        let all = client.get("/v1/media").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 18);
        for name in ["OfferBox", "Offerbox", "offerbox"] {
            let account = client.account(&format!("o-{name}"), name, json!({})).await;
            assert_eq!(account["medium"], "offerbox");
        }
    });
}

/// H09, H10: a board that needs an option is refused until the tenant has it, with whom to ask.
#[test]
fn an_option_is_needed_where_the_board_needs_one() {
    run(async {
        let client = Client::new("h09").await;
        client.importing().await;
        let body = json!({"medium": "mynavi_shinsotsu", "login": "x", "password": "y"});
        let answer = client.call("PUT", "/import-accounts/m", Some(&body)).await;
        assert_eq!((answer.status, &answer.body["code"]), (409, &json!("option_required")));
        assert!(text(&answer.body["detail"]).contains("customer success"), "{answer:?}");
        let off =
            json!({"medium": "mynavi_shinsotsu", "login": "x", "password": "y", "enabled": false});
        client.ok("PUT", "/import-accounts/m", off).await;
        let tenant = json!({"name": "A", "modules": {"mynavi_shinsotsu": true}});
        client.ok("PUT", "", tenant).await;
        client.ok("PUT", "/import-accounts/m", body).await;
    });
}

/// H05, H16: a changed time counts from the next slot on, and nothing runs at the old one.
#[test]
fn a_changed_time_counts_at_once() {
    run(async {
        let client = Client::new("h05").await;
        client.importing().await;
        client.board("ambi", &[applicant("h05-1", BEFORE, json!({"氏名": "山田太郎"}))]).await;
        client.account("a", "ambi", json!({"times": ["08:30"]})).await;
        client.account("a", "ambi", json!({"times": ["10:30"]})).await;
        client.tick_at("2026-12-04T23:30:00Z").await;
        let run = client.imported("a", HALF_PAST_TEN).await;
        assert_eq!((&run["state"], &run["counts"]["new"]), (&json!("succeeded"), &json!(1)));
        assert_eq!(client.runs("a").await.len(), 1, "none at the old time");
    });
}

/// H21: switched off, nothing runs and no login is checked; switched on again, it goes on.
#[test]
fn a_switched_off_account_does_nothing() {
    run(async {
        let client = Client::new("h21").await;
        client.importing().await;
        client.board("ambi", &[]).await;
        client.account("off", "ambi", json!({"enabled": false})).await;
        client.account("on", "ambi", json!({})).await;
        client.imported("on", NINE).await;
        assert_eq!(client.runs("off").await, Vec::<Value>::new());
        for what in ["check-login", "run"] {
            let answer = client.call("POST", &format!("/import-accounts/off/{what}"), None).await;
            assert_eq!((answer.status, &answer.body["code"]), (409, &json!("account_disabled")));
        }
        let shown = client.get("/import-accounts/off").await;
        assert_eq!((&shown["runnable"], &shown["reasons"][0]), (&json!(false), &json!("disabled")));
    });
}

/// H26, H27: a check is answered at once and ends by itself: verified, refused with the side that refused, or
/// timed out; new credentials begin anew.
#[test]
fn a_login_is_checked_apart() {
    run(async {
        let client = Client::new("h26").await;
        client.importing().await;
        client.board("ambi", &[]).await;
        client.account("a", "ambi", json!({})).await;
        let state = async |wanted: &str| {
            client
                .until(wanted, async || {
                    client.get("/import-accounts/a").await["login_state"] == wanted
                })
                .await;
            client.get("/import-accounts/a").await
        };
        let answer = client.call("POST", "/import-accounts/a/check-login", None).await;
        assert_eq!((answer.status, &answer.body["login_state"]), (202, &json!("checking")));
        state("verified").await;
        let changed = client.account("a", "ambi", json!({"password": "wrong"})).await;
        assert_eq!(changed["login_state"], "unverified");
        client.ok("POST", "/import-accounts/a/check-login", Value::Null).await;
        let failed = state("login_failed").await;
        assert_eq!(failed["error"]["side"], "medium", "{failed:#}");
        assert_eq!(failed["reasons"][0], "paused");
        assert!(!failed.to_string().contains("wrong"), "the password is never shown");
        let again = client.account("a", "ambi", json!({"password": "right"})).await;
        assert_eq!((&again["login_state"], &again["error"]), (&json!("unverified"), &Value::Null));
    });
}

/// H26: a board that keeps silent for longer than half a minute has timed out, and that pauses nothing.
#[test]
fn a_silent_board_times_out() {
    run(async {
        let client = Client::new("h26b").await;
        client.importing().await;
        let _alone = boards_alone().await;
        client.board("mynavi_tenshoku", &[]).await;
        client.account("a", "mynavi_tenshoku", json!({})).await;
        let slow = json!({"provider": "media", "method": "POST", "path": "/mynavi_tenshoku/login",
                          "times": 1, "delay_ms": 31_000});
        client.fault(&slow).await;
        client.ok("POST", "/import-accounts/a/check-login", Value::Null).await;
        client
            .until("the check times out", async || {
                client.get("/import-accounts/a").await["login_state"] == "timeout"
            })
            .await;
        let shown = client.get("/import-accounts/a").await;
        assert_eq!(shown["error"]["code"], "timeout");
        assert!(!shown["reasons"].to_string().contains("paused"), "{shown:#}");
    });
}

/// H22: two accounts of one board have numbers, run both, and are told of apart.
#[test]
fn two_accounts_of_a_board_are_apart() {
    run(async {
        const FOUR: &str = "2026-12-05T07:00:00Z";
        let client = Client::new("h22").await;
        client.importing().await;
        client.board("green", &[applicant("h22-1", BEFORE, json!({"氏名": "佐藤花子"}))]).await;
        let one = client.account("one", "green", json!({"times": ["16:00"]})).await;
        let two = client.account("two", "green", json!({"times": ["16:00"]})).await;
        assert_eq!((&one["label"], &two["label"]), (&json!("Green_001"), &json!("Green_002")));
        client.tick_at(FOUR).await;
        let (one, two) = (client.run_over("one", FOUR).await, client.run_over("two", FOUR).await);
        let new = |run: &Value| run["counts"]["new"].as_u64().unwrap();
        assert_eq!(new(&one) + new(&two), 1, "one applicant is one application: {one:#} {two:#}");
        let mails = client.mails(&client.recruiter(), 2).await;
        for label in ["Green_001", "Green_002"] {
            let about = mails.iter().filter(|mail| text(&mail["text"]).contains(label));
            assert_eq!(about.count(), 1, "{label}: {mails:#?}");
        }
        assert_eq!(client.registered("h22-1").await.len(), 1);
    });
}

/// H23, H24, H25: deleting wants a confirmation and is for good; the same login later is warned of, and whoever it
/// brings is known.
#[test]
fn a_deleted_account_is_gone_and_its_ledger_is_not() {
    run(async {
        let client = Client::new("h23").await;
        client.importing().await;
        client.board("ambi", &[applicant("h23-1", BEFORE, json!({"氏名": "鈴木一郎"}))]).await;
        client.account("a", "ambi", json!({"times": ["11:00"]})).await;
        client.imported("a", "2026-12-05T02:00:00Z").await;
        let path = "/import-accounts/a";
        let hint = client.call("DELETE", path, None).await;
        assert_eq!((hint.status, &hint.body["code"]), (409, &json!("confirm_required")));
        assert!(text(&hint.body["detail"]).contains("enabled"), "{hint:?}");
        let gone = client.call("DELETE", &format!("{path}?confirm=true"), None).await;
        assert_eq!(gone.status, 204);
        assert_eq!(client.call("GET", path, None).await.status, 404);
        assert_eq!(client.call("POST", &format!("{path}/run"), None).await.status, 404);
        assert_eq!(client.get("/import-accounts").await["items"], json!([]));
        assert_eq!(client.runs("a").await.len(), 1, "what it did stays");
        let again = client.account("b", "ambi", json!({"times": ["11:00"]})).await;
        let codes: Vec<_> =
            again["warnings"].as_array().unwrap().iter().map(|it| text(&it["code"])).collect();
        assert!(codes.contains(&"account_recreated".to_owned()), "{codes:?}");
        assert_eq!(again["label"], "AMBI_002", "a number is never used twice");
        let run = client.imported("b", "2026-12-05T02:00:00Z").await;
        assert_eq!((&run["counts"]["new"], &run["counts"]["known"]), (&json!(0), &json!(1)));
        assert_eq!(client.registered("h23-1").await.len(), 1);
    });
}

/// H33: an end date is warned of, and nothing runs after it.
#[test]
fn nothing_runs_after_the_end() {
    run(async {
        let client = Client::new("h33").await;
        client.importing().await;
        client.board("ambi", &[]).await;
        let account = client.account("a", "ambi", json!({"end_date": "2026-12-05"})).await;
        assert!(account["warnings"].to_string().contains("end_date_set"), "{account:#}");
        client.imported("a", NINE).await;
        client.account("endless", "ambi", json!({})).await;
        client.imported("endless", "2026-12-06T00:00:00Z").await;
        assert_eq!(client.runs("a").await.len(), 1, "none on the day after");
        let before = client.imported("a", "2026-12-01T00:00:00Z").await;
        assert_eq!(before["reason"], "not_started");
    });
}
