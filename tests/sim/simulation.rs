//! The pipeline under crash, disorder and time: every case of the table with something going wrong at
//! every exchange, at pairs of exchanges, in any order of facts, and many schedules that chance makes.
//! `cargo run --release -- simulate` plays as many as one likes.

mod named;
mod venues;

use convoke_local::simulation::{
    AINO, Adversary, Case, FIRST, Fact, Mishap, OTHER, Played, SECOND, Schedule, Step, THIRD,
    Tally, Venue, campaign, cases, create, create_then, operations, outcome, pairs_within,
    random_schedules, runtime,
};

/// Twenty minutes: sooner than the clock's hourly look at everything that waits.
const SOON_MS: i64 = 20 * 60_000;

fn play(schedule: &Schedule) -> Played {
    let played = runtime().unwrap().block_on(schedule.play_traced()).unwrap();
    if let Some(report) = schedule.report(&played) {
        panic!("{report}\n{}", played.lines.join("\n"));
    }
    played
}

/// Prints what was counted, and fails with the first reports.
fn end(name: &str, tally: &Tally) {
    println!("{}", tally.line(name));
    assert!(tally.reports.is_empty(), "{}", tally.reports.join("\n"));
}

/// Plays each case with something planned at its exchange 0, 1, 2 … until there is no such exchange.
fn everywhere<W: Clone + Sync>(name: &str, works: &[W], plan: fn(&W, usize) -> Schedule) {
    let works: Vec<_> = works.iter().map(|work| (work.clone(), plan)).collect();
    let tally = campaign(&works, &|player, (work, plan)| {
        Box::pin(async move {
            for at in 0.. {
                let played = player.play(&plan(work, at)).await?;
                if played.exchanges <= at {
                    break;
                }
            }
            Ok(())
        })
    });
    end(name, &tally.unwrap());
}

/// Every case comes out right when nothing goes wrong, and takes the same course each time.
#[test]
fn every_case_comes_out_right() {
    for case in cases() {
        let calm = Schedule::calm(case);
        assert_eq!(play(&calm).lines, play(&calm).lines, "{}", calm.case.name);
    }
}

/// A06, design §9: a crash before, a crash after, a lost answer, a refusal, a process that stands still
/// before and after: at every single exchange of every case.
#[test]
fn one_mishap_anywhere_changes_nothing() {
    let works: Vec<_> = cases()
        .into_iter()
        .flat_map(|case| Mishap::ALL.map(|kind| (case.clone(), kind)))
        // Within one invocation, dying before an exchange is dying after the one before it.
        .filter(|(case, kind)| case.name == "create" || *kind != Mishap::CrashBefore)
        .collect();
    everywhere("single mishaps", &works, |(case, kind): &(Case, Mishap), at| {
        Schedule::with(case.clone(), &[(at, *kind)])
    });
}

/// Design §9: a crash or a lost answer at every pair of exchanges of a creation, and at every pair of
/// those of a move, a cancellation and a replacement. `simulate --pairs` plays those across both too.
#[test]
fn two_mishaps_change_nothing() {
    let calm = Schedule::calm(create());
    let created = play(&calm).exchanges;
    let mut works = vec![(create(), 0)];
    works.extend(operations().into_iter().skip(1).map(|case| (case, created)));
    let tally = pairs_within(&works, &[Mishap::CrashAfter, Mishap::Lost]);
    end("pairs of mishaps", &tally.unwrap());
}

/// Design §9: at every point of every operation a host loses the user and gets it back, the service is
/// switched off, the connection dies and lives again.
#[test]
fn settings_may_change_anywhere() {
    let steps = [
        &[Step::Unmap(AINO), Step::Pass(61), Step::Map(AINO)][..],
        &[Step::Switch(false), Step::Pass(61)],
        &[Step::Switch(false), Step::Switch(true)],
        &[Step::Deactivate, Step::Pass(90), Step::Reactivate],
    ];
    let works: Vec<_> = operations()
        .into_iter()
        .flat_map(|case| steps.map(|steps| (case.clone(), steps.to_vec())))
        .collect();
    everywhere("settings that change", &works, |(case, steps): &(Case, Vec<Step>), at| {
        let (first, later) = steps.split_first().unwrap();
        let mut case = case.clone();
        case.steps.push(Step::Work);
        case.steps.extend_from_slice(later);
        case.may_be_missing = steps.contains(&Step::Switch(false));
        Schedule::with_step(case, at, *first)
    });
}

/// A22, design §3: a host that is mapped at every point of a booking that waits for it: whichever way
/// the two cross, the meeting comes at once, and not only when the clock looks again after an hour.
#[test]
fn a_host_may_be_mapped_anywhere() {
    let booked = Step::Tell(Fact::book(1, FIRST, AINO));
    let steps = [Step::Unmap(AINO), Step::Pass(61), booked, Step::Work];
    let waits = Case::new("mapped while it waits", &steps, Some((FIRST, AINO)));
    let waits = Case { rest_ms: SOON_MS, ..waits };
    let alone = runtime().unwrap().block_on(Schedule::calm(waits.clone()).play()).unwrap();
    assert!(!alone.broken.is_empty(), "without its host it waits");
    let works: Vec<_> = (0..alone.exchanges).map(|at| (waits.clone(), at)).collect();
    let tally = campaign(&works, &|player, (case, at)| {
        Box::pin(async move {
            let mapped = Schedule::with_step(case.clone(), *at, Step::Map(AINO));
            player.play(&mapped).await.map(drop)
        })
    });
    end("a host that is mapped", &tally.unwrap());
}

