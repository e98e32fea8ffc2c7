//! Microsoft's answers in an order of our own: what is asked next, and what comes of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::*;
use crate::domain::config::ConnectionState;
use crate::domain::ids::Secret;
use crate::domain::settings::ProviderName;
use crate::providers::Application;
use crate::transport::{BoxFuture, Exchange, TransportFault};

const API: &str = "https://graph.example/v1.0";
const LINK: &str = "https://teams.example/l/meetup-join/1";
const AT: At<'static> = At { host: "aino@demo.example", id: "e1" };

/// Answers in this order, and what was asked. Tokens are always given.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<Given>>);

#[derive(Default)]
struct Given {
    answers: VecDeque<(u16, Value)>,
    asked: Vec<String>,
}

impl Exchange for Script {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let Given { answers, asked } = &mut *self.0.lock().unwrap();
        let address = request.uri().to_string();
        let is_token = request.uri().path().ends_with("/token");
        let address = address.strip_prefix(API).unwrap_or(&address);
        asked.push(format!("{} {address}", request.method()));
        let (status, body) = if is_token {
            let name = format!("token-{}", asked.len());
            (200, json!({ "access_token": name, "expires_in": 3_599 }))
        } else {
            answers.pop_front().unwrap()
        };
        let answer = http::Response::builder().status(status).body(body.to_string().into());
        Box::pin(async move { Ok(answer.unwrap()) })
    }
}

fn scripted(answers: &[(u16, Value)]) -> (Microsoft, Script) {
    let given = Given { answers: answers.iter().cloned().collect(), asked: Vec::new() };
    let script = Script(Arc::new(Mutex::new(given)));
    let urls = ProviderUrls {
        api: API.to_owned(),
        token: "https://login.example/{tenant}/oauth2/v2.0/token".to_owned(),
        authorize: String::new(),
    };
    (Microsoft::new(Transport::new(script.clone()), urls, Clock::new(now)), script)
}

impl Script {
    /// What Graph was asked, without the tokens.
    fn asked(&self) -> Vec<String> {
        let Given { answers, asked } = &*self.0.lock().unwrap();
        assert!(answers.is_empty(), "not asked for: {answers:?}");
        asked.iter().filter(|it| !it.ends_with("/token")).cloned().collect()
    }

    fn tokens(&self) -> Vec<String> {
        let asked = &self.0.lock().unwrap().asked;
        asked.iter().filter(|it| it.ends_with("/token")).cloned().collect()
    }
}

fn now() -> Timestamp {
    "2026-12-01T10:00:00Z".parse().unwrap()
}

fn access(means: Means) -> Access {
    Access { credentials: "aalto#c1".to_owned(), means }
}

fn application() -> Access {
    access(Means::Application(Application {
        account: "a directory".to_owned(),
        client_id: "client".to_owned(),
        client_secret: Secret::new("secret"),
    }))
}

fn grant() -> Access {
    access(Means::Grant(Secret::new("granted")))
}

fn meeting() -> WantedMeeting {
    WantedMeeting {
        provider: ProviderName::Microsoft,
        by: None,
        host: AT.host.to_owned(),
        topic: "First visit".to_owned(),
        agenda: "My back hurts".to_owned(),
        start: now() + SignedDuration::from_hours(1),
        duration_min: 45,
        time_zone: "Europe/Helsinki".to_owned(),
        random_password: true,
        record: None,
    }
}

fn attempt() -> Attempt {
    let meeting = meeting();
    Attempt {
        id: "t1".to_owned(),
        provider: "microsoft".to_owned(),
        by: None,
        applied: meeting.digest(),
        host: meeting.host,
        topic: meeting.topic,
        start: meeting.start,
        duration_min: meeting.duration_min,
        password: None,
        mark: "t1".to_owned(),
        begun: now(),
        settles: now() + SignedDuration::from_mins(2),
    }
}

fn event(link: Option<&str>) -> Value {
    json!({ "id": "e1", "transactionId": "t1", "isCancelled": false,
            "onlineMeeting": link.map(|link| json!({ "joinUrl": link })) })
}

