//! What an invocation gives, and which process serves it.

use std::fs;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::json;

use super::super::{InvokeError, Lambda, LambdaError, ProcessInfo, tick};
use super::{Place, exists, function, invoke, lambda, pid, until, until_there};

#[tokio::test]
async fn a_warm_environment_is_used_again() {
    let lambda = lambda(2).await;
    assert_eq!(lambda.processes("stub"), []);
    let first = invoke(&lambda, json!({ "a": "ü" })).await.unwrap();
    assert_eq!(first["event"], json!({ "a": "ü" }));
    let waiting = ProcessInfo { pid: pid(&first), busy: false };
    assert_eq!(lambda.processes("stub"), [waiting]);
    for _ in 0..5 {
        assert_eq!(pid(&invoke(&lambda, json!({})).await.unwrap()), pid(&first));
    }
}

#[tokio::test]
async fn invocations_run_at_once_up_to_the_concurrency_and_then_wait() {
    let (lambda, place) = (lambda(2).await, Place::new());
    let (here, there) = (place.file("here"), place.file("there"));
    let meet = |mark: &str, other: &str| json!({ "do": "meet", "mark": mark, "other": other });
    let third = place.file("third");
    let (first, second, mark) = (meet(&here, &there), meet(&there, &third), third.clone());
    let look = async {
        until_there(&there).await;
        until("one has ended", || lambda.processes("stub").iter().any(|one| !one.busy)).await;
        assert_eq!(lambda.processes("stub").len(), 2);
        fs::write(mark, "").unwrap();
    };
    let (first, second, ()) = tokio::join!(invoke(&lambda, first), invoke(&lambda, second), look);
    assert_ne!(pid(&first.unwrap()), pid(&second.unwrap()));

    let many = (0..6).map(|_| invoke(&lambda, json!({})));
    let answers = futures_util::future::join_all(many).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(lambda.processes("stub").len(), 2);
}

#[tokio::test]
async fn what_takes_too_long_is_killed() {
    let mut slow = function(1);
    slow.timeout = Duration::from_millis(300);
    let lambda = Lambda::start(vec![slow], None).await.unwrap();
    let before = pid(&invoke(&lambda, json!({})).await.unwrap());
    assert_eq!(invoke(&lambda, json!({ "do": "hang" })).await, Err(InvokeError::TimedOut));
    assert!(!exists(before));
    let after = pid(&invoke(&lambda, json!({})).await.unwrap());
    assert_ne!(before, after);
}

#[tokio::test]
async fn a_crash_fails_the_invocation_and_replaces_the_environment() {
    let lambda = lambda(1).await;
    let before = pid(&invoke(&lambda, json!({})).await.unwrap());
    assert_eq!(invoke(&lambda, json!({ "do": "exit" })).await, Err(InvokeError::Crashed));
    assert!(!exists(before));
    assert!(invoke(&lambda, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_functions_error_is_told_and_leaves_the_environment() {
    let lambda = lambda(1).await;
    let error = InvokeError::Function { error_type: "Boom".into(), message: "as told".into() };
    assert_eq!(invoke(&lambda, json!({ "do": "fail" })).await, Err(error));
    assert_eq!(lambda.processes("stub").len(), 1);
}

#[tokio::test]
async fn an_answer_counts_even_if_the_process_ends_after_it() {
    let lambda = lambda(1).await;
    let answer = invoke(&lambda, json!({ "do": "answer_and_exit" })).await.unwrap();
    assert!(answer["pid"].is_u64());
    assert!(lambda.processes("stub").is_empty());
}

#[tokio::test]
async fn a_function_that_does_not_start_says_why() {
    for (init, reason) in
        [("exit", "the process ended: exit status: 7"), ("error", "Config: no table")]
    {
        let mut broken = function(1);
        broken.environment.insert("STUB_INIT".into(), init.into());
        let lambda = Lambda::start(vec![broken], None).await.unwrap();
        let failed = InvokeError::InitFailed { reason: reason.into() };
        assert_eq!(invoke(&lambda, json!({})).await, Err(failed));
        assert!(lambda.processes("stub").is_empty());
    }
}

#[tokio::test]
async fn events_and_answers_have_lambdas_limits() {
    let lambda = lambda(1).await;
    let bytes = 6 * 1024 * 1024 + 1;
    let event = Bytes::from(vec![b' '; bytes]);
    assert_eq!(lambda.invoke("stub", event).await, Err(InvokeError::TooLarge { bytes }));
    let answer = invoke(&lambda, json!({ "do": "be_large" })).await;
    let Err(InvokeError::Function { error_type, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!(error_type, "Function.ResponseSizeTooLarge");
}

#[tokio::test]
async fn the_process_has_lambdas_variables_and_the_templates_and_no_others() {
    let mut function = function(1);
    function.environment.insert("CONVOKE_TABLE".into(), "convoke".into());
    let lambda = Lambda::start(vec![function], None).await.unwrap();
    let before = Timestamp::now().as_millisecond();
    let answer = invoke(&lambda, json!({})).await.unwrap();
    let variables = answer["environment"].as_object().unwrap();
    assert_eq!(variables["CONVOKE_TABLE"], "convoke");
    assert_eq!(variables["AWS_LAMBDA_FUNCTION_NAME"], "stub");
    // The shell in between sets some, and cargo's are not among them.
    let shells = ["PWD", "OLDPWD", "SHLVL", "_"];
    let known = |name: &str| {
        name.starts_with("AWS_")
            || ["CONVOKE_TABLE", "_HANDLER", "LANG", "PATH", "TZ"].contains(&name)
            || shells.contains(&name)
    };
    assert_eq!(variables.keys().find(|name| !known(name)), None);
    let deadline: i64 = answer["deadline_ms"].as_str().unwrap().parse().unwrap();
    assert!((before + 30_000..before + 60_000).contains(&deadline));
    assert_eq!(answer["arn"], "arn:aws:lambda:us-east-1:123456789012:function:stub");
    assert!(answer["trace"].as_str().unwrap().starts_with("Root=1-"));
}

#[tokio::test]
async fn a_tick_is_an_event_of_the_schedule() {
    let lambda = lambda(1).await;
    let at = "2026-03-01T10:05:00Z".parse().unwrap();
    let answer = tick(&lambda, "stub", at).await.unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(answer["event"]["time"], "2026-03-01T10:05:00Z");
}

#[tokio::test]
async fn what_can_not_be_served_is_told_at_once() {
    let mut lost = function(1);
    lost.program = "/nowhere/bootstrap".into();
    let started = Lambda::start(vec![lost], None).await;
    assert!(matches!(started.err(), Some(LambdaError::NoProgram { .. })));
    let started = Lambda::start(vec![function(1), function(1)], None).await;
    assert!(matches!(started.err(), Some(LambdaError::Twice(_))));
    let unknown = lambda(1).await.invoke("other", Bytes::new()).await;
    assert_eq!(unknown, Err(InvokeError::Unknown));
}
