//! Who has which role, and what meetings are called.

use proptest::prelude::*;

use super::*;
use crate::domain::sample;

/// Aino and Eero, with Ida and Olli besides.
fn company() -> TenantConfig {
    let mut config = sample::config();
    for (id, role) in [("ida", "buddy"), ("olli", "hr_manager")] {
        let person = Person {
            name: id.to_uppercase(),
            emails: vec![format!("{id}@demo.example")],
            roles: vec![role.to_owned()],
            ..Person::default()
        };
        config.people.insert(id.to_owned(), person);
    }
    config
}

fn of<'a>(config: &'a TenantConfig, people: &'a [(&str, &str)], role: &str) -> Option<String> {
    let people = people.iter().map(|(role, id)| ((*role).to_owned(), (*id).to_owned())).collect();
    holder(role, "eero", &people, config).map(|(id, _)| id.to_owned())
}

fn change(config: &mut TenantConfig, id: &str, change: impl Fn(&mut Person)) {
    change(config.people.get_mut(id).unwrap());
}

/// B18: what was said comes before anything else.
#[test]
fn whoever_was_named_has_the_role() {
    let mut config = company();
    change(&mut config, "eero", |person| person.manager = Some("olli".to_owned()));
    let named = [("manager", "aino"), ("buddy", "aino")];
    assert_eq!(of(&config, &named, "manager").as_deref(), Some("aino"));
    assert_eq!(of(&config, &named, "buddy").as_deref(), Some("aino"));
    assert_eq!(
        of(&config, &[("buddy", "nobody")], "buddy"),
        None,
        "a name that nobody has is no guess"
    );
    assert_eq!(of(&config, &[("new_employee", "aino")], "new_employee").as_deref(), Some("eero"));
}

/// B18: whoever leads the new colleague is the manager, and nobody else's role comes of it.
#[test]
fn whoever_leads_is_the_manager() {
    let mut config = company();
    assert_eq!(of(&config, &[], "manager"), None);
    change(&mut config, "eero", |person| person.manager = Some("aino".to_owned()));
    assert_eq!(of(&config, &[], "manager").as_deref(), Some("aino"));
    change(&mut config, "ida", |person| person.roles.push("manager".to_owned()));
    assert_eq!(of(&config, &[], "manager").as_deref(), Some("aino"), "not just any manager");
}

/// B18, B19: the only one with a role has it; of several, or of none, nobody does.
#[test]
fn the_only_one_with_a_role_has_it() {
    let mut config = company();
    assert_eq!(of(&config, &[], "buddy").as_deref(), Some("ida"));
    assert_eq!(of(&config, &[], "product_trainer"), None);
    change(&mut config, "aino", |person| person.roles.push("buddy".to_owned()));
    assert_eq!(of(&config, &[], "buddy"), None, "one of two is a guess");
    change(&mut config, "aino", |person| person.employment = Employment::Left);
    assert_eq!(of(&config, &[], "buddy").as_deref(), Some("ida"));
}

/// B19: whoever has left has no role any more, whichever way it was given.
#[test]
fn whoever_has_left_has_no_role() {
    let mut config = company();
    change(&mut config, "eero", |person| person.manager = Some("aino".to_owned()));
    for id in ["aino", "ida", "olli"] {
        change(&mut config, id, |person| person.employment = Employment::Left);
    }
    assert_eq!(of(&config, &[], "manager"), None);
    assert_eq!(of(&config, &[("team_member", "ida")], "team_member"), None);
    assert_eq!(of(&config, &[], "buddy"), None);
}

fn enrolment() -> Enrolment {
    let body = serde_json::json!({
        "id": "e1", "scenario": "s", "person": "eero", "start_date": "2027-03-01",
    });
    let body: EnrolmentBody = serde_json::from_value(body).unwrap();
    Enrolment::new(&body, 1, Timestamp::UNIX_EPOCH)
}

/// B35: HR organises: the one who was named, else all who are with the company.
#[test]
fn hr_organises() {
    let mut config = company();
    let mut enrolment = enrolment();
    assert_eq!(organisers(&enrolment, &config), ["olli"]);
    change(&mut config, "ida", |person| person.roles.push(HR_MANAGER.to_owned()));
    assert_eq!(organisers(&enrolment, &config), ["ida", "olli"]);
    enrolment.people.insert(HR_MANAGER.to_owned(), "ida".to_owned());
    assert_eq!(organisers(&enrolment, &config), ["ida"]);
    enrolment.people.clear();
    change(&mut config, "aino", |person| person.roles.push(HR_MANAGER.to_owned()));
    change(&mut config, "olli", |person| person.employment = Employment::Left);
    assert_eq!(organisers(&enrolment, &config), ["aino", "ida"]);
}

/// B12: outside are addresses of nobody who is with the company; two who share one are still inside.
#[test]
fn whoever_is_with_the_company_is_inside() {
    let mut config = company();
    assert!(!is_outside(" AINO@demo.example", &config));
    assert!(is_outside("guest@partner.example", &config));
    assert!(!is_outside("no address", &config));
    change(&mut config, "ida", |person| person.emails.push("aino@demo.example".to_owned()));
    assert!(!is_outside("aino@demo.example", &config), "an address of two");
    change(&mut config, "olli", |person| person.employment = Employment::Left);
    assert!(is_outside("olli@demo.example", &config));
}

/// Enrolments are refused by field.
#[test]
fn what_is_refused_of_an_enrolment_names_its_field() {
    let refusals = |name: &str, value: serde_json::Value| -> Vec<(String, String)> {
        let mut body = serde_json::json!({
            "id": "e1", "scenario": "s", "person": "eero", "start_date": "2027-03-01",
        });
        body[name] = value;
        let body: EnrolmentBody = serde_json::from_value(body).unwrap();
        let errors = body.check().err().unwrap_or_default();
        errors.0.into_iter().map(|error| (error.field, error.code)).collect()
    };
    let many: BTreeMap<_, _> = (0..51).map(|n| (format!("r{n}"), "aino")).collect();
    for (name, value, field, code) in [
        ("id", serde_json::json!("a:b"), "id", "id_invalid"),
        ("scenario", serde_json::json!(""), "scenario", "id_invalid"),
        ("person", serde_json::json!("a b"), "person", "id_invalid"),
        ("people", serde_json::json!({"buddy": "a b"}), "people.buddy", "id_invalid"),
        ("people", serde_json::json!(many), "people", "too_many"),
    ] {
        assert_eq!(refusals(name, value), [(field.to_owned(), code.to_owned())]);
    }
    assert_eq!(refusals("people", serde_json::json!({"buddy": "aino"})), []);
}

proptest! {
    /// What a meeting is called tells which it is.
    #[test]
    fn an_external_id_names_its_meeting(
        enrolment in "[a-z0-9][a-z0-9@._-]{0,8}", step in "[a-z0-9][a-z0-9@._-]{0,8}",
        weekly in any::<bool>(), number in 1_u32..500,
    ) {
        let id = external_id(&enrolment, &step, (weekly, number));
        prop_assert_eq!(named_by(&id), Some((&*enrolment, &*step, number)));
    }
}
