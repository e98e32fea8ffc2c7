//! Answers and errors in the form in which each service gives them.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::usage::{Cost, Service};

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");

/// The answer to one call with what it cost.
pub(super) struct Answer {
    pub(super) response: Response<Bytes>,
    pub(super) resource: Option<String>,
    pub(super) cost: Cost,
}

impl Answer {
    /// An answer that cost nothing beyond its request.
    pub(super) fn free(response: Response<Bytes>) -> Self {
        Self { response, resource: None, cost: Cost::default() }
    }
}

/// The media type of a service's requests and answers.
fn media_type(service: Service) -> HeaderValue {
    HeaderValue::from_static(match service {
        Service::DynamoDb | Service::Sqs => "application/x-amz-json-1.0",
        Service::SecretsManager => "application/x-amz-json-1.1",
        Service::Ses => "application/json",
    })
}

/// A body in the service's media type.
pub(super) fn answer(service: Service, status: StatusCode, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, media_type(service));
    response
}

/// A successful answer with a JSON body.
pub(super) fn success(service: Service, body: &Value) -> Response<Bytes> {
    answer(service, StatusCode::OK, Bytes::from(body.to_string()))
}

/// A refusal with AWS's name for the error, without the name space.
///
/// The JSON protocols carry the name in `__type`; the REST protocol of SES in a header; SQS adds
/// the name that its old query protocol had, which SDKs report as the code.
pub(super) fn refusal(
    service: Service,
    status: StatusCode,
    code: &str,
    message: &str,
) -> Response<Bytes> {
    let body = match service {
        Service::DynamoDb => {
            json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": message})
        }
        Service::Sqs => json!({"__type": format!("com.amazonaws.sqs#{code}"), "message": message}),
        Service::SecretsManager => json!({"__type": code, "Message": message}),
        Service::Ses => json!({"message": message}),
    };
    let mut response = answer(service, status, Bytes::from(body.to_string()));
    let header = match service {
        Service::Ses => Some((ERROR_TYPE, code.to_owned())),
        Service::Sqs => Some((QUERY_ERROR, query_error(status, code))),
        Service::DynamoDb | Service::SecretsManager => None,
    };
    if let Some((name, value)) = header
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        response.headers_mut().insert(name, value);
    }
    response
}

fn query_error(status: StatusCode, code: &str) -> String {
    let side = if status.is_server_error() { "Receiver" } else { "Sender" };
    let name = match code {
        "QueueDoesNotExist" => "AWS.SimpleQueueService.NonExistentQueue",
        other => other,
    };
    format!("{name};{side}")
}
