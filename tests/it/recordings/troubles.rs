//! What goes wrong on a recording's way: at Zoom, at Drive, in the settings. Each heals by itself or says what it needs,
//! and in the end one whole file lies there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use convoke::domain::fault::Fault;
use convoke::domain::onboarding::recording::FileState;
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::{Request, Response};
use serde_json::{Value, json};

use super::deadly::is_piece;
use super::scene::{AINO, DAY_MS, Given, HOUR_MS, LONG, MATTI, NEA, PIECE, SHORT, Scene};

/// What becomes of an answer.
type Change = fn(&Asked, Response<Bytes>) -> Result<Response<Bytes>, TransportFault>;

/// What was asked, as far as it matters.
struct Asked {
    path: String,
    is_piece: bool,
    /// The how-manieth of its kind it is, from 1.
    number: usize,
}

/// A way out on which answers are changed.
struct Upset {
    way: Transport,
    change: Change,
    pieces: Arc<AtomicUsize>,
    reads: Arc<AtomicUsize>,
}

impl Exchange for Upset {
    fn exchange(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportFault>> {
        let path = request.uri().path().to_owned();
        let is_piece = is_piece(&request);
        let number = match (is_piece, path.contains("/cdn/")) {
            (true, _) => self.pieces.fetch_add(1, Ordering::SeqCst) + 1,
            (_, true) => self.reads.fetch_add(1, Ordering::SeqCst) + 1,
            _ => 0,
        };
        let (way, change) = (self.way.clone(), self.change);
        let asked = Asked { path, is_piece, number };
        Box::pin(async move { change(&asked, way.send(request).await?) })
    }
}

/// Takes Zoom's message in hand on such a way.
async fn upset(scene: &Scene, change: Change) -> Result<(), Fault> {
    scene.tell_of_film().await;
    let messages = scene.taken_out();
    let (pieces, reads) = (Arc::default(), Arc::default());
    let way = |way, _| Transport::new(Upset { way, change, pieces, reads });
    scene.handled(&messages[0], 1, way).await.expect("nobody dies")
}

async fn scene(size: u64) -> Scene {
    Scene::new(&Given { size, ..Given::default() }).await
}

fn fault(scene: &Scene, fault: Value) {
    scene.world().sims.inject(serde_json::from_value(fault).unwrap()).unwrap();
}

/// How many pieces Drive was sent.
fn pieces(scene: &Scene) -> usize {
    let sent = scene.world().sims.requests(Some("drive"));
    sent.iter().filter(|it| it.method == "PUT" && it.body["bytes"].is_u64()).count()
}

fn begun(scene: &Scene) -> usize {
    let asked = scene.world().sims.requests(Some("drive"));
    asked.iter().filter(|it| it.method == "POST" && it.path == "/upload/drive/v3/files").count()
}

/// The worker dies with a piece, and nobody comes for so long.
async fn interrupted(scene: &Scene, pause_ms: i64) {
    scene.tell_of_film().await;
    let messages = scene.taken_out();
    assert!(!scene.dying(&messages[0], is_piece, (2, true)).await);
    scene.world().time().pass_ms(pause_ms);
}

/// B10: the upload's session has ended meanwhile: it is begun anew, and is the same file.
#[tokio::test]
async fn an_upload_that_has_ended_is_begun_anew() {
    let mut scene = scene(LONG).await;
    scene.world().sims.merge_state("drive", &json!({"session_hours": 1})).unwrap();
    interrupted(&scene, 2 * HOUR_MS).await;
    let id = scene.film().await.stored_as;
    scene.pass(HOUR_MS).await;
    scene.is_whole(LONG, "after the session").await;
    assert_eq!(begun(&scene), 2);
    assert_eq!(scene.film().await.stored_as, id, "the same file");
    assert_eq!(scene.told(NEA), 1);
}

/// B10: the file was made, nobody heard of it, and the session has ended since: the file is found by its id.
#[tokio::test]
async fn a_file_that_was_made_unheard_is_found() {
    let mut scene = scene(LONG).await;
    scene.world().sims.merge_state("drive", &json!({"session_hours": 1})).unwrap();
    scene.tell_of_film().await;
    let messages = scene.taken_out();
    assert!(!scene.dying(&messages[0], is_piece, (4, true)).await);
    assert_eq!(scene.stored().len(), 1, "it is there");
    scene.world().time().pass_ms(2 * HOUR_MS);
    scene.pass(HOUR_MS).await;
    scene.is_whole(LONG, "found").await;
    assert_eq!(pieces(&scene), 4, "nothing is sent twice");
}

/// B10: whoever serves the bytes may give all of them, whatever part is asked for.
#[tokio::test]
async fn a_server_without_ranges_gives_the_same_file() {
    let mut scene = scene(LONG).await;
    let account = json!({"account": {"cdn_ranges": false}});
    scene.world().sims.merge_state("zoom", &account).unwrap();
    interrupted(&scene, 0).await;
    scene.pass(HOUR_MS).await;
    scene.is_whole(LONG, "without ranges").await;
    assert_eq!(pieces(&scene), 4, "what is held is not sent again");
}

/// B10: a download breaks off after the first piece: what came is kept, and the rest is fetched.
#[tokio::test]
async fn a_download_that_breaks_off_goes_on() {
    let mut scene = scene(LONG).await;
    let ended = upset(&scene, |asked, mut answer| {
        if asked.path.contains("/cdn/") && asked.number == 1 {
            let kept = usize::try_from(PIECE + 1_000).unwrap();
            *answer.body_mut() = answer.body().slice(..kept);
        }
        Ok(answer)
    });
    assert!(matches!(ended.await, Err(Fault::Retry { .. })));
    assert_eq!(pieces(&scene), 1, "what may be cut short is not taken for the end");
    assert!(scene.stored().is_empty());
    scene.pass(HOUR_MS).await;
    scene.is_whole(LONG, "after it broke off").await;
    assert_eq!(pieces(&scene), 4);
}

/// B10: the answer to a piece is lost: Drive is asked how much it holds, and no piece is sent twice.
#[tokio::test]
async fn a_lost_answer_to_a_piece_costs_a_question() {
    for lost in 1..=4 {
        let scene = scene(LONG).await;
        let change: Change = match lost {
            1 => |asked, answer| losing(asked, answer, 1),
            2 => |asked, answer| losing(asked, answer, 2),
            3 => |asked, answer| losing(asked, answer, 3),
            _ => |asked, answer| losing(asked, answer, 4),
        };
        upset(&scene, change).await.unwrap();
        assert_eq!(pieces(&scene), 4, "piece {lost}");
        scene.is_whole(LONG, &format!("piece {lost} lost")).await;
    }
}

fn losing(
    asked: &Asked,
    answer: Response<Bytes>,
    lost: usize,
) -> Result<Response<Bytes>, TransportFault> {
    if asked.is_piece && asked.number == lost {
        return Err(TransportFault::Lost("on purpose".to_owned()));
    }
    Ok(answer)
}

/// B10: Zoom and Drive fail with what passes, at every call: it is repeated until it works.
#[tokio::test]
async fn failures_pass() {
    for status in [429, 500, 503] {
        for (provider, method, path, times) in [
            ("zoom", "GET", "/rec/webhook_download/*", 2),
            ("zoom", "GET", "/cdn/*", 2),
            ("drive", "PUT", "/upload/drive/v3/files", 5),
            ("drive", "POST", "/upload/drive/v3/files", 2),
            ("drive", "GET", "/drive/v3/files/generateIds", 2),
            ("drive", "GET", "/drive/v3/files", 2),
            ("drive", "POST", "/drive/v3/files/*/permissions", 2),
            ("drive", "GET", "/drive/v3/files/*/permissions", 2),
        ] {
            let mut scene = scene(SHORT).await;
            fault(
                &scene,
                json!({"provider": provider, "method": method, "path": path,
                       "status": status, "times": times}),
            );
            scene.tell_of_film().await;
            scene.pass(3 * HOUR_MS).await;
            let place = format!("{status} at {method} {path}");
            assert!(scene.world().sims.faults(None).is_empty(), "{place}: it was hit");
            scene.is_whole(SHORT, &place).await;
            assert_eq!(scene.told(NEA), 1, "{place}");
        }
    }
}

/// B10: Drive answers, and the answer is lost, at every call that has an effect.
#[tokio::test]
async fn lost_answers_of_drive_make_no_second_file() {
    for (method, path) in [
        ("PUT", "/upload/drive/v3/files"),
        ("POST", "/upload/drive/v3/files"),
        ("GET", "/drive/v3/files/generateIds"),
        ("POST", "/drive/v3/files/*/permissions"),
    ] {
        for times in 1..=5 {
            let mut scene = scene(SHORT).await;
            fault(
                &scene,
                json!({"provider": "drive", "method": method, "path": path,
                       "after_effect": true, "times": times}),
            );
            scene.tell_of_film().await;
            scene.pass(6 * HOUR_MS).await;
            scene.is_whole(SHORT, &format!("{times} lost at {method} {path}")).await;
        }
    }
}

/// B10: the token that came with the message is good for a day. After that the API gives another.
#[tokio::test]
async fn after_a_day_the_api_gives_the_token() {
    // The worker dies and nobody comes for 25 hours; or the message itself lies for so long.
    for waits_in_queue in [false, true] {
        let mut scene = scene(LONG).await;
        if waits_in_queue {
            scene.tell_of_film().await;
            scene.world().time().pass_ms(25 * HOUR_MS);
        } else {
            interrupted(&scene, 25 * HOUR_MS).await;
        }
        scene.world().sims.clear_requests(Some("zoom"));
        scene.pass(HOUR_MS).await;
        scene.is_whole(LONG, "a day later").await;
        let asked = scene.world().sims.requests(Some("zoom"));
        let lists = |path: &str| path.starts_with("/meetings/") && path.ends_with("/recordings");
        assert!(asked.iter().any(|it| it.method == "GET" && lists(&it.path)), "{asked:#?}");
    }
}

/// B10, B32: Zoom answers with a page for people, as it does for whoever is not signed in: that is no recording.
#[tokio::test]
async fn a_page_for_people_is_no_recording() {
    let mut scene = scene(SHORT).await;
    let page = "<!doctype html><title>Sign in</title>";
    for path in ["/rec/webhook_download/*", "/rec/download/*"] {
        fault(
            &scene,
            json!({"provider": "zoom", "method": "GET", "path": path, "status": 200, "body": page,
                   "headers": {"content-type": "text/html; charset=utf-8",
                               "content-length": page.len().to_string()}}),
        );
    }
    scene.tell_of_film().await;
    scene.simulation.work().await;
    let film = scene.film().await;
    assert_eq!(film.state, FileState::Blocked, "{film:#?}");
    assert_eq!(film.reason.map(|it| it.code).as_deref(), Some("recording_refused"));
    assert_eq!((scene.stored().len(), scene.told(NEA)), (0, 0));
    scene.pass(2 * HOUR_MS).await;
    scene.is_whole(SHORT, "once Zoom gives it").await;
}

/// B10: without Drive the recording waits and says so; connecting it is all that it takes.
#[tokio::test]
async fn without_drive_it_waits_and_connecting_heals() {
    let given = Given { drive: false, ..Given::default() };
    let mut scene = Scene::new(&given).await;
    scene.tell_of_film().await;
    scene.pass(3 * HOUR_MS).await;
    let film = scene.film().await;
    assert_eq!(film.state, FileState::Blocked);
    let reason = film.reason.unwrap();
    assert!(reason.detail.contains("connect Google Drive"), "{reason:?}");
    assert!(!scene.world().has_messages(), "nobody asks again and again");
    scene.connect_drive().await;
    scene.simulation.work().await;
    scene.is_whole(SHORT, "connected").await;
    assert_eq!(scene.told(NEA), 1);
}

/// B10: a folder that is not there, or takes nothing, is named; another one heals.
#[tokio::test]
async fn a_wrong_folder_is_named() {
    let given = Given { drive: false, ..Given::default() };
    let mut scene = Scene::new(&given).await;
    let closed = json!([
        {"id": "1DemoRecordingsFolder", "name": "recordings", "drive": "shared",
         "permissions": [{"email": AINO, "role": "organizer"},
                         {"email": robot(&scene), "role": "fileOrganizer"}]},
        {"id": "1Closed", "name": "closed", "drive": "shared",
         "permissions": [{"email": robot(&scene), "role": "reader"}]},
    ]);
    scene.world().sims.merge_state("drive", &json!({"folders": closed})).unwrap();
    let key = scene.world().state("drive")["service_account_key"].take();
    let put = |folder: &str| json!({"kind": "service_account", "key": key, "folder": folder});
    scene.ok("PUT", "/connections/drive", put("1Nowhere")).await;
    scene.tell_of_film().await;
    for (folder, code) in [("1Nowhere", "folder_not_found"), ("1Closed", "folder_not_writable")] {
        scene.ok("PUT", "/connections/drive", put(folder)).await;
        scene.pass(HOUR_MS / 2).await;
        let film = scene.film().await;
        assert_eq!(film.state, FileState::Blocked, "{folder}");
        assert_eq!(film.reason.map(|it| it.code).as_deref(), Some(code));
    }
    scene.ok("PUT", "/connections/drive", put("1DemoRecordingsFolder")).await;
    scene.simulation.work().await;
    scene.is_whole(SHORT, "the right folder").await;
}

fn robot(scene: &Scene) -> String {
    let key = scene.world().state("drive")["service_account_key"].take();
    key["client_email"].as_str().unwrap().to_owned()
}

/// B10: the app may not read recordings any more, and the message's token has ended: people see which scope is missing,
/// and once it is there it goes on by itself.
#[tokio::test]
async fn a_missing_scope_is_named() {
    let mut scene = scene(SHORT).await;
    scene.tell_of_film().await;
    scene.world().time().pass_ms(25 * HOUR_MS);
    let all = scene.world().state("zoom")["account"]["scopes"].as_array().unwrap().clone();
    let few: Vec<_> = all.iter().filter(|it| !it.as_str().unwrap().starts_with("cloud_")).collect();
    scene.world().sims.merge_state("zoom", &json!({"account": {"scopes": few}})).unwrap();
    scene.pass(HOUR_MS / 2).await;
    let film = scene.film().await;
    assert_eq!(film.state, FileState::Blocked);
    let reason = film.reason.unwrap();
    assert!(reason.detail.contains("cloud_recording:read:list_recording_files"), "{reason:?}");
    scene.world().sims.merge_state("zoom", &json!({"account": {"scopes": all}})).unwrap();
    scene.pass(DAY_MS).await;
    scene.is_whole(SHORT, "with the scope").await;
}

/// B11, B32: whoever has no account where the recording lies is not let in, which holds nobody else up; nobody is told of
/// what they can't open.
#[tokio::test]
async fn without_an_account_nobody_else_waits() {
    let mut scene = scene(SHORT).await;
    scene.world().sims.merge_state("drive", &json!({"no_account": [NEA]})).unwrap();
    scene.tell_of_film().await;
    scene.pass(DAY_MS).await;
    let film = scene.film().await;
    assert_eq!(film.state, FileState::Shared);
    assert_eq!(film.shut_out[NEA], "no_google_account");
    assert_eq!(Scene::readers(&scene.stored_film()), [AINO, MATTI].map(str::to_owned).into());
    assert_eq!(scene.told(NEA), 0);
}
