//! One company in one thread under virtual time: Zoom and Drive connected, a scenario whose meeting is recorded, two
//! people who settle in, and somebody from outside who takes part.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

use convoke::app::ask::Taken;
use convoke::app::{Context, copy_recording, hear, tick};
use convoke::domain::fault::Fault;
use convoke::domain::ids::{SessionKey, hex};
use convoke::domain::onboarding::SOURCE;
use convoke::domain::onboarding::recording::{FileKind, FileRecord, FileState};
use convoke::queue::{Envelope, RecordingMessage};
use convoke::transport::Transport;
use convoke_local::sim::zoom::content::content;
use convoke_local::simulation::{Simulation, TABLE, World};
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use ring::digest::{Context as Digest, SHA256};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// The tenant.
pub(super) const T: &str = "butterfly";
/// HR, the manager who hosts, who settles in, and who does so later.
pub(super) const AINO: &str = "aino@demo.example";
pub(super) const MATTI: &str = "matti@demo.example";
pub(super) const NEA: &str = "nea@demo.example";
pub(super) const OLLI: &str = "olli@demo.example";
/// Takes part, and is not of the company.
pub(super) const GUEST: &str = "guest@outside.example";
/// One that has to be encoded with care.
pub(super) const UUID: &str = "/aB//cdEfGhIjKlMnOpQrA==";
/// The film and what was said in it, as Zoom calls them.
pub(super) const FILM: &str = "f1";
pub(super) const TEXT: &str = "f2";
/// What is copied at a time.
pub(super) const PIECE: u64 = 8 * 1024 * 1024;
/// A film of three pieces and a rest.
pub(super) const LONG: u64 = 3 * PIECE + 12_345;
/// A film that needs no second piece.
pub(super) const SHORT: u64 = 300_001;
const MINUTE_MS: i64 = 60_000;
pub(super) const HOUR_MS: i64 = 60 * MINUTE_MS;
pub(super) const DAY_MS: i64 = 24 * HOUR_MS;

/// Where the simulators are.
const SIMS: &str = "http://sim.test";
const RECORDINGS: &str = "convoke-recordings";

/// A company, its meeting and what was recorded.
pub(super) struct Scene {
    pub simulation: Simulation,
    /// Zoom's number of the first meeting.
    pub meeting: i64,
}

