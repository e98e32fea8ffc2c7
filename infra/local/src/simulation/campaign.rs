//! Many schedules, on as many threads as there are cores, counted and timed.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::case::{Case, cases_at, operations};
use super::conductor::Simulation;
use super::error::SimulationError;
use super::mishap::Mishap;
use super::round::Round;
use super::schedule::{Played, Schedule};
use super::venue::Venue;
use super::world::World;

/// How many reports are kept; a fault usually shows in many schedules.
const REPORTS: usize = 20;

/// What many schedules came to.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many were played.
    pub schedules: usize,
    /// How many exchanges of the functions there were in them.
    pub exchanges: u64,
    /// How many facts were told in them.
    pub facts: u64,
    /// How much went wrong in them.
    pub mishaps: u64,
    /// How many broke something.
    pub broken: usize,
    /// The first reports of those.
    pub reports: Vec<String>,
    /// How long it took.
    pub took: Duration,
    /// How many threads played.
    pub threads: usize,
}

impl Tally {
    /// The counts in one line.
    #[must_use]
    pub fn line(&self, name: &str) -> String {
        let seconds = self.took.as_secs_f64().max(0.001);
        format!(
            "{name}: {} schedules ({} facts, {} exchanges, {} mishaps) in {seconds:.1} s on {} \
             threads, {:.0} schedules a second; {} broken",
            self.schedules,
            self.facts,
            self.exchanges,
            self.mishaps,
            self.threads,
            f64::from(u32::try_from(self.schedules).unwrap_or(u32::MAX)) / seconds,
            self.broken,
        )
    }
}

/// Schedules in the course of being played.
struct Campaign {
    next: AtomicUsize,
    schedules: AtomicUsize,
    exchanges: AtomicU64,
    facts: AtomicU64,
    mishaps: AtomicU64,
    broken: AtomicUsize,
    reports: Mutex<Vec<String>>,
    fault: Mutex<Option<SimulationError>>,
}

impl Campaign {
    const fn new() -> Self {
        Self {
            next: AtomicUsize::new(0),
            schedules: AtomicUsize::new(0),
            exchanges: AtomicU64::new(0),
            facts: AtomicU64::new(0),
            mishaps: AtomicU64::new(0),
            broken: AtomicUsize::new(0),
            reports: Mutex::new(Vec::new()),
            fault: Mutex::new(None),
        }
    }

    fn add(&self, schedule: &Schedule, played: &Played) {
        let add = |to: &AtomicU64, count: usize| {
            to.fetch_add(u64::try_from(count).unwrap_or_default(), Ordering::Relaxed);
        };
        self.schedules.fetch_add(1, Ordering::Relaxed);
        add(&self.exchanges, played.exchanges);
        add(&self.facts, played.facts);
        add(&self.mishaps, played.hits.len());
        let Some(report) = schedule.report(played) else { return };
        self.broken.fetch_add(1, Ordering::Relaxed);
        let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        if reports.len() < REPORTS {
            reports.push(report);
        }
    }

    fn has_failed(&self) -> bool {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Takes works, one after the other, until none is left or the world can't be set up.
    async fn work_off<W>(&self, works: &[W], play: &Play<'_, W>) {
        while let Some(work) = works.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if self.has_failed() {
                return;
            }
            let player = Player(self);
            if let Err(fault) = play(player, work).await {
                *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
            }
        }
    }
}

/// What plays one work's schedules.
type Play<'a, W> = dyn for<'p> Fn(
        Player<'p>,
        &'p W,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), SimulationError>> + 'p>>
    + Sync
    + 'a;

/// Plays schedules and counts them.
#[derive(Clone, Copy)]
pub struct Player<'a>(&'a Campaign);

impl Player<'_> {
    /// Plays one schedule.
    ///
    /// # Errors
    /// When its world can't be set up.
    pub async fn play(&self, schedule: &Schedule) -> Result<Played, SimulationError> {
        let played = schedule.play().await?;
        self.count(schedule, &played);
        Ok(played)
    }

    /// Counts a schedule that was played.
    pub fn count(&self, schedule: &Schedule, played: &Played) {
        self.0.add(schedule, played);
    }
}

