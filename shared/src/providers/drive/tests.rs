//! What the adapter makes of texts and of Drive's answers, without a network.

use super::*;

#[test]
fn what_is_searched_for_can_not_leave_its_quotes() {
    assert_eq!(quoted("a"), "'a'");
    assert_eq!(quoted(r"it's \ me"), r"'it\'s \\ me'");
    assert_eq!(marked("r'1"), r"appProperties has { key='convoke' and value='r\'1' }");
}

#[test]
fn every_address_says_that_it_knows_shared_drives() {
    assert_eq!(file("a/b", ""), "/drive/v3/files/a%2Fb?supportsAllDrives=true");
    assert_eq!(file("a", "x=1"), "/drive/v3/files/a?supportsAllDrives=true&x=1");
    assert!(EVERYWHERE.contains("supportsAllDrives=true"));
}

#[test]
fn a_file_is_read_with_what_drive_leaves_out() {
    let file: File = serde_json::from_value(json!({"id": "a", "size": "5"})).unwrap();
    let stored = Stored::of(file, Some(9));
    assert_eq!((stored.size, stored.sha256, stored.link.as_str()), (5, None, ""));
    let file: File =
        serde_json::from_value(json!({"id": "a", "webViewLink": "javascript:x"})).unwrap();
    let stored = Stored::of(file, Some(9));
    assert_eq!((stored.size, stored.link.as_str()), (9, ""));
}