/// A scene's beginning, as it is kept.
struct Kept {
    meeting: i64,
    items: Vec<Value>,
    vendors: [(&'static str, Value); 3],
}

/// What a scene begins with.
pub(super) struct Given {
    /// Bytes of the film.
    pub size: u64,
    /// Whether Drive is connected.
    pub drive: bool,
    /// The company's own setting.
    pub privacy: Value,
    /// The scenario's.
    pub own: Value,
    /// Whether the step shows what was recorded of it before.
    pub earlier: bool,
}

impl Default for Given {
    fn default() -> Self {
        Self { size: SHORT, drive: true, privacy: json!({}), own: Value::Null, earlier: true }
    }
}

/// The hash of the film of so many bytes.
pub(super) fn sha256(size: u64) -> String {
    static KNOWN: LazyLock<Mutex<Vec<(u64, String)>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap();
    if let Some((_, hash)) = known.iter().find(|(of, _)| *of == size) {
        return hash.clone();
    }
    let mut digest = Digest::new(&SHA256);
    for begin in (0..size).step_by(1 << 20) {
        digest.update(&content(UUID, FILM, begin..size.min(begin + (1 << 20))));
    }
    let hash = hex(digest.finish().as_ref());
    known.push((size, hash.clone()));
    hash
}

/// A call of the API as the operator.
pub(super) async fn call(world: &World, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let uri = format!("/v1/tenants/{T}{path}");
    let request = Request::builder().method(method).uri(uri);
    let request = request.header("authorization", "Bearer operator");
    let request = request.header("content-type", "application/json");
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let answer = admin_api::handle(&world.app, &request.body(body).unwrap()).await;
    let said = serde_json::from_str(answer.body()).unwrap_or(Value::Null);
    (answer.status().as_u16(), said)
}

fn scenario(given: &Given) -> Value {
    let mut scenario = json!({"name": "Start", "provider": "zoom", "stages": [
        {"id": "s1", "name": "Team", "from_day": 0, "days": 7, "steps": [
            {"id": "team", "kind": "meeting", "title": "Team", "day": 1, "time": "10:00",
             "roles": ["manager", "hr_manager"], "people": [GUEST], "goals": "Know the team",
             "previous_recording": given.earlier.then_some("latest")}]}]});
    if !given.own.is_null() {
        scenario["privacy"] = given.own.clone();
    }
    scenario
}

impl Scene {
    /// Everything is set up, and the first meeting is planned. That is done once for all tests which begin with the
    /// same, and kept as the table and the vendors have it.
    pub async fn new(given: &Given) -> Self {
        static KEPT: LazyLock<Mutex<BTreeMap<String, Arc<Kept>>>> = LazyLock::new(Mutex::default);
        let name = format!("{} {} {} {}", given.drive, given.privacy, given.own, given.earlier);
        let kept = KEPT.lock().unwrap().get(&name).cloned();
        let kept = match kept {
            Some(kept) => kept,
            None => Arc::new(Self::begun(given).await.kept()),
        };
        KEPT.lock().unwrap().insert(name, Arc::clone(&kept));
        let world = World::keeping(23, 0).await.unwrap();
        world.aws.load(TABLE, &kept.items).unwrap();
        for (vendor, held) in &kept.vendors {
            world.sims.restore(vendor, held.clone()).unwrap();
        }
        let scene = Self { simulation: Simulation::new(world), meeting: kept.meeting };
        scene.recorded(given.size);
        scene
    }

    async fn begun(given: &Given) -> Self {
        let world = World::keeping(23, 0).await.unwrap();
        let mut scene = Self { simulation: Simulation::new(world), meeting: 0 };
        scene.furnish(given).await;
        scene.enrol("e1", "nea", "2026-12-01").await;
        let key = SessionKey::new(T, SOURCE, "e1:team");
        let session = scene.world().app.store.session(&key).await.unwrap().expect("planned");
        scene.meeting = session.live.expect("a meeting").id.parse().unwrap();
        scene
    }

    fn kept(&self) -> Kept {
        let sims = &self.world().sims;
        let vendors = ["zoom", "drive", "mail"].map(|name| (name, sims.snapshot(name).unwrap()));
        Kept { meeting: self.meeting, items: self.world().aws.peek_all(TABLE), vendors }
    }

    pub const fn world(&self) -> &World {
        &self.simulation.world
    }

    /// A call that must succeed.
    pub async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, said) = call(self.world(), method, path, &body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {said:#}");
        said
    }

    /// The company's own settings.
    pub async fn company(&self, privacy: &Value) {
        let tenant = json!({"name": "Butterfly", "time_zone": "Europe/Helsinki", "locale": "en",
            "profile": "onboarding", "contact": {"name": "HR", "email": "hr@demo.example"},
            "privacy": privacy});
        self.ok("PUT", "", tenant).await;
    }

    /// Drive is connected with what the simulated one has.
    pub async fn connect_drive(&self) {
        let key = self.world().state("drive")["service_account_key"].take();
        let body = json!({"kind": "service_account", "key": key});
        self.ok("PUT", "/connections/drive", body).await;
    }

    /// Somebody is with the company.
    pub async fn person(&self, id: &str, roles: &[&str], employment: &str) {
        let mut person = json!({"name": id, "emails": [format!("{id}@demo.example")],
            "roles": roles, "employment": employment});
        if matches!(id, "nea" | "olli") {
            person["manager"] = json!("matti");
        }
        self.ok("PUT", &format!("/people/{id}"), person).await;
    }

    async fn furnish(&self, given: &Given) {
        self.company(&given.privacy).await;
        let zoom = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
            "client_secret": "secret-demo"});
        self.ok("PUT", "/connections/zoom", zoom).await;
        if given.drive {
            self.connect_drive().await;
        }
        self.person("aino", &["hr_manager"], "active").await;
        self.person("matti", &["manager"], "active").await;
        self.person("nea", &["new_employee"], "active").await;
        self.person("olli", &["new_employee"], "active").await;
        self.person("kai", &[], "active").await;
        for id in ["aino", "matti"] {
            let link = json!({"external_id": format!("u-{id}")});
            self.ok("PUT", &format!("/people/{id}/links/zoom"), link).await;
        }
        self.ok("PUT", "/scenarios/start", scenario(given)).await;
        self.ok("POST", "/scenarios/start/publish", Value::Null).await;
    }

