//! From the template to what runs: the table, the queues, the secrets, the functions' environments.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use ring::rand::{SecureRandom as _, SystemRandom};
use serde_json::{Map, Value};

use super::rights::rights;
use super::{Addresses, StackError, StackOptions};
use crate::aws::{Aws, IndexSpec, QueueSpec, TableSpec};
use crate::blueprint::{Blueprint, Function, Queue, Reference, SecretTemplate};
use crate::gates::Gates;
use crate::lambda::{FunctionSpec, Route, SourceSpec};
use crate::sim::Simulators;

/// Who mails are from on this machine.
pub(super) const MAIL_FROM: &str = "meetings@convoke.example";
/// How long functions keep a configuration here, in seconds: short, for whoever tries things out.
const CONFIG_TTL_S: &str = "1";

/// Where a blueprint is played.
pub(super) struct Place<'a> {
    pub aws: &'a Aws,
    pub sims: &'a Simulators,
    pub addresses: &'a Addresses,
    pub gates: Option<&'a Gates>,
}

impl Place<'_> {
    /// Makes everything that the blueprint names, and tells how each function is to run.
    pub async fn provision(
        &self,
        blueprint: &Blueprint,
        options: &StackOptions,
        binaries: &Path,
    ) -> Result<Vec<FunctionSpec>, StackError> {
        self.aws.create_table(&table(blueprint)).await?;
        for queue in in_order(&blueprint.queues) {
            self.aws.create_queue(&queue_spec(blueprint, queue, options))?;
        }
        for secret in &blueprint.secrets {
            self.put_secret(secret, options).await?;
        }
        self.aws.allow(Arc::new(rights(blueprint)));
        let functions = blueprint.functions.iter();
        functions.map(|function| self.function(blueprint, function, options, binaries)).collect()
    }

    fn function(
        &self,
        blueprint: &Blueprint,
        function: &Function,
        options: &StackOptions,
        binaries: &Path,
    ) -> Result<FunctionSpec, StackError> {
        let mut environment =
            function.environment(&|reference| self.resolve(blueprint, reference))?;
        environment.extend(self.sims.env(&self.addresses.sim));
        for (name, value) in [
            ("AWS_REGION", "us-east-1"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            // Who signs is who asks: its role decides.
            ("AWS_ACCESS_KEY_ID", &function.binary),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_SESSION_TOKEN", "local"),
            ("AWS_ENDPOINT_URL", &self.addresses.aws),
            // What tenants configure here is on this machine, too.
            ("CONVOKE_PRIVATE_ADDRESSES", "allow"),
            // The simulated vendors have one workspace each, for whoever tries things out.
            ("CONVOKE_SHARED_WORKSPACES", "allow"),
        ] {
            environment.insert(name.to_owned(), value.to_owned());
        }
        environment.extend(options.environment.clone());
        Ok(FunctionSpec {
            name: function.binary.clone(),
            program: binaries.join(&function.binary),
            timeout: std::time::Duration::from_secs(function.timeout_s.into()),
            memory_mb: function.memory_mb,
            environment,
            concurrency: options.concurrency,
            gates: self.gates.cloned(),
        })
    }

    /// What a reference of the template is on this machine; `None` for what is not here.
    fn resolve(&self, blueprint: &Blueprint, reference: &Reference) -> Option<String> {
        let name = match reference {
            Reference::Ref(name) | Reference::Att(name, _) => name,
        };
        if let Some(queue) = blueprint.queues.iter().find(|queue| queue.logical_id == *name) {
            return Some(match reference {
                Reference::Ref(_) => self.aws.queue_url(&queue.name()),
                Reference::Att(..) => self.aws.queue_arn(&queue.name()),
            });
        }
        if blueprint.table.logical_id == *name {
            return Some(blueprint.table.name.clone());
        }
        if let Some(secret) = blueprint.secrets.iter().find(|secret| secret.logical_id == *name) {
            return Some(secret.name.clone());
        }
        self.parameter(name)
    }

    fn parameter(&self, name: &str) -> Option<String> {
        match name {
            "MailFrom" => Some(MAIL_FROM.to_owned()),
            "PublicUrl" => Some(self.addresses.api.clone()),
            "ConfigTtlSeconds" => Some(CONFIG_TTL_S.to_owned()),
            "AWS::Region" => Some("us-east-1".to_owned()),
            "AWS::AccountId" => Some("123456789012".to_owned()),
            _ => None,
        }
    }

    /// A secret that is there keeps its value, as it does in a deployment; only the operator token
    /// follows the command line.
    async fn put_secret(
        &self,
        secret: &SecretTemplate,
        options: &StackOptions,
    ) -> Result<(), StackError> {
        // Whoever runs a deployment puts the providers' applications in; here they are the simulated ones'.
        if secret.logical_id == "ProviderAppsSecret" {
            return Ok(self.aws.put_secret(&secret.name, &self.sims.applications()).await?);
        }
        let is_operator = secret.generate_key.as_deref() == Some("token");
        if self.aws.has_secret(&secret.name).await && !is_operator {
            return Ok(());
        }
        let text = if is_operator {
            options.operator_token.clone()
        } else {
            random(secret.length).ok_or(StackError::NoRandom)?
        };
        Ok(self.aws.put_secret(&secret.name, &content(secret, text)).await?)
    }
}

