//! The product's adapter lives with the simulated conferences, in one process.

use bytes::Bytes;
use convoke::clock::Clock;
use convoke::config::Config;
use convoke::domain::ids::Secret;
use convoke::providers::{Access, Means, MeetRecords, MeetingFileKind, Place, ProviderFault};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use http::{Request, Response};
use serde_json::json;

use super::EVENTS;
use super::granted;
use super::meet::{MEET, held};
use crate::sim::tests::Bench;
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

fn records(bench: &Bench) -> MeetRecords {
    let env = bench.sims.env("http://sim.test");
    let read = |name: &str| env.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let vendors = Config::read(&read).unwrap().vendors;
    let now = bench.now();
    MeetRecords::new(Transport::new(Way(bench.sims.clone())), &vendors, Clock::new(move || now))
}

fn access(token: String) -> Access {
    Access { credentials: "c".into(), means: Means::Grant(Secret::new(token)) }
}

#[tokio::test]
async fn recordings_and_transcripts_of_a_code_are_found() {
    let (bench, token) = held().await;
    let (records, access) = (records(&bench), access(token));
    let found = records.recordings(&access, "aino@demo.example", "abc-mnop-xyz").await.unwrap();
    let shown: Vec<_> = found.iter().map(|it| (&*it.id, it.ready, it.place.clone())).collect();
    assert_eq!(
        shown,
        [
            ("conferenceRecords/c2/recordings/r1", false, None),
            ("conferenceRecords/c1/recordings/r1", true, Some(Place::Drive("drive-1".into()))),
            ("conferenceRecords/c1/recordings/r2", false, None),
        ]
    );
    assert_eq!(found[0].start, "2026-11-02T07:05:00Z".parse().ok());
    let texts = records.transcripts(&access, "aino@demo.example", "abc-mnop-xyz").await.unwrap();
    assert_eq!((texts.len(), texts[0].kind), (1, MeetingFileKind::Transcript));
    assert_eq!(texts[0].place, Some(Place::Drive("doc-1".into())));
    for nothing in ["xyz", "abc\" OR \"", ""] {
        assert_eq!(records.recordings(&access, "", nothing).await, Ok(Vec::new()), "{nothing}");
    }
}

#[tokio::test]
async fn a_lacking_scope_and_a_bad_token_are_told() {
    let (bench, _) = held().await;
    let records = records(&bench);
    let events = access(granted(&bench, "aino", EVENTS).await);
    let refused = records.recordings(&events, "", "abc-mnop-xyz").await.unwrap_err();
    let ProviderFault::Connection { reason, .. } = refused else { panic!("{refused:?}") };
    assert!(reason.contains(MEET), "{reason}");
    let refused = records.recordings(&access("x".into()), "", "abc-mnop-xyz").await;
    assert_eq!(refused, Err(ProviderFault::TokenRefused));
    let fault = json!({"provider": "google", "path": "/v2/conferenceRecords", "status": 503});
    bench.call("POST", "/_sim/faults", fault).await;
    let failed = records.recordings(&events, "", "abc-mnop-xyz").await;
    assert!(matches!(failed, Err(ProviderFault::Uncertain { .. })), "{failed:?}");
}