    /// Somebody begins, and what follows at once has followed.
    pub async fn enrol(&mut self, id: &str, person: &str, day: &str) {
        let body = json!({"id": id, "scenario": "start", "person": person, "start_date": day});
        self.ok("POST", "/enrolments", body).await;
        self.simulation.work().await;
    }

    /// Zoom has a film of so many bytes, and what was said.
    fn recorded(&self, size: u64) {
        let files = json!([{"id": FILM, "file_type": "MP4", "size": size},
            {"id": TEXT, "file_type": "TRANSCRIPT", "size": 900}]);
        let recording = json!({"meeting_id": self.meeting, "uuid": UUID, "host_id": "u-matti",
            "topic": "Team", "start_time": "2026-11-30T07:00:00Z", "files": files});
        self.world().sims.merge_state("zoom", &json!({"recordings": [recording]})).unwrap();
    }

    /// Zoom tells, and the message lies in the queue.
    pub async fn tell(&self, event: &str) {
        let wanted = json!({"event": event, "uuid": UUID});
        let hook = self.world().sims.hook("zoom", &wanted, SIMS).unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in hook.headers {
            headers.insert(HeaderName::from_static(name), HeaderValue::try_from(value).unwrap());
        }
        let app = self.world().process("provider-webhook", 1).unwrap();
        let taken = hear::take(&app, &headers, hook.body.as_bytes(), "t").await.unwrap();
        assert_eq!(taken, Taken::Done);
    }

    pub async fn tell_of_film(&self) {
        self.tell("recording.completed").await;
    }

    pub async fn tell_of_text(&self) {
        self.tell("recording.transcript_completed").await;
    }

    /// What the queue of recordings holds, taken out of it for good.
    pub fn taken_out(&self) -> Vec<RecordingMessage> {
        let aws = &self.world().aws;
        let received = aws.receive(RECORDINGS, 10, None).unwrap();
        let receipts: Vec<_> = received.iter().map(|it| it.receipt_handle.clone()).collect();
        aws.delete(RECORDINGS, &receipts).unwrap();
        let read = |body: &String| serde_json::from_str::<Envelope<RecordingMessage>>(body);
        received.iter().map(|it| read(&it.body).unwrap().message).collect()
    }

    /// Lets time pass: whatever is due is done at its minute, the clock's part too.
    pub async fn pass(&mut self, ms: i64) {
        let end = self.world().time().now_ms() + ms;
        loop {
            self.simulation.work().await;
            let now = self.world().time().now_ms();
            let due = self.next_tick_ms().filter(|at| *at <= end);
            self.simulation.work_for(due.unwrap_or(end) - now).await;
            let Some(due) = due else { break };
            self.world().time().pass_until(due);
            let clock = self.world().process("clock", 1).unwrap();
            tick::tick(&clock, clock.clock.now(), "tick").await.unwrap();
        }
        self.world().time().pass_until(end);
        self.simulation.work().await;
    }

    fn next_tick_ms(&self) -> Option<i64> {
        let first = self.world().aws.peek_first(TABLE, "_clock#due")?;
        let at = first["gsi1sk"]["S"].as_str()?.split('#').next()?.to_owned();
        let at: jiff::Timestamp = at.parse().ok()?;
        let soonest = at.as_millisecond().max(self.world().time().now_ms() + 1);
        Some((soonest + MINUTE_MS - 1).div_euclid(MINUTE_MS) * MINUTE_MS)
    }