fn refusal(code: &str) -> Value {
    json!({ "error": { "code": code, "message": "" } })
}

async fn create(answers: &[(u16, Value)]) -> (Result<Made, ProviderFault>, Vec<String>) {
    let (teams, script) = scripted(answers);
    let made = teams.create(&application(), &meeting(), &attempt()).await;
    (made, script.asked())
}

#[tokio::test]
async fn an_applications_token_comes_from_its_own_directory_and_is_kept() {
    let (teams, script) = scripted(&[(200, event(Some(LINK))), (200, event(Some(LINK)))]);
    for _ in 0..2 {
        let link = teams.host_link(&application(), AT).await.unwrap();
        assert_eq!(link.expose(), LINK);
    }
    assert_eq!(script.asked().len(), 2);
    assert_eq!(script.tokens(), ["POST https://login.example/a%20directory/oauth2/v2.0/token"]);
}

/// A permission that was granted a moment ago stands in a new token alone.
#[tokio::test]
async fn a_refused_token_of_an_application_is_fetched_anew_once() {
    for (status, code) in [(401, "InvalidAuthenticationToken"), (403, "ErrorAccessDenied")] {
        let refused = (status, refusal(code));
        let (teams, script) = scripted(&[refused.clone(), (200, event(Some(LINK)))]);
        assert!(teams.host_link(&application(), AT).await.is_ok());
        assert_eq!(script.tokens().len(), 2, "{code}");
        let (teams, script) = scripted(&[refused.clone(), refused]);
        let fault = teams.host_link(&application(), AT).await.unwrap_err();
        assert!(matches!(fault, ProviderFault::Connection { .. }), "{fault:?}");
        assert_eq!(script.asked().len(), 2, "{code}");
    }
}

#[tokio::test]
async fn a_refused_token_of_a_person_is_for_who_keeps_it() {
    let (teams, script) = scripted(&[(401, refusal("InvalidAuthenticationToken"))]);
    let fault = teams.create(&grant(), &meeting(), &attempt()).await.unwrap_err();
    assert_eq!(fault, ProviderFault::TokenRefused);
    assert_eq!(script.tokens(), [""; 0]);
}

#[tokio::test]
async fn other_means_open_nothing() {
    let (teams, script) = scripted(&[]);
    for means in [Means::Open, Means::ServiceAccount(Secret::new("key"))] {
        let access = access(means);
        for fault in [
            teams.create(&access, &meeting(), &attempt()).await.unwrap_err(),
            teams.verify(&access).await.unwrap_err(),
            teams.users(&access).await.unwrap_err(),
        ] {
            let ProviderFault::Connection { state, .. } = fault else { panic!("{fault:?}") };
            assert_eq!(state, ConnectionState::InvalidCredentials);
        }
    }
    assert_eq!(script.asked(), [""; 0]);
}

#[tokio::test]
async fn whoever_can_be_linked_is_listed_from_all_pages() {
    let user = |id: &str, mail: Option<&str>, enabled: bool| {
        json!({ "id": id, "displayName": "A", "mail": mail, "accountEnabled": enabled,
                "userPrincipalName": "a@demo.example" })
    };
    let next = format!("{API}/users?$skiptoken=2");
    let first = json!({ "@odata.nextLink": next, "value": [
        user("1", Some("a@demo.example"), true), user("2", Some("b@demo.example"), false),
    ]});
    let last = json!({ "value": [user("3", None, true), user("4", Some("d@demo.example"), true)] });
    let (teams, script) = scripted(&[(200, first), (200, last)]);
    let users = teams.users(&application()).await.unwrap();
    let ids: Vec<_> = users.iter().map(|user| &*user.id).collect();
    assert_eq!(ids, ["1", "4"]);
    assert_eq!(script.asked()[1], "GET /users?$skiptoken=2");
    let (teams, _) = scripted(&[]);
    assert!(teams.users(&grant()).await.unwrap().is_empty());
}

