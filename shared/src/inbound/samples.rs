//! Translates the sample events that the README and the stories use, and where the vendors' own
//! samples lie beside the workspace, those too.

use std::fs;
use std::path::{Path, PathBuf};

use super::signature::mac;
use super::signing::received;
use super::{Fact, SenderKind, Translation};
use crate::domain::ids::hex;
use crate::domain::session::{Change, Mode, SessionContent, SessionFact};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sample(kind: SenderKind, name: &str) -> Fact {
    let path = workspace().join("events/inbound-webhook").join(name);
    let body = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    match received(kind, &body) {
        Translation::Facts(mut facts) if facts.len() == 1 => facts.remove(0),
        other => panic!("{name}: {other:?}"),
    }
}

fn session(kind: SenderKind, name: &str) -> SessionFact {
    match sample(kind, name) {
        Fact::Session(fact) => fact,
        other => panic!("{name}: {other:?}"),
    }
}

fn content(fact: SessionFact) -> SessionContent {
    let Change::Upserted(content) = fact.change else { panic!("cancelled") };
    *content
}

/// A02
#[test]
fn the_calcom_samples_are_one_booking_made_moved_and_cancelled() {
    let created = session(SenderKind::Calcom, "calcom-booking-created.json");
    let moved = session(SenderKind::Calcom, "calcom-booking-rescheduled.json");
    let cancelled = session(SenderKind::Calcom, "calcom-booking-cancelled.json");
    assert_eq!(created.follows, None);
    assert_eq!(moved.follows.as_deref(), Some(created.key.external_id.as_str()));
    assert_eq!(cancelled.key, moved.key);
    assert_eq!(cancelled.change, Change::Cancelled);
    assert!(created.order() < moved.order() && moved.order() < cancelled.order());

    let (first, second) = (content(created), content(moved));
    assert_eq!(first.start, "2027-03-04T08:00:00Z".parse().unwrap());
    assert_eq!(first.end.duration_since(first.start).as_mins(), 45);
    assert_eq!(
        (first.time_zone.as_str(), first.service.as_deref()),
        ("Europe/Helsinki", Some("101"))
    );
    assert_eq!(first.host.as_deref(), Some("aino@demo.example"));
    assert_eq!(first.attendees[0].email, "matti.virtanen@customer.example");
    assert!(first.fields.contains_key("note") && second.start > first.start);
}

#[test]
fn the_standard_samples_are_one_session_and_a_person() {
    let upserted = session(SenderKind::Standard, "standard-session-upserted.json");
    let cancelled = session(SenderKind::Standard, "standard-session-cancelled.json");
    assert_eq!(upserted.key, cancelled.key);
    assert!(upserted.order() < cancelled.order());
    let content = content(upserted);
    assert_eq!((content.mode, content.service.as_deref()), (Some(Mode::Zoom), Some("101")));
    let Fact::Person(aino) = sample(SenderKind::Standard, "standard-person-changed.json") else {
        panic!("a session")
    };
    assert_eq!((aino.id.as_str(), aino.calendar_synced), ("aino", Some(true)));
}

/// The folder of vendors' material beside the workspace; absent from a plain check-out.
fn vendor_folder(name: &str) -> Option<PathBuf> {
    let folder = workspace().join("../shared/payloads").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no {name} samples of vendors beside the workspace");
    None
}

#[test]
fn cal_coms_own_samples_are_understood() {
    let Some(folder) = vendor_folder("calcom") else { return };
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let trigger = path.file_stem().unwrap().to_string_lossy().into_owned();
        let translation = received(SenderKind::Calcom, &fs::read(&path).unwrap());
        let expected = match trigger.as_str() {
            "BOOKING_CREATED" | "BOOKING_RESCHEDULED" | "BOOKING_CANCELLED" => {
                matches!(&translation, Translation::Facts(facts) if facts.len() == 1)
            }
            _ => matches!(translation, Translation::Ignored { .. }),
        };
        assert!(expected, "{trigger}: {translation:?}");
        seen += 1;
    }
    println!("{seen} samples of Cal.com");
}

/// The vendors publish no vectors for our two kinds, but others' are the same digest over
/// `v0:timestamp:body`.
#[test]
fn published_digests_are_ours() {
    let Some(folder) = vendor_folder("vectors") else { return };
    let text = fs::read_to_string(folder.join("signature_vectors.json")).unwrap();
    let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut seen = 0;
    for vector in &vectors {
        let text = |field: &str| vector[field].as_str();
        let (Some(body), Some(signature)) = (text("raw_body"), text("header_signature")) else {
            continue;
        };
        let (key, at) = (text("secret").unwrap(), text("header_timestamp").unwrap());
        let parts: [&[u8]; 4] = [b"v0:", at.as_bytes(), b":", body.as_bytes()];
        let tag = mac(key.as_bytes(), &parts);
        assert_eq!(signature, format!("v0={}", hex(tag.as_ref())), "{}", vector["vendor"]);
        seen += 1;
    }
    println!("{seen} published vectors");
}
