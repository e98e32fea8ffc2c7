//! Recordings on their way from the provider into the company's folder: each lies there once and whole, and is shown
//! to whom it may be shown, whatever dies, is lost, comes twice or changes meanwhile.

mod chance;
mod deadly;
mod earlier;
mod hosts;
mod killed;
mod large;
mod order;
mod privacy;
mod scene;
mod troubles;
mod venues;
