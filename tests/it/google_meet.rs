//! Google Meet through the verbs, under a clock of our own: what an interview with it asks of Google,
//! by a service account that acts for the company's people and by a person's own grant.

mod adapter;
mod scene;
mod troubles;

use convoke::app::configs::Fresh;
use convoke::app::connect;
use convoke::domain::config::{ConnectionState, Whose};
use convoke::domain::meeting::MeetingState;
use convoke::domain::session::{SessionContent, SessionKind};
use convoke_local::simulation::Simulation;
use serde_json::json;

use scene::{
    AINO, EVENTS, GUEST, MATTI, START, T, asked, cancel, change, company, events, fault, inserts,
    interview, people, ready, session, tell,
};

/// P03, P04, P10: a synchronised person who has connected nothing gets a link by one event on their own
/// calendar, and the guest is told by Convoke alone.
#[tokio::test]
async fn a_synchronised_person_needs_no_connection_of_their_own() {
    let mut run = company().await;
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    let link = ready(&run.world).await;
    let made = events(&run.world);
    assert_eq!((made.len(), inserts(&run.world)), (1, 1));
    assert_eq!((&made[0]["calendar"], &made[0]["join_url"]), (&json!(AINO), &json!(link)));
    assert_eq!(
        (&made[0]["start"], &made[0]["end"]),
        (&json!(START), &json!("2026-12-01T08:45:00Z"))
    );
    assert_eq!(made[0]["time_zone"], "Europe/Helsinki");
    let asked = &asked(&run.world, "POST", "/events")[0];
    assert_eq!(asked.query, json!({"conferenceDataVersion": "1", "sendUpdates": "none"}));
    let wish = &asked.body["conferenceData"]["createRequest"];
    assert_eq!(wish["conferenceSolutionKey"]["type"], "hangoutsMeet");
    assert_eq!(made[0]["attendees"], json!([]), "Convoke invites, not Google");
    assert_eq!(run.world.state("google")["notified"], json!([]));
    assert_eq!(run.world.state("google")["grants"], json!([]), "nobody consented to anything");
    for reader in [GUEST, AINO] {
        let mails = run.world.mails_to(reader);
        assert!(mails.len() == 1 && mails[0]["text"].as_str().unwrap().contains(&link), "{reader}");
    }
}

/// Moved in place, with the link that people hold; then removed for good, and nobody hears of it from
/// Google.
#[tokio::test]
async fn a_meeting_moves_with_its_link_and_goes() {
    let mut run = company().await;
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    let made = events(&run.world);
    let later = "2026-12-02T09:00:00Z";
    tell(&run.world, 2, interview("aino", later)).await;
    run.work().await;
    let moved = events(&run.world);
    assert_eq!((moved.len(), &moved[0]["start"]), (1, &json!(later)));
    for kept in ["id", "join_url"] {
        assert_eq!(moved[0][kept], made[0][kept]);
    }
    cancel(&run.world, 3).await;
    run.work().await;
    assert_eq!(events(&run.world).len(), 0);
    assert_eq!(session(&run.world).await.state, MeetingState::Deleted);
    assert_eq!((inserts(&run.world), run.world.mails_to(GUEST).len()), (1, 3));
    assert_eq!(run.world.state("google")["notified"], json!([]));
}

/// Another host is another calendar: a new event there, and the old one goes.
#[tokio::test]
async fn a_change_of_host_moves_to_the_other_calendar() {
    let mut run = company().await;
    tell(&run.world, 1, interview("aino", START)).await;
    run.work().await;
    let first = ready(&run.world).await;
    tell(&run.world, 2, interview("matti", START)).await;
    run.work().await;
    let second = events(&run.world);
    assert_eq!((second.len(), &second[0]["calendar"]), (1, &json!(MATTI)));
    assert_ne!(ready(&run.world).await, first);
}

