//! The admin API as a Lambda function: settings and reading, and the host's permanent link.

use convoke::lambda::telemetry;
use convoke::wire;
use lambda_http::{Error, Request, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = wire::from_env()?;
    lambda_http::run(service_fn(|request: Request| {
        let app = &app;
        async move { Ok::<_, Error>(admin_api::handle(app, &request).await) }
    }))
    .await
}
