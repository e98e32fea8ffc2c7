//! Who may see a recording, by what is set and who is with the company: nobody else is let in, and whoever may not see
//! it any more is shut out.

use std::collections::BTreeSet;

use convoke::domain::onboarding::recording::FileState;
use serde_json::{Value, json};

use super::scene::{AINO, DAY_MS, GUEST, Given, HOUR_MS, MATTI, NEA, OLLI, Scene};

fn set(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|&it| it.to_owned()).collect()
}

/// The files that are not in the trash. What is there, as in a shared drive it is after a content manager's deletion,
/// nobody can open.
fn kept(scene: &Scene) -> usize {
    let (trashed, kept): (Vec<_>, Vec<_>) =
        scene.stored().into_iter().partition(|file| file["trashed"] == true);
    for file in trashed {
        assert_eq!(Scene::readers(&file), set(&[]), "{file:#?}");
    }
    kept.len()
}

fn readers(scene: &Scene) -> BTreeSet<String> {
    Scene::readers(&scene.stored_film())
}

async fn stored(privacy: Value, own: Value) -> Scene {
    let mut scene = Scene::new(&Given { privacy, own, ..Given::default() }).await;
    scene.tell_of_film().await;
    scene.pass(HOUR_MS).await;
    assert_eq!(scene.film().await.state, FileState::Shared);
    scene
}

/// B11, B12: the narrower of the company's and the scenario's setting says who may see it; whoever may not is never let
/// in, and never told.
#[tokio::test]
async fn the_narrower_setting_holds() {
    let all = ["participants", "organisers_only", "none"];
    for (company, own) in all.into_iter().flat_map(|one| all.map(|other| (one, other))) {
        let scene = stored(json!({"recordings": company}), json!(own)).await;
        let wanted = match (company, own) {
            ("none", _) | (_, "none") => set(&[]),
            ("participants", "participants") => set(&[AINO, MATTI, NEA]),
            _ => set(&[AINO, MATTI]),
        };
        assert_eq!(readers(&scene), wanted, "{company}, {own}");
        assert_eq!(set(&scene.let_in().iter().map(|it| &**it).collect::<Vec<_>>()), wanted);
        assert_eq!(scene.told(NEA), usize::from(wanted.contains(NEA)), "{company}, {own}");
        for nobody in [AINO, MATTI, OLLI, GUEST] {
            assert_eq!(scene.told(nobody), 0, "{nobody}: it is for new colleagues");
        }
    }
}

/// B12: what is set holds for what is there already, at once and in both directions.
#[tokio::test]
async fn another_setting_holds_for_what_is_there() {
    let mut scene = stored(json!({}), Value::Null).await;
    for (privacy, wanted) in [
        ("organisers_only", set(&[AINO, MATTI])),
        ("none", set(&[])),
        ("participants", set(&[AINO, MATTI, NEA])),
        ("none", set(&[])),
        ("organisers_only", set(&[AINO, MATTI])),
    ] {
        scene.company(&json!({"recordings": privacy})).await;
        scene.simulation.work().await;
        assert_eq!(readers(&scene), wanted, "{privacy}");
    }
    assert_eq!(scene.told(NEA), 1);
}

/// B12: whoever is not of the company sees nothing, unless the company wants it, and only if they took part.
#[tokio::test]
async fn people_from_outside_only_where_the_company_wants_it() {
    let mut scene = stored(json!({}), Value::Null).await;
    assert_eq!(readers(&scene), set(&[AINO, MATTI, NEA]));
    assert!(!scene.let_in().contains(&GUEST.to_owned()), "never");
    for (share, wanted) in
        [(true, set(&[AINO, MATTI, NEA, GUEST])), (false, set(&[AINO, MATTI, NEA]))]
    {
        scene.ok("PUT", "/onboarding", json!({"share_outside": share})).await;
        scene.simulation.work().await;
        assert_eq!(readers(&scene), wanted, "share_outside: {share}");
    }
}

/// B11, B44: whoever leaves the company, or is removed, is shut out; whoever stays is not.
#[tokio::test]
async fn whoever_leaves_is_shut_out() {
    let mut scene = stored(json!({}), Value::Null).await;
    scene.person("nea", &["new_employee"], "left").await;
    scene.simulation.work().await;
    assert_eq!(readers(&scene), set(&[AINO, MATTI]));
    scene.person("nea", &["new_employee"], "active").await;
    scene.simulation.work().await;
    assert_eq!(readers(&scene), set(&[AINO, MATTI, NEA]), "and comes back");
    scene.ok("DELETE", "/people/matti", Value::Null).await;
    scene.simulation.work().await;
    assert_eq!(readers(&scene), set(&[AINO, NEA]));
}

