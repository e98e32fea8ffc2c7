//! The onboarding product end to end: a scenario is written and published, people begin with it, and meetings,
//! invitations, reminders and questions follow by themselves.

mod agenda;
mod asked;
mod help;
mod invited;
mod joined;
mod planned;
mod roles;
mod started;
mod told;
mod venues;

use serde_json::{Value, json};

/// A stage from the first day on.
pub(crate) fn stage(id: &str, days: u16, steps: &[Value]) -> Value {
    json!({"id": id, "name": format!("Stage {id}"), "from_day": 0, "days": days, "steps": steps})
}

/// A prepared meeting with the manager on the second day, and whatever else is said of it.
pub(crate) fn meeting(id: &str, title: &str, more: Value) -> Value {
    let mut step = json!({
        "id": id, "kind": "meeting", "title": title, "day": 1, "time": "10:00",
        "roles": ["manager"], "goals": "Know each other", "expected_results": "Names",
        "agenda": "Round of names", "materials": ["https://wiki.example/team"],
    });
    if let Value::Object(more) = more {
        step.as_object_mut().unwrap().extend(more);
    }
    step
}

/// The addresses of those who take part in a session, in order.
pub(crate) fn attending(session: &Value) -> Vec<String> {
    let all = session["attendees"].as_array().unwrap().iter();
    let mut found: Vec<_> = all.map(|it| it["email"].as_str().unwrap().to_owned()).collect();
    found.sort();
    found
}
