//! The adapter lives with the simulated Drive, in one process.

use convoke::clock::Clock;
use convoke::config::ProviderUrls;
use convoke::domain::config::ConnectionState;
use convoke::domain::ids::Secret;
use convoke::providers::drive::{Begun, Drive, NewFile, PIECE, Progress, Stored};
use convoke::providers::{Access, Means, ProviderFault};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::HeaderValue;
use serde_json::{Value, json};

use super::*;
use crate::sim::drive::content::sha256;
use crate::sim::{Fault, Simulators};

/// The simulators as a way out; a dropped connection is a lost answer.
struct Way(Simulators);

impl Exchange for Way {
    fn exchange(
        &self,
        mut request: Request<Bytes>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportFault>> {
        let simulators = self.0.clone();
        // As a client on the network says it.
        let host = HeaderValue::try_from(request.uri().authority().unwrap().as_str()).unwrap();
        request.headers_mut().insert("host", host);
        Box::pin(async move {
            let lost = |dropped: crate::sim::Dropped| TransportFault::Lost(dropped.to_string());
            simulators.call(request).await.map_err(lost)
        })
    }
}

fn drive(bench: &Bench) -> Drive {
    let at = |path: &str| format!("http://127.0.0.1:9100/drive{path}");
    let urls =
        ProviderUrls { api: at(""), token: at("/token"), authorize: at("/o/oauth2/v2/auth") };
    let now = bench.now();
    Drive::new(Transport::new(Way(bench.sims.clone())), urls, Clock::new(move || now))
}

fn own() -> Access {
    let key = json!(ServiceKey::demo()).to_string();
    Access { credentials: "c1".into(), means: Means::ServiceAccount(Secret::new(key)) }
}

async fn person(bench: &Bench, name: &str, scope: &str) -> Access {
    let token = granted(bench, name, scope).await;
    Access { credentials: name.into(), means: Means::Grant(Secret::new(token)) }
}

fn file(id: &str, size: Option<u64>) -> NewFile<'_> {
    NewFile { id, name: "it's.mp4", folder: FOLDER, mime: "video/mp4", size, mark: "r'1" }
}

async fn begun(drive: &Drive, access: &Access, file: &NewFile<'_>) -> Secret {
    match drive.begin(access, file).await.unwrap() {
        Begun::Session(session) => session,
        Begun::Exists => panic!("the id is taken"),
    }
}

fn fault(bench: &Bench, fault: &Value) {
    bench.sims.inject(Fault::parse(fault).unwrap()).unwrap();
}

fn code(fault: ProviderFault) -> String {
    match fault {
        ProviderFault::Refused(reason) => reason.code,
        other => panic!("{other:?}"),
    }
}

async fn uploaded(drive: &Drive, bytes: &[u8]) -> Stored {
    let id = drive.new_id(&own()).await.unwrap();
    let size = Some(bytes.len() as u64);
    let session = begun(drive, &own(), &file(&id, size)).await;
    match drive.put(&session, 0, size, Bytes::copy_from_slice(bytes)).await.unwrap() {
        Progress::Done(stored) => stored,
        other => panic!("{other:?}"),
    }
}

/// The connection breaks after every piece, and nothing is lost or doubled.
#[tokio::test]
async fn an_upload_whose_answers_are_all_lost_is_byte_for_byte_what_was_sent() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let all = bytes(usize::try_from(3 * PIECE).unwrap() + 77);
    let size = all.len() as u64;
    let id = drive.new_id(&own()).await.unwrap();
    let session = begun(&drive, &own(), &file(&id, None)).await;
    let (mut at, mut lost) = (0, 0);
    let stored = loop {
        fault(&bench, &json!({"provider": "drive", "method": "PUT", "after_effect": true}));
        let end = size.min(at + PIECE);
        let total = (end == size).then_some(size);
        let piece = all[usize::try_from(at).unwrap()..usize::try_from(end).unwrap()].to_vec();
        let answer = drive.put(&session, at, total, piece.into()).await.unwrap_err();
        assert!(matches!(answer, ProviderFault::Uncertain { .. }), "{answer:?}");
        lost += 1;
        match drive.progress(&session, total).await.unwrap() {
            Progress::At(held) => at = held,
            Progress::Done(stored) => break stored,
            Progress::Gone => panic!("the session is gone"),
        }
    };
    assert_eq!((lost, stored.size, stored.sha256.clone()), (4, size, Some(sha256(&all))));
    assert!(stored.link.contains(&id), "{stored:?}");
    assert_eq!(drive.get(&own(), &id).await.unwrap(), Some(stored.clone()));
    assert_eq!(drive.find(&own(), FOLDER, "r'1").await.unwrap(), [stored]);
    assert_eq!(drive.find(&own(), FOLDER, "r1").await.unwrap(), []);
}

