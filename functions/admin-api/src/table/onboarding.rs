//! The routes of settling in.

use convoke::domain::onboarding::enrolment::EnrolmentBody;
use convoke::domain::onboarding::feedback::{AnswersBody, FeedbackRecord};
use convoke::domain::onboarding::scenario::Scenario;
use convoke::domain::onboarding::settings::OnboardingSettings;
use convoke::domain::onboarding::support::{SupportBody, SupportRequest};

use crate::onboarding::erase::Erasing;
use crate::onboarding::recordings::RecordingView;
use crate::onboarding::scenarios::{Published, ScenarioView};
use crate::onboarding::start::Started;
use crate::onboarding::support::SupportView;
use crate::onboarding::view::EnrolmentView;
use crate::onboarding::{
    enrolments, erase, feedback, page, recordings, scenarios, settings, start, support,
};
use crate::routes::{Needs, Route};

/// Settling in. Everything here is decided by scopes or by the roles of whoever's token it is.
pub fn table() -> Vec<Route> {
    let mut all: Vec<_> = [written(), begun(), said()].into_iter().flatten().collect();
    all = all.into_iter().map(|route| route.needs(Needs::Person)).collect();
    all.extend(pages());
    all
}

fn written() -> Vec<Route> {
    const SETTINGS: &str = "/v1/tenants/{t}/onboarding";
    const SCENARIOS: &str = "/v1/tenants/{t}/scenarios";
    const SCENARIO: &str = "/v1/tenants/{t}/scenarios/{scenario}";
    const PUBLISH: &str = "/v1/tenants/{t}/scenarios/{scenario}/publish";
    vec![
        Route::put(SETTINGS, "Set working hours, holidays, links and where help is", |c| {
            Box::pin(settings::put(c))
        })
        .answers(&[200])
        .takes::<OnboardingSettings>()
        .gives::<OnboardingSettings>(),
        Route::get(SETTINGS, "Working hours, holidays, links and where help is", |c| {
            Box::pin(settings::get(c))
        })
        .gives::<OnboardingSettings>(),
        Route::get(SCENARIOS, "The scenarios of a tenant", |c| Box::pin(scenarios::list(c)))
            .lists::<ScenarioView>(),
        Route::put(SCENARIO, "Save a scenario; HR managers and administrators", |c| {
            Box::pin(scenarios::put(c))
        })
        .takes::<Scenario>()
        .gives::<ScenarioView>(),
        Route::get(SCENARIO, "A scenario", |c| Box::pin(scenarios::get(c))).gives::<ScenarioView>(),
        Route::delete(SCENARIO, "Remove a scenario; whoever has begun with it goes on", |c| {
            Box::pin(scenarios::delete(c))
        }),
        Route::post(
            PUBLISH,
            "Publish a scenario; whoever begins from then on has this version",
            |c| Box::pin(scenarios::publish(c)),
        )
        .gives::<Published>(),
    ]
}

fn begun() -> Vec<Route> {
    const ALL: &str = "/v1/tenants/{t}/enrolments";
    const ONE: &str = "/v1/tenants/{t}/enrolments/{enrolment}";
    const START: &str = "/v1/tenants/{t}/enrolments/{enrolment}/steps/{step}/start";
    const STEP: &str = "/v1/tenants/{t}/enrolments/{enrolment}/steps/{step}/complete";
    const STAGE: &str = "/v1/tenants/{t}/enrolments/{enrolment}/stages/{stage}/complete";
    vec![
        Route::post(ALL, "Begin a scenario with a new colleague, or change who takes part", |c| {
            Box::pin(enrolments::post(c))
        })
        .answers(&[200, 201])
        .takes::<EnrolmentBody>()
        .gives::<EnrolmentView>(),
        Route::get(ALL, "Enrolments that the caller may see", |c| Box::pin(enrolments::list(c)))
            .query(&["scenario", "person", "limit", "cursor"])
            .lists::<EnrolmentView>(),
        Route::get(ONE, "An enrolment with its stages and steps", |c| Box::pin(enrolments::get(c)))
            .gives::<EnrolmentView>(),
        Route::delete(ONE, "End an enrolment; what is still ahead is cancelled", |c| {
            Box::pin(enrolments::delete(c))
        }),
        Route::post(START, "Start a step's meeting at once; HR managers and managers", |c| {
            Box::pin(start::post(c))
        })
        .answers(&[201, 202])
        .gives::<Started>(),
        Route::post(STEP, "Tick off a task or a material", |c| {
            Box::pin(enrolments::complete_step(c))
        })
        .gives::<EnrolmentView>(),
        Route::post(STAGE, "End a stage", |c| Box::pin(enrolments::complete_stage(c)))
            .gives::<EnrolmentView>(),
    ]
}

fn said() -> Vec<Route> {
    const FEEDBACK: &str = "/v1/tenants/{t}/feedback";
    const ONE: &str = "/v1/tenants/{t}/feedback/{feedback}";
    const SUPPORT: &str = "/v1/tenants/{t}/support";
    const RECORDINGS: &str = "/v1/tenants/{t}/recordings";
    vec![
        Route::get(FEEDBACK, "Requests for feedback with their answers", |c| {
            Box::pin(feedback::list(c))
        })
        .query(&["stage", "scenario", "enrolment", "step", "subject", "limit", "cursor"])
        .lists::<FeedbackRecord>(),
        Route::get(ONE, "A request for feedback with its answers", |c| Box::pin(feedback::get(c)))
            .gives::<FeedbackRecord>(),
        Route::post(
            ONE,
            "Answer a request for feedback; with the id `product`, of the product",
            |c| Box::pin(feedback::post(c)),
        )
        .answers(&[200, 201])
        .takes::<AnswersBody>()
        .gives::<FeedbackRecord>(),
        Route::post(SUPPORT, "Ask for help", |c| Box::pin(support::post(c)))
            .answers(&[201])
            .takes::<SupportBody>()
            .gives::<SupportView>(),
        Route::get(SUPPORT, "Requests for help, the oldest first", |c| Box::pin(support::list(c)))
            .lists::<SupportRequest>(),
        Route::get(RECORDINGS, "What was recorded, where it lies, and who was let in", |c| {
            Box::pin(recordings::list(c))
        })
        .query(&["session", "scenario", "step", "state", "limit", "cursor"])
        .lists::<RecordingView>(),
    ]
}

fn pages() -> Vec<Route> {
    const PAGE: &str = "/feedback/{token}";
    const ERASE: &str = "/v1/tenants/{t}/people/{p}/erase";
    vec![
        Route::get(PAGE, "The page behind a request for feedback", |c| Box::pin(page::show(c)))
            .needs(Needs::Nothing),
        Route::post(PAGE, "Sends what was written on that page", |c| Box::pin(page::take(c)))
            .needs(Needs::Nothing),
        Route::post(
            ERASE,
            "Erase a person: all that is kept here, and access to recordings",
            |c| Box::pin(erase::post(c)),
        )
        .query(&["confirm"])
        .answers(&[202])
        .gives::<Erasing>(),
    ]
}
