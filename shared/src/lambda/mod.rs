//! What the functions share of Lambda: batches, HTTP answers, telemetry.

pub mod batch;
pub mod http;
pub mod page;
pub mod telemetry;
