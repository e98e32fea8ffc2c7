//! Searching.

use serde_json::{Value, json};

use super::*;

const EVERYWHERE: &str = "&corpora=allDrives&includeItemsFromAllDrives=true";

async fn found(bench: &Bench, token: &str, query: &str, q: &str) -> Vec<String> {
    let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
    let path = format!("{FILES}{query}&q={q}&fields=files(name)");
    let (status, page) = api(bench, token, "GET", &path, Value::Null).await;
    assert_eq!(status, 200, "{page}");
    let name = |file: &Value| file["name"].as_str().unwrap().to_owned();
    page["files"].as_array().unwrap().iter().map(name).collect()
}

fn files() -> Value {
    let file = |name: &str, extra: Value| {
        let mut file =
            json!({"id": format!("1{name}"), "name": name, "parents": [FOLDER], "size": 1});
        file.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        file
    };
    json!({"files": [
        file("a", json!({"app_properties": {"convoke": "r1"}, "mime_type": "video/mp4"})),
        file("it's", json!({"app_properties": {"convoke": "r2"}})),
        file("gone", json!({"app_properties": {"convoke": "r1"}, "trashed": true})),
        file("mine", json!({"parents": [], "owner": "aino@demo.example"})),
    ]})
}

#[tokio::test]
async fn each_term_and_what_joins_them() {
    let bench = Bench::new();
    bench.sims.merge_state("drive", &files()).unwrap();
    let aino = granted(&bench, "aino", DRIVE).await;
    for (q, expected) in [
        ("name = 'a'", &["a"][..]),
        (r"name = 'it\'s'", &["it's"]),
        ("mimeType='video/mp4'", &["a"]),
        ("trashed = true", &["gone"]),
        (&format!("'{FOLDER}' in parents"), &["a", "it's", "gone"]),
        ("appProperties has { key='convoke' and value='r1' }", &["a", "gone"]),
        ("appProperties has {key='convoke' and value='r1'} and trashed = false", &["a"]),
    ] {
        assert_eq!(found(&bench, &aino, EVERYWHERE, q).await, expected, "{q}");
    }
    for bad in [
        "name",
        "name = a",
        "name = 'a' or name = 'b'",
        "not trashed = true",
        "name = 'a",
        "x = 'y'",
    ] {
        let q: String = url::form_urlencoded::byte_serialize(bad.as_bytes()).collect();
        let answer = api(&bench, &aino, "GET", &format!("{FILES}&q={q}"), Value::Null).await;
        assert_eq!(why(answer), refused(400, "invalidParameter"), "{bad}");
    }
}

#[tokio::test]
async fn shared_drives_are_searched_when_somebody_says_so() {
    let bench = Bench::new();
    bench.sims.merge_state("drive", &files()).unwrap();
    let aino = granted(&bench, "aino", DRIVE).await;
    let q = "trashed = false";
    let in_folder = format!("'{FOLDER}' in parents and trashed = false");
    assert_eq!(found(&bench, &aino, "", q).await, ["mine"]);
    let user = "&includeItemsFromAllDrives=true";
    assert_eq!(found(&bench, &aino, user, q).await, ["mine"]);
    assert_eq!(found(&bench, &aino, user, &in_folder).await, ["a", "it's"]);
    let drive = format!("{user}&corpora=drive&driveId=0ADemoSharedDriveUk9PVA");
    assert_eq!(found(&bench, &aino, &drive, &in_folder).await, ["a", "it's"]);
    for bad in ["&corpora=allDrives", "&corpora=drive", "&driveId=x", "&corpora=everything"] {
        let answer = api(&bench, &aino, "GET", &format!("{FILES}{bad}"), Value::Null).await;
        assert_eq!(why(answer), refused(400, "invalidParameter"), "{bad}");
    }
    let without = "/drive/v3/files?includeItemsFromAllDrives=true";
    let answer = api(&bench, &aino, "GET", without, Value::Null).await;
    assert_eq!(why(answer), refused(400, "invalidParameter"));
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let bench = Bench::new();
    bench.sims.merge_state("drive", &files()).unwrap();
    let own = account(&bench).await;
    let path =
        format!("{FILES}{EVERYWHERE}&pageSize=2&orderBy=name&fields=nextPageToken,files(name)");
    let (_, first) = api(&bench, &own, "GET", &path, Value::Null).await;
    assert_eq!(first["files"], json!([{"name": "a"}, {"name": "gone"}]));
    let next = first["nextPageToken"].as_str().unwrap();
    let (_, second) =
        api(&bench, &own, "GET", &format!("{path}&pageToken={next}"), Value::Null).await;
    assert_eq!(second, json!({"files": [{"name": "it's"}, {"name": "recordings"}]}));
    let answer = api(&bench, &own, "GET", &format!("{path}&pageToken=x"), Value::Null).await;
    assert_eq!(why(answer), refused(400, "invalidParameter"));
}
