//! Schedules: a case with what goes wrong in it, by a plan or by a seed, and what came of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::pin::Pin;

use super::adversary::Adversary;
use super::case::{Case, cases_at, outcome};
use super::cast::{Fact, HOSTS, SLOTS};
use super::chance::Chance;
use super::conductor::Simulation;
use super::error::SimulationError;
use super::mishap::{Hit, Mishap};
use super::round::ROUND;
use super::step::Step;
use super::trace::Trace;
use super::venue::Venue;
use super::world::{TABLE, World};
use crate::aws::Right;
use serde_json::{Value, json};

/// The most facts of a made-up story.
const FACTS: i64 = 6;

/// A case with everything that is decided about it beforehand.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// What happens.
    pub case: Case,
    /// What goes wrong, at which exchange of the functions, counted from 0.
    pub mishaps: Vec<(usize, Mishap)>,
    /// What happens from outside just before an exchange.
    pub steps: Vec<(usize, Step)>,
    /// Where chance comes from; without it everything happens one after the other.
    pub seed: Option<u64>,
    /// How unkind chance is.
    pub adversary: Adversary,
}

/// What came of a schedule.
#[derive(Debug)]
pub struct Played {
    /// How many exchanges of the functions there were.
    pub exchanges: usize,
    /// What went wrong.
    pub hits: Vec<Hit>,
    /// What is not as it must be; empty when all is well.
    pub broken: Vec<String>,
    /// The digest of the course of events.
    pub digest: String,
    /// The course of events, if it was to be kept.
    pub lines: Vec<String>,
    /// Every item of the table at the end, if the course of events was to be kept.
    pub items: Vec<Value>,
    /// What the functions did of what their roles allow, if the course of events was to be kept.
    pub rights: BTreeSet<Right>,
    /// How many facts were told.
    pub facts: usize,
}

impl Schedule {
    /// A case in which nothing goes wrong.
    #[must_use]
    pub fn calm(case: Case) -> Self {
        let (mishaps, steps) = (Vec::new(), Vec::new());
        Self { case, mishaps, steps, seed: None, adversary: Adversary::default() }
    }

    /// A case with these mishaps.
    #[must_use]
    pub fn with(case: Case, mishaps: &[(usize, Mishap)]) -> Self {
        Self { mishaps: mishaps.to_vec(), ..Self::calm(case) }
    }

    /// A case in which this happens before an exchange.
    #[must_use]
    pub fn with_step(case: Case, at: usize, step: Step) -> Self {
        Self { steps: vec![(at, step)], ..Self::calm(case) }
    }

    /// A case of the table or a made-up one, with an unkind queue, one to three workers of each
    /// function, and up to three mishaps; all from a seed. Only the last one of a round changes
    /// settings, since others come after the others in one world.
    #[must_use]
    pub fn random(venue: Venue, seed: u64) -> Self {
        let mut chance = Chance::seeded(seed ^ 0x5eed);
        let mut all = cases_at(venue);
        let is_last = seed % ROUND == ROUND - 1;
        all.retain(|case| is_last || !case.changes_settings());
        let mut case = if chance.happens(500) {
            all.swap_remove(chance.pick(all.len()))
        } else {
            story(&mut chance).at(venue)
        };
        // A service gives passwords or doesn't for a round as a whole.
        case.password = !(seed / ROUND).is_multiple_of(4);
        case.list_lag_s = u32::try_from(chance.between(0, 8)).unwrap_or_default();
        let adversary = Adversary {
            workers: 1 + chance.pick(3),
            batch: u8::try_from(chance.between(1, 10)).unwrap_or(1),
            exchange_ms: chance.between(1, 40),
            twice: 100,
            late: 100,
            mishaps: u32::try_from(chance.between(10, 60)).unwrap_or_default(),
            most: chance.pick(4),
        };
        Self { seed: Some(seed), adversary, ..Self::calm(case) }
    }

    /// Plays it in a world of its own.
    ///
    /// # Errors
    /// When the world can't be set up, which no schedule causes.
    pub async fn play(&self) -> Result<Played, SimulationError> {
        self.play_with(Trace::default()).await
    }

    /// Plays it and keeps the course of events.
    ///
    /// # Errors
    /// As [`Self::play`].
    pub async fn play_traced(&self) -> Result<Played, SimulationError> {
        self.play_with(Trace::kept()).await
    }

