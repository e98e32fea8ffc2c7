//! Checks one signature per byte position of the MAC, each wrong at that byte alone, for callgrind to
//! count. The first argument is a kind of sender, or `naive` for a comparison that stops at the first
//! difference: the control that shows that a leak would be seen.
//!
//! `checked` is called with the right MAC, which warms everything up, then with every byte wrong, then
//! with each byte wrong, from the first to the last.
#![allow(clippy::unwrap_used, reason = "what can't be set up can't be measured")]

use std::env;
use std::hint::black_box;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use convoke::domain::ids::{Secret, hex};
use convoke::inbound::{Hook, SenderKind, verify};
use convoke_tests::hooks::{calcom_signature, standard_signature};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

const SECRET: &str = "whsec_QWluby1Lb3NraW5lbi1vbi1Ib2l0b2xhLUFhbHRvLjE=";
/// How many bytes a MAC has.
const POSITIONS: usize = 32;
const AT: i64 = 1_800_000_000;
const BODY: &[u8] = br#"{"type":"session.cancelled","triggerEvent":"BOOKING_CANCELLED"}"#;

/// A sender's check, or the control.
#[derive(Clone, Copy)]
enum Check {
    Ours(SenderKind),
    Naive,
}

/// The measured part: nothing of it may depend on where the MAC is wrong.
#[inline(never)]
fn checked(check: Check, secret: &Secret, headers: &HeaderMap, now: Timestamp) -> bool {
    match check {
        Check::Ours(kind) => verify(kind, secret, Hook { headers, body: BODY }, now).is_ok(),
        Check::Naive => naive(secret, headers),
    }
}

/// What must not be written: a comparison that ends at the first difference.
fn naive(secret: &Secret, headers: &HeaderMap) -> bool {
    let given = headers.get("x-cal-signature-256").map_or(&b""[..], HeaderValue::as_bytes);
    let expected = calcom_signature(secret.expose(), BODY);
    expected.bytes().zip(given).all(|(expected, given)| expected == *given)
}

/// The headers of a message whose MAC is wrong at the positions that `wrong` names.
fn headers(check: Check, wrong: impl Fn(usize) -> bool) -> HeaderMap {
    let pairs = match check {
        Check::Ours(SenderKind::Standard) => {
            let signature = standard_signature(SECRET, "msg_1", AT, BODY);
            let text = signature.trim_start_matches("v1,");
            let mac = STANDARD.decode(text).unwrap();
            let signature = format!("v1,{}", STANDARD.encode(altered(mac, wrong)));
            vec![
                ("webhook-id", "msg_1".to_owned()),
                ("webhook-timestamp", AT.to_string()),
                ("webhook-signature", signature),
            ]
        }
        Check::Ours(SenderKind::Calcom) | Check::Naive => {
            let mac = unhex(&calcom_signature(SECRET, BODY));
            vec![("x-cal-signature-256", hex(&altered(mac, wrong)))]
        }
    };
    let header = |(name, value): (&'static str, String)| {
        (HeaderName::from_static(name), HeaderValue::try_from(value).unwrap())
    };
    pairs.into_iter().map(header).collect()
}

/// The MAC with its lowest bit flipped at some bytes. In hexadecimal that makes a digit of a digit and
/// a letter of a letter, so that reading the text, which tells nothing about the right MAC, costs the
/// same whichever byte it is.
fn altered(mut mac: Vec<u8>, wrong: impl Fn(usize) -> bool) -> Vec<u8> {
    for (at, byte) in mac.iter_mut().enumerate() {
        *byte ^= u8::from(wrong(at));
    }
    mac
}

fn unhex(text: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

fn main() {
    let name = env::args().nth(1).unwrap_or_default();
    let check = name.parse().map_or(Check::Naive, Check::Ours);
    let (secret, now) = (Secret::new(SECRET), Timestamp::from_second(AT).unwrap());
    let play = |wrong: &dyn Fn(usize) -> bool| {
        // Each message is built when the one before it is gone, and so lies where that one lay: even
        // comparing memory takes other instructions close to the end of a page.
        let headers = headers(check, wrong);
        let believed = checked(black_box(check), &secret, black_box(&headers), now);
        assert_eq!(believed, !(0..POSITIONS).any(wrong), "{headers:?}");
    };
    play(&|_| false);
    play(&|_| true);
    for wrong in 0..POSITIONS {
        play(&|at| at == wrong);
    }
}
