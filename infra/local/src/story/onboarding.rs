//! Settling in: a scenario is written and two new colleagues begin with it, their manager starts the team's meeting,
//! what Zoom recorded comes into the Drive of the company, one of the two says how it was, and the other leaves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::client::Client;
use super::{Stage, StoryFault, expect, say};

/// The story's tenant.
pub(super) const TENANT: &str = "orion";
/// Whoever stays; a number follows that tells one run from another.
pub(super) const STAYS: &str = "alisa";
const LEAVES: &str = "pavel";
const ZONE: &str = "Europe/Moscow";
const HR: &str = "petrova@orion.example";
const SCENARIO: &str = "Первые недели";
/// How the title of the team's meeting begins.
const TEAM: &str = "Знакомство с командой";
const SAID: &str = "Всё понятно, команда замечательная";
/// Bytes of the film and of the transcript.
const FILES: [(&str, u64); 2] = [("MP4", 3_000_000), ("TRANSCRIPT", 2_000)];

/// Whoever was there before: id, name, address, role.
const COLLEAGUES: [(&str, &str, &str, &str); 4] = [
    ("anna", "Анна Петрова", HR, "hr_manager"),
    ("sergey", "Сергей Орлов", "orlov@orion.example", "manager"),
    ("ilya", "Илья Морозов", "morozov@orion.example", "team_member"),
    ("irina", "Ирина Белова", "belova@orion.example", "product_trainer"),
];

struct Play<'a> {
    client: Client<'a>,
    /// Tells this run's people and meetings from those of earlier ones.
    run: i64,
    /// What lay in the Drive before.
    known: BTreeSet<String>,
    zone: TimeZone,
}

/// Plays the story.
pub(super) async fn play(stage: &Stage) -> Result<(), StoryFault> {
    let client = Client::new(stage)?;
    let drive = client.state("drive").await?;
    let known = list(&drive["files"]).iter().map(|file| text(&file["id"])).collect();
    let zone = TimeZone::get(ZONE).map_err(|error| StoryFault::new(error.to_string()))?;
    let play = Play { client, run: Timestamp::now().as_millisecond(), known, zone };
    say("\n  Settling in");
    say("  -----------");
    play.set_up(&drive["service_account_key"]).await?;
    play.publish().await?;
    play.enrol().await?;
    let meeting = play.start().await?;
    play.recorded(&meeting).await?;
    play.asked().await?;
    play.leaves().await
}

