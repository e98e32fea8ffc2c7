//! IAM's part: a function may do what its role allows, and nothing else. What it did is kept, so that
//! a test can find what is allowed and never needed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::answer::{Answer, refusal};
use super::gateway::Target;
use super::usage::Service;
use super::{Aws, locked};

/// That someone may do something, or did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    /// The function, which signs with its name as the access key.
    pub function: String,
    /// The action as IAM names it, such as `dynamodb:Query`.
    pub action: String,
    /// The table, index (`convoke/index/gsi1`), queue, secret or sender by its name.
    pub on: String,
}

/// Who may do what, and who did.
#[derive(Default)]
pub(super) struct Access {
    allowed: Mutex<Arc<BTreeSet<Right>>>,
    used: Mutex<BTreeSet<Right>>,
}

impl Aws {
    /// From now on, functions that are named here may do only this. Others, who are no functions,
    /// may go on as before.
    pub fn allow(&self, rights: Arc<BTreeSet<Right>>) {
        *locked(&self.services.access.allowed) = rights;
    }

    /// Every right that was made use of.
    #[must_use]
    pub fn used(&self) -> BTreeSet<Right> {
        locked(&self.services.access.used).clone()
    }

    /// The refusal of what the caller may not do.
    pub(super) fn deny(&self, target: &Target, request: &Parts, body: &Bytes) -> Option<Answer> {
        let function = principal(request)?;
        let access = &self.services.access;
        let allowed = Arc::clone(&locked(&access.allowed));
        if !allowed.iter().any(|right| right.function == function) {
            return None;
        }
        for right in rights(&function, target, body) {
            if !allowed.contains(&right) {
                return Some(denied(target.service, &right));
            }
            locked(&access.used).insert(right);
        }
        None
    }
}

/// The access key that signed a request (AWS Signature Version 4, `Credential=<key>/<scope>`).
fn principal(request: &Parts) -> Option<String> {
    let signature = request.headers.get("authorization")?.to_str().ok()?;
    let (_, credential) = signature.split_once("Credential=")?;
    Some(credential.split_once('/')?.0.to_owned())
}

/// What a request names.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Named {
    table_name: Option<String>,
    index_name: Option<String>,
    request_items: Map<String, Value>,
    queue_url: Option<String>,
    secret_id: Option<String>,
    from_email_address: Option<String>,
}

impl Named {
    fn all(self) -> Vec<String> {
        let table = self.table_name.map(|table| match self.index_name {
            Some(index) => format!("{table}/index/{index}"),
            None => table,
        });
        let queue = self.queue_url.and_then(|url| url.rsplit('/').next().map(str::to_owned));
        let single = [table, queue, self.secret_id, self.from_email_address];
        let names = single
            .into_iter()
            .flatten()
            .chain(self.request_items.into_iter().map(|(table, _)| table));
        let names: Vec<_> = names.collect();
        // What names nothing needs a right on everything, which nobody has.
        if names.is_empty() { vec!["*".to_owned()] } else { names }
    }
}

/// What IAM asks for before a request is performed. A batch of messages is the single action.
fn rights(function: &str, target: &Target, body: &Bytes) -> Vec<Right> {
    let operation = match target.service {
        Service::Sqs => target.operation.trim_end_matches("Batch"),
        Service::DynamoDb | Service::SecretsManager | Service::Ses => &target.operation,
    };
    let actions = match target.service {
        Service::DynamoDb => vec![format!("dynamodb:{operation}")],
        Service::Sqs => vec![format!("sqs:{operation}")],
        Service::SecretsManager => vec![format!("secretsmanager:{operation}")],
        // The reference names the first for this operation; refusals of raw mails name the second.
        Service::Ses => vec!["ses:SendEmail".to_owned(), "ses:SendRawEmail".to_owned()],
    };
    let named: Named = serde_json::from_slice(body).unwrap_or_default();
    let right = |(action, on)| Right { function: function.to_owned(), action, on };
    let resources = named.all();
    let pairs = actions.into_iter().flat_map(|action| {
        resources.iter().map(move |name| (action.clone(), name.clone())).collect::<Vec<_>>()
    });
    pairs.map(right).collect()
}

fn denied(service: Service, right: &Right) -> Answer {
    let code = match service {
        Service::Sqs => "AccessDenied",
        Service::DynamoDb | Service::SecretsManager | Service::Ses => "AccessDeniedException",
    };
    let Right { function, action, on } = right;
    let message = format!(
        "{function} is not authorized to perform: {action} on resource: {on} because no \
         identity-based policy allows the {action} action"
    );
    let status = match service {
        Service::Sqs | Service::Ses => StatusCode::FORBIDDEN,
        Service::DynamoDb | Service::SecretsManager => StatusCode::BAD_REQUEST,
    };
    Answer::free(refusal(service, status, code, &message))
}
