//! What was recorded of an earlier cohort is shown to the next, where the scenario says so and they may see it.

use serde_json::{Value, json};

use super::scene::{AINO, Given, HOUR_MS, NEA, OLLI, Scene};

/// A cohort's meeting was recorded, and the next one begins.
async fn second(privacy: &str) -> Scene {
    let privacy = json!({"recordings": privacy});
    let mut scene = Scene::new(&Given { privacy, ..Given::default() }).await;
    scene.tell_of_film().await;
    scene.pass(HOUR_MS).await;
    scene.enrol("e2", "olli", "2026-12-08").await;
    scene.pass(HOUR_MS).await;
    scene
}

fn texts(scene: &Scene, email: &str) -> Vec<String> {
    let text = |mail: Value| format!("{} {}", mail["text"], mail["html"]);
    scene.world().mails_to(email).into_iter().map(text).collect()
}

/// Where people open the film.
async fn link(scene: &Scene) -> String {
    let link = scene.film().await.link;
    assert!(link.starts_with("https://"), "{link}");
    link
}

/// B22: the second cohort's invitation holds the link to the first cohort's recording, and whoever gets it can open it;
/// the first cohort's did not, because there was none.
#[tokio::test]
async fn the_second_cohort_is_shown_the_first_one_s_recording() {
    let scene = second("participants").await;
    let link = link(&scene).await;
    let invited = texts(&scene, OLLI);
    assert!(invited.iter().any(|text| text.contains(&link)), "{invited:#?}");
    let readers = Scene::readers(&scene.stored_film());
    assert!(readers.contains(OLLI), "{readers:?}");
    assert_eq!(scene.told(OLLI), 0, "it is not news to them");
    let first = texts(&scene, NEA);
    let with_link = first.iter().filter(|text| text.contains(&link)).count();
    assert_eq!(with_link, 1, "only the message that it is ready: {first:#?}");
}

/// B12, B22: where nobody may see it, or only who organised, no new colleague is sent the link or let in.
#[tokio::test]
async fn who_may_not_see_it_is_sent_no_link() {
    for privacy in ["none", "organisers_only"] {
        let scene = second(privacy).await;
        let film = scene.stored_film()["id"].as_str().unwrap().to_owned();
        let invited = texts(&scene, OLLI);
        assert!(!invited.is_empty(), "they are invited all the same");
        assert!(!invited.iter().any(|text| text.contains(&film)), "{privacy}: {invited:#?}");
        assert!(!Scene::readers(&scene.stored_film()).contains(OLLI), "{privacy}");
        let hr = texts(&scene, AINO);
        let is_sent = hr.iter().any(|text| text.contains(&film));
        assert_eq!(is_sent, privacy == "organisers_only", "{privacy}: {hr:#?}");
    }
}

/// B22: the recording comes only after the next cohort was invited: whoever is sent the link later can open it.
#[tokio::test]
async fn a_link_is_never_sent_to_who_can_t_open_it() {
    let mut scene = Scene::new(&Given::default()).await;
    scene.enrol("e2", "olli", "2026-12-08").await;
    scene.pass(HOUR_MS).await;
    scene.tell_of_film().await;
    scene.pass(HOUR_MS).await;
    let link = link(&scene).await;
    assert!(!texts(&scene, OLLI).iter().any(|text| text.contains(&link)));
    // Their meeting moves, and they hear of it.
    let moved = json!({"id": "e2", "scenario": "start", "person": "olli",
        "start_date": "2026-12-14"});
    scene.ok("POST", "/enrolments", moved).await;
    scene.pass(HOUR_MS).await;
    let is_sent = texts(&scene, OLLI).iter().any(|text| text.contains(&link));
    assert!(is_sent, "{:#?}", texts(&scene, OLLI));
    assert!(Scene::readers(&scene.stored_film()).contains(OLLI));
}
