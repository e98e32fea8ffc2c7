//! What chat platforms are answered.

use super::http::Answer;
use super::signed::answered;
use crate::app::App;
use crate::app::ask::{Incoming, take};

/// Takes a platform's request in and answers it; what there is to say comes by itself.
pub async fn taken(app: &App, incoming: Incoming<'_>) -> Answer {
    answered(incoming.platform.name(), take(app, incoming).await)
}
