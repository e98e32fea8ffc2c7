//! The pure core: words, rules and decisions. No I/O, no async, no clock and no randomness here;
//! whoever calls passes them in.

pub mod calendar;
pub mod config;
pub mod desire;
pub mod entry;
pub mod event;
pub mod fault;
pub mod ids;
pub mod invitation;
pub mod language;
pub mod mail;
pub mod meeting;
pub mod person;
pub mod plan;
pub mod problem;
pub mod profile;
#[cfg(test)]
pub mod sample;
pub mod session;
pub mod settings;
pub mod template;
pub mod vendor;