    /// Boxed, because whoever held all that a run may come to would be too deep for the compiler.
    fn play_with(
        &self,
        trace: Trace,
    ) -> Pin<Box<dyn Future<Output = Result<Played, SimulationError>> + '_>> {
        Box::pin(async move {
            let settings_s = self.case.keeps_settings_s();
            let world = World::keeping(self.seed.unwrap_or(7), settings_s).await?;
            world.furnish_for(self.case.terms()).await?;
            self.play_in(&mut Simulation::new(world), 1, trace).await
        })
    }

    /// Plays it in a world where others may have been played before; `number` is its session's.
    pub(super) async fn play_in(
        &self,
        simulation: &mut Simulation,
        number: u32,
        trace: Trace,
    ) -> Result<Played, SimulationError> {
        self.prepare(simulation, number, trace)?;
        for step in &self.case.steps {
            simulation.perform(*step).await;
        }
        let at_rest = simulation.settle(self.case.rest_ms).await;
        let mut broken = simulation.broken(&self.case).await;
        if let Some(fault) = simulation.fault.take() {
            broken.insert(0, fault.to_string());
        } else if !at_rest {
            broken.insert(0, "it does not come to rest".to_owned());
        }
        let told = |step: &&Step| matches!(step, Step::Tell(_));
        let trace = std::mem::take(&mut simulation.trace);
        Ok(Played {
            exchanges: simulation.exchanges,
            broken,
            digest: trace.digest(),
            facts: self.case.steps.iter().filter(told).count(),
            items: if trace.keeps() { simulation.world.aws.peek_all(TABLE) } else { Vec::new() },
            rights: if trace.keeps() { simulation.world.aws.used() } else { BTreeSet::new() },
            lines: trace.into_lines(),
            hits: std::mem::take(&mut simulation.hits),
        })
    }

    fn prepare(
        &self,
        simulation: &mut Simulation,
        number: u32,
        trace: Trace,
    ) -> Result<(), SimulationError> {
        let sims = &simulation.world.sims;
        self.case.venue.empty(sims, self.case.list_lag_s)?;
        sims.merge_state("mail", &json!({"mails": []}))?;
        simulation.world.watch.begin(self.case.venue);
        simulation.trace = trace;
        simulation.number = number;
        simulation.terms = self.case.terms();
        simulation.adversary = self.adversary;
        simulation.mishaps = self.mishaps.iter().copied().collect();
        simulation.steps_at = self.steps.iter().copied().collect();
        simulation.exchanges = 0;
        simulation.chance = self.seed.map(Chance::seeded).unwrap_or_default();
        Ok(())
    }

    /// What it was, in one line, and what is not as it must be; `None` when all is well.
    #[must_use]
    pub fn report(&self, played: &Played) -> Option<String> {
        if played.broken.is_empty() {
            return None;
        }
        let mut text = format!("{} at {:?}", self.case.name, self.case.venue);
        if let Some(seed) = self.seed {
            let _ = write!(text, ", seed {seed}");
        }
        for hit in &played.hits {
            let _ = write!(text, ", {:?} at {} {}", hit.mishap, hit.number, hit.exchange);
        }
        for (at, step) in &self.steps {
            let _ = write!(text, ", {step:?} before {at}");
        }
        for line in &played.broken {
            let _ = write!(text, "\n    {line}");
        }
        Some(text)
    }
}

/// One to six facts, each of a version of its own, told in any order, some twice.
fn story(chance: &mut Chance) -> Case {
    let count = u64::try_from(chance.between(1, FACTS)).unwrap_or(1);
    let mut facts: Vec<_> = (1..=count).map(|version| fact(version, chance)).collect();
    let wanted = outcome(&facts);
    let mut steps = Vec::new();
    while !facts.is_empty() {
        let at = chance.pick(facts.len());
        let again = chance.happens(150);
        let fact = if again { facts[at] } else { facts.swap_remove(at) };
        steps.push(Step::Tell(fact));
        if chance.happens(500) {
            steps.push(Step::Work);
        }
    }
    Case::new("a made-up story", &steps, wanted)
}

fn fact(version: u64, chance: &mut Chance) -> Fact {
    if chance.happens(250) {
        return Fact::cancel(version);
    }
    let (slot, host) = (SLOTS[chance.pick(SLOTS.len())], HOSTS[chance.pick(HOSTS.len())]);
    Fact::book(version, slot, host)
}
