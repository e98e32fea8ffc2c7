//! What SQS refuses, under the names of its API reference.

use bytes::Bytes;
use http::{Response, StatusCode};
use thiserror::Error;

use crate::aws::answer::refusal;
use crate::aws::usage::Service;

/// A refusal of SQS.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SqsError {
    /// No queue has that name.
    #[error("The specified queue does not exist.")]
    QueueDoesNotExist,
    /// A queue has that name and other attributes.
    #[error("A queue already exists with the same name and a different value for attribute {0}")]
    QueueNameExists(String),
    /// A parameter has a value outside its range.
    #[error("{0}")]
    InvalidParameterValue(String),
    /// A parameter is not there that must be.
    #[error("The request must contain the parameter {0}.")]
    MissingParameter(&'static str),
    /// The queue has no such attribute.
    #[error("Unknown Attribute {0}.")]
    InvalidAttributeName(String),
    /// The body has characters that SQS does not carry.
    #[error(
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF."
    )]
    InvalidMessageContents,
    /// The receipt was not given out by this queue.
    #[error("The input receipt handle is invalid.")]
    ReceiptHandleIsInvalid,
    /// The message is not being worked on under this receipt.
    #[error("The specified message isn't in flight.")]
    MessageNotInflight,
    /// A batch has no entry.
    #[error("There should be at least one entry in the request.")]
    EmptyBatchRequest,
    /// A batch has more than ten entries.
    #[error("Maximum number of entries per request are 10. You have sent {0}.")]
    TooManyEntriesInBatchRequest(usize),
    /// Two entries of a batch have one id.
    #[error("Id {0} repeated.")]
    BatchEntryIdsNotDistinct(String),
    /// An entry's id is not 1 to 80 letters, digits, `-` and `_`.
    #[error(
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."
    )]
    InvalidBatchEntryId,
    /// The messages of a batch are too long together.
    #[error("Batch requests cannot be longer than {limit} bytes. You have sent {sent} bytes.")]
    BatchRequestTooLong {
        /// What a batch may weigh, in bytes.
        limit: usize,
        /// What this one weighs, in bytes.
        sent: usize,
    },
    /// The operation exists at AWS but not here, or nowhere.
    #[error("The operation {0} is not part of the local stack.")]
    UnsupportedOperation(String),
    /// The request is not JSON of the operation's shape.
    #[error("The request can't be read: {0}")]
    SerializationException(String),
}

impl SqsError {
    /// The error's name as the JSON protocol gives it, without the name space.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::QueueDoesNotExist => "QueueDoesNotExist",
            Self::QueueNameExists(_) => "QueueNameExists",
            Self::InvalidParameterValue(_) => "InvalidParameterValue",
            Self::MissingParameter(_) => "MissingParameter",
            Self::InvalidAttributeName(_) => "InvalidAttributeName",
            Self::InvalidMessageContents => "InvalidMessageContents",
            Self::ReceiptHandleIsInvalid => "ReceiptHandleIsInvalid",
            Self::MessageNotInflight => "MessageNotInflight",
            Self::EmptyBatchRequest => "EmptyBatchRequest",
            Self::TooManyEntriesInBatchRequest(_) => "TooManyEntriesInBatchRequest",
            Self::BatchEntryIdsNotDistinct(_) => "BatchEntryIdsNotDistinct",
            Self::InvalidBatchEntryId => "InvalidBatchEntryId",
            Self::BatchRequestTooLong { .. } => "BatchRequestTooLong",
            Self::UnsupportedOperation(_) => "UnsupportedOperation",
            Self::SerializationException(_) => "SerializationException",
        }
    }

    /// A parameter outside its range, with the range.
    pub(super) fn out_of_range(parameter: &str, value: i64, range: &str) -> Self {
        Self::InvalidParameterValue(format!(
            "Value {value} for parameter {parameter} is invalid. Reason: Must be {range}."
        ))
    }

    /// The HTTP answer.
    pub(super) fn response(&self) -> Response<Bytes> {
        refusal(Service::Sqs, StatusCode::BAD_REQUEST, self.code(), &self.to_string())
    }
}
