//! Who may call, and what a token opens.

use serde_json::{Value, json};

use super::*;

const ABOUT: &str = "/drive/v3/about?fields=user(emailAddress)";

#[tokio::test]
async fn the_service_account_acts_in_its_own_name_alone() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let (status, about) = api(&bench, &own, "GET", ABOUT, Value::Null).await;
    let email = ServiceKey::demo().client_email;
    assert_eq!((status, about), (200, json!({"user": {"emailAddress": email}})));
    for (name, value, error) in [
        ("sub", json!("aino@demo.example"), "unauthorized_client"),
        ("scope", json!(""), "invalid_scope"),
        ("scope", json!("https://www.googleapis.com/auth/calendar"), "invalid_scope"),
        ("aud", json!("http://127.0.0.1:9100/google/token"), "invalid_grant"),
        ("exp", json!(bench.now().as_second() + 3601), "invalid_grant"),
    ] {
        let mut claims = claims(&bench);
        claims[name] = value;
        assert_eq!(assert(&bench, &claims).await.1["error"], error, "{claims}");
    }
    let mut here = claims(&bench);
    here["aud"] = json!("http://127.0.0.1:9100/drive/token");
    assert_eq!(assert(&bench, &here).await.0, 200);
}

#[tokio::test]
async fn a_person_s_refresh_token_must_be_asked_for_and_is_never_replaced() {
    let bench = Bench::new();
    let scopes = format!("openid email {DRIVE_FILE}");
    let (_, online) = connect(&bench, "matti", &scopes, "").await;
    assert_eq!(online.get("refresh_token"), None);
    let (_, tokens) = connect(&bench, "aino", &scopes, "&access_type=offline").await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let form = format!("{CLIENT}&grant_type=refresh_token&refresh_token={refresh}");
    let (status, next) = post_token(&bench, &form).await;
    assert_eq!((status, next.get("refresh_token")), (200, None));
    let token = next["access_token"].as_str().unwrap();
    let (_, about) = api(&bench, token, "GET", ABOUT, Value::Null).await;
    assert_eq!(about["user"]["emailAddress"], "aino@demo.example");
    bench.sims.merge_state("drive", &json!({"grants": []})).unwrap();
    assert_eq!(post_token(&bench, &form).await.1["error"], "invalid_grant");
    assert_eq!(why(api(&bench, token, "GET", ABOUT, Value::Null).await), refused(401, "authError"));
}

#[tokio::test]
async fn without_a_token_or_with_another_s_scope_nothing_opens() {
    let bench = Bench::new();
    let (status, body) = bench.call("GET", "/drive/drive/v3/files", Value::Null).await;
    assert_eq!(why((status, body)), refused(401, "required"));
    let answer = api(&bench, "unknown", "GET", FILES, Value::Null).await;
    assert_eq!(why(answer), refused(401, "authError"));
    let email = granted(&bench, "aino", "openid email").await;
    let answer = api(&bench, &email, "GET", FILES, Value::Null).await;
    assert_eq!(why(answer), refused(403, "insufficientPermissions"));
    let own = account(&bench).await;
    bench.pass(3600);
    assert_eq!(why(api(&bench, &own, "GET", FILES, Value::Null).await), refused(401, "authError"));
}

#[tokio::test]
async fn drive_file_shows_what_the_application_made_and_nothing_else() {
    let bench = Bench::new();
    let only = granted(&bench, "aino", DRIVE_FILE).await;
    let all = granted(&bench, "aino", DRIVE).await;
    let path = format!("/drive/v3/files/{FOLDER}?supportsAllDrives=true");
    assert_eq!(api(&bench, &all, "GET", &path, Value::Null).await.0, 200);
    let hidden = api(&bench, &only, "GET", &path, Value::Null).await;
    assert_eq!(why(hidden), refused(404, "notFound"));
    let body = json!({"name": "x", "parents": [FOLDER]});
    let answer = api(&bench, &only, "POST", FILES, body).await;
    assert_eq!(why(answer), refused(404, "notFound"), "nor as a parent");
    let folder = json!({"name": "own", "mimeType": "application/vnd.google-apps.folder"});
    let (_, own) = api(&bench, &only, "POST", FILES, folder).await;
    let body = json!({"name": "x", "parents": [own["id"]]});
    assert_eq!(api(&bench, &only, "POST", FILES, body).await.0, 200);
}

#[tokio::test]
async fn faults_are_refused_in_the_vendor_s_words() {
    let bench = Bench::new();
    let own = account(&bench).await;
    for (status, reason) in [
        (401, "authError"),
        (403, "userRateLimitExceeded"),
        (404, "notFound"),
        (409, "fileIdInUse"),
        (429, "rateLimitExceeded"),
        (503, "backendError"),
    ] {
        let fault = json!({"provider": "drive", "status": status});
        assert_eq!(bench.call("POST", "/_sim/faults", fault).await.0, 201);
        let answer = api(&bench, &own, "GET", FILES, Value::Null).await;
        assert_eq!(why(answer), refused(status, reason));
    }
}

#[test]
fn the_environment_points_at_the_simulator() {
    let env = Bench::new().sims.env("http://127.0.0.1:9100");
    for (name, path) in [
        ("CONVOKE_DRIVE_API_URL", ""),
        ("CONVOKE_DRIVE_TOKEN_URL", "/token"),
        ("CONVOKE_DRIVE_AUTHORIZE_URL", "/o/oauth2/v2/auth"),
    ] {
        let expected = (name.to_owned(), format!("http://127.0.0.1:9100/drive{path}"));
        assert!(env.contains(&expected), "{name}");
    }
    let applications = Bench::new().sims.applications();
    assert_eq!(applications["drive"]["client_id"], "drive-client-demo");
}