#[tokio::test]
async fn an_upload_that_is_begun_twice_makes_one_file() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let stored = uploaded(&drive, b"abc").await;
    let again = drive.begin(&own(), &file(&stored.id, None)).await.unwrap();
    assert_eq!(again, Begun::Exists);
    assert_eq!(bench.sims.state("drive").unwrap()["files"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_that_has_ended_is_gone() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let id = drive.new_id(&own()).await.unwrap();
    let session = begun(&drive, &own(), &file(&id, None)).await;
    assert_eq!(drive.progress(&session, None).await.unwrap(), Progress::At(0));
    bench.pass(7 * 24 * 3600);
    assert_eq!(drive.progress(&session, None).await.unwrap(), Progress::Gone);
    let piece = Bytes::from_static(b"x");
    assert_eq!(drive.put(&session, 0, Some(1), piece).await.unwrap(), Progress::Gone);
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_is_not_the_api_s() {
    let bench = Bench::new();
    let elsewhere = Secret::new("http://127.0.0.1:9200/upload/drive/v3/files?upload_id=x");
    let refused = drive(&bench).put(&elsewhere, 0, None, Bytes::from_static(b"x")).await;
    assert_eq!(code(refused.unwrap_err()), "foreign_session");
    assert!(bench.sims.requests(Some("drive")).is_empty());
}

#[tokio::test]
async fn a_folder_is_tried_before_it_is_used() {
    let bench = Bench::new();
    let drive = drive(&bench);
    drive.verify(&own(), FOLDER).await.unwrap();
    let key = ServiceKey::demo().client_email;
    let given = |role: &str| json!([{"email": key, "role": role}]);
    let folders = json!([
        {"id": "1read", "name": "r", "drive": "shared", "permissions": given("reader")},
        {"id": "1mine", "name": "m", "drive": "mine", "permissions": given("writer")},
        {"id": "1gone", "name": "g", "drive": "shared", "trashed": true, "permissions": given("writer")},
        {"id": "1hidden", "name": "h", "drive": "shared"},
    ]);
    let files = json!([{"id": "1file", "name": "f", "parents": ["1read"], "size": 1}]);
    bench.sims.merge_state("drive", &json!({"folders": folders, "files": files})).unwrap();
    for (folder, expected) in [
        ("1read", "folder_not_writable"),
        ("1mine", "folder_not_in_shared_drive"),
        ("1gone", "folder_not_found"),
        ("1hidden", "folder_not_found"),
        ("1file", "folder_not_found"),
        ("../x", "folder_not_found"),
    ] {
        assert_eq!(code(drive.verify(&own(), folder).await.unwrap_err()), expected, "{folder}");
    }
    let id = drive.new_id(&own()).await.unwrap();
    let mine = NewFile { folder: "1mine", ..file(&id, None) };
    assert_eq!(code(drive.begin(&own(), &mine).await.unwrap_err()), "storage_full");
}

#[tokio::test]
async fn a_file_is_shared_and_taken_back_without_a_mail() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let id = uploaded(&drive, b"abc").await.id;
    drive.share(&own(), &id, "maija@mail.example").await.unwrap();
    drive.share(&own(), &id, "maija@mail.example").await.unwrap();
    let all = drive.permissions(&own(), &id).await.unwrap();
    let given: Vec<_> = all.iter().filter(|permission| !permission.inherited).collect();
    assert_eq!(given.len(), 1, "{all:?}");
    assert_eq!((given[0].email.as_str(), given[0].role.as_str()), ("maija@mail.example", "reader"));
    for request in bench.sims.requests(Some("drive")) {
        if request.path.ends_with("/permissions") && request.method == "POST" {
            assert_eq!(request.query["sendNotificationEmail"], "false");
        }
    }
    drive.unshare(&own(), &id, &given[0].id).await.unwrap();
    drive.unshare(&own(), &id, &given[0].id).await.unwrap();
    assert_eq!(drive.permissions(&own(), &id).await.unwrap().len(), 2);
    assert_eq!(drive.permissions(&own(), "1nowhere").await.unwrap_err(), ProviderFault::Gone);
}

#[tokio::test]
async fn what_hinders_sharing_is_told_apart() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let id = uploaded(&drive, b"abc").await.id;
    bench.sims.merge_state("drive", &json!({"no_account": ["maija@mail.example"]})).unwrap();
    let refused = drive.share(&own(), &id, "maija@mail.example").await.unwrap_err();
    assert_eq!(code(refused), "no_google_account");
    bench.sims.merge_state("drive", &json!({"external_sharing": false, "no_account": []})).unwrap();
    let refused = drive.share(&own(), &id, "maija@mail.example").await.unwrap_err();
    assert_eq!(code(refused), "sharing_forbidden");
    let gone = drive.share(&own(), "1nowhere", "maija@mail.example").await.unwrap_err();
    assert_eq!(gone, ProviderFault::Gone);
}

