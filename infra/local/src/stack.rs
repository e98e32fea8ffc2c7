//! The stack: the template that deploys, played on this machine.

mod local_calls;
mod provision;
mod rights;
mod vendors;
mod waiting;

pub use rights::rights;
pub use vendors::simulators;

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use bytes::Bytes;
use futures_util::future::{BoxFuture, join_all};
use http::request::Parts;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::aws::{Aws, AwsError, Ses};
use crate::blueprint::{Blueprint, BlueprintError};
use crate::gates::{Gates, Way};
use crate::lambda::{self, Clockwork, InvokeError, Lambda, LambdaError, Poller};
use crate::sim::{self, Simulators};
use crate::workshop::{self, BuildError, Profile};

/// How often what must survive a restart is saved.
const SAVE_EVERY: Duration = Duration::from_secs(1);

/// How a stack is to be.
#[derive(Clone, Debug)]
pub struct StackOptions {
    /// Where its data lies; `None` keeps nothing.
    pub data: Option<PathBuf>,
    /// Whether to start from nothing.
    pub fresh: bool,
    /// Port of the API.
    pub port: u16,
    /// Port of the simulators.
    pub sim_port: u16,
    /// Port of the AWS endpoint.
    pub aws_port: u16,
    /// The operator token of the admin API.
    pub operator_token: String,
    /// Variables of the functions beyond the template's, or in their place.
    pub environment: BTreeMap<String, String>,
    /// Whether the clock ticks by itself.
    pub ticks: bool,
    /// What becomes of messages.
    pub messages: Messages,
    /// Environments of one function at once.
    pub concurrency: usize,
    /// Messages of one invocation, in place of the template's number.
    pub batch_size: Option<u32>,
    /// Seconds after which the message of a process that died comes again, in place of the template's.
    pub visibility_s: Option<u32>,
    /// Whether every process has a gate of its own at which it can be killed; see [`Gates`].
    pub gated: bool,
    /// Which build of the functions.
    pub profile: Profile,
}

/// What becomes of the messages in the queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Messages {
    /// They are brought to the functions that work them off.
    Brought,
    /// They lie there, for whoever wants to see what one function does alone.
    Left,
}

impl Default for StackOptions {
    fn default() -> Self {
        Self {
            data: None,
            fresh: false,
            port: 0,
            sim_port: 0,
            aws_port: 0,
            operator_token: crate::options::LOCAL_TOKEN.to_owned(),
            environment: BTreeMap::new(),
            ticks: true,
            messages: Messages::Brought,
            concurrency: 2,
            batch_size: None,
            visibility_s: None,
            gated: false,
            profile: Profile::Dev,
        }
    }
}

