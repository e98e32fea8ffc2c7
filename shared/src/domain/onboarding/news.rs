//! What people and other systems are told beside invitations: the types of these events.

use crate::domain::settings::Visibility;

/// The new colleague is asked how something was.
pub const FEEDBACK_REQUESTED: &str = "feedback.requested";
/// The same, to whoever has not answered.
pub const FEEDBACK_REMINDER: &str = "feedback.reminder";
/// Somebody has answered.
pub const FEEDBACK_SUBMITTED: &str = "feedback.submitted";
/// A meeting was recorded, and the recording can be seen.
pub const RECORDING_STORED: &str = "recording.stored";
/// A transcript lies beside its recording.
pub const TRANSCRIPT_STORED: &str = "transcript.stored";
/// A step can't be planned.
pub const STEP_BLOCKED: &str = "onboarding.step_blocked";
/// A meeting is near and nothing is prepared.
pub const AGENDA_MISSING: &str = "onboarding.agenda_missing";
/// Somebody needs help.
pub const SUPPORT_REQUESTED: &str = "support.requested";

/// Every type.
pub const ALL: [&str; 8] = [
    FEEDBACK_REQUESTED,
    FEEDBACK_REMINDER,
    FEEDBACK_SUBMITTED,
    RECORDING_STORED,
    TRANSCRIPT_STORED,
    STEP_BLOCKED,
    AGENDA_MISSING,
    SUPPORT_REQUESTED,
];

/// Who may read of it; `None` for another type. What somebody asks support for goes to a channel where the
/// company has one for it.
#[must_use]
pub fn visibility(kind: &str) -> Option<Visibility> {
    match kind {
        SUPPORT_REQUESTED => Some(Visibility::Public),
        _ => ALL.contains(&kind).then_some(Visibility::Private),
    }
}
