//! The routes of business events and of what people ask.

use convoke::domain::settings::{AnswerBody, EventTypeBody};

use crate::answers::{AnswerView, SigningSecret};
use crate::events::{EventAnswer, EventBody, EventTypeView, EventView};
use crate::routes::{Needs, Route};
use crate::{answers, events, openapi};

/// Business events and what people ask.
pub fn table() -> Vec<Route> {
    const EVENTS: &str = "/v1/tenants/{t}/events";
    const EVENT: &str = "/v1/tenants/{t}/events/{event}";
    const TYPES: &str = "/v1/tenants/{t}/event-types";
    const TYPE: &str = "/v1/tenants/{t}/event-types/{type}";
    const ANSWER: &str = "/v1/tenants/{t}/answers/{intent}";
    const SIGNING: &str = "/v1/tenants/{t}/signing-secret";
    const CHAT: &str = "/v1/chat/{platform}";
    const PROVIDER: &str = "/v1/providers/{provider}/events";
    vec![
        Route::post(EVENTS, "Post a business event; repetitions by its id do no harm", |c| {
            Box::pin(events::post(c))
        })
        .needs(Needs::Events)
        .answers(&[202])
        .takes::<EventBody>()
        .gives::<EventAnswer>(),
        Route::get(EVENT, "The messages sent because of a business event", |c| {
            Box::pin(events::get(c))
        })
        .gives::<EventView>(),
        Route::get(TYPES, "The types of business events", |c| Box::pin(events::types(c)))
            .lists::<EventTypeView>(),
        Route::put(TYPE, "Register a type of business event, or change who may read of it", |c| {
            Box::pin(events::put_type(c))
        })
        .takes::<EventTypeBody>()
        .gives::<EventTypeBody>(),
        Route::get(TYPE, "A type of business event", |c| Box::pin(events::get_type(c)))
            .gives::<EventTypeView>(),
        Route::delete(TYPE, "Remove a registered type", |c| Box::pin(events::delete_type(c))),
        Route::put(ANSWER, "Say where the answer to a question comes from", |c| {
            Box::pin(answers::put(c))
        })
        .takes::<AnswerBody>()
        .gives::<AnswerView>(),
        Route::get(ANSWER, "Where an answer comes from", |c| Box::pin(answers::get(c)))
            .gives::<AnswerView>(),
        Route::delete(ANSWER, "Answer this no more", |c| Box::pin(answers::delete(c))),
        Route::post(
            SIGNING,
            "Make a new secret for calls to your own addresses; shown once",
            |c| Box::pin(answers::renew(c)),
        )
        .answers(&[201])
        .gives::<SigningSecret>(),
        Route::post(CHAT, "Where Slack and Teams send what people ask", |c| {
            Box::pin(openapi::get(c))
        })
        .needs(Needs::Nothing)
        .answers(&[200, 400, 401, 404, 413, 503])
        .elsewhere(),
        Route::post(
            PROVIDER,
            "Where vendors tell of revoked grants and messages to the bot",
            |c| Box::pin(openapi::get(c)),
        )
        .needs(Needs::Nothing)
        .answers(&[200, 400, 401, 404, 413, 503])
        .elsewhere(),
    ]
}