/// Why a stack does not start.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// A port can't be had.
    #[error(
        "port {port} on 127.0.0.1 can't be used: {source}; choose another one, or 0 for a free one"
    )]
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The data can't be read or written.
    #[error("the data in {path} can't be used: {source}; --fresh starts from nothing")]
    Data {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The template can't be played.
    #[error(transparent)]
    Blueprint(#[from] BlueprintError),
    /// The functions can't be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The machine gives no random bytes for the key ring.
    #[error("the machine gives no random bytes for the key ring")]
    NoRandom,
    /// The embedded AWS does not start.
    #[error(transparent)]
    Aws(#[from] AwsError),
    /// The functions can't be run.
    #[error(transparent)]
    Lambda(#[from] LambdaError),
}

/// A running stack.
pub struct Stack {
    parts: Running,
    pollers: Vec<Poller>,
    clock: Option<Clockwork>,
    servers: Vec<JoinHandle<()>>,
    data: Option<PathBuf>,
    gates: Option<Gates>,
}

/// What the stack's own calls need as well.
#[derive(Clone)]
pub(crate) struct Running {
    /// AWS.
    pub aws: Aws,
    /// The vendors.
    pub sims: Simulators,
    /// The functions.
    pub lambda: Lambda,
    /// The function that the schedule fires.
    pub scheduled: Option<String>,
    /// Where everything is reached.
    pub addresses: Addresses,
}

/// Base URLs, without a slash at their ends.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Addresses {
    /// The API.
    pub api: String,
    /// The simulators.
    pub sim: String,
    /// The AWS endpoint.
    pub aws: String,
}

impl Stack {
    /// Builds the functions and starts everything.
    ///
    /// # Errors
    /// A [`StackError`] that says what to do.
    pub async fn start(options: StackOptions) -> Result<Self, StackError> {
        let blueprint = Blueprint::load()?;
        let (api, api_url) = listen(options.port).await?;
        let (sim, sim_url) = listen(options.sim_port).await?;
        let (aws, aws_url) = listen(options.aws_port).await?;
        let addresses = Addresses { api: api_url, sim: sim_url, aws: aws_url };
        prepare(&options)?;
        // What can be refused at once is refused before minutes go into building.
        let binaries = workshop::build(options.profile).await?;
        let (services, sims) = open(&options, &addresses)?;
        let gates = options.gated.then(|| gates(&services, &sims, &addresses));
        let place = provision::Place {
            aws: &services,
            sims: &sims,
            addresses: &addresses,
            gates: gates.as_ref(),
        };
        let functions = place.provision(&blueprint, &options, &binaries).await?;
        let logs = options.data.as_ref().map(|data| data.join("logs"));
        let lambda = Lambda::start(functions, logs).await?;
        let scheduled = blueprint.functions.iter().find(|it| it.schedule.is_some());
        let scheduled = scheduled.map(|function| function.binary.clone());
        let parts = Running { aws: services, sims, lambda, scheduled, addresses };
        let routes = provision::routes(&blueprint);
        let front = lambda::front(parts.lambda.clone(), routes);
        let mut servers = vec![
            serve(api, local_calls::router(parts.clone()).fallback_service(front)),
            serve(sim, parts.sims.router()),
            serve(aws, parts.aws.router()),
        ];
        if let Some(data) = options.data.clone() {
            servers.push(tokio::spawn(save_often(parts.clone(), data)));
        }
        let pollers = match options.messages {
            Messages::Brought => waiting::poll(&parts, &blueprint, &options),
            Messages::Left => Vec::new(),
        };
        let clock = parts.scheduled.clone().filter(|_| options.ticks);
        let clock = clock.map(|function| lambda::every_minute(parts.lambda.clone(), function));
        Ok(Self { parts, pollers, clock, servers, data: options.data, gates })
    }

    /// Where everything is reached.
    #[must_use]
    pub const fn addresses(&self) -> &Addresses {
        &self.parts.addresses
    }

    /// The embedded AWS.
    #[must_use]
    pub const fn aws(&self) -> &Aws {
        &self.parts.aws
    }

    /// The simulated vendors.
    #[must_use]
    pub const fn sims(&self) -> &Simulators {
        &self.parts.sims
    }

    /// The functions.
    #[must_use]
    pub const fn lambda(&self) -> &Lambda {
        &self.parts.lambda
    }

    /// The gates, if the options asked for them.
    #[must_use]
    pub const fn gates(&self) -> Option<&Gates> {
        self.gates.as_ref()
    }

    /// Fires the schedule with exactly this instant.
    ///
    /// # Errors
    /// When the function fails.
    pub async fn tick(&self, at: Timestamp) -> Result<Bytes, InvokeError> {
        self.parts.tick(at).await
    }

    /// Stops everything and saves.
    ///
    /// # Errors
    /// When the data can't be written.
    pub async fn stop(self) -> Result<(), StackError> {
        if let Some(clock) = self.clock {
            clock.stop().await;
        }
        for poller in self.pollers {
            poller.stop().await;
        }
        self.parts.lambda.stop().await;
        for server in self.servers {
            server.abort();
        }
        self.data.map_or(Ok(()), |data| self.parts.save(&data))
    }

    /// Ends everything at once and saves nothing more, as when the power goes. The database has every
    /// write by then; queues and vendors are as they were last saved, at most a second ago.
    pub async fn cut_power(self) {
        self.servers.iter().for_each(JoinHandle::abort);
        let pollers = join_all(self.pollers.into_iter().map(Poller::stop));
        let clock = async {
            if let Some(clock) = self.clock {
                clock.stop().await;
            }
        };
        tokio::join!(self.parts.lambda.halt(), pollers, clock);
    }
}

impl Running {
    pub(crate) async fn tick(&self, at: Timestamp) -> Result<Bytes, InvokeError> {
        match &self.scheduled {
            Some(function) => lambda::tick(&self.lambda, function, at).await,
            None => Err(InvokeError::Unknown),
        }
    }

    /// The queues and the vendors together; the database is always saved.
    fn save(&self, data: &Path) -> Result<(), StackError> {
        let failed = |source| StackError::Data { path: data.to_owned(), source };
        self.aws.save()?;
        self.sims.save(data).map_err(failed)
    }
}

/// A listener on loopback, and its base URL.
async fn listen(port: u16) -> Result<(TcpListener, String), StackError> {
    let failed = |source| StackError::Port { port, source };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, format!("http://{address}")))
}

