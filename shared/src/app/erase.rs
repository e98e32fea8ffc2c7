//! Erase: what the hub holds of a person goes (requirement B44). Enrolments stay as numbers without anybody in
//! them; recordings stay for the others, and the person is shut out of them.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::configs::Fresh;
use super::{App, configure, plan_ahead};
use crate::domain::config::TenantConfig;
use crate::domain::fault::Fault;
use crate::domain::ids::fold_email;
use crate::domain::meeting::Session;
use crate::domain::onboarding::SOURCE;
use crate::domain::onboarding::enrolment::{EnrolmentState, named_by};
use crate::domain::onboarding::plan::HORIZON;
use crate::queue::{Envelope, RecordingMessage};
use crate::store::Written;

/// How many meetings are looked through at a time.
const PAGE: i32 = 100;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Enrolments that were ended and emptied.
    pub enrolments: usize,
    /// Answers and requests that were emptied.
    pub answers: usize,
    /// Recordings the person is being shut out of.
    pub recordings: usize,
}

/// Erases a person. Whoever is cut short begins again: the person itself goes last.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer.
pub async fn person(
    app: &App,
    config: &TenantConfig,
    id: &str,
    trace: &str,
) -> Result<Erased, Fault> {
    let Some(known) = config.people.get(id) else { return Ok(Erased::default()) };
    let emails: Vec<_> = known.emails.iter().map(|email| fold_email(email)).collect();
    let tenant = config.id.as_str();
    let erased = Erased {
        recordings: shut_out(app, tenant, &emails, trace).await?,
        enrolments: enrolments(app, tenant, id, trace).await?,
        answers: answers(app, tenant, id).await?,
    };
    meetings(app, tenant, id, &emails).await?;
    let config = app.configs.of(tenant, Fresh::Now).await?;
    configure::delete_person(app, &config, id).await?;
    Ok(erased)
}

async fn shut_out(app: &App, tenant: &str, emails: &[String], trace: &str) -> Result<usize, Fault> {
    let files = app.store.files(tenant).await?;
    let is_in = |email: &String| {
        files.iter().filter(|file| file.names(email)).map(|file| &file.id).collect::<Vec<_>>()
    };
    let count = emails.iter().flat_map(is_in).count();
    if count > 0 {
        let (tenant_, emails) = (tenant.to_owned(), emails.to_vec());
        let message = RecordingMessage::Withdraw { tenant: tenant_, emails };
        app.recordings()?.send(tenant, &Envelope::new(trace, message)).await?;
    }
    Ok(count)
}

/// What is ahead is cancelled before the person is taken out.
async fn enrolments(app: &App, tenant: &str, id: &str, trace: &str) -> Result<usize, Fault> {
    let mut count = 0;
    for enrolment in app.store.enrolments(tenant).await? {
        let is_own = enrolment.person == id;
        let takes_part = enrolment.people.values().any(|it| it == id);
        if !is_own && !takes_part {
            continue;
        }
        count += usize::from(is_own);
        let empty = |enrolment: &mut crate::domain::onboarding::enrolment::Enrolment| {
            if is_own {
                if enrolment.state == EnrolmentState::Active {
                    enrolment.state = EnrolmentState::Cancelled;
                }
                enrolment.unsent.clear();
            }
            enrolment.people.retain(|_, person| person != id);
            true
        };
        app.store.change_enrolment(tenant, &enrolment.id, empty).await?;
        plan_ahead::wake(app, tenant, &enrolment.id, trace).await?;
    }
    Ok(count)
}

/// Meetings that have been keep nobody's address: what is recorded of them may come later still. Nor do the person's
/// own, which are cancelled; others that are ahead follow their enrolments.
async fn meetings(app: &App, tenant: &str, id: &str, emails: &[String]) -> Result<(), Fault> {
    let (now, all) = (app.clock.now(), app.store.enrolments(tenant).await?);
    let own: BTreeSet<_> = all.iter().filter(|it| it.person == id).map(|it| &*it.id).collect();
    let is_meant = |session: &Session| {
        let begun = session.wanted.as_ref().is_some_and(|content| content.start <= now);
        let enrolment = named_by(&session.key.external_id).map(|(enrolment, ..)| enrolment);
        session.key.source == SOURCE && (begun || enrolment.is_some_and(|it| own.contains(it)))
    };
    let mut after: Option<String> = None;
    loop {
        let (first, last) = (Timestamp::UNIX_EPOCH, now + HORIZON + HORIZON);
        let page = app.store.sessions(tenant, first, last, after.as_deref(), PAGE).await?;
        for session in page.items.into_iter().filter(is_meant) {
            forget(app, session, emails).await?;
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Others may write at the same time; what they have written is looked at again.
async fn forget(app: &App, session: Session, emails: &[String]) -> Result<(), Fault> {
    let mut latest = Some(Box::new(session));
    while let Some(mut session) = latest.take() {
        let seen = session.rev;
        if !session.forget(emails, app.clock.now()) {
            break;
        }
        session.rev += 1;
        if let Written::No(other) = app.store.put_session(seen, &session).await? {
            latest = other;
        }
    }
    Ok(())
}

async fn answers(app: &App, tenant: &str, id: &str) -> Result<usize, Fault> {
    let mut count = 0;
    for record in app.store.all_feedback(tenant).await? {
        let is_theirs = record.person == id || record.answers.iter().any(|it| it.by == id);
        if !is_theirs {
            continue;
        }
        count += 1;
        let empty = |record: &mut crate::domain::onboarding::feedback::FeedbackRecord| {
            if record.person == id {
                record.person.clear();
            }
            for answer in record.answers.iter_mut().filter(|it| it.by == id) {
                answer.by.clear();
            }
        };
        app.store.change_feedback(tenant, &record.id, empty).await?;
    }
    for request in app.store.support_requests(tenant).await? {
        if request.from == id {
            app.store.delete_support(tenant, &request).await?;
        }
    }
    Ok(count)
}
