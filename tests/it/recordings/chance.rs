//! Settings and people change by chance while recordings lie in the folder: nobody who may not see them is ever let in,
//! and in the end exactly those can who may.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scene::{AINO, GUEST, Given, HOUR_MS, MATTI, NEA, Scene, call};

/// Courses of events that are tried, and how many things happen in each.
const COURSES: u64 = 24;
const STEPS: usize = 12;
const AUDIENCES: [&str; 3] = ["participants", "organisers_only", "none"];
/// Who took part, by id; the guest is nobody's id.
const PEOPLE: [(&str, &str, &str); 3] =
    [("nea", NEA, "new_employee"), ("matti", MATTI, "manager"), ("aino", AINO, "hr_manager")];

/// Numbers by chance, the same for the same seed.
struct Chance(Cell<u64>);

impl Chance {
    /// `SplitMix64` (Steele, Lea and Flood, 2014).
    fn below(&self, most: usize) -> usize {
        self.0.set(self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 8).unwrap() % most
    }
}

/// Who may see what was recorded, by rules of their own: a second opinion.
#[derive(Clone, Debug)]
struct Rules {
    company: &'static str,
    own: Value,
    outside: bool,
    gone: BTreeSet<&'static str>,
    erased: BTreeSet<&'static str>,
}

impl Rules {
    fn allowed(&self) -> BTreeSet<String> {
        let own = self.own.as_str().unwrap_or("participants");
        let took_part = match [self.company, own] {
            all if all.contains(&"none") => vec![],
            all if all.contains(&"organisers_only") => vec![AINO, MATTI],
            _ => vec![AINO, MATTI, NEA, GUEST],
        };
        let is_outside = |email: &str| email == GUEST || self.gone.contains(email);
        let may =
            |email: &&str| !self.erased.contains(email) && (self.outside || !is_outside(email));
        took_part.into_iter().filter(may).map(str::to_owned).collect()
    }
}

/// One thing happens.
async fn step(scene: &Scene, rules: &mut Rules, chance: &Chance) -> String {
    let (id, email, role) = PEOPLE[chance.below(3)];
    match chance.below(8) {
        0 | 1 => {
            rules.company = AUDIENCES[chance.below(3)];
            scene.company(&json!({"recordings": rules.company})).await;
            format!("company: {}", rules.company)
        }
        2 => {
            rules.outside = !rules.outside;
            scene.ok("PUT", "/onboarding", json!({"share_outside": rules.outside})).await;
            format!("outside: {}", rules.outside)
        }
        3 => {
            scene.person(id, &[role], "left").await;
            rules.gone.insert(email);
            format!("{id} leaves")
        }
        4 => {
            scene.person(id, &[role], "active").await;
            rules.gone.remove(email);
            format!("{id} is there")
        }
        5 => {
            // Who organised is who organised then; somebody else's role opens nothing.
            scene.person("kai", &["hr_manager", "manager"], "active").await;
            scene.person(id, &[], "active").await;
            rules.gone.remove(email);
            format!("{id} loses the role to kai")
        }
        6 if chance.below(3) == 0 => {
            let is_known = !rules.gone.contains(email) || rules.erased.contains(email);
            if is_known
                && call(scene.world(), "GET", &format!("/people/{id}"), &Value::Null).await.0 == 200
            {
                scene.ok("POST", &format!("/people/{id}/erase?confirm=true"), Value::Null).await;
                rules.erased.insert(email);
                rules.gone.insert(email);
            }
            format!("{id} is erased")
        }
        6 => {
            let path = format!("/people/{id}");
            let (status, _) = call(scene.world(), "DELETE", &path, &Value::Null).await;
            assert!(matches!(status, 204 | 404), "{status}");
            rules.gone.insert(email);
            format!("{id} is removed")
        }
        _ => {
            scene.tell_of_text().await;
            "Zoom tells of the transcript".to_owned()
        }
    }
}

async fn course(seed: u64) -> usize {
    let chance = Chance(Cell::new(seed));
    let own = [Value::Null, json!("participants"), json!("organisers_only")];
    let own = own[chance.below(3)].clone();
    let mut scene =
        Scene::new(&Given { own: own.clone(), earlier: false, ..Given::default() }).await;
    let (gone, erased) = (BTreeSet::new(), BTreeSet::new());
    let mut rules = Rules { company: "participants", own, outside: false, gone, erased };
    scene.tell_of_film().await;
    // Who took part and who organised is settled when Zoom tells.
    scene.simulation.work().await;
    let mut might = rules.allowed();
    let mut course = Vec::new();
    for _ in 0..STEPS {
        course.push(step(&scene, &mut rules, &chance).await);
        might.extend(rules.allowed());
        // Now and then several things happen at once.
        if chance.below(3) > 0 {
            settled(&mut scene, &might, &rules, (seed, &course)).await;
            might = rules.allowed();
        }
    }
    settled(&mut scene, &might, &rules, (seed, &course)).await;
    scene.pass(26 * HOUR_MS).await;
    settled(&mut scene, &rules.allowed(), &rules, (seed, &course)).await;
    scene.stored().len()
}

/// Everything that follows has followed.
async fn settled(
    scene: &mut Scene,
    might: &BTreeSet<String>,
    rules: &Rules,
    place: (u64, &Vec<String>),
) {
    scene.simulation.work().await;
    scene.pass(1_000).await;
    for email in scene.let_in() {
        assert!(might.contains(&email), "{email} was let in: {place:#?}");
    }
    scene.world().sims.clear_requests(Some("drive"));
    for file in scene.stored() {
        assert_eq!(Scene::readers(&file), rules.allowed(), "{place:#?} {rules:#?}");
    }
}

/// B11, B12, B44: the company's and the scenario's privacy, roles, people who leave, come back, are removed or erased, and
/// what may be seen outside, in any order: whom Drive was ever asked to let in might see it then, and who can see it after
/// each step is who may.
#[tokio::test]
async fn nobody_beyond_those_who_may_is_ever_let_in() {
    let mut files = 0;
    for seed in 0..COURSES {
        files += course(seed).await;
    }
    assert!(files > 24, "{files} files");
    println!("{COURSES} courses of {STEPS} steps, {files} files");
}
