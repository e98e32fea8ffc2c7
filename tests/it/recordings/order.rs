//! What a provider tells comes twice, in any order, early or late: each file lies in the folder once.

use convoke::domain::ids::hex;
use convoke::domain::onboarding::recording::FileState;
use convoke_local::sim::zoom::content::transcript;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::scene::{DAY_MS, Given, HOUR_MS, NEA, SHORT, Scene};

async fn scene() -> Scene {
    Scene::new(&Given::default()).await
}

/// The transcript lies there once and whole, beside the film and shown to the same people.
async fn both_lie_there(scene: &Scene, place: &str) {
    scene.is_whole(SHORT, place).await;
    let text = scene.text().await;
    assert_eq!(text.state, FileState::Shared, "{place}: {text:#?}");
    let stored = scene.stored();
    assert_eq!(stored.len(), 2, "{place}: {stored:#?}");
    let is_text = |file: &&Value| file["mime_type"] == "text/vtt";
    let file = stored.iter().find(is_text).expect("a transcript");
    let hash = hex(digest(&SHA256, &transcript(900)).as_ref());
    assert_eq!((&file["size"], &file["sha256"]), (&900.into(), &hash.into()), "{place}");
    assert_eq!(file["parents"], scene.stored_film()["parents"], "{place}");
    assert_eq!(Scene::readers(file), Scene::readers(&scene.stored_film()), "{place}");
    assert_eq!(scene.told(NEA), 1, "{place}");
}

/// B10, B31, B32: Zoom tells of the film and of what was said, each any number of times and in any order.
#[tokio::test]
async fn any_order_and_any_number_of_messages_make_two_files() {
    const ORDERS: [&str; 6] = ["ft", "tf", "fft", "ttff", "ftft", "tftf"];
    for (order, pause_ms) in ORDERS.into_iter().flat_map(|it| [(it, 0), (it, HOUR_MS)]) {
        let mut scene = scene().await;
        for told in order.chars() {
            match told {
                'f' => scene.tell_of_film().await,
                _ => scene.tell_of_text().await,
            }
            if pause_ms > 0 {
                scene.pass(pause_ms).await;
            }
        }
        scene.pass(2 * DAY_MS).await;
        both_lie_there(&scene, &format!("{order}, {pause_ms} ms apart")).await;
    }
}

/// B31: a transcript that does not come within the time is not available, which is no error; one that comes later is
/// kept all the same.
#[tokio::test]
async fn a_transcript_may_come_after_nobody_waits_for_it() {
    let mut scene = scene().await;
    scene.tell_of_film().await;
    scene.pass(23 * HOUR_MS).await;
    assert_eq!(scene.text().await.state, FileState::Expected);
    scene.pass(2 * HOUR_MS).await;
    let text = scene.text().await;
    assert_eq!((text.state, text.reason), (FileState::Unavailable, None), "no error");
    assert_eq!(scene.stored().len(), 1);
    scene.pass(9 * DAY_MS).await;
    scene.tell_of_text().await;
    scene.pass(HOUR_MS).await;
    both_lie_there(&scene, "ten days later").await;
}

/// B32: who is told of a recording is told of its transcript, where that was stored before; and of neither twice.
#[tokio::test]
async fn the_message_holds_the_transcript_when_it_is_there() {
    for text_first in [true, false] {
        let mut scene = scene().await;
        if text_first {
            scene.tell_of_text().await;
            scene.pass(HOUR_MS).await;
            assert_eq!(scene.told(NEA), 0, "of a transcript alone nobody is told");
        }
        scene.tell_of_film().await;
        scene.pass(HOUR_MS).await;
        scene.tell_of_text().await;
        scene.pass(DAY_MS).await;
        assert_eq!(scene.told(NEA), 1);
        let mails = scene.world().mails_to(NEA);
        let is_it = |mail: &&Value| mail["text"].as_str().unwrap().contains(&*link_of_film(&scene));
        let told = mails.iter().find(is_it).expect("the film's link")["text"].to_string();
        let text = scene.text().await.link;
        assert!(!text.is_empty());
        assert_eq!(told.contains(&text), text_first, "{told}");
    }
}

/// B10, B32: a film and its sound are two files; people are told once.
#[tokio::test]
async fn two_files_of_one_meeting_are_one_message() {
    let mut scene = scene().await;
    let mut recordings = scene.world().state("zoom")["recordings"].take();
    let sound = json!({"id": "f3", "file_type": "M4A", "size": 70_000});
    recordings[0]["files"].as_array_mut().unwrap().push(sound);
    scene.world().sims.merge_state("zoom", &json!({"recordings": recordings})).unwrap();
    scene.tell_of_film().await;
    scene.tell_of_film().await;
    scene.pass(2 * DAY_MS).await;
    let mut kinds: Vec<_> = scene.stored().iter().map(|it| it["mime_type"].clone()).collect();
    kinds.sort_by_key(ToString::to_string);
    assert_eq!(kinds, ["audio/mp4", "video/mp4"]);
    assert_eq!(scene.told(NEA), 1);
}

fn link_of_film(scene: &Scene) -> String {
    let id = scene.stored_film()["id"].as_str().unwrap().to_owned();
    assert!(!id.is_empty());
    id
}
