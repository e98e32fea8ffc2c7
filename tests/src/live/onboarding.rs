//! What tests of settling in need: a company with its people, days to begin on, invitations as calendars
//! read them, and what Zoom tells.

use convoke::domain::onboarding::SOURCE;
use convoke_local::sim::zoom::hooks;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::{Answer, Client, answer, text};

/// Where the company's people live.
pub const ZONE: &str = "Europe/Helsinki";
/// Whoever gets the mail that [`Client::rest_of_company`] waits for.
const LAST: &str = "last";
/// The people of a company, with their roles and whoever leads them.
const PEOPLE: [(&str, &[&str], Option<&str>); 8] = [
    ("maija", &["hr_manager"], None),
    ("matti", &["manager"], None),
    ("teemu", &["product_trainer"], None),
    ("nea", &["new_employee"], Some("matti")),
    ("olli", &["new_employee"], Some("matti")),
    ("pia", &["new_employee"], Some("matti")),
    ("kai", &[], None),
    (LAST, &[], None),
];

/// A mail with a calendar's event, as the calendar reads it.
#[derive(Clone, Debug)]
pub struct Invite {
    /// `REQUEST` or `CANCEL`.
    pub method: String,
    /// The session, as the calendar names it.
    pub uid: String,
    /// The number of the event.
    pub sequence: u32,
    /// The mail.
    pub mail: Value,
}

impl Invite {
    fn of(mail: &Value) -> Option<Self> {
        let parts = mail["attachments"].as_array()?.iter();
        let calendar = parts.filter_map(|part| part["text"].as_str()).collect::<String>();
        let calendar = calendar.replace("\r\n ", "");
        let line = |name: &str| {
            let found = calendar.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap_or_default().trim().to_owned()
        };
        let (method, uid) = (line("METHOD:"), line("UID:"));
        let sequence = line("SEQUENCE:").parse().unwrap_or_default();
        (!uid.is_empty()).then(|| Self { method, uid, sequence, mail: mail.clone() })
    }

    /// What people read.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.mail["text"]).replace("\r\n", "\n")
    }

    /// The subject.
    #[must_use]
    pub fn subject(&self) -> String {
        text(&self.mail["subject"])
    }
}

/// Today, where the company is.
#[must_use]
pub fn today() -> Date {
    local(Timestamp::now()).0
}

/// The local day and `HH:MM` of an instant.
#[must_use]
pub fn local(at: Timestamp) -> (Date, String) {
    let zoned = at.to_zoned(TimeZone::get(ZONE).unwrap());
    (zoned.date(), zoned.strftime("%H:%M").to_string())
}

/// So many days after another day.
#[must_use]
pub fn after(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap()
}

/// The next Monday from the day after tomorrow on.
#[must_use]
pub fn monday() -> Date {
    let soon = after(today(), 2);
    (0..7).map(|days| after(soon, days)).find(|it| it.weekday() == Weekday::Monday).unwrap()
}

/// A day that is too far away for anything to be planned yet.
#[must_use]
pub fn far() -> Date {
    after(today(), 60)
}

impl Client {
    /// A company that settles people in: Zoom is connected; `maija` is its HR manager and `matti` leads the
    /// new colleagues `nea`, `olli` and `pia`; these two are users of Zoom, and `teemu` and `kai` are not.
    pub async fn settling(&self) {
        let tenant = json!({
            "name": "Perehdys", "time_zone": ZONE, "locale": "en", "profile": "onboarding",
            "contact": {"name": "Maija Meri", "email": self.address("contact")},
        });
        self.ok("PUT", "", tenant).await;
        self.connect().await;
        for (id, _, _) in PEOPLE {
            self.person(id, json!({})).await;
        }
        self.on_zoom("matti", &self.user).await;
        self.on_zoom("maija", &Self::free_user()).await;
        self.settings_are_known().await;
    }

