//! The simulated vendors without a stack.

use std::sync::Arc;

use jiff::Timestamp;

use super::{StackError, listen};
use crate::sim::{self, Simulators};

/// The simulated vendors alone, with nothing kept: their base URL, and what serves them.
///
/// # Errors
/// When the port can't be used.
pub async fn simulators(port: u16) -> Result<(String, impl Future<Output = ()>), StackError> {
    let (listener, url) = listen(port).await?;
    let router = Simulators::new(Arc::new(Timestamp::now), rand::random()).router();
    // It ends only when the listener fails; there is nothing more to say about it then.
    Ok((url, async move {
        let _ = sim::serve(listener, router).await;
    }))
}
