//! A function that does what its event says.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs, process, thread};

use serde_json::{Value, json};

use super::wire::{Reply, request};

/// A program that is this function. It is made before any process is started, because a file that
/// a process being started still holds open for writing can't be executed.
pub(super) fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(make_program).clone()
}

fn make_program() -> PathBuf {
    let binary = env::current_exe().unwrap();
    let (_, module) = module_path!().split_once("::").unwrap();
    let test = format!("{module}::plays_the_function");
    let script = format!("#!/bin/sh\nexec '{}' --exact {test} --nocapture\n", binary.display());
    let program = binary.with_extension("function.sh");
    let draft = binary.with_extension(format!("function.{}", process::id()));
    fs::write(&draft, script).unwrap();
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(&draft, &program).unwrap();
    program
}

/// The function itself, when this binary is started as one; otherwise nothing.
#[test]
fn plays_the_function() {
    let Ok(api) = env::var("AWS_LAMBDA_RUNTIME_API") else { return };
    match env::var("STUB_INIT").as_deref() {
        Ok("exit") => process::exit(7),
        Ok("error") => {
            let error = json!({ "errorType": "Config", "errorMessage": "no table" });
            post(&api, "/init/error", &error);
            process::exit(1);
        }
        _ => {}
    }
    loop {
        let invocation = request(&api, "GET", "/2018-06-01/runtime/invocation/next", &[], &[]);
        // Without a Runtime API there is nothing to live for.
        let Ok(invocation) = invocation else { process::exit(0) };
        work(&api, &invocation);
    }
}

fn work(api: &str, invocation: &Reply) {
    let id = invocation.header("lambda-runtime-aws-request-id");
    let event: Value = serde_json::from_slice(&invocation.body).unwrap();
    if event["do"] == "fail" {
        let error = json!({ "errorType": "Boom", "errorMessage": "as told" });
        post(api, &format!("/invocation/{id}/error"), &error);
        return;
    }
    let answer = if event["Records"].is_array() {
        batch(&event)
    } else if event["version"] == "2.0" {
        http(&event)
    } else {
        act(&event, invocation)
    };
    post(api, &format!("/invocation/{id}/response"), &answer);
    if event["do"] == "answer_and_exit" {
        process::exit(0);
    }
}

fn post(api: &str, path: &str, body: &Value) -> u16 {
    let path = format!("/2018-06-01/runtime{path}");
    request(api, "POST", &path, &[], body.to_string().as_bytes()).map_or(0, |reply| reply.status)
}

fn act(event: &Value, invocation: &Reply) -> Value {
    match event["do"].as_str().unwrap_or_default() {
        "exit" => process::exit(3),
        "hang" => hang(&event["mark"]),
        "meet" => meet(&event["mark"], &event["other"]),
        "exit_when" => {
            let mark = event["mark"].clone();
            thread::spawn(move || {
                wait_for(&mark);
                process::exit(0);
            });
        }
        "be_large" => return json!("x".repeat(7_000_000)),
        "print" => println!("the function was here"),
        _ => {}
    }
    json!({
        "pid": process::id(),
        "environment": env::vars().collect::<std::collections::BTreeMap<_, _>>(),
        "deadline_ms": invocation.header("lambda-runtime-deadline-ms"),
        "arn": invocation.header("lambda-runtime-invoked-function-arn"),
        "trace": invocation.header("lambda-runtime-trace-id"),
        "event": event,
    })
}

/// Answers with the event, or as the path says.
fn http(event: &Value) -> Value {
    match event["rawPath"].as_str().unwrap_or_default() {
        "/v1/crash" => process::exit(3),
        "/v1/hang" => hang(&Value::Null),
        "/v1/nonsense" => return json!({ "statusCode": "nonsense" }),
        _ => {}
    }
    let headers = json!({ "content-type": "application/json", "x-stub": "yes" });
    json!({ "statusCode": 201, "headers": headers, "body": event.to_string() })
}

/// Works messages off as their bodies say.
fn batch(event: &Value) -> Value {
    let records = event["Records"].as_array().unwrap();
    let bodies = records.iter().map(|record| (&record["body"], &record["messageId"]));
    let mut failures = Vec::new();
    for (body, id) in bodies {
        let body: Value = serde_json::from_str(body.as_str().unwrap()).unwrap();
        match body["do"].as_str().unwrap_or_default() {
            "exit" => process::exit(3),
            "fail" => failures.push(json!({ "itemIdentifier": id })),
            "meet" => meet(&body["mark"], &body["other"]),
            _ => {}
        }
    }
    json!({ "batchItemFailures": failures })
}

fn hang(mark: &Value) {
    leave(mark);
    loop {
        thread::park();
    }
}

/// Leaves a mark and goes on when the other one is there.
fn meet(mark: &Value, other: &Value) {
    leave(mark);
    wait_for(other);
}

fn leave(mark: &Value) {
    if let Some(mark) = mark.as_str() {
        fs::write(mark, "").unwrap();
    }
}

fn wait_for(mark: &Value) {
    while !Path::new(mark.as_str().unwrap()).exists() {
        thread::sleep(Duration::from_millis(2));
    }
}
