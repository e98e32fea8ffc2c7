//! The guard before addresses that tenants configure. It judges twice: the address as it is written,
//! before anything happens, and every address that the host's name resolves to, at the only lookup
//! there is. The client connects to just what that lookup gave, so a name that means something else a
//! moment later (rebinding) changes nothing.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::Uri;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::network::Network;
use super::{BoxFuture, Exchange, Transport, TransportFault, is_public};

/// The first port that is not reserved for well-known services.
const FIRST_OPEN_PORT: u16 = 1024;

/// What the guard makes of addresses that are not public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrivateAddresses {
    /// They are refused, as is everything but https.
    #[default]
    Refuse,
    /// They pass, over plain http too and at any port: for a stack on one machine.
    Allow,
}

/// Why a tenant's address is not gone to. It prints as what to do, and quotes no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It can't be read, or two readers would take it for different hosts.
    #[error("this is no web address: give it in full, like https://host.example/path")]
    Unreadable,
    /// Not https.
    #[error("only https is spoken here: give an address that begins with https://")]
    Scheme,
    /// A user's name or a password before the host.
    #[error("the address holds a user name or password: leave both out")]
    UserInfo,
    /// A port of some other well-known service.
    #[error("the port belongs to another service: use 443 or one from 1024 up")]
    Port,
    /// The host is not public, or one of the addresses that its name resolves to is not.
    #[error("the host is not public, or not all addresses of its name are: use one that is")]
    NotPublic,
}

impl From<Refusal> for TransportFault {
    fn from(refusal: Refusal) -> Self {
        Self::NotSent(refusal.to_string())
    }
}

impl PrivateAddresses {
    /// Reads an address as a tenant wrote it, for a setting or for a request. What its name resolves
    /// to is judged later, by each connection.
    ///
    /// # Errors
    /// Why it will never be gone to as it stands.
    pub fn read(self, text: &str) -> Result<Uri, Refusal> {
        let url = Url::parse(text).map_err(|_| Refusal::Unreadable)?;
        self.rules().judge(&url)
    }

    pub(super) fn rules(self) -> Rules {
        match self {
            Self::Refuse => Rules { https_only: true, accepts: is_public },
            Self::Allow => Rules { https_only: false, accepts: |_| true },
        }
    }
}

/// What passes.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Whether plain http and other services' ports are refused.
    pub https_only: bool,
    /// Whether an address may be connected to.
    pub accepts: fn(IpAddr) -> bool,
}

impl Rules {
    /// Judges a request's address by the reader that the client itself will use.
    fn check(self, uri: &Uri) -> Result<(), Refusal> {
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(Refusal::UserInfo);
        }
        let url = Url::parse(&uri.to_string()).map_err(|_| Refusal::Unreadable)?;
        self.judge(&url).map(drop)
    }

    /// The address in the spelling that goes out, if it passes.
    fn judge(self, url: &Url) -> Result<Uri, Refusal> {
        let plain = url.scheme() == "http" && !self.https_only;
        if url.scheme() != "https" && !plain {
            return Err(Refusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        if self.https_only && url.port().is_some_and(|port| port < FIRST_OPEN_PORT) {
            return Err(Refusal::Port);
        }
        self.judge_host(url)?;
        // The connection is made to the host that a second reader finds in this spelling.
        let uri: Uri = url.as_str().parse().map_err(|_| Refusal::Unreadable)?;
        (uri.host() == url.host_str()).then_some(uri).ok_or(Refusal::Unreadable)
    }

    /// The client resolves no host that is an IP address, however it was spelled; the reader has
    /// made it out already.
    fn judge_host(self, url: &Url) -> Result<(), Refusal> {
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::from(address),
            Some(Host::Ipv6(address)) => IpAddr::from(address),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(Refusal::Unreadable),
        };
        (self.accepts)(literal).then_some(()).ok_or(Refusal::NotPublic)
    }
}

/// An exchange of which only what passes is asked.
pub(super) struct Checked {
    rules: Rules,
    inner: Transport,
}

impl Checked {
    pub fn new(rules: Rules, inner: Transport) -> Self {
        Self { rules, inner }
    }
}

impl Exchange for Checked {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        match self.rules.check(request.uri()) {
            Ok(()) => self.inner.0.exchange(request),
            Err(refusal) => Box::pin(std::future::ready(Err(refusal.into()))),
        }
    }
}

/// A network client that judges what names resolve to; built on first use.
pub(super) struct Guarded {
    rules: Rules,
    names: Arc<dyn Names>,
    network: OnceLock<Network>,
}

impl Guarded {
    pub fn new(rules: Rules, names: Arc<dyn Names>) -> Self {
        Self { rules, names, network: OnceLock::new() }
    }

    fn network(&self) -> Result<&Network, TransportFault> {
        if let Some(network) = self.network.get() {
            return Ok(network);
        }
        let judged = Judged { names: Arc::clone(&self.names), accepts: self.rules.accepts };
        let network = Network::resolving(Arc::new(judged))?;
        Ok(self.network.get_or_init(|| network))
    }
}

impl Exchange for Guarded {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        match self.network() {
            Ok(network) => network.exchange(request),
            Err(fault) => Box::pin(std::future::ready(Err(fault))),
        }
    }
}

/// Where names become addresses.
pub(super) trait Names: Send + Sync {
    /// Every address of the name.
    fn lookup(&self, name: String) -> BoxFuture<io::Result<Vec<IpAddr>>>;
}

/// The platform's own resolver.
pub(super) struct Platform;

impl Names for Platform {
    fn lookup(&self, name: String) -> BoxFuture<io::Result<Vec<IpAddr>>> {
        let asked = tokio::task::spawn_blocking(move || {
            let found = (name.as_str(), 0).to_socket_addrs()?;
            Ok(found.map(|address| address.ip()).collect())
        });
        Box::pin(async move { asked.await? })
    }
}

/// Gives out the addresses of a name only if all of them pass. A mix is refused whole: which of them
/// is connected to would be chance.
struct Judged {
    names: Arc<dyn Names>,
    accepts: fn(IpAddr) -> bool,
}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let asked = self.names.lookup(name.as_str().to_owned());
        let accepts = self.accepts;
        Box::pin(async move {
            let addresses = asked.await?;
            if !addresses.iter().all(|address| accepts(*address)) {
                return Err(Refusal::NotPublic.into());
            }
            // Port 0 stands for the request's own.
            let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}
