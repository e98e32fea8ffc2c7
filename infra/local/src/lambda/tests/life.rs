//! How environments end: killed, by themselves, and when all is stopped.

use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::super::{InvokeError, Lambda};
use super::{Place, exists, function, invoke, lambda, pid, until, until_there};

#[tokio::test]
async fn a_host_taken_away_fails_what_runs_on_it() {
    let (lambda, place) = (lambda(2).await, Place::new());
    let mark = place.file("mark");
    let hang = invoke(&lambda, json!({ "do": "hang", "mark": mark }));
    let kill = async {
        until_there(&mark).await;
        let pid = lambda.processes("stub")[0].pid;
        assert_eq!(lambda.kill("stub"), 1);
        assert!(lambda.processes("stub").is_empty());
        pid
    };
    let (failed, pid) = tokio::join!(hang, kill);
    assert_eq!(failed, Err(InvokeError::Crashed));
    assert!(!exists(pid));
    assert_eq!(lambda.kill("stub"), 0);
}

#[tokio::test]
async fn an_idle_environment_that_was_killed_is_not_used_again() {
    let lambda = lambda(1).await;
    for _ in 0..5 {
        let before = pid(&invoke(&lambda, json!({})).await.unwrap());
        assert_eq!(lambda.kill("stub"), 1);
        let after = pid(&invoke(&lambda, json!({})).await.unwrap());
        assert_ne!(before, after);
    }
}

#[tokio::test]
async fn an_environment_that_ended_while_idle_costs_no_invocation() {
    let (lambda, place) = (lambda(1).await, Place::new());
    let mark = place.file("mark");
    let event = json!({ "do": "exit_when", "mark": mark });
    let before = pid(&invoke(&lambda, event).await.unwrap());
    fs::write(&mark, "").unwrap();
    until("it is gone", || lambda.processes("stub").is_empty()).await;
    assert!(!exists(before), "a zombie is left");
    assert_ne!(pid(&invoke(&lambda, json!({})).await.unwrap()), before);
}

#[tokio::test]
async fn a_function_goes_on_when_its_caller_has_gone() {
    let (lambda, place) = (lambda(1).await, Place::new());
    let (mark, other) = (place.file("mark"), place.file("other"));
    let event = json!({ "do": "meet", "mark": mark, "other": other });
    tokio::select! {
        _ = invoke(&lambda, event) => panic!("nobody met it"),
        () = until_there(&mark) => {}
    }
    let busy = lambda.processes("stub");
    assert!(busy[0].busy);
    fs::write(&other, "").unwrap();
    let answer = invoke(&lambda, json!({})).await.unwrap();
    assert_eq!(pid(&answer), busy[0].pid);
}

#[tokio::test]
async fn stopping_lets_invocations_end_and_leaves_no_process() {
    let (lambda, place) = (lambda(1).await, Place::new());
    let (mark, other) = (place.file("mark"), place.file("other"));
    let event = json!({ "do": "meet", "mark": mark, "other": other });
    let running = invoke(&lambda, event);
    let stop = async {
        until_there(&mark).await;
        let (lambda, late) = (lambda.clone(), lambda.clone());
        let stop = tokio::spawn(async move { lambda.stop().await });
        let late = tokio::spawn(async move { invoke(&late, json!({})).await });
        tokio::task::yield_now().await;
        fs::write(&other, "").unwrap();
        stop.await.unwrap();
        assert_eq!(late.await.unwrap(), Err(InvokeError::Stopping));
    };
    let (answer, ()) = tokio::join!(running, stop);
    assert!(!exists(pid(&answer.unwrap())));
    assert_eq!(invoke(&lambda, json!({})).await, Err(InvokeError::Stopping));
}

#[tokio::test]
async fn stopping_kills_what_does_not_end() {
    let (lambda, place) = (lambda(1).await, Place::new());
    let mark = place.file("mark");
    let hang = invoke(&lambda, json!({ "do": "hang", "mark": mark }));
    let stop = async {
        until_there(&mark).await;
        let pid = lambda.processes("stub")[0].pid;
        lambda.stop_within(Duration::ZERO).await;
        assert!(!exists(pid));
    };
    let (stopped, ()) = tokio::join!(hang, stop);
    assert_eq!(stopped, Err(InvokeError::Stopping));
}

#[test]
fn processes_die_with_the_runtime_and_with_the_last_lambda() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (lambda, pids) = runtime.block_on(async {
        let (kept, dropped) = (lambda(1).await, lambda(1).await);
        let kept_pid = pid(&invoke(&kept, json!({})).await.unwrap());
        let dropped_pid = pid(&invoke(&dropped, json!({})).await.unwrap());
        drop(dropped);
        until("the last one is dropped", || !exists(dropped_pid)).await;
        (kept, kept_pid)
    });
    assert!(exists(pids));
    drop(runtime);
    drop(lambda);
    // Nobody reaps it any more, so it may be a zombie; it does not run.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(until("it does not run", || !runs(pids)));
}

/// Whether there is such a process and it is not a zombie.
fn runs(pid: u32) -> bool {
    let mut status = Command::new("ps");
    let status = status.args(["-o", "stat=", "-p", &pid.to_string()]).output().unwrap().stdout;
    let status = String::from_utf8(status).unwrap();
    !status.trim().is_empty() && !status.trim().starts_with('Z')
}

#[tokio::test]
async fn the_log_has_what_the_function_prints_and_what_lambda_says() {
    let place = Place::new();
    let mut function = function(1);
    function.timeout = Duration::from_millis(500);
    let logs = place.0.join("logs");
    let lambda = Lambda::start(vec![function], Some(logs.clone())).await.unwrap();
    invoke(&lambda, json!({ "do": "print" })).await.unwrap();
    assert!(invoke(&lambda, json!({ "do": "hang" })).await.is_err());
    let log = fs::read_to_string(logs.join("stub.log")).unwrap();
    for line in ["the function was here", "START RequestId: ", "Task timed out after 0.50 seconds"]
    {
        assert!(log.contains(line), "{line} is not in:\n{log}");
    }
}
