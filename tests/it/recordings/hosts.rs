//! Where a recording is fetched, and what is said there: tokens go to the provider's own hosts and nowhere else.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use convoke::domain::onboarding::recording::FileState;
use convoke::queue::RecordingMessage;
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::Request;
use serde_json::json;

use super::scene::{Given, HOUR_MS, SHORT, Scene};

/// Notes where requests go.
struct Noting {
    way: Transport,
    hosts: Arc<Mutex<Vec<String>>>,
}

impl Exchange for Noting {
    fn exchange(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        self.hosts.lock().unwrap().push(request.uri().host().unwrap_or_default().to_owned());
        let way = self.way.clone();
        Box::pin(async move { way.send(request).await })
    }
}

/// Where a process goes for a message, and what it answers.
async fn hosts(scene: &Scene, message: &RecordingMessage) -> Vec<String> {
    let hosts = Arc::new(Mutex::default());
    let noting = Arc::clone(&hosts);
    let way = |way, _| Transport::new(Noting { way, hosts: noting });
    let ended = scene.handled(message, 1, way).await.expect("nobody dies");
    ended.unwrap();
    let hosts = hosts.lock().unwrap();
    hosts.clone()
}

/// B10: Zoom sends whoever fetches on to where the bytes are: that is another host, and it sees no token.
#[tokio::test]
async fn where_the_bytes_are_no_token_is_seen() {
    let mut scene = Scene::new(&Given::default()).await;
    scene.tell_of_film().await;
    scene.pass(HOUR_MS).await;
    scene.is_whole(SHORT, "fetched").await;
    let asked = scene.world().sims.requests(Some("zoom"));
    let at = |path: &str| -> Vec<_> {
        let at = asked.iter().filter(|it| it.path.starts_with(path));
        at.map(|it| it.headers["authorization"].clone()).collect()
    };
    assert_eq!(at("/rec/"), [json!("Bearer")], "Zoom itself wants it");
    assert_eq!(at("/cdn/"), [json!(null)], "and nobody else sees it");
}

/// B10, B44: an address that is none of the provider's is never asked, whatever it looks like; people see why.
#[tokio::test]
async fn a_foreign_address_is_never_asked() {
    const FOREIGN: [&str; 8] = [
        "https://films.example/rec/webhook_download/x",
        "https://zoom.us.films.example/rec/x",
        "https://notzoom.us/rec/x",
        "https://zoom.us@films.example/rec/x",
        "http://zoom.us/rec/x",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "films.example",
    ];
    for url in FOREIGN {
        let mut scene = Scene::new(&Given::default()).await;
        scene.tell_of_film().await;
        let mut messages = scene.taken_out();
        let RecordingMessage::Available(told) = &mut messages[0] else { panic!("{messages:?}") };
        told.url = url.to_owned();
        let asked = hosts(&scene, &messages[0]).await;
        let ours = |host: &&String| !matches!(host.as_str(), "sim.test" | "aws.test");
        assert_eq!(asked.iter().find(ours), None, "{url}");
        let film = scene.film().await;
        assert_eq!(film.state, FileState::Blocked, "{url}");
        assert_eq!(film.reason.as_ref().map(|it| &*it.code), Some("foreign_address"), "{url}");
        assert!(!film.reason.unwrap().detail.contains("films.example"), "{url}");
        scene.pass(2 * HOUR_MS).await;
        assert!(scene.stored().is_empty(), "{url}");
    }
}
