//! Settling in: scenarios, enrolments, feedback, recordings and help.

pub mod enrolments;
pub mod erase;
pub mod feedback;
pub mod page;
pub mod recordings;
pub mod scenarios;
pub mod settings;
pub mod start;
pub mod support;
pub mod view;
pub mod who;
