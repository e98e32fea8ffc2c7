//! A crash, a lost answer or a refusal at every single exchange of the functions, and at pairs of
//! them: whatever goes wrong, everything ends as it is wanted.

mod scene;
mod truths;

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use convoke_tests::world::Mishap;

use scene::{AINO, FIRST, OTHER, SECOND, Scene, Step, THIRD};

/// How long everything may take to come to rest, in the world's time.
const REST: Duration = Duration::from_secs(4 * 3600);
/// Whether everything is tried, which takes hours; otherwise a fixed part, which takes a minute or
/// two.
const THOROUGH: bool = false;
/// Of all pairs of mishaps every so many-th is tried.
const EVERY: usize = if THOROUGH { 1 } else { 37 };
/// How many orders of two workers' exchanges are tried with each pair of facts.
const ORDERS: u64 = if THOROUGH { 1_000 } else { 24 };

/// What goes wrong in one schedule.
type Plan = Vec<(usize, Mishap)>;

/// One schedule: how many exchanges there were, how many mishaps happened, and what was broken.
struct Played {
    exchanges: usize,
    hits: usize,
    report: Option<String>,
}

async fn play(scene: &Scene, plan: &Plan) -> Played {
    let world = scene.set().await;
    world.mishaps.plan(plan);
    scene.play(&world).await;
    let at_rest = world.settle(REST).await;
    let mut broken = truths::broken(&world, scene).await;
    if !at_rest {
        broken.insert(0, "it does not come to rest".to_owned());
    }
    let hits = world.mishaps.hits();
    let report = (!broken.is_empty()).then(|| {
        let mut text = format!("{}:", scene.name);
        for hit in &hits {
            let _ = write!(text, " {:?} at {} {}", hit.mishap, hit.number, hit.exchange);
        }
        for line in &broken {
            let _ = write!(text, "\n    {line}");
        }
        text
    });
    Played { exchanges: world.mishaps.count(), hits: hits.len(), report }
}

/// Plays schedules on both cores and fails with the first reports.
struct Sweep {
    name: &'static str,
    played: AtomicUsize,
    reports: Mutex<Vec<String>>,
    begun: Instant,
}

impl Sweep {
    fn new(name: &'static str) -> Self {
        let (played, reports) = (AtomicUsize::new(0), Mutex::default());
        Self { name, played, reports, begun: Instant::now() }
    }

    fn add(&self, report: Option<String>) {
        self.played.fetch_add(1, Ordering::Relaxed);
        self.reports.lock().unwrap().extend(report);
    }

    /// Runs `one` for each of `works`, on two threads.
    fn spread<T: Sync>(&self, works: &[T], one: impl AsyncFn(&Self, &T) + Sync) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut runtime = tokio::runtime::Builder::new_current_thread();
                    let runtime = runtime.enable_all().build().unwrap();
                    while let Some(work) = works.get(next.fetch_add(1, Ordering::Relaxed)) {
                        runtime.block_on(one(self, work));
                    }
                });
            }
        });
    }

    fn end(self) {
        let (played, reports) = (self.played.into_inner(), self.reports.into_inner().unwrap());
        println!(
            "sweep {}: {played} schedules in {:.1} s, {} broken",
            self.name,
            self.begun.elapsed().as_secs_f64(),
            reports.len()
        );
        let shown: Vec<_> = reports.iter().take(40).cloned().collect();
        assert!(reports.is_empty(), "{}", shown.join("\n"));
    }
}

fn create() -> Scene {
    Scene::new("create", &[Step::Book(1, FIRST, AINO), Step::Work], Some((FIRST, AINO)))
}

fn create_and_move() -> Scene {
    let steps = [Step::Book(1, FIRST, AINO), Step::Work, Step::Book(2, SECOND, AINO), Step::Work];
    Scene::new("create and move", &steps, Some((SECOND, AINO)))
}

fn scenes() -> Vec<Scene> {
    let first = Step::Book(1, FIRST, AINO);
    let moved = Step::Book(2, SECOND, AINO);
    let given = Step::Book(2, FIRST, OTHER);
    let (work, cancel) = (Step::Work, Step::Cancel(2));
    let with = |second: &Step| [first.clone(), work.clone(), second.clone(), work.clone()];
    let at_once = |second: &Step| [first.clone(), second.clone(), work.clone()];
    vec![
        create(),
        create().without_password("create without a password"),
        create_and_move(),
        create_and_move().without_password("create and move without a password"),
        Scene::new("create and move at once", &at_once(&moved), Some((SECOND, AINO))),
        Scene::new("create and cancel", &with(&cancel), None),
        Scene::new("create and cancel at once", &at_once(&cancel), None),
        Scene::new("replace", &with(&given), Some((FIRST, OTHER))),
        Scene::new("replace at once", &at_once(&given), Some((FIRST, OTHER))),
        Scene::new(
            "give away, then cancel at once",
            &[first.clone(), work.clone(), Step::Book(2, SECOND, OTHER), Step::Cancel(3)],
            None,
        ),
        Scene::new("cancel before create", &[cancel.clone(), work.clone(), first.clone()], None),
        Scene::new(
            "blocked, then healed",
            &[Step::Unmap, first.clone(), work.clone(), Step::Map],
            Some((FIRST, AINO)),
        ),
        Scene::new(
            "move while switched off",
            &[first.clone(), work.clone(), Step::SwitchOff, moved.clone()],
            Some((SECOND, AINO)),
        ),
        Scene::new(
            "create, cancel, create again",
            &[first, work.clone(), cancel, work, Step::Book(3, THIRD, AINO)],
            Some((THIRD, AINO)),
        ),
    ]
}

