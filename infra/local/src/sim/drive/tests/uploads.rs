//! Uploads in pieces.

use serde_json::{Value, json};

use super::*;
use crate::sim::drive::content::sha256;

fn range(answer: &Response<Bytes>) -> Option<&str> {
    answer.headers().get("range").map(|range| range.to_str().unwrap())
}

fn shown(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap()
}

#[tokio::test]
async fn a_file_is_uploaded_in_pieces_and_is_what_was_sent() {
    let bench = Bench::new();
    let session = session(&bench, &account(&bench).await).await;
    let all = bytes(2 * UNIT + 5);
    let total = all.len();
    let asked = put(&bench, &session, "bytes */*", b"").await;
    assert_eq!((asked.status().as_u16(), range(&asked)), (308, None), "nothing is held");
    let first = put(&bench, &session, &format!("bytes 0-{}/*", UNIT - 1), &all[..UNIT]).await;
    assert_eq!((first.status().as_u16(), range(&first)), (308, Some("bytes=0-262143")));
    let rest = format!("bytes {UNIT}-{}/{total}", total - 1);
    let done = put(&bench, &session, &rest, &all[UNIT..]).await;
    assert_eq!(done.status(), 200);
    let file = shown(&done);
    assert_eq!((&file["size"], &file["sha256Checksum"]), (&json!("524293"), &json!(sha256(&all))));
    assert_eq!(file.as_object().unwrap().len(), 3, "the fields asked for at the beginning");
    let again = put(&bench, &session, &format!("bytes */{total}"), b"").await;
    assert_eq!((again.status().as_u16(), shown(&again)), (200, file));
}

/// Google says of each what it says here, apart from the piece's length.
#[tokio::test]
async fn a_piece_that_does_not_fit_is_refused_and_not_held() {
    let bench = Bench::new();
    let session = session(&bench, &account(&bench).await).await;
    let all = bytes(3 * UNIT);
    let whole = format!("bytes 0-{}/{}", UNIT - 1, all.len());
    assert_eq!(put(&bench, &session, &whole, &all[..UNIT]).await.status(), 308);
    for (range, len, status) in [
        (format!("bytes {}-{}/*", 2 * UNIT, 3 * UNIT - 1), UNIT, 503),
        (format!("bytes {UNIT}-{}/*", UNIT + 99), 100, 400),
        (format!("bytes {UNIT}-{}/*", 2 * UNIT - 1), UNIT - 1, 400),
        (format!("bytes {UNIT}-{}/{}", 2 * UNIT - 1, all.len() + 1), UNIT, 400),
        (format!("bytes {UNIT}-{}/{UNIT}", 2 * UNIT - 1), UNIT, 400),
        (format!("bytes */{}", all.len() + 1), 0, 400),
        ("bytes nothing".to_owned(), 0, 400),
        ("bytes 5-3/9".to_owned(), 0, 400),
    ] {
        let answer = put(&bench, &session, &range, &all[..len]).await;
        assert_eq!(answer.status().as_u16(), status, "{range}");
    }
    let asked = put(&bench, &session, "bytes */*", b"").await;
    assert_eq!(range(&asked), Some("bytes=0-262143"));
    let overlapping = format!("bytes 0-{}/{}", all.len() - 1, all.len());
    let done = put(&bench, &session, &overlapping, &all).await;
    assert_eq!(shown(&done)["sha256Checksum"], sha256(&all), "what is held is passed over");
}

#[tokio::test]
async fn the_length_may_be_said_first_and_must_stay() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let path = format!("/drive/upload{FILES}&uploadType=resumable");
    let bearer = format!("Bearer {own}");
    let body = json!({"parents": [FOLDER]});
    for (length, status) in [("0", 200), ("-1", 400), ("x", 400), ("5497558138881", 400)] {
        let headers = [("authorization", bearer.as_str()), ("x-upload-content-length", length)];
        let (answered, _, answer) = bench.try_call("POST", &path, &headers, &body).await.unwrap();
        assert_eq!(answered, status, "{length}");
        if status == 200 {
            let session = answer.headers()["location"].to_str().unwrap();
            let session = session.strip_prefix("http://localhost").unwrap();
            assert_eq!(put(&bench, session, "bytes 0-0/1", b"x").await.status(), 400);
            assert_eq!(put(&bench, session, "bytes */0", b"").await.status(), 200);
        }
    }
}

#[tokio::test]
async fn a_session_ends_after_its_hours() {
    let bench = Bench::new();
    bench.sims.merge_state("drive", &json!({"session_hours": 2})).unwrap();
    let session = session(&bench, &account(&bench).await).await;
    bench.pass(2 * 3600 - 1);
    assert_eq!(put(&bench, &session, "bytes */*", b"").await.status(), 308);
    bench.pass(1);
    assert_eq!(put(&bench, &session, "bytes */*", b"").await.status(), 404);
    let unknown = "/drive/upload/drive/v3/files?upload_id=x";
    assert_eq!(put(&bench, unknown, "bytes */*", b"").await.status(), 404);
}

