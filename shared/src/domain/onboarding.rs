//! Settling in: scenarios, what becomes of one for a new colleague, and what is kept of the meetings.

pub mod agenda;
pub mod enrolment;
pub mod feedback;
pub mod hours;
pub mod lint;
pub mod news;
pub mod placeholder;
pub mod plan;
pub mod recording;
pub mod scenario;
pub mod settings;
pub mod support;
pub mod told;

/// Sessions that are planned here have this source.
pub const SOURCE: &str = "planner";
/// The product that all of this is.
pub const PROFILE: &str = "onboarding";

/// Plans, edits and organises.
pub const HR_MANAGER: &str = "hr_manager";
/// Leads the new colleague.
pub const MANAGER: &str = "manager";
/// Whom it is all about.
pub const NEW_EMPLOYEE: &str = "new_employee";
