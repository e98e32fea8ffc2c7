//! SQS `imports`: a run of one account, a check of a login, an applicant that a board has sent.

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
        async move { scheduled_import::handle(&app, event).await }
    };
    lambda_runtime::run(service_fn(serve)).await
}
