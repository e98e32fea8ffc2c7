//! What a plan always is, tried by chance and by example, in a world where every plan is carried out.

mod cohort;
mod course;
mod news;
mod people;
mod times;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::business::BusinessEvent;
use crate::domain::onboarding::enrolment::EnrolmentBody;
use crate::domain::session::SessionContent;
use crate::domain::settings::Person;

/// A company that plans, with everything that it was told.
#[derive(Clone, Debug)]
struct World {
    config: TenantConfig,
    settings: OnboardingSettings,
    scenario: Scenario,
    kept: BTreeMap<String, Enrolment>,
    cohort: BTreeMap<String, Member>,
    ended: BTreeMap<String, Timestamp>,
    answered: BTreeSet<String>,
    /// What was last said of each session, with its version.
    sessions: BTreeMap<String, (u64, Option<SessionContent>)>,
    asks: Vec<FeedbackRecord>,
    news: Vec<BusinessEvent>,
    due: BTreeMap<String, Option<Timestamp>>,
    now: Timestamp,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn person(id: &str, roles: &[&str]) -> Person {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    let (name, emails) = (id.to_uppercase(), vec![format!("{id}@co.example")]);
    Person { name, emails, roles, ..Person::default() }
}

fn scenario(stages: Value) -> Scenario {
    let body = json!({"name": "First month", "provider": "google_meet", "stages": stages});
    serde_json::from_value(body).unwrap()
}

/// One stage of four weeks with these steps.
fn stage(steps: Value) -> Scenario {
    scenario(json!([{"id": "a", "name": "A", "from_day": 0, "days": 28, "steps": steps}]))
}

impl World {
    /// A company in this zone: new colleagues n1 to n4, led by Mia; a buddy, a trainer and HR.
    fn new(scenario: Scenario, zone: &str, now: &str) -> Self {
        let mut config = TenantConfig::empty("co", Timestamp::UNIX_EPOCH);
        zone.clone_into(&mut config.tenant.time_zone);
        for (id, roles) in [
            ("mia", &[][..]),
            ("bob", &["buddy"]),
            ("tom", &["product_trainer"]),
            ("hrs", &["hr_manager"]),
        ] {
            config.people.insert(id.to_owned(), person(id, roles));
        }
        for id in ["n1", "n2", "n3", "n4"] {
            let manager = Some("mia".to_owned());
            config.people.insert(id.to_owned(), Person { manager, ..person(id, &[]) });
        }
        Self {
            config,
            settings: OnboardingSettings::default(),
            scenario,
            kept: BTreeMap::new(),
            cohort: BTreeMap::new(),
            ended: BTreeMap::new(),
            answered: BTreeSet::new(),
            sessions: BTreeMap::new(),
            asks: Vec::new(),
            news: Vec::new(),
            due: BTreeMap::new(),
            now: at(now),
        }
    }

    /// Somebody begins; the enrolment is called like the person, with an e before.
    fn enrol(&mut self, person: &str, start: Date) -> String {
        let id = format!("e-{person}");
        let body = json!({"id": id, "scenario": "s", "person": person, "start_date": start});
        let body: EnrolmentBody = serde_json::from_value(body).unwrap();
        self.kept.insert(id.clone(), Enrolment::new(&body, 1, self.now));
        id
    }

    /// One enrolment alone, planned.
    fn alone(scenario: Scenario, now: &str, start: &str) -> Self {
        let mut world = Self::new(scenario, "Europe/Helsinki", now);
        world.enrol("n1", start.parse().unwrap());
        world.settle();
        world
    }

    fn plan(&self, id: &str) -> Plan {
        let cohort: Vec<_> = self.cohort.values().cloned().collect();
        let ended = self.ended.clone().into_iter().chain(self.past()).collect();
        let around = Around {
            config: &self.config,
            settings: &self.settings,
            scenario: &self.scenario,
            cohort: &cohort,
            ended: &ended,
            answered: &self.answered,
            now: self.now,
        };
        plan(&self.kept[id], &around)
    }

    /// Sessions that must be over.
    fn past(&self) -> impl Iterator<Item = (String, Timestamp)> {
        let live = self.live().into_iter();
        live.map(|(id, content)| (id, content.end))
            .filter(|(_, end)| *end + grace("google") <= self.now)
    }

