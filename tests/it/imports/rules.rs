//! Rules that tie applications to jobs, and names of routes.

use convoke_tests::live::boards::applicant;
use convoke_tests::live::{Client, run};
use serde_json::{Value, json};

use super::{BEFORE, NINE};

/// H47, H48, H49: a rule for a board's own name matches nothing and says so; its copy does; a full-width blank does
/// not matter; what no rule names is listed with its count.
#[test]
fn rules_are_for_the_format_of_imports() {
    run(async {
        let client = Client::new("h48").await;
        client.importing().await;
        let rule =
            json!({"source_format": "doda", "position_name": "営業 リーダー", "job": "lead"});
        let saved = client.ok("PUT", "/routing-rules/lead", rule).await;
        assert_eq!(saved["warnings"][0]["code"], "source_format_never_matches");
        let row = |id: &str, position: &str| {
            applicant(id, BEFORE, json!({"姓漢字": "応募", "名漢字": id, "求人名称": position}))
        };
        client.board("doda", &[row("h48-1", "営業　リーダー　"), row("h48-2", "経理")]).await;
        client.account("a", "doda", json!({"times": ["00:30", "05:00"]})).await;
        client.imported("a", "2026-12-04T15:30:00Z").await;
        client.application("h48-1", |it| it["state"] == "unrouted").await;
        let gaps = client.get("/reports/positions").await;
        let gap = gaps["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["position_name"] != "経理")
            .unwrap();
        assert_eq!(
            (&gap["count"], &gap["hints"][0]["code"]),
            (&json!(1), &json!("source_format_never_matches"))
        );
        let migrated = client.ok("POST", "/routing-rules/migrate", Value::Null).await;
        assert_eq!(migrated["created"].as_array().unwrap().len(), 1);
        let again = client.ok("POST", "/routing-rules/migrate", Value::Null).await;
        assert_eq!((&again["created"], &again["existing"]), (&json!([]), &json!(["lead"])));
        client.imported("a", "2026-12-04T20:00:00Z").await;
        client.application("h48-1", |it| it["job"] == "lead" && it["state"] == "delivered").await;
        let registered = client.registered("h48-1").await;
        assert_eq!((registered.len(), &registered[0]["job"]), (1, &json!("lead")));
    });
}

/// H46: of several rules the one with the lowest number holds, and conditions count.
#[test]
fn the_first_rule_that_fits_holds() {
    run(async {
        let client = Client::new("h46").await;
        client.importing().await;
        let rule = |job: &str, priority: i32, conditions: Value| {
            json!({"source_format": "HRMOS応募情報フォーマット", "position_name": "開発",
                   "job": job, "priority": priority, "conditions": conditions})
        };
        let tokyo = json!([{"field": "住所", "contains": "東京"}]);
        client.ok("PUT", "/routing-rules/any", rule("any", 9, json!([]))).await;
        client.ok("PUT", "/routing-rules/tokyo", rule("tokyo", 1, tokyo)).await;
        let row = |id: &str, address: &str| {
            applicant(id, BEFORE, json!({"氏名": id, "ポジション名": "開発", "住所": address}))
        };
        client.board("ambi", &[row("h46-t", "東京都港区"), row("h46-o", "大阪市北区")]).await;
        client.account("a", "ambi", json!({})).await;
        client.imported("a", NINE).await;
        assert_eq!(client.application("h46-t", |_| true).await["job"], "tokyo");
        assert_eq!(client.application("h46-o", |_| true).await["job"], "any");
    });
}