    /// Saves one of the company's people, who may differ from the usual.
    pub async fn person(&self, id: &str, more: Value) {
        let (_, roles, manager) = PEOPLE.iter().find(|(known, _, _)| *known == id).unwrap();
        let mut person = json!({
            "name": self.name(id), "emails": [self.address(id)], "roles": roles, "manager": manager,
        });
        person.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ok("PUT", &format!("/people/{id}"), person).await;
    }

    /// Links a person to a user of Zoom.
    pub async fn on_zoom(&self, person: &str, user: &str) {
        let link = json!({"external_id": user});
        self.ok("PUT", &format!("/people/{person}/links/zoom"), link).await;
    }

    /// The name of one of the company's people.
    #[must_use]
    pub fn name(&self, id: &str) -> String {
        let (first, rest) = id.split_at(1);
        format!("{}{rest} Aalto", first.to_uppercase())
    }

    /// The address of one of the company's people.
    #[must_use]
    pub fn address(&self, id: &str) -> String {
        format!("{id}@{}.example", self.tenant)
    }

    /// A client that calls as a person.
    pub async fn acting(&self, person: &str) -> Self {
        let issued = self.ok("POST", "/tokens", json!({"name": person, "person": person})).await;
        self.with_token(issued["token"].as_str().unwrap())
    }

    /// Saves and publishes a scenario of these stages.
    pub async fn scenario(&self, id: &str, stages: Value) -> Value {
        self.scenario_with(id, json!({"stages": stages})).await
    }

    /// The same with anything else that a scenario may have.
    pub async fn scenario_with(&self, id: &str, more: Value) -> Value {
        let mut scenario = json!({"name": "Start", "provider": "zoom"});
        scenario.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ok("PUT", &format!("/scenarios/{id}"), scenario).await;
        self.ok("POST", &format!("/scenarios/{id}/publish"), Value::Null).await
    }

    /// Begins a scenario with a person.
    pub async fn enrol(&self, id: &str, scenario: &str, person: &str, start: Date) -> Value {
        self.enrol_with(id, scenario, person, start, json!({})).await
    }

    /// The same, or changes it, with the people of its roles.
    pub async fn enrol_with(
        &self,
        id: &str,
        scenario: &str,
        person: &str,
        start: Date,
        people: Value,
    ) -> Value {
        let body = json!({"id": id, "scenario": scenario, "person": person,
                          "start_date": start.to_string(), "people": people});
        self.ok("POST", "/enrolments", body).await
    }

    /// The enrolment once `holds` holds of it.
    pub async fn enrolment(&self, id: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/enrolments/{id}");
        self.until(&format!("{id} as expected"), async || holds(&self.get(&path).await)).await;
        self.get(&path).await
    }

    /// A step of an enrolment once it is in a state.
    pub async fn step_in(&self, enrolment: &str, step: &str, state: &str) -> Value {
        let is_in = |it: &Value| step_of(it, step)["state"] == state;
        step_of(&self.enrolment(enrolment, is_in).await, step)
    }

    /// A planned meeting that is ready.
    pub async fn planned(&self, id: &str) -> Value {
        self.session_of(SOURCE, id, |it| it["meeting"]["state"] == "ready").await
    }

    /// What Zoom was asked to create with this topic, whoever hosts.
    pub async fn created(&self, topic: &str) -> Vec<Value> {
        let mut calls = self.requests("zoom").await;
        calls.retain(|it| {
            let is_create = it["method"] == "POST" && text(&it["path"]).ends_with("/meetings");
            is_create && it["body"]["topic"] == topic
        });
        calls
    }

    /// All mails to an address with a calendar's event.
    pub async fn invites(&self, to: &str) -> Vec<Invite> {
        self.mails(to, 0).await.iter().filter_map(Invite::of).collect()
    }

    /// The same once there are at least so many.
    pub async fn invited(&self, to: &str, count: usize) -> Vec<Invite> {
        let what = format!("{count} invitations to {to}");
        self.until(&what, async || self.invites(to).await.len() >= count).await;
        self.invites(to).await
    }

