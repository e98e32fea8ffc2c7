//! What the applicant system refuses, and when it is asked again.

use convoke::app::import;
use convoke::domain::import::application::ApplicationRecord;
use convoke_local::simulation::{Simulation, World};
use serde_json::json;

use super::killed::{T, context, order, world_with};

/// An hour: many times what passes until a system that did not answer is asked again.
const AN_HOUR_MS: i64 = 3_600_000;

async fn ran(world: &World, name: &str) {
    let app = world.process("scheduled-import", 1).unwrap();
    import::handle(&app, &order(&app, name), &context(&app, 1)).await.unwrap();
}

async fn only(world: &World) -> ApplicationRecord {
    let mut kept = world.app.store.applications(T, None, 10).await.unwrap().items;
    assert_eq!(kept.len(), 1);
    kept.remove(0)
}

/// H18, H55: a refused application is kept and says so; the clock does not ask again and again, and the next run,
/// which brings the applicant again, does.
#[tokio::test]
async fn a_refused_application_is_asked_again_by_the_next_run_alone() {
    let world = world_with(&[("1".to_owned(), json!({"氏名": "山田太郎"}))]).await;
    let fault =
        json!({"provider": "hrmos", "method": "POST", "path": "/applications", "status": 422});
    world.sims.inject(serde_json::from_value(fault).unwrap()).unwrap();
    ran(&world, "1").await;
    assert!(world.sims.faults(Some("hrmos")).is_empty(), "it was asked");
    assert_eq!(only(&world).await.undelivered.as_deref(), Some("ats_refused"));

    let mut simulation = Simulation::new(world);
    simulation.work_for(AN_HOUR_MS).await;
    let world = &simulation.world;
    assert!(!only(world).await.is_delivered(), "nobody has done anything about it");

    ran(world, "2").await;
    let record = only(world).await;
    assert!(record.is_delivered() && record.undelivered.is_none(), "{record:?}");
    assert!(world.app.store.undelivered(T, "", 10).await.unwrap().is_empty());
    assert_eq!(world.state("hrmos")["applications"].as_array().map(Vec::len), Some(1));
}