#[tokio::test]
async fn an_id_is_handed_out_first_and_used_once() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let path = "/drive/v3/files/generateIds?count=2";
    let (_, ids) = api(&bench, &own, "GET", path, Value::Null).await;
    assert_eq!(
        (&ids["kind"], ids["ids"].as_array().unwrap().len()),
        (&json!("drive#generatedIds"), 2)
    );
    let file = |id: &Value| json!({"id": id, "parents": [FOLDER]});
    let query = "&supportsAllDrives=true";
    let first = begin(&bench, &own, query, &file(&ids["ids"][0])).await;
    let second = begin(&bench, &own, query, &file(&ids["ids"][0])).await;
    let at = |answer: &Response<Bytes>| {
        let location = answer.headers()["location"].to_str().unwrap();
        location.strip_prefix("http://127.0.0.1:9100").unwrap().to_owned()
    };
    assert_eq!(put(&bench, &at(&first), "", b"a").await.status(), 200);
    let late = put(&bench, &at(&second), "", b"b").await;
    assert_eq!(why((late.status().as_u16(), shown(&late))), refused(409, "fileIdInUse"));
    let taken = begin(&bench, &own, query, &file(&ids["ids"][0])).await;
    assert_eq!(why((taken.status().as_u16(), shown(&taken))), refused(409, "fileIdInUse"));
    let invented = begin(&bench, &own, query, &file(&json!("1invented"))).await;
    assert_eq!(why((invented.status().as_u16(), shown(&invented))), refused(400, "invalid"));
}

#[tokio::test]
async fn what_could_not_be_made_is_refused_at_the_beginning() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let matti = granted(&bench, "matti", DRIVE).await;
    let folder = json!({"parents": [FOLDER]});
    let shared = "&supportsAllDrives=true";
    for (token, query, body, expected) in [
        (&own, "", folder.clone(), refused(404, "notFound")),
        (&own, shared, json!({"parents": ["1nowhere"]}), refused(404, "notFound")),
        (&own, shared, json!({}), refused(403, "storageQuotaExceeded")),
        (&own, shared, json!({"parents": [FOLDER, "1b"]}), refused(400, "invalid")),
        (&own, shared, json!({"parents": [FOLDER], "colour": "red"}), refused(400, "invalid")),
        (&own, "&supportsAllDrives=yes", folder.clone(), refused(400, "invalidParameter")),
        (
            &own,
            "&supportsAllDrives=true&notify=1",
            folder.clone(),
            refused(400, "invalidParameter"),
        ),
        (&matti, shared, folder, refused(404, "notFound")),
    ] {
        let answer = begin(&bench, token, query, &body).await;
        assert_eq!(why((answer.status().as_u16(), shown(&answer))), expected, "{query} {body}");
    }
    let answer = begin(&bench, &matti, shared, &json!({})).await;
    assert_eq!(answer.status(), 200, "a person has a drive of their own");
}

#[tokio::test]
async fn a_reader_may_not_upload() {
    let bench = Bench::new();
    let reader = json!({"email": "matti@demo.example", "role": "reader"});
    let folder = json!({"id": FOLDER, "name": "r", "drive": "shared", "permissions": [reader]});
    bench.sims.merge_state("drive", &json!({"folders": [folder]})).unwrap();
    let matti = granted(&bench, "matti", DRIVE).await;
    let body = json!({"parents": [FOLDER]});
    let answer = begin(&bench, &matti, "&supportsAllDrives=true", &body).await;
    let expected = refused(403, "insufficientParentPermissions");
    assert_eq!(why((answer.status().as_u16(), shown(&answer))), expected);
}

/// What is recorded of a piece is which it was.
#[tokio::test]
async fn the_recorder_keeps_no_content() {
    let bench = Bench::new();
    let session = session(&bench, &account(&bench).await).await;
    put(&bench, &session, "bytes 0-1/9", &[0xFF, 0xFE]).await;
    put(&bench, &session, "", "a".repeat(65 * 1024).as_bytes()).await;
    let seen = bench.sims.requests(Some("drive"));
    let binary = &seen[seen.len() - 2];
    assert_eq!(binary.path, "/upload/drive/v3/files");
    assert_eq!(binary.body, json!({"bytes": 2, "sha256": sha256(&[0xFF, 0xFE])}));
    assert_eq!(seen[seen.len() - 1].body["bytes"], 65 * 1024);
}