fn prepare(options: &StackOptions) -> Result<(), StackError> {
    let Some(data) = &options.data else { return Ok(()) };
    let failed = |source| StackError::Data { path: data.clone(), source };
    if options.fresh {
        wipe(data).map_err(failed)?;
    }
    std::fs::create_dir_all(data.join("logs")).map_err(failed)
}

/// Removes what a stack writes and nothing else: the folder may be anybody's.
fn wipe(data: &Path) -> io::Result<()> {
    let files = [
        "dynamodb.sqlite",
        "dynamodb.sqlite-wal",
        "dynamodb.sqlite-shm",
        "queues.json",
        "secrets.json",
        "simulators.json",
    ];
    let gone = |result: io::Result<()>| match result {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    for file in files {
        gone(std::fs::remove_file(data.join(file)))?;
    }
    gone(std::fs::remove_dir_all(data.join("logs")))
}

fn open(options: &StackOptions, addresses: &Addresses) -> Result<(Aws, Simulators), StackError> {
    let sims = Simulators::new(Arc::new(Timestamp::now), rand::random());
    if let Some(data) = &options.data {
        let failed = |source| StackError::Data { path: data.clone(), source };
        sims.load(data).map_err(failed)?;
    }
    let aws = Aws::open(options.data.as_deref())?.with_ses(Arc::new(Inbox(sims.clone())));
    aws.set_base_url(&addresses.aws);
    Ok((aws, sims))
}

fn gates(aws: &Aws, sims: &Simulators, addresses: &Addresses) -> Gates {
    let aws = Way { url: addresses.aws.clone(), router: aws.router() };
    Gates::new(aws, Way { url: addresses.sim.clone(), router: sims.router() })
}

/// SES, with the mail inbox behind it.
struct Inbox(Simulators);

impl Ses for Inbox {
    fn send(&self, request: Parts, body: Bytes) -> BoxFuture<'static, http::Response<Bytes>> {
        let sims = self.0.clone();
        Box::pin(async move {
            sims.send(request, body).await.unwrap_or_else(|_| {
                let mut lost = http::Response::new(Bytes::new());
                *lost.status_mut() = crate::aws::answer_lost();
                lost
            })
        })
    }
}

fn serve(listener: TcpListener, router: Router) -> JoinHandle<()> {
    tokio::spawn(async move {
        // Ends only with the task; a listener that fails leaves the others serving.
        let _ = sim::serve(listener, router).await;
    })
}

async fn save_often(parts: Running, data: PathBuf) {
    loop {
        tokio::time::sleep(SAVE_EVERY).await;
        // A full disk shows when the stack stops; until then it goes on serving.
        let _ = parts.save(&data);
    }
}
