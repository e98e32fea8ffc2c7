//! The tree, read: every text file, and the Rust ones with what is test in them and what is not.

use std::fs;
use std::path::{Path, PathBuf};

/// Endings of files that are text.
const TEXT: [&str; 8] = ["rs", "toml", "md", "yaml", "yml", "json", "lock", "csv"];
/// Text files by name.
const NAMED: [&str; 4] = [".gitignore", "LICENSE", "bans", "run"];

/// One file.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// From the root, with slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Whether all of it is test code.
    pub is_test: bool,
}

/// Where the workspace lies.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Every text file of the tree, but for what is built.
pub(super) fn texts() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Every Rust file.
pub(super) fn rust() -> Vec<Source> {
    let mut files = texts();
    files.retain(|file| ending(&file.path) == "rs");
    let tests: Vec<_> = files.iter().flat_map(Source::test_modules).collect();
    for file in &mut files {
        let is_in = |module: &String| {
            file.path == format!("{module}.rs") || file.path.starts_with(&format!("{module}/"))
        };
        file.is_test = file.path.starts_with("tests/") || tests.iter().any(is_in);
    }
    files
}

fn walk(folder: &Path, path: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        let is_folder = entry.file_type().unwrap().is_dir();
        if is_folder && name != "target" && name != ".git" {
            walk(&entry.path(), &path, found);
        } else if !is_folder && is_text(&name) {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            found.push(Source { path, text, is_test: false });
        }
    }
}

fn is_text(name: &str) -> bool {
    TEXT.contains(&ending(name)) || NAMED.contains(&name)
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

impl Source {
    /// `path:line: what` for each line that holds one of these.
    pub fn lines_with(&self, wanted: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (n, line) in self.text.lines().enumerate() {
            for what in wanted.iter().filter(|what| line.contains(**what)) {
                found.push(format!("{}:{}: {what}", self.path, n + 1));
            }
        }
        found
    }

    /// The same file with its comments emptied.
    pub fn without_comments(&self) -> Self {
        self.kept_where(|line| !line.trim_start().starts_with("//"))
    }

    /// The same file with its test modules emptied. Lines keep their numbers.
    pub fn without_tests(&self) -> Self {
        let mut in_test = false;
        self.kept_where(|line| {
            in_test |= line == "#[cfg(test)]";
            let kept = !in_test;
            // rustfmt ends an item of the file's own level on a line that is not indented.
            let ends = line == "}" || (line.ends_with(';') && !line.starts_with([' ', '#']));
            in_test &= !ends;
            kept
        })
    }

    fn kept_where(&self, mut keeps: impl FnMut(&str) -> bool) -> Self {
        let line = |line| if keeps(line) { line } else { "" };
        let text = self.text.lines().map(line).collect::<Vec<_>>().join("\n");
        Self { text, ..self.clone() }
    }

    /// The modules in files of their own that this file declares for tests only.
    fn test_modules(&self) -> Vec<String> {
        let lines: Vec<_> = self.text.lines().collect();
        let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
        let name = |pair: &[&str]| {
            let (_, name) = pair[1].split_once("mod ")?;
            Some(format!("{}/{}", self.module_folder(), name.strip_suffix(';')?))
        };
        declared.filter_map(name).collect()
    }

    /// Where the modules lie that this file declares.
    fn module_folder(&self) -> &str {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        if matches!(name, "mod.rs" | "lib.rs" | "main.rs") {
            folder
        } else {
            self.path.trim_end_matches(".rs")
        }
    }

    /// The requirement rows that doc comments of tests name.
    pub fn rows_named_by_tests(&self) -> Vec<String> {
        let (mut doc, mut rows) = (Vec::new(), Vec::new());
        for line in self.text.lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("///") {
                doc.extend(rows_in(text));
            } else if line.starts_with("#[") {
                if line.contains("test]") || line.contains("test(") {
                    rows.append(&mut doc);
                }
            } else {
                doc.clear();
            }
        }
        rows
    }
}

/// Words like `A05`.
fn rows_in(text: &str) -> Vec<String> {
    let is_row = |word: &&str| {
        word.len() == 3
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word[1..].bytes().all(|byte| byte.is_ascii_digit())
    };
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(is_row).map(str::to_owned).collect()
}

#[test]
fn test_code_is_told_from_the_rest() {
    let text = "fn a() { x.unwrap() }\n#[cfg(test)]\nmod tests {\n    y.unwrap()\n}\nz.unwrap()";
    let source = Source { path: "p.rs".to_owned(), text: text.to_owned(), is_test: false };
    assert_eq!(
        source.without_tests().lines_with(&[".unwrap()"]),
        ["p.rs:1: .unwrap()", "p.rs:6: .unwrap()"]
    );
    let text = "#[cfg(test)]\nmod tests;\nz.unwrap()";
    let source = Source { path: "a/p.rs".to_owned(), text: text.to_owned(), is_test: false };
    assert_eq!(source.without_tests().lines_with(&[".unwrap()"]), ["a/p.rs:3: .unwrap()"]);
    assert_eq!(source.test_modules(), ["a/p/tests"]);
}

#[test]
fn rows_count_only_on_tests() {
    let text = "/// A01\nfn x() {}\n/// A02, A03: so.\n#[tokio::test]\nasync fn y() {}";
    let source = Source { path: "p.rs".to_owned(), text: text.to_owned(), is_test: false };
    assert_eq!(source.rows_named_by_tests(), ["A02", "A03"]);
}
