//! Large exports and full hours: what a function holds in memory, what a row costs, how long the clock takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use convoke::app::tick;
use convoke_local::simulation::{QUEUES, TABLE, World};
use convoke_local::stack::StackOptions;
use convoke_tests::live::boards::applicant;
use convoke_tests::live::{Client, alone, run, start};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::NINE;

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

/// A row that is known costs a hundredth of a request, one that is new a fixed number of them.
#[test]
fn each_row_has_its_price() {
    run(async {
        let _alone = alone().await;
        let stack = start(StackOptions::default()).await;
        let client = Client::of(&stack, "price");
        client.importing().await;
        let rows: Vec<_> = (0..100)
            .map(|n| {
                let fields = json!({"氏名": format!("応募者{n}"), "メールアドレス": format!("p{n}@x.example"),
                                    "電話番号": format!("090-1234-{n:04}")});
                applicant(&format!("price-{n}"), super::BEFORE, fields)
            })
            .collect();
        client.board("ambi", &rows).await;
        client.account("a", "ambi", json!({})).await;
        let spent = async || requests(&client.get("/_local/usage").await);
        let before = spent().await;
        client.imported("a", NINE).await;
        let first = spent().await;
        client.imported("a", "2026-12-06T00:00:00Z").await;
        let second = spent().await;
        let (new, known) = (difference(&first, &before), difference(&second, &first));
        println!("100 new rows: {new:?}\n100 known rows: {known:?}");
        let all = |of: &BTreeMap<String, u64>| of.values().sum::<u64>();
        assert!(all(&new) <= 100 * 14 + 40, "{new:?}");
        assert!(all(&known) <= 40, "a known row is looked up with a hundred others: {known:?}");
        stack.stop().await.unwrap();
    });
}

/// Requests of the importing function to DynamoDB, by operation.
fn requests(usage: &Value) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let calls = usage["calls"].as_array().cloned().unwrap_or_default();
    for call in calls.iter().filter(|call| call.to_string().contains("scheduled-import")) {
        let operation = call["operation"].as_str().unwrap_or_default().to_owned();
        *counts.entry(operation).or_default() += call["count"].as_u64().unwrap_or_default();
    }
    counts
}

fn difference(
    later: &BTreeMap<String, u64>,
    earlier: &BTreeMap<String, u64>,
) -> BTreeMap<String, u64> {
    let less = |(operation, count): (&String, &u64)| {
        let before = earlier.get(operation).copied().unwrap_or_default();
        (operation.clone(), count - before)
    };
    later.iter().map(less).filter(|(_, count)| *count > 0).collect()
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
