//! Ids in the shapes that the vendor gives them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::sim::Entropy;

const HEX: &[u8] = b"0123456789abcdef";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const DIGITS: &[u8] = b"0123456789";
const WEB: &str = "https://teams.microsoft.example";

/// A random GUID (RFC 9562, version 4).
pub fn guid(entropy: &mut Entropy) -> String {
    let hex = entropy.text(HEX, 30);
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..])
}

/// An event's id, which is safe in addresses but for its end.
pub fn event(entropy: &mut Entropy) -> String {
    format!("AAMkAD{}AAA=", entropy.text(BASE64, 142))
}

/// A calendar's id, the same each time.
pub fn calendar(user: &str) -> String {
    format!("AAMkAD{}=", BASE64_STANDARD.encode(user).replace(['=', '+', '/'], "-"))
}

/// The unique part of a Teams meeting.
pub fn thread(entropy: &mut Entropy) -> String {
    format!("meeting_{}", entropy.text(LETTERS, 48))
}

/// What a meeting's chat is called.
pub fn chat(thread: &str) -> String {
    format!("19:{thread}@thread.v2")
}

/// The id of an online meeting of this organiser.
pub fn meeting(thread: &str, organizer: &str) -> String {
    BASE64_STANDARD.encode(format!("1*{organizer}*0**{}", chat(thread)))
}

/// The guests' link.
pub fn join_url(thread: &str, tenant: &str, organizer: &str) -> String {
    let context = format!("%7b%22Tid%22%3a%22{tenant}%22%2c%22Oid%22%3a%22{organizer}%22%7d");
    format!("{WEB}/l/meetup-join/19%3a{thread}%40thread.v2/0?context={context}")
}

/// The unique part of the meeting that a link leads to.
pub fn thread_in(join_url: &str) -> Option<&str> {
    join_url.split_once("/19%3a")?.1.split_once("%40thread").map(|(thread, _)| thread)
}

/// The number that is typed to join.
pub fn join_id(entropy: &mut Entropy) -> String {
    entropy.text(DIGITS, 12)
}

/// What is typed after it.
pub fn passcode(entropy: &mut Entropy) -> String {
    entropy.text(LETTERS, 6)
}
