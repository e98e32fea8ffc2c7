//! The whole system in one thread: the functions' own verbs and the AWS SDK over an in-process
//! transport, the embedded AWS and the simulated vendors behind it, virtual time, seeded chance, and a
//! conductor that decides at every exchange what happens next and what goes wrong.
//!
//! A [`Case`] says what happens to a booking and what must come of it, a [`Schedule`] what goes wrong
//! on the way. `watch` judges after every step what must always hold, `truths` at the end what must
//! hold then. A schedule with a seed has one course of events, the same each time.

mod adversary;
mod bill;
mod campaign;
mod case;
mod cast;
mod chance;
mod conductor;
mod error;
mod flow;
mod furnish;
mod gate;
mod lambda;
mod mishap;
mod round;
mod schedule;
mod step;
mod time;
mod trace;
mod truths;
mod venue;
mod watch;
mod worker;
mod world;

pub use adversary::Adversary;
pub use bill::{Counted, Prices, Row, bill};
pub use campaign::{
    Player, Rate, Tally, campaign, pairs, pairs_within, random_schedules, runtime, singles,
    throughput,
};
pub use case::{Case, cases, cases_at, create, create_then, operations, outcome};
pub use cast::{
    AINO, BEGIN, FIRST, Fact, GUEST, HOSTS, Host, OTHER, SECOND, SECRET, SERVICE, SLOTS, SOURCE,
    Slot, TENANT, THIRD, Wanted, key, signed,
};
pub use conductor::Simulation;
pub use error::SimulationError;
pub use mishap::{Hit, Mishap};
pub use round::{ROUND, Round};
pub use schedule::{Played, Schedule};
pub use step::{Step, session_id};
pub use time::{Time, seeded_entropy};
pub use venue::{Standing, Venue};
pub use watch::CANARIES;
pub use world::{QUEUES, TABLE, World};
