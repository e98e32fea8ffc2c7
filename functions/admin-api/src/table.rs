//! The one table of routes.

mod access;
mod happening;
mod imports;
mod onboarding;

use convoke::app::connect::{Matched, Verified};
use convoke::app::invite::Inviting;
use convoke::app::probe::Probed;
use convoke::app::read::{SessionSummary, SessionView};
use convoke::domain::settings::{
    AppBody, LinkBody, Person, Service, Subscription, TemplateBody, Tenant,
};
use convoke::domain::template::ShortCode;

use crate::connections::{ConnectionView, UserView};
use crate::consents::ConsentView;
use crate::credentials::ConnectionBody;
use crate::deliveries::{DeliveryEntry, RedriveBody, Redriven, Redriving};
use crate::invitations::InvitationsView;
use crate::people::LinkView;
use crate::rejected::{RejectedBody, RejectedView};
use crate::routes::{Needs, Route};
use crate::sessions::{HostLinkView, Resyncing};
use crate::sources::{SourceBody, SourceView};
use crate::subscriptions::{SubscriptionView, TestSent};
use crate::templates::TemplateView;
use crate::{
    connections, consents, deliveries, host, invitations, people, rejected, services, sessions,
    sources, subscriptions, templates, tenant,
};

/// Every route: those that this function answers, and those of others, so that one document
/// describes them all.
pub fn table() -> Vec<Route> {
    [
        settings(),
        connecting(),
        personal(),
        messages(),
        happening::table(),
        imports::table(),
        onboarding::table(),
        reading(),
        access::table(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn settings() -> Vec<Route> {
    const TENANT: &str = "/v1/tenants/{t}";
    const PEOPLE: &str = "/v1/tenants/{t}/people";
    const PERSON: &str = "/v1/tenants/{t}/people/{p}";
    const SERVICES: &str = "/v1/tenants/{t}/services";
    const SERVICE: &str = "/v1/tenants/{t}/services/{s}";
    const SOURCES: &str = "/v1/tenants/{t}/sources";
    const SOURCE: &str = "/v1/tenants/{t}/sources/{src}";
    vec![
        Route::put(TENANT, "Make or change a tenant; only the operator makes one", |c| {
            Box::pin(tenant::put(c))
        })
        .takes::<Tenant>()
        .gives::<Tenant>(),
        Route::get(TENANT, "A tenant", |c| Box::pin(tenant::get(c))).gives::<Tenant>(),
        Route::get(PEOPLE, "The people of a tenant", |c| Box::pin(people::list(c)))
            .lists_with_ids::<Person>(),
        Route::put(PERSON, "Save a person", |c| Box::pin(people::put(c)))
            .takes::<Person>()
            .gives::<Person>(),
        Route::get(PERSON, "A person", |c| Box::pin(people::get(c))).gives::<Person>(),
        Route::delete(PERSON, "Remove a person and the person's links", |c| {
            Box::pin(people::delete(c))
        }),
        Route::get(SERVICES, "The services of a tenant", |c| Box::pin(services::list(c)))
            .lists_with_ids::<Service>(),
        Route::put(SERVICE, "Save a service", |c| Box::pin(services::put(c)))
            .takes::<Service>()
            .gives::<Service>(),
        Route::get(SERVICE, "A service", |c| Box::pin(services::get(c))).gives::<Service>(),
        Route::delete(SERVICE, "Remove a service", |c| Box::pin(services::delete(c))),
        Route::get(SOURCES, "The sources of a tenant", |c| Box::pin(sources::list(c)))
            .lists_with_ids::<SourceView>(),
        Route::put(SOURCE, "Save a source; the answer holds its hook's address", |c| {
            Box::pin(sources::put(c))
        })
        .takes::<SourceBody>()
        .gives::<SourceView>(),
        Route::get(SOURCE, "A source, its secret masked", |c| Box::pin(sources::get(c)))
            .gives::<SourceView>(),
        Route::delete(SOURCE, "Remove a source; its hook is unknown from then on", |c| {
            Box::pin(sources::delete(c))
        }),
    ]
}

/// People's own connections.
fn personal() -> Vec<Route> {
    const ALL: &str = "/v1/tenants/{t}/people/{p}/connections";
    const ONE: &str = "/v1/tenants/{t}/people/{p}/connections/{provider}";
    const AUTHORIZE: &str = "/v1/tenants/{t}/people/{p}/connections/{provider}/authorize";
    const VERIFY: &str = "/v1/tenants/{t}/people/{p}/connections/{provider}/verify";
    const ENABLE: &str = "/v1/tenants/{t}/people/{p}/connections/{provider}/enable";
    const DISABLE: &str = "/v1/tenants/{t}/people/{p}/connections/{provider}/disable";
    const PROBE: &str = "/v1/tenants/{t}/people/{p}/probe";
    const INVITE: &str = "/v1/tenants/{t}/people/{p}/connections/{provider}/invite";
    const INVITE_ALL: &str = "/v1/tenants/{t}/connections/{provider}/invite";
    const INVITATIONS: &str = "/v1/tenants/{t}/invitations";
    const CONNECT: &str = "/connect/{invitation}";
    const PRESS: &str = "/connect/{invitation}/{provider}";
    const ZOOM_APP: &str = "/v1/tenants/{t}/apps/zoom";
    const CALLBACK: &str = "/v1/oauth/{provider}/callback";
    vec![
        Route::get(ALL, "A person's own connections", |c| Box::pin(consents::of_person(c)))
            .lists::<ConnectionView>(),
        Route::get(ONE, "A person's own connection", |c| Box::pin(connections::get(c)))
            .gives::<ConnectionView>(),
        Route::delete(ONE, "Disconnect a person; the tokens are destroyed", |c| {
            Box::pin(connections::delete(c))
        }),
        Route::post(PROBE, "Try out what a person can host; makes and removes a test entry", |c| {
            Box::pin(people::probe(c))
        })
        .gives::<Probed>(),
        Route::post(AUTHORIZE, "Where to send the person's browser to connect", |c| {
            Box::pin(consents::authorize(c))
        })
        .gives::<ConsentView>(),
        Route::post(VERIFY, "Try a person's connection", |c| Box::pin(connections::verify(c)))
            .gives::<Verified>(),
        Route::post(ENABLE, "Switch a person's connection on", |c| {
            Box::pin(connections::enable(c))
        })
        .gives::<ConnectionView>(),
        Route::post(DISABLE, "Switch a person's connection off; the tokens stay", |c| {
            Box::pin(connections::disable(c))
        })
        .gives::<ConnectionView>(),
        Route::post(INVITE, "Mail a person a link to connect a provider", |c| {
            Box::pin(invitations::invite(c))
        })
        .answers(&[202])
        .gives::<Inviting>(),
        Route::post(INVITE_ALL, "Mail it to everybody who needs to connect a provider", |c| {
            Box::pin(invitations::invite(c))
        })
        .answers(&[202])
        .gives::<Inviting>(),
        Route::get(INVITATIONS, "Who was invited, and who is done", |c| {
            Box::pin(invitations::list(c))
        })
        .gives::<InvitationsView>(),
        Route::get(CONNECT, "The page behind a mailed invitation", |c| Box::pin(host::get(c)))
            .needs(Needs::Nothing)
            .answers(&[200, 404, 410, 503])
            .elsewhere(),
        Route::get(PRESS, "On to the provider", |c| Box::pin(host::get(c)))
            .needs(Needs::Nothing)
            .answers(&[302, 409, 410, 503])
            .elsewhere(),
        Route::get(ZOOM_APP, "For whom the app is installed at Zoom", |c| {
            Box::pin(consents::get_app(c))
        })
        .gives::<AppBody>(),
        Route::put(ZOOM_APP, "Say for whom IT has installed the app at Zoom", |c| {
            Box::pin(consents::put_app(c))
        })
        .takes::<AppBody>()
        .gives::<AppBody>(),
        Route::get(CALLBACK, "Where providers send browsers back to", |c| Box::pin(host::get(c)))
            .needs(Needs::Nothing)
            .query(&["state", "code", "error", "error_description"])
            .answers(&[200, 400, 403, 409, 503])
            .elsewhere(),
    ]
}

fn connecting() -> Vec<Route> {
    const ALL: &str = "/v1/tenants/{t}/connections";
    const ONE: &str = "/v1/tenants/{t}/connections/{provider}";
    const VERIFY: &str = "/v1/tenants/{t}/connections/{provider}/verify";
    const AUTHORIZE: &str = "/v1/tenants/{t}/connections/{provider}/authorize";
    const ENABLE: &str = "/v1/tenants/{t}/connections/{provider}/enable";
    const DISABLE: &str = "/v1/tenants/{t}/connections/{provider}/disable";
    const USERS: &str = "/v1/tenants/{t}/providers/{provider}/users";
    const LINK: &str = "/v1/tenants/{t}/people/{p}/links/{provider}";
    const SYNC: &str = "/v1/tenants/{t}/links/{provider}/sync";
    vec![
        Route::get(ALL, "The connections, with what is known of them", |c| {
            Box::pin(connections::list(c))
        })
        .lists::<ConnectionView>(),
        Route::put(ONE, "Save a provider's credentials", |c| Box::pin(connections::put(c)))
            .takes::<ConnectionBody>()
            .gives::<ConnectionView>(),
        Route::get(ONE, "A connection, its secret masked", |c| Box::pin(connections::get(c)))
            .gives::<ConnectionView>(),
        Route::delete(ONE, "Destroy a connection's credentials", |c| {
            Box::pin(connections::delete(c))
        }),
        Route::post(VERIFY, "Try the credentials and compare the scopes", |c| {
            Box::pin(connections::verify(c))
        })
        .gives::<Verified>(),
        Route::post(ENABLE, "Switch a connection on", |c| Box::pin(connections::enable(c)))
            .gives::<ConnectionView>(),
        Route::post(DISABLE, "Switch a connection off; the credentials stay", |c| {
            Box::pin(connections::disable(c))
        })
        .gives::<ConnectionView>(),
        Route::post(AUTHORIZE, "Where to send a browser to connect the tenant", |c| {
            Box::pin(consents::authorize(c))
        })
        .gives::<ConsentView>(),
        Route::get(USERS, "The provider's active users, to pick from", |c| {
            Box::pin(connections::users(c))
        })
        .lists::<UserView>()
        .query(&[]),
        Route::put(LINK, "Say which of the provider's users a person is", |c| {
            Box::pin(people::put_link(c))
        })
        .takes::<LinkBody>()
        .gives::<LinkView>(),
        Route::get(LINK, "Which of the provider's users a person is", |c| {
            Box::pin(people::get_link(c))
        })
        .gives::<LinkView>(),
        Route::delete(LINK, "Take a link away", |c| Box::pin(people::delete_link(c))),
        Route::post(SYNC, "Link people to the provider's users by mail address", |c| {
            Box::pin(connections::sync(c))
        })
        .gives::<Matched>(),
    ]
}

fn messages() -> Vec<Route> {
    const TEMPLATES: &str = "/v1/tenants/{t}/templates";
    const TEMPLATE: &str = "/v1/tenants/{t}/templates/{name}";
    const SHORTCODES: &str = "/v1/tenants/{t}/shortcodes";
    const SUBSCRIPTIONS: &str = "/v1/tenants/{t}/subscriptions";
    const SUBSCRIPTION: &str = "/v1/tenants/{t}/subscriptions/{id}";
    const TEST: &str = "/v1/tenants/{t}/subscriptions/{id}/test";
    const LOCALE: &[&str] = &["locale"];
    vec![
        Route::get(TEMPLATES, "The tenant's own templates and the built-in ones", |c| {
            Box::pin(templates::list(c))
        })
        .lists::<TemplateView>(),
        Route::put(TEMPLATE, "Save a template", |c| Box::pin(templates::put(c)))
            .query(LOCALE)
            .takes::<TemplateBody>()
            .gives::<TemplateView>(),
        Route::get(TEMPLATE, "The template that is used for a language", |c| {
            Box::pin(templates::get(c))
        })
        .query(LOCALE)
        .gives::<TemplateView>(),
        Route::delete(TEMPLATE, "Remove an own template", |c| Box::pin(templates::delete(c)))
            .query(LOCALE),
        Route::get(SHORTCODES, "The short codes that templates may hold", |c| {
            Box::pin(templates::shortcodes(c))
        })
        .lists::<ShortCode>()
        .query(&[]),
        Route::get(SUBSCRIPTIONS, "Who is told of what", |c| Box::pin(subscriptions::list(c)))
            .lists_with_ids::<SubscriptionView>(),
        Route::put(SUBSCRIPTION, "Save a subscription", |c| Box::pin(subscriptions::put(c)))
            .takes::<Subscription>()
            .gives::<SubscriptionView>(),
        Route::get(SUBSCRIPTION, "A subscription", |c| Box::pin(subscriptions::get(c)))
            .gives::<SubscriptionView>(),
        Route::delete(SUBSCRIPTION, "Remove a subscription", |c| {
            Box::pin(subscriptions::delete(c))
        }),
        Route::post(TEST, "Send a sample: to the contact, or to the channel itself", |c| {
            Box::pin(subscriptions::test(c))
        })
        .answers(&[202])
        .gives::<TestSent>(),
    ]
}

fn reading() -> Vec<Route> {
    const SESSIONS: &str = "/v1/tenants/{t}/sessions";
    const SESSION: &str = "/v1/tenants/{t}/sessions/{src}/{external_id}";
    const RESYNC: &str = "/v1/tenants/{t}/sessions/{src}/{external_id}/resync";
    const HOST_LINK: &str = "/v1/tenants/{t}/sessions/{src}/{external_id}/host-link";
    const REJECTED: &str = "/v1/tenants/{t}/rejected";
    const REJECTED_ONE: &str = "/v1/tenants/{t}/rejected/{id}";
    const DELIVERIES: &str = "/v1/tenants/{t}/deliveries";
    const REDRIVE_ONE: &str = "/v1/tenants/{t}/deliveries/{delivery}/redrive";
    const REDRIVE: &str = "/v1/tenants/{t}/deliveries/redrive";
    vec![
        Route::get(SESSIONS, "The sessions that begin in a span of time", |c| {
            Box::pin(sessions::list(c))
        })
        .lists::<SessionSummary>()
        .query(&["from", "to", "limit", "cursor"]),
        Route::get(SESSION, "A session with its meeting and messages", |c| {
            Box::pin(sessions::get(c))
        })
        .gives::<SessionView>(),
        Route::post(RESYNC, "Make the meeting equal to the session again", |c| {
            Box::pin(sessions::resync(c))
        })
        .answers(&[202])
        .gives::<Resyncing>(),
        Route::get(HOST_LINK, "A link that starts the meeting, minted now", |c| {
            Box::pin(sessions::host_link(c))
        })
        .needs(Needs::Admin)
        .gives::<HostLinkView>(),
        Route::get(REJECTED, "Signed messages that could not be translated", |c| {
            Box::pin(rejected::list(c))
        })
        .lists::<RejectedView>(),
        Route::get(REJECTED_ONE, "Such a message with its body", |c| Box::pin(rejected::get(c)))
            .needs(Needs::Admin)
            .gives::<RejectedBody>(),
        Route::get(DELIVERIES, "Messages that failed or are tried again", |c| {
            Box::pin(deliveries::list(c))
        })
        .lists::<DeliveryEntry>()
        .query(&["state", "limit", "cursor"]),
        Route::post(REDRIVE_ONE, "Send a message again", |c| Box::pin(deliveries::redrive_one(c)))
            .answers(&[202])
            .gives::<Redriving>(),
        Route::post(REDRIVE, "Send every failed message again that fits", |c| {
            Box::pin(deliveries::redrive(c))
        })
        .takes::<RedriveBody>()
        .gives::<Redriven>(),
    ]
}
