//! The table of cases: what happens to one booking, and what must have come of it in the end. Every
//! venue is proven by the same rows; what is new in how a sender speaks is a row of its own.

use super::cast::{AINO, FIRST, Fact, OTHER, SECOND, THIRD, Wanted};
use super::step::Step;
use super::venue::{Terms, Venue};

/// What happens to one booking.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// Where its meeting is held.
    pub venue: Venue,
    /// What happens, in this order.
    pub steps: Vec<Step>,
    /// What the session must have come to.
    pub wanted: Wanted,
    /// Whether the service gives meetings a password of ours.
    pub password: bool,
    /// Seconds after which the venue shows all of a new meeting, where it can be late with that: Zoom's
    /// lists, and the links of Google's events.
    pub list_lag_s: u32,
    /// Whether nothing at all is right as well, because video was switched off at some time.
    pub may_be_missing: bool,
    /// Within how many milliseconds after the last step everything must have come to rest.
    pub rest_ms: i64,
}

/// Four hours: even what only the clock's hourly look mends has come to rest by then.
const REST_MS: i64 = 4 * 3_600_000;

impl Case {
    /// A case at Zoom with a password and a list that lags a little.
    #[must_use]
    pub fn new(name: &'static str, steps: &[Step], wanted: Wanted) -> Self {
        let may_be_missing = steps.contains(&Step::Switch(false));
        Self {
            name,
            venue: Venue::Zoom,
            steps: steps.to_vec(),
            wanted,
            password: true,
            list_lag_s: 5,
            may_be_missing,
            rest_ms: REST_MS,
        }
    }

    /// A case of facts that are told at once, the later ones before the functions work on the first.
    #[must_use]
    pub fn of_facts(name: &'static str, facts: &[Fact]) -> Self {
        let steps: Vec<_> = facts.iter().copied().map(Step::Tell).collect();
        Self::new(name, &steps, outcome(facts))
    }

    /// The same case where the provider makes the passwords.
    #[must_use]
    pub fn without_password(self, name: &'static str) -> Self {
        Self { name, password: false, ..self }
    }

    /// The same case at another venue.
    #[must_use]
    pub fn at(self, venue: Venue) -> Self {
        Self { venue, ..self }
    }
}

impl Case {
    /// How its service gives meetings.
    pub(super) const fn terms(&self) -> Terms {
        Terms { venue: self.venue, password: self.password }
    }

    /// Whether anything happens in it but that the sender speaks.
    pub(super) fn changes_settings(&self) -> bool {
        self.steps.iter().any(|step| !matches!(step, Step::Tell(_) | Step::Work))
    }

    /// For how many seconds the functions keep settings in memory. Where no setting changes it is as
    /// long as can be, since reading settings is most of what a short run costs.
    pub(super) fn keeps_settings_s(&self) -> u32 {
        if self.changes_settings() { 60 } else { 3600 }
    }
}

/// What the last of these facts wants, by version; of facts with one version a cancellation is the
/// last.
#[must_use]
pub fn outcome(facts: &[Fact]) -> Wanted {
    let last = facts.iter().max_by_key(|fact| (fact.version, fact.wanted.is_none()));
    last.and_then(|fact| fact.wanted)
}

/// A booking is made.
#[must_use]
pub fn create() -> Case {
    let steps = [Step::Tell(Fact::book(1, FIRST, AINO)), Step::Work];
    Case::new("create", &steps, Some((FIRST, AINO)))
}

/// A booking is made, and then something else is said of it.
#[must_use]
pub fn create_then(name: &'static str, second: Fact) -> Case {
    let first = Fact::book(1, FIRST, AINO);
    let steps = [Step::Tell(first), Step::Work, Step::Tell(second), Step::Work];
    Case::new(name, &steps, outcome(&[first, second]))
}

/// The four operations: create, move, cancel, replace.
#[must_use]
pub fn operations() -> Vec<Case> {
    vec![
        create(),
        create_then("move", Fact::book(2, SECOND, AINO)),
        create_then("cancel", Fact::cancel(2)),
        create_then("replace", Fact::book(2, FIRST, OTHER)),
    ]
}

