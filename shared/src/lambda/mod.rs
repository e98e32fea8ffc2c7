//! What the functions share of Lambda: batches, HTTP answers, telemetry.

pub mod batch;
pub mod chat;
pub mod hook;
pub mod http;
pub mod page;
mod signed;
pub mod telemetry;
