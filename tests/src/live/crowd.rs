//! Many bookings at once: hosts enough for Zoom's limits, and a sender who repeats what was not taken.

use std::time::{Duration, Instant};

use convoke_local::stack::Stack;
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::{Client, PATIENCE};

/// How many hosts there are; Zoom takes a hundred changes of each a day.
const HOSTS: usize = 12;
/// How many senders speak at once.
const SENDERS: usize = 6;

impl Client {
    /// Sets up the client's tenant with many hosts, `p0` and on, and the same number of Zoom users.
    pub async fn set_up_crowd(&self) {
        self.add_users(HOSTS).await;
        self.set_up().await;
        self.hosts().await;
    }

    /// The same client with another Zoom user as the host that [`Client::set_up`] makes.
    #[must_use]
    pub fn with_user(&self, user: &str) -> Self {
        Self { user: user.to_owned(), ..self.clone() }
    }

    /// The hosts, for a tenant that is set up, each linked to a Zoom user.
    pub async fn hosts(&self) {
        for n in 0..HOSTS {
            let person = json!({"name": format!("Host {n}"), "emails": [self.host_at(n)]});
            self.ok("PUT", &format!("/people/p{n}"), person).await;
            let link = json!({"external_id": format!("u-{n}")});
            self.ok("PUT", &format!("/people/p{n}/links/zoom"), link).await;
        }
        self.settings_are_known().await;
    }

    /// The address of the `n`th host.
    #[must_use]
    pub fn host_at(&self, n: usize) -> String {
        format!("host-{}@{}.example", n % HOSTS, self.tenant)
    }

    /// The guest of one booking.
    #[must_use]
    pub fn guest_of(&self, id: &str) -> String {
        format!("{id}@{}.example", self.tenant)
    }

    /// A booking with a guest of its own, at the `n`th host.
    #[must_use]
    pub fn booking_at(&self, id: &str, version: u64, n: usize) -> Value {
        let mut booking = self.booking(id, version);
        booking["host"] = json!(format!("p{}", n % HOSTS));
        booking["attendees"][0]["email"] = json!(self.guest_of(id));
        booking
    }

    /// Tells as senders that want to be heard do: again, until it is taken.
    pub async fn insist(&self, kind: &str, data: &Value) {
        let begun = Instant::now();
        while self.tell(kind, data).await.status != 200 {
            assert!(begun.elapsed() < PATIENCE, "never taken: {data}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Insists on many things, a few at once.
    pub async fn insist_on(&self, messages: Vec<(&'static str, Value)>) {
        stream::iter(messages)
            .for_each_concurrent(SENDERS, async |(kind, data)| self.insist(kind, &data).await)
            .await;
    }

    /// Ticks until nothing waits in the table for its time, and rests in between.
    pub async fn settle(&self, stack: &Stack, patience: Duration) {
        super::rest(stack, patience).await;
        let later = jiff::Timestamp::now() + Duration::from_mins(20);
        for _ in 0..2 {
            self.tick(later).await;
            super::rest(stack, patience).await;
        }
    }
}
