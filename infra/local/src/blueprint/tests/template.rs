//! What holds of the template that is deployed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use convoke::lambda::batch;

use crate::blueprint::{Blueprint, Function, Projection, Queue, Reference, Route};

fn blueprint() -> Blueprint {
    Blueprint::load().unwrap()
}

fn function<'a>(blueprint: &'a Blueprint, id: &str) -> &'a Function {
    blueprint.functions.iter().find(|function| function.logical_id == id).unwrap()
}

/// Values as a deployment gives them: every resource has one, parameters have their defaults.
fn deployed(reference: &Reference) -> Option<String> {
    match reference {
        Reference::Ref(name) if name.ends_with("Queue") => Some(format!("https://sqs/{name}")),
        Reference::Ref(name) if name == "Table" || name.ends_with("Secret") => Some(name.clone()),
        Reference::Att(name, attribute) if name == "HttpApi" && attribute == "ApiEndpoint" => {
            Some("https://api".to_owned())
        }
        Reference::Ref(_) | Reference::Att(..) => None,
    }
}

#[test]
fn every_function_is_called_by_something() {
    for function in blueprint().functions {
        let callers = function.routes.len()
            + function.queue_sources.len()
            + usize::from(function.schedule.is_some());
        assert!(callers > 0, "{} is never called", function.logical_id);
    }
}

#[test]
fn the_http_surface_is_the_agreed_one() {
    let routes: BTreeMap<String, String> = blueprint()
        .functions
        .iter()
        .flat_map(|function| {
            let route = |route: &Route| {
                (format!("{} {}", route.method, route.path), function.binary.clone())
            };
            function.routes.iter().map(route).collect::<Vec<_>>()
        })
        .collect();
    let expected = [
        ("POST /v1/hooks/{tenant}/{source}", "inbound-webhook"),
        ("GET /v1/oauth/{provider}/callback", "oauth-callback"),
        ("GET /connect/{invitation}", "oauth-callback"),
        ("GET /connect/{invitation}/{provider}", "oauth-callback"),
        ("POST /v1/chat/{platform}", "chat-command"),
        ("POST /v1/providers/{provider}/events", "provider-webhook"),
        ("GET /host/{token}", "admin-api"),
        ("GET /feedback/{token}", "admin-api"),
        ("POST /feedback/{token}", "admin-api"),
        ("ANY /v1/{proxy+}", "admin-api"),
    ];
    assert_eq!(routes, expected.map(|(route, name)| (route.to_owned(), name.to_owned())).into());
}

#[test]
fn a_message_stays_invisible_for_six_time_outs() {
    let blueprint = blueprint();
    for function in &blueprint.functions {
        for source in &function.queue_sources {
            let queue = blueprint.queue(&source.queue).unwrap();
            assert!(queue.visibility_s >= 6 * function.timeout_s, "{}", queue.logical_id);
            assert!(source.reports_failures, "{}", queue.logical_id);
            let longest = i64::from(function.timeout_s);
            // Whoever gets one message at a time takes no neighbour along.
            let is_alone = source.batch_size == 1;
            let is_short = longest <= batch::LONGEST_RUN.as_secs();
            assert!(is_alone || is_short, "{}", function.binary);
            assert!(is_alone || source.batch_size == 10, "{}", function.binary);
        }
    }
}

#[test]
fn every_queue_is_worked_off_or_takes_dead_letters_of_exactly_one() {
    let blueprint = blueprint();
    let sources = blueprint.functions.iter().flat_map(|function| &function.queue_sources);
    let worked_off: Vec<_> = sources.map(|source| source.queue.as_str()).collect();
    for queue in &blueprint.queues {
        let of = |other: &&Queue| {
            other.dead_letter.as_ref().is_some_and(|(id, _)| *id == queue.logical_id)
        };
        let takes = blueprint.queues.iter().filter(of).count();
        let workers = worked_off.iter().filter(|id| **id == queue.logical_id).count();
        assert_eq!(takes + workers, 1, "{}", queue.logical_id);
        match &queue.dead_letter {
            Some((_, receptions)) => {
                assert_eq!((*receptions, workers), (8, 1), "{}", queue.logical_id);
            }
            None => assert_eq!((queue.retention_s, takes), (1_209_600, 1), "{}", queue.logical_id),
        }
    }
    assert_eq!(blueprint.queues.len(), 10);
    assert_eq!(blueprint.queue("SessionsQueue").unwrap().name(), "convoke-sessions");
}

