//! Reading, changing and deleting files.

use serde_json::{Value, json};

use super::*;

fn at(id: &str) -> String {
    format!("/drive/v3/files/{id}?supportsAllDrives=true")
}

#[tokio::test]
async fn only_the_fields_that_are_asked_for_come() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let (_, usual) = api(&bench, &own, "GET", &at(&id), Value::Null).await;
    let names: Vec<&String> = usual.as_object().unwrap().keys().collect();
    assert_eq!(names, ["driveId", "id", "kind", "mimeType", "name"]);
    let path = format!("{}&fields=size,capabilities/canShare,parents", at(&id));
    let (_, asked) = api(&bench, &own, "GET", &path, Value::Null).await;
    let expected = json!({"size": "3", "capabilities": {"canShare": true}, "parents": [FOLDER]});
    assert_eq!(asked, expected);
    for bad in ["colour", "size,", "a(b", "id;name", "capabilities(canShare))"] {
        let path = format!("{}&fields={bad}", at(&id));
        let answer = api(&bench, &own, "GET", &path, Value::Null).await;
        assert_eq!(why(answer), refused(400, "invalidParameter"), "{bad}");
    }
}

#[tokio::test]
async fn what_is_in_a_shared_drive_shows_only_to_whoever_knows_them() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    for (method, path) in [
        ("GET", format!("/drive/v3/files/{id}")),
        ("PATCH", format!("/drive/v3/files/{id}")),
        ("DELETE", format!("/drive/v3/files/{id}")),
        ("GET", format!("/drive/v3/files/{id}/permissions")),
        ("POST", format!("/drive/v3/files/{id}/permissions")),
        ("DELETE", format!("/drive/v3/files/{id}/permissions/x")),
    ] {
        let answer = api(&bench, &own, method, &path, Value::Null).await;
        assert_eq!(why(answer), refused(404, "notFound"), "{method} {path}");
    }
}

#[tokio::test]
async fn names_and_notes_change_and_nothing_else() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let path = format!("{}&fields=name,description,appProperties", at(&id));
    let body = json!({"name": "b", "description": "d", "appProperties": {"x": "1", "y": "2"}});
    assert_eq!(api(&bench, &own, "PATCH", &path, body.clone()).await, (200, body));
    let (_, left) = api(&bench, &own, "PATCH", &path, json!({"appProperties": {"x": null}})).await;
    assert_eq!(left["appProperties"], json!({"y": "2"}));
    for bad in [
        json!({"parents": []}),
        json!({"name": 3}),
        json!({"appProperties": {"x": "1".repeat(124)}}),
    ] {
        let answer = api(&bench, &own, "PATCH", &path, bad).await;
        assert_eq!(why(answer), refused(400, "invalid"));
    }
}

/// A content manager puts things into the trash; a manager deletes them for good.
#[tokio::test]
async fn who_deletes_for_good_in_a_shared_drive_manages_it() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let answer = api(&bench, &own, "DELETE", &at(&id), Value::Null).await;
    assert_eq!(why(answer), refused(403, "insufficientFilePermissions"));
    let path = format!("{}&fields=trashed", at(&id));
    let trashed = api(&bench, &own, "PATCH", &path, json!({"trashed": true})).await;
    assert_eq!(trashed, (200, json!({"trashed": true})));
    let aino = granted(&bench, "aino", DRIVE).await;
    assert_eq!(api(&bench, &aino, "DELETE", &at(&id), Value::Null).await.0, 204);
    let answer = api(&bench, &aino, "DELETE", &at(&id), Value::Null).await;
    assert_eq!(why(answer), refused(404, "notFound"));
}

#[tokio::test]
async fn a_folder_goes_with_what_is_in_it() {
    let bench = Bench::new();
    let aino = granted(&bench, "aino", DRIVE).await;
    let file = upload(&bench, &aino, b"abc").await;
    assert_eq!(api(&bench, &aino, "DELETE", &at(FOLDER), Value::Null).await.0, 204);
    assert_eq!(api(&bench, &aino, "GET", &at(&file), Value::Null).await.0, 404);
}

async fn read(bench: &Bench, token: &str, id: &str, range: &str) -> Response<Bytes> {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("authorization", bearer.as_str())];
    if !range.is_empty() {
        headers.push(("range", range));
    }
    let path = format!("/drive{}&alt=media", at(id));
    bench.try_call("GET", &path, &headers, &Value::Null).await.unwrap().2
}

#[tokio::test]
async fn content_is_read_whole_and_in_parts() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"0123456789").await;
    let whole = read(&bench, &own, &id, "").await;
    assert_eq!((whole.status().as_u16(), &whole.body()[..]), (200, &b"0123456789"[..]));
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    for (range, part, shown) in [
        ("bytes=0-0", &b"0"[..], "bytes 0-0/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ] {
        let answer = read(&bench, &own, &id, range).await;
        assert_eq!((answer.status().as_u16(), &answer.body()[..]), (206, part), "{range}");
        assert_eq!(answer.headers()["content-range"], shown);
    }
    let outside = read(&bench, &own, &id, "bytes=10-").await;
    assert_eq!(
        (outside.status().as_u16(), &outside.headers()["content-range"]),
        (416, &"bytes */10".parse().unwrap())
    );
    assert_eq!(read(&bench, &own, FOLDER, "").await.status(), 403);
}

/// However large it is said to be, nothing of it is stored.
#[tokio::test]
async fn made_content_is_the_same_in_every_part() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let size = 3 * 1024 * 1024 + 5;
    let file = json!({"id": "1large", "name": "l", "parents": [FOLDER], "size": size, "generate": {"seed": 7}});
    bench.sims.merge_state("drive", &json!({"files": [file]})).unwrap();
    let whole = read(&bench, &own, "1large", "").await.into_body();
    assert_eq!(whole.len(), size);
    let part = read(&bench, &own, "1large", "bytes=1000003-2000010").await.into_body();
    assert_eq!(part, whole[1_000_003..=2_000_010]);
    let hash = &bench.sims.state("drive").unwrap()["files"][0]["sha256"];
    assert_eq!(*hash, crate::sim::drive::content::sha256(&whole));
}
