//! The adapter alone: the same attempt twice, an id that is spent, and what a calendar allows.

use convoke::app::configs::Fresh;
use convoke::app::grants;
use convoke::domain::config::{ConnectionState, Whose};
use convoke::domain::desire::WantedMeeting;
use convoke::domain::ids::Secret;
use convoke::domain::meeting::Attempt;
use convoke::domain::settings::ProviderName;
use convoke::providers::{
    Access, Account as _, Adapter, Application, At, Google, Means, MeetingProvider as _,
    ProviderFault,
};
use convoke_local::simulation::World;
use jiff::Timestamp;
use serde_json::json;

use super::scene::{AINO, START, T, change, events, inserts, key, people};

fn google(world: &World) -> &Google {
    match world.app.providers.named(ProviderName::Google) {
        Adapter::Google(google) => google,
        other => panic!("{other:?}"),
    }
}

fn access(world: &World) -> Access {
    Access { credentials: "c1".to_owned(), means: Means::ServiceAccount(key(world)) }
}

fn wanted() -> (WantedMeeting, Attempt) {
    let start: Timestamp = START.parse().unwrap();
    let meeting = WantedMeeting {
        provider: ProviderName::Google,
        by: None,
        host: AINO.to_owned(),
        topic: "Interview".to_owned(),
        agenda: String::new(),
        start,
        duration_min: 45,
        time_zone: "Europe/Helsinki".to_owned(),
        random_password: false,
        record: None,
    };
    let attempt = Attempt {
        id: "attempt-1".to_owned(),
        provider: "google".to_owned(),
        by: None,
        host: AINO.to_owned(),
        topic: meeting.topic.clone(),
        start,
        duration_min: 60,
        password: None,
        mark: "attempt-".to_owned(),
        applied: meeting.digest(),
        begun: start,
        settles: start,
    };
    (meeting, attempt)
}

/// A request that came through before is recognised: one event, one link, however often the same attempt
/// is made.
#[tokio::test]
async fn the_same_attempt_makes_one_event() {
    let world = people().await;
    let (google, access, (meeting, attempt)) = (google(&world), access(&world), wanted());
    let first = google.create(&access, &meeting, &attempt).await.unwrap();
    let second = google.create(&access, &meeting, &attempt).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(google.find(&access, &attempt).await.unwrap(), Some(first));
    assert_eq!((events(&world).len(), inserts(&world)), (1, 2));
}

/// The id of a deleted event is spent: nothing is found under it, nothing can be made under it, and the
/// next attempt, which has another one, makes the meeting.
#[tokio::test]
async fn a_spent_id_is_left_to_the_next_attempt() {
    let world = people().await;
    let (google, access, (meeting, attempt)) = (google(&world), access(&world), wanted());
    let made = google.create(&access, &meeting, &attempt).await.unwrap();
    let at = At { host: AINO, id: &made.id };
    google.delete(&access, at).await.unwrap();
    assert_eq!(google.delete(&access, at).await, Err(ProviderFault::Gone));
    assert_eq!(google.update(&access, at, &meeting).await, Err(ProviderFault::Gone));
    assert_eq!(google.host_link(&access, at).await.unwrap_err(), ProviderFault::Gone);
    assert_eq!(google.find(&access, &attempt).await, Ok(None));
    let again = google.create(&access, &meeting, &attempt).await;
    assert!(matches!(again, Err(ProviderFault::Passing { .. })), "{again:?}");
    let next = Attempt { id: "attempt-2".to_owned(), ..attempt };
    google.create(&access, &meeting, &next).await.unwrap();
    assert_eq!(events(&world).len(), 1);
}

/// P07, P18: whether Meet can be chosen is read off the host's calendar, with a scope that is asked for
/// there alone.
#[tokio::test]
async fn a_calendar_says_whether_it_allows_meet() {
    let world = people().await;
    let (google, access) = (google(&world), access(&world));
    assert_eq!(google.has_meet(&access, AINO).await, Ok(true));
    change(&world, &json!({"meet_enabled": false}));
    assert_eq!(google.has_meet(&access, AINO).await, Ok(false));
    let events = "https://www.googleapis.com/auth/calendar.events";
    change(&world, &json!({"delegation": {"scopes": [events]}, "meet_enabled": true}));
    let (meeting, attempt) = wanted();
    google.create(&access, &meeting, &attempt).await.unwrap();
    let unread = Access { credentials: "c2".to_owned(), ..access };
    lacks_scope(google.has_meet(&unread, AINO).await, "calendar.calendars.readonly");
}

/// What people are asked to consent to does not open it.
#[tokio::test]
async fn a_persons_grant_does_not_say_whether_meet_is_allowed() {
    let world = people().await;
    crate::grants::connect(&world, "google").await;
    let config = world.app.configs.of(T, Fresh::Now).await.unwrap();
    let whose = Whose::persons("google", "aino");
    let connection = config.connection(whose).unwrap();
    let token = grants::token(&world.app, T, whose, connection, None).await.unwrap();
    let access = Access { credentials: String::new(), means: Means::Grant(token) };
    lacks_scope(google(&world).has_meet(&access, AINO).await, "");
}

fn lacks_scope(answer: Result<bool, ProviderFault>, scope: &str) {
    let Err(ProviderFault::Connection { state, reason }) = answer else { panic!("{answer:?}") };
    assert_eq!(state, ConnectionState::InsufficientScope);
    assert!(reason.contains(scope), "{reason}");
}

/// Credentials of another kind, and a file that is none, are a matter for the connection.
#[tokio::test]
async fn other_credentials_are_refused_before_anybody_is_asked() {
    let world = people().await;
    let application = Application {
        account: "a".to_owned(),
        client_id: "b".to_owned(),
        client_secret: Secret::new("c"),
    };
    for means in [
        Means::Application(application),
        Means::Open,
        Means::ServiceAccount(Secret::new("{}")),
        Means::ServiceAccount(Secret::new(r#"{"client_email":"a@b.example","private_key":"x"}"#)),
    ] {
        let access = Access { credentials: "c3".to_owned(), means };
        for refused in [
            google(&world).verify(&access).await.unwrap_err(),
            google(&world).host_link(&access, At { host: AINO, id: "e" }).await.unwrap_err(),
        ] {
            let ProviderFault::Connection { state, .. } = refused else { panic!("{refused:?}") };
            assert_eq!(state, ConnectionState::InvalidCredentials);
        }
    }
    assert!(world.sims.requests(Some("google")).is_empty());
}
