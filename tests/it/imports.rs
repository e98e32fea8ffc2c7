//! Applicant import end to end: boards are asked by a schedule or push, and applications reach the applicant
//! system, each once. A tick is everybody's: a test that changes something between two slots has times of its own.

mod accounts;
mod duplicates;
mod killed;
mod large;
mod media;
mod push;
mod refused;
mod reports;
mod rules;
mod runs;
mod troubles;

/// 09:00 in Tokyo on the first day of imports.
pub(crate) const NINE: &str = "2026-12-05T00:00:00Z";
/// 10:30 in Tokyo on that day.
pub(crate) const HALF_PAST_TEN: &str = "2026-12-05T01:30:00Z";
/// Within the days that are looked back.
pub(crate) const BEFORE: &str = "2026-12-04T03:00:00Z";
