//! Google and Microsoft don't tell that a recording is there: they are asked, and the files are fetched where each keeps
//! them, with what opens them there.

use std::collections::BTreeSet;

use convoke::domain::ids::{SessionKey, hex};
use convoke::domain::meeting::LiveMeeting;
use convoke::domain::onboarding::SOURCE;
use convoke::domain::onboarding::recording::{FileRecord, FileState};
use convoke_local::sim::zoom::content::{content, transcript};
use convoke_local::simulation::{Simulation, World};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::scene::{AINO, DAY_MS, MATTI, NEA, Scene, T};

const SIZE: u64 = 300_001;

/// What a service account has to be allowed for recordings, beside what meetings need.
const AT_GOOGLE: [&str; 2] = [
    "https://www.googleapis.com/auth/meetings.space.readonly",
    "https://www.googleapis.com/auth/drive.meet.readonly",
];

/// A meeting in a company that meets there, planned and not held yet.
async fn planned(provider: &str, connection: &str, body: Value) -> (Scene, LiveMeeting) {
    let world = World::keeping(23, 0).await.unwrap();
    let mut scene = Scene { simulation: Simulation::new(world), meeting: 0 };
    scene.company(&json!({})).await;
    scene.ok("PUT", &format!("/connections/{connection}"), body).await;
    scene.connect_drive().await;
    for (id, role) in [("aino", "hr_manager"), ("matti", "manager"), ("nea", "new_employee")] {
        scene.person(id, &[role], "active").await;
    }
    let matti =
        json!({"name": "matti", "emails": [MATTI], "roles": ["manager"], "calendar_synced": true});
    scene.ok("PUT", "/people/matti", matti).await;
    let step = json!({"id": "team", "kind": "meeting", "title": "Team", "day": 1, "time": "10:00",
        "roles": ["manager", "hr_manager"], "goals": "Know the team"});
    let stage = json!({"id": "s1", "name": "Team", "from_day": 0, "days": 7, "steps": [step]});
    let scenario = json!({"name": "Start", "provider": provider, "stages": [stage]});
    scene.ok("PUT", "/scenarios/start", scenario).await;
    scene.ok("POST", "/scenarios/start/publish", Value::Null).await;
    scene.enrol("e1", "nea", "2026-12-01").await;
    let key = SessionKey::new(T, SOURCE, "e1:team");
    let session = scene.world().app.store.session(&key).await.unwrap().expect("planned");
    let live = session.live.unwrap_or_else(|| panic!("{:?}", session.reason));
    (scene, live)
}

async fn at_google() -> (Scene, LiveMeeting) {
    let world = World::keeping(23, 0).await.unwrap();
    let key = world.state("google")["service_account_key"].take();
    let (scene, live) =
        planned("google_meet", "google", json!({"kind": "service_account", "key": key})).await;
    let mut scopes = scene.world().state("google")["delegation"]["scopes"].take();
    scopes.as_array_mut().unwrap().extend(AT_GOOGLE.map(Value::from));
    scene.world().sims.merge_state("google", &json!({"delegation": {"scopes": scopes}})).unwrap();
    (scene, live)
}

/// Meet has a conference of this meeting, with a film and what was said, as far as they are.
fn conference(scene: &Scene, live: &LiveMeeting, state: &str) {
    let code = live.join_url.rsplit('/').next().unwrap().split('?').next().unwrap();
    let conference = json!({"id": "c1", "meeting_code": code, "host": MATTI,
        "start": "2026-12-02T08:00:00Z", "end": "2026-12-02T08:40:00Z",
        "recordings": [{"id": "r1", "state": state, "file": "film-1", "size": SIZE}],
        "transcripts": [{"id": "t1", "state": state, "document": "doc-1",
            "entries": [{"id": "e1", "text": "Tervetuloa"}, {"id": "e2", "text": "Kiitos"}]}]});
    scene.world().sims.merge_state("google", &json!({"conferences": [conference]})).unwrap();
}

