//! What tests of recordings need of a live stack: a company with a planned meeting, and Zoom that tells of what was
//! recorded.

use convoke::domain::onboarding::SOURCE;
use serde_json::{Value, json};

use super::{Client, text};

impl Client {
    /// A company that keeps recordings in Drive: `matti` leads `nea`, and their meeting in a week is planned. Zoom's
    /// number of it is returned.
    pub async fn recording(&self, start: &str) -> i64 {
        let tenant = json!({"name": "Butterfly", "time_zone": "Europe/Helsinki", "locale": "en",
            "profile": "onboarding"});
        self.ok("PUT", "", tenant).await;
        self.connect().await;
        let key = self.state("drive").await["service_account_key"].take();
        let drive = json!({"kind": "service_account", "key": key});
        self.ok("PUT", "/connections/drive", drive).await;
        for (id, role) in [("matti", "manager"), ("nea", "new_employee")] {
            let person = json!({"name": id, "emails": [format!("{id}@demo.example")],
                "roles": [role], "manager": (id == "nea").then_some("matti")});
            self.ok("PUT", &format!("/people/{id}"), person).await;
        }
        self.ok("PUT", "/people/matti/links/zoom", json!({"external_id": "u-matti"})).await;
        let step = json!({"id": "team", "kind": "meeting", "title": "Team", "day": 1,
            "time": "10:00", "roles": ["manager"], "goals": "Know the team"});
        let stage = json!({"id": "s1", "name": "Team", "from_day": 0, "days": 7, "steps": [step]});
        let scenario = json!({"name": "Start", "provider": "zoom", "stages": [stage]});
        self.ok("PUT", "/scenarios/start", scenario).await;
        self.ok("POST", "/scenarios/start/publish", Value::Null).await;
        let enrolment =
            json!({"id": "e1", "scenario": "start", "person": "nea", "start_date": start});
        self.ok("POST", "/enrolments", enrolment).await;
        let is_ready = |session: &Value| session["meeting"]["state"] == "ready";
        let session = self.session_of(SOURCE, "e1:team", is_ready).await;
        text(&session["meeting"]["id"]).parse().unwrap()
    }

    /// Zoom has recorded a film of so many bytes of a meeting's occasion, and says so.
    pub async fn film(&self, meeting: i64, uuid: &str, size: u64) {
        let mut all = self.state("zoom").await["recordings"].as_array().unwrap().clone();
        all.push(json!({"meeting_id": meeting, "uuid": uuid, "host_id": "u-matti",
            "start_time": "2026-12-01T07:00:00Z",
            "files": [{"id": "f1", "file_type": "MP4", "size": size}]}));
        self.put_state("zoom", &json!({"recordings": all})).await;
        let wanted =
            json!({"provider": "zoom", "event": "recording.completed", "uuid": uuid}).to_string();
        let made = self.http.post(format!("{}/_sim/hooks", self.sim));
        let made = made.header("content-type", "application/json").body(wanted);
        let hook = super::answer(made).await.body;
        let mut request = self.http.post(format!("{}/v1/providers/zoom/events", self.api));
        for (name, value) in hook["headers"].as_object().unwrap() {
            request = request.header(name, value.as_str().unwrap());
        }
        let request = request.body(hook["body"].as_str().unwrap().to_owned());
        let answer = super::answer(request).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// The recording of so many bytes, once it can be seen.
    pub async fn shared_film(&self, size: u64) -> Value {
        let found = async || {
            let page = self.get("/recordings").await;
            let all = page["items"].as_array().unwrap().clone();
            all.into_iter().find(|it| it["size"] == size && it["state"] == "shared")
        };
        self.until("the recording can be seen", async || found().await.is_some()).await;
        found().await.unwrap()
    }
}
