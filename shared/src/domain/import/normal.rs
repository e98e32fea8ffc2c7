//! Forms in which values are compared. None of them is shown or sent: a person's name stays as the
//! person writes it.

mod variants;

#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::ids::{fold_email, is_email};

/// Mail addresses that a board makes up for each application: two that are equal are one profile at
/// that board, and the domain says nothing.
const RELAYS: [&str; 3] = ["indeedemail.com", "privaterelay.appleid.com", "mozmail.com"];

/// Japan's country code.
const JAPAN: &str = "81";

/// A text as everything is compared: compatibility forms folded (NFKC), without blanks or invisible
/// characters at its ends.
#[must_use]
pub fn text(given: &str) -> String {
    let folded: String = given.nfkc().collect();
    let trimmed = folded.trim_matches(is_blank);
    if trimmed.len() == folded.len() { folded } else { trimmed.to_owned() }
}

/// Whether a character leaves no mark: white space of any width, and what has no width at all.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Selects among drawings of one and the same character.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// NFKC without blanks and selectors, in which letters can be replaced. What is left after that has
/// to be composed once more: a mark that stood behind a blank may now follow a letter.
fn packed(given: &str) -> impl Iterator<Item = char> {
    given.nfkc().filter(|c| !is_blank(*c) && !is_selector(*c))
}

/// A mail address as it is compared, or nothing where the text has not even the shape of one.
/// Addresses that the standard forbids but telephone companies gave out (`a..b@…`) are compared too.
#[must_use]
pub fn email(given: &str) -> Option<String> {
    let folded = text(&fold_email(&text(given)));
    is_email(&folded).then_some(folded)
}

/// Whether a mail address can be written to: dots only between other characters, a domain of at
/// least two names (RFC 5321, 4.1.2). Addresses like `foo.@docomo.ne.jp` exist and can't.
#[must_use]
pub fn is_valid_email(given: &str) -> bool {
    let is_atom = |part: &str| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        !part.is_empty() && part.chars().all(is_allowed)
    };
    let is_label = |part: &str| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&part.len())
            && part.chars().all(is_allowed)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let Some((local, domain)) = given.rsplit_once('@') else { return false };
    given.len() <= 254
        && local.len() <= 64
        && local.split('.').all(is_atom)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// Whether a board made the address up for this application.
#[must_use]
pub fn is_relay(address: &str) -> bool {
    let Some(address) = email(address) else { return false };
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    RELAYS.iter().any(|relay| {
        domain.strip_suffix(relay).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// A telephone number of one person as it is compared, in E.164 form (`+81…`). Nothing for what is no
/// number, for numbers that companies share out (0120 and the like), and for made-up ones.
#[must_use]
pub fn phone(given: &str) -> Option<String> {
    let folded = text(given);
    let bare: String = folded.chars().filter(|c| !is_between_digits(*c)).collect();
    let (is_foreign, digits) = match bare.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, bare.as_str()),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) || is_made_up(digits) {
        return None;
    }
    match domestic(digits, is_foreign) {
        Some(number) => in_japan(&number),
        None => (8..=15).contains(&digits.len()).then(|| format!("+{digits}")),
    }
}

/// What people write between digits: blanks, brackets, dots and every kind of dash.
fn is_between_digits(c: char) -> bool {
    is_blank(c) || is_dash(c) || matches!(c, '(' | ')' | '.' | '[' | ']')
}

/// Everything that is drawn as a short horizontal line.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{30fc}'
                | '\u{2500}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff70}'
    )
}

/// Whether all digits are the same, or all behind the dialling code are zeros.
fn is_made_up(digits: &str) -> bool {
    let first = digits.chars().next();
    digits.chars().all(|c| Some(c) == first) || digits.ends_with("00000000")
}

/// The number with its leading zero, as it is dialled in Japan; nothing for another country's.
fn domestic(digits: &str, has_plus: bool) -> Option<String> {
    let with_zero = |rest: &str| format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
    if has_plus {
        return digits.strip_prefix(JAPAN).map(with_zero);
    }
    if let Some(rest) = digits.strip_prefix("0081") {
        return Some(with_zero(rest));
    }
    if digits.starts_with('0') {
        return Some(digits.to_owned());
    }
    // A spreadsheet takes a number's plus and its first zero for decoration.
    let rest = digits.strip_prefix(JAPAN).filter(|_| digits.len() > 10).unwrap_or(digits);
    Some(with_zero(rest))
}

/// The E.164 form of a number that begins with its zero. Ten digits on a line, eleven where the line
/// goes with the person.
fn in_japan(number: &str) -> Option<String> {
    const MOBILE: [&str; 5] = ["050", "060", "070", "080", "090"];
    const SHARED: [&str; 6] = ["0120", "0170", "0180", "0570", "0800", "0990"];
    let is_mobile = MOBILE.iter().any(|code| number.starts_with(code));
    let is_shared = SHARED.iter().any(|code| number.starts_with(code));
    let length = if is_mobile { 11 } else { 10 };
    let is_line = number.len() == length && !number.starts_with("00") && !is_shared;
    is_line.then(|| format!("+{JAPAN}{}", &number[1..]))
}

/// A name as it is compared: without blanks, in small letters, each character that is another way to
/// write a common one replaced by that.
#[must_use]
pub fn name(given: &str) -> String {
    packed(given).flat_map(char::to_lowercase).nfkc().map(variants::usual).collect()
}

/// The reading of a name as it is compared: katakana without blanks, every long line the same.
#[must_use]
pub fn kana(given: &str) -> String {
    packed(given).flat_map(char::to_lowercase).map(katakana).nfkc().map(long_line).collect()
}

/// The katakana for a hiragana; anything else as it is.
fn katakana(c: char) -> char {
    match c {
        '\u{3041}'..='\u{3096}' | '\u{309d}' | '\u{309e}' => {
            char::from_u32(u32::from(c) + 0x60).unwrap_or(c)
        }
        other => other,
    }
}

fn long_line(c: char) -> char {
    if is_dash(c) || c == '〜' || c == '~' { 'ー' } else { c }
}
