//! XML in and out: what is written reads back, and no bytes break the reader.

use bytes::Bytes;
use proptest::prelude::*;

use super::super::read::{Element, read};
use super::super::write::Tag;

fn element(text: &str) -> Option<Element> {
    read(&Bytes::copy_from_slice(text.as_bytes()))
}

#[test]
fn prefixes_comments_cdata_and_characters_are_read() {
    let text = "\u{feff}<?xml version='1.0'?><!-- a --><x:a b='1&amp;2' c:d=\"&#x41;\">\
                <b/>&lt;<![CDATA[<c>]]>&#66;<!-- not --></x:a>";
    let a = element(text).unwrap();
    assert_eq!((a.name.as_str(), a.text.as_str()), ("a", "<<c>B"));
    assert_eq!((a.attribute("b"), a.attribute("d")), (Some("1&2"), Some("A")));
    assert!(a.child("b").is_some() && a.child("c").is_none());
}

#[test]
fn what_is_no_document_or_beyond_the_limits_is_nothing() {
    let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
    let wide = |n: usize| format!("<a>{}</a>", "<b/>".repeat(n));
    let attributes = |n: usize| {
        let all: Vec<_> = (0..n).map(|n| format!(" b{n}=''")).collect();
        format!("<a{}/>", all.concat())
    };
    let long = |n: usize| format!("<a>{}</a>", "x".repeat(n));
    for good in [deep(32), wide(19_000), attributes(32), long(1_000_000)] {
        assert!(element(&good).is_some(), "{}", &good[..20]);
    }
    for bad in [deep(33), wide(20_000), attributes(33), long(1_048_576)] {
        assert!(element(&bad).is_none(), "{}", &bad[..20]);
    }
    for bad in ["", "x", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a b='1' b='2'/>", "<a>&#0;</a>"] {
        assert!(element(bad).is_none(), "{bad}");
    }
    assert!(read(&Bytes::from_static(b"<a>\xff</a>")).is_none(), "not UTF-8");
}

/// Declared entities could grow without end or name files, so a document that declares any is refused.
#[test]
fn entities_are_never_expanded() {
    for bad in [
        r#"<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>"#,
        r#"<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>"#,
        "<a>&b;</a>",
        "<a b='&b;'/>",
    ] {
        assert!(element(bad).is_none(), "{bad}");
    }
}

fn tag() -> impl Strategy<Value = Tag> {
    let leaf = (any::<String>(), any::<String>())
        .prop_map(|(text, value)| Tag::text("t:Leaf", &text).with("Value", &value));
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop::collection::vec(inner, 0..6).prop_map(|tags| Tag::of("m:Branch", tags))
    })
}

/// What XML can hold of a text, its line ends as XML has them.
fn kept(text: &str) -> String {
    let is_allowed = |c: &char| !matches!(c, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|c| is_allowed(c) || matches!(c, '\t' | '\n' | '\r')).collect()
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&Bytes::from(bytes));
    }

    /// Nearer to documents than bytes by chance are.
    #[test]
    fn no_markup_breaks_the_reader(text in r#"(<[/!?]?[a-c:]{0,3}( [a-c]=['"]?[&;#x0-9a]*['"]?)?/?>|&[#x0-9a-z]{0,4};|[\]\[<>-]|[a-c]){0,60}"#) {
        let _ = element(&text);
    }

    #[test]
    fn every_tree_that_is_written_can_be_read(tag in tag()) {
        prop_assert!(element(&tag.document()).is_some());
    }

    /// Whatever a person writes comes through, and stays text.
    #[test]
    fn texts_come_through(text in any::<String>()) {
        let read = element(&Tag::text("t:Subject", &text).document()).unwrap();
        prop_assert!(read.children.is_empty());
        prop_assert_eq!(read.text, kept(&text));
    }
}
