//! What people read while somebody is settling in: agendas, invitations to the meetings of a scenario, what
//! HR and new colleagues are told, and the page for feedback. Each language is one file in the directory of
//! this name, with one shape.

mod english;
mod finnish;
mod french;
mod german;
mod italian;
mod japanese;
mod russian;
mod spanish;

use super::{EventText, Language, Text, of_language};

/// The headings of an agenda, and what stands in one by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgendaWords {
    /// Above the goals.
    pub goals: &'static str,
    /// Above what is to come out of it.
    pub expected_results: &'static str,
    /// Above the points of the agenda.
    pub agenda: &'static str,
    /// Above the questions to talk about.
    pub questions: &'static str,
    /// Above what to read or bring along.
    pub materials: &'static str,
    /// What a regular talk between two is about, unless the scenario says otherwise: progress, tasks, goals.
    pub one_on_one: [&'static str; 3],
}

/// What stands below the agenda in an invitation, each a line or two of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvitationNotes {
    /// That the meeting is recorded, and who may see it.
    pub recorded: &'static str,
    /// Before the link to the recording of an earlier meeting of the same kind.
    pub previous: &'static str,
    /// Above the links that may help.
    pub resources: &'static str,
    /// Before the name and address of whom one may ask.
    pub contact: &'static str,
}

/// What is told beside invitations. The codes `{data.…}` come with the event; a line one of whose codes has no
/// value is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnboardingNews {
    /// To the new colleague: how was it? `{data.about}` (the meeting or stage), `{data.url}`, where to answer.
    pub feedback_requested: EventText,
    /// The same, to whoever has not answered.
    pub feedback_reminder: EventText,
    /// To the new colleague: a meeting was recorded. `{data.about}`, `{data.url}`, `{data.transcript_url}`.
    pub recording_stored: EventText,
    /// The same of its transcript, where that came later. `{data.about}`, `{data.transcript_url}`, `{data.url}`.
    pub transcript_stored: EventText,
    /// To whoever organises: a step can't be planned. `{data.about}`, `{data.employee}`, `{data.role}` (whose
    /// person is missing), `{data.detail}`.
    pub step_blocked: EventText,
    /// To whoever organises: a meeting is near and has no agenda or no materials. `{data.about}`,
    /// `{data.employee}`, `{data.when}`.
    pub agenda_missing: EventText,
    /// To support: somebody needs help. `{data.from}`, `{data.problem}`, `{data.steps}`, `{data.errors}`,
    /// `{data.attachments}`, `{data.system}`, `{data.id}`.
    pub support_requested: EventText,
}

/// The page on which one answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedbackPage {
    /// Its title: `{about}`.
    pub title: &'static str,
    /// What is asked when the scenario asks nothing of its own.
    pub question: &'static str,
    /// The button.
    pub send: &'static str,
    /// Once it is answered.
    pub thanks: &'static str,
    /// For a link that leads nowhere.
    pub gone: &'static str,
}

/// The invitations to the meetings of a scenario, to everybody but the host. Codes as in other invitations, and
/// `{onboarding_notes}`: what stands below the agenda, which is `{note}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnboardingMails {
    /// There is a meeting.
    pub invitation: Text,
    /// It has changed.
    pub changed: Text,
    /// It does not take place.
    pub cancelled: Text,
}

impl Language {
    /// The words of agendas.
    #[must_use]
    pub const fn agenda_words(self) -> &'static AgendaWords {
        of_language!(self, AGENDA)
    }

    /// What stands below the agenda in an invitation.
    #[must_use]
    pub const fn invitation_notes(self) -> &'static InvitationNotes {
        of_language!(self, NOTES)
    }

    /// What is told beside invitations.
    #[must_use]
    pub const fn onboarding_news(self) -> &'static OnboardingNews {
        of_language!(self, NEWS)
    }

    /// The page on which one answers.
    #[must_use]
    pub const fn feedback_page(self) -> &'static FeedbackPage {
        of_language!(self, FEEDBACK_PAGE)
    }

    /// The invitations to the meetings of a scenario.
    #[must_use]
    pub const fn onboarding_mails(self) -> &'static OnboardingMails {
        of_language!(self, MAILS)
    }
}

#[cfg(test)]
mod tests;
