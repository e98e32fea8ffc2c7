//! What a meeting is about, as everybody who takes part reads it.

use super::scenario::{Recurrence, Step};
use crate::domain::language::AgendaWords;
use crate::domain::settings::OneOrMany;

/// The most characters of an agenda (Zoom API).
const MOST: usize = 2_000;

/// Whether nothing is prepared for a meeting: no points of its own or no materials (requirement B26).
#[must_use]
pub fn is_empty(step: &Step) -> bool {
    let says =
        |mut texts: Box<dyn Iterator<Item = &str> + '_>| texts.any(|it| !it.trim().is_empty());
    let own = says(Box::new(step.agenda.iter().flat_map(OneOrMany::all)));
    let regular = step.recurrence == Recurrence::Weekly;
    !(own || regular) || !says(Box::new(step.materials.iter().map(String::as_str)))
}

/// The agenda of a step, with every text as `resolve` makes it.
///
/// # Errors
/// What `resolve` says.
pub fn text<E>(
    step: &Step,
    words: &AgendaWords,
    resolve: impl Fn(&str) -> Result<String, E>,
) -> Result<String, E> {
    let many = |texts: &Option<OneOrMany>| -> Vec<String> {
        texts.iter().flat_map(OneOrMany::all).map(str::to_owned).collect()
    };
    let mut points = many(&step.agenda);
    if points.is_empty() && step.recurrence == Recurrence::Weekly {
        points = words.one_on_one.map(str::to_owned).to_vec();
    }
    let parts = [
        (words.goals, many(&step.goals)),
        (words.expected_results, many(&step.expected_results)),
        (words.agenda, points),
        (words.questions, step.questions.clone()),
        (words.materials, step.materials.clone()),
    ];
    let mut paragraphs = Vec::new();
    for (heading, lines) in parts {
        let lines: Vec<_> = lines.iter().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            continue;
        }
        let mut paragraph = vec![format!("{heading}:")];
        for line in lines {
            paragraph.push(format!("- {}", resolve(line)?.trim()));
        }
        paragraphs.push(paragraph.join("\n"));
    }
    Ok(cut(&paragraphs.join("\n\n")))
}

/// Cut to what providers take, at a character.
fn cut(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;

    fn step(more: serde_json::Value) -> Step {
        let mut body = serde_json::json!({"id": "s", "kind": "meeting", "title": "T"});
        let serde_json::Value::Object(more) = more else { panic!("an object") };
        body.as_object_mut().unwrap().extend(more);
        serde_json::from_value(body).unwrap()
    }

    fn said(step: &Step) -> String {
        let as_it_is = |text: &str| Ok::<_, ()>(text.to_owned());
        text(step, Language::English.agenda_words(), as_it_is).unwrap()
    }

    /// B21, B25, B29: goals, results, questions and materials stand in the agenda.
    #[test]
    fn everything_prepared_is_in_the_agenda() {
        let step = step(serde_json::json!({
            "goals": "Know the team", "expected_results": ["Names", "Roles"],
            "questions": ["How are you?", "What is unclear?", "Who helps?"],
            "materials": ["https://wiki.example/team"], "agenda": "Round of names",
        }));
        let text = said(&step);
        for part in [
            "Goals:\n- Know the team",
            "- Names\n- Roles",
            "Agenda:\n- Round of names",
            "- How are you?\n- What is unclear?\n- Who helps?",
            "- https://wiki.example/team",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!is_empty(&step));
    }

    /// B24: a regular talk is about progress, tasks and goals unless the scenario says otherwise.
    #[test]
    fn a_regular_talk_has_three_points() {
        let weekly = step(serde_json::json!({"recurrence": "weekly"}));
        assert_eq!(said(&weekly).matches("\n- ").count(), 3);
        let own = step(serde_json::json!({"recurrence": "weekly", "agenda": ["One"]}));
        assert_eq!(said(&own), "Agenda:\n- One");
        assert_eq!(said(&step(serde_json::json!({}))), "");
    }

    #[test]
    fn a_long_agenda_is_cut_to_what_providers_take() {
        let long =
            step(serde_json::json!({"goals": "ä".repeat(2_000), "agenda": "ä".repeat(2_000)}));
        assert_eq!(said(&long).chars().count(), 2_000);
    }
}
