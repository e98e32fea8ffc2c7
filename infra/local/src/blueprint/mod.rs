//! The deployment's template, read: what the local stack has to play. The template is the one that is
//! deployed, so there is no second description of the system that could differ from it.
//!
//! Types, properties and functions of `CloudFormation` that the template does not use are refused by
//! name rather than passed over.

mod declared;
mod error;
mod function;
mod grant;
mod node;
mod queue;
mod resource;
mod secret;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod wiring;

use std::sync::Arc;

pub use self::declared::STACK;
pub use self::error::BlueprintError;
pub use self::function::Function;
pub use self::grant::Grant;
pub use self::queue::Queue;
pub use self::secret::SecretTemplate;
pub use self::table::{Index, Projection, Table};
pub use self::value::{Piece, Reference, Resolve, Value};
pub use self::wiring::{QueueSource, Route};

use self::declared::Declared;
use self::node::Node;
use self::resource::{FUNCTION, QUEUE, Resources, SECRET, TABLE};
use self::wiring::Wiring;

const TEMPLATE: &str = include_str!("../../../template.yaml");

/// Everything that has to be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blueprint {
    /// The functions, in the template's order.
    pub functions: Vec<Function>,
    /// The queues, those for dead letters included, in the template's order.
    pub queues: Vec<Queue>,
    /// The one table.
    pub table: Table,
    /// The secrets, in the template's order.
    pub secrets: Vec<SecretTemplate>,
    declared: Arc<Declared>,
}

impl Blueprint {
    /// The blueprint of this system.
    ///
    /// # Errors
    /// A [`BlueprintError`] when the template says something that is not understood here.
    pub fn load() -> Result<Self, BlueprintError> {
        Self::parse(TEMPLATE)
    }

    /// The blueprint that a template describes.
    ///
    /// # Errors
    /// A [`BlueprintError`] that says where the template is wrong or not understood.
    pub fn parse(text: &str) -> Result<Self, BlueprintError> {
        let yaml = serde_yaml_ng::from_str(text)?;
        let root = Node::root(&yaml);
        let declared = Arc::new(Declared::read(&root)?);
        let resources = Resources::read(&root)?;
        let queues = resources.of(QUEUE).map(|queue| Queue::read(queue, &resources, &declared));
        let secrets = resources.of(SECRET).map(|secret| SecretTemplate::read(secret, &declared));
        Ok(Self {
            functions: functions(&root, &resources, &declared)?,
            queues: queues.collect::<Result<_, _>>()?,
            table: table(&root, &resources, &declared)?,
            secrets: secrets.collect::<Result<_, _>>()?,
            declared,
        })
    }

    /// The queue with this logical id.
    #[must_use]
    pub fn queue(&self, logical_id: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.logical_id == logical_id)
    }

    /// The secret with this logical id.
    #[must_use]
    pub fn secret(&self, logical_id: &str) -> Option<&SecretTemplate> {
        self.secrets.iter().find(|secret| secret.logical_id == logical_id)
    }

    /// The default of a parameter, if it has one.
    #[must_use]
    pub fn default_of(&self, parameter: &str) -> Option<String> {
        self.declared.default_of(parameter).map(str::to_owned)
    }

    /// The functions' packages, each of which holds a binary of the same name.
    pub fn binaries(&self) -> impl Iterator<Item = &str> {
        self.functions.iter().map(|function| function.binary.as_str())
    }
}

fn functions(
    root: &Node<'_>,
    resources: &Resources<'_>,
    declared: &Arc<Declared>,
) -> Result<Vec<Function>, BlueprintError> {
    let globals = root.find_path(&["Globals", "Function"]);
    let mut wiring = Wiring::read(resources, declared)?;
    let read =
        |resource| Function::read(resource, globals.as_ref(), resources, &mut wiring, declared);
    resources.of(FUNCTION).map(read).collect()
}

fn table(
    root: &Node<'_>,
    resources: &Resources<'_>,
    declared: &Declared,
) -> Result<Table, BlueprintError> {
    let mut tables = resources.of(TABLE);
    match (tables.next(), tables.next()) {
        (Some(table), None) => Table::read(table, declared),
        _ => Err(root.wrong("a template with exactly one table")),
    }
}
