//! What a reviewer would otherwise have to look for each time: which module may know which, that
//! everything is documented and small, that each function is whole, and that the domain is pure.

mod arrows;
mod samples;
mod snapshots;
mod source;

use std::collections::BTreeSet;
use std::fs;

use convoke_local::blueprint::Blueprint;

use source::{Source, root, rust, texts};

/// The longest file that fits in a head, in lines.
const LONGEST: usize = 400;

/// The rows of the booking product that software does (S) or checks (C); the others are advice to
/// people or nothing to build.
const ROWS: [&str; 192] = [
    "A02", "A03", "A04", "A05", "A06", "A08", "A09", "A12", "A14", "A15", "A16", "A17", "A18",
    "A19", "A20", "A21", "A22", "A23", "A24", "A25", "A26", "A27", "A28", "P01", "P03", "P04",
    "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P13", "P14", "P15", "P16", "P17",
    "P18", "P19", "P20", "P21", "P22", "P23", "P24", "P25", "P26", "P27", "P28", "G01", "G02",
    "G03", "G04", "G05", "G08", "G09", "G10", "G11", "G12", "G13", "G14", "G15", "G16", "G17",
    "G18", "G19", "G20", "G21", "G22", "G23", "G24", "G25", "G26", "G27", "G28", "G29", "G30",
    "G31", "G32", "G34", "G35", "G37", "G38", "G41", "P02", "H04", "H05", "H06", "H07", "H08",
    "H09", "H11", "H12", "H13", "H15", "H16", "H17", "H18", "H19", "H21", "H22", "H23", "H24",
    "H26", "H27", "H28", "H30", "H32", "H33", "H34", "H35", "H36", "H37", "H38", "H40", "H41",
    "H42", "H43", "H44", "H45", "H46", "H47", "H48", "H49", "H50", "H51", "H52", "H53", "H54",
    "H55", "H57", "H58", "H61", "H62", "H63", "H64", "H65", "H66", "H67", "H68", "H69", "H70",
    "H71", "H72", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B12",
    "B13", "B14", "B15", "B16", "B17", "B18", "B19", "B20", "B21", "B22", "B23", "B24", "B25",
    "B26", "B27", "B28", "B29", "B30", "B31", "B32", "B33", "B34", "B35", "B36", "B37", "B38",
    "B39", "B40", "B41", "B42", "B43", "B44", "B45", "B46", "B47", "B48",
];

/// Fails with everything that is wrong, not with the first of it.
fn nothing_in(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n  {}\n", complaints.join("\n  "));
}

