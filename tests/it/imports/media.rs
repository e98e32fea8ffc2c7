//! Every board in its own form, from the login to the route.

use convoke_tests::live::boards::{applicant, boards_alone};
use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

use super::{BEFORE, NINE};

/// What makes an applicant of a board one that answers a scout; null where nobody can tell.
fn scout(medium: &str) -> Value {
    match medium {
        "wantedly" => json!({"タグ": ["新着", "スカウト返信"]}),
        "job_medley" | "kaigo_job" => json!({"タグ": "新着、スカウト返信"}),
        "mynavi_tenshoku" => json!({"スカウト種別": "Web面接確約"}),
        "en_tenshoku" => json!({"応募区分": "スカウト応募"}),
        "green" => json!({"ステータス": "スカウト承認"}),
        "ambi" => json!({"エントリー経路": "１"}),
        "paiza" => json!({"応募日": "2026/12/04 スカウト"}),
        "forkwell" => json!({"詳細": "いいね！されました"}),
        _ => Value::Null,
    }
}

/// H57, H61, H62, H63, H64, H66, H67, H68, H69: an applicant of each of the 17 boards that are asked comes through its own
/// login, encoding and form, and has the route that its rule gives, byte for byte.
#[test]
fn each_board_brings_its_applicants_by_its_own_rule() {
    run(async {
        let client = Client::new("h57").await;
        let _alone = boards_alone().await;
        client.importing().await;
        let tenant = json!({"name": "A", "locale": "ja", "time_zone": "Asia/Tokyo",
                            "profile": "applicant-import", "modules": {"mynavi_shinsotsu": true}});
        client.ok("PUT", "", tenant).await;
        let all = client.get("/v1/media").await;
        let polled: Vec<_> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["mode"] == "poll")
            .cloned()
            .collect();
        assert_eq!(polled.len(), 17);
        for medium in &polled {
            let id = medium["id"].as_str().unwrap();
            let (normal, scouted) = (format!("{id}-n"), format!("{id}-s"));
            let mut rows = vec![person(id, &normal, "髙﨑　普通", json!({}))];
            if !scout(id).is_null() {
                rows.push(person(id, &scouted, "渡邊 指名", scout(id)));
            }
            client.board(id, &rows).await;
            client.account(id, id, json!({})).await;
        }
        client.tick_at(NINE).await;
        for medium in &polled {
            let (id, name) = (medium["id"].as_str().unwrap(), medium["name"].as_str().unwrap());
            let run = client.run_over(id, NINE).await;
            assert_eq!(run["state"], "succeeded", "{id}: {run:#}");
            let brought = client.applications(&format!("account={id}")).await;
            let routes: Vec<_> = brought.iter().map(|it| it["route"].as_str().unwrap()).collect();
            let normal = format!("{name} (通常応募)");
            let scouted = format!("{name} (スカウト)");
            let mut wanted = vec![normal.as_str()];
            if !scout(id).is_null() {
                wanted.insert(0, scouted.as_str());
            }
            let mut routes = routes;
            routes.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(routes, wanted, "{id}");
            for row in &brought {
                let undecidable = row["classification"] == "undecidable";
                assert_eq!(undecidable, scout(id).is_null(), "{id}: {row:#}");
                assert!(
                    row["applied_at"].as_str().unwrap().starts_with("2026-12-0"),
                    "{id}: {row:#}"
                );
            }
        }
        leave(&client).await;
    });
}

/// A list is walked to its end, and a board that forgets us on the way is logged in to again: 45 applicants on three
/// pages, 230 in three files, each brought once.
#[test]
fn long_lists_are_walked_to_their_end() {
    run(async {
        let client = Client::new("h57b").await;
        client.importing().await;
        let _alone = boards_alone().await;
        client.put_state("media", &json!({"requests_per_session": 2})).await;
        for (medium, count) in [("wantedly", 45), ("doda_campus", 230)] {
            let rows: Vec<_> = (0..count)
                .map(|n| person(medium, &format!("{medium}-{n}"), &format!("応募者{n}"), json!({})))
                .collect();
            client.board(medium, &rows).await;
            client.account(medium, medium, json!({})).await;
        }
        client.tick_at(NINE).await;
        for (medium, count) in [("wantedly", 45), ("doda_campus", 230)] {
            let run = client.run_over(medium, NINE).await;
            assert_eq!(run["counts"]["new"], count, "{run:#}");
        }
        client.put_state("media", &json!({"requests_per_session": 20})).await;
        leave(&client).await;
    });
}

/// Nothing of this test's is asked for by later ticks of others', with the faults that they have made.
async fn leave(client: &Client) {
    for account in client.get("/import-accounts?limit=200").await["items"].as_array().unwrap() {
        let path = format!("/import-accounts/{}?confirm=true", text(&account["id"]));
        assert_eq!(client.call("DELETE", &path, None).await.status, 204);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where it is written down")]
fn person(medium: &str, id: &str, name: &str, more: Value) -> Value {
    let mut fields = json!({"メールアドレス": format!("{id}@h57.example")});
    if medium == "doda" {
        fields["姓漢字"] = json!(name);
        fields["名漢字"] = json!("太郎");
    } else {
        fields["氏名"] = json!(name);
    }
    fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    applicant(id, BEFORE, fields)
}
