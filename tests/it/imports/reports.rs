//! Names of routes: aliases, reports that add up, and what changes on the day of the start.

use convoke_tests::live::boards::applicant;
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::BEFORE;

fn row(id: &str, way: &str) -> Value {
    applicant(id, BEFORE, json!({"氏名": format!("応募{id}"), "エントリー経路": way}))
}

/// H58, H70, H71, H72, H73, H74, H75: an alias gives new applications the older name; reports add both up, by JSON and
/// as a sheet; the list of names to change says how many, and how.
#[test]
fn routes_have_aliases_and_add_up() {
    run(async {
        let client = Client::new("h71").await;
        client.importing().await;
        client
            .board(
                "ambi",
                &[row("h71-1", "1"), row("h71-2", "1"), row("h71-3", "1"), row("h71-9", "0")],
            )
            .await;
        client.account("a", "ambi", json!({"times": ["04:00", "07:00"]})).await;
        client.imported("a", "2026-12-04T19:00:00Z").await;
        let alias = json!({"aliases": [
            {"from": "AMBI (スカウト)", "to": "AMBIスカウト", "group": "AMBIスカウト計"}]});
        client.ok("PUT", "/route-aliases", alias).await;
        let more: Vec<_> = (1..=5).map(|n| row(&format!("h71-{n}"), "1")).collect();
        client.board("ambi", &[&more[3..], &[row("h71-9", "0")]].concat()).await;
        client.imported("a", "2026-12-04T22:00:00Z").await;
        let late = client.registered("h71-5").await;
        assert_eq!(late[0]["route"], "AMBIスカウト");
        let count = |report: &Value, route: &str| {
            let items = report["items"].as_array().unwrap();
            items
                .iter()
                .find(|it| it["route"] == route)
                .map_or(0, |it| it["count"].as_u64().unwrap())
        };
        let raw = client.get("/reports/routes").await;
        assert_eq!(
            (count(&raw, "AMBI (スカウト)"), count(&raw, "AMBIスカウト")),
            (3, 2),
            "{raw:#}"
        );
        let sum = client.get("/reports/routes?group=alias").await;
        assert_eq!(count(&sum, "AMBIスカウト計"), 5, "{sum:#}");
        let sheet = client.call("GET", "/reports/routes?group=alias&format=csv", None).await;
        assert!(text(&sheet.body).contains("\"AMBIスカウト計\",\"5\""), "{sheet:?}");
        let both = client
            .applications("route=AMBI%20(%E3%82%B9%E3%82%AB%E3%82%A6%E3%83%88)&route=AMBI%E3%82%B9%E3%82%AB%E3%82%A6%E3%83%88")
            .await;
        assert_eq!(both.len(), 5, "a union of both");
        let renames = client.get("/reports/renames").await;
        let rename = &renames["items"][0];
        assert_eq!(
            (&rename["from"], &rename["to"]),
            (&json!("AMBIスカウト"), &json!("AMBI (スカウト)"))
        );
        assert!(rename["one_by_one"].is_string() && rename["count"] == 5, "{rename:#}");
    });
}

/// H29, H56, H59, H60: the start date comes with what it changes; where older names are known it wants a word, and a
/// day within a period is advised against.
#[test]
fn a_start_date_says_what_it_changes() {
    run(async {
        let client = Client::new("h29").await;
        client.importing().await;
        let body = json!({"medium": "ambi", "login": client.board_login(), "password": "right",
                          "start_date": "2026-11-20"});
        let saved = client.ok("PUT", "/import-accounts/a", body.clone()).await;
        let notice = |code: &str| {
            let all = saved["warnings"].as_array().unwrap();
            text(&all.iter().find(|it| it["code"] == code).cloned().unwrap_or_default()["detail"])
        };
        for option in ["a)", "b)", "c)"] {
            assert!(notice("route_names_change").contains(option));
        }
        assert!(notice("not_a_period_start").contains("2027-04-01"), "{saved:#}");
        client.ok("PUT", "/native-links", json!({"linked": ["green"]})).await;
        client.ok("PUT", "/native-links", json!({"linked": []})).await;
        let alias = json!({"aliases": [{"from": "AMBI (スカウト)", "to": "AMBIスカウト"}]});
        client.ok("PUT", "/route-aliases", alias).await;
        let mut later = body;
        later["start_date"] = json!("2027-04-01");
        let refused = client.call("PUT", "/import-accounts/a", Some(&later)).await;
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("route_names_change")));
        let saved = client.ok("PUT", "/import-accounts/a?acknowledge=route_names", later).await;
        assert!(!saved["warnings"].to_string().contains("not_a_period_start"), "{saved:#}");
    });
}

/// H12, H19, H20, H28, H37: the set-up says what is missing until all is well.
#[test]
fn the_set_up_is_ready_when_all_is_well() {
    run(async {
        let client = Client::new("h12").await;
        let tenant =
            json!({"name": "準備", "profile": "applicant-import", "time_zone": "Asia/Tokyo"});
        client.ok("PUT", "", tenant).await;
        let ids = async || {
            let ready = client.get("/readiness").await;
            let steps = ready["steps"].as_array().unwrap().clone();
            (steps.iter().map(|step| text(&step["id"])).collect::<Vec<_>>(), ready)
        };
        assert_eq!(ids().await.0, ["import_settings", "routing_rules"]);
        client.ok("PUT", "/native-links", json!({"linked": ["green"]})).await;
        let (steps, ready) = ids().await;
        assert_eq!(steps, ["import_settings", "native_links", "routing_rules", "duplicates"]);
        assert!(ready["steps"][0]["proof"].to_string().contains("Green"), "{ready:#}");
        client.importing().await;
        client.board("green", &[]).await;
        client.account("g", "green", json!({})).await;
        client.ok("POST", "/import-accounts/g/check-login", Value::Null).await;
        client.ok("PUT", "/native-links", json!({"linked": []})).await;
        let rule =
            json!({"source_format": "HRMOS応募情報フォーマット", "position_name": "x", "job": "y"});
        client.ok("PUT", "/routing-rules/r", rule).await;
        client.until("ready", async || ids().await.1["next"].is_null()).await;
    });
}
