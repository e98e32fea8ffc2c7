//! What was recorded, and what is held against it: the zips' sizes, and the budgets that are known to be
//! missed.
//!
//! A recorded size counts only if the CHANGELOG names it. So whoever records a heavier function has to
//! change the CHANGELOG in the same breath, and nobody can raise a size by raising a number alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::budget::{Budget, Verdict};
use crate::error::BenchError;

/// By how many per cent a zip may be heavier than recorded.
const TOLERANCE: u64 = 5;

const HEADER: &str = "\
# What `cargo run --release -- bench --check` holds the functions against.
#
# zips: sizes in bytes, written by `bench --record`. CHANGELOG.md must name each (`bench --record` prints
# how), so a heavier function goes with a word why. `missed`: budgets that are not met, each with its
# cause; the README's table repeats it. A budget that is met again must leave this list.
";

/// The file `recorded.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The processor that the sizes are of.
    pub arch: String,
    /// Sizes in bytes, by function.
    pub zips: BTreeMap<String, u64>,
    /// What is known to be missed.
    pub missed: Vec<Missed>,
}

/// A budget that is known to be missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missed {
    /// By which function.
    pub function: String,
    /// Which budget.
    pub budget: Budget,
    /// Why, and what was tried.
    pub cause: String,
}

impl Record {
    /// Where it lies.
    pub fn path() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("recorded.yaml")
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it is not there or not as it should be.
    pub fn read() -> Result<Self, BenchError> {
        let path = Self::path();
        let text = std::fs::read_to_string(&path).map_err(BenchError::file(&path))?;
        serde_yaml_ng::from_str(&text).map_err(BenchError::Record)
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write(&self) -> Result<(), BenchError> {
        let path = Self::path();
        let text = serde_yaml_ng::to_string(self).map_err(BenchError::Record)?;
        std::fs::write(&path, format!("{HEADER}{text}")).map_err(BenchError::file(&path))
    }

    /// The same with these sizes, of this machine.
    pub fn with_zips(self, zips: &BTreeMap<String, u64>) -> Self {
        Self { arch: std::env::consts::ARCH.to_owned(), zips: zips.clone(), ..self }
    }

    /// Everything that is not as it should be; nothing if all is well.
    pub fn complaints(
        &self,
        zips: &BTreeMap<String, u64>,
        verdicts: &[Verdict],
        changelog: &str,
    ) -> Vec<String> {
        let mut found = Vec::new();
        let arch = std::env::consts::ARCH;
        if self.arch != arch {
            found.push(format!("sizes are recorded for {}, this is {arch}", self.arch));
        }
        found.extend(zips.iter().filter_map(|(name, zip)| self.heavier(name, *zip)));
        let gone = self.zips.keys().filter(|name| !zips.contains_key(*name));
        found.extend(gone.map(|name| format!("{name}: recorded, but no function")));
        let unnamed = self.zips.iter().map(|(name, zip)| named(name, *zip));
        let unnamed = unnamed.filter(|words| !changelog.contains(words));
        found.extend(unnamed.map(|words| format!("CHANGELOG.md does not say “{words}”")));
        found.extend(verdicts.iter().filter_map(|verdict| self.unexpected(verdict)));
        let known = |missed: &&Missed| verdicts.iter().any(|verdict| missed.is_of(verdict));
        let strays = self.missed.iter().filter(|missed| !known(missed));
        found.extend(strays.map(|it| format!("{}: has no budget {}", it.function, it.budget)));
        found
    }

    /// Why a budget is missed.
    pub fn cause(&self, verdict: &Verdict) -> &str {
        let missed = self.missed.iter().find(|missed| missed.is_of(verdict));
        missed.map_or("not recorded", |missed| missed.cause.trim())
    }

    fn heavier(&self, name: &str, zip: u64) -> Option<String> {
        let Some(recorded) = self.zips.get(name) else {
            return Some(format!("{name}: its size is not recorded"));
        };
        let most = recorded * (100 + TOLERANCE) / 100;
        (zip > most).then(|| {
            format!(
                "{name}: the zip has grown from {recorded} to {zip} bytes, more than {TOLERANCE} %: \
                 make it lighter, or record it and say why in the CHANGELOG"
            )
        })
    }

    fn unexpected(&self, verdict: &Verdict) -> Option<String> {
        let missed = self.missed.iter().any(|missed| missed.is_of(verdict));
        if missed && verdict.holds_clearly() {
            return Some(format!("recorded as missed, but met: {verdict}"));
        }
        (!missed && !verdict.holds()).then(|| format!("missed: {verdict}"))
    }
}

impl Missed {
    /// Whether it is what the verdict is about.
    fn is_of(&self, verdict: &Verdict) -> bool {
        self.function == verdict.function && self.budget == verdict.budget
    }
}

/// How the CHANGELOG names a size.
pub fn named(name: &str, zip: u64) -> String {
    format!("`{name}` {} kB", (zip + 500) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(zip: u64, missed: &[Budget]) -> Record {
        let missed = missed.iter().map(|budget| Missed {
            function: "clock".to_owned(),
            budget: *budget,
            cause: "it ticks".to_owned(),
        });
        Record {
            arch: std::env::consts::ARCH.to_owned(),
            zips: zips(zip),
            missed: missed.collect(),
        }
    }

    fn zips(zip: u64) -> BTreeMap<String, u64> {
        BTreeMap::from([("clock".to_owned(), zip)])
    }

    fn verdict(budget: Budget, measured: f64) -> Verdict {
        Verdict { function: "clock".to_owned(), budget, measured, limit: 5.0 }
    }

    const CHANGELOG: &str = "- Zips: `clock` 1000 kB.";

    #[test]
    fn a_zip_may_grow_by_a_twentieth_and_no_more() {
        let record = record(1_000_000, &[]);
        assert_eq!(record.complaints(&zips(1_050_000), &[], CHANGELOG), [] as [&str; 0]);
        assert_eq!(record.complaints(&zips(900_000), &[], CHANGELOG), [] as [&str; 0]);
        let grown = record.complaints(&zips(1_050_001), &[], CHANGELOG);
        assert!(grown[0].contains("grown from 1000000 to 1050001 bytes"), "{grown:?}");
    }

    /// Whoever raises the number has to tell of it.
    #[test]
    fn a_size_that_the_changelog_does_not_name_is_not_recorded() {
        let raised = record(1_200_000, &[]).complaints(&zips(1_200_000), &[], CHANGELOG);
        assert_eq!(raised, ["CHANGELOG.md does not say “`clock` 1200 kB”"]);
        let told = "- Heavier for the almanac: `clock` 1200 kB.";
        assert!(record(1_200_000, &[]).complaints(&zips(1_200_000), &[], told).is_empty());
    }

    #[test]
    fn every_function_is_recorded_and_nothing_else() {
        let mut both = zips(1_000_000);
        both.insert("almanac".to_owned(), 1);
        let new = record(1_000_000, &[]).complaints(&both, &[], CHANGELOG);
        assert_eq!(new, ["almanac: its size is not recorded"]);
        let none = BTreeMap::new();
        let gone = record(1_000_000, &[]).complaints(&none, &[], CHANGELOG);
        assert_eq!(gone, ["clock: recorded, but no function"]);
        let other = Record { arch: "abacus".to_owned(), ..record(1_000_000, &[]) };
        assert_eq!(other.complaints(&zips(1_000_000), &[], CHANGELOG).len(), 1);
    }

    #[test]
    fn a_miss_is_recorded_and_what_is_recorded_is_a_miss() {
        let complaints = |missed: &[Budget], measured| {
            let verdicts = [verdict(Budget::Start, measured)];
            record(1_000_000, missed).complaints(&zips(1_000_000), &verdicts, CHANGELOG)
        };
        assert!(complaints(&[], 5.0).is_empty());
        assert!(complaints(&[Budget::Start], 5.1).is_empty());
        assert!(complaints(&[], 5.1)[0].starts_with("missed: clock"));
        assert!(complaints(&[Budget::Start], 4.95).is_empty(), "two runs differ by as much");
        assert!(complaints(&[Budget::Start], 4.8)[0].starts_with("recorded as missed, but met"));
        let strays = complaints(&[Budget::Warm], 4.8);
        assert!(strays[0].starts_with("clock: has no budget"), "{strays:?}");
    }

    #[test]
    fn the_record_of_this_repository_can_be_read_and_is_written_the_same() {
        let text = std::fs::read_to_string(Record::path()).unwrap();
        let record = Record::read().unwrap();
        let written = format!("{HEADER}{}", serde_yaml_ng::to_string(&record).unwrap());
        assert_eq!(written, text);
    }
}
