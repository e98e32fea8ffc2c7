//! Names in brackets: `[manager]`, or as people write it in their own words, stands for whoever has the role
//! (requirement B19); anything else in brackets is a blank that somebody forgot to fill in (requirement B41).

use std::collections::BTreeSet;

use super::{HR_MANAGER, MANAGER, NEW_EMPLOYEE};

/// Who takes part as a colleague of the same team.
const TEAM_MEMBER: &str = "team_member";
/// Who teaches the product.
const PRODUCT_TRAINER: &str = "product_trainer";
/// Who helps in everyday matters.
const BUDDY: &str = "buddy";

/// How people write roles, folded: words of the name in any order of case and spelling that is seen in scenarios.
const WRITTEN: [(&str, &str); 36] = [
    ("имя руководителя", MANAGER),
    ("руководитель", MANAGER),
    ("имя менеджера", MANAGER),
    ("имя члена команды", TEAM_MEMBER),
    ("член команды", TEAM_MEMBER),
    ("имя коллеги", TEAM_MEMBER),
    ("имя тренера", PRODUCT_TRAINER),
    ("имя тренера по продукту", PRODUCT_TRAINER),
    ("тренер по продукту", PRODUCT_TRAINER),
    ("имя нового сотрудника", NEW_EMPLOYEE),
    ("имя сотрудника", NEW_EMPLOYEE),
    ("новый сотрудник", NEW_EMPLOYEE),
    ("имя hr-менеджера", HR_MANAGER),
    ("hr-менеджер", HR_MANAGER),
    ("имя наставника", BUDDY),
    ("наставник", BUDDY),
    ("manager name", MANAGER),
    ("manager's name", MANAGER),
    ("name of the manager", MANAGER),
    ("name of manager", MANAGER),
    ("team member", TEAM_MEMBER),
    ("team member name", TEAM_MEMBER),
    ("team member's name", TEAM_MEMBER),
    ("name of a team member", TEAM_MEMBER),
    ("trainer", PRODUCT_TRAINER),
    ("trainer name", PRODUCT_TRAINER),
    ("trainer's name", PRODUCT_TRAINER),
    ("product trainer", PRODUCT_TRAINER),
    ("new employee", NEW_EMPLOYEE),
    ("new employee name", NEW_EMPLOYEE),
    ("employee name", NEW_EMPLOYEE),
    ("new employee's name", NEW_EMPLOYEE),
    ("hr manager", HR_MANAGER),
    ("hr manager name", HR_MANAGER),
    ("buddy name", BUDDY),
    ("buddy's name", BUDDY),
];

/// The roles that any scenario may speak of.
const ROLES: [&str; 6] = [NEW_EMPLOYEE, MANAGER, HR_MANAGER, TEAM_MEMBER, PRODUCT_TRAINER, BUDDY];

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// As it stands.
    Plain(&'a str),
    /// What stands between brackets.
    Bracket(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inner, behind)) = after.split_once(']') else { break };
        found.push(Piece::Plain(before));
        found.push(Piece::Bracket(inner));
        rest = behind;
    }
    found.push(Piece::Plain(rest));
    found
}

/// The role that something in brackets speaks of, given the roles of the scenario.
fn role_of(written: &str, own: &BTreeSet<&str>) -> Option<String> {
    let words: Vec<_> = written.split_whitespace().collect();
    let folded = words.join(" ").to_lowercase().replace('’', "'");
    let as_id = folded.replace([' ', '-'], "_");
    let as_is = own.iter().find(|id| id.to_lowercase() == folded);
    let written = || WRITTEN.iter().find(|(known, _)| *known == folded).map(|(_, role)| role);
    let named = || ROLES.iter().find(|id| **id == as_id);
    let alike = || own.iter().find(|id| id.to_lowercase().replace('-', "_") == as_id);
    let found = as_is.or_else(written).or_else(named).or_else(alike);
    found.map(|role| (*role).to_owned())
}

/// The blanks of a text that nobody can fill in: brackets that speak of no role, and runs of X where a number
/// should be, such as in `+7 (XXX)`.
#[must_use]
pub fn blanks(text: &str, own: &BTreeSet<&str>) -> Vec<String> {
    let brackets = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Bracket(inner) if role_of(inner, own).is_none() => Some(format!("[{inner}]")),
        Piece::Bracket(_) | Piece::Plain(_) => None,
    });
    let words = text.split(|c: char| !c.is_alphanumeric());
    let crossed = words.filter(|word| is_crossed(word)).map(str::to_owned);
    brackets.chain(crossed).collect()
}

/// Three or more X, of the Latin or the Cyrillic alphabet, and nothing else.
fn is_crossed(word: &str) -> bool {
    word.chars().count() >= 3 && word.chars().all(|c| matches!(c, 'X' | 'Х'))
}

/// The text with names for roles.
///
/// # Errors
/// The first role that nobody has.
pub fn resolved(
    text: &str,
    own: &BTreeSet<&str>,
    name_of: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let mut whole = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(text) => whole.push_str(text),
            Piece::Bracket(inner) => match role_of(inner, own) {
                Some(role) => whole.push_str(&name_of(&role).ok_or(role)?),
                // Nothing like it is published; a text of an older version stays as it is.
                None => whole.push_str(&format!("[{inner}]")),
            },
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(role: &str) -> Option<String> {
        (role != "buddy").then(|| role.to_uppercase())
    }

    /// B19: names stand for roles, in the words of the people who write scenarios.
    #[test]
    fn roles_become_names() {
        let none = BTreeSet::new();
        let text = "Запустить Zoom-встречу с [Имя руководителя] и [Имя члена команды]";
        let whole = resolved(text, &none, name).unwrap();
        assert_eq!(whole, "Запустить Zoom-встречу с MANAGER и TEAM_MEMBER");
        assert_eq!(
            resolved("[Manager’s name] [hr_manager]", &none, name).unwrap(),
            "MANAGER HR_MANAGER"
        );
        assert_eq!(resolved("Hi [buddy]", &none, name), Err("buddy".to_owned()));
        let own = BTreeSet::from(["cto"]);
        assert_eq!(resolved("[CTO]", &own, name).unwrap(), "CTO");
    }

    /// B41: what was left blank is found.
    #[test]
    fn blanks_are_found() {
        let none = BTreeSet::new();
        assert_eq!(blanks("см. [Ссылка на FAQ]", &none), ["[Ссылка на FAQ]"]);
        assert_eq!(blanks("+7 (XXX) XXX-XX-XX", &none), ["XXX", "XXX"]);
        assert_eq!(blanks("тел. ХХХ", &none), ["ХХХ"], "Cyrillic, too");
        for fine in ["[manager]", "Size XXL", "XX century", "a [b", "b]", "[Имя тренера]"]
        {
            assert!(blanks(fine, &none).is_empty(), "{fine}");
        }
    }

    proptest! {
        /// Whatever stands outside brackets stays as it is.
        #[test]
        fn other_text_is_not_touched(text in "[^\\[]*") {
            prop_assert_eq!(resolved(&text, &BTreeSet::new(), name), Ok(text));
        }
    }
}
