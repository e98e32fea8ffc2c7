//! What a person must mend at Microsoft, how the session says so, and how it goes on.

use convoke::app::connect;

use super::*;

/// Lets the clock look at what waits.
async fn look_again(run: &mut Simulation) {
    run.settle(2 * HOUR_MS).await;
}

/// An event by which nobody can join does not stay; with Teams switched on, the interview goes on.
#[tokio::test]
async fn teams_that_is_switched_off_leaves_nothing_behind() {
    let mut run = company(CalendarKind::Graph).await;
    arrange(&run.world, &json!({ "teams_enabled": false }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "teams_not_available");
    assert_eq!(events(&run.world).len(), 0);
    assert_eq!(run.world.mails_to(GUEST).len(), 0);
    arrange(&run.world, &json!({ "teams_enabled": true }));
    look_again(&mut run).await;
    assert_eq!(ready(&run.world).await.join_url, event(&run.world)["join_url"].as_str().unwrap());
}

/// The answer to a creation without a link is lost: what is found so is removed as well.
#[tokio::test]
async fn an_event_without_a_link_whose_answer_is_lost_is_removed() {
    let mut run = company(CalendarKind::Graph).await;
    arrange(&run.world, &json!({ "teams_enabled": false }));
    fault(&run.world, "POST", EVENTS, &json!({ "after_effect": true }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work_for(SHORT_MS).await;
    assert_eq!(blocked(&run.world).await, "teams_not_available");
    assert_eq!(events(&run.world).len(), 0);
}

/// P21: a shared mailbox hosts nothing. Where our settings say so, Microsoft is not even asked; where they
/// say otherwise, Microsoft's own answer counts.
#[tokio::test]
async fn a_shared_mailbox_can_not_host() {
    let mut run = company(CalendarKind::Graph).await;
    let rekry = "rekry@demo.example";
    put(&run.world, person("rekry", rekry, Mailbox::Shared)).await;
    run.world.time().pass_ms(HOUR_MS);
    tell(&run.world, 1, interview(rekry, START, "")).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "shared_mailbox_cannot_host");
    assert_eq!(run.world.sims.requests(Some("microsoft")).len(), 0);

    put(&run.world, person("rekry", rekry, Mailbox::User)).await;
    run.world.time().pass_ms(HOUR_MS);
    tell(&run.world, 2, interview(rekry, START, "")).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "shared_mailbox_cannot_host");
    assert_eq!(calls(&run.world, "GET", "/mailboxSettings"), 1);
    assert_eq!(events(&run.world).len(), 0);

    tell(&run.world, 3, interview(AINO, START, "")).await;
    run.work().await;
    assert_eq!(event(&run.world)["calendar"], AINO);
}

/// The mailbox's kind costs a call where something is wrong, and none where nothing is.
#[tokio::test]
async fn a_creation_takes_a_token_and_one_call() {
    let mut run = company(CalendarKind::Graph).await;
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    let received = run.world.sims.requests(Some("microsoft"));
    let host_link = 1;
    let tokens = received.iter().filter(|call| call.path.ends_with("/token")).count();
    assert_eq!(received.len() - tokens, 1 + host_link, "{received:#?}");
}

/// Events need no policy of Teams, and neither do people for their own meetings; should Microsoft ask
/// for one, the session says what to do, and goes on when it is done.
#[tokio::test]
async fn a_policy_of_teams_is_asked_for_only_by_microsoft() {
    for (kind, method, path) in
        [(CalendarKind::Graph, "POST", EVENTS), (CalendarKind::Ews, "POST", CREATE_OR_GET)]
    {
        let mut run = company(kind).await;
        sign_in(&run.world, "aino").await;
        arrange(&run.world, &json!({ "access_policy": false }));
        let message = "No application access policy found for this app";
        let body = json!({ "error": { "code": "Forbidden", "message": message } });
        fault(&run.world, method, path, &json!({ "status": 403, "body": body }));
        tell(&run.world, 1, interview(AINO, START, "")).await;
        run.work().await;
        assert_eq!(blocked(&run.world).await, "access_policy_missing");
        let detail = session(&run.world).await.reason.unwrap().detail;
        assert!(detail.contains("Grant-CsApplicationAccessPolicy"), "{detail}");
        look_again(&mut run).await;
        ready(&run.world).await;
    }
}

/// A permission that is missing is named, and granting it heals: the token that lacks it is not kept for
/// its hour.
#[tokio::test]
async fn a_permission_that_is_granted_heals() {
    let mut run = company(CalendarKind::Graph).await;
    arrange(&run.world, &json!({ "app": { "permissions": ["User.Read.All"] } }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "insufficient_scope");
    let detail = session(&run.world).await.reason.unwrap().detail;
    assert!(detail.contains("Calendars.ReadWrite"), "{detail}");
    let permissions = json!({ "permissions": ["User.Read.All", "Calendars.ReadWrite"] });
    arrange(&run.world, &json!({ "app": permissions }));
    connect::verify(&run.world.app, T, Whose::tenants("microsoft")).await.unwrap();
    run.work_for(SHORT_MS).await;
    ready(&run.world).await;
}

/// A secret ends; the session says so, and a new one heals.
#[tokio::test]
async fn a_secret_that_has_expired_is_said() {
    let mut run = company(CalendarKind::Graph).await;
    arrange(&run.world, &json!({ "app": { "secret_expired": true } }));
    tell(&run.world, 1, interview(AINO, START, "")).await;
    run.work().await;
    assert_eq!(blocked(&run.world).await, "invalid_credentials");
    let detail = session(&run.world).await.reason.unwrap().detail;
    assert!(detail.contains("expired"), "{detail}");
    arrange(&run.world, &json!({ "app": { "secret_expired": false } }));
    connect::verify(&run.world.app, T, Whose::tenants("microsoft")).await.unwrap();
    run.work_for(SHORT_MS).await;
    ready(&run.world).await;
}

/// A host whom the directory does not know, or who has no mailbox, is the company's to mend.
#[tokio::test]
async fn a_host_whom_microsoft_does_not_know_is_said() {
    for (address, code) in
        [("nobody@demo.example", "host_not_found"), ("vuokra@demo.example", "mailbox_not_enabled")]
    {
        let mut run = company(CalendarKind::Graph).await;
        put(&run.world, person("x", address, Mailbox::User)).await;
        run.world.time().pass_ms(HOUR_MS);
        tell(&run.world, 1, interview(address, START, "")).await;
        run.work().await;
        assert_eq!(blocked(&run.world).await, code);
    }
}