/// A list that goes on elsewhere is not one that ends here, and elsewhere nobody is told the token.
#[tokio::test]
async fn a_page_elsewhere_is_not_gone_to() {
    for next in [
        "https://graph.example.evil.example/v1.0/users",
        "https://graph.example/v1.0.evil.example/users",
        "https://graph.example/v1.0/users?a b",
        "/users",
    ] {
        let page = json!({ "@odata.nextLink": next, "value": [] });
        let (teams, script) = scripted(&[(200, page)]);
        let fault = teams.find(&application(), &attempt()).await.unwrap_err();
        assert!(matches!(fault, ProviderFault::Passing { .. }), "{fault:?}");
        assert_eq!(script.asked().len(), 1, "{next}");
    }
}

/// An event is found by its attempt alone, and one that was called off is none.
#[tokio::test]
async fn only_the_attempts_own_event_is_found() {
    let mut foreign = event(Some(LINK));
    foreign["transactionId"] = json!("t2");
    let mut cancelled = event(Some(LINK));
    cancelled["isCancelled"] = json!(true);
    let unnamed = json!({ "id": "e3" });
    let others = vec![foreign, cancelled, unnamed];
    let list = |events: Vec<Value>| (200, json!({ "value": events }));
    let (teams, script) = scripted(&[list(others.clone())]);
    assert_eq!(teams.find(&application(), &attempt()).await.unwrap(), None);
    let asked = &script.asked()[0];
    let window = "startDateTime=2026-12-01T10:59:00Z&endDateTime=2026-12-01T11:01:00Z";
    assert!(asked.starts_with("GET /users/aino%40demo.example/calendarView?"), "{asked}");
    assert!(asked.contains(window), "{asked}");
    let mut all = others;
    all.push(event(None));
    let (teams, _) = scripted(&[list(all)]);
    let found = teams.find(&application(), &attempt()).await.unwrap().unwrap();
    assert_eq!((&*found.id, &*found.join_url), ("e1", ""), "of no use, and told so");
}

/// A creation that came through before is the same creation, however Graph says so.
#[tokio::test]
async fn a_repeated_creation_leads_to_the_event_that_is_there() {
    let code = "ErrorDuplicateTransactionId";
    let named = json!({ "error": { "code": code, "@event.existingEventId": "e1" } });
    let list = json!({ "value": [event(Some(LINK))] });
    let found = (200, event(Some(LINK)));
    for answers in [
        vec![(201, event(Some(LINK)))],
        vec![(400, named.clone()), found.clone()],
        vec![(409, named.clone()), found],
        vec![(409, refusal(code)), (200, list)],
    ] {
        let (made, asked) = create(&answers).await;
        assert_eq!(made.unwrap().id, "e1", "{asked:?}");
    }
    for unseen in [(404, refusal("ErrorItemNotFound")), (200, event(None)), (503, json!({}))] {
        let (made, _) = create(&[(409, named.clone()), unseen]).await;
        assert!(matches!(made, Err(ProviderFault::Uncertain { .. })), "{made:?}");
    }
}

#[tokio::test]
async fn an_answer_that_can_not_be_read_may_have_made_an_event() {
    for answer in
        [json!({}), json!("created"), json!({ "id": "", "onlineMeeting": { "joinUrl": LINK } })]
    {
        let (made, _) = create(&[(201, answer)]).await;
        assert!(matches!(made, Err(ProviderFault::Uncertain { .. })), "{made:?}");
    }
}

/// P21: an event without a link is removed at once, and why it has none is looked up.
#[tokio::test]
async fn an_event_without_a_link_does_not_stay() {
    for (settings, code) in [
        ((200, json!({ "userPurpose": "shared" })), "shared_mailbox_cannot_host"),
        ((200, json!({ "userPurpose": "room" })), "shared_mailbox_cannot_host"),
        ((200, json!({ "userPurpose": "user" })), "teams_not_available"),
        ((404, refusal("MailboxNotEnabledForRESTAPI")), "teams_not_available"),
    ] {
        for link in [None, Some(""), Some("javascript:alert(1)")] {
            let answers = [(201, event(link)), (204, Value::Null), settings.clone()];
            let (made, asked) = create(&answers).await;
            let Err(ProviderFault::Host(reason)) = made else { panic!("{made:?}") };
            assert_eq!(reason.code, code);
            assert_eq!(asked[1], "DELETE /users/aino%40demo.example/events/e1");
        }
    }
}

