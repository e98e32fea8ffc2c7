//! A booking becomes a Zoom meeting, is moved, and is cancelled.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::bodies::{Booking, signature};
use super::client::Client;
use super::cost::Meter;
use super::inbox::Wanted;
use super::{Stage, StoryFault, expect, say};

/// The story's tenant.
pub(super) const TENANT: &str = "hoitola-aalto";
/// What the story's Cal.com signs with.
pub(super) const HOOK_SECRET: &str = "demo-hook-secret";
const GUEST: &str = "matti.virtanen@customer.example";
const HOST: &str = "aino@demo.example";

/// What each step looks at.
struct Play<'a> {
    client: Client<'a>,
    stage: &'a Stage,
    booking: Booking,
    /// How many mails lay in the inbox before this run.
    earlier_mails: usize,
}

/// The meeting as Zoom holds it.
struct Held {
    id: Value,
    join_url: String,
    password: String,
}

/// What the mails of a change are like: calendar method, SEQUENCE, and how the subject begins, the
/// customer's and the employee's; both read Finnish.
struct Change {
    method: &'static str,
    sequence: usize,
    subjects: (&'static str, &'static str),
}

const MADE: Change =
    Change { method: "REQUEST", sequence: 0, subjects: ("Linkki tapaamiseen", "Sinä vedät") };
const MOVED: Change = Change { method: "REQUEST", sequence: 1, subjects: ("Muutos", "Muutos") };
const CANCELLED: Change =
    Change { method: "CANCEL", sequence: 2, subjects: ("Peruttu", "Peruttu") };

/// Plays the story.
pub(super) async fn play(stage: &Stage) -> Result<(), StoryFault> {
    let client = Client::new(stage)?;
    let booking = Booking::at(Timestamp::now())?;
    let earlier_mails = client.mails().await?.len();
    let play = Play { client, stage, booking, earlier_mails };
    say("\n  A booking becomes a Zoom meeting");
    say("  --------------------------------");
    play.set_up().await?;
    let held = play.create().await?;
    play.move_it(&held).await?;
    play.cancel(&held).await
}