/// Design 9: one mishap of each kind at every single exchange of every scene.
#[test]
fn one_mishap_anywhere_changes_nothing() {
    let sweep = Sweep::new("of single mishaps");
    let mut works = Vec::new();
    for (number, scene) in scenes().into_iter().enumerate() {
        for kind in Mishap::ALL {
            // Within one invocation, dying before an exchange is dying after the one before it.
            if number == 0 || THOROUGH || kind != Mishap::CrashBefore {
                works.push((scene.clone(), kind));
            }
        }
    }
    sweep.spread(&works, async |sweep, (scene, kind)| {
        for at in 0.. {
            let played = play(scene, &vec![(at, *kind)]).await;
            sweep.add(played.report);
            if played.hits == 0 {
                break;
            }
        }
    });
    sweep.end();
}

/// Every so many-th of all pairs of mishaps while a meeting is made, and made and moved.
#[test]
fn two_mishaps_change_nothing() {
    let sweep = Sweep::new("of pairs of mishaps");
    let mut works = Vec::new();
    for scene in [create(), create_and_move()] {
        works.extend(Mishap::ALL.map(|first| (scene.clone(), first)));
    }
    sweep.spread(&works, async |sweep, (scene, first)| {
        let mut number = 0;
        for at in 0.. {
            let alone = play(scene, &vec![(at, *first)]).await;
            if alone.hits == 0 {
                break;
            }
            for later in at + 1..alone.exchanges {
                for second in Mishap::ALL {
                    number += 1;
                    if number % EVERY == 0 {
                        let plan = vec![(at, *first), (later, second)];
                        sweep.add(play(scene, &plan).await.report);
                    }
                }
            }
        }
    });
    sweep.end();
}

/// Two workers on one session, their exchanges interleaved in any order.
#[test]
fn two_workers_at_once_end_as_one() {
    let sweep = Sweep::new("of two workers");
    let pairs = [
        (Step::Book(1, FIRST, AINO), Step::Book(1, FIRST, AINO)),
        (Step::Book(1, FIRST, AINO), Step::Book(2, SECOND, AINO)),
        (Step::Book(2, SECOND, AINO), Step::Book(1, FIRST, AINO)),
        (Step::Book(1, FIRST, AINO), Step::Book(2, SECOND, OTHER)),
        (Step::Book(1, FIRST, AINO), Step::Cancel(2)),
        (Step::Cancel(2), Step::Book(1, FIRST, AINO)),
    ];
    let works: Vec<_> =
        pairs.iter().flat_map(|pair| (0..ORDERS).map(move |seed| (pair.clone(), seed))).collect();
    sweep.spread(&works, async |sweep, ((one, other), seed)| {
        let scene =
            Scene::new("two workers", &[one.clone(), other.clone()], outcome(&[one, other]));
        let world = scene.set().await;
        scene.play(&world).await;
        world.race(*seed).await;
        // Events that swap places within a second are delivered as they come; later ones are looked
        // at before they are delivered.
        world.pass(Duration::from_secs(2));
        let at_rest = world.settle(REST).await;
        let mut broken = truths::broken(&world, &scene).await;
        if !at_rest {
            broken.push("it does not come to rest".to_owned());
        }
        let report =
            format!("{one:?} beside {other:?}, order {seed}:\n    {}", broken.join("\n    "));
        sweep.add((!broken.is_empty()).then_some(report));
    });
    sweep.end();
}

/// A06, design 3: four facts in every order, some twice, end in the same meeting.
#[test]
fn facts_in_any_order_end_the_same() {
    let sweep = Sweep::new("of orders of facts");
    let stories = [
        [
            Step::Book(1, FIRST, AINO),
            Step::Book(2, SECOND, AINO),
            Step::Cancel(3),
            Step::Book(4, THIRD, OTHER),
        ],
        [
            Step::Book(1, FIRST, AINO),
            Step::Book(2, SECOND, OTHER),
            Step::Book(3, THIRD, AINO),
            Step::Cancel(4),
        ],
    ];
    let mut works = Vec::new();
    for story in &stories {
        for order in permutations(story.len()) {
            for repeated in 0..=story.len() {
                works.push((story.clone(), order.clone(), repeated));
            }
        }
    }
    sweep.spread(&works, async |sweep, (story, order, repeated)| {
        let mut steps: Vec<Step> = order.iter().map(|at| story[*at].clone()).collect();
        steps.extend(story.get(*repeated).cloned());
        // In half of the runs each fact is worked on before the next comes.
        if order[0] < order[1] {
            steps = steps.into_iter().flat_map(|step| [step, Step::Work]).collect();
        }
        let wanted = outcome(&story.iter().collect::<Vec<_>>());
        let played = play(&Scene::new("orders", &steps, wanted), &Vec::new()).await;
        sweep.add(played.report.map(|report| format!("{steps:?}\n{report}")));
    });
    sweep.end();
}

/// What the last of these facts wants, by version.
fn outcome(steps: &[&Step]) -> scene::Wanted {
    let version = |step: &&&Step| match step {
        Step::Book(version, ..) | Step::Cancel(version) => *version,
        _ => 0,
    };
    match steps.iter().max_by_key(version) {
        Some(Step::Book(_, slot, host)) => Some((*slot, *host)),
        _ => None,
    }
}

/// Every order of `0..count`.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for shorter in permutations(last) {
        for at in 0..=last {
            let mut order = shorter.clone();
            order.insert(at, last);
            all.push(order);
        }
    }
    all
}