#[test]
fn every_environment_resolves_with_what_a_deployment_knows() {
    for function in blueprint().functions {
        let variables = function.environment(&deployed).unwrap();
        assert_eq!(variables["CONVOKE_TABLE"], "Table", "{}", function.binary);
        assert_eq!(variables["CONVOKE_KEYRING_SECRET"], "KeyringSecret", "{}", function.binary);
        assert_eq!(variables["CONVOKE_CONFIG_TTL_S"], "60", "{}", function.binary);
        assert!(!variables.keys().any(|name| name.contains("ZOOM")), "{}", function.binary);
        assert!(variables.values().all(|value| !value.is_empty()), "{variables:?}");
    }
}

#[test]
fn a_function_knows_the_queues_it_works_off() {
    for function in blueprint().functions {
        let variables = function.environment(&deployed).unwrap();
        for source in &function.queue_sources {
            let url = format!("https://sqs/{}", source.queue);
            assert!(variables.values().any(|value| *value == url), "{}", function.binary);
        }
    }
}

#[test]
fn a_lease_outlives_its_function() {
    let blueprint = blueprint();
    let sync = function(&blueprint, "MeetingSync");
    let lease: u32 = sync.environment(&deployed).unwrap()["CONVOKE_LEASE_S"].parse().unwrap();
    assert!(lease >= sync.timeout_s + 10);
}

#[test]
fn the_api_gives_up_after_its_functions() {
    for function in blueprint().functions {
        assert!(function.routes.is_empty() || function.timeout_s < 30, "{}", function.binary);
    }
}

#[test]
fn parameters_reach_the_functions() {
    let blueprint = blueprint();
    let given = |reference: &Reference| match reference {
        Reference::Ref(name) if name == "ZoomApiUrl" => Some("http://zoom".to_owned()),
        Reference::Ref(name) if name == "PublicUrl" => Some("http://public".to_owned()),
        other => deployed(other),
    };
    let variables = function(&blueprint, "NotificationDeliver").environment(&given).unwrap();
    assert_eq!(variables["CONVOKE_ZOOM_API_URL"], "http://zoom");
    assert_eq!(variables["CONVOKE_PUBLIC_URL"], "http://public");
    assert!(!variables.contains_key("CONVOKE_ZOOM_TOKEN_URL"));
    let variables = function(&blueprint, "NotificationDeliver").environment(&deployed).unwrap();
    assert_eq!(variables["CONVOKE_PUBLIC_URL"], "https://api");
}

#[test]
fn the_functions_are_the_packages_under_functions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../functions");
    let packages: BTreeSet<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let blueprint = blueprint();
    let binaries: BTreeSet<_> = blueprint.binaries().map(str::to_owned).collect();
    assert_eq!(binaries, packages);
    for function in &blueprint.functions {
        assert_eq!(function.code, format!("../functions/{}", function.binary));
    }
}

#[test]
fn the_table_is_one_with_an_index_of_keys() {
    let table = blueprint().table;
    assert_eq!((table.partition_key.as_str(), table.sort_key.as_str()), ("pk", "sk"));
    assert_eq!(table.ttl_attribute.as_deref(), Some("expires_at"));
    let index = table.index.unwrap();
    assert_eq!((index.partition_key.as_str(), index.sort_key.as_str()), ("gsi1pk", "gsi1sk"));
    assert_eq!((index.name.as_str(), index.projection), ("gsi1", Projection::KeysOnly));
}

#[test]
fn generated_secrets_have_the_form_that_is_read() {
    let blueprint = blueprint();
    let ring = blueprint.secret("KeyringSecret").unwrap();
    assert_eq!(ring.string_template.as_deref(), Some(r#"{"current":"k1"}"#));
    assert_eq!(ring.generate_key.as_deref(), Some("k1"));
    // The vault refuses shorter ones.
    assert!(ring.length >= 32);
    let operator = blueprint.secret("OperatorSecret").unwrap();
    assert_eq!(operator.string_template.as_deref(), Some("{}"));
    assert_eq!(operator.generate_key.as_deref(), Some("token"));
    assert_eq!(ring.name, "convoke/keyring");
}

#[test]
fn the_clock_is_fired_every_minute_and_nothing_else_is() {
    let scheduled: Vec<_> = blueprint()
        .functions
        .into_iter()
        .filter_map(|function| Some((function.binary, function.schedule?)))
        .collect();
    assert_eq!(scheduled, [("clock".to_owned(), "rate(1 minute)".to_owned())]);
}
