//! Checking a signature takes the same work wherever the given MAC is wrong, so that nobody can guess
//! the right one byte by byte. Time would show that only by statistics; instructions, which callgrind
//! counts one by one, show it exactly.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use convoke::inbound::SenderKind;
use convoke_tests::callgrind;

/// How many bytes a MAC has.
const POSITIONS: usize = 32;
/// By so many instructions one call may differ from the next: where its memory lies, copying takes a few more or
/// less, by turns and whatever the position. A comparison that stops early differs by more for each byte.
const NOISE: u64 = 16;
/// Calls before the first position: the right MAC, and every byte wrong.
const BEFORE: usize = 2;

/// Whether callgrind can count here. In CI it must.
fn can_count() -> bool {
    let found = Command::new("valgrind").arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    assert!(found || std::env::var_os("CI").is_none(), "CI without valgrind: install it");
    if !found {
        println!("counted nothing: valgrind is not installed");
    }
    found
}

/// The function that is counted, by its whole name: callgrind takes a name with `*` for none of ours.
const COUNTED: &str = "signature_work::checked";

/// Instructions of each call of `checked`: a dump is written, and the count begins anew, whenever it
/// returns.
fn counts(check: &str) -> Vec<u64> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("signature-work-{check}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args([format!("--toggle-collect={COUNTED}"), format!("--dump-after={COUNTED}")])
        .arg(format!("--callgrind-out-file={}", folder.join("count").display()))
        .args([env!("CARGO_BIN_EXE_signature_work"), check])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dumps = (1..=BEFORE + POSITIONS).map(|call| folder.join(format!("count.{call}")));
    dumps.map(|dump| total(&dump)).collect()
}

fn total(dump: &PathBuf) -> u64 {
    let text = fs::read_to_string(dump).unwrap_or_else(|e| panic!("{}: {e}", dump.display()));
    callgrind::total(&text).unwrap_or_else(|| panic!("no total in {text}"))
}

/// How far the counts lie apart.
fn spread(counts: &[u64]) -> u64 {
    let (least, most) = (counts.iter().min(), counts.iter().max());
    most.zip(least).map_or(0, |(most, least)| most - least)
}

/// For every kind of sender: one wrong byte costs the same at each of the 32 positions, and the same
/// as 32 wrong bytes.
#[test]
fn a_wrong_mac_costs_the_same_wherever_it_is_wrong() {
    if !can_count() {
        return;
    }
    for kind in SenderKind::ALL {
        let counts = counts(kind.name());
        println!("{}: {counts:?}", kind.name());
        let [_, all_wrong, one_wrong @ ..] = counts.as_slice() else { panic!("{counts:?}") };
        assert!(*all_wrong > 1_000, "an HMAC is more work than {all_wrong} instructions");
        let spread = spread(&[one_wrong, &[*all_wrong]].concat());
        assert!(spread <= NOISE, "{}: {counts:?}", kind.name());
        println!("{}: {all_wrong} ± {spread} instructions at {POSITIONS} positions", kind.name());
    }
}

/// The control: a comparison that stops at the first difference is found out, at every position.
#[test]
fn a_comparison_that_stops_early_would_be_seen() {
    if !can_count() {
        return;
    }
    let counts = counts("naive");
    let one_wrong = &counts[BEFORE..];
    assert_eq!(one_wrong.len(), POSITIONS);
    let grows = one_wrong.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(grows, "each later position costs more: {one_wrong:?}");
    assert!(spread(one_wrong) > 4 * NOISE, "far more than noise: {one_wrong:?}");
    println!("stops early: {} to {} instructions", one_wrong[0], one_wrong[POSITIONS - 1]);
}
