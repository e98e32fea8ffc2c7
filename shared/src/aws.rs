//! The AWS SDK over our one [`Transport`]: no second HTTP client, no credential chain, no retries of
//! its own. Each client is built on first use, because few invocations need them all.

use std::sync::{Arc, OnceLock};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use bytes::Bytes;

use crate::config::AwsEnvironment;
use crate::domain::fault::Fault;
use crate::transport::{Transport, TransportFault};

/// The AWS clients of one process.
#[derive(Clone)]
pub struct Aws {
    parts: Arc<Parts>,
}

struct Parts {
    bridge: Bridge,
    environment: AwsEnvironment,
    dynamodb: OnceLock<aws_sdk_dynamodb::Client>,
    sqs: OnceLock<aws_sdk_sqs::Client>,
    secrets: OnceLock<aws_sdk_secretsmanager::Client>,
    ses: OnceLock<aws_sdk_sesv2::Client>,
}

/// Builds one service's client; the services' builders are alike but share no trait.
macro_rules! client {
    ($sdk:ident, $parts:expr) => {{
        let parts = &$parts;
        let environment = &parts.environment;
        let credentials = Credentials::from_keys(
            environment.access_key_id.clone(),
            environment.secret_access_key.expose(),
            environment.session_token.as_ref().map(|token| token.expose().to_owned()),
        );
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::v2026_01_12())
            .region($sdk::config::Region::new(environment.region.clone()))
            .credentials_provider(credentials)
            .identity_cache($sdk::config::IdentityCache::no_cache())
            .retry_config($sdk::config::retry::RetryConfig::disabled())
            .timeout_config($sdk::config::timeout::TimeoutConfig::disabled())
            .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled())
            .http_client(parts.bridge.clone());
        config.set_endpoint_url(environment.endpoint.clone());
        $sdk::Client::from_conf(config.build())
    }};
}

impl Aws {
    /// Clients that go out through `transport`.
    #[must_use]
    pub fn new(transport: Transport, environment: AwsEnvironment) -> Self {
        let parts = Parts {
            bridge: Bridge(transport),
            environment,
            dynamodb: OnceLock::new(),
            sqs: OnceLock::new(),
            secrets: OnceLock::new(),
            ses: OnceLock::new(),
        };
        Self { parts: Arc::new(parts) }
    }

    /// `DynamoDB`.
    #[must_use]
    pub fn dynamodb(&self) -> &aws_sdk_dynamodb::Client {
        self.parts.dynamodb.get_or_init(|| client!(aws_sdk_dynamodb, self.parts))
    }

    /// SQS.
    #[must_use]
    pub fn sqs(&self) -> &aws_sdk_sqs::Client {
        self.parts.sqs.get_or_init(|| client!(aws_sdk_sqs, self.parts))
    }

    /// Secrets Manager.
    #[must_use]
    pub fn secrets(&self) -> &aws_sdk_secretsmanager::Client {
        self.parts.secrets.get_or_init(|| client!(aws_sdk_secretsmanager, self.parts))
    }

    /// SES, version 2.
    #[must_use]
    pub fn ses(&self) -> &aws_sdk_sesv2::Client {
        self.parts.ses.get_or_init(|| client!(aws_sdk_sesv2, self.parts))
    }
}

/// Hands the SDK's requests to the transport.
#[derive(Clone, Debug)]
struct Bridge(Transport);

impl HttpClient for Bridge {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Bridge {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let transport = self.0.clone();
        HttpConnectorFuture::new(async move {
            let request = plain(request)?;
            let answer = transport.send(request).await.map_err(connector_error)?;
            HttpResponse::try_from(answer.map(SdkBody::from))
                .map_err(|e| ConnectorError::other(e.into(), None))
        })
    }
}

/// The SDK's request with its body in memory; none of the calls we make streams.
fn plain(request: HttpRequest) -> Result<http::Request<Bytes>, ConnectorError> {
    let request = request.try_into_http1x().map_err(|e| ConnectorError::user(e.into()))?;
    let (parts, body) = request.into_parts();
    let body = body.bytes().map(Bytes::copy_from_slice);
    let body = body.ok_or_else(|| ConnectorError::user("a streamed request body".into()))?;
    Ok(http::Request::from_parts(parts, body))
}

fn connector_error(fault: TransportFault) -> ConnectorError {
    match fault {
        TransportFault::NotSent(_) => ConnectorError::io(fault.into()),
        TransportFault::Lost(_) => ConnectorError::timeout(fault.into()),
    }
}

/// What a failed AWS call means for the work: it comes again. Only the code is kept, because AWS's
/// messages may quote keys, and ours hold foreign ids.
pub fn fault<E: ProvideErrorMetadata, R>(operation: &str, error: &SdkError<E, R>) -> Fault {
    let code = match error {
        SdkError::ServiceError(refusal) => refusal.err().code().unwrap_or("refused"),
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) => "no answer",
        SdkError::ResponseError(_) => "unreadable answer",
        _ => "not sent",
    };
    Fault::retry(2, format!("{operation}: {code}"))
}
