//! Deliveries, a batch at a time.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use convoke::app::App;
use convoke::lambda::batch;
use lambda_runtime::{Error, LambdaEvent};

/// Handles a batch of the queue.
///
/// # Errors
/// When the function's environment lacks its queue.
pub async fn handle(app: &App, event: LambdaEvent<SqsEvent>) -> Result<SqsBatchResponse, Error> {
    let queue = app.deliveries()?;
    Ok(batch::handle(app, &queue, event.payload, convoke::app::deliver::handle).await)
}
