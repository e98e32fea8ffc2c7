//! Import: what job boards list or send becomes applications, each once; what belongs to an applicant is sorted
//! in, compared with others, and handed over to the applicant system.

pub mod account;
mod check;
mod compare;
mod destination;
mod hand_over;
mod push;
mod report;
mod run;
mod schedule;
mod take_in;

use jiff::SignedDuration;

pub use destination::{WHOSE, is_meant, verify};
pub use hand_over::wake;
pub use report::{mail_link, send};
pub use schedule::start;

use super::{App, Context};
use crate::domain::fault::Fault;
use crate::queue::ImportMessage;

/// How long one invocation works on a run before it hands it on: well within the function's time-out.
const BUDGET: SignedDuration = SignedDuration::from_secs(80);
/// How long an account is held: longer than the function can run.
const LEASE: SignedDuration = SignedDuration::from_secs(135);

/// Handles a message of the imports queue.
///
/// # Errors
/// [`Fault::Retry`] when it should come again.
pub async fn handle(app: &App, message: &ImportMessage, context: &Context) -> Result<(), Fault> {
    match message {
        ImportMessage::Run(order) => run::handle(app, order, context).await,
        ImportMessage::Check(order) => check::handle(app, order, context).await,
        ImportMessage::Push(pushed) => push::handle(app, pushed, context).await,
        ImportMessage::HandOver { tenant, after } => {
            hand_over::all(app, tenant, after, context).await
        }
        ImportMessage::Late(order) => run::late(app, order, context).await,
    }
}
