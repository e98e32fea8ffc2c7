//! Import of applicants from job boards: what the boards are, how what they hand out is read, and
//! what is made of it. A board is a data file in `shared/media`; no rule here knows one by its name.

pub mod account;
pub mod applicant;
pub mod application;
pub mod date;
pub mod decode;
pub mod duplicate;
pub mod medium;
pub mod normal;
pub mod report;
pub mod routing;
pub mod run;
pub mod schedule;
pub mod settings;
pub mod table;
