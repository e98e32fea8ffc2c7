//! Bytes of a board to text. Boards write UTF-8 or CP932, the `Shift_JIS` of Windows, and rarely say
//! which. A file that is neither is refused whole: garbled names are worse than none.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, SHIFT_JIS};

/// What stands where a character was lost.
const LOST: char = '\u{fffd}';

/// What UTF-8 files of Japanese spreadsheets begin with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A text that is neither UTF-8 nor CP932.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} can't be read as {encoding}")]
pub struct Undecodable {
    /// The line, from 1, with the first byte that makes no sense.
    pub line: usize,
    /// The encoding that got furthest, by the name under which people know it.
    pub encoding: &'static str,
}

/// The text of a file: UTF-8 after its mark; otherwise UTF-8 if all of it is, otherwise CP932 if all
/// of it is.
///
/// # Errors
///
/// [`Undecodable`] names the line. A text in which characters were lost before it came here
/// (U+FFFD) is refused as well.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    if let Some(rest) = bytes.strip_prefix(BYTE_ORDER_MARK) {
        return utf8(rest).map(Cow::Borrowed).map_err(|at| undecodable(rest, at, "UTF-8"));
    }
    let in_utf8 = match utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(at) => at,
    };
    if begins_in_utf8(&bytes[..in_utf8]) {
        return Err(undecodable(bytes, in_utf8, "UTF-8"));
    }
    cp932(bytes).map(Cow::Owned).map_err(|in_cp932| {
        // What got further is more likely what the file was meant to be.
        let (at, encoding) = (in_cp932, "CP932").max((in_utf8, "UTF-8"));
        undecodable(bytes, at, encoding)
    })
}

/// Whether a beginning that can be read as UTF-8 can hardly be anything else: it holds a character of
/// three bytes, so it is no CP932 file, which stops being UTF-8 at its first character. A damaged
/// UTF-8 file may well be read as CP932 from end to end, as other words.
fn begins_in_utf8(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| text.contains(|c| c >= '\u{800}'))
}

fn undecodable(bytes: &[u8], at: usize, encoding: &'static str) -> Undecodable {
    let before = &bytes[..at.min(bytes.len())];
    Undecodable { line: before.split(|byte| *byte == b'\n').count(), encoding }
}

/// The text, or the place of the first byte that is not UTF-8.
fn utf8(bytes: &[u8]) -> Result<&str, usize> {
    let text = str::from_utf8(bytes).map_err(|e| e.valid_up_to())?;
    // What is lost stays lost in another encoding: it counts as the beginning, too.
    text.find(LOST).map_or(Ok(text), |at| Err(at + LOST.len_utf8()))
}

/// The text, or the place of the first byte that is not CP932.
fn cp932(bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = SHIFT_JIS.new_decoder_without_bom_handling();
    let needed = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(needed.unwrap_or_default());
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        // 0x80 means nothing in CP932, though the decoder lets it through.
        DecoderResult::InputEmpty if !text.contains('\u{80}') => Ok(with_references(text)),
        DecoderResult::InputEmpty => Err(bytes.len().min(first_0x80(bytes))),
        DecoderResult::Malformed(length, after) => {
            Err(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
        DecoderResult::OutputFull => Err(read),
    }
}

/// The text with the characters that it only refers to. Sites in CP932 write `&#134071;` for 𠮷, which
/// CP932 lacks. References to what it has are somebody's own words, and could be a quote.
fn with_references(text: String) -> String {
    if !text.contains("&#") {
        return text;
    }
    let mut parts = text.split("&#");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match referred(part) {
            Some((c, behind)) => {
                whole.push(c);
                whole.push_str(behind);
            }
            None => {
                whole.push_str("&#");
                whole.push_str(part);
            }
        }
    }
    whole
}

/// The character that CP932 lacks and whose number stands here, and what follows it.
fn referred(part: &str) -> Option<(char, &str)> {
    let (number, behind) = part.split_once(';')?;
    let is_number = number.len() <= 7 && number.bytes().all(|byte| byte.is_ascii_digit());
    let c = is_number.then(|| number.parse().ok())?.and_then(char::from_u32)?;
    let (_, _, is_lacking) = SHIFT_JIS.encode(c.encode_utf8(&mut [0; 4]));
    (is_lacking && !c.is_control() && c != LOST).then_some((c, behind))
}

