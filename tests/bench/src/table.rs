//! What was measured, as the README shows it.

use crate::budget::{Verdict, millions, ratio};
use crate::measure::{Effort, Measured};
use crate::record::Record;

/// The table: hello first, then the functions.
pub fn table(hello: &Measured, functions: &[Measured]) -> Vec<String> {
    let head = "| function | zip, MB | binary, MB | start | first event | warm event | peak memory, MB | files at start |";
    let mut lines = vec![head.to_owned(), "|---|---|---|---|---|---|---|---|".to_owned()];
    lines.extend(std::iter::once(hello).chain(functions).map(|it| row(it, hello)));
    lines
}

fn row(it: &Measured, hello: &Measured) -> String {
    let times = |whole, part| format!("{:.1}×", ratio(whole, part));
    let peak = format!("{:.1}", millions(it.peak_kb * 1_024));
    let is_hello = it.name == hello.name;
    let with = |text: String, ratio: String| {
        if is_hello { text } else { format!("{text} ({ratio})") }
    };
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {} | {} |",
        it.name,
        with(format!("{:.2}", millions(it.weight.zip)), times(it.weight.zip, hello.weight.zip)),
        format_args!("{:.2}", millions(it.weight.binary)),
        with(instructions(it.start), times(it.start, hello.start)),
        effort(it.first),
        effort(it.warm),
        with(peak, times(it.peak_kb, hello.peak_kb)),
        if it.opened.is_empty() { "none".to_owned() } else { it.opened.join(", ") },
    )
}

fn instructions(count: u64) -> String {
    format!("{:.2} M", millions(count))
}

fn effort(effort: Effort) -> String {
    let calls = match (effort.aws_calls, effort.vendor_calls) {
        (0, 0) => String::new(),
        (aws, 0) => format!(", {aws} AWS"),
        (aws, vendor) => format!(", {aws} AWS, {vendor} Zoom"),
    };
    format!("{}{calls}", instructions(effort.instructions))
}

/// How many budgets hold, and each that does not, with its cause if that is recorded.
pub fn budgets(verdicts: &[Verdict], record: &Record) -> Vec<String> {
    let missed: Vec<_> = verdicts.iter().filter(|verdict| !verdict.holds()).collect();
    let held = verdicts.len() - missed.len();
    let mut lines = vec![format!("{held} of {} budgets hold.", verdicts.len())];
    if missed.is_empty() {
        return lines;
    }
    let title = ["", "| missed by | budget | is | may be | cause |", "|---|---|---|---|---|"];
    lines.extend(title.map(str::to_owned));
    let mut causes = Vec::new();
    for verdict in missed {
        let Verdict { function, budget, measured, limit } = verdict;
        let cause = number(&mut causes, record.cause(verdict));
        lines.push(format!("| `{function}` | {budget} | {measured:.2} | {limit:.2} | {cause} |"));
    }
    lines.push(String::new());
    lines.extend(causes.iter().zip(1..).map(|(cause, number)| format!("{number}. {cause}")));
    lines
}

/// Which of the causes it is, from 1; a new one is added.
fn number<'a>(causes: &mut Vec<&'a str>, cause: &'a str) -> usize {
    let known = causes.iter().position(|known| *known == cause);
    let index = known.unwrap_or_else(|| {
        causes.push(cause);
        causes.len() - 1
    });
    index + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Budget, verdicts};
    use crate::record::Missed;
    use crate::weight::Weight;

    fn measured(name: &str, factor: u64) -> Measured {
        let effort = |instructions, aws_calls| Effort { instructions, aws_calls, vendor_calls: 0 };
        Measured {
            name: name.to_owned(),
            weight: Weight { binary: 900_000 * factor, zip: 400_000 * factor },
            start: 450_000 * factor,
            first: effort(1_000_000 * factor, factor - 1),
            warm: effort(40_000 * factor, factor - 1),
            peak_kb: 4_000 * factor,
            opened: Vec::new(),
        }
    }

    #[test]
    fn a_row_says_ratios_to_hello_and_hellos_own_says_none() {
        let (hello, clock) = (measured("hello", 1), measured("clock", 3));
        let lines = table(&hello, &[clock]);
        assert_eq!(
            lines[2..],
            [
                "| `hello` | 0.40 | 0.90 | 0.45 M | 1.00 M | 0.04 M | 4.1 | none |",
                "| `clock` | 1.20 (3.0×) | 2.70 | 1.35 M (3.0×) | 3.00 M, 2 AWS | 0.12 M, 2 AWS \
                 | 12.3 (3.0×) | none |",
            ]
        );
    }

    #[test]
    fn none_that_is_missed_is_hidden() {
        let (hello, clock) = (measured("hello", 1), measured("clock", 6));
        let verdicts = verdicts(&clock, &hello);
        let cause = "it ticks\n".to_owned();
        let missed = Missed { function: "clock".to_owned(), budget: Budget::Zip, cause };
        let zips = std::collections::BTreeMap::new();
        let record = Record { arch: String::new(), zips, missed: vec![missed] };
        let lines = budgets(&verdicts, &record);
        assert_eq!(lines[0], "4 of 7 budgets hold.");
        assert_eq!(lines[4], "| `clock` | zip, MB | 2.40 | 2.30 | 1 |");
        assert_eq!(lines[5], "| `clock` | start, of hello's | 6.00 | 5.00 | 2 |");
        assert!(lines[6].starts_with("| `clock` | peak memory") && lines[6].ends_with("| 2 |"));
        assert_eq!(lines[8..], ["1. it ticks", "2. not recorded"]);
    }
}
