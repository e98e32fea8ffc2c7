//! The gate of one process: two listeners of its own, so the port tells who speaks, whatever the
//! request looks like.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{Exchange, Gates, Side, Way};
use crate::sim::{self, Dropped};

/// A gate; it closes when this is dropped.
pub(crate) struct Gate {
    keeper: Arc<Keeper>,
    /// What the process is told in place of each endpoint's address.
    addresses: [(String, String); 2],
    _servers: JoinSet<()>,
}

/// Who stands at the gate.
struct Keeper {
    gates: Gates,
    function: String,
    watched: Mutex<Watched>,
}

/// The process, and how far its invocation has come.
struct Watched {
    pid: u32,
    kill: Option<Box<dyn Fn() + Send>>,
    event: Arc<str>,
    exchanges: usize,
    /// Whether it was killed here: nothing of it passes any more.
    over: bool,
}

impl Gate {
    pub(super) async fn open(gates: Gates, function: &str) -> io::Result<Self> {
        let ways = Arc::clone(&gates.ways);
        let function = function.to_owned();
        let keeper = Arc::new(Keeper { gates, function, watched: Mutex::new(Watched::nobody()) });
        let mut servers = JoinSet::new();
        let aws = listen(&keeper, &ways.aws, &mut servers).await?;
        let sim = listen(&keeper, &ways.sim, &mut servers).await?;
        Ok(Self { keeper, addresses: [aws, sim], _servers: servers })
    }

    /// Points a process's variables at this gate.
    pub(crate) fn redirect(&self, variables: &mut BTreeMap<String, String>) {
        for value in variables.values_mut() {
            for (endpoint, own) in &self.addresses {
                if let Some(path) = value.strip_prefix(endpoint.as_str()) {
                    *value = format!("{own}{path}");
                }
            }
        }
    }

    /// Whose gate it is.
    pub(crate) fn belongs_to(&self, pid: u32, kill: impl Fn() + Send + 'static) {
        let mut watched = self.keeper.watched();
        watched.pid = pid;
        watched.kill = Some(Box::new(kill));
    }

    /// An invocation begins: exchanges are counted anew.
    pub(crate) fn begin(&self, event: &[u8]) {
        let mut watched = self.keeper.watched();
        watched.event = String::from_utf8_lossy(event).into();
        watched.exchanges = 0;
    }
}

/// Serves the endpoint once more, through the gate; its address and the gate's.
async fn listen(
    keeper: &Arc<Keeper>,
    way: &Way,
    servers: &mut JoinSet<()>,
) -> io::Result<(String, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let router: Router = way.router.clone().layer(from_fn_with_state(Arc::clone(keeper), pass));
    servers.spawn(async move {
        // It ends with the gate.
        let _ = sim::serve(listener, router).await;
    });
    Ok((way.url.clone(), format!("http://{address}")))
}

async fn pass(State(keeper): State<Arc<Keeper>>, request: Request, next: Next) -> Response {
    let Some((number, fate)) = keeper.arrives(what(&request)) else { return dropped() };
    if fate == Some(Side::Before) {
        return dropped();
    }
    // What has passed is performed to its end, even if the process dies meanwhile.
    let clerk = Arc::clone(&keeper);
    let performing = tokio::spawn(async move {
        let response = next.run(request).await;
        clerk.performed(number);
        response
    });
    let Ok(response) = performing.await else { return dropped() };
    if fate == Some(Side::After) {
        keeper.kill();
        return dropped();
    }
    response
}

fn dropped() -> Response<Body> {
    Dropped.into()
}

/// AWS's operation, or method and path.
fn what(request: &Request) -> String {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    let operation = target.and_then(|target| target.split_once('.'));
    operation.map_or_else(
        || format!("{} {}", request.method(), request.uri().path()),
        |(_, operation)| operation.to_owned(),
    )
}

impl Keeper {
    /// Writes down that an exchange is asked for: its number, and what becomes of the process.
    /// Nothing if the process has been killed already.
    fn arrives(&self, what: String) -> Option<(usize, Option<Side>)> {
        let mut watched = self.watched();
        if watched.over {
            return None;
        }
        let nth = watched.exchanges;
        watched.exchanges += 1;
        let mut book = self.gates.book();
        let number = book.exchanges.len();
        let killed = book.plans.fate(&self.function, &watched.event, nth, number);
        let (pid, function) = (watched.pid, self.function.clone());
        book.exchanges.push(Exchange { pid, function, what, performed: false, killed });
        if killed.is_some() {
            watched.over = true;
        }
        if killed == Some(Side::Before) {
            watched.kill();
        }
        Some((number, killed))
    }

    fn performed(&self, number: usize) {
        if let Some(exchange) = self.gates.book().exchanges.get_mut(number) {
            exchange.performed = true;
        }
    }

    fn kill(&self) {
        self.watched().kill();
    }

    fn watched(&self) -> MutexGuard<'_, Watched> {
        // What is in it is never left half changed.
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    fn nobody() -> Self {
        Self { pid: 0, kill: None, event: Arc::from(""), exchanges: 0, over: false }
    }

    fn kill(&self) {
        if let Some(kill) = &self.kill {
            kill();
        }
    }
}
