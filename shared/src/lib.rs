//! The common crate of Convoke's functions. `domain` decides, `app` does, `store`, `queue`,
//! `providers` and `vault` carry it out, `wire` puts the parts together.

pub mod app;
pub mod aws;
pub mod clock;
pub mod config;
pub mod domain;
pub mod inbound;
pub mod lambda;
pub mod metrics;
pub mod providers;
pub mod queue;
pub mod secrets;
pub mod store;
pub mod transport;
pub mod vault;
pub mod wire;