/// A list that shows a new meeting only after a while, up to what the settle times allow, with a lost
/// answer or a crash at every exchange.
#[test]
fn a_list_may_lag_behind() {
    let works: Vec<_> = [0, 1, 10, 14]
        .into_iter()
        .flat_map(|lag| [Mishap::CrashAfter, Mishap::Lost].map(|kind| (lag, kind)))
        .collect();
    everywhere("a list that lags", &works, |(lag, kind): &(u32, Mishap), at| {
        let case = Case { list_lag_s: *lag, ..create_then("lagging", Fact::cancel(2)) };
        Schedule::with(case, &[(at, *kind)])
    });
}

/// A06, design §3: six facts in every order, and four in every order with one of them repeated, end in
/// the same meeting.
#[test]
fn facts_in_any_order_end_the_same() {
    let four = [
        Fact::book(1, FIRST, AINO),
        Fact::book(2, SECOND, OTHER),
        Fact::book(3, THIRD, AINO),
        Fact::cancel(4),
    ];
    let six = [
        Fact::book(1, FIRST, AINO),
        Fact::cancel(2),
        Fact::book(3, SECOND, AINO),
        Fact::book(4, SECOND, OTHER),
        Fact::cancel(5),
        Fact::book(6, THIRD, OTHER),
    ];
    let mut works: Vec<Vec<Fact>> = permutations(&six);
    for order in permutations(&four) {
        works.extend(four.map(|again| [&order[..], &[again]].concat()));
    }
    let tally = campaign(&works, &|player, facts| {
        Box::pin(async move {
            // In half of the orders each fact is worked on before the next one comes.
            let worked = facts[0].version < facts[1].version;
            let tell = facts.iter().flat_map(|fact| [Step::Tell(*fact), Step::Work]);
            let steps: Vec<_> = tell.filter(|step| worked || *step != Step::Work).collect();
            let case = Case::new("facts in any order", &steps, outcome(facts));
            player.play(&Schedule::calm(case)).await.map(drop)
        })
    });
    end("orders of facts", &tally.unwrap());
}

/// Every order of some facts.
fn permutations(facts: &[Fact]) -> Vec<Vec<Fact>> {
    let Some((last, rest)) = facts.split_last() else { return vec![Vec::new()] };
    let shorter = permutations(rest);
    let with = |order: Vec<Fact>| {
        (0..=rest.len()).map(move |at| {
            let mut order = order.clone();
            order.insert(at, *last);
            order
        })
    };
    shorter.into_iter().flat_map(with).collect()
}

/// Two and three facts of one session at once, by as many workers as there are, their exchanges
/// interleaved in any way.
#[test]
fn several_workers_on_one_session_end_as_one() {
    let first = Fact::book(1, FIRST, AINO);
    let (moved, given) = (Fact::book(2, SECOND, AINO), Fact::book(2, FIRST, OTHER));
    let stories = [
        vec![first, first],
        vec![first, moved],
        vec![first, given],
        vec![first, Fact::cancel(2)],
        vec![first, given, Fact::book(3, THIRD, AINO)],
        vec![Fact::book(3, SECOND, AINO), moved, Fact::book(1, THIRD, OTHER)],
        vec![first, Fact::cancel(2), Fact::book(3, SECOND, OTHER)],
    ];
    let works: Vec<_> =
        stories.iter().flat_map(|facts| (0..60).map(move |seed| (facts.clone(), seed))).collect();
    let tally = campaign(&works, &|player, (facts, seed)| {
        Box::pin(async move { player.play(&at_once(facts, *seed)).await.map(drop) })
    });
    end("several workers", &tally.unwrap());
}

/// Facts told at once, worked on by as many workers, in an order of exchanges that a seed decides.
fn at_once(facts: &[Fact], seed: u64) -> Schedule {
    let adversary = Adversary { workers: facts.len(), exchange_ms: 20, ..Adversary::default() };
    let case = Case::of_facts("at once", facts);
    Schedule { seed: Some(seed), adversary, ..Schedule::calm(case) }
}

/// Schedules that chance makes: queues that reorder, repeat and hold back, one to three workers of each
/// function on one session, batches of any size, up to three mishaps anywhere.
#[test]
fn chance_breaks_nothing() {
    end("random schedules", &random_schedules(Venue::Zoom, 1, 1_600).unwrap());
}

/// One seed gives one course of events.
#[test]
fn one_seed_gives_one_course() {
    for seed in [3, 17, 40] {
        let schedule = Schedule::random(Venue::Zoom, seed);
        assert_eq!(play(&schedule).lines, play(&schedule).lines, "seed {seed}");
    }
}
