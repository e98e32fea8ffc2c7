//! People who leave, and what of the company hangs on them: a connection that they made may end with their
//! account, so somebody who stays is told while there is time (requirement G39).

use super::configs::Fresh;
use super::{App, configure, consent, health};
use crate::domain::config::{Connection, Credentials, TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::ids::fold_email;
use crate::domain::onboarding::told::Deauthorised;
use crate::domain::settings::{Employment, Person};
use crate::queue::Tells;

/// Tells the contact of the company's connections that this person made, if the person is leaving: before
/// it is saved, so that whoever saves again after a fault tells again, and nobody hears of it twice.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn told(app: &App, config: &TenantConfig, person: &Person) -> Result<(), Fault> {
    if person.employment != Employment::Active {
        for (whose, connection) in made_by(config, person) {
            tell(app, config, whose, connection).await?;
        }
    }
    Ok(())
}

/// The same for somebody who is removed: nothing about them stays but that they did not.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn removed(app: &App, config: &TenantConfig, id: &str) -> Result<(), Fault> {
    let Some(person) = config.people.get(id) else { return Ok(()) };
    for (whose, connection) in made_by(config, person) {
        tell(app, config, whose, connection).await?;
        app.store.note_authoriser_removed(&config.id, whose, connection).await?;
    }
    Ok(())
}

/// The company's connections that this person made.
fn made_by<'a>(
    config: &'a TenantConfig,
    person: &Person,
) -> impl Iterator<Item = (Whose<'a>, &'a Connection)> {
    let is_theirs =
        |email: &str| person.emails.iter().any(|own| fold_email(own) == fold_email(email));
    let theirs = move |connection: &Connection| connection.authorisers().any(is_theirs);
    let all = config.connections.iter().map(|(name, it)| (Whose::tenants(name), it));
    all.filter(move |(_, connection)| theirs(connection))
}

async fn tell(
    app: &App,
    config: &TenantConfig,
    whose: Whose<'_>,
    connection: &Connection,
) -> Result<(), Fault> {
    let mark = [&*connection.credentials];
    health::tell(app, config, whose, Tells::AuthoriserLeaving, &mark, "settings").await
}

/// Somebody has removed the application from their own account: what was kept for it goes, and the connection with
/// it (Zoom: whoever removes the app wants their data gone). A consent that was given anew since stays.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn deauthorised(app: &App, told: &Deauthorised) -> Result<(), Fault> {
    for (tenant, person) in app.store.owners_of(&told.provider, &told.user).await? {
        let config = app.configs.of(&tenant, Fresh::Now).await?;
        let whose = Whose { provider: &told.provider, person: person.as_deref() };
        let Some(connection) = config.connection(whose) else { continue };
        // Zoom says the second; what was consented to within the same was removed.
        let is_newer = connection.last_ok.is_some_and(|at| at.as_second() > told.at.as_second());
        if is_newer || !is_of(connection, &told.user) {
            continue;
        }
        consent::disconnect(app, &tenant, whose).await?;
        if let Some(person) = &person
            && config.link(&told.provider, person).is_some()
        {
            configure::delete(app, &tenant, &format!("link#{}#{person}", told.provider)).await?;
        }
        app.store.forget_owner(&told.provider, &told.user, (&tenant, person.as_deref())).await?;
    }
    Ok(())
}

fn is_of(connection: &Connection, user: &str) -> bool {
    matches!(&connection.by, Credentials::Oauth { account_id, .. } if account_id == user)
}
