//! The booking path through the real processes.

use convoke_tests::live::{Client, run};

/// A02: a booking becomes a scheduled meeting with its start, duration and zone.
#[test]
fn a_booking_becomes_a_meeting() {
    run(async {
        let client = Client::new("becomes").await;
        client.set_up().await;
        let booking = client.booking("b1", 1);
        assert_eq!(client.tell("session.upserted", &booking).await.status, 200);
        let session = client.meeting_in("b1", "ready").await;
        let meeting = client.meeting(&session["meeting"]["id"]).await.unwrap();
        assert_eq!(meeting["start_time"], booking["start"]);
        assert_eq!(meeting["duration"], 45);
        assert_eq!(meeting["timezone"], "Europe/Helsinki");
        assert_eq!(meeting["type"], 2);
        assert_eq!(meeting["host_id"], "u-aino");
        assert_eq!(session["meeting"]["join_url"], meeting["join_url"]);
    });
}
