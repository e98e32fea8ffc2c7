//! English.

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "Goals",
    expected_results: "Expected results",
    agenda: "Agenda",
    questions: "Questions to talk about",
    materials: "Materials",
    one_on_one: ["How you are getting on", "Current tasks", "Goals until next time"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "This meeting is recorded. Only those whom the company’s privacy settings allow can see the \
        recording. If you do not want to be recorded, please say so before it begins.",
    previous: "Recording of an earlier meeting of this kind: ",
    resources: "Useful links:",
    contact: "Questions? Please write to ",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "How was it? {data.about}",
        body: "Please tell us what went well in “{data.about}” and what did not.
It takes two minutes: {data.url}",
    },
    feedback_reminder: EventText {
        title: "Your opinion is still missing: {data.about}",
        body: "You have not yet said how “{data.about}” was. We would like to know.
It takes two minutes: {data.url}",
    },
    recording_stored: EventText {
        title: "The recording is ready: {data.about}",
        body: "If you missed something in “{data.about}”, you can watch it again.
Recording: {data.url}
Transcript: {data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "The transcript is ready: {data.about}",
        body: "What was said in “{data.about}” can now be read as well.
Transcript: {data.transcript_url}
Recording: {data.url}",
    },
    step_blocked: EventText {
        title: "A step cannot be planned: {data.about}",
        body: "“{data.about}” for {data.employee} waits, because somebody is missing.
Missing: {data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "No agenda yet: {data.about}",
        body: "“{data.about}” for {data.employee} takes place {data.when}, and its agenda or materials are empty.
Please add them to the scenario, or send them to those who take part.",
    },
    support_requested: EventText {
        title: "Somebody needs help: {data.problem}",
        body: "From: {data.from}
Problem: {data.problem}
Steps: {data.steps}
Errors: {data.errors}
Attachments: {data.attachments}
System: {data.system}
Request: {data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "How was it? {about}",
    question: "What went well, and what did not?",
    send: "Send",
    thanks: "Thank you! Your answer has arrived, and you can close this page.",
    gone: "This link is not valid any more, or is not complete. Please open it from the mail again.",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "Invitation: {service_name}, {start_date} at {start_time}",
        body: "Hello,

We are looking forward to meeting you online:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}

Join here: {meeting_url}
Password, if you are asked for one: {meeting_password}

{note}

{onboarding_notes}

See you soon!
{tenant_name}
",
    },
    changed: Text {
        subject: "Changed: {service_name}, now {start_date} at {start_time}",
        body: "Hello,

Our online meeting has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}

Join here: {meeting_url}
Password, if you are asked for one: {meeting_password}

{note}

{onboarding_notes}

Please use this link even if you have an earlier one.

See you soon!
{tenant_name}
",
    },
    cancelled: Text {
        subject: "Cancelled: {service_name}, {start_date} at {start_time}",
        body: "Hello,

This online meeting does not take place, and the link you have is no longer valid:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

{onboarding_notes}

Kind regards
{tenant_name}
",
    },
};
