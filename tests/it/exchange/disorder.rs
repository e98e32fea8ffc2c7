//! Messages in any order, and workers that die or stand still at any exchange.

use convoke::queue::{DeliveryMessage, EntryOrder};
use convoke_local::simulation::Mishap;

use super::*;

/// Longer than everything that is waited for when a worker dies.
const REST_MS: i64 = 5 * HOUR_MS;

/// What happens to the interview while a worker is hit.
#[derive(Clone, Copy, Debug)]
enum Act {
    Create,
    Move,
    Rehost,
    Cancel,
}

impl Act {
    async fn begin(self, run: &mut Simulation) {
        if !matches!(self, Self::Create) {
            tell(&run.world, 1, "aino", START).await;
            run.work().await;
        }
    }

    async fn perform(self, world: &World) {
        match self {
            Self::Create => tell(world, 1, "aino", START).await,
            Self::Move => tell(world, 2, "aino", LATER).await,
            Self::Rehost => tell(world, 2, "matti", START).await,
            Self::Cancel => cancel(world, 2).await,
        }
    }

    /// What must stand in calendars in the end, by calendar and start.
    fn expected(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Create => vec![(AINO, START)],
            Self::Move => vec![(AINO, LATER)],
            Self::Rehost => vec![(MATTI, START)],
            Self::Cancel => vec![],
        }
    }
}

fn stand(world: &World) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    entries(world).iter().map(|it| (text(&it["calendar"]), text(&it["start"]))).collect()
}

/// One mishap at one exchange. `false` when there is no such exchange any more.
async fn hit(act: Act, nth: usize, mishap: Mishap) -> bool {
    let mut run = company().await;
    act.begin(&mut run).await;
    run.plan(run.exchanges() + nth, mishap);
    act.perform(&run.world).await;
    // The daily look at the connections never ends, so whether all rests is not asked.
    run.settle(REST_MS).await;
    let what = || format!("{act:?}, {mishap:?} at {nth}: {:?}", run.hits());
    let expected: Vec<_> =
        act.expected().into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    assert_eq!(stand(&run.world), expected, "{}", what());
    let record = record(&run.world).await;
    assert!(record.is_settled(), "{}: {record:#?}", what());
    !run.hits().is_empty()
}

/// Every worker dies, stands still for longer than its lease, or loses its answer, at every exchange of the
/// whole way from the sender's fact to the calendar; also between Exchange's answer and our write.
async fn every_exchange_hit(act: Act) {
    let mut hits = 0;
    for mishap in Mishap::ALL {
        for nth in 0.. {
            if !hit(act, nth, mishap).await {
                break;
            }
            hits += 1;
        }
    }
    println!("{act:?}: {hits} mishaps");
    assert!(hits > 60, "{hits}");
}

/// Whatever happens while the entry is made, there is exactly one in the end.
#[tokio::test]
async fn one_entry_is_made_whatever_happens() {
    every_exchange_hit(Act::Create).await;
}

/// Whatever happens while it moves, it stands where the session is.
#[tokio::test]
async fn an_entry_moves_whatever_happens() {
    every_exchange_hit(Act::Move).await;
}

/// Whatever happens while the host changes, the new host has the entry and the old one has none.
#[tokio::test]
async fn an_entry_changes_calendars_whatever_happens() {
    every_exchange_hit(Act::Rehost).await;
}

/// Whatever happens while the session is cancelled, no entry is left.
#[tokio::test]
async fn no_entry_is_left_whatever_happens() {
    every_exchange_hit(Act::Cancel).await;
}

/// The orders of a number of things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    let put = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, count - 1);
        order
    };
    shorter
        .iter()
        .flat_map(|order| (0..count).map(|at| put(order, at)).collect::<Vec<_>>())
        .collect()
}

/// A message says only where to look: facts in any order, each with copies of the entry's message before and
/// after it, come to what the latest fact wants.
#[tokio::test]
async fn the_order_of_messages_makes_no_difference() {
    for order in orders(4) {
        let mut run = company().await;
        for fact in &order {
            look(&run.world).await;
            match fact {
                0 => tell(&run.world, 1, "aino", START).await,
                1 => tell(&run.world, 2, "matti", LATER).await,
                2 => cancel(&run.world, 3).await,
                _ => tell(&run.world, 4, "aino", LATER).await,
            }
            look(&run.world).await;
            run.work().await;
        }
        look(&run.world).await;
        run.settle(HOUR_MS).await;
        assert_eq!(stand(&run.world), [(AINO.to_owned(), LATER.to_owned())], "{order:?}");
        assert!(record(&run.world).await.is_settled(), "{order:?}");
    }
}

/// One more message about the entry, as if an old one came late.
async fn look(world: &World) {
    let message = DeliveryMessage::Entry(EntryOrder { entry: key() });
    world.app.deliveries().unwrap().send(T, &Envelope::new("late", message)).await.unwrap();
}
