//! Who is who at a provider: people and users with the same address.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{ConnectFault, users};
use crate::app::configs::Fresh;
use crate::app::{App, configure};
use crate::domain::config::{Link, LinkOrigin, TenantConfig};
use crate::domain::fault::Fault;
use crate::domain::ids::fold_email;
use crate::domain::vendor::Vendor;
use crate::providers::ProviderUser;
use crate::queue::{Envelope, Release};
use crate::store::SettingItem;

/// What matching people with a provider's users found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Matched {
    /// People who have a link now, by id.
    pub matched: Vec<String>,
    /// Who found nobody.
    pub unmatched: Unmatched,
    /// People for whom several users, or users for whom several people, have the same address.
    pub ambiguous: Vec<String>,
    /// Who is whom, with the addresses on both sides, so that people can compare them.
    pub pairs: Vec<Pair>,
}

/// A person and the provider's user who that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pair {
    /// The person's id.
    pub person: String,
    /// The person's addresses here.
    pub emails: Vec<String>,
    /// The provider's id of the user.
    pub external_id: String,
    /// The user's address there; `null` when there is no such user any more.
    pub their_email: Option<String>,
    /// `manual` or `auto`.
    pub origin: LinkOrigin,
}

/// Who found nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Unmatched {
    /// People, by id.
    pub ours: Vec<String>,
    /// The provider's users, by mail address.
    pub theirs: Vec<String>,
}

/// Links people to the provider's users who have exactly the same mail address, but for case and
/// outer blanks. What was linked by hand stays.
///
/// # Errors
/// As [`users`].
pub async fn match_people(
    app: &App,
    tenant: &str,
    provider: &str,
    trace: &str,
) -> Result<Matched, ConnectFault> {
    let theirs = users(app, tenant, provider).await?;
    let config = app.configs.of(tenant, Fresh::Now).await?;
    let (report, links) = matching(&config, provider, &theirs);
    for (person, external_id) in links {
        let link = Link::automatic(external_id, app.clock.now());
        let heals = configure::host_keys(&config, &person);
        let item = SettingItem::Link(provider.to_owned(), person.clone(), link);
        configure::put(app, tenant, &item, &heals).await?;
        if let Some(vendor) = Vendor::from_name(provider) {
            release_person(app, tenant, vendor, &person, trace).await?;
        }
    }
    forget_stale(app, &config, provider, &report).await?;
    Ok(report)
}

/// Whom a chat platform no longer shows with a person's address is no longer that person there. What was
/// linked by hand stays.
async fn forget_stale(
    app: &App,
    config: &TenantConfig,
    provider: &str,
    report: &Matched,
) -> Result<(), ConnectFault> {
    if !matches!(Vendor::from_name(provider), Some(Vendor::Chat(_))) {
        return Ok(());
    }
    let gone = report.unmatched.ours.iter().chain(&report.ambiguous);
    for person in gone.filter(|person| config.link(provider, person).is_some()) {
        configure::delete(app, &config.id, &format!("link#{provider}#{person}")).await?;
    }
    Ok(())
}

/// Messages that found nobody go out now that a person is somebody at a chat platform.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn release_person(
    app: &App,
    tenant: &str,
    vendor: Vendor,
    person: &str,
    trace: &str,
) -> Result<(), Fault> {
    let Vendor::Chat(platform) = vendor else { return Ok(()) };
    let (released, person) = (tenant.to_owned(), Some(person.to_owned()));
    let release = Release { released, platform, person };
    app.deliveries()?.send(tenant, &Envelope::new(trace, release)).await
}

fn matching(
    config: &TenantConfig,
    provider: &str,
    theirs: &[ProviderUser],
) -> (Matched, Vec<(String, String)>) {
    let mut report = Matched::default();
    let mut links = Vec::new();
    for (id, person) in &config.people {
        let link = config.link(provider, id);
        if link.is_some_and(|link| link.origin == LinkOrigin::Manual) {
            report.matched.push(id.clone());
            continue;
        }
        let has =
            |email: &str| person.emails.iter().any(|own| fold_email(own) == fold_email(email));
        let mut found = theirs.iter().filter(|user| has(&user.email));
        match (found.next(), found.next()) {
            (None, _) => report.unmatched.ours.push(id.clone()),
            (Some(user), None) if is_only(config, &user.email) => {
                report.matched.push(id.clone());
                if link.is_none_or(|link| link.external_id != user.id) {
                    links.push((id.clone(), user.id.clone()));
                }
            }
            _ => report.ambiguous.push(id.clone()),
        }
    }
    let mapped: BTreeSet<&str> = config
        .links
        .iter()
        .filter(|((name, _), _)| name == provider)
        .map(|(_, link)| &*link.external_id)
        .collect();
    let is_ours =
        |user: &&ProviderUser| config.person(&user.email).is_err() && !mapped.contains(&*user.id);
    report.pairs = report
        .matched
        .iter()
        .filter_map(|id| {
            let new = links.iter().find(|(person, _)| person == id);
            pair(config, provider, id, new.map(|(_, user)| user), theirs)
        })
        .collect();
    report.unmatched.theirs =
        theirs.iter().filter(is_ours).map(|user| user.email.clone()).collect();
    (report, links)
}

fn pair(
    config: &TenantConfig,
    provider: &str,
    person: &str,
    new: Option<&String>,
    theirs: &[ProviderUser],
) -> Option<Pair> {
    let link = config.link(provider, person);
    let external_id = new.or_else(|| link.map(|it| &it.external_id))?.clone();
    let user = theirs.iter().find(|user| user.id == external_id);
    let by_hand = link.filter(|_| new.is_none()).map(|it| it.origin);
    Some(Pair {
        person: person.to_owned(),
        emails: config.people.get(person)?.emails.clone(),
        their_email: user.map(|user| user.email.clone()),
        external_id,
        origin: by_hand.unwrap_or(LinkOrigin::Auto),
    })
}

fn is_only(config: &TenantConfig, email: &str) -> bool {
    config.person(email).is_ok()
}
