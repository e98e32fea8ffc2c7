//! The AWS services that the functions use, embedded: DynamoDB, SQS, Secrets Manager and a place
//! for SES, on one endpoint and in the protocols of the real ones, so that an AWS SDK can't tell.
//!
//! Everything is counted (see [`Usage`]), can be observed, and can be made to fail. Use it over
//! HTTP ([`Aws::router`]) or in process ([`Aws::call`]). Making things lies in `setup`, the
//! consumer's side of the queues in `poller`.

mod access;
mod answer;
mod clock;
mod dynamodb;
mod fault;
mod file;
mod gateway;
mod look;
mod poller;
mod secrets;
mod ses;
mod setup;
mod sqs;
mod store;
#[cfg(test)]
mod tests;
mod usage;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dynoxide::DynoxideError;
use thiserror::Error;

pub use access::Right;
pub use clock::Clock;
pub use dynamodb::{IndexSpec, TableSpec};
pub use fault::Fault;
pub use gateway::{ANSWER_LOST, answer_lost};
pub use ses::Ses;
pub use sqs::{
    Depth, MAX_MESSAGE_BYTES, MessageAttribute, MessageAttributes, QueueSpec, ReceivedMessage,
    SqsError,
};
pub use usage::{Call, CallCount, Caller, Cost, Observer, Service, Usage};

use access::Access;
use dynamodb::DynamoDb;
use fault::FaultPlan;
use secrets::Secrets;
use sqs::Sqs;
use store::Store;
use usage::Ledger;

/// What can go wrong with the services themselves, as opposed to what they answer.
#[derive(Debug, Error)]
pub enum AwsError {
    /// The database can't be opened or used.
    #[error("the database failed")]
    Database(#[from] DynoxideError),
    /// A file or directory of the data can't be read or written.
    #[error("{} can't be used", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A saved state can't be understood.
    #[error("{} does not hold a saved state", path.display())]
    Saved {
        /// Which file.
        path: PathBuf,
        /// Where it is wrong.
        source: serde_json::Error,
    },
    /// A state can't be written as JSON.
    #[error("the state can't be saved")]
    Unsaved(#[source] serde_json::Error),
    /// SQS refused.
    #[error("SQS refused")]
    Queue(#[from] SqsError),
    /// A service refused what the set-up asked of it.
    #[error("{operation} was refused: {answer}")]
    Refused {
        /// What was asked.
        operation: String,
        /// The service's answer.
        answer: String,
    },
}

/// The embedded services. Clones share them.
#[derive(Clone)]
pub struct Aws {
    services: Arc<Services>,
}

struct Services {
    database: DynamoDb,
    queues: Sqs,
    secrets: Secrets,
    ses: Mutex<Option<Arc<dyn Ses>>>,
    ledger: Ledger,
    faults: FaultPlan,
    store: Option<Store>,
    access: Access,
}

impl Aws {
    /// Opens the services with their data in `data_dir`, which is made if it is not there, or in
    /// memory.
    ///
    /// DynamoDB's writes are in `dynamodb.sqlite` at once; queues and secrets are as
    /// [`Aws::save`] last left them. Messages that were in flight are visible at once, with their
    /// receive counts: whoever held them ended with the last process. Delays go on.
    ///
    /// # Errors
    /// When a file can't be opened or does not hold what it should.
    pub fn open(data_dir: Option<&Path>) -> Result<Self, AwsError> {
        let clock = Clock::system();
        let Some(data_dir) = data_dir else {
            return Self::simulated(&clock, rand::random());
        };
        let store = Store::open(data_dir)?;
        let queues = store.read_queues(|saved| Sqs::open(saved, rand::random(), clock.clone()))?;
        let secrets = store.read_secrets(Secrets::open)?;
        let database = DynamoDb::open(&data_dir.join("dynamodb.sqlite"))?;
        Ok(Self::assemble(database, queues, secrets, &clock, Some(store)))
    }

    /// Empty services in memory under a clock of your own; ids and receipts come from `seed`
    /// alone.
    ///
    /// # Errors
    /// When the database can't be made.
    pub fn simulated(clock: &Clock, seed: u64) -> Result<Self, AwsError> {
        let database = DynamoDb::in_memory(clock.clone())?;
        let queues = Sqs::open(None, seed, clock.clone()).map_err(AwsError::Unsaved)?;
        let secrets = Secrets::open(None).map_err(AwsError::Unsaved)?;
        Ok(Self::assemble(database, queues, secrets, clock, None))
    }

    fn assemble(
        database: DynamoDb,
        queues: Sqs,
        secrets: Secrets,
        clock: &Clock,
        store: Option<Store>,
    ) -> Self {
        let services = Services {
            database,
            queues,
            secrets,
            ses: Mutex::default(),
            ledger: Ledger::new(clock.now()),
            faults: FaultPlan::default(),
            store,
            access: Access::default(),
        };
        Self { services: Arc::new(services) }
    }

    /// Attaches the mail service, for all clones. Without one, mails are answered 503.
    #[must_use]
    pub fn with_ses(self, ses: Arc<dyn Ses>) -> Self {
        *locked(&self.services.ses) = Some(ses);
        self
    }

    /// Has `observer` told of every later call, just before its answer goes out.
    pub fn observe(&self, observer: Observer) {
        self.services.ledger.observe(observer);
    }

    /// What was asked so far. Take two and subtract them for what was asked in between.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.services.ledger.usage()
    }

    /// Makes the next `times` calls of `operation` (`*` for any) go wrong, if they come over the
    /// router or [`Aws::call`]. Faults are used up in the order in which they were asked for.
    pub fn fail_next(&self, service: Service, operation: &str, times: u32, fault: Fault) {
        self.services.faults.add(service, operation, times, fault);
    }

    /// Forgets the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.services.faults.clear();
    }

    /// Deletes the expired items of all tables; how many there were. DynamoDB does so within a
    /// few days, so readers must not rely on it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep_ttl(&self) -> Result<usize, AwsError> {
        self.services.database.sweep()
    }

    /// Saves queues and secrets, if they changed since the last time. Each file is replaced as a
    /// whole. Cheap enough to be called every second; in memory it does nothing.
    ///
    /// # Errors
    /// When a file can't be written.
    pub fn save(&self) -> Result<(), AwsError> {
        let Some(store) = &self.services.store else { return Ok(()) };
        store.save(&self.services.queues, &self.services.secrets)
    }
}

/// Locks, also after somebody panicked while holding the lock: what is locked here is never left
/// half changed.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