/// The secret with its generated part, as `CloudFormation` puts it together.
fn content(secret: &SecretTemplate, generated: String) -> Value {
    let template = secret.string_template.as_deref().unwrap_or_default();
    let template: Option<Map<String, Value>> = serde_json::from_str(template).ok();
    match (template, &secret.generate_key) {
        (Some(mut fields), Some(key)) => {
            fields.insert(key.clone(), generated.into());
            fields.into()
        }
        _ => generated.into(),
    }
}

/// Letters and digits; `None` when the machine gives no random bytes.
fn random(length: u32) -> Option<String> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 64)])).collect())
}

fn table(blueprint: &Blueprint) -> TableSpec {
    let table = &blueprint.table;
    TableSpec {
        name: table.name.clone(),
        partition_key: table.partition_key.clone(),
        sort_key: table.sort_key.clone(),
        index: table.index.as_ref().map(|index| IndexSpec {
            name: index.name.clone(),
            partition_key: index.partition_key.clone(),
            sort_key: index.sort_key.clone(),
        }),
        ttl_attribute: table.ttl_attribute.clone(),
    }
}

/// Dead-letter queues first: a queue names its own when it is made.
fn in_order(queues: &[Queue]) -> Vec<&Queue> {
    let mut queues: Vec<_> = queues.iter().collect();
    queues.sort_by_key(|queue| queue.dead_letter.is_some());
    queues
}

fn queue_spec(blueprint: &Blueprint, queue: &Queue, options: &StackOptions) -> QueueSpec {
    let name_of = |id: &str| blueprint.queue(id).map_or_else(|| id.to_owned(), Queue::name);
    QueueSpec {
        name: queue.name(),
        visibility_s: options.visibility_s.unwrap_or(queue.visibility_s),
        retention_s: queue.retention_s,
        dead_letter: queue.dead_letter.as_ref().map(|(id, receives)| (name_of(id), *receives)),
    }
}

/// The API's routes.
pub(super) fn routes(blueprint: &Blueprint) -> Vec<Route> {
    let of = |function: &Function| {
        let name = function.binary.clone();
        let routes = function.routes.clone().into_iter();
        routes.map(move |route| Route {
            method: route.method,
            path: route.path,
            function: name.clone(),
        })
    };
    blueprint.functions.iter().flat_map(of).collect()
}

/// The queues that functions are fed from.
pub(super) fn sources(blueprint: &Blueprint, aws: &Aws, options: &StackOptions) -> Vec<SourceSpec> {
    let concurrency = options.concurrency;
    let of = |function: &Function| {
        let name = function.binary.clone();
        let sources = function.queue_sources.clone().into_iter();
        let queues: BTreeMap<_, _> =
            blueprint.queues.iter().map(|queue| (&*queue.logical_id, queue.name())).collect();
        sources
            .map(|source| {
                let queue = queues.get(&*source.queue).cloned().unwrap_or(source.queue);
                SourceSpec {
                    queue_arn: aws.queue_arn(&queue),
                    queue,
                    function: name.clone(),
                    batch_size: options.batch_size.unwrap_or(source.batch_size),
                    concurrency: source
                        .max_concurrency
                        .and_then(|most| usize::try_from(most).ok())
                        .map_or(concurrency, |most| most.min(concurrency)),
                }
            })
            .collect::<Vec<_>>()
    };
    blueprint.functions.iter().flat_map(of).collect()
}