/// What can't be removed now is still looked for.
#[tokio::test]
async fn an_event_without_a_link_that_can_not_be_removed_is_not_forgotten() {
    let (made, _) = create(&[(201, event(None)), (503, json!({}))]).await;
    assert!(matches!(made, Err(ProviderFault::Uncertain { .. })), "{made:?}");
    let (made, _) = create(&[
        (201, event(None)),
        (404, refusal("ErrorItemNotFound")),
        (200, json!({ "userPurpose": "user" })),
    ])
    .await;
    assert!(matches!(made, Err(ProviderFault::Host(_))), "{made:?}");
}

#[tokio::test]
async fn a_called_off_event_can_not_be_moved() {
    let (teams, _) = scripted(&[(200, json!({ "id": "e1", "isCancelled": true }))]);
    let moved = teams.update(&application(), AT, &meeting()).await;
    assert_eq!(moved, Err(ProviderFault::Gone));
}

/// What has begun Graph may refuse to make, and then the attempt has made nothing. Before that, a refusal is
/// one.
#[tokio::test]
async fn an_attempt_whose_start_has_passed_may_have_made_nothing() {
    let refused = [(400, refusal("BadRequest"))];
    let (teams, _) = scripted(&refused);
    let past = Attempt { start: now(), ..attempt() };
    assert_eq!(teams.find(&grant(), &past).await, Ok(None));
    let (teams, _) = scripted(&refused);
    let coming = teams.find(&grant(), &attempt()).await;
    assert!(matches!(coming, Err(ProviderFault::Refused(_))), "{coming:?}");
}

#[tokio::test]
async fn kinds_of_mailboxes_and_teams_are_told_apart() {
    for (purpose, kind) in [
        (json!("user"), Mailbox::User),
        (json!("linked"), Mailbox::User),
        (json!("shared"), Mailbox::Shared),
        (json!("room"), Mailbox::Room),
        (json!("equipment"), Mailbox::Room),
        (json!("unknownFutureValue"), Mailbox::User),
        (Value::Null, Mailbox::User),
    ] {
        let (teams, _) = scripted(&[(200, json!({ "userPurpose": purpose }))]);
        assert_eq!(teams.mailbox_kind(&application(), AT.host).await, Ok(kind), "{purpose}");
    }
    for (allowed, has) in [
        (json!(["teamsForBusiness"]), true),
        (json!(["skypeForBusiness", "teamsForBusiness"]), true),
        (json!(["skypeForBusiness"]), false),
        (json!([]), false),
    ] {
        let calendar = json!({ "allowedOnlineMeetingProviders": allowed });
        let (teams, _) = scripted(&[(200, calendar)]);
        assert_eq!(teams.modes(&application(), AT.host).await, Ok(has), "{allowed}");
    }
}

#[tokio::test]
async fn verifying_takes_a_new_token_and_looks() {
    let (teams, script) = scripted(&[(200, json!({ "value": [] })), (200, json!({ "value": [] }))]);
    for _ in 0..2 {
        assert_eq!(teams.verify(&application()).await, Ok(Grant { scopes: None }));
    }
    assert_eq!(script.tokens().len(), 2);
    let denied = (403, refusal("Authorization_RequestDenied"));
    let (teams, _) = scripted(&[denied.clone(), denied]);
    let fault = teams.verify(&application()).await.unwrap_err();
    let ProviderFault::Connection { state, .. } = fault else { panic!("{fault:?}") };
    assert_eq!(state, ConnectionState::InsufficientScope);
    let (teams, script) = scripted(&[(200, json!({ "id": "1" }))]);
    assert!(teams.verify(&grant()).await.is_ok());
    assert_eq!(script.asked(), ["GET /me"]);
}
