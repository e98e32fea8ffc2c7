//! What tests of imports need: boards with applicants of their own, and what arrived at the applicant system.

use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{Client, text};

/// The boards are one state, so changes to it are made one after the other; each test has logins of its own.
static BOARDS: Mutex<()> = Mutex::const_new(());
/// Faults are any login's, so whoever makes a board fail, or asks them all, has them alone.
static FAULTY: Mutex<()> = Mutex::const_new(());

/// The boards, with what goes wrong at them, for one test.
pub async fn boards_alone() -> tokio::sync::MutexGuard<'static, ()> {
    FAULTY.lock().await
}

/// The applicant system's token.
pub const ATS_TOKEN: &str = "hrmos-demo-token";

/// An applicant with the fields that every board has, at this instant.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "reads better where it is written down")]
pub fn applicant(id: &str, applied_at: &str, fields: Value) -> Value {
    json!({"id": id, "applied_at": applied_at, "fields": fields})
}

impl Client {
    /// A tenant that imports: its applicant system connected, somebody told.
    pub async fn importing(&self) {
        let tenant = json!({
            "name": "株式会社アールト", "locale": "ja", "time_zone": "Asia/Tokyo",
            "profile": "applicant-import",
            "contact": {"name": "採用担当", "email": self.recruiter()},
        });
        self.ok("PUT", "", tenant).await;
        let ats = self.ok("PUT", "/connections/hrmos", json!({"token": ATS_TOKEN})).await;
        assert_eq!(ats["state"], "active", "{ats:#}");
        let recipients = json!({"to": [self.recruiter()], "cc": [self.team()]});
        self.ok("PUT", "/result-recipients", recipients).await;
    }

    /// Who is told how imports went.
    #[must_use]
    pub fn recruiter(&self) -> String {
        format!("saiyo@{}.example", self.tenant)
    }

    /// Who gets a copy.
    #[must_use]
    pub fn team(&self) -> String {
        format!("team@{}.example", self.tenant)
    }

    /// The login of this test at boards.
    #[must_use]
    pub fn board_login(&self) -> String {
        format!("login@{}.example", self.tenant)
    }

    /// Gives a board a login of this test's, with these applicants and no others.
    pub async fn board(&self, medium: &str, applicants: &[Value]) {
        let _one = BOARDS.lock().await;
        let state = self.state("media").await;
        let login = self.board_login();
        let is_ours = |it: &Value| it["medium"] == medium && it["login"] == *login;
        let others = |key: &str| {
            let all = state[key].as_array().cloned().unwrap_or_default();
            all.into_iter().filter(|it| !is_ours(it)).collect::<Vec<_>>()
        };
        let mut accounts = others("accounts");
        accounts.push(json!({"medium": medium, "login": login, "password": "right"}));
        let mut all = others("applicants");
        for one in applicants {
            let mut one = one.clone();
            one["medium"] = json!(medium);
            one["login"] = json!(login);
            all.push(one);
        }
        self.put_state("media", &json!({"accounts": accounts, "applicants": all})).await;
    }

    /// Saves an account of this test's at a board.
    pub async fn account(&self, id: &str, medium: &str, more: Value) -> Value {
        let mut body = json!({
            "medium": medium, "login": self.board_login(), "password": "right", "enabled": true,
            "times": ["09:00"], "start_date": "2026-12-05", "time_zone": "Asia/Tokyo",
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.ok("PUT", &format!("/import-accounts/{id}"), body).await
    }

    /// Fires the clock as of an instant.
    pub async fn tick_at(&self, at: &str) {
        self.ok("POST", "/_local/tick", json!({"at": at})).await;
    }

    /// The runs of an account.
    pub async fn runs(&self, account: &str) -> Vec<Value> {
        let page = self.get(&format!("/runs?account={account}")).await;
        page["items"].as_array().cloned().unwrap_or_default()
    }

    /// The run of an account for a slot, once it is over.
    pub async fn run_over(&self, account: &str, slot: &str) -> Value {
        let found = async || {
            let runs = self.runs(account).await;
            runs.into_iter().find(|it| it["slot"] == slot && !it["finished_at"].is_null())
        };
        self.until(&format!("the run {slot} of {account} is over"), async || {
            found().await.is_some()
        })
        .await;
        found().await.unwrap_or_default()
    }

    /// Runs an account as of a slot and waits until it is over.
    pub async fn imported(&self, account: &str, slot: &str) -> Value {
        self.tick_at(slot).await;
        self.run_over(account, slot).await
    }

    /// The applications of the tenant.
    pub async fn applications(&self, query: &str) -> Vec<Value> {
        let page = self.get(&format!("/applications?limit=200&{query}")).await;
        page["items"].as_array().cloned().unwrap_or_default()
    }

    /// The application with this id at its board, once it holds.
    pub async fn application(&self, external_id: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let found = async || {
            let all = self.applications("").await;
            all.into_iter().find(|it| it["external_id"] == external_id && holds(it))
        };
        self.until(&format!("the application {external_id}"), async || found().await.is_some())
            .await;
        found().await.unwrap_or_default()
    }

    /// What the applicant system has by this external id.
    pub async fn registered(&self, external_id: &str) -> Vec<Value> {
        let state = self.state("hrmos").await;
        let all = state["applications"].as_array().cloned().unwrap_or_default();
        all.into_iter().filter(|it| text(&it["external_id"]) == external_id).collect()
    }
}