/// Has `play` play the schedules of each work, on as many threads as there are cores.
///
/// # Errors
/// When a world can't be set up.
pub fn campaign<W: Sync>(works: &[W], play: &Play<'_, W>) -> Result<Tally, SimulationError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (campaign, begun) = (Campaign::new(), Instant::now());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| runtime().map(|it| it.block_on(campaign.work_off(works, play))))
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Ok(())))
    })
    .map_err(SimulationError::Runtime)?;
    let locked =
        |reports: Mutex<Vec<String>>| reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(fault) = campaign.fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(fault);
    }
    Ok(Tally {
        schedules: campaign.schedules.into_inner(),
        exchanges: campaign.exchanges.into_inner(),
        facts: campaign.facts.into_inner(),
        mishaps: campaign.mishaps.into_inner(),
        broken: campaign.broken.into_inner(),
        reports: locked(campaign.reports),
        took: begun.elapsed(),
        threads,
    })
}

/// A runtime whose clock stands still, so that pauses take no time.
///
/// # Errors
/// When the system gives none.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()
}

/// Plays the random schedules of the seeds from `seed` on at a venue, round by round.
///
/// # Errors
/// When a world can't be set up.
pub fn random_schedules(venue: Venue, seed: u64, count: u64) -> Result<Tally, SimulationError> {
    let end = seed.saturating_add(count);
    campaign(&Round::covering(venue, seed, count), &|player, round| {
        Box::pin(async move {
            let count = |schedule: &Schedule, played: Played| {
                if schedule.seed.is_some_and(|it| (seed..end).contains(&it)) {
                    player.count(schedule, &played);
                }
            };
            round.play(end - 1, false, count).await
        })
    })
}

/// Plays every case at a venue with every kind of mishap at every exchange.
///
/// # Errors
/// When a world can't be set up.
pub fn singles(venue: Venue) -> Result<Tally, SimulationError> {
    let kinds = |case: Case| Mishap::ALL.map(|kind| (case.clone(), kind));
    let works: Vec<_> = cases_at(venue).into_iter().flat_map(kinds).collect();
    campaign(&works, &|player, (case, kind)| {
        Box::pin(async move {
            for at in 0.. {
                let played = player.play(&Schedule::with(case.clone(), &[(at, *kind)])).await?;
                if played.exchanges <= at {
                    break;
                }
            }
            Ok(())
        })
    })
}

/// Plays every pair of mishaps of the sudden kinds in every operation at a venue.
///
/// # Errors
/// When a world can't be set up.
pub fn pairs(venue: Venue) -> Result<Tally, SimulationError> {
    let works: Vec<_> = operations().into_iter().map(|case| (case.at(venue), 0)).collect();
    pairs_within(&works, &Mishap::SUDDEN)
}

/// Plays every pair of mishaps of these kinds in each case, from the given exchange of it on.
///
/// # Errors
/// When a world can't be set up.
pub fn pairs_within(works: &[(Case, usize)], kinds: &[Mishap]) -> Result<Tally, SimulationError> {
    // A work for each place of the first mishap, so that the threads end together.
    let mut places = Vec::new();
    for (case, begin) in works {
        let calm = runtime()?.block_on(Schedule::calm(case.clone()).play())?.exchanges;
        let at = (*begin..calm).flat_map(|at| kinds.iter().map(move |first| (at, *first)));
        places.extend(at.map(|(at, first)| (case.clone(), at, first, kinds.to_vec())));
    }
    campaign(&places, &|player, (case, at, first, kinds)| {
        Box::pin(async move {
            let alone = player.play(&Schedule::with(case.clone(), &[(*at, *first)])).await?;
            for later in at + 1..alone.exchanges {
                for second in kinds {
                    let plan = [(*at, *first), (later, *second)];
                    player.play(&Schedule::with(case.clone(), &plan)).await?;
                }
            }
            Ok(())
        })
    })
}

/// How many bookings went through the pipeline in what time, on one thread.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many.
    pub bookings: u32,
    /// How long they took.
    pub took: Duration,
}

impl Rate {
    /// Bookings a second.
    #[must_use]
    pub fn a_second(&self) -> f64 {
        f64::from(self.bookings) / self.took.as_secs_f64().max(1e-6)
    }
}

/// Sends bookings through the whole pipeline, from the webhook to the mails, ten to an invocation.
///
/// # Errors
/// When the world can't be set up.
pub fn throughput(bookings: u32) -> Result<Rate, SimulationError> {
    runtime()?.block_on(async {
        let world = World::new(7).await?;
        world.furnish(true).await?;
        let mut simulation = Simulation::new(world);
        simulation.adversary.batch = 10;
        simulation.world.watch.rest();
        let begun = Instant::now();
        simulation.book(bookings).await;
        match simulation.fault.take() {
            Some(fault) => Err(fault),
            None => Ok(Rate { bookings, took: begun.elapsed() }),
        }
    })
}