/// The packages under `functions/`.
fn functions() -> Vec<String> {
    let folders = fs::read_dir(root().join("functions")).unwrap();
    let mut names: Vec<_> =
        folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_file_says_what_it_is_for() {
    let lacks = |file: &&Source| !file.text.starts_with("//! ");
    nothing_in(
        &rust()
            .iter()
            .filter(lacks)
            .map(|file| format!("{}: begin with `//!` and say what it is for", file.path))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_file_is_longer_than_fits_in_a_head() {
    let complaint = |file: &Source| {
        let lines = file.text.lines().count();
        let text = format!("{}: {lines} lines; split it by concern at {LONGEST}", file.path);
        (lines > LONGEST).then_some(text)
    };
    nothing_in(&rust().iter().filter_map(complaint).collect::<Vec<_>>());
}

/// A function is a package, a resource in the template, sample events and a row in the README.
#[test]
fn every_function_is_whole() {
    let deployed: BTreeSet<_> = Blueprint::load().unwrap().binaries().map(str::to_owned).collect();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let functions = functions();
    let mut complaints = Vec::new();
    for name in &functions {
        let mut demand = |holds: bool, what: String| {
            if !holds {
                complaints.push(format!("{name}: {what}"));
            }
        };
        demand(deployed.contains(name), "has no resource in infra/template.yaml".to_owned());
        demand(has_sample(name), format!("has no sample in events/{name}/"));
        demand(has_row(&readme, name), "has no row in the README's table".to_owned());
    }
    let unknown = deployed.iter().filter(|name| !functions.contains(name));
    complaints
        .extend(unknown.map(|name| format!("{name}: deployed, but no package of functions/")));
    nothing_in(&complaints);
}

fn has_sample(function: &str) -> bool {
    let Ok(folder) = fs::read_dir(root().join("events").join(function)) else { return false };
    folder.flatten().any(|entry| entry.path().extension().is_some_and(|kind| kind == "json"))
}

/// A row has the function's name in its first cell.
fn has_row(readme: &str, function: &str) -> bool {
    let first_cell = |line: &str| line.strip_prefix('|')?.split('|').next().map(str::to_owned);
    let name = format!("`{function}`");
    readme.lines().filter_map(first_cell).any(|cell| cell.contains(&name))
}

/// Outside tests nothing gives up by panicking, and nowhere is anything left for later.
#[test]
fn nothing_gives_up_and_nothing_is_left_for_later() {
    // Put together, so that this file does not complain about itself.
    let later = [concat!("to", "do!("), concat!("unimple", "mented!("), concat!("d", "bg!(")];
    let gives_up = [".unwrap()", ".expect(", ".unwrap_err()", ".expect_err("];
    let mut complaints = Vec::new();
    for file in rust() {
        let skipped = concat!("#[ig", "nore");
        complaints.extend(file.lines_with(&later));
        complaints.extend(file.lines_with(&[skipped]));
        if !file.is_test {
            complaints.extend(file.without_tests().lines_with(&gives_up));
        }
    }
    nothing_in(&complaints);
}

/// The domain decides by its arguments alone, so that a test can pass it any time and any chance.
#[test]
fn the_domain_is_pure() {
    const IMPURE: [&str; 16] = [
        "Timestamp::now",
        "Zoned::now",
        "SystemTime::now",
        "Instant::now",
        "SystemRandom",
        "rand::",
        "tokio",
        "reqwest",
        "futures_util",
        "aws_",
        "lambda_",
        "tracing::",
        "async ",
        ".await",
        "std::env",
        "std::fs",
    ];
    let domain = rust().into_iter().filter(|file| file.path.starts_with("shared/src/domain/"));
    let complaints: Vec<_> =
        domain.flat_map(|file| file.without_comments().lines_with(&IMPURE)).collect();
    nothing_in(&complaints);
}

/// The guard before tenants' addresses is switched off by the local stack and by nothing else, and
/// nobody goes round it: the way to the network is wired in one place.
#[test]
fn the_guard_is_off_in_the_local_stack_alone() {
    let variable = "CONVOKE_PRIVATE_ADDRESSES";
    let may =
        ["shared/src/config.rs", "shared/src/transport/", "infra/local/src/stack/provision.rs"];
    let mut files = texts();
    files.retain(|file| {
        file.path.rsplit('.').next() != Some("md") && !file.path.starts_with("tests/")
    });
    let elsewhere = |file: &&Source| !may.iter().any(|path| file.path.starts_with(path));
    let opens = [variable, "PrivateAddresses::Allow"];
    let opened = files.iter().filter(elsewhere).flat_map(|file| file.lines_with(&opens));
    let others = files.iter().filter(|file| file.path != "shared/src/wire.rs");
    let wired = others.flat_map(|file| file.lines_with(&["Transport::network("]));
    let complaints: Vec<_> = opened.chain(wired).collect();
    nothing_in(&complaints);
    let provision = files.iter().find(|file| file.path.ends_with("stack/provision.rs")).unwrap();
    assert!(!provision.lines_with(&[variable]).is_empty(), "the local stack's hosts are its own");
}

/// Every row has a test that names it in its doc comment, so that whoever reads the requirement
/// finds its proof.
#[test]
fn every_requirement_has_a_test_that_names_it() {
    let named: BTreeSet<_> = rust().iter().flat_map(Source::rows_named_by_tests).collect();
    let missing = ROWS.iter().filter(|row| !named.contains(**row));
    nothing_in(&missing.map(|row| format!("{row}: no test names it")).collect::<Vec<_>>());
}

/// What one machine or one network calls things must not travel with the sources.
#[test]
fn nothing_names_a_machine_or_a_registry() {
    let foreign = [
        concat!("/wo", "rk/"),
        concat!("/tm", "p/"),
        concat!("/ho", "me/"),
        concat!("crates", ".io"),
        concat!("py", "pi.org"),
        concat!("python", "hosted.org"),
        concat!("npm", "js."),
        concat!("proxy.", "golang.org"),
        concat!("docker", ".io"),
    ];
    let is_ours = |file: &&Source| !file.path.ends_with("Cargo.lock");
    let complaints: Vec<_> =
        texts().iter().filter(is_ours).flat_map(|file| file.lines_with(&foreign)).collect();
    nothing_in(&complaints);
}

/// The lock files name the one index that every cargo knows, and no mirror of it.
#[test]
fn the_lock_files_name_no_mirror() {
    let index = concat!("registry+https://github.com/rust-lang/crates", ".io-index");
    for path in ["Cargo.lock", "tests/fuzz/Cargo.lock"] {
        let lock = fs::read_to_string(root().join(path)).unwrap();
        let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
        let others = sources.filter(|source| source.trim_matches('"') != index);
        nothing_in(&others.map(|source| format!("{path}: {source}")).collect::<Vec<_>>());
    }
}

/// `cargo lambda` sets what the release profile leaves open, and would let a panic end the process:
/// with one poisoned message its whole batch would come again.
#[test]
fn a_panic_stays_within_its_message_in_what_is_deployed() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let release = manifest.split("[profile.release]").nth(1).unwrap();
    let release = release.split("\n[").next().unwrap();
    assert!(release.lines().any(|line| line == "panic = \"unwind\""), "{release}");
}
