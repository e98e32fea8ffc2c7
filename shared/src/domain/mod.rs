//! The pure core: words, rules and decisions. No I/O, no async, no clock and no randomness here;
//! whoever calls passes them in.

pub mod business;
pub mod calendar;
pub mod chat;
pub mod config;
pub mod desire;
pub mod dispatch;
pub mod entry;
pub mod event;
pub mod fault;
pub mod ids;
pub mod import;
pub mod intent;
pub mod invitation;
pub mod language;
pub mod mail;
pub mod meeting;
pub mod onboarding;
pub mod outgoing;
pub mod person;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod question;
#[cfg(test)]
pub mod sample;
pub mod session;
pub mod settings;
pub mod template;
pub mod vendor;
