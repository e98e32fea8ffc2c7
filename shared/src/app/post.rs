//! One mail to SES, and what its refusals mean.

use aws_sdk_sesv2::error::SdkError;
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, RawMessage};
use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::domain::fault::{Fault, Reason};
use crate::domain::mail::{self, MailParts};

/// Hands a mail to SES; its id there is returned.
///
/// # Errors
/// What SES's refusal means for the mail.
pub(super) async fn post(app: &App, parts: &MailParts) -> Result<String, Fault> {
    let mime = mail::to_mime(parts).map_err(|e| rejected("mail_invalid", &e.to_string()))?;
    let raw = RawMessage::builder().data(Blob::new(mime)).build();
    let raw = raw.map_err(|_| rejected("mail_invalid", "the mail is empty"))?;
    let sent = app
        .aws
        .ses()
        .send_email()
        .from_email_address(app.config.mail_from.get()?)
        .destination(destination(parts))
        .content(EmailContent::builder().raw(raw).build())
        .send()
        .await
        .map_err(|e| ses_fault(&e, app.clock.now()))?;
    Ok(sent.message_id().unwrap_or_default().to_owned())
}

fn destination(parts: &MailParts) -> Destination {
    let mut to = vec![parts.to.1.clone()];
    to.extend(parts.copies.to.iter().cloned());
    let cc = (!parts.copies.cc.is_empty()).then(|| parts.copies.cc.clone());
    Destination::builder().set_to_addresses(Some(to)).set_cc_addresses(cc).build()
}

fn rejected(code: &str, detail: &str) -> Fault {
    Fault::Rejected(Reason::new(code, detail))
}

/// What SES's refusals mean (SES API v2, `SendEmail` errors).
fn ses_fault<R>(error: &SdkError<SendEmailError, R>, now: Timestamp) -> Fault {
    let hour = || now.checked_add(SignedDuration::from_hours(1)).unwrap_or(now);
    match error.as_service_error() {
        Some(SendEmailError::TooManyRequestsException(_)) => Fault::retry(2, "SES: throttled"),
        Some(SendEmailError::LimitExceededException(_)) => Fault::Park {
            until: hour(),
            reason: Reason::new("mail_quota", "the day's quota of mails is used up at SES"),
        },
        Some(SendEmailError::SendingPausedException(_)) => Fault::Park {
            until: hour(),
            reason: Reason::new("mail_paused", "sending is paused at SES; resume it there"),
        },
        Some(SendEmailError::AccountSuspendedException(_)) => {
            rejected("mail_suspended", "SES has suspended the account's sending")
        }
        Some(SendEmailError::MailFromDomainNotVerifiedException(_)) => {
            rejected("mail_from_unverified", "verify the sender's domain at SES")
        }
        Some(SendEmailError::MessageRejected(_)) => {
            rejected("mail_rejected", "SES refuses the mail: verify the sender's address there")
        }
        Some(SendEmailError::BadRequestException(_) | SendEmailError::NotFoundException(_)) => {
            rejected("mail_invalid", "SES refuses the mail as malformed")
        }
        _ => crate::aws::fault("SendEmail", error),
    }
}