/// Somebody has deleted the event in their calendar: a change makes another, a cancellation is content.
#[tokio::test]
async fn what_somebody_deleted_is_made_anew_or_left_alone() {
    for is_cancelled in [false, true] {
        let mut run = company().await;
        tell(&run.world, 1, interview("aino", START)).await;
        run.work().await;
        let mut state = run.world.state("google")["events"].clone();
        state[0]["status"] = json!("cancelled");
        change(&run.world, &json!({"events": state}));
        if is_cancelled {
            cancel(&run.world, 2).await;
        } else {
            tell(&run.world, 2, interview("aino", "2026-12-02T09:00:00Z")).await;
        }
        run.work().await;
        let expected = usize::from(!is_cancelled);
        assert_eq!(events(&run.world).len(), expected);
        let session = session(&run.world).await;
        assert!(session.is_settled() && session.to_delete.is_empty(), "{session:#?}");
    }
}

/// Whoever left the company hosts nothing any more: the meeting moves to somebody else, and nothing
/// waits for the calendar that is gone.
#[tokio::test]
async fn a_host_who_left_leaves_nothing_behind() {
    let mut run = company().await;
    tell(&run.world, 1, interview("matti", START)).await;
    run.work().await;
    let mut users = run.world.state("google")["users"].clone();
    users.as_array_mut().unwrap().retain(|user| user["email"] != MATTI);
    run.world.time().pass_ms(3_600_000);
    change(&run.world, &json!({"users": users}));
    tell(&run.world, 2, interview("aino", START)).await;
    run.work().await;
    ready(&run.world).await;
    assert!(session(&run.world).await.is_settled());
}

async fn with_own_grant() -> Simulation {
    let world = people().await;
    crate::grants::connect(&world, "google").await;
    Simulation::new(world)
}

fn booking(start: &str) -> SessionContent {
    SessionContent { kind: SessionKind::Booking, ..interview("aino", start) }
}

/// P03: a host's own grant makes, moves and deletes as well; the token that Google refuses is renewed
/// once, and nothing is made twice.
#[tokio::test]
async fn a_persons_own_grant_makes_moves_and_deletes() {
    let mut run = with_own_grant().await;
    fault(&run.world, "POST", EVENTS, &json!({"status": 401}));
    tell(&run.world, 1, booking(START)).await;
    run.work().await;
    let link = ready(&run.world).await;
    assert_eq!((events(&run.world).len(), inserts(&run.world)), (1, 2));
    assert_eq!(events(&run.world)[0]["calendar"], AINO);
    tell(&run.world, 2, booking("2026-12-02T09:00:00Z")).await;
    run.work().await;
    assert_eq!(ready(&run.world).await, link);
    cancel(&run.world, 3).await;
    run.work().await;
    assert_eq!(events(&run.world).len(), 0);
    assert!(session(&run.world).await.is_settled());
}

/// A grant that was taken back is for its owner to mend.
#[tokio::test]
async fn a_grant_that_was_taken_back_asks_its_owner() {
    let mut run = with_own_grant().await;
    change(&run.world, &json!({"grants": []}));
    tell(&run.world, 1, booking(START)).await;
    run.work().await;
    assert_eq!(scene::blocked(&run.world).await, "needs_reauth");
    assert_eq!(events(&run.world).len(), 0);
}

/// A person's grant shows on the calendar, an account's key by a token in its own name; a key that was
/// deleted is told as such, and a new look heals.
#[tokio::test]
async fn verifying_tells_whether_the_credentials_live() {
    let run = with_own_grant().await;
    let own = Whose::persons("google", "aino");
    let verified = connect::verify(&run.world.app, T, own).await.unwrap();
    assert_eq!(verified.state, ConnectionState::Active);

    let run = company().await;
    let (app, account) = (&run.world.app, Whose::tenants("google"));
    let key = run.world.state("google")["service_account_key"].clone();
    for (key, expected) in [
        (key.clone(), ConnectionState::Active),
        (json!(null), ConnectionState::InvalidCredentials),
        (key, ConnectionState::Active),
    ] {
        change(&run.world, &json!({"service_account_key": key}));
        let verified = connect::verify(app, T, account).await.unwrap();
        assert_eq!(verified.state, expected, "{:?}", verified.reason);
    }
    assert_eq!(connect::users(app, T, "google").await.unwrap(), [], "nobody is listed");
    let config = app.configs.of(T, Fresh::Now).await.unwrap();
    assert_eq!(config.connection(account).unwrap().visible_state(), ConnectionState::Active);
}
