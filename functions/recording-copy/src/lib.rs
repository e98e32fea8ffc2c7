//! Recordings, one message at a time.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use convoke::app::App;
use convoke::lambda::batch;
use lambda_runtime::{Error, LambdaEvent};

/// Handles a batch of the queue.
///
/// # Errors
/// When the function's environment lacks its queue.
pub async fn handle(app: &App, event: LambdaEvent<SqsEvent>) -> Result<SqsBatchResponse, Error> {
    let queue = app.recordings()?;
    Ok(batch::handle(app, &queue, event.payload, convoke::app::copy_recording::handle).await)
}
