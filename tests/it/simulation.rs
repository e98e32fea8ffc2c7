//! The pipeline under crash, disorder and time: every case of the table, with something going wrong at
//! every exchange, and many schedules that chance makes.

use convoke_local::simulation::{
    Case, Mishap, Played, Schedule, Tally, campaign, cases, random_schedules, runtime,
};

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

/// Every case comes out right when nothing goes wrong, and the same each time.
#[test]
fn every_case_comes_out_right() {
    for case in cases() {
        let calm = Schedule::calm(case);
        assert_eq!(play(&calm).digest, play(&calm).digest, "{}", calm.case.name);
    }
}

/// One mishap of each kind at every single exchange of every case.
#[test]
fn one_mishap_anywhere_changes_nothing() {
    let kinds = Mishap::ALL;
    let works: Vec<(Case, Mishap)> =
        cases().into_iter().flat_map(|case| kinds.map(|kind| (case.clone(), kind))).collect();
    let tally = campaign(&works, &|player, (case, kind)| {
        Box::pin(async move {
            for at in 0.. {
                let schedule = Schedule::with(case.clone(), &[(at, *kind)]);
                if player.play(&schedule).await?.hits.is_empty() {
                    break;
                }
            }
            Ok(())
        })
    });
    end("single mishaps", &tally.unwrap());
}

/// Schedules that chance makes: unkind queues, several workers, mishaps anywhere.
#[test]
fn chance_breaks_nothing() {
    end("random schedules", &random_schedules(1, 1_000).unwrap());
}

#[test]
fn probe() {
    let seed = std::env::var("SEED").unwrap().parse().unwrap();
    let schedule = Schedule::random(seed);
    println!("{schedule:?}");
    play(&schedule);
}