    /// Mails to an address whose subject has this in it.
    pub async fn told_of_subject(&self, to: &str, subject: &str) -> Vec<Value> {
        let mut mails = self.mails(to, 0).await;
        mails.retain(|mail| text(&mail["subject"]).contains(subject));
        mails
    }

    /// The same once there are at least so many.
    pub async fn told_times(&self, to: &str, subject: &str, count: usize) -> Vec<Value> {
        let what = format!("{count} times “{subject}” to {to}");
        self.until(&what, async || self.told_of_subject(to, subject).await.len() >= count).await;
        self.told_of_subject(to, subject).await
    }

    /// Waits until a meeting that is begun now has been planned, made and told, and so what was begun before, or
    /// nearly: what one of them does too much shows at the latest when the next test of a count comes.
    pub async fn rest_of_company(&self) {
        let to = self.address(LAST);
        let before = self.invites(&to).await.len();
        let step = json!({"id": "last", "kind": "meeting", "title": "Last", "participants": "own",
                          "people": ["kai"]});
        let stage = json!({"id": "s", "name": "Last", "days": 14, "steps": [step]});
        self.scenario_with("last", json!({"provider": "jitsi", "stages": [stage]})).await;
        self.enrol(&format!("last-{before}"), "last", LAST, monday()).await;
        self.invited(&to, before + 1).await;
    }

    /// A webhook as Zoom makes it: its body and its headers, rightly signed now.
    pub async fn zoom_hook(&self, mut wanted: Value) -> (String, Vec<(String, String)>) {
        wanted["provider"] = json!("zoom");
        let request = self.http.post(self.simulator("/_sim/hooks"));
        let request = request.header("content-type", "application/json").body(wanted.to_string());
        let made = answer(request).await;
        assert_eq!(made.status, 200, "{made:?}");
        let headers = made.body["headers"].as_object().unwrap().iter();
        (text(&made.body["body"]), headers.map(|(name, it)| (name.clone(), text(it))).collect())
    }

    /// Zoom tells something.
    pub async fn zoom_tells(&self, wanted: Value) -> Answer {
        let (body, headers) = self.zoom_hook(wanted).await;
        self.zoom_event(&body, &headers).await
    }

    /// Posts to the address of Zoom's events.
    pub async fn zoom_event(&self, body: &str, headers: &[(String, String)]) -> Answer {
        let mut request = self.http.post(self.url("/v1/providers/zoom/events"));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        answer(request.body(body.to_owned())).await
    }

    /// Headers for a body that Zoom signed at another time.
    pub async fn zoom_signed(&self, body: &str, at: Timestamp) -> Vec<(String, String)> {
        let secret = text(&self.state("zoom").await["account"]["secret_token"]);
        let headers = hooks::headers(&secret, body, at);
        headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Zoom tells that the meeting of a planned session is over.
    pub async fn meeting_ends(&self, session: &Value) {
        let id = &session["meeting"]["id"];
        let told = self.zoom_tells(json!({"event": "meeting.ended", "meeting_id": id})).await;
        assert_eq!(told.status, 200, "{told:?}");
    }

    /// What a browser sends from a page with a form.
    pub async fn submit(&self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = self.http.post(url);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        answer(request.body(form.finish())).await
    }

    /// A call from a browser that calls itself so.
    pub async fn call_from(&self, browser: &str, path: &str, body: &Value) -> Answer {
        let request = self.http.post(self.url(path)).bearer_auth(&self.token);
        let request = request.header("user-agent", browser);
        answer(request.header("content-type", "application/json").body(body.to_string())).await
    }
}

/// A step of an enrolment.
#[must_use]
pub fn step_of(enrolment: &Value, step: &str) -> Value {
    let stages = enrolment["stages"].as_array().into_iter().flatten();
    let mut steps = stages.flat_map(|stage| stage["steps"].as_array().into_iter().flatten());
    steps.find(|it| it["id"] == step).cloned().unwrap_or_default()
}