async fn pass_until(scene: &mut Scene, at: &str) {
    let at: jiff::Timestamp = at.parse().unwrap();
    let ms = at.as_millisecond() - scene.world().time().now_ms();
    scene.pass(ms).await;
}

fn hash(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// Both files lie in the folder, whole, and are shown to those who took part, who were told once.
async fn are_kept(scene: &Scene, film: &[u8], text: &[u8]) {
    let files = scene.files().await;
    let states: Vec<_> = files.iter().map(|it| (it.kind, it.state)).collect();
    assert_eq!(files.len(), 2, "{files:#?}");
    assert!(
        files.iter().all(|it| it.state == FileState::Shared),
        "{states:?} {:?}",
        reasons(&files)
    );
    let hashes: BTreeSet<_> = scene.stored().iter().map(|it| it["sha256"].to_string()).collect();
    assert_eq!(hashes, [hash(film), hash(text)].map(|it| json!(it).to_string()).into());
    for file in scene.stored() {
        assert_eq!(Scene::readers(&file), [AINO, MATTI, NEA].map(str::to_owned).into());
    }
    assert_eq!(scene.told(NEA), 1);
}

fn reasons(files: &[FileRecord]) -> Vec<Option<String>> {
    files.iter().map(|it| it.reason.as_ref().map(ToString::to_string)).collect()
}

/// B10, B11, B31: what Meet has recorded is taken from the host's own drive once it is there, however long that takes.
#[tokio::test]
async fn what_meet_records_is_kept() {
    let (mut scene, live) = at_google().await;
    conference(&scene, &live, "ENDED");
    pass_until(&mut scene, "2026-12-02T12:00:00Z").await;
    assert_eq!(scene.stored(), Vec::<Value>::new(), "it is still being made");
    conference(&scene, &live, "FILE_GENERATED");
    scene.pass(DAY_MS).await;
    are_kept(&scene, &content("meet", "film-1", 0..SIZE), b"Tervetuloa\nKiitos\n").await;
}

/// B10, B31: the same of Teams, by the application that makes the meetings.
#[tokio::test]
async fn what_teams_records_is_kept() {
    let world = World::keeping(23, 0).await.unwrap();
    let app = world.state("microsoft")["app"].clone();
    let body = json!({"kind": "app", "tenant_id": app["tenant_id"], "client_id": app["client_id"],
        "client_secret": app["client_secret"]});
    let (mut scene, _) = planned("ms_teams", "microsoft", body).await;
    let mut permissions = app["permissions"].clone();
    let more = [
        "OnlineMeetings.Read.All",
        "OnlineMeetingRecording.Read.All",
        "OnlineMeetingTranscript.Read.All",
        "User.Read.All",
    ];
    let known = permissions.as_array_mut().unwrap();
    known.extend(more.iter().map(|it| json!(it)));
    known.sort_by_key(Value::to_string);
    known.dedup();
    let change = json!({"app": {"permissions": permissions}});
    scene.world().sims.merge_state("microsoft", &change).unwrap();
    pass_until(&mut scene, "2026-12-02T09:30:00Z").await;
    assert_eq!(scene.stored(), Vec::<Value>::new(), "nothing was recorded yet");
    let asked = scene.world().sims.requests(Some("microsoft")).into_iter();
    let id = asked.filter(|it| it.path.ends_with("/recordings")).find_map(|it| {
        Some(it.path.split("/onlineMeetings/").nth(1)?.strip_suffix("/recordings")?.to_owned())
    });
    let id = id.expect("it is asked for");
    let id = percent_encoding::percent_decode_str(&id).decode_utf8().unwrap().into_owned();
    let file = |name: &str, size: u64| json!([{"meeting_id": id, "id": name, "size": size, "created": "2026-12-02T08:00:00Z"}]);
    let made = json!({"recordings": file("r1", SIZE), "transcripts": file("t1", 300)});
    scene.world().sims.merge_state("microsoft", &made).unwrap();
    scene.pass(DAY_MS).await;
    are_kept(&scene, &content(&id, "r1", 0..SIZE), &transcript(300)).await;
}
