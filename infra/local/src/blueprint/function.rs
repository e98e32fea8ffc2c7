//! Functions: what they run, with which environment, and what calls them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::declared::Declared;
use super::error::BlueprintError;
use super::grant::{Grant, grants};
use super::node::Node;
use super::resource::{Resource, Resources};
use super::value::{Resolve, Value};
use super::wiring::{QueueSource, Route, Wiring};

/// SAM's own values where neither the function nor the template's globals say otherwise (AWS Lambda:
/// `CreateFunction`, `Timeout` and `MemorySize`).
const TIMEOUT_S: u32 = 3;
const MEMORY_MB: u32 = 128;

const PROPERTIES: [&str; 14] = [
    "Architectures",
    "CodeUri",
    "Description",
    "Environment",
    "EventInvokeConfig",
    "Events",
    "Handler",
    "LoggingConfig",
    "MemorySize",
    "Role",
    "Runtime",
    "Tags",
    "Timeout",
    "Tracing",
];

/// A Lambda function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name in the template, such as `MeetingSync`.
    pub logical_id: String,
    /// The package and the binary, such as `meeting-sync`.
    pub binary: String,
    /// Where its package lies, relative to the template.
    pub code: String,
    /// Seconds that one invocation may take.
    pub timeout_s: u32,
    /// Megabytes that it may use.
    pub memory_mb: u32,
    /// Its environment variables, not yet resolved; those of all functions included.
    pub environment: BTreeMap<String, Value>,
    /// The HTTP routes that lead to it.
    pub routes: Vec<Route>,
    /// The queues that it works off.
    pub queue_sources: Vec<QueueSource>,
    /// What it may do at AWS.
    pub grants: Vec<Grant>,
    /// The schedule that fires it, such as `rate(1 minute)`.
    pub schedule: Option<String>,
    declared: Arc<Declared>,
}

impl Function {
    /// The environment with every reference resolved; a variable that is `AWS::NoValue` is left out.
    /// Where `resolve` has no value for a parameter, the parameter's default counts, also in
    /// conditions.
    ///
    /// # Errors
    /// [`BlueprintError::Unresolved`] for a reference that has neither a value nor a default.
    pub fn environment(
        &self,
        resolve: &Resolve<'_>,
    ) -> Result<BTreeMap<String, String>, BlueprintError> {
        let mut variables = BTreeMap::new();
        for (name, value) in &self.environment {
            if let Some(text) = value.evaluate(&self.declared, resolve)? {
                variables.insert(name.clone(), text);
            }
        }
        Ok(variables)
    }

    pub(super) fn read(
        resource: &Resource<'_>,
        globals: Option<&Node<'_>>,
        resources: &Resources<'_>,
        wiring: &mut Wiring,
        declared: &Arc<Declared>,
    ) -> Result<Self, BlueprintError> {
        let own = &resource.properties;
        for node in globals.into_iter().chain([own]) {
            node.only(&PROPERTIES)?;
        }
        let setting = |key: &str| own.find(key).or_else(|| globals.and_then(|node| node.find(key)));
        let number =
            |key: &str, default: u32| setting(key).map_or(Ok(default), |node| node.number());
        let binary = resource.node.need("Metadata")?.need("BuildProperties")?.need("Binary")?;
        Ok(Self {
            logical_id: resource.id.clone(),
            binary: binary.text()?,
            code: own.need("CodeUri")?.text()?,
            timeout_s: number("Timeout", TIMEOUT_S)?,
            memory_mb: number("MemorySize", MEMORY_MB)?,
            environment: environment(own, globals, declared)?,
            routes: wiring.routes_of(&resource.id),
            queue_sources: wiring.queue_sources_of(&resource.id),
            grants: grants(own, resources, declared)?,
            schedule: schedule(own)?,
            declared: Arc::clone(declared),
        })
    }
}

/// The variables of all functions, with the function's own on top.
fn environment(
    own: &Node<'_>,
    globals: Option<&Node<'_>>,
    declared: &Declared,
) -> Result<BTreeMap<String, Value>, BlueprintError> {
    let mut variables = BTreeMap::new();
    for node in globals.into_iter().chain([own]) {
        let Some(written) = node.find_path(&["Environment", "Variables"]) else { continue };
        for (name, value) in written.entries()? {
            variables.insert(name, Value::read(&value, declared)?);
        }
    }
    Ok(variables)
}

/// The one schedule among the SAM events. Others are refused: routes and queues are resources of
/// their own in our template.
fn schedule(own: &Node<'_>) -> Result<Option<String>, BlueprintError> {
    let events = own.find("Events").map_or_else(|| Ok(Vec::new()), |node| node.entries())?;
    let mut schedule = None;
    for (_, event) in events {
        event.need("Type")?.must_be("Schedule")?;
        let properties = event.need("Properties")?;
        properties.only(&["Schedule", "RetryPolicy"])?;
        if schedule.replace(properties.need("Schedule")?.text()?).is_some() {
            return Err(event.unsupported("a second schedule"));
        }
    }
    Ok(schedule)
}