/// A content manager's file goes to the trash, where it counts as gone.
#[tokio::test]
async fn a_deleted_file_is_not_there_for_whoever_asks() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let id = uploaded(&drive, b"abc").await.id;
    drive.delete(&own(), &id).await.unwrap();
    assert_eq!(bench.sims.state("drive").unwrap()["files"][0]["trashed"], true);
    assert_eq!(drive.get(&own(), &id).await.unwrap(), None);
    assert_eq!(drive.find(&own(), FOLDER, "r'1").await.unwrap(), []);
    drive.delete(&own(), &id).await.unwrap();
    let manager = person(&bench, "aino", DRIVE).await;
    drive.delete(&manager, &id).await.unwrap();
    assert_eq!(bench.sims.state("drive").unwrap()["files"], json!([]));
    drive.delete(&manager, &id).await.unwrap();
}

/// With `drive.file` nothing shows but what Convoke made: it makes a folder once and finds it again.
#[tokio::test]
async fn a_person_s_folder_is_made_once() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let aino = person(&bench, "aino", DRIVE_FILE).await;
    assert_eq!(code(drive.verify(&aino, FOLDER).await.unwrap_err()), "folder_not_found");
    let folder = drive.folder(&aino, "Convoke").await.unwrap();
    assert_eq!(drive.folder(&aino, "Convoke").await.unwrap(), folder);
    drive.verify(&aino, &folder).await.unwrap();
    let id = drive.new_id(&aino).await.unwrap();
    let session = begun(&drive, &aino, &NewFile { folder: &folder, ..file(&id, Some(0)) }).await;
    let done = drive.put(&session, 0, Some(0), Bytes::new()).await.unwrap();
    assert!(matches!(done, Progress::Done(Stored { size: 0, .. })), "{done:?}");
    drive.share(&aino, &id, "maija@mail.example").await.unwrap();
    drive.delete(&aino, &id).await.unwrap();
    assert_eq!(drive.get(&aino, &id).await.unwrap(), None);
}

#[tokio::test]
async fn a_refused_token_is_fetched_anew_or_told_of() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let api = json!({"provider": "drive", "path": "/drive/v3/files/*", "status": 401});
    drive.new_id(&own()).await.unwrap();
    fault(&bench, &api);
    drive.new_id(&own()).await.unwrap();
    let tokens = bench.sims.requests(Some("drive")).iter().filter(|r| r.path == "/token").count();
    assert_eq!(tokens, 2, "one is kept, one was fetched anew");
    let aino = person(&bench, "aino", DRIVE_FILE).await;
    fault(&bench, &api);
    assert_eq!(drive.new_id(&aino).await.unwrap_err(), ProviderFault::TokenRefused);
    let email = person(&bench, "matti", "email").await;
    let ProviderFault::Connection { state, .. } = drive.new_id(&email).await.unwrap_err() else {
        panic!("not the connection's")
    };
    assert_eq!(state, ConnectionState::InsufficientScope);
}

#[tokio::test]
async fn what_can_not_be_done_now_is_done_later() {
    let bench = Bench::new();
    let drive = drive(&bench);
    let id = uploaded(&drive, b"abc").await.id;
    for status in [403, 429] {
        fault(&bench, &json!({"provider": "drive", "status": status}));
        let passing = drive.delete(&own(), &id).await.unwrap_err();
        assert!(matches!(passing, ProviderFault::Passing { .. }), "{status}: {passing:?}");
    }
    fault(&bench, &json!({"provider": "drive", "status": 503}));
    let unsure = drive.share(&own(), &id, "maija@mail.example").await.unwrap_err();
    assert!(matches!(unsure, ProviderFault::Uncertain { .. }), "{unsure:?}");
}
