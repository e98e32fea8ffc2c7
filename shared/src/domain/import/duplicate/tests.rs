//! Who may be one person, and who never is.

use proptest::prelude::*;

use super::*;
use MatchReason::{Email, EmailContained, Kana, Name, NamePrefix, Phone};

fn keys(name: &str, kana: &str, email: &str, phone: &str) -> Keys {
    Keys::of(name, Some(kana), Some(email), Some(phone))
}

/// In both directions.
fn agreements(a: &Keys, b: &Keys) -> Vec<MatchReason> {
    let found = reasons(a, b);
    assert_eq!(found, reasons(b, a));
    found
}

/// H52, H53: the same person, however written, is found by each of the keys.
#[test]
fn agreements_are_named() {
    let ichiro = keys("髙橋 一郎", "たかはし いちろう", "ichiro@mail.example", "090-1234-5678");
    for (other, expected) in [
        (
            keys("高橋一郎", "ﾀｶﾊｼ ｲﾁﾛｳ", "ICHIRO@mail.example", "+81 90 1234 5678"),
            vec![Email, Phone, Name, Kana],
        ),
        (keys("鈴木", "", "ichiro@mail.example", ""), vec![Email]),
        (keys("鈴木", "", "x@mail.example", "9012345678"), vec![Phone]),
        (keys("髙橋", "", "", ""), vec![NamePrefix]),
        (keys("鈴木", "タカハシイチロウ", "", ""), vec![Kana]),
        (keys("鈴木", "", "ichiro@mail.example.jp", ""), vec![EmailContained]),
        (keys("鈴木", "スズキ", "x@mail.example", "080-1111-2222"), vec![]),
    ] {
        assert_eq!(agreements(&ichiro, &other), expected, "{other:?}");
    }
    let strong: Vec<_> = [Email, Phone, Name, NamePrefix, Kana, EmailContained]
        .into_iter()
        .filter(|reason| reason.strength() == Strength::Strong)
        .collect();
    assert_eq!(strong, [Email, Phone]);
}

#[test]
fn what_is_not_said_agrees_with_nothing() {
    let nobody = Keys::default();
    assert_eq!(agreements(&nobody, &nobody.clone()), []);
    let blank = keys("　", " ", "-", "なし");
    assert_eq!(blank, nobody);
    // One character is how many names begin.
    assert_eq!(agreements(&keys("林", "", "", ""), &keys("林田 健", "", "", "")), []);
}

#[test]
fn addresses_that_a_board_made_up_and_numbers_that_many_have() {
    let one = keys("田中", "", "tanaka_7x@indeedemail.com", "0120-123-456");
    let other = keys("鈴木", "", "xtanaka_7x@indeedemail.com", "0120-123-456");
    assert_eq!(agreements(&one, &other), []);
    let same = keys("鈴木", "", "Tanaka_7x@indeedemail.com", "090-0000-0000");
    assert_eq!(agreements(&one, &same), [Email], "the same profile");
    let zeros = keys("佐藤", "", "", "090-0000-0000");
    assert_eq!(agreements(&same, &zeros), []);
}

#[test]
fn reasons_are_told_in_snake_case() {
    assert_eq!(
        serde_json::to_string(&[Email, NamePrefix, EmailContained]).unwrap(),
        "[\"email\",\"name_prefix\",\"email_contained\"]"
    );
}

/// One person: numbers from which name, address and telephone number are made.
#[derive(Clone, Debug)]
struct Person {
    surname: usize,
    given: usize,
    address: u16,
    number: u32,
}

const SURNAMES: [[&str; 2]; 5] =
    [["髙橋", "高橋"], ["渡邉", "渡辺"], ["佐藤", "佐藤"], ["山﨑", "山崎"], ["濵田", "浜田"]];
const GIVEN: [&str; 4] = ["一郎", "花子", "真", "結衣"];

fn person() -> impl Strategy<Value = Person> {
    (0..5_usize, 0..4_usize, 0..40_u16, 10_000_000..10_000_040_u32)
        .prop_map(|(surname, given, address, number)| Person { surname, given, address, number })
}

/// A person as one of many boards writes them.
fn written(it: &Person, how: u8) -> Keys {
    let wide = |text: &str| {
        let widen =
            |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic());
        text.chars().map(|c| widen(c).unwrap_or(c)).collect::<String>()
    };
    let space = ["", " ", "　"][usize::from(how % 3)];
    let name = format!("{}{space}{}", SURNAMES[it.surname][usize::from(how % 2)], GIVEN[it.given]);
    let digits = it.number.to_string();
    let (middle, last) = digits.split_at(4);
    let phone = match how % 6 {
        0 => format!("090{digits}"),
        1 => format!("090-{middle}-{last}"),
        2 => format!("+81 90-{middle}-{last}"),
        3 => format!("90{digits}"),
        4 => wide(&format!("090-{middle}-{last}")),
        _ => format!("0081-90ー{middle}ー{last}"),
    };
    let email = format!("p{:02}@mail.example", it.address);
    let email = match how % 4 {
        0 => email,
        1 => email.to_uppercase(),
        2 => format!(" {email}　"),
        _ => wide(&email),
    };
    Keys::of(&name, None, Some(&email), Some(&phone))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// However two people are written, they agree strongly in what they share and in nothing else:
    /// who differs in both address and number is never taken for one person on strong grounds.
    #[test]
    fn nobody_is_taken_for_somebody_else(one in person(), other in person(), how: u8, another: u8) {
        let (a, b) = (written(&one, how), written(&other, another));
        let strong: Vec<_> =
            agreements(&a, &b).into_iter().filter(|it| it.strength() == Strength::Strong).collect();
        let mut expected = Vec::new();
        expected.extend((one.address == other.address).then_some(Email));
        expected.extend((one.number == other.number).then_some(Phone));
        prop_assert_eq!(strong, expected);
        let same_name = (one.surname, one.given) == (other.surname, other.given);
        prop_assert_eq!(reasons(&a, &b).contains(&Name), same_name);
    }
}
