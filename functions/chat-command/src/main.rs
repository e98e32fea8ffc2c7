//! `POST /v1/chat/{platform}`: takes in what people ask in Slack and Teams.

use std::sync::Arc;

use convoke::lambda::telemetry;
use convoke::wire;
use lambda_http::{Error, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = Arc::new(wire::from_env()?);
    let serve = |request| {
        let app = Arc::clone(&app);
        async move { Ok::<_, Error>(chat_command::handle(&app, &request).await) }
    };
    lambda_http::run(service_fn(serve)).await
}
