//! stub
use super::{App, Context};
use crate::domain::fault::Fault;
use crate::queue::RecordingMessage;

/// Works off a message of the recordings queue.
///
/// # Errors
/// None yet.
pub async fn handle(
    _app: &App,
    _message: &RecordingMessage,
    _context: &Context,
) -> Result<(), Fault> {
    Ok(())
}

/// Has a file looked at again.
///
/// # Errors
/// None yet.
pub async fn wake(_app: &App, _tenant: &str, _key: &str, _trace: &str) -> Result<(), Fault> {
    Ok(())
}
