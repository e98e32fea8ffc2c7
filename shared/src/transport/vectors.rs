//! The guard against everything that is tried on such guards: real listeners count what gets through.

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use bytes::Bytes;
use http::{Request, Response, Uri};
use url::Url;

use super::guard::{Checked, Guarded, Names, Refusal, Rules};
use super::table::{VECTORS, Vector};
use super::{BoxFuture, PrivateAddresses, Transport, TransportFault};

/// A listener on this machine that counts who connects, and sends them back to where they were.
struct Counter {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
}

impl Counter {
    fn on(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let accepted = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&accepted);
        thread::spawn(move || {
            for guest in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                drop(redirect(guest, address));
            }
        });
        Ok(Self { address, accepted })
    }

    /// Connections so far. Our own, which is not counted, is served after all others.
    fn count(&self) -> usize {
        let mut knock = TcpStream::connect(self.address).unwrap();
        knock.write_all(b"?").unwrap();
        drop(knock.read_to_end(&mut Vec::new()));
        self.accepted.fetch_sub(1, Ordering::SeqCst) - 1
    }
}

fn redirect(mut guest: TcpStream, address: SocketAddr) -> io::Result<()> {
    let _ = guest.read(&mut [0; 4096])?;
    write!(
        guest,
        "HTTP/1.1 302 Found\r\nlocation: http://{address}/again\r\ncontent-length: 0\r\n\
         connection: close\r\n\r\n"
    )
}

/// Counters on both loopback addresses, at one port.
struct Counters {
    v4: Counter,
    v6: Counter,
}

impl Counters {
    fn new() -> Self {
        let free = || {
            let v4 = Counter::on((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
            let v6 = Counter::on((Ipv6Addr::LOCALHOST, v4.address.port()).into()).ok()?;
            Some(Self { v4, v6 })
        };
        (0..20).find_map(|_| free()).expect("a port that is free on 127.0.0.1 and on [::1]")
    }

    fn port(&self) -> u16 {
        self.v4.address.port()
    }

    fn count(&self) -> usize {
        self.v4.count() + self.v6.count()
    }
}

/// A resolver that gives its answers one after the other, the last for ever.
struct Zone {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Zone {
    fn of(answers: &[&[&str]]) -> Arc<Self> {
        let addresses = |answer: &&[&str]| answer.iter().map(|it| it.parse().unwrap()).collect();
        let answers = answers.iter().map(addresses).collect();
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }
}

impl Names for Zone {
    fn lookup(&self, _: String) -> BoxFuture<io::Result<Vec<IpAddr>>> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst).min(self.answers.len() - 1);
        Box::pin(std::future::ready(Ok(self.answers[turn].clone())))
    }
}

/// The production guard, but for whom it asks and, where a control wants it, its rules.
fn guarded(rules: Rules, names: Arc<Zone>) -> Transport {
    Transport::new(Checked::new(rules, Transport::new(Guarded::new(rules, names))))
}

async fn get(transport: &Transport, uri: Uri) -> Result<Response<Bytes>, TransportFault> {
    let request = Request::builder().uri(uri).body(Bytes::new()).unwrap();
    transport.send(request).await
}

/// The URL as each reader in the way would take it: as it stands, and in a URL reader's spelling.
/// What neither can read can't be asked for.
fn spellings(url: &str) -> Vec<Uri> {
    let spelled = Url::parse(url).ok().and_then(|url| url.as_str().parse().ok());
    url.parse().ok().into_iter().chain(spelled).collect()
}

fn refused_with(outcome: Result<Response<Bytes>, TransportFault>, allowed: &[Refusal]) -> bool {
    let Err(TransportFault::NotSent(text)) = outcome else { return false };
    allowed.iter().any(|refusal| refusal.to_string() == text)
}

/// What a setting would be told, and what each spelling comes to at the transport.
async fn check(vector: &Vector, port: u16) {
    let url = vector.url.replace("{p}", &port.to_string());
    let transport = guarded(PrivateAddresses::Refuse.rules(), Zone::of(&[vector.resolves]));
    let read = PrivateAddresses::Refuse.read(&url);
    if vector.resolves.is_empty() || read.is_err() {
        assert_eq!(read, Err(vector.expected), "{}: {url}", vector.name);
    }
    for uri in spellings(&url) {
        let outcome = get(&transport, uri.clone()).await;
        let text = format!("{}: {uri} → {outcome:?}", vector.name);
        // As it stands it may be no address at all to the client.
        assert!(refused_with(outcome, &[vector.expected, Refusal::Unreadable]), "{text}");
        assert!(!text.contains(" → Ok"), "{text}");
    }
}

/// Whether a connection would end at a counter.
fn lands_here(vector: &Vector, uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let leads_here = |address: IpAddr| {
        let address = address.to_canonical();
        address == Ipv4Addr::LOCALHOST || address == Ipv6Addr::LOCALHOST
    };
    host.parse().map_or_else(|_| !here(vector).is_empty(), leads_here)
}

/// The addresses of the vector's name that belong to a counter.
fn here(vector: &Vector) -> Vec<&'static str> {
    const HERE: [&str; 3] = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];
    vector.resolves.iter().copied().filter(|it| HERE.contains(it)).collect()
}