/// The place of the first 0x80 that is a character of its own.
fn first_0x80(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            0x80 => return at,
            0x81..=0x9f | 0xe0..=0xfc => at += 2,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_cp932(text: &str) -> Vec<u8> {
        let (bytes, _, lost) = SHIFT_JIS.encode(text);
        assert!(!lost, "{text}");
        bytes.into_owned()
    }

    #[test]
    fn the_encodings_of_boards_are_told_apart() {
        let text = "氏名,求人\n髙﨑 ①,Ａ～Ｚ－\n";
        assert_eq!(decode(text.as_bytes()).unwrap(), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()).unwrap(), text);
        assert_eq!(decode(&in_cp932(text)).unwrap(), text);
        assert!(matches!(decode(text.as_bytes()), Ok(Cow::Borrowed(_))), "nothing is copied");
        assert_eq!(decode(b"").unwrap(), "");
    }

    #[test]
    fn what_is_neither_is_refused_with_its_line() {
        let mut bytes = in_cp932("氏名\n山田\n佐藤\n");
        bytes.extend([0xfd, b'\n']);
        assert_eq!(decode(&bytes), Err(Undecodable { line: 4, encoding: "CP932" }));
        let mut bytes = "氏名\n山田\n".as_bytes().to_vec();
        bytes.extend(b"\xff\n");
        assert_eq!(decode(&bytes), Err(Undecodable { line: 3, encoding: "UTF-8" }));
        let cut = in_cp932("氏名\n山");
        assert_eq!(decode(&cut[..cut.len() - 1]).unwrap_err().line, 2);
        assert_eq!(decode("氏名\nあ\u{fffd}\n".as_bytes()).unwrap_err().line, 2);
        assert_eq!(decode(b"a\n\xef\xbb\xbf\xff").unwrap_err().line, 2);
        // With its mark a file is UTF-8 or nothing.
        let marked = [BYTE_ORDER_MARK, &in_cp932("a\n山")].concat();
        assert_eq!(decode(&marked), Err(Undecodable { line: 2, encoding: "UTF-8" }));
        assert_eq!(decode(b"a\nb\x80").unwrap_err().line, 2);
        assert!(decode(b"\xff\xfea\0").is_err(), "UTF-16 is no board's");
    }

    #[test]
    fn characters_that_cp932_lacks_are_read_where_they_are_referred_to() {
        let (bytes, _, lost) = SHIFT_JIS.encode("𠮷田,鷗\n");
        assert!(lost && bytes.starts_with(b"&#134071;"));
        assert_eq!(decode(&bytes).unwrap(), "𠮷田,鷗\n");
        for own in [
            "山&#34;",
            "山&#44;",
            "山&#10;",
            "山&#23665;",
            "山&#65533;",
            "山&#x9dd7;",
            "山&#;",
            "山&#99999999;",
        ] {
            assert_eq!(decode(&in_cp932(own)).unwrap(), own);
        }
        assert_eq!(decode("山&#134071;".as_bytes()).unwrap(), "山&#134071;", "UTF-8 lacks nothing");
    }

    proptest! {
        /// Whatever comes, no text holds a lost character.
        #[test]
        fn nothing_is_lost(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(text) = decode(&bytes) {
                prop_assert!(!text.contains(LOST), "{:?}", text);
            }
        }

        /// Damage never makes other words of what stands before it.
        #[test]
        fn no_other_words(text in "[あ-んア-ン山田佐藤髙﨑①～a-z,\\n]{1,40}", at: usize, byte: u8) {
            let mut bytes = format!("氏名,求人\n{text}").into_bytes();
            let header = "氏名,求人\n".len();
            let at = header + at % (bytes.len() - header);
            bytes[at] = byte;
            match decode(&bytes) {
                Ok(read) => prop_assert!(read.starts_with("氏名,求人\n"), "{}", read),
                Err(fault) => prop_assert!(fault.line >= 2, "{}", fault),
            }
        }

        /// A damaged file is refused or read without loss; a whole one is read as it was.
        #[test]
        fn one_damaged_byte(text in "[あ-んア-ン山田佐藤髙﨑①～a-z,\n]{1,40}", at in 0_usize..120, byte: u8, wide: bool) {
            let mut bytes = if wide { text.clone().into_bytes() } else { in_cp932(&text) };
            prop_assert_eq!(&decode(&bytes).unwrap(), &text);
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(read) = decode(&bytes) {
                prop_assert!(!read.contains(LOST));
            }
        }
    }
}
