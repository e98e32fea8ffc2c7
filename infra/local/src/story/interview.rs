//! Interviews get their link: one with the company calendar, for which nobody signs in, and one for
//! which the interviewer is invited to connect an account.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::bodies::standard_headers;
use super::client::Client;
use super::{Stage, StoryFault, expect, say};

/// The story's tenant.
const TENANT: &str = "studio-aurora";
/// What the story's applicant system signs with.
const HOOK_SECRET: &str = "whsec_c3R1ZGlvLWF1cm9yYS1kZW1vLXNlY3JldC0wMDE=";
const CANDIDATE: &str = "giulia.rossi@candidate.example";
const INTERVIEWER: &str = "aino@demo.example";

struct Play<'a> {
    client: Client<'a>,
    /// Tells this run's interviews from those of earlier ones.
    run: i64,
}

/// Plays the story.
pub(super) async fn play(stage: &Stage) -> Result<(), StoryFault> {
    let client = Client::new(stage)?;
    let play = Play { client, run: Timestamp::now().as_millisecond() };
    say("\n  Interviews get their link");
    say("  -------------------------");
    play.set_up().await?;
    play.with_the_calendar().await?;
    play.with_an_own_account().await
}

impl Play<'_> {
    async fn set_up(&self) -> Result<(), StoryFault> {
        let base = format!("/v1/tenants/{TENANT}");
        let tenant = json!({
            "name": "Studio Aurora", "time_zone": "Europe/Rome", "locale": "it",
            "profile": "interview-video", "calendar": {"kind": "google"},
            "contact": {"name": "HR", "email": "hr@studio-aurora.example"}
        });
        let key = self.client.state("google").await?["service_account_key"].clone();
        let google = json!({"kind": "service_account", "key": key});
        let person = json!({
            "name": "Aino Koskinen", "emails": [INTERVIEWER], "calendar_synced": true,
            "locale": "fi"
        });
        let source = json!({"kind": "standard", "secret": HOOK_SECRET});
        self.client.put(&base, &tenant).await?;
        self.client.put(&format!("{base}/connections/google"), &google).await?;
        self.client.put(&format!("{base}/people/aino"), &person).await?;
        self.client.put(&format!("{base}/sources/ats"), &source).await?;
        self.disconnected().await?;
        let probed = self.client.post(&format!("{base}/people/aino/probe")).await?;
        let modes = probed["modes"].as_array().cloned().unwrap_or_default();
        let works = modes.contains(&json!("google_meet"));
        expect(works, || format!("Google Meet does not work: {probed}"))?;
        say("  set up     tenant, Google service account, interviewer, applicant system's hook");
        say("  tried out  a test entry in the interviewer's calendar: made, given a link, removed");
        Ok(())
    }

    /// An earlier run has left the interviewer connected.
    async fn disconnected(&self) -> Result<(), StoryFault> {
        let path = format!("/v1/tenants/{TENANT}/people/aino/connections/goto");
        if self.client.get(&path).await?.status == 200 {
            self.client.delete(&path).await?;
        }
        Ok(())
    }

    async fn with_the_calendar(&self) -> Result<(), StoryFault> {
        let id = self.interview("meet", "google_meet").await?;
        let ready = self.meeting_in(&id, "ready").await?;
        let link = text(&ready["meeting"]["join_url"]);
        let events = self.client.state("google").await?["events"].clone();
        let holds = events.as_array().is_some_and(|all| {
            all.iter().filter(|event| text(&event["join_url"]) == link).count() == 1
        });
        expect(holds, || "the interviewer's calendar has no such event".to_owned())?;
        say("  planned    an interview in Google Meet: one event in the interviewer's calendar");
        say(format!("  link       {link}, and nobody had to sign in anywhere"));
        self.mail(CANDIDATE, &link).await?;
        say("  mail       candidate and interviewer have the link");
        self.cancel(&id).await?;
        self.meeting_in(&id, "deleted").await?;
        say("  cancelled  the event is gone, and both have heard");
        Ok(())
    }

    async fn with_an_own_account(&self) -> Result<(), StoryFault> {
        let id = self.interview("goto", "gotomeeting").await?;
        let blocked = self.meeting_in(&id, "blocked").await?;
        let reason = text(&blocked["meeting"]["reason"]);
        expect(reason == "host_not_authenticated", || format!("it waits for {reason}"))?;
        say("  planned    an interview in GoToMeeting: it waits, the interviewer is not connected");
        let base = format!("/v1/tenants/{TENANT}");
        self.client.post(&format!("{base}/people/aino/connections/goto/invite")).await?;
        let mail = self.mail(INTERVIEWER, "/connect/").await?;
        let link = word(&text(&mail["text"]), "/connect/");
        say("  invited    the interviewer has a mail with a personal link, in Finnish");
        let pressed = self.followed(&format!("{link}/goto")).await?;
        let consented = self.followed(&pressed).await?;
        let page = self.client.browse(&consented).await?;
        expect(page.status == 200, || format!("the landing page answered {}", page.status))?;
        let used = self.client.browse(&link).await?.status;
        expect(used == 410, || format!("the link still answers {used}"))?;
        say("  connected  signed in at GoTo, let the application in; the link has been used");
        let ready = self.meeting_in(&id, "ready").await?;
        say(format!("  link       {}, without another word", text(&ready["meeting"]["join_url"])));
        self.mail("hr@studio-aurora.example", "GoToMeeting").await?;
        say("  mail       who invited hears that it is done");
        Ok(())
    }

    async fn followed(&self, url: &str) -> Result<String, StoryFault> {
        let answer = self.client.browse(url).await?;
        answer.location.ok_or_else(|| StoryFault::new("a page led nowhere"))
    }

    /// Plans an interview in two days.
    async fn interview(&self, name: &str, mode: &str) -> Result<String, StoryFault> {
        let id = format!("interview-{}-{name}", self.run);
        let start = Timestamp::now() + SignedDuration::from_hours(48);
        let end = start + SignedDuration::from_mins(30);
        self.tell(
            "session.upserted",
            &json!({
                "external_id": id, "version": 1, "kind": "interview", "mode": mode,
                "title": "Colloquio con Giulia Rossi",
                "start": start.to_string(), "end": end.to_string(),
                "time_zone": "Europe/Rome", "host": INTERVIEWER,
                "candidate": {"id": "c-17"},
                "attendees": [{"name": "Giulia Rossi", "email": CANDIDATE, "role": "candidate",
                               "locale": "it"}],
            }),
        )
        .await?;
        Ok(id)
    }

    async fn cancel(&self, id: &str) -> Result<(), StoryFault> {
        self.tell("session.cancelled", &json!({"external_id": id, "version": 2})).await
    }

    async fn tell(&self, kind: &str, data: &Value) -> Result<(), StoryFault> {
        let now = Timestamp::now();
        let body = json!({"type": kind, "timestamp": now.to_string(), "data": data}).to_string();
        let headers = standard_headers(HOOK_SECRET, now, &body);
        let path = format!("/v1/hooks/{TENANT}/ats");
        let answer = self.client.hook(&path, &headers, &body).await?;
        let queued = answer.status == 200 && answer.body["status"] == "queued";
        expect(queued, || format!("the hook answered {}: {}", answer.status, answer.body))
    }

    async fn meeting_in(&self, id: &str, state: &str) -> Result<Value, StoryFault> {
        let path = format!("/v1/tenants/{TENANT}/sessions/ats/{id}");
        self.client
            .until(&format!("the interview's meeting in state {state}"), async || {
                let answer = self.client.get(&path).await?;
                let there = answer.status == 200 && answer.body["meeting"]["state"] == state;
                Ok(there.then_some(answer.body))
            })
            .await
    }

    /// The latest mail to an address that holds this.
    async fn mail(&self, to: &str, holds: &str) -> Result<Value, StoryFault> {
        self.client
            .until(&format!("a mail to {to}"), async || {
                let mails = self.client.mails().await?;
                Ok(mails.into_iter().rfind(|mail| {
                    let is_to = mail["to"].as_array().is_some_and(|all| all.contains(&json!(to)));
                    is_to && text(&mail["text"]).contains(holds)
                }))
            })
            .await
    }
}

fn word(text: &str, holds: &str) -> String {
    let word = text.split_whitespace().find(|word| word.contains(holds)).unwrap_or_default();
    word.trim_end_matches(['.', ',', ')']).to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