impl Play<'_> {
    /// This run's id of somebody or something.
    fn id(&self, name: &str) -> String {
        format!("{name}-{}", self.run)
    }

    fn email(&self, name: &str) -> String {
        format!("{}@orion.example", self.id(name))
    }

    async fn set_up(&self, key: &Value) -> Result<(), StoryFault> {
        let tenant = json!({
            "name": "Орион", "time_zone": ZONE, "locale": "ru", "profile": "onboarding",
            "contact": {"name": "Анна Петрова", "email": HR}
        });
        self.client.put(&path(""), &tenant).await?;
        let zoom = json!({
            "kind": "s2s", "account_id": "acc-demo",
            "client_id": "client-demo", "client_secret": "secret-demo"
        });
        self.client.put(&path("/connections/zoom"), &zoom).await?;
        let drive = json!({"kind": "service_account", "key": key});
        self.client.put(&path("/connections/drive"), &drive).await?;
        for provider in ["zoom", "drive"] {
            let verify = path(&format!("/connections/{provider}/verify"));
            let verified = self.client.post(&verify).await?;
            expect(verified["state"] == "active", || format!("{provider}: {verified}"))?;
        }
        self.people().await?;
        say("  set up     tenant in Russian, Zoom and Drive connections (verified: active)");
        say("  people     HR manager, manager, team member, trainer, and two who are new");
        Ok(())
    }

    async fn people(&self) -> Result<(), StoryFault> {
        for (id, name, email, role) in COLLEAGUES {
            let person = json!({"name": name, "emails": [email], "roles": [role]});
            self.client.put(&path(&format!("/people/{id}")), &person).await?;
        }
        let new = [(STAYS, "Алиса Соколова"), (LEAVES, "Павел Лебедев")];
        for (id, name) in new {
            let person = json!({"name": name, "emails": [self.email(id)], "manager": "sergey",
                                "roles": ["new_employee"]});
            self.client.put(&path(&format!("/people/{}", self.id(id))), &person).await?;
        }
        let mut users = list(&self.client.state("zoom").await?["users"]);
        for (id, _, email, _) in &COLLEAGUES[1..] {
            if !users.iter().any(|user| user["email"] == **email) {
                users.push(json!({"id": format!("u-{id}"), "email": email}));
            }
        }
        self.client.put_state("zoom", &json!({"users": users})).await?;
        self.client.post(&path("/links/zoom/sync")).await?;
        let link = self.client.get(&path("/people/sergey/links/zoom")).await?.body;
        expect(link["external_id"] == "u-sergey", || format!("the manager's link is {link}"))
    }

    async fn publish(&self) -> Result<(), StoryFault> {
        let at = path(&format!("/scenarios/{}", self.id("start")));
        self.client.put(&at, &scenario()).await?;
        let published = self.client.post(&format!("{at}/publish")).await?;
        let remark = |it: &Value| format!("{} {}", text(&it["step"]), text(&it["code"]));
        let lint: Vec<_> = list(&published["lint"]).iter().map(remark).collect();
        expect(lint == ["weekly expected_results_missing"], || format!("it remarks {lint:?}"))?;
        let lint = lint.join(", ");
        say(format!("  published  “{SCENARIO}”, version {}, three stages", published["version"]));
        say(format!("             it could be better: {lint}"));
        Ok(())
    }

    async fn enrol(&self) -> Result<(), StoryFault> {
        let today = Timestamp::now().to_zoned(self.zone.clone()).date();
        let monday = today.nth_weekday(1, Weekday::Monday);
        let monday = monday.map_err(|error| StoryFault::new(error.to_string()))?;
        for who in [STAYS, LEAVES] {
            let body = json!({
                "id": self.id(who), "scenario": self.id("start"), "person": self.id(who),
                "start_date": monday.to_string(),
                "people": {"team_member": "ilya", "product_trainer": "irina"}
            });
            self.client.post_body(&path("/enrolments"), &body).await?;
        }
        say(format!("  enrolled   Алиса Соколова and Павел Лебедев begin on Monday, {monday}"));
        let hers = self.planned(STAYS).await?;
        let his = self.planned(LEAVES).await?;
        let shared = hers.keys().filter(|id| his.contains_key(*id)).count();
        let counts = (hers.len(), his.len(), shared);
        expect(counts == (6, 6, 2), || format!("meetings, and common ones: {counts:?}"))?;
        say(format!("  planned    ten meetings in Zoom, two of them with both; hers, {ZONE}:"));
        let mut all: Vec<_> = hers.into_values().collect();
        all.sort_by_key(|session| text(&session["start"]));
        for session in all {
            say(format!("               {}  {}", self.when(&session)?, text(&session["title"])));
        }
        for who in [STAYS, LEAVES] {
            self.mails(who, ("Приглашение:", "REQUEST"), 6).await?;
        }
        say("  mail       each has one invitation for each meeting, calendar METHOD REQUEST");
        Ok(())
    }

    /// The meetings of an enrolment, once each is ready, by external id.
    async fn planned(&self, who: &str) -> Result<BTreeMap<String, Value>, StoryFault> {
        let at = path(&format!("/enrolments/{}", self.id(who)));
        let planned = async || {
            let stages = list(&self.client.get(&at).await?.body["stages"]);
            let steps = stages.iter().flat_map(|stage| list(&stage["steps"]));
            let meetings: Vec<_> = steps.flat_map(|step| list(&step["sessions"])).collect();
            let mut ready = BTreeMap::new();
            for id in meetings.iter().map(|meeting| text(&meeting["external_id"])) {
                let session = self.session(&id).await?;
                if session["meeting"]["state"] == "ready" {
                    ready.insert(id, session);
                }
            }
            Ok((meetings.len() == 6 && ready.len() == 6).then_some(ready))
        };
        self.client.until("the plan of an enrolment", planned).await
    }

    async fn session(&self, id: &str) -> Result<Value, StoryFault> {
        Ok(self.client.get(&path(&format!("/sessions/planner/{id}"))).await?.body)
    }

    fn when(&self, session: &Value) -> Result<String, StoryFault> {
        let start: Result<Timestamp, _> = text(&session["start"]).parse();
        let start = start.map_err(|_| StoryFault::new(format!("no begin: {session}")))?;
        Ok(start.to_zoned(self.zone.clone()).strftime("%F %H:%M").to_string())
    }

    /// The manager starts the team's meeting with a token of their own; Zoom's id of it.
    async fn start(&self) -> Result<String, StoryFault> {
        let at = path(&format!("/enrolments/{}/steps/team/start", self.id(STAYS)));
        let hers = self.client.hook(&at, &self.token(&self.id(STAYS)).await?, "").await?;
        expect(hers.status == 403, || format!("a new colleague's start: {}", hers.status))?;
        let begun = self.client.hook(&at, &self.token("sergey").await?, "").await?;
        let link = text(&begun.body["start_url"]);
        let holds = begun.status == 201 && link.contains("?zak=");
        expect(holds, || format!("the start was answered {}", begun.status))?;
        let shown = link.split_once('=').map_or("", |(before, _)| before);
        say("  started    the team's meeting, now: 403 for a new colleague, 201 for the manager");
        say(format!("  link       {shown}=…, which lets the manager begin it at once"));
        for who in [STAYS, LEAVES] {
            self.mail(who, &format!("Изменение: {TEAM}"), "REQUEST").await?;
        }
        say("  mail       both have the new time, and the calendar's entry moves");
        let session = self.session(&text(&begun.body["external_id"])).await?;
        let id = text(&session["meeting"]["id"]);
        let zoom = self.client.state("zoom").await?;
        let held = list(&zoom["meetings"]).into_iter().find(|it| text(&it["id"]) == id);
        let held = held.ok_or_else(|| StoryFault::new("Zoom holds no such meeting"))?;
        let recorded = held["settings"]["auto_recording"] == "cloud";
        expect(recorded && held["host_id"] == "u-sergey", || format!("Zoom holds {held}"))?;
        Ok(id)
    }

    /// The header by which somebody calls.
    async fn token(&self, person: &str) -> Result<[(&'static str, String); 1], StoryFault> {
        let body = json!({"name": person, "person": person});
        let token = text(&self.client.post_body(&path("/tokens"), &body).await?["token"]);
        Ok([("authorization", format!("Bearer {token}"))])
    }

    /// Zoom tells that the meeting is over, and of what it recorded, as often as senders do.
    async fn recorded(&self, meeting: &str) -> Result<(), StoryFault> {
        let mut recordings = list(&self.client.state("zoom").await?["recordings"]);
        let uuid = format!("/{}//orion==", self.run);
        let name = |kind: &str| format!("{kind}-{}", self.run);
        let file = |(kind, size)| json!({"id": name(kind), "file_type": kind, "size": size});
        let files: Vec<_> = FILES.into_iter().map(file).collect();
        recordings.push(json!({"meeting_id": meeting, "uuid": uuid, "files": files}));
        self.client.put_state("zoom", &json!({"recordings": recordings})).await?;
        let of_meeting =
            json!({"provider": "zoom", "event": "meeting.ended", "meeting_id": meeting});
        let of_file = |event: &str| json!({"provider": "zoom", "event": event, "uuid": uuid});
        let video = of_file("recording.completed");
        let transcript = of_file("recording.transcript_completed");
        for wanted in [&of_meeting, &video, &video, &transcript] {
            let answer = self.client.relay("/v1/providers/zoom/events", wanted).await?;
            expect(answer.status < 300, || format!("{wanted} was answered {}", answer.status))?;
        }
        say("  over       Zoom tells, signed: the meeting, its recording (twice), the transcript");
        self.shared().await?;
        let mail = self.mail(STAYS, "Запись готова:", "").await?;
        self.mail(LEAVES, "Запись готова:", "").await?;
        say(format!("  mail       one to each of the two: {}", text(&mail["subject"])));
        Ok(())
    }

    /// One file each lies in the Drive, and whoever took part can see it, and nobody else.
    async fn shared(&self) -> Result<(), StoryFault> {
        let at = path(&format!("/recordings?scenario={}&state=shared", self.id("start")));
        let shared = async || {
            let shared = self.client.get(&at).await?.body;
            Ok((list(&shared["items"]).len() == FILES.len()).then_some(()))
        };
        self.client.until("what was recorded, in the Drive", shared).await?;
        let files = list(&self.client.state("drive").await?["files"]);
        let new = |file: &&Value| !self.known.contains(&text(&file["id"]));
        let mine: Vec<_> = files.iter().filter(new).collect();
        expect(mine.len() == FILES.len(), || format!("{} files in the Drive", mine.len()))?;
        let there = BTreeSet::from([
            COLLEAGUES[1].2.to_owned(),
            COLLEAGUES[2].2.to_owned(),
            self.email(STAYS),
            self.email(LEAVES),
        ]);
        say("  drive      one file each:");
        for file in mine {
            let permissions = list(&file["permissions"]);
            let let_in: BTreeSet<_> = permissions.iter().map(|it| text(&it["email"])).collect();
            let read = permissions.iter().all(|it| it["role"] == "reader");
            expect(read && let_in == there, || format!("it is shared like {permissions:?}"))?;
            say(format!("               {}, {} bytes", text(&file["name"]), file["size"]));
        }
        say("  seen by    Сергей Орлов, Илья Морозов, Алиса Соколова, Павел Лебедев, nobody else");
        Ok(())
    }

    /// Whoever was new there is asked how it was, answers by the link in the mail, and it can be read.
    async fn asked(&self) -> Result<(), StoryFault> {
        let mail = self.mail(STAYS, "Как всё прошло?", "").await?;
        self.mail(LEAVES, "Как всё прошло?", "").await?;
        say(format!("  asked      one mail to each of the two: {}", text(&mail["subject"])));
        let body = text(&mail["text"]);
        let from = body.find("/feedback/").unwrap_or(body.len());
        let link = body[from..].split_whitespace().next().unwrap_or_default();
        let answer = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("Что было удачно, а что нет?", SAID)
            .finish();
        let form = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        let thanks = self.client.hook(link, &form, &answer).await?;
        expect(thanks.status == 200, || format!("the page answered {}", thanks.status))?;
        say("  answered   by the link in the mail; nobody had to sign in anywhere");
        let done = path(&format!("/enrolments/{}/stages/team/complete", self.id(STAYS)));
        let done = self.client.post(&done).await?;
        expect(done["stages"][0]["state"] == "done", || format!("the stage is open: {done}"))?;
        let report = path(&format!("/feedback?scenario={}&stage=team", self.id("start")));
        let report = list(&self.client.get(&report).await?.body["items"]);
        let answered: Vec<_> = report.iter().filter(|it| it["state"] == "answered").collect();
        let holds = report.len() == 2
            && matches!(*answered, [it] if it["answers"].to_string().contains(SAID));
        expect(holds, || format!("the report of the stage: {report:?}"))?;
        say(format!("  report     “{TEAM}”: 1 of 2 has answered: {SAID}"));
        Ok(())
    }

    async fn leaves(&self) -> Result<(), StoryFault> {
        let at = path(&format!("/enrolments/{}", self.id(LEAVES)));
        self.client.delete(&at).await?;
        for number in 1..=4 {
            let id = format!("{}:weekly:{number}", self.id(LEAVES));
            let gone = async || {
                let session = self.session(&id).await?;
                Ok((session["meeting"]["state"] == "deleted").then_some(()))
            };
            self.client.until("the end of a meeting", gone).await?;
        }
        self.mails(LEAVES, ("Отмена:", "CANCEL"), 5).await?;
        self.mails(STAYS, ("Отмена:", "CANCEL"), 0).await?;
        self.planned(STAYS).await?;
        say("  left       Павел Лебедев: his four meetings with the manager are gone in Zoom,");
        say("             he is out of the training, one mail for each, calendar METHOD CANCEL;");
        say("             for Алиса Соколова all is as it was");
        Ok(())
    }

    /// The one mail to one of the two like this, once it is there.
    async fn mail(&self, who: &str, subject: &str, method: &str) -> Result<Value, StoryFault> {
        Ok(self.mails(who, (subject, method), 1).await?.remove(0))
    }

    /// The mails to one of the two whose subject begins like this, and whose calendar has this method, if any:
    /// once they are there, and they must be so many.
    async fn mails(
        &self,
        who: &str,
        (subject, method): (&str, &str),
        count: usize,
    ) -> Result<Vec<Value>, StoryFault> {
        let to = json!(self.email(who));
        let has_method = |it: &Value| it["method"] == method;
        let is_like = |mail: &Value| {
            list(&mail["to"]).contains(&to)
                && text(&mail["subject"]).starts_with(subject)
                && (method.is_empty() || list(&mail["attachments"]).iter().any(has_method))
        };
        let all = async || {
            let mails: Vec<_> = self.client.mails().await?.into_iter().filter(is_like).collect();
            Ok((mails.len() >= count).then_some(mails))
        };
        let mails = self.client.until(&format!("{count} of mail to {who}: {subject}"), all).await?;
        expect(mails.len() == count, || format!("{} mails to {who}: {subject}", mails.len()))?;
        Ok(mails)
    }
}