    /// Plans one enrolment and carries out what follows. Whether anything did.
    fn carry_out(&mut self, id: &str) -> bool {
        let Plan { mut next, facts, asks, member, due } = self.plan(id);
        let changed = next.rev != self.kept[id].rev;
        self.due.insert(id.to_owned(), due);
        for fact in facts {
            assert_eq!(fact.version, next.rev, "a fact has the version of what was written");
            let content = match fact.change {
                Change::Upserted(content) => Some(*content),
                Change::Cancelled => None,
            };
            let known = self.sessions.insert(fact.key.external_id, (fact.version, content));
            assert!(known.is_none_or(|(version, _)| version < fact.version), "versions grow");
        }
        self.asks.extend(asks);
        self.news.extend(next.unsent.iter().cloned());
        if next.tells_others {
            match member {
                Some(member) => drop(self.cohort.insert(id.to_owned(), member)),
                None => drop(self.cohort.remove(id)),
            }
        }
        if next.has_unsent() {
            next.note_sent();
            next.rev += 1;
        }
        self.kept.insert(id.to_owned(), next);
        changed
    }

    /// Plans everybody until nothing changes any more.
    fn settle(&mut self) {
        let ids: Vec<_> = self.kept.keys().cloned().collect();
        self.settle_in(&ids);
    }

    fn settle_in(&mut self, order: &[String]) {
        for _ in 0..20 {
            let changed = order.iter().filter(|id| self.carry_out(id)).count();
            if changed == 0 {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// Time passes, and whatever is due then is done.
    fn pass(&mut self, now: Timestamp) {
        self.now = now;
        self.settle();
    }

    fn live(&self) -> BTreeMap<String, SessionContent> {
        let all = self.sessions.iter();
        all.filter_map(|(id, (_, content))| Some((id.clone(), content.clone()?))).collect()
    }

    /// The begins of an enrolment's live meetings, by name.
    fn local(&self, zone: &str) -> BTreeMap<String, String> {
        let zone = TimeZone::get(zone).unwrap();
        let show = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%F %H:%M").to_string();
        let live = self.live().into_iter();
        live.map(|(id, content)| (id.split_once(':').unwrap().1.to_owned(), show(content.start)))
            .collect()
    }

    fn change(&mut self, person: &str, change: impl Fn(&mut Person)) {
        change(self.config.people.get_mut(person).unwrap());
    }

    fn told(&self, kind: &str) -> Vec<&BusinessEvent> {
        self.news.iter().filter(|event| event.kind == kind).collect()
    }

    fn subjects(&self) -> Vec<&str> {
        self.asks.iter().map(|ask| ask.subject.as_str()).collect()
    }
}

/// One step of any kind.
fn any_step() -> impl Strategy<Value = Value> {
    let time = proptest::option::weighted(
        0.3,
        prop::sample::select(vec!["06:15", "10:00", "11:20", "17:50"]),
    );
    let kind = prop::sample::select(vec!["meeting", "meeting", "meeting", "task", "feedback"]);
    (kind, 0..28_u16, time, 15..=60_u16, prop::bool::weighted(0.3), any::<bool>()).prop_map(
        |(kind, day, time, minutes, weekly, prepared)| {
            let recurrence = if weekly && kind == "meeting" { "weekly" } else { "none" };
            let mut step = json!({
                "kind": kind, "title": "T [manager]", "day": day, "duration_min": minutes,
                "roles": ["manager"], "recurrence": recurrence,
            });
            if let Some(time) = time {
                step["time"] = json!(time);
            }
            if prepared {
                (step["agenda"], step["materials"]) = (json!("A"), json!(["M"]));
            }
            step
        },
    )
}

/// A scenario of two stages: one of four weeks, and one of few days later on.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let steps = |most: usize| prop::collection::vec(any_step(), 1..=most);
    (steps(3), steps(2), 0..20_u16, 1..9_u16).prop_map(|(mut long, mut short, from, days)| {
        for (n, step) in long.iter_mut().chain(&mut short).enumerate() {
            step["id"] = json!(format!("s{n}"));
        }
        for step in &mut short {
            let day = u16::try_from(step["day"].as_u64().unwrap()).unwrap();
            step["day"] = json!(from + day % days);
        }
        scenario(json!([
            {"id": "a", "name": "A", "from_day": 0, "days": 28, "steps": long},
            {"id": "b", "name": "B", "from_day": from, "days": days, "steps": short},
        ]))
    })
}

/// One enrolment in a scenario of any kind, anywhere, begun before, around or after its first day.
fn any_world() -> impl Strategy<Value = World> {
    let zones =
        vec!["Europe/Helsinki", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "UTC"];
    (any_scenario(), prop::sample::select(zones), 0..365_i64, -12..50_i32, 0..24 * 60_i64).prop_map(
        |(scenario, zone, day, offset, minute)| {
            let mut world = World::new(scenario, zone, "2027-01-01T00:00:00Z");
            world.now += SignedDuration::from_mins(day * 24 * 60 + minute);
            let today = world.now.to_zoned(TimeZone::UTC).date();
            world.settings.holidays = [slots::after(today, 3), slots::after(today, 8)].into();
            world.enrol("n1", slots::after(today, offset));
            world
        },
    )
}
