//! What goes wrong at one exchange.

/// What goes wrong at one exchange of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mishap {
    /// The process dies before the request leaves.
    CrashBefore,
    /// The process dies after the request had its effect.
    CrashAfter,
    /// The request has its effect, and the answer is lost.
    Lost,
    /// The request does not leave.
    Refused,
    /// The process stands still before the request leaves, for longer than any lease.
    FreezeBefore,
    /// The process stands still before it has the answer, for longer than any lease.
    FreezeAfter,
}

impl Mishap {
    /// What happens to running processes and to the network.
    pub const SUDDEN: [Self; 4] = [Self::CrashBefore, Self::CrashAfter, Self::Lost, Self::Refused];
    /// What happens to a process whose machine is stopped for a while.
    pub const FROZEN: [Self; 2] = [Self::FreezeBefore, Self::FreezeAfter];
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::CrashBefore,
        Self::CrashAfter,
        Self::Lost,
        Self::Refused,
        Self::FreezeBefore,
        Self::FreezeAfter,
    ];

    /// Whether the process stands still.
    #[must_use]
    pub const fn freezes(self) -> bool {
        matches!(self, Self::FreezeBefore | Self::FreezeAfter)
    }
}

/// A mishap that happened.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What.
    pub mishap: Mishap,
    /// At which exchange, counted from 0.
    pub number: usize,
    /// What was asked.
    pub exchange: String,
}

impl Hit {
    /// Whether its worker can't know if a mail has left.
    #[must_use]
    pub fn leaves_a_mail_unknown(&self) -> bool {
        match self.mishap {
            Mishap::Lost => self.exchange.contains("/v2/email"),
            Mishap::CrashBefore | Mishap::CrashAfter | Mishap::Refused => false,
            // Longer than the claim: whoever comes next takes it for dead.
            Mishap::FreezeBefore | Mishap::FreezeAfter => true,
        }
    }
}
