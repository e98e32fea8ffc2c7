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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Person;
    use proptest::prelude::*;

    /// Addresses that are nearly equal in every way in which somebody could think two to be one.
    fn address() -> impl Strategy<Value = String> {
        let name = prop::sample::select(vec![
            "ada", "Ada", "a.da", "ada+news", "ada ", "äda", "adа", "ADA", "ad", "ada1", "",
        ]);
        let host = prop::sample::select(vec![
            "x.it",
            "X.it",
            "x.it ",
            "mail.x.it",
            "x.co",
            "xn--x.it",
            "х.it",
        ]);
        (name, host).prop_map(|(name, host)| format!("{name}@{host}"))
    }

    fn people() -> impl Strategy<Value = Vec<Vec<String>>> {
        prop::collection::vec(prop::collection::vec(address(), 0..3), 0..5)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        /// G21, G23: whoever is linked has an address that is the user's, but for case and outer blanks, and
        /// so has nobody else on either side; everybody else is reported and linked to nobody.
        #[test]
        fn no_two_are_taken_for_one(people in people(), users in prop::collection::vec(address(), 0..6)) {
            let mut config = TenantConfig::empty("t", jiff::Timestamp::UNIX_EPOCH);
            for (n, emails) in people.iter().enumerate() {
                let person = Person { emails: emails.clone(), ..Person::default() };
                config.people.insert(format!("p{n}"), person);
            }
            let users: Vec<_> = users.into_iter().enumerate().map(|(n, email)| {
                ProviderUser { id: format!("u{n}"), email, name: String::new() }
            }).collect();
            let (report, links) = matching(&config, "slack", &users);
            let has = |person: &str, email: &str| {
                config.people[person].emails.iter().any(|own| fold_email(own) == fold_email(email))
            };
            for (person, user) in &links {
                let user = users.iter().find(|it| it.id == *user).unwrap();
                prop_assert!(has(person, &user.email));
                let others = config.people.keys().filter(|it| *it != person);
                prop_assert!(!others.into_iter().any(|other| has(other, &user.email)));
                let theirs = users.iter().filter(|it| has(person, &it.email)).count();
                prop_assert_eq!(theirs, 1);
            }
            let reported =
                report.matched.len() + report.unmatched.ours.len() + report.ambiguous.len();
            prop_assert_eq!(reported, config.people.len(), "everybody once");
            prop_assert_eq!(links.len(), report.matched.len());
        }
    }
}