/// B12, B44: a recording is kept as long as the company says, then it is erased, and with it what is known of people.
#[tokio::test]
async fn after_its_days_a_recording_is_erased() {
    let mut scene = stored(json!({"retention_days": 30}), Value::Null).await;
    scene.tell_of_text().await;
    scene.pass(29 * DAY_MS + 20 * HOUR_MS).await;
    assert_eq!(kept(&scene), 2, "the thirtieth day is not over");
    scene.pass(5 * HOUR_MS).await;
    assert_eq!(kept(&scene), 0);
    for file in scene.files().await {
        assert_eq!(file.state, FileState::Erased);
        let known = serde_json::to_string(&file).unwrap();
        for email in [AINO, MATTI, NEA, GUEST] {
            assert!(!known.contains(email), "{known}");
        }
        assert_eq!(file.link, "");
    }
    scene.tell_of_film().await;
    scene.pass(DAY_MS).await;
    assert_eq!(kept(&scene), 0, "Zoom's message again brings nothing back");
}

/// B12, B44: fewer days hold for what is there already.
#[tokio::test]
async fn fewer_days_hold_for_what_is_there() {
    let mut scene = stored(json!({}), Value::Null).await;
    scene.pass(10 * DAY_MS).await;
    scene.company(&json!({"retention_days": 5})).await;
    scene.pass(HOUR_MS).await;
    assert_eq!(kept(&scene), 0);
}

/// B44: an erased person is shut out of every file, and no file knows them any more; the others still see it.
#[tokio::test]
async fn an_erased_person_is_shut_out_and_forgotten() {
    let mut scene = stored(json!({}), Value::Null).await;
    scene.tell_of_text().await;
    scene.ok("PUT", "/onboarding", json!({"share_outside": true})).await;
    scene.pass(HOUR_MS).await;
    scene.ok("POST", "/people/nea/erase?confirm=true", Value::Null).await;
    scene.pass(HOUR_MS).await;
    for file in scene.stored() {
        assert_eq!(Scene::readers(&file), set(&[AINO, MATTI, GUEST]));
    }
    for file in scene.files().await {
        assert!(!serde_json::to_string(&file).unwrap().contains(NEA), "{file:#?}");
    }
}

/// B44: an erased person is not let in to what comes only after, whatever else may be seen outside.
#[tokio::test]
async fn an_erased_person_is_let_in_to_nothing_that_comes_later() {
    for (id, email) in [("matti", MATTI), ("nea", NEA), ("aino", AINO)] {
        let mut scene = Scene::new(&Given::default()).await;
        scene.ok("PUT", "/onboarding", json!({"share_outside": true})).await;
        // The meeting is over, and Zoom takes its time.
        scene.pass(3 * DAY_MS).await;
        scene.ok("POST", &format!("/people/{id}/erase?confirm=true"), Value::Null).await;
        scene.pass(HOUR_MS).await;
        scene.tell_of_film().await;
        scene.tell_of_text().await;
        scene.pass(HOUR_MS).await;
        assert!(!scene.let_in().contains(&email.to_owned()), "{id}: {:?}", scene.let_in());
    }
}

/// B10, B12: somebody deletes a recording in the folder: it is not brought back, nobody asks for it again and again, and
/// people see why nothing is shared.
#[tokio::test]
async fn what_was_deleted_by_hand_stays_deleted() {
    let mut scene = stored(json!({"retention_days": 10}), Value::Null).await;
    scene.world().sims.merge_state("drive", &json!({"files": []})).unwrap();
    scene.company(&json!({"recordings": "organisers_only", "retention_days": 10})).await;
    scene.simulation.work().await;
    assert!(!scene.world().has_messages(), "nobody asks again at once");
    let film = scene.film().await;
    assert_eq!(film.reason.map(|it| it.code).as_deref(), Some("file_gone"));
    scene.pass(11 * DAY_MS).await;
    assert_eq!(scene.film().await.state, FileState::Erased, "its days are over all the same");
    assert_eq!(scene.stored().len(), 0);
}

/// B44: whoever could not be let in is forgotten as well.
#[tokio::test]
async fn whoever_was_not_let_in_is_forgotten_too() {
    let mut scene = Scene::new(&Given::default()).await;
    scene.world().sims.merge_state("drive", &json!({"no_account": [NEA]})).unwrap();
    scene.tell_of_film().await;
    scene.pass(HOUR_MS).await;
    assert!(scene.film().await.shut_out.contains_key(NEA));
    scene.ok("POST", "/people/nea/erase?confirm=true", Value::Null).await;
    scene.pass(HOUR_MS).await;
    let film = scene.film().await;
    assert!(!serde_json::to_string(&film).unwrap().contains(NEA), "{film:#?}");
}
