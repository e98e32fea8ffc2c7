//! What leads to a function: HTTP routes and queues.

use super::declared::Declared;
use super::error::BlueprintError;
use super::node::Node;
use super::resource::{FUNCTION, INTEGRATION, MAPPING, QUEUE, ROUTE, Resources};
use super::value::{Piece, Reference, Value};

/// A mapping's batch size where it gives none (AWS Lambda: `CreateEventSourceMapping`).
const BATCH: u32 = 10;

/// A route of the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method, or `ANY`.
    pub method: String,
    /// The path with its variables, such as `/v1/hooks/{tenant}/{source}` or `/v1/{proxy+}`.
    pub path: String,
}

/// A queue that a function works off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueSource {
    /// The queue's logical id.
    pub queue: String,
    /// The most messages in one invocation.
    pub batch_size: u32,
    /// The most invocations at a time; `None` when only Lambda's own limits count.
    pub max_concurrency: Option<u32>,
    /// Whether the function's answer names the messages that failed; without it a batch ends whole.
    pub reports_failures: bool,
}

/// Routes and queues with the logical ids of their functions.
#[derive(Debug, Default)]
pub(super) struct Wiring {
    routes: Vec<(String, Route)>,
    queue_sources: Vec<(String, QueueSource)>,
}

impl Wiring {
    pub(super) fn read(
        resources: &Resources<'_>,
        declared: &Declared,
    ) -> Result<Self, BlueprintError> {
        let mut wiring = Self::default();
        for route in resources.of(ROUTE) {
            wiring.routes.push(read_route(&route.properties, resources, declared)?);
        }
        for mapping in resources.of(MAPPING) {
            wiring.queue_sources.push(read_source(&mapping.properties, resources, declared)?);
        }
        Ok(wiring)
    }

    pub(super) fn routes_of(&mut self, function: &str) -> Vec<Route> {
        self.routes.extract_if(.., |(id, _)| id == function).map(|(_, route)| route).collect()
    }

    pub(super) fn queue_sources_of(&mut self, function: &str) -> Vec<QueueSource> {
        self.queue_sources
            .extract_if(.., |(id, _)| id == function)
            .map(|(_, queue)| queue)
            .collect()
    }
}

/// A route names its integration, and the integration its function.
fn read_route(
    node: &Node<'_>,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<(String, Route), BlueprintError> {
    node.only(&["ApiId", "RouteKey", "Target"])?;
    let key = node.need("RouteKey")?;
    let text = key.text()?;
    let (method, path) = text.split_once(' ').ok_or_else(|| key.wrong("a method and a path"))?;
    let route = Route { method: method.to_owned(), path: path.to_owned() };
    let target = node.need("Target")?;
    let integration = match Value::read(&target, declared)? {
        Value::Sub(pieces) => integration_of(&pieces),
        Value::Text(_) | Value::Ref(_) | Value::GetAtt(..) | Value::If { .. } => None,
    };
    let integration = integration.ok_or_else(|| target.wrong("integrations/${…}"))?;
    let integration = &resources.get(INTEGRATION, &integration, &target)?.properties;
    Ok((function_of_integration(integration, resources, declared)?, route))
}

fn integration_of(pieces: &[Piece]) -> Option<String> {
    match pieces {
        [Piece::Text(before), Piece::Reference(Reference::Ref(id))]
            if before == "integrations/" =>
        {
            Some(id.clone())
        }
        _ => None,
    }
}

fn function_of_integration(
    node: &Node<'_>,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<String, BlueprintError> {
    node.only(&["ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion"])?;
    node.need("IntegrationType")?.must_be("AWS_PROXY")?;
    node.need("PayloadFormatVersion")?.must_be("2.0")?;
    arn(&node.need("IntegrationUri")?, FUNCTION, resources, declared)
}

fn read_source(
    node: &Node<'_>,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<(String, QueueSource), BlueprintError> {
    node.only(&[
        "BatchSize",
        "EventSourceArn",
        "FunctionName",
        "FunctionResponseTypes",
        "ScalingConfig",
    ])?;
    let function = node.need("FunctionName")?;
    let Value::Ref(id) = Value::read(&function, declared)? else {
        return Err(function.wrong("a `!Ref` of a function"));
    };
    resources.get(FUNCTION, &id, &function)?;
    let concurrency = node.find_path(&["ScalingConfig", "MaximumConcurrency"]);
    let source = QueueSource {
        queue: arn(&node.need("EventSourceArn")?, QUEUE, resources, declared)?,
        batch_size: node.find("BatchSize").map_or(Ok(BATCH), |size| size.number())?,
        max_concurrency: concurrency.map(|most| default_number(&most, declared)).transpose()?,
        reports_failures: reports_failures(node)?,
    };
    Ok((id, source))
}

/// A number, also where a parameter's default gives it.
fn default_number(node: &Node<'_>, declared: &Declared) -> Result<u32, BlueprintError> {
    let text = Value::read(node, declared)?.evaluate(declared, &|_| None)?;
    text.and_then(|text| text.parse().ok()).ok_or_else(|| node.wrong("a whole number"))
}

fn reports_failures(node: &Node<'_>) -> Result<bool, BlueprintError> {
    let Some(types) = node.find("FunctionResponseTypes") else { return Ok(false) };
    let types = types.items()?;
    for kind in &types {
        kind.must_be("ReportBatchItemFailures")?;
    }
    Ok(!types.is_empty())
}

/// The logical id behind a `!GetAtt ….Arn` of a resource of this type.
fn arn(
    node: &Node<'_>,
    kind: &str,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<String, BlueprintError> {
    match Value::read(node, declared)? {
        Value::GetAtt(id, attribute) if attribute == "Arn" => {
            resources.get(kind, &id, node)?;
            Ok(id)
        }
        _ => Err(node.wrong(&format!("the `!GetAtt ….Arn` of an {kind}"))),
    }
}