/// Every vector is refused before anything is sent, and nobody has connected.
#[tokio::test]
async fn no_vector_makes_a_connection() {
    let counters = Counters::new();
    for vector in VECTORS {
        check(vector, counters.port()).await;
    }
    let count = counters.count();
    println!("{} vectors played, {count} connections made", VECTORS.len());
    assert_eq!(count, 0);
    assert!(VECTORS.len() >= 60);
}

/// The control: with the guard switched off, every vector that leads to the counters is counted, so
/// the test above would see what gets through.
#[tokio::test]
async fn without_the_guard_the_same_vectors_connect() {
    let counters = Counters::new();
    let mut reached = 0;
    for vector in VECTORS {
        let url = vector.url.replace("{p}", &counters.port().to_string());
        let Ok(uri) = PrivateAddresses::Allow.read(&url) else { continue };
        if uri.port_u16() != Some(counters.port()) || !lands_here(vector, &uri) {
            continue;
        }
        let off = guarded(PrivateAddresses::Allow.rules(), Zone::of(&[&here(vector)]));
        let before = counters.count();
        drop(get(&off, uri).await);
        assert!(counters.count() > before, "{}: {url} was not counted", vector.name);
        reached += 1;
    }
    println!("{reached} of {} vectors reach the listeners without the guard", VECTORS.len());
    assert!(reached >= 20, "{reached}");
}

/// The control of the single step: whoever passes the check by the address alone is stopped by the
/// resolver, and would be counted if that did not judge.
#[tokio::test]
async fn a_resolver_that_does_not_judge_is_counted() {
    let counters = Counters::new();
    let uri: Uri = format!("https://customer.example:{}/", counters.port()).parse().unwrap();
    assert!(PrivateAddresses::Refuse.read(&uri.to_string()).is_ok());
    let zone = || Zone::of(&[&["127.0.0.1"]]);
    let outcome = get(&guarded(PrivateAddresses::Refuse.rules(), zone()), uri.clone()).await;
    assert!(refused_with(outcome, &[Refusal::NotPublic]));
    assert_eq!(counters.count(), 0);
    let credulous = Rules { https_only: true, accepts: |_| true };
    assert!(get(&guarded(credulous, zone()), uri).await.is_err(), "no TLS is spoken there");
    assert!(counters.count() > 0);
}

/// Rebinding: a name that passes when it is judged and means a private address when it is asked for
/// again. `127.0.0.1` plays the public host here, `[::1]` the private one.
#[tokio::test]
async fn what_was_judged_is_what_is_connected_to() {
    let counters = Counters::new();
    let uri: Uri = format!("http://customer.example:{}/", counters.port()).parse().unwrap();
    let rules = Rules { https_only: false, accepts: |it| it == Ipv4Addr::LOCALHOST };
    let zone = Zone::of(&[&["127.0.0.1"], &["::1"]]);
    let transport = guarded(rules, Arc::clone(&zone));
    assert_eq!(get(&transport, uri.clone()).await.unwrap().status(), 302);
    assert_eq!(zone.asked.load(Ordering::SeqCst), 1, "one lookup, judged and connected to");
    assert_eq!((counters.v4.count(), counters.v6.count()), (1, 0));
    assert!(refused_with(get(&transport, uri).await, &[Refusal::NotPublic]));
    assert_eq!(zone.asked.load(Ordering::SeqCst), 2);
    assert_eq!((counters.v4.count(), counters.v6.count()), (1, 0));
}

/// A stack on one machine reaches its own hosts over plain http, and a redirect is handed back
/// instead of followed.
#[tokio::test]
async fn switched_off_it_reaches_this_machine_and_follows_nothing() {
    let counters = Counters::new();
    let off = Transport::guarded(PrivateAddresses::Allow);
    let uri = PrivateAddresses::Allow.read(&format!("http://127.0.0.1:{}/", counters.port()));
    assert_eq!(get(&off, uri.unwrap()).await.unwrap().status(), 302);
    assert_eq!(counters.count(), 1);
}

/// A transport that is a router in the same process is guarded by the address alone.
#[tokio::test]
async fn a_router_behind_the_guard_is_asked_only_for_what_passes() {
    struct Router;
    impl super::Exchange for Router {
        fn exchange(
            &self,
            _: Request<Bytes>,
        ) -> BoxFuture<Result<Response<Bytes>, TransportFault>> {
            Box::pin(std::future::ready(Ok(Response::new(Bytes::new()))))
        }
    }
    let transport = Transport::new(Router).behind_guard(PrivateAddresses::Refuse);
    assert!(get(&transport, Uri::from_static("https://customer.example/hook")).await.is_ok());
    let outcome = get(&transport, Uri::from_static("https://10.0.0.1/hook")).await;
    assert!(refused_with(outcome, &[Refusal::NotPublic]));
}

#[test]
fn public_addresses_are_read_into_the_spelling_that_goes_out() {
    for (text, expected) in [
        ("https://customer.example", "https://customer.example/"),
        ("https://Customer.Example:8443/a?b=c", "https://customer.example:8443/a?b=c"),
        ("https://asiakas-ääni.example/x", "https://xn--asiakas-ni-x5aa.example/x"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
    ] {
        assert_eq!(PrivateAddresses::Refuse.read(text).unwrap().to_string(), expected);
    }
}
