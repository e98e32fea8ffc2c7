//! Which module may know which. Inside the common crate: `domain` knows nothing of ours; `inbound`,
//! `providers` and `store` know the domain and what carries them, never each other; `app` brings them
//! together; `wire` alone knows all. Between packages: functions know the common crate and never each
//! other; the local stack knows none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::source::{Source, root, rust};
use super::{functions, nothing_in};

/// What each module of the common crate may name, besides itself.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("transport", &[]),
    ("clock", &["domain"]),
    ("metrics", &[]),
    ("config", &["domain", "transport"]),
    ("aws", &["config", "domain", "transport"]),
    ("inbound", &["domain"]),
    ("providers", &["clock", "config", "domain", "metrics", "transport"]),
    ("store", &["aws", "domain"]),
    ("queue", &["aws", "config", "domain"]),
    ("secrets", &["aws", "clock", "domain"]),
    ("vault", &["clock", "domain", "secrets"]),
    (
        "app",
        &[
            "aws",
            "clock",
            "config",
            "domain",
            "inbound",
            "metrics",
            "providers",
            "queue",
            "secrets",
            "store",
            "transport",
            "vault",
        ],
    ),
    ("lambda", &["app", "clock", "domain", "metrics", "queue"]),
    (
        "wire",
        &[
            "app",
            "aws",
            "clock",
            "config",
            "domain",
            "providers",
            "queue",
            "secrets",
            "store",
            "transport",
            "vault",
        ],
    ),
];

#[test]
fn modules_know_only_what_they_may() {
    let allowed: BTreeMap<_, _> = ALLOWED.into_iter().collect();
    let mut complaints = Vec::new();
    for file in rust().iter().filter(|file| file.path.starts_with("shared/src/")) {
        let Some(module) = module(file) else { continue };
        let Some(may) = allowed.get(module) else {
            complaints.push(format!("{}: say in ALLOWED what `{module}` may know", file.path));
            continue;
        };
        for path in arrows(file) {
            let target = path.split("::").next().unwrap_or_default();
            if target != module && !may.contains(&target) {
                complaints.push(format!("{}: `{module}` → `{path}`", file.path));
            }
        }
    }
    nothing_in(&complaints);
}

/// The module of the crate that a file belongs to; `None` for the crate's own file.
fn module(file: &Source) -> Option<&str> {
    let path = file.path.strip_prefix("shared/src/")?;
    let name = path.split('/').next()?.trim_end_matches(".rs");
    (name != "lib").then_some(name)
}

/// Every path from the crate's root that a file names, as `module::item`, whether it climbs to the
/// root by `crate` or by `super`.
fn arrows(file: &Source) -> BTreeSet<String> {
    let code = file.without_comments();
    let depth = depth(file);
    let mut found = BTreeSet::new();
    let mut inner = 0;
    for line in code.text.lines() {
        found.extend(named(line, "crate::"));
        let root = "super::".repeat(depth + inner);
        found.extend(named(line, &root));
        let opens = line.split_whitespace().any(|word| word == "mod") && line.ends_with('{');
        if opens && !line.starts_with(' ') {
            inner = 1;
        } else if line == "}" {
            inner = 0;
        }
    }
    found
}

/// How many modules deep a file is: `store/due.rs` is two below the root.
fn depth(file: &Source) -> usize {
    let path = file.path.trim_start_matches("shared/src/");
    path.split('/').filter(|part| *part != "mod.rs").count()
}

/// The paths that follow `root` in a line, by their first two names.
fn named(line: &str, root: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = line.match_indices(root).map(|(at, _)| at);
    let whole = |at: &usize| !line[..*at].ends_with(|c: char| is_name(c) || c == ':' || c == '$');
    let path = |at: usize| {
        let names: Vec<_> = line[at + root.len()..]
            .split("::")
            .take(2)
            .map(|it| it.split(|c| !is_name(c)).next())
            .collect();
        names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("::")
    };
    starts.filter(whole).map(path).filter(|path| !path.is_empty()).collect()
}

/// What a package's `Cargo.toml` depends on, tests' needs included.
fn dependencies(package: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
    let sections = text.split("\n[").filter(|section| section.contains("dependencies]"));
    let name = |line: &str| Some(line.split_once(['.', ' ', '='])?.0.to_owned());
    sections.flat_map(|section| section.lines().skip(1).filter_map(name)).collect()
}

#[test]
fn packages_know_only_what_they_may() {
    let functions = functions();
    let mut complaints = Vec::new();
    let mut forbid = |package: &str, forbidden: &dyn Fn(&str) -> bool| {
        let found = dependencies(package).into_iter().filter(|name| forbidden(name));
        complaints.extend(found.map(|name| format!("{package} → {name}")));
    };
    let is_function = |name: &str| functions.iter().any(|function| function == name);
    for function in &functions {
        forbid(&format!("functions/{function}"), &|name| {
            is_function(name) || name.starts_with("convoke-")
        });
    }
    forbid("shared", &|name| is_function(name) || name.starts_with("convoke"));
    forbid("infra/local", &|name| is_function(name) || name == "convoke-tests");
    nothing_in(&complaints);
}

#[test]
fn arrows_are_found_by_either_way_to_the_root() {
    let text = "use crate::domain::ids::X;\nuse super::super::store::{A, B};\nuse super::plan;\n\
                // crate::wire\nlet x = crate::queue::send();\nmod tests {\n    \
                use super::super::near;\n    use super::super::super::vault::V;\n}\n";
    let path = "shared/src/app/meet.rs".to_owned();
    let source = Source { path, text: text.to_owned(), is_test: false };
    let found: Vec<_> = arrows(&source).into_iter().collect();
    assert_eq!(found, ["domain::ids", "queue::send", "store", "vault::V"]);
}
