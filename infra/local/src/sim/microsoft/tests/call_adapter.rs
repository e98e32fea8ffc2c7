//! The product's adapter lives with the simulated files of meetings, in one process.

use bytes::Bytes;
use convoke::clock::Clock;
use convoke::config::Config;
use convoke::domain::ids::Secret;
use convoke::providers::{
    Access, Application, Means, MeetingFile, Microsoft, Place, ProviderFault,
};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::{Request, Response};
use serde_json::json;

use super::call_files::recorded;
use super::{AINO, TENANT, held, put};
use crate::sim::tests::Bench;
use crate::sim::zoom::content::{content, transcript};
use crate::sim::{Dropped, Simulators};

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

fn microsoft(bench: &Bench) -> Microsoft {
    let env = bench.sims.env("http://sim.test");
    let read = |name: &str| env.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let urls = Config::read(&read).unwrap().vendors.microsoft;
    let now = bench.now();
    Microsoft::new(Transport::new(Way(bench.sims.clone())), urls, Clock::new(move || now))
}

fn access() -> Access {
    Access {
        credentials: "c".into(),
        means: Means::Application(Application {
            account: TENANT.into(),
            client_id: "microsoft-client-demo".into(),
            client_secret: Secret::new("microsoft-secret-demo"),
        }),
    }
}

async fn fetched(bench: &Bench, token: &str, file: &MeetingFile) -> Bytes {
    let Some(Place::Url(url)) = &file.place else { panic!("{file:?}") };
    let request = Request::builder().uri(url).header("authorization", format!("Bearer {token}"));
    bench.sims.call(request.body(Bytes::new()).unwrap()).await.unwrap().into_body()
}

#[tokio::test]
async fn the_files_of_an_event_s_meeting_are_found_by_its_link() {
    let (bench, token, id) = recorded().await;
    let (microsoft, access) = (microsoft(&bench), access());
    let link = held(&bench)["events"][0]["join_url"].as_str().unwrap().to_owned();
    for host in [AINO, "aino@demo.example"] {
        let found = microsoft.recordings(&access, host, &link).await.unwrap();
        assert_eq!((found.len(), &*found[0].id, found[0].ready), (1, "r1", true), "{host}");
        assert_eq!(found[0].start, "2026-11-02T07:00:00Z".parse().ok());
        assert_eq!(fetched(&bench, &token, &found[0]).await, content(&id, "r1", 0..5_000));
    }
    let texts = microsoft.transcripts(&access, AINO, &link).await.unwrap();
    assert_eq!(fetched(&bench, &token, &texts[0]).await, transcript(300));
    let unknown = microsoft.recordings(&access, AINO, "https://teams.example/it's").await;
    assert_eq!(unknown, Ok(Vec::new()));
}

#[tokio::test]
async fn a_lacking_permission_is_for_a_person() {
    let (bench, ..) = recorded().await;
    let link = held(&bench)["events"][0]["join_url"].as_str().unwrap().to_owned();
    put(&bench, json!({"app": {"permissions": ["OnlineMeetings.Read.All"]}}));
    let refused = microsoft(&bench).recordings(&access(), AINO, &link).await.unwrap_err();
    let ProviderFault::Connection { reason, .. } = refused else { panic!("{refused:?}") };
    assert!(reason.contains("OnlineMeetingRecording.Read.All"), "{reason}");
}
