//! Films larger than the memory: what the function holds of one does not grow with it.

use std::time::Instant;

use convoke::domain::ids::hex;
use convoke_local::sim::zoom::content::content;
use convoke_local::stack::{Stack, StackOptions};
use convoke_tests::live::{Client, alone, onboarding, run, start};
use ring::digest::{Context, SHA256};

const MIB: u64 = 1024 * 1024;
/// The small films, which are copied first, one after the other.
const SMALL: [u64; 3] = [24 * MIB + 77; 3];
/// The large film.
const LARGE: u64 = 200 * MIB + 4_321;
/// The most that the process may hold, in KiB: a few pieces and itself, built for debugging.
const MOST_KIB: u64 = 96 * 1024;
/// The most that the large film may cost beyond the small ones, in KiB: two pieces. Measured, it costs nothing; but now
/// and then, with small films as with large ones, one invocation leaves 12 MiB more with the allocator, once.
const GROWTH_KIB: u64 = 16 * 1024;

/// The most that processes which copy have held so far, in KiB.
fn peak_kib(stack: &Stack) -> u64 {
    let peak = |pid: u32| {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let all = stack.lambda().processes("recording-copy");
    all.iter().map(|it| peak(it.pid)).max().expect("a process that copies")
}

fn sha256(uuid: &str, size: u64) -> String {
    let mut digest = Context::new(&SHA256);
    for begin in (0..size).step_by(1 << 20) {
        digest.update(&content(uuid, "f1", begin..size.min(begin + MIB)));
    }
    hex(digest.finish().as_ref())
}

/// B10: a film of 200 MB is copied whole by a process whose memory does not know how long it is.
#[test]
fn a_large_film_needs_no_more_memory_than_a_small_one() {
    run(async {
        let _alone = alone().await;
        let stack = start(StackOptions::default()).await;
        let client = Client::of(&stack, "films");
        let meeting = client.recording(&onboarding::monday().to_string()).await;
        let mut peaks = Vec::new();
        for (number, size) in SMALL.into_iter().chain([LARGE]).enumerate() {
            // One byte more each time, so that each is known by its size.
            let (uuid, size) = (&*format!("film{number}=="), size + u64::try_from(number).unwrap());
            let begun = Instant::now();
            client.film(meeting, uuid, size).await;
            let film = client.shared_film(size).await;
            let took = begun.elapsed();
            let stored = client.state("drive").await["files"].as_array().unwrap().clone();
            let stored: Vec<_> = stored.iter().filter(|it| it["id"] == film["file"]).collect();
            assert_eq!(stored.len(), 1, "{stored:?}");
            assert_eq!(stored[0]["size"], size);
            assert_eq!(stored[0]["sha256"], sha256(uuid, size));
            peaks.push(peak_kib(&stack));
            println!("{size} bytes in {took:?}, {} KiB at most", peaks[peaks.len() - 1]);
        }
        let stored = client.state("drive").await["files"].as_array().unwrap().len();
        assert_eq!(stored, peaks.len(), "each once");
        let (large, small) = (peaks[SMALL.len()], peaks[SMALL.len() - 1]);
        assert!(large < MOST_KIB, "{peaks:?} KiB");
        assert!(large < small + GROWTH_KIB, "{peaks:?} KiB");
        stack.stop().await.unwrap();
    });
}
