//! What must hold at Zoom must hold wherever meetings are held: the same cases, mishaps and truths at each
//! other venue. What goes wrong here goes wrong at the exchanges that a venue can make another: those of
//! the function that makes meetings, and whatever goes to the venue itself. All the others are alike, and
//! `simulate --singles --venue` plays those, too.

use convoke_local::simulation::{
    Case, Mishap, Played, Schedule, Venue, campaign, cases_at, random_schedules,
};

use super::{end, play};

/// The case in which every access token ends.
const TOKENS_END: &str = "move after tokens have ended";
/// The function that makes meetings.
const MAKER: &str = "meeting-sync";
/// Of the random schedules, how many each venue gets.
const RANDOM: u64 = 64;

/// Every venue but Zoom, which has tests of its own.
fn others() -> impl Iterator<Item = Venue> {
    Venue::ALL.into_iter().filter(|venue| *venue != Venue::Zoom)
}

fn named(venue: Venue, name: &str) -> Case {
    cases_at(venue).into_iter().find(|case| case.name == name).unwrap()
}

/// The exchanges of a run that the venue makes what they are, by number.
fn own_exchanges(venue: Venue, played: &Played) -> Vec<usize> {
    let of_venue = format!(" /{}/", venue.provider().name());
    let mut makers = Vec::new();
    let mut own = Vec::new();
    let mut number = 0;
    for line in &played.lines {
        let mut words = line.split_whitespace().skip(1);
        let (worker, what) = (words.next().unwrap(), words.next().unwrap());
        if what == MAKER {
            makers.push(worker);
        } else if what == "asks" {
            if makers.contains(&worker) || line.contains(&of_venue) {
                own.push(number);
            }
            number += 1;
        }
    }
    assert_eq!(number, played.exchanges, "each exchange has its line");
    own
}

/// Each case with each kind of mishap at every exchange of the venue's own from the given one on.
fn everywhere(name: &str, venue: Venue, cases: &[(Case, usize)], kinds: &[Mishap]) {
    let mut works = Vec::new();
    for (case, from) in cases {
        let own = own_exchanges(venue, &play(&Schedule::calm(case.clone())));
        assert!(own.iter().any(|at| at >= from), "{} at {venue:?}", case.name);
        for at in own.into_iter().filter(|at| at >= from) {
            // Within one invocation, dying before an exchange is dying after the one before it.
            let kinds = kinds.iter().filter(|kind| *from == 0 || **kind != Mishap::CrashBefore);
            works.extend(kinds.map(|kind| Schedule::with(case.clone(), &[(at, *kind)])));
        }
    }
    let tally = campaign(&works, &|player, schedule| {
        Box::pin(async move { player.play(schedule).await.map(drop) })
    });
    let tally = tally.unwrap();
    assert_eq!((tally.schedules, tally.mishaps), (works.len(), works.len() as u64));
    end(&format!("{name} at {venue:?}"), &tally);
}

/// P03, P04: every case comes out right at each venue when nothing goes wrong.
#[test]
fn every_case_comes_out_right() {
    for case in others().flat_map(cases_at) {
        play(&Schedule::calm(case));
    }
}

/// Where there are access tokens, the case in which they end asks for new ones.
#[test]
fn tokens_that_have_ended_are_asked_for_anew() {
    for venue in others().filter(|venue| *venue != Venue::Jitsi) {
        let asked = |name: &str| {
            let lines = play(&Schedule::calm(named(venue, name))).lines;
            lines.iter().filter(|line| line.ends_with("/token ")).count()
        };
        assert!(asked(TOKENS_END) > asked("move"), "{venue:?}");
    }
}

/// The operations at a venue, each with the exchange at which its creation is over.
fn chosen(venue: Venue) -> Vec<(Case, usize)> {
    let created = |name| play(&Schedule::calm(named(venue, name))).exchanges;
    let begins = |case: &Case| match case.name {
        "create" | "create, link later" => Some(0),
        "move" | "cancel" | "replace" | TOKENS_END => Some(created("create")),
        "move, link later" => Some(created("create, link later")),
        _ => None,
    };
    let cases = cases_at(venue).into_iter();
    cases.filter_map(|case| begins(&case).map(|from| (case, from))).collect()
}

/// A06, P03, P04: a booking that is made, moved, cancelled or given to another host, a move after every
/// access token has ended, and at Google a link that comes later than its event, with every kind of
/// mishap. What comes before the second fact is the creation's, and goes wrong there.
#[test]
fn one_mishap_in_an_operation_changes_nothing() {
    for venue in others() {
        let cases = chosen(venue);
        assert_eq!(cases.len(), if venue == Venue::Google { 7 } else { 5 });
        everywhere("operations", venue, &cases, &Mishap::ALL);
    }
}

/// A06: facts that overtake each other, with a crash, a lost answer or a process that stands still.
#[test]
fn one_mishap_among_facts_told_at_once_changes_nothing() {
    let kinds = [Mishap::CrashAfter, Mishap::Lost, Mishap::FreezeBefore];
    for venue in others() {
        let is_chosen = |case: &Case| case.name.ends_with("at once");
        let cases: Vec<_> =
            cases_at(venue).into_iter().filter(is_chosen).map(|case| (case, 0)).collect();
        assert_eq!(cases.len(), 4);
        everywhere("told at once", venue, &cases, &kinds);
    }
}

/// Schedules that chance makes, at each venue; one seed gives one course of events there, too.
#[test]
fn chance_breaks_nothing() {
    for venue in others() {
        let tally = random_schedules(venue, 1, RANDOM).unwrap();
        end(&format!("random schedules at {venue:?}"), &tally);
        let schedule = Schedule::random(venue, 3);
        assert_eq!(play(&schedule).lines, play(&schedule).lines, "{venue:?}");
    }
}
