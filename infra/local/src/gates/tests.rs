//! A gate with a client in a process's place.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;

use super::{Gate, Gates, Kill, Side, Way};

/// An endpoint that counts what it performed, and a gate to it.
struct Scene {
    gates: Gates,
    gate: Gate,
    url: String,
    performed: Arc<AtomicUsize>,
    killed: Arc<AtomicUsize>,
}

async fn scene() -> Scene {
    let performed = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&performed);
    let router = Router::new().fallback(move || {
        counter.fetch_add(1, Ordering::SeqCst);
        async { "done" }
    });
    let aws = Way { url: "http://aws.test".to_owned(), router: router.clone() };
    let gates = Gates::new(aws, Way { url: "http://sim.test".to_owned(), router });
    let gate = gates.open("meeting-sync").await.unwrap();
    let mut variables = BTreeMap::from([("URL".to_owned(), "http://sim.test/zoom/v2".to_owned())]);
    gate.redirect(&mut variables);
    let killed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&killed);
    gate.belongs_to(7, move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    Scene { gates, gate, url: variables["URL"].clone(), performed, killed }
}

impl Scene {
    /// Whether an answer came.
    async fn ask(&self) -> bool {
        let http = crate::http_client(std::time::Duration::from_secs(5)).unwrap();
        http.get(&self.url).send().await.is_ok_and(|answer| answer.status() == 200)
    }

    fn counts(&self) -> (usize, usize) {
        (self.performed.load(Ordering::SeqCst), self.killed.load(Ordering::SeqCst))
    }
}

fn kill(about: &str, exchange: usize, side: Side) -> Kill {
    let function = "meeting-sync".to_owned();
    Kill { function, about: vec![about.to_owned()], exchange, side }
}

#[tokio::test]
async fn a_process_is_killed_before_the_effect_and_nothing_of_it_passes_any_more() {
    let scene = scene().await;
    let planned = scene.gates.kill(kill("b1", 1, Side::Before));
    assert!(scene.gates.threaten("meeting-sync", b"{\"b1\"}"));
    assert!(!scene.gates.threaten("clock", b"{\"b1\"}"));
    scene.gate.begin(b"{\"b1\"}");
    assert!(scene.ask().await);
    assert_eq!(scene.gates.came(planned), None);
    assert!(!scene.ask().await);
    assert_eq!(scene.counts(), (1, 1));
    assert!(!scene.ask().await, "it is dead");
    assert_eq!(scene.counts(), (1, 1));
    let came = scene.gates.came(planned).unwrap();
    assert_eq!((came.pid, &*came.what, came.performed), (7, "GET /zoom/v2", false));
    assert_eq!(scene.gates.exchanges().len(), 2);
}

#[tokio::test]
async fn a_process_is_killed_after_the_effect_and_hears_nothing_of_it() {
    let scene = scene().await;
    let planned = scene.gates.kill(kill("b1", 0, Side::After));
    scene.gate.begin(b"b2");
    assert!(scene.ask().await, "another event");
    scene.gate.begin(b"b1");
    assert!(!scene.ask().await);
    assert_eq!(scene.counts(), (2, 1));
    assert!(scene.gates.came(planned).unwrap().performed);
    assert!(!scene.gates.threaten("meeting-sync", b"b1"), "a point is used once");
}

#[tokio::test]
async fn chance_kills_until_it_relents() {
    let scene = scene().await;
    scene.gates.kill_by_chance(1, 1);
    scene.gates.relent();
    assert!(scene.ask().await);
    scene.gates.kill_by_chance(1, 1);
    assert!(!scene.ask().await);
    assert_eq!(scene.counts().1, 1);
}