fn scenario() -> Value {
    let team = json!({
        "id": "team", "kind": "meeting", "day": 1, "time": "10:00",
        "title": format!("{TEAM}: [Имя руководителя], [Имя члена команды]"),
        "roles": ["manager", "team_member"], "goals": "Узнать, кто за что отвечает",
        "expected_results": "Вы знаете, к кому с чем идти",
        "agenda": ["Кто мы", "Как мы работаем"], "materials": ["Оргструктура команды"]
    });
    let training = json!({
        "id": "training", "kind": "meeting", "day": 14, "time": "14:00", "duration_min": 60,
        "title": "Обучение продукту: [Имя тренера по продукту]", "roles": ["product_trainer"],
        "goals": "Познакомиться с ключевыми функциями",
        "expected_results": "Первая задача решена самостоятельно",
        "agenda": ["Демонстрация", "Практические задания"], "materials": ["Учебный стенд"]
    });
    let weekly = json!({
        "id": "weekly", "kind": "meeting", "day": 3, "time": "11:00", "duration_min": 30,
        "title": "Один на один: [Имя руководителя]", "roles": ["manager"],
        "recurrence": "weekly", "goals": "Обсудить прогресс, задачи и цели",
        "questions": ["Что получилось?", "Что мешает?", "Что дальше?"]
    });
    let stage = |id: &str, name: &str, days: u16, step: Value| json!({"id": id, "name": name, "days": days, "steps": [step]});
    json!({"name": SCENARIO, "provider": "zoom", "stages": [
        stage("team", TEAM, 7, team),
        stage("product", "Обучение продукту", 31, training),
        stage("manager", "Встречи с руководителем", 28, weekly),
    ]})
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn path(rest: &str) -> String {
    format!("/v1/tenants/{TENANT}{rest}")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
