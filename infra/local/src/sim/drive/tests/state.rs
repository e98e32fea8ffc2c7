//! What outsiders see and put into the simulated Drive.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn state_goes_round_and_hides_sessions() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let open = session(&bench, &own).await;
    let before = bench.sims.state("drive").unwrap();
    assert_eq!(before.get("sessions"), None);
    assert_eq!(before["folders"][0]["name"], "recordings");
    let file = &before["files"][0];
    assert_eq!(
        (&file["id"], &file["size"], &file["by_app"]),
        (&json!(id), &json!(3), &json!(true))
    );
    let path = "/_sim/state?provider=drive";
    assert_eq!(bench.call("PUT", path, before.clone()).await, (200, before));
    let media = format!("/drive/v3/files/{id}?supportsAllDrives=true&alt=media");
    let bearer = format!("Bearer {own}");
    let headers = [("authorization", bearer.as_str())];
    let media = format!("/drive{media}");
    let (_, _, content) = bench.try_call("GET", &media, &headers, &Value::Null).await.unwrap();
    assert_eq!(&content.body()[..], b"abc", "content is known by its hash");
    assert_eq!(put(&bench, &open, "bytes */*", b"").await.status(), 308);
}

#[tokio::test]
async fn files_and_folders_can_be_put_in() {
    let bench = Bench::new();
    let folder = json!({"id": "1own", "name": "own", "drive": "mine"});
    let file = json!({"name": "t", "parents": ["1own"], "content": "hyvä"});
    bench.sims.merge_state("drive", &json!({"folders": [folder], "files": [file]})).unwrap();
    let state = bench.sims.state("drive").unwrap();
    assert_eq!(state["folders"][0]["owner"], "aino@demo.example", "the first of the people");
    assert_eq!(state["files"][0]["size"], 5, "bytes");
    let aino = granted(&bench, "aino", DRIVE).await;
    let id = state["files"][0]["id"].as_str().unwrap();
    let path = format!("/drive/v3/files/{id}?fields=owners(emailAddress)");
    let (_, shown) = api(&bench, &aino, "GET", &path, Value::Null).await;
    assert_eq!(shown["owners"][0]["emailAddress"], "aino@demo.example");
}

#[test]
fn a_bad_part_changes_nothing() {
    let bench = Bench::new();
    let before = bench.sims.state("drive").unwrap();
    for (change, field) in [
        (json!({"sessions": {}}), "sessions"),
        (json!({"domain": "x", "files": {}}), "files"),
        (json!({"domain": "x", "files": [{"name": "a", "colour": 1}]}), "files[0].colour"),
        (json!({"files": [{"name": "a", "content": 3}]}), "files[0].content"),
        (json!({"folders": [{"id": "1", "name": "a", "drive": "ours"}]}), "folders[0]"),
        (json!({"folders": [{"id": "1", "name": "a", "size": 1}]}), "folders[0].size"),
        (json!({"session_hours": -1}), "session_hours"),
        (json!({"external_sharing": "no"}), "external_sharing"),
        (json!({"users": [{"email": "a@b.example", "id": "1"}]}), "users[0].id"),
        (json!({"grants": [{"user": "x", "scopes": []}]}), "grants[0]"),
    ] {
        let error = bench.sims.merge_state("drive", &change).unwrap_err();
        assert_eq!(error.field, field, "{change}");
    }
    assert_eq!(bench.sims.state("drive").unwrap(), before);
}

/// An upload that has begun goes on, byte for byte.
#[tokio::test]
async fn everything_survives_a_restart() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let open = session(&bench, &own).await;
    let all = bytes(UNIT + 3);
    put(&bench, &open, &format!("bytes 0-{}/*", UNIT - 1), &all[..UNIT]).await;
    let restarted = Bench::new();
    restarted.sims.restore("drive", bench.sims.snapshot("drive").unwrap()).unwrap();
    assert_eq!(restarted.sims.state("drive"), bench.sims.state("drive"));
    let rest = format!("bytes {UNIT}-{}/{}", UNIT + 2, UNIT + 3);
    let done = put(&restarted, &open, &rest, &all[UNIT..]).await;
    let made: Value = serde_json::from_slice(done.body()).unwrap();
    assert_eq!(made["sha256Checksum"], crate::sim::drive::content::sha256(&all));
    assert_eq!(restarted.sims.restore("drive", json!({})).unwrap_err().field, "drive");
}