    /// What is known of the files, the film first.
    pub async fn files(&self) -> Vec<FileRecord> {
        let mut files = self.world().app.store.files(T).await.unwrap();
        files.sort_by_key(|file| file.kind);
        files
    }

    /// What is known of the only film.
    pub async fn film(&self) -> FileRecord {
        let mut films = self.files().await;
        films.retain(|file| file.kind == FileKind::Recording);
        assert_eq!(films.len(), 1, "{films:#?}");
        films.remove(0)
    }

    /// What is known of its transcript.
    pub async fn text(&self) -> FileRecord {
        let files = self.files().await;
        let text = files.into_iter().find(|file| file.kind == FileKind::Transcript);
        text.expect("it is at least waited for")
    }

    /// Everything that lies in Drive.
    pub fn stored(&self) -> Vec<Value> {
        self.world().state("drive")["files"].as_array().cloned().unwrap_or_default()
    }

    /// The only film that lies in Drive.
    pub fn stored_film(&self) -> Value {
        let films = |file: &Value| file["mime_type"] == "video/mp4";
        let mut all: Vec<_> = self.stored().into_iter().filter(films).collect();
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    }

    /// Who was let in to a file in Drive.
    pub fn readers(file: &Value) -> BTreeSet<String> {
        let all = file["permissions"].as_array().cloned().unwrap_or_default();
        all.iter().map(|it| it["email"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The addresses that were let in anywhere at any time, as Drive was asked.
    pub fn let_in(&self) -> Vec<String> {
        let asked = self.world().sims.requests(Some("drive")).into_iter();
        let asked = asked.filter(|it| it.method == "POST" && it.path.ends_with("/permissions"));
        asked.map(|it| it.body["emailAddress"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// How often somebody was told of the film.
    pub fn told(&self, email: &str) -> usize {
        let is_it = |mail: &&Value| {
            mail["subject"].as_str().is_some_and(|it| it.starts_with("The recording is ready"))
        };
        self.world().mails_to(email).iter().filter(is_it).count()
    }

    /// The film lies there once and whole, and those who may see it can.
    pub async fn is_whole(&self, size: u64, place: &str) {
        let record = self.film().await;
        assert_eq!(record.state, FileState::Shared, "{place}: {record:#?}");
        assert_eq!(record.lease, None, "{place}: nobody holds it");
        let film = self.stored_film();
        assert_eq!(film["size"], size, "{place}");
        assert_eq!(film["sha256"], sha256(size), "{place}");
        assert_eq!(record.stored_as.as_deref(), film["id"].as_str(), "{place}");
        assert_eq!(film["parents"], json!(["1DemoRecordingsFolder"]), "{place}");
        let wanted = [AINO, MATTI, NEA].map(str::to_owned).into();
        assert_eq!(Self::readers(&film), wanted, "{place}");
        let known: BTreeSet<_> = record.permissions.keys().cloned().collect();
        assert_eq!(known, wanted, "{place}");
    }

    /// Handles a message in a process whose way out is changed; `None` when the process dies of it.
    pub async fn handled(
        &self,
        message: &RecordingMessage,
        number: u64,
        way: impl FnOnce(Transport, Arc<Notify>) -> Transport,
    ) -> Option<Result<(), Fault>> {
        let died = Arc::new(Notify::new());
        let wrap = |transport| way(transport, Arc::clone(&died));
        let app = self.world().process_through("recording-copy", number, wrap).unwrap();
        let (message_id, trace) = ("m".to_owned(), "t".to_owned());
        let context = Context { message_id, received: 1, sent_at: app.clock.now(), trace };
        tokio::select! {
            biased;
            ended = copy_recording::handle(&app, message, &context) => Some(ended),
            () = died.notified() => None,
        }
    }
}
