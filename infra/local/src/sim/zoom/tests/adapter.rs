//! The product's adapter lives with the simulated recordings, in one process.

use bytes::Bytes;
use convoke::clock::Clock;
use convoke::config::ProviderUrls;
use convoke::domain::ids::Secret;
use convoke::providers::{
    Access, Application, Means, ProviderFault, RecordedFile, Removal, Zoom, zoom_path_id,
};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::{Request, Response};
use serde_json::json;

use super::recordings::recorded;
use crate::sim::tests::Bench;
use crate::sim::zoom::content::{content, transcript};
use crate::sim::{Dropped, Simulators};

const AWKWARD: &str = "/aB//cdEfGhIjKlMnOpQrA==";

/// The simulators as a way out; a dropped connection is a lost answer.
struct Way(Simulators);

impl Exchange for Way {
    fn exchange(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportFault>> {
        let simulators = self.0.clone();
        Box::pin(async move {
            let lost = |dropped: Dropped| TransportFault::Lost(dropped.to_string());
            simulators.call(request).await.map_err(lost)
        })
    }
}

fn zoom(bench: &Bench) -> Zoom {
    let at = |path: &str| format!("http://sim.test/zoom{path}");
    let urls = ProviderUrls {
        api: at("/v2"),
        token: at("/oauth/token"),
        authorize: at("/oauth/authorize"),
    };
    let now = bench.now();
    Zoom::new(Transport::new(Way(bench.sims.clone())), urls, Clock::new(move || now))
}

fn access() -> Access {
    Access {
        credentials: "c".into(),
        means: Means::Application(Application {
            account: "acc-demo".into(),
            client_id: "client-demo".into(),
            client_secret: Secret::new("secret-demo"),
        }),
    }
}

/// What a file's address leads to, with this token at the first step alone.
async fn fetched(bench: &Bench, file: &RecordedFile, token: &Secret) -> Bytes {
    let first = Request::builder()
        .uri(&file.url)
        .header("authorization", format!("Bearer {}", token.expose()));
    let sent_on = bench.sims.call(first.body(Bytes::new()).unwrap()).await.unwrap();
    assert_eq!(sent_on.status(), 302, "{file:?}");
    let second = Request::builder().uri(sent_on.headers()["location"].to_str().unwrap());
    bench.sims.call(second.body(Bytes::new()).unwrap()).await.unwrap().into_body()
}

#[tokio::test]
async fn recordings_are_told_of_by_uuid_and_by_number_and_can_be_fetched() {
    let (bench, _) = recorded().await;
    let (zoom, access) = (zoom(&bench), access());
    let latest = zoom.recordings(&access, "81234567890").await.unwrap().unwrap();
    assert_eq!((&*latest.uuid, &*latest.meeting_id), (AWKWARD, "81234567890"));
    assert_eq!(latest.start, "2026-11-02T07:00:00Z".parse().ok());
    assert_eq!(zoom.recordings(&access, AWKWARD).await.unwrap().unwrap().files, latest.files);
    let first = zoom.recordings(&access, "first+Instance/1==").await.unwrap().unwrap();
    assert_eq!((&*first.uuid, first.files[0].size), ("first+Instance/1==", Some(1_000)));

    let kinds: Vec<&str> = latest.files.iter().map(|file| &*file.kind).collect();
    assert_eq!(kinds, ["MP4", "M4A", "TRANSCRIPT", "CC"]);
    assert_eq!((&latest.files[3].id, latest.files[3].size), (&None, None), "a caption");
    let token = latest.download_token.unwrap();
    let video = fetched(&bench, &latest.files[0], &token).await;
    assert_eq!(video, content(AWKWARD, "v", 0..100_000));
    assert_eq!(fetched(&bench, &latest.files[2], &token).await, transcript(500));
}

#[tokio::test]
async fn nothing_recorded_is_no_fault() {
    let (bench, _) = recorded().await;
    let (zoom, access) = (zoom(&bench), access());
    for nothing in ["89999999999", "nothing==", "82345678901"] {
        assert_eq!(zoom.recordings(&access, nothing).await, Ok(None), "{nothing}");
        assert_eq!(zoom.transcript(&access, nothing).await, Ok(None), "{nothing}");
    }
    bench.put_zoom(json!({"account": {"scopes": ["meeting:read:meeting"]}}));
    let refused = zoom.recordings(&access, "81234567890").await.unwrap_err();
    assert!(matches!(refused, ProviderFault::Connection { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_transcript_is_told_of_until_it_is_taken_away() {
    let (bench, _) = recorded().await;
    let (zoom, access) = (zoom(&bench), access());
    let text = zoom.transcript(&access, AWKWARD).await.unwrap().unwrap();
    assert!(text.url.is_some() && text.withheld.is_none() && text.created.is_some());
    let delete = async |removal| zoom.delete_recording(&access, AWKWARD, "t", removal).await;
    assert_eq!(delete(Removal::Trash).await, Ok(()));
    let text = zoom.transcript(&access, AWKWARD).await.unwrap().unwrap();
    assert_eq!((text.url, text.withheld.as_deref()), (None, Some("DELETED_OR_TRASHED")));
    assert_eq!(delete(Removal::ForGood).await, Ok(()));
    assert_eq!(delete(Removal::ForGood).await, Ok(()), "gone is gone");
    assert_eq!(zoom.transcript(&access, AWKWARD).await, Ok(None));
    let early = zoom.delete_recording(&access, "third==", "m", Removal::Trash).await;
    assert!(matches!(early, Err(ProviderFault::Passing { .. })), "{early:?}");
}

#[test]
fn paths_are_spelt_as_the_simulator_wants_them() {
    assert_eq!(zoom_path_id(AWKWARD), "%252FaB%252F%252FcdEfGhIjKlMnOpQrA%253D%253D");
}
