//! What is in the files of recordings: made where it is read, so that a file of any size costs nothing
//! to hold.

use std::fmt::Write as _;
use std::ops::Range;

use bytes::Bytes;
use ring::digest::{SHA256, digest};

/// How many bytes are made at once.
const BLOCK: u64 = 8;
/// Seconds that one cue of a transcript is shown.
const CUE_S: u64 = 4;

/// These bytes of a file's content: the same for the same recording, file and place. The range is not
/// cut to the file's size.
#[must_use]
pub fn content(uuid: &str, file_id: &str, range: Range<u64>) -> Bytes {
    let seed = seed(uuid, file_id);
    let blocks = range.start / BLOCK..range.end.div_ceil(BLOCK);
    let mut made: Vec<u8> = blocks.flat_map(|index| block(seed, index)).collect();
    let skipped = usize::try_from(range.start % BLOCK).unwrap_or_default();
    let wanted = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or_default();
    made.drain(..skipped.min(made.len()));
    made.truncate(wanted);
    Bytes::from(made)
}

/// A transcript of exactly so many bytes: as many cues as fit, then empty lines (W3C, `WebVTT`). One
/// of fewer bytes than the heading has is the beginning of the heading.
#[must_use]
pub fn transcript(size: u64) -> Bytes {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let mut text = "WEBVTT\n".to_owned();
    for number in 0.. {
        let cue = cue(number);
        if text.len() + cue.len() > size {
            break;
        }
        text.push_str(&cue);
    }
    let mut bytes = text.into_bytes();
    bytes.resize(size, b'\n');
    Bytes::from(bytes)
}

fn cue(number: u64) -> String {
    let speaker = if number.is_multiple_of(2) { "Aino" } else { "Maija" };
    let mut cue = format!("\n{}\n", number + 1);
    let (from, to) = (time(number * CUE_S), time((number + 1) * CUE_S));
    let _ = writeln!(cue, "{from} --> {to}\n{speaker}: Sentence number {}.", number + 1);
    cue
}

fn time(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}.000", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn seed(uuid: &str, file_id: &str) -> u64 {
    let hash = digest(&SHA256, format!("{uuid}\n{file_id}").as_bytes());
    let first = hash.as_ref().first_chunk().copied().unwrap_or_default();
    u64::from_be_bytes(first)
}

/// `SplitMix64` (Steele, Lea and Flood, 2014), which can begin anywhere.
fn block(seed: u64, index: u64) -> [u8; 8] {
    let mut z = seed.wrapping_add(index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_is_a_part_of_the_whole() {
        let whole = content("u==", "f1", 0..1_000);
        assert_eq!(whole.len(), 1_000);
        for (from, to) in [(0, 1), (1, 9), (7, 8), (8, 16), (13, 977), (992, 1_000), (5, 5)] {
            let part = content("u==", "f1", from..to);
            let range = usize::try_from(from).unwrap()..usize::try_from(to).unwrap();
            assert_eq!(part, whole[range], "{from}..{to}");
        }
        assert_ne!(content("u==", "f2", 0..1_000), whole);
        assert_ne!(content("v==", "f1", 0..1_000), whole);
    }

    #[test]
    fn a_transcript_has_its_size_and_whole_cues() {
        for size in [0, 3, 6, 7, 50, 142, 1_000] {
            assert_eq!(transcript(size).len() as u64, size);
        }
        let text = String::from_utf8(transcript(1_000).to_vec()).unwrap();
        assert!(text.starts_with("WEBVTT\n\n1\n00:00:00.000 --> 00:00:04.000\nAino: "), "{text}");
        let cues: Vec<&str> = text.trim_end().split("\n\n").skip(1).collect();
        assert!(cues.len() > 5 && cues.iter().all(|cue| cue.ends_with('.')), "{text}");
    }
}
