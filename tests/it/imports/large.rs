//! Large exports and full hours: what a function holds in memory, what a row costs, how long the clock takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use convoke::app::{import, tick};
use convoke::transport::{BoxFuture, Exchange, Transport, TransportFault};
use convoke_local::simulation::{QUEUES, TABLE, World};
use convoke_local::stack::StackOptions;
use convoke_tests::live::{Client, alone, run, start};
use jiff::Timestamp;
use serde_json::json;

use super::NINE;
use super::killed::{context, order, world_with};

/// Rows of the large export.
const ROWS: usize = 100_000;
/// The most that the process may hold, in KiB.
const MOST_KIB: u64 = 256 * 1024;

/// The most that a process has held so far, in KiB.
fn peak_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// 100,000 rows of which all but the last are from before the start: read row by row, in an encoding that has to
/// be turned into another, within the memory of the function.
fn export() -> String {
    let mut text = String::from("応募管理番号,応募日,氏名,メールアドレス,求人名,志望動機\r\n");
    let motive =
        "御社の事業に関心を持ち、これまでの経験を活かして貢献したいと考えております。".repeat(2);
    for n in 1..=ROWS {
        let day = if n == ROWS { "2026/12/04" } else { "2026/11/01" };
        let _ =
            write!(text, "big-{n},{day},応募 太郎{n},a{n}@applicant.example,法人営業,{motive}\r\n");
    }
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
    println!("an export of {ROWS} rows, {} KiB", bytes.len() / 1024);
    STANDARD.encode(bytes)
}

#[test]
fn a_large_export_stays_within_the_memory() {
    run(async {
        let _alone = alone().await;
        let stack = start(StackOptions::default()).await;
        let client = Client::of(&stack, "large");
        client.importing().await;
        client.board("rikunabi_next", &[]).await;
        client.put_state("media", &json!({"exports": {"rikunabi_next": export()}})).await;
        client.account("a", "rikunabi_next", json!({})).await;
        let begun = Instant::now();
        let run = client.imported("a", NINE).await;
        println!("read after {:?}", begun.elapsed());
        let counts = &run["counts"];
        assert_eq!(
            (&counts["seen"], &counts["new"], &counts["skipped"]),
            (&json!(ROWS), &json!(1), &json!(ROWS - 1))
        );
        let most =
            stack.lambda().processes("scheduled-import").iter().map(|it| peak_kib(it.pid)).max();
        let most = most.expect("a process");
        println!("{} MiB at most", most / 1024);
        assert!(most < MOST_KIB, "{most} KiB");
        stack.stop().await.unwrap();
    });
}

/// A way out that counts what is asked of the table, by operation, and everything else together.
struct Counting {
    way: Transport,
    counts: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Exchange for Counting {
    fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Bytes>, TransportFault>> {
        let target = request.headers().get("x-amz-target").and_then(|it| it.to_str().ok());
        let operation = target.and_then(|it| it.split_once('.')).map_or("others", |(_, name)| name);
        *self.counts.lock().unwrap().entry(operation.to_owned()).or_default() += 1;
        let way = self.way.clone();
        Box::pin(async move { way.send(request).await })
    }
}

/// What a run by hand of this name asks for.
async fn asked(world: &World, name: &str) -> BTreeMap<String, usize> {
    let counts = Arc::new(Mutex::new(BTreeMap::new()));
    let wrap = |way| Transport::new(Counting { way, counts: Arc::clone(&counts) });
    let app = world.process_through("scheduled-import", 1, wrap).unwrap();
    import::handle(&app, &order(&app, name), &context(&app, 1)).await.unwrap();
    counts.lock().unwrap().clone()
}

/// A row that is known costs a hundredth of a request; one that is new costs a fixed number.
#[tokio::test]
async fn each_row_has_its_price() {
    let row = |n: usize| {
        let fields = json!({"氏名": format!("応募者{n}号"), "メールアドレス": format!("p{n}@x.example"),
                            "電話番号": format!("090-1234-{n:04}")});
        (n.to_string(), fields)
    };
    let rows: Vec<_> = (0..100).map(row).collect();
    let world = world_with(&rows).await;
    let (new, known) = (asked(&world, "first").await, asked(&world, "second").await);
    let all = |of: &BTreeMap<String, usize>| of.values().sum::<usize>();
    println!("100 new rows: {} requests, {new:?}", all(&new));
    println!("100 known rows: {} requests, {known:?}", all(&known));
    assert_eq!(known["BatchGetItem"], 1, "a hundred rows are looked up at once");
    assert!(all(&known) < 30, "{known:?}");
    assert!(all(&new) > 500 && all(&new) < 1_900, "{new:?}");
}

/// H34: 10,000 accounts of 500 tenants that start at one mark are sent on their way within one tick's time, ten to a
/// request.
#[tokio::test]
async fn ten_thousand_accounts_start_within_one_tick() {
    const TENANTS: usize = 500;
    const ACCOUNTS: usize = 20;
    let world = World::new(5).await.unwrap();
    let app = &world.app;
    app.store.put_slots("t0", "a0", "Asia/Tokyo", &["09:00".to_owned()]).await.unwrap();
    let slots: Vec<_> = (0..TENANTS).flat_map(|t| (0..ACCOUNTS).map(move |a| slot(t, a))).collect();
    for batch in slots.chunks(25) {
        let write = app.aws.dynamodb().batch_write_item().request_items(TABLE, batch.to_vec());
        write.send().await.unwrap();
    }
    let clock = world.process("clock", 1).unwrap();
    let at: Timestamp = NINE.parse().unwrap();
    let begun = Instant::now();
    let ticked = tick::tick(&clock, at, "trace").await.unwrap();
    let took = begun.elapsed();
    println!("{} accounts on their way after {took:?}", ticked.started);
    assert_eq!(ticked.started, TENANTS * ACCOUNTS);
    assert!(took < Duration::from_secs(55), "the clock's time-out: {took:?}");
    let queue = QUEUES.iter().find(|queue| **queue == "imports").unwrap();
    let depth = world.aws.depth(&format!("convoke-{queue}")).unwrap();
    assert_eq!(depth.visible, TENANTS * ACCOUNTS);
}

fn slot(tenant: usize, account: usize) -> WriteRequest {
    let text = |text: String| AttributeValue::S(text);
    let item = [
        ("pk", text(format!("t{tenant}#slots"))),
        ("sk", text(format!("a{account}#Asia/Tokyo#09:00"))),
        ("gsi1pk", text("_clock#slots".to_owned())),
        ("gsi1sk", text(format!("Asia/Tokyo#09:00#t{tenant}#a{account}"))),
    ];
    let item = item.map(|(name, value)| (name.to_owned(), value)).into();
    let put = PutRequest::builder().set_item(Some(item)).build().unwrap();
    WriteRequest::builder().put_request(put).build()
}
