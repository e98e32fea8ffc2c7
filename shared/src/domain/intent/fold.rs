//! One spelling of what people type differently: case, accents, width, punctuation.

use std::iter::successors;

/// Half-width katakana, U+FF66 to U+FF9D, in full width.
const KATAKANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Lower case, without accents, in the usual width; composed as decomposed letters.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        push(&mut out, usual_width(letter));
    }
    out
}

/// The words with a space between each.
pub(super) fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The words with nothing between them, for languages that have no spaces.
pub(super) fn unspaced(words: &str) -> String {
    words.replace(' ', "")
}

fn push(out: &mut String, letter: char) {
    match letter {
        // Accents that follow their letter, and what is not seen at all.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
        '\u{fe00}'..='\u{fe0f}' => {}
        '\u{3099}' | '\u{ff9e}' => voice(out, 1),
        '\u{309a}' | '\u{ff9f}' => voice(out, 2),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        _ => out.push(without_accent(letter)),
    }
}

fn usual_width(letter: char) -> char {
    let code = u32::from(letter);
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0).unwrap_or(letter),
        '\u{ff66}'..='\u{ff9d}' => {
            let nth = usize::try_from(code - 0xff66).unwrap_or_default();
            KATAKANA.chars().nth(nth).unwrap_or(letter)
        }
        _ => letter,
    }
}

/// Puts the marks of a voiced (1) or half-voiced (2) sound on the kana before: those letters follow
/// their plain one in Unicode.
fn voice(out: &mut String, step: usize) {
    let Some(plain @ ('か'..='ほ' | 'カ'..='ホ')) = out.chars().next_back() else { return };
    let voiced = successors(Some(plain), |kana| char::from_u32(u32::from(*kana) + 1)).nth(step);
    out.pop();
    out.push(voiced.unwrap_or(plain));
}

const fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'й' => 'и',
        'ё' => 'е',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_become_one() {
        for (typed, folded) in [
            ("¿CUÁNTOS Puntos?", "¿cuantos puntos?"),
            ("cua\u{301}ntos", "cuantos"),
            ("STRASSE Straße", "strasse strasse"),
            ("Cœur", "coeur"),
            ("Мой счёт", "мои счет"),
            ("Мои\u{306}", "мои"),
            ("Ｂａｌａｎｃｅ？", "balance?"),
            ("ﾎﾟｲﾝﾄ残高ﾊﾞｰ", "ポイント残高バー"),
            ("ホ\u{309a}イントか\u{3099}", "ポイントが"),
            ("\u{feff}bal\u{200b}ance", "balance"),
            ("\u{309a}a\u{3099}", "a"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn only_words_are_left() {
        assert_eq!(spaced("  what's — my *balance*?! "), "what s my balance");
        assert_eq!(spaced("?! …"), "");
        assert_eq!(unspaced(&spaced("残高、 いくら？")), "残高いくら");
    }
}
