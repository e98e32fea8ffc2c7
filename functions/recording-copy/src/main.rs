//! SQS `recordings`: a file that a provider has, one to look at again, people who may see it or no longer may.

use std::sync::Arc;

use convoke::lambda::telemetry;
use convoke::wire;
use lambda_runtime::{Error, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = Arc::new(wire::from_env()?);
    let serve = |event| {
        let app = Arc::clone(&app);
        async move { recording_copy::handle(&app, event).await }
    };
    lambda_runtime::run(service_fn(serve)).await
}
