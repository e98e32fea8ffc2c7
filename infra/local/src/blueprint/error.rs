//! What can be wrong with a template.

use super::value::Reference;

/// A template that can't be read, or says something that only AWS understands.
#[derive(Debug, thiserror::Error)]
pub enum BlueprintError {
    /// It is not YAML.
    #[error("the template is not YAML")]
    Yaml(#[from] serde_yaml_ng::Error),
    /// Something is not there.
    #[error("{at}: `{key}` is missing")]
    Missing {
        /// Where, as the path of keys from the root.
        at: String,
        /// What.
        key: String,
    },
    /// Something is not of the form it must have.
    #[error("{at}: must be {expected}")]
    Wrong {
        /// Where, as the path of keys from the root.
        at: String,
        /// What was expected.
        expected: String,
    },
    /// Something that AWS understands and this reader does not.
    #[error("{at}: {what} is not supported locally")]
    Unsupported {
        /// Where, as the path of keys from the root.
        at: String,
        /// What.
        what: String,
    },
    /// A reference to something that the template does not declare.
    #[error("{at}: the template declares no `{name}`")]
    Undeclared {
        /// Where, as the path of keys from the root.
        at: String,
        /// What is referred to.
        name: String,
    },
    /// A reference for which there is no value here.
    #[error("{reference} has no value")]
    Unresolved {
        /// The reference.
        reference: Reference,
    },
}
