//! Every parser of outside bytes over its corpus, over the sample events, and over mutations of
//! both: a fixed number of them, the same ones in each run.

mod mutations;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use convoke_tests::fuzz::{TARGETS, Target};

use mutations::{Chance, altered};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The names in a folder, in order.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// The files of the target's corpus, then those of `events/` that suit it.
fn inputs(target: &Target) -> Vec<(String, Vec<u8>)> {
    let corpus = folder().join("corpus").join(target.name);
    let mut found: Vec<_> = names(&corpus).into_iter().map(|name| corpus.join(name)).collect();
    assert!(!found.is_empty(), "{} has no corpus", target.name);
    let events = Path::new(env!("CARGO_MANIFEST_DIR")).join("../events");
    for sample in target.samples {
        let (function, beginning) = sample.split_once('/').unwrap_or((sample, ""));
        let folder = events.join(function);
        let suits = names(&folder).into_iter().filter(|name| name.starts_with(beginning));
        found.extend(suits.map(|name| folder.join(name)));
    }
    found.into_iter().map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect()
}

/// Whether the target holds for an input.
fn holds(target: &Target, bytes: &[u8]) -> bool {
    catch_unwind(|| (target.run)(bytes)).is_ok()
}

/// Fails with every file that finds something, or else with the first mutation that does.
fn all_hold(target: &Target) {
    let mut inputs = inputs(target);
    inputs.push(("nothing".to_owned(), Vec::new()));
    let finds: Vec<_> = inputs.iter().filter(|(_, bytes)| !holds(target, bytes)).collect();
    let names: Vec<_> = finds.iter().map(|(name, _)| name.as_str()).collect();
    assert!(finds.is_empty(), "{}:\n  {}\n", target.name, names.join("\n  "));
    let bytes: Vec<_> = inputs.into_iter().map(|(_, bytes)| bytes).collect();
    let mut chance = Chance::new(7);
    for round in 0..target.rounds {
        let input = altered(&bytes, &mut chance);
        let shown = String::from_utf8_lossy(&input);
        assert!(holds(target, &input), "{}, mutation {round}:\n{shown}", target.name);
    }
    println!("{}: {} files, {} mutations", target.name, bytes.len(), target.rounds);
}

/// One test for each target, so that they share the machine's processors.
macro_rules! targets {
    ($($name:ident)*) => {
        /// As the tests below have them.
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                let name = stringify!($name);
                all_hold(TARGETS.iter().find(|target| target.name == name).unwrap());
            }
        )*
    };
}

targets!(
    standard calcom verify hook booking api lists host queues zoom goto google microsoft slack teams asked boards ews
    template vault
);

/// What is in the table is tested, has a corpus and a binary; and nothing else has.
#[test]
fn every_target_is_whole() {
    let targets: BTreeSet<_> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let tested: BTreeSet<_> = TESTED.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(tested, targets, "the tests");
    assert_eq!(names(&folder().join("corpus")), targets, "tests/fuzz/corpus/");
    let files = names(&folder().join("fuzz_targets"));
    let files: BTreeSet<_> = files.iter().map(|name| name.trim_end_matches(".rs")).collect();
    assert_eq!(files, targets.iter().map(String::as_str).collect(), "tests/fuzz/fuzz_targets/");
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    for name in &targets {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "tests/fuzz/Cargo.toml: {name}");
    }
}