impl Play<'_> {
    /// What an administrator does once.
    async fn set_up(&self) -> Result<(), StoryFault> {
        let base = format!("/v1/tenants/{TENANT}");
        let tenant = json!({
            "name": "Hoitola Aalto", "time_zone": "Europe/Helsinki", "locale": "fi",
            "profile": "booking-video",
            "contact": {"name": "Hoitola Aalto", "email": "vastaanotto@hoitola-aalto.example"}
        });
        let zoom = json!({
            "kind": "s2s", "account_id": "acc-demo",
            "client_id": "client-demo", "client_secret": "secret-demo"
        });
        let service = json!({
            "name": "Ensikäynti", "video": {"enabled": true, "provider": "zoom"},
            "topic": "{service_name} – {customer_name}", "agenda": "{note}"
        });
        let person = json!({"name": "Aino Koskinen", "emails": [HOST], "locale": "fi"});
        let source = json!({"kind": "calcom", "secret": HOOK_SECRET});
        self.client.put(&base, &tenant).await?;
        self.client.put(&format!("{base}/connections/zoom"), &zoom).await?;
        let verified = self.client.post(&format!("{base}/connections/zoom/verify")).await?;
        expect(verified["state"] == "active", || format!("Zoom is not connected: {verified}"))?;
        self.client.put(&format!("{base}/services/101"), &service).await?;
        self.client.put(&format!("{base}/people/aino"), &person).await?;
        let link = json!({"external_id": "u-aino"});
        self.client.put(&format!("{base}/people/aino/links/zoom"), &link).await?;
        self.client.put(&format!("{base}/sources/calcom"), &source).await?;
        say("  set up     tenant, Zoom connection (verified: active), service, host, Cal.com hook");
        Ok(())
    }

    async fn create(&self) -> Result<Held, StoryFault> {
        let meter = Meter::start(self.stage.aws.as_ref());
        self.post(&self.booking.created(Timestamp::now())?).await?;
        say("  booked     Cal.com BOOKING_CREATED, signed, accepted");
        let guest = self.mail(GUEST, &MADE).await?;
        let host = self.mail(HOST, &MADE).await?;
        let cost = meter.stop().await?;
        let session = self.session_in("ready").await?;
        let id = &session["meeting"]["id"];
        let meeting = self.meeting(id).await?;
        let found = meeting.ok_or_else(|| StoryFault::new("Zoom holds no such meeting"))?;
        self.check_meeting(&found)?;
        let held = Held {
            id: id.clone(),
            join_url: text(&found["join_url"]),
            password: text(&found["password"]),
        };
        say(format!(
            "  zoom       meeting {} hosted by u-aino: “{}”, {}, {} min, {}, 8-digit password",
            text(id),
            text(&found["topic"]),
            text(&found["start_time"]),
            found["duration"],
            text(&found["timezone"]),
        ));
        self.check_first_mails(&held, &guest, &host)?;
        self.open_permanent_link(&host).await?;
        cost.tell();
        Ok(held)
    }

    fn check_meeting(&self, meeting: &Value) -> Result<(), StoryFault> {
        let start = self.booking.start.to_string();
        let password = text(&meeting["password"]);
        let digits = password.len() == 8 && password.bytes().all(|byte| byte.is_ascii_digit());
        let holds = meeting["host_id"] == "u-aino"
            && meeting["start_time"] == start
            && meeting["duration"] == 45
            && meeting["timezone"] == "Europe/Helsinki"
            && meeting["topic"] == "Ensikäynti – Matti Virtanen"
            && text(&meeting["agenda"]).contains("Selkä")
            && meeting["type"] == 2
            && digits;
        expect(holds, || format!("the meeting is not as booked: {meeting}"))
    }

    fn check_first_mails(
        &self,
        held: &Held,
        guest: &Value,
        host: &Value,
    ) -> Result<(), StoryFault> {
        let body = text(&guest["text"]);
        let has_link = body.contains(&held.join_url) && body.contains(&held.password);
        expect(has_link, || "the customer's mail lacks the link or the password".to_owned())?;
        expect(!body.contains("zak="), || "the customer's mail holds a host link".to_owned())?;
        self.say_mail("customer: join link, password", ", calendar file");
        let body = text(&host["text"]);
        let has_link = body.contains("zak=") && body.contains("/host/");
        expect(has_link, || "the employee's mail lacks the host link".to_owned())?;
        self.say_mail("employee: host link, permanent link", ", calendar file");
        Ok(())
    }

    /// The host's permanent link leads to a link that is minted at that moment.
    async fn open_permanent_link(&self, host: &Value) -> Result<(), StoryFault> {
        let body = text(&host["text"]);
        let from = body.find("/host/").unwrap_or(body.len());
        let path = body[from..].split_whitespace().next().unwrap_or_default();
        let leads_to = self.client.redirect(path).await?;
        let starts = leads_to.is_some_and(|link| link.contains("zak="));
        expect(starts, || "the host's permanent link does not lead to Zoom".to_owned())?;
        say("  opened     the permanent link leads the employee to a fresh host link");
        Ok(())
    }

    async fn move_it(&self, held: &Held) -> Result<(), StoryFault> {
        let meter = Meter::start(self.stage.aws.as_ref());
        self.post(&self.booking.moved(Timestamp::now())?).await?;
        say("  moved      Cal.com BOOKING_RESCHEDULED, with an id of its own for the same booking");
        let start = self.booking.moved_start.to_string();
        let moved = self
            .client
            .until("the move at Zoom", async || {
                let meeting = self.meeting(&held.id).await?;
                Ok(meeting.filter(|meeting| meeting["start_time"] == start))
            })
            .await?;
        let same = text(&moved["join_url"]) == held.join_url;
        expect(same, || "the link changed with the move".to_owned())?;
        self.mail(GUEST, &MOVED).await?;
        self.mail(HOST, &MOVED).await?;
        let cost = meter.stop().await?;
        say(format!("  zoom       the same meeting, the same link, now {start}"));
        self.say_mail("customer and employee: new time", ", calendar SEQUENCE 0 → 1");
        cost.tell();
        Ok(())
    }

    async fn cancel(&self, held: &Held) -> Result<(), StoryFault> {
        let meter = Meter::start(self.stage.aws.as_ref());
        self.post(&self.booking.cancelled(Timestamp::now())?).await?;
        say("  cancelled  Cal.com BOOKING_CANCELLED");
        self.mail(GUEST, &CANCELLED).await?;
        self.mail(HOST, &CANCELLED).await?;
        let cost = meter.stop().await?;
        self.session_in("deleted").await?;
        let left = self.meeting(&held.id).await?;
        expect(left.is_none(), || "the meeting is still there".to_owned())?;
        say("  zoom       the meeting is gone");
        self.say_mail("customer and employee: cancellation", ", calendar METHOD CANCEL");
        cost.tell();
        Ok(())
    }

    async fn post(&self, body: &str) -> Result<(), StoryFault> {
        let path = format!("/v1/hooks/{TENANT}/calcom");
        let headers = [
            ("x-cal-webhook-version", "2021-10-20".to_owned()),
            ("x-cal-signature-256", signature(HOOK_SECRET, body)),
        ];
        let answer = self.client.hook(&path, &headers, body).await?;
        let queued = answer.status == 200 && answer.body["status"] == "queued";
        expect(queued, || format!("the hook answered {}: {}", answer.status, answer.body))
    }

    /// The session once its meeting is in this state, looked up by the booking's first id.
    async fn session_in(&self, state: &str) -> Result<Value, StoryFault> {
        let uid = &self.booking.first_uid;
        let path = format!("/v1/tenants/{TENANT}/sessions/calcom/{uid}");
        self.client
            .until(&format!("the session's meeting in state {state}"), async || {
                let answer = self.client.get(&path).await?;
                let there = answer.status == 200 && answer.body["meeting"]["state"] == state;
                Ok(there.then_some(answer.body))
            })
            .await
    }

    async fn meeting(&self, id: &Value) -> Result<Option<Value>, StoryFault> {
        let state = self.client.state("zoom").await?;
        let id = text(id);
        let meetings = state["meetings"].as_array().cloned().unwrap_or_default();
        Ok(meetings.into_iter().find(|meeting| text(&meeting["id"]) == id))
    }

    /// This booking's mail to an address, of this change.
    async fn mail(&self, to: &str, change: &Change) -> Result<Value, StoryFault> {
        let Change { method, sequence, subjects } = change;
        let subject = if to == HOST { subjects.1 } else { subjects.0 };
        let wanted = Wanted { to, subject, method, sequence: *sequence };
        self.client
            .until(&format!("a mail like {wanted:?}"), async || {
                let mails = self.client.mails().await?;
                let ours = mails.into_iter().skip(self.earlier_mails);
                Ok(self.stage.inbox.find(ours, wanted))
            })
            .await
    }

    /// What the story says of a mail, with these words on its calendar where it can be looked at.
    fn say_mail(&self, what: &str, calendar: &str) {
        say(format!("  mail       {what}{}", self.stage.inbox.calendar(calendar)));
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