/// Every case that can happen at a venue. Access tokens are renewed where they end within the hour.
#[must_use]
pub fn cases_at(venue: Venue) -> Vec<Case> {
    if venue == Venue::Zoom {
        return cases();
    }
    let mut all = cases();
    // Nobody but Zoom takes passwords.
    all.retain(|case| case.password && case.steps.iter().all(|step| venue.has(step)));
    all.push(move_after_tokens_have_ended());
    for case in &mut all {
        case.list_lag_s = 0;
    }
    if venue == Venue::Google {
        let moved = create_then("move, link later", Fact::book(2, SECOND, AINO));
        all.extend([Case { name: "create, link later", ..create() }, moved]);
    }
    all.into_iter().map(|case| case.at(venue)).collect()
}

/// Every case at Zoom.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut all = operations();
    all.extend(told_at_once());
    all.extend(settings_change());
    all.extend(operations().into_iter().take(2).map(|case| {
        let name = if case.name == "create" { "create, no password" } else { "move, no password" };
        case.without_password(name)
    }));
    all
}

/// Between a booking and its move every access token ends: Microsoft's after 90 minutes at the latest.
fn move_after_tokens_have_ended() -> Case {
    let first = Step::Tell(Fact::book(1, FIRST, AINO));
    let moved = Step::Tell(Fact::book(2, SECOND, AINO));
    let steps = [first, Step::Work, Step::Pass(100 * 60), moved, Step::Work];
    Case::new("move after tokens have ended", &steps, Some((SECOND, AINO)))
}

fn told_at_once() -> Vec<Case> {
    let first = Fact::book(1, FIRST, AINO);
    let cancel = Fact::cancel(2);
    let again = Fact::book(3, THIRD, AINO);
    let all = |facts: &[Fact]| facts.iter().copied().map(Step::Tell).collect::<Vec<_>>();
    let worked = |facts: &[Fact]| {
        facts.iter().flat_map(|fact| [Step::Tell(*fact), Step::Work]).collect::<Vec<_>>()
    };
    let given = [Step::Tell(first), Step::Work];
    let given = [&given[..], &all(&[Fact::book(2, SECOND, OTHER), Fact::cancel(3)])].concat();
    let revived = worked(&[first, cancel, again]);
    let early = worked(&[cancel, first]);
    let back = [first, Fact::book(2, SECOND, AINO), Fact::book(3, FIRST, AINO)];
    let same = [first, cancel, Fact::book(3, FIRST, AINO)];
    let twice = [first, Fact::book(2, SECOND, AINO), Fact::book(3, THIRD, AINO)];
    vec![
        Case::of_facts("move at once", &[first, Fact::book(2, SECOND, AINO)]),
        Case::of_facts("cancel at once", &[first, cancel]),
        Case::of_facts("replace at once", &[first, Fact::book(2, FIRST, OTHER)]),
        Case::of_facts("the same twice", &[first, first]),
        Case::new("give away, then cancel at once", &given, None),
        Case::new("cancel before create", &early, None),
        Case::new("move, then move again", &worked(&twice), outcome(&twice)),
        Case::new("move there and back", &worked(&back), outcome(&back)),
        Case::new("cancel, then the same again", &worked(&same), outcome(&same)),
        Case::new("create, cancel, create again", &revived, Some((THIRD, AINO))),
    ]
}

fn settings_change() -> Vec<Case> {
    let first = Step::Tell(Fact::book(1, FIRST, AINO));
    let moved = Step::Tell(Fact::book(2, SECOND, AINO));
    let unmapped = [Step::Unmap(AINO), Step::Pass(61)];
    let blocked = [&unmapped[..], &[first, Step::Work, Step::Map(AINO), Step::Work]].concat();
    let off = [first, Step::Work, Step::Switch(false), Step::Pass(61), moved, Step::Work];
    let dead = [Step::Deactivate, first, Step::Work, Step::Pass(90), Step::Reactivate, Step::Work];
    let dies = [first, Step::Work, Step::Deactivate, moved, Step::Work, Step::Reactivate];
    vec![
        Case::new("blocked, then healed", &blocked, Some((FIRST, AINO))),
        Case::new("move while switched off", &off, Some((SECOND, AINO))),
        Case::new("create while the connection is dead", &dead, Some((FIRST, AINO))),
        Case::new("the connection dies before a move", &dies, Some((SECOND, AINO))),
    ]
}
