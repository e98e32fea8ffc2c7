//! What takes in bytes from outside, each under a name of its own, with what must hold whatever the
//! bytes are. Plain functions: the tests run them over the corpus and over mutations of it, libFuzzer
//! over what it finds (`tests/fuzz/README.md`). One gives up by panicking, which is the find.

mod api;
mod boards;
mod chat;
mod ews;
mod facts;
mod hook;
mod host;
mod lists;
mod message;
mod queues;
mod refusal;
mod scene;
mod senders;
mod template;
mod vault;
mod vendors;
mod zoom;

/// One parser, or what stands behind one door.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Also the name of its corpus and of its binary.
    pub name: &'static str,
    /// Which files of `events/` it reads, by how their paths begin.
    pub samples: &'static [&'static str],
    /// How many mutations the tests try; fewer where each costs a world.
    pub rounds: u32,
    /// Reads the bytes, and panics when something does not hold.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    // A body of our own format, rightly signed.
    target("standard", &["inbound-webhook/standard"], 8_000, senders::standard),
    // A body from Cal.com, rightly signed.
    target("calcom", &["inbound-webhook/calcom"], 6_000, senders::calcom),
    // Headers and a body that nobody signed, or somebody did.
    target("verify", &[], 8_000, senders::verify),
    // An event of API Gateway as `inbound-webhook` gets it.
    target("hook", &["admin-api", "inbound-webhook"], 800, hook::hook),
    // A signed body on its whole way: translated, queued, worked, told by mail.
    target("booking", &["inbound-webhook"], 40, hook::booking),
    // A call of the admin API: method, address, headers, body.
    target("api", &[], 80, api::api),
    // What stands behind the question mark, for every list.
    target("lists", &[], 50, lists::lists),
    // The token of a host's lasting link.
    target("host", &[], 1_000, host::host),
    // What the queues' workers get.
    target(
        "queues",
        &["meeting-sync", "notification-fanout", "notification-deliver"],
        80,
        queues::queues,
    ),
    // What Zoom answers.
    target("zoom", &[], 8_000, zoom::zoom),
    // What GoTo, Google and Microsoft answer.
    target("goto", &[], 4_000, vendors::goto),
    target("google", &[], 4_000, vendors::google),
    target("microsoft", &[], 4_000, vendors::microsoft),
    // What Slack and Teams answer, and what they send.
    target("slack", &[], 4_000, chat::slack),
    target("teams", &[], 3_000, chat::teams),
    target("asked", &["chat-command", "provider-webhook"], 4_000, chat::asked),
    // What a job board hands out.
    target("boards", &[], 1_500, boards::file),
    // What an Exchange server answers.
    target("ews", &[], 8_000, ews::ews),
    // A subject and a text with short codes.
    target("template", &[], 2_500, template::template),
    // A sealed text, a signature, a key ring.
    target("vault", &[], 400, vault::vault),
];

/// Shortens the table above.
const fn target(
    name: &'static str,
    samples: &'static [&'static str],
    rounds: u32,
    run: fn(&[u8]),
) -> Target {
    Target { name, samples, rounds, run }
}

/// Runs the target of this name; for the binaries.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of the table");
    (target.run)(bytes);
}
