//! `POST /v1/providers/{provider}/events`: takes in what vendors tell of themselves.

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
        async move { Ok::<_, Error>(provider_webhook::handle(&app, &request).await) }
    };
    lambda_http::run(service_fn(serve)).await
}
