//! The snapshots of mails: one for each that there is, and none of what is gone.

use std::collections::BTreeSet;
use std::fs;

use convoke::domain::language::Language;
use convoke::domain::template::builtin_names;

use super::source::root;

#[test]
fn each_mail_has_its_snapshot_and_no_other_is_left() {
    let folder = root().join("shared/src/domain/template/snapshots");
    let kept = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let kept: BTreeSet<String> = kept.map(|name| name.into_string().unwrap()).collect();
    let named = |language: Language| {
        let names = builtin_names().chain(["html", "calendar"]);
        names.map(move |name| format!("{}-{name}.snap", language.tag()))
    };
    assert_eq!(kept, Language::ALL.into_iter().flat_map(named).collect());
}
